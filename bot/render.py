"""Digests, quotations and help -> Message: the same for every platform."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta

from bot.commands import COMMANDS
from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Heading,
    Message,
    Note,
    Paragraph,
    Saying,
    Sources,
    Visibility,
)
from bot.plain import plain
from bot.problems import Problem
from bot.story_blocks import LONGEST_NAME, link_to, parts_of, speaker_words, story_blocks
from bot.subscriptions import Due, Subscription
from digest import Article, Digest, Quote, Skipped, SkipReason

__all__ = [
    "digest_message",
    "edition_message",
    "edition_title",
    "help_message",
    "nothing_words",
    "on_demand_title",
    "quotes_message",
    "skipped_words",
]

# More than this of what was left out for one reason is counted, not named.
_MOST_NAMED = 4
# The longest reason that is shown of it, which may repeat a name, in characters.
_LONGEST_REASON = 400
# The longest footer says of sources that failed, in characters.
_LONGEST_FAILURE = 240
# Until when of a day it is morning, midday, afternoon.
_PARTS_OF_DAY = ((time(11), "Morning"), (time(14), "Midday"), (time(18), "Afternoon"), (time.max, "Evening"))


def digest_message(digest: Digest, title: str, *, why: bool = False) -> Message:
    """Lay a digest out to be read.

    Args:
        digest: A finished digest; without stories it says so.
        title: What stands above it.
        why: Whether to say of each story why it stands where it stands.
    """
    blocks: list[Block] = [Heading(title, level=1)]
    blocks += story_blocks(digest, why=why)
    if not digest.stories:
        blocks.append(Paragraph("No stories: there was nothing to read."))
    blocks += [*_left_out(digest.skipped), Note(_count(digest))]
    return Message(tuple(blocks))


def edition_message(
    digest: Digest,
    title: str,
    *,
    id_: str,
    seen_by: Visibility,
    problems: Sequence[Problem] = (),
    next_at: datetime | None = None,
) -> Message:
    """Lay a digest out for a chat: its stories, what else can be asked for, and one line on what is not in it.

    Args:
        digest: With at least one story.
        title: What stands above it.
        id_: Of the message.
        seen_by: Who sees it.
        problems: Of the sources that failed.
        next_at: When the next one comes by itself.
    """
    blocks: list[Block] = [Heading(title, level=1)]
    blocks += story_blocks(digest)
    buttons = [Button("Who said what", "quotes", {"about": id_})]
    if any(skipped.reason is SkipReason.NO_ROOM for skipped in digest.skipped):
        buttons.append(Button("More", "digest", {"length": "full", "visibility": "only-me"}))
    blocks += [Actions(tuple(buttons)), Note(" · ".join(_footer(digest, problems, next_at)))]
    return Message(tuple(blocks), seen_by, id_)


def quotes_message(said: Sequence[tuple[Article, Sequence[Quote]]], seen_by: Visibility) -> Message:
    """Lay out who said what, article by article."""
    blocks: list[Block] = [Heading("Who said what", level=1)]
    for article, quotes in said:
        title = article.title.of(article.text) if article.title else article.paragraphs[0].of(article.text)
        blocks.append(Heading(title))
        blocks += [Saying(parts_of(quote), speaker_words(quote)) for quote in quotes]
        blocks += [Sources((link_to(article),)), Divider()]
    if not said:
        blocks.append(Paragraph("Nobody is quoted by name in these stories."))
    blocks.append(Note("Every quotation is verbatim. A speaker is named only where the article makes it clear."))
    return Message(tuple(blocks), seen_by)


def help_message(sources: Sequence[str], subscription: Subscription | None) -> Message:
    """Say what the bot does, how to ask for it, and what is set up in this place."""
    blocks: list[Block] = [
        Heading("Pullquote", level=1),
        Paragraph(
            "News digests in the outlets’ own sentences, with the quotes that matter and who said them. Nothing in them is reworded."
        ),
    ]
    for command in COMMANDS:
        choices = "".join(f" [{' | '.join(option.choices)}]" for option in command.options)
        blocks.append(Paragraph(f"{command.name}{choices}: {command.help}."))
    blocks.append(Note(f"Sources here: {', '.join(sources)}."))
    if subscription and subscription.slots:
        hours = ", ".join(f"{slot:%H:%M}" for slot in subscription.slots)
        blocks.append(Note(f"A digest comes by itself at {hours} ({_city(subscription.zone)})."))
    else:
        blocks.append(Note("No digest comes by itself here; whoever runs the bot sets that up, in config.toml."))
    return Message(tuple(blocks), Visibility.PRIVATE)


def edition_title(subscription: Subscription, due: Due) -> str:
    """What stands above a digest that comes by itself: "Morning brief · Tue 24 Nov, 07:00 Berlin"."""
    part = next(name for until, name in _PARTS_OF_DAY if due.slot <= until)
    kind = "brief" if subscription.length == "brief" else "digest"
    return f"{part} {kind} · {_moment(due.day, due.slot, subscription.zone)}"


def on_demand_title(now: datetime, zone: str) -> str:
    """What stands above a digest that was asked for, at a local time."""
    return f"Digest · {_moment(now.date(), now.time(), zone)}"


def nothing_words(sources: Sequence[str], problems: Sequence[Problem], span: timedelta) -> str:
    """Why there is no digest."""
    if problems:
        return f"There is no news to show: {_failures(problems)}."
    return f"There is no news of the last {span.days} days in this channel's sources ({', '.join(sources)})."


def skipped_words(skipped: Skipped) -> str:
    """One thing that was left out, and why, as a line."""
    return f"{plain(skipped.what, LONGEST_NAME)}: {plain(skipped.why, _LONGEST_REASON)}"


def _footer(digest: Digest, problems: Sequence[Problem], next_at: datetime | None) -> Iterator[str]:
    """What is not in a digest, and when the next one comes."""
    told = sum(len(story.articles) for story in digest.stories)
    others = sum(skipped.reason is not SkipReason.SOURCE for skipped in digest.skipped)
    yield f"{told + others} read"
    if left_out := _no_room(digest):
        yield left_out
    if problems:
        yield _failures(problems)
    if next_at:
        yield f"next in {_duration(next_at - digest.made_at)}"


def _no_room(digest: Digest) -> str:
    """How many stories of how many outlets are left out because there are too many; nothing if none is."""
    left = [skipped for skipped in digest.skipped if skipped.reason is SkipReason.NO_ROOM]
    stories, outlets = len({skipped.story for skipped in left}), len({skipped.outlet for skipped in left})
    if not left:
        return ""
    return f"{stories} more {'story' if stories == 1 else 'stories'} from {outlets} {'source' if outlets == 1 else 'sources'} left out"


def _failures(problems: Sequence[Problem]) -> str:
    words = "; ".join(f"{problem.source} is {problem.words}" for problem in problems)
    count = "one source failed" if len(problems) == 1 else f"{len(problems)} sources failed"
    return plain(f"{count}: {words}", _LONGEST_FAILURE)


def _duration(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 60 else f"{round(minutes / 60)} h"  # noqa: PLR2004 - minutes of an hour


def _moment(day: date, at: time, zone: str) -> str:
    return f"{day:%a} {day.day} {day:%b}, {at:%H:%M} {_city(zone)}"


def _city(zone: str) -> str:
    """What people call a time zone: "Berlin" of "Europe/Berlin"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _left_out(skipped: Sequence[Skipped]) -> Iterator[Block]:
    """What is not shown, by reason; the reasons in the order they came up."""
    if not skipped:
        return
    yield Heading("Left out")
    reasons: dict[str, dict[str, str]] = {}
    for number, one in enumerate(skipped):
        # Of a story that there is no room for, one headline is enough.
        key = one.story if one.reason is SkipReason.NO_ROOM and one.story else str(number)
        reasons.setdefault(plain(one.why, _LONGEST_REASON), {}).setdefault(key, plain(one.what, LONGEST_NAME))
    for why, headlines in reasons.items():
        names = list(headlines.values())
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield Note(f"{'; '.join(names[:_MOST_NAMED])}{more}: {why}")


def _count(digest: Digest) -> str:
    told = sum(len(story.articles) for story in digest.stories)
    stories = "1 story" if len(digest.stories) == 1 else f"{len(digest.stories)} stories"
    articles = "1 article" if told == 1 else f"{told} articles"
    left_out = f" · {len(digest.skipped)} left out" if digest.skipped else ""
    return f"{stories} from {articles}{left_out} · every sentence and quotation is the outlet's own"

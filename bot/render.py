"""Digests, quotations and help -> Message: the same for every platform."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, time, timedelta

from bot.commands import COMMANDS
from bot.left_out import LONGEST_REASON, left_out
from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Entry,
    Heading,
    Listing,
    Message,
    Note,
    Paragraph,
    Saying,
    Sources,
    Summary,
    Told,
    Visibility,
)
from bot.plain import plain
from bot.story_blocks import LONGEST_NAME, headline_of, link_to, parts_of, speaker_words, story_blocks
from bot.subscriptions import Due, Subscription
from digest import Article, Digest, Quote, Skipped, SkipReason

__all__ = [
    "TAGLINE",
    "city_of",
    "digest_message",
    "edition_message",
    "edition_title",
    "failures_words",
    "help_message",
    "nothing_words",
    "on_demand_title",
    "quotes_message",
    "silence_message",
    "skipped_words",
    "story_message",
]

TAGLINE = "News digests in the outlets’ own sentences, with the quotes that matter and who said them. Nothing in them is reworded."
"""What the bot is, for who has not met it."""

# The longest footer says of sources that failed, in characters.
_LONGEST_FAILURE = 240
# Of a place's sources, so many are named where there is no news of them.
_MOST_NAMED = 4
# Of what a digest was to be about, in characters.
_LONGEST_ABOUT = 80
# The commands, by what people want; of a group, its name.
_READING = ("digest", "ask", "read", "quotes", "story", "why", "catch-up", "follow", "unfollow")
_SETTING_UP = ("setup", "sources", "filter", "schedule", "settings", "health", "help")
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
    failures: Sequence[str] = (),
    next_at: datetime | None = None,
) -> Message:
    """Lay a digest out for a chat: its stories, what else can be asked for, and one line on what is not in it.

    Args:
        digest: With at least one story.
        title: What stands above it.
        id_: Of the message.
        seen_by: Who sees it.
        failures: What is wrong with sources, each with its name.
        next_at: When the next one comes by itself.
    """
    blocks: list[Block] = [Heading(title, level=1)]
    blocks += story_blocks(digest)
    buttons = (*_buttons(id_), Button("More", "why", {"message": id_}))
    blocks += [Actions(buttons), Note(" · ".join(_footer(digest, failures, next_at)))]
    return Message(tuple(blocks), seen_by, id_)


def quotes_message(said: Sequence[tuple[Article, Sequence[Quote]]], seen_by: Visibility) -> Message:
    """Lay out who said what, article by article."""
    blocks: list[Block] = [Heading("Who said what", level=1)]
    for article, quotes in said:
        blocks.append(Heading(headline_of(article)))
        blocks += [Saying(parts_of(quote), speaker_words(quote)) for quote in quotes]
        blocks += [Sources((link_to(article),)), Divider()]
    if not said:
        blocks.append(Paragraph("Nobody is quoted by name in these stories."))
    blocks.append(Note("Every quotation is verbatim. A speaker is named only where the article makes it clear."))
    return Message(tuple(blocks), seen_by)


def story_message(digest: Digest, articles: Sequence[Article], *, id_: str, seen_by: Visibility) -> Message:
    """Lay out all there is of one story: as a digest tells it, and under what headline each outlet has it.

    Args:
        digest: Of its articles alone.
        articles: All of them.
        id_: Of the message.
        seen_by: Who sees it.
    """
    # Its number is that of another digest.
    blocks: list[Block] = [_unnumbered(block) for block in story_blocks(digest) if not isinstance(block, Divider)]
    if len(articles) > 1:
        blocks.append(Heading("Every article"))
        for article in articles:
            blocks += [Summary((Told(headline_of(article)),)), Sources((link_to(article),), _dates(article))]
    blocks.append(Actions(_buttons(id_)))
    return Message(tuple(blocks), seen_by, id_)


def _buttons(message: str) -> tuple[Button, ...]:
    """What can be asked about a message, by its id; it is answered to who presses, and nobody else."""
    return (
        Button("Ask", "ask", {"message": message, "visibility": "only-me"}, asks=("question",)),
        Button("Who said what", "quotes", {"message": message}),
    )


def _unnumbered(block: Block) -> Block:
    return replace(block, text=block.text.removeprefix("1 · ")) if isinstance(block, Heading) else block


def help_message(sources: Sequence[str], subscription: Subscription | None, *, is_own: bool = False) -> Message:
    """Say what the bot does, how to ask for it, and what is set up in this place; `is_own` if that is who asks alone."""
    blocks: list[Block] = [
        Heading("Pullquote", level=1),
        Paragraph(TAGLINE),
    ]
    for title, names in (("Read", _READING), ("Set up", _SETTING_UP)):
        commands = [command for command in COMMANDS if command.name in names or command.group in names]
        entries = tuple(Entry(f"/{command.name}", command.help) for command in commands)
        blocks += [Heading(title), Listing(entries)]
    blocks.append(Note("/help and a command, like /help schedule set, tells what goes with it."))
    here = "in your direct messages" if is_own else "here"
    blocks.append(
        Note(f"Sources {here}: {', '.join(sources)}." if sources else f"No sources {here} yet; /sources add begins it.")
    )
    if subscription and subscription.slots:
        hours = ", ".join(f"{slot:%H:%M}" for slot in subscription.slots)
        blocks.append(Note(f"A digest comes by itself {here} at {hours} ({city_of(subscription.zone)})."))
    else:
        blocks.append(Note(f"No digest comes by itself {here}; /schedule set 07:00 lets one come every morning."))
    return Message(tuple(blocks), Visibility.PRIVATE)


def edition_title(subscription: Subscription, due: Due, *, is_of_follows: bool = False) -> str:
    """What stands above a digest that comes by itself: "Morning brief · Tue 24 Nov, 07:00 Berlin"."""
    part = next(name for until, name in _PARTS_OF_DAY if due.slot <= until)
    kind = "brief" if subscription.length == "brief" else "digest"
    if is_of_follows:
        kind = "news of what you follow"
    return f"{part} {kind} · {_moment(due.day, due.slot, subscription.zone)}"


def on_demand_title(now: datetime, zone: str, about: str = "") -> str:
    """What stands above a digest that was asked for, at a local time."""
    what = f"Digest · {plain(about, _LONGEST_ABOUT)}" if about else "Digest"
    return f"{what} · {_moment(now.date(), now.time(), zone)}"


def silence_message(
    title: str, since: datetime, sources: Sequence[str], failures: Sequence[str], *, id_: str, is_own: bool = False
) -> Message:
    """What is said once where there was nothing to tell for days.

    Args:
        title: What stands above it.
        since: Since when, a local time.
        sources: The names of those that are read.
        failures: What is wrong with some of them, each with its name.
        id_: Of the message.
        is_own: Whether it is said in direct messages.
    """
    words = f"Nothing new has come from {'your' if is_own else 'this channel’s'} sources since {since:%a} {since.day} {since:%b}: {_named(sources)}."
    blocks: list[Block] = [Heading(title, level=1), Paragraph(words)]
    if failures:
        blocks.append(Note(failures_words(failures)))
    blocks.append(
        Note(
            "This is said once. The next digest comes by itself as soon as there is news; /why tells what was left out, /health how each source is."
        )
    )
    return Message(tuple(blocks), id=id_)


def nothing_words(
    sources: Sequence[str], failures: Sequence[str], span: timedelta, about: str = "", *, is_own: bool = False
) -> str:
    """Why there is no digest.

    Args:
        sources: Their names.
        failures: What is wrong with some of them, each with its name.
        span: How far back it was looked.
        about: What it was to be about; empty for anything.
        is_own: Whether it is said in direct messages.
    """
    if failures and not about:
        return f"There is no news to show: {failures_words(failures)}."
    what = f"nothing about “{plain(about, _LONGEST_ABOUT)}”" if about else "no news"
    whose = "your" if is_own else "this channel's"
    where = f"in {whose} sources ({_named(sources)})"
    return f"There is {what} {'in' if about else 'of'} the last {_span_words(span)} {where}."


def _named(sources: Sequence[str]) -> str:
    more = f" and {len(sources) - _MOST_NAMED} more" if len(sources) > _MOST_NAMED else ""
    return ", ".join(sources[:_MOST_NAMED]) + more


def skipped_words(skipped: Skipped) -> str:
    """One thing that was left out, and why, as a line."""
    return f"{plain(skipped.what, LONGEST_NAME)}: {plain(skipped.why, LONGEST_REASON)}"


def _dates(article: Article) -> tuple[str, ...]:
    return (f"{article.published.day} {article.published:%b %Y}",) if article.published else ()


def _footer(digest: Digest, failures: Sequence[str], next_at: datetime | None) -> Iterator[str]:
    """What is not in a digest, and when the next one comes."""
    told = sum(len(story.articles) for story in digest.stories)
    others = sum(skipped.reason is not SkipReason.SOURCE for skipped in digest.skipped)
    yield f"{told + others} read"
    if left_out := _no_room(digest):
        yield left_out
    if failures:
        yield failures_words(failures)
    if next_at:
        yield f"next in {_duration(next_at - digest.made_at)}"


def _no_room(digest: Digest) -> str:
    """How many stories of how many outlets are left out because there are too many; nothing if none is."""
    left = [skipped for skipped in digest.skipped if skipped.reason is SkipReason.NO_ROOM]
    stories, outlets = len({skipped.story for skipped in left}), len({skipped.outlet for skipped in left})
    if not left:
        return ""
    return f"{stories} more {'story' if stories == 1 else 'stories'} from {outlets} {'source' if outlets == 1 else 'sources'} left out"


def failures_words(failures: Sequence[str]) -> str:
    """How many sources failed, and why the first of them did."""
    count = "one source failed" if len(failures) == 1 else f"{len(failures)} sources failed"
    return plain(f"{count}: {'; '.join(failures)}", _LONGEST_FAILURE)


def _span_words(span: timedelta) -> str:
    hours = max(1, round(span.total_seconds() / 3_600))
    if hours > 36:  # noqa: PLR2004 - a day and a half
        return f"{round(hours / 24)} days"
    return f"{hours} hours" if hours > 1 else "hour"


def _duration(span: timedelta) -> str:
    minutes = round(span.total_seconds() / 60)
    return f"{minutes} min" if minutes < 60 else f"{round(minutes / 60)} h"  # noqa: PLR2004 - minutes of an hour


def _moment(day: date, at: time, zone: str) -> str:
    return f"{day:%a} {day.day} {day:%b}, {at:%H:%M} {city_of(zone)}"


def city_of(zone: str) -> str:
    """What people call a time zone: "Berlin" of "Europe/Berlin"."""
    return zone.rsplit("/", 1)[-1].replace("_", " ")


def _left_out(skipped: Sequence[Skipped]) -> Iterator[Block]:
    """What is not shown, a line a reason."""
    if not skipped:
        return
    yield Heading("Left out")
    for one in left_out(skipped):
        more = f" and {one.more} more" if one.more else ""
        yield Note(f"{'; '.join(link.text for link in one.named)}{more}: {one.why}")


def _count(digest: Digest) -> str:
    told = sum(len(story.articles) for story in digest.stories)
    stories = "1 story" if len(digest.stories) == 1 else f"{len(digest.stories)} stories"
    articles = "1 article" if told == 1 else f"{told} articles"
    left_out = f" · {len(digest.skipped)} left out" if digest.skipped else ""
    return f"{stories} from {articles}{left_out} · every sentence and quotation is the outlet's own"

"""Digest -> Message: the same for every platform."""

import re
from collections.abc import Iterator, Sequence

from bot.messages import Block, Divider, Heading, Link, Message, Note, Paragraph, Saying, Sources
from bot.plain import plain
from digest import Article, Digest, Kind, Quote, Skipped, Story

__all__ = ["digest_message", "skipped_words", "speaker_words"]

# More than this of what was left out for one reason is counted, not named.
_MOST_NAMED = 4
# The longest name that is shown of it, and of an outlet, and the longest reason, which may repeat a name; in characters.
_LONGEST_NAME = 200
_LONGEST_REASON = 400
# "his daughter": whose, nobody can tell where the quotation stands alone.
_WHOSE = frozenset({"his", "her", "their", "its", "our", "my"})


def digest_message(digest: Digest, title: str) -> Message:
    """Lay a digest out to be read.

    Args:
        digest: A finished digest; without stories it says so.
        title: What stands above it.
    """
    blocks: list[Block] = [Heading(title, level=1)]
    for number, story in enumerate(digest.stories, 1):
        blocks += [*_story(story, number), Divider()]
    if not digest.stories:
        blocks.append(Paragraph("No stories: there was nothing to read."))
    blocks += [*_left_out(digest.skipped), Note(_count(digest))]
    return Message(tuple(blocks))


def skipped_words(skipped: Skipped) -> str:
    """One thing that was left out, and why, as a line."""
    return f"{plain(skipped.what, _LONGEST_NAME)}: {plain(skipped.why, _LONGEST_REASON)}"


def speaker_words(quote: Quote) -> str:
    """A speaker as shown: a title before the name ("President Tokayev"), a description behind it.

    A role keeps its letters. So one with a capital stays before the name where it is printed there, with its comma if
    it has one: "The harbour master, Henrike Salter".
    """
    name, role = quote.speaker.name, quote.speaker.role
    if not role or role == name or role.split()[0].lower() in _WHOSE:
        return name
    # Between the two there may be a "Prof.", which is part of neither.
    names = "|".join(map(re.escape, name.split()))
    before = re.search(rf"(?<!\w){re.escape(role)}(,?)\s+(?:\w+\.\s+)?(?:{names})(?!\w)", quote.article.text)
    return f"{role}{before[1]} {name}" if before and role[0].isupper() else f"{name}, {role}"


def _story(story: Story, number: int) -> Iterator[Block]:
    badges = {badge for article in story.articles for badge in _badges(article)}
    yield Heading(f"{number} · {story.headline.text}", badges=tuple(sorted(badges)))
    if story.summary:
        yield Paragraph(" ".join(citation.text for citation in story.summary))
    for quote in story.quotes:
        yield Saying(quote.texts, speaker_words(quote))
    yield _sources(story)


def _badges(article: Article) -> Iterator[str]:
    if article.kind is not Kind.NEWS:
        yield article.kind.value
    if article.excerpt_only:
        yield "excerpt only"


def _sources(story: Story) -> Sources:
    outlets = {plain(article.source.outlet, _LONGEST_NAME): article.canonical_url for article in story.articles}
    dates = [article.published for article in story.articles if article.published]
    newest = [f"{max(dates).day} {max(dates):%b %Y}"] if dates else []
    count = "1 source" if story.independent == 1 else f"{story.independent} sources"
    return Sources(tuple(Link(*outlet) for outlet in outlets.items()), (*newest, count))


def _left_out(skipped: Sequence[Skipped]) -> Iterator[Block]:
    """What is not shown, by reason; the reasons in the order they came up."""
    if not skipped:
        return
    yield Heading("Left out")
    reasons: dict[str, list[str]] = {}
    for one in skipped:
        reasons.setdefault(plain(one.why, _LONGEST_REASON), []).append(plain(one.what, _LONGEST_NAME))
    for why, names in reasons.items():
        more = f" and {len(names) - _MOST_NAMED} more" if len(names) > _MOST_NAMED else ""
        yield Note(f"{'; '.join(names[:_MOST_NAMED])}{more}: {why}")


def _count(digest: Digest) -> str:
    told = sum(len(story.articles) for story in digest.stories)
    stories = "1 story" if len(digest.stories) == 1 else f"{len(digest.stories)} stories"
    articles = "1 article" if told == 1 else f"{told} articles"
    left_out = f" · {len(digest.skipped)} left out" if digest.skipped else ""
    return f"{stories} from {articles}{left_out} · every sentence and quotation is the outlet's own"

"""Why a digest is as it is -> blocks: its stories with their outlets, and what is not in it. Pure."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping

from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Entry,
    Heading,
    Link,
    Listing,
    Note,
    Paragraph,
    Sources,
)
from bot.plain import plain
from bot.service.receipts import LeftOut, Receipt, ToldStory
from bot.story_blocks import LONGEST_NAME, link_to
from digest import Article, SkipReason

__all__ = ["entry", "left_out", "more_words", "outlets_of", "whole"]

# Of the reasons for which something is left out, and of the headlines that there was no room for.
_MOST_REASONS, _MOST_HEADLINES = 10, 15
_LONGEST_TROUBLE = 400


def whole(receipt: Receipt, articles: Iterable[Article]) -> Iterator[Block]:
    """How a digest came about.

    Args:
        receipt: What was written down of it.
        articles: Those that it cites, as far as they are there.
    """
    known = {article.revision: article for article in articles}
    if not receipt.stories:
        yield Paragraph("It told no story: there was nothing new.")
    else:
        yield Heading("Why this digest is as it is", level=1)
    for place, story in enumerate(receipt.stories, 1):
        yield Heading(f"{place} · {plain(story.headline, LONGEST_NAME)}")
        yield _sources(story, known)
        if story.why:
            yield Note(f"In: {'; '.join(story.why)}.")
        yield Divider()
    yield from left_out(receipt)
    if receipt.troubles:
        yield Heading("What was wrong")
        yield from (Note(plain(words, _LONGEST_TROUBLE)) for words in receipt.troubles)
    if receipt.stories:
        yield Note("/why and a story's number, or words of a headline, tells of one.")
    if any(one.kind == SkipReason.NO_ROOM for one in receipt.left_out):
        yield Actions((_rest(receipt),))


def left_out(receipt: Receipt) -> Iterator[Block]:
    """What is not in a digest, by reason; what there was no room for, by name."""
    reasons = Counter(one.why for one in receipt.left_out)
    if reasons:
        yield Heading("Left out")
        yield Listing(tuple(Entry(f"{count} left out", why) for why, count in reasons.most_common(_MOST_REASONS)))
    if headlines := list(_without_room(receipt)):
        more = len(headlines) - _MOST_HEADLINES
        yield Sources(tuple(headlines[:_MOST_HEADLINES]), (f"and {more} more",) if more > 0 else ())
    if receipt.more:
        yield Note(more_words(receipt))


def more_words(receipt: Receipt) -> str:
    """What is said of what was left out and is not in the receipt."""
    return f"{receipt.more} more were left out: older than it covers, the same again, or too many to write down."


def entry(one: LeftOut) -> Entry:
    """One thing that was left out, and why."""
    outlet = plain(one.outlet, LONGEST_NAME)
    return Entry(plain(one.what, LONGEST_NAME), f"{outlet}: {one.why}" if outlet else one.why, is_printed=True)


def outlets_of(story: ToldStory) -> str:
    """Of how many articles a story is told, and of which outlets."""
    outlets = ", ".join(plain(outlet, LONGEST_NAME) for outlet in story.outlets if outlet)
    return f"{_count(story)} of {outlets}"


def _count(story: ToldStory) -> str:
    count = len(story.revisions)
    return f"{count} article{'' if count == 1 else 's'}"


def _sources(story: ToldStory, known: Mapping[str, Article]) -> Sources:
    """The outlets of a story, each with its first article."""
    links: dict[str, Link] = {}
    for link in [link_to(known[one]) for one in story.revisions if one in known]:
        links.setdefault(link.text, link)
    unknown = [Link(plain(outlet, LONGEST_NAME)) for outlet in story.outlets if outlet]
    return Sources(tuple(links.values()) or tuple(unknown), (_count(story),))


def _without_room(receipt: Receipt) -> Iterator[Link]:
    """The headlines that there was no room for, of a story one."""
    told: set[str] = set()
    for one in receipt.left_out:
        if one.kind == SkipReason.NO_ROOM and (not one.story or one.story not in told):
            told.add(one.story)
            yield Link(plain(one.what, LONGEST_NAME), one.url)


def _rest(receipt: Receipt) -> Button:
    """What shows what there was no room for, as far as the digest was asked for in words; in the place's style, as ids are short."""
    asked = {name: value for name, value in (receipt.asked or {}).items() if name in {"about", "since"}}
    return Button("The rest", "digest", {**asked, "length": "full", "visibility": "only-me"})

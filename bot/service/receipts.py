"""Why a digest is as it is, written down beside its message: which story is of which articles, and what was left out."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from pydantic import TypeAdapter

from digest import Digest, SkipReason, Story

__all__ = ["LeftOut", "Receipt", "ToldStory", "read_receipt", "receipt_of", "write_receipt"]

# Of what was left out, the first; a place with a thousand articles a day needs no book of them.
_MOST_LEFT_OUT = 400


@dataclass(frozen=True, slots=True)
class ToldStory:
    """A story of a digest.

    Attributes:
        headline: Its headline.
        revisions: Of its articles, the one that gives the headline first.
        outlets: Their outlets.
        independent: How many of them report on their own.
        why: Why it stands where it stands.
        is_update: Whether it was told before.
        topic: What its outlets file it under; empty if they don't.
    """

    headline: str
    revisions: tuple[str, ...]
    outlets: tuple[str, ...]
    independent: int
    why: tuple[str, ...]
    is_update: bool
    topic: str = ""


@dataclass(frozen=True, slots=True)
class LeftOut:
    """Something that is not in a digest.

    Attributes:
        what: A headline or a source.
        why: The reason, as the end of the sentence "left out: ...".
        outlet: Of an article.
        url: Where it can be read; empty if nowhere.
        kind: What kind of reason it is: a `digest.SkipReason`.
        story: Id of the story it belongs to; empty if that was not looked at.
    """

    what: str
    why: str
    outlet: str
    url: str
    kind: str
    story: str = ""


@dataclass(frozen=True, slots=True)
class Receipt:
    """Why a digest is as it is.

    Attributes:
        stories: In its order.
        left_out: The first of what is not in it.
        more: How many more were left out.
        asked: With which options of /digest it was asked for, or could be; None if it was not.
        troubles: What was wrong with its sources, each a sentence.
    """

    stories: tuple[ToldStory, ...]
    left_out: tuple[LeftOut, ...]
    more: int = 0
    asked: Mapping[str, str] | None = None
    troubles: tuple[str, ...] = ()


_RECEIPT = TypeAdapter(Receipt)


def receipt_of(digest: Digest) -> Receipt:
    """The receipt of a digest."""
    # Older than the digest covers is nearly all that there is, and nobody asks about it.
    left = [one for one in digest.skipped if one.reason not in {SkipReason.OUTSIDE, SkipReason.REPEATED}]
    left_out = tuple(
        LeftOut(one.what, one.why, one.outlet, one.url, one.reason, one.story) for one in left[:_MOST_LEFT_OUT]
    )
    return Receipt(tuple(map(_told, digest.stories)), left_out, len(digest.skipped) - len(left_out))


def write_receipt(receipt: Receipt) -> str:
    """A receipt as it is kept."""
    # Half of a character, in a headline that some feed gave, can't be written.
    return _RECEIPT.dump_json(receipt).decode()


def read_receipt(text: str) -> Receipt:
    """A receipt that was kept."""
    return _RECEIPT.validate_json(text)


def _told(story: Story) -> ToldStory:
    data: dict[str, Any] = {
        "headline": story.headline.text,
        "revisions": tuple(article.revision for article in story.articles),
        "outlets": story.outlets,
        "independent": story.independent,
        "why": story.why,
        "is_update": story.is_update,
        "topic": story.topic,
    }
    return ToldStory(**data)

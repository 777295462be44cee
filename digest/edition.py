"""What a digest is made of: stories, and all that is not among them with the reason."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from digest.filters import Filter
from digest.types import Article, Citation, Quote

__all__ = [
    "Difference",
    "Digest",
    "Length",
    "Point",
    "Preferences",
    "SkipReason",
    "Skipped",
    "Story",
    "StoryQuote",
    "Style",
    "Window",
]


class Length(StrEnum):
    """How much of the news a digest gives."""

    BRIEF = "brief"
    STANDARD = "standard"
    FULL = "full"


class Style(StrEnum):
    """How a story is told: in a paragraph, a line for each sentence, or by its headline alone."""

    SUMMARY = "summary"
    BULLETS = "bullets"
    HEADLINES = "headlines"


@dataclass(frozen=True, slots=True)
class Window:
    """From `start` to `end`, half open; both aware."""

    start: datetime
    end: datetime


@dataclass(frozen=True, slots=True)
class Preferences:
    """What readers want more of, and what they want none of.

    Attributes:
        interests: Words or names; stories that have one in a headline or a first sentence come earlier.
        weights: By outlet: 2 lets it count for two, .5 for half of one; 1 for those not named.
        hidden: What they want none of.
        only: What they want nothing but; everything if there is none.

    Raises:
        ValueError: If an interest is empty, or a weight is not greater than 0.
    """

    interests: tuple[str, ...] = ()
    weights: Mapping[str, float] = field(default_factory=dict)
    hidden: tuple[Filter, ...] = ()
    only: tuple[Filter, ...] = ()

    def __post_init__(self) -> None:
        for interest in self.interests:
            if not interest.strip():
                message = "an interest is empty; leave it out"
                raise ValueError(message)
        for outlet, weight in self.weights.items():
            if not weight > 0:
                message = f"{outlet} can't weigh {weight}; a weight is greater than 0"
                raise ValueError(message)


@dataclass(frozen=True, slots=True)
class Difference:
    """A number that two outlets give differently: each with what it counts, as it is printed."""

    own: Citation
    other: Citation


@dataclass(frozen=True, slots=True)
class Point:
    """A sentence of a story's summary, and what the story's other outlets have of it.

    Attributes:
        citation: The sentence.
        also: Sentences of other outlets that report the same, at most one of each.
        is_alone: Whether no other outlet has anything of the kind; False where there is only one outlet, or no telling.
        differences: Numbers of the sentence that other outlets give differently, at most one of each.
    """

    citation: Citation
    also: tuple[Citation, ...] = ()
    is_alone: bool = False
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class StoryQuote:
    """A quotation of a story, and what the story's other outlets have of it.

    Attributes:
        quote: The quotation as one outlet has it.
        also: The same words, or a part of them, in other outlets.
        variants: What other outlets word differently.
    """

    quote: Quote
    also: tuple[Quote, ...] = ()
    variants: tuple[Quote, ...] = ()


@dataclass(frozen=True, slots=True)
class Story:
    """What one or several outlets report about one event.

    Attributes:
        id: Stable name.
        articles: Those that tell it: first the one whose headline it has, then the newest first.
        headline: The headline of the first of them or, without one, its first sentence.
        summary: Sentences, in the order to be read; empty if there is only a headline.
        quotes: The quotations worth showing.
        outlets: Names of the outlets, each once, in order of the articles.
        independent: How many of the outlets report on their own.
        topic: What the outlets file it under, in their words; empty if they don't.
        earlier: Articles of it that came before this digest: shown before, or older than it covers. Newest first.
        is_update: Whether its readers were shown some of those; then only what is new is told.
        why: Why it stands where it stands, in words.
    """

    id: str
    articles: tuple[Article, ...]
    headline: Citation
    summary: tuple[Point, ...]
    quotes: tuple[StoryQuote, ...]
    outlets: tuple[str, ...]
    independent: int
    topic: str = ""
    earlier: tuple[Article, ...] = ()
    is_update: bool = False
    why: tuple[str, ...] = ()


class SkipReason(StrEnum):
    """Kinds of reason for which something is not in a digest."""

    SOURCE = "source"
    REPEATED = "repeated"
    OUTSIDE = "outside"
    FILTERED = "filtered"
    SHOWN = "shown"
    NO_ROOM = "no room"


@dataclass(frozen=True, slots=True)
class Skipped:
    """Something that is not in the digest, and why.

    Attributes:
        what: A headline, a source or an input, in words.
        why: The reason, as the end of the sentence "left out: ...".
        url: Where it can be read; empty if nowhere.
        reason: What kind of reason it is: `SOURCE` for what never got as far as the digest.
        story: Id of the story it belongs to; empty if that was not looked at.
        outlet: Of an article, the name of its outlet.
    """

    what: str
    why: str
    url: str = ""
    reason: SkipReason = SkipReason.SOURCE
    story: str = ""
    outlet: str = ""


@dataclass(frozen=True, slots=True)
class Digest:
    """A finished digest.

    Attributes:
        stories: In the order to be read.
        skipped: All that was offered and is not shown, with the reason.
        made_at: Aware.
        window: Which articles it covers by their date; None for all.
        style: How its stories are to be laid out.
        topics: If stories of one topic stand together: each topic and how many stories it has, in order; "" for those of
            none. Empty if there are too few of them.
    """

    stories: tuple[Story, ...]
    skipped: tuple[Skipped, ...]
    made_at: datetime
    window: Window | None = None
    style: Style = Style.SUMMARY
    topics: tuple[tuple[str, int], ...] = ()

"""The words of the core: frozen values that every other module maps from and to.

Everything a person is shown is a slice of an article's text. `Citation` and `Quote` hold the
article and spans of it, never strings of their own, so a sentence that is not in its source
cannot be built.
"""

from __future__ import annotations

from bisect import bisect_right
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from enum import StrEnum

__all__ = [
    "SHOWN_CONFIDENCE",
    "Article",
    "Citation",
    "DropReason",
    "Dropped",
    "Feed",
    "FeedItem",
    "Kind",
    "NamedBy",
    "Piece",
    "Quote",
    "QuoteKind",
    "Sentence",
    "Source",
    "Span",
    "Speaker",
]


@dataclass(frozen=True, slots=True, order=True)
class Span:
    """Characters `start` to `end` of a text, half open, at least one of them.

    Raises:
        ValueError: If it is empty or starts before the text.
    """

    start: int
    end: int

    def __post_init__(self) -> None:
        if not 0 <= self.start < self.end:
            message = f"not a span: {self.start} to {self.end}"
            raise ValueError(message)

    def of(self, text: str) -> str:
        """The characters of `text` this span names."""
        return text[self.start : self.end]

    def covers(self, other: Span) -> bool:
        """Whether all of `other` lies within this span."""
        return self.start <= other.start and other.end <= self.end

    def overlaps(self, other: Span) -> bool:
        """Whether the two share a character."""
        return self.start < other.end and other.start < self.end


class Kind(StrEnum):
    """What sort of piece an article is, as far as its page or feed says so."""

    NEWS = "news"
    OPINION = "opinion"
    LIVE = "live"
    GALLERY = "gallery"
    SPONSORED = "sponsored"


class DropReason(StrEnum):
    """Why a part of what was read is not part of the article."""

    ADVERTISEMENT = "advertisement"
    AUTHOR = "author box"
    BYLINE = "by-line"
    CAPTION = "caption"
    COMMENTS = "comments"
    COOKIES = "cookies"
    COPYRIGHT = "copyright"
    CREDIT = "credit"
    DATE = "date"
    HEADLINE = "headline again"
    LETTER = "letter"
    MAIL = "mail header"
    NAVIGATION = "navigation"
    NEWSLETTER = "newsletter"
    PAYWALL = "paywall"
    RELATED = "related"
    SHARE = "share"
    UNLIKELY = "unlike the article"


@dataclass(frozen=True, slots=True)
class Dropped:
    """A part of the raw text that was cut, and why.

    Attributes:
        span: Of the raw text, not of `Article.text`.
        reason: Why it is not part of the article.
        text: What was cut, in one line.
    """

    span: Span
    reason: DropReason
    text: str


@dataclass(frozen=True, slots=True)
class Source:
    """Where an article comes from.

    Attributes:
        outlet: The name readers know it by.
        feed: URL of the feed; empty if it was not read from one.
        site: URL of the outlet's home page; empty if unknown.
        publisher: Who owns the outlet; empty if unknown.
    """

    outlet: str
    feed: str = ""
    site: str = ""
    publisher: str = ""


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of characters of an article's text that stands as it is in the raw text.

    Attributes:
        start: Where it starts in `Article.text`.
        raw_start: Where it starts in the raw text.
        length: In characters; the same on both sides.
    """

    start: int
    raw_start: int
    length: int


@dataclass(frozen=True, slots=True, eq=False)
class Article:
    """One text of one outlet, as it read when it was fetched.

    Two articles are equal if they are the same revision of the same article.

    Attributes:
        id: Stable name of the article: the same for the same canonical URL or, without one, for the same entry of a
            feed or the same text.
        revision: Name of this wording of it: a hash of `id` and `text`, so that no two articles share one.
        text: Headline, standfirst and body, a blank line between paragraphs, white space folded to single spaces.
        title: The headline within `text`; None if there is none.
        standfirst: The paragraph under the headline that sums up, within `text`; None if there is none.
        body: One span of `text` for each paragraph, in order.
        pieces: How `text` is laid together from the raw text, in order.
        dropped: What of the raw text is not in `text`, in order.
        url: Where it was read; empty if it was not a URL.
        canonical_url: The address its page gives as its own, else `url`.
        source: The outlet it is from.
        authors: Names from the by-line or the page.
        published: Aware; midnight UTC if only a date is known; None if nothing is.
        first_seen: Aware; when the shell first met it; None if it never said.
        language: ISO 639-1 code; empty if not clear.
        section: The outlet's name for the part of the paper; empty if unknown.
        kind: News unless its page says otherwise.
        image: URL of the lead image; empty if there is none.
        excerpt_only: Whether only a part of the article was there to be read (a feed's summary, a paywall).
        origins: What a page said of it, by the names of these attributes, and where on the page; empty without a page.
    """

    id: str
    revision: str
    text: str
    title: Span | None = None
    standfirst: Span | None = None
    body: tuple[Span, ...] = ()
    pieces: tuple[Piece, ...] = field(default=(), repr=False)
    dropped: tuple[Dropped, ...] = field(default=(), repr=False)
    url: str = ""
    canonical_url: str = ""
    source: Source = Source("")
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    first_seen: datetime | None = None
    language: str = ""
    section: str = ""
    kind: Kind = Kind.NEWS
    image: str = ""
    excerpt_only: bool = False
    origins: tuple[tuple[str, str], ...] = ()

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Article):
            return NotImplemented
        return (self.id, self.revision) == (other.id, other.revision)

    def __hash__(self) -> int:
        return hash((self.id, self.revision))

    @property
    def paragraphs(self) -> tuple[Span, ...]:
        """The standfirst, if there is one, and the paragraphs of the body."""
        return (self.standfirst, *self.body) if self.standfirst else self.body

    def raw_span(self, span: Span) -> tuple[Span, ...]:
        """Where a slice of `text` stands in the text it was read from.

        Between the parts of one returned span there is only white space (folded to one space in `text`) or
        invisible characters (left out of it). What stands in several places gives several spans, in order. A
        headline that came beside the text, not within it, stands nowhere: an empty tuple.
        """
        first = max(0, bisect_right(self.pieces, span.start, key=_piece_start) - 1)
        found: list[Span] = []
        last_end = -1
        for piece in self.pieces[first:]:
            if piece.start >= span.end:
                break
            start = max(span.start, piece.start)
            end = min(span.end, piece.start + piece.length)
            if start >= end:
                continue
            raw = Span(start - piece.start + piece.raw_start, end - piece.start + piece.raw_start)
            if found and self.text[last_end:start] in {"", " "}:
                found[-1] = Span(found[-1].start, raw.end)
            else:
                found.append(raw)
            last_end = end
        return tuple(found)


def _piece_start(piece: Piece) -> int:
    return piece.start


@dataclass(frozen=True, slots=True)
class Sentence:
    """A sentence of an article.

    Attributes:
        text: Its characters, as they stand in the article.
        span: Where, in `Article.text`.
        paragraph: Number of its paragraph in `Article.paragraphs`, from 0.
    """

    text: str
    span: Span
    paragraph: int


@dataclass(frozen=True, slots=True)
class Citation:
    """A slice of one revision of an article: the only form in which the core hands on text to be shown.

    Raises:
        ValueError: If the article has no such characters.
    """

    article: Article = field(repr=False)
    span: Span

    def __post_init__(self) -> None:
        if self.span.end > len(self.article.text):
            message = f"article {self.article.id} ends at {len(self.article.text)}, before {self.span}"
            raise ValueError(message)

    @property
    def text(self) -> str:
        """What is cited, verbatim."""
        return self.span.of(self.article.text)


class NamedBy(StrEnum):
    """What the words beside a quotation call its speaker by."""

    NAME = "name"
    SURNAME = "surname"
    ROLE = "role"
    PRONOUN = "pronoun"
    NOBODY = "nobody"


SHOWN_CONFIDENCE = 0.52
"""The least confidence at which a speaker is named; the figures for it are in docs/quality.md."""


@dataclass(frozen=True, slots=True)
class Speaker:
    """Who said a quotation, in the article's own words.

    Attributes:
        name: The fullest name the article gives, or the description if it gives no name; empty if not clear.
        mention: The words beside the quotation that name the speaker ("he", "Mr. Tokayev"); None if there are none.
        named_by: What kind of words those are.
        role: Title or description as printed ("President", "mayor of Dorn"); empty if none is given.
        evidence: The passage that shows who speaks; None if nothing does.
        confidence: Estimated chance, 0 to 1, that this is the right person.
    """

    name: str = ""
    mention: Span | None = None
    named_by: NamedBy = NamedBy.NOBODY
    role: str = ""
    evidence: Span | None = None
    confidence: float = 0.0

    @property
    def is_known(self) -> bool:
        """Whether somebody may be named: below this confidence the name would be wrong too often."""
        return bool(self.name) and self.confidence >= SHOWN_CONFIDENCE


class QuoteKind(StrEnum):
    """How much was quoted."""

    STATEMENT = "statement"
    FRAGMENT = "fragment"


@dataclass(frozen=True, slots=True)
class Quote:
    """A direct quotation and its speaker.

    Attributes:
        article: The article it stands in.
        spans: Its parts without the outer marks, in order: several if it is cut by "she said" or goes on in
            another paragraph.
        speaker: Who said it; nobody if the article does not make that clear.
        kind: Whole clauses, or a few words within the writer's sentence.
    """

    article: Article = field(repr=False)
    spans: tuple[Span, ...]
    speaker: Speaker
    kind: QuoteKind

    @property
    def texts(self) -> tuple[str, ...]:
        """The parts, verbatim."""
        return tuple(span.of(self.article.text) for span in self.spans)


@dataclass(frozen=True, slots=True)
class FeedItem:
    """An entry of a feed, as the feed gives it.

    Attributes:
        id: What it is known by from one reading of the feed to the next: it stays when the title is edited, the date
            bumped or the feed's own name for the entry made anew.
        title: Plain text.
        guid: The feed's own name for it; empty if it gives none.
        url: Absolute http(s) URL; empty if there is none, or one that it shares with other entries.
        published: Aware; None if undated.
        updated: Aware; None if the feed does not say when it was changed.
        authors: Plain text.
        summary: HTML or plain text; empty if there is none.
        content: HTML of the whole entry; empty if there is none.
        categories: As the feed names them.
        image: Absolute URL of a picture that the entry carries; empty if there is none.
    """

    id: str
    title: str
    guid: str = ""
    url: str = ""
    published: datetime | None = None
    updated: datetime | None = None
    authors: tuple[str, ...] = ()
    summary: str = ""
    content: str = ""
    categories: tuple[str, ...] = ()
    image: str = ""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed and its entries.

    Attributes:
        source: The outlet by the feed's title, the feed's URL and the site's.
        items: In the feed's order.
        language: ISO 639-1 code; empty if the feed does not say.
        ttl: For how long the feed asks not to be read again; None if it does not say.
        skip_hours: Hours of the day, in UTC, in which it asks not to be read.
        skip_days: Likewise days of the week; Monday is 0.
    """

    source: Source
    items: tuple[FeedItem, ...]
    language: str = ""
    ttl: timedelta | None = None
    skip_hours: frozenset[int] = frozenset()
    skip_days: frozenset[int] = frozenset()

"""A digest as plain data, for JSON: every text shown with where it stands, and the articles to check it against."""

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import TypedDict

from digest.edition import Digest, Point, Skipped, Story, StoryQuote
from digest.types import Article, Citation, Quote, Span, Speaker

__all__ = [
    "CitationData",
    "DigestData",
    "SpeakerData",
    "as_data",
    "citation_data",
    "quote_data",
    "quotes_as_data",
    "raw_quote_data",
    "speaker_data",
]


class ArticleData(TypedDict):
    """An article; `text` is what all spans count in."""

    id: str
    revision: str
    title: str
    outlet: str
    url: str
    published: str | None
    authors: list[str]
    language: str
    kind: str
    excerpt_only: bool
    text: str


class CitationData(TypedDict):
    """A slice of an article: `text` is its characters `start` to `end`, half open."""

    article: str
    start: int
    end: int
    text: str


class SpeakerData(TypedDict):
    """Who said it; `known` is false where nobody should be named."""

    name: str
    role: str
    mention: CitationData | None
    named_by: str
    confidence: float
    known: bool


class QuoteData(TypedDict):
    """A quotation, in one or more parts."""

    spans: list[CitationData]
    speaker: SpeakerData
    kind: str


class RawQuoteData(TypedDict):
    """A quotation by offsets into the text that the article was read from; None where there is no mention or name."""

    start: int
    end: int
    spans: list[list[int]]
    text: str
    speaker_text: str | None
    speaker_start: int | None
    speaker_end: int | None
    speaker_name: str | None
    confidence: float


class DifferenceData(TypedDict):
    """A number that two outlets give differently."""

    own: CitationData
    other: CitationData


class PointData(CitationData):
    """A sentence of a summary, and what other outlets have of it."""

    also: list[CitationData]
    is_alone: bool
    differences: list[DifferenceData]


class StoryQuoteData(QuoteData):
    """A quotation of a story, and what other outlets have of it."""

    also: list[QuoteData]
    variants: list[QuoteData]


class StoryData(TypedDict):
    """A story; `articles` and `earlier` are ids."""

    id: str
    headline: CitationData
    summary: list[PointData]
    quotes: list[StoryQuoteData]
    articles: list[str]
    earlier: list[str]
    outlets: list[str]
    independent: int
    topic: str
    is_update: bool
    why: list[str]


class QuotesData(TypedDict):
    """Quotations, and the articles they are from."""

    quotes: list[QuoteData]
    articles: list[ArticleData]


class SkippedData(TypedDict):
    """What is not in the digest, and why; `reason` is the kind of reason, `story` the id of the story it belongs to."""

    what: str
    why: str
    url: str
    reason: str
    story: str
    outlet: str


class DigestData(TypedDict):
    """A digest; times are ISO 8601 with their zone, `topics` are headings, each with how many of the stories it has."""

    made_at: str
    window: list[str] | None
    style: str
    topics: list[tuple[str, int]]
    stories: list[StoryData]
    skipped: list[SkippedData]
    articles: list[ArticleData]


def as_data(digest: Digest) -> DigestData:
    """A digest as plain data."""
    articles = {article.id: article for story in digest.stories for article in (*story.articles, *story.earlier)}
    return {
        "made_at": digest.made_at.isoformat(),
        "window": [digest.window.start.isoformat(), digest.window.end.isoformat()] if digest.window else None,
        "style": digest.style.value,
        "topics": list(digest.topics),
        "stories": [_story(story) for story in digest.stories],
        "skipped": [_skipped(skipped) for skipped in digest.skipped],
        "articles": [_article(article) for article in articles.values()],
    }


def quotes_as_data(said: Iterable[tuple[Article, Sequence[Quote]]]) -> QuotesData:
    """Articles and their quotations as plain data."""
    pairs = tuple(said)
    return {
        "quotes": [quote_data(quote) for _, quotes in pairs for quote in quotes],
        "articles": [_article(article) for article, _ in pairs],
    }


def quote_data(quote: Quote) -> QuoteData:
    """A quotation as plain data."""
    return {
        "spans": [citation_data(Citation(quote.article, span)) for span in quote.spans],
        "speaker": speaker_data(quote.speaker, quote.article),
        "kind": quote.kind.value,
    }


def raw_quote_data(quote: Quote, raw: str) -> RawQuoteData:
    """A quotation by its place in the raw text, with the best guess at its speaker, whatever its confidence."""
    spans = [place for span in quote.spans for place in quote.article.raw_span(span)]
    whole = Span(spans[0].start, spans[-1].end)
    speaker = quote.speaker
    mention = quote.article.raw_span(speaker.mention) if speaker.mention else ()
    said_by = Span(mention[0].start, mention[-1].end) if mention else None
    return {
        "start": whole.start,
        "end": whole.end,
        "spans": [[span.start, span.end] for span in spans],
        "text": whole.of(raw),
        "speaker_text": said_by.of(raw) if said_by else None,
        "speaker_start": said_by.start if said_by else None,
        "speaker_end": said_by.end if said_by else None,
        "speaker_name": speaker.name or None,
        "confidence": speaker.confidence,
    }


def _story(story: Story) -> StoryData:
    return {
        "id": story.id,
        "headline": citation_data(story.headline),
        "summary": [_point(point) for point in story.summary],
        "quotes": [_story_quote(quote) for quote in story.quotes],
        "articles": [article.id for article in story.articles],
        "earlier": [article.id for article in story.earlier],
        "outlets": list(story.outlets),
        "independent": story.independent,
        "topic": story.topic,
        "is_update": story.is_update,
        "why": list(story.why),
    }


def _point(point: Point) -> PointData:
    return {
        **citation_data(point.citation),
        "also": [citation_data(citation) for citation in point.also],
        "is_alone": point.is_alone,
        "differences": [
            {"own": citation_data(difference.own), "other": citation_data(difference.other)}
            for difference in point.differences
        ],
    }


def _story_quote(said: StoryQuote) -> StoryQuoteData:
    return {
        **quote_data(said.quote),
        "also": [quote_data(quote) for quote in said.also],
        "variants": [quote_data(quote) for quote in said.variants],
    }


def citation_data(citation: Citation) -> CitationData:
    """A slice of an article as plain data."""
    span = citation.span
    return {"article": citation.article.id, "start": span.start, "end": span.end, "text": citation.text}


def speaker_data(speaker: Speaker, article: Article) -> SpeakerData:
    """Somebody as plain data; the article is the one that names them."""
    return {
        "name": speaker.name,
        "role": speaker.role,
        "mention": citation_data(Citation(article, speaker.mention)) if speaker.mention else None,
        "named_by": speaker.named_by.value,
        "confidence": speaker.confidence,
        "known": speaker.is_known,
    }


def _skipped(skipped: Skipped) -> SkippedData:
    return {
        "what": skipped.what,
        "why": skipped.why,
        "url": skipped.url,
        "reason": skipped.reason.value,
        "story": skipped.story,
        "outlet": skipped.outlet,
    }


def _article(article: Article) -> ArticleData:
    return {
        "id": article.id,
        "revision": article.revision,
        "title": article.title.of(article.text) if article.title else "",
        "outlet": article.source.outlet,
        "url": article.url,
        "published": _iso(article.published),
        "authors": list(article.authors),
        "language": article.language,
        "kind": article.kind.value,
        "excerpt_only": article.excerpt_only,
        "text": article.text,
    }


def _iso(time: datetime | None) -> str | None:
    return time.isoformat() if time else None

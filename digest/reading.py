"""Whatever came in -> articles: pages, entries of feeds, plain text in any encoding."""

import codecs
import re
from dataclasses import replace
from enum import StrEnum

from digest.articles import article_id, known_as, read_article, with_id
from digest.decoding import decode_markup
from digest.errors import NoArticleText
from digest.kinds import kind_called
from digest.pages import extract_fragment, extract_page
from digest.types import Article, Feed, FeedItem, Kind, Source
from digest.urls import web_url, without_tracking
from digest.words import count_words

__all__ = ["Format", "item_id", "read_item", "read_page", "recognise"]

# A page that calls itself locked and shows fewer words than this shows an excerpt.
_LOCKED_EXCERPT = 300
# A page with fewer words than this is a notice, a form or a player.
_LEAST_WORDS = 15
_LONGEST_STANDFIRST = 60
# Once from the last word on: of a line of a million points each would be followed to the end.
_CUT_OFF = re.compile(r"(?<!\W)(?=\W++$)\W*?(?:…|\.\.\.|\[[^\]\w]{1,4}\])|\[(?=[^\]]{0,3}\w)[^\]]{1,4}\]\W*+$")


class Format(StrEnum):
    """What some bytes are, as far as reading them goes."""

    FEED = "feed"
    JSON_FEED = "JSON Feed"
    OPML = "OPML list"
    PAGE = "page"
    TEXT = "text"
    BINARY = "binary"
    EMPTY = "empty"


# How the commonest files start that people take for articles.
_SIGNATURES = (b"%PDF-", b"PK\x03\x04", b"\x89PNG", b"\xff\xd8\xff", b"GIF87a", b"GIF89a", b"\x1f\x8b", b"\xd0\xcf\x11\xe0", b"{\\rtf", b"\x7fELF", b"SQLite format 3")  # fmt: skip
_RIFF = re.compile(rb"RIFF.{4}(?:WAVE|WEBP|AVI )", re.DOTALL)
_UTF_16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_HEAD = 4_096
# Licences and other remarks may stand in front of what tells.
_MARKUP_HEAD = 65_536
_REMARKS = re.compile(r"(?:\s*+<!--.*?-->)++", re.DOTALL)
# The first of these that is found says what it is.
_MARKUP = {
    Format.OPML: re.compile(r"<opml\b", re.IGNORECASE),
    Format.FEED: re.compile(r"<(?:[\w.-]{1,40}:)?(?:rss|rdf|feed|channel)(?![\w.:-])", re.IGNORECASE),
    Format.PAGE: re.compile(r"<(?:!doctype\s+html|html|head|body|article|main|div|p|h1|title|meta)\b", re.IGNORECASE),
}
_JSON_FEED = re.compile(r'\{.*"version"\s*:\s*"https?:\\?/\\?/jsonfeed\.org\b', re.DOTALL)
_LEAST_PRINTABLE = 0.9


def recognise(body: bytes, content_type: str = "") -> Format:
    """Tell what some bytes are, by themselves first and by the content type where they leave it open.

    Markup begins with a tag: an article about the web has tags in its sentences.
    """
    if not body.strip():
        return Format.EMPTY
    if body.startswith(_SIGNATURES) or _RIFF.match(body) or _is_binary(body[:_HEAD]):
        return Format.BINARY
    start = _start(body)
    if _JSON_FEED.match(start[:_HEAD]):
        return Format.JSON_FEED
    declared = content_type.lower()
    if start.startswith("<") or "xml" in declared:
        found = [(match.start(), format_) for format_, pattern in _MARKUP.items() if (match := pattern.search(start))]
        if found:
            return min(found)[1]
    return Format.PAGE if "html" in declared else Format.TEXT


def read_page(html: bytes, url: str = "", *, content_type: str = "", source: Source | None = None) -> Article:
    """Read the article on a web page.

    Args:
        html: The page as it came, in whatever encoding.
        url: Where it came from; empty if unknown.
        content_type: As its server declares it.
        source: The outlet; else the one the page names.

    Raises:
        NoArticleText: If there is none on it.
        TooLong: If it has more characters than are read of an article.
    """
    page = extract_page(decode_markup(html, content_type), url)
    facts = page.facts
    article = read_article(
        page.text,
        title=facts.title,
        standfirst=facts.description,
        url=url,
        source=source or Source(facts.site),
        published=facts.published,
        language=facts.language,
    )
    words = sum(count_words(span.of(article.text)) for span in article.paragraphs)
    if words < _LEAST_WORDS:
        raise NoArticleText(url)
    return replace(
        known_as(article, facts.canonical_url) if facts.canonical_url else article,
        canonical_url=facts.canonical_url,
        authors=facts.authors or article.authors,
        section=facts.section,
        kind=facts.kind if facts.kind is not Kind.NEWS else article.kind,
        image=facts.image,
        excerpt_only=article.excerpt_only or (facts.is_locked and words <= _LOCKED_EXCERPT),
        origins=tuple(facts.origins.items()),
    )


def read_item(item: FeedItem, feed: Feed) -> Article:
    """Read the article that an entry of a feed carries: all of it, or the excerpt that is there.

    Raises:
        NoArticleText: If the entry has neither a headline nor a text.
        TooLong: If it has more characters than are read of an article.
    """
    content, summary = extract_fragment(item.content), extract_fragment(item.summary)
    article = read_article(
        content or summary,
        title=item.title,
        standfirst=_standfirst(content, summary),
        url=without_tracking(item.url),
        source=feed.source,
        published=item.published,
        language=feed.language,
    )
    is_opinion = any(kind_called(category) is Kind.OPINION for category in item.categories)
    return replace(
        with_id(article, item_id(item, feed)),
        authors=item.authors or article.authors,
        section=item.categories[0] if item.categories else "",
        kind=Kind.OPINION if is_opinion else article.kind,
        excerpt_only=article.excerpt_only or not content,
    )


def item_id(item: FeedItem, feed: Feed) -> str:
    """The id of the article that an entry of a feed carries, without reading it."""
    outlet = feed.source.feed or feed.source.site or feed.source.outlet
    return article_id(web_url(without_tracking(item.url)) or f"{outlet} {item.id}")


def _standfirst(content: str, summary: str) -> str:
    """A feed's summary where it is the standfirst, not the beginning of the article once more."""
    folded = " ".join(summary.split())
    if not content or not folded or count_words(folded) > _LONGEST_STANDFIRST or _CUT_OFF.search(folded):
        return ""
    return "" if " ".join(content.split()).startswith(folded[:60]) else folded


def _start(body: bytes) -> str:
    """The first characters, as far as they are ASCII, without remarks in front of them."""
    encoding = "utf-16" if body.startswith(_UTF_16) else "latin-1"
    start = body.removeprefix(codecs.BOM_UTF8)[:_MARKUP_HEAD].decode(encoding, "replace").lstrip()
    return start if (remarks := _REMARKS.match(start)) is None else start[remarks.end() :].lstrip()


def _is_binary(head: bytes) -> bool:
    if head.startswith(_UTF_16):
        return False
    control = sum(byte < 32 and byte not in b"\t\n\r\f\x1b" for byte in head)  # noqa: PLR2004 - below the space
    return b"\x00" in head or control > (1 - _LEAST_PRINTABLE) * len(head)

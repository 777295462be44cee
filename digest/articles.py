"""Raw text -> Article: headline, standfirst and body; what surrounds them is cut and kept as `dropped`."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime
from hashlib import sha256

from digest.errors import NoArticleText, TooLong
from digest.languages import guess_language
from digest.outline import folded, outline
from digest.paragraphs import Paragraph, read_paragraphs
from digest.types import Article, Dropped, Piece, Source, Span
from digest.urls import web_url

__all__ = ["MOST_CHARACTERS", "article_id", "known_as", "read_article", "with_id"]

MOST_CHARACTERS = 1_000_000
"""Of a text, the most that is read as an article: the longest that people call one. A book has three times as many."""

# Up to this many words before "subscribe to read on" are an excerpt.
_EXCERPT = 220
# 64 bits: two of a million articles share an id with a chance of one in 40 million.
_ID_LENGTH = 16


def read_article(
    text: str,
    *,
    title: str = "",
    standfirst: str = "",
    url: str = "",
    source: Source | None = None,
    published: datetime | None = None,
    language: str | None = None,
) -> Article:
    """Read an article from plain text.

    Args:
        text: The article, with whatever was copied along with it. A blank line or a line break parts paragraphs.
        title: The headline, where it is known from elsewhere; else it is looked for.
        standfirst: Likewise the paragraph under it.
        url: Where it was read; what is no address on the web counts as none.
        source: The outlet; else the owner that a copyright line names.
        published: Aware; else the date printed under the headline.
        language: ISO 639-1 code, a region behind it is ignored; else it is told from the text.

    Raises:
        NoArticleText: If there is nothing but white space, or nothing but what surrounds articles.
        TooLong: If it has more than `MOST_CHARACTERS`.
    """
    if max(len(text), len(title), len(standfirst)) > MOST_CHARACTERS:
        raise TooLong(url, f"longer than the {MOST_CHARACTERS:,} characters that are read of an article")
    paragraphs: Sequence[Paragraph] = read_paragraphs(text)
    given_title, given_standfirst = (read_paragraphs(" ".join(given.split())) for given in (title, standfirst))
    if not paragraphs and not given_title:
        raise NoArticleText(url, "empty")
    found = outline(paragraphs, given_title[0].text if given_title else "")
    paragraphs = found.paragraphs
    body = [paragraphs[i] for i in found.kept()]
    if not body and not given_title and found.headline is None:
        raise NoArticleText(url, "no article text in it")
    url = web_url(url)
    layout = _Layout()
    if found.headline is not None:
        heading: Span | None = layout.add(paragraphs[found.headline])
    else:
        heading = layout.add_given(given_title[0]) if given_title else None
    if given_standfirst:
        first = given_standfirst[0]
        is_printed = bool(body) and folded(body[0].text) == folded(first.text)
        summed_up: Span | None = layout.add(body.pop(0)) if is_printed else layout.add_given(first)
    else:
        summed_up = layout.add(body.pop(0)) if found.has_standfirst else None
    spans = tuple(layout.add(paragraph) for paragraph in body)
    main = "\n".join(paragraph.text for paragraph in body) or layout.text
    id_ = article_id(url or layout.text)
    return Article(
        id=id_,
        revision=_revision(id_, layout.text),
        text=layout.text,
        title=heading,
        standfirst=summed_up,
        body=spans,
        pieces=tuple(layout.pieces),
        dropped=tuple(
            Dropped(paragraph.raw, reason, paragraph.text)
            for paragraph, reason in zip(paragraphs, found.reasons, strict=True)
            if reason is not None
        ),
        url=url,
        canonical_url=url,
        source=source or Source(found.owner),
        authors=tuple(found.authors),
        published=published or found.published,
        language=_code(language) or guess_language(main),
        kind=found.kind,
        excerpt_only=found.is_truncated and found.words(found.kept()) <= _EXCERPT,
    )


def article_id(name: str) -> str:
    """The stable id of an article: of its URL or, without one, of whatever names it."""
    return _hash(name)


def known_as(article: Article, name: str) -> Article:
    """An article with the stable id of a name that is better than its URL or its text."""
    return with_id(article, article_id(name))


def with_id(article: Article, id_: str) -> Article:
    """An article as a wording of the one with this id."""
    return replace(article, id=id_, revision=_revision(id_, article.text))


def _revision(id_: str, text: str) -> str:
    # What several outlets print alike is each one's own, with its address and its name.
    return _hash(f"{id_}\n{text}")


def _hash(text: str) -> str:
    return sha256(text.encode("utf-8", "surrogatepass")).hexdigest()[:_ID_LENGTH]


def _code(language: str | None) -> str:
    """The code without its region: of "de-AT" and "de_AT", "de"."""
    code = (language or "").replace("_", "-").split("-")[0].lower()
    return code if code.isalpha() else ""


class _Layout:
    """The text of an article as it is laid out, a blank line between paragraphs."""

    def __init__(self) -> None:
        self.pieces: list[Piece] = []
        self._parts: list[str] = []
        self._length = 0

    @property
    def text(self) -> str:
        return "\n\n".join(self._parts)

    def add(self, paragraph: Paragraph) -> Span:
        """Lay out a paragraph of the raw text."""
        span = self.add_given(paragraph)
        self.pieces.extend(Piece(span.start + p.start, p.raw_start, p.length) for p in paragraph.pieces)
        return span

    def add_given(self, paragraph: Paragraph) -> Span:
        """Lay out a paragraph that came beside the raw text."""
        start = self._length + (2 if self._parts else 0)
        self._parts.append(paragraph.text)
        self._length = start + len(paragraph.text)
        return Span(start, self._length)

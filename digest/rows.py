"""Rows that come and go as JSON, a line each: articles, questions, conversations, and what the core makes of them."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from digest.answers import Answer, Band, Index, Thread, answer, index_articles, read_as
from digest.articles import read_article
from digest.dates import find_date
from digest.errors import DigestError, NoArticleText
from digest.export import raw_quote_data
from digest.export_answers import named
from digest.meanings import Embed
from digest.points import tell
from digest.quotes import find_quotes
from digest.types import Article, Citation, Source, Span

__all__ = [
    "Questioned",
    "Row",
    "article_of",
    "as_given",
    "has_articles",
    "quotes_row",
    "reading_row",
    "rows_in",
    "story_summary",
]

Row = Mapping[str, Any]


def rows_in(name: str, lines: Iterable[str], *needed: str) -> Iterator[tuple[str, Row]]:
    """The objects of some lines, each with where it stands; empty lines are passed over.

    Args:
        name: Of the file.
        lines: Of JSON.
        needed: What each needs besides an id: one of these.

    Raises:
        ValueError: If a line is something else; it names the line.
    """
    for number, line in enumerate(lines, 1):
        if line.strip():
            where = f"{name}, line {number}"
            yield where, _row(where, line, needed)


def _row(where: str, line: str, needed: Sequence[str]) -> Row:
    try:
        row = json.loads(line)
    except (ValueError, RecursionError) as error:
        message = f"{where}: not JSON ({error})"
        raise ValueError(message) from error
    if not isinstance(row, dict) or "id" not in row or not any(_has(row, field) for field in needed):
        message = f"{where}: needs an object with id and {' or '.join(needed)}"
        raise ValueError(message)
    return row


def _has(row: Row, field: str) -> bool:
    match field:
        case "articles":
            return has_articles(row)
        case "question":
            return isinstance(row.get(field), str) and all(
                isinstance(row.get(one) or [], list) and all(isinstance(part, str) for part in row.get(one) or [])
                for one in ("scope", "thread")
            )
        case "turns":
            turns = row.get("turns")
            return isinstance(turns, list) and all(
                isinstance(one, dict) and isinstance(one.get("raw"), str) for one in turns
            )
        case _:
            return isinstance(row.get(field), str)


def has_articles(row: Row) -> bool:
    """Whether a row has articles, not a text of its own."""
    articles = row.get("articles")
    return isinstance(articles, list) and all(isinstance(one, dict) and _has(one, "text") for one in articles)


def article_of(row: Row) -> Article:
    """An article of a row; where there is hardly any text, what there is."""
    title, text = str(row.get("title") or ""), str(row["text"])
    published = _time(str(row.get("published") or row.get("date") or ""))
    source = Source(str(row.get("source") or ""))
    try:
        read = read_article(text, title=title, source=source, published=published)
    except DigestError:
        read = replace(_scrap(title, " ".join(text.split())), source=source, published=published)
    return replace(read, id=f"{row['id']}")


def _scrap(title: str, text: str) -> Article:
    """A headline, a line of text, or both."""
    whole = "\n\n".join(filter(None, (title, text))) or " "
    body = (Span(len(whole) - len(text), len(whole)),) if text else ()
    return Article(id="", revision="", text=whole, title=Span(0, len(title)) if title else None, body=body)


def _time(words: str) -> datetime | None:
    """An ISO 8601 time; midnight UTC of a date, and None of what is neither."""
    try:
        time = datetime.fromisoformat(words)
    except ValueError:
        return find_date(words)
    return time if time.tzinfo else time.replace(tzinfo=UTC)


def as_given(article: Article, span: Span, raw: str) -> str:
    """A slice of an article as it stands in the text it was read from; its own text if that came beside it."""
    parts = [" ".join(part.of(raw).split()) for part in article.raw_span(span)]
    return " ".join(parts) or span.of(article.text)


def quotes_row(row: Row) -> dict[str, Any]:
    """The quotations of an article, by their places in the text as it was given."""
    article = read_article(str(row["text"]))
    return {"quotes": [raw_quote_data(quote, str(row["text"])) for quote in find_quotes(article)]}


def story_summary(rows: Sequence[Row], *, method: str, max_sentences: int, max_words: int) -> list[str]:
    """The sentences that tell a story of several outlets; an article that has no text is passed over."""
    raw: dict[Article, str] = {}
    for row in rows:
        with suppress(NoArticleText):
            source = Source(str(row.get("source") or ""))
            raw[read_article(str(row["text"]), title=str(row.get("title") or ""), source=source)] = str(row["text"])
    points = tell(tuple(raw), method=method, max_sentences=max_sentences, max_words=max_words)
    told = [point.citation for point in points]
    return [as_given(one.article, one.span, raw[one.article]) for one in told]


class Questioned:
    """Articles of rows, and rows of questions answered from them."""

    def __init__(self, rows: Iterable[Row], embed: Embed | None = None) -> None:
        """Index the articles of some rows."""
        kept = list(rows)
        self._raw = {f"{row['id']}": str(row["text"]) for row in kept}
        self.index: Index = index_articles(map(article_of, kept), embed=embed)

    def thread_of(self, row: Row) -> Thread:
        """The thread that a question is asked in: `scope` has the ids of its articles, `thread` the questions before."""
        thread = Thread(articles=tuple(map(str, row.get("scope") or ())))
        for question in row.get("thread") or ():
            thread = answer(str(question), self.index, thread).thread
        return thread

    def row_of(self, found: Answer) -> dict[str, Any]:
        """An answer as a row: what was found, the best first, and what is shown, as it stands in the texts given."""
        return {
            "docs": [article.id for article in found.articles],
            "sentences": [self._cited(citation) for citation in found.ranking],
            "answer": [self._cited(citation) for citation in found.citations],
            "confidence": found.confidence,
            "answerable": found.band is Band.ANSWER,
            "band": found.band.value,
            "speaker": named(found.speaker) if found.speaker else "",
            "read_as": found.read_as,
        }

    def _cited(self, citation: Citation) -> dict[str, str]:
        text = as_given(citation.article, citation.span, self._raw[citation.article.id])
        return {"doc_id": citation.article.id, "text": text}


def reading_row(row: Row) -> dict[str, Any]:
    """How each question of a conversation is read, given what was asked and answered before."""
    return {"turns": read_as([(str(turn["raw"]), str(turn.get("response") or "")) for turn in row["turns"]])}

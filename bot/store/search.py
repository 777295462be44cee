"""The full-text index: which articles have which words. SQLite's FTS5, or PostgreSQL's text search, behind the same calls.

Both are given the same words, taken apart here: so both find the same, with or without accents and in scripts that leave no
space between words, and nothing that a person writes is read as the syntax of either.

Only the current wording of an article is there to be found: what an outlet took back is not.
"""

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Select,
    TextClause,
    bindparam,
    column,
    func,
    literal_column,
    select,
    table,
    text,
)

from bot.store import tables as t
from digest.languages import FUNCTION_WORDS

__all__ = ["Scope", "add", "catch_up", "find", "mismatches", "remove", "terms_of"]

_UNSPACED = "\u0e00-\u0e7f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TERM = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
# PostgreSQL takes words of up to 2 kB and articles of up to 1 MB of words; no news is longer than this.
_LONGEST_TERM, _LONGEST_TEXT = 64, 100_000
_MOST_TERMS = 24
# A word of the headline tells more of what an article is about.
_TITLE_WEIGHT = 4.0
# So many are compared, those that came last: of a word that is in every article, there may be any number.
_MOST_COMPARED = 500
_AT_ONCE = 500
_FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS.values())

_INDEX = table("article_index", column("number"), column("revision"), column("words"))
_WORDS = table("article_words", column("rowid"), column("title"), column("body"))


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles count.

    Attributes:
        feeds: Those that one of these gave; None for all.
        since: Those that came from then on, aware; None for all.
    """

    feeds: frozenset[str] | None = None
    since: datetime | None = None

    def within(self, statement: Select[Any]) -> Select[Any]:
        """A statement about articles, of those only."""
        if self.feeds is not None:
            given = select(t.feed_articles.c.article).where(t.feed_articles.c.feed.in_(sorted(self.feeds)))
            statement = statement.where(t.articles.c.article.in_(given))
        if self.since is not None:
            statement = statement.where(t.articles.c.first_seen >= self.since)
        return statement


def terms_of(words: str) -> tuple[str, ...]:
    """What is looked for where somebody writes these words: each once, those that only hold a sentence together left out."""
    terms = dict.fromkeys(_terms(words))
    telling = [term for term in terms if term not in _FUNCTION_WORDS]
    return tuple(islice(telling or terms, _MOST_TERMS))


def find(connection: Connection, words: str, limit: int, scope: Scope) -> tuple[str, ...]:
    """Revisions of the articles that have these words, best first: those with all of them before those with some."""
    terms = terms_of(words)
    if not terms or limit <= 0:
        return ()
    found = _matching(connection, terms, limit, scope, is_all=True)
    if len(found) < limit and len(terms) > 1:
        # Those with all words may be among these too.
        found += _matching(connection, terms, limit, scope, is_all=False)
    return tuple(dict.fromkeys(found))[:limit]


def add(connection: Connection, entries: Iterable[tuple[str, str, str]]) -> None:
    """Take in articles, each a revision that is not there yet, its headline and its whole text."""
    rows = [{"revision": revision, "title": _folded(title), "body": _folded(body)} for revision, title, body in entries]
    if not rows:
        return
    if _is_postgresql(connection):
        connection.execute(_INTO_POSTGRESQL, rows)
        return
    numbers = (connection.execute(_INTO_SQLITE, {"revision": row["revision"]}).scalar_one() for row in rows)
    connection.execute(_WORDS.insert(), [
        {"rowid": number, "title": row["title"], "body": row["body"]} for number, row in zip(numbers, rows, strict=True)
    ])  # fmt: skip


def remove(connection: Connection, revisions: Collection[str]) -> None:
    """Forget articles; those that are not there are none."""
    for some in _portions(sorted(revisions)):
        is_one = _INDEX.c.revision.in_(some)
        if not _is_postgresql(connection):
            numbers = select(_INDEX.c.number).where(is_one)
            connection.execute(_WORDS.delete().where(_WORDS.c.rowid.in_(numbers)))
        connection.execute(_INDEX.delete().where(is_one))


def mismatches(connection: Connection) -> tuple[int, int]:
    """How many current articles the index lacks, and how many it has that are not."""
    indexed = select(_INDEX.c.revision)
    if not _is_postgresql(connection):
        indexed = indexed.where(_INDEX.c.number.in_(select(_WORDS.c.rowid)))
    current = select(t.articles.c.revision).where(t.articles.c.is_current)
    missing = select(func.count()).select_from(current.except_(indexed).subquery())
    stray = select(func.count()).select_from(indexed.except_(current).subquery())
    return connection.execute(missing).scalar_one(), connection.execute(stray).scalar_one()


def catch_up(connection: Connection) -> None:
    """Take in all current articles that are not in the index yet."""
    missing = (
        select(t.articles.c.revision, t.articles.c.data)
        .where(t.articles.c.is_current, t.articles.c.revision.not_in(select(_INDEX.c.revision)))
        .limit(_AT_ONCE)
    )
    while rows := connection.execute(missing).all():
        add(connection, (_entry(revision, json.loads(data)) for revision, data in rows))


def _entry(revision: str, data: dict[str, Any]) -> tuple[str, str, str]:
    title = data.get("title")
    return revision, data["text"][title["start"] : title["end"]] if title else "", data["text"]


def _terms(words: str) -> list[str]:
    if not words.isascii():
        apart = unicodedata.normalize("NFKD", words)
        words = unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))
    return [term[:_LONGEST_TERM] for term in _TERM.findall(words.casefold())]


def _folded(words: str) -> str:
    return " ".join(_terms(words[:_LONGEST_TEXT]))[:_LONGEST_TEXT]


def _matching(connection: Connection, terms: Sequence[str], limit: int, scope: Scope, *, is_all: bool) -> list[str]:
    if _is_postgresql(connection):
        # The planner does not know what it costs to unpack the words of every article, and thinks little of the index.
        connection.execute(text("SET LOCAL enable_seqscan = off"))
        statement, asked = _in_postgresql(scope), (" & " if is_all else " | ").join(f"'{term}'" for term in terms)
    else:
        statement, asked = _in_sqlite(scope), (" AND " if is_all else " OR ").join(f'"{term}"' for term in terms)
    return list(connection.execute(statement, {"asked": asked, "limit": limit}).scalars())


def _in_sqlite(scope: Scope) -> Select[Any]:
    rank: ColumnElement[float] = literal_column(f"bm25(article_words, {_TITLE_WEIGHT}, 1.0)")
    match: TextClause = text("article_words MATCH :asked")
    matching = select(_INDEX.c.number, _INDEX.c.revision, rank.label("rank")).select_from(_WORDS)
    matching = matching.join(_INDEX, _INDEX.c.number == _WORDS.c.rowid).where(match)
    # In the order in which FTS5 finds them, so that it stops when there are enough.
    newest = _within(scope, matching).order_by(_WORDS.c.rowid.desc()).limit(_MOST_COMPARED).subquery()
    return select(newest.c.revision).order_by(newest.c.rank, newest.c.number.desc()).limit(bindparam("limit"))


def _in_postgresql(scope: Scope) -> Select[Any]:
    query = func.to_tsquery(literal_column("'simple'"), bindparam("asked"))
    matching = select(_INDEX.c.number, _INDEX.c.revision).where(_INDEX.c.words.op("@@")(query))
    # A table of its own, or the words of every article are unpacked, newest first, until enough match.
    matching_table = _within(scope, matching).cte().prefix_with("MATERIALIZED")
    newest = select(matching_table).order_by(matching_table.c.number.desc()).limit(_MOST_COMPARED).subquery()
    # 1: the longer an article is, the less each of its words tells.
    rank = func.ts_rank(_INDEX.c.words, query, 1)
    ranked = select(newest.c.revision).join(_INDEX, _INDEX.c.number == newest.c.number)
    return ranked.order_by(rank.desc(), newest.c.number.desc()).limit(bindparam("limit"))


def _within(scope: Scope, statement: Select[Any]) -> Select[Any]:
    if scope == Scope():
        return statement
    return scope.within(statement.join(t.articles, t.articles.c.revision == _INDEX.c.revision))


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


def _portions(revisions: Sequence[str]) -> Iterable[Sequence[str]]:
    return (revisions[start : start + _AT_ONCE] for start in range(0, len(revisions), _AT_ONCE))


_INTO_SQLITE = text("INSERT INTO article_index (revision) VALUES (:revision) RETURNING number")
_INTO_POSTGRESQL = text(
    "INSERT INTO article_index (revision, words) VALUES (:revision, "
    "setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :body), 'D'))"
)

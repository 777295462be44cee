"""The full-text index: which articles have which words. SQLite's FTS5, or PostgreSQL's text search, behind the same calls.

Both are given the same words, taken apart here: so both find the same, with or without accents and in scripts that leave no
space between words, and nothing that a person writes is read as the syntax of either.

Only the last wording of an article is there to be found, of each feed that gives it: what an outlet took back is not.
"""

import json
import re
import unicodedata
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import islice
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Connection,
    Integer,
    Select,
    Table,
    TextClause,
    bindparam,
    column,
    exists,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.exc import DatabaseError

from bot.store import tables as t
from bot.store.scope import Scope, is_shown, was_given
from digest.languages import FUNCTION_WORDS

__all__ = [
    "add",
    "catch_up",
    "damage",
    "fill",
    "find",
    "having",
    "is_found",
    "last_number",
    "make_anew",
    "mismatches",
    "remove",
    "straighten",
    "terms_of",
    "update",
    "without",
    "words_of",
]

_UNSPACED = "\u0e00-\u0e7f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_TERM = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
# PostgreSQL takes words of up to 2 kB and articles of up to 1 MB of words; no news is longer than this.
_LONGEST_TERM, _LONGEST_TEXT = 64, 100_000
_MOST_TERMS = 24
# A word of the headline tells more of what an article is about.
_TITLE_WEIGHT = 4.0
# So many are compared, those that came last: of a word that is in every article, there may be any number.
_MOST_COMPARED = 500
# For each that is wanted, so many are looked at: some are wordings that do not count.
_WORDINGS = 3
_FUNCTION_WORDS = frozenset().union(*FUNCTION_WORDS.values())

_INDEX = table("article_index", column("number"), column("revision"), column("words"))
_WORDS = table("article_words", column("rowid"), column("title"), column("body"))
# Words in SQLite's index of which it can't be told whose they are.
_IS_NAMELESS = _WORDS.c.rowid.not_in(select(_INDEX.c.number))


def terms_of(words: str) -> tuple[str, ...]:
    """What is looked for where somebody writes these words: each once, those that only hold a sentence together left out."""
    terms = dict.fromkeys(words_of(words))
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


def having(connection: Connection, term: str) -> frozenset[str]:
    """Revisions of everything in the index that has a word, which is one of `words_of`."""
    having_it = select(_INDEX.c.revision)
    if _is_postgresql(connection):
        query = func.to_tsquery(literal_column("'simple'"), bindparam("asked"))
        statement, asked = having_it.where(_INDEX.c.words.op("@@")(query)), f"'{term}'"
    else:
        match: TextClause = text("article_words MATCH :asked")
        having_it = having_it.select_from(_WORDS).join(_INDEX, _INDEX.c.number == _WORDS.c.rowid)
        statement, asked = having_it.where(match), f'"{term}"'
    return frozenset(connection.execute(statement, {"asked": asked}).scalars())


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
    for some in t.portions(sorted(revisions)):
        is_one = _INDEX.c.revision.in_(some)
        if not _is_postgresql(connection):
            numbers = select(_INDEX.c.number).where(is_one)
            connection.execute(_WORDS.delete().where(_WORDS.c.rowid.in_(numbers)))
        connection.execute(_INDEX.delete().where(is_one))


def update(connection: Connection, articles: Iterable[str], texts: Mapping[str, tuple[str, str]]) -> None:
    """Take in wordings of articles that have come to be found, and forget those that no longer are.

    Args:
        connection: That may write.
        articles: Their ids.
        texts: Headline and whole text of the wordings that may be new, by revision.
    """
    is_indexed = exists().where(_INDEX.c.revision == t.articles.c.revision)
    differ = select(t.articles.c.revision, is_indexed).where(is_indexed != is_found())
    found = {
        revision: is_there
        for some in t.portions(articles)
        for revision, is_there in connection.execute(differ.where(t.articles.c.article.in_(some)))
    }
    remove(connection, [revision for revision, is_there in found.items() if is_there])
    add(connection, ((revision, *texts[revision]) for revision in texts if not found.get(revision, True)))


def is_found() -> ColumnElement[bool]:
    """Whether a wording is one that can be found: the last that some feed gave, or the last of all."""
    return t.articles.c.is_current | exists().where(t.feed_articles.c.revision == t.articles.c.revision)


def without(table: Table, condition: ColumnElement[bool], limit: int, above: int = 0) -> Select[Any]:
    """Revisions that can be found and of which a table has no such row, those that were taken in last first.

    Args:
        table: With revisions.
        condition: Which rows of it count.
        limit: How many at most.
        above: Only those with a greater number are looked at: they are numbered as they are taken in.

    Returns:
        Rows of `number` and `revision`.
    """
    has_one = exists().where(table.c.revision == _INDEX.c.revision, condition)
    lacking = select(_INDEX.c.number, _INDEX.c.revision).where(_INDEX.c.number > above, ~has_one)
    return lacking.order_by(_INDEX.c.number.desc()).limit(limit)


def last_number() -> Select[Any]:
    """The number of what was taken in last; None if there is nothing."""
    return select(func.max(_INDEX.c.number))


def mismatches(connection: Connection) -> tuple[int, int]:
    """How many wordings the index lacks that are to be found, and how many it has that are not."""
    found = select(t.articles.c.revision).where(is_found())
    missing = select(func.count()).select_from(found.except_(_indexed(connection)).subquery())
    stray = select(func.count()).select_from(_indexed(connection).except_(found).subquery())
    counts = [connection.execute(one).scalar_one() for one in (missing, stray)]
    if not _is_postgresql(connection):
        counts[1] += connection.execute(select(func.count()).select_from(_WORDS).where(_IS_NAMELESS)).scalar_one()
    return counts[0], counts[1]


def straighten(connection: Connection) -> None:
    """Take in what the index lacks, and let go of what it has wrongly."""
    named = select(_INDEX.c.revision)
    # Sets are set against each other: row by row PostgreSQL would go through one of them for each of the other.
    for right in (select(t.articles.c.revision).where(is_found()), _indexed(connection)):
        remove(connection, connection.execute(named.except_(right)).scalars().all())
    if not _is_postgresql(connection):
        connection.execute(_WORDS.delete().where(_IS_NAMELESS))
    catch_up(connection)


def damage(connection: Connection) -> str:
    """In what SQLite's index contradicts itself; empty if it does not. PostgreSQL looks after its own."""
    if _is_postgresql(connection):
        return ""
    try:
        with connection.begin_nested():
            connection.execute(text("INSERT INTO article_words (article_words) VALUES ('integrity-check')"))
    except DatabaseError as error:
        return str(error.orig)
    return ""


def make_anew(connection: Connection) -> None:
    """Make SQLite's index anew from the articles."""
    connection.execute(text("DROP TABLE article_words"))
    connection.execute(_INDEX.delete())
    words = "CREATE VIRTUAL TABLE article_words USING fts5 (title, body, tokenize = 'unicode61 remove_diacritics 2')"
    connection.execute(text(words))
    catch_up(connection)


def catch_up(connection: Connection, tell: Callable[[int, int], object] = lambda _, __: None) -> None:
    """Take in all wordings that are to be found and not in the index yet; `tell` hears how many of how many are in it."""
    is_missing = is_found() & ~exists().where(_INDEX.c.revision == t.articles.c.revision)
    # The newest last, as if they had been taken in one after the other.
    order = (t.articles.c.first_seen, t.articles.c.revision)
    missing = connection.execute(select(t.articles.c.revision).where(is_missing).order_by(*order)).scalars().all()
    done = 0
    for some in t.portions(missing):
        texts = select(t.articles.c.revision, t.articles.c.data).where(t.articles.c.revision.in_(some)).order_by(*order)
        add(connection, (_entry(revision, json.loads(data)) for revision, data in connection.execute(texts)))
        done += len(some)
        tell(done, len(missing))


def fill(connection: Connection, tell: Callable[[int, int], object]) -> None:
    """The same where nothing is in it yet. PostgreSQL sorts the words of all articles sooner than it files one after the other."""
    made = text("SELECT indexdef FROM pg_indexes WHERE schemaname = current_schema() AND indexname = :name")
    name = {"name": "article_index_by_word"}
    definition = connection.execute(made, name).scalar() if _is_postgresql(connection) else None
    if definition:
        connection.execute(text(f"DROP INDEX {name['name']}"))
    catch_up(connection, tell)
    if definition:
        connection.exec_driver_sql(definition)


def _indexed(connection: Connection) -> Select[Any]:
    indexed = select(_INDEX.c.revision)
    if _is_postgresql(connection):
        return indexed
    return indexed.where(_INDEX.c.number.in_(select(_WORDS.c.rowid)))


def _entry(revision: str, data: dict[str, Any]) -> tuple[str, str, str]:
    title = data.get("title")
    return revision, data["text"][title["start"] : title["end"]] if title else "", data["text"]


def words_of(words: str) -> list[str]:
    """A text as it is compared: its words in order, without case and accents."""
    if not words.isascii():
        apart = unicodedata.normalize("NFKD", words)
        words = unicodedata.normalize("NFC", "".join(one for one in apart if not unicodedata.combining(one)))
    return [term[:_LONGEST_TERM] for term in _TERM.findall(words.casefold())]


def _folded(words: str) -> str:
    return " ".join(words_of(words[:_LONGEST_TEXT]))[:_LONGEST_TEXT]


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
    matching = matching.join(_INDEX, _INDEX.c.number == _WORDS.c.rowid)
    matching = matching.where(match, *was_given(scope, _INDEX.c.revision))
    # In the order in which FTS5 finds them, so that it stops when there are enough.
    newest = matching.order_by(_WORDS.c.rowid.desc()).limit(_MOST_COMPARED).subquery()
    return _best(scope, select(newest))


def _in_postgresql(scope: Scope) -> Select[Any]:
    query = func.to_tsquery(literal_column("'simple'"), bindparam("asked"))
    matching = select(_INDEX.c.number, _INDEX.c.revision)
    matching = matching.where(_INDEX.c.words.op("@@")(query), *was_given(scope, _INDEX.c.revision))
    # A table of its own, or the words of every article are unpacked, newest first, until enough match.
    matching_table = matching.cte().prefix_with("MATERIALIZED")
    newest = select(matching_table).order_by(matching_table.c.number.desc()).limit(_MOST_COMPARED).subquery()
    # 1: the longer an article is, the less each of its words tells. The best first, as with SQLite.
    rank = -func.ts_rank(_INDEX.c.words, query, 1)
    return _best(scope, select(newest, rank.label("rank")).join(_INDEX, _INDEX.c.number == newest.c.number))


def _best(scope: Scope, matching: Select[Any]) -> Select[Any]:
    """The best of those that match, each in the wording that counts."""
    order = matching.selected_columns
    most = bindparam("limit", type_=Integer) * _WORDINGS
    best = matching.order_by(order.rank, order.number.desc()).limit(most).subquery()
    counting = select(best.c.revision).join(t.articles, t.articles.c.revision == best.c.revision)
    return counting.where(*is_shown(scope)).order_by(best.c.rank, best.c.number.desc()).limit(bindparam("limit"))


def _is_postgresql(connection: Connection) -> bool:
    return connection.dialect.name == "postgresql"


_INTO_SQLITE = text("INSERT INTO article_index (revision) VALUES (:revision) RETURNING number")
_INTO_POSTGRESQL = text(
    "INSERT INTO article_index (revision, words) VALUES (:revision, "
    "setweight(to_tsvector('simple', :title), 'A') || setweight(to_tsvector('simple', :body), 'D'))"
)

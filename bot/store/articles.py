"""The articles that were read: each wording once, and which feeds gave it."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError
from sqlalchemy import Connection, Row, func, select, update

from bot.store import search
from bot.store import tables as t
from bot.store.database import Database
from bot.store.search import Scope
from digest import Article

__all__ = ["Articles", "article_of", "keep"]

_ARTICLE = TypeAdapter(Article)
_AT_ONCE = 500
_EVERYWHERE = Scope()


class Articles:
    """What was read, to be found by its feeds and its words."""

    def __init__(self, database: Database) -> None:
        """Take where it is kept."""
        self._database = database

    async def keep(self, articles: Sequence[Article], at: datetime, *, feed: str = "") -> frozenset[str]:
        """Keep what was read; of an article that is there in another wording, this one is the current one from now on.

        Args:
            articles: Those without a `first_seen` came at `at`, unless their feed gave them before.
            at: When they were read, aware.
            feed: Which feed gave them; that of their source if it is not said.

        Returns:
            The ids of those that were not there in any wording, and that no feed had given before.

        Raises:
            StoreError: If they can't be kept; none of them is.
        """
        return await self._database.write(lambda connection: keep(connection, articles, at, feed=feed))

    async def newest(self, limit: int, scope: Scope = _EVERYWHERE) -> tuple[Article, ...]:
        """The current wordings of articles, those that came last first."""
        statement = scope.within(select(t.articles).where(t.articles.c.is_current))
        statement = statement.order_by(t.articles.c.first_seen.desc(), t.articles.c.revision).limit(limit)
        return await self._database.read(
            lambda connection: tuple(article_of(row) for row in connection.execute(statement))
        )

    async def get(self, revisions: Sequence[str]) -> tuple[Article, ...]:
        """Articles by their revisions, in that order; those that are not there left out."""

        def look(connection: Connection) -> tuple[Article, ...]:
            rows = _by_revision(connection, revisions)
            return tuple(article_of(rows[revision]) for revision in revisions if revision in rows)

        return await self._database.read(look)

    async def search(self, words: str, limit: int, scope: Scope = _EVERYWHERE) -> tuple[str, ...]:
        """Revisions of the articles that have these words, best first.

        Args:
            words: As a person wrote them. Nothing in them is a command; words without a letter or digit find nothing.
            limit: How many at most.
            scope: Where to look.
        """
        return await self._database.read(lambda connection: search.find(connection, words, limit, scope))

    async def count(self, scope: Scope = _EVERYWHERE) -> int:
        """How many articles there are, in whatever wording."""
        statement = scope.within(select(func.count(t.articles.c.article.distinct())))
        return await self._database.read(lambda connection: connection.execute(statement).scalar_one())


def keep(connection: Connection, articles: Sequence[Article], at: datetime, *, feed: str = "") -> frozenset[str]:
    """See `Articles.keep`."""
    if not articles:
        return frozenset()
    # Two that keep wordings of one article at once would both think theirs the current one.
    t.lock(connection, t.articles)
    wordings = {article.revision: article for article in articles}
    # Of two wordings of one article, the one that was read last counts.
    current = {article.id: article.revision for article in articles}
    came = _came(connection, current)
    known = _by_revision(connection, list(wordings))
    for article in wordings.values():
        row = _row(article, came.get(article.id), at, feed)
        row["is_current"] = current[article.id] == article.revision
        new = t.insert(connection, t.articles).values(row)
        again = {"last_seen": at, "is_current": row["is_current"]}
        connection.execute(new.on_conflict_do_update(index_elements=["revision"], set_=again))
        _give(connection, row)
    _make_current(connection, current)
    _index(connection, [wordings[name] for name in current.values()], known)
    return frozenset(current) - frozenset(came)


def article_of(row: Row[Any]) -> Article:
    """The article of a row of its table."""
    article = _ARTICLE.validate_json(row.data)
    return article if article.first_seen else replace(article, first_seen=row.first_seen)


def _row(article: Article, came: datetime | None, at: datetime, feed: str) -> dict[str, Any]:
    return {
        "revision": article.revision,
        "article": article.id,
        "data": _written(article),
        "url": article.canonical_url or article.url,
        "feed": feed or article.source.feed,
        "outlet": article.source.outlet,
        "language": article.language,
        "published": article.published,
        "first_seen": came or article.first_seen or at,
        "last_seen": at,
    }


def _written(article: Article) -> str:
    try:
        return _ARTICLE.dump_json(article).decode()
    except PydanticSerializationError:
        # Half of a character, in an address that some feed gave: it becomes another, and every span still fits.
        data = json.dumps(_ARTICLE.dump_python(article, mode="json"), ensure_ascii=False)
        return data.encode(errors="replace").decode()


def _give(connection: Connection, row: dict[str, Any]) -> None:
    """Write down that a feed gave an article."""
    if not row["feed"]:
        return
    given = {name: row[name] for name in ("feed", "article", "first_seen", "last_seen")}
    new = t.insert(connection, t.feed_articles).values(given)
    again = {"last_seen": row["last_seen"]}
    connection.execute(new.on_conflict_do_update(index_elements=["feed", "article"], set_=again))


def _make_current(connection: Connection, current: dict[str, str]) -> None:
    """Let no other wording of these articles be the current one."""
    for some in _portions(current):
        others = (
            t.articles.c.article.in_(some),
            t.articles.c.is_current,
            t.articles.c.revision.not_in([current[id_] for id_ in some]),
        )
        old = list(connection.execute(select(t.articles.c.revision).where(*others)).scalars())
        search.remove(connection, old)
        for revisions in _portions(old):
            connection.execute(update(t.articles).where(t.articles.c.revision.in_(revisions)).values(is_current=False))


def _index(connection: Connection, articles: Iterable[Article], known: dict[str, Row[Any]]) -> None:
    """Make wordings that have become current findable."""
    new = [one for one in articles if one.revision not in known or not known[one.revision].is_current]
    search.add(connection, ((one.revision, one.title.of(one.text) if one.title else "", one.text) for one in new))


def _came(connection: Connection, ids: Iterable[str]) -> dict[str, datetime]:
    """When articles came that were there before, whether they still are or not."""
    came: dict[str, datetime] = {}
    for some in _portions(ids):
        for table in (t.articles, t.feed_articles):
            earliest = func.min(table.c.first_seen, type_=table.c.first_seen.type)
            found = select(table.c.article, earliest).where(table.c.article.in_(some)).group_by(table.c.article)
            for id_, at in connection.execute(found):
                came[id_] = min(at, came.get(id_, at))
    return came


def _by_revision(connection: Connection, revisions: Iterable[str]) -> dict[str, Row[Any]]:
    return {
        row.revision: row
        for some in _portions(revisions)
        for row in connection.execute(select(t.articles).where(t.articles.c.revision.in_(some)))
    }


def _portions(values: Iterable[str]) -> Iterator[list[str]]:
    """The values, as many at a time as a database takes in one statement."""
    all_of_them = list(values)
    return (all_of_them[start : start + _AT_ONCE] for start in range(0, len(all_of_them), _AT_ONCE))

"""The articles that were read: each wording once, and which feeds gave it."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any, NamedTuple

from pydantic import TypeAdapter
from pydantic_core import PydanticSerializationError
from sqlalchemy import Connection, Row, func, select, update

from bot.store import scope as scopes
from bot.store import search
from bot.store import tables as t
from bot.store.barred import allowed
from bot.store.database import Database
from bot.store.scope import Scope
from digest import Article

__all__ = ["Articles", "Given", "article_of", "keep", "keep_missing", "stored"]

_ARTICLE = TypeAdapter(Article)
_EVERYWHERE = Scope()
_AT_ONCE = 500


class Given(NamedTuple):
    """That a feed gave an article: its id, the feed, and when the feed gave it first, aware."""

    article: str
    feed: str
    came: datetime


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
            The ids of those that were not there in any wording, and that no feed had given before. What was taken down is
            not kept, and not new.

        Raises:
            StoreError: If they can't be kept; none of them is.
        """
        return await self._database.write(lambda connection: keep(connection, articles, at, feed=feed))

    async def newest(self, limit: int, scope: Scope = _EVERYWHERE) -> tuple[Article, ...]:
        """Articles, those that came last first; each as the feed gave it whose wording counts."""
        statement = scopes.newest(scope, limit)
        return await self._database.read(
            lambda connection: tuple(article_of(row) for row in connection.execute(statement))
        )

    async def get(self, revisions: Sequence[str], scope: Scope = _EVERYWHERE) -> tuple[Article, ...]:
        """Wordings by their names, in that order; those left out that are not there, or of no feed or outlet of the scope."""

        def look(connection: Connection) -> tuple[Article, ...]:
            rows = {
                row.revision: row
                for some in t.portions(revisions)
                for row in connection.execute(scopes.of_revisions(scope, some))
            }
            return tuple(article_of(rows[revision]) for revision in revisions if revision in rows)

        return await self._database.read(look)

    async def revisions(self, limit: int, scope: Scope = _EVERYWHERE) -> tuple[str, ...]:
        """The names of the wordings that `newest` gives: by which it is known whether anything has changed."""
        found = scopes.newest(scope, limit).with_only_columns(t.articles.c.revision, maintain_column_froms=True)
        return await self._database.read(lambda connection: tuple(connection.execute(found).scalars()))

    async def given(self, feeds: Collection[str], since: datetime, limit: int) -> tuple[Given, ...]:
        """What some feeds have given from an instant on, aware, the newest first; an article once for each of its feeds."""
        row = t.feed_articles.c
        came = (row.feed.in_(sorted(feeds)), row.first_seen >= since, row.revision.is_not(None))
        order = (row.first_seen.desc(), row.article, row.feed)
        statement = select(row.article, row.feed, row.first_seen).where(*came).order_by(*order).limit(limit)
        return await self._database.read(lambda connection: tuple(Given(*one) for one in connection.execute(statement)))

    async def search(self, words: str, limit: int, scope: Scope = _EVERYWHERE) -> tuple[str, ...]:
        """Revisions of the articles that have these words, best first.

        Args:
            words: As a person wrote them. Nothing in them is a command; words without a letter or digit find nothing.
            limit: How many at most.
            scope: Where to look.
        """
        return await self._database.read(lambda connection: search.find(connection, words, limit, scope))

    async def count(self, scope: Scope = _EVERYWHERE) -> int:
        """How many articles there are."""
        statement = scopes.count(scope)
        return await self._database.read(lambda connection: connection.execute(statement).scalar_one())


def keep(connection: Connection, articles: Sequence[Article], at: datetime, *, feed: str = "") -> frozenset[str]:
    """See `Articles.keep`."""
    # Two that keep wordings of one article at once would both think theirs the current one.
    t.lock(connection, t.articles)
    articles = allowed(connection, articles)
    wordings = {article.revision: article for article in articles}
    # Of two wordings of one article, the one that was read last counts.
    last = {article.id: article for article in articles}
    came = _came(connection, last)
    known = scopes.known(connection, wordings)
    new = [_row(one, came.get(one.id), at, feed) for name, one in wordings.items() if name not in known]
    if new:
        connection.execute(t.articles.insert(), new)
    _see_again(connection, known, at)
    _make_current(connection, {id_: article.revision for id_, article in last.items()})
    _give(connection, articles, at, feed)
    search.update(connection, last, {name: _words(one) for name, one in wordings.items()})
    return frozenset(last) - frozenset(came)


def keep_missing(connection: Connection, articles: Sequence[Article], at: datetime) -> None:
    """Keep what is not there yet; what is stays as it is, as nobody has read it anew, and until the transaction ends."""
    # Nearly always all of it is there: then only who takes something out has to wait, and digests are written down side by side.
    t.keep_from_locking(connection, t.articles)
    if not _missing(connection, articles):
        return
    t.lock(connection, t.articles)
    if missing := _missing(connection, articles):
        keep(connection, missing, at)


def _missing(connection: Connection, articles: Sequence[Article]) -> list[Article]:
    """What is not there, or not as a feed gave it."""
    known = scopes.known(connection, [article.revision for article in articles])
    given = {
        (row.feed, row.article)
        for some in t.portions(article.id for article in articles)
        for row in connection.execute(
            select(t.feed_articles.c.feed, t.feed_articles.c.article).where(t.feed_articles.c.article.in_(some))
        )
    }
    return [
        one
        for one in articles
        if one.revision not in known or (one.source.feed and (one.source.feed, one.id) not in given)
    ]


def stored(connection: Connection, after: str) -> list[tuple[str, Article]]:
    """Some of all wordings, in the order of their names, as they came first; those that follow a name."""
    some = select(t.articles.c.revision, t.articles.c.data).where(t.articles.c.revision > after)
    rows = connection.execute(some.order_by(t.articles.c.revision).limit(_AT_ONCE))
    return [(revision, _ARTICLE.validate_json(data)) for revision, data in rows]


def article_of(row: Row[Any]) -> Article:
    """The article of a row of `bot.store.scope`."""
    article = _ARTICLE.validate_json(row.data)
    source = replace(article.source, feed=row.came_by, outlet=row.outlet)
    # The address that another feed gave may have a key in it.
    url = article.url if row.came_by == row.feed else article.canonical_url
    return replace(article, url=url, source=source, first_seen=row.came)


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
        "is_current": False,
    }


def _written(article: Article) -> str:
    try:
        return _ARTICLE.dump_json(article).decode()
    except PydanticSerializationError:
        # Half of a character, in an address that some feed gave: it becomes another, and every span still fits.
        data = json.dumps(_ARTICLE.dump_python(article, mode="json"), ensure_ascii=False)
        return data.encode(errors="replace").decode()


def _words(article: Article) -> tuple[str, str]:
    """Headline and whole text."""
    return article.title.of(article.text) if article.title else "", article.text


def _see_again(connection: Connection, known: Iterable[str], at: datetime) -> None:
    for some in t.portions(known):
        connection.execute(update(t.articles).where(t.articles.c.revision.in_(some)).values(last_seen=at))


def _make_current(connection: Connection, current: Mapping[str, str]) -> None:
    """Let of the wordings of each of these articles one be the current one, and no other."""
    for some in t.portions(current):
        of_these = update(t.articles).where(t.articles.c.article.in_(some))
        is_one = t.articles.c.revision.in_([current[id_] for id_ in some])
        connection.execute(of_these.where(is_one, ~t.articles.c.is_current).values(is_current=True))
        connection.execute(of_these.where(~is_one, t.articles.c.is_current).values(is_current=False))


def _give(connection: Connection, articles: Iterable[Article], at: datetime, feed: str) -> None:
    """Write down in which wordings feeds gave articles."""
    rows = {
        (feed or one.source.feed, one.id): {
            "feed": feed or one.source.feed,
            "article": one.id,
            "first_seen": one.first_seen or at,
            "last_seen": at,
            "revision": one.revision,
            "outlet": one.source.outlet,
            "is_excerpt": one.excerpt_only,
        }
        for one in articles
        if feed or one.source.feed
    }
    if rows:
        new = t.insert(connection, t.feed_articles)
        again = {name: new.excluded[name] for name in ("last_seen", "revision", "outlet", "is_excerpt")}
        connection.execute(
            new.on_conflict_do_update(index_elements=["feed", "article"], set_=again), list(rows.values())
        )


def _came(connection: Connection, ids: Iterable[str]) -> dict[str, datetime]:
    """When articles came that were there before, whether they still are or not."""
    came: dict[str, datetime] = {}
    for some in t.portions(ids):
        for table in (t.articles, t.feed_articles):
            earliest = func.min(table.c.first_seen, type_=table.c.first_seen.type)
            found = select(table.c.article, earliest).where(table.c.article.in_(some)).group_by(table.c.article)
            for id_, at in connection.execute(found):
                came[id_] = min(at, came.get(id_, at))
    return came

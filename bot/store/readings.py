"""What came of reading a feed: its articles, what it lists still, and how well it is, kept together or not at all."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from itertools import pairwise
from statistics import median

from sqlalchemy import Connection, func, select, update

from bot.store import scope as scopes
from bot.store import tables as t
from bot.store.articles import article_of, keep
from bot.store.database import Database
from bot.store.scope import Scope
from bot.store.sources import Outcome, tried
from digest import Article

__all__ = ["Known", "Readings"]

# Of the newest articles of a feed, to tell how often it has something new; and from so many days on that had.
_MOST_COUNTED, _FEWEST_DAYS = 200, 4


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of the entries of a feed.

    Attributes:
        given: Of those that it gave before, the wordings, by the articles' ids; None where there is none any more.
        pages: Of the others, what others had read of their pages, likewise.
    """

    given: Mapping[str, Article | None]
    pages: Mapping[str, Article]


class Readings:
    """What comes of reading feeds."""

    def __init__(self, database: Database) -> None:
        """Take where it is kept."""
        self._database = database

    async def known(self, feed: str, ids: Sequence[str]) -> Known:
        """What is known of the articles that a feed lists."""
        return await self._database.read(lambda connection: _known(connection, feed, ids))

    async def marks(self, feed: str, since: datetime | None) -> frozenset[str]:
        """The marks of what a feed listed when it was read in full last, at `since`, as far as their wordings are kept.

        None of what is taken down or was taken out is among them: it is read again.
        """
        row = t.feed_articles.c
        # What was listed then was seen then, and not since.
        is_one = (row.feed == feed, row.last_seen == since, row.revision.is_not(None), row.mark != "")
        found = select(row.mark).where(*is_one)
        return await self._database.read(lambda connection: frozenset(connection.execute(found).scalars()))

    async def keep(
        self, feed: str, articles: Sequence[Article], listed: Collection[str] | Mapping[str, str], outcome: Outcome
    ) -> int:
        """Keep what came of reading a feed.

        Args:
            feed: Its URL.
            articles: Those that say something else than what is known of them.
            listed: The ids of all articles that the feed lists, each with the mark of its entry; without one, where it is to be read again.
            outcome: How it went; whether there was anything new is told here.

        Returns:
            How many articles it had not listed before.

        Raises:
            StoreError: If it can't be kept; nothing of it is.
        """
        marks = listed if isinstance(listed, Mapping) else dict.fromkeys(listed, "")
        return await self._database.write(lambda connection: _keep(connection, feed, articles, marks, outcome))

    async def pause(self, feed: str) -> timedelta | None:
        """The usual time between two days on which a feed has something new; None if it is not known."""
        return await self._database.read(lambda connection: _pause(connection, feed))


def _known(connection: Connection, feed: str, ids: Sequence[str]) -> Known:
    given = _given(connection, feed, ids)
    wordings = _wordings(connection, filter(None, given.values()))
    others = [id_ for id_ in ids if id_ not in given]
    found = (
        revision
        for some in t.portions(others)
        for revision in connection.execute(
            select(t.articles.c.revision).where(t.articles.c.article.in_(some))
        ).scalars()
    )
    pages = {one.id: one for one in _wordings(connection, found).values() if one.origins and not one.excerpt_only}
    return Known({id_: wordings.get(revision or "") for id_, revision in given.items()}, pages)


def _given(connection: Connection, feed: str, ids: Iterable[str]) -> dict[str, str | None]:
    """In which wordings a feed gave articles, by their ids; those that it did not give left out."""
    row = t.feed_articles.c
    return {
        id_: revision
        for some in t.portions(ids)
        for id_, revision in connection.execute(
            select(row.article, row.revision).where(row.feed == feed, row.article.in_(some))
        )
    }


def _wordings(connection: Connection, revisions: Iterable[str]) -> dict[str, Article]:
    return {
        row.revision: article_of(row)
        for some in t.portions(revisions)
        for row in connection.execute(scopes.of_revisions(Scope(), some))
    }


def _keep(
    connection: Connection, feed: str, articles: Sequence[Article], listed: Mapping[str, str], outcome: Outcome
) -> int:
    given = _marks(connection, feed, listed)
    new = set(listed) - set(given)
    if articles:
        keep(connection, articles, outcome.at, feed=feed)
    # All of them: what is not to be kept is listed all the same, and so not asked for again.
    _list_again(connection, feed, listed, outcome.at, {id_ for id_ in given if given[id_] == listed[id_]})
    tried(connection, feed, replace(outcome, has_new=bool(new)))
    return len(new)


def _marks(connection: Connection, feed: str, ids: Iterable[str]) -> dict[str, str]:
    """The marks of the articles that a feed gave before; empty where there is none."""
    row = t.feed_articles.c
    return {
        id_: mark
        for some in t.portions(ids)
        for id_, mark in connection.execute(
            select(row.article, row.mark).where(row.feed == feed, row.article.in_(some))
        )
    }


def _list_again(
    connection: Connection, feed: str, listed: Mapping[str, str], at: datetime, same: AbstractSet[str]
) -> None:
    """Write down that a feed lists articles, those that say the `same` as before among them; those that it lists still are not old."""
    row = t.feed_articles.c
    for some in t.portions(sorted(same)):
        connection.execute(update(t.feed_articles).where(row.feed == feed, row.article.in_(some)).values(last_seen=at))
    _list(connection, feed, {id_: mark for id_, mark in listed.items() if id_ not in same}, at)
    for some in t.portions(listed):
        given = select(row.revision).where(row.feed == feed, row.article.in_(some), row.revision.is_not(None))
        connection.execute(update(t.articles).where(t.articles.c.revision.in_(given)).values(last_seen=at))


def _list(connection: Connection, feed: str, listed: Mapping[str, str], at: datetime) -> None:
    """Write down that a feed lists articles that are new, or say something else than before."""
    same = {"feed": feed, "first_seen": at, "last_seen": at, "outlet": "", "is_excerpt": False}
    # In order, so that two who write down the same never wait for each other.
    rows = [same | {"article": id_, "mark": mark} for id_, mark in sorted(listed.items())]
    if not rows:
        return
    new = t.insert(connection, t.feed_articles)
    again = {name: new.excluded[name] for name in ("last_seen", "mark")}
    connection.execute(new.on_conflict_do_update(index_elements=["feed", "article"], set_=again), rows)


def _pause(connection: Connection, feed: str) -> timedelta | None:
    given = t.feed_articles
    at = func.coalesce(t.articles.c.published, given.c.first_seen)
    newest = select(at).join_from(given, t.articles, t.articles.c.revision == given.c.revision)
    newest = newest.where(given.c.feed == feed).order_by(at.desc()).limit(_MOST_COUNTED)
    days = sorted({moment.date() for moment in connection.execute(newest).scalars()})
    if len(days) < _FEWEST_DAYS:
        return None
    return timedelta(days=median((later - earlier).days for earlier, later in pairwise(days)))

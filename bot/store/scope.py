"""Which articles are looked at: those that some feeds gave, each in the wording that these gave.

What one feed gave is never seen through another: a public feed may list an article that a paid one has in full.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, FromClause, ScalarSelect, Select, and_, exists, func, or_, select

from bot.store import tables as t

__all__ = ["Scope", "as_cited", "count", "is_shown", "known", "newest", "of_revisions", "was_given"]

_ROW = (t.articles.c.revision, t.articles.c.data, t.articles.c.feed)
"""What is read of an article, beside how it came: `came_by`, a feed; `outlet`, by that feed; `came`, when."""


@dataclass(frozen=True, slots=True)
class Scope:
    """Which articles count.

    Of several feeds that give one article in different wordings, one that has more than an excerpt counts, else the one read
    last. Without feeds, the wording that was read last of all.

    Attributes:
        feeds: Those that one of these gave; None for all.
        since: Those that came from then on, by the first of these feeds that gave them, aware; None for all.
        until: Those that came before, likewise.
        outlets: Those of these outlets, by the names that the feeds give; None for all.
    """

    feeds: frozenset[str] | None = None
    since: datetime | None = None
    until: datetime | None = None
    outlets: frozenset[str] | None = None


def newest(scope: Scope, limit: int) -> Select[Any]:
    """The articles, those that came last first."""
    if scope.feeds is None:
        order = (t.articles.c.first_seen.desc(), t.articles.c.revision)
        return _alone().where(t.articles.c.is_current, *_alone_in(scope)).order_by(*order).limit(limit)
    first = t.feed_articles.alias()
    order = (first.c.first_seen.desc(), first.c.article)
    found = select(first.c.article, first.c.first_seen).where(*_is_first(scope, first)).order_by(*order).limit(limit)
    came = found.subquery()
    given = t.feed_articles.alias()
    statement = _through(given, came.c.first_seen).join(came, came.c.article == given.c.article)
    return statement.where(given.c.feed == _best(scope, came.c.article, "feed")).order_by(
        came.c.first_seen.desc(), came.c.article
    )


def count(scope: Scope) -> Select[Any]:
    """How many articles there are."""
    if scope.feeds is None:
        return select(func.count(t.articles.c.article.distinct())).where(*_alone_in(scope))
    first = t.feed_articles.alias()
    return select(func.count()).select_from(first).where(*_is_first(scope, first))


def of_revisions(scope: Scope, revisions: list[str]) -> Select[Any]:
    """Wordings by their names, whenever they came, each as the feed gave it that gave it last."""
    if scope.feeds is None:
        return _alone().where(t.articles.c.revision.in_(revisions), *_of_outlets(scope, t.articles))
    given = t.feed_articles.alias()
    statement = _through(given, given.c.first_seen).where(given.c.revision.in_(revisions), *_gave(scope, given))
    return statement.order_by(given.c.last_seen, given.c.feed)


def _gave(scope: Scope, given: FromClause, *, is_one: bool = False) -> list[ColumnElement[bool]]:
    """Whether a row of `feed_articles` counts, whenever it came; `is_one` where it is looked up by what feeds gave."""
    # One article is in a few feeds: to look at these is quicker than to look for it in each feed, as SQLite would.
    feed = given.c.feed + "" if is_one else given.c.feed
    return [feed.in_(sorted(scope.feeds or ())), given.c.revision.is_not(None), *_of_outlets(scope, given)]


def as_cited() -> Select[Any]:
    """The wordings that messages cite, each as the feed gave it through which it was come by."""
    given = t.feed_articles
    is_its = (given.c.feed == t.cites.c.feed) & (given.c.article == t.articles.c.article)
    how = [
        func.coalesce(given.c[of_feed], t.articles.c[of_all], type_=t.articles.c[of_all].type).label(name)
        for of_feed, of_all, name in (
            ("feed", "feed", "came_by"),
            ("outlet", "outlet", "outlet"),
            ("first_seen", "first_seen", "came"),
        )
    ]
    cited = select(*_ROW, *how).join_from(t.cites, t.articles, t.articles.c.revision == t.cites.c.revision)
    return cited.outerjoin(given, is_its)


def known(connection: Connection, revisions: Iterable[str]) -> set[str]:
    """Those of some wordings that are there."""
    names = t.articles.c.revision
    return {
        name
        for some in t.portions(revisions)
        for name in connection.execute(select(names).where(names.in_(some))).scalars()
    }


def was_given(scope: Scope, revision: ColumnElement[str]) -> list[ColumnElement[bool]]:
    """Whether a wording may be among them: what can be told of it without its article's other wordings."""
    if scope.feeds is None:
        conditions = _alone_in(scope)
        return [exists().where(t.articles.c.revision == revision, *conditions)] if conditions else []
    given = t.feed_articles.alias()
    is_late_enough = [] if scope.since is None else [given.c.first_seen >= scope.since]
    return [exists().where(given.c.revision == revision, *_gave(scope, given, is_one=True), *is_late_enough)]


def is_shown(scope: Scope) -> list[ColumnElement[bool]]:
    """Whether a row of `articles`, for which `was_given` holds, has the wording that counts."""
    if scope.feeds is None:
        return [t.articles.c.is_current]
    is_best = t.articles.c.revision == _best(scope, t.articles.c.article, "revision")
    if scope.since is None and scope.until is None:
        return [is_best]
    first = t.feed_articles.alias()
    return [is_best, exists().where(first.c.article == t.articles.c.article, *_is_first(scope, first))]


def _alone() -> Select[Any]:
    """Articles as they came first, by whatever feed."""
    return select(*_ROW, t.articles.c.feed.label("came_by"), t.articles.c.outlet, t.articles.c.first_seen.label("came"))


def _alone_in(scope: Scope) -> list[ColumnElement[bool]]:
    """Whether articles came in time, and of these outlets, by whatever feed."""
    return [*_times(scope, t.articles), *_of_outlets(scope, t.articles)]


def _through(given: FromClause, came: ColumnElement[datetime]) -> Select[Any]:
    """Articles as a feed gave them last."""
    chosen = select(*_ROW, given.c.feed.label("came_by"), given.c.outlet, came.label("came"))
    return chosen.join_from(given, t.articles, t.articles.c.revision == given.c.revision)


def _times(scope: Scope, rows: FromClause) -> list[ColumnElement[bool]]:
    """Whether rows came in time."""
    conditions = [] if scope.since is None else [rows.c.first_seen >= scope.since]
    return conditions if scope.until is None else [*conditions, rows.c.first_seen < scope.until]


def _of_outlets(scope: Scope, rows: FromClause) -> list[ColumnElement[bool]]:
    return [] if scope.outlets is None else [rows.c.outlet.in_(sorted(scope.outlets))]


def _is_first(scope: Scope, given: FromClause) -> list[ColumnElement[bool]]:
    """Whether a row is of the first of these feeds that gave its article: so each article counts once."""
    earlier = t.feed_articles.alias()
    is_earlier = or_(
        earlier.c.first_seen < given.c.first_seen,
        and_(earlier.c.first_seen == given.c.first_seen, earlier.c.feed < given.c.feed),
    )
    was_there = exists().where(earlier.c.article == given.c.article, is_earlier, *_gave(scope, earlier, is_one=True))
    return [*_gave(scope, given), *_times(scope, given), ~was_there]


def _best(scope: Scope, article: ColumnElement[str], column: str) -> ScalarSelect[str]:
    """The feed or the revision of the wording of an article that counts."""
    given = t.feed_articles.alias()
    order = (given.c.is_excerpt, given.c.last_seen.desc(), given.c.feed)
    best = (
        select(given.c[column])
        .where(given.c.article == article, *_gave(scope, given, is_one=True))
        .order_by(*order)
        .limit(1)
    )
    return best.scalar_subquery()

"""What is new for a place: what came since it reads a feed, and of what was there before, the last day's best. Pure."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import UTC, datetime, timedelta

from bot.store import Given, PlaceSource
from digest import Article, Kind

__all__ = ["MOST_AT_FIRST", "news_for"]

MOST_AT_FIRST = 5
"""Of what a feed had when a place began to read it, so many articles are news there, and no flood."""

_A_DAY = timedelta(days=1)
_NEVER = datetime.min.replace(tzinfo=UTC)


def news_for(
    sources: Iterable[PlaceSource],
    first_read: Mapping[str, datetime | None],
    given: Iterable[Given],
    articles: Iterable[Article],
    oldest: datetime,
) -> tuple[Article, ...]:
    """The articles that may be news in a place, whether they were shown there or not.

    An article counts by when its feed gave it, and not by its date, which feeds bump; but what is dated long ago is no news.

    Args:
        sources: Those of the place.
        first_read: When each feed was read for the first time, by URL.
        given: Which of these feeds gave which article, and when it did so first.
        articles: All of them, as the place may see them.
        oldest: What is dated before is no news, aware.

    Returns:
        Each article once.
    """
    began = {source.feed: max(source.added_at, first_read.get(source.feed) or source.added_at) for source in sources}
    known = {one.id: one for one in articles if one.published is None or one.published >= oldest}
    found: dict[str, Article] = {}
    at_first: dict[str, list[Article]] = defaultdict(list)
    for id_, feed, came in given:
        if feed in began and (article := known.get(id_)):
            if came > began[feed]:
                found[id_] = article
            else:
                at_first[feed].append(article)
    for feed, some in at_first.items():
        found |= {article.id: article for article in _best(some, began[feed] - _A_DAY)}
    return tuple(found.values())


def _best(articles: Sequence[Article], since: datetime) -> list[Article]:
    """Of what a feed had at first, the last day's best: news before opinion, whole before excerpts, the newest first."""
    recent = [one for one in articles if one.published and one.published >= since]
    newest = sorted(recent, key=lambda one: one.published or _NEVER, reverse=True)
    return sorted(newest, key=lambda one: (one.kind is not Kind.NEWS, one.excerpt_only))[:MOST_AT_FIRST]

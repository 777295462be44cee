"""Fills a PostgreSQL database as an installation leaves it that has run for a while: sources that were read within the last hour, with
what they list, and subscriptions in places that read lists of sources.

The articles of before are known and not to be found by words, and count as analysed: none of them is news any more.
"""

import json
import multiprocessing
import random
from bisect import bisect_right
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, time, timedelta
from itertools import accumulate
from typing import Any

import psycopg
from pydantic import TypeAdapter
from sqlalchemy import Table, make_url

from bot.messages import Place
from bot.reading import Read, Task, Wanted, read
from bot.rhythm import next_reading
from bot.store import tables as t
from bot.subscriptions import Subscription, coming
from digest import ANALYSIS_VERSION, Article, Source, analyse, read_article, write_analysis
from tests.bench.day_world import Answering, World
from tests.bench.deliveries_at_size import ZONES

__all__ = ["Morning", "fill_sources", "fill_subscriptions", "plain_url"]

_ARTICLE = TypeAdapter(Article)
_AT_ONCE, _TEXTS_AT_ONCE = 250, 50
_PROCESSES = 2
_CHANNELS_OF_A_SERVER = 100
_FEWEST, _MOST = 5, 20
_PLATFORMS = ("discord", "slack")


class _All(frozenset[str]):
    """All that there is."""

    def __contains__(self, _: object) -> bool:
        return True


_ALL = _All()
# In a process that fills in: articles of the day before, each with its analysis.
_NEWS: list[tuple[Article, str]] = []


@dataclass(frozen=True, slots=True)
class Morning:
    """What is due when.

    Attributes:
        subscriptions: How many there are.
        due: How many of them at one instant, by platform.
        lists: How many lists of sources they have between them; some are read by many, most by few. As many as there are
            subscriptions: each has its own.
        at: The instant, aware.
        quiet_from: No other is due from then on, aware,
        quiet_until: until then.
    """

    subscriptions: int
    due: Mapping[str, int]
    lists: int
    at: datetime
    quiet_from: datetime
    quiet_until: datetime


def plain_url(url: str) -> str:
    """A URL as psycopg takes it."""
    return make_url(url).set(drivername="postgresql").render_as_string(hide_password=False)


def fill_sources(url: str, world: World, texts: int = 0) -> None:
    """Fill in the sources, in a few processes.

    Args:
        url: Of the database.
        world: All feeds.
        texts: How many articles are read and analysed, to stand for all of the day before, over and over; none if that day does not matter.
    """
    starts = range(0, world.count, _AT_ONCE)
    context = multiprocessing.get_context("spawn")
    with context.Pool(_PROCESSES) as pool:
        portions = [range(start, min(start + _TEXTS_AT_ONCE, texts)) for start in range(0, texts, _TEXTS_AT_ONCE)]
        news = [one for some in pool.starmap(_news, [(world, some) for some in portions], chunksize=1) for one in some]
    with context.Pool(_PROCESSES, _NEWS.extend, (news,)) as pool:
        pool.starmap(_fill_some, [(plain_url(url), world, start) for start in starts], chunksize=1)
    with psycopg.connect(plain_url(url), autocommit=True) as connection:
        connection.execute("ANALYZE")


def _news(world: World, numbers: Iterable[int]) -> list[tuple[Article, str]]:
    """Articles, each with its analysis."""
    made = []
    for number in numbers:
        told = read(Task("page", world.page(world.count, number, world.start.timestamp()), "https://a.example/"))
        assert isinstance(told, Read), told
        (one,) = told.articles
        made.append((one, write_analysis(analyse(one))))
    return made


def _fill_some(url: str, world: World, start: int) -> None:
    filled = _rows(world, range(start, min(start + _AT_ONCE, world.count)))
    with psycopg.connect(url) as connection:
        _as_they_are(connection)
        for table, (columns, rows) in filled.items():
            _copy(connection, table, columns, rows)


def _rows(world: World, numbers: Iterable[int]) -> dict[str, tuple[list[str], list[tuple[Any, ...]]]]:
    """The rows of some sources and of all that they list, by their tables: the names of the columns, and the values."""
    old = read_article("An article of before\n\nIt is there still, and nobody reads it any more.")
    sources, articles, given, index, analyses = [], list[Any](), list[Any](), list[Any](), list[Any]()
    for number in numbers:
        feed, address, at = world.feeds[number], world.address(number), world.last_asked(number)
        times, tried = world.entries(number, 0), datetime.fromtimestamp(at, UTC)
        etag = world.etag(number, bisect_right(times, at)) if feed.has_validators else ""
        told = read(
            Task(address, world.document(number, times, at), address, "", Source("", address), Wanted.FEEDS, 100, _ALL)
        )
        assert isinstance(told, Read), told
        title = told.feed.source.outlet if told.feed else ""
        sources.append(
            _row(t.sources, {
                "feed": address, "title": title, "etag": etag, "added_at": tried - timedelta(days=90), "last_tried": tried,
                "last_read": tried, "last_new": tried, "next_reading": next_reading(address, tried), "full_at": tried,
                "first_read": tried - timedelta(days=90),
            })
        )  # fmt: skip
        listed = told.unchanged.items() if feed.how in {Answering.WELL, Answering.SLOW} else ()
        for (id_, mark), published in zip(listed, reversed(times[: bisect_right(times, at)]), strict=False):
            came, which = datetime.fromtimestamp(published, UTC), feed.number * 7 + len(articles)
            # What it says is of no matter where it is old: its mark says that it need not be read.
            origin = Source(title, address, f"http://{feed.host}/")
            one, analysis = replace(old, id=id_, revision=f"{id_}-old", source=origin), ""
            if _NEWS and came > world.start - timedelta(days=1):
                known, analysis = _NEWS[which % len(_NEWS)]
                one = replace(
                    known, id=id_, revision=f"{id_}-new", url=f"http://{feed.host}/{id_}", source=origin, published=came
                )
            articles.append(
                _row(t.articles, {
                    "revision": one.revision, "article": id_, "data": _ARTICLE.dump_json(one).decode(), "url": one.url, "feed": address,
                    "outlet": title, "language": "en", "published": came, "first_seen": came, "last_seen": tried, "is_current": True,
                })
            )  # fmt: skip
            index.append((one.revision, ""))
            analyses.append((one.revision, ANALYSIS_VERSION, analysis))
            row = {"feed": address, "article": id_, "first_seen": came, "last_seen": tried, "revision": one.revision}
            excerpt = feed.is_excerpt and not analysis
            given.append(_row(t.feed_articles, row | {"outlet": title, "is_excerpt": excerpt, "mark": mark}))
    return {
        "sources": (_columns(t.sources), sources),
        "articles": (_columns(t.articles), articles),
        "feed_articles": (_columns(t.feed_articles), given),
        "article_index": (["revision", "words"], index),
        "analyses": (["revision", "version", "data"], analyses),
    }


def fill_subscriptions(url: str, world: World, morning: Morning) -> None:
    """Fill in the subscriptions and their places, on two platforms, in 17 zones."""
    draw = random.Random(world.seed)  # noqa: S311 - nothing secret
    lists = _lists(world.count, morning.lists, draw)
    # Zipf's law: of lists that many share, the first is the best known.
    weights = [*accumulate(1 / rank for rank in range(1, len(lists) + 1))]
    is_own = morning.lists >= morning.subscriptions
    since = world.start - timedelta(days=9)
    places, reads, subscriptions = list[Any](), list[Any](), list[Any]()
    for number in range(morning.subscriptions):
        place = _place(number)
        one = _subscription(place, draw, morning, is_due=number // 2 < morning.due.get(place.platform, 0))
        chosen = lists[number] if is_own else draw.choices(lists, cum_weights=weights)[0]
        key = {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}
        places.append(_row(t.places, key | {"settings": json.dumps({"own_sources": True}), "created_at": since}))
        reads += [
            _row(t.place_sources, key | {"feed": world.address(feed), "name": f"Outlet {feed}", "added_by": "ann", "added_at": since, "is_paused": False})
            for feed in chosen
        ]  # fmt: skip
        due = next(coming(one, morning.quiet_from)).at
        subscriptions.append(
            _row(t.subscriptions, key | {"id": one.id, "since": since, "settings": json.dumps(one.settings), "created_by": "ann", "next_due": due})
        )  # fmt: skip
    with psycopg.connect(plain_url(url)) as connection:
        _as_they_are(connection)
        _copy(connection, "places", _columns(t.places), places)
        _copy(connection, "place_sources", _columns(t.place_sources), reads)
        _copy(connection, "subscriptions", _columns(t.subscriptions), subscriptions)
    with psycopg.connect(plain_url(url), autocommit=True) as connection:
        connection.execute("ANALYZE")


def _lists(sources: int, count: int, draw: random.Random) -> list[list[int]]:
    """Lists of sources; as soon as there is room for it, each source is in one."""
    left, lists = list[int](), list[list[int]]()
    for _ in range(count):
        left = left or draw.sample(range(sources), sources)
        lists.append([left.pop() for _ in range(min(draw.randint(_FEWEST, _MOST), len(left)))])
    return lists


def _place(number: int) -> Place:
    """Half of all are on each platform, a hundred in a server or a workspace."""
    platform, one = _PLATFORMS[number % 2], number // 2
    return Place(platform, f"{platform[0]}{one // _CHANNELS_OF_A_SERVER}", f"{platform[0]}c{one}")


def _subscription(place: Place, draw: random.Random, morning: Morning, *, is_due: bool) -> Subscription:
    while True:
        zone = draw.choice(ZONES)
        at = morning.at if is_due else morning.at + timedelta(minutes=5 * draw.randrange(288))
        local = at.astimezone(_zone(zone)).time()
        one = Subscription(
            f"chat:{place.platform}:{place.workspace}:{place.channel}", place, (time(local.hour, local.minute),), zone
        )
        following = next(coming(one, morning.quiet_from)).at
        if following == morning.at if is_due else following > morning.quiet_until:
            return one


def _zone(name: str) -> Any:
    from zoneinfo import ZoneInfo

    return ZoneInfo(name)


def _columns(table: Table) -> list[str]:
    return [column.name for column in table.columns]


def _row(table: Table, given: dict[str, Any]) -> tuple[Any, ...]:
    """The values of a row, those that are not given as the table has them by default."""
    return tuple(
        _value(given[one.name]) if one.name in given else getattr(one.default, "arg", None) for one in table.columns
    )


def _value(value: Any) -> Any:
    return value.astimezone(UTC).isoformat() if isinstance(value, datetime) else value


def _as_they_are(connection: psycopg.Connection[Any]) -> None:
    """Take what is copied in for right: it need not be looked up that what a row names is there."""
    connection.execute("SET session_replication_role = replica")


def _copy(
    connection: psycopg.Connection[Any], table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    with connection.cursor() as cursor, cursor.copy(f"COPY {table} ({', '.join(columns)}) FROM STDIN".encode()) as copy:
        for row in rows:
            copy.write_row(row)

"""What of the running bot can be watched."""

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import aiohttp

from bot.config import MetricsConfig
from bot.messages import Place
from bot.monitoring import Metrics
from bot.problems import Problem, ProblemKind
from bot.schedule import Schedule
from bot.store import DeliveryState, Outcome, PlaceSource, Store
from bot.store.figures import Figures
from bot.subscriptions import Due
from bot.watching import watched
from digest import read_article
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
NEWS = Place("slack", "T1", "C1")
WELL, ILL, LATE, NEW, GIVEN_UP, PAUSED = (f"https://post.example/{name}" for name in "abcdef")
GONE = Problem(ILL, ProblemKind.GONE, "it is gone")


def added(feed: str, at: datetime, *, is_paused: bool = False) -> Callable[[Store], Awaitable[None]]:
    async def add(store: Store) -> None:
        await store.sources.add(feed, at)
        await store.places.add_source(NEWS, PlaceSource(feed, feed[-1], "U1", at, is_paused))

    return add


def tried(
    feed: str, at: datetime, again: datetime | None, problem: Problem | None = None
) -> Callable[[Store], Awaitable[None]]:
    return lambda store: store.sources.was_tried(feed, Outcome(at, again, problem))


def due(at: datetime, state: DeliveryState) -> Callable[[Store], Awaitable[None]]:
    async def settle(store: Store) -> None:
        await store.since("s", NOW - DAY)
        await store.settle("s", Due(at, date(2026, 11, 24), time(at.hour)), state)

    return settle


async def two_wordings(store: Store) -> None:
    texts = ("Weir\n\nThe weir goes for good.", "Weir\n\nThe weir stays for good.")
    for hours, text in enumerate(texts):
        await store.articles.keep([read_article(text, url="https://post.example/weir")], NOW + hours * HOUR)


def test_everything_is_counted(where: Path | str) -> None:
    *_, found = kept(
        where,
        lambda store: store.figures(NOW, NOW - DAY),
        *(added(feed, NOW - DAY) for feed in (WELL, ILL, LATE, GIVEN_UP)),
        added(NEW, NOW),
        added(PAUSED, NOW - DAY, is_paused=True),
        tried(WELL, NOW - HOUR, NOW + HOUR),
        tried(ILL, NOW - 2 * HOUR, NOW - timedelta(minutes=14), GONE),
        tried(LATE, NOW - 2 * HOUR, NOW - timedelta(minutes=16)),
        tried(GIVEN_UP, NOW - DAY, None, GONE),
        due(NOW - HOUR, DeliveryState.PREPARING),
        due(NOW - 2 * HOUR, DeliveryState.POSTED),
        due(NOW - 11 * HOUR, DeliveryState.PREPARING),
        lambda store: store.figures(NOW, NOW - 10 * HOUR),
    )
    assert found == Figures(sources=5, failing=2, late=1, deliveries=1, last_poll=NOW - HOUR)


def test_of_nothing_there_is_none(where: Path | str) -> None:
    assert kept(where, lambda store: store.figures(NOW, NOW)) == [Figures(0, 0, 0, 0, None)]


def test_a_feed_that_was_never_tried_is_late_once_it_waits(where: Path | str) -> None:
    *_, found = kept(where, added(NEW, NOW - HOUR), lambda store: store.figures(NOW, NOW))
    assert (found.sources, found.late, found.failing, found.last_poll) == (1, 1, 0, None)


def watch(path: Path, *steps: Callable[[Store], Awaitable[object]]) -> tuple[int, dict[str, str], str]:
    """The status and the checks of /healthz, and the text of /metrics."""

    async def run() -> tuple[int, dict[str, str], str]:
        async def wake(_: datetime) -> None:
            return None

        config = MetricsConfig.model_construct(host="127.0.0.1", port=0)
        async with Store(path) as store:
            for step in steps:
                await step(store)
            schedule = Schedule(wake, lambda: NOW)
            async with (
                watched(config, Metrics(), store, schedule, lambda: NOW) as address,
                aiohttp.ClientSession() as session,
            ):
                health = await session.get(f"{address}/healthz")
                metrics = await session.get(f"{address}/metrics")
                return health.status, (await health.json())["checks"], await metrics.text()

    return asyncio.run(run())


def test_database_and_clock_are_looked_at_and_figures_come_from_the_store(tmp_path: Path) -> None:
    status, checks, text = watch(
        tmp_path / "pullquote.db", added(WELL, NOW - DAY), tried(WELL, NOW - HOUR, NOW + HOUR), two_wordings
    )
    assert (status, checks) == (200, {"database": "ok", "clock": "ok"})
    lines = text.splitlines()
    assert "pullquote_sources 1.0" in lines
    assert "pullquote_articles 1.0" in lines
    assert "pullquote_poll_age_seconds 3600.0" in lines


def test_a_database_that_does_not_answer_any_more_is_said_to(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"

    async def damage(_: Store) -> None:
        for name in ("pullquote.db", "pullquote.db-wal", "pullquote.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        path.write_bytes(b"No database at all. " * 500)

    status, checks, text = watch(path, damage)
    assert status == 503
    assert "the file is not a database" in checks["database"]
    assert checks["clock"] == "ok"
    assert "pullquote_articles" not in text

"""What of the running bot can be watched."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp

from bot.config import MetricsConfig
from bot.messages import Place
from bot.monitoring import Metrics
from bot.problems import Problem, ProblemKind
from bot.schedule import Schedule
from bot.store import DeliveryState, Outcome, PlaceSource, Store, StoredSubscription
from bot.store.figures import UNPLANNED, DeliveryFigures, Figures
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


def due(
    channel: str, at: datetime, state: DeliveryState = DeliveryState.PREPARING, *, quiet: str = ""
) -> Callable[[Store], Awaitable[None]]:
    """A digest that was due at an instant, and what became of it by now."""
    chosen = {"slots": [f"{at:%H:%M}"], "days": [at.weekday()], "zone": "UTC"} | (
        {"quiet": quiet.split("-")} if quiet else {}
    )

    async def settle(store: Store) -> None:
        await store.subscriptions.put(StoredSubscription(channel, replace(NEWS, channel=channel), chosen, at))
        await store.planning.plan(["slack"], at, at)
        (delivery,) = await store.ledger.of_subscriptions([channel], at)
        if state is not DeliveryState.PREPARING:
            await store.ledger.settle(delivery, state, min(at + HOUR, NOW), "it rains")

    return settle


def unplanned(at: datetime, platform: str = "slack") -> Callable[[Store], Awaitable[None]]:
    chosen = {"slots": [f"{at:%H:%M}"], "zone": "UTC"}
    place = Place(platform, "T1", "C9")
    return lambda store: store.subscriptions.put(StoredSubscription(platform, place, chosen, at))


async def two_wordings(store: Store) -> None:
    texts = ("Weir\n\nThe weir goes for good.", "Weir\n\nThe weir stays for good.")
    for hours, text in enumerate(texts):
        await store.articles.keep([read_article(text, url="https://post.example/weir")], NOW + hours * HOUR)


def test_every_feed_is_counted(where: Path | str) -> None:
    nothing, *_, found = kept(
        where,
        lambda store: store.figures(NOW),
        *(added(feed, NOW - DAY) for feed in (WELL, ILL, LATE, GIVEN_UP)),
        added(NEW, NOW),
        added(PAUSED, NOW - DAY, is_paused=True),
        tried(WELL, NOW - HOUR, NOW + HOUR),
        tried(ILL, NOW - 2 * HOUR, NOW - timedelta(minutes=14), GONE),
        tried(LATE, NOW - 2 * HOUR, NOW - timedelta(minutes=16)),
        tried(GIVEN_UP, NOW - DAY, None, GONE),
        lambda store: store.figures(NOW),
    )
    assert nothing == Figures(0, 0, 0, None)
    assert found == Figures(sources=5, failing=2, late=1, last_poll=NOW - HOUR)


def test_every_digest_is_counted_where_somebody_sees_to_it(where: Path | str) -> None:
    def look(store: Store) -> Awaitable[DeliveryFigures]:
        return store.delivery_figures(["slack"], NOW, NOW - 10 * HOUR)

    nothing, *_, found = kept(
        where,
        look,
        due("late", NOW - 2 * HOUR),
        due("soon", NOW - timedelta(minutes=14)),
        due("quiet", NOW - 4 * HOUR, quiet="11:00-13:00"),
        due("forgotten", NOW - 11 * HOUR),
        due("posted", NOW - 2 * HOUR, DeliveryState.POSTED),
        due("missed", NOW - 13 * HOUR, DeliveryState.MISSED),
        due("missed long ago", NOW - 26 * HOUR, DeliveryState.MISSED),
        due("failed", NOW - 2 * HOUR, DeliveryState.FAILED),
        due("unknown", NOW - HOUR, DeliveryState.UNKNOWN),
        unplanned(NOW - 3 * HOUR),
        unplanned(NOW - 3 * HOUR, "pigeon"),
        look,
    )
    assert nothing == DeliveryFigures()
    late = {DeliveryState.PREPARING: 1, UNPLANNED: 1}
    assert found == DeliveryFigures(4, late, NOW - 3 * HOUR, missed=1, failed=1, uncertain=1)


def test_a_feed_that_was_never_tried_is_late_once_it_waits(where: Path | str) -> None:
    *_, found = kept(where, added(NEW, NOW - HOUR), lambda store: store.figures(NOW))
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
                watched(config, Metrics(), store, schedule, lambda: NOW, ["slack"]) as address,
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
    assert (status, checks) == (200, {"database": "ok", "clock": "ok", "deliveries": "ok"})
    lines = text.splitlines()
    assert "pullquote_sources 1.0" in lines
    assert "pullquote_articles 1.0" in lines
    assert "pullquote_poll_age_seconds 3600.0" in lines


def test_a_digest_that_waits_too_long_is_an_alarm_and_one_that_did_not_come_is_only_told(tmp_path: Path) -> None:
    missed = due("missed", NOW - 13 * HOUR, DeliveryState.MISSED)
    status, checks, text = watch(tmp_path / "a.db", missed, due("failed", NOW - HOUR, DeliveryState.FAILED))
    assert (status, checks["deliveries"]) == (200, "ok; in the last day: 1 missed, 1 not posted; the log says why")
    assert "pullquote_deliveries_missed_last_day 1.0" in text
    assert "pullquote_deliveries_late 0.0" in text
    status, checks, text = watch(tmp_path / "b.db", missed, due("late", NOW - HOUR), due("later", NOW - HOUR))
    words = (
        "2 digests that are due have not come, the first since 2026-11-24 11:00 UTC (2 to be made); the log says why"
    )
    assert (status, checks["deliveries"]) == (503, words)
    assert "pullquote_deliveries_late 2.0" in text


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

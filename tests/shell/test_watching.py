"""What of the running bot can be watched."""

import asyncio
import socket
from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import aiohttp
from sqlalchemy import update

from bot.clock import SystemClock
from bot.config import Config, MetricsConfig, TerminalConfig
from bot.fleet import look_at_processes
from bot.heartbeat import Heartbeat, present, this_process
from bot.messages import Place
from bot.monitoring import Metrics
from bot.problems import Problem, ProblemKind
from bot.schedule import Schedule
from bot.store import DeliveryState, Outcome, PlaceSource, Process, Store, StoredSubscription
from bot.store import tables as t
from bot.store.figures import UNPLANNED, DeliveryFigures, EditionFigures, Figures
from bot.store.leases import Lease
from bot.store.queue import QueueFigures
from bot.watching import watchable, watched
from digest import read_article
from tests.shell.postgres import Server
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
    assert found == Figures(sources=5, failing=2, late=1, last_poll=NOW - HOUR, late_since=NOW - timedelta(minutes=16))


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


def watch(
    path: Path | str,
    *steps: Callable[[Store], Awaitable[object]],
    role: str = "all",
    page: str = "healthz",
    platforms: tuple[str, ...] = ("slack",),
) -> tuple[int, dict[str, str], str]:
    """The status and the checks of /healthz of a process, and the text of /metrics."""

    async def run() -> tuple[int, dict[str, str], str]:
        async def wake(_: datetime) -> None:
            return None

        config = MetricsConfig.model_construct(host="127.0.0.1", port=0)
        async with Store(path) as store:
            for step in steps:
                await step(store)
            schedule = Schedule(wake, lambda: NOW)
            heartbeat = Heartbeat(store, lambda: Process("a1", role, "dorn", 42, "0.1.0", platforms), SystemClock())
            async with (
                watched(config, Metrics(), store, schedule, lambda: NOW, heartbeat) as address,
                aiohttp.ClientSession() as session,
            ):
                health = await session.get(f"{address}/{page}")
                metrics = await session.get(f"{address}/metrics")
                return health.status, (await health.json())["checks"], await metrics.text()

    return asyncio.run(run())


def test_database_and_clock_are_looked_at_and_figures_come_from_the_store(tmp_path: Path) -> None:
    status, checks, text = watch(
        tmp_path / "pullquote.db", added(WELL, NOW - DAY), tried(WELL, NOW - HOUR, NOW + HOUR), two_wordings
    )
    assert status == 200
    assert checks == dict.fromkeys(("database", "clock", "deliveries", "heartbeat", "version"), "ok")
    lines = text.splitlines()
    assert "pullquote_installation_sources 1.0" in lines
    assert "pullquote_installation_articles 1.0" in lines
    assert "pullquote_installation_poll_age_seconds 3600.0" in lines


def test_a_digest_that_waits_too_long_is_an_alarm_and_one_that_did_not_come_is_only_told(tmp_path: Path) -> None:
    missed = due("missed", NOW - 13 * HOUR, DeliveryState.MISSED)
    on_slack = seen("all", -HOUR, platforms=("slack",))
    status, checks, text = watch(tmp_path / "a.db", on_slack, missed, due("failed", NOW - HOUR, DeliveryState.FAILED))
    assert (status, checks["deliveries"]) == (200, "ok; in the last day: 1 missed, 1 not posted; the log says why")
    assert "pullquote_installation_deliveries_missed_last_day 1.0" in text
    assert "pullquote_installation_deliveries_late 0.0" in text
    status, checks, text = watch(tmp_path / "b.db", on_slack, missed, due("late", NOW - HOUR), due("later", NOW - HOUR))
    words = (
        "2 digests that are due have not come, the first since 2026-11-24 11:00 UTC (2 to be made); the log says why"
    )
    assert (status, checks["deliveries"]) == (503, words)
    assert "pullquote_installation_deliveries_late 2.0" in text


def test_a_database_that_does_not_answer_any_more_is_said_to(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"

    async def damage(_: Store) -> None:
        for name in ("pullquote.db", "pullquote.db-wal", "pullquote.db-shm"):
            (tmp_path / name).unlink(missing_ok=True)
        path.write_bytes(b"No database at all. " * 500)

    # To start it anew would not help.
    assert watch(path, damage, page="healthz?alive")[:2] == (200, {"clock": "ok"})
    path.unlink()
    status, checks, text = watch(path, damage)
    assert status == 503
    assert "the file is not a database" in checks["database"]
    assert checks["clock"] == "ok"
    assert "pullquote_installation_articles" not in text


def test_a_process_that_a_newer_version_has_overtaken_is_not_well(where: Path | str) -> None:
    async def bring_up_to_date(store: Store) -> None:
        newer = "UPDATE alembic_version SET version_num = '0099'"
        await store._database.write(lambda connection: connection.exec_driver_sql(newer))  # noqa: SLF001

    status, checks, _ = watch(where, bring_up_to_date)
    assert status == 503
    assert checks["version"].startswith("the database is of a newer version of Pullquote (its form is 0099, ")
    assert checks["database"] == "ok"


def seen(
    role: str, ago: timedelta, shards: tuple[int, ...] = (), count: int = 0, platforms: tuple[str, ...] = ()
) -> Callable[[Store], Awaitable[None]]:
    """A process that was seen so long ago by the database's clock; or will be, so that no test hangs on how fast it is."""

    async def beat(store: Store) -> None:
        at = await store.processes.now() - ago
        await store.processes.beat(Process(role, role, "dorn", 1, "0.1.0", platforms, shards, count), at)

    return beat


def test_any_process_tells_how_the_whole_installation_is(where: Path | str) -> None:
    steps = (seen("bot", -HOUR, (0, 2), 3), seen("worker", 2 * HOUR), tried(LATE, NOW, None, GONE))
    status, checks, text = watch(where, added(LATE, NOW - DAY), *steps, page="healthz?all")
    assert status == 503
    assert checks["processes"] == (
        "no worker was seen in the last minute, which reads feeds and makes digests; "
        "no planner was seen in the last minute, which sees what is due"
    )
    assert checks["shards"] == "of 3 shards of Discord, no process has 1: 1"
    assert checks["sources"] == "ok; of 1, 1 failing"
    lines = text.splitlines()
    for name, value in {
        "processes": 1,
        "processes_dead_last_day": 1,
        "roles_missing": 2,
        "shards": 3,
        "shards_lost": 1,
    }.items():
        assert f"pullquote_installation_{name} {value:.1f}" in lines
    assert "pullquote_installation_queue_waiting" not in text


def test_all_is_well_where_one_process_does_everything_and_one_that_died_is_a_remark(tmp_path: Path) -> None:
    steps = (seen("all", -HOUR), seen("worker", HOUR))
    status, checks, _ = watch(tmp_path / "pullquote.db", *steps, page="healthz?all")
    died = "ok; 1 seen in the last minute; 1 process ended without a word in the last day, as pullquote health has it"
    assert (status, checks["processes"], checks["shards"], checks["sources"]) == (200, died, "ok", "ok")


def test_a_process_that_does_not_see_to_digests_is_well_when_they_are_late_and_all_of_it_is_not(tmp_path: Path) -> None:
    late = due("late", NOW - HOUR)
    status, checks, _ = watch(tmp_path / "a.db", late, role="worker")
    assert (status, set(checks)) == (200, {"database", "clock", "heartbeat", "version"})
    # Its own configuration may have no platform: on which the bot is, the others say.
    on_slack, on_none = seen("bot", -HOUR, platforms=("slack",)), ()
    status, checks, text = watch(
        tmp_path / "b.db", late, on_slack, role="worker", page="healthz?all", platforms=on_none
    )
    assert status == 503
    assert checks["deliveries"].startswith("1 digest that is due has not come")
    assert "pullquote_installation_deliveries_late 1.0" in text
    # It is to be made: that a bot does not.
    assert watch(tmp_path / "c.db", late, role="bot")[0] == 200

    async def made(store: Store) -> None:
        await late(store)
        ready = update(t.deliveries).values(state="ready")
        await store._database.write(lambda connection: connection.execute(ready))  # noqa: SLF001

    status, checks, _ = watch(tmp_path / "d.db", made, role="bot")
    assert status == 503
    assert "1 to be posted" in checks["deliveries"]


def test_what_is_of_this_process_and_what_is_of_all_is_told_apart_by_name_and_help(tmp_path: Path) -> None:
    _, _, text = watch(tmp_path / "pullquote.db")
    helps = dict(line[7:].split(" ", 1) for line in text.splitlines() if line.startswith("# HELP pullquote_"))
    assert "pullquote_heartbeat_age_seconds" in helps
    assert {name for name, words in helps.items() if words.startswith("Of the whole installation: ")} == {
        name for name in helps if name.startswith("pullquote_installation_")
    }
    assert all("this process" in words for name, words in helps.items() if "_installation_" not in name)


def test_editions_are_counted_by_how_far_they_are_made(where: Path | str) -> None:
    async def edition(store: Store) -> None:
        """Two places have the same one."""
        rows = {"a": ("e1", "preparing"), "b": ("e1", "ready"), "c": ("", "ready"), "d": ("e2", "posted")}
        for channel, (name, state) in rows.items():
            await due(channel, NOW - HOUR)(store)
            change = (
                update(t.deliveries).where(t.deliveries.c.subscription == channel)
                .values(edition=name, state=state, look_at=None if state == "posted" else NOW)
            )  # fmt: skip
            await store._database.write(lambda connection, change=change: connection.execute(change))  # type: ignore[misc]  # noqa: SLF001

    before, _, found, other = kept(
        where,
        lambda store: store.edition_figures(["slack"]),
        edition,
        lambda store: store.edition_figures(["slack"]),
        lambda store: store.edition_figures(["discord"]),
    )
    assert before == other == EditionFigures()
    assert found == EditionFigures(preparing=1, prepared=2)


QUEUE = """
CREATE SCHEMA procrastinate;
SET LOCAL search_path TO procrastinate;
CREATE TYPE procrastinate_job_status AS ENUM ('todo', 'doing', 'succeeded', 'failed');
CREATE TABLE procrastinate_jobs (id bigserial PRIMARY KEY, status procrastinate_job_status, scheduled_at timestamptz);
CREATE TABLE procrastinate_events (job_id bigint, at timestamptz);
INSERT INTO procrastinate_jobs (status, scheduled_at) VALUES ('todo', NULL), ('todo', NULL), ('todo', '2026-11-24 11:58Z'), ('todo', '2026-11-24 12:01Z'),
  ('doing', NULL), ('succeeded', NULL), ('failed', '2026-11-24 11:00Z');
INSERT INTO procrastinate_events VALUES (1, '2026-11-24 11:56Z'), (1, '2026-11-24 11:59Z'), (2, '2026-11-24 11:57Z'), (3, '2026-11-24 11:00Z'),
  (4, '2026-11-24 11:00Z'), (5, '2026-11-24 11:00Z'), (6, '2026-11-24 11:00Z')
"""


def test_what_waits_for_workers_is_counted_where_there_is_a_queue(postgres: Server, where: Path | str) -> None:
    def make(store: Store) -> Awaitable[object]:
        return store._database.write(lambda connection: connection.exec_driver_sql(QUEUE))  # noqa: SLF001

    assert kept(where, lambda store: store.queue_figures(NOW)) == [None]
    with postgres.database() as url:
        _, found = kept(url, make, lambda store: store.queue_figures(NOW))
        _, _, text = watch(url)
    assert found == QueueFigures(waiting=3, later=1, doing=1, since=NOW - timedelta(minutes=4))
    assert "pullquote_installation_queue_waiting 3.0" in text
    assert "pullquote_installation_queue_doing 1.0" in text


def test_who_holds_what_is_told_where_that_is_kept(where: Path | str) -> None:
    async def hold(store: Store) -> bool:
        return await store.leases.hold("slack:9f86", "dorn/42", NOW, NOW + timedelta(minutes=1))

    *_, found = kept(where, hold, lambda store: store.leases.all())
    assert found == {"slack:9f86": Lease("dorn/42", NOW + timedelta(minutes=1))}


def test_a_process_without_a_platform_and_a_clock_is_known_to_the_others_until_it_ends(where: Path | str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    config = Config(metrics=MetricsConfig(port=port), terminal=TerminalConfig())

    async def run(store: Store) -> tuple[dict[str, str], str, list[str]]:
        async with (
            present(store, this_process({}, "worker"), SystemClock()) as heartbeat,
            watchable(config, Metrics(), store, SystemClock(), heartbeat),
            aiohttp.ClientSession() as session,
        ):
            seen = await store.processes.all()
            health = await session.get(f"http://127.0.0.1:{port}/healthz")
            checks = (await health.json())["checks"]
        (ended,) = await store.processes.all()
        assert seen[0].stopped_at is None
        assert ended.stopped_at is not None
        return checks, ended.process.role, list(ended.process.platforms)

    checks, role, platforms = kept(where, run)[0]
    assert (set(checks), role, platforms) == ({"database", "heartbeat", "version"}, "worker", [])


def test_a_bot_is_on_the_platforms_of_its_processes_but_for_those_that_were_stopped(where: Path | str) -> None:
    stopped, alive, dead = (
        seen(name, ago, platforms=(name,)) for name, ago in (("slack", -HOUR), ("discord", -HOUR), ("terminal", HOUR))
    )

    async def look(store: Store) -> tuple[str, ...]:
        return (await look_at_processes(store)).platforms

    async def stop(store: Store) -> None:
        await store.processes.stop("slack")

    found = kept(where, look, stopped, stop, seen("worker", -HOUR), look, alive, dead, look)
    assert [found[0], found[4], found[7]] == [(), ("slack",), ("discord", "terminal")]

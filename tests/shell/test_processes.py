"""Which processes there are, as each says of itself and as others find it."""

import asyncio
import logging
import subprocess
import sys
from collections.abc import Awaitable, Callable
from contextlib import ExitStack
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from pydantic import SecretStr
from sqlalchemy import text

from bot.adapters.discord import adapter as discord_adapter
from bot.config import DiscordConfig
from bot.errors import StoreError
from bot.fleet import Fleet, look_at_processes, span
from bot.heartbeat import Heartbeat, this_process
from bot.ports import Sharded, Shards, token_id
from bot.store import Database, Process, Seen, Store
from bot.store.processes import BEAT_S, DEAD, FORGOTTEN
from bot.store.schema import VERSIONS
from tests.shell.postgres import Server
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
MOMENT = timedelta(microseconds=1)
ME = Process("a1", "all", "dorn", 42, "0.1.0", ("discord", "slack"), (0, 2), 4, ("discord:9f86",))


def beats(process: Process, at: datetime | None) -> Callable[[Store], Awaitable[None]]:
    return lambda store: store.processes.beat(process, at)


def looks(at: datetime | None = None) -> Callable[[Store], Awaitable[tuple[Seen, ...]]]:
    return lambda store: store.processes.all(at)


def runs(role: str, shards: tuple[int, ...] = (), count: int = 0, ago: timedelta = timedelta(0)) -> Seen:
    return Seen(
        Process(role, role, "dorn", 1, "0.1.0", shards=shards, shard_count=count), NOW - ago, NOW - ago, None, NOW
    )


def test_a_process_is_seen_with_all_that_it_said_and_for_as_long_as_it_says_so(where: Path | str) -> None:
    later = NOW + timedelta(hours=1)
    changed = replace(ME, shards=(0, 1, 2), tokens=())
    nothing, _, first, _, second = kept(
        where, looks(NOW), beats(ME, NOW), looks(NOW), beats(changed, later), looks(later)
    )
    assert nothing == ()
    assert first == (Seen(ME, NOW, NOW, None, NOW),)
    assert second == (Seen(changed, NOW, later, None, later),)


def test_who_was_not_seen_for_a_minute_is_dead_and_after_a_day_forgotten(where: Path | str) -> None:
    count = "SELECT count(*) FROM processes"

    def rows(store: Store) -> Awaitable[object]:
        return store._database.read(lambda connection: connection.execute(text(count)).scalar())  # noqa: SLF001

    _, (still,), (dead,), (known,), gone, _, before, _, after = kept(
        where,
        beats(ME, NOW),
        looks(NOW + DEAD),
        looks(NOW + DEAD + MOMENT),
        looks(NOW + FORGOTTEN),
        looks(NOW + FORGOTTEN + MOMENT),
        lambda store: store.processes.forget(NOW + FORGOTTEN),
        rows,
        lambda store: store.prune(NOW + FORGOTTEN + MOMENT),
        rows,
    )
    assert (still.is_alive, still.is_dead) == (True, False)
    assert (dead.is_alive, dead.is_dead) == (False, True)
    assert known.is_dead
    assert gone == ()
    assert (before, after) == (1, 0)


def test_who_said_that_it_ends_has_ended_even_if_another_word_of_it_comes_late(where: Path | str) -> None:
    *_, (found,) = kept(
        where,
        beats(ME, NOW),
        lambda store: store.processes.stop(ME.id, NOW + timedelta(seconds=3)),
        beats(ME, NOW + timedelta(seconds=4)),
        looks(NOW + timedelta(hours=2)),
    )
    assert found.stopped_at == NOW + timedelta(seconds=3)
    assert (found.is_alive, found.is_dead) == (False, False)


def test_those_that_run_stand_before_those_that_do_not(where: Path | str) -> None:
    old, new = replace(ME, id="b"), replace(ME, id="c", role="worker")
    *_, found = kept(where, beats(old, NOW - timedelta(minutes=5)), beats(new, NOW), looks(NOW))
    assert [one.process.id for one in found] == ["c", "b"]


def test_on_a_server_it_is_the_clock_of_the_server_that_counts(where: Path | str) -> None:
    async def times(store: Store) -> tuple[datetime, Seen, datetime]:
        before = await store.processes.now()
        await store.processes.beat(ME)
        (found,) = await store.processes.all()
        return before, found, await store.processes.now()

    ((before, found, after),) = kept(where, times)
    assert before.utcoffset() == timedelta(0)
    assert before <= found.since == found.seen <= found.at <= after
    assert found.is_alive


def test_many_processes_on_one_database_are_all_seen(where: Path | str) -> None:
    async def crowd(store: Store) -> int:
        names = [f"p{number}" for number in range(20)]
        await asyncio.gather(*(store.processes.beat(replace(ME, id=name), NOW) for name in names * 3))
        return len(await store.processes.all(NOW))

    assert kept(where, crowd) == [20]


def test_a_process_that_is_killed_is_dead_within_a_minute_and_one_that_is_stopped_says_so(
    postgres: Server, made_database: str
) -> None:
    repository = Path(__file__).parents[2]

    def started(url: str, role: str) -> "subprocess.Popen[str]":
        command = [sys.executable, "-m", "tests.shell.beating", url, role]
        return subprocess.Popen(command, stdout=subprocess.PIPE, text=True, cwd=repository)

    with ExitStack() as stack:
        where = stack.enter_context(postgres.database(like=made_database))
        bot, worker, planner = (stack.enter_context(started(where, role)) for role in ("bot", "worker", "planner"))
        for one in (bot, worker, planner):
            assert one.stdout
            assert one.stdout.readline() == "there\n"
        worker.kill()
        planner.terminate()
        worker.wait()
        planner.wait()
        (fleet,) = kept(where, look_at_processes)
        by_role = {one.process.role: one for one in fleet.processes}
        last = by_role["worker"].seen
        assert set(by_role) == {"bot", "worker", "planner"}
        (soon, late) = kept(
            where,
            lambda store: look_at_processes(store, at=last + DEAD),
            lambda store: look_at_processes(store, at=last + DEAD + MOMENT),
        )
        bot.kill()
    assert by_role["planner"].stopped_at is not None
    assert by_role["worker"].stopped_at is None
    assert "worker" in {one.process.role for one in soon.living}
    assert "planner" not in {one.process.role for one in soon.living}
    assert "worker" in {one.process.role for one in late.dead}


class Ticks:
    """A clock that goes on only while somebody sleeps, and does something at each time."""

    def __init__(self, *steps: Callable[[], Awaitable[object]]) -> None:
        self.steps = list(steps)
        self.passed = 0.0

    def now(self) -> datetime:
        return NOW + timedelta(seconds=self.passed)

    def elapsed(self) -> float:
        return self.passed

    async def sleep(self, seconds: float) -> None:
        self.passed += seconds
        if not self.steps:
            raise asyncio.CancelledError
        await self.steps.pop(0)()


def renamed(where: Path | str, old: str, new: str) -> Callable[[], Awaitable[object]]:
    """Takes the table away, or brings it back."""

    async def rename() -> None:
        database = Database(where)
        await database.write(lambda connection: connection.execute(text(f"ALTER TABLE {old} RENAME TO {new}")))
        await database.close()

    return rename


async def nothing() -> None:
    return None


def test_a_database_that_fails_for_a_while_ends_nothing_and_is_told_of_once(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    checked: list[str] = []

    async def run(store: Store) -> tuple[Seen, ...]:
        async def look() -> None:
            checked.append(await heart.check())

        away, back = renamed(where, "processes", "gone"), renamed(where, "gone", "processes")
        heart = Heartbeat(
            store, lambda: ME, Ticks(look, away, *[nothing] * 4, look, nothing, look, back, nothing, look)
        )
        with pytest.raises(asyncio.CancelledError):
            await heart.run()
        return await store.processes.all()

    with caplog.at_level(logging.INFO, logger="bot.heartbeat"):
        ((found,),) = kept(where, run)
    assert found.stopped_at is not None
    assert checked == [
        "",
        "",
        "this process could not write that it is there for 80 seconds; the others take it for dead",
        "",
    ]
    told = [record.getMessage() for record in caplog.records]
    assert len(told) == 2
    assert told[0].startswith("can't write that this process is there: the database ")
    assert told[1] == "this process is known to be there again"


def test_who_can_not_find_out_of_what_version_the_database_is_is_there_all_the_same(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    async def run(store: Store) -> str:
        async def fails() -> str:
            message = "it can't be known"
            raise StoreError(message)

        store.outdated = fails  # type: ignore[method-assign] # the database knows it, as long as it can be written
        heart = Heartbeat(store, lambda: ME, Ticks(*[nothing] * 20))
        with pytest.raises(asyncio.CancelledError):
            await heart.run()
        return await heart.check()

    with caplog.at_level(logging.INFO, logger="bot.heartbeat"):
        (told,) = kept(where, run)
    assert (told, caplog.text) == ("", "")


def test_a_process_says_once_a_day_that_a_newer_version_works_on_its_database(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    async def run(store: Store) -> None:
        async def bring_up_to_date() -> None:
            database = Database(where)
            newer = "UPDATE alembic_version SET version_num = '0099'"
            await database.write(lambda connection: connection.execute(text(newer)))
            await database.close()

        async def wait() -> None:
            clock.passed += 12 * 60 * 60

        clock = Ticks(nothing, bring_up_to_date, *[nothing] * 10, wait, nothing, wait, nothing)
        with pytest.raises(asyncio.CancelledError):
            await Heartbeat(store, lambda: ME, clock).run()

    with caplog.at_level(logging.INFO, logger="bot.heartbeat"):
        kept(where, run)
    told = [(record.levelno, record.getMessage()) for record in caplog.records]
    form = f"its form is 0099, and the newest known here is {VERSIONS[-1]}"
    words = f"the database is of a newer version of Pullquote ({form}); stop this process, and start it as that version"
    assert told == [(logging.ERROR, words)] * 2


def test_a_process_ends_also_where_the_database_does_not_take_its_last_word(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    async def run(store: Store) -> None:
        with pytest.raises(asyncio.CancelledError):
            await Heartbeat(store, lambda: ME, Ticks(renamed(where, "processes", "gone"))).run()

    kept(where, run)
    assert "can't write that this process ends: the database " in caplog.text


def test_a_process_writes_often_enough_to_be_missed_a_few_times() -> None:
    assert timedelta(seconds=4 * BEAT_S) < DEAD


def test_a_token_is_known_again_and_nothing_of_it_is_told() -> None:
    token = "MTA4.Gabc.the-rest-of-a-token"  # noqa: S105 - of nobody
    known = token_id(token)
    assert known == token_id(token)
    assert len({known, token_id(f"{token}x"), token_id(token, "x")}) == 3
    assert len(known) == 16
    assert not any(token[start : start + 4] in known for start in range(len(token) - 3))


def test_a_process_says_on_which_platforms_it_is_and_which_shards_it_has() -> None:
    settings = DiscordConfig(token=SecretStr("t0ken"), shard_count=8, shards=(0, 1))
    adapter = discord_adapter(settings)
    assert isinstance(adapter, Sharded)
    assert adapter.shards == Shards((), 8)
    process = this_process({"discord": adapter})
    assert (process().platforms, process().shards, process().shard_count) == (("discord",), (), 8)
    assert process().tokens == (f"discord:{adapter.token_id}",)
    assert process().id == process().id != this_process({})().id
    assert this_process({}, "worker")().tokens == ()


def test_a_role_is_missing_where_nobody_has_it_and_none_where_one_does_all() -> None:
    minute = DEAD + MOMENT
    assert Fleet((runs("bot"), runs("planner"), runs("worker", ago=minute))).missing_roles == ("worker",)
    assert Fleet((runs("all"), runs("worker", ago=minute))).missing_roles == ()
    nobody = Fleet((runs("all", ago=minute),))
    assert nobody.missing_roles == ()
    assert nobody.wrong_with_processes() == "no process was seen in the last minute; start one: pullquote run"
    words = "no worker was seen in the last minute, which reads feeds and makes digests"
    assert Fleet((runs("bot"), runs("planner"))).wrong_with_processes() == words


def test_shards_that_no_process_has_are_named() -> None:
    some = (runs("bot", (0, 1), 4), replace(runs("bot", (3,), 4)), runs("bot", (2,), 4, DEAD + MOMENT))
    fleet = Fleet(some, 4)
    assert fleet.lost_shards == (2,)
    assert fleet.wrong_with_shards() == "of 4 shards of Discord, no process has 1: 2"
    assert Fleet((runs("bot", (0, 1, 2, 3), 4),), 4).wrong_with_shards() == ""
    assert Fleet((runs("bot"),), 30).wrong_with_shards().endswith("has 30: 0, 1, 2, 3, 4, 5, 6, 7, 8, 9 and others")
    assert Fleet((), 4).lost_shards == ()


def test_what_processes_say_of_the_number_of_shards_counts_where_the_configuration_says_less(where: Path | str) -> None:
    _, more, less, dead = kept(
        where,
        beats(ME, NOW),
        lambda store: look_at_processes(store, 0, NOW),
        lambda store: look_at_processes(store, 6, NOW),
        lambda store: look_at_processes(store, 0, NOW + DEAD + MOMENT),
    )
    assert (more.shard_count, more.lost_shards) == (4, (1, 3))
    assert (less.shard_count, less.lost_shards) == (6, (1, 3, 4, 5))
    assert dead.shard_count == 0


@pytest.mark.parametrize(
    ("seconds", "words"),
    [
        (-3, "0 s"),
        (0.4, "0 s"),
        (59, "59 s"),
        (3600, "1 h"),
        (3661, "1 h 1 min"),
        (93_600, "1 d 2 h"),
        (86_401, "1 d 1 s"),
    ],
)
def test_a_time_that_passed_is_told_in_two_units_at_most(seconds: float, words: str) -> None:
    assert span(timedelta(seconds=seconds)) == words

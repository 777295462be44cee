"""What becomes of jobs of a queue that do not come to their end: their work fails, their worker dies, or nobody can write it down."""

import asyncio
import logging
from contextlib import AsyncExitStack
from datetime import timedelta

import psycopg
import pytest

from bot.engine import Job, Priority
from bot.engine.many import ManyEngine
from bot.engine.queue_schema import SCHEMA
from tests.shell.test_queue import KEY, job, opened, rows, working

# Some ends can't be written down at first, nor one time that a worker lives; and all of it is counted.
REFUSED = """
CREATE SEQUENCE ends;
CREATE SEQUENCE beats;
CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('ends') <= {ends} THEN RAISE 'no space left on device' USING ERRCODE = '53100'; END IF;
    RETURN OLD;
END $$;
CREATE FUNCTION beat() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    IF nextval('beats') = {beat} THEN RAISE 'no space left on device' USING ERRCODE = '53100'; END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER refuse BEFORE DELETE ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION refuse();
CREATE TRIGGER beat BEFORE UPDATE ON procrastinate_workers FOR EACH ROW EXECUTE FUNCTION beat()
"""
# When something is to be done, by the clock of the server, which stands still meanwhile.
CLOCKED = """
CREATE TABLE rested (after interval);
CREATE FUNCTION rest() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
    INSERT INTO rested VALUES (NEW.scheduled_at - now());
    RETURN NEW;
END $$;
CREATE TRIGGER rest BEFORE UPDATE ON procrastinate_jobs FOR EACH ROW
WHEN (OLD.status = 'doing' AND NEW.status = 'todo') EXECUTE FUNCTION rest()
"""
RESTED = "SELECT after FROM rested ORDER BY after"
# Whoever did it is gone.
LEFT = "UPDATE procrastinate_jobs SET status = 'doing'"
DUE = "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'"
FAR = "UPDATE procrastinate_jobs SET scheduled_at = now() + interval '1 day' WHERE status = 'todo'"
DEAD = "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'"


class Host:
    """Does the jobs of a host: some fail as often as is said, and some go on until they are let."""

    def __init__(self, **failures: int) -> None:
        self.failures = failures
        self.told: list[str] = []
        self.changed = asyncio.Event()
        self.gate = asyncio.Event()

    def tell(self, words: str) -> None:
        self.told.append(words)
        self.changed.set()

    async def work(self, job: Job) -> None:
        name = job.data["name"]
        if self.failures.get(name, 0):
            self.failures[name] -= 1
            self.tell(f"{name} fails")
            raise ZeroDivisionError
        if name == "slow":
            self.tell("slow begins")
            await self.gate.wait()
        self.tell(f"{name} is done")

    async def says(self, *words: str) -> None:
        """Wait for one of some words."""
        while not set(words) & set(self.told):
            self.changed.clear()
            await self.changed.wait()


def test_an_end_that_can_not_be_written_down_at_once_is_written_down_all_the_same(queue: str) -> None:
    host = Host()

    async def steps(engine: ManyEngine) -> None:
        rows(queue, REFUSED.format(ends=1, beat=0))
        await engine.submit("a", job("a"), priority=Priority.DUE, lock="host")
        async with ManyEngine(queue, missed_s=0.05) as worker, working(worker, host.work):
            await host.says("a is done")
        # Whoever is stopped writes down first what is done.
        assert await engine.pending() == {}
        assert rows(queue, "SELECT last_value FROM ends") == [(2,)]

    opened(queue, steps)
    assert host.told == ["a is done"]


def test_a_worker_that_can_not_write_down_an_end_gives_the_job_to_others_and_is_back(
    queue: str, caplog: pytest.LogCaptureFixture
) -> None:
    host = Host()

    async def steps(engine: ManyEngine) -> None:
        rows(queue, REFUSED.format(ends=2, beat=0))
        await engine.submit("a", job("a"), priority=Priority.DUE, lock="host")
        async with ManyEngine(queue, missed_s=0.05, heartbeat_s=0.05) as worker, working(worker, host.work):
            await host.says("a is done")
            while not (count := await engine.take_over()):
                # One that lives on and keeps the job would say so for ever.
                assert rows(queue, "SELECT last_value < 40 FROM beats") == [(True,)]
            assert count == 1
            await engine.wait("a")
            assert await engine.submit("b", job("b"), priority=Priority.DUE, lock="host")
            await engine.wait("b")

    opened(queue, steps)
    assert host.told == ["a is done", "a is done", "b is done"]
    assert caplog.text.count("can't be written down, and it is left for others: no space left on device") == 1
    assert "never retrieved" not in caplog.text


def test_a_worker_that_could_not_say_once_that_it_lives_says_it_again_and_keeps_what_it_does(queue: str) -> None:
    host = Host()

    async def steps(engine: ManyEngine) -> None:
        rows(queue, REFUSED.format(ends=0, beat=2))
        await engine.submit("slow", job("slow"), priority=Priority.DUE)
        async with ManyEngine(queue, missed_s=0.05, heartbeat_s=0.05) as worker, working(worker, host.work):
            while rows(queue, "SELECT 1 FROM beats WHERE last_value < 8"):
                # One that falls silent is taken for dead.
                assert await engine.take_over() == 0
                await asyncio.sleep(0.01)
            host.gate.set()
            await engine.wait("slow")

    opened(queue, steps)
    assert host.told == ["slow begins", "slow is done"]


def test_a_job_that_rests_as_it_failed_holds_up_no_other_of_its_host(queue: str) -> None:
    host = Host(bad=2)

    async def steps(engine: ManyEngine) -> None:
        await engine.submit("bad", job("bad"), priority=Priority.WAITED, lock="host")
        await engine.submit("good", job("good"), priority=Priority.DUE, lock="host")
        async with working(engine, host.work):
            # Held up, it would not come before the other is tried again, and fails.
            await host.says("good is done", "bad is done")
        assert dict(await engine.pending()) == {"bad": ""}
        assert not await engine.submit("bad", job("bad"), priority=Priority.WAITED, lock="host")

    opened(queue, steps)
    assert "bad is done" not in host.told


def test_a_job_that_has_rested_waits_for_those_of_its_host_and_they_for_it(queue: str) -> None:
    host = Host(bad=1)

    async def steps(engine: ManyEngine) -> None:
        await engine.submit("bad", job("bad"), priority=Priority.DUE, lock="host")
        async with working(engine, host.work):
            await host.says("bad fails")
            while not rows(queue, "SELECT 1 FROM procrastinate_jobs WHERE status = 'todo'"):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)
            rows(queue, FAR)
            await engine.submit("slow", job("slow"), priority=Priority.DUE, lock="host")
            await host.says("slow begins")
            rows(queue, DUE)
            assert await engine.pending() == {"bad": "host", "slow": "host"}
            await engine.submit("other", job("other"), priority=Priority.BACKGROUND)
            await host.says("other is done")
            host.gate.set()
            await engine.wait("bad")

    opened(queue, steps)
    assert host.told == ["bad fails", "slow begins", "other is done", "slow is done", "bad is done"]


def test_what_rests_does_so_by_the_clock_of_the_server_whatever_that_of_a_machine_shows(queue: str) -> None:
    host = Host(bad=1)

    async def steps(engine: ManyEngine) -> None:
        rows(queue, CLOCKED)
        await engine.submit("bad", job("bad"), priority=Priority.DUE)
        async with working(engine, host.work):
            while not rows(queue, RESTED):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)
        assert rows(queue, RESTED) == [(timedelta(seconds=2),)]
        for after in (timedelta(), timedelta(seconds=5)):
            rows(queue, "TRUNCATE rested")
            rows(queue, LEFT)
            assert await engine.take_over() == 1
            assert rows(queue, RESTED) == [(after,)]

    opened(queue, steps)


def test_what_rests_takes_no_room_from_others(queue: str) -> None:
    async def steps(engine: ManyEngine) -> None:
        for name in "ab":
            assert await engine.submit(name, job(name), priority=Priority.DUE, lock=name)
        assert not await engine.submit("c", job("c"), priority=Priority.DUE)
        rows(queue, FAR)
        for name in "cd":
            assert await engine.submit(name, job(name), priority=Priority.DUE)
        assert not await engine.submit("e", job("e"), priority=Priority.DUE)

    opened(queue, steps, most=2)


def test_a_worker_that_comes_too_late_for_the_lock_of_a_job_goes_on_with_what_it_does(queue: str) -> None:
    host = Host()
    took = "UPDATE procrastinate_jobs SET status = 'doing' WHERE queueing_lock = 'good'"
    waits = "SELECT 1 FROM pg_stat_activity WHERE datname = current_database() AND wait_event = 'transactionid'"

    async def steps(engine: ManyEngine) -> None:
        for name in ("rested", "good"):
            await engine.submit(name, job(name), priority=Priority.DUE, lock="host")
        rows(queue, FAR)
        await engine.submit("slow", job("slow"), priority=Priority.DUE)
        async with (
            ManyEngine(queue, missed_s=0.05, heartbeat_s=0.05, patience_s=0.5) as worker,
            working(worker, host.work),
        ):
            await host.says("slow begins")
            # Another worker is just taking one that came later.
            with psycopg.connect(queue, options=f"-c search_path={SCHEMA}") as other:
                other.execute(took)
                rows(queue, f"{DUE} AND queueing_lock = 'rested'")
                while not rows(queue, waits):  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.01)
            assert await engine.take_over() == 1
            await engine.wait("rested")
            await engine.wait("good")
            host.gate.set()
            await engine.wait("slow")

    opened(queue, steps)
    assert sorted(host.told) == ["good is done", "rested is done", "slow begins", "slow is done"]


def test_what_a_dead_worker_has_left_is_done_at_once_and_the_next_time_after_a_rest_and_not_all_at_one_time(
    queue: str,
) -> None:
    async def steps(engine: ManyEngine) -> None:
        rows(queue, CLOCKED)
        for name in "abc":
            await engine.submit(name, job(name), priority=Priority.DUE, lock=f"host {name}")
        rows(queue, LEFT)
        assert await engine.take_over() == 3
        assert dict(await engine.pending()) == {name: f"host {name}" for name in "abc"}
        assert rows(queue, RESTED) == [(timedelta(),)] * 3
        # One that was left for the first time is not behind them.
        await engine.submit("d", job("d"), priority=Priority.DUE)
        rows(queue, "TRUNCATE rested")
        rows(queue, LEFT)
        assert await engine.take_over() == 4
        assert dict(await engine.pending()) == dict.fromkeys("abcd", "")
        assert rows(queue, RESTED) == [(timedelta(seconds=seconds),) for seconds in (0, 5, 6, 7)]

    opened(queue, steps)


def test_who_was_thought_dead_and_fails_takes_nothing_from_whoever_does_it_now(queue: str) -> None:
    async def steps(engine: ManyEngine) -> None:
        fails, ends, begun, taken = (asyncio.Event() for _ in range(4))

        async def fail(_: Job) -> None:
            begun.set()
            await fails.wait()
            raise ZeroDivisionError

        async def end(_: Job) -> None:
            taken.set()
            await ends.wait()

        await engine.submit("a", job("a"), priority=Priority.DUE)
        async with (
            ManyEngine(queue, missed_s=0.05) as one,
            ManyEngine(queue, missed_s=0.05) as other,
            AsyncExitStack() as stopped,
        ):
            await stopped.enter_async_context(working(one, fail, most_at_once=1))
            await begun.wait()
            rows(queue, DEAD)
            assert await engine.take_over() == 1
            async with working(other, end, most_at_once=1):
                await taken.wait()
                fails.set()
                # Whoever is stopped writes down first what has failed.
                await stopped.aclose()
                assert rows(queue, "SELECT status, attempts FROM procrastinate_jobs") == [("doing", 0)]
                ends.set()
                await engine.wait("a")

    opened(queue, steps)


def test_of_many_that_were_left_twice_each_can_be_taken_back_and_none_rests_for_long(queue: str) -> None:
    async def steps(engine: ManyEngine) -> None:
        rows(queue, CLOCKED)
        names = [f"feed {number}" for number in range(80)]
        for name in names:
            await engine.submit(name, job(name), priority=Priority.DUE, lock=name)
        for _ in range(2):
            rows(queue, LEFT)
            assert await engine.take_over() == 80
        assert rows(queue, "SELECT max(after) FROM rested") == [(timedelta(seconds=63),)]
        assert [name for name in names if not await engine.withdraw(name)] == []

    opened(queue, steps)


@pytest.mark.parametrize("lock", ["", "courier.example"], ids=["no host", "a host"])
def test_what_failed_often_is_no_suspect_when_its_worker_dies_once(queue: str, lock: str) -> None:
    host = Host(bad=6)
    failed = "SELECT 1 FROM procrastinate_jobs WHERE status = 'todo' AND attempts >= %s::int"

    async def steps(engine: ManyEngine) -> None:
        await engine.submit("bad", job("bad"), priority=Priority.DUE, lock=lock)
        async with working(engine, host.work):
            for failures in range(1, 7):
                while not rows(queue, failed, str(failures)):  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.01)
                rows(queue, DUE if failures < 6 else FAR)
        rows(queue, LEFT)
        assert await engine.take_over() == 1
        assert rows(queue, "SELECT 1 FROM procrastinate_jobs WHERE scheduled_at > now()") == []
        assert await engine.withdraw("bad")

    opened(queue, steps)


@pytest.mark.parametrize("lock", ["", "courier.example"], ids=["no host", "a host"])
def test_a_job_of_which_worker_after_worker_dies_is_left_alone_for_long_and_that_is_said_without_keys(
    queue: str, caplog: pytest.LogCaptureFixture, lock: str
) -> None:
    key = f"poll:http://courier.example/feed?auth={KEY}"

    async def steps(engine: ManyEngine) -> None:
        rows(queue, CLOCKED)
        await engine.submit(key, job("slow"), priority=Priority.DUE, lock=lock)
        for _ in range(6):
            host = Host()
            rows(queue, DUE)
            async with (
                ManyEngine(queue, missed_s=0.05, patience_s=0.05) as worker,
                working(worker, host.work, most_at_once=1),
            ):
                await host.says("slow begins")
                rows(queue, DEAD)
                assert await engine.take_over() == 1
        rests = [after.total_seconds() for (after,) in rows(queue, "SELECT after FROM rested")]
        assert rests == [0, 5, 9, 17, 900, 900]
        # Nobody takes it, nor makes another of it, and others of its host are done.
        assert not await engine.submit(key, job(), priority=Priority.WAITED, lock=lock)
        assert not await engine.withdraw(key)
        assert dict(await engine.pending()) == {key: ""}
        # Nor when it may be begun again.
        rows(queue, DUE)
        assert not await engine.withdraw(key)

    caplog.set_level(logging.WARNING)
    opened(queue, steps)
    assert [record.getMessage().partition("?")[0] for record in caplog.records] == [
        "a job does not come to its end, and its workers die; it is left alone for 15 minutes: poll:http://courier.example/feed"
    ] * 2
    assert KEY not in caplog.text

"""What becomes of jobs of a queue that do not come to their end: their work fails, their worker dies, or nobody can write it down."""

import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.engine import Job, Priority
from bot.engine.many import ManyEngine
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
LEFT = "UPDATE procrastinate_jobs SET status = 'doing', attempts = {}, scheduled_at = NULL"


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
    assert caplog.text.count("can't be written down, and it is given to others: no space left on device") == 1
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

    opened(queue, steps, lease_s=2)
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
            await engine.submit("slow", job("slow"), priority=Priority.DUE, lock="host")
            await host.says("slow begins")
            rows(queue, "UPDATE procrastinate_jobs SET scheduled_at = now() WHERE status = 'todo'")
            while await engine.pending() != {"bad": "host", "slow": "host"}:
                assert "bad is done" not in host.told
            host.gate.set()
            await engine.wait("bad")

    opened(queue, steps)
    assert host.told == ["bad fails", "slow begins", "slow is done", "bad is done"]


def test_what_a_dead_worker_has_left_is_done_at_once_and_the_next_time_after_a_rest_and_not_all_at_one_time(
    queue: str,
) -> None:
    async def steps(engine: ManyEngine) -> None:
        for name in "abc":
            await engine.submit(name, job(name), priority=Priority.DUE, lock=f"host {name}")
        rows(queue, LEFT.format(0))
        assert await engine.take_over() == 3
        assert dict(await engine.pending()) == {name: f"host {name}" for name in "abc"}
        assert rows(queue, "SELECT 1 FROM procrastinate_jobs WHERE scheduled_at > '1970-01-01Z'") == []
        rows(queue, LEFT.format(1))
        before = datetime.now(UTC)
        assert await engine.take_over() == 3
        assert dict(await engine.pending()) == dict.fromkeys("abc", "")
        first, *others = (at for (at,) in rows(queue, "SELECT scheduled_at FROM procrastinate_jobs ORDER BY 1"))
        assert first >= before + timedelta(seconds=4)
        assert [round((at - first).total_seconds()) for at in others] == [1, 2]

    opened(queue, steps)


def test_a_job_of_which_worker_after_worker_dies_is_left_alone_for_long_and_that_is_said_without_keys(
    queue: str, caplog: pytest.LogCaptureFixture
) -> None:
    key = f"poll:http://courier.example/feed?auth={KEY}"

    async def steps(engine: ManyEngine) -> None:
        await engine.submit(key, job(), priority=Priority.DUE, lock="courier.example")
        rested: list[bool] = []
        for _ in range(7):
            rows(queue, "UPDATE procrastinate_jobs SET status = 'doing'")
            assert await engine.take_over() == 1
            ((is_long,),) = rows(queue, "SELECT scheduled_at > now() + interval '14 minutes' FROM procrastinate_jobs")
            rested.append(is_long)
        assert rested == [False] * 5 + [True] * 2
        # Nobody takes it, nor makes another of it, and others of its host are done.
        assert not await engine.submit(key, job(), priority=Priority.WAITED, lock="courier.example")
        assert not await engine.withdraw(key)
        assert dict(await engine.pending()) == {key: ""}

    caplog.set_level(logging.WARNING)
    opened(queue, steps)
    assert [record.getMessage().partition("?")[0] for record in caplog.records] == [
        "a job does not come to its end, and its workers die; it is left alone for 15 minutes: poll:http://courier.example/feed"
    ] * 2
    assert KEY not in caplog.text

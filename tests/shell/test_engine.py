"""What every engine keeps: jobs are done once, the most urgent first, and those of one host one after the other."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from functools import partial
from typing import Any

import pytest

from bot.engine import Engine, Job, Kind, LocalEngine, Priority
from bot.engine.many import ManyEngine
from bot.errors import StoreError

Machines = Callable[..., AbstractAsyncContextManager[Engine]]


class Crew:
    """Does jobs: each begins, and ends once it is let."""

    def __init__(self) -> None:
        self.begun: list[str] = []
        self.done: list[str] = []
        self.now: set[str] = set()
        self.most_at_once = 0
        self.gate = asyncio.Event()
        self.changed = asyncio.Event()

    async def work(self, job: Job) -> str:
        name = job.data["name"]
        self.begun.append(name)
        self.now.add(name)
        self.most_at_once = max(self.most_at_once, len(self.now))
        self.changed.set()
        try:
            await self.gate.wait()
        finally:
            self.now.discard(name)
        self.done.append(name)
        return name

    async def has_begun(self, count: int) -> None:
        while len(self.begun) < count:
            self.changed.clear()
            await self.changed.wait()


def job(name: str) -> Job:
    return Job(Kind.POLL, {"name": name})


@asynccontextmanager
async def local(crew: Crew, *, at_once: int = 4, **knobs: Any) -> Any:
    engine = LocalEngine({Kind.POLL: crew.work}, most_at_once=at_once, **knobs)
    try:
        yield engine
    finally:
        await engine.aclose()


@asynccontextmanager
async def many(url: str, crew: Crew, *, at_once: int = 4, **knobs: Any) -> Any:
    """A queue, with one process that submits and another that works."""
    async with ManyEngine(url, look_s=0.01, **knobs) as engine, ManyEngine(url, missed_s=0.05) as worker:
        working = asyncio.create_task(worker.run_worker(Kind.POLL, crew.work, most_at_once=at_once))
        try:
            yield engine
        finally:
            crew.gate.set()
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)


@pytest.fixture(params=["in this process", "on many machines"])
def machines(request: pytest.FixtureRequest) -> Machines:
    return local if request.param == "in this process" else partial(many, request.getfixturevalue("queue"))


def runs(steps: Callable[[Crew], Awaitable[None]]) -> None:
    async def run() -> None:
        await steps(Crew())

    asyncio.run(run())


def test_a_job_is_done_once_however_often_it_is_submitted_meanwhile(machines: Machines) -> None:
    async def steps(crew: Crew) -> None:
        async with machines(crew) as engine:
            assert await engine.submit("a", job("a"), priority=Priority.DUE)
            await crew.has_begun(1)
            assert not await engine.submit("a", job("a"), priority=Priority.WAITED)
            crew.gate.set()
            await engine.wait("a")
            assert crew.done == ["a"]
            assert await engine.pending() == {}
            assert await engine.submit("a", job("again"), priority=Priority.DUE)
            await engine.wait("a")
            assert crew.done == ["a", "again"]

    runs(steps)


def test_what_somebody_waits_for_is_done_before_what_is_due_and_that_before_the_rest(machines: Machines) -> None:
    async def steps(crew: Crew) -> None:
        async with machines(crew, at_once=1) as engine:
            await engine.submit("first", job("first"), priority=Priority.DUE)
            await crew.has_begun(1)
            for name, priority in (
                ("rest", Priority.BACKGROUND),
                ("due", Priority.DUE),
                ("later", Priority.DUE),
                ("waited", Priority.WAITED),
            ):
                await engine.submit(name, job(name), priority=priority)
            assert not await engine.submit("later", job("later"), priority=Priority.WAITED)
            assert len(await engine.pending()) == 5
            crew.gate.set()
            for name in ("rest", "due", "later", "waited"):
                await engine.wait(name)
            assert crew.done == ["first", "later", "waited", "due", "rest"]

    runs(steps)


def test_jobs_of_one_host_are_done_one_after_the_other_and_hold_up_no_other(machines: Machines) -> None:
    async def steps(crew: Crew) -> None:
        async with machines(crew) as engine:
            for name, lock in (("a1", "a"), ("a2", "a"), ("b1", "b"), ("free", ""), ("free too", "")):
                await engine.submit(name, job(name), priority=Priority.DUE, lock=lock)
            assert dict(await engine.pending()) == {"a1": "a", "a2": "a", "b1": "b", "free": "", "free too": ""}
            await crew.has_begun(4)
            assert sorted(crew.begun) == ["a1", "b1", "free", "free too"]
            crew.gate.set()
            await engine.wait("a2")
            assert crew.begun[-1] == "a2"

    runs(steps)


def test_where_there_is_no_room_a_job_is_refused_but_for_one_that_is_more_urgent(machines: Machines) -> None:
    async def steps(crew: Crew) -> None:
        async with machines(crew, at_once=1, most=2) as engine:
            for name in ("a", "b"):
                assert await engine.submit(name, job(name), priority=Priority.DUE)
            assert not await engine.submit("c", job("c"), priority=Priority.DUE)
            assert not await engine.submit("c", job("c"), priority=Priority.BACKGROUND)
            assert await engine.submit("c", job("c"), priority=Priority.WAITED)
            crew.gate.set()
            for name in ("a", "b", "c"):
                await engine.wait(name)
            assert sorted(crew.done) == ["a", "b", "c"]

    runs(steps)


def test_a_job_is_taken_back_only_as_long_as_nobody_has_begun_it(machines: Machines) -> None:
    async def steps(crew: Crew) -> None:
        async with machines(crew, at_once=1) as engine:
            await engine.submit("a", job("a"), priority=Priority.DUE)
            await engine.submit("b", job("b"), priority=Priority.DUE)
            await crew.has_begun(1)
            assert [await engine.withdraw(name) for name in ("a", "b", "b", "c")] == [False, True, False, False]
            crew.gate.set()
            await engine.wait("a")
            await engine.wait("b")
            assert crew.done == ["a"]

    runs(steps)


def test_whoever_waits_in_the_same_process_has_the_result_or_the_error() -> None:
    async def fails(job: Job) -> str:
        if job.data["name"] == "bad":
            message = "the disk is full"
            raise StoreError(message)
        return "read"

    async def run() -> None:
        ended: list[tuple[str, str]] = []
        engine = LocalEngine(
            {Kind.POLL: fails}, most_at_once=1, ended=lambda key, error: ended.append((key, str(error or "")))
        )
        await engine.submit("good", job("good"), priority=Priority.DUE)
        await engine.submit("bad", job("bad"), priority=Priority.DUE)
        waiting = asyncio.create_task(engine.wait("bad"))
        good = await engine.wait("good")
        assert (good.result, good.is_here, good.is_given_up) == ("read", True, False)
        with pytest.raises(StoreError, match="the disk is full"):
            await waiting
        assert ended == [("good", ""), ("bad", "the disk is full")]

    asyncio.run(run())


def test_an_engine_of_this_process_that_is_closed_gives_up_all_and_tells_whoever_waits() -> None:
    async def steps(crew: Crew) -> None:
        async with local(crew, at_once=1) as engine:
            for name in ("a", "b"):
                await engine.submit(name, job(name), priority=Priority.DUE)
            await crew.has_begun(1)
            waiting = [asyncio.create_task(engine.wait(name)) for name in ("a", "b")]
            await asyncio.sleep(0)
        assert [ended.is_given_up for ended in await asyncio.gather(*waiting)] == [True, True]
        assert (crew.begun, crew.done) == (["a"], [])

    runs(steps)

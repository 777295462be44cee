"""Rounds that let others read what is due."""

import asyncio
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path

from bot.engine import Ended, Job, Priority
from bot.errors import StoreError
from bot.feed_jobs import poll_key
from bot.rounds import Rounds
from bot.store import PlaceSource, Store
from tests.shell.polled import NEWS, NOW

_FEEDS = [f"http://host{number}.example/feed" for number in range(6)]


class Queue:
    """Takes jobs of which it never tells that they are done; some may be there, and it may not be reached at first."""

    def __init__(self, failures: int = 0, there: Mapping[str, str] | None = None) -> None:
        self.failures = failures
        self.there = there or {}
        self.submitted: list[str] = []

    async def submit(self, key: str, job: Job, *, priority: Priority, lock: str = "") -> bool:
        del job, priority, lock
        self.submitted.append(key)
        return True

    async def wait(self, key: str) -> Ended:
        raise NotImplementedError

    async def withdraw(self, key: str) -> bool:
        raise NotImplementedError

    async def pending(self) -> Mapping[str, str]:
        if self.failures:
            self.failures -= 1
            message = "the queue can't be used"
            raise StoreError(message, permanent=False)
        return self.there


def test_after_a_queue_could_not_be_reached_as_much_is_submitted_as_before_it(where: Path | str) -> None:
    rests: list[float] = []

    async def run() -> None:
        queue, is_idle = Queue(failures=5), asyncio.Event()

        async def sleep(seconds: float) -> None:
            rests.append(seconds)
            if not queue.failures and len(queue.submitted) > 1:
                is_idle.set()
                await asyncio.Event().wait()

        async with Store(where) as store:
            for feed in _FEEDS:
                await store.places.add_source(NEWS, PlaceSource(feed, feed, "U1", NOW - timedelta(hours=1)))
            rounds = Rounds(
                store, queue, lambda: NOW, most=100, sleep=sleep, longest_nap_s=6, longest_rest_s=15, is_told=False
            )
            running = asyncio.create_task(rounds.run())
            await is_idle.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        # One to find out whether the queue can be reached again, and in the next round all.
        assert len(queue.submitted) == 1 + len(_FEEDS)

    asyncio.run(run())
    assert rests[:5] == [2, 4, 8, 15, 15]


def test_feeds_that_rest_hold_up_no_other_of_their_host_and_those_that_are_read_do(where: Path | str) -> None:
    resting, busy, other = (
        [f"http://{host}.example/{number}" for number in range(3)] for host in ("rest", "busy", "other")
    )
    there = {poll_key(feed): "" for feed in resting[:2]} | {poll_key(feed): "busy.example" for feed in busy[:2]}

    async def run() -> list[str]:
        queue, is_idle = Queue(there=there), asyncio.Event()

        async def sleep(_: float) -> None:
            is_idle.set()
            await asyncio.Event().wait()

        async with Store(where) as store:
            for feed in (*resting, *busy, *other):
                await store.places.add_source(NEWS, PlaceSource(feed, feed, "U1", NOW - timedelta(hours=1)))
            running = asyncio.create_task(Rounds(store, queue, lambda: NOW, most=100, sleep=sleep).run())
            await is_idle.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return queue.submitted

    assert sorted(asyncio.run(run())) == sorted(map(poll_key, [resting[2], *other[:2]]))

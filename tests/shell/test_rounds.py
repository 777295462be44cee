"""Rounds that let others read what is due."""

import asyncio
from collections import Counter
from collections.abc import Collection, Mapping
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection

from bot.engine import Ended, Job, Priority
from bot.errors import StoreError
from bot.feed_jobs import feed_of, host_of, poll_key
from bot.rounds import Rounds
from bot.store import Database, PlaceSource, Store
from bot.store import tables as t
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


def test_rounds_go_on_after_any_number_of_failures(where: Path | str) -> None:
    async def run() -> float:
        queue, longest, is_idle = Queue(failures=1_100), 0.0, asyncio.Event()

        async def sleep(seconds: float) -> None:
            nonlocal longest
            longest = max(longest, seconds)
            if not queue.failures:
                is_idle.set()
                await asyncio.Event().wait()

        async with Store(where) as store:
            rounds = Rounds(store, queue, lambda: NOW, most=100, sleep=sleep, longest_nap_s=6, longest_rest_s=15)
            running = asyncio.create_task(rounds.run())
            await asyncio.wait({running, asyncio.ensure_future(is_idle.wait())}, return_when=asyncio.FIRST_COMPLETED)
            assert not running.done()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return longest

    assert asyncio.run(run()) == 15


class Slow(Queue):
    """Takes jobs, and is done with none of them."""

    def __init__(self, *feeds: str) -> None:
        super().__init__(failures=0)
        self.submitted += map(poll_key, feeds)

    async def pending(self) -> Mapping[str, str]:
        return {key: host_of(feed_of(key)) for key in self.submitted}


async def overdue(where: Path | str, feeds: Mapping[str, timedelta]) -> None:
    """Let a place have feeds that were to be read so long ago."""

    def write(connection: Connection) -> None:
        place = {"platform": NEWS.platform, "workspace": NEWS.workspace, "channel": NEWS.channel}
        connection.execute(t.places.insert(), place | {"settings": "{}", "created_at": NOW})
        known = {"added_at": NOW, "last_tried": NOW - timedelta(days=1)}
        connection.execute(
            t.sources.insert(), [known | {"feed": feed, "next_reading": NOW - ago} for feed, ago in feeds.items()]
        )
        has = place | {"added_by": "", "added_at": NOW, "is_paused": False}
        connection.execute(t.place_sources.insert(), [has | {"feed": feed, "name": feed} for feed in feeds])

    database = Database(where)
    await database.write(write)
    await database.close()


async def first_round(where: Path | str, queue: Queue) -> float:
    """Let what is due be submitted once; how long is waited then, in seconds."""
    naps: asyncio.Queue[float] = asyncio.Queue()

    async def sleep(seconds: float) -> None:
        naps.put_nowait(seconds)
        await asyncio.Event().wait()

    async with Store(where) as store:
        rounds = Rounds(store, queue, lambda: NOW, most=300, sleep=sleep, longest_nap_s=6, look_again_s=1)
        running = asyncio.create_task(rounds.run())
        nap_s = await naps.get()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
    return nap_s


@pytest.mark.parametrize("there", [[], ["https://tube.example/0", "https://tube.example/1"]])
def test_hosts_with_more_feeds_than_are_looked_at_keep_no_other_from_its_turn(
    where: Path | str, there: Collection[str]
) -> None:
    late = [timedelta(hours=hours) for hours in (3, 2, 1)]
    feeds = {f"https://tube.example/{number}": late[0] for number in range(600)}
    feeds |= {f"http://pods.example/{number}": late[1] for number in range(600)}
    feeds |= {f"https://small{number}.example/feed": late[2] for number in range(50)}
    queue = Slow(*there)

    async def run() -> None:
        await overdue(where, feeds)
        assert await first_round(where, queue) == 1
        submitted = list(queue.submitted)
        # While they are read, nothing is left that there is a turn for.
        await first_round(where, queue)
        assert queue.submitted == submitted

    asyncio.run(run())
    hosts = Counter(host_of(feed_of(key)) for key in queue.submitted)
    assert hosts == {"tube.example": 2, "pods.example": 2} | {f"small{number}.example": 1 for number in range(50)}
    # Those that wait for the longest come first.
    assert [host_of(feed_of(key)) for key in queue.submitted[:4]] == ["tube.example"] * 2 + ["pods.example"] * 2


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
            running = asyncio.create_task(Rounds(store, queue, lambda: NOW, most=5, sleep=sleep).run())
            await is_idle.wait()
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
        return queue.submitted

    assert sorted(asyncio.run(run())) == sorted(map(poll_key, [resting[2], *other[:2]]))

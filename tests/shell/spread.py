"""What is due, read as by a bot of several processes: a planner submits it to a queue, and a worker does it, both of them here."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress

from bot.engine import Ended, Job, Kind, Priority, Work
from bot.engine.many import ManyEngine
from bot.errors import StoreError
from bot.feed_jobs import feed_of
from bot.politeness import Clock, Sleep
from bot.polling import Poller
from bot.problems import Problem
from bot.progress import Progress
from bot.rounds import Rounds
from bot.store import Store

__all__ = ["Spread"]


class _Known:
    """A queue that knows without asking which jobs are there of those that were submitted or seen here, as the clock of tests has to."""

    def __init__(self, queue: ManyEngine) -> None:
        self._queue = queue
        self._ending: dict[str, asyncio.Task[None]] = {}

    @property
    def keys(self) -> frozenset[str]:
        return frozenset(self._ending)

    async def submit(self, key: str, job: Job, *, priority: Priority, lock: str = "") -> bool:
        is_taken = await self._queue.submit(key, job, priority=priority, lock=lock)
        self._watch(key)
        return is_taken

    async def wait(self, key: str) -> Ended:
        return await self._queue.wait(key)

    async def withdraw(self, key: str) -> bool:
        return await self._queue.withdraw(key)

    async def pending(self) -> Mapping[str, str]:
        there = await self._queue.pending()
        # Also what was left by a run before this one.
        for key in there:
            self._watch(key)
        return there

    def _watch(self, key: str) -> None:
        if key not in self._ending:
            self._ending[key] = asyncio.create_task(self._ends(key))

    async def aclose(self) -> None:
        for task in (ending := list(self._ending.values())):
            task.cancel()
        await asyncio.gather(*ending, return_exceptions=True)

    async def _ends(self, key: str) -> None:
        try:
            with suppress(StoreError):
                await self._queue.wait(key)
        finally:
            self._ending.pop(key, None)


class Spread:
    """A poller of which planner and worker do what is due; what somebody waits for is read as by a poller."""

    def __init__(
        self, poller: Poller, store: Store, queue: ManyEngine, work: Work, clock: Clock, *, most: int, sleep: Sleep
    ) -> None:
        """Take what it works with: all of it open.

        Args:
            poller: Reads what somebody waits for.
            store: Where the sources are kept.
            queue: Takes jobs.
            work: Does them.
            clock: The time, aware.
            most: How many jobs may be there, and be done, at a time.
            sleep: Waits for some seconds.
        """
        self._poller = poller
        self._queue = queue
        self._known = _Known(queue)
        self._work = work
        self._most = most
        self._rounds = Rounds(store, self._known, clock, most=most, sleep=sleep, longest_nap_s=3600, look_again_s=1)

    @property
    def in_flight(self) -> frozenset[str]:
        """See `bot.polling.Poller.in_flight`."""
        return frozenset(map(feed_of, self._known.keys)) | self._poller.in_flight

    async def run(self) -> None:
        """See `bot.polling.Poller.run`."""
        working = asyncio.create_task(self._queue.run_worker(Kind.POLL, self._work, most_at_once=self._most))
        try:
            await self._rounds.run()
        finally:
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
            await self.aclose()

    async def aclose(self) -> None:
        """See `bot.polling.Poller.aclose`."""
        await self._known.aclose()
        await self._poller.aclose()

    def wake(self) -> None:
        """See `bot.polling.Poller.wake`."""
        self._rounds.wake()

    async def read_now(
        self, feeds: Sequence[str], progress: Progress | None = None, *, patience_s: float
    ) -> Mapping[str, Problem]:
        """See `bot.polling.Poller.read_now`."""
        return await self._poller.read_now(feeds, progress, patience_s=patience_s)

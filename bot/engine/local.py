"""Jobs that run in this process, a few at a time."""

import asyncio
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import count

from bot.engine.jobs import Ended, Job, Kind, Priority, Work

__all__ = ["LocalEngine"]

# More than anybody waits for; it keeps a fault elsewhere from taking all memory.
_MOST = 10_000


@dataclass(slots=True)
class _Held:
    """A job that is there.

    Attributes:
        key: See `bot.engine.jobs.Engine.submit`; likewise the three below.
        job: See there.
        priority: See there.
        lock: See there.
        number: In the order in which they came.
        ended: How it ended.
        task: What does it, once it is begun.
    """

    key: str
    job: Job
    priority: Priority
    lock: str
    number: int
    ended: asyncio.Future[Ended]
    task: asyncio.Task[object] | None = None


def _nothing(_key: str, _error: BaseException | None) -> None:
    """Nobody wants to know."""


class LocalEngine:
    """Runs jobs in this process. What is not done when it ends is forgotten: what is due is known to the store."""

    def __init__(
        self,
        work: Mapping[Kind, Work],
        *,
        most_at_once: int,
        most_per_lock: int = 1,
        most: int = _MOST,
        ended: Callable[[str, BaseException | None], None] = _nothing,
    ) -> None:
        """Take what does the jobs.

        Args:
            work: Of each kind that is submitted.
            most_at_once: How many are done at a time.
            most_per_lock: How many of the same lock.
            most: How many may be there of a priority and of those above it.
            ended: Called with the key of each job that ended, and what it raised; not of those that were given up.
        """
        self._work = work
        self._most_at_once = most_at_once
        self._most_per_lock = most_per_lock
        self._most = most
        self._tell = ended
        self._held: dict[str, _Held] = {}
        self._running: Counter[str] = Counter()
        self._numbers = count()

    @property
    def keys(self) -> frozenset[str]:
        """Of all jobs that are there."""
        return frozenset(self._held)

    async def submit(self, key: str, job: Job, *, priority: Priority, lock: str = "") -> bool:
        """See `bot.engine.jobs.Engine.submit`."""
        if held := self._held.get(key):
            held.priority = max(held.priority, priority)
            return False
        if sum(held.priority >= priority for held in self._held.values()) >= self._most:
            return False
        ended = asyncio.get_running_loop().create_future()
        self._held[key] = _Held(key, job, priority, lock, next(self._numbers), ended)
        self._begin()
        return True

    async def wait(self, key: str) -> Ended:
        """See `bot.engine.jobs.Engine.wait`."""
        held = self._held.get(key)
        # Others may wait as well: who gives up ends it for nobody else.
        return await asyncio.shield(held.ended) if held else Ended()

    async def withdraw(self, key: str) -> bool:
        """See `bot.engine.jobs.Engine.withdraw`."""
        held = self._held.get(key)
        if held is None or held.task:
            return False
        self._give_up(held)
        return True

    async def pending(self) -> Mapping[str, str]:
        """See `bot.engine.jobs.Engine.pending`."""
        return {key: held.lock for key, held in self._held.items()}

    async def aclose(self) -> None:
        """Give up what is being done and what waits."""
        begun = [held.task for held in self._held.values() if held.task]
        for held in [held for held in self._held.values() if not held.task]:
            self._give_up(held)
        for task in begun:
            task.cancel()
        await asyncio.gather(*begun, return_exceptions=True)

    def _give_up(self, held: _Held) -> None:
        del self._held[held.key]
        held.ended.set_result(Ended(is_here=True, is_given_up=True))

    def _begin(self) -> None:
        """Begin what there is room for, the most urgent first, in the order in which it came."""
        room = self._most_at_once - self._running.total()
        if room <= 0:
            return
        waiting = [held for held in self._held.values() if not held.task]
        for held in sorted(waiting, key=lambda one: (-one.priority, one.number)):
            if room and (not held.lock or self._running[held.lock] < self._most_per_lock):
                room -= 1
                self._running[held.lock] += 1
                held.task = asyncio.create_task(self._done(held.job))
                held.task.add_done_callback(partial(self._end, held))

    async def _done(self, job: Job) -> object:
        return await self._work[job.kind](job)

    def _end(self, held: _Held, task: asyncio.Task[object]) -> None:
        del self._held[held.key]
        self._running[held.lock] -= 1
        if task.cancelled():
            held.ended.set_result(Ended(is_here=True, is_given_up=True))
        elif error := task.exception():
            held.ended.set_exception(error)
            held.ended.exception()  # Whether somebody waits for it or not.
        else:
            held.ended.set_result(Ended(task.result(), is_here=True))
        if not task.cancelled():
            self._tell(held.key, task.exception())
        self._begin()

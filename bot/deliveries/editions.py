"""Plans the slots that are due, and has their digests made before their hour, an edition a job.

An edition is what comes of the same sources at the same instant: it is made once for all who have these sources, by whoever takes the
job. Which deliveries are of it the ledger says, and who makes one of them has it there for as long as that takes. So a job that is done
twice, or comes too late, finds nothing to do; and one that is lost is submitted again.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from typing import Any

from bot.clock import Clock
from bot.deliveries.behind import Behind
from bot.deliveries.timing import Timing
from bot.engine import Ended, Engine, Job, Kind, Priority, always
from bot.monitoring import Metrics
from bot.store import Edition, Store

__all__ = ["Editions", "edition_of"]

_LOG = logging.getLogger(__name__)
# A clock that goes back by more was set back; and so often everything is put right in any case.
_STEP = timedelta(minutes=1)
# No clock that is right shows an instant before this program was written.
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
_STRAIGHTENED = timedelta(days=1)
# So many jobs are there at a time.
_MOST = 100
# An edition of many more deliveries is several jobs: so several workers make it, each once.
_A_JOB = 200
_EDITION, _SUBSCRIPTION, _AT = "edition", "subscription", "at"


def edition_of(job: Job) -> Edition:
    """The edition that a job is to make."""
    return Edition(job.data[_EDITION], job.data[_SUBSCRIPTION], datetime.fromisoformat(job.data[_AT]))


def _job(edition: Edition) -> Job:
    data = {_EDITION: edition.sources, _SUBSCRIPTION: edition.subscription, _AT: edition.at.isoformat()}
    return Job(Kind.EDITION, data)


def _keys(edition: Edition) -> Iterator[str]:
    """Those of the jobs that make an edition."""
    name = edition.sources or edition.subscription
    for number in range(0, edition.count, _A_JOB):
        yield f"{Kind.EDITION}:{name}:{edition.at.astimezone(UTC).isoformat()}:{number // _A_JOB}"


class Editions:
    """Sees to it that what is due is planned and made."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        served: Callable[[], Awaitable[Sequence[str]]],
        clock: Clock,
        timing: Timing,
        metrics: Metrics,
        behind: Behind,
        *,
        may_act: Callable[[], Awaitable[bool]] = always,
    ) -> None:
        """Take whom it works with.

        Args:
            store: Open.
            engine: Has the digests made.
            served: The platforms on which they are to come; asked each time it is woken.
            clock: Tells the time and waits.
            timing: How long everything may take.
            metrics: Counts what becomes of them.
            behind: Runs what goes on behind.
            may_act: Whether it is this one of several that acts; asked each time it is woken.
        """
        self._store = store
        self._engine = engine
        self._served = served
        self._platforms: Sequence[str] = ()
        self._clock = clock
        self._timing = timing
        self._metrics = metrics
        self._may_act = may_act
        self._behind = behind
        self._is_more = asyncio.Event()
        # When each job ended, of those that did so lately, by `Clock.elapsed`.
        self._ended: dict[str, float] = {}
        self._last: datetime | None = None
        self._straightened: datetime | None = None

    async def wake(self, now: datetime) -> datetime | None:
        """Plan all that is due, and have made what is to be made; that goes on behind.

        Args:
            now: Aware.

        Returns:
            When to be woken again; None if there will never be anything to do.

        Raises:
            StoreError: If it can't be known.
        """
        if now < _EARLIEST:
            # A machine without a battery begins in 1970, until it has asked for the time.
            _LOG.warning("the clock of this machine shows %s; nothing is delivered until it is right", now.date())
            return now + _STEP
        if not await self._may_act():
            return now + self._timing.pause
        self._platforms = await self._served()
        if not self._platforms:
            return now + self._timing.pause
        self._straighten(now)
        until = now + self._timing.lead
        outlook = await self._store.ledger.outlook(self._platforms)
        while outlook.next_due and outlook.next_due <= until and await self._plan(now, until):
            outlook = await self._store.ledger.outlook(self._platforms)
        to_make, next_due = outlook.to_make, outlook.next_due - self._timing.lead if outlook.next_due else None
        if to_make and to_make <= now:
            self._is_more.set()
            self._behind.begin("make", self._have_made)
            to_make = now + self._timing.pause
        if next_due and next_due <= now:
            # Another process is just planning it.
            next_due = now + self._timing.pause
        return min(filter(None, (to_make, next_due)), default=None)

    async def _plan(self, now: datetime, until: datetime) -> bool:
        """Plan some of what is due; whether there was anything that nobody else is planning."""
        planned = await self._store.planning.plan(self._platforms, now, until, self._timing.grace)
        for one in planned.missed:
            _LOG.warning("%s: the digest of %s %s was missed: %s", *one.key, one.problem)
            self._metrics.delivered(one.place.platform, one.state)
        return planned.subscriptions > 0

    async def _have_made(self) -> bool:
        """Have all made that is to be made, and wait until it is. Whether there was anything."""
        waits: dict[str, asyncio.Future[Ended]] = {}
        was_any = False
        try:
            while True:
                self._is_more.clear()
                for key in await self._submit():
                    if key not in waits:
                        waits[key] = asyncio.ensure_future(self._engine.wait(key))
                if not waits:
                    return was_any
                was_any = True
                for key in await self._until_more(waits):
                    self._ended[key] = self._clock.elapsed()
                    waits.pop(key).result()
        finally:
            for wait in waits.values():
                wait.cancel()
            await asyncio.gather(*waits.values(), return_exceptions=True)

    async def _until_more(self, waits: Mapping[str, asyncio.Future[Ended]]) -> Sequence[str]:
        """Wait until half of some jobs are done, or there are more to submit; the keys of those that are done."""
        more: asyncio.Future[Any] = asyncio.ensure_future(self._is_more.wait())
        try:
            left = list(waits.values())
            while len(left) > len(waits) // 2 and not more.done():
                await asyncio.wait([more, *left], return_when=asyncio.FIRST_COMPLETED)
                left = [one for one in left if not one.done()]
        finally:
            more.cancel()
        return [key for key, wait in waits.items() if wait.done()]

    async def _submit(self) -> Sequence[str]:
        """Submit what is to be made, as far as there is room. The keys of all of it that is there."""
        there = await self._engine.pending()
        busy = [key for key in there if key.startswith(f"{Kind.EDITION}:")]
        waiting = await self._store.ledger.editions(self._platforms, self._clock.now(), _MOST + len(busy))
        # One that has just ended and left something to do is not for who does it now.
        since = self._clock.elapsed() - self._timing.pause.total_seconds()
        self._ended = {key: at for key, at in self._ended.items() if at > since}
        keys: list[str] = []
        room = _MOST - len(busy)
        for edition in waiting:
            for key in _keys(edition):
                if key in there:
                    keys.append(key)
                elif room > 0 and key not in self._ended:
                    room -= 1
                    if await self._engine.submit(key, _job(edition), priority=Priority.DUE):
                        keys.append(key)
        return keys

    def _straighten(self, now: datetime) -> None:
        """At the start, once a day, and when the clock was set back: see that nothing waits for what was wrong."""
        was_set_back = self._last is not None and now < self._last - _STEP
        self._last = now
        if self._straightened and not was_set_back and now < self._straightened + _STRAIGHTENED:
            return
        self._straightened = now

        async def errand() -> bool:
            longest = max(self._timing.lease, self._timing.held, self._timing.retry)
            count = await self._store.planning.straighten(now, now + self._timing.lead, longest)
            if count:
                _LOG.warning("the next digests of %d subscriptions were put right", count)
            return True

        self._behind.begin("straighten", errand)

"""The poller: reads the feeds of all places, each in its own rhythm, into the store."""

import asyncio
import logging
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from functools import partial
from typing import Any
from urllib.parse import urlsplit

from bot.addresses import web_address, without_credentials
from bot.entries import PAGES_PATIENCE_S
from bot.errors import StoreError
from bot.fetch import Fetcher
from bot.monitoring import Metrics
from bot.politeness import Clock, Sleep
from bot.problems import Problem, ProblemKind
from bot.progress import Progress
from bot.refreshing import Refresher
from bot.store import Store, StoredSource
from bot.workers import Reader

__all__ = ["Poller"]

_LOG = logging.getLogger(__name__)
# News is not older than this when it is asked for; more often, no host is bothered.
_FRESH = timedelta(minutes=10)
# Feeds read at once. Each may hold two pages in memory, and all of them share two readers.
_MOST_AT_ONCE = 8
# Of one host, so that none that is slow, or has many feeds, takes the turns of the others.
_MOST_PER_HOST = 2
# So many of the feeds that are due are looked through for hosts that are free.
_LOOKED_AT = 500
# Somebody else may have added a feed, and a machine that was asleep does not know for how long.
_LONGEST_NAP_S = 60.0
_LONGEST_REST_S = 5 * 60.0


class Poller:
    """Reads feeds when they are due, and when somebody waits for them. What it has to know of a feed is in the store."""

    def __init__(
        self,
        fetcher: Fetcher,
        reader: Reader,
        store: Store,
        clock: Clock,
        metrics: Metrics | None = None,
        *,
        sleep: Sleep = asyncio.sleep,
        most_at_once: int = _MOST_AT_ONCE,
        pages_patience_s: float = PAGES_PATIENCE_S,
        longest_nap_s: float = _LONGEST_NAP_S,
    ) -> None:
        """Take what it works with: all of it open.

        Args:
            fetcher: Fetches feeds and pages; politeness towards hosts is its own.
            reader: Reads them.
            store: Where articles and feeds are kept.
            clock: The time, aware.
            metrics: Counts the readings.
            sleep: Waits for some seconds.
            most_at_once: How many feeds are read at a time.
            pages_patience_s: How long to wait for the pages of a feed that has only excerpts, in seconds.
            longest_nap_s: After how many seconds to look what is due, whatever was due before.
        """
        self._store = store
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._sleep = sleep
        self._most_at_once = most_at_once
        self._longest_nap_s = longest_nap_s
        self._refresher = Refresher(fetcher, reader, store, clock, pages_patience_s=pages_patience_s)
        self._slots = asyncio.Semaphore(most_at_once)
        self._readings: dict[str, asyncio.Task[Problem | None]] = {}
        self._woken = asyncio.Event()
        self._broken: BaseException | None = None
        self._rests = 0

    @property
    def in_flight(self) -> frozenset[str]:
        """The feeds that are being read just now, or are about to be."""
        return frozenset(self._readings)

    async def run(self) -> None:
        """Read what is due, until cancelled; what is being read then is given up, and nothing of it is kept.

        Nothing ends it: what goes wrong with a feed is written down and, if the store fails, all is tried again after a rest.
        """
        try:
            while True:
                self._woken.clear()
                try:
                    nap_s = await self._start_due()
                except Exception as error:  # noqa: BLE001 - the news of tomorrow is worth another try
                    await self._rest(error)
                else:
                    await self._nap(nap_s)
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Give up what is being read; nothing of it is kept."""
        await _cancelled(self._readings.values())

    def wake(self) -> None:
        """Look what is due now: a feed may have been added."""
        self._woken.set()

    async def read_now(
        self, feeds: Sequence[str], progress: Progress | None = None, *, patience_s: float
    ) -> Mapping[str, Problem]:
        """Read feeds because somebody waits, whether they are due or not.

        One that was read well a moment ago is not asked again, nor one that is gone or whose host wants to be left alone.

        Args:
            feeds: Their URLs.
            progress: Told of each that is done; nobody if not given.
            patience_s: How long to wait, in seconds. What takes longer is read all the same, for whoever asks next.

        Returns:
            Why the others have no news, by their URLs.

        Raises:
            StoreError: If nothing can be kept.
        """
        begun = {feed: await self._begun(feed) for feed in dict.fromkeys(feeds)}
        done = 0

        async def one(feed: str) -> Problem | None:
            nonlocal done
            reading = begun[feed]
            problem = await self._outcome(feed, reading) if isinstance(reading, asyncio.Task) else reading
            done += 1
            if progress:
                progress(done, len(begun), feed)
            return problem

        waiting = {feed: asyncio.create_task(one(feed)) for feed in begun}
        try:
            if waiting:
                await asyncio.wait(waiting.values(), timeout=patience_s)
            late = f"not read within {patience_s:g} seconds; it may be there next time"
            outcomes = {feed: task.result() if task.done() else _late(feed, late) for feed, task in waiting.items()}
            return {feed: problem for feed, problem in outcomes.items() if problem}
        finally:  # Nobody waits any more, and the readings go on.
            await _cancelled(waiting.values())

    async def _begun(self, feed: str) -> asyncio.Task[Problem | None] | Problem | None:
        """The reading of a feed, which may be under way; what is known if it is not to be asked."""
        if feed in self._readings:
            return self._readings[feed]
        source = await self._store.sources.get(feed) or StoredSource(feed)
        health, now = source.health, self._clock()
        if health.problem is None and health.last_read and abs(now - health.last_read) < _FRESH:
            return None
        if health.problem and _is_left_alone(source, now):
            return replace(health.problem, source=without_credentials(feed))
        return self._start(source)

    async def _outcome(self, feed: str, reading: asyncio.Task[Problem | None]) -> Problem | None:
        """What came of a reading, which goes on if nobody waits for it any more."""
        await asyncio.wait({reading})
        return _late(feed, "given up, as the bot stops") if reading.cancelled() else reading.result()

    async def _start_due(self) -> float:
        """Begin to read what is due, as far as there is room. How long to wait until there is more, in seconds."""
        if broken := self._broken:
            self._broken = None
            raise broken
        # Whoever is done while the store is asked may be due there still.
        busy = self.in_flight
        now = self._clock()
        due = await self._store.sources.due(now, _LOOKED_AT)
        self._start_some([source for source in due if source.feed not in busy])
        following = await self._store.sources.next_due()
        # What is due already waits for a reading to end, which wakes the poller.
        wait_s = (following - now).total_seconds() if following else 0.0
        return min(wait_s, self._longest_nap_s) if wait_s > 0 else self._longest_nap_s

    def _start_some(self, due: Sequence[StoredSource]) -> None:
        # While nothing can be kept, one is enough to find out whether it can be again.
        most = 1 if self._rests else self._most_at_once
        hosts = Counter(map(_host, self._readings))
        for source in due:
            host = _host(source.feed)
            if len(self._readings) < most and hosts[host] < _MOST_PER_HOST:
                hosts[host] += 1
                self._start(source)

    def _start(self, source: StoredSource) -> asyncio.Task[Problem | None]:
        """The reading of a feed: the one under way, if there is one."""
        reading = self._readings.get(source.feed)
        if reading is None:
            reading = asyncio.create_task(self._read(source))
            self._readings[source.feed] = reading
            reading.add_done_callback(partial(self._ended, source.feed))
        return reading

    async def _read(self, source: StoredSource) -> Problem | None:
        async with self._slots:
            problem = await self._refresher.refresh(source)
        self._metrics.feed_read(problem.kind if problem else None)
        return problem

    def _ended(self, feed: str, reading: asyncio.Task[Problem | None]) -> None:
        del self._readings[feed]
        self._woken.set()
        if reading.cancelled():
            return
        if error := reading.exception():
            self._broken = error
        elif self._rests:
            self._rests = 0
            _LOG.info("feeds can be kept again")

    async def _nap(self, seconds: float) -> None:
        """Wait for a time, or until woken."""
        waits = [asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(self._woken.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            await _cancelled(waits)

    async def _rest(self, error: Exception) -> None:
        """Leave the store alone for a while, and longer each time."""
        self._rests += 1
        if self._rests == 1:
            unexpected = None if isinstance(error, StoreError) else error
            _LOG.warning("feeds can't be read, and are tried again: %s", error, exc_info=unexpected)
        await self._sleep(min(2.0**self._rests, _LONGEST_REST_S))


async def _cancelled(tasks: Iterable[asyncio.Future[Any]]) -> None:
    """Cancel tasks, and wait until they have ended."""
    known = list(tasks)
    for task in known:
        task.cancel()
    await asyncio.gather(*known, return_exceptions=True)


def _is_left_alone(source: StoredSource, now: datetime) -> bool:
    """Whether a feed that failed is not to be asked, however much somebody wants to have it."""
    if source.next_reading is None:
        return True
    is_limited = source.health.problem is not None and source.health.problem.kind is ProblemKind.RATE_LIMITED
    return is_limited and now < source.next_reading


def _late(feed: str, words: str) -> Problem:
    return Problem(without_credentials(feed), ProblemKind.TIMEOUT, words)


def _host(feed: str) -> str:
    return urlsplit(web_address(feed)).hostname or ""

"""The poller: reads the feeds of all places, each in its own rhythm, into the store; or lets others read what somebody waits for."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import replace

from bot.addresses import without_credentials
from bot.engine import Ended, Engine, Kind, LocalEngine, Priority, Work, always
from bot.entries import PAGES_PATIENCE_S
from bot.feed_jobs import FeedJobs, feed_of, host_of, is_known, poll_job, poll_key
from bot.fetch import Fetcher
from bot.monitoring import Metrics
from bot.politeness import Clock, Sleep
from bot.problems import Problem, ProblemKind
from bot.progress import Progress
from bot.refreshing import Refresher
from bot.rounds import Rounds
from bot.store import Store, StoredSource
from bot.workers import Reader

__all__ = ["Poller"]

# Feeds read at once. Each may hold two pages in memory, and all of them share two readers.
_MOST_AT_ONCE = 8
# Of one host: no more than the fetcher asks at once.
_MOST_PER_HOST = 2
_LONGEST_NAP_S = 60.0
# Whoever has nothing else to do takes a job within some hundredths of a second.
_TAKEN_WITHIN_S = 2.0


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
        engine: Engine | None = None,
        taken_within_s: float = _TAKEN_WITHIN_S,
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
            engine: Lets others read what somebody waits for; this process itself if not given.
            taken_within_s: After how many seconds to read it here, if none of them has begun.
        """
        self._store = store
        self._clock = clock
        refresher = Refresher(fetcher, reader, store, clock, pages_patience_s=pages_patience_s)
        self.work: Work = FeedJobs(refresher, store, clock, metrics or Metrics()).work
        """Reads a source, whoever submitted the job."""
        self._here = LocalEngine(
            {Kind.POLL: self.work},
            most_at_once=most_at_once,
            most_per_lock=_MOST_PER_HOST,
            ended=lambda _, error: self._rounds.ended(error),
        )
        self._rounds = Rounds(store, self._here, clock, most=most_at_once, sleep=sleep, longest_nap_s=longest_nap_s)
        self._engine: Engine = engine or self._here
        self._taken_within_s = taken_within_s

    @property
    def in_flight(self) -> frozenset[str]:
        """The feeds that are being read here just now, or are about to be."""
        return frozenset(map(feed_of, self._here.keys))

    async def run(self, may_act: Callable[[], Awaitable[bool]] = always) -> None:
        """Read what is due, until cancelled; what is being read then is given up, and nothing of it is kept.

        Nothing ends it: what goes wrong with a feed is written down and, if the store fails, all is tried again after a rest.

        Args:
            may_act: Whether it is this process, of several on one database, that reads what is due.
        """
        try:
            await self._rounds.run(may_act)
        finally:
            await self.aclose()

    async def aclose(self) -> None:
        """Give up what is being read here; nothing of it is kept."""
        await self._here.aclose()

    def wake(self) -> None:
        """Look what is due now: a feed may have been added."""
        self._rounds.wake()

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
        begun = {feed: await self._begin(feed) for feed in dict.fromkeys(feeds)}
        done = 0

        async def one(feed: str) -> Problem | None:
            nonlocal done
            known = begun[feed]
            problem = _told(feed, known.health.problem) if known else await self._outcome(feed)
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
            for task in waiting.values():
                task.cancel()
            await asyncio.gather(*waiting.values(), return_exceptions=True)

    async def _begin(self, feed: str) -> StoredSource | None:
        """Let a feed be read; what is known of it if it is not to be asked."""
        key = poll_key(feed)
        if key in self._here.keys:
            return None
        source = await self._store.sources.get(feed)
        if source and is_known(source, self._clock()):
            return source
        await self._submit(self._engine, feed)
        return None

    async def _submit(self, engine: Engine, feed: str) -> None:
        key, job, host = poll_key(feed), poll_job(feed, is_asked=True), host_of(feed)
        is_taken = await engine.submit(key, job, priority=Priority.WAITED, lock=host)
        if not is_taken and engine is not self._here and key not in await engine.pending():
            # There is no room for more, so nobody would read it.
            await self._here.submit(key, job, priority=Priority.WAITED, lock=host)

    async def _outcome(self, feed: str) -> Problem | None:
        """What came of a reading, which goes on if nobody waits for it any more."""
        ended = await self._end_of(feed)
        source = None if ended.is_here else await self._store.sources.get(feed)
        if source and self._is_unread(source):
            # Another bot took it back, to read it itself, and nobody is told when it has.
            await self._submit(self._here, feed)
            ended = await self._here.wait(poll_key(feed))
        if ended.is_given_up:
            return _late(feed, "given up, as the bot stops")
        if ended.is_here:
            return ended.result if isinstance(ended.result, Problem) else None
        return _told(feed, source.health.problem if source else None)

    def _is_unread(self, source: StoredSource) -> bool:
        """Whether nobody has read a feed since it was asked for: else it is known, or failed and is not due."""
        now = self._clock()
        return not is_known(source, now) and (source.health.problem is None or source.is_due(now))

    async def _end_of(self, feed: str) -> Ended:
        """Wait for a reading: by whoever takes it or, if nobody does, here."""
        key = poll_key(feed)
        if key in self._here.keys:
            return await self._here.wait(key)
        try:
            async with asyncio.timeout(self._taken_within_s):
                ended = await self._engine.wait(key)
        except TimeoutError:
            if await self._engine.withdraw(key):
                await self._submit(self._here, feed)
        else:
            if key not in self._here.keys:
                return ended
        # Somebody else who waits for it may have been first to take it back.
        return await (self._here if key in self._here.keys else self._engine).wait(key)


def _told(feed: str, problem: Problem | None) -> Problem | None:
    return replace(problem, source=without_credentials(feed)) if problem else None


def _late(feed: str, words: str) -> Problem:
    return Problem(without_credentials(feed), ProblemKind.TIMEOUT, words)

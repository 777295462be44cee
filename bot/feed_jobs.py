"""The job that reads one source: what it is known by, and what does it."""

from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.addresses import web_address
from bot.engine import Job, Kind
from bot.monitoring import Metrics
from bot.politeness import Clock
from bot.problems import Problem, ProblemKind
from bot.refreshing import Refresher
from bot.store import Store, StoredSource

__all__ = ["FeedJobs", "feed_of", "host_of", "is_known", "poll_job", "poll_key"]

# News is not older than this when it is asked for; more often, no host is bothered.
_FRESH = timedelta(minutes=10)
_PREFIX = "poll:"
_FEED, _ASKED = "feed", "asked"


def poll_key(feed: str) -> str:
    """What the job is known by that reads a source."""
    return _PREFIX + feed


def feed_of(key: str) -> str:
    """The source that is read by a job; empty if it reads none."""
    return key.removeprefix(_PREFIX) if key.startswith(_PREFIX) else ""


def poll_job(feed: str, *, is_asked: bool = False) -> Job:
    """The job that reads a source: because it is due or, whether it is or not, because somebody asked for it."""
    return Job(Kind.POLL, {_FEED: feed} | ({_ASKED: "yes"} if is_asked else {}))


def host_of(feed: str) -> str:
    """The host that is asked for a source; empty if it has none."""
    return urlsplit(web_address(feed)).hostname or ""


def is_known(source: StoredSource, now: datetime) -> bool:
    """Whether a source is not read even if somebody asks for it: it was tried a moment ago, is gone, or its host wants to be left alone."""
    health = source.health
    if health.problem is None:
        return health.last_tried is not None and abs(now - health.last_tried) < _FRESH
    is_limited = health.problem.kind is ProblemKind.RATE_LIMITED
    return source.next_reading is None or (is_limited and now < source.next_reading)


class FeedJobs:
    """Reads sources, one a job."""

    def __init__(self, refresher: Refresher, store: Store, clock: Clock, metrics: Metrics) -> None:
        """Take what reads them, where they are kept, the time, aware, and what counts the readings."""
        self._refresher = refresher
        self._store = store
        self._clock = clock
        self._metrics = metrics

    async def work(self, job: Job) -> Problem | None:
        """Read a source, if that still has to be done.

        Returns:
            Why it could not be read; None if it could, or was read already.

        Raises:
            StoreError: If nothing can be kept.
        """
        feed, is_asked = job.data[_FEED], _ASKED in job.data
        source = await self._store.sources.get(feed)
        if source is None:
            if not is_asked:  # Nobody has it any more.
                return None
            source = StoredSource(feed)
        if is_known(source, self._clock()) if is_asked else not self._is_due(source):
            return source.health.problem
        problem = await self._refresher.refresh(source)
        self._metrics.feed_read(problem.kind if problem else None)
        return problem

    def _is_due(self, source: StoredSource) -> bool:
        return source.health.last_tried is None or source.is_due(self._clock())

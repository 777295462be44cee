"""Which job of a queue is next, and what becomes of those that did not come to their end: that failed, or whose worker stopped or died.

Whatever it is, it is tried again, after a rest in which it holds up no other. It is there all the time: were it given up, it would be
submitted again at once, as it is due still. How long it rests goes by the clock of the server, which also says when it is over.
"""

import logging
from collections.abc import Awaitable, Callable, Iterable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from procrastinate import JobContext
from procrastinate.exceptions import ConnectorException, UniqueViolation
from procrastinate.jobs import Job as Row
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.middleware import AsyncCallNext
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.worker import Worker
from psycopg.errors import RaiseException

from bot.masking import shown_words

__all__ = ["RESTS", "Again", "Ends", "FailedError", "cause", "rest_s", "short"]

RESTS = "COALESCE(scheduled_at > now(), false)"
"""Whether a row of the queue rests, in SQL."""

_LOG = logging.getLogger(__name__)
_LONGEST_REST_S = 60
# What so many workers died with may be what they died of, and rests for long.
_SUSPECT, _LEFT_ALONE = 5, timedelta(minutes=15)
# The library is told an instant, and only the server knows which: a rest is counted from here.
_NOW = datetime(1970, 1, 1, tzinfo=UTC)
# Of a key or a lock; an index takes no more than 2,700 bytes.
_LONGEST = 200
_DEATHS = "COALESCE((args->>'deaths')::int, 0)"
# As the library does it, but that what rests holds up no other of its lock.
_TAKE = f"""
UPDATE procrastinate_jobs SET status = 'doing', worker_id = %(worker)s WHERE id = (
    SELECT id FROM procrastinate_jobs AS job
    WHERE status = 'todo' AND queue_name = ANY(%(queues)s) AND NOT {RESTS} AND NOT EXISTS (
        SELECT FROM procrastinate_jobs AS other WHERE other.lock = job.lock AND (
            other.status = 'doing'
            OR other.status = 'todo' AND NOT {RESTS.replace("scheduled_at", "other.scheduled_at")}
            AND (other.priority > job.priority OR other.priority = job.priority AND other.id < job.id)
        )
    )
    ORDER BY priority DESC, id LIMIT 1 FOR UPDATE SKIP LOCKED
) RETURNING *
"""  # noqa: S608 - nothing of it comes from elsewhere
_REST = """
UPDATE procrastinate_jobs SET status = 'todo', attempts = attempts + %(failures)s, scheduled_at = now() + %(rest)s
WHERE id = %(id)s AND status = 'doing' AND worker_id = %(worker)s
"""
# At once, the first time. Then each a second after the one before, within a minute: so one that ends its workers takes not the same
# others with it each time.
_TAKE_OVER = f"""
WITH dead AS (
    SELECT job.id, {_DEATHS} + 1 AS deaths
    FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
    WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - %(lease)s)
    ORDER BY job.id FOR UPDATE OF job SKIP LOCKED
), left_by_them AS (
    SELECT id, deaths, CASE
        WHEN deaths = 1 THEN interval '0'
        WHEN deaths >= {_SUSPECT} THEN %(left_alone)s
        ELSE make_interval(secs => 2 ^ deaths + row_number() OVER (PARTITION BY deaths = 1 ORDER BY id) %% 60)
    END AS rest FROM dead
)
UPDATE procrastinate_jobs AS job
SET status = 'todo', scheduled_at = now() + rest, args = args || jsonb_build_object('deaths', deaths)
FROM left_by_them WHERE job.id = left_by_them.id RETURNING args->>'key' AS key, deaths >= {_SUSPECT} AS is_left_alone
"""  # noqa: S608 - nothing of it comes from elsewhere
_TAKE_BACK = f"""
DELETE FROM procrastinate_jobs WHERE queueing_lock = %(key)s AND status = 'todo' AND {_DEATHS} < {_SUSPECT} RETURNING id
"""  # noqa: S608 - nothing of it comes from elsewhere


class FailedError(Exception):
    """A job could not be done; why was logged."""

    def __init__(self, rest_s: int) -> None:
        """Say for how many seconds it is to rest."""
        super().__init__()
        self.rest_s = rest_s


def rest_s(failures: int) -> int:
    """For how many seconds a job rests that has failed so often before: longer each time, to a minute."""
    return min(1 << min(failures + 1, 9), _LONGEST_REST_S)


class Again(BaseRetryStrategy):
    """Lets a job be done again: after a rest if it failed; at once if its worker stops."""

    def get_retry_decision(self, *, exception: BaseException, job: Row) -> RetryDecision:  # noqa: ARG002 - the library's signature
        """When, as if it were `_NOW`."""
        rest = exception.rest_s if isinstance(exception, FailedError) else 0
        return RetryDecision(retry_at=_NOW + timedelta(seconds=rest))


class Ends(JobManager):
    """Gives jobs to workers, and writes down how they ended.

    A worker that can't is stopped, and leaves its jobs to be taken over; as long as it lives, they are its own.
    """

    def __init__(self, app_manager: JobManager, answered: Callable[[Iterable[str]], None]) -> None:
        """Stand in for the one that a queue comes with.

        Args:
            app_manager: That one.
            answered: Called with the queues of a worker each time that the server has answered which job is next.
        """
        super().__init__(app_manager.connector)
        self._answered = answered
        # One at a time of each queue.
        self._workers: dict[str, Worker] = {}

    async def begun(self, call_next: AsyncCallNext, context: JobContext, worker: Worker) -> Any:
        """Know who does a job; what workers call around each."""
        self._workers[context.job.queue] = worker
        return await call_next()

    async def fetch_job(self, queues: Iterable[str] | None, worker_id: int) -> Row | None:
        """See `procrastinate.manager.JobManager.fetch_job`; the queues have to be named."""
        names = list(queues or ())
        try:
            rows = await self.connector.execute_query_all_async(_TAKE, queues=names, worker=worker_id)
        except UniqueViolation:
            # Another of its lock was just taken, as it came before this one until now.
            rows = []
        self._answered(names)
        return Row.from_row(rows[0]) if rows else None

    async def finish_job(self, job: Row, status: Status, delete_job: bool) -> None:  # noqa: FBT001 - the library's signature
        """See `procrastinate.manager.JobManager.finish_job`; raises nothing if the queue can't be used."""
        await self._write_down(job, partial(super().finish_job, job, status, delete_job))

    async def retry_job(
        self,
        job: Row,
        retry_at: datetime | None = None,
        priority: int | None = None,
        queue: str | None = None,
        lock: str | None = None,
    ) -> None:
        """Let a job rest for as long as `retry_at` is after `_NOW`, unless it is another worker's by now; raises nothing if the queue can't be used."""
        del priority, queue, lock
        rest = (retry_at or _NOW) - _NOW
        known = {"id": job.id, "worker": job.worker_id, "rest": rest, "failures": int(bool(rest))}
        await self._write_down(job, partial(self.connector.execute_query_async, _REST, **known))

    async def update_heartbeat(self, worker_id: int) -> None:
        """Say that a worker lives; the next time, if the queue can't be used now. By itself it would say so never again."""
        with suppress(ConnectorException):
            await super().update_heartbeat(worker_id)

    async def take_over(self, lease_s: float) -> int:
        """Give the jobs to others whose workers have not said for so many seconds that they live. How many there were.

        Raises:
            ConnectorException: If nobody knows.
        """
        known = {"lease": timedelta(seconds=lease_s), "left_alone": _LEFT_ALONE}
        rows = await self.connector.execute_query_all_async(_TAKE_OVER, **known)
        for row in rows:
            if row["is_left_alone"]:
                words = "a job does not come to its end, and its workers die; it is left alone for %d minutes: %s"
                _LOG.error(words, _LEFT_ALONE // timedelta(minutes=1), shown_words(row["key"]))
        return len(rows)

    async def take_back(self, key: str) -> bool:
        """Take a job away that nobody has begun, but for one that may be what workers die of. Whether there was one.

        Raises:
            ConnectorException: If nobody knows.
        """
        return bool(await self.connector.execute_query_all_async(_TAKE_BACK, key=short(key)))

    async def _write_down(self, job: Row, write: Callable[[], Awaitable[None]]) -> None:
        for is_last in (False, True):
            try:
                await write()
            except ConnectorException as error:
                if isinstance(error.__cause__, RaiseException):
                    # It is written down already or, where this worker was thought dead, another's.
                    return
                if is_last:
                    self._stop(job, error)
            else:
                return

    def _stop(self, job: Row, error: ConnectorException) -> None:
        if worker := self._workers.pop(job.queue, None):
            words = shown_words(str(cause(error)))
            _LOG.warning("how a job ended can't be written down, and it is left for others: %s", words)
            worker.stop()  # type: ignore[no-untyped-call] # the library leaves it without types


def short(words: str) -> str:
    """What stands for a key or a lock where it is looked for."""
    return (
        words if len(words) <= _LONGEST and words.isprintable() else sha256(words.encode(errors="replace")).hexdigest()
    )


def cause(error: BaseException) -> BaseException:
    """What the server said: the library's own error has no words of its own."""
    return error.__cause__ or error

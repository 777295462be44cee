"""What becomes of the jobs of a queue that did not come to their end: those that failed, and those whose worker stopped or died.

Whatever it is, it is tried again, after a rest in which it holds up no other. It is there all the time: were it given up, it would be
submitted again at once, as it is due still.
"""

import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from functools import partial
from hashlib import sha256
from typing import Any

from procrastinate import JobContext
from procrastinate.exceptions import ConnectorException
from procrastinate.jobs import Job as Row
from procrastinate.jobs import Status
from procrastinate.manager import JobManager
from procrastinate.middleware import AsyncCallNext
from procrastinate.retry import BaseRetryStrategy, RetryDecision
from procrastinate.worker import Worker
from psycopg.errors import RaiseException

from bot.masking import shown_words

__all__ = ["Again", "Ends", "FailedError", "RestedError", "cause", "is_left_alone", "rest_s", "rests", "short"]

_LOG = logging.getLogger(__name__)
_LONGEST_REST_S = 60.0
# What did not come to its end so often before its worker died may be what workers die of, and rests for long.
_SUSPECT, _LEFT_ALONE_S = 5, 15 * 60.0
# Of a job that rests, by its number: it holds up no other.
_RESTING = "resting:{}"
# Whatever the clocks of this machine and of the server show.
_AT_ONCE = datetime.min.replace(year=1970, tzinfo=UTC)
# Of a key or a lock; an index takes no more than 2,700 bytes.
_LONGEST = 200


class FailedError(Exception):
    """A job could not be done; why was logged."""

    def __init__(self, rest_s: float) -> None:
        """Say for how many seconds it is to rest."""
        super().__init__()
        self.rest_s = rest_s


class RestedError(Exception):
    """A job has rested, and is to be done when its turn comes."""


def rest_s(attempts: int) -> float:
    """For how many seconds a job rests that was begun so often before: longer each time, to a minute."""
    return min(2.0 ** min(attempts + 1, 9), _LONGEST_REST_S)


def rests(job: Row) -> bool:
    """Whether a job rests, or has rested and has to wait yet for those of its lock."""
    return (job.lock or "") != short(_lock(job))


def is_left_alone(job: Row) -> bool:
    """Whether a job rests for so long because its workers died."""
    until = job.scheduled_at
    return until is not None and until > datetime.now(UTC) + timedelta(seconds=_LONGEST_REST_S)


def _lock(job: Row) -> str:
    """The lock it was submitted with."""
    return str(job.task_kwargs["lock"])


def _lock_meanwhile(job: Row) -> str | None:
    """The one it has while it rests; it can't be left without any if it has one."""
    return _RESTING.format(job.id) if job.lock else None


class Again(BaseRetryStrategy):
    """Lets a job be done again: after a rest if it failed; at once if its worker stops, or it has rested."""

    def get_retry_decision(self, *, exception: BaseException, job: Row) -> RetryDecision:
        """When."""
        if isinstance(exception, FailedError):
            return RetryDecision(retry_in={"seconds": round(exception.rest_s)}, lock=_lock_meanwhile(job))
        return RetryDecision(retry_at=_AT_ONCE, lock=short(_lock(job)) or None)


class Ends(JobManager):
    """Writes down how jobs ended. A worker that can't is stopped: what it leaves is given to others, which is not done while it lives."""

    def __init__(self, app_manager: JobManager) -> None:
        """Stand in for the one that a queue comes with."""
        super().__init__(app_manager.connector)
        # One at a time of each queue.
        self._workers: dict[str, Worker] = {}

    async def begun(self, call_next: AsyncCallNext, context: JobContext, worker: Worker) -> Any:
        """Know who does a job; what workers call around each."""
        self._workers[context.job.queue] = worker
        return await call_next()

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
        """See `procrastinate.manager.JobManager.retry_job`; raises nothing if the queue can't be used."""
        await self._write_down(job, partial(super().retry_job, job, retry_at, priority, queue, lock))

    async def update_heartbeat(self, worker_id: int) -> None:
        """Say that a worker lives; the next time, if the queue can't be used now. By itself it would say so never again."""
        with suppress(ConnectorException):
            await super().update_heartbeat(worker_id)

    async def hand_on(self, job: Row, place: int) -> None:
        """Give a job to others whose worker died.

        Args:
            job: Which.
            place: Of it among those that are handed on. What was left so before is not begun all at one time again: so one that ends its
                workers takes not the same others with it each time.

        Raises:
            ConnectorException: If it can't be written down, or somebody else was first.
        """
        if not job.attempts:
            await super().retry_job(job, _AT_ONCE)
            return
        is_suspect = job.attempts >= _SUSPECT
        rest = timedelta(seconds=_LEFT_ALONE_S if is_suspect else rest_s(job.attempts) + place)
        await super().retry_job(job, datetime.now(UTC) + rest, lock=_lock_meanwhile(job))
        if is_suspect:
            words = "a job does not come to its end, and its workers die; it is left alone for %d minutes: %s"
            _LOG.error(words, rest // timedelta(minutes=1), shown_words(str(job.task_kwargs["key"])))

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
            _LOG.warning("how a job ended can't be written down, and it is given to others: %s", words)
            worker.stop()  # type: ignore[no-untyped-call] # the library leaves it without types


def short(words: str) -> str:
    """What stands for a key or a lock where it is looked for."""
    return (
        words if len(words) <= _LONGEST and words.isprintable() else sha256(words.encode(errors="replace")).hexdigest()
    )


def cause(error: BaseException) -> BaseException:
    """What the server said: the library's own error has no words of its own."""
    return error.__cause__ or error

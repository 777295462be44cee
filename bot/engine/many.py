"""Jobs that any number of processes on any number of machines do: a queue in PostgreSQL, which Procrastinate keeps.

Loaded only where there are many: what it imports comes with the extra "scale".
"""

import asyncio
import logging
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from types import TracebackType
from typing import Any, Self

import psycopg
from procrastinate import App, JobContext, PsycopgConnector
from procrastinate.exceptions import ConnectorException
from procrastinate.worker import Worker

from bot import keepalive
from bot.cancellation import nothing_lost
from bot.database_urls import url_of
from bot.engine.ends import RESTS, Again, Ends, FailedError, cause, rest_s, short
from bot.engine.jobs import Ended, Job, Kind, Priority, Work
from bot.engine.queue_schema import SCHEMA, bring_up_to_date
from bot.errors import StoreError
from bot.masking import shown_words

__all__ = ["ManyEngine"]

_LOG = logging.getLogger(__name__)
_QUEUE, _TASK = "pullquote-{}", "job"
# So many wait at most, besides those that rest: some seconds of work for some machines. What is due is not forgotten, and comes as they are done.
_MOST = 500
_HEARTBEAT_S, _LEASE_S = 10.0, 30.0
# Whoever waits for a job looks so often whether it is done. Workers are told of new ones, but not while they connect, nor when the
# lock of one that waits comes free: they look so often all the same.
_LOOK_S, _MISSED_S = 0.2, 1.0
_PATIENCE_S = 10.0
# Each is taken for some milliseconds at a time, however many jobs are done; workers are told of new ones on others.
_CONNECTIONS = 4
_NEVER_S = 24 * 60 * 60.0
# Waits for whoever submits the same just now: nobody else looks whether it is there, and finds it missing.
_ALONE = "SELECT pg_advisory_xact_lock(hashtextextended(%(key)s, 0))"
_LOOK = f"""
WITH raised AS (
    UPDATE procrastinate_jobs SET priority = %(priority)s
    WHERE queueing_lock = %(key)s AND status = 'todo' AND priority < %(priority)s
)
SELECT count(*) FILTER (WHERE queueing_lock = %(key)s), count(*) FILTER (WHERE priority >= %(priority)s AND NOT {RESTS})
FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
"""  # noqa: S608 - nothing of it comes from elsewhere
_PENDING = f"""
SELECT args->>'key' AS key, CASE WHEN {RESTS} THEN '' ELSE args->>'lock' END AS lock
FROM procrastinate_jobs WHERE status IN ('todo', 'doing')
"""  # noqa: S608 - nothing of it comes from elsewhere


class ManyEngine:
    """Lets jobs be done by whichever process takes them first. An async context manager."""

    def __init__(
        self,
        where: str,
        *,
        most: int = _MOST,
        heartbeat_s: float = _HEARTBEAT_S,
        lease_s: float = _LEASE_S,
        look_s: float = _LOOK_S,
        missed_s: float = _MISSED_S,
        patience_s: float = _PATIENCE_S,
        explain: Callable[[BaseException], StoreError] | None = None,
    ) -> None:
        """Choose the database; nothing is opened yet.

        Args:
            where: Its URL: postgresql://user:password@host/name.
            most: How many jobs may be there of a priority and of those above it, besides those that rest.
            heartbeat_s: So often a worker says that it is alive, in seconds.
            lease_s: A worker that has not said so for that long is taken for dead, in seconds.
            look_s: So often is looked whether a job is done that somebody waits for, in seconds.
            missed_s: So often workers that have nothing to do look for jobs that they were not told of, in seconds.
            patience_s: How long to wait for the server, and for jobs that are just being done when it is time to stop, in seconds.
            explain: What a failure of the server is in words; what it says itself, if not given.

        Raises:
            StoreError: If the URL can't be read.
        """
        # It logs what is in a job, and an address may have a key in it; what goes wrong is logged here.
        logging.getLogger("procrastinate").setLevel(logging.CRITICAL)
        self._most = most
        self._heartbeat_s = heartbeat_s
        self._lease_s = lease_s
        self._look_s = look_s
        self._missed_s = missed_s
        self._patience_s = patience_s
        # As names and values: what is in a URL would have to be written as the server's library wants it.
        url = url_of(where)
        _, named = url.get_dialect()().create_connect_args(url)
        self._connect: dict[str, Any] = {"connect_timeout": max(2, round(patience_s)), **keepalive.CLIENT, **named}
        self._explain = explain
        self._is_lost = False
        # The queues of those that have begun anew since.
        self._back: set[str] = set()
        self._connector = PsycopgConnector(
            kwargs=self._connect,
            configure=_configure,
            min_size=1,
            max_size=_CONNECTIONS,
            timeout=patience_s,
            # It tries ever less often; after that it begins anew with the next question.
            reconnect_timeout=patience_s,
        )
        self._app = App(connector=self._connector)
        self._app.job_manager = self._ends = Ends(self._app.job_manager, self._answered)
        self._task = self._app.task(name=_TASK, retry=Again(), pass_context=True)(self._do)
        self._work: dict[Kind, Work] = {}
        self._waiting: dict[asyncio.Future[None], str] = {}
        self._watching: asyncio.Task[None] | None = None

    async def __aenter__(self) -> Self:
        """Connect, and make the tables of the queue if they are not there.

        Raises:
            StoreError: If it can't be used.
        """
        with self._in_words():
            async with await psycopg.AsyncConnection.connect(autocommit=True, **self._connect) as connection:
                # Also while it waits for another to have done so, or others wait for this one.
                await connection.execute(keepalive.SERVER.encode())
                await bring_up_to_date(connection)
            await self._app.open_async()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it."""
        if self._watching:
            self._watching.cancel()
            await asyncio.gather(self._watching, return_exceptions=True)
        with suppress(ConnectorException, psycopg.Error):
            await self._app.close_async()

    async def submit(self, key: str, job: Job, *, priority: Priority, lock: str = "") -> bool:
        """See `bot.engine.jobs.Engine.submit`."""
        known = {"key": short(key), "priority": int(priority)}
        with self._in_words():
            async with self._connector.pool.connection() as connection, connection.transaction():
                await connection.execute(_ALONE, known)
                found = await (await connection.execute(_LOOK, known)).fetchone()
                assert found, "counts are always there"  # noqa: S101 - for the type checker
                if found[0] or found[1] >= self._most:
                    return False
                await self._task.configure(
                    queue=_QUEUE.format(job.kind),
                    queueing_lock=short(key),
                    lock=short(lock) or None,
                    priority=int(priority),
                    connection=connection,
                ).defer_async(key=key, lock=lock, kind=job.kind.value, data=dict(job.data))
        return True

    async def wait(self, key: str) -> Ended:
        """See `bot.engine.jobs.Engine.wait`."""
        done: asyncio.Future[None] = asyncio.get_running_loop().create_future()
        self._waiting[done] = key
        if self._watching is None or self._watching.done():
            self._watching = asyncio.create_task(self._watch())
        try:
            await done
        finally:
            self._waiting.pop(done, None)
        return Ended()

    async def withdraw(self, key: str) -> bool:
        """See `bot.engine.jobs.Engine.withdraw`. One that is to be done again counts, unless workers died of it."""
        with self._in_words():
            return await self._ends.take_back(key)

    async def pending(self) -> Mapping[str, str]:
        """See `bot.engine.jobs.Engine.pending`."""
        with self._in_words():
            rows = await self._connector.execute_query_all_async(_PENDING)
        return {row["key"]: row["lock"] for row in rows}

    async def run_worker(self, kind: Kind, work: Work, *, most_at_once: int) -> None:
        """Do the jobs of a kind until cancelled; what is being done then may come to its end, or is given back to the others.

        Nothing ends it: if the queue can't be reached, it is tried again after a rest. What was being done then is done by others.

        Args:
            kind: Of which.
            work: Does them.
            most_at_once: How many are done at a time.
        """
        self._work[kind], queue = work, _QUEUE.format(kind)
        while True:
            if self._is_lost:
                self._back.add(queue)
            worker = Worker(
                self._app,
                queues=[queue],
                concurrency=most_at_once,
                fetch_job_polling_interval=self._missed_s,
                abort_job_polling_interval=_NEVER_S,
                shutdown_graceful_timeout=self._patience_s,
                delete_jobs="always",
                install_signal_handlers=False,
                update_heartbeat_interval=self._heartbeat_s,
                stalled_worker_timeout=self._lease_s,
                worker_middleware=[self._ends.begun],
            )
            try:
                await _run(worker)
                self._lose("the queue was lost, and is tried again")
            except (ConnectorException, psycopg.Error) as error:
                self._lose(f"the queue can't be used, and is tried again: {self._words(error)}")
            running = asyncio.current_task()
            if running and running.cancelling():
                # What went wrong while it was stopped came in place of that.
                raise asyncio.CancelledError
            await asyncio.sleep(min(self._heartbeat_s, self._patience_s))

    def _answered(self, queues: Iterable[str]) -> None:
        """Tell that the queue can be used again: of several kinds of jobs, the first that has begun anew and has an answer does."""
        if not self._back.isdisjoint(queues):
            _LOG.info("the queue can be used again")
            self._is_lost = False
            self._back.clear()

    def _lose(self, words: str) -> None:
        """Tell that the queue can't be used, once for as long as it can't."""
        if not self._is_lost:
            _LOG.warning("%s", words)
        self._is_lost = True

    async def take_over(self) -> int:
        """Give what dead workers have left to the others. How many jobs there were.

        Raises:
            StoreError: If nobody knows.
        """
        with self._in_words():
            count = await self._ends.take_over(self._lease_s)
            await self._ends.prune_stalled_workers(self._lease_s)
        return count

    async def _do(self, context: JobContext, /, *, kind: str, data: dict[str, str], **_: object) -> None:
        try:
            await self._work[Kind(kind)](Job(Kind(kind), data))
        except Exception as error:  # noqa: BLE001 - whatever it is, it is one job's, and the others go on
            words = shown_words(f"{type(error).__name__}: {error}")
            trace = None if isinstance(error, StoreError) else RuntimeError(words).with_traceback(error.__traceback__)
            rest = rest_s(context.job.attempts)
            message = "a job can't be done, and is tried again in %d seconds: %s"
            _LOG.error(message, rest, words, extra={"kind": kind}, exc_info=trace)
            raise FailedError(rest) from None

    @contextmanager
    def _in_words(self) -> Iterator[None]:
        """Say what goes wrong with the queue as it is said of the store.

        Raises:
            StoreError: If something does.
        """
        try:
            with nothing_lost():
                yield
        except (ConnectorException, psycopg.Error) as error:
            raise StoreError(self._words(error), permanent=False) from error

    def _words(self, error: BaseException) -> str:
        """What went wrong, without what nobody may read."""
        found = cause(error)
        said = str(self._explain(found)) if self._explain else f"the queue in the database can't be used ({found})"
        return shown_words(" ".join(said.split()))

    async def _watch(self) -> None:
        """Tell those who wait, for as long as there is anybody."""
        while self._waiting:
            # Of what was submitted since, the answer knows nothing yet.
            asked = dict(self._waiting)
            try:
                there = await self.pending()
            except StoreError as error:
                for done in self._waiting:
                    if not done.done():
                        done.set_exception(error)
                return
            for done, key in asked.items():
                if key not in there and not done.done():
                    done.set_result(None)
            await asyncio.sleep(self._look_s)


async def _run(worker: Worker) -> None:
    """Let a worker of the library work until it stops by itself or this is cancelled: then what it does may come to its end."""
    running = asyncio.create_task(worker.run())  # type: ignore[no-untyped-call] # the library leaves it without types
    try:
        await asyncio.shield(running)
    except asyncio.CancelledError:
        # A cancellation can get lost while it begins (see `nothing_lost`), and it would go on for ever; this is not.
        worker.stop()  # type: ignore[no-untyped-call]
        running.cancel()
        await running
        raise


async def _configure(connection: psycopg.AsyncConnection[Any]) -> None:
    """Let a connection find the tables of the queue, not outlive a network that was cut, and begin transactions only where they are wanted.

    Each costs two more ways to the server.
    """
    await connection.set_autocommit(True)
    await connection.execute(f"SET search_path TO {SCHEMA}; {keepalive.SERVER}".encode())

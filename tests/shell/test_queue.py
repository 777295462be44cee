"""The queue of many machines: its tables, its workers, and what becomes of those that die."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from contextlib import asynccontextmanager, suppress
from importlib import resources
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import psycopg
import pytest
from sqlalchemy import make_url

from bot.engine import Job, Kind, Priority, Work
from bot.engine.ends import Ends
from bot.engine.many import ManyEngine
from bot.engine.queue_schema import SCHEMA, steps
from bot.errors import StoreError
from tests.shell.postgres import PASSWORD, Server

KEY = "kD3vQx81nRwZf0Ya7uLs"


def job(name: str = "a") -> Job:
    return Job(Kind.POLL, {"name": name})


@asynccontextmanager
async def working(engine: ManyEngine, work: Work, *, most_at_once: int = 4) -> Any:
    task = asyncio.create_task(engine.run_worker(Kind.POLL, work, most_at_once=most_at_once))
    try:
        yield task
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)


def rows(url: str, statement: str, *values: str) -> list[tuple[Any, ...]]:
    with psycopg.connect(url, autocommit=True, options=f"-c search_path={SCHEMA}") as connection:
        found = connection.execute(statement.encode(), values or None)
        return found.fetchall() if found.description else []


def opened(url: str, steps: Callable[[ManyEngine], Awaitable[None]], **knobs: Any) -> None:
    async def run() -> None:
        async with ManyEngine(url, look_s=0.01, missed_s=0.05, **knobs) as engine:
            await steps(engine)

    asyncio.run(run())


async def nothing(_: ManyEngine) -> None:
    """Only open it."""


def test_what_dead_workers_have_left_is_done_by_others_and_what_the_living_do_is_left_to_them(queue: str) -> None:
    done: list[str] = []

    async def work(job: Job) -> None:
        if not began.is_set():
            began.set()
            await asyncio.Event().wait()
        done.append(job.data["name"])

    began = asyncio.Event()

    async def steps(engine: ManyEngine) -> None:
        await engine.submit("a", job(), priority=Priority.DUE, lock="host")
        async with ManyEngine(queue, missed_s=0.05, patience_s=0.1) as first, working(first, work):
            await began.wait()
            assert await engine.take_over() == 0
            assert dict(await engine.pending()) == {"a": "host"}
            # A machine that lost its power says nothing any more.
            rows(queue, "UPDATE procrastinate_workers SET last_heartbeat = now() - interval '31 seconds'")
            assert await engine.take_over() == 1
            assert rows(queue, "SELECT count(*) FROM procrastinate_workers") == [(0,)]
            async with working(engine, work):
                await engine.wait("a")
        # Whoever it was: the first may have come back to life.
        assert done == ["a"]

    opened(queue, steps)


def test_a_worker_that_is_stopped_as_it_begins_stops_though_a_library_forgets_that(
    queue: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun, register = asyncio.Event(), Ends.register_worker

    async def forgetful(ends: Ends) -> int:
        begun.set()
        with suppress(asyncio.CancelledError):  # As `asyncio.wait_for` may do it until Python 3.12.
            await asyncio.Event().wait()
        return await register(ends)

    async def idle(_: Job) -> None:
        """Do nothing."""

    async def steps(engine: ManyEngine) -> None:
        task = asyncio.create_task(engine.run_worker(Kind.POLL, idle, most_at_once=1))
        await begun.wait()
        task.cancel()
        await asyncio.wait({task}, timeout=60)
        assert task.cancelled()
        assert rows(queue, "SELECT count(*) FROM procrastinate_workers") == [(0,)]

    monkeypatch.setattr(Ends, "register_worker", forgetful)
    opened(queue, steps)


def test_a_worker_that_is_stopped_lets_come_to_its_end_what_can_and_gives_the_rest_back(queue: str) -> None:
    done: list[str] = []
    quick, begun = asyncio.Event(), asyncio.Event()

    async def work(job: Job) -> None:
        done.append(f"begun {job.data['name']}")
        if len(done) == 2:
            begun.set()
        await (quick.wait() if job.data["name"] == "quick" else asyncio.Event().wait())
        done.append(job.data["name"])

    async def steps(engine: ManyEngine) -> None:
        for name in ("quick", "slow"):
            await engine.submit(name, job(name), priority=Priority.DUE)
        async with ManyEngine(queue, missed_s=0.05, patience_s=0.3) as worker, working(worker, work) as task:
            await begun.wait()
            task.cancel()
            quick.set()
        assert done[2:] == ["quick"]
        assert dict(await engine.pending()) == {"slow": ""}
        assert rows(queue, "SELECT count(*) FROM procrastinate_jobs WHERE status = 'todo'") == [(1,)]
        assert rows(queue, "SELECT count(*) FROM procrastinate_workers") == [(0,)]

    opened(queue, steps)


def test_a_job_that_fails_is_told_without_keys_and_done_again_later(
    queue: str, caplog: pytest.LogCaptureFixture
) -> None:
    tried: list[str] = []

    async def fail(job: Job) -> None:
        tried.append(job.data["name"])
        message = f"no way to http://courier.example/feed?auth={KEY}"
        raise ZeroDivisionError(message)

    async def steps(engine: ManyEngine) -> None:
        caplog.set_level(logging.DEBUG)
        feed = f"http://courier.example/feed?auth={KEY}"
        await engine.submit(f"poll:{feed}", Job(Kind.POLL, {"name": feed}), priority=Priority.DUE)
        async with working(engine, fail):
            while not rows(queue, "SELECT 1 FROM procrastinate_jobs WHERE attempts = 1"):  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)
        ((status, later),) = rows(queue, "SELECT status, scheduled_at > now() FROM procrastinate_jobs")
        assert (status, later) == ("todo", True)
        assert not await engine.submit(f"poll:{feed}", job(), priority=Priority.DUE)

    opened(queue, steps)
    assert len(tried) == 1
    told = "\n".join(logging.Formatter().format(record) + str(vars(record)) for record in caplog.records)
    assert "ZeroDivisionError: no way to http://courier.example" in told
    assert KEY not in told


def test_two_who_submit_the_same_at_once_make_one_job(queue: str) -> None:
    async def steps(engine: ManyEngine) -> None:
        async with ManyEngine(queue) as other:
            for number in range(10):
                key = f"{number} {'long ' * 1000}\n"
                submitted = [
                    one.submit(key, job(), priority=Priority.DUE, lock="lo\nng" * 1000) for one in (engine, other) * 2
                ]
                assert sorted(await asyncio.gather(*submitted)) == [False, False, False, True]
        assert len(await engine.pending()) == 10

    opened(queue, steps)


def test_whoever_waits_is_not_told_of_an_end_by_what_was_asked_before_the_job_was_there(queue: str) -> None:
    class Far(ManyEngine):
        """The way back from the server takes as long as it is to."""

        asked = asyncio.Queue[None]()
        answers = asyncio.Semaphore(0)

        async def pending(self) -> Mapping[str, str]:
            there = await super().pending()
            self.asked.put_nowait(None)
            await self.answers.acquire()
            return there

    async def steps(_: ManyEngine) -> None:
        async with Far(queue, look_s=0.01) as engine:
            await engine.submit("first", job(), priority=Priority.WAITED)
            first = asyncio.create_task(engine.wait("first"))
            await engine.asked.get()
            await engine.submit("second", job(), priority=Priority.WAITED)
            second = asyncio.create_task(engine.wait("second"))
            await asyncio.sleep(0)
            engine.answers.release()
            await engine.asked.get()
            assert not second.done()
            assert await engine.withdraw("second")
            # One answer is from before that.
            engine.answers.release()
            engine.answers.release()
            await second
            first.cancel()

    opened(queue, steps)


def test_what_somebody_has_locked_who_is_cut_off_is_given_up(queue: str) -> None:
    tell = """
        CREATE TABLE told (silent text, idle text);
        CREATE FUNCTION tell() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            INSERT INTO told VALUES (
                current_setting('idle_in_transaction_session_timeout'), current_setting('tcp_keepalives_idle')
            );
            RETURN NEW;
        END $$;
        CREATE TRIGGER tell BEFORE INSERT ON procrastinate_jobs FOR EACH ROW EXECUTE FUNCTION tell()
    """

    async def steps(engine: ManyEngine) -> None:
        rows(queue, tell)
        assert await engine.submit("a", job(), priority=Priority.DUE)

    opened(queue, steps)
    # On the socket of one machine there is nothing to keep alive.
    assert rows(queue, "SELECT silent, idle FROM told") == [("20s", "0")]


def test_many_who_open_a_new_database_at_once_make_its_tables_once_and_beside_ours(postgres: Server) -> None:
    async def run(url: str) -> None:
        async def one() -> None:
            async with ManyEngine(url) as engine:
                await engine.submit("a", job(), priority=Priority.DUE)

        await asyncio.gather(*(one() for _ in range(4)))

    with postgres.database() as url:
        asyncio.run(run(url))
        assert rows(url, "SELECT count(*) FROM procrastinate_jobs") == [(1,)]
        assert rows(url, "SELECT table_name FROM information_schema.tables WHERE table_schema = 'public'") == []
        assert [name for (name,) in rows(url, 'SELECT name FROM pullquote_steps ORDER BY name COLLATE "C"')] == [
            *steps()
        ]


def test_a_queue_of_an_older_version_takes_the_steps_that_it_lacks_and_loses_no_job(postgres: Server) -> None:
    files = resources.files("procrastinate.sql") / "migrations"
    old = [name for name in steps() if name < "03.03"]
    with postgres.database() as url:
        rows(url, f"CREATE SCHEMA {SCHEMA}")
        rows(url, "CREATE TABLE pullquote_steps (name text PRIMARY KEY)")
        for name in old:
            rows(url, (files / name).read_text(encoding="utf-8"))
            rows(url, "INSERT INTO pullquote_steps VALUES (%s)", name)
        rows(
            url,
            "INSERT INTO procrastinate_jobs (queue_name, task_name, queueing_lock, args) VALUES "
            """('pullquote-poll', 'job', 'a', '{"key": "a", "lock": "", "kind": "poll", "data": {"name": "old"}}')""",
        )
        done: list[str] = []

        async def work(job: Job) -> None:
            done.append(job.data["name"])

        async def take(engine: ManyEngine) -> None:
            async with working(engine, work):
                await engine.wait("a")

        opened(url, take)
        assert done == ["old"]
        assert len(old) < len(steps()) == len(rows(url, "SELECT name FROM pullquote_steps"))


@pytest.mark.parametrize(
    ("statement", "words"),
    [
        ("INSERT INTO pullquote_steps VALUES ('09.00.00_01_pre.sql')", "of a newer version of Procrastinate"),
        ("DROP TABLE pullquote_steps", "another program's"),
    ],
    ids=["newer", "another's"],
)
def test_a_queue_that_is_not_ours_to_use_is_left_alone_and_said_in_words(
    queue: str, statement: str, words: str
) -> None:
    rows(queue, statement)
    with pytest.raises(StoreError, match=words):
        opened(queue, nothing)


def test_a_server_that_is_not_there_is_said_in_words_and_without_its_password() -> None:
    with pytest.raises(StoreError, match="the queue in the database can't be used") as raised:
        opened("postgresql://pullquote:s3cret@127.0.0.1:1/none", nothing, patience_s=2)
    assert "s3cret" not in str(raised.value)


def test_a_queue_that_can_not_be_used_is_told_once_while_it_lasts_and_when_it_is_over(
    postgres: Server, queue: str, caplog: pytest.LogCaptureFixture
) -> None:
    failures: list[BaseException] = []

    def explain(error: BaseException) -> StoreError:
        failures.append(error)
        return StoreError("it lets\nnobody in")

    name = make_url(queue).database

    async def work(_: Job) -> None:
        """There is none."""

    async def steps(_: ManyEngine) -> None:
        caplog.set_level(logging.INFO)
        async with (
            ManyEngine(queue, missed_s=0.05, heartbeat_s=0.1, patience_s=0.1, explain=explain) as worker,
            working(worker, work),
        ):
            postgres.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
            postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608
            while len(failures) < 3:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)
            postgres.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
            while "the queue can be used again" not in caplog.messages:  # noqa: ASYNC110 - nobody tells
                await asyncio.sleep(0.01)

    opened(queue, steps)
    assert [one.message for one in caplog.records if one.name == "bot.engine.many"] == [
        "the queue can't be used, and is tried again: it lets nobody in",
        "the queue can be used again",
    ]


def test_a_queue_is_told_to_be_back_when_it_answers_which_job_is_next_and_not_before(
    postgres: Server, queue: str, caplog: pytest.LogCaptureFixture
) -> None:
    name = make_url(queue).database

    async def work(_: Job) -> None:
        """There is none."""

    async def steps(_: ManyEngine) -> None:
        caplog.set_level(logging.INFO)
        async with ManyEngine(queue, missed_s=0.05, heartbeat_s=0.1, patience_s=1) as worker:
            with psycopg.connect(queue) as other:
                others = f"datname = '{name}' AND pid <> {other.info.backend_pid}"
                postgres.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS false')
                postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE {others}")  # noqa: S608
                async with working(worker, work):
                    while "can't be used" not in caplog.text:  # noqa: ASYNC110 - nobody tells
                        await asyncio.sleep(0.01)
                    other.execute(f"LOCK {SCHEMA}.procrastinate_jobs".encode())
                    postgres.run(f'ALTER DATABASE "{name}" ALLOW_CONNECTIONS true')
                    beats: set[tuple[Any, ...]] = set()
                    async with asyncio.timeout(60):
                        while len(beats) < 6:
                            beats.update(rows(queue, "SELECT last_heartbeat FROM procrastinate_workers"))
                            await asyncio.sleep(0.01)
                    before = list(caplog.messages)
                    other.commit()
                    assert "the queue can be used again" not in before
                    while "the queue can be used again" not in caplog.messages:  # noqa: ASYNC110 - nobody tells
                        await asyncio.sleep(0.01)

    opened(queue, steps)


def test_a_password_may_have_anything_in_it(postgres: Server) -> None:
    guest, password = f"guest{uuid4().hex}", " a+b%20 @/:?#'\"\\é"
    quoted = password.replace("'", "''")
    postgres.run(f"CREATE ROLE {guest} LOGIN PASSWORD '{quoted}'")
    with postgres.database() as url:
        postgres.run(f'ALTER DATABASE "{make_url(url).database}" OWNER TO {guest}')
        opened(url.replace(f"pullquote:{PASSWORD}@", f"{guest}:{quote(password, safe='')}@"), nothing)

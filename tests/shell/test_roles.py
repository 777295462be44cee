"""A bot that is several processes: a planner, workers, and one that speaks with people."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE, Process
from collections import Counter
from collections.abc import AsyncIterator, Iterator
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import gethostname
from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

import pytest
from aiohttp import web

from bot.analysing import Analyser, AnalysisRounds
from bot.clock import SystemClock
from bot.engine import LocalEngine
from bot.engine.jobs import Kind
from bot.errors import ConfigError, StoreError
from bot.heartbeat import Heartbeat, present, this_process
from bot.messages import Place
from bot.role import Role
from bot.roles import Acting
from bot.running import run_bot
from bot.store import PlaceSource, Store, processes
from digest import ANALYSIS_VERSION, read_article
from tests.shell.delivered import SimulatedClock
from tests.shell.killed import let_come
from tests.shell.loopback import serve
from tests.shell.polled import Feed, entry
from tests.shell.postgres import PASSWORD, Server

HERE = Path(__file__).parents[2]
WHOLE = "<p>The council of Dorn votes on Friday.</p>"
LONGEST_S = 120
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
TERMINAL = Place("terminal", "", "terminal")


def _now() -> datetime:
    return NOW


class Web:
    """Feeds of many hosts, which are counted as they are asked; those of a path with "held" wait until they are let."""

    def __init__(self) -> None:
        self.asked: Counter[str] = Counter()
        self.released = asyncio.Event()
        self.changed = asyncio.Condition()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        name = request.match_info["name"]
        async with self.changed:
            self.asked[name] += 1
            self.changed.notify_all()
        if name == "held":
            await self.released.wait()
        now = datetime.now(UTC)
        return await Feed([entry(f"Weir {name} to go", at=now, whole=WHOLE)]).answer(request)

    async def has_asked(self, name: str, times: int = 1) -> None:
        async with self.changed:
            await self.changed.wait_for(lambda: self.asked[name] >= times)


class Company:
    """The processes of a bot."""

    def __init__(self, config: Path, database: str) -> None:
        self.config, self.database = config, database
        self.all: list[Process] = []

    async def begin(self, role: str) -> Process:
        said = self.config.with_name(f"{len(self.all)} {role}")
        with said.open("wb") as file:
            process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "tests.shell.run_role", role, str(self.config),
                stdin=PIPE, stdout=PIPE, stderr=file, cwd=HERE,
                env={**os.environ, "DATABASE_URL": self.database, "PYTHONPATH": str(HERE)},
            )  # fmt: skip
        self.all.append(process)
        return process

    def said(self) -> str:
        return "\n".join(file.read_text() for file in sorted(self.config.parent.glob("[0-9] *")))


@asynccontextmanager
async def company(tmp_path: Path, database: str, sources: str) -> AsyncIterator[Company]:
    config = tmp_path / "config.toml"
    config.write_text(f"[terminal]\n[sources]\n{sources}", encoding="utf-8")
    it = Company(config, database)
    try:
        yield it
    finally:
        for process in it.all:
            if process.returncode is None:
                process.kill()
                await process.communicate()


async def is_read(store: Store, feed: str) -> None:
    """Wait until a feed was read."""
    async with asyncio.timeout(LONGEST_S):
        while not ((source := await store.sources.get(feed)) and source.health.last_read):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.02)


async def shows(bot: Process, words: str) -> None:
    """Wait until a bot shows a line with some words at its terminal."""
    assert bot.stdout
    async with asyncio.timeout(LONGEST_S):
        while words.encode() not in (line := await bot.stdout.readline()):
            assert line, "it is gone"


async def is_analysed(store: Store) -> None:
    """Wait until all that is stored is analysed."""
    async with asyncio.timeout(LONGEST_S):
        while await store.analyses.lacking(ANALYSIS_VERSION, 1):  # noqa: ASYNC110 - it tells nobody
            await asyncio.sleep(0.02)


@pytest.fixture
def made(postgres: Server, made_database: str) -> Iterator[str]:
    with postgres.database(like=made_database) as url:
        yield url


def test_a_bot_of_many_processes_reads_each_source_once_and_digests_come_whoever_dies_and_though_the_database_restarts(
    tmp_path: Path, postgres: Server, made: str
) -> None:
    async def run() -> None:
        loop_web = Web()
        async with serve({"/{name}": loop_web.answer}) as address, Store(made) as store:
            port = urlsplit(address).port

            def feed(name: str) -> str:
                return f"http://{name}.example:{port}/{name}"

            async def follow(name: str) -> None:
                await store.places.add_source(TERMINAL, PlaceSource(feed(name), name, "U1", datetime.now(UTC)))

            names = [f"host{number}" for number in range(5)]
            sources = "".join(f'{name} = "{feed(name)}"\n' for name in names)
            async with company(tmp_path, made, sources) as them:
                for role in ("planner", "worker", "bot"):
                    await them.begin(role)
                planner, first, bot = them.all
                for name in names:
                    await is_read(store, feed(name))
                assert bot.stdin
                # A digest that comes by itself: the planner plans it, the worker makes it, the bot shows it.
                await let_come(store, "terminal:terminal", TERMINAL)
                await shows(bot, "Weir host0 to go")
                bot.stdin.write(b"/digest\n")
                await shows(bot, "Weir host0 to go")
                await is_analysed(store)

                # The worker dies in the middle of a poll, and another is there.
                await follow("held")
                await loop_web.has_asked("held")
                second = await them.begin("worker")
                await follow("proof")
                await is_read(store, feed("proof"))
                first.kill()
                loop_web.released.set()
                await is_read(store, feed("held"))

                postgres.restart()
                with suppress(StoreError):  # What was connected a moment ago may find out only now.
                    await store.ping()
                await follow("late")
                await is_read(store, feed("late"))

                assert [process.returncode for process in (planner, second, bot)] == [None] * 3
                for process in (planner, second, bot):
                    process.send_signal(signal.SIGTERM)
                for process in (planner, second, bot):
                    await process.communicate()
                assert [process.returncode for process in (planner, second, bot)] == [0] * 3, them.said()
                assert "Traceback" not in them.said()
            assert dict(loop_web.asked) == dict.fromkeys([*names, "proof", "late"], 1) | {"held": 2}

    asyncio.run(run())


def test_of_several_planners_one_acts_and_another_as_soon_as_it_is_gone(made: str) -> None:
    async def run() -> None:
        async with Store(made) as store, Store(made) as other, Acting(other, 3.0, _now) as second:
            async with Acting(store, 3.0, _now) as first:
                assert not await first.now()
                running = asyncio.create_task(first.run())
                while not await first.now():  # noqa: ASYNC110 - it tells nobody
                    await asyncio.sleep(0.01)
                waiting = asyncio.create_task(second.run())
                for _ in range(20):
                    await asyncio.sleep(0.01)
                    assert [await first.now(), await second.now()] == [True, False]
                # By the time that all agree on, whatever the clock of this machine says.
                (lease,) = (await store.leases.all()).values()
                assert lease.until == NOW + timedelta(seconds=3)
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
            assert not await first.now()
            while not await second.now():  # noqa: ASYNC110 - it tells nobody
                await asyncio.sleep(0.01)
            waiting.cancel()
            await asyncio.gather(waiting, return_exceptions=True)

    asyncio.run(run())


@pytest.mark.parametrize("stands_still", ["the machine's steady clock", "its wall clock", "none"])
def test_a_planner_whose_machine_slept_does_not_act_before_it_has_asked(made: str, stands_still: str) -> None:
    async def run() -> None:
        here, elsewhere = SimulatedClock(), SimulatedClock()
        async with (
            Store(made, here.elapsed) as store,
            Store(made, elsewhere.elapsed) as other,
            Acting(store, 30, _now, here) as first,
            Acting(other, 30, _now, elsewhere) as second,
        ):
            await first.ask()
            await second.ask()
            here.passes(26)
            assert await first.now()
            if stands_still != "its wall clock":
                here.wall += timedelta(seconds=30)
            if stands_still != "the machine's steady clock":
                here.passed += 30
            elsewhere.passes(56)
            await second.ask()
            assert [await first.now(), await second.now()] == [False, True]
            await first.ask()
            assert [await first.now(), await second.now()] == [False, True]

    asyncio.run(run())


def test_a_planner_that_is_stopped_while_it_asks_leaves_nothing_behind(made: str) -> None:
    async def run() -> None:
        asked, answered = asyncio.Event(), asyncio.Event()
        asking: list[asyncio.Future[bool]] = []
        async with Store(made) as store:
            hold = store.leases.hold

            async def slowly(name: str, holder: str, now: datetime, until: datetime) -> bool:
                async def reach_the_server() -> bool:
                    asked.set()
                    await answered.wait()
                    return await hold(name, holder, now, until)

                # As in a thread: it goes on, whoever waits for it.
                asking.append(asyncio.ensure_future(reach_the_server()))
                return await asyncio.shield(asking[0])

            store.leases.hold = slowly  # type: ignore[method-assign]
            async with Acting(store, 30, _now) as acting:
                running = asyncio.create_task(acting.run())
                await asked.wait()
                running.cancel()
                await asyncio.gather(running, return_exceptions=True)
                asyncio.get_running_loop().call_soon(answered.set)
            assert await asking[0]
            assert not await acting.now()
            assert await store.leases.all() == {}

    asyncio.run(run())


def test_what_is_to_be_analysed_is_handed_out_once_and_analysed_once(where: Path | str) -> None:
    text = "Weir to go\n\nThe council of Dorn voted on Sunday. “It has to go in spring,” said Ann Gray, the warden."
    articles = [read_article(f"{text} It is number {n}.", url=f"https://a.example/{n}") for n in range(25)]
    done: list[str] = []

    async def always() -> bool:
        return True

    async def run() -> None:
        async with Store(where) as store:
            analyser = Analyser(store)
            gate = asyncio.Event()

            async def work(job: object) -> object:
                await gate.wait()
                done.append("job")
                return await analyser.work(job)  # type: ignore[arg-type] # it is handed on as it came

            engine = LocalEngine({Kind.ANALYSE: work}, most_at_once=2)
            rounds = AnalysisRounds(store, engine, may_act=always)
            await store.articles.keep(articles[:20], datetime.now(UTC), feed="https://a.example/feed")
            assert [await rounds.submit_some(), await rounds.submit_some()] == [20, 20]
            await store.articles.keep(articles[20:], datetime.now(UTC), feed="https://a.example/feed")
            assert await rounds.submit_some() == 25
            assert len(await engine.pending()) == 3
            gate.set()
            for key in await engine.pending():
                await engine.wait(key)
            assert len(done) == 3
            assert await rounds.submit_some() == 0
            assert len(await store.analyses.get([one.revision for one in articles], ANALYSIS_VERSION)) == 25

    asyncio.run(run())


def joins(store: Store, role: str) -> AbstractAsyncContextManager[Heartbeat]:
    """A process that begins to be there, and is gone when it is left."""
    return present(store, this_process({}, role), SystemClock())


@pytest.mark.parametrize(
    ("first", "second"), [("all", "worker"), ("worker", "all"), ("all", "bot"), ("planner", "all")]
)
def test_who_does_everything_does_not_begin_beside_those_who_do_a_part_each(
    where: str, first: str, second: str
) -> None:
    words = rf"a process with --role {first} \({gethostname()}/{os.getpid()}, seen \d+ s ago\) works on this database; it does a"

    async def run() -> None:
        async with Store(where) as store:
            async with joins(store, first):
                with pytest.raises(ConfigError, match=words):
                    async with joins(store, second):
                        pass
                # Of one that was refused nobody is kept from anything. Beside its like, or when that is gone, it may.
                async with joins(store, first):
                    pass
            async with joins(store, second):
                pass

    asyncio.run(run())


def test_of_two_that_do_not_fit_and_begin_at_the_same_moment_one_refuses(where: str) -> None:
    async def run() -> None:
        async with Store(where) as store, Store(where) as other:
            processes = [joins(store, "all"), joins(other, "bot")]
            begun = await asyncio.gather(*(one.__aenter__() for one in processes), return_exceptions=True)
            assert sorted(type(one).__name__ for one in begun) == ["ConfigError", "Heartbeat"]
            there = [seen.process.role for seen in await store.processes.all()]
            assert there == [one.role for one in begun if isinstance(one, Heartbeat)]
            for one, came in zip(processes, begun, strict=True):
                if isinstance(came, Heartbeat):
                    await one.__aexit__(None, None, None)

    asyncio.run(run())


def test_a_process_that_is_stopped_while_it_begins_keeps_no_other_out(where: str) -> None:
    async def run() -> None:
        async with Store(where) as store:
            begin, is_there, may_end = store.processes.begin, asyncio.Event(), asyncio.Event()

            async def slowly(*given: Any) -> object:
                found = await begin(*given)
                is_there.set()
                await may_end.wait()
                return found

            store.processes.begin = slowly  # type: ignore[method-assign, assignment]
            starting = asyncio.create_task(joins(store, "bot").__aenter__())
            await is_there.wait()
            starting.cancel()
            await asyncio.sleep(0)
            may_end.set()
            with pytest.raises(asyncio.CancelledError):
                await starting
            store.processes.begin = begin  # type: ignore[method-assign]
            async with joins(store, "all"):
                pass

    asyncio.run(run())


def test_all_that_keep_a_process_out_are_named(where: Path | str) -> None:
    async def refused(store: Store) -> str:
        with pytest.raises(ConfigError) as caught:
            async with joins(store, "all"):
                pass
        return str(caught.value)

    async def run() -> None:
        async with Store(where) as store:
            for number in range(12):
                await store.processes.beat(processes.Process(f"{number}", "planner", "dorn", number, "0.1.0"))
                if number == 1:
                    words = await refused(store)
                    assert words.startswith("processes with --role planner (dorn/")
                    assert {"(dorn/0, " in words, "(dorn/1, " in words, "all of them first" in words} == {True}
            words = await refused(store)
            assert words.count("--role planner") == 10
            assert " and 2 more work on this database; each does a part of what there is to do" in words

    asyncio.run(run())


def test_of_several_that_do_everything_one_plans_and_makes(made: str, tmp_path: Path) -> None:
    async def run() -> None:
        loop_web = Web()
        async with serve({"/{name}": loop_web.answer}) as address, Store(made) as store:
            port = urlsplit(address).port
            names = [f"host{number}" for number in range(3)]
            feeds = {name: f"http://{name}.example:{port}/{name}" for name in names}
            sources = "".join(f'{name} = "{feed}"\n' for name, feed in feeds.items())
            async with company(tmp_path, made, sources) as them:
                first, second = [await them.begin("all") for _ in range(2)]
                for name in names:
                    await is_read(store, feeds[name])
                # Whichever acts dies, and the other goes on.
                acting = (await store.leases.all())["planner"].holder.split()[1]
                dying, left = (first, second) if acting == str(first.pid) else (second, first)
                dying.kill()
                late = f"http://late.example:{port}/late"
                await store.places.add_source(TERMINAL, PlaceSource(late, "late", "U1", datetime.now(UTC)))
                await is_read(store, late)
                left.send_signal(signal.SIGTERM)
                await left.communicate()
                assert left.returncode == 0, them.said()
            assert dict(loop_web.asked) == dict.fromkeys([*names, "late"], 1)

    asyncio.run(run())


@pytest.mark.parametrize("role", [Role.BOT, Role.WORKER, Role.PLANNER])
def test_a_part_of_a_bot_needs_a_server_and_says_so(tmp_path: Path, role: Role) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'database = "{tmp_path}/pullquote.db"\n[terminal]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=rf"--role {role}: several processes need a PostgreSQL database"):
        asyncio.run(run_bot(config, role=role))


@pytest.mark.parametrize("role", [Role.BOT, Role.WORKER, Role.PLANNER])
def test_what_is_wrong_with_the_database_each_part_of_a_bot_says_with_its_name_and_a_way_out_in_one_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, postgres: Server, made_database: str, role: Role
) -> None:
    config = tmp_path / "config.toml"
    config.write_text("[terminal]\n", encoding="utf-8")
    guest = f"guest{uuid4().hex}"
    postgres.run(f"CREATE ROLE {guest} LOGIN PASSWORD '{PASSWORD}'")
    made = postgres.url(made_database)
    for url, name, words in (
        (postgres.url(made_database, "wr0ng-of-dorn"), "made", "the user or the password is wrong"),
        (postgres.url("none"), "none", "there is no database of this name"),
        (made.replace("//pullquote:", f"//{guest}:"), "made", "its user may not do that"),
        ("postgresql://pullquote:wr0ng-of-dorn@127.0.0.1:1/none", "none", "the server can't be reached"),
    ):
        monkeypatch.setenv("DATABASE_URL", url)
        with pytest.raises(StoreError) as caught:
            asyncio.run(run_bot(config, role=role))
        said = str(caught.value)
        assert said.startswith(f"the database {name} at ")
        assert f" can't be used: {words} (" in said
        assert "\n" not in said
        assert "wr0ng-of-dorn" not in said


def test_workers_and_planners_need_neither_tokens_nor_platforms(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DISCORD_TOKEN", raising=False)
    for text in ("[discord]\n", ""):
        config = tmp_path / "config.toml"
        config.write_text(f'database = "{tmp_path}/pullquote.db"\n{text}', encoding="utf-8")
        for role in (Role.WORKER, Role.PLANNER):
            with pytest.raises(ConfigError, match="several processes need"):
                asyncio.run(run_bot(config, role=role))
        with pytest.raises(ConfigError, match=r"token is missing|no platform is configured"):
            asyncio.run(run_bot(config, role=Role.BOT))


def test_what_is_not_installed_is_named_with_the_command_that_installs_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "procrastinate", None)
    monkeypatch.delitem(sys.modules, "bot.engine.many", raising=False)
    monkeypatch.delitem(sys.modules, "bot.engine.queue_schema", raising=False)
    config = tmp_path / "config.toml"
    config.write_text('database = "postgresql://pullquote@127.0.0.1/none"\n', encoding="utf-8")
    with pytest.raises(ConfigError, match=r"needs what is not installed .* make scale installs it"):
        asyncio.run(run_bot(config, role=Role.WORKER))

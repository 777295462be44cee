"""What polling costs on many machines: one worker, then two, the same sources, a planner and a queue.

    python -m tests.bench.workers_at_size [SOURCES]

Each source is a feed of its own host with 20 new entries, whole, of 240 words each, on 127.0.0.1; workers and planner are the program itself, in a
PostgreSQL of its own, but for that nothing is analysed: the planner submits polls alone. Counted is the CPU of each process and of all
it started, from when it was ready to when the last source was read.
"""

import asyncio
import os
import random
import signal
import sys
import time
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit

from aiohttp import web

from bot.engine import Job, Kind, Priority
from bot.engine.many import ManyEngine
from bot.messages import Place
from bot.politeness import utc_now
from bot.rounds import Rounds
from bot.store import PlaceSource, Store
from tests.shell.polled import Feed, entry
from tests.shell.postgres import TENDED, Server, running_server

HERE = Path(__file__).parents[2]
ENTRIES, WORDS = 20, 120
TICKS = os.sysconf("SC_CLK_TCK")


def body(number: int) -> list[str]:
    draw = random.Random(number)  # noqa: S311 - nothing secret
    words = [f"word{n}" for n in range(5_000)]
    now = datetime.now(UTC)

    def text() -> str:
        return " ".join(f"{' '.join(draw.choices(words, k=12)).capitalize()}." for _ in range(WORDS // 12))

    return [
        entry(f"Weir {number} {n}", at=now, whole=f"<p>{text()}</p><p>{text()}</p>".replace("&", ""))
        for n in range(ENTRIES)
    ]


def cpu_s(pids: set[int]) -> float:
    """The CPU of processes and of those they started, in seconds."""
    parents: dict[int, int] = {}
    used: dict[int, float] = {}
    for folder in Path("/proc").iterdir():
        if folder.name.isdigit():
            try:
                fields = (folder / "stat").read_text().rpartition(")")[2].split()
            except OSError:
                continue
            parents[int(folder.name)] = int(fields[1])
            used[int(folder.name)] = sum(map(int, fields[11:15])) / TICKS
    found, new = set(pids), set(pids)
    while new:
        new = {pid for pid, parent in parents.items() if parent in new} - found
        found |= new
    return sum(used.get(pid, 0.0) for pid in found)


def postmaster(server: Server) -> int:
    (pid,) = server.ask("SELECT pid FROM pg_stat_activity WHERE backend_type = 'checkpointer'")
    return int((Path("/proc") / str(pid) / "stat").read_text().rpartition(")")[2].split()[1])


async def measure(server: Server, count: int, workers: int) -> None:
    with server.database() as url, TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text("", encoding="utf-8")
        feeds = [Feed(body(number)) for number in range(200)]

        async def answer(request: web.Request) -> web.StreamResponse:
            return await feeds[int(request.match_info["number"]) % len(feeds)].answer(request)

        app = web.Application()
        app.router.add_get("/{number}", answer)
        runner = web.AppRunner(app)
        await runner.setup()
        await web.TCPSite(runner, "127.0.0.1", 0).start()
        port = urlsplit(f"http://127.0.0.1:{runner.addresses[0][1]}").port
        async with Store(url) as store:
            processes = []
            program = ("tests.shell.run_role", "worker", str(config), "usual")
            for command in [("tests.bench.workers_at_size", "planner", url)] + [program] * workers:
                environment = {**os.environ, "DATABASE_URL": url, "PYTHONPATH": str(HERE)}
                processes.append(
                    await asyncio.create_subprocess_exec(
                        sys.executable,
                        "-m",
                        *command,
                        cwd=HERE,
                        env=environment,
                        stderr=asyncio.subprocess.PIPE,
                    )
                )
            for process in processes:
                assert process.stderr
                while b"running as" not in await process.stderr.readline():
                    pass
            planner, *others = [process.pid for process in processes]
            server_pid = postmaster(server)
            known = ({planner}, set(others), {server_pid})
            before = [cpu_s(pids) for pids in known]
            began = time.perf_counter()
            now = datetime.now(UTC)
            for number in range(count):
                source = PlaceSource(f"http://host{number}.example:{port}/{number}", f"s{number}", "U1", now)
                await store.places.add_source(Place("terminal", "", "terminal"), source)
            while (await store.figures(datetime.now(UTC))).late or await lacking(server, url):  # noqa: ASYNC110
                await asyncio.sleep(0.1)
            took = time.perf_counter() - began
            spent = [cpu_s(pids) - start for pids, start in zip(known, before, strict=True)]
            for process in processes:
                process.send_signal(signal.SIGTERM)
            for process in processes:
                await process.communicate()
        await runner.cleanup()
    plans, works, keeps = spent
    total = plans + works + keeps
    print(
        f"{workers} workers: {count} sources in {took:.1f} s, {count / took:.1f} a second; CPU: workers {works:.1f} s "
        f"({count / works:.1f} sources a second of it, {1000 * works / count:.1f} ms each), planner {plans:.1f} s, "
        f"PostgreSQL {keeps:.1f} s; of {total:.1f} s the planner has {plans / total:.1%}, PostgreSQL {keeps / total:.1%}"
    )


async def measure_queue(server: Server, count: int) -> None:
    """What the queue alone costs: jobs in which nothing is done."""

    async def nothing(_: Job) -> None:
        return

    with server.database() as url:
        server_pid = postmaster(server)
        before = cpu_s({server_pid})
        async with ManyEngine(url) as queue:
            working = asyncio.create_task(queue.run_worker(Kind.POLL, nothing, most_at_once=8))
            for start in range(0, count, 300):
                keys = [f"poll:{number}" for number in range(start, min(start + 300, count))]
                for key in keys:
                    await queue.submit(key, Job(Kind.POLL), priority=Priority.DUE, lock=key)
                await asyncio.gather(*map(queue.wait, keys))
            spent = cpu_s({server_pid}) - before
            working.cancel()
            await asyncio.gather(working, return_exceptions=True)
    print(f"the queue alone: {1000 * spent / count:.1f} ms of PostgreSQL's CPU a job")


async def plan(url: str) -> None:
    """What a planner does for polls."""

    async with Store(url) as store, ManyEngine(url) as queue:
        rounds = Rounds(store, queue, utc_now, most=300, longest_nap_s=6, look_again_s=1)
        print("running as a planner", file=sys.stderr, flush=True)
        await rounds.run()


async def lacking(server: Server, url: str) -> bool:
    """Whether a source was not read."""
    (count,) = server.ask("SELECT count(*) FROM sources WHERE last_read IS NULL", url)
    return bool(count)


def main() -> None:
    if sys.argv[1:2] == ["planner"]:
        asyncio.run(plan(sys.argv[2]))
        return
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 1_000
    with running_server(TENDED) as server:
        for workers in (1, 2):
            asyncio.run(measure(server, count, workers))
        asyncio.run(measure_queue(server, count))


if __name__ == "__main__":
    main()

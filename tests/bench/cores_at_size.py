"""What a second core brings for the core's work: in threads, in processes, and in threads of a Python without the global lock.

    python -m tests.bench.cores_at_size [ARTICLES DIGESTS [PYTHON ...]]

ARTICLES (500) of 4,000 characters of 20 outlets are analysed, as when they are stored; then DIGESTS (40) are made, each of 100 of them. As in the bot,
an event loop goes on beside it: how late it was at most, in CPU of this process, is how long nobody was heard. Each way runs in a process of its own, which has
loaded everything before. With processes, what they need and what they give is sent, and counted. Each further PYTHON, as a free-threaded
one in which `requirements/run.txt` is installed, does the same in threads.
"""

import asyncio
import json
import os
import resource
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import Executor, ProcessPoolExecutor, ThreadPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from multiprocessing import get_context
from pathlib import Path
from typing import TypeVar

from digest import Analysis, Article, Source, analyse, make_digest, read_article
from tests.bench.workloads import NOW, texts

ARTICLES, OF_ONE, DIGESTS = 500, 100, 40
_TICK_S = 0.001
_WAYS = ("1 thread", "2 threads", "1 process", "2 processes")

T = TypeVar("T")
Stock = tuple[Sequence[Article], dict[str, Analysis]]


def analysed(article: Article) -> Analysis:
    """One of many."""
    return analyse(article)


def made(stock: Stock) -> int:
    """How many stories a digest has. What is sent back of one is a message, which is small."""
    articles, analyses = stock
    return len(make_digest(articles, now=NOW, most=25, analyses=analyses).stories)


def articles_of(count: int) -> list[Article]:
    """Of 20 outlets."""
    return [
        read_article(raw, url=f"https://outlet{number % 20}.example/{number}", source=Source(f"Outlet {number % 20}"))
        for number, raw in enumerate(texts(count, 4_000))
    ]


def stocks(articles: Sequence[Article], analyses: Sequence[Analysis], digests: int) -> Iterator[Stock]:
    """What each digest is made of."""
    known = {article.revision: analysis for article, analysis in zip(articles, analyses, strict=True)}
    for number in range(digests):
        some = [articles[(number * 37 + n * 3) % len(articles)] for n in range(OF_ONE)]
        yield some, {article.revision: known[article.revision] for article in some}


@contextmanager
def workers(way: str) -> Iterator[tuple[Executor, int]]:
    """Who does it, and how many of them."""
    count = int(way[0])
    pool: AbstractContextManager[Executor] = (
        ProcessPoolExecutor(count, get_context("spawn")) if "process" in way else ThreadPoolExecutor(count)
    )
    with pool as executor:
        yield executor, count


async def measured(
    executor: Executor, most: int, work: Callable[..., T], things: Sequence[object]
) -> tuple[float, list[T]]:
    """By how many seconds the event loop was late at most, and what came of each thing."""
    loop = asyncio.get_running_loop()
    room = asyncio.Semaphore(most)

    async def one(thing: object) -> T:
        async with room:
            return await loop.run_in_executor(executor, work, thing)

    doing = asyncio.gather(*map(one, things))
    longest = 0.0
    while not doing.done():
        began, cpu = loop.time(), time.process_time()
        await asyncio.sleep(_TICK_S)
        # Not what other programs of the machine took meanwhile.
        longest = max(longest, min(loop.time() - began - _TICK_S, time.process_time() - cpu))
    return longest, await doing


def run(way: str, count: int, digests: int) -> None:
    """Do it in one way, and print what it cost."""
    articles = articles_of(count)
    with workers(way) as (executor, most):
        # Everything is loaded, in each of them, before it is measured.
        warm = [executor.submit(made, (articles[:5], {})) for _ in range(4 * most)]
        for one in warm:
            one.result()
        steps: list[tuple[str, float, float, float]] = []
        analyses: list[Analysis] = []
        for name in ("analysing", "digests"):
            work, things = (
                (analysed, articles) if name == "analysing" else (made, list(stocks(articles, analyses, digests)))
            )
            cpu, wall = _cpu_s(executor), time.perf_counter()
            longest, found = asyncio.run(measured(executor, most, work, things))
            steps.append((name, time.perf_counter() - wall, _cpu_s(executor) - cpu, longest))
            if name == "analysing":
                analyses = found  # type: ignore[assignment]
        memory = _memory_mb([os.getpid(), *_children(executor)])
    is_free = not getattr(sys, "_is_gil_enabled", lambda: True)()
    print(
        json.dumps(
            {"way": way, "python": sys.version.split()[0] + ("t" if is_free else ""), "steps": steps, "mb": memory}
        )
    )


def _children(executor: Executor) -> list[int]:
    return list(getattr(executor, "_processes", None) or {})


def _cpu_s(executor: Executor) -> float:
    """Of this process and of those that work for it, in seconds."""
    own = resource.getrusage(resource.RUSAGE_SELF)
    ticks = os.sysconf("SC_CLK_TCK")
    fields = [Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split() for pid in _children(executor)]
    return own.ru_utime + own.ru_stime + sum((int(one[11]) + int(one[12])) / ticks for one in fields)


def _memory_mb(pids: Sequence[int]) -> int:
    """The most that each of some processes has had, together: what they share counts for each."""
    lines = [line for pid in pids for line in Path(f"/proc/{pid}/status").read_text().splitlines()]
    return sum(int(line.split()[1]) for line in lines if line.startswith("VmHWM")) // 1024


def main() -> None:
    """Each way, in a process of its own."""
    if sys.argv[1:2] == ["run"]:
        run(sys.argv[2], int(sys.argv[3]), int(sys.argv[4]))
        return
    count, digests = map(int, sys.argv[1:3] if len(sys.argv) > 2 else (ARTICLES, DIGESTS))
    ways = [(sys.executable, way) for way in _WAYS] + [(python, way) for python in sys.argv[3:] for way in _WAYS[:2]]
    for python, way in ways:
        done = subprocess.run(
            [python, "-m", "tests.bench.cores_at_size", "run", way, str(count), str(digests)],
            check=True,
            stdout=subprocess.PIPE,
            text=True,
        )
        told = json.loads(done.stdout)
        for name, wall, cpu, longest in told["steps"]:
            print(
                f"{told['python']:8} {way:12} {name:10} {wall:6.1f} s, {cpu:6.1f} s of CPU, "
                f"event loop late by {1000 * longest:4.0f} ms at most, {told['mb']} MB"
            )


if __name__ == "__main__":
    main()

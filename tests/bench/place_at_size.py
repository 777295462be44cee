"""What a digest costs a place with many sources: `/digest` of twenty sources and five hundred fresh stored articles.

    python -m tests.bench.place_at_size [ARTICLES [SOURCES]]

Everything is real but the web: the store is a SQLite file, the articles of 4,000 characters were analysed when they were stored, and the
service is asked as a platform asks it. CPU is that of the whole process; the event loop is watched while the digest is made. What holds
it up is counted in CPU of this process, so that a machine that is busy elsewhere is not blamed on it.
"""

import asyncio
import sys
import time
from contextlib import AsyncExitStack
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import uuid4

from bot.config import LimitsConfig
from bot.fetch import Fetcher
from bot.messages import MessageRef, Person, Place, Request
from bot.monitoring import Metrics
from bot.polling import Poller
from bot.running import spare_the_collector
from bot.service import Defaults, Desk, Places, Service
from bot.store import Outcome, Store
from bot.workers import Reader
from digest import ANALYSIS_VERSION, Source, analyse, read_article, write_analysis
from tests.bench.workloads import texts

__all__ = ["measure"]

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
NEWS = Place("terminal", channel="terminal")


async def fill(store: Store, feeds: list[str], count: int) -> None:
    """Store articles as the poller does."""
    raw = texts(count, 4_000)
    for number, feed in enumerate(feeds):
        at = NOW - timedelta(hours=2)
        articles = [
            read_article(
                raw[one],
                url=f"https://outlet{number}.example/{one}",
                source=Source(f"Outlet {number}", feed),
                published=NOW - timedelta(minutes=3 + 2 * one % 1_300),
            )
            for one in range(number, count, len(feeds))
        ]
        await store.articles.keep(articles, at, feed=feed)
        written = {one.revision: write_analysis(analyse(one)) for one in articles}
        await store.analyses.keep(written, ANALYSIS_VERSION)
        await store.sources.was_tried(feed, Outcome(at, NOW + timedelta(hours=1), has_new=True))


class Loop:
    """How long the rest of the program held the event loop up at most."""

    def __init__(self) -> None:
        self.longest_s = 0.0
        self._task = asyncio.ensure_future(self._watch())

    async def _watch(self) -> None:
        last, cpu = time.perf_counter(), time.process_time()
        while True:
            await asyncio.sleep(0.001)
            held_s = min(time.perf_counter() - last, time.process_time() - cpu)
            self.longest_s = max(self.longest_s, held_s)
            last, cpu = time.perf_counter(), time.process_time()

    def stop(self) -> float:
        self._task.cancel()
        return self.longest_s


async def serving(stack: AsyncExitStack, path: Path, count: int, sources: int) -> Service:
    """The service of a place that reads so many sources, with so many articles of these."""
    feeds = [f"https://outlet{number}.example/feed" for number in range(sources)]
    named = {f"outlet {number}": feed for number, feed in enumerate(feeds)}
    fetcher = await stack.enter_async_context(Fetcher())
    reader = await stack.enter_async_context(Reader())
    store = await stack.enter_async_context(Store(path))
    places = Places(store, lambda _: Defaults(named, "UTC"))
    await places.adopt(named, NOW - timedelta(days=30))
    await fill(store, feeds, count)
    spare_the_collector()
    poller = Poller(fetcher, reader, store, lambda: NOW)
    limits = LimitsConfig(digests_per_hour=1_000, cooldown_s=0)
    return Service(Desk(store, poller, places, fetcher, reader, lambda: NOW, limits, Metrics()))


async def measure(count: int = 500, sources: int = 20) -> dict[str, float]:
    """The figures by name: seconds."""
    figures: dict[str, float] = {}
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        service = await serving(stack, folder / "pullquote.db", count, sources)
        for name in ("first", "again", "brief"):
            loop, began, cpu = Loop(), time.perf_counter(), time.process_time()
            options = {"length": "brief"} if name == "brief" else {}
            request = Request(uuid4().hex, "digest", NEWS, Person("1", may_manage=True), NOW, options)
            message = await service.answer(request)
            await service.posted(message, [MessageRef(NEWS, uuid4().hex)])
            figures[f"{name}: CPU"] = time.process_time() - cpu
            figures[f"{name}: shown after"] = time.perf_counter() - began
            figures[f"{name}: event loop held up"] = loop.stop()
    return figures


if __name__ == "__main__":
    for name, seconds in asyncio.run(measure(*map(int, sys.argv[1:3]))).items():
        print(f"{name:<32} {seconds:6.3f} s")

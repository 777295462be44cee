"""A bot that reads feeds, on this machine and in a time of its own, for tests."""

import asyncio
import socket
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.engine import Engine
from bot.engine.many import ManyEngine
from bot.feed_jobs import FeedJobs
from bot.fetch import Fetcher
from bot.messages import Place
from bot.monitoring import Metrics
from bot.polling import Poller
from bot.refreshing import Refresher
from bot.store import PlaceSource, Store, StoredSource
from bot.workers import Reader
from digest import Article
from tests.chosen import CHOSEN
from tests.shell.loopback import Answer, serve
from tests.shell.readers import with_reader
from tests.shell.spread import Spread

__all__ = ["FEED", "NOW", "Clock", "Everywhere", "Feed", "Polled", "entry", "idle", "page", "poll", "until"]

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
FEED = "http://courier.example/feed"
NEWS = Place("slack", "T1", "C1")


async def idle() -> None:
    """Let everything go on that waits for nothing but its turn."""
    for _ in range(20):
        await asyncio.sleep(0)


async def until(holds: Callable[[], bool]) -> None:
    """Let everything go on until something holds."""
    while not holds():  # noqa: ASYNC110 - what is looked at tells nobody when it changes
        await asyncio.sleep(0.001)


class Clock:
    """A clock that goes on only while the poller has nothing to do, up to an instant."""

    def __init__(self) -> None:
        self.now = self.until = NOW
        self.poller: Poller | Spread | None = None
        self.reached = asyncio.Event()

    def __call__(self) -> datetime:
        return self.now

    async def sleep(self, seconds: float) -> None:
        await until(lambda: not self.poller or not self.poller.in_flight)
        await idle()  # Whoever has been woken in the meantime does not sleep.
        if self.now >= self.until:
            self.reached.set()
            await asyncio.Event().wait()
        self.now = min(self.now + timedelta(seconds=seconds), self.until)
        await asyncio.sleep(0)


Answers = Mapping[str, "Answer | web.Response | bytes | Feed"] | Mapping[str, "Answer | Feed"]
Steps = Callable[["Polled"], Awaitable[object]]


class Everywhere(AbstractResolver):
    """Every name is this machine's."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        del family
        return [ResolveResult(hostname=host, host="127.0.0.1", port=port, family=socket.AF_INET, proto=0, flags=0)]

    async def close(self) -> None:
        """Nothing to close."""


@dataclass
class Polled:
    """The parts.

    Attributes:
        poller: The poller.
        store: Its store.
        clock: Its time.
        port: Of the server, which answers under every name.
    """

    poller: Poller | Spread
    store: Store
    clock: Clock
    port: int

    def at(self, address: str) -> str:
        """An address, at the server's port."""
        host = urlsplit(address).hostname or ""
        return address.replace(host, f"{host}:{self.port}", 1)

    async def follow(self, *feeds: str) -> None:
        """Let a place read feeds."""
        for feed in feeds:
            await self.store.places.add_source(NEWS, PlaceSource(self.at(feed), feed, "U1", self.clock.now))

    async def run_for(self, span: timedelta = timedelta(0)) -> None:
        """Let the poller run until so much time has passed and all that was due is read."""
        self.clock.until = self.clock.now + span
        self.clock.reached.clear()
        running = asyncio.create_task(self.poller.run())
        reached = asyncio.create_task(self.clock.reached.wait())
        await asyncio.wait({running, reached}, return_when=asyncio.FIRST_COMPLETED)
        assert not running.done()
        for task in (running, reached):
            task.cancel()
        await asyncio.gather(running, reached, return_exceptions=True)

    async def source(self, feed: str = FEED) -> StoredSource:
        """What is known of a feed."""
        source = await self.store.sources.get(self.at(feed))
        assert source
        return source

    async def articles(self) -> dict[str, Article]:
        """What is kept, by headlines."""
        found = await self.store.articles.newest(999)
        return {one.title.of(one.text) if one.title else one.text: one for one in found}


def poll(where: Path | str, answers: Answers, steps: Steps, **knobs: Any) -> int:
    """Take some steps with a poller. The port of its server, to start another one there."""

    async def run(reader: Reader) -> int:
        async with polled(where, answers, reader, **knobs) as bot:
            await steps(bot)
            return bot.port

    return with_reader(run)


@asynccontextmanager
async def polled(
    where: Path | str,
    answers: Answers,
    reader: Reader,
    *,
    clock: Clock | None = None,
    most_at_once: int = 8,
    pages_patience_s: float = 30,
    fetcher: type[Fetcher] = Fetcher,
    store: type[Store] = Store,
    port: int = 0,
    elsewhere: Engine | None = None,
    engine: str = "",
) -> AsyncIterator[Polled]:
    """A poller, its store, and a server that answers so, whatever host is asked for.

    What is due is read in this process, or by way of a queue where that was chosen for this test or for all
    (`tests.chosen`), and the database can have one.
    """
    time = clock or Clock()
    given = {path: answer.answer if isinstance(answer, Feed) else answer for path, answer in answers.items()}
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(serve(given, port))
        opened = await stack.enter_async_context(
            fetcher(allow_loopback=True, pause_s=0, clock=time, resolver=Everywhere())
        )
        kept = await stack.enter_async_context(store(where))
        queue: ManyEngine | None = None
        if (engine or CHOSEN.engine) == "many" and isinstance(where, str):
            queue = await stack.enter_async_context(ManyEngine(where, look_s=0.01, missed_s=0.05))
        poller = Poller(
            opened,
            reader,
            kept,
            time,
            sleep=time.sleep,
            most_at_once=most_at_once,
            pages_patience_s=pages_patience_s,
            longest_nap_s=3600,
            engine=elsewhere or queue,
            taken_within_s=0.05,
        )
        reading: Poller | Spread = poller
        if queue:
            refresher = Refresher(opened, reader, kept, time, pages_patience_s=pages_patience_s)
            work = FeedJobs(refresher, kept, time, Metrics()).work
            reading = Spread(poller, kept, queue, work, time, most=most_at_once, sleep=time.sleep)
        time.poller = reading
        yield Polled(reading, kept, time, urlsplit(address).port or 0)


@dataclass
class Feed:
    """A feed that its server changes, and that answers as servers of feeds do.

    Attributes:
        entries: See `entry`.
        head: What else its channel says.
        headers: Of its responses.
        statuses: What it answers next, instead of what it has; 200 for that.
        asked: What it was asked: if only for what has changed, by which validator.
    """

    entries: list[str] = field(default_factory=list)
    head: str = "<title>The Courier</title>"
    headers: dict[str, str] = field(default_factory=dict)
    statuses: list[int] = field(default_factory=list)
    asked: list[str] = field(default_factory=list)

    async def answer(self, request: web.Request) -> web.Response:
        """Answer a request."""
        self.asked.append(request.headers.get("If-None-Match", ""))
        status = self.statuses.pop(0) if self.statuses else 200
        if status != 200:
            return web.Response(status=status, headers=self.headers)
        body = f"<rss version='2.0'><channel>{self.head}{''.join(self.entries)}</channel></rss>"
        etag = f'"{hash(body) & 0xFFFF:x}"'
        headers = {"ETag": etag, **self.headers}
        if self.asked[-1] == etag:
            return web.Response(status=304, headers=headers)
        return web.Response(text=body, content_type="application/rss+xml", headers=headers)


def entry(
    title: str, *, at: datetime | None = NOW, link: str | None = "", text: str = "It goes.", whole: str = ""
) -> str:
    """An entry of a feed: an excerpt, unless it is whole; at an address of its own, unless it is told or None."""
    address = f"/{title.lower().replace(' ', '-')}" if link == "" else link
    parts = {
        "title": title,
        "link": address,
        "pubDate": format_datetime(at) if at else None,
        "description": text,
        "content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'": whole or None,
    }
    told = (f"<{name}>{value}</{name.split()[0]}>" for name, value in parts.items() if value is not None)
    return f"<item>{''.join(told)}</item>"


def page(title: str, asked: list[str] | None = None, status: int = 200) -> Answer:
    """A page with an article of three paragraphs; what is asked of it is written down."""
    paragraphs = "".join(
        f"<p>{text}</p>"
        for text in (
            f"{title}: the council voted 7-4 on Wednesday, ending a dispute that began two winters ago.",
            "It will cost 2.8 million crowns, of which the province has offered to pay three quarters.",
            "Objections can be filed until the end of the year, and work will begin in May.",
        )
    )

    async def answer(request: web.Request) -> web.Response:
        if asked is not None:
            asked.append(request.path)
        html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{paragraphs}</article></body></html>"
        return web.Response(status=status, text=html, content_type="text/html")

    return answer

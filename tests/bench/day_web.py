"""The web of a simulated day: answers for all hosts at one port, in a process of its own, and remembers what it was asked.

It speaks as little HTTP as the bot needs, so that it takes little of what the machine has. It answers after a fifth of a second, and lets go of
a connection after fifteen, by the clock of the day.
"""

import asyncio
import multiprocessing
import random
import socket
from array import array
from bisect import bisect_right
from collections import OrderedDict
from math import exp
from multiprocessing.connection import Connection
from multiprocessing.process import BaseProcess
from typing import Any, NamedTuple

from aiohttp.abc import AbstractResolver, ResolveResult

from tests.bench.day_clock import FastClock
from tests.bench.day_world import Answering, World

__all__ = ["PAGE", "Asked", "OnePort", "Web"]

_LATENCY_S, _LATENCY_SPREAD, _SLOW_S, _IDLE_S = 0.2, 0.6, 5.0, 15.0
_RETRY_AFTER_S = 5_400
_LOST, _PAGE, _ROBOTS = -1, -2, -3
_MOST_PAGES = 2_000


class Asked(NamedTuple):
    """What was asked for.

    Attributes:
        at: When, in seconds since the epoch, by the clock of the day.
        number: Of the feed.
        status: What was answered; `PAGE` for one of its pages.
        is_new: Whether there was something new in the feed since it was last asked for.
    """

    at: float
    number: int
    status: int
    is_new: bool


PAGE = _PAGE


class OnePort(AbstractResolver):
    """Every name is this machine's, and whatever port is asked for is that of the web."""

    def __init__(self, port: int) -> None:
        self._port = port

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        del port, family
        return [
            ResolveResult(hostname=host, host="127.0.0.1", port=self._port, family=socket.AF_INET, proto=0, flags=0)
        ]

    async def close(self) -> None:
        """Nothing to close."""


class Web:
    """The process of the web, as others see it."""

    def __init__(self, world: World, days: float) -> None:
        """Take what it shows, and for how many days; it begins with `start`."""
        self._ours, theirs = multiprocessing.Pipe()
        context = multiprocessing.get_context("spawn")
        self.process: BaseProcess = context.Process(target=_serve, args=(world, days, theirs), daemon=True)

    def start(self) -> int:
        """Start it; its port."""
        self.process.start()
        port: int = self._ours.recv()
        return port

    def begin(self, clock: FastClock) -> None:
        """Let the day begin; before, nothing may be asked."""
        self._ours.send(str(clock))

    def stop(self) -> list[Asked]:
        """Stop it. What it was asked, in order."""
        self._ours.send(None)
        asked = [Asked(*one) for one in zip(*self._ours.recv(), strict=True)]
        self.process.join()
        return asked


class _Site:
    """What is there, and who asked for it."""

    def __init__(self, world: World, clock: FastClock, days: float) -> None:
        self._world, self._days = world, days
        self.clock = clock
        self._times: dict[int, list[float]] = {}
        self._known: dict[int, int] = {}
        self._pages: OrderedDict[tuple[int, int], bytes] = OrderedDict()
        self._draw = random.Random(world.seed)  # noqa: S311 - nothing secret
        self.asked: tuple[array[Any], ...] = (array("d"), array("l"), array("l"), array("b"))

    def _note(self, now: float, number: int, status: int, *, is_new: bool = False) -> None:
        for column, value in zip(self.asked, (now, number, status, is_new), strict=True):
            column.append(value)

    def answer(self, path: str, etag: str) -> tuple[float, bytes]:
        """After how many seconds to answer, by the clock of the day, and what; nothing for not at all."""
        now = self.clock.start.timestamp() + self.clock.elapsed()
        latency = _LATENCY_S * exp(self._draw.gauss(0, _LATENCY_SPREAD))
        if path == "/robots.txt":
            return latency, _response(200, b"User-agent: *\nDisallow: /search\n", "text/plain")
        number, what = path[1:].split("/")
        feed = self._world.feeds[int(number)]
        if what != "feed":
            self._note(now, feed.number, _PAGE)
            at = self._entries(feed.number)[int(what)]
            return latency, _response(200, self._world.page(feed.number, int(what), at), "text/html; charset=utf-8")
        match feed.how:
            case Answering.SILENT:
                self._note(now, feed.number, 0)
                return latency, b""
            case Answering.MISSING | Answering.BROKEN | Answering.LIMITED:
                status = {"missing": 404, "broken": 500, "limited": 429}[feed.how]
                self._note(now, feed.number, status)
                more = f"Retry-After: {_RETRY_AFTER_S}\r\n" if status == 429 else ""
                return latency, _response(status, b"no", "text/plain", more)
            case Answering.SLOW:
                latency = _SLOW_S
            case Answering.WELL:
                pass
        return latency, self._feed(feed.number, etag, now)

    def _feed(self, number: int, etag: str, now: float) -> bytes:
        times = self._entries(number)
        there = bisect_right(times, now)
        is_new = there > self._known.get(number, bisect_right(times, self._world.last_asked(number)))
        self._known[number] = there
        own = self._world.etag(number, there)
        has_validators = self._world.feeds[number].has_validators
        status = 304 if has_validators and etag == own else 200
        self._note(now, number, status, is_new=is_new)
        more = f"ETag: {own}\r\n" if has_validators else ""
        body = b"" if status == 304 else self._world.document(number, times, now)
        return _response(status, body, "application/rss+xml; charset=utf-8", more)

    def _entries(self, number: int) -> list[float]:
        if number not in self._times:
            self._times[number] = self._world.entries(number, self._days)
        return self._times[number]


def _response(status: int, body: bytes, content_type: str, more: str = "") -> bytes:
    length = "" if status == 304 else f"Content-Type: {content_type}\r\nContent-Length: {len(body)}\r\n"
    return f"HTTP/1.1 {status} .\r\n{length}{more}\r\n".encode() + body


class _Conversation(asyncio.Protocol):
    """A connection."""

    def __init__(self, site: _Site, loop: asyncio.AbstractEventLoop) -> None:
        self._site, self._loop = site, loop
        self._heard = b""
        self._ending: asyncio.TimerHandle | None = None

    def connection_made(self, transport: asyncio.BaseTransport) -> None:
        assert isinstance(transport, asyncio.Transport)
        self._transport = transport
        self._wait()

    def data_received(self, data: bytes) -> None:
        self._heard += data
        while b"\r\n\r\n" in self._heard:
            head, self._heard = self._heard.split(b"\r\n\r\n", 1)
            lines = head.decode("latin-1").split("\r\n")
            etag = next((line[15:] for line in lines if line.lower().startswith("if-none-match: ")), "")
            after_s, answer = self._site.answer(lines[0].split(" ")[1], etag)
            if self._ending:
                self._ending.cancel()
            if answer:
                self._loop.call_later(after_s / self._site.clock.speed, self._say, answer)

    def _say(self, answer: bytes) -> None:
        if not self._transport.is_closing():
            self._transport.write(answer)
            self._wait()

    def _wait(self) -> None:
        self._ending = self._loop.call_later(_IDLE_S / self._site.clock.speed, self._transport.close)

    def connection_lost(self, _: Exception | None) -> None:
        if self._ending:
            self._ending.cancel()


def _serve(world: World, days: float, pipe: Connection) -> None:
    async def run() -> None:
        loop = asyncio.get_running_loop()
        site = _Site(world, FastClock(world.start, 0, 1), days)
        server = await loop.create_server(lambda: _Conversation(site, loop), "127.0.0.1", 0, backlog=1_000)
        pipe.send(server.sockets[0].getsockname()[1])
        site.clock = FastClock.told(await asyncio.to_thread(pipe.recv))
        await asyncio.to_thread(pipe.recv)
        pipe.send(tuple(list(column) for column in site.asked))
        server.close()

    asyncio.run(run())

"""Sources on 127.0.0.1, each of a host of its own, that get news and tell who asked for it and when."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from random import Random
from time import monotonic
from urllib.parse import urlsplit

from aiohttp import web

from tests.shell.loopback import serving
from tests.shell.polled import entry

__all__ = ["Due", "Outlet", "Web"]

_KEPT_ENTRIES = 40
_SENTENCES, _WORDS = 7, 12
_LATENCY_S, _SLOW_S = 0.3, 4.0
_SLOW = 0.15
_VOCABULARY = [first + last for first in "bal cor dun fen gor hal lin mor pel tor".split() for last in "an beck by den ford ham ley on ster wick".split()]  # fmt: skip


@dataclass
class Due:
    """An instant since which a source was due.

    Attributes:
        at: When, by a clock that all of the machine share.
        wall: The same by the clock on the wall.
        asked: Who asked for it since, and when.
        kept: When it was seen that what came of it was kept; None as long as it was not.
    """

    at: float
    wall: datetime
    asked: list[tuple[str, float]] = field(default_factory=list)
    kept: float | None = None


@dataclass
class Outlet:
    """A source.

    Attributes:
        feed: Its address.
        entries: Its news, the last first.
        published: How many there were in all.
        dues: Since when it was due each time; the last one may still be.
    """

    feed: str
    entries: list[str] = field(default_factory=list)
    published: int = 0
    dues: list[Due] = field(default_factory=list)

    @property
    def is_idle(self) -> bool:
        """Whether what was due is kept."""
        return all(due.kept is not None for due in self.dues[-1:])


class Web:
    """All of them."""

    def __init__(self, chance: Random, count: int) -> None:
        self.chance = chance
        self.count = count
        self.outlets: dict[str, Outlet] = {}
        self.under_way: Counter[str] = Counter()

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Web"]:
        """They can be read."""
        app = web.Application()
        app.router.add_get("/feed", self._answer)
        async with serving(app) as address:
            for number in range(self.count):
                host = f"outlet{number}.example:{urlsplit(address).port}"
                self.outlets[host] = Outlet(f"http://{host}/feed")
            yield self

    def publish(self, outlet: Outlet) -> None:
        """Let a source have news."""
        for _ in range(self.chance.randint(1, 2)):
            outlet.published += 1
            title = f"{self._words(4)} {outlet.published}".capitalize()
            text = " ".join(f"{self._words(_WORDS).capitalize()}." for _ in range(_SENTENCES))
            host = outlet.feed.removesuffix("/feed")
            one = entry(title, at=datetime.now(UTC), link=f"{host}/{outlet.published}", whole=f"<p>{text}</p>")
            outlet.entries = [one, *outlet.entries][:_KEPT_ENTRIES]

    def is_due(self, outlet: Outlet) -> Due:
        """Take note that a source is due from now on."""
        outlet.dues.append(Due(monotonic(), datetime.now(UTC)))
        return outlet.dues[-1]

    async def _answer(self, request: web.Request) -> web.Response:
        program = request.headers["User-Agent"].rpartition("+")[2].rstrip(")")
        outlet = self.outlets[request.host]
        if outlet.dues:
            outlet.dues[-1].asked.append((program, monotonic()))
        self.under_way[program] += 1
        try:
            await asyncio.sleep(self.chance.uniform(0, _SLOW_S if self.chance.random() < _SLOW else _LATENCY_S))
        finally:
            self.under_way[program] -= 1
        body = f"<rss version='2.0'><channel><title>{request.host}</title>{''.join(outlet.entries)}</channel></rss>"
        tag = f'"{sha256(body.encode()).hexdigest()}"'
        if request.headers.get("If-None-Match") == tag:
            return web.Response(status=304, headers={"ETag": tag})
        return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": tag})

    def _words(self, count: int) -> str:
        return " ".join(self.chance.choice(_VOCABULARY) for _ in range(count))

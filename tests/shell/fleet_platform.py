"""A platform on 127.0.0.1 that is trouble: it takes its time, is busy, and breaks off; and how a bot knows it."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from random import Random
from time import monotonic
from typing import Any

from aiohttp import ClientSession, web

from bot.messages import Heading, Manner, Message, MessageRef, Place
from bot.ports import Handler, Terms, by_id
from tests.shell.killed import posted, there
from tests.shell.loopback import serving

__all__ = ["TERMS", "Line", "Platform", "Shown"]

# By names that planners know: as on Slack there is a history, and keys as on Discord, that live for longer.
TERMS = {
    "slack": Terms(per_second=25, has_history=True),
    "discord": Terms(per_second=25, key_lives=timedelta(days=365)),
}
_PARTS = 2
_LATENCY_S, _SLOW_S = 0.2, 6.0
# Of one: how often it takes seconds, answers 503, and breaks off before or behind what it takes.
_SLOW, _BUSY, _DROPPED = 0.08, 0.04, 0.05
_BUSY_STATUS = 503


@dataclass(frozen=True)
class Shown:
    """A post that is there.

    Attributes:
        channel: Where.
        number: Which part of its message it is, from 0.
        of: How many these are.
        key: What it was sent with.
        at: When it came to be there, by a clock that all of the machine share.
    """

    channel: str
    number: int
    of: int
    key: str
    at: float


@dataclass
class Platform:
    """What it shows, and what it was asked.

    Attributes:
        name: Which of `TERMS` hold.
        chance: What latency and trouble are drawn from.
        posts: What is there, in order.
        sent: Which program sent each post that came, and when, by a clock that all of the machine share.
        under_way: How many posts of each program it is about.
        counts: What became of what it was asked.
    """

    name: str
    chance: Random
    posts: list[Shown] = field(default_factory=list)
    sent: list[tuple[str, float]] = field(default_factory=list)
    under_way: Counter[str] = field(default_factory=Counter)
    counts: Counter[str] = field(default_factory=Counter)
    _put_off: set[str] = field(default_factory=set)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Its address."""
        app = web.Application()
        app.router.add_post("/posts", self._post)
        app.router.add_get("/posts", self._look)
        async with serving(app) as address:
            yield address

    async def _post(self, request: web.Request) -> web.StreamResponse:
        data = await request.json()
        self.counts["posts asked for"] += 1
        self.sent.append((data["by"], data["sent"]))
        self.under_way[data["by"]] += 1
        try:
            # It goes on with what it was sent, whoever has gone meanwhile.
            return await asyncio.shield(asyncio.ensure_future(self._taken(request, data)))
        finally:
            self.under_way[data["by"]] -= 1

    async def _taken(self, request: web.Request, data: Mapping[str, Any]) -> web.StreamResponse:
        luck = self.chance.random()
        await asyncio.sleep(self.chance.uniform(0, _SLOW_S if self.chance.random() < _SLOW else _LATENCY_S))
        if luck > 1 - _BUSY and data["key"] not in self._put_off:
            self.counts["busy"] += 1
            self._put_off.add(data["key"])
            return web.Response(status=_BUSY_STATUS)
        if luck < _DROPPED / 2:
            self._break_off(request)
            return web.Response()
        known = [number for number, post in enumerate(self.posts) if post.key == data["key"]]
        if not (known and TERMS[self.name].key_lives):
            self.posts.append(Shown(data["channel"], data["number"], data["of"], data["key"], monotonic()))
            known = [len(self.posts) - 1]
        if luck < _DROPPED:
            self._break_off(request)
        await asyncio.sleep(self.chance.uniform(0, _LATENCY_S))
        return web.json_response({"id": str(known[0])})

    def _break_off(self, request: web.Request) -> None:
        self.counts["broken off"] += 1
        if request.transport:
            request.transport.abort()

    async def _look(self, request: web.Request) -> web.Response:
        self.counts["looked up"] += 1
        wanted = request.query["channel"]
        there = {post.key: str(number) for number, post in enumerate(self.posts) if post.channel == wanted}
        return web.json_response(there)


class Line:
    """The platform, as a program knows it."""

    def __init__(self, platform: str, session: ClientSession, program: str) -> None:
        self.platform, self.token_id = platform, f"token-of-{platform}"
        self.terms = TERMS[platform]
        self._session, self._program = session, program

    async def run(self, handler: Handler) -> None:
        await asyncio.Event().wait()

    def lay_out(self, message: Message) -> Sequence[tuple[int, int, str]]:
        heading = next((block.text for block in message.blocks if isinstance(block, Heading)), "")
        return [(number, _PARTS, heading) for number in range(_PARTS)]

    called = staticmethod(by_id)

    async def obstacle(self, place: Place, manner: Manner) -> str:
        return ""

    async def post(
        self, place: Place, part: tuple[int, int, str], key: str, first: MessageRef | None = None
    ) -> MessageRef:
        number, of, text = part
        data = {"channel": place.channel, "number": number, "of": of, "text": text, "key": key}
        data |= {"by": self._program, "sent": monotonic()}
        return await posted(self._session, place, data)

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        del since
        return await there(self._session, place, keys)

"""A Discord of the tests' own on 127.0.0.1: REST and gateway, what people do on it, and what goes wrong with it.

    discord = LoopbackDiscord()
    server = discord.world.server()
    news, ann = discord.world.channel(server, "news"), discord.world.member(server, "ann")
    async with discord.open() as address:
        ...  # start the bot on it: see run_on_loopback.py
        answered = await discord.interact("digest", {}, ann, news)
        await discord.until(lambda: "Weir" in answered.text)

What there is stands in `world`; `gateway` is cut, asks to reconnect and counts sessions; `limits` refuses; `arrivals` is all that
was asked, with the time.
"""

import asyncio
import random
import time
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TypeVar

from aiohttp import web
from discord import Permissions

from tests.adapters.loopback_asking import Value, button_of, chosen, filled_in
from tests.adapters.loopback_gateway import Gateway
from tests.adapters.loopback_interactions import Interaction, Interactions
from tests.adapters.loopback_limits import Limits, reply, route_of
from tests.adapters.loopback_messages import Json, Refused
from tests.adapters.loopback_rest import Rest
from tests.adapters.loopback_world import Channel, Member, Server, World
from tests.shell.loopback import Answer, serving

__all__ = ["TOKEN", "Arrival", "LoopbackDiscord"]

T = TypeVar("T")
TOKEN = "the-bots-token"  # noqa: S105 - of a Discord that is not there
_COMMAND, _COMPONENT, _COMPLETION, _MODAL = 2, 3, 4, 5
_API = "/api/v10"
_POSTS = "POST /channels/{channel}/messages"


@dataclass(frozen=True)
class Arrival:
    """A request that came.

    Attributes:
        at: When, of `time.monotonic`.
        route: Like "POST /channels/{channel}/messages".
        path: Like "/api/v10/channels/1/messages".
        body: What was sent.
        status: What it was answered with, be it that the connection was broken off.
    """

    at: float
    route: str
    path: str
    body: bytes
    status: int


class LoopbackDiscord:
    """Discord, on 127.0.0.1."""

    def __init__(self, shards: int = 1, token: str = TOKEN) -> None:
        """Take how many shards the bot is to have, and the one token that is accepted."""
        self.world = World()
        self.gateway = Gateway(self.world, token, shards)
        self.limits = Limits()
        self.rest = Rest(self.world, self.gateway)
        self.interactions = Interactions(self.rest)
        self.arrivals: list[Arrival] = []
        self.latency_s = (0.0, 0.0)
        """How long an answer takes, at least and at most."""
        self.token = token
        self._address = ""
        self._files: dict[str, bytes] = {}

    @property
    def secrets(self) -> Mapping[str, str]:
        """What a program that is to run on it finds in its environment."""
        return {"DISCORD_TOKEN": TOKEN}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Be there; gives the address, "http://127.0.0.1:PORT"."""
        app = web.Application(middlewares=[self._record, self._guard])
        app.router.add_get("/gateway", self.gateway.connect)
        app.router.add_get("/files/{file}", self._file)
        for route, handler in {**self.rest.routes(), **self.interactions.routes()}.items():
            method, _, path = route.partition(" ")
            app.router.add_route(method, f"{_API}{path}", handler)
        async with serving(app) as self._address:
            try:
                yield self._address
            finally:
                await self.gateway.close()

    async def until(self, holds: Callable[[], T | None], timeout_s: float = 60.0) -> T:
        """What something gives as soon as it gives anything; it is asked whenever anything has happened here."""
        return await self.world.watch.until(holds, timeout_s)

    def posts(self, channel: Channel) -> list[Arrival]:
        """The requests to post in a channel, whatever became of them."""
        path = f"{_API}/channels/{channel.id}/messages"
        return [one for one in self.arrivals if one.route == _POSTS and one.path == path]

    async def interact(
        self, command: str, options: Mapping[str, Value], member: Member, channel: Channel
    ) -> Interaction:
        """Somebody asks for a command, like "sources add"; given back as soon as the bot has said that it heard."""
        return await self.interactions.ask(_COMMAND, self._chosen(command, options), member, channel)

    async def complete(
        self, command: str, options: Mapping[str, Value], focused: str, member: Member, channel: Channel
    ) -> list[Json]:
        """What is offered to somebody who is just typing one of the options."""
        data = self._chosen(command, options, focused)
        asked = await self.interactions.ask(_COMPLETION, data, member, channel)
        choices: list[Json] = asked.data["choices"]
        return choices

    async def press(self, label: str, message: Json, member: Member) -> Interaction:
        """Somebody presses a button of a message."""
        channel = self.world.at(message["channel_id"])
        return await self.interactions.ask(_COMPONENT, button_of(message, label), member, channel, message)

    async def submit(self, asked: Interaction, values: Mapping[str, str]) -> Interaction:
        """Somebody fills in the modal they were shown, by the ids of its fields, and sends it."""
        data = filled_in(asked.data, values)
        return await self.interactions.ask(_MODAL, data, asked.member, asked.channel, asked.source)

    async def says(self, member: Member, channel: Channel, text: str, reply_to: Json | None = None) -> Json:
        """Somebody writes something. The bot is told what only if it is mentioned, or in direct messages."""
        message = self.world.message(channel, member.user, {"content": text})
        if channel.server_id:
            message["member"] = {name: value for name, value in member.shape().items() if name != "user"}
        if reply_to:
            message |= {"type": 19, "referenced_message": reply_to}
            message["message_reference"] = {"message_id": reply_to["id"], "channel_id": channel.id}
            # Who is answered is mentioned, unless who writes turns that off.
            message["mentions"].append(reply_to["author"])
        return await self.rest.keep(channel, message)

    async def adds_channel(self, server: Server, name: str) -> Channel:
        """A server gets another channel."""
        channel = self.world.channel(server, name)
        await self.gateway.tell("CHANNEL_CREATE", channel.shape)
        return channel

    async def opens_thread(self, member: Member, message: Json, name: str) -> Channel:
        """Somebody begins a thread with a message."""
        return await self.rest.branch_off(self.world.at(message["channel_id"]), message, name, member.user)

    def _chosen(self, command: str, options: Mapping[str, Value], focused: str = "") -> Json:
        return chosen(self.rest.commands, command, options, self._resolved, focused)

    def _resolved(self, value: Value) -> Json:
        if isinstance(value, str):
            return self.world.at(value).shape | {"permissions": str(Permissions.text().value)}
        id_ = self.world.new_id()
        self._files[id_] = value
        url = f"{self._address}/files/{id_}"
        return {"id": id_, "filename": "file", "size": len(value), "url": url, "proxy_url": url}

    async def _file(self, request: web.Request) -> web.Response:
        return web.Response(body=self._files[request.match_info["file"]])

    @web.middleware
    async def _record(self, request: web.Request, handler: Answer) -> web.StreamResponse:
        """Keep what was asked, and tell who waits."""
        if not request.path.startswith(_API):
            return await handler(request)
        at, body = time.monotonic(), await request.read()
        response = await handler(request)
        self.arrivals.append(Arrival(at, route_of(request), request.path, body, response.status))
        self.world.watch.ring()
        return response

    @web.middleware
    async def _guard(self, request: web.Request, handler: Answer) -> web.StreamResponse:
        """Look at the token and at how often it was asked; what is refused is said as Discord says it."""
        if not request.path.startswith(_API):
            return await handler(request)
        # An interaction's own token is in its address.
        if "token" not in request.match_info and request.headers.get("Authorization") != f"Bot {self.token}":
            return reply({"message": "401: Unauthorized", "code": 0}, 401)
        failure = self.limits.failure(request)
        if failure and failure.status and not failure.is_carried_out:
            return failure.reply()
        checked = self.limits.check(request)
        if isinstance(checked, web.Response):
            return checked
        try:
            response = await handler(request)
        except Refused as error:
            response = reply({"message": str(error), "code": error.code}, error.status)
        except web.HTTPException as error:
            response = reply({"message": f"{error.status}: {error.reason}", "code": 0}, error.status)
        response.headers.update(checked)
        if any(self.latency_s):
            await asyncio.sleep(random.uniform(*self.latency_s))  # noqa: S311 - nothing secret
        if failure and failure.status:
            return failure.reply()
        if failure and request.transport:
            request.transport.abort()
        return response

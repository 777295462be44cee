"""A Slack of the tests' own on 127.0.0.1: Web API, Socket Mode, signed requests, what people do on it, and what goes wrong with it.

    slack = LoopbackSlack()
    team = slack.world.team()
    ann = slack.world.member(team, "ann")
    news = slack.world.channel(team, "news")
    async with slack.open() as address:
        ...  # start the bot on it: its api_base_url is f"{address}/api/", its tokens are team.token and slack.installing.app_token
        await slack.until(lambda: slack.sockets.connected)
        done = await slack.people.types(ann, news, "/digest")
        await slack.until(lambda: "Weir" in done.text)

What there is stands in `world`; `sockets` are cut and refreshed; `limits` refuses; `arrivals` is all that was called, with the time;
`events` is what the bot was told; `installing` gives and revokes tokens. `listen_at` sends requests instead of using sockets.
"""

from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime
from typing import TypeVar

from aiohttp import web

from tests.adapters.slack_chat import Chat
from tests.adapters.slack_conversations import Conversations
from tests.adapters.slack_installing import APP_TOKEN, CLIENT_SECRET, SIGNING_SECRET, Installing
from tests.adapters.slack_limits import Limits
from tests.adapters.slack_people import People
from tests.adapters.slack_requests import Requests
from tests.adapters.slack_senders import Events
from tests.adapters.slack_socket import Sockets
from tests.adapters.slack_triggers import Answers, Triggers
from tests.adapters.slack_views import Views
from tests.adapters.slack_web import Arrival, WebApi
from tests.adapters.slack_world import Channel, World, plain_time
from tests.shell.loopback import serving

__all__ = ["LoopbackSlack"]

T = TypeVar("T")


class LoopbackSlack:
    """Slack, on 127.0.0.1."""

    def __init__(self, now: Callable[[], datetime] = plain_time) -> None:
        """Take what time it is; triggers, answers and limits go by that."""
        self.world = World(now)
        self.limits = Limits(lambda: now().timestamp())
        self.events = Events(self.world)
        self.sockets = Sockets(self.world)
        self.installing = Installing(self.world, self.events, self.sockets)
        self.triggers = Triggers(self.world)
        self.answers = Answers(self.world, self.triggers, self.events)
        self.views = Views(self.world, self.triggers)
        self.conversations = Conversations(self.world)
        self.people = People(self.world, self.events, self.triggers, self.answers, self.views)
        self.web = WebApi(self.world, self.limits, self.installing)
        self.requests: Requests | None = None
        """What sends signed requests, if anything does."""
        self.events.sender = self.sockets
        for part in (Chat(self.world, self.events), self.conversations, self.views, self.installing):
            self.web.methods |= part.methods()

    @property
    def arrivals(self) -> list[Arrival]:
        """All that was called, in order."""
        return self.web.arrivals

    @property
    def secrets(self) -> Mapping[str, str]:
        """What a program that is to run on it finds in its environment: the token is that of the first workspace."""
        team = next(iter(self.world.teams.values()))
        tokens = {"SLACK_BOT_TOKEN": team.token, "SLACK_APP_TOKEN": APP_TOKEN, "SLACK_SIGNING_SECRET": SIGNING_SECRET}
        return {**tokens, "SLACK_CLIENT_SECRET": CLIENT_SECRET}

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Be there; gives the address, "http://127.0.0.1:PORT"."""
        app = web.Application()
        app.router.add_route("*", "/api/{method}", self.web.handle)
        app.router.add_get("/link", self.sockets.connect)
        app.router.add_post("/{kind:commands|actions|app}/{team}/{cause}", self.answers.take)
        async with serving(app) as self.people.address:
            try:
                yield self.people.address
            finally:
                await self.events.close()
                await self.sockets.close()
                if self.requests:
                    await self.requests.close()

    def listen_at(self, address: str, secret: str = SIGNING_SECRET) -> Requests:
        """From now on send signed requests to an address, "http://127.0.0.1:PORT/slack/events", and use no sockets."""
        self.requests = Requests(self.world, address, secret)
        self.events.sender = self.requests
        return self.requests

    async def until(self, holds: Callable[[], T | None], timeout_s: float = 60.0) -> T:
        """What something gives as soon as it gives anything; it is asked whenever anything has happened here."""
        return await self.world.watch.until(holds, timeout_s)

    async def settled(self) -> None:
        """Wait until the bot has heard all that it was told."""
        await self.until(lambda: not self.events.unheard)

    def posts(self, channel: Channel) -> list[Arrival]:
        """What the bot wanted to post in a channel, whatever became of it."""
        wanted = (channel.id, channel.person.id if channel.person else channel.id)
        return [one for one in self.arrivals if one.method == "chat.postMessage" and one.body.get("channel") in wanted]

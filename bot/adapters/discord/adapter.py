"""The connection to Discord."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import discord

from bot.adapters.discord.allowed import obstacle
from bot.adapters.discord.client import Client, Link
from bot.adapters.discord.connection import Connection
from bot.adapters.discord.division import Part, division_of
from bot.adapters.discord.failures import PASSING, platform_error
from bot.adapters.discord.history import find
from bot.adapters.discord.holding import Holding
from bot.adapters.discord.pace import evenly
from bot.adapters.discord.places import called
from bot.adapters.discord.posting import TERMS, Post, post, posts
from bot.adapters.discord.sharing import USUAL, Sharing, Timing
from bot.adapters.discord.turns import Turns
from bot.clock import Clock, SystemClock
from bot.config import DiscordConfig
from bot.errors import PostError
from bot.messages import Manner, Message, MessageRef, Place
from bot.ports import Handler, Shards, Terms, by_id, token_id

__all__ = ["DiscordAdapter"]

# So long what is to be posted waits for a connection that is just being made.
_PATIENCE_S = 10.0


class DiscordAdapter:
    """Discord, as `bot.ports.Adapter`.

    Events come over the parts of the connection that this process has (`bot.adapters.discord.sharing`), none or several, each a client
    of its own. Beside them one client is never connected: it posts wherever none of the others knows the server.
    """

    platform = "discord"

    def __init__(self, settings: DiscordConfig, clock: Clock | None = None, timing: Timing = USUAL) -> None:
        """Take what config.toml says; for tests, the clock by which this process holds its part, and how long everything takes."""
        self._settings = settings
        self._token = settings.token.get_secret_value()
        self._clock = clock or SystemClock()
        self._timing = timing
        self.token_id = token_id(self._token)
        self._terms = replace(TERMS, needs_mention=not settings.message_content)
        self._client: Client | None = None
        self._sharing: Sharing | None = None
        # Whether what the clients need to post is there.
        self._is_ready: asyncio.Event | None = None

    def connect(self, handler: Handler) -> discord.Client:
        """A client that passes on to a handler what people ask, and has the connection to itself; it is not started."""
        self._client = Client(handler, self._settings)
        return self._client

    async def run(self, handler: Handler) -> None:
        """See `bot.ports.Adapter.run`."""
        ready, pace, division = asyncio.Event(), evenly(), division_of(self._settings)
        self._is_ready = ready
        name = f"connection:{self.platform}:{self.token_id}"
        try:
            async with Client(handler, self._settings, pace=pace) as client:
                turns = Turns(handler.leases, name, self._clock, self._timing.turn_s, client.fetch_session_start_limits)
                holding = Holding(handler.leases, name, division, self._clock, self._timing.tenure_s)

                def make(part: Part) -> Connection:
                    link = Link(part.shards, lambda: holding.is_ours(part.name), turns.take)
                    return Connection(Client(handler, self._settings, link, pace), self._token, turns)

                await self._log_in(client)
                self._client, self._sharing = client, Sharing(holding, division, make, self._clock, self._timing)
                ready.set()
                try:
                    await self._sharing.run()
                finally:
                    self._sharing = None
                    await turns.stop()
        finally:
            self._is_ready = self._client = None

    @property
    def terms(self) -> Terms:
        """See `bot.ports.Adapter.terms`."""
        return self._terms

    @property
    def shards(self) -> Shards:
        """See `bot.ports.Sharded.shards`."""
        if self._sharing:
            held = frozenset[int]().union(*(one.open_shards for one in self._sharing.connections))
        elif self._client and not self._client.is_closed():
            held = frozenset(number for number, shard in self._client.shards.items() if not shard.is_closed())
        else:
            held = frozenset()
        counts = (client.shard_count for client in self._clients() if not client.is_closed())
        count = self._settings.shard_count or next((one for one in counts if one), 0)
        return Shards(tuple(sorted(held)), count)

    def lay_out(self, message: Message) -> Sequence[Post]:
        """See `bot.ports.Adapter.lay_out`."""
        return posts(message)

    async def obstacle(self, place: Place, manner: Manner) -> str:
        """See `bot.ports.Adapter.obstacle`."""
        client = self._client_at(place)
        return obstacle(client, place, manner) if client and client.is_ready() else ""

    def called(self, place: Place, role: str = "") -> str:
        """See `bot.ports.Adapter.called`."""
        client = self._client_at(place)
        return called(client, place, role) if client else by_id(place, role)

    async def post(self, place: Place, part: Post, key: str, first: MessageRef | None = None) -> MessageRef:
        """See `bot.ports.Adapter.post`."""
        client = await self._connected(place)
        with client.underway.one():
            return await post(client, place, part, key, first)

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        """See `bot.ports.Adapter.reconcile`."""
        client = await self._connected(place)
        with client.underway.one():
            return await find(client, place, keys, since, first)

    def _clients(self) -> Sequence[Client]:
        """All that can ask Discord something, those first that know what there is."""
        own = [one.client for one in self._sharing.connections] if self._sharing else []
        return [*own, self._client] if self._client else own

    def _client_at(self, place: Place) -> Client | None:
        """The one that knows most of a place."""
        clients = self._clients()
        knows = (client for client in clients if not place.person and _knows(client, place))
        return next(knows, self._client)

    async def _connected(self, place: Place) -> Client:
        """The client for a place, once it can post; just after a start that takes a moment.

        Raises:
            PostError: If there is none.
        """
        with suppress(TimeoutError, RuntimeError):
            async with asyncio.timeout(_PATIENCE_S):
                if self._is_ready:
                    await self._is_ready.wait()
                elif self._client and not self._client.is_closed():
                    await self._client.wait_until_ready()
            client = self._client_at(place)
            if client and not client.is_closed():
                return client
        words = "the bot is not connected to Discord just now"
        raise PostError(words, permanent=False, is_everywhere=True)

    async def _log_in(self, client: Client) -> None:
        """Let a client ask Discord something, without being connected.

        Raises:
            PlatformError: If Discord does not let it.
        """
        try:
            await client.login(self._token)
        except (discord.DiscordException, *PASSING) as error:
            raise platform_error(error) from error


def _knows(client: Client, place: Place) -> bool:
    """Whether a client hears what is going on in a place."""
    has_guild = bool(place.workspace) and client.get_guild(int(place.workspace)) is not None
    return has_guild or (place.home.isdecimal() and client.get_channel(int(place.home)) is not None)

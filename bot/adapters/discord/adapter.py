"""The connection to Discord."""

import asyncio
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from datetime import datetime

import discord

from bot.adapters.discord.allowed import obstacle
from bot.adapters.discord.client import Client
from bot.adapters.discord.failures import PASSING, platform_error
from bot.adapters.discord.history import find
from bot.adapters.discord.places import called
from bot.adapters.discord.posting import TERMS, Post, post, posts
from bot.config import DiscordConfig
from bot.errors import PostError
from bot.messages import Manner, Message, MessageRef, Place
from bot.ports import Handler, Shards, Terms, by_id, token_id

__all__ = ["DiscordAdapter"]

# So long what is to be posted waits for a connection that is just being made.
_PATIENCE_S = 10.0


class DiscordAdapter:
    """Discord, as `bot.ports.Adapter`."""

    platform = "discord"

    def __init__(self, settings: DiscordConfig) -> None:
        """Take what config.toml says."""
        self._settings = settings
        self.token_id = token_id(settings.token.get_secret_value())
        self._terms = replace(TERMS, needs_mention=not settings.message_content)
        self._client: Client | None = None

    def connect(self, handler: Handler) -> discord.Client:
        """The client that passes on to a handler what people ask; it is not started."""
        self._client = Client(handler, self._settings)
        return self._client

    async def run(self, handler: Handler) -> None:
        """See `bot.ports.Adapter.run`."""
        async with self.connect(handler) as client:
            try:
                await client.start(self._settings.token.get_secret_value())
            except (discord.DiscordException, *PASSING) as error:
                raise platform_error(error) from error

    @property
    def terms(self) -> Terms:
        """See `bot.ports.Adapter.terms`."""
        return self._terms

    @property
    def shards(self) -> Shards:
        """See `bot.ports.Sharded.shards`."""
        client = self._client
        if client is None or client.is_closed() or not client.shards:
            return Shards(count=self._settings.shard_count or 0)
        held = (number for number, shard in client.shards.items() if not shard.is_closed())
        return Shards(tuple(sorted(held)), client.shard_count or 0)

    def lay_out(self, message: Message) -> Sequence[Post]:
        """See `bot.ports.Adapter.lay_out`."""
        return posts(message)

    async def obstacle(self, place: Place, manner: Manner) -> str:
        """See `bot.ports.Adapter.obstacle`."""
        is_ready = self._client is not None and self._client.is_ready()
        return obstacle(self._client, place, manner) if self._client and is_ready else ""

    def called(self, place: Place, role: str = "") -> str:
        """See `bot.ports.Adapter.called`."""
        return called(self._client, place, role) if self._client else by_id(place, role)

    async def post(self, place: Place, part: Post, key: str, first: MessageRef | None = None) -> MessageRef:
        """See `bot.ports.Adapter.post`."""
        return await post(await self._connected(), place, part, key, first)

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        """See `bot.ports.Adapter.reconcile`."""
        return await find(await self._connected(), place, keys, since, first)

    async def _connected(self) -> discord.Client:
        """The client, once it is connected; just after a start that takes a moment.

        Raises:
            PostError: If it is not.
        """
        with suppress(TimeoutError, RuntimeError):
            if self._client and not self._client.is_closed():
                async with asyncio.timeout(_PATIENCE_S):
                    await self._client.wait_until_ready()
                return self._client
        words = "the bot is not connected to Discord just now"
        raise PostError(words, permanent=False, is_everywhere=True)

"""The whole bot behind real discord.py, on simcord's virtual Discord: what people do there, and what they then see."""

from collections.abc import AsyncIterator, Awaitable, Callable, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

import discord
import simcord
from aiohttp import web
from simcord.backend import serializers

from bot.adapters.discord import DiscordAdapter
from bot.workers import Reader
from tests.adapters.discord_text import text_of
from tests.adapters.harness_discord import SETTINGS, Wire
from tests.shell.chat import NOW, Knobs, start_bot
from tests.shell.loopback import Answer, serve_any
from tests.shell.readers import with_reader

__all__ = ["BEGINS", "House", "Seen", "in_a_house", "seen", "texts"]

T = TypeVar("T")
BEGINS = NOW - timedelta(hours=1)
"""When each house is built: 06:00 in Berlin."""

# In real seconds: the bot reads files and servers of this machine, and has to come to an end with that.
_SETTLED_S = 60.0


@dataclass(frozen=True)
class Seen:
    """What appears after somebody did something.

    Attributes:
        text: All of it, as a reader sees it.
        is_private: Whether nobody else sees any of it.
        messages: Of Discord.
        form: The form that opens; None if none does.
        result: What simcord gives for it.
    """

    text: str
    is_private: bool
    messages: tuple[Any, ...]
    form: dict[str, Any] | None
    result: Any


class House:
    """A server of Discord with a channel, one who manages it and a reader, and a web of this machine.

    The clock is Discord's, and stands still until a test moves it.
    """

    def __init__(self, reader: Reader, where: Path, address: str, pages: dict[str, Any]) -> None:
        self.web: dict[str, Answer | web.Response | bytes] = pages
        self._reader = reader
        self._where = where
        self._address = address
        self._stack = AsyncExitStack()
        self.env: Any = None

    def url(self, path: str) -> str:
        """The address of a page of the web here."""
        return f"{self._address}/{path}"

    def now(self) -> datetime:
        """What time it is on Discord, and for the bot."""
        now: datetime = self.env.now() if self.env else BEGINS
        return now

    async def opens(self) -> discord.Client:
        """The bot, put together and not yet connected."""
        self.adapter = DiscordAdapter(SETTINGS)
        self.desk, self.service, self.deliveries = await start_bot(
            self._stack, self._where, self._reader, self.now, self.adapter, Knobs()
        )
        client = self.adapter.connect(self.service)
        self.wire = Wire(client)
        return client

    async def closes(self) -> None:
        """Stop what stands behind the connection."""
        await self._stack.aclose()
        self._stack = AsyncExitStack()

    def furnish(self, env: Any) -> None:
        """Let there be a server, into which the bot is taken with that."""
        self.env = env
        self.guild = env.create_guild("Dorn")
        self.channel = self.guild.create_text_channel("news")
        managers = self.guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        self.ann = self.guild.add_member(env.create_user("ann"), roles=[managers])
        self.bob = self.guild.add_member(env.create_user("bob"))

    async def restarts(self) -> None:
        """Stop the bot and start it anew; Discord and the database stay."""
        await self.closes()
        await self.env.restart_bot(await self.opens())
        await self.env.settle()

    async def comes(self, at: datetime) -> list[Any]:
        """The messages that appear anywhere by themselves when time has come to an instant."""
        before = set(self._there())
        await self.env.advance_time((at - self.now()).total_seconds())
        await self.deliveries.wake(self.now())
        await self.deliveries.settled()
        await self.env.settle()
        return [message for id_, message in self._there().items() if id_ not in before]

    def _there(self) -> dict[int, Any]:
        """All messages of the bot, wherever they are, the oldest first."""
        mine, backend = self.env.bot.user.id, self.env.backend
        found = [one for channel in backend.messages.values() for one in channel.values() if one.author_id == mine]
        return {one.id: one for one in sorted(found, key=lambda one: int(one.id))}

    def said(self, channel: Any) -> list[str]:
        """What the bot wrote in a channel for all, the oldest first."""
        return [texts([one]) for one in channel.history() if one.author.bot and not one.flags.ephemeral]

    async def leaves(self) -> None:
        """The bot is removed from the server."""
        self.env.backend.emit("GUILD_DELETE", {"id": str(self.guild.id)})
        await self.env.settle()

    async def joins(self) -> None:
        """The bot is taken into the server again."""
        backend = self.env.backend
        backend.emit("GUILD_CREATE", serializers.guild_create_payload(backend, backend.get_guild(self.guild.id)))
        await self.env.settle()

    def sent(self) -> list[dict[str, Any]]:
        """The bodies of all that the bot sent Discord to be shown: messages, forms, and changes of them."""
        bodies = [entry.json for entry in self.env.http_requests if isinstance(entry.json, dict)]
        # What an interaction is answered with, and what a post of a forum begins with, lies within.
        inner = [body.get("data") or body.get("message") or body for body in bodies]
        return [body for body in inner if isinstance(body, dict) and "components" in body]


def seen(result: Any) -> Seen:
    """What appears after somebody did something."""
    messages = tuple(message for message in (result.response, *result.followups) if message)
    is_private = bool(messages) and all(message.ephemeral for message in messages)
    return Seen(texts(messages), is_private, messages, result.modal, result)


def texts(messages: Sequence[Any]) -> str:
    """What a reader sees of messages."""
    found = []
    for message in messages:
        components = [part if isinstance(part, dict) else part.to_dict() for part in message.components]
        found.append(text_of(components) or message.content)
    return "\n".join(found)


@asynccontextmanager
async def _house(reader: Reader, where: Path) -> AsyncIterator[House]:
    pages: dict[str, Any] = {}
    async with serve_any(pages, keeps_alive=False) as address:
        house = House(reader, where, address, pages)
        client = await house.opens()
        try:
            async with simcord.run(client, shard_count=1, settle_timeout=_SETTLED_S) as env:
                await env.advance_time((BEGINS - env.now()).total_seconds())
                house.furnish(env)
                await env.settle()
                yield house
        finally:
            await house.closes()


def in_a_house(where: Path, walk: Callable[[House], Awaitable[T]]) -> T:
    """What comes of a walk through a house that has just been built."""

    async def run(reader: Reader) -> T:
        async with _house(reader, where) as house:
            return await walk(house)

    return with_reader(run)

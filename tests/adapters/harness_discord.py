"""Discord, played by simcord: real discord.py against a virtual server."""

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any, assert_never

import discord
import simcord
from pydantic import SecretStr

from bot.adapters.discord import DiscordAdapter
from bot.commands import Holds, command_named
from bot.config import DiscordConfig
from bot.messages import Button, Place
from tests.adapters.discord_text import text_of
from tests.adapters.harness import Answering, Shown

SETTINGS = DiscordConfig(token=SecretStr("a.loopback.token"))
__all__ = ["SETTINGS", "DiscordPlatform", "Wire", "platform", "shown", "text_of"]


class DiscordPlatform:
    """A server with a channel, a bot, somebody who manages it, and a reader."""

    def __init__(self, env: Any, adapter: DiscordAdapter, wire: "Wire") -> None:
        guild = env.create_guild()
        self.env = env
        self.adapter = adapter
        self.wire = wire
        self.channel = guild.create_text_channel("news")
        managers = guild.create_role("managers", permissions=discord.Permissions(manage_guild=True))
        self.guild = guild
        self.member = guild.add_member(env.create_user("ann"), roles=[managers])
        self.reader = guild.add_member(env.create_user("bob"))
        self.place = Place("discord", str(guild.id), str(self.channel.id))

    async def types(self, command: str, options: Mapping[str, str]) -> Sequence[Shown]:
        known = command_named(command)
        assert known
        held = {option.name: option.holds for option in known.options}
        values = {name: self._value(held[name], value) for name, value in options.items()}
        return shown(await self.member.slash(self.channel, command, **values))

    def _value(self, holds: Holds, value: str) -> Any:
        """What stands for a value while somebody types a command."""
        match holds:
            case Holds.WORDS:
                return value
            case Holds.CHANNEL:
                return self.channel
            case Holds.ROLE:
                return str(self.guild.roles["managers"].id)
            case Holds.DOCUMENT:
                return ("feeds.opml", value.encode())
            case _:
                assert_never(holds)

    async def presses(self, button: Button) -> Sequence[Shown]:
        message = self.channel.last_message
        custom_id = next(one.custom_id for one in _pressable(message.components) if one.label == button.label)
        return shown(await self.member.click(message, custom_id=custom_id))

    async def says(self, text: str) -> None:
        await self.member.send(self.channel, text)

    async def chatter(self, count: int) -> None:
        """Somebody writes so many messages."""
        for number in range(count):
            self.env.backend.create_message(self.channel.id, self.member.id, f"{number}")
        await self.env.settle()

    async def seen(self) -> Sequence[Shown]:
        return [
            Shown(
                text_of([component.to_dict() for component in message.components]) or message.content, is_private=False
            )
            for message in self.channel.history()
        ]

    def posted(self) -> list[Any]:
        """The bodies of all that was sent to be posted, the oldest first."""
        return [entry.json for entry in self.env.http_requests if entry.path.endswith("/messages") and entry.json]


class Wire:
    """The way to simcord: it can fail, and it knows nonces, which simcord does not look at.

    As Discord does, it gives who sends one again the message that is there.
    """

    def __init__(self, client: discord.Client) -> None:
        self.refusals: list[Exception] = []
        """What the next posts end in, before Discord has seen them."""
        self.lost: list[Exception] = []
        """What the answers to the next ones end in, when Discord has taken them."""
        self._nonces: dict[str, Any] = {}
        self._request = client.http.request
        client.http.request = self.request  # type: ignore[method-assign] # simcord has no other way in

    async def request(self, route: discord.http.Route, **options: Any) -> Any:
        body = options.get("json") or {}
        if route.path != "/channels/{channel_id}/messages" or "nonce" not in body:
            return await self._request(route, **options)
        if self.refusals:
            raise self.refusals.pop(0)
        nonce = body["nonce"]
        assert body["enforce_nonce"]
        assert len(nonce) <= 25
        if nonce not in self._nonces:
            self._nonces[nonce] = await self._request(route, **options)
        if self.lost:
            raise self.lost.pop(0)
        return self._nonces[nonce]


@asynccontextmanager
async def platform(answering: Answering) -> AsyncIterator[DiscordPlatform]:
    adapter = DiscordAdapter(SETTINGS)
    client = adapter.connect(answering)
    async with simcord.run(client, shard_count=1, strict_sync=True, check_errors=True) as env:
        yield DiscordPlatform(env, adapter, Wire(client))


def shown(result: Any) -> list[Shown]:
    """What a command or a press made appear."""
    messages = [message for message in (result.response, *result.followups) if message]
    return [Shown(text_of(message.components), message.ephemeral) for message in messages]


def _pressable(components: Sequence[Any]) -> Iterator[discord.Button]:
    for component in components:
        if isinstance(component, discord.Button):
            yield component
        yield from _pressable(getattr(component, "children", ()))

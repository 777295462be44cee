"""Discord, played by simcord: real discord.py against a virtual server."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import discord
import simcord

from bot.adapters.discord import DiscordAdapter
from bot.messages import Button, Place
from tests.adapters.harness import Answering, Shown

__all__ = ["DiscordPlatform", "Wire", "platform"]


class DiscordPlatform:
    """A server with a channel, a bot and a member."""

    def __init__(self, env: Any, adapter: DiscordAdapter, wire: "Wire") -> None:
        guild = env.create_guild()
        self.env = env
        self.adapter = adapter
        self.wire = wire
        self.channel = guild.create_text_channel("news")
        self.member = guild.add_member(env.create_user("ann"))
        self.place = Place("discord", str(guild.id), str(self.channel.id))

    async def types(self, command: str, options: Mapping[str, str]) -> Sequence[Shown]:
        return _shown(await self.member.slash(self.channel, command, **options))

    async def presses(self, button: Button) -> Sequence[Shown]:
        message = self.channel.last_message
        custom_id = next(
            child.custom_id
            for row in message.components
            for child in getattr(row, "children", ())
            if child.label == button.label
        )
        return _shown(await self.member.click(message, custom_id=custom_id))

    async def says(self, text: str) -> None:
        await self.member.send(self.channel, text)

    async def seen(self) -> Sequence[Shown]:
        return [
            Shown(_text([component.to_dict() for component in message.components]) or message.content, is_private=False)
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
    adapter = DiscordAdapter("token")
    client = adapter.connect(answering)
    async with simcord.run(client, strict_sync=True, check_errors=True) as env:
        yield DiscordPlatform(env, adapter, Wire(client))


def _shown(result: Any) -> list[Shown]:
    messages = [message for message in (result.response, *result.followups) if message]
    return [Shown(_text(message.components), message.ephemeral) for message in messages]


def _text(components: Sequence[Mapping[str, Any]]) -> str:
    """What a reader sees of components, their Markdown taken at its word."""
    lines: list[str] = []
    for component in components:
        lines.append(_plain(component.get("content", "") or component.get("label", "") or ""))
        lines.append(_text(component.get("components", ())))
    return "\n".join(filter(None, lines))


def _plain(markdown: str) -> str:
    text = re.sub(r"(?m)^(?:### |-# |> )", "", markdown)
    text = re.sub(r"(?<!\\)\*\*", "", text)
    text = re.sub(r"(?<!\\)\[((?:\\.|[^\]])*)\]\([^)]*\)", r"\1", text)
    return re.sub(r"\\(?=[^\w\s]|_)", "", text).replace("\u200b", "")

"""Discord, played by simcord: real discord.py against a virtual server."""

import re
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any

import simcord

from bot.adapters.discord import DiscordAdapter
from bot.messages import Button, Message, Place
from tests.adapters.harness import Answering, Shown

__all__ = ["DiscordPlatform", "platform"]


class DiscordPlatform:
    """A server with a channel, a bot and a member."""

    def __init__(self, env: Any, adapter: DiscordAdapter) -> None:
        guild = env.create_guild()
        self.env = env
        self.adapter = adapter
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

    async def posts(self, message: Message) -> Sequence[Shown]:
        before = len(self.env.http_requests)
        await self.adapter.post(self.place, message)
        return [Shown(_text(entry.json["components"]), is_private=False) for entry in self.env.http_requests[before:]]


@asynccontextmanager
async def platform(answering: Answering) -> AsyncIterator[DiscordPlatform]:
    adapter = DiscordAdapter("token")
    async with simcord.run(adapter.connect(answering), strict_sync=True, check_errors=True) as env:
        yield DiscordPlatform(env, adapter)


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

"""The terminal, its keys and its screen being streams."""

import io
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager

from bot.adapters.terminal import Terminal, TerminalAdapter
from bot.messages import Button, Place
from tests.adapters.harness import Answering, Shown, typed

__all__ = ["platform"]


class TerminalPlatform:
    """A terminal with one person in front of it: what is shown there, only they see."""

    def __init__(self, answering: Answering) -> None:
        self._answering = answering
        self._screen = io.StringIO()
        self.adapter = TerminalAdapter(Terminal(self._screen))
        self.place = Place("terminal", channel="terminal")

    async def types(self, command: str, options: Mapping[str, str]) -> Sequence[Shown]:
        keys = io.StringIO(f"{typed(command, options)}\n")
        screen = io.StringIO()
        await TerminalAdapter(Terminal(screen), keys).converse(self._answering)
        return [Shown(screen.getvalue(), is_private=True)]

    async def presses(self, button: Button) -> Sequence[Shown]:
        # A terminal has no buttons; it names the command to type.
        return await self.types(button.command, button.options)

    async def says(self, text: str) -> None:
        self._screen.write(f"{text}\n")

    async def seen(self) -> Sequence[Shown]:
        return [Shown(self._screen.getvalue(), is_private=False)]


@asynccontextmanager
async def platform(answering: Answering) -> AsyncIterator[TerminalPlatform]:
    yield TerminalPlatform(answering)

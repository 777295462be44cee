"""A process of the bot on a simulated day: `pullquote run --role ROLE`, by the clock of the day and on the web of this machine.

    python -m tests.bench.day_role ROLE CONFIG CLOCK PORT [PLATFORM=PORT ...]

A bot is on the platforms that are named: each is a server of this machine, and takes posts on the terms of the real one. Nobody asks
anything there.
"""

import asyncio
import sys
from collections.abc import Mapping
from pathlib import Path

import aiohttp

from bot.adapters.discord.posting import TERMS
from bot.adapters.slack.posting import terms
from bot.fetch import Fetcher
from bot.messages import MessageRef, Place
from bot.ports import Handler, Terms
from bot.role import Role
from bot.running import run_bot
from tests.bench.day_clock import FastClock
from tests.bench.day_web import OnePort
from tests.bench.deliveries_at_size import Loopback

__all__ = ["PLATFORMS"]

PLATFORMS: Mapping[str, Terms] = {"discord": TERMS, "slack": terms(None)}
"""The platforms, and on what terms each takes posts."""


class _OnLoopback(Loopback):
    """A platform of this machine."""

    def __init__(self, platform: str, port: int) -> None:
        self.platform = self.token_id = platform
        self._where = f"http://127.0.0.1:{port}/post"
        self._opened: aiohttp.ClientSession | None = None
        self.terms = PLATFORMS[platform]

    async def run(self, handler: Handler) -> None:
        del handler
        await asyncio.Event().wait()

    async def post(self, place: Place, part: str, key: str, first: MessageRef | None = None) -> MessageRef:
        if self._opened is None:
            self._opened = aiohttp.ClientSession()
            self._session, self._url = self._opened, self._where
        return await super().post(place, part, key, first)


def main(role: str, path: str, words: str, port: str, *platforms: str) -> None:
    """Run it until SIGTERM."""
    clock = FastClock.told(words)
    fetcher = Fetcher(allow_loopback=True, resolver=OnePort(int(port)), clock=clock.now, sleep=clock.sleep)
    told = (one.split("=") for one in platforms)
    adapters = {name: _OnLoopback(name, int(there)) for name, there in told}
    asyncio.run(run_bot(Path(path), fetcher, role=Role(role), clock=clock, adapters=adapters))


if __name__ == "__main__":
    main(*sys.argv[1:])

"""A process of a fleet: the bot, or the part of it that a role does, as on a machine of its own.

    python -m tests.shell.fleet_member ROLE CONFIG NAME FOLDER PLATFORMS

It tells in files of the folder what it holds, and when. The platforms are JSON: the address of each, by name.
"""

import asyncio
import json
import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from time import monotonic
from unittest.mock import patch

from aiohttp import ClientSession

from bot.fetch import Fetcher
from bot.role import Role
from bot.running import run_bot
from bot.store import Database, Leases, store
from tests.shell.fleet_platform import Line
from tests.shell.polled import Everywhere
from tests.shell.tenures import Told

__all__ = ["told_of"]


def told_of(folder: Path, name: str) -> Path:
    """Where it is told who has something."""
    return folder / "".join(letter if letter.isalnum() else "-" for letter in name)


class _ToldOfEach(Leases):
    """Leases that tell what comes of them, of each in a file of its own. Nobody knows of another that it ran on this machine."""

    def __init__(self, database: Database, folder: Path, program: str) -> None:
        super().__init__(database)
        self._own, self._folder, self._program = database, folder, program
        self._told: dict[str, Told] = {}

    async def hold(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        return await self._of(name).hold(name, holder, now, until)

    async def release(self, name: str, holder: str) -> None:
        await self._of(name).release(name, holder)

    def _of(self, name: str) -> Told:
        if name not in self._told:
            self._told[name] = Told(self._own, told_of(self._folder, name), self._program, apart=True)
        return self._told[name]


async def _run(role: Role, config: Path, name: str, folder: Path, platforms: dict[str, str]) -> None:
    fetcher = Fetcher(allow_loopback=True, pause_s=0, resolver=Everywhere(), contact=name)
    sessions = {platform: ClientSession(address) for platform, address in platforms.items()}
    adapters = {platform: Line(platform, session, name) for platform, session in sessions.items()}

    def leases(database: Database, _: Callable[[], float] = monotonic) -> Leases:
        return _ToldOfEach(database, folder, name)

    try:
        # The one thing that a process of the bot is not asked for: on which machine it is.
        with patch.object(store, "Leases", leases):
            await run_bot(config, fetcher, role=role, adapters=adapters)
    finally:
        for session in sessions.values():
            await session.close()


if __name__ == "__main__":
    role, config, name, folder, platforms = sys.argv[1:]
    asyncio.run(_run(Role(role), Path(config), name, Path(folder), json.loads(platforms)))

"""The real program on the Discord or the Slack of the tests: started as a process of its own, and stopped."""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import DEVNULL, Process
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager
from pathlib import Path
from typing import Protocol

from tests.adapters.loopback_watch import Watch

__all__ = ["Program"]

_ROOT = Path(__file__).parents[2]


class _World(Protocol):
    watch: Watch


class _Platform(Protocol):
    """A platform of the tests."""

    @property
    def world(self) -> _World:
        """What there is."""

    @property
    def secrets(self) -> Mapping[str, str]:
        """What the program finds in its environment."""


class Program:
    """`pullquote run`, while it runs and after that."""

    def __init__(self, process: Process, log: Path, watch: Watch) -> None:
        """Take its process, where what it says is kept, and who is to know when it ends."""
        self._process = process
        self._log = log
        self._watch = watch
        self._telling = asyncio.ensure_future(self._tell())

    @staticmethod
    @asynccontextmanager
    async def started(platform: _Platform, address: str, folder: Path, config: str) -> AsyncIterator["Program"]:
        """Start it in a folder with a configuration; what is left of it in the end is killed."""
        path, log = folder / "config.toml", folder / "log"
        path.write_text(config, encoding="utf-8")
        command = [sys.executable, "-P", "-m", "tests.adapters.run_on_loopback", address, str(path)]
        environment = {**os.environ, **platform.secrets, "PYTHONPATH": str(_ROOT)}
        with log.open("wb") as errors:
            process = await asyncio.create_subprocess_exec(
                *command, cwd=folder, env=environment, stdin=DEVNULL, stdout=errors, stderr=errors
            )
        watch = platform.world.watch
        program = Program(process, log, watch)
        watch.over, watch.told = "", lambda: f"the program said: {program.said}"
        try:
            yield program
        finally:
            if process.returncode is None:
                process.kill()
            await program._telling

    @property
    def said(self) -> str:
        """What it has said so far."""
        return self._log.read_text(encoding="utf-8")

    async def _tell(self) -> None:
        """Let nobody wait for what a program would do that has ended."""
        await self._process.wait()
        self._watch.over = "the program has ended"
        self._watch.ring()

    async def stopped(self) -> int:
        """Ask it to stop; its exit code."""
        self._process.send_signal(signal.SIGTERM)
        return await self.ended()

    async def killed(self) -> None:
        """End it without a word. Who waits for something waits for what others do from now on."""
        self._process.kill()
        await self.ended()
        await self._telling
        self._watch.over = ""

    async def ended(self) -> int:
        """Its exit code, when it has ended.

        Raises:
            TimeoutError: If it goes on and on.
        """
        async with asyncio.timeout(60):
            return await self._process.wait()

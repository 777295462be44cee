"""Processes that share one Discord and one database: real adapters, real stores, and a clock that is moved by hand.

    async with processes(tmp_path / "pullquote.db", discord) as begin:
        one, other = await begin(shard_count=4), await begin(shard_count=4)
        await begin.until(lambda: one.shards and other.shards)
        await begin.passes(20)

While time passes each of them does what it does in that time; what takes no time by that clock, as to connect, is waited for.
"""

import asyncio
from collections.abc import AsyncIterator, Callable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from pydantic import SecretStr

from bot.adapters.discord import DiscordAdapter
from bot.adapters.discord.connection import Connection
from bot.config import DiscordConfig
from bot.errors import PlatformError, StoreError
from bot.messages import Message, Request
from bot.ports import Leases, Tell, nobody
from bot.store import Store
from tests.adapters.harness import Answering
from tests.adapters.loopback_connection import pointed_at
from tests.adapters.loopback_discord import TOKEN, LoopbackDiscord

__all__ = ["Process", "Processes", "processes"]

BEGINS = datetime(2026, 11, 24, 6, tzinfo=UTC)
# Of the usual timing: between two things that a process does by itself.
_TICK_S = 1.0
# Of it too: between two looks whose turn it is, and before the first of them.
_TURN_S = (0.25, 3.0)
_PULSE_S = 0.02


class OwnClock:
    """The clock of a process: it goes as that of all others, and who sleeps by it can be held back."""

    def __init__(self, ring: Callable[[], None]) -> None:
        self.at = 0.0
        self.set_by = timedelta(0)
        self.stands_still = False
        self._ring = ring
        self._sleeping: dict[asyncio.Future[None], tuple[float, float]] = {}

    def now(self) -> datetime:
        return BEGINS + timedelta(seconds=self.at) + self.set_by

    def elapsed(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        wakes = asyncio.get_running_loop().create_future()
        self._sleeping[wakes] = (self.at + seconds, seconds)
        self._ring()
        try:
            await wakes
        finally:
            self._sleeping.pop(wakes, None)

    def passes(self, seconds: float) -> None:
        self.at += seconds
        due = [] if self.stands_still else [one for one, (at, _) in self._sleeping.items() if at <= self.at + 1e-6]
        for one in due:
            self._sleeping.pop(one)
            if not one.done():
                one.set_result(None)

    def sleeps(self, *these: float) -> bool:
        """Whether somebody sleeps by it for one of these times."""
        return any(seconds in these for _, seconds in self._sleeping.values())


@dataclass
class CutLeases:
    """Leases that can be cut off."""

    real: Leases
    is_cut: bool = False
    hangs: bool = False
    is_file: bool = False

    async def hold_all(self, wanted: Mapping[str, str], now: datetime, until: datetime) -> Collection[str]:
        await self._pass()
        return await self.real.hold_all(wanted, now, until)

    async def release(self, name: str, holder: str) -> None:
        await self._pass()
        await self.real.release(name, holder)

    async def living(self, prefix: str) -> Mapping[str, str]:
        await self._pass()
        return await self.real.living(prefix)

    async def _pass(self) -> None:
        if self.hangs:
            await asyncio.Event().wait()
        if self.is_cut:
            words = "the database can't be reached"
            raise StoreError(words, permanent=False)


@dataclass
class Slow(Answering):
    """A handler that takes its time.

    Attributes:
        goes_on: When it does; at once if there is nothing to wait for.
    """

    goes_on: asyncio.Event | None = None

    async def answer(self, request: Request, tell: Tell = nobody) -> Message:
        if self.goes_on:
            await self.goes_on.wait()
        return await super().answer(request, tell)


@dataclass
class Process:
    """One of them.

    Attributes:
        adapter: Its adapter.
        handler: What it was asked.
        leases: What it knows of the others.
        clock: Its own.
        error: What it ended with.
    """

    adapter: DiscordAdapter
    handler: Slow
    leases: CutLeases
    clock: OwnClock
    running: asyncio.Task[None] = field(init=False)
    error: PlatformError | None = None
    is_cut_off: bool = False
    """Whether it tries in vain to connect: nobody then waits for it."""

    def begin(self) -> None:
        self.running = asyncio.create_task(self._run())

    async def _run(self) -> None:
        try:
            await self.adapter.run(self.handler)
        except PlatformError as error:
            self.error = error

    @property
    def shards(self) -> tuple[int, ...]:
        """The numbers of the shards that it is connected with."""
        return self.adapter.shards.held

    @property
    def asked(self) -> list[str]:
        """What it was asked, in order."""
        return [request.command for request in self.handler.requests]

    async def stops(self) -> None:
        """It is stopped in good order."""
        self.running.cancel()
        with suppress(asyncio.CancelledError):
            await self.running

    async def dies(self) -> None:
        """It is killed: its sockets close, and it gives nothing back."""
        self.leases.is_cut = True
        await self.stops()

    @property
    def rests(self) -> bool:
        """Whether nothing happens in it before time passes."""
        if self.running.done() or self.clock.stands_still:
            return True
        sharing = self.adapter._sharing  # noqa: SLF001 - what it is doing just now is nobody's business but the tests'
        if not sharing or not self.clock.sleeps(_TICK_S):
            return False
        if self.is_cut_off:
            return True
        is_waiting = self.clock.sleeps(*_TURN_S)
        return all(_rests(one, is_waiting=is_waiting) for one in sharing.connections)


def _rests(one: Connection, *, is_waiting: bool) -> bool:
    """Whether a connection is there, or waits for its turn: the first time, or beside others of its own."""
    shards = one.client.shard_ids or [0]
    if one.failure() or len(one.open_shards) >= len(shards):
        return True
    is_first = len(one.client.shards) == 0
    return is_waiting and (one.is_queued or not is_first)


class Processes:
    """All of them; called, it begins one."""

    def __init__(self, stack: AsyncExitStack, where: Path, discord: LoopbackDiscord) -> None:
        self._stack = stack
        self._where = where
        self.discord = discord
        self.all: list[Process] = []

    async def __call__(self, answers: Mapping[str, Any] | None = None, **settings: Any) -> Process:
        clock = OwnClock(self.discord.world.watch.ring)
        clock.at = self.all[0].clock.at if self.all else 0.0
        store = await self._stack.enter_async_context(Store(self._where, clock.elapsed))
        leases = CutLeases(store.leases)
        adapter = DiscordAdapter(DiscordConfig(token=SecretStr(TOKEN), **settings), clock)
        process = Process(adapter, Slow(dict(answers or {}), leases=leases), leases, clock)
        process.begin()
        self.all.append(process)
        await self.rest()
        return process

    async def rest(self) -> None:
        """Wait until nothing more happens before time passes."""
        await self.discord.until(lambda: all(one.rests for one in self.all))

    async def passes(self, seconds: float) -> None:
        """Let time pass, for all of them."""
        for _ in range(round(seconds / _TICK_S)):
            for one in self.all:
                one.clock.passes(_TICK_S)
            await self.rest()

    async def until(self, holds: Callable[[], bool], most_s: float = 120.0) -> float:
        """Let time pass until something holds; how many seconds that took by their clocks."""
        for passed in range(round(most_s / _TICK_S) + 1):
            if holds():
                return passed * _TICK_S
            await self.passes(_TICK_S)
        raise AssertionError([one.shards for one in self.all], [one.error for one in self.all])


@asynccontextmanager
async def processes(where: Path, discord: LoopbackDiscord) -> AsyncIterator[Processes]:
    """Processes on one Discord and one database; in the end all are stopped."""

    async def pulse() -> None:
        """What a client comes to know, nobody else is told."""
        while True:
            discord.world.watch.ring()
            await asyncio.sleep(_PULSE_S)

    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(discord.open())
        stack.enter_context(pointed_at(address))
        pulsing = asyncio.create_task(pulse())
        begun = Processes(stack, where, discord)
        try:
            yield begun
        finally:
            for one in begun.all:
                one.leases.hangs = False
            await asyncio.gather(*(one.stops() for one in begun.all))
            pulsing.cancel()

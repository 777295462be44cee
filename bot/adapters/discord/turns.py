"""When a shard may say who it is: so many in five seconds with one token, whichever processes they are of.

https://docs.discord.com/developers/events/gateway: of the shards whose numbers leave the same rest when they are divided by
`max_concurrency`, one may in five seconds. Who comes too early is refused and tries again; so that is what comes of it if clocks differ.
"""

import asyncio
from collections import defaultdict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import timedelta

import discord

from bot.alive import new_holder
from bot.clock import Clock
from bot.errors import PlatformError, StoreError
from bot.ports import Leases

__all__ = ["Turns"]

# Who waits looks so often in the time that a turn takes.
_LOOKS = 20
# Of a turn: so long waits who was connected a moment ago.
_PAUSE = 3 / 5
# Discord takes a token away that was used to begin more sessions in a day than it allows; some are left to what is asked at the same time.
_LEFT = 20


class Turns:
    """Lets one shard after another begin a session."""

    def __init__(
        self,
        leases: Leases,
        name: str,
        clock: Clock,
        turn_s: float,
        limits: Callable[[], Awaitable[discord.SessionStartLimits]],
    ) -> None:
        """Take where it is known whose turn it is, what the connection is called there, how long a turn takes, and who knows what Discord allows."""
        self._leases = leases
        self._name = name
        self._clock = clock
        self._turn = timedelta(seconds=turn_s)
        self._limits = limits
        self._at_once = 1
        self._queues: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)
        self._reserved: dict[int, str] = {}
        self._ending: set[asyncio.Task[None]] = set()

    async def reserve(self, shard: int) -> None:
        """Wait for the turn of a shard that is not connected yet; `take` then goes on with it.

        So nobody has to wait while Discord waits for who has connected.

        Raises:
            PlatformError: If no session may be begun now.
            discord.HTTPException: If Discord does not say.
        """
        limits = await self._limits()
        self._at_once = max(1, limits.max_concurrency)
        if limits.remaining < min(_LEFT, limits.total):
            hours = limits.reset_after / 3_600_000
            words = f"Discord lets this bot connect only {limits.remaining} times more in the next {hours:.1f} hours, and no more than that after too many restarts"
            raise PlatformError(words, permanent=False)
        self._reserved[shard] = await self._queue(shard)

    async def take(self, shard: int) -> None:
        """Wait for the turn of a shard; it begins now."""
        holder = self._reserved.pop(shard, None)
        if holder:
            await self._wait(shard, holder)
        else:
            # Whose session was ended has to wait for some seconds before it begins another.
            await self._clock.sleep(self._turn.total_seconds() * _PAUSE)
            holder = await self._queue(shard)
        ending = asyncio.create_task(self._end(self._row(shard), holder))
        self._ending.add(ending)
        ending.add_done_callback(self._ending.discard)

    async def stop(self) -> None:
        """End no more turns: those of this process run out by themselves."""
        for one in self._ending:
            one.cancel()
        await asyncio.gather(*self._ending, return_exceptions=True)

    async def _queue(self, shard: int) -> str:
        """Wait for a turn, one after another; the holder that has it."""
        async with self._queues[self._row(shard)]:
            return await self._wait(shard, new_holder())

    async def _wait(self, shard: int, holder: str) -> str:
        row = self._row(shard)
        while True:
            with suppress(StoreError):  # Then nobody knows, and it is asked again.
                now = self._clock.now()
                if await self._leases.hold_all({row: holder}, now, now + self._turn):
                    return holder
            await self._clock.sleep(self._turn.total_seconds() / _LOOKS)

    async def _end(self, row: str, holder: str) -> None:
        await self._clock.sleep(self._turn.total_seconds())
        with suppress(StoreError):
            await self._leases.release(row, holder)

    def _row(self, shard: int) -> str:
        return f"{self._name}:identify:{shard % self._at_once}"

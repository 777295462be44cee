"""Keeps this process connected to its share of Discord, and to nothing that another process has."""

import asyncio
import logging
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass

from bot.adapters.discord.connection import Connection
from bot.adapters.discord.division import Division, Part
from bot.adapters.discord.holding import Holding
from bot.clock import Clock
from bot.errors import PlatformError, StoreError

__all__ = ["USUAL", "Sharing", "Timing"]

_LOG = logging.getLogger(__name__)
# Of a tenure: so often is looked who has what, whether what we have is still sure, and, as long as we could have more, for more.
_LOOK, _TICK = 1 / 5, 1 / 20
# Of a tenure: so long may it take to close a part before another may have it, and a part that failed is left alone.
_LEAVING, _RESTING = 1 / 10, 1 / 2
_CUT_OFF = "this process can't reach Discord; others can have its share"
_STALE = "Discord can't be reached; connecting anew"


@dataclass(frozen=True, slots=True)
class Timing:
    """How long things may take, in seconds. All processes with one token need the same.

    Attributes:
        tenure_s: Who has said nothing for that long has nothing any more.
        turn_s: So long lies between two sessions that are begun.
        patience_s: What is not connected for that long is connected anew; who is connected to nothing of its share leaves it to
            others, if there are any.
        finishing_s: So long may an answer take that was begun before its part of the connection was given back.
        stopping_s: And if the process is to end, so long.
    """

    tenure_s: float = 20.0
    turn_s: float = 5.0
    patience_s: float = 120.0
    finishing_s: float = 15 * 60.0
    stopping_s: float = 5.0


USUAL = Timing()


class Sharing:
    """The connections of this process, by their parts."""

    def __init__(
        self, holding: Holding, division: Division, make: Callable[[Part], Connection], clock: Clock, timing: Timing
    ) -> None:
        """Take what this process holds, of what, how a part is connected, the clock, and how long everything may take."""
        self._holding = holding
        self._parts = {part.name: part for part in division.parts}
        self._make = make
        self._clock = clock
        self._timing = timing
        self._tick_s = timing.tenure_s * _TICK
        self._connections: dict[str, Connection] = {}
        self._finishing: set[asyncio.Task[None]] = set()
        self._looking: asyncio.Task[None] | None = None
        self._look_at = clock.elapsed()
        # When each was last connected, or had not had its turn yet.
        self._open_at: dict[str, float] = {}
        self._not_before: dict[str, float] = {}
        self._is_failing = False

    @property
    def connections(self) -> Collection[Connection]:
        """Those that hear what Discord tells."""
        return self._connections.values()

    async def run(self) -> None:
        """Have what is our share, until cancelled.

        Raises:
            PlatformError: If that can't be: in words for whoever runs the bot.
        """
        try:
            while True:
                await self._look()
                await self._settle()
                await self._clock.sleep(self._tick_s)
        finally:
            await self._stop()

    async def _look(self) -> None:
        """Look who has what, if it is time; nobody waits long for a database that does not answer."""
        patience_s = 0.0
        if self._looking is None:
            # A clock that was set makes nothing sure, and a look tells that it did no harm.
            is_needed = self._holding.is_hungry or self._connections.keys() - self._holding.sure
            if self._clock.elapsed() < self._look_at and not is_needed:
                return
            self._look_at = self._clock.elapsed() + self._timing.tenure_s * _LOOK
            self._looking, patience_s = asyncio.create_task(self._holding.look()), self._tick_s
        await asyncio.wait({self._looking}, timeout=patience_s)
        if not self._looking.done():
            return
        looking, self._looking = self._looking, None
        error = looking.exception()
        if error and not isinstance(error, StoreError):
            raise error
        if error:
            # What is held runs out meanwhile.
            self._look_at = self._clock.elapsed()
        if error and not self._is_failing:
            _LOG.warning("who is connected to Discord can't be known now: %s", error)
        self._is_failing = error is not None

    async def _settle(self) -> None:
        """Leave what is not ours, or soon another's, and connect to what is.

        Raises:
            PlatformError: If Discord does not let us, for good, or from here.
        """
        sure = self._holding.sure
        # What is just being looked for may come back with it.
        surplus = self._holding.surplus if self._looking is None else ()
        failed = self._failed()
        for part, error in failed.items():
            if error.permanent:
                raise error
            rest_s = self._timing.tenure_s * _RESTING
            _LOG.warning("%s; trying again in %g seconds", error, rest_s)
            self._not_before[part] = self._clock.elapsed() + rest_s
        if lost := self._connections.keys() - sure:
            _LOG.warning(
                "nothing is heard from Discord in %d parts of the connection, as others may have them", len(lost)
            )
        await self._leave({*lost, *failed, *surplus} & self._connections.keys())
        for part in surplus:
            with suppress(StoreError):
                await self._holding.give_back(part)
        for part in sorted(sure - {*surplus} - self._connections.keys()):
            if self._clock.elapsed() >= self._not_before.get(part, 0.0):
                self._connections[part] = self._make(self._parts[part])
                self._open_at[part] = self._clock.elapsed()
                await self._connections[part].open()

    def _failed(self) -> Mapping[str, PlatformError]:
        """Why those are not connected that it is time to connect anew.

        Raises:
            PlatformError: If nothing can be connected from here, and others may be better off.
        """
        now = self._clock.elapsed()
        failed: dict[str, PlatformError] = {}
        for part, one in self._connections.items():
            if one.open_shards or one.is_queued:
                self._open_at[part] = now
            if error := one.failure():
                failed[part] = error
            elif now - self._open_at[part] > self._timing.patience_s:
                # What discord.py does about it by itself it does less and less often.
                failed[part] = PlatformError(_STALE, permanent=False)
        is_open = any(one.open_shards for one in self._connections.values())
        if not is_open and any(str(error) == _STALE for error in failed.values()) and not self._holding.is_alone:
            raise PlatformError(_CUT_OFF, permanent=False)
        return failed

    async def _leave(self, parts: Collection[str]) -> None:
        """Hear nothing any more of some parts; what was heard is answered in the background."""
        left = [self._connections.pop(part) for part in parts]
        leaving = {asyncio.create_task(one.leave()): one for one in left}
        if leaving:
            await asyncio.wait(leaving, timeout=self._timing.tenure_s * _LEAVING)
        self._finish(leaving)

    def _finish(self, leaving: Mapping[asyncio.Task[None], Connection]) -> None:
        async def finish(leaves: asyncio.Task[None], connection: Connection) -> None:
            try:
                await asyncio.wait({leaves})
                await connection.client.underway.done(self._timing.finishing_s)
            finally:
                await connection.close()

        for leaves, connection in leaving.items():
            finishing = asyncio.create_task(finish(leaves, connection))
            self._finishing.add(finishing)
            finishing.add_done_callback(self._finishing.discard)

    async def _stop(self) -> None:
        """Give everything back at once, and answer what was heard."""
        patience_s = self._timing.tenure_s * _LEAVING
        if self._looking:
            # What it takes would be ours for a while, and nobody would know.
            await asyncio.wait({self._looking}, timeout=patience_s)
            self._looking.cancel()
            await asyncio.gather(self._looking, return_exceptions=True)
        await self._leave(list(self._connections))
        with suppress(StoreError, TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._holding.leave()
        if self._finishing:
            await asyncio.wait(self._finishing, timeout=self._timing.stopping_s)
        for one in self._finishing:
            one.cancel()
        await asyncio.gather(*self._finishing, return_exceptions=True)

"""The time that processes on several machines agree on: their database's.

Who plans, who makes and who posts hand things to each other by instants. A machine whose clock is minutes off would take what is not
its turn, leave what is, or give up a digest as too late. So each puts its own clock right by that of the server, which all of them ask.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.errors import StoreError
from bot.store import Store

__all__ = ["AgreedClock"]

_LOG = logging.getLogger(__name__)
# Clocks that are set are found out within so many seconds.
_AGAIN_S = 15.0
# Who waited longer for the answer does not know by half of that what time it is: the way may have been cut meanwhile.
_SLOWEST_S = 4.0
# What is less is the way to the server and back.
_TOLD = timedelta(seconds=5)


class AgreedClock:
    """A clock that can be put right."""

    def __init__(self, clock: Clock, *, agrees: bool = True) -> None:
        """Take the clock of this machine, and whether it is to be put right at all."""
        self._clock = clock
        self._agrees = agrees
        self._behind = timedelta(0)
        self._told = False

    def now(self) -> datetime:
        """See `bot.clock.Clock.now`."""
        return self._clock.now() + self._behind

    def elapsed(self) -> float:
        """See `bot.clock.Clock.elapsed`."""
        return self._clock.elapsed()

    async def sleep(self, seconds: float) -> None:
        """See `bot.clock.Clock.sleep`."""
        await self._clock.sleep(seconds)

    async def agree(self, store: Store) -> None:
        """Put it right, if the answer comes soon. A file has no clock of its own, and is one machine's.

        Raises:
            StoreError: If nobody knows the time.
        """
        if store.is_file or not self._agrees:
            return
        asked, began = self._clock.now(), self._clock.elapsed()
        theirs = await store.processes.now()
        took_s = self._clock.elapsed() - began
        if took_s > _SLOWEST_S:
            return
        self._behind = theirs - (asked + timedelta(seconds=took_s / 2))
        is_wrong = abs(self._behind) > _TOLD
        if is_wrong and not self._told:
            seconds = self._behind.total_seconds()
            _LOG.warning(
                "the clock of this machine is %.0f seconds %s that of the database, by which everything goes",
                abs(seconds),
                "behind" if seconds > 0 else "ahead of",
            )
        self._told = is_wrong

    async def run(self, store: Store) -> None:
        """Put it right again and again, until cancelled; while nobody knows the time, it goes on as it went."""
        while True:
            await asyncio.sleep(_AGAIN_S)
            with suppress(StoreError):
                await self.agree(store)

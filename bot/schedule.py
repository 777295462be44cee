"""The clock: it wakes whoever looks what is due, and does nothing else."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from time import monotonic

from apscheduler.schedulers.asyncio import AsyncIOScheduler
from apscheduler.triggers.date import DateTrigger

from bot.errors import StoreError

__all__ = ["Schedule"]

_LOG = logging.getLogger(__name__)
# A timer stands still while a machine sleeps; after waking up, nobody waits longer than this, nor after a clock was set.
_LONGEST_NAP = timedelta(minutes=1)
# When it is looked again after what is due could not be looked up: what a database is restarted for takes a moment.
_AGAIN = timedelta(seconds=5)
# Hundreds of places that are due at once take some minutes, with all that may be slow about them.
_STILL = timedelta(minutes=15)
# What is just being posted may come to its end before the program does.
_PATIENCE_S = 10.0


class Schedule:
    """Calls a function whenever it asked to be called, and once at the start."""

    def __init__(
        self,
        wake: Callable[[datetime], Awaitable[datetime | None]],
        clock: Callable[[], datetime],
        longest_nap: timedelta = _LONGEST_NAP,
        elapsed: Callable[[], float] = monotonic,
    ) -> None:
        """Take whom it works with.

        Args:
            wake: What to wake, which returns when it wants to be woken again.
            clock: Tells the time, aware.
            longest_nap: After how long to wake it at the latest.
            elapsed: Tells how much time passes, in seconds, whatever the other clock is set to.
        """
        self._wake = wake
        self._clock = clock
        self._longest_nap = longest_nap
        self._rung = asyncio.Event()
        self._elapsed = elapsed
        self._last = clock(), elapsed()
        self._is_failing = False

    async def run(self) -> None:
        """Run until cancelled; what it is about then is finished first, if that doesn't take long."""
        scheduler = AsyncIOScheduler(timezone=UTC)
        scheduler.start()
        try:
            while True:
                self._rung.clear()
                working = asyncio.ensure_future(self._work())
                try:
                    at = await asyncio.shield(working)
                except asyncio.CancelledError:
                    await asyncio.wait({working}, timeout=_PATIENCE_S)
                    raise
                scheduler.remove_all_jobs()
                if at:
                    wait = at - self._clock()
                    # However late the machine is, it rings: what is still worth delivering is not for the clock to decide.
                    scheduler.add_job(self._ring, DateTrigger(datetime.now(UTC) + wait), misfire_grace_time=None)
                # It rings by the wall clock. Where that was set back, as much as that would be silent: another clock goes on.
                with suppress(TimeoutError):
                    async with asyncio.timeout(self._longest_nap.total_seconds()):
                        await self._rung.wait()
        finally:
            scheduler.shutdown(wait=False)

    def ring(self) -> None:
        """Wake it now: there may be something to do earlier than it was said."""
        self._rung.set()

    async def check(self) -> str:
        """Since when the clock stands still, in words; empty while it goes (`bot.monitoring.Checks`)."""
        at, since = self._last
        return f"stands still since {at:%Y-%m-%d %H:%M %Z}" if self._elapsed() - since > _STILL.total_seconds() else ""

    async def _work(self) -> datetime | None:
        """Do what is due. When there is more; None if not before the nap ends."""
        self._last = self._clock(), self._elapsed()
        try:
            at = await self._wake(self._clock())
        except Exception as error:  # noqa: BLE001 - the clock goes on
            if not self._is_failing:
                unexpected = None if isinstance(error, StoreError) else error
                words = "what is due could not be looked up, and is looked up again and again: %s"
                _LOG.error(words, error, exc_info=unexpected)
            self._is_failing = True
            return self._clock() + min(_AGAIN, self._longest_nap)
        if self._is_failing:
            _LOG.info("what is due can be looked up again")
        self._is_failing = False
        return at if at and at < self._clock() + self._longest_nap else None

    async def _ring(self) -> None:
        self.ring()

"""What tells the time and waits for it, so that tests can let time pass as they like."""

import asyncio
from datetime import UTC, datetime, timedelta
from time import monotonic
from typing import Protocol

__all__ = ["Clock", "SystemClock", "Watch", "instant", "passed_s"]

# A wall clock that goes forth by more than time passes was set.
_STEP = timedelta(seconds=1)


class Clock(Protocol):
    """A wall clock, which may be set forth and back, and beside it one that never is."""

    def now(self) -> datetime:
        """The time of the wall clock, aware, in UTC."""

    def elapsed(self) -> float:
        """Seconds since any fixed instant, which only ever grow."""

    async def sleep(self, seconds: float) -> None:
        """Wait for so long by `elapsed`."""


class SystemClock:
    """The clock of this machine."""

    def now(self) -> datetime:
        """See `Clock.now`."""
        return datetime.now(UTC)

    def elapsed(self) -> float:
        """See `Clock.elapsed`."""
        return monotonic()

    async def sleep(self, seconds: float) -> None:
        """See `Clock.sleep`."""
        await asyncio.sleep(seconds)


def instant(clock: Clock) -> tuple[float, datetime]:
    """Now, by both clocks."""
    return clock.elapsed(), clock.now()


def passed_s(clock: Clock, since: tuple[float, datetime]) -> float:
    """How many seconds have passed since an `instant`, by the clock that says more.

    While a machine sleeps one of its clocks may stand still. So where the wall clock was set forth, more seem to have passed than have.
    """
    elapsed, wall = since
    return max(clock.elapsed() - elapsed, (clock.now() - wall).total_seconds())


class Watch:
    """Watches whether a wall clock is set forth. What was before it began, it does not know."""

    def __init__(self, clock: Clock) -> None:
        """Begin."""
        self._clock = clock
        self._since = clock.elapsed()
        self._ahead = clock.now() - timedelta(seconds=self._since)

    def steady_for(self) -> float:
        """For how many seconds it was not set forth, as far as is known."""
        elapsed = self._clock.elapsed()
        ahead = self._clock.now() - timedelta(seconds=elapsed)
        if ahead - self._ahead > _STEP:
            self._since, self._ahead = elapsed, ahead
        self._ahead = min(self._ahead, ahead)
        return elapsed - self._since

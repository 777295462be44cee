"""A clock that all processes of a simulated day have in common, and that goes some times as fast as time."""

import asyncio
from dataclasses import dataclass
from datetime import datetime, timedelta
from time import monotonic

__all__ = ["FastClock"]


@dataclass(frozen=True, slots=True)
class FastClock:
    """A clock (`bot.clock.Clock`).

    Attributes:
        start: What it shows when it begins, aware.
        began: When that was, by this machine's `monotonic`, which is the same in all its processes.
        speed: How many times as fast as time it goes.
    """

    start: datetime
    began: float
    speed: float

    @classmethod
    def soon(cls, start: datetime, speed: float, after_s: float) -> "FastClock":
        """One that shows an instant in so many seconds, and until then what was before."""
        return cls(start, monotonic() + after_s, speed)

    @classmethod
    def told(cls, words: str) -> "FastClock":
        """One that another process has."""
        start, began, speed = words.split()
        return cls(datetime.fromisoformat(start), float(began), float(speed))

    def __str__(self) -> str:
        """As it is told another process."""
        return f"{self.start.isoformat()} {self.began} {self.speed}"

    def now(self) -> datetime:
        """See `Clock.now`."""
        return self.start + timedelta(seconds=self.elapsed())

    def elapsed(self) -> float:
        """See `Clock.elapsed`."""
        return (monotonic() - self.began) * self.speed

    async def sleep(self, seconds: float) -> None:
        """See `Clock.sleep`."""
        await asyncio.sleep(seconds / self.speed)

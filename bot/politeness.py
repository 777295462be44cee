"""Whose turn it is at which host: few at once, one after the other, and none where a host wants to be left alone."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta

__all__ = ["PAUSE_S", "Clock", "Hosts", "Sleep", "utc_now"]

PAUSE_S = 1.0
"""Between two requests to a host, in seconds: what crawlers keep to where nobody asks for more."""

Clock = Callable[[], datetime]
Sleep = Callable[[float], Awaitable[object]]

_MOST_AT_ONCE = 8
_MOST_PER_HOST = 2
# Robots.txt may ask for longer pauses, up to this: ten seconds is the longest that is common there.
_LONGEST_PAUSE_S = 10.0
_LONG_AGO = datetime.min.replace(tzinfo=UTC)


def utc_now() -> datetime:
    """The time."""
    return datetime.now(UTC)


@dataclass(slots=True)
class _Host:
    """A host as far as it is remembered.

    Attributes:
        slots: For as many as may ask it at once.
        next: Held by whoever is the next to ask it.
        free_at: When the pause is over that follows the last request.
        until: Before when it wants to be left alone.
        waiting: How many ask it, or wait to.
    """

    slots: asyncio.Semaphore = field(default_factory=lambda: asyncio.Semaphore(_MOST_PER_HOST))
    next: asyncio.Lock = field(default_factory=asyncio.Lock)
    free_at: datetime = _LONG_AGO
    until: datetime = _LONG_AGO
    waiting: int = 0


class Hosts:
    """Gives turns, in the order in which they were asked for."""

    def __init__(self, *, pause_s: float = PAUSE_S, clock: Clock = utc_now, sleep: Sleep = asyncio.sleep) -> None:
        """Set the rhythm.

        Args:
            pause_s: Between two requests to a host, in seconds.
            clock: The time, aware.
            sleep: Waits for some seconds.
        """
        self._pause_s = pause_s
        self._clock = clock
        self._sleep = sleep
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)
        self._hosts: dict[str, _Host] = {}

    @asynccontextmanager
    async def turn(self, name: str, pause_s: float = 0) -> AsyncIterator[datetime | None]:
        """Wait for a turn, and have it.

        Args:
            name: Of the host.
            pause_s: What it asks for between two requests, in seconds.

        Yields:
            None; or until when it wants to be left alone, and is not to be asked.
        """
        host = self._host(name)
        host.waiting += 1
        try:
            async with host.slots:
                pause = timedelta(seconds=max(self._pause_s, min(pause_s, _LONGEST_PAUSE_S)))
                async with host.next:
                    await self._wait(host, pause)
                    # Before the next one is let near the host: else both could wait here, and then ask it at once.
                    await self._slots.acquire()
                    if is_let_in := host.until <= self._clock():
                        host.free_at = self._clock() + pause
                try:
                    yield None if is_let_in else host.until
                finally:
                    self._slots.release()
        finally:
            host.waiting -= 1

    def leave_alone(self, name: str, until: datetime) -> None:
        """Ask a host nothing before a time, aware."""
        host = self._host(name)
        host.until = max(host.until, until)

    async def _wait(self, host: _Host, pause: timedelta) -> None:
        now = self._clock()
        if host.until <= now < host.free_at:
            # A clock that was set back must not keep anybody waiting.
            await self._sleep(min(host.free_at - now, pause).total_seconds())

    def _host(self, name: str) -> _Host:
        if name not in self._hosts:
            now = self._clock()
            self._hosts = {
                known: host
                for known, host in self._hosts.items()
                if host.waiting or host.free_at > now or host.until > now
            }
        return self._hosts.setdefault(name, _Host())

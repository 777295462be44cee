"""What is being answered or posted over a connection: it is finished before that is closed for good."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager, suppress

__all__ = ["Underway"]


class Underway:
    """Counts what is under way."""

    def __init__(self) -> None:
        """Begin with nothing."""
        self._count = 0
        self._idle = asyncio.Event()
        self._idle.set()

    @contextmanager
    def one(self) -> Iterator[None]:
        """Something is under way for as long as this is entered."""
        self._count += 1
        self._idle.clear()
        try:
            yield
        finally:
            self._count -= 1
            if not self._count:
                self._idle.set()

    async def done(self, patience_s: float) -> None:
        """Wait until nothing is under way, and not longer than so many seconds."""
        with suppress(TimeoutError):
            async with asyncio.timeout(patience_s):
                await self._idle.wait()

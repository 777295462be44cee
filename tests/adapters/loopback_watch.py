"""Waking whoever waits for something to have happened on a platform of the tests."""

import asyncio
from collections.abc import Callable
from typing import TypeVar

__all__ = ["Watch"]

T = TypeVar("T")


class Watch:
    """Wakes who waits for something to have happened."""

    def __init__(self) -> None:
        self._waiting: list[asyncio.Future[None]] = []
        self.over = ""
        """Why nothing more will happen; empty while something may."""
        self.told: Callable[[], str] = str
        """What there is to be told about it where something did not happen."""

    def ring(self) -> None:
        """Something has happened."""
        waiting, self._waiting = self._waiting, []
        for one in waiting:
            if not one.done():
                one.set_result(None)

    async def until(self, holds: Callable[[], T | None], timeout_s: float = 60.0) -> T:
        """What something gives as soon as it gives anything.

        Raises:
            AssertionError: If it never does.
        """
        try:
            async with asyncio.timeout(timeout_s):
                while not (found := holds()):
                    assert not self.over, f"{self.over}; {self.told()}"
                    self._waiting.append(asyncio.get_running_loop().create_future())
                    await self._waiting[-1]
        except TimeoutError:
            message = f"it did not happen within {timeout_s:g} seconds; {self.told()}"
            raise AssertionError(message) from None
        return found

"""What many want to have written at the same moment is written in one transaction."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from typing import Generic, TypeVar

from bot.clock import Clock

__all__ = ["Together"]

_T = TypeVar("_T")
_R = TypeVar("_R")


class Together(Generic[_T, _R]):
    """Writes things a moment after they came, with what comes meanwhile."""

    def __init__(self, write: Callable[[Sequence[_T]], Awaitable[Sequence[_R]]], clock: Clock, wait_s: float) -> None:
        """Take what writes and tells what came of each, what tells the time, and for how many seconds more is waited for."""
        self._write = write
        self._clock = clock
        self._wait_s = wait_s
        self._waiting: list[tuple[_T, asyncio.Future[_R]]] = []
        self._writing: asyncio.Task[None] | None = None

    async def put(self, thing: _T) -> _R:
        """Have something written; what came of it, when it is.

        Raises:
            Exception: What the writing raised, for all that went together.
        """
        written: asyncio.Future[_R] = asyncio.get_running_loop().create_future()
        self._waiting.append((thing, written))
        if self._writing is None or self._writing.done():
            self._writing = asyncio.create_task(self._write_all())
        return await written

    async def _write_all(self) -> None:
        while self._waiting:
            await self._clock.sleep(self._wait_s)
            now, self._waiting = self._waiting, []
            try:
                results = await self._write([thing for thing, _ in now])
            except Exception as error:  # noqa: BLE001 - whoever waits for it is told
                for _, written in now:
                    if not written.done():
                        written.set_exception(error)
            else:
                for (_, written), result in zip(now, results, strict=True):
                    if not written.done():
                        written.set_result(result)

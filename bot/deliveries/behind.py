"""What goes on behind whoever began it: each thing once at a time, and once more if it was wanted meanwhile."""

import asyncio
import logging
from collections.abc import Awaitable, Callable
from functools import partial

from bot.errors import StoreError

__all__ = ["Behind", "Errand"]

_LOG = logging.getLogger(__name__)

Errand = Callable[[], Awaitable[bool]]
"""Does something; whether there was anything to do."""


class Behind:
    """Runs errands, by name."""

    def __init__(self) -> None:
        """Begin with none."""
        self.changed: Callable[[], None] = lambda: None
        """Called when an errand had something to do: there may be more."""
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._wanted: dict[str, Errand] = {}
        self._is_stopping = False

    def begin(self, name: str, errand: Errand) -> None:
        """Begin; if it is under way, once more after that: something may have come that it did not see."""
        if name in self._running:
            self._wanted[name] = errand
        elif not self._is_stopping:
            self._running[name] = asyncio.create_task(_run(errand))
            self._running[name].add_done_callback(partial(self._ended, name))

    async def settled(self) -> None:
        """Wait until nothing is under way."""
        while self._running:
            await asyncio.wait(self._running.values())
            # What follows on it is begun when the loop goes round.
            await asyncio.sleep(0)

    async def stop(self) -> None:
        """Begin with nothing more, and let what is under way come to its end: it is cancelled, and sees to what it was about."""
        self._is_stopping = True
        for task in self._running.values():
            task.cancel()
        await self.settled()

    def _ended(self, name: str, task: asyncio.Task[bool]) -> None:
        # Also of a task that was cancelled before it began.
        del self._running[name]
        if wanted := self._wanted.pop(name, None):
            self.begin(name, wanted)
        # What could not be done is not tried again at once, but when it was said.
        elif not task.cancelled() and task.exception() is None and task.result():
            self.changed()


async def _run(errand: Errand) -> bool:
    try:
        return await errand()
    except StoreError as error:
        _LOG.error("deliveries wait: %s", error)
    except Exception:  # noqa: BLE001 - it is begun again when somebody is woken
        _LOG.exception("deliveries wait")
    return False

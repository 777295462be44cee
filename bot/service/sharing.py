"""What several ask for at nearly the same moment is found out once."""

from collections import OrderedDict
from collections.abc import Awaitable, Callable, Hashable
from datetime import datetime, timedelta
from typing import Generic, TypeVar

from bot.service.turns import Turns

__all__ = ["Shared"]

_T = TypeVar("_T")


class Shared(Generic[_T]):
    """Keeps the last few things for a little while; who wants one that is just being found out waits for it."""

    def __init__(self, lives: timedelta, most: int) -> None:
        """Take for how long a thing is as good as new, and how many are kept."""
        self._lives = lives
        self._most = most
        self._turns = Turns()
        self._kept: OrderedDict[Hashable, tuple[datetime, _T]] = OrderedDict()

    async def get(self, key: Hashable, now: datetime, find: Callable[[], Awaitable[_T]]) -> _T:
        """A thing by its key; found out, if it is not known or too old."""
        async with self._turns.of(key):
            kept = self._kept.get(key)
            # A clock that was set back must not keep what is old.
            if kept and abs(now - kept[0]) < self._lives:
                self._kept.move_to_end(key)
                return kept[1]
            found = await find()
            self._kept[key] = now, found
            self._kept.move_to_end(key)
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
            return found

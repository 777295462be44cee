"""How often anybody may ask: so many times in a span, counted in memory."""

from collections import deque
from datetime import datetime, timedelta

__all__ = ["Allowance"]

# Who asked longest ago is forgotten beyond that: a flood of strangers takes no more memory.
_MOST_KNOWN = 10_000


class Allowance:
    """So many times in a span, for each who asks."""

    def __init__(self, times: int, span: timedelta) -> None:
        """Take how many times, and in what span."""
        self._times = times
        self._span = span
        self._asked: dict[str, deque[datetime]] = {}

    def wait(self, who: str, now: datetime) -> timedelta:
        """Count somebody's asking, and give nothing; or, if it is once too often, give how long to wait, and don't count it."""
        asked = self._asked.pop(who, deque())
        self._asked[who] = asked
        if len(self._asked) > _MOST_KNOWN:
            del self._asked[next(iter(self._asked))]
        # A clock that was set back must not keep anybody waiting for longer than the span.
        while asked and not timedelta() <= now - asked[0] < self._span:
            asked.popleft()
        if len(asked) >= self._times:
            return self._span - (now - asked[0])
        asked.append(now)
        return timedelta()

"""What the Slack of the tests refuses: as a test says, or because it is asked too often."""

import asyncio
import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass, field

from aiohttp import web

__all__ = ["Failure", "Limits", "slow_down"]

# https://docs.slack.dev/apis/web-api/rate-limits: requests a minute of each tier. A message a second in each channel, with bursts.
_TIERS = {1: 1, 2: 20, 3: 50, 4: 100}
_MINUTE_S = 60.0
_TIER_OF = {
    "apps.connections.open": 1,
    "assistant.threads.setSuggestedPrompts": 4,
    "chat.postEphemeral": 4,
    "chat.update": 3,
    "conversations.history": 3,
    "conversations.info": 3,
    "conversations.members": 4,
    "conversations.open": 3,
    "conversations.replies": 3,
    "oauth.v2.access": 4,
    "users.conversations": 3,
    "users.info": 4,
    "views.open": 4,
    "views.publish": 4,
    "views.push": 4,
    "views.update": 4,
}
_POST = "chat.postMessage"


@dataclass(frozen=True)
class Failure:
    """What comes of a request instead of an answer.

    Attributes:
        status: HTTP's; 0 if the connection is broken off instead of an answer. With 200, `code` is what Slack says.
        code: Slack's word for what is wrong; empty for a page of a proxy in HTML.
        retry_after_s: For how long to wait, where the status is 429.
        is_carried_out: Whether what was asked is done all the same.
        delay_s: After so long.
        is_held: Whether it is not answered until a test says so.
        is_answered: Whether it is answered as always in the end.
    """

    status: int = 0
    code: str = ""
    retry_after_s: float = 1.0
    is_carried_out: bool = False
    delay_s: float = 0.0
    is_held: bool = False
    is_answered: bool = False

    async def reply(self, request: web.Request) -> web.StreamResponse:
        """What is answered, if anything is."""
        await asyncio.sleep(self.delay_s)
        if not self.status:
            if request.transport:
                request.transport.abort()
            return web.Response(status=499)
        if self.status == 429:
            return slow_down(self.retry_after_s)
        if not self.code:
            text = f"<html><head><title>{self.status}</title></head><body>as the test says</body></html>"
            return web.Response(status=self.status, text=text, content_type="text/html")
        return web.json_response({"ok": False, "error": self.code}, status=self.status)


@dataclass
class Limits:
    """How often it may be asked.

    Attributes:
        now: The time, in seconds.
        are_enforced: Whether who asks too often is refused; else there are no limits.
        burst: How many messages a channel takes beyond one a second.
        per_minute: How many a workspace takes in a minute, over all its channels.
        refused: How often somebody was.
        failures: What comes of the next requests to a method, or to it for one channel, in order.
    """

    now: Callable[[], float]
    are_enforced: bool = False
    burst: float = 3.0
    per_minute: int = 600
    refused: int = 0
    failures: dict[tuple[str, str], list[Failure | None]] = field(default_factory=dict)
    _times: dict[tuple[str, ...], deque[float]] = field(default_factory=dict)
    _full: dict[str, float] = field(default_factory=dict)

    def fail(self, method: str, failure: Failure, times: int = 1, channel: str = "") -> None:
        """Let so many requests more come to nothing: to a method, or to it for one channel."""
        self.failures.setdefault((method, channel), []).extend([failure] * times)

    def let_through(self, method: str, times: int = 1) -> None:
        """Let so many requests to a method be as always, before what is to come of others."""
        self.failures.setdefault((method, ""), []).extend([None] * times)

    def failure(self, method: str, channel: str) -> Failure | None:
        """What is to come of a request, if a test says so."""
        left = self.failures.get((method, channel)) or self.failures.get((method, ""))
        return left.pop(0) if left else None

    def wait_s(self, method: str, team: str, channel: str) -> float:
        """For how long a request comes too early, in seconds; 0 if it is taken."""
        if not self.are_enforced:
            return 0.0
        wait = self._tier(method, team) or (self._post(team, channel) if method == _POST else 0.0)
        self.refused += wait > 0
        return wait

    def _tier(self, method: str, team: str) -> float:
        tier = _TIER_OF.get(method)
        # Slack tolerates bursts; a budget a minute is what it says.
        return self._budget((method, team), _TIERS[tier] if tier != 1 else 10) if tier else 0.0

    def _post(self, team: str, channel: str) -> float:
        """A bucket of each channel, that a message fills by a second; and a budget of the workspace."""
        now = self.now()
        full = max(self._full.get(channel, now), now)
        if full - now > self.burst:
            return full - now - self.burst
        wait = self._budget((_POST, team), self.per_minute)
        if not wait:
            self._full[channel] = full + 1.0
        return wait

    def _budget(self, of: tuple[str, ...], most: int) -> float:
        now, times = self.now(), self._times.setdefault(of, deque())
        while times and times[0] <= now - _MINUTE_S:
            times.popleft()
        if len(times) >= most:
            return times[0] + _MINUTE_S - now
        times.append(now)
        return 0.0


def slow_down(seconds: float) -> web.Response:
    """What is answered to who asks too often (https://docs.slack.dev/apis/web-api/rate-limits)."""
    headers = {"Retry-After": str(math.ceil(seconds))}
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers=headers)

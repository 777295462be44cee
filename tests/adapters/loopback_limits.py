"""What the Discord of the tests refuses: as a test says, or because it is asked too often."""

import json
import math
import time
from collections import deque
from collections.abc import Mapping
from dataclasses import dataclass, field

from aiohttp import web

from tests.adapters.loopback_messages import Json

__all__ = ["Failure", "Limits", "reply", "route_of"]

_API = "/api/v10"
# What came through Discord's own gate bears it; what the gate before that refuses does not.
_VIA = {"Via": "1.1 google"}
_GLOBAL_PER_S = 50
_PER_CHANNEL, _PER_CHANNEL_S = 5, 5.0
_LIMITED = "POST /channels/{channel}/messages"


@dataclass(frozen=True)
class Failure:
    """What comes of a request instead of an answer.

    Attributes:
        status: HTTP's; 0 if the request is carried out, and the connection broken off instead of an answer.
        retry_after_s: For how long to wait, where the status is 429.
        is_global: Whether that holds for all requests.
        is_of_gate: Whether it is not Discord that refuses, but the gate before it.
        code: Discord's own code, where it has one.
        is_carried_out: Whether the request is carried out all the same, as with the gate before Discord that has waited too long.
    """

    status: int = 0
    retry_after_s: float = 1.0
    is_global: bool = False
    is_of_gate: bool = False
    code: int = 0
    is_carried_out: bool = False

    def reply(self) -> web.Response:
        """What is answered."""
        if self.is_of_gate:
            headers = {"Retry-After": f"{self.retry_after_s:.0f}"} if self.status == 429 else {}
            return web.Response(status=self.status, text="<html>error code: 1015</html>", headers=headers)
        if self.status == 429:
            return _slow_down(self.retry_after_s, is_global=self.is_global)
        return reply({"code": self.code, "message": f"{self.status}: as the test says"}, self.status)


@dataclass
class Limits:
    """How often it may be asked.

    Attributes:
        are_enforced: Whether who asks too often is refused; else there are no limits.
        refused: How often somebody was.
        failures: What comes of the next requests to a route, in order.
    """

    are_enforced: bool = False
    refused: int = 0
    failures: dict[str, list[Failure]] = field(default_factory=dict)
    _times: deque[float] = field(default_factory=deque)
    _windows: dict[str, tuple[float, int]] = field(default_factory=dict)

    def fail(self, route: str, failure: Failure, times: int = 1) -> None:
        """Let so many requests more come to nothing: to a route, "POST /channels/{channel}/messages", or to one channel's."""
        self.failures.setdefault(route, []).extend([failure] * times)

    def failure(self, request: web.Request) -> Failure | None:
        """What is to come of a request, if a test says so."""
        its = f"{request.method} {request.path.removeprefix(_API)}"
        left = self.failures.get(its) or self.failures.get(route_of(request))
        return left.pop(0) if left else None

    def check(self, request: web.Request) -> web.Response | Mapping[str, str]:
        """What is answered to a request that is one too many; else the headers that say how many more may come."""
        if not self.are_enforced or "token" in request.match_info:
            return {}
        now = time.monotonic()
        while self._times and self._times[0] <= now - 1:
            self._times.popleft()
        if len(self._times) >= _GLOBAL_PER_S:
            self.refused += 1
            return _slow_down(self._times[0] + 1 - now, is_global=True)
        self._times.append(now)
        return self._check_channel(request.match_info["channel"], now) if route_of(request) == _LIMITED else {}

    def _check_channel(self, channel: str, now: float) -> web.Response | Mapping[str, str]:
        ends, used = self._windows.get(channel, (0.0, 0))
        if ends <= now:
            ends, used = now + _PER_CHANNEL_S, 0
        if used >= _PER_CHANNEL:
            self.refused += 1
            return _slow_down(ends - now, headers=_bucket(ends - now, 0))
        self._windows[channel] = ends, used + 1
        return _bucket(ends - now, _PER_CHANNEL - used - 1)


def route_of(request: web.Request) -> str:
    """The route of a request as Discord's pages write it, without the version of the API."""
    resource = request.match_info.route.resource
    path = resource.canonical if resource else request.path
    return f"{request.method} {path.removeprefix(_API)}"


def reply(data: Json | list[Json] | None, status: int = 200, headers: Mapping[str, str] = _VIA) -> web.Response:
    """An answer in JSON; of no content, if there is no data."""
    if data is None:
        return web.Response(status=204, headers={**_VIA, **headers})
    # With a charset behind its type, discord.py takes a body for text.
    body = json.dumps(data).encode()
    return web.Response(body=body, status=status, headers={**_VIA, **headers}, content_type="application/json")


def _slow_down(seconds: float, *, is_global: bool = False, headers: Mapping[str, str] = _VIA) -> web.Response:
    body: Json = {"message": "You are being rate limited.", "retry_after": round(seconds, 3), "global": is_global}
    said = {"Retry-After": str(math.ceil(seconds)), "X-RateLimit-Scope": "global" if is_global else "user"}
    return reply(body, 429, {**headers, **said, **({"X-RateLimit-Global": "true"} if is_global else {})})


def _bucket(reset_after_s: float, remaining: int) -> dict[str, str]:
    return {
        "X-RateLimit-Bucket": "messages",
        "X-RateLimit-Limit": str(_PER_CHANNEL),
        "X-RateLimit-Remaining": str(remaining),
        "X-RateLimit-Reset": f"{time.time() + reset_after_s:.3f}",
        "X-RateLimit-Reset-After": f"{reset_after_s:.3f}",
    }

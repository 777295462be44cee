"""What robots.txt lets programs read (RFC 9309).

It is asked for article pages only: a feed is there for programs to read.
"""

import asyncio
import re
from collections import OrderedDict
from collections.abc import Awaitable, Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlsplit, urlunsplit

from protego import Protego

from bot.politeness import Clock
from bot.problems import Problem, ProblemKind, Refusal

__all__ = ["MOST_OF_ROBOTS_BYTES", "PRODUCT", "Robots", "Rules"]

PRODUCT = "Pullquote"
"""By what robots.txt and logs know us."""

MOST_OF_ROBOTS_BYTES = 576 * 1024
"""Of a robots.txt, what is read of it, to within a piece of 64 kB: RFC 9309, 2.5 asks for 500. The rest is left out."""

# RFC 9309, 2.4: a day at most.
_FRESH = timedelta(days=1)
# One that can't be read is asked for again, but not for each article of the same feed.
_FRESH_PROBLEM = timedelta(minutes=10)
# Of all robots.txt that are kept; parsed, one takes up to thirty times its size.
_MOST_KEPT_BYTES = 4 * 1024 * 1024
_MOST_KEPT = 1_000
# RFC 9309, 2.3.1.3: with any 4xx, there are no rules. Except where a host just wants fewer requests.
_NO_RULES = frozenset({ProblemKind.NOT_FOUND, ProblemKind.GONE, ProblemKind.FORBIDDEN})
_AGENT = re.compile(r"\s*user(?:-|\s+)?agent(?:\s*:|\s)\s*([^#]*)", re.IGNORECASE)
_TOKEN = re.compile(r"[a-z_-]*", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a host lets us read.

    Attributes:
        parsed: The rules.
        size: Of the text that they were read from, in bytes.
    """

    parsed: Protego
    size: int

    def allow(self, url: str) -> bool:
        """Whether we may read a page."""
        return bool(self.parsed.can_fetch(url, PRODUCT))

    @property
    def pause_s(self) -> float:
        """How long the host asks us to wait between two pages, in seconds."""
        return self.parsed.crawl_delay(PRODUCT) or 0.0


@dataclass(frozen=True, slots=True)
class _Known:
    at: datetime
    task: asyncio.Task[Rules | Problem]

    def is_fresh(self, now: datetime) -> bool:
        if not self.task.done():
            return True
        is_problem = self.task.cancelled() or isinstance(self.task.result(), Problem)
        return abs(now - self.at) < (_FRESH_PROBLEM if is_problem else _FRESH)

    @property
    def size(self) -> int:
        rules = self.task.result() if self.task.done() and not self.task.cancelled() else None
        return rules.size if isinstance(rules, Rules) else 0


class Robots:
    """Knows the rules of hosts; whoever asks while they are being fetched shares them."""

    def __init__(self, fetch: Callable[[str], Awaitable[bytes | Problem]], clock: Clock) -> None:
        """Take what gets hold of a robots.txt by its URL, and what tells the time, aware."""
        self._fetch = fetch
        self._clock = clock
        self._known: OrderedDict[str, _Known] = OrderedDict()

    async def rules(self, url: str) -> Rules | Problem:
        """The rules for a page.

        Returns:
            The rules; or the problem of a host whose rules can't be read now, where no page may be read either
            (RFC 9309, 2.3.1.4).
        """
        parts = urlsplit(url)
        address = urlunsplit((parts.scheme, parts.netloc, "/robots.txt", "", ""))
        now = self._clock()
        known = self._known.get(address)
        if known is None or not known.is_fresh(now):
            known = _Known(now, asyncio.create_task(self._read(address)))
            self._known[address] = known
        self._known.move_to_end(address)
        self._forget()
        # Who gives up waiting does not take it away from the others.
        return await asyncio.shield(known.task)

    async def close(self) -> None:
        """Give up what is still being fetched."""
        for known in self._known.values():
            known.task.cancel()
            with suppress(asyncio.CancelledError):
                await known.task

    async def _read(self, address: str) -> Rules | Problem:
        body = await self._fetch(address)
        if isinstance(body, Problem):
            if body.kind not in _NO_RULES:
                words = f"its rules for programs, {address}, can't be read, and without them no page is: {body.words}"
                return Problem(address, body.kind, words, Refusal.ROBOTS, body.until)
            body = b""
        return Rules(Protego.parse(_ours(body.decode("utf-8-sig", "replace"))), len(body))

    def _forget(self) -> None:
        size = sum(known.size for known in self._known.values())
        while len(self._known) > 1 and (len(self._known) > _MOST_KEPT or size > _MOST_KEPT_BYTES):
            size -= self._known.popitem(last=False)[1].size


def _ours(text: str) -> str:
    """A robots.txt in which all programs but ours have one name.

    It says the same to us, and costs no more than its length: the parser takes the time of each name times each rule
    below, minutes for a few kilobytes.
    """
    return "\n".join(map(_our_line, text.splitlines()))


def _our_line(line: str) -> str:
    agent = _AGENT.match(line)
    if not agent:
        return line
    name = agent[1].strip()
    if name == "*":
        return "User-agent: *"
    token = _TOKEN.match(name)
    # RFC 9309, 2.2.1: a version behind the name does not count, nor does case.
    is_ours = token is not None and token[0].lower() == PRODUCT.lower()
    return f"User-agent: {PRODUCT}" if is_ours else "User-agent: other"

"""HTTP in: a URL -> what is there, or what was wrong.

Redirects are followed by hand: each address on the way is held to the same rules as the first.
"""

import asyncio
from collections import OrderedDict
from dataclasses import dataclass
from enum import Enum
from functools import partial
from importlib.metadata import version
from types import TracebackType
from typing import Self, overload
from urllib.parse import urljoin, urlsplit

import aiohttp
from aiohttp.abc import AbstractResolver

from bot.addresses import Resolver, public_socket, web_address, without_credentials
from bot.failures import broken, held, off_the_web, refused, too_large
from bot.headers import Validators, is_page, max_age, validators
from bot.politeness import PAUSE_S, Clock, Hosts, Sleep, utc_now
from bot.problems import Problem, ProblemKind, Refusal
from bot.responses import Fetched, NotModified, read_body
from bot.robots import MOST_OF_ROBOTS_BYTES, PRODUCT, Robots

__all__ = ["MAX_BYTES", "Fetched", "Fetcher", "NotModified", "Purpose", "Validators", "too_large"]

MAX_BYTES = 15 * 1024 * 1024
"""The most that is read of anything, unpacked. The largest of 650 news pages measured has 5 MB."""

_TIMEOUT_S = 20.0
_CONNECT_TIMEOUT_S = 10.0
_MOST_REDIRECTS = 5
_REDIRECTS = frozenset({301, 302, 303, 307, 308})
_PERMANENT = frozenset({301, 308})
_NOT_MODIFIED = 304
# Of the moves that are remembered: more than anybody follows feeds.
_MOST_MOVES = 1_000
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"


class Purpose(Enum):
    """What a URL is fetched as: robots.txt counts for pages, and a feed is there for programs to read."""

    FEED = "feed"
    PAGE = "page"
    EITHER = "either"
    """Fetched to tell, and given up if it is a page that robots.txt keeps from programs."""


@dataclass(slots=True)
class _Way:
    """The way to a response, as far as it has been gone.

    Attributes:
        source: Where it begins, as the person named it.
        here: The address that is asked next.
        known: What the response is compared with.
        purpose: What for.
        max_bytes: The most that is read of the response.
        is_cut: Whether the rest is left out if there is more; else that is a problem.
        left_s: How many seconds are left for all of it.
        moved_to: Where permanent redirects have led.
        is_permanent: Whether there were only such so far.
        pause_s: What its robots.txt asks for between two requests.
    """

    source: str
    here: str
    max_bytes: int
    left_s: float
    known: Validators | None = None
    purpose: Purpose = Purpose.FEED
    is_cut: bool = False
    moved_to: str = ""
    is_permanent: bool = True
    pause_s: float = 0.0

    @property
    def host(self) -> str:
        return urlsplit(self.here).hostname or ""

    def lead_on(self, status: int, location: str) -> Problem | None:
        """Go on to where a redirect leads, if that is on the web."""
        there = web_address(urljoin(self.here, location))
        if not there:
            return off_the_web(self.source)
        is_weaker = self.here.startswith("https:") and there.startswith("http:")
        self.is_permanent = self.is_permanent and status in _PERMANENT and not is_weaker
        if self.is_permanent:
            self.moved_to = there
        self.here = there
        return None


class Fetcher:
    """Fetches over HTTP, politely and within limits. An async context manager."""

    def __init__(
        self,
        *,
        max_bytes: int = MAX_BYTES,
        timeout_s: float = _TIMEOUT_S,
        connect_timeout_s: float = _CONNECT_TIMEOUT_S,
        pause_s: float = PAUSE_S,
        contact: str = "",
        allow_loopback: bool = False,
        clock: Clock = utc_now,
        sleep: Sleep = asyncio.sleep,
        resolver: AbstractResolver | None = None,
    ) -> None:
        """Set the limits.

        Args:
            max_bytes: The most that is read of a response, unpacked.
            timeout_s: For a whole response and the redirects to it, in seconds; waiting for its turn does not count.
            connect_timeout_s: For the host to take the connection, in seconds.
            pause_s: Between two requests to a host, in seconds.
            contact: A URL or a mail address where whoever runs a host can reach whoever runs this; sent with each
                request.
            allow_loopback: Whether 127.0.0.1 may be read. For tests.
            clock: The time, aware.
            sleep: Waits for some seconds.
            resolver: Looks up names; the system's if not given.

        Raises:
            ValueError: If the contact can't stand in a header.
        """
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._connect_timeout_s = connect_timeout_s
        self._agent = _agent(contact)
        self._allow_loopback = allow_loopback
        self._clock = clock
        self._hosts = Hosts(pause_s=pause_s, clock=clock, sleep=sleep)
        self._robots = Robots(self._robots_txt, clock)
        self._resolver = resolver
        self._moves: OrderedDict[str, str] = OrderedDict()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Get ready to fetch."""
        self._session = aiohttp.ClientSession(
            # No limits of aiohttp's: whoever waits for those, the clock is running already.
            connector=aiohttp.TCPConnector(
                limit=0,
                resolver=self._resolver or Resolver(),
                socket_factory=partial(public_socket, allow_loopback=self._allow_loopback),
            ),
            timeout=aiohttp.ClientTimeout(total=None, sock_connect=self._connect_timeout_s),
            headers={"User-Agent": self._agent, "Accept": _ACCEPT, "Accept-Encoding": "gzip, deflate"},
            cookie_jar=aiohttp.DummyCookieJar(),
            auto_decompress=False,
            trust_env=False,  # A proxy would dial for us, and wherever it likes.
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        await self._robots.close()
        if self._session:
            await self._session.close()

    @overload
    async def get(self, url: str, *, purpose: Purpose = ...) -> Fetched | Problem: ...

    @overload
    async def get(
        self, url: str, *, known: Validators | None, purpose: Purpose = ...
    ) -> Fetched | NotModified | Problem: ...

    async def get(
        self, url: str, *, known: Validators | None = None, purpose: Purpose = Purpose.EITHER
    ) -> Fetched | NotModified | Problem:
        """Fetch a URL. A name and a password in it are not sent.

        Args:
            url: Of a page or a feed.
            known: What the last response came with; None to have it all again. A server that says for ever that
                nothing is new is best asked so now and then (`bot.rhythm.is_due_in_full`).
            purpose: What it is fetched as.

        Returns:
            What is there, or a problem in words; it never raises for what a server, a network or a URL does.
        """
        source, asked = without_credentials(url), web_address(url)
        if not asked:
            words = "not a web address; one starts with http:// or https://"
            return Problem(source, ProblemKind.BAD_SCHEME, words)
        moved_to = self._moves.get(asked, "")
        way = _Way(source, moved_to or asked, self._max_bytes, self._timeout_s, known, purpose, moved_to=moved_to)
        outcome = await self._follow(way)
        if purpose is Purpose.EITHER and isinstance(outcome, Fetched) and is_page(outcome.content_type):
            outcome = await self._refusal(way) or outcome
        self._remember(asked, outcome)
        return outcome

    def forget_move(self, url: str) -> None:
        """Forget where a URL moved for good: what is there is not what was asked for."""
        self._moves.pop(web_address(url), None)

    async def _follow(self, way: _Way) -> Fetched | NotModified | Problem:
        for _ in range(_MOST_REDIRECTS + 1):
            refusal = await self._refusal(way) if way.purpose is Purpose.PAGE else None
            outcome = refusal or await self._ask(way)
            if outcome:
                return outcome
        return Problem(way.source, ProblemKind.UNREACHABLE, "leads from one address to the next without end")

    async def _refusal(self, way: _Way) -> Problem | None:
        """The problem of a page that robots.txt keeps from us, if it does."""
        rules = await self._robots.rules(way.here)
        if isinstance(rules, Problem):
            return Problem(way.source, rules.kind, rules.words, rules.why, rules.until)
        way.pause_s = rules.pause_s
        if rules.allow(way.here):
            return None
        words = f"the host lets no program like this read it (robots.txt of {way.host}); save the page in a browser and give the file"
        return Problem(way.source, ProblemKind.FORBIDDEN, words, Refusal.ROBOTS)

    async def _robots_txt(self, url: str) -> bytes | Problem:
        outcome = await self._follow(_Way(url, url, MOST_OF_ROBOTS_BYTES, self._timeout_s, is_cut=True))
        if isinstance(outcome, Problem):
            return outcome
        return outcome.body if isinstance(outcome, Fetched) else b""

    async def _ask(self, way: _Way) -> Fetched | NotModified | Problem | None:
        """Ask where the way has come to; None if it leads on."""
        async with self._hosts.turn(way.host, way.pause_s) as until:
            if until:
                return held(way.source, way.host, until, self._clock())
            began = asyncio.get_running_loop().time()
            try:
                async with asyncio.timeout(way.left_s):
                    return await self._answer(way)
            except (aiohttp.ClientError, OSError, ValueError) as error:
                limits = {
                    "max_bytes": way.max_bytes,
                    "timeout_s": self._timeout_s,
                    "connect_timeout_s": self._connect_timeout_s,
                }
                return broken(way.source, error, way.host, limits)
            finally:
                way.left_s -= asyncio.get_running_loop().time() - began

    async def _answer(self, way: _Way) -> Fetched | NotModified | Problem | None:
        if self._session is None:
            message = "use the fetcher in an async with block"
            raise RuntimeError(message)
        conditions = way.known.conditions() if way.known else {}
        async with self._session.get(way.here, headers=conditions, allow_redirects=False) as response:
            headers, now = response.headers.copy(), self._clock()
            if response.status in _REDIRECTS and "Location" in headers:
                return way.lead_on(response.status, headers["Location"])
            fresh = max_age(headers, now)
            if response.status == _NOT_MODIFIED and way.known and conditions:
                given = validators(headers)
                return NotModified(way.here, given if given != Validators() else way.known, way.moved_to, fresh)
            if problem := refused(way.source, response.status, headers, now):
                if problem.until:
                    self._hosts.leave_alone(way.host, problem.until)
                return problem
            body = await read_body(response, way.max_bytes, is_cut=way.is_cut)
            content_type = headers.get("Content-Type", "")
            return Fetched(way.here, body, content_type, headers, way.moved_to, validators(headers), fresh)

    def _remember(self, asked: str, outcome: Fetched | NotModified | Problem) -> None:
        """Remember where something moved for good; until it is not there."""
        if isinstance(outcome, Problem):
            if outcome.permanent:
                self._moves.pop(asked, None)
        elif outcome.moved_to:
            self._moves[asked] = outcome.moved_to
            self._moves.move_to_end(asked)
            if len(self._moves) > _MOST_MOVES:
                self._moves.popitem(last=False)


def _agent(contact: str) -> str:
    """By what a host knows us: product, version, what it is for and whom to write to."""
    if not contact.isascii() or not contact.isprintable() or set(contact) & set("();,"):
        message = f"{contact!r} can't be sent as a contact; write a URL or a mail address"
        raise ValueError(message)
    about = f"news digest bot; +{contact}" if contact else "news digest bot"
    return f"{PRODUCT}/{version('pullquote')} ({about})"

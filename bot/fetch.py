"""HTTP in: a URL -> what is there, or what was wrong.

No redirect, name or literal leads to a private address: the check sits where the socket is made, so it sees what is
really dialled.
"""

import asyncio
import math
import re
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from importlib.metadata import version
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from types import TracebackType
from typing import Any, Self
from urllib.parse import urlsplit
from weakref import WeakValueDictionary

import aiohttp
from aiohttp.abc import AbstractResolver, ResolveResult

from bot.problems import Problem, ProblemKind
from bot.threads import in_thread

__all__ = ["MAX_BYTES", "Fetched", "Fetcher", "is_public", "too_large"]

MAX_BYTES = 15 * 1024 * 1024
"""The most that is read of anything, unpacked. The largest of 650 news pages measured has 5 MB."""

_TIMEOUT_S = 20.0
_CONNECT_TIMEOUT_S = 10.0
_MOST_AT_ONCE = 8
_MOST_PER_HOST = 2
_MOST_REDIRECTS = 5
_CHUNK_BYTES = 64 * 1024
_ACCEPT = "text/html,application/xhtml+xml,application/rss+xml,application/atom+xml,application/xml;q=0.9,text/plain;q=0.8,*/*;q=0.5"
_PRIVATE = "private address"
# What IPv6 gives to hosts (RFC 4291, 2.4). Outside of it are multicast, site-local and IPv4-compatible addresses, and
# the translation prefix of a network's own (RFC 8215). Teredo is inside, but counts as not global.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# How networks without IPv4 reach it (RFC 6052): the address is the last 32 bits.
_NAT64 = IPv6Network("64:ff9b::/96")
_IPV4_BITS = 0xFFFFFFFF
_DAY_S = 24 * 60 * 60
_UNITS = ((60 * 60, "hours"), (60, "minutes"), (1, "seconds"))


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL or a file holds.

    Attributes:
        url: Where it came from in the end, redirects followed; empty for a file.
        body: The bytes, unpacked.
        content_type: As the server declares it; empty for a file.
        headers: The response's, by name in any case; empty for a file.
    """

    url: str
    body: bytes
    content_type: str
    headers: Mapping[str, str]


class _PrivateAddressError(OSError):
    """A socket to an address that is not on the public internet was asked for."""


class _Resolver(AbstractResolver):
    """Looks up names in threads that may be left alone: a name server that is silent can hold one for a minute."""

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        """The addresses of a host."""
        found = await in_thread(socket.getaddrinfo, host, port, family, socket.SOCK_STREAM, flags=socket.AI_ADDRCONFIG)
        flags = socket.AI_NUMERICHOST | socket.AI_NUMERICSERV
        return [
            ResolveResult(hostname=host, host=str(address[0]), port=port, family=kind, proto=protocol, flags=flags)
            for kind, _, protocol, _, address in found
        ]

    async def close(self) -> None:
        """Nothing to close."""


class Fetcher:
    """Fetches over HTTP, politely and within limits. An async context manager."""

    def __init__(
        self,
        *,
        max_bytes: int = MAX_BYTES,
        timeout_s: float = _TIMEOUT_S,
        connect_timeout_s: float = _CONNECT_TIMEOUT_S,
        allow_loopback: bool = False,
    ) -> None:
        """Set the limits.

        Args:
            max_bytes: The most that is read of a response, unpacked.
            timeout_s: For a whole response, in seconds; waiting for its turn does not count.
            connect_timeout_s: For the host to take the connection, in seconds.
            allow_loopback: Whether 127.0.0.1 may be read. For tests.
        """
        self._max_bytes = max_bytes
        self._timeout_s = timeout_s
        self._connect_timeout_s = connect_timeout_s
        self._allow_loopback = allow_loopback
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)
        # A host is forgotten when nobody waits for it.
        self._hosts: WeakValueDictionary[str, asyncio.Semaphore] = WeakValueDictionary()
        self._session: aiohttp.ClientSession | None = None

    async def __aenter__(self) -> Self:
        """Get ready to fetch."""
        self._session = aiohttp.ClientSession(
            # No limits of aiohttp's: whoever waits for those, the clock is running already.
            connector=aiohttp.TCPConnector(limit=0, resolver=_Resolver(), socket_factory=self._socket),
            timeout=aiohttp.ClientTimeout(total=self._timeout_s, sock_connect=self._connect_timeout_s),
            headers={"User-Agent": f"Pullquote/{version('pullquote')} (news digest bot)", "Accept": _ACCEPT},
            cookie_jar=aiohttp.DummyCookieJar(),
        )
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close all connections."""
        if self._session:
            await self._session.close()

    async def get(self, url: str) -> Fetched | Problem:
        """Fetch a URL.

        Returns:
            What is there, or a problem in words; it never raises for what a server, a network or a URL does.
        """
        problem = _unfit(url)
        if problem:
            return problem
        host = self._hosts.setdefault(urlsplit(url).hostname or "", asyncio.Semaphore(_MOST_PER_HOST))
        async with host, self._slots:
            return await self._get(url)

    async def _get(self, url: str) -> Fetched | Problem:
        try:
            return await self._answer(url)
        except aiohttp.ConnectionTimeoutError:
            words = f"no connection within {self._connect_timeout_s:g} seconds; try again later"
            return Problem(url, ProblemKind.TIMEOUT, words)
        except TimeoutError:
            return Problem(url, ProblemKind.TIMEOUT, f"no answer within {self._timeout_s:g} seconds; try again later")
        except aiohttp.NonHttpUrlRedirectClientError:
            return Problem(url, ProblemKind.BAD_SCHEME, "leads on to something that is not on the web")
        except aiohttp.TooManyRedirects:
            return Problem(url, ProblemKind.UNREACHABLE, "leads from one address to the next without end")
        except aiohttp.InvalidURL:
            return Problem(
                url, ProblemKind.BAD_SCHEME, "not a web address that can be read; check it for typing errors"
            )
        except (aiohttp.ClientError, OSError, ValueError) as error:
            return _unreachable(url, error)

    async def _answer(self, url: str) -> Fetched | Problem:
        if self._session is None:
            message = "use the fetcher in an async with block"
            raise RuntimeError(message)
        async with self._session.get(url, max_redirects=_MOST_REDIRECTS) as response:
            if response.status >= 400:  # noqa: PLR2004 - HTTP's own border between answers and errors
                return _refused(url, response)
            body = bytearray()
            async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
                body += chunk
                if len(body) > self._max_bytes:
                    return too_large(url, self._max_bytes)
            return Fetched(
                str(response.url), bytes(body), response.headers.get("Content-Type", ""), response.headers.copy()
            )

    def _socket(self, address: tuple[Any, ...]) -> socket.socket:
        """A socket to an address that may be dialled."""
        family, kind, protocol, _, target = address
        ip = ip_address(str(target[0]).split("%")[0])
        if not is_public(ip) and not (self._allow_loopback and ip.is_loopback):
            raise _PrivateAddressError(_PRIVATE)
        return socket.socket(family, kind, protocol)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the public internet, and the IPv4 address that it may stand for as well."""
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast
    within = ip.ipv4_mapped or ip.sixtofour or (IPv4Address(int(ip) & _IPV4_BITS) if ip in _NAT64 else None)
    return is_public(within) if within else ip.is_global and ip in _GLOBAL_UNICAST


def too_large(source: str, max_bytes: int) -> Problem:
    """The problem of a source that has more bytes than are read of any."""
    return Problem(
        source,
        ProblemKind.TOO_LARGE,
        f"larger than the {max_bytes // 1024 // 1024 or 1} MB that are read of anything",
    )


def _unfit(url: str) -> Problem | None:
    """Why a URL can't be fetched at all."""
    try:
        parts = urlsplit(url)
        host = parts.hostname
    except ValueError:
        host = None
        parts = urlsplit("")
    if parts.scheme.lower() not in {"http", "https"} or not host:
        return Problem(url, ProblemKind.BAD_SCHEME, "not a web address; one starts with http:// or https://")
    return None


def _unreachable(url: str, error: Exception) -> Problem:
    """The problem of a connection that failed; after a redirect it names the host that did, not the one asked for."""
    host = getattr(error, "host", None) or urlsplit(url).hostname
    kind = ProblemKind.UNREACHABLE
    if _PRIVATE in str(getattr(error, "os_error", error)):
        kind = ProblemKind.BLOCKED_ADDRESS
        words = f"at a private address ({host}), and only public ones are read; save the page and give the file"
    elif isinstance(error, aiohttp.ClientConnectorDNSError):
        words = f"no host is known by this name ({host}); check the spelling and your connection"
    elif isinstance(error, aiohttp.ClientConnectorCertificateError):
        words = f"the certificate of the host is not valid ({host})"
    elif isinstance(error, aiohttp.ClientSSLError):
        words = f"the host does not speak HTTPS there ({host}); check the address"
    elif isinstance(error, aiohttp.ClientConnectorError):
        words = f"the host does not answer ({host}); try again later"
    else:
        words = "the answer broke off, or was not HTTP; try again later"
    return Problem(url, kind, words)


def _refused(url: str, response: aiohttp.ClientResponse) -> Problem:
    """The problem that a status from 400 on stands for."""
    status = _status_words(response.status)
    match response.status:
        case 401 | 402 | 403 | 451:
            return Problem(
                url,
                ProblemKind.FORBIDDEN,
                f"not for programs to read ({status}); save the page in a browser and give the file",
            )
        case 404:
            return Problem(url, ProblemKind.NOT_FOUND, f"not there ({status}); check the address")
        case 410:
            return Problem(url, ProblemKind.GONE, f"gone for good ({status})")
        case 429:
            wait = _wait_words(response.headers.get("Retry-After", ""))
            return Problem(
                url, ProblemKind.RATE_LIMITED, f"the host asks for fewer requests ({status}); try again {wait}"
            )
        case code if code in {408, 425} or code >= 500:  # noqa: PLR2004 - HTTP's own border of server errors
            return Problem(
                url, ProblemKind.SERVER_ERROR, f"the host has trouble of its own ({status}); try again later"
            )
        case _:
            return Problem(url, ProblemKind.NOT_FOUND, f"the host refuses the request ({status})")


def _status_words(status: int) -> str:
    """A status with the standard's phrase: the server's own could say anything."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _wait_words(retry_after: str) -> str:
    """When to try again: "in 2 minutes", or "later" where the server gives no number, or more than a day."""
    seconds = int(retry_after) if re.fullmatch(r"[0-9]{1,5}", retry_after) else _DAY_S + 1
    if seconds > _DAY_S:
        return "later"
    unit_s, unit = next((unit for unit in _UNITS if seconds >= 2 * unit[0]), _UNITS[-1])
    count = math.ceil(seconds / unit_s)
    return f"in {count} {unit}" if count != 1 else f"in 1 {unit[:-1]}"

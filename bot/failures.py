"""What goes wrong on the way to a page or a feed, as problems in words."""

import math
from collections.abc import Mapping
from datetime import datetime
from http import HTTPStatus

import aiohttp

from bot.addresses import PrivateAddressError
from bot.headers import retry_after
from bot.problems import Problem, ProblemKind, Refusal
from bot.unpacking import OversizeError, PackingError

__all__ = ["broken", "held", "off_the_web", "refused", "too_large"]

_UNITS = ((60 * 60, "hours"), (60, "minutes"), (1, "seconds"))
_SAVE_IT = "save the page in a browser and give the file"
# How Cloudflare says that a page with a puzzle for people stands before the one asked for.
_CHALLENGE = ("cf-mitigated", "challenge")


def too_large(source: str, max_bytes: int) -> Problem:
    """The problem of a source that has more bytes than are read of any."""
    return Problem(
        source,
        ProblemKind.TOO_LARGE,
        f"larger than the {max_bytes // 1024 // 1024 or 1} MB that are read of anything",
    )


def off_the_web(source: str) -> Problem:
    """The problem of a redirect to what is no web address."""
    return Problem(source, ProblemKind.BAD_SCHEME, "leads on to something that is not on the web")


def held(source: str, host: str, until: datetime, now: datetime) -> Problem:
    """The problem of a host that asked to be left alone, and is."""
    words = f"the host asked to be left alone for a while ({host}); try again {_when(until, now)}"
    return Problem(source, ProblemKind.RATE_LIMITED, words, until=until)


def broken(source: str, error: Exception, host: str, limits: Mapping[str, float]) -> Problem:
    """The problem of a request that did not come to an answer.

    Args:
        source: As the person named it.
        error: What was raised.
        host: The one that was asked; after a redirect, not the one of the source.
        limits: What was kept to: "max_bytes", "timeout_s", "connect_timeout_s".
    """
    kind = ProblemKind.UNREACHABLE
    if isinstance(error, aiohttp.ConnectionTimeoutError):
        kind = ProblemKind.TIMEOUT
        words = f"no connection within {limits['connect_timeout_s']:g} seconds; try again later"
    elif isinstance(error, TimeoutError):
        kind = ProblemKind.TIMEOUT
        words = f"no answer within {limits['timeout_s']:g} seconds; try again later"
    elif isinstance(error, OversizeError):
        return too_large(source, int(limits["max_bytes"]))
    elif isinstance(error, PackingError):
        kind = ProblemKind.ENCRYPTED_OR_BINARY
        words = f"packed in a way that can't be undone, or damaged; {_SAVE_IT}"
    elif isinstance(error, aiohttp.InvalidURL):
        kind = ProblemKind.BAD_SCHEME
        words = "not a web address that can be read; check it for typing errors"
    elif PrivateAddressError.text in str(getattr(error, "os_error", error)):
        kind = ProblemKind.BLOCKED_ADDRESS
        words = f"at a private address ({host}), and only public ones are read; save the page and give the file"
    else:
        words = _connection_words(error, host)
    return Problem(source, kind, words)


def _connection_words(error: Exception, host: str) -> str:
    if isinstance(error, aiohttp.ClientConnectorDNSError):
        return f"no host is known by this name ({host}); check the spelling and your connection"
    if isinstance(error, aiohttp.ClientConnectorCertificateError):
        return f"the certificate of the host is not valid ({host})"
    if isinstance(error, aiohttp.ClientSSLError):
        return f"the host does not speak HTTPS there ({host}); check the address"
    if isinstance(error, aiohttp.ClientConnectorError):
        return f"the host does not answer ({host}); try again later"
    return "the answer broke off, or was not HTTP; try again later"


def refused(source: str, status: int, headers: Mapping[str, str], now: datetime) -> Problem | None:
    """The problem that a status stands for; None if the host answered.

    Args:
        source: As the person named it.
        status: Of the response; 304 where nobody asked for news, and 3xx without a place to go to, are problems too.
        headers: Likewise.
        now: Aware.
    """
    told = _status_words(status)
    until = retry_after(headers, now)
    if headers.get(_CHALLENGE[0], "").strip().lower() == _CHALLENGE[1]:
        words = f"behind a page that lets people in and no programs ({told}); {_SAVE_IT}"
        return Problem(source, ProblemKind.FORBIDDEN, words, Refusal.CHALLENGE)
    if status == HTTPStatus.TOO_MANY_REQUESTS or (status == HTTPStatus.SERVICE_UNAVAILABLE and until):
        words = f"the host asks for fewer requests ({told}); try again {_when(until, now)}"
        return Problem(source, ProblemKind.RATE_LIMITED, words, until=until)
    match status:
        case 401 | 402 | 403 | 451:
            words = f"not for programs to read ({told}); {_SAVE_IT}"
            return Problem(source, ProblemKind.FORBIDDEN, words, Refusal.STATUS)
        case 404:
            return Problem(source, ProblemKind.NOT_FOUND, f"not there ({told}); check the address")
        case 410:
            return Problem(source, ProblemKind.GONE, f"gone for good ({told})")
        case code if code in {304, 408, 425} or code >= 500:  # noqa: PLR2004 - HTTP's own border of server errors
            return Problem(
                source, ProblemKind.SERVER_ERROR, f"the host has trouble of its own ({told}); try again later"
            )
        case code if code >= 400:  # noqa: PLR2004 - HTTP's own border between answers and errors
            return Problem(source, ProblemKind.NOT_FOUND, f"the host refuses the request ({told})")
        case code if code >= 300:  # noqa: PLR2004 - neither an answer nor a redirect that says where
            words = f"leads on, but does not say where ({told}); check the address"
            return Problem(source, ProblemKind.NOT_FOUND, words)
        case _:
            return None


def _status_words(status: int) -> str:
    """A status with the standard's phrase: the server's own could say anything."""
    try:
        return f"{status} {HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def _when(until: datetime | None, now: datetime) -> str:
    """When to try again: "in 2 minutes", or "later" where nobody knows."""
    if until is None:
        return "later"
    seconds = max(math.ceil((until - now).total_seconds()), 0)
    unit_s, unit = next((unit for unit in _UNITS if seconds >= 2 * unit[0]), _UNITS[-1])
    count = math.ceil(seconds / unit_s)
    return f"in {count} {unit}" if count != 1 else f"in 1 {unit[:-1]}"

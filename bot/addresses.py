"""Which addresses are asked: those of web pages, and of them only what is on the public internet.

No redirect, name or literal leads to a private address: the check sits where the socket is made, so it sees what is
really dialled, whatever a name server said before.
"""

import re
import socket
from collections.abc import Iterable
from functools import lru_cache
from ipaddress import IPv4Address, IPv6Address, IPv6Network, ip_address
from typing import Any
from urllib.parse import urlsplit, urlunsplit

from aiohttp.abc import AbstractResolver, ResolveResult
from yarl import URL

from bot.threads import in_thread

__all__ = [
    "PrivateAddressError",
    "Resolver",
    "is_blocked",
    "is_public",
    "public_socket",
    "web_address",
    "without_credentials",
]

# What IPv6 gives to hosts (RFC 4291, 2.4). Outside of it are multicast, site-local and IPv4-compatible addresses, and
# the translation prefix of a network's own (RFC 8215). Teredo is inside, but counts as not global.
_GLOBAL_UNICAST = IPv6Network("2000::/3")
# How networks without IPv4 reach it (RFC 6052): the address is the last 32 bits.
_NAT64 = IPv6Network("64:ff9b::/96")
_IPV4_BITS = 0xFFFFFFFF
_HOST = re.compile(r"[\w.%:-]+")
_NUMBER = re.compile(r"[a-fx.]*[0-9][0-9a-fx.]*", re.ASCII)
_CREDENTIALS = re.compile(r"(?<=://)[^/?#]*@")


class PrivateAddressError(OSError):
    """A socket to an address that is not on the public internet was asked for.

    Attributes:
        text: Of each: where a name has several addresses, all that is left of their errors is what they say.
    """

    text = "private address"

    def __init__(self) -> None:
        """Say so."""
        super().__init__(self.text)


class Resolver(AbstractResolver):
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


def public_socket(address: tuple[Any, ...], *, allow_loopback: bool = False) -> socket.socket:
    """A socket to an address that may be dialled.

    Args:
        address: As `socket.getaddrinfo` gives it.
        allow_loopback: Whether 127.0.0.1 is one. For tests.

    Raises:
        PrivateAddressError: If it may not.
    """
    family, kind, protocol, _, target = address
    ip = ip_address(str(target[0]).split("%")[0])
    if not is_public(ip) and not (allow_loopback and ip.is_loopback):
        raise PrivateAddressError
    return socket.socket(family, kind, protocol)


def is_public(ip: IPv4Address | IPv6Address) -> bool:
    """Whether an address is on the public internet, and the IPv4 address that it may stand for as well."""
    if isinstance(ip, IPv4Address):
        return ip.is_global and not ip.is_multicast
    within = ip.ipv4_mapped or ip.sixtofour or (IPv4Address(int(ip) & _IPV4_BITS) if ip in _NAT64 else None)
    return is_public(within) if within else ip.is_global and ip in _GLOBAL_UNICAST


def is_blocked(url: str, blocked: Iterable[str]) -> bool:
    """Whether an address is one that nobody may add.

    Args:
        url: As it is asked for, or as somebody typed it; where it leads by redirects is to be looked at by itself.
        blocked: Hosts, each with all that is below it, and URLs of single feeds. Scheme, port, credentials, fragment and a slash
            at the end make no difference, nor does how the characters of a host or a path are written.
    """
    host, page = _identity(url)
    if not host:
        return False
    for blocked_host, blocked_page in map(_identity, blocked):
        if blocked_page and (host, page) == (blocked_host, blocked_page):
            return True
        if blocked_host and not blocked_page and f".{host}".endswith(f".{blocked_host}"):
            return True
    return False


@lru_cache(maxsize=4096)  # A list of thousands is gone through for each feed that somebody adds.
def _identity(url: str) -> tuple[str, str]:
    """The host and the page that an address stands for, as they are asked for.

    The page is empty where the host as a whole is meant, and both are where nothing can be asked for.
    """
    try:
        address = URL(web_address(url) or web_address(f"http://{url}"))
    except ValueError:  # A name that no name server could be asked for.
        return "", ""
    return (address.raw_host or "").rstrip("."), address.raw_path_qs.rstrip("/")


def web_address(url: str) -> str:
    """A URL as it is asked for, without credentials and fragment; empty if it is not one of the web."""
    try:
        parts = urlsplit(url.strip())
        host = parts.hostname or ""
        is_fit = parts.scheme in {"http", "https"} and _HOST.fullmatch(host) and parts.port != 0
    except ValueError:  # A port that is no number, half an IPv6 address.
        return ""
    netloc = parts.netloc.rpartition("@")[2]
    if dotted := _dotted(host):
        netloc = f"{dotted}:{parts.port}" if parts.port else dotted
    return urlunsplit(parts._replace(netloc=netloc, fragment="")) if is_fit else ""


def _dotted(host: str) -> str:
    """An IPv4 address that is written as one number, in octal or the like, as browsers read it; empty if it is none."""
    if not _NUMBER.fullmatch(host):
        return ""
    try:
        return socket.inet_ntoa(socket.inet_aton(host.rstrip(".")))
    except OSError:
        return ""


def without_credentials(name: str) -> str:
    """The name of a source without what may stand in front of its host: nobody is shown a password."""
    return _CREDENTIALS.sub("", name, count=1)

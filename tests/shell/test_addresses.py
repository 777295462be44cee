import asyncio
import socket
from ipaddress import ip_address
from urllib.parse import quote

import pytest
from aiohttp import web
from aiohttp.abc import AbstractResolver, ResolveResult
from hypothesis import given
from hypothesis import strategies as st

from bot.addresses import is_blocked, is_public, web_address, without_credentials
from bot.fetch import Fetched, Fetcher
from bot.problems import Problem, ProblemKind
from tests.shell.loopback import serve


def get(url: str, *, allow_loopback: bool = False) -> Problem:
    async def run() -> Fetched | Problem:
        async with Fetcher(allow_loopback=allow_loopback, pause_s=0) as fetcher:
            return await fetcher.get(url)

    outcome = asyncio.run(run())
    assert isinstance(outcome, Problem)
    return outcome


@pytest.mark.parametrize(
    ("address", "may"),
    [
        ("93.184.215.14", True),
        ("127.0.0.1", False),
        ("10.1.2.3", False),
        ("100.64.0.1", False),  # carriers' own networks
        ("169.254.169.254", False),
        ("0.0.0.0", False),  # noqa: S104 - an address to refuse
        ("224.0.0.1", False),  # multicast
        ("239.255.255.250", False),
        ("240.0.0.1", False),  # reserved
        ("255.255.255.255", False),
        ("2606:2800:21f:cb07:6820:80da:af6b:8b2c", True),
        ("::", False),
        ("::1", False),
        ("::10.0.0.1", False),  # IPv4-compatible
        ("::93.184.215.14", False),
        ("::ffff:10.0.0.1", False),  # IPv4-mapped
        ("::ffff:93.184.215.14", True),
        ("64:ff9b::10.0.0.1", False),  # NAT64
        ("64:ff9b::169.254.169.254", False),
        ("64:ff9b::93.184.215.14", True),
        ("64:ff9b:1::10.0.0.1", False),  # NAT64 of a network's own
        ("2002:0a00:0001::1", False),  # 6to4 of 10.0.0.1
        ("2002:5db8:d70e::1", True),
        ("2001:0:5db8:d70e:0:0:f5ff:fffe", False),  # Teredo of 10.0.0.1
        ("2001:0:5db8:d70e:0:0:a247:28f1", False),
        ("2001:db8::1", False),
        ("fc00::1", False),
        ("fe80::1", False),
        ("fec0::1", False),
        ("ff02::1", False),
        ("4000::1", False),  # not given out yet
    ],
)
def test_only_public_addresses_are_dialled(address: str, *, may: bool) -> None:
    assert is_public(ip_address(address)) == may


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "10.0.0.1",
        "192.168.1.1",
        "169.254.169.254",
        "0.0.0.0",  # noqa: S104 - an address to refuse
        "0",
        "127.1",
        "2130706433",
        "0x7f.1",
        "0x7F000001",
        "0177.0.0.1",
        "127.0.0.1.",
        "①②⑦.0.0.1",
        "mail.example@127.0.0.1",
        "224.0.0.1",
        "[::]",
        "[::1]",
        "[::127.0.0.1]",
        "[::ffff:127.0.0.1]",
        "[::ffff:7f00:1]",
        "[64:ff9b::a00:1]",
        "[2002:a00:1::1]",
        "[2001:0:5db8:d70e:0:0:f5ff:fffe]",
        "[fe80::1]",
        "[fe80::1%25lo]",
        "[fec0::1]",
        "[ff02::1]",
    ],
    ids=ascii,
)
def test_however_it_is_written_a_private_address_is_not_read(host: str) -> None:
    blocked = get(f"http://{host}/")
    assert blocked.kind is ProblemKind.BLOCKED_ADDRESS
    assert "private address" in blocked.words


def test_loopback_for_tests_opens_no_other_private_address() -> None:
    assert get("http://10.0.0.1/", allow_loopback=True).kind is ProblemKind.BLOCKED_ADDRESS


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_to_a_private_address_is_not_followed(status: int) -> None:
    async def run() -> Fetched | Problem:
        away = web.Response(status=status, headers={"Location": "http://10.0.0.1/"})
        async with serve({"/": away}) as address, Fetcher(allow_loopback=True, pause_s=0) as fetcher:
            return await fetcher.get(address)

    blocked = asyncio.run(run())
    assert isinstance(blocked, Problem)
    assert blocked.kind is ProblemKind.BLOCKED_ADDRESS
    assert "at a private address (10.0.0.1)" in blocked.words


class _Rebinding(AbstractResolver):
    """A name server that changes its mind: first a public address, then others."""

    def __init__(self, *later: str) -> None:
        self.answers = [["93.184.215.14"], list(later)]

    async def resolve(
        self, host: str, port: int = 0, family: socket.AddressFamily = socket.AF_INET
    ) -> list[ResolveResult]:
        del family
        found = self.answers.pop(0)
        return [
            ResolveResult(hostname=host, host=address, port=port, family=socket.AF_INET, proto=0, flags=0)
            for address in found
        ]

    async def close(self) -> None:
        pass


@pytest.mark.parametrize("later", [["127.0.0.1"], ["127.0.0.1", "10.0.0.1"]])
def test_a_name_that_was_public_a_moment_ago_is_judged_by_what_is_dialled(later: list[str]) -> None:
    asked: list[str] = []

    async def answer(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(text="weir")

    async def run() -> Fetched | Problem:
        resolver = _Rebinding(*later)
        async with serve({"/": answer}) as address, Fetcher(resolver=resolver) as fetcher:
            first = await resolver.resolve("rebinding.example")
            assert is_public(ip_address(first[0]["host"]))
            return await fetcher.get(address.replace("127.0.0.1", "rebinding.example") + "/")

    blocked = asyncio.run(run())
    assert isinstance(blocked, Problem)
    assert (blocked.kind, asked) == (ProblemKind.BLOCKED_ADDRESS, [])


def test_a_proxy_from_the_environment_is_not_used(monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []

    async def proxy(request: web.Request) -> web.Response:
        asked.append(str(request.url))
        return web.Response(text="from the proxy")

    async def run() -> Fetched | Problem:
        async with serve({"/{path:.*}": proxy}) as address:
            for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
                monkeypatch.setenv(name, address)
            monkeypatch.delenv("no_proxy", raising=False)
            monkeypatch.delenv("NO_PROXY", raising=False)
            async with Fetcher(allow_loopback=True, pause_s=0) as fetcher:
                return await fetcher.get("http://10.0.0.1/")

    blocked = asyncio.run(run())
    assert isinstance(blocked, Problem)
    assert (blocked.kind, asked) == (ProblemKind.BLOCKED_ADDRESS, [])


@pytest.mark.parametrize(
    ("url", "asked"),
    [
        (" HTTPS://Mail.example:8080/Weir?a=1#top ", "https://Mail.example:8080/Weir?a=1"),
        ("http://ines:secret@mail.example/", "http://mail.example/"),
        ("http://ines:p@ss@mail.example/@x", "http://mail.example/@x"),
        ("http://0x5d.184.55054:81/", "http://93.184.215.14:81/"),
        ("http://bücher.example/", "http://bücher.example/"),
        ("http://dead.beef/", "http://dead.beef/"),
        ("http://[2001:db8::1]:81/", "http://[2001:db8::1]:81/"),
        ("http://mail.example:0/", ""),
        ("http://mail.example:x/", ""),
        ("http://mail example/", ""),
        ("http://[::1/", ""),
        ("http:///weir", ""),
        # Whether it is a number is told in one pass.
        (f"http://{'0' * 500_000}!/", ""),
        ("mailto:ines@mail.example", ""),
        ("", ""),
    ],
)
def test_an_address_is_asked_for_without_what_is_nobodys_business(url: str, asked: str) -> None:
    assert web_address(url) == asked


@pytest.mark.parametrize(
    ("name", "shown"),
    [
        ("https://ines:secret@mail.example/feed?a=@x", "https://mail.example/feed?a=@x"),
        ("https://ines:p@ss@mail.example/", "https://mail.example/"),
        ("https://mail.example/@ines", "https://mail.example/@ines"),
        ("letters/ines@mail.txt", "letters/ines@mail.txt"),
        ("-", "-"),
    ],
)
def test_nobody_is_shown_a_password(name: str, shown: str) -> None:
    assert without_credentials(name) == shown


BLOCKED = ("example.org", "bücher.example", "https://post.example/feed.xml?a=1", "192.0.2.1", "https://site.example/")


@pytest.mark.parametrize(
    "url",
    [
        "https://example.org/x",
        "http://u:p@news.EXAMPLE.org.:8080/feed",
        "example.org/feed",
        "https://xn--bcher-kva.example/feed",
        "https://a.bücher.example/feed",
        "http://3221225985/feed",  # 192.0.2.1
        "https://site.example/any/feed",
        "http://post.example:80/x/../feed.xml?a=1#top",
        "https://post.example/%66eed.xml?a=1",
    ],
)
def test_nobody_adds_a_blocked_address_however_it_is_written(url: str) -> None:
    assert is_blocked(url, BLOCKED)


@pytest.mark.parametrize(
    "url",
    [
        "https://badexample.org/feed",
        "https://example.org.good.example/feed",
        "https://good.example/?from=example.org",
        "https://post.example/feed.xml",
        "https://post.example/",
        "https://192.0.2.11/",
        "",
    ],
)
def test_a_list_of_blocked_addresses_blocks_no_others(url: str) -> None:
    assert not is_blocked(url, BLOCKED)
    assert not is_blocked(url, ())


@given(st.text(max_size=80), st.text("ü☃¹a.-_:%[]@/?#0x", max_size=90))
def test_any_text_can_be_held_against_a_list_of_blocked_addresses(typed: str, blocked: str) -> None:
    assert not is_blocked(f"https://good.example/{quote(typed)}", ["example.org", f"{blocked}.org"])
    assert is_blocked(f"https://example.org/{quote(typed)}", [blocked, "example.org"])
    is_blocked(f"https://{blocked}", [typed])

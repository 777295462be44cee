"""Servers that lie, never end, or send what is not HTTP: each ends with an outcome, within the limits."""

import asyncio
import gzip
import tracemalloc
import zlib

import pytest

from bot.fetch import Fetched, Fetcher, Purpose
from bot.problems import Problem, ProblemKind
from tests.shell.loopback import Talk, serve_raw

OK = b"HTTP/1.1 200 OK\r\nContent-Type: application/rss+xml\r\n"


def get(talk: Talk | bytes, timeout_s: float = 20) -> Fetched | Problem:
    """Fetch from a server that talks like this."""

    async def run() -> Fetched | Problem:
        async with (
            serve_raw(talk) as address,
            Fetcher(allow_loopback=True, pause_s=0, timeout_s=timeout_s) as fetcher,
        ):
            return await fetcher.get(address, purpose=Purpose.FEED)

    return asyncio.run(run())


def kind(talk: Talk | bytes, timeout_s: float = 20) -> ProblemKind:
    outcome = get(talk, timeout_s)
    assert isinstance(outcome, Problem)
    return outcome.kind


def bomb(head: bytes) -> bytes:
    """A gigabyte of zeros, deflated, behind what tells how; its end is never reached."""
    packer = zlib.compressobj(9, wbits=-15)
    megabyte = packer.compress(bytes(1024 * 1024)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + megabyte * 1024


GZIP = bomb(gzip.compress(b"")[:10])


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        (b"gzip", GZIP),
        (b"deflate", bomb(zlib.compress(b"")[:2])),
        (b"deflate", bomb(b"")),
        (b"identity", GZIP),
        (b"gzip, gzip", gzip.compress(GZIP)),
        (b"gzip", gzip.compress(GZIP)),
    ],
    ids=["gzip", "deflate", "raw deflate", "gzip that says it is plain", "twice", "twice, and says once"],
)
def test_a_gigabyte_that_comes_as_a_megabyte_is_too_large_and_takes_no_memory(encoding: bytes, packed: bytes) -> None:
    tracemalloc.start()
    try:
        assert kind(OK + b"Content-Encoding: " + encoding + b"\r\n\r\n" + packed) is ProblemKind.TOO_LARGE
        assert tracemalloc.get_traced_memory()[1] < 40_000_000
    finally:
        tracemalloc.stop()


@pytest.mark.parametrize("encoding", [b"br", b"zstd", b"compress", b"gzip, gzip, gzip, gzip"])
def test_what_is_packed_in_a_way_nobody_asked_for_is_a_problem(encoding: bytes) -> None:
    packed = OK + b"Content-Encoding: " + encoding + b"\r\n\r\n\x0b\x02\x80weir"
    assert kind(packed) is ProblemKind.ENCRYPTED_OR_BINARY


def test_what_says_it_is_packed_and_is_not_is_read_as_it_is() -> None:
    fetched = get(OK + b"Content-Encoding: gzip\r\n\r\n<rss/>")
    assert isinstance(fetched, Fetched)
    assert fetched.body == b"<rss/>"


def test_what_is_packed_and_does_not_say_so_is_unpacked() -> None:
    fetched = get(OK + b"\r\n" + gzip.compress(b"<rss/>"))
    assert isinstance(fetched, Fetched)
    assert fetched.body == b"<rss/>"


def test_packed_bytes_that_end_too_soon_are_a_problem() -> None:
    half = gzip.compress(b"<rss/>" * 1_000)[:-10]
    assert kind(OK + b"Content-Encoding: gzip\r\n\r\n" + half) is ProblemKind.ENCRYPTED_OR_BINARY


async def endless_body(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"\r\n")
    while True:
        writer.write(b"x" * 100_000)
        await writer.drain()


async def endless_header(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"X-Weir: ")
    while True:
        writer.write(b"x" * 1_000)
        await writer.drain()


async def endless_headers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(OK)
    while True:
        writer.write(b"X-Weir: x\r\n" * 1_000)
        await writer.drain()


async def endless_status(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 " + b"2" * 10_000)
        await writer.drain()


async def endless_chunk_size(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n")
    while True:
        writer.write(b"5;" + b"x" * 10_000)
        await writer.drain()


async def endless_trailers(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"Transfer-Encoding: chunked\r\n\r\n4\r\nweir\r\n0\r\n")
    while True:
        writer.write(b"X-Weir: x\r\n" * 1_000)
        await writer.drain()


@pytest.mark.parametrize(
    ("talk", "outcome"),
    [
        (endless_body, ProblemKind.TOO_LARGE),
        (endless_header, ProblemKind.UNREACHABLE),
        (endless_headers, ProblemKind.UNREACHABLE),
        (endless_status, ProblemKind.UNREACHABLE),
        (endless_trailers, ProblemKind.UNREACHABLE),
    ],
)
def test_whatever_has_no_end_is_ended(talk: Talk, outcome: ProblemKind) -> None:
    assert kind(talk) is outcome


async def silent(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    await writer.drain()
    await asyncio.Event().wait()


async def silent_after_the_headers(reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"Content-Length: 100\r\n\r\nweir")
    await silent(reader, writer)


async def dribbling(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    writer.write(OK + b"\r\n")
    while True:
        writer.write(b"x")
        await writer.drain()
        await asyncio.sleep(0.01)


async def in_a_moment(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
    while True:
        writer.write(b"HTTP/1.1 102 Processing\r\n\r\n")
        await writer.drain()
        await asyncio.sleep(0.01)


@pytest.mark.parametrize("talk", [silent, silent_after_the_headers, dribbling, in_a_moment, endless_chunk_size])
def test_whoever_keeps_us_waiting_runs_out_of_time(talk: Talk) -> None:
    assert kind(talk, timeout_s=0.3) is ProblemKind.TIMEOUT


def test_redirects_share_the_time_of_the_response_that_they_lead_to() -> None:
    async def slowly_on(_: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        await asyncio.sleep(0.2)
        writer.write(b"HTTP/1.1 302 Found\r\nLocation: /\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")
        await writer.drain()

    assert kind(slowly_on, timeout_s=0.5) is ProblemKind.TIMEOUT


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"<html>weir",
        b"SSH-2.0-OpenSSH_9.6\r\n",
        b"\x16\x03\x01\x00\xa5\x01",
        b"HTTP/1.1 OK\r\n\r\n",
        b"HTTP/9.9 200 OK\r\n\r\nweir",
        b"HTTP/1.1 200 OK\r\nno colon\r\n\r\nweir",
        b"HTTP/1.1 200 OK\r\nContent-Length: -5\r\n\r\nweir",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9\r\nContent-Length: 4\r\n\r\nweir",
        b"HTTP/1.1 200 OK\r\nContent-Length: 100\r\n\r\nweir",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\nweir",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n100\r\nweir",
        b"HTTP/1.1 200 OK\r\n" + b"X-Weir: x\r\n" * 1_000 + b"\r\nweir",
        b"HTTP/1.1 200 OK\r\nX-Weir: " + b"x" * 100_000 + b"\r\n\r\nweir",
    ],
    ids=lambda answer: ascii(answer[:40]),
)
def test_what_is_not_http_or_breaks_off_is_a_problem(answer: bytes) -> None:
    assert kind(answer) is ProblemKind.UNREACHABLE


def test_a_length_that_is_too_large_is_believed_before_anything_is_read() -> None:
    assert kind(OK + b"Content-Length: 99999999999\r\n\r\nweir") is ProblemKind.TOO_LARGE


def test_what_comes_beyond_its_length_is_never_read() -> None:
    outcome = get(OK + b"Content-Length: 4\r\n\r\nweir and what else was never promised")
    assert isinstance(outcome, Problem) or outcome.body == b"weir"


@pytest.mark.parametrize(
    "location", [b"http://[::1", b"//", b"\xff\xfe", b"http://\xff/", b"x" * 5_000, b"http://a:b:c/", b"/\x01"]
)
def test_a_redirect_that_makes_no_sense_ends_somewhere(location: bytes) -> None:
    assert isinstance(get(b"HTTP/1.1 302 Found\r\nContent-Length: 0\r\nLocation: " + location + b"\r\n\r\n"), Problem)

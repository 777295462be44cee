import gzip
import io
import zlib
from contextlib import suppress
from functools import partial

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.unpacking import OversizeError, PackingError, Unpacker

# Without the time, so that each process collects the same tests.
gzipped = partial(gzip.compress, mtime=0)
WEIR = b"The council of Dorn voted on Wednesday to remove the old weir. " * 3_000


def unpack(encoding: str, packed: bytes, *, step: int = 10_000, max_bytes: int = 10_000_000) -> bytes:
    unpacker = Unpacker(encoding, max_bytes)
    fed = [piece for start in range(0, len(packed), step) for piece in unpacker.feed(packed[start : start + step])]
    return b"".join([*fed, *unpacker.end()])


def deflated(body: bytes) -> bytes:
    """Deflated without the header that should be around it."""
    packer = zlib.compressobj(wbits=-15)
    return packer.compress(body) + packer.flush()


@pytest.mark.parametrize("step", [1, 7, 1_000_000])
@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("", WEIR),
        ("identity", WEIR),
        ("gzip", gzipped(WEIR)),
        (" X-GZIP ", gzipped(WEIR)),
        ("deflate", zlib.compress(WEIR)),
        ("deflate", deflated(WEIR)),
        ("deflate, gzip", gzipped(zlib.compress(WEIR))),
        ("gzip, gzip", gzipped(gzipped(WEIR))),
        ("gzip", WEIR),
        ("", gzipped(WEIR)),
        ("gzip", gzipped(gzipped(WEIR))),
        ("deflate", gzipped(WEIR)),
        ("gzip", gzipped(WEIR[:1_000]) + gzipped(WEIR[1_000:])),
        ("gzip", gzipped(WEIR) + b"\r\n\x00"),
    ],
    ids=range(14),
)
def test_what_comes_packed_is_unpacked_whatever_it_says_it_is(encoding: str, packed: bytes, step: int) -> None:
    assert unpack(encoding, packed, step=step) == WEIR


@pytest.mark.parametrize("body", [b"", b"x", b"\x1f"])
def test_what_is_too_short_to_be_packed_is_left_as_it_is(body: bytes) -> None:
    assert unpack("gzip", body) == body


@given(st.binary(), st.sampled_from(["", "gzip", "deflate", "gzip, deflate"]), st.integers(1, 50))
def test_any_bytes_end_in_bytes_or_in_an_error_that_says_so(packed: bytes, encoding: str, step: int) -> None:
    with suppress(PackingError, OversizeError):
        assert len(unpack(encoding, packed, step=step, max_bytes=100_000)) <= 100_000


@pytest.mark.parametrize(
    ("encoding", "packed"),
    [
        ("br", WEIR),
        ("zstd", WEIR),
        ("gzip, gzip, gzip", WEIR),
        ("gzip\x1b[2J", WEIR),
        ("gzip", gzipped(WEIR)[:-20]),
        ("gzip", b"\x1f\x8b" + WEIR),
        ("deflate", zlib.compress(WEIR)[:-20]),
        ("deflate", b"<html>" + WEIR),
        ("deflate", zlib.compress(WEIR)[:1]),
        ("", b"\x1f\x8b\x08"),
    ],
    ids=ascii,
)
def test_what_is_damaged_or_packed_in_a_way_nobody_asked_for_is_an_error(encoding: str, packed: bytes) -> None:
    with pytest.raises(PackingError):
        unpack(encoding, packed)


def test_a_bomb_is_stopped_before_it_is_unpacked() -> None:
    pieces: list[bytes] = []
    unpacked = Unpacker("gzip", 1_000_000).feed(gzipped(bytes(50_000_000)))
    with pytest.raises(OversizeError):
        pieces.extend(unpacked)
    assert sum(map(len, pieces)) <= 1_000_000
    assert max(map(len, pieces)) <= 64 * 1024


def test_a_bomb_that_unpacks_to_nothing_is_stopped_on_the_way() -> None:
    """Millions of empty blocks take no room at either end, and hours in between."""
    nothing = deflated(b"")[:-2] + b"\x00\x00\x00\xff\xff" * 4_000_000
    with pytest.raises(OversizeError):
        unpack("deflate, gzip", gzipped(nothing), max_bytes=1_000_000)


def test_a_bomb_of_very_many_parts_is_stopped() -> None:
    with pytest.raises(PackingError):
        unpack("gzip", gzipped(b"") * 2_000)


def test_as_many_bytes_as_it_may_have_are_not_too_many() -> None:
    assert unpack("", b"x" * 1_000, max_bytes=1_000) == b"x" * 1_000
    with pytest.raises(OversizeError):
        unpack("", b"x" * 1_001, max_bytes=1_000)


def test_files_of_parts_are_read_as_gzip_reads_them() -> None:
    packed = b"".join(gzipped(WEIR[start : start + 700]) for start in range(0, len(WEIR), 700))
    assert unpack("", packed) == gzip.GzipFile(fileobj=io.BytesIO(packed)).read()

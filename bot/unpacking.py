"""Bodies that come packed, unpacked a piece at a time: a megabyte can stand for a gigabyte, and never becomes one here.

What says it is packed need not be, and what says nothing can be: gzip is known by its first bytes.
"""

import zlib
from collections.abc import Iterator

__all__ = ["OversizeError", "PackingError", "Unpacker"]

_PIECE_BYTES = 64 * 1024
# Nobody packs twice on purpose; a server and what stands in front of it may each do so once.
_MOST_LAYERS = 2
# Of gzip, which may consist of several parts: tools that pack in blocks make one of each 64 kB.
_MOST_PARTS = 1_000
_GZIP = b"\x1f\x8b"
_GZIP_BITS = 31
_RAW_BITS = -15
# RFC 1950, 2.2: the method in the low bits of the first byte, and both bytes a multiple of 31.
_ZLIB_METHOD = 8
_ZLIB_CHECK = 31
_NAMES = {"", "identity", "gzip", "x-gzip", "deflate"}


class PackingError(ValueError):
    """What came is packed in a way that can't be undone."""


class OversizeError(ValueError):
    """What came has more bytes than it may."""


class Unpacker:
    """Unpacks one body."""

    def __init__(self, encoding: str, max_bytes: int) -> None:
        """Take how the body is packed.

        Args:
            encoding: As Content-Encoding names it; empty for not at all.
            max_bytes: The most it may have, as it comes, unpacked, and at each step in between.

        Raises:
            PackingError: If that is a way nobody asked for.
        """
        names = [name.strip().lower() for name in encoding.split(",")]
        if len(names) > _MOST_LAYERS or not _NAMES.issuperset(names):
            raise PackingError
        # The last was packed around the others. Beneath them all, a file may have been packed to begin with.
        self._layers = [_Layer(is_deflated=name == "deflate") for name in (*reversed(names), "")]
        self._max_bytes = max_bytes
        self._seen = [0] * (len(self._layers) + 1)

    def feed(self, packed: bytes) -> Iterator[bytes]:
        """What the next bytes hold, in pieces of at most 64 kB.

        Raises:
            PackingError: If they are damaged.
            OversizeError: If there are too many.
        """
        return self._through(packed, 0)

    def end(self) -> Iterator[bytes]:
        """What was held back until it was clear that no more comes.

        Raises:
            PackingError: If there should have been more.
            OversizeError: If there are too many.
        """
        for number, layer in enumerate(self._layers):
            for piece in layer.end():
                yield from self._through(piece, number + 1)

    def _through(self, packed: bytes, number: int) -> Iterator[bytes]:
        self._seen[number] += len(packed)
        if self._seen[number] > self._max_bytes:
            raise OversizeError
        if number == len(self._layers):
            yield packed
            return
        for piece in self._layers[number].feed(packed):
            yield from self._through(piece, number + 1)


class _Layer:
    """One way of packing; which one, the first two bytes tell."""

    def __init__(self, *, is_deflated: bool) -> None:
        self._is_deflated = is_deflated
        self._head = b""
        self._is_begun = False
        self._unpack: zlib._Decompress | None = None
        self._bits = 0
        self._parts = 0
        self._is_over = False

    def feed(self, packed: bytes) -> Iterator[bytes]:
        if not self._is_begun:
            self._head += packed
            if len(self._head) < len(_GZIP):
                return
            packed = self._begin()
        yield from self._unpacked(packed) if self._bits else (packed,)

    def end(self) -> Iterator[bytes]:
        if not self._is_begun and self._head:
            head = self._begin()
            yield from self._unpacked(head) if self._bits else (head,)
        if self._unpack:
            raise PackingError

    def _begin(self) -> bytes:
        self._is_begun = True
        head, self._head = self._head, b""
        if head.startswith(_GZIP):
            self._bits = _GZIP_BITS
        elif self._is_deflated:
            # RFC 9110, 8.4.1.2: there should be a zlib header around it, and some servers leave it out.
            is_zlib = head[0] & 0x0F == _ZLIB_METHOD and int.from_bytes(head[:2], "big") % _ZLIB_CHECK == 0
            self._bits = zlib.MAX_WBITS if is_zlib else _RAW_BITS
        return head

    def _unpacked(self, packed: bytes) -> Iterator[bytes]:
        while not self._is_over:
            if self._unpack is None:
                # A part may follow; anything else behind the last one is padding.
                if not packed:
                    return
                if self._parts and not (self._bits == _GZIP_BITS and packed.startswith(_GZIP[:1])):
                    self._is_over = True
                    return
                self._unpack = self._next_part()
            try:
                piece = self._unpack.decompress(packed, _PIECE_BYTES)
            except zlib.error:
                raise PackingError from None
            is_done = self._unpack.eof
            packed = self._unpack.unused_data if is_done else self._unpack.unconsumed_tail
            if is_done:
                self._unpack = None
            if piece:
                yield piece
            if not is_done and not packed and len(piece) < _PIECE_BYTES:
                return

    def _next_part(self) -> "zlib._Decompress":
        self._parts += 1
        if self._parts > _MOST_PARTS:
            raise PackingError
        return zlib.decompressobj(self._bits)

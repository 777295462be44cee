"""What comes of asking for a URL: the values, and the bytes of a body."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import timedelta

import aiohttp

from bot.headers import Validators
from bot.unpacking import OversizeError, Unpacker

__all__ = ["Fetched", "NotModified", "read_body"]

_CHUNK_BYTES = 64 * 1024


@dataclass(frozen=True, slots=True)
class Fetched:
    """What a URL or a file holds.

    Attributes:
        url: Where it came from in the end, redirects followed; empty for a file.
        body: The bytes, unpacked.
        content_type: As the server declares it; empty for a file.
        headers: The response's, by name in any case; empty for a file.
        moved_to: Where permanent redirects led, up to the first that is not permanent; empty if there was none. Never
            from https to http: who may change a page on its way may also say that it moved.
        validators: To ask next time for what has changed.
        max_age: For how long it is fresh; None if the server does not say.
    """

    url: str
    body: bytes
    content_type: str
    headers: Mapping[str, str]
    moved_to: str = ""
    validators: Validators = field(default_factory=Validators)
    max_age: timedelta | None = None


@dataclass(frozen=True, slots=True)
class NotModified:
    """Nothing new since what the validators stand for.

    Attributes:
        url: Where that was said, redirects followed.
        validators: For next time: the new ones where the server gives any.
        moved_to: As in `Fetched`.
        max_age: Likewise.
    """

    url: str
    validators: Validators
    moved_to: str = ""
    max_age: timedelta | None = None


async def read_body(response: aiohttp.ClientResponse, max_bytes: int, *, is_cut: bool) -> bytes:
    """The bytes of a response, unpacked.

    Raises:
        OversizeError: If it has more of them than it may; if it is to be cut, it is cut there instead.
        PackingError: If it can't be unpacked.
    """
    if not is_cut and (response.content_length or 0) > max_bytes:
        raise OversizeError
    body = bytearray()
    try:
        unpacker = Unpacker(response.headers.get("Content-Encoding", ""), max_bytes)
        async for chunk in response.content.iter_chunked(_CHUNK_BYTES):
            for piece in unpacker.feed(chunk):
                body += piece
        for piece in unpacker.end():
            body += piece
    except OversizeError:
        if not is_cut:
            raise
    return bytes(body)

"""Pages and feeds on this machine, and the digest of them, for tests."""

from collections.abc import Mapping
from datetime import UTC, datetime

from aiohttp import web

from bot.fetch import Fetcher
from bot.gathering import Gatherer
from bot.inputs import Inputs
from bot.made import digest_of as make
from bot.problems import Problem
from bot.workers import Reader
from digest import Digest, Length
from tests.shell.loopback import Answer, serve
from tests.shell.readers import with_reader

__all__ = ["NOW", "PAGE", "PARAGRAPHS", "digest_of", "item", "rss"]

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


PARAGRAPHS = "".join(
    f"<p>{text}</p>"
    for text in (
        "The council voted 7-4 on Wednesday to remove the old weir, ending a dispute that began two winters ago.",
        "Taking it out will cost 2.8 million crowns, of which the province has offered to pay three quarters.",
        "Objections can be filed until the end of the year, and the pond will be lowered in May.",
    )
)


PAGE = f"<html><head><title>Weir to go</title></head><body><article><h1>Weir to go</h1>{PARAGRAPHS}</article></body></html>".encode()


def digest_of(
    names: list[str],
    answers: Mapping[str, Answer | web.Response | bytes] | None = None,
    *,
    length: Length = Length.FULL,
) -> tuple[Digest, tuple[Problem, ...]]:
    """A digest of some names, {} in them being the address of a server that answers so."""

    async def run(reader: Reader) -> tuple[Digest, tuple[Problem, ...]]:
        async with (
            serve(answers or {}) as address,
            Fetcher(allow_loopback=True, pause_s=0) as fetcher,
        ):
            gatherer = Gatherer(Inputs(fetcher), reader)
            return await make(
                gatherer, [name.format(address) for name in names], now=NOW, length=length, method="default"
            )

    return with_reader(run)


def rss(*items: str) -> bytes:
    return f"<rss version='2.0'><channel><title>Dorn Mail</title>{''.join(items)}</channel></rss>".encode()


def item(title: str, link: str = "", text: str = "The wall comes out in spring.") -> str:
    return f"<item><title>{title}</title><link>{link}</link><pubDate>Wed, 18 Nov 2026 06:30:00 GMT</pubDate><description>{text}</description></item>"

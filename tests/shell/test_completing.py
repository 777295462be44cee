"""Pages of excerpts: who shares them, and how often one is tried."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import Any

from aiohttp import web

from bot.completing import Completer
from bot.fetch import Fetcher
from bot.workers import Reader
from digest import Article, Source, read_article
from tests.shell.loopback import Answer, serve
from tests.shell.polled import page
from tests.shell.readers import with_reader


def run(answers: dict[str, Answer], steps: Callable[[Completer, str], Awaitable[Any]]) -> Any:
    """What comes of some steps with a completer."""

    async def do(reader: Reader) -> Any:
        async with (
            serve(answers) as address,
            Fetcher(allow_loopback=True, pause_s=0) as fetcher,
        ):
            return await steps(Completer(fetcher, reader), address)

    return with_reader(do)


def excerpt(address: str, feed: str = "one", title: str = "Weir to go") -> Article:
    return read_article(f"{title}\n\nIt goes.", url=f"{address}/weir", source=Source("The Courier", feed))


def test_two_feeds_that_list_a_page_at_once_share_it() -> None:
    asked: list[str] = []

    async def both(completer: Completer, address: str) -> tuple[dict[str, Article], dict[str, Article]]:
        one, other = excerpt(address), excerpt(address, "other")
        return await asyncio.gather(completer.complete([one]), completer.complete([other]))

    first, second = run({"/weir": page("Weir to go", asked)}, both)
    assert first == second
    assert [len(article.body) for article in first.values()] == [3]
    assert asked == ["/weir"]


def test_a_page_that_was_read_just_now_is_not_asked_for_again_before_it_is_kept() -> None:
    asked: list[str] = []

    async def one_by_one(completer: Completer, address: str) -> tuple[dict[str, Article], dict[str, Article]]:
        return await completer.complete([excerpt(address)]), await completer.complete([excerpt(address, "other")])

    first, second = run({"/weir": page("Weir to go", asked)}, one_by_one)
    assert first == second
    assert asked == ["/weir"]


def test_of_pages_that_were_read_only_the_last_are_remembered() -> None:
    asked: list[str] = []

    async def many(completer: Completer, address: str) -> None:
        pages = [read_article("Weir\n\nIt goes.", url=f"{address}/weir?{number}") for number in range(51)]
        for one in (*pages, pages[-1], pages[0]):
            await completer.complete([one])

    run({"/weir": page("Weir to go", asked)}, many)
    assert len(asked) == 52


def test_whoever_gives_up_a_page_takes_it_from_nobody() -> None:
    released = asyncio.Event()
    reached = asyncio.Event()

    async def weir(request: web.Request) -> web.StreamResponse:
        reached.set()
        await released.wait()
        return await page("Weir to go")(request)

    async def one_gives_up(completer: Completer, address: str) -> tuple[dict[str, Article], bool]:
        one, other = excerpt(address), excerpt(address, "other")
        first = asyncio.create_task(completer.complete([one]))
        await reached.wait()
        second = asyncio.create_task(completer.complete([other]))
        await asyncio.sleep(0)
        second.cancel()
        await asyncio.gather(second, return_exceptions=True)
        released.set()
        return await first, completer.is_unread(one)

    whole, is_unread = run({"/weir": weir}, one_gives_up)
    assert (len(whole), is_unread) == (1, False)


def test_a_page_that_several_wait_for_may_be_tried_again_if_the_first_gives_up() -> None:
    released = asyncio.Event()
    reached = asyncio.Event()

    async def weir(request: web.Request) -> web.StreamResponse:
        reached.set()
        await released.wait()
        return await page("Weir to go")(request)

    async def first_gives_up(completer: Completer, address: str) -> tuple[dict[str, Article], bool, dict[str, Article]]:
        one, other = excerpt(address), excerpt(address, "other")
        first = asyncio.create_task(completer.complete([one]))
        await reached.wait()
        second = asyncio.create_task(completer.complete([other]))
        await asyncio.sleep(0)
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        released.set()
        return await second, completer.is_unread(other), await completer.complete([other])

    at_first, is_unread, at_last = run({"/weir": weir}, first_gives_up)
    assert (at_first, is_unread, len(at_last)) == ({}, True, 1)


def test_an_entry_that_a_feed_lists_twice_is_one_page() -> None:
    asked: list[str] = []

    async def twice(completer: Completer, address: str) -> dict[str, Article]:
        return await completer.complete([excerpt(address), excerpt(address, title="Weir to go, at last")])

    whole = run({"/weir": page("Weir to go", asked)}, twice)
    assert (len(whole), asked) == (1, ["/weir"])

"""Entries of a feed as whole articles: of what a feed gives only an excerpt, its page is read, as far as it can be."""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import replace
from urllib.parse import urlsplit

from bot.problems import Problem, ProblemKind
from bot.reading import Read
from digest import Article

__all__ = ["PAGES_PATIENCE_S", "ReadPage", "whole_articles", "with_outlet"]

PAGES_PATIENCE_S = 30.0
"""A host that wants long pauses, or is slow, gives the first pages of a feed; what is not there by then stays an excerpt."""

# Of one feed, whose pages are mostly at one host: more would only wait there, with the turn of other hosts taken.
_MOST_AT_ONCE = 2

ReadPage = Callable[[Article], Awaitable[Read | Problem]]
"""Reads the page of an article: robots.txt counts for it."""


async def whole_articles(
    excerpts: Sequence[Article], read_page: ReadPage, *, patience_s: float = PAGES_PATIENCE_S
) -> tuple[Article | Problem, ...]:
    """Read the pages of excerpts.

    Args:
        excerpts: Of one feed, each with the URL of its page; those that matter most first.
        read_page: Reads one.
        patience_s: How long to wait for all of them, in seconds.

    Returns:
        For each, the article as its page has it; or why it stays an excerpt.
    """
    turns = asyncio.Semaphore(_MOST_AT_ONCE)
    tasks = [asyncio.create_task(_whole(excerpt, read_page, turns)) for excerpt in excerpts]
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=patience_s)
        return tuple(
            task.result() if task.done() else _too_slow(excerpt, patience_s)
            for task, excerpt in zip(tasks, excerpts, strict=True)
        )
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


def with_outlet(article: Article, otherwise: str) -> Article:
    """An article that does not say where it is from is from the host of its page or, if it has none, from what is named."""
    if article.source.outlet:
        return article
    # Of an address, only the host: behind it may stand a key that is nobody's business.
    host = (urlsplit(article.url).hostname or "").removeprefix("www.")
    return replace(article, source=replace(article.source, outlet=host or otherwise))


async def _whole(excerpt: Article, read_page: ReadPage, turns: asyncio.Semaphore) -> Article | Problem:
    async with turns:
        read = await read_page(excerpt)
    if isinstance(read, Problem):
        return read
    if read.feed or not read.articles:
        return Problem(excerpt.url, ProblemKind.NO_ARTICLE_TEXT, "not a page but a feed, or a list of feeds")
    whole = read.articles[0]
    return replace(whole, published=whole.published or excerpt.published, authors=whole.authors or excerpt.authors)


def _too_slow(excerpt: Article, patience_s: float) -> Problem:
    return Problem(excerpt.url, ProblemKind.TIMEOUT, f"not read within {patience_s:g} seconds")

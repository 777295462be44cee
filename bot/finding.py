"""A site's address -> the feeds that can be followed there, each of them tried."""

import asyncio
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from urllib.parse import urlsplit

from bot.fetch import Fetcher, Purpose
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task, Wanted
from bot.responses import Fetched
from bot.workers import Reader
from digest import Feed, FeedKind, FoundFeed, well_known_feeds

__all__ = ["Candidate", "Tested", "find_sources", "test_source"]

# Of the feeds that a page names, the first: a site with more of them lists them somewhere.
_MOST_TRIED = 10
# Addresses at which sites have feeds; the first of them that is one ends the search.
_MOST_GUESSED = 8
# Whoever looks for a site's feeds waits no longer than this for those that are slow.
_PATIENCE_S = 20.0
# What is wrong with a single page, not with its host.
_REFUSED = frozenset({ProblemKind.FORBIDDEN, ProblemKind.NOT_FOUND, ProblemKind.GONE})


@dataclass(frozen=True, slots=True)
class Tested:
    """A feed that was read.

    Attributes:
        fetched: The response.
        read: What is in it: its newest entries as articles.
        feed: The feed, without its entries.
    """

    fetched: Fetched
    read: Read
    feed: Feed


@dataclass(frozen=True, slots=True)
class Candidate:
    """A feed that was found and tried.

    Attributes:
        found: As the page names it.
        outcome: What is there, or why it can't be followed.
    """

    found: FoundFeed
    outcome: Tested | Problem


async def test_source(url: str, fetcher: Fetcher, reader: Reader) -> Tested | Problem:
    """Read a feed as it would be read if it were followed."""
    fetched = await fetcher.get(url, purpose=Purpose.FEED)
    if isinstance(fetched, Problem):
        return fetched
    return _tested(url, fetched, await _read(url, fetched, reader, Wanted.FEEDS))


async def find_sources(
    url: str, fetcher: Fetcher, reader: Reader, *, patience_s: float = _PATIENCE_S
) -> tuple[Candidate, ...] | Problem:
    """Find the feeds of a site: what its address stands for, what the page and the home page name, then the usual places.

    Args:
        url: Of the site, of any page of it, of a feed or of a list of feeds.
        fetcher: Open.
        reader: Open.
        patience_s: How long the feeds that are named have to answer, all together, and as long for those that are guessed.

    Returns:
        Those that were tried, the best first and those that can be followed before the others; a problem if there are none.
    """
    fetched = await fetcher.get(url)
    # Where a page is not for programs, its site's feeds may be.
    read = fetched if isinstance(fetched, Problem) else await _read(url, fetched, reader, Wanted.FEEDS)
    if isinstance(fetched, Fetched) and isinstance(read, Read) and read.feed:
        found = FoundFeed(fetched.url or url, read.feed.source.outlet, FeedKind.NEWS)
        return (Candidate(found, _tested(url, fetched, read)),)
    named = _named(read)
    address = (fetched.url if isinstance(fetched, Fetched) else "") or url
    if isinstance(fetched, Problem) and fetched.kind not in _REFUSED:
        return fetched
    home = _home(address)
    if not named and home:
        at_home = await fetcher.get(home, purpose=Purpose.PAGE)
        if not isinstance(at_home, Problem):
            named = _named(await _read(home, at_home, reader, Wanted.FEEDS))
    tried = await _tried(named[:_MOST_TRIED], fetcher, reader, patience_s)
    if not any(isinstance(one.outcome, Tested) for one in tried):
        tried += await _guessed(address, fetcher, reader, patience_s)
    fit = [one for one in tried if isinstance(one.outcome, Tested)]
    if not tried and isinstance(fetched, Problem):
        return fetched
    if not tried:
        words = "no feed is named there, nor at the usual places; give the address of the feed itself, or another page of the site"
        return Problem(url, ProblemKind.NOT_A_FEED, words)
    return (*fit, *(one for one in tried if one not in fit))


async def _tried(found: Sequence[FoundFeed], fetcher: Fetcher, reader: Reader, patience_s: float) -> list[Candidate]:
    """Feeds, all tried at once; those that do not answer in time are said not to have."""
    tasks = [asyncio.create_task(test_source(one.url, fetcher, reader)) for one in found]
    try:
        if tasks:
            await asyncio.wait(tasks, timeout=patience_s)
        words = f"no answer within {patience_s:g} seconds; pullquote sources test waits longer for one alone"
        return [
            Candidate(one, task.result() if task.done() else Problem(one.url, ProblemKind.TIMEOUT, words))
            for one, task in zip(found, tasks, strict=True)
        ]
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _guessed(url: str, fetcher: Fetcher, reader: Reader, patience_s: float) -> list[Candidate]:
    """The first feed at one of the usual places, one tried after the other: a site that has none is not asked for all at once."""
    with suppress(TimeoutError):
        async with asyncio.timeout(patience_s):
            for guess in well_known_feeds(url)[:_MOST_GUESSED]:
                outcome = await test_source(guess, fetcher, reader)
                if isinstance(outcome, Tested):
                    return [Candidate(FoundFeed(guess, outcome.feed.source.outlet), outcome)]
    return []


async def _read(url: str, fetched: Fetched, reader: Reader, wanted: Wanted) -> Read | Problem:
    return await reader.read(Task(url, fetched.body, fetched.url or url, fetched.content_type, wanted=wanted))


def _tested(url: str, fetched: Fetched, read: Read | Problem) -> Tested | Problem:
    if isinstance(read, Problem):
        return replace(read, source=url)
    if read.lists:
        words = f"a list of {len(read.lists)} feeds, not a feed; pullquote sources find tries those in it"
        return Problem(url, ProblemKind.NOT_A_FEED, words)
    if not read.feed:
        words = "a page, not a feed; pullquote sources find looks for the feeds of its site"
        return Problem(url, ProblemKind.NOT_A_FEED, words)
    return Tested(fetched, read, read.feed)


def _named(read: Read | Problem) -> Sequence[FoundFeed]:
    """The feeds that a page names or a list holds."""
    if isinstance(read, Problem):
        return ()
    return read.found or [FoundFeed(source.feed, source.outlet) for source in read.lists]


def _home(url: str) -> str:
    """The address of the home page of a site; empty if it is the one given."""
    parts = urlsplit(url)
    home = f"{parts.scheme}://{parts.netloc}/"
    return "" if url.rstrip("/") == home.rstrip("/") else home

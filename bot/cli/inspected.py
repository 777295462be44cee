"""What comes of `pullquote read`, `pullquote sources find` and `pullquote sources test`."""

from __future__ import annotations

import argparse
import asyncio
import re
import sys
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, TypeVar

from bot.cli.arguments import FINE, SOMETHING_FAILED
from bot.errors import RequestError
from bot.fetch import MAX_BYTES, Fetcher
from bot.finding import Tested, find_sources, test_source
from bot.inputs import STANDARD_INPUT, Inputs
from bot.inspecting import found_as_data, found_lines, read_as_data, read_lines, tested_as_data, tested_lines
from bot.problems import Problem
from bot.progress import progress_line
from bot.reading import Read, Task
from bot.rhythm import Wishes, next_reading
from bot.streams import output, print_json, print_lines, standard_input, tell
from bot.workers import Reader

__all__ = ["find", "read", "test"]

_Found = TypeVar("_Found")
_FEED_SCHEME = re.compile(r"^feed:(?://(?!https?:))?/*", re.IGNORECASE)


def read(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    """Show what is read of a file or a URL: what is kept, what is left out and why, and where what is known is from."""

    async def of(fetching: Fetcher, reader: Reader) -> Read | Problem:
        name = arguments.name
        piped = standard_input(MAX_BYTES) if name == STANDARD_INPUT else b""
        loaded = await Inputs(fetching, piped).load(name)
        if isinstance(loaded, Problem):
            return loaded
        return await reader.read(Task(name, loaded.body, loaded.url, loaded.content_type))

    return _shown(_run(of, fetcher, arguments.name), arguments, read_lines, read_as_data)


def find(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    """Show the feeds of a site, each tried."""
    url = _address(arguments.url)
    found = _run(lambda *opened: find_sources(url, *opened), fetcher, url)
    code = _shown(found, arguments, found_lines, found_as_data)
    can_be_followed = not isinstance(found, Problem) and any(isinstance(one.outcome, Tested) for one in found)
    return code if can_be_followed else SOMETHING_FAILED


def test(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    """Show how a feed does."""
    url, now = _address(arguments.url), datetime.now(UTC)

    def lines(tested: Any) -> Any:
        wishes = Wishes(tested.feed.ttl, tested.feed.skip_hours, tested.feed.skip_days)
        return tested_lines(tested, next_reading(url, now, wishes=wishes, max_age=tested.fetched.max_age))

    return _shown(_run(lambda *opened: test_source(url, *opened), fetcher, url), arguments, lines, tested_as_data)


def _run(make: Callable[[Fetcher, Reader], Awaitable[_Found]], fetcher: Fetcher | None, name: str) -> _Found:
    """What a fetcher and a reader make, with a line of progress for whoever waits."""

    async def made() -> _Found:
        async with fetcher or Fetcher() as fetching, Reader(workers=1) as reader:
            with progress_line(sys.stderr) as progress:
                progress(0, 1, name)
                return await make(fetching, reader)

    return asyncio.run(made())


def _shown(
    found: Any, arguments: argparse.Namespace, lines: Callable[[Any], Any], as_data: Callable[[Any], dict[str, Any]]
) -> int:
    if isinstance(found, Problem):
        if arguments.json:
            with output():
                print_json({"problem": {"source": found.source, "kind": str(found.kind), "words": found.words}})
        tell([found])
        return SOMETHING_FAILED
    with output():
        if arguments.json:
            print_json(as_data(found))
        else:
            print_lines(lines(found))
    return FINE


def _address(url: str) -> str:
    """An address as people type it: without a scheme, one of the web is meant; feed: stands before addresses of feeds.

    Raises:
        RequestError: If it is a file.
    """
    if Path(url).is_file():
        message = f"{url} is a file, and this asks for an address of the web; pullquote read {url} shows what is in it"
        raise RequestError(message)
    bare = _FEED_SCHEME.sub("", url)
    return bare if "://" in bare else f"https://{bare}"

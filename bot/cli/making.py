"""Something made of what was named, with a line of progress for whoever waits."""

from __future__ import annotations

import sys
from collections.abc import Awaitable, Callable, Sequence
from typing import TYPE_CHECKING, TypeVar

from bot.streams import standard_input

if TYPE_CHECKING:
    from bot.fetch import Fetcher
    from bot.problems import Problem

__all__ = ["made_of"]

_Made = TypeVar("_Made")


def made_of(
    names: Sequence[str], fetcher: Fetcher | None, make: Callable[..., Awaitable[tuple[_Made, tuple[Problem, ...]]]]
) -> tuple[_Made, tuple[Problem, ...]]:
    """Make something of files and URLs, with a line of progress for whoever waits.

    Args:
        names: Paths, URLs or "-"; the sample articles if there are none.
        fetcher: Instead of the usual one, for tests.
        make: Called with a gatherer, the names and `progress`.

    Returns:
        What was made, and what was wrong with names that gave nothing.
    """
    import asyncio

    from bot.fetch import MAX_BYTES, Fetcher
    from bot.gathering import Gatherer
    from bot.inputs import STANDARD_INPUT, Inputs, seed_files
    from bot.progress import progress_line
    from bot.workers import Reader

    named = names or seed_files()
    piped = standard_input(MAX_BYTES) if STANDARD_INPUT in named else b""

    async def made() -> tuple[_Made, tuple[Problem, ...]]:
        async with fetcher or Fetcher() as fetching, Reader() as reader:
            gatherer = Gatherer(Inputs(fetching, piped), reader)
            with progress_line(sys.stderr) as progress:
                return await make(gatherer, named, progress=progress)

    return asyncio.run(made())

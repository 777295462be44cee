"""One reader for all tests that need one and are not about it: to start a child takes longer than most of what they do."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

from bot.workers import Reader

__all__ = ["one_reader", "with_reader"]

T = TypeVar("T")
_open: list[tuple[asyncio.Runner, Reader]] = []


@contextmanager
def one_reader() -> Iterator[None]:
    """End the reader afterwards, if there was one."""
    try:
        yield
    finally:
        while _open:
            runner, reader = _open.pop()
            with runner:
                runner.run(reader.__aexit__(None, None, None))


def with_reader(work: Callable[[Reader], Awaitable[T]]) -> T:
    """What comes of some work with the reader; what it leaves under way is ended, as `asyncio.run` does."""
    if not _open:
        _open.append((asyncio.Runner(), Reader(timeout_s=60)))
    runner, reader = _open[0]

    async def run() -> T:
        try:
            return await work(reader)
        finally:
            left = asyncio.all_tasks() - {asyncio.current_task()}
            for task in left:
                task.cancel()
            await asyncio.gather(*left, return_exceptions=True)

    return runner.run(run())

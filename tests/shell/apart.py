"""Reading in a process that has no other children, so that their peak is that of the reading."""

import asyncio
import resource
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from multiprocessing import get_context

from bot.problems import Problem
from bot.reading import Read, Task
from bot.workers import Reader

__all__ = ["processes", "read_apart"]


@contextmanager
def processes() -> Iterator[ProcessPoolExecutor]:
    """New processes, one for each thing to do, in which everything is loaded already."""
    context = get_context("forkserver")
    context.set_forkserver_preload([__name__])
    with ProcessPoolExecutor(1, context, max_tasks_per_child=1) as pool:
        yield pool


def read_apart(tasks: Sequence[Task]) -> tuple[list[Read | Problem], int]:
    """What one reader makes of some tasks, and how many MB its children took at most; in this process."""

    async def read() -> list[Read | Problem]:
        async with Reader() as reader:
            return [await reader.read(task) for task in tasks]

    outcomes = asyncio.run(read())
    return outcomes, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss // 1024

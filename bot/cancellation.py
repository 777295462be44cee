"""What Python 3.11 does to a task that is told to stop."""

import asyncio
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["nothing_lost"]


@contextmanager
def nothing_lost() -> Iterator[None]:
    """Stop here, if not before, when the task is cancelled within the block: for calls of libraries that use `asyncio.wait_for`.

    Until Python 3.12 that returns as if nothing were, if the cancellation comes as what it waits for ends
    (https://github.com/python/cpython/issues/86296), and whoever waits for the task to stop waits for ever.

    Raises:
        asyncio.CancelledError: If it was.
    """
    task = asyncio.current_task()
    before = task.cancelling() if task else 0
    try:
        yield
    finally:
        if task and task.cancelling() > before:
            raise asyncio.CancelledError

"""Work in a thread that nobody has to wait for."""

import asyncio
import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import ParamSpec, TypeVar

__all__ = ["in_thread"]

P = ParamSpec("P")
T = TypeVar("T")


async def in_thread(work: Callable[P, T], *args: P.args, **kwargs: P.kwargs) -> T:
    """What `work` gives or raises, done in a thread of its own.

    Whoever is cancelled or out of patience goes on at once, and so does the program's exit: the thread is left to
    itself. Python waits for the threads of `asyncio.to_thread` instead, be it for ever.
    """
    outcome: Future[T] = Future()
    # From now on nobody can cancel it, so that a thread that was left to itself may still say what came of it.
    outcome.set_running_or_notify_cancel()

    def run() -> None:
        try:
            outcome.set_result(work(*args, **kwargs))
        except BaseException as error:  # noqa: BLE001 - it is raised where the outcome is awaited
            outcome.set_exception(error)

    threading.Thread(target=run, daemon=True).start()
    return await asyncio.wrap_future(outcome)

"""The children that read: asked, timed, killed and replaced."""

from __future__ import annotations

import asyncio
import contextlib
import pickle
from collections.abc import Sequence
from types import TracebackType
from typing import Self

from bot.problems import Problem, ProblemKind
from bot.reading import CHILD, LENGTH, Read, Task, frame

__all__ = ["Reader", "Worker"]

# For one reading, whatever becomes of the child. The slowest of 650 news pages takes half a second.
_TIMEOUT_S = 8.0
# The parent ends a child that is too slow. Only if it is gone itself, the child waits for this time more.
_GRACE_S = 5.0
# A child may have died of what it read before, or of the system's need for memory: once, another one tries.
_MOST_TRIES = 2
# One goes on while the other is busy with a page that takes all the time it may. Each may take 250 MB.
_WORKERS = 2


class Reader:
    """Reads in child processes. An async context manager."""

    def __init__(self, *, timeout_s: float = _TIMEOUT_S, child: Sequence[str] = CHILD, workers: int = _WORKERS) -> None:
        """Set how to read.

        Args:
            timeout_s: How long one reading may take, in seconds; waiting for its turn does not count.
            child: The command of a child. For tests.
            workers: How many readings may go on at once.
        """
        self._workers = [Worker(timeout_s=timeout_s, child=child) for _ in range(workers)]
        self._idle = list(self._workers)
        self._turns = asyncio.Semaphore(workers)

    async def __aenter__(self) -> Self:
        """Start a child, so that it is ready when the first page is there; others when there is more to do."""
        await self._idle[-1].start()
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End the children."""
        for worker in self._workers:
            await worker.stop()

    async def read(self, task: Task) -> Read | Problem:
        """Read something, whatever it is; it never raises for what is in it."""
        async with self._turns:
            worker = self._idle.pop()
            try:
                return await worker.read(task)
            finally:
                self._idle.append(worker)


class Worker:
    """A child that reads, one thing at a time."""

    def __init__(self, *, timeout_s: float = _TIMEOUT_S, child: Sequence[str] = CHILD) -> None:
        """Set how long one reading may take, in seconds, and the command of the child."""
        self._timeout_s = timeout_s
        self._command = child
        self._child: asyncio.subprocess.Process | None = None

    async def read(self, task: Task) -> Read | Problem:
        """Read something; start a child if there is none, and end it if it is too slow or spent."""
        is_done = False
        try:
            async with asyncio.timeout(self._timeout_s):
                outcome, is_spent = await self._try(task)
            is_done = not is_spent
        except TimeoutError:
            words = f"not read within {self._timeout_s:g} seconds, and given up"
            return Problem(task.name, ProblemKind.TOO_SLOW, words)
        else:
            return outcome
        finally:
            if not is_done:  # Else its answer would be taken for that to the next task.
                await self.stop()

    async def _try(self, task: Task) -> tuple[Read | Problem, bool]:
        for _ in range(_MOST_TRIES):
            try:
                return await self._ask(task)
            except (OSError, EOFError, pickle.UnpicklingError):
                await self.stop()
        return Problem(task.name, ProblemKind.UNPARSABLE, "can't be read; it may be damaged"), True

    async def _ask(self, task: Task) -> tuple[Read | Problem, bool]:
        child = self._child or await self.start()
        if child.stdin is None or child.stdout is None:
            raise EOFError
        child.stdin.write(frame(task, patience_s=self._timeout_s + _GRACE_S))
        await child.stdin.drain()
        (length,) = LENGTH.unpack(await child.stdout.readexactly(LENGTH.size))
        # A pickle from our own child, which was given nothing but bytes to read.
        answer: tuple[Read | Problem, bool] = pickle.loads(await child.stdout.readexactly(length))  # noqa: S301
        return answer

    async def start(self) -> asyncio.subprocess.Process:
        """Start the child."""
        self._child = await asyncio.create_subprocess_exec(
            *self._command,
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
        )
        return self._child

    async def stop(self) -> None:
        """End the child, if there is one."""
        child, self._child = self._child, None
        if child and child.returncode is None:
            with contextlib.suppress(ProcessLookupError):
                child.kill()
            # With what it was just saying: to a pipe that is full and that nobody reads, its end does not come.
            await child.communicate()

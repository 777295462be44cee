"""An event loop that tells what holds it up: each piece of work that runs on it at one go, in CPU of its thread alone.

So a machine that is busy elsewhere is not blamed on the program, and neither is what runs in threads beside the loop, but for what it
has to wait for the interpreter.
"""

import asyncio
import time
from collections.abc import Callable
from contextvars import Context
from dataclasses import dataclass, field
from functools import partial
from typing import Any, TypeVarTuple, Unpack

_Ts = TypeVarTuple("_Ts")

__all__ = ["Held", "WatchedLoop"]


@dataclass(frozen=True, slots=True, order=True)
class Held:
    """A piece of work that held the loop up.

    Attributes:
        seconds: Of CPU.
        what: Where it began: the functions that waited there, the innermost last.
    """

    seconds: float
    what: str


@dataclass
class _Watch:
    held: list[Held] = field(default_factory=list)


class WatchedLoop(asyncio.SelectorEventLoop):
    """Notes what takes longer than `least_s`; `take` gives it."""

    def __init__(self, least_s: float = 0.003) -> None:
        """Choose what is worth to be told, in seconds."""
        self._watch = _Watch()
        self._least_s = least_s
        super().__init__()

    def take(self) -> list[Held]:
        """What was noted since the last time, the longest first."""
        found, self._watch.held = sorted(self._watch.held, reverse=True), []
        return found

    def call_soon(
        self, callback: Callable[[Unpack[_Ts]], object], *args: *_Ts, context: Context | None = None
    ) -> asyncio.Handle:
        """See `asyncio.AbstractEventLoop.call_soon`."""
        return super().call_soon(partial(self._timed, callback, *args), context=context)

    def call_at(
        self, when: float, callback: Callable[[Unpack[_Ts]], object], *args: *_Ts, context: Context | None = None
    ) -> asyncio.TimerHandle:
        """See `asyncio.AbstractEventLoop.call_at`."""
        return super().call_at(when, partial(self._timed, callback, *args), context=context)

    def call_soon_threadsafe(
        self, callback: Callable[[Unpack[_Ts]], object], *args: *_Ts, context: Context | None = None
    ) -> asyncio.Handle:
        """See `asyncio.AbstractEventLoop.call_soon_threadsafe`."""
        return super().call_soon_threadsafe(partial(self._timed, callback, *args), context=context)

    def _timed(self, callback: Callable[..., object], *args: Any) -> None:
        what = _where(callback)
        began = time.thread_time()
        try:
            callback(*args)
        finally:
            took = time.thread_time() - began
            if took >= self._least_s:
                self._watch.held.append(Held(took, what))


def _where(callback: Callable[..., object]) -> str:
    task = getattr(callback, "__self__", None)
    if not isinstance(task, asyncio.Task):
        return getattr(callback, "__qualname__", type(callback).__name__)
    names: list[str] = []
    waits: Any = task.get_coro()
    while (code := getattr(waits, "cr_code", getattr(waits, "gi_code", None))) is not None:
        frame = getattr(waits, "cr_frame", getattr(waits, "gi_frame", None))
        names.append(f"{code.co_qualname}:{frame.f_lineno if frame else '?'}")
        waits = getattr(waits, "cr_await", getattr(waits, "gi_yieldfrom", None))
    return " > ".join(names)

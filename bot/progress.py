"""A line that shows how far long work has come, for whoever waits at a terminal."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import IO, TextIO

from bot.plain import plain

__all__ = ["Progress", "progress_line", "waiting_line"]

Progress = Callable[[int, int, str], None]
"""Called with how many inputs are done, how many there are, and the one just done."""

# Work shorter than this needs no line.
_PATIENCE_S = 1.0
# Wider than any window; it is cut to that anyway.
_LONGEST_NAME = 300


@contextmanager
def waiting_line(stream: IO[str]) -> Iterator[Callable[[str], None]]:
    """Show on a terminal what is being done, a line instead of the one before; nothing anywhere else."""
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream)
    status = console.status(Text("…"))

    def tell(words: str) -> None:
        status.update(Text(plain(words, _LONGEST_NAME), overflow="ellipsis", no_wrap=True))
        if console.is_terminal:
            status.start()

    try:
        yield tell
    finally:
        status.stop()


@contextmanager
def progress_line(stream: TextIO) -> Iterator[Progress]:
    """Show progress on a terminal once the work has taken a second; nothing anywhere else.

    Use it within a running event loop. What it gives is called with how much is done, how much there is, and of what.
    """
    from rich.console import Console
    from rich.text import Text

    console = Console(file=stream)
    status = console.status(Text("Reading…"))

    def report(done: int, total: int, name: str) -> None:
        status.update(
            Text(f"Reading… {done} of {total}: {plain(name, _LONGEST_NAME)}", overflow="ellipsis", no_wrap=True)
        )

    timer = asyncio.get_running_loop().call_later(_PATIENCE_S, status.start) if console.is_terminal else None
    try:
        yield report
    finally:
        if timer:
            timer.cancel()
        status.stop()

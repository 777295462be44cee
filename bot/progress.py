"""A line that shows how far long work has come, for whoever waits at a terminal."""

import asyncio
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from rich.console import Console
from rich.text import Text

from bot.plain import plain

__all__ = ["progress_line"]

# Work shorter than this needs no line.
_PATIENCE_S = 1.0
# Wider than any window; it is cut to that anyway.
_LONGEST_NAME = 300


@contextmanager
def progress_line(stream: TextIO) -> Iterator[Callable[[int, int, str], None]]:
    """Show progress on a terminal once the work has taken a second; nothing anywhere else.

    Use it within a running event loop. What it gives is called with how much is done, how much there is, and of what.
    """
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

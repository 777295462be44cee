"""Programs that hold something."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager

__all__ = ["one_that_is_gone", "one_that_runs"]

_HOLDER = "from bot.alive import new_holder; print(new_holder(), flush=True); input()"


@contextmanager
def one_that_runs() -> Iterator[tuple[str, "subprocess.Popen[str]"]]:
    """A holder of another process, and that process."""
    pipe = subprocess.PIPE
    with subprocess.Popen([sys.executable, "-c", _HOLDER], stdin=pipe, stdout=pipe, text=True) as process:
        assert process.stdout
        try:
            yield process.stdout.readline().strip(), process
        finally:
            process.kill()


def one_that_is_gone() -> str:
    """A holder of a process that was killed."""
    with one_that_runs() as (holder, _):
        return holder

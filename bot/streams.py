"""The standard streams, made safe to use, and what is typed or piped into them."""

import codecs
import io
import json
import os
import select
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager, suppress
from typing import Any, TextIO

from bot.errors import RequestError
from bot.logs import without_secrets
from bot.plain import escaped, plain
from bot.problems import Problem

__all__ = [
    "LONGEST_WORDS",
    "agrees",
    "complain",
    "lines_typed",
    "open_streams",
    "output",
    "print_bytes",
    "print_json",
    "print_lines",
    "standard_input",
    "tell",
]

LONGEST_WORDS = 400
"""The most characters shown of what a wrong argument or an error says of itself."""


def standard_input(max_bytes: int) -> bytes | None:
    """What is piped in, up to so much and one byte more; None if it is closed or can't be read."""
    with suppress(OSError):
        return sys.stdin.buffer.read(max_bytes + 1) if sys.stdin else None
    return None


def open_streams() -> None:
    """Make the standard streams safe to use, whatever the program was started with.

    Raises:
        RequestError: If standard output is closed.
    """
    for descriptor in range(3):
        try:
            os.fstat(descriptor)
        except OSError:  # Closed: else the next socket or file would get its number, and what is printed.
            os.open(os.devnull, os.O_RDWR)
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - a descriptor for good
    if sys.stdout is None:
        message = "standard output is closed; give it somewhere to go, as in > digest.txt"
        raise RequestError(message)
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")  # What the terminal has no code for is shown as a question mark.


@contextmanager
def output() -> Iterator[None]:
    """All that is printed within has got out at the end.

    Raises:
        BrokenPipeError: If whoever reads it has gone.
        RequestError: If it can't be written.
    """
    try:
        try:
            yield
        finally:
            sys.stdout.flush()
    except BrokenPipeError:
        _discard(sys.stdout)
        raise
    except OSError as error:
        _discard(sys.stdout)
        message = f"standard output can't be written ({error.strerror}); let it go somewhere else"
        raise RequestError(message) from error


def complain(words: str) -> None:
    """Say something on standard error, if there is anybody to hear it; without secrets, as what was typed may be repeated in it."""
    try:
        print(without_secrets(words), file=sys.stderr)
    except OSError:
        _discard(sys.stderr)


def _discard(stream: TextIO) -> None:
    """Let go nowhere what a stream still holds: Python would fail to write it once more, and complain, when it ends."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def lines_typed(prompt: str) -> Iterator[str]:
    """What is typed, line by line, with line editing and a history; or what is piped in and there already.

    A pipe that is open and says nothing is left alone: nobody may be at its other end.
    """
    if not sys.stdin or not sys.stdout.isatty() or not sys.stdin.isatty():
        yield from _lines_piped()
        return
    with suppress(ImportError):  # Not on Windows, whose terminals edit lines by themselves.
        import readline  # noqa: F401 - `input` uses it once it is loaded.
    while True:
        try:
            yield input(prompt)
        except (EOFError, KeyboardInterrupt):
            print()
            return


def agrees(question: str, option: str) -> bool:
    """Whether somebody at the terminal says yes.

    Args:
        question: What they are asked.
        option: Which option would have said so.

    Raises:
        RequestError: If there is nobody to be asked.
    """
    if not sys.stdin or not sys.stdin.isatty() or not sys.stdout.isatty():
        message = f"there is nobody here to be asked; say {option} if it is to be done"
        raise RequestError(message)
    return next(lines_typed(question), "").strip().lower() in {"y", "yes"}


def _lines_piped() -> Iterator[str]:
    with suppress(OSError, ValueError):  # Closed, or none that can be asked whether something is there.
        if isinstance(sys.stdin, io.TextIOWrapper):
            sys.stdin.reconfigure(errors="replace")
        if sys.stdin and not sys.stdin.isatty() and select.select([sys.stdin], [], [], 0)[0]:
            yield from sys.stdin


def print_bytes(content: bytes) -> None:
    """Print what is encoded already, whatever the encoding of the output."""
    sys.stdout.flush()
    sys.stdout.buffer.write(content)


def print_json(data: Mapping[str, Any]) -> None:
    """Print data as JSON."""
    # What the encoding of the output has no code for would become a question mark, and no longer be the article's.
    is_utf8 = codecs.lookup(sys.stdout.encoding).name == "utf-8"
    print(escaped(json.dumps(data, ensure_ascii=not is_utf8, indent=2)))


def print_lines(lines: Iterable[str]) -> None:
    """Print lines."""
    for line in lines:
        print(line)


def tell(problems: Iterable[Problem]) -> None:
    """Say what was wrong with sources, a line each, on standard error."""
    for problem in problems:
        complain(f"pullquote: {plain(problem.source, LONGEST_WORDS)}: {plain(problem.words, LONGEST_WORDS)}")

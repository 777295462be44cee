"""The command line: it puts the parts together and does nothing else.

What takes long to load is imported where it is used: --help does without, and an interrupt finds somebody to answer it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Sequence
from typing import TYPE_CHECKING, NoReturn

from bot.cli import ask, check, db, digest, health, inspect, quotes, run, schedule
from bot.cli.arguments import SOMETHING_FAILED
from bot.errors import PullquoteError
from bot.plain import plain
from bot.streams import LONGEST_WORDS, complain, open_streams, output

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

    from bot.fetch import Fetcher

__all__ = ["main"]

# Exit codes, besides those of the commands.
_WRONG_USAGE = 2
_BUG = 70
_INTERRUPTED = 130
_PIPE_CLOSED = 141

_DEBUG = "PULLQUOTE_DEBUG"

# In the order of the help.
_COMMANDS = (digest, ask, quotes, inspect, check, run, health, schedule, db)


class _Parser(argparse.ArgumentParser):
    """A parser whose errors repeat an argument only as far as it can be read, and whose help never gets lost in silence."""

    def error(self, message: str) -> NoReturn:
        complain(f"{self.format_usage()}{self.prog}: error: {plain(message, LONGEST_WORDS)}")
        self.exit(_WRONG_USAGE)

    def print_help(self, file: SupportsWrite[str] | None = None) -> None:
        print(self.format_help(), end="", file=file)


def main(argv: Sequence[str] | None = None, *, fetcher: Fetcher | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments without the program's name; those of the process if not given.
        fetcher: Instead of the usual one, for tests.

    Returns:
        The exit code.
    """
    try:
        open_streams()
        return _run(argv, fetcher)
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:  # Whoever read has had enough.
        return _PIPE_CLOSED
    except PullquoteError as error:
        for line in str(error).splitlines():
            complain(f"pullquote: {line}")
        return SOMETHING_FAILED
    except Exception as error:
        if _DEBUG in os.environ:
            raise
        if (
            isinstance(error, OSError) and error.strerror
        ):  # Neither a source's nor an output's: those are met elsewhere.
            complain(f"pullquote: the system refuses what is needed ({error.strerror}); raise its limits, or try later")
            return SOMETHING_FAILED
        cause = plain(f"{type(error).__name__}: {error}", LONGEST_WORDS)
        complain(f"pullquote: a mistake of the program, not yours ({cause}); to see where, set {_DEBUG}=1")
        return _BUG


def _run(argv: Sequence[str] | None, fetcher: Fetcher | None) -> int:
    parser = _parser()
    with output():
        arguments = parser.parse_args(argv)
    if "run" not in arguments:
        complain(parser.format_help())
        return _WRONG_USAGE
    code: int = arguments.run(arguments, fetcher)
    return code


def _parser() -> argparse.ArgumentParser:
    from importlib.metadata import version

    parser = _Parser(
        prog="pullquote",
        description="News digests in verbatim sentences, with the quotes that matter and who said them.",
    )
    parser.add_argument("--version", action="version", version=f"pullquote {version('pullquote')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    for command in _COMMANDS:
        command.add(commands)
    return parser


if __name__ == "__main__":
    sys.exit(main())

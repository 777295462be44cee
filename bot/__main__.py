"""The command line: it puts the parts together and does nothing else."""

import argparse
import asyncio
import codecs
import io
import json
import os
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from typing import NoReturn

from bot.adapters.terminal import Terminal
from bot.fetch import MAX_BYTES, Fetcher
from bot.inputs import STANDARD_INPUT, Inputs, seed_files
from bot.plain import escaped, plain
from bot.problems import Problem
from bot.progress import progress_line
from bot.reading import Reader
from bot.render import digest_message, skipped_words
from bot.service import Service
from digest import Digest, Length, as_data, methods

__all__ = ["main"]

# Exit codes, as the help states them.
_FINE = 0
_SOMETHING_FAILED = 1
_WRONG_USAGE = 2
_BUG = 70
_INTERRUPTED = 130
_PIPE_CLOSED = 141

_DEBUG = "PULLQUOTE_DEBUG"

# The most characters shown of what a wrong argument or an error says of itself.
_LONGEST_WORDS = 400


class _Parser(argparse.ArgumentParser):
    """A parser whose errors repeat an argument only as far as it can be read."""

    def error(self, message: str) -> NoReturn:
        super().error(plain(message, _LONGEST_WORDS))


def main(argv: Sequence[str] | None = None, *, fetcher: Fetcher | None = None) -> int:
    """Run the command line.

    Args:
        argv: The arguments without the program's name; those of the process if not given.
        fetcher: Instead of the usual one, for tests.

    Returns:
        The exit code.
    """
    _never_choke(sys.stdout, sys.stderr)
    parser = _parser()
    arguments = parser.parse_args(argv)
    if "run" not in arguments:
        parser.print_help(sys.stderr)
        return _WRONG_USAGE
    try:
        code: int = arguments.run(arguments, fetcher or Fetcher())
    except KeyboardInterrupt:
        return _INTERRUPTED
    except BrokenPipeError:
        # Whoever read has had enough. Python would complain once more when it closes standard output.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return _PIPE_CLOSED
    except Exception as error:
        if _DEBUG in os.environ:
            raise
        cause = plain(f"{type(error).__name__}: {error}", _LONGEST_WORDS)
        _say(f"a mistake of the program, not yours ({cause}); to see where, set {_DEBUG}=1")
        return _BUG
    return code


def _say(words: str) -> None:
    print(f"pullquote: {words}", file=sys.stderr)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog="pullquote",
        description="News digests in verbatim sentences, with the quotes that matter and who said them.",
    )
    parser.add_argument("--version", action="version", version=f"pullquote {version('pullquote')}")
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    try_ = commands.add_parser(
        "try",
        help="print a digest of articles, pages or feeds: no account, no key, no server",
        description="Print a digest of files, web pages and feeds; with nothing named, of the sample articles that come with Pullquote.",
        epilog="Exit code: 0 if all that was named could be read; 1 if something could not, and the digest of the rest is printed; "
        "2 for wrong usage.",
    )
    try_.add_argument(
        "names",
        nargs="*",
        metavar="FILE|URL|FEED",
        help="a text or HTML file, the URL of an article, an RSS or Atom feed (file or URL), an OPML list of feeds; - is standard input",
    )
    try_.add_argument(
        "--length",
        choices=[length.value for length in Length],
        default=Length.STANDARD.value,
        help="how much to show (default: %(default)s)",
    )
    try_.add_argument(
        "--method",
        choices=["default", *methods()],
        default="default",
        metavar="METHOD",
        help=f"how to summarize: {', '.join(methods())} (default: lead)",
    )
    form = try_.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="no colours and no links")
    form.add_argument(
        "--json", action="store_true", help="as JSON: each text with its place in its article, and the articles"
    )
    try_.set_defaults(run=_try)
    return parser


def _try(arguments: argparse.Namespace, fetcher: Fetcher) -> int:
    names = arguments.names or seed_files()
    standard_input = sys.stdin.buffer.read(MAX_BYTES + 1) if STANDARD_INPUT in names else b""
    digest, problems = asyncio.run(_digest(names, arguments, fetcher, standard_input))
    if arguments.json:
        # What the encoding of the output has no code for would become a question mark, and no longer be the article's.
        is_utf8 = codecs.lookup(sys.stdout.encoding).name == "utf-8"
        print(escaped(json.dumps(as_data(digest), ensure_ascii=not is_utf8, indent=2)))
    elif digest.stories:
        title = f"Pullquote · {digest.made_at:%a} {digest.made_at.day} {digest.made_at:%b %Y}"
        Terminal(plain=arguments.plain).post(digest_message(digest, title))
    else:
        for skipped in digest.skipped:
            _say(skipped_words(skipped))
    sys.stdout.flush()
    return _SOMETHING_FAILED if problems else _FINE


async def _digest(
    names: Sequence[str], arguments: argparse.Namespace, fetcher: Fetcher, standard_input: bytes
) -> tuple[Digest, tuple[Problem, ...]]:
    async with fetcher, Reader() as reader:
        service = Service(Inputs(fetcher, standard_input), reader, clock=lambda: datetime.now(UTC).astimezone())
        with progress_line(sys.stderr) as progress:
            return await service.digest(
                names, length=Length(arguments.length), method=arguments.method, progress=progress
            )


def _never_choke(*streams: object) -> None:
    """Print a character that the terminal has no code for as a question mark, rather than fail."""
    for stream in streams:
        if isinstance(stream, io.TextIOWrapper):
            stream.reconfigure(errors="replace")


if __name__ == "__main__":
    sys.exit(main())

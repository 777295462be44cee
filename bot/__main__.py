"""The command line: it puts the parts together and does nothing else.

What takes long to load is imported where it is used: --help does without, and an interrupt finds somebody to answer it.
"""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Awaitable, Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

from bot.errors import PullquoteError
from bot.plain import plain
from bot.streams import complain, lines_typed, open_streams, output, print_json, standard_input, tell

if TYPE_CHECKING:
    from _typeshed import SupportsWrite

    from bot.fetch import Fetcher
    from bot.problems import Problem
    from digest import Digest

__all__ = ["main"]

_Made = TypeVar("_Made")

# Exit codes, as the help states them.
_FINE = 0
_SOMETHING_FAILED = 1
_WRONG_USAGE = 2
_BUG = 70
_INTERRUPTED = 130
_PIPE_CLOSED = 141

_DEBUG = "PULLQUOTE_DEBUG"

_EXIT_CODES = (
    "Exit code: 0 if all that was named could be read; 1 if something could not, and the digest of the rest is printed; "
    "2 for wrong usage."
)
# The most characters shown of what a wrong argument or an error says of itself.
_LONGEST_WORDS = 400


class _Parser(argparse.ArgumentParser):
    """A parser whose errors repeat an argument only as far as it can be read, and whose help never gets lost in silence."""

    def error(self, message: str) -> NoReturn:
        complain(f"{self.format_usage()}{self.prog}: error: {plain(message, _LONGEST_WORDS)}")
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
        return _SOMETHING_FAILED
    except Exception as error:
        if _DEBUG in os.environ:
            raise
        if (
            isinstance(error, OSError) and error.strerror
        ):  # Neither a source's nor an output's: those are met elsewhere.
            complain(f"pullquote: the system refuses what is needed ({error.strerror}); raise its limits, or try later")
            return _SOMETHING_FAILED
        cause = plain(f"{type(error).__name__}: {error}", _LONGEST_WORDS)
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
    digest = commands.add_parser(
        "digest",
        help="print a digest of articles, pages or feeds: no account, no key, no server",
        description="Print a digest of files, web pages and feeds.",
        epilog=_EXIT_CODES,
    )
    _add_names(digest, "+")
    try_ = commands.add_parser(
        "try",
        help="the same, of the sample articles that come with Pullquote if nothing is named",
        description="Print a digest of files, web pages and feeds; with nothing named, of the sample articles that come with Pullquote.",
        epilog=_EXIT_CODES,
    )
    _add_names(try_, "*")
    for parser_ in (digest, try_):
        _add_choices(parser_)
        _add_form(parser_)
        parser_.set_defaults(run=_digest)
    try_.set_defaults(converses=True)
    ask = commands.add_parser(
        "ask",
        help="answer a question from articles, pages or feeds, in their own sentences or not at all",
        description="Answer a question from files, web pages and feeds; with nothing named, from the sample articles.",
        epilog="Exit code: 0 if all that was named could be read, whatever the answer; 1 if something could not; 2 for wrong usage.",
    )
    ask.add_argument("question", metavar="QUESTION", help='in quotation marks: "Who said ...?"')
    _add_names(ask, "*")
    _add_semantic(ask)
    _add_form(ask)
    ask.set_defaults(run=_ask)
    quotes = commands.add_parser(
        "quotes",
        help="print every quotation of articles, pages or feeds, and who said it",
        description="Print the quotations of files, web pages and feeds, each with its speaker; with nothing named, of the sample articles.",
        epilog="Exit code: 0 if all that was named could be read; 1 if something could not; 2 for wrong usage.",
    )
    _add_names(quotes, "*")
    _add_form(quotes)
    quotes.set_defaults(run=_quotes)
    _add_inspecting(commands)
    run = commands.add_parser(
        "run",
        help="run the bot: answer in chat, and post digests by itself",
        description="Run the bot until it is stopped: on the platforms of the configuration, with tokens from the environment.",
        epilog="Exit code: 0 if it was stopped; 1 if it can't run, and why is said.",
    )
    run.add_argument(
        "config",
        nargs="?",
        type=Path,
        default=Path("config.toml"),
        metavar="CONFIG",
        help="the configuration (default: %(default)s); config.example.toml explains it",
    )
    run.set_defaults(run=_run_bot)
    return parser


def _add_inspecting(commands: Any) -> None:
    """The commands that show what is read, and where it comes from."""
    epilog = "Exit code: 0 if it could be read; 1 if not, and why is said; 2 for wrong usage."
    read = commands.add_parser(
        "read",
        help="show what is read of an article, a page or a feed: what is kept, what is left out and why",
        description="Show what is read of a file or a URL: the article, what was left out and why, and where each thing known of it is from.",
        epilog=epilog,
    )
    read.add_argument("name", metavar="FILE|URL", help="a text, a page, a feed or a list of feeds; - is standard input")
    read.set_defaults(run=_inspecting("read"))
    sources = commands.add_parser("sources", help="find the feeds of a site, and see how one does").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    find = sources.add_parser(
        "find",
        help="the feeds of a site, the best first",
        description="Find the feeds of a site, and try each.",
        epilog=epilog,
    )
    find.add_argument("url", metavar="URL", help="of the site, or of any page of it")
    find.set_defaults(run=_inspecting("find"))
    test = sources.add_parser(
        "test", help="what a feed gives", description="Read a feed once, and say what it gives.", epilog=epilog
    )
    test.add_argument("url", metavar="URL", help="of the feed")
    test.set_defaults(run=_inspecting("test"))
    for parser in (read, find, test):
        parser.add_argument("--json", action="store_true", help="the same as JSON, whole")


def _inspecting(name: str) -> Callable[[argparse.Namespace, Fetcher | None], int]:
    def run(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
        from bot import inspect_commands

        command: Callable[[argparse.Namespace, Fetcher | None], int] = getattr(inspect_commands, name)
        return command(arguments, fetcher)

    return run


def _add_names(parser: argparse.ArgumentParser, count: str) -> None:
    parser.add_argument(
        "names",
        nargs=count,
        metavar="FILE|URL|FEED",
        help="a text or HTML file, the URL of an article, an RSS, Atom or JSON feed (file or URL), an OPML list of feeds; - is standard input",
    )


def _add_choices(parser: argparse.ArgumentParser) -> None:
    """What can be chosen of a digest."""
    from digest import DEFAULT_METHOD, Length, Style, methods

    parser.add_argument(
        "--length",
        choices=[length.value for length in Length],
        default=Length.STANDARD.value,
        help="how much to show (default: %(default)s)",
    )
    parser.add_argument(
        "--style",
        choices=[style.value for style in Style],
        default=Style.SUMMARY.value,
        help="how to tell a story: in a paragraph, a line a sentence, or by headline alone (default: %(default)s)",
    )
    parser.add_argument(
        "--method",
        choices=["default", *methods()],
        default="default",
        metavar="METHOD",
        help=f"how to summarize: {', '.join(methods())} (default: {DEFAULT_METHOD})",
    )
    parser.add_argument(
        "--since",
        metavar="WHEN",
        help="only what is newer: 36h, 7d, 2w or a date like 2026-11-20 (default: all there is)",
    )
    parser.add_argument(
        "--about",
        action="append",
        default=[],
        metavar="WORDS",
        help="a word or name whose stories come earlier; can be given again",
    )
    _add_semantic(parser)
    parser.add_argument("--why", action="store_true", help="say of each story why it stands where it stands")


def _add_semantic(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--semantic",
        action="store_true",
        help="go by what texts mean as well; make semantic installs what it takes",
    )
    parser.add_argument("--model", default="", metavar="FOLDER", help="the same, with the model of a folder")


def _add_form(parser: argparse.ArgumentParser) -> None:
    form = parser.add_mutually_exclusive_group()
    form.add_argument("--plain", action="store_true", help="no colours, and addresses printed instead of links")
    form.add_argument(
        "--json", action="store_true", help="as JSON: each text with its place in its article, and the articles"
    )


def _digest(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    from functools import partial

    from bot.commands import read_since
    from bot.service import digest_of, embedder
    from digest import Length, Preferences, Style

    now = _now()
    make = partial(
        digest_of,
        now=now,
        length=Length(arguments.length),
        style=Style(arguments.style),
        method=arguments.method,
        since=read_since(arguments.since, now) if arguments.since is not None else None,
        preferences=Preferences(interests=tuple(filter(str.strip, arguments.about))),
        embed=embedder(arguments.model) if arguments.semantic or arguments.model else None,
    )
    digest, problems = _made_of(arguments.names, fetcher, make)
    with output():
        _print(digest, arguments)
    if "converses" in arguments and digest.stories and not arguments.json:
        _converse(digest, arguments)
    return _SOMETHING_FAILED if problems else _FINE


def _converse(digest: Digest, arguments: argparse.Namespace) -> None:
    """Answer questions about a digest that are typed, or were piped in."""
    from bot.adapters.terminal import Terminal
    from bot.conversation import GREETING, Conversation
    from bot.inputs import STANDARD_INPUT
    from bot.service import embedder

    if STANDARD_INPUT in arguments.names:
        return  # It gave an article, and has nothing more to say.
    embed = embedder(arguments.model) if arguments.semantic or arguments.model else None
    conversation = Conversation(digest, embed)
    terminal = Terminal(plain=arguments.plain)
    if sys.stdin and sys.stdin.isatty() and sys.stdout.isatty():
        terminal.post(GREETING)
    for line in lines_typed("› "):
        with output():
            if (message := conversation.reply(line)) is None:
                return
            terminal.post(message)


def _ask(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    from functools import partial

    from bot.adapters.terminal import Terminal
    from bot.answer_blocks import answer_message
    from bot.conversation import answer_of
    from bot.service import embedder
    from digest import answer_as_data

    embed = embedder(arguments.model) if arguments.semantic or arguments.model else None
    found, problems = _made_of(arguments.names, fetcher, partial(answer_of, question=arguments.question, embed=embed))
    with output():
        if arguments.json:
            print_json(answer_as_data(found))
        else:
            Terminal(plain=arguments.plain).post(answer_message(found))
    tell(problems)
    return _SOMETHING_FAILED if problems else _FINE


def _quotes(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    from bot.adapters.terminal import Terminal
    from bot.messages import Visibility
    from bot.render import quotes_message
    from bot.service import quotes_of
    from digest import quotes_as_data

    said, problems = _made_of(arguments.names, fetcher, quotes_of)
    with output():
        if arguments.json:
            print_json(quotes_as_data(said))
        elif said or not problems:
            Terminal(plain=arguments.plain).post(quotes_message(said, Visibility.PRIVATE))
    tell(problems)
    return _SOMETHING_FAILED if problems else _FINE


def _made_of(
    names: Sequence[str], fetcher: Fetcher | None, make: Callable[..., Awaitable[tuple[_Made, tuple[Problem, ...]]]]
) -> tuple[_Made, tuple[Problem, ...]]:
    """Make something of files and URLs, with a line of progress for whoever waits."""
    import asyncio

    from bot.fetch import MAX_BYTES, Fetcher
    from bot.gathering import Gatherer
    from bot.inputs import STANDARD_INPUT, Inputs, seed_files
    from bot.progress import progress_line
    from bot.workers import Reader

    named = names or seed_files()
    piped = standard_input(MAX_BYTES) if STANDARD_INPUT in named else b""

    async def made() -> tuple[_Made, tuple[Problem, ...]]:
        async with fetcher or Fetcher() as fetching, Reader() as reader:
            gatherer = Gatherer(Inputs(fetching, piped), reader)
            with progress_line(sys.stderr) as progress:
                return await make(gatherer, named, progress=progress)

    return asyncio.run(made())


def _print(digest: Digest, arguments: argparse.Namespace) -> None:
    from bot.adapters.terminal import Terminal
    from bot.render import digest_message, skipped_words
    from digest import as_data

    if arguments.json:
        print_json(as_data(digest))
    elif digest.stories:
        title = f"Pullquote · {digest.made_at:%a} {digest.made_at.day} {digest.made_at:%b %Y}"
        Terminal(plain=arguments.plain).post(digest_message(digest, title, why=arguments.why))
    else:
        for skipped in digest.skipped:
            complain(f"pullquote: {skipped_words(skipped)}")


def _run_bot(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    import asyncio

    from bot.running import run_bot

    asyncio.run(run_bot(arguments.config, fetcher))
    return _FINE


def _now() -> datetime:
    return datetime.now(UTC).astimezone()


if __name__ == "__main__":
    sys.exit(main())

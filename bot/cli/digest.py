"""`pullquote digest` and `pullquote try`: a digest of what is named, and questions about it."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, SOMETHING_FAILED, add_choices, add_form, add_names, ending
from bot.outputs import STANDARD_OUTPUT, check_output, shown_path, write_whole
from bot.streams import complain, lines_typed, output, print_bytes, print_json

if TYPE_CHECKING:
    from bot.fetch import Fetcher
    from digest import Digest, Filter

__all__ = ["add"]


def add(commands: Any) -> None:
    """Say what can be typed."""
    epilog = ending("something could not, and the digest of the rest is printed")
    digest = commands.add_parser(
        "digest",
        help="print a digest of articles, pages or feeds: no account, no key, no server",
        description="Print a digest of files, web pages and feeds.",
        epilog=epilog,
    )
    add_names(digest, "+")
    try_ = commands.add_parser(
        "try",
        help="the same, of the sample articles that come with Pullquote if nothing is named",
        description="Print a digest of files, web pages and feeds; with nothing named, of the sample articles that come with Pullquote.",
        epilog=epilog,
    )
    add_names(try_, "*")
    for parser in (digest, try_):
        add_choices(parser)
        add_form(parser).add_argument(
            "--html",
            metavar="FILE",
            help="as a page, whole in one file, to read, keep and hand on; - is standard output (docs/page.md)",
        )
        parser.set_defaults(run=_digest)
    try_.set_defaults(converses=True)


def _digest(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    from bot.cli.making import made_of
    from bot.made import digest_of, embedder
    from bot.typed import read_since
    from digest import Length, Preferences, Style

    if arguments.html not in {None, STANDARD_OUTPUT}:
        check_output(Path(arguments.html))  # Making a digest may take a minute.
    now = datetime.now(UTC).astimezone()
    make = partial(
        digest_of,
        now=now,
        length=Length(arguments.length),
        style=Style(arguments.style),
        method=arguments.method,
        since=read_since(arguments.since, now) if arguments.since is not None else None,
        preferences=Preferences(
            interests=tuple(filter(str.strip, arguments.about)),
            hidden=_filters(arguments.hide),
            only=_filters(arguments.only),
        ),
        embed=embedder(arguments.model) if arguments.semantic or arguments.model else None,
    )
    digest, problems = made_of(arguments.names, fetcher, make)
    with output():
        _print(digest, arguments)
    is_for_a_reader = not arguments.json and arguments.html is None
    if "converses" in arguments and digest.stories and is_for_a_reader:
        _converse(digest, arguments)
    return SOMETHING_FAILED if problems else FINE


def _filters(typed: list[str]) -> tuple[Filter, ...]:
    """Filters as they were typed. With what reads them comes all of the bot, so that is loaded only if there are some."""
    if not typed:
        return ()
    from bot.service import filters

    return filters(typed)


def _converse(digest: Digest, arguments: argparse.Namespace) -> None:
    """Answer questions about a digest that are typed, or were piped in."""
    from bot.adapters.terminal import Terminal
    from bot.conversation import GREETING, Conversation
    from bot.inputs import STANDARD_INPUT
    from bot.made import embedder

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


def _print(digest: Digest, arguments: argparse.Namespace) -> None:
    from bot.adapters.terminal import Terminal
    from bot.render import digest_message, skipped_words
    from digest import as_data

    if arguments.html is not None:
        _write_page(digest, arguments)
    elif arguments.json:
        print_json(as_data(digest))
    elif digest.stories:
        title = f"Pullquote · {digest.made_at:%a} {digest.made_at.day} {digest.made_at:%b %Y}"
        Terminal(plain=arguments.plain).post(digest_message(digest, title, why=arguments.why))
    if not digest.stories and not arguments.json:
        for skipped in digest.skipped:
            complain(f"pullquote: {skipped_words(skipped)}")


def _write_page(digest: Digest, arguments: argparse.Namespace) -> None:
    from importlib.metadata import version

    from bot.page import digest_page

    page = digest_page(digest, version("pullquote"), why=arguments.why).encode()
    if arguments.html == STANDARD_OUTPUT:
        print_bytes(page)
        return
    path = Path(arguments.html)
    write_whole(path, page)
    complain(f"pullquote: {shown_path(path)} is written, {len(page) / 1e3:,.0f} kB")

"""`pullquote digest` and `pullquote try`: a digest of what is named, and questions about it."""

from __future__ import annotations

import argparse
import sys
from datetime import UTC, datetime
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, SOMETHING_FAILED, add_choices, add_form, add_names, ending
from bot.streams import complain, lines_typed, output, print_json

if TYPE_CHECKING:
    from bot.fetch import Fetcher
    from digest import Digest

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
        add_form(parser)
        parser.set_defaults(run=_digest)
    try_.set_defaults(converses=True)


def _digest(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    from bot.cli.making import made_of
    from bot.commands import read_since
    from bot.service import digest_of, embedder, filters
    from digest import Length, Preferences, Style

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
            hidden=filters(arguments.hide),
            only=filters(arguments.only),
        ),
        embed=embedder(arguments.model) if arguments.semantic or arguments.model else None,
    )
    digest, problems = made_of(arguments.names, fetcher, make)
    with output():
        _print(digest, arguments)
    if "converses" in arguments and digest.stories and not arguments.json:
        _converse(digest, arguments)
    return SOMETHING_FAILED if problems else FINE


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

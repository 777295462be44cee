"""`pullquote quotes`: who said what in what is named."""

from __future__ import annotations

import argparse
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, SOMETHING_FAILED, add_form, add_names, ending
from bot.streams import output, print_json, tell

if TYPE_CHECKING:
    from bot.fetch import Fetcher

__all__ = ["add"]


def add(commands: Any) -> None:
    """Say what can be typed."""
    quotes = commands.add_parser(
        "quotes",
        help="print every quotation of articles, pages or feeds, and who said it",
        description="Print the quotations of files, web pages and feeds, each with its speaker; with nothing named, of the sample articles.",
        epilog=ending("something could not"),
    )
    add_names(quotes, "*")
    add_form(quotes)
    quotes.set_defaults(run=_quotes)


def _quotes(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    from bot.adapters.terminal import Terminal
    from bot.cli.making import made_of
    from bot.made import quotes_of
    from bot.messages import Visibility
    from bot.render import quotes_message
    from digest import quotes_as_data

    said, problems = made_of(arguments.names, fetcher, quotes_of)
    with output():
        if arguments.json:
            print_json(quotes_as_data(said))
        elif said or not problems:
            Terminal(plain=arguments.plain).post(quotes_message(said, Visibility.PRIVATE))
    tell(problems)
    return SOMETHING_FAILED if problems else FINE

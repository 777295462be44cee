"""`pullquote ask`: a question, answered from what is named."""

from __future__ import annotations

import argparse
from functools import partial
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, SOMETHING_FAILED, add_form, add_names, add_semantic, ending
from bot.streams import output, print_json, tell

if TYPE_CHECKING:
    from bot.fetch import Fetcher

__all__ = ["add"]


def add(commands: Any) -> None:
    """Say what can be typed."""
    ask = commands.add_parser(
        "ask",
        help="answer a question from articles, pages or feeds, in their own sentences or not at all",
        description="Answer a question from files, web pages and feeds; with nothing named, from the sample articles.",
        epilog=ending("something could not", "0 if all that was named could be read, whatever the answer"),
    )
    ask.add_argument("question", metavar="QUESTION", help='in quotation marks: "Who said ...?"')
    add_names(ask, "*")
    add_semantic(ask)
    add_form(ask)
    ask.set_defaults(run=_ask)


def _ask(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    from bot.adapters.terminal import Terminal
    from bot.answer_blocks import answer_message
    from bot.cli.making import made_of
    from bot.conversation import answer_of
    from bot.made import embedder
    from digest import answer_as_data

    embed = embedder(arguments.model) if arguments.semantic or arguments.model else None
    found, problems = made_of(arguments.names, fetcher, partial(answer_of, question=arguments.question, embed=embed))
    with output():
        if arguments.json:
            print_json(answer_as_data(found))
        else:
            Terminal(plain=arguments.plain).post(answer_message(found))
    tell(problems)
    return SOMETHING_FAILED if problems else FINE

"""The commands of the chat, typed at the command line for one place: `pullquote sources list|add|...` and others."""

from __future__ import annotations

import argparse
import os
import sys
from dataclasses import asdict
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, ending
from bot.streams import output, print_json

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.fetch import Fetcher
    from bot.messages import Message, Place

__all__ = ["ENDING", "TERMINAL", "add_place", "add_sources", "answered", "as_data"]

TERMINAL = "terminal"
"""The place that is meant where none is named: it has no channel."""

_NO_OPTIONS: Mapping[str, str] = {}
# Of each command of the chat: what it is given here, and what that is.
_SOURCES = {
    "list": ("", "the sources of a place, and how each is"),
    "add": ("source", "the address of a site or of a feed, or the name of a starter pack"),
    "remove": ("source", "its name or address"),
    "pause": ("source", "its name or address"),
    "resume": ("source", "its name or address"),
    "import": ("source", "an OPML list of feeds: a file, or its address"),
    "export": ("", "the sources of a place as an OPML list"),
}
_HELP = {
    "list": "the sources of a place",
    "add": "add a source, read it, and say what it is called",
    "remove": "remove a source",
    "pause": "leave a source out for now",
    "resume": "take a paused source in again",
    "import": "add all feeds of a list",
    "export": "print the sources as a list that other readers import",
}
ENDING = ending("not, and why is said", "0 if it was done")
"""What the help says of the exit codes."""


def add_sources(commands: Any) -> None:
    """Say what can be typed behind `pullquote sources`."""
    for name, (argument, help_) in _SOURCES.items():
        parser = commands.add_parser(name, help=_HELP[name], description=f"{_HELP[name].capitalize()}.", epilog=ENDING)
        if argument:
            parser.add_argument("named", metavar=argument.upper(), help=help_)
        add_place(parser, f"sources {name}", {argument: "named"} if argument else {})


def add_place(
    parser: argparse.ArgumentParser, command: str, options: Mapping[str, str] = _NO_OPTIONS, *, without: str = ""
) -> None:
    """Let a parser say of which place it is, and how it is shown.

    Args:
        parser: Of a command.
        command: That of the chat.
        options: Of its options, what each is called among the arguments: words, or a list of them.
        without: What it is about where no place is named, in words; the terminal if not given.
    """
    parser.add_argument(
        "--config", type=Path, default=Path("config.toml"), help="the configuration (default: %(default)s)"
    )
    parser.add_argument(
        "--place",
        type=_place,
        default=None if without else TERMINAL,
        metavar="PLATFORM:CHANNEL",
        help=f"of which place: terminal{'' if without else ' (the default)'}, or like discord:1122334455667788990"
        + (f"; {without} if not given" if without else ""),
    )
    parser.add_argument("--json", action="store_true", help="the same as JSON")
    parser.set_defaults(run=_run, command=command, options=options)


def _run(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    import asyncio

    message = asyncio.run(answered(arguments, fetcher))
    with output():
        if arguments.json:
            print_json(as_data(message))
        else:
            from bot.adapters.terminal import Terminal

            Terminal().post(message)
    return FINE


def as_data(message: Message) -> dict[str, Any]:
    """A message as plain data."""
    return {"blocks": [{"block": type(block).__name__, **asdict(block)} for block in message.blocks]}


async def answered(arguments: argparse.Namespace, fetcher: Fetcher | None) -> Message:
    """What is answered in a place that is named to a command of the chat.

    Raises:
        PullquoteError: If it can't be answered, in words.
    """
    from uuid import uuid4

    from bot.agreed import AgreedClock
    from bot.clock import SystemClock
    from bot.config import read_config
    from bot.fetch import Fetcher
    from bot.messages import Person, Request
    from bot.opening import open_desk
    from bot.progress import waiting_line
    from bot.service import Service

    config = read_config(arguments.config, os.environ, is_complete=False, is_on_platforms=False)
    place, options = arguments.place, _options(arguments)
    clock = AgreedClock(SystemClock())
    async with open_desk(config, fetcher or Fetcher(contact=config.contact, clock=clock.now), clock=clock) as desk:
        await clock.agree(desk.store)
        request = Request(uuid4().hex, arguments.command, place, Person("", may_manage=True), clock.now(), options)
        if not await desk.places.is_adopted():  # Of a bot that never ran.
            await desk.places.adopt(config.sources, request.at)
        service = Service(desk)
        with waiting_line(sys.stderr) as tell:
            message = await service.answer(request, tell)
        await service.posted(message, [])
        return message


def _place(named: str) -> Place:
    """The place that is named.

    Raises:
        argparse.ArgumentTypeError: If there can be none of this name.
    """
    from bot.config import PLATFORMS
    from bot.messages import Place

    platform, _, channel = named.partition(":")
    has_none = platform == TERMINAL
    if platform not in PLATFORMS or bool(channel) is has_none:
        message = f"{named}: name terminal, or a channel like discord:1122334455667788990 or slack:C0123ABCD"
        raise argparse.ArgumentTypeError(message)
    return Place(platform, channel=channel or platform)


def _options(arguments: argparse.Namespace) -> dict[str, str]:
    """What is named, by the options of the chat; of a file, what is in it.

    Raises:
        RequestError: If it can't be read.
    """
    from bot.errors import RequestError

    options = {name: _words(getattr(arguments, argument)) for name, argument in arguments.options.items()}
    named = options.get("source", "")
    if arguments.command == "sources import" and "://" not in named:
        try:
            options["document"] = Path(named).read_text(encoding="utf-8", errors="replace")
        except OSError as error:
            message = f"{named}: can't be read ({error.strerror}); check the name"
            raise RequestError(message) from None
    return {name: words for name, words in options.items() if words}


def _words(named: str | list[str] | None) -> str:
    return " ".join(named) if isinstance(named, list) else named or ""

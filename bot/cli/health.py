"""`pullquote health`: how the whole installation is, or one place of it."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, SOMETHING_FAILED, ending
from bot.cli.place import TERMINAL, add_place, answered, as_data
from bot.cli.stored import must_be_there
from bot.plain import plain
from bot.streams import output, print_json, print_lines

if TYPE_CHECKING:
    from bot.config import Config
    from bot.fetch import Fetcher
    from bot.messages import Message
    from bot.overall import Overall

__all__ = ["add"]


def add(commands: Any) -> None:
    """Say what can be typed."""
    health = commands.add_parser(
        "health",
        help="how the whole installation is, or the sources and the digests of a place",
        description=(
            "Say how all of it is: which processes there are, how the sources and the digests are, and what needs a look. "
            "Of a place that is named, say how its sources and its digests are, as /health does in chat."
        ),
        epilog=ending(
            "something needs a look: no process was seen, one is missing, digests are late, or a shard has no process",
            "0 if all is well, or a place was named",
        ),
    )
    add_place(health, "health", without="the whole installation")
    health.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    import asyncio

    from bot.config import read_config

    config = read_config(arguments.config, os.environ, is_complete=False, is_on_platforms=False)
    must_be_there(config)
    overall, message = asyncio.run(_looked(config, arguments, fetcher))
    with output():
        if arguments.json:
            blocks = as_data(message) if message else {"blocks": []}
            print_json(blocks | ({"installation": overall.as_data()} if overall else {}))
        else:
            if message:
                from bot.adapters.terminal import Terminal

                print_lines(["At the terminal:", ""] if overall else [])
                Terminal().post(message)
                print_lines(["In all:"] if overall else [])
            # What a machine is called is its own to choose.
            print_lines(plain(line) for line in (overall.lines() if overall else ()))
    return SOMETHING_FAILED if overall and overall.faults() else FINE


async def _looked(
    config: Config, arguments: argparse.Namespace, fetcher: Fetcher | None
) -> tuple[Overall | None, Message | None]:
    """How all of it is, and how a place is; all of it is left out where a place was named, and a place where none is and nobody is at the terminal."""
    from bot.messages import Place

    message = None
    if arguments.place or config.terminal:
        place = arguments.place or Place(TERMINAL, channel=TERMINAL)
        message = await answered(argparse.Namespace(**{**vars(arguments), "place": place}), fetcher)
    return None if arguments.place else await _overall(config), message


async def _overall(config: Config) -> Overall:
    from bot.overall import look_at_all
    from bot.store import Store

    shard_count = (config.discord.shard_count or 0) if config.discord else 0
    async with Store(config.database) as store:
        return await look_at_all(store, await store.processes.now(), shard_count)

"""`pullquote health`: how the whole installation is, or one place of it."""

from __future__ import annotations

import argparse
import os
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, SOMETHING_FAILED, ending
from bot.cli.place import add_place, answered, as_data
from bot.cli.stored import must_be_there
from bot.plain import plain
from bot.streams import output, print_json, print_lines

if TYPE_CHECKING:
    from bot.config import Config
    from bot.fetch import Fetcher
    from bot.messages import Message
    from bot.overall import Overall

__all__ = ["add"]

_TERMINAL = "terminal"


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
    add_place(health, "health")
    health.set_defaults(run=_run, place="")


def _run(arguments: argparse.Namespace, fetcher: Fetcher | None) -> int:
    import asyncio

    from bot.config import read_config

    config = read_config(arguments.config, os.environ, is_complete=False)
    if not arguments.place and not config.terminal:
        must_be_there(config)
    overall, message = asyncio.run(_looked(config, arguments, fetcher))
    with output():
        if arguments.json:
            blocks = as_data(message) if message else {"blocks": []}
            print_json(blocks | ({"installation": overall.as_data()} if overall else {}))
        else:
            if message:
                from bot.adapters.terminal import Terminal

                Terminal().post(message)
            # What a machine is called is its own to choose.
            print_lines(plain(line) for line in (overall.lines() if overall else ()))
    return SOMETHING_FAILED if overall and overall.faults() else FINE


async def _looked(
    config: Config, arguments: argparse.Namespace, fetcher: Fetcher | None
) -> tuple[Overall | None, Message | None]:
    """How all of it is, and how a place is; all of it is left out where a place was named, and a place where none is and nobody is at the terminal."""
    is_named = bool(arguments.place)
    message = None
    if is_named or config.terminal:
        of_place = argparse.Namespace(**{**vars(arguments), "place": arguments.place or _TERMINAL})
        message = await answered(of_place, fetcher)
    return None if is_named else await _overall(config), message


async def _overall(config: Config) -> Overall:
    from bot.config import PLATFORMS
    from bot.overall import look_at_all
    from bot.store import Store

    platforms = [name for name in PLATFORMS if getattr(config, name) is not None]
    shard_count = (config.discord.shard_count or 0) if config.discord else 0
    async with Store(config.database) as store:
        return await look_at_all(store, platforms, await store.processes.now(), shard_count)

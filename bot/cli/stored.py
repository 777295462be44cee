"""What is done with the database that the configuration names."""

from __future__ import annotations

import argparse
import os
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TYPE_CHECKING

from bot.cli.arguments import FINE
from bot.streams import output, print_lines

if TYPE_CHECKING:
    from bot.config import Config
    from bot.store import Store

__all__ = ["add_config_option", "database_of", "must_be_there", "told"]


def add_config_option(parser: argparse.ArgumentParser) -> None:
    """The configuration, where something else is named first."""
    parser.add_argument(
        "--config",
        type=Path,
        default=Path("config.toml"),
        metavar="CONFIG",
        help="the configuration that names the database (default: %(default)s)",
    )


def must_be_there(config: Config) -> None:
    """See that there is a database: whoever only looks makes none.

    Raises:
        ConfigError: If there is none.
    """
    from bot.database_urls import file_of
    from bot.errors import ConfigError

    file = file_of(config.database)
    if file and not file.exists():
        raise ConfigError((f"{file}: there is no database yet; pullquote run makes one",))


def told(arguments: argparse.Namespace, work: Callable[[Store, Config], Awaitable[list[str]]]) -> int:
    """Do something with the database that the configuration names, and say what came of it."""
    import asyncio

    from bot.store import Store

    config = database_of(arguments)

    async def done() -> list[str]:
        async with Store(config.database) as store:
            return await work(store, config)

    lines = asyncio.run(done())
    with output():
        print_lines(lines)
    return FINE


def database_of(arguments: argparse.Namespace) -> Config:
    """The configuration, whose database is there.

    Raises:
        ConfigError: If it can't be read, or there is no such file.
    """
    from bot.config import read_config

    # Whoever looks after the database need not have the tokens at hand.
    config = read_config(arguments.config, os.environ, is_complete=False, is_on_platforms=False)
    must_be_there(config)
    return config

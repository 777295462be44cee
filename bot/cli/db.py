"""`pullquote db`: what keeps the database fit."""

from __future__ import annotations

import argparse
import os
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, SOMETHING_FAILED
from bot.streams import output, print_lines

if TYPE_CHECKING:
    from bot.config import Config
    from bot.fetch import Fetcher
    from bot.store import Store

__all__ = ["add"]

_ENDING = "Exit code: 0 if it was done; 1 if not, and why is said."


def add(commands: Any) -> None:
    """Say what can be typed."""
    db = commands.add_parser("db", help="back up, prune or check the database").add_subparsers(
        title="commands", metavar="COMMAND", required=True
    )
    backup = db.add_parser(
        "backup",
        help="copy the database into a file, while the bot runs",
        description="Copy the database into a file that is not there yet, as it is at one instant; the bot may run meanwhile.",
        epilog=_ENDING,
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="where to; it is there only once it is whole")
    prune = db.add_parser(
        "prune",
        help="take out what is old and was shown to nobody",
        description="Take out articles that are old and that no message cites; the bot does so once a day by itself.",
        epilog=_ENDING,
    )
    prune.add_argument(
        "--days", type=int, metavar="DAYS", help="how old; the configuration's retention_days if not given"
    )
    check = db.add_parser(
        "check",
        help="look whether the database is as it should be",
        description="Look whether the database is sound.",
        epilog="Exit code: 0 if it is sound; 1 if not, and what is wrong is said.",
    )
    for parser, run in ((backup, _back_up), (prune, _prune), (check, _check)):
        parser.add_argument(
            "--config",
            type=Path,
            default=Path("config.toml"),
            metavar="CONFIG",
            help="the configuration that names the database (default: %(default)s)",
        )
        parser.set_defaults(run=run)


def _back_up(arguments: argparse.Namespace, _: Fetcher | None) -> int:
    async def work(store: Store, __: Config) -> list[str]:
        await store.back_up(arguments.file)
        return [f"{arguments.file} is written, {arguments.file.stat().st_size / 1e6:,.1f} MB"]

    return _told(arguments, work)


def _prune(arguments: argparse.Namespace, _: Fetcher | None) -> int:
    from bot.errors import RequestError

    if arguments.days is not None and arguments.days < 1:
        message = f"--days {arguments.days} would take out what is new; give 1 or more"
        raise RequestError(message)

    async def work(store: Store, config: Config) -> list[str]:
        retention = timedelta(days=config.retention_days if arguments.days is None else arguments.days)
        pruned = await store.prune(datetime.now(UTC), retention)
        return [f"{pruned.articles} articles, {pruned.messages} messages and {pruned.deliveries} deliveries taken out"]

    return _told(arguments, work)


def _check(arguments: argparse.Namespace, _: Fetcher | None) -> int:
    faults: list[str] = []

    async def work(store: Store, __: Config) -> list[str]:
        faults.extend(await store.check())
        return faults or ["sound"]

    _told(arguments, work)
    return SOMETHING_FAILED if faults else FINE


def _told(arguments: argparse.Namespace, work: Callable[[Store, Config], Awaitable[list[str]]]) -> int:
    """Do something with the database that the configuration names, and say what came of it."""
    import asyncio

    from bot.config import read_config
    from bot.errors import ConfigError
    from bot.store import Store

    # Whoever looks after the database need not have the tokens at hand.
    config = read_config(arguments.config, os.environ, is_complete=False)
    if "://" not in config.database and not Path(config.database).exists():
        raise ConfigError((f"{config.database}: there is no database yet; pullquote run makes one",))

    async def done() -> list[str]:
        async with Store(config.database) as store:
            return await work(store, config)

    lines = asyncio.run(done())
    with output():
        print_lines(lines)
    return FINE

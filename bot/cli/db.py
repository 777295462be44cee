"""`pullquote db`: what keeps the database fit."""

from __future__ import annotations

import argparse
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any

from bot.cli import move, takedown
from bot.cli.arguments import FINE, SOMETHING_FAILED
from bot.cli.stored import add_config_option, told

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.config import Config
    from bot.fetch import Fetcher
    from bot.store import Store

__all__ = ["add"]

_ENDING = "Exit code: 0 if it was done; 1 if not, and why is said."


def add(commands: Any) -> None:
    """Say what can be typed."""
    db = commands.add_parser("db", help="back up, prune, check, repair or move the database, or take articles down")
    kinds = db.add_subparsers(title="commands", metavar="COMMAND", required=True)
    backup = _command(kinds, "backup", _back_up, "copy the database into a file, while the bot runs")
    backup.description = (
        "Copy the database into a file that is not there yet, as it is at one instant; the bot may run meanwhile."
    )
    backup.add_argument("file", type=Path, metavar="FILE", help="where to; it is there only once it is whole")
    prune = _command(kinds, "prune", _prune, "take out what is old and was shown to nobody")
    prune.description = (
        "Take out articles that are old and that no message cites; the bot does so once a day by itself."
    )
    prune.add_argument(
        "--days", type=int, metavar="DAYS", help="how old; the configuration's retention_days if not given"
    )
    prune.add_argument(
        "--compact",
        action="store_true",
        help="give the room back to the disk as well; stop the bot first, and have as much room again for it",
    )
    check = _command(kinds, "check", _check, "look whether the database is as it should be")
    check.description = "Look whether the database is sound."
    check.epilog = "Exit code: 0 if it is sound; 1 if not, and what is wrong is said."
    repair = _command(kinds, "repair", _repair, "put right what can be: the index of words, and which wordings count")
    repair.description = (
        "Put right the index of words, and which wordings of articles count; stop the bot first, if there are many."
    )
    move.add(kinds)
    takedown.add(kinds)


def _command(
    kinds: Any, name: str, run: Callable[[argparse.Namespace, Fetcher | None], int], words: str
) -> argparse.ArgumentParser:
    parser: argparse.ArgumentParser = kinds.add_parser(name, help=words, epilog=_ENDING)
    add_config_option(parser)
    parser.set_defaults(run=run)
    return parser


def _back_up(arguments: argparse.Namespace, _: Fetcher | None) -> int:
    async def work(store: Store, __: Config) -> list[str]:
        await store.back_up(arguments.file)
        return [f"{arguments.file} is written, {_megabytes(arguments.file.stat().st_size)}"]

    return told(arguments, work)


def _prune(arguments: argparse.Namespace, _: Fetcher | None) -> int:
    from bot.errors import RequestError

    if arguments.days is not None and arguments.days < 1:
        message = f"--days {arguments.days} would take out what is new; give 1 or more"
        raise RequestError(message)

    async def work(store: Store, config: Config) -> list[str]:
        retention = timedelta(days=config.retention_days if arguments.days is None else arguments.days)
        pruned = await store.prune(await store.processes.now(), retention)
        said = f"{pruned.articles} articles, {pruned.messages} messages and {pruned.deliveries} deliveries taken out"
        said += f", and {pruned.places} places forgotten that were left a month ago" if pruned.places else ""
        return [said, *await _room(store, is_given_back=arguments.compact)]

    return told(arguments, work)


async def _room(store: Store, *, is_given_back: bool) -> list[str]:
    """What is said of the room that a file has and does not need."""
    if is_given_back:
        given_back = await store.compact()
        return [f"{_megabytes(given_back)} given back to the disk"] if given_back else []
    free = await store.free_bytes()
    return [f"{_megabytes(free)} of the file are free for what comes; --compact gives them back"] if free else []


def _check(arguments: argparse.Namespace, _: Fetcher | None) -> int:
    faults: list[str] = []

    async def work(store: Store, __: Config) -> list[str]:
        faults.extend(await store.check())
        return faults or ["sound"]

    told(arguments, work)
    return SOMETHING_FAILED if faults else FINE


def _repair(arguments: argparse.Namespace, _: Fetcher | None) -> int:
    async def work(store: Store, __: Config) -> list[str]:
        return list(await store.repair()) or ["nothing had to be put right"]

    return told(arguments, work)


def _megabytes(size: int) -> str:
    return f"{size / 1e6:,.1f} MB"

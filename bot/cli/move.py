"""`pullquote db move`: everything from one database to another."""

from __future__ import annotations

import argparse
import os
import time
from typing import TYPE_CHECKING, Any

from bot.cli.arguments import FINE, SOMETHING_FAILED, ending
from bot.cli.stored import add_config_option, database_of
from bot.streams import complain, output, print_lines

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.fetch import Fetcher
    from bot.store.moving import Compared, Progress

__all__ = ["add"]

_TOLD_EVERY_S = 5.0
_DIGITS = 16


def add(commands: Any) -> None:
    """Say what can be typed."""
    move = commands.add_parser(
        "move",
        help="move everything to another database: a file's to PostgreSQL, or back",
        description=(
            "Copy everything from the database that the configuration names into one that is empty, and compare it, row by row: "
            "it is all there afterwards, or nothing is. Stop Pullquote first. The old database is left as it is."
        ),
        epilog=ending("not, or if they differ, and why is said", "0 if everything is in both"),
    )
    move.add_argument(
        "target",
        nargs="?",
        metavar="TARGET",
        help=(
            "where to: postgresql://user@host/name, or a file that is not there yet; if not given, TARGET_DATABASE_URL of the "
            "environment, or the file that TARGET_DATABASE_URL_FILE names, where a password is safer"
        ),
    )
    move.add_argument("--check", action="store_true", help="only compare the two, and change neither")
    add_config_option(move)
    move.set_defaults(run=_run)


def _run(arguments: argparse.Namespace, _: Fetcher | None) -> int:
    from bot.config.secrets import TARGET, target
    from bot.errors import RequestError
    from bot.store.moving import compare, is_same, move

    source = database_of(arguments).database
    where = arguments.target or target(os.environ)
    if not where:
        message = f"name the database to move to, as in: pullquote db move postgresql://user@host/name; or set {TARGET}"
        raise RequestError(message)
    if is_same(source, where):
        raise RequestError(_same(source))
    complain(f"pullquote: from {_name(source)} to {_name(where)}")
    compared = (compare if arguments.check else move)(source, where, _Teller())
    are_equal = not any(one.difference for one in compared)
    with output():
        print_lines(_lines(compared))
        if are_equal and not any(one.rows for one in compared):
            print_lines([_nothing(source)])
        elif are_equal:
            print_lines(["the same in both"] if arguments.check else _next(source, where))
    return FINE if are_equal else SOMETHING_FAILED


def _name(where: str) -> str:
    """What a database is called, without its password."""
    from bot.database_urls import url_of
    from bot.store.failures import name_of

    return name_of(url_of(where))


def _named_by() -> str:
    """The variable that the database which is moved comes from; empty if it is the configuration's."""
    from bot.config.secrets import DATABASE

    return next((name for name in (f"{DATABASE}_FILE", DATABASE) if os.environ.get(name)), "")


def _same(source: str) -> str:
    """Why a database is not moved onto itself."""
    words = f"{_name(source)} is the database that is to be moved"
    if variable := _named_by():
        words += f", as {variable} names it; take that out of the environment if the one of the configuration is to be moved (unset {variable})"
        return f"{words}, or name another one to move to"
    return f"{words}; name another one"


def _nothing(source: str) -> str:
    """What to think of if there was nothing to move."""
    by = _named_by() or "the configuration"
    return f"there is nothing in {_name(source)}, so nothing was moved; if that is not the database that you mean, see which one {by} names"


class _Teller:
    """Says how far it has come, now and then, on standard error."""

    def __init__(self) -> None:
        self._of: tuple[str, str] = ("", "")
        self._began = self._told = time.monotonic()

    def __call__(self, progress: Progress) -> None:
        now = time.monotonic()
        if (progress.stage, progress.table) != self._of:
            self._of = (progress.stage, progress.table)
            self._began = now
        is_whole = progress.done == progress.total
        if progress.total and (now - self._told >= _TOLD_EVERY_S or (is_whole and now - self._began >= _TOLD_EVERY_S)):
            self._told = now
            rate = progress.done / max(now - self._began, 1e-3)
            done = f"{progress.done:,} of {progress.total:,}"
            complain(f"pullquote: {progress.table}: {done} {progress.stage}, {rate:,.0f} a second")


def _lines(compared: tuple[Compared, ...]) -> Iterator[str]:
    for one in compared:
        if one.difference:
            yield f"{one.name}: differs: {one.difference}"
        elif one.digest:
            yield f"{one.name}: {one.rows:,} the same, {one.digest[:_DIGITS]}"
        else:
            yield f"{one.name}: the same is found for {one.rows} words"


def _next(source: str, target: str) -> Iterator[str]:
    """What to do now; a URL may have a password in it, and is not repeated."""
    from bot.config.secrets import DATABASE
    from bot.database_urls import file_of

    yield "everything is moved, and compared"
    if (file := file_of(target)) is None:
        yield f"next: set {DATABASE} in the environment to the URL of the new database (or {DATABASE}_FILE), and start Pullquote"
    else:
        yield f"next: set database in the configuration to {str(file.absolute())!r}, take {DATABASE} out of the environment, and start Pullquote"
    kept = file_of(source) or "the old database"
    yield f"{kept} is left as it is; keep it until you are sure, and do not start Pullquote with it again"

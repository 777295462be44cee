"""Moves everything from one database to another: a SQLite file to PostgreSQL, or back. It is all there afterwards, or nothing is."""

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy import Connection, Integer, Table, func, inspect, select, text

from bot.database_urls import file_of, url_of
from bot.errors import StoreError
from bot.store import search
from bot.store.comparing import (
    Compared,
    Progress,
    Row,
    Stage,
    Tell,
    bare_tables,
    compare_tables,
    compare_words,
    portions,
)
from bot.store.database import connected
from bot.store.failures import name_of
from bot.store.schema import VERSIONS, bring_up_to_date, version_of

__all__ = ["Compared", "Progress", "Stage", "Tell", "compare", "continue_numbers", "is_same", "move"]

# How long what another process has is waited for: a server takes a moment to notice that one was killed.
_PATIENCE_S = 5.0
_LOOK_AGAIN_S = 0.1
# Any number will do, if nobody else takes it for something else.
_LOCK = 0x6D6F7665
_FILES = ("", "-wal", "-shm", "-journal")


@dataclass(frozen=True, slots=True)
class _Side:
    """A database that is moved from or to."""

    connection: Connection
    name: str

    @property
    def is_postgresql(self) -> bool:
        return self.connection.dialect.name == "postgresql"


def is_same(one: Path | str, other: Path | str) -> bool:
    """Whether both are the same database, as far as can be told from what they are called."""
    if url_of(one) == url_of(other):
        return True
    first, second = file_of(one), file_of(other)
    return first is not None and second is not None and first.resolve() == second.resolve()


def move(
    source: Path | str, target: Path | str, tell: Tell, *, patience_s: float = _PATIENCE_S
) -> tuple[Compared, ...]:
    """Copy everything into a database in which there is nothing yet, in one transaction, and compare all of it.

    Nobody else may work with either meanwhile. The source is brought up to date in the same transaction, and left as it is otherwise.

    Args:
        source: A file or a URL.
        target: Likewise; a file is made if it is not there.
        tell: Hears how far it has come.
        patience_s: How long to wait for others to be gone from either.

    Returns:
        Each table, and the index of words: how many rows there are, all of them the same.

    Raises:
        StoreError: If it can't be done. There is nothing in the target then, and the source is as it was.
    """
    if is_same(source, target):
        words = f"{name_of(url_of(target))} is the database that is to be moved; name another one"
        raise StoreError(words)
    _insist_on_files(source)
    is_new = (file := file_of(target)) is not None and not file.exists()
    with _side(source, patience_s) as old, _side(target, patience_s) as new:
        try:
            names = _names(old)
            # The source's ends first: if that fails, there is nothing in the target.
            with new.connection.begin(), old.connection.begin():
                _take(old, new, names, patience_s)
                _fill(old, new, tell)
                return _insist(tuple(_compared(old.connection, new.connection, tell)), old, new)
        except BaseException:
            if file and is_new:
                for ending in _FILES:
                    Path(f"{file}{ending}").unlink(missing_ok=True)
            raise


def compare(source: Path | str, target: Path | str, tell: Tell) -> tuple[Compared, ...]:
    """Compare two databases, and change nothing in either; others may work with them.

    Returns:
        Each table, and the index of words; those that differ say so.

    Raises:
        StoreError: If either can't be read, or is not there, or of another version.
    """
    _insist_on_files(source, target)
    with connected(source, is_alone=False) as old, connected(target, is_alone=False) as new, old.begin(), new.begin():
        for connection, where in ((old, source), (new, target)):
            _lift_limits(connection)
            if (version := version_of(connection)) != VERSIONS[-1]:
                words = (
                    f"the database {name_of(url_of(where))} is of another version (its form is {version or 'not known'}, and "
                    f"should be {VERSIONS[-1]}); start Pullquote once with it"
                )
                raise StoreError(words)
        return tuple(_compared(old, new, tell))


def continue_numbers(connection: Connection, table: Table) -> None:
    """Let PostgreSQL number new rows of a table from behind those that came with their numbers; SQLite does so by itself."""
    if connection.dialect.name != "postgresql":
        return
    for column in table.columns:
        if isinstance(column.type, Integer):
            asked = {"table": table.name, "column": column.name}
            sequence = connection.execute(text("SELECT pg_get_serial_sequence(:table, :column)"), asked).scalar()
            last = connection.execute(select(func.max(column))).scalar() if sequence else None
            if last is not None:
                connection.execute(select(func.setval(sequence, last)))


@contextmanager
def _side(where: Path | str, patience_s: float) -> Iterator[_Side]:
    with connected(where, is_alone=True, patience_s=patience_s) as connection:
        yield _Side(connection, name_of(url_of(where)))


def _insist_on_files(*wheres: Path | str) -> None:
    for where in wheres:
        if (file := file_of(where)) and not file.exists():
            words = f"{file}: there is no database there"
            raise StoreError(words)


def _compared(old: Connection, new: Connection, tell: Tell) -> Iterator[Compared]:
    yield from compare_tables(old, new, tell)
    yield compare_words(old, new)


def _insist(compared: tuple[Compared, ...], old: _Side, new: _Side) -> tuple[Compared, ...]:
    if different := next((one for one in compared if one.difference), None):
        words = (
            f"{different.name} is not the same in {old.name}, the source, and {new.name}, the target: {different.difference}; "
            "nothing was moved; see that nobody works with either, and do it again"
        )
        raise StoreError(words)
    return compared


def _names(old: _Side) -> tuple[str, ...]:
    """Which of our tables there are: in a form of before, not all. In a transaction before that of the move, which asks nothing before they are locked."""
    with old.connection.begin():
        found = set(inspect(old.connection).get_table_names())
    return tuple(table.name for table in bare_tables() if table.name in found)


def _take(old: _Side, new: _Side, names: Sequence[str], patience_s: float) -> None:
    """Have both for oneself, with the tables of the source; then bring both up to date, and see that one is sound and the other empty."""
    servers = [side for side in (old, new) if side.is_postgresql]
    for side in servers:
        _take_postgresql(side, names if side is old else (), patience_s)
    for side in servers:
        _insist_on_being_alone(side, patience_s)
    bring_up_to_date(old.connection, old.name)
    missing, stray = search.mismatches(old.connection)
    if missing or stray:
        words = (
            f"the index of words of {old.name} is not as it should be; put it right first, with: pullquote db repair"
        )
        raise StoreError(words)
    bring_up_to_date(new.connection, new.name)
    counts = {table.name: _count(new.connection, table) for table in bare_tables()}
    if there := [f"{name}: {count}" for name, count in counts.items() if count]:
        words = (
            f"there is something in the database {new.name} already ({', '.join(there)}); name one that is empty or not there "
            "yet, or, if nobody needs what is in it, take that away first"
        )
        raise StoreError(words)


def _take_postgresql(side: _Side, names: Sequence[str], patience_s: float) -> None:
    connection = side.connection
    if names:
        # Before anything is read, so that what is read is what was there when nobody could write any more. A server that only
        # tidies up by itself gives way after a second.
        connection.execute(text(f"SET LOCAL lock_timeout = {max(1, round(patience_s * 1000))}"))
        connection.execute(text(f"LOCK TABLE {', '.join(names)} IN SHARE MODE"))
    _lift_limits(connection)
    if connection.execute(text("SHOW server_encoding")).scalar_one() != "UTF8":
        words = f"the database {side.name} can't hold every character; make one with: createdb --template=template0 --encoding=UTF8"
        raise StoreError(words)
    if not _until(patience_s, lambda: bool(connection.execute(text(_LOCKED), {"lock": _LOCK}).scalar_one())):
        words = f"the database {side.name} is the one that is to be moved, or is being moved by another process; name another one, or wait"
        raise StoreError(words)


def _lift_limits(connection: Connection) -> None:
    """For this transaction: while one side is at work, the other waits for longer than some servers let anybody, and we ourselves."""
    if connection.dialect.name == "postgresql":
        lifted = "SELECT set_config(name, '0', true) FROM pg_settings WHERE name = ANY(:names)"
        connection.execute(text(lifted), {"names": [f"{name}_timeout" for name in _TIMEOUTS]})


def _insist_on_being_alone(side: _Side, patience_s: float) -> None:
    if not _until(patience_s, lambda: not _others(side.connection)):
        words = (
            f"the database {side.name} is in use: {_others(side.connection)} other connections of the same user are open; "
            "stop Pullquote, and whatever else works with it, until everything is moved"
        )
        raise StoreError(words)


_TIMEOUTS = ("idle_in_transaction_session", "lock", "statement", "transaction")
_LOCKED = "SELECT pg_try_advisory_xact_lock(:lock)"
_CONNECTED = (
    "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND usename = current_user "
    "AND pid <> pg_backend_pid() AND backend_type = 'client backend'"
)


def _others(connection: Connection) -> int:
    # Within a transaction it would else be told again what it was told first.
    connection.execute(text("SELECT pg_stat_clear_snapshot()"))
    return int(connection.execute(text(_CONNECTED)).scalar_one())


def _until(patience_s: float, is_done: Callable[[], bool]) -> bool:
    end = time.monotonic() + patience_s
    while not (done := is_done()) and time.monotonic() < end:
        time.sleep(_LOOK_AGAIN_S)
    return done


def _fill(old: _Side, new: _Side, tell: Tell) -> None:
    for table in bare_tables():
        done, total = 0, _count(old.connection, table)
        tell(Progress(Stage.COPYING, table.name, done, total))
        with closing(portions(old.connection, table, is_sorted=False)) as all_of_them:
            for rows in all_of_them:
                _write(old, new, table, rows)
                done += len(rows)
                tell(Progress(Stage.COPYING, table.name, done, total))
        continue_numbers(new.connection, table)
    _measure(new)
    search.fill(new.connection, lambda done, total: tell(Progress(Stage.INDEXING, "articles", done, total)))


def _write(old: _Side, new: _Side, table: Table, rows: list[Row]) -> None:
    names = table.columns.keys()
    try:
        new.connection.execute(table.insert(), [dict(zip(names, row, strict=True)) for row in rows])
    except StoreError as error:
        words = f"the table {table.name} can't be written; nothing was moved: {error}"
        if error.is_of_data:
            words += f"; see what pullquote db check says of {old.name}"
        raise StoreError(words, permanent=error.permanent, is_of_data=error.is_of_data) from error


def _measure(new: _Side) -> None:
    """Let the database know how much there is of what, so that it is quick from the start."""
    if not new.is_postgresql:
        new.connection.execute(text("PRAGMA analysis_limit = 400"))
    for table in bare_tables():
        new.connection.execute(text(f"ANALYZE {table.name}"))


def _count(connection: Connection, table: Table) -> int:
    return int(connection.execute(select(func.count()).select_from(table)).scalar_one())

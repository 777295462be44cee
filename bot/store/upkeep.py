"""What keeps a database fit: backups, pruning, and a look at whether all is as it should be."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Table, select, text
from sqlalchemy.exc import DatabaseError

from bot.errors import StoreError
from bot.store import search
from bot.store import tables as t
from bot.store.database import Database
from bot.store.schema import VERSIONS, version_of

__all__ = ["RETENTION", "Pruned", "back_up", "find_faults", "prune"]

RETENTION = timedelta(days=30)
"""For how long what nobody was shown is kept."""

# What an old feed lists again for so long is not new.
_REMEMBERED = timedelta(days=365)
# A transaction that takes long keeps others waiting.
_AT_ONCE = 500
_FAILED = "failed"


@dataclass(frozen=True, slots=True)
class Pruned:
    """How much was taken out.

    Attributes:
        articles: Wordings that no message cites, of articles that were last read too long ago.
        messages: Those that could not be posted.
        deliveries: What became of slots that are long past.
        remembered: Which feed once gave which article.
    """

    articles: int = 0
    messages: int = 0
    deliveries: int = 0
    remembered: int = 0

    def __add__(self, other: "Pruned") -> "Pruned":
        return Pruned(*(getattr(self, one.name) + getattr(other, one.name) for one in fields(self)))


async def prune(database: Database, now: datetime, retention: timedelta) -> Pruned:
    """Take out what is old and what nobody was shown, a little at a time. What a message cites is kept for ever.

    Args:
        database: Where.
        now: Aware.
        retention: For how long it is kept.

    Raises:
        StoreError: If it can't be done; what was taken out until then is.
    """
    total = Pruned()
    while (some := await database.write(lambda connection: _prune_some(connection, now, retention))) != Pruned():
        total += some
    return total


async def back_up(database: Database, path: Path) -> None:
    """Copy a SQLite database into a file, as it is at one instant, while others work with it.

    Args:
        database: Which.
        path: Of a file that is not there yet.

    Raises:
        StoreError: If it can't be done. There is no file then.
    """
    if not database.is_sqlite:
        words = f"{database.name} is a PostgreSQL database; back it up with PostgreSQL's own: pg_dump --format=custom --file={path} URL"
        raise StoreError(words)
    await database.read(lambda connection: _copy(connection, path))


async def find_faults(database: Database) -> tuple[str, ...]:
    """What is wrong with a database, a line each; nothing if it is sound.

    Raises:
        StoreError: If it can't even be looked at.
    """
    return await database.write(_faults)


def _prune_some(connection: Connection, now: datetime, retention: timedelta) -> Pruned:
    # Between finding that nobody cites an article and taking it out, nobody may come to cite it.
    t.lock(connection, t.articles)
    before = now - retention
    messages = _some(connection, t.messages, (t.messages.c.state == _FAILED) & (t.messages.c.at < before))
    for table in (t.cites, t.refs):
        connection.execute(table.delete().where(table.c.message.in_(messages)))
    connection.execute(t.messages.delete().where(t.messages.c.id.in_(messages)))
    is_cited = t.articles.c.revision.in_(select(t.cites.c.revision))
    articles = _some(connection, t.articles, (t.articles.c.last_seen < before) & ~is_cited)
    search.remove(connection, articles)
    connection.execute(t.articles.delete().where(t.articles.c.revision.in_(articles)))
    deliveries = connection.execute(t.deliveries.delete().where(t.deliveries.c.at < before)).rowcount
    is_kept = t.feed_articles.c.article.in_(select(t.articles.c.article))
    is_forgotten = t.feed_articles.c.last_seen < now - max(_REMEMBERED, retention)
    remembered = connection.execute(t.feed_articles.delete().where(is_forgotten, ~is_kept)).rowcount
    return Pruned(len(articles), len(messages), deliveries, remembered)


def _some(connection: Connection, table: Table, condition: ColumnElement[bool]) -> list[str]:
    """The keys of some rows of a table."""
    (key,) = table.primary_key.columns
    return list(connection.execute(select(key).where(condition).limit(_AT_ONCE)).scalars())


def _copy(connection: Connection, path: Path) -> None:
    source = connection.connection.driver_connection
    assert isinstance(source, sqlite3.Connection)  # noqa: S101 - who calls has asked
    if path.exists():
        words = f"{path} is there already; name a file that is not, or move it away"
        raise StoreError(words)
    # Until it is whole, it has another name: half a backup is worse than none.
    part = path.with_name(f".{path.name}.{uuid4().hex[:8]}")
    try:
        with closing(sqlite3.connect(part)) as target:
            source.backup(target)
            target.execute("PRAGMA journal_mode = DELETE")
        part.rename(path)
    except (sqlite3.Error, OSError) as error:
        part.unlink(missing_ok=True)
        words = f"the backup {path} can't be written ({error}); check that its folder is there, that it may be written, and that its disk has room"
        raise StoreError(words) from error


def _faults(connection: Connection) -> tuple[str, ...]:
    faults = _faults_of_sqlite(connection) if connection.dialect.name == "sqlite" else []
    version = version_of(connection)
    if version != VERSIONS[-1]:
        return (*faults, f"its form is {version or 'not known'}, and should be {VERSIONS[-1]}: start Pullquote once")
    missing, stray = search.mismatches(connection)
    if missing:
        faults.append(f"the index of words lacks {missing} articles")
    if stray:
        faults.append(f"the index of words has {stray} articles that are not there or not current")
    return tuple(faults)


def _faults_of_sqlite(connection: Connection) -> list[str]:
    found = connection.execute(text("PRAGMA integrity_check")).scalars()
    faults = [f"the file is damaged: {line}" for line in found if line != "ok"]
    dangling = [row.table for row in connection.execute(text("PRAGMA foreign_key_check"))]
    faults += [
        f"the table {name} has {dangling.count(name)} rows that name what is not there"
        for name in sorted(set(dangling))
    ]
    try:
        with connection.begin_nested():
            connection.execute(text("INSERT INTO article_words (article_words) VALUES ('integrity-check')"))
    except DatabaseError as error:
        faults.append(f"the index of words is damaged: {error.orig}")
    return faults

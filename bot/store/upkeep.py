"""What keeps a database fit: backups, pruning, and room that is given back."""

import sqlite3
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from pathlib import Path
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Table, select, text, update

from bot.errors import StoreError
from bot.store import search
from bot.store import tables as t
from bot.store.database import Database

__all__ = ["RETENTION", "Pruned", "back_up", "compact", "free_bytes", "prune"]

RETENTION = timedelta(days=30)
"""For how long what nobody was shown is kept."""

# What an old feed lists again for so long is not new.
_REMEMBERED = timedelta(days=365)
# Nobody goes on with a conversation of last month.
_CONTINUED = timedelta(days=30)
# No platform tells anything again for so long.
_TOLD_AGAIN = timedelta(days=1)
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
        threads: What questions could have leaned on that nobody asked.
        places: Those that the bot left too long ago.
        heard: What platforms told, and won't tell again.
    """

    articles: int = 0
    messages: int = 0
    deliveries: int = 0
    remembered: int = 0
    threads: int = 0
    places: int = 0
    heard: int = 0

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


async def free_bytes(database: Database) -> int:
    """How much room a SQLite file has that nothing is in; 0 of PostgreSQL, which sees to it by itself."""

    def look(connection: Connection) -> int:
        pages, size = (
            connection.execute(text(f"PRAGMA {name}")).scalar_one() for name in ("freelist_count", "page_size")
        )
        return int(pages * size)

    return await database.read(look) if database.is_sqlite else 0


async def compact(database: Database) -> int:
    """Give back to the disk what room a SQLite file has that nothing is in.

    Returns:
        How many bytes; 0 of PostgreSQL, which sees to it by itself.

    Raises:
        StoreError: If it can't be done: it takes as much room again for a while, and nobody else may work with the file.
    """
    free = await free_bytes(database)
    if free:
        await database.compact()
    return free


def _prune_some(connection: Connection, now: datetime, retention: timedelta) -> Pruned:
    # Between finding that nobody cites an article and taking it out, nobody may come to cite it.
    t.lock(connection, t.articles)
    before = now - retention
    messages = _some(connection, t.messages, (t.messages.c.state == _FAILED) & (t.messages.c.at < before))
    for table in (t.cites, t.refs, t.receipts):
        connection.execute(table.delete().where(table.c.message.in_(messages)))
    connection.execute(t.messages.delete().where(t.messages.c.id.in_(messages)))
    is_cited = t.articles.c.revision.in_(select(t.cites.c.revision))
    articles = _some(connection, t.articles, (t.articles.c.last_seen < before) & ~is_cited)
    search.remove(connection, articles)
    is_gone = t.feed_articles.c.revision.in_(articles)
    connection.execute(update(t.feed_articles).where(is_gone).values(revision=None))
    connection.execute(t.analyses.delete().where(t.analyses.c.revision.in_(articles)))
    connection.execute(t.articles.delete().where(t.articles.c.revision.in_(articles)))
    deliveries = connection.execute(t.deliveries.delete().where(t.deliveries.c.at < before)).rowcount
    is_kept = t.feed_articles.c.article.in_(select(t.articles.c.article))
    is_forgotten = t.feed_articles.c.last_seen < now - max(_REMEMBERED, retention)
    remembered = connection.execute(t.feed_articles.delete().where(is_forgotten, ~is_kept)).rowcount
    threads = connection.execute(t.threads.delete().where(t.threads.c.at < now - _CONTINUED)).rowcount
    heard = connection.execute(t.heard.delete().where(t.heard.c.at < now - _TOLD_AGAIN)).rowcount
    return Pruned(len(articles), len(messages), deliveries, remembered, threads, heard=heard)


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

"""What keeps a database fit: backups, pruning, and room that is given back."""

import sqlite3
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, fields
from datetime import datetime, timedelta
from functools import partial
from pathlib import Path
from typing import Any
from uuid import uuid4

from sqlalchemy import ColumnElement, Connection, Row, Table, exists, select, text, tuple_, update

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
# So many are looked for, and so many taken out in a transaction: one that takes long keeps others waiting.
_LOOKED_AT, _AT_ONCE = 10_000, 500
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
    before = now - retention
    has_failed = (t.messages.c.state == _FAILED) & (t.messages.c.at < before)
    is_unread = (t.articles.c.last_seen < before) & ~exists().where(t.cites.c.revision == t.articles.c.revision)
    is_forgotten = (t.feed_articles.c.last_seen < now - max(_REMEMBERED, retention)) & ~exists().where(
        t.articles.c.article == t.feed_articles.c.article
    )
    # What failed may be all that cites an article.
    messages = await _take_out(database, t.messages, has_failed, _forget_messages)
    return Pruned(
        messages=messages,
        articles=await _take_out(database, t.articles, is_unread, _forget_articles),
        deliveries=await _take_out(database, t.deliveries, t.deliveries.c.at < before),
        remembered=await _take_out(database, t.feed_articles, is_forgotten),
        threads=await _take_out(database, t.threads, t.threads.c.at < now - _CONTINUED),
        heard=await _take_out(database, t.heard, t.heard.c.at < now - _TOLD_AGAIN),
    )


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


async def _take_out(
    database: Database,
    table: Table,
    is_old: ColumnElement[bool],
    forget: Callable[[Connection, Sequence[str]], object] = lambda _, __: None,
) -> int:
    """Take out the rows of a table that are old; how many.

    They are looked for first, which may take long in a table of millions, and keeps nobody waiting who writes.

    Args:
        database: Where.
        table: Which.
        is_old: What holds of them.
        forget: Lets go, before that, of what hangs on some of them, of which it is given the first column of the key.
    """
    key = table.primary_key.columns
    found = select(*key).where(is_old).limit(_LOOKED_AT)

    def remove(connection: Connection, some: Sequence[Row[Any]]) -> int:
        if table is t.articles:
            # Between finding that nobody cites one and taking it out, nobody may come to cite it.
            t.lock(connection, table)
        still = [tuple(row) for row in connection.execute(select(*key).where(tuple_(*key).in_(some), is_old))]
        forget(connection, [first for first, *_ in still])
        connection.execute(table.delete().where(tuple_(*key).in_(still)))
        return len(still)

    total = 0
    while rows := await database.read(lambda connection: connection.execute(found).all()):
        for start in range(0, len(rows), _AT_ONCE):
            total += await database.write(partial(remove, some=rows[start : start + _AT_ONCE]))
        if len(rows) < _LOOKED_AT:
            break
    return total


def _forget_messages(connection: Connection, messages: Sequence[str]) -> None:
    for table in (t.cites, t.refs, t.receipts):
        connection.execute(table.delete().where(table.c.message.in_(messages)))


def _forget_articles(connection: Connection, revisions: Sequence[str]) -> None:
    search.remove(connection, revisions)
    is_gone = t.feed_articles.c.revision.in_(revisions)
    connection.execute(update(t.feed_articles).where(is_gone).values(revision=None))
    connection.execute(t.analyses.delete().where(t.analyses.c.revision.in_(revisions)))


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

"""What can be wrong with a database, and what of it can be put right."""

import json
from collections.abc import Iterator

from sqlalchemy import Connection, func, select, text, update

from bot.store import search
from bot.store import tables as t
from bot.store.database import Database
from bot.store.schema import VERSIONS, version_of

__all__ = ["find_faults", "repair"]


async def find_faults(database: Database) -> tuple[str, ...]:
    """What is wrong with a database, a line each; nothing if it is sound.

    Raises:
        StoreError: If it can't even be looked at.
    """
    return await database.write(lambda connection: tuple(_faults(connection)))


async def repair(database: Database) -> tuple[str, ...]:
    """Put right what can be: the index of words, and which wordings of articles count. It takes long if there is much.

    Returns:
        What was done, a line each; nothing if nothing had to be.

    Raises:
        StoreError: If it can't be done; nothing is then.
    """
    return await database.write(lambda connection: tuple(_mended(connection)))


def _faults(connection: Connection) -> Iterator[str]:
    if connection.dialect.name == "sqlite":
        yield from _faults_of_file(connection)
    version = version_of(connection)
    if version != VERSIONS[-1]:
        yield f"its form is {version or 'not known'}, and should be {VERSIONS[-1]}: start Pullquote once"
        return
    if damage := search.damage(connection):
        yield f"the index of words is damaged ({damage}); pullquote db repair makes it anew"
    missing, stray = search.mismatches(connection)
    if missing:
        yield f"the index of words lacks {missing} articles; pullquote db repair takes them in"
    if stray:
        yield f"the index of words has {stray} articles that are not there or not to be found; pullquote db repair takes them out"
    if several := _with_several(connection):
        yield f"{len(several)} articles have several current wordings; pullquote db repair leaves each the one read last"
    yield from _unreadable(connection)


def _faults_of_file(connection: Connection) -> Iterator[str]:
    found = connection.execute(text("PRAGMA integrity_check")).scalars()
    yield from (f"the file is damaged: {line}" for line in found if line != "ok")
    dangling = [row.table for row in connection.execute(text("PRAGMA foreign_key_check"))]
    for name in sorted(set(dangling)):
        yield f"the table {name} has {dangling.count(name)} rows that name what is not there"


def _unreadable(connection: Connection) -> Iterator[str]:
    """What was set somewhere and is no longer to be read: it has to be set again."""
    for table in (t.places, t.subscriptions):
        broken = sum(not _is_object(data) for data in connection.execute(select(table.c.settings)).scalars())
        if broken:
            yield f"what is set in {broken} {table.name} can't be read; restore a backup, or set it again"


def _is_object(data: str) -> bool:
    try:
        return isinstance(json.loads(data), dict)
    except ValueError:
        return False


def _with_several(connection: Connection) -> list[str]:
    """Ids of the articles of which more than one wording is the current one."""
    current = select(t.articles.c.article).where(t.articles.c.is_current).group_by(t.articles.c.article)
    return list(connection.execute(current.having(func.count() > 1)).scalars())


def _mended(connection: Connection) -> Iterator[str]:
    t.lock(connection, t.articles)
    several = _with_several(connection)
    for article in several:
        of_it = t.articles.c.article == article
        last = select(t.articles.c.revision).where(of_it).order_by(t.articles.c.last_seen.desc(), t.articles.c.revision)
        revision = connection.execute(last.limit(1)).scalar_one()
        connection.execute(update(t.articles).where(of_it).values(is_current=t.articles.c.revision == revision))
    if several:
        yield f"{len(several)} articles have one current wording again"
    if search.damage(connection):
        search.make_anew(connection)
        yield "the index of words was made anew"
        return
    missing, stray = search.mismatches(connection)
    if missing or stray:
        search.straighten(connection)
        yield f"the index of words has taken in {missing} articles, and let go of {stray}"

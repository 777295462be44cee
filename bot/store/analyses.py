"""What was found in wordings of articles, so that it need not be looked for again. What it is, only who made it knows."""

from collections.abc import Mapping, Sequence
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.store import search
from bot.store import tables as t
from bot.store.database import Database
from bot.store.scope import known

__all__ = ["Analyses"]

# So often all are looked through: what somebody else has taken in may have come to be there after what has a greater number.
_SURE_S = 600.0


class Analyses:
    """One analysis of each wording, of one version of the program that makes them."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database
        # Of which version all are there up to which number of the index, and when that was looked up.
        self._whole: tuple[int, int, float] = (0, 0, float("-inf"))

    async def keep(self, made: Mapping[str, str], version: int) -> None:
        """Keep analyses by the revisions they are of, instead of those of any other version.

        Wordings that are no longer there are left out.
        """

        def write(connection: Connection) -> None:
            # Nobody may take an article out between the look and the writing.
            t.lock(connection, t.articles)
            there = known(connection, made)
            rows = [{"revision": one, "version": version, "data": made[one]} for one in made if one in there]
            if rows:
                new = t.insert(connection, t.analyses)
                again = {name: new.excluded[name] for name in ("version", "data")}
                connection.execute(new.on_conflict_do_update(index_elements=["revision"], set_=again), rows)

        await self._database.write(write)

    async def get(self, revisions: Sequence[str], version: int) -> dict[str, str]:
        """The analyses of wordings by revision, of this version only; those that are not there left out."""

        def look(connection: Connection) -> dict[str, str]:
            return {
                row.revision: row.data
                for some in t.portions(revisions)
                for row in connection.execute(
                    select(t.analyses).where(t.analyses.c.revision.in_(some), t.analyses.c.version == version)
                )
            }

        return await self._database.read(look)

    async def lacking(self, version: int, limit: int) -> tuple[str, ...]:
        """The wordings that can be found and have no analysis of this version, those that came last first.

        What had one a moment ago is not looked through again: it is asked for every second, and there may be millions.
        """
        is_there = t.analyses.c.version == version
        known_version, known_until, at = self._whole
        is_known = known_version == version and monotonic() - at < _SURE_S
        above = known_until if is_known else 0

        def look(connection: Connection) -> tuple[Sequence[Row[Any]], int]:
            last = connection.execute(search.last_number()).scalar() or 0
            return connection.execute(search.without(t.analyses, is_there, limit, above)).all(), last

        found, last = await self._database.read(look)
        if len(found) < limit:
            until = min((row.number - 1 for row in found), default=last)
            self._whole = (version, until, at if is_known else monotonic())
        return tuple(row.revision for row in found)

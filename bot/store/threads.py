"""What follow-up questions lean on. What it is, only who keeps it knows."""

from datetime import datetime

from sqlalchemy import select

from bot.messages import Place
from bot.store import tables as t
from bot.store.database import Database

__all__ = ["Threads"]


class Threads:
    """The conversations of all places, under names that whoever keeps them chooses."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def get(self, place: Place, key: str) -> str | None:
        """What was set under a name in a channel or a thread of it; None if nothing was, or long ago."""
        it = t.threads.c
        is_it = (it.platform == place.platform, it.channel == place.home, it.key == key)
        statement = select(it.data).where(*is_it)
        return await self._database.read(lambda connection: connection.execute(statement).scalar())

    async def set(self, place: Place, key: str, data: str, at: datetime) -> None:
        """Set something under a name in a channel or a thread of it, instead of what was set there; `at` is aware."""
        row = {"platform": place.platform, "channel": place.home, "key": key}
        again = {"data": data, "at": at}
        await self._database.write(
            lambda connection: connection.execute(
                t.insert(connection, t.threads)
                .values(row | again)
                .on_conflict_do_update(index_elements=list(row), set_=again)
            )
        )

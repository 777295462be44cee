"""What platforms told us, so that what they tell again is known."""

from datetime import datetime

from bot.store import tables as t
from bot.store.database import Database

__all__ = ["Heard"]


class Heard:
    """What was heard, for a day: `bot.store.upkeep` forgets it."""

    def __init__(self, database: Database) -> None:
        """Take where it is kept."""
        self._database = database

    async def first(self, platform: str, id_: str, at: datetime) -> bool:
        """Take note of something, whether it was told for the first time: to one only of all who ask, in whatever process.

        Args:
            platform: Its name.
            id_: What the platform calls it.
            at: Now, aware.
        """
        row = {"platform": platform, "id": id_, "at": at}
        # A count of rows would be -1 in PostgreSQL, whether there was one or not.
        return await self._database.write(
            lambda connection: (
                connection.execute(
                    t.insert(connection, t.heard).values(row).on_conflict_do_nothing().returning(t.heard.c.id)
                ).first()
                is not None
            )
        )

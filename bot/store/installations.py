"""What a platform keeps of each workspace that has installed the bot. What it is, only its adapter knows."""

from collections.abc import Sequence

from sqlalchemy import select

from bot.store import tables as t
from bot.store.database import Database

__all__ = ["Installations"]


class Installations:
    """All of them: `bot.ports.Installations`."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def get(self, platform: str, workspace: str) -> str | None:
        """See `bot.ports.Installations.get`."""
        it = t.installations.c
        statement = select(it.data).where(it.platform == platform, it.workspace == workspace)
        return await self._database.read(lambda connection: connection.execute(statement).scalar())

    async def put(self, platform: str, workspace: str, data: str) -> None:
        """See `bot.ports.Installations.put`."""
        row = {"platform": platform, "workspace": workspace}
        await self._database.write(
            lambda connection: connection.execute(
                t.insert(connection, t.installations)
                .values(row | {"data": data})
                .on_conflict_do_update(index_elements=list(row), set_={"data": data})
            )
        )

    async def remove(self, platform: str, workspace: str) -> None:
        """See `bot.ports.Installations.remove`."""
        statement = t.installations.delete().filter_by(platform=platform, workspace=workspace)
        await self._database.write(lambda connection: connection.execute(statement))

    async def workspaces(self, platform: str) -> Sequence[str]:
        """See `bot.ports.Installations.workspaces`; in the order of their ids."""
        it = t.installations.c
        statement = select(it.workspace).where(it.platform == platform).order_by(it.workspace)
        return await self._database.read(lambda connection: connection.execute(statement).scalars().all())

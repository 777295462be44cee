"""What was due when, and how far it has come."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, select, update

from bot.store import tables as t
from bot.store.database import Database
from bot.subscriptions import Due

__all__ = ["Deliveries", "DeliveryState", "claims"]


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    PREPARING = "preparing"
    SENDING = "sending"
    POSTED = "posted"
    EMPTY = "empty"
    MISSED = "missed"
    FAILED = "failed"


class Deliveries:
    """The slots of all subscriptions, by local day and hour."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def since(self, subscription: str, now: datetime) -> datetime:
        """From when on a subscription's slots count: from now if it is new."""

        def look(connection: Connection) -> datetime:
            new = t.insert(connection, t.subscriptions).values(id=subscription, since=now)
            connection.execute(new.on_conflict_do_nothing())
            found = connection.execute(select(t.subscriptions.c.since).where(t.subscriptions.c.id == subscription))
            # A clock that was ahead when the bot first ran must not keep it silent until then.
            since: datetime = found.scalar_one()
            return min(since, now)

        return await self._database.write(look)

    async def deliveries(self, subscription: str) -> dict[tuple[str, str], DeliveryState]:
        """How far the deliveries of a subscription have come, by local day and slot."""
        statement = select(t.deliveries.c.day, t.deliveries.c.slot, t.deliveries.c.state).where(
            t.deliveries.c.subscription == subscription
        )
        return await self._database.read(
            lambda connection: {(day, slot): DeliveryState(state) for day, slot, state in connection.execute(statement)}
        )

    async def prepare(self, subscription: str, due: Due) -> None:
        """Write down that a delivery is being prepared, unless it has come further already."""
        row = _row(subscription, due) | {"state": DeliveryState.PREPARING}
        await self._database.write(
            lambda connection: connection.execute(
                t.insert(connection, t.deliveries).values(row).on_conflict_do_nothing()
            )
        )

    async def settle(self, subscription: str, due: Due, state: DeliveryState, problem: str = "") -> None:
        """Write down how far a delivery has come."""
        new = {"state": state, "problem": problem}
        row = _row(subscription, due) | new
        key = t.deliveries.primary_key.columns.keys()
        await self._database.write(
            lambda connection: connection.execute(
                t.insert(connection, t.deliveries).values(row).on_conflict_do_update(index_elements=key, set_=new)
            )
        )


def claims(connection: Connection, subscription: str, due: Due) -> bool:
    """Take a delivery from being prepared to being sent, unless somebody else did."""
    day, slot = due.key
    is_it = (t.deliveries.c.subscription == subscription) & (t.deliveries.c.day == day) & (t.deliveries.c.slot == slot)
    is_prepared = t.deliveries.c.state == DeliveryState.PREPARING
    found = connection.execute(update(t.deliveries).where(is_it & is_prepared).values(state=DeliveryState.SENDING))
    return found.rowcount == 1


def _row(subscription: str, due: Due) -> dict[str, Any]:
    """What a delivery is known by, and when it is due."""
    day, slot = due.key
    return {"subscription": subscription, "day": day, "slot": slot, "at": due.at}

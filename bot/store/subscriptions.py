"""The digests that come by themselves: where, and what was chosen there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, exists, select, update

from bot.messages import Place
from bot.store import tables as t
from bot.store.database import Database

__all__ = ["StoredSubscription", "Subscriptions"]

_AGAIN = ("platform", "workspace", "channel", "thread", "settings", "since", "is_paused", "ended_at", "problem")


@dataclass(frozen=True, slots=True)
class StoredSubscription:
    """A digest that comes by itself.

    Attributes:
        id: What its deliveries are known by.
        place: Where it comes; None if the configuration says that, and all else, too.
        settings: What was chosen: slots, zone, length and the like, of plain values.
        since: From when on its slots count, aware; those before are not made up for.
        created_by: The id of the person who wanted it; empty if it was not a person; likewise the others.
        created_at: When, aware; None if it is not known.
        is_paused: Whether it does not come for now.
        ended_at: When it came to its end, aware; None while it goes on.
        problem: Why it ended; empty if it was wanted.
    """

    id: str
    place: Place | None
    settings: Mapping[str, Any]
    since: datetime
    created_by: str = ""
    created_at: datetime | None = None
    is_paused: bool = False
    ended_at: datetime | None = None
    problem: str = ""


class Subscriptions:
    """All subscriptions of all places."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def put(self, subscription: StoredSubscription) -> None:
        """Write down what was chosen; of one that is there, who wanted it and when stays as it is.

        Where slots were changed, let `since` move along: else what the new ones had before now counts as missed.
        """
        row = _values(subscription)
        again = {name: row[name] for name in _AGAIN}
        await self._database.write(
            lambda connection: connection.execute(
                t.insert(connection, t.subscriptions)
                .values(row)
                .on_conflict_do_update(index_elements=["id"], set_=again)
            )
        )

    async def get(self, subscription: str) -> StoredSubscription | None:
        """A subscription, also one that ended; None if there is none of this id."""
        found = await self._found(select(t.subscriptions).where(t.subscriptions.c.id == subscription))
        return found[0] if found else None

    async def all_active(self) -> tuple[StoredSubscription, ...]:
        """Those that come: not paused, not ended, and not of a place that was left; nor those of the configuration."""
        it = t.subscriptions.c
        is_its_place = [t.places.c[name] == it[name] for name in ("platform", "workspace", "channel")]
        was_left = exists().where(*is_its_place, t.places.c.left_at.is_not(None))
        comes = (it.platform != "", ~it.is_paused, it.ended_at.is_(None), ~was_left)
        return await self._found(select(t.subscriptions).where(*comes).order_by(it.id))

    async def pause(self, subscription: str, *, is_paused: bool, since: datetime | None = None) -> bool:
        """Let a subscription not come for now, or let it come again. Whether it is there.

        Args:
            subscription: Its id.
            is_paused: Which of the two.
            since: From when on its slots count, aware: now, where what was missed is not to come; None for as before.
        """
        new: dict[str, Any] = {"is_paused": is_paused} | ({"since": since} if since else {})
        return await self._change(subscription, new)

    async def end(self, subscription: str, at: datetime, problem: str = "") -> bool:
        """Let a subscription come to its end. Whether it is there; it stays known."""
        return await self._change(subscription, {"ended_at": at, "problem": problem})

    async def _change(self, subscription: str, new: Mapping[str, Any]) -> bool:
        statement = update(t.subscriptions).where(t.subscriptions.c.id == subscription).values(**new)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount > 0)

    async def _found(self, statement: Select[Any]) -> tuple[StoredSubscription, ...]:
        def look(connection: Connection) -> tuple[StoredSubscription, ...]:
            return tuple(_subscription(row) for row in connection.execute(statement))

        return await self._database.read(look)


def _values(subscription: StoredSubscription) -> dict[str, Any]:
    place = subscription.place or Place("")
    return {
        "id": subscription.id,
        "since": subscription.since,
        "platform": place.platform,
        "workspace": place.workspace,
        "channel": place.channel,
        "thread": place.thread,
        "settings": json.dumps(subscription.settings, sort_keys=True),
        "created_by": subscription.created_by,
        "created_at": subscription.created_at,
        "is_paused": subscription.is_paused,
        "ended_at": subscription.ended_at,
        "problem": subscription.problem,
    }


def _subscription(row: Row[Any]) -> StoredSubscription:
    return StoredSubscription(
        row.id,
        Place(row.platform, row.workspace, row.channel, row.thread) if row.platform else None,
        json.loads(row.settings),
        row.since,
        row.created_by,
        row.created_at,
        row.is_paused,
        row.ended_at,
        row.problem,
    )

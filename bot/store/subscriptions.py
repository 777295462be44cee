"""The digests that come by themselves: where, and what was chosen there."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, select, update

from bot.messages import Place
from bot.store import tables as t
from bot.store.database import Database
from bot.store.ledger_rows import cancel

__all__ = ["StoredSubscription", "Subscriptions", "subscription_of"]

_AGAIN = (
    *("platform", "workspace", "channel", "thread", "settings", "since", "is_paused", "ended_at", "problem"),
    *("is_configured", "next_due", "silent_since", "was_silence_told"),
)


@dataclass(frozen=True, slots=True)
class StoredSubscription:
    """A digest that comes by itself.

    Attributes:
        id: What its deliveries are known by.
        place: Where it comes.
        settings: What was chosen: slots, zone, length and the like, of plain values.
        since: From when on its slots count, aware; those before are not made up for.
        created_by: The id of the person who wanted it; empty if it was not a person; likewise the others.
        created_at: When, aware; None if it is not known.
        is_paused: Whether it does not come for now.
        ended_at: When it came to its end, aware; None while it goes on.
        problem: Why it ended; empty if it was wanted.
        is_configured: Whether the configuration says that it comes; else somebody said so in chat.
        silent_since: The first slot in a row at which there was nothing to tell, aware; None if there was at the last.
        was_silence_told: Whether its readers know of that.
    """

    id: str
    place: Place
    settings: Mapping[str, Any]
    since: datetime
    created_by: str = ""
    created_at: datetime | None = None
    is_paused: bool = False
    ended_at: datetime | None = None
    problem: str = ""
    is_configured: bool = False
    silent_since: datetime | None = None
    was_silence_told: bool = False


class Subscriptions:
    """All subscriptions of all places."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def put(self, subscription: StoredSubscription) -> None:
        """Write down what was chosen; of one that is there, who wanted it and when stays as it is.

        Its slots from `since` on will come. What was being made of it until now is not wanted any more.
        """
        row = _values(subscription)
        again = {name: row[name] for name in _AGAIN}

        def write(connection: Connection) -> None:
            new = t.insert(connection, t.subscriptions).values(row)
            connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=again))
            cancel(connection, subscription.id)

        await self._database.write(write)

    async def get(self, subscription: str) -> StoredSubscription | None:
        """A subscription, also one that ended; None if there is none of this id."""
        found = await self._found(select(t.subscriptions).where(t.subscriptions.c.id == subscription))
        return found[0] if found else None

    async def configured(self) -> tuple[StoredSubscription, ...]:
        """Those of the configuration, also those that it has no longer."""
        it = t.subscriptions.c
        return await self._found(select(t.subscriptions).where(it.is_configured, it.platform != "").order_by(it.id))

    async def pause(self, subscription: str, *, is_paused: bool, since: datetime) -> bool:
        """Let a subscription not come for now, or let it come again. Whether it is there.

        Args:
            subscription: Its id.
            is_paused: Which of the two.
            since: From when on its slots come again, aware: what was missed until then does not.
        """
        # Of what came meanwhile nobody knows, so what is silent from then on is counted anew.
        silence = {"silent_since": None, "was_silence_told": False}
        new = {"is_paused": is_paused, "since": since, "next_due": None if is_paused else since, **silence}
        return await self._change(subscription, new)

    async def end(self, subscription: str, at: datetime, problem: str = "") -> bool:
        """Let a subscription come to its end. Whether it is there and had not ended; it stays known."""
        return await self._change(subscription, {"ended_at": at, "problem": problem, "next_due": None})

    async def _change(self, subscription: str, new: Mapping[str, Any]) -> bool:
        is_it = (t.subscriptions.c.id == subscription, t.subscriptions.c.ended_at.is_(None))

        def write(connection: Connection) -> bool:
            was_changed = connection.execute(update(t.subscriptions).where(*is_it).values(**new)).rowcount > 0
            if was_changed:
                cancel(connection, subscription)
            return was_changed

        return await self._database.write(write)

    async def _found(self, statement: Select[Any]) -> tuple[StoredSubscription, ...]:
        def look(connection: Connection) -> tuple[StoredSubscription, ...]:
            return tuple(subscription_of(row) for row in connection.execute(statement))

        return await self._database.read(look)


def _values(subscription: StoredSubscription) -> dict[str, Any]:
    place = subscription.place
    comes = not subscription.is_paused and subscription.ended_at is None
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
        "is_configured": subscription.is_configured,
        "next_due": subscription.since if comes else None,
        "silent_since": subscription.silent_since,
        "was_silence_told": subscription.was_silence_told,
    }


def _settings(text: str) -> Mapping[str, Any]:
    """What was chosen; nothing if it can't be read any more, so that it can be chosen anew."""
    try:
        found = json.loads(text)
    except ValueError:
        return {}
    return found if isinstance(found, dict) else {}


def subscription_of(row: Row[Any]) -> StoredSubscription:
    """The subscription of a row."""
    return StoredSubscription(
        row.id,
        Place(row.platform, row.workspace, row.channel, row.thread),
        _settings(row.settings),
        row.since,
        row.created_by,
        row.created_at,
        row.is_paused,
        row.ended_at,
        row.problem,
        row.is_configured,
        row.silent_since,
        row.was_silence_told,
    )

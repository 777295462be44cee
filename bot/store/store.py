"""The store: plain calls for the service, one database behind them."""

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from enum import StrEnum
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Connection, select, update

from bot.errors import StoreError
from bot.messages import MessageRef, Place
from bot.store import tables as t
from bot.store.articles import Articles, article_of, keep
from bot.store.database import Database
from bot.store.places import Places
from bot.store.sources import Sources
from bot.store.upkeep import RETENTION, Pruned, back_up, find_faults, prune
from bot.subscriptions import Due
from digest import Article

__all__ = ["DeliveryState", "Store"]


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    PREPARING = "preparing"
    SENDING = "sending"
    POSTED = "posted"
    EMPTY = "empty"
    MISSED = "missed"
    FAILED = "failed"


class _Shown(StrEnum):
    SENDING = "sending"
    POSTED = "posted"
    FAILED = "failed"


class Store:
    """What the bot knows, in one database. An async context manager; its calls do their work off the event loop.

    Attributes:
        articles: What was read.
        sources: The feeds.
        places: Where the bot is, and what each place reads.
    """

    def __init__(self, where: Path | str) -> None:
        """Choose the database: a file, which is made if it is not there, or the URL of one in PostgreSQL.

        Raises:
            StoreError: If it is neither, or what PostgreSQL needs is not installed.
        """
        self._database = Database(where)
        self.articles = Articles(self._database)
        self.sources = Sources(self._database)
        self.places = Places(self._database)

    async def __aenter__(self) -> Self:
        """Open it, and bring it to the form of this version.

        Raises:
            StoreError: If it can't be used.
        """
        try:
            await self._database.open()
        except StoreError:
            await self._database.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it, once what is under way is written."""
        await self._database.close()

    async def back_up(self, path: Path) -> None:
        """See `bot.store.upkeep.back_up`."""
        await back_up(self._database, path)

    async def check(self) -> tuple[str, ...]:
        """See `bot.store.upkeep.find_faults`."""
        return await find_faults(self._database)

    async def prune(self, now: datetime, retention: timedelta = RETENTION) -> Pruned:
        """See `bot.store.upkeep.prune`."""
        return await prune(self._database, now, retention)

    async def record(
        self,
        message: str,
        place: Place,
        articles: Sequence[Article],
        at: datetime,
        *,
        is_public: bool,
        delivery: tuple[str, Due] | None = None,
    ) -> None:
        """Write down that a message is about to be posted, and which articles it cites.

        Args:
            message: Its id; a delivery that is tried again has the same.
            place: Where it will be.
            articles: In order.
            at: When, aware.
            is_public: Whether all of the place will see it; else what it cites is not shown there by it.
            delivery: The subscription and its slot, being prepared; from now on it is being sent.

        Raises:
            StoreError: If somebody else is sending that delivery, or has sent it.
        """
        row = {
            "platform": place.platform,
            "channel": _home(place),
            "at": at,
            "state": _Shown.SENDING,
            "is_public": is_public,
            "is_delivery": delivery is not None,
        }
        cites = [
            {"message": message, "position": number, "revision": article.revision}
            for number, article in enumerate(articles)
        ]

        def write(connection: Connection) -> None:
            if delivery and not _claims(connection, *delivery):
                words = f"the digest of {delivery[1].day} {delivery[1].slot:%H:%M} is being sent by another process"
                raise StoreError(words)
            keep(connection, articles, at)
            new = t.insert(connection, t.messages).values(id=message, **row)
            connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=row))
            connection.execute(t.cites.delete().where(t.cites.c.message == message))
            if cites:
                connection.execute(t.cites.insert(), cites)

        await self._database.write(write)

    async def posted(self, message: str, refs: Iterable[MessageRef]) -> None:
        """Write down that a message is there to be seen, and as what."""
        rows = [
            {"platform": ref.place.platform, "channel": _home(ref.place), "id": ref.id, "message": message}
            for ref in refs
        ]

        def write(connection: Connection) -> None:
            connection.execute(update(t.messages).where(t.messages.c.id == message).values(state=_Shown.POSTED))
            if rows:
                connection.execute(t.insert(connection, t.refs).on_conflict_do_nothing(), rows)

        await self._database.write(write)

    async def not_posted(self, message: str) -> None:
        """Write down that a message was not posted: what it cites was not shown by it."""
        statement = update(t.messages).where(t.messages.c.id == message).values(state=_Shown.FAILED)
        await self._database.write(lambda connection: connection.execute(statement))

    async def shown(self, place: Place) -> frozenset[str]:
        """Ids of the articles that the messages in a channel have shown, or may have."""
        statement = (
            select(t.articles.c.article)
            .join(t.cites, t.cites.c.revision == t.articles.c.revision)
            .join(t.messages, t.messages.c.id == t.cites.c.message)
            .where(*_in(place))
        )
        return await self._database.read(lambda connection: frozenset(connection.execute(statement).scalars()))

    async def shown_since(self, place: Place, since: datetime) -> tuple[Article, ...]:
        """The articles that the messages in a channel have shown, or may have, from an instant on, aware; oldest first."""
        messages = select(t.messages.c.id).where(*_in(place), t.messages.c.at >= since)
        found = await self._cited(messages)
        return tuple({article.id: article for article in found}.values())

    async def cited(self, message: str) -> tuple[Article, ...]:
        """The articles a message cites, in its order; none if there is no message of this id."""
        return await self._cited(select(t.messages.c.id).where(t.messages.c.id == message))

    async def last_cited(self, place: Place) -> tuple[Article, ...]:
        """The articles of the last message in a channel that cites any; none if there is no such message."""
        message = (
            select(t.messages.c.id)
            .join(t.cites, t.cites.c.message == t.messages.c.id)
            .where(*_in(place))
            .order_by(t.messages.c.at.desc())
            .limit(1)
        )
        return await self._cited(message)

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
        row = _delivery(subscription, due) | {"state": DeliveryState.PREPARING}
        await self._database.write(
            lambda connection: connection.execute(
                t.insert(connection, t.deliveries).values(row).on_conflict_do_nothing()
            )
        )

    async def settle(self, subscription: str, due: Due, state: DeliveryState, problem: str = "") -> None:
        """Write down how far a delivery has come."""
        new = {"state": state, "problem": problem}
        row = _delivery(subscription, due) | new
        key = t.deliveries.primary_key.columns.keys()
        await self._database.write(
            lambda connection: connection.execute(
                t.insert(connection, t.deliveries).values(row).on_conflict_do_update(index_elements=key, set_=new)
            )
        )

    async def _cited(self, message: Any) -> tuple[Article, ...]:
        statement = (
            select(t.articles)
            .join(t.cites, t.cites.c.revision == t.articles.c.revision)
            .join(t.messages, t.messages.c.id == t.cites.c.message)
            .where(t.cites.c.message.in_(message))
            .order_by(t.messages.c.at, t.cites.c.position)
        )
        return await self._database.read(
            lambda connection: tuple(article_of(row) for row in connection.execute(statement))
        )


def _in(place: Place) -> tuple[Any, ...]:
    """Conditions for the messages that all of a place see, or may."""
    may_be_there = t.messages.c.is_delivery & (t.messages.c.state == _Shown.SENDING)
    is_there = t.messages.c.is_public & ((t.messages.c.state == _Shown.POSTED) | may_be_there)
    return t.messages.c.platform == place.platform, t.messages.c.channel == _home(place), is_there


def _home(place: Place) -> str:
    """Where a message is read: not everybody in a channel is in its threads."""
    return place.thread or place.channel


def _delivery(subscription: str, due: Due) -> dict[str, Any]:
    """What a delivery is known by, and when it is due."""
    day, slot = due.key
    return {"subscription": subscription, "day": day, "slot": slot, "at": due.at}


def _claims(connection: Connection, subscription: str, due: Due) -> bool:
    """Take a delivery from being prepared to being sent, unless somebody else did."""
    day, slot = due.key
    is_it = (t.deliveries.c.subscription == subscription) & (t.deliveries.c.day == day) & (t.deliveries.c.slot == slot)
    is_prepared = t.deliveries.c.state == DeliveryState.PREPARING
    found = connection.execute(update(t.deliveries).where(is_it & is_prepared).values(state=DeliveryState.SENDING))
    return found.rowcount == 1

"""What was posted where, what each message cites, and why."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, exists, func, select, update

from bot.errors import StoreError
from bot.messages import MessageRef, Place
from bot.store import tables as t
from bot.store.articles import article_of, keep_missing
from bot.store.database import Database
from bot.store.ledger_rows import readies
from bot.store.refs import ref_of, ref_row
from bot.store.scope import as_cited, known
from bot.store.shown import Shown, is_seen_by_all
from bot.subscriptions import Due
from digest import Article

__all__ = ["Messages", "Posted"]


@dataclass(frozen=True, slots=True)
class Posted:
    """A message that is there to be seen.

    Attributes:
        id: What the service knows it by.
        at: When it was made, aware.
        receipt: Why it says what it says.
        ref: Its first part.
    """

    id: str
    at: datetime
    receipt: str
    ref: MessageRef


class Messages:
    """The messages of all places."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def record(
        self,
        message: str,
        place: Place,
        articles: Sequence[Article],
        at: datetime,
        *,
        is_public: bool,
        delivery: tuple[str, Due] | None = None,
        data: str = "",
        receipt: str = "",
    ) -> None:
        """Write down that a message is about to be posted, and which articles it cites.

        Args:
            message: Its id; a delivery that is tried again has the same.
            place: Where it will be.
            articles: In order.
            at: When, aware.
            is_public: Whether all of the place will see it; else what it cites is not shown there by it.
            delivery: The subscription and its slot, being prepared; from now on it is ready, and nobody has seen it yet.
            data: Of a delivery, the message as it is to be posted.
            receipt: Why it says what it says, to be handed out as it is; empty for none.

        Raises:
            StoreError: If somebody else has made that delivery, or it is not wanted any more; or if one of the articles was taken
                down.
        """
        row = {
            "platform": place.platform,
            "channel": place.home,
            "at": at,
            "state": Shown.READY if delivery else Shown.SENDING,
            "is_public": is_public,
            "is_delivery": delivery is not None,
            "is_taken_down": False,
        }
        cites = [
            {"message": message, "position": number, "revision": article.revision, "feed": article.source.feed}
            for number, article in enumerate(articles)
        ]

        def write(connection: Connection) -> None:
            if delivery and not readies(connection, *delivery, message, data):
                words = f"the digest of {delivery[1].day} {delivery[1].slot:%H:%M} was made by somebody else, or is not wanted any more"
                raise StoreError(words)
            keep_missing(connection, articles, at)
            there = known(connection, {article.revision for article in articles})
            if any(article.revision not in there for article in articles):
                words = "what a message was made of was taken down meanwhile; it has to be made anew"
                raise StoreError(words, permanent=False)
            new = t.insert(connection, t.messages).values(id=message, **row)
            connection.execute(new.on_conflict_do_update(index_elements=["id"], set_=row))
            connection.execute(t.cites.delete().where(t.cites.c.message == message))
            if cites:
                connection.execute(t.cites.insert(), cites)
            connection.execute(t.receipts.delete().where(t.receipts.c.message == message))
            if receipt:
                connection.execute(t.receipts.insert().values(message=message, data=receipt))

        await self._database.write(write)

    async def posted(self, message: str, refs: Iterable[MessageRef]) -> None:
        """Write down that a message is there to be seen, and as what."""
        rows = [ref_row(message, part, ref) for part, ref in enumerate(refs)]

        def write(connection: Connection) -> None:
            connection.execute(update(t.messages).where(t.messages.c.id == message).values(state=Shown.POSTED))
            if rows:
                connection.execute(t.insert(connection, t.refs).on_conflict_do_nothing(), rows)

        await self._database.write(write)

    async def not_posted(self, message: str) -> None:
        """Write down that a message was not posted: what it cites was not shown by it."""
        statement = update(t.messages).where(t.messages.c.id == message).values(state=Shown.FAILED)
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

    async def shown_revisions(self, place: Place, since: datetime) -> tuple[str, ...]:
        """The wordings of `shown_since`, by name."""
        its = select(t.messages.c.id).where(*_in(place), t.messages.c.at >= since)
        statement = select(t.cites.c.revision).where(t.cites.c.message.in_(its)).distinct().order_by(t.cites.c.revision)
        return await self._database.read(lambda connection: tuple(connection.execute(statement).scalars()))

    async def cited(self, message: str) -> tuple[Article, ...]:
        """The articles a message cites, in its order; none if there is no message of this id."""
        return await self._cited(select(t.messages.c.id).where(t.messages.c.id == message))

    async def was_taken_down(self, message: str) -> bool:
        """Whether something that a message cited was taken down."""
        statement = select(t.messages.c.is_taken_down).where(t.messages.c.id == message)
        return bool(await self._database.read(lambda connection: connection.execute(statement).scalar()))

    async def last_message(
        self, place: Place, *, with_receipt: bool = True, is_delivery: bool = False
    ) -> tuple[str, datetime] | None:
        """The last message that all of a place see, and when it was made; None if there is none.

        Args:
            place: Where it is.
            with_receipt: Whether only those count that have a receipt.
            is_delivery: Whether only those count that came by themselves.
        """
        has_one = exists().where(t.receipts.c.message == t.messages.c.id)
        last = select(t.messages.c.id, t.messages.c.at).where(*_in(place), *([has_one] if with_receipt else []))
        last = last.where(t.messages.c.is_delivery) if is_delivery else last
        last = last.order_by(t.messages.c.at.desc(), t.messages.c.id).limit(1)

        def look(connection: Connection) -> tuple[str, datetime] | None:
            row = connection.execute(last).first()
            return (row.id, row.at) if row else None

        return await self._database.read(look)

    async def posted_since(self, place: Place, since: datetime) -> tuple[Posted, ...]:
        """The messages that all of a place see, of which it is known why and what they are there; the last first.

        Args:
            place: Where they are.
            since: They were made from then on, aware.
        """
        is_first = (t.refs.c.message == t.messages.c.id) & (t.refs.c.part == 0)
        its = (
            select(t.messages.c.at, t.receipts.c.data, t.refs).join_from(t.messages, t.receipts).join(t.refs, is_first)
        )
        its = its.where(*_in(place), t.messages.c.at >= since).order_by(t.messages.c.at.desc(), t.messages.c.id)
        return await self._database.read(
            lambda connection: tuple(
                Posted(row.message, row.at, row.data, ref_of(row)) for row in connection.execute(its)
            )
        )

    async def is_in(self, message: str, channels: Collection[str], platform: str) -> bool:
        """Whether a message is in one of some channels or threads, by their ids."""
        is_it = (t.messages.c.id == message, t.messages.c.platform == platform, t.messages.c.channel.in_(channels))
        found = select(exists().where(*is_it))
        return bool(await self._database.read(lambda connection: connection.execute(found).scalar()))

    async def is_posted_in(self, message: str, channels: Collection[str], platform: str) -> bool:
        """Whether a message was posted in one of some channels or threads, by their ids, wherever it was meant to be."""
        ref = t.refs.c
        found = select(exists().where(ref.message == message, ref.platform == platform, ref.channel.in_(channels)))
        return bool(await self._database.read(lambda connection: connection.execute(found).scalar()))

    async def receipt(self, message: str) -> str | None:
        """Why a message says what it says, as it was given; None if nothing was, or there is no message of this id."""
        statement = select(t.receipts.c.data).where(t.receipts.c.message == message)
        return await self._database.read(lambda connection: connection.execute(statement).scalar())

    async def post_counts(self, messages: Collection[str]) -> Mapping[str, int]:
        """In how many posts each of some messages is there to be seen; those that are not, or of which nobody knows, are left out."""
        ref = t.refs.c
        statement = (
            select(ref.message, func.count().label("posts")).where(ref.message.in_(messages)).group_by(ref.message)
        )
        return await self._database.read(
            lambda connection: {row.message: row.posts for row in connection.execute(statement)}
        )

    async def message_of(self, ref: MessageRef) -> str | None:
        """The id of the message of ours that a message of a platform is, or a part of; None if it is none."""
        is_it = (t.refs.c.platform == ref.place.platform, t.refs.c.channel == ref.place.home, t.refs.c.id == ref.id)
        statement = select(t.refs.c.message).where(*is_it)
        return await self._database.read(lambda connection: connection.execute(statement).scalar())

    async def _cited(self, message: Any) -> tuple[Article, ...]:
        statement = (
            as_cited()
            .join(t.messages, t.messages.c.id == t.cites.c.message)
            .where(t.cites.c.message.in_(message))
            .order_by(t.messages.c.at, t.cites.c.position)
        )
        return await self._database.read(
            lambda connection: tuple(article_of(row) for row in connection.execute(statement))
        )


def _in(place: Place) -> tuple[Any, ...]:
    """Conditions for the messages that all of a place see, or may."""
    return t.messages.c.platform == place.platform, t.messages.c.channel == place.home, *is_seen_by_all(t.messages.c)

"""The ledger: each delivery, how far it has come, and who sees to it just now.

A delivery is taken by moving `look_at` into the future: until then it is somebody's (a lease), and after that anybody's, so
that nothing is lost with a process that dies. What a platform may have been given is `sending` from before the first byte.

State and `look_at` are also by what a taker knows that it is still theirs: whoever takes it changes them, and what the one before
wants to write down about it then is not written. That a part is there is written down whoever posted it.
"""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, ScalarSelect, Select, bindparam, case, func, literal, select, update

from bot.messages import MessageRef
from bot.store import tables as t
from bot.store.columns import Instant
from bot.store.database import Database
from bot.store.delivery import Delivery, DeliveryState, Edition, Notice, Outlook, Posted
from bot.store.ledger_rows import (
    IS_BOUND,
    bound,
    cancel,
    change,
    delivery_of,
    give_back,
    key_of_row,
    notify,
    of_edition,
    one_of_each_place,
    set_all,
    set_messages,
    settled,
    stale,
    tell_silence,
    waiting,
)
from bot.store.refs import ref_of, ref_row
from bot.store.shown import Shown

__all__ = ["Ledger"]

_FOUND_ANEW = "the place was shown something else meanwhile"


class Ledger:
    """The deliveries of all subscriptions."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def outlook(self, platforms: Sequence[str]) -> Outlook:
        """When there will be something to do on some platforms."""
        sub, own = t.subscriptions.c, t.deliveries.c
        dues = [select(func.min(sub.next_due)).where(sub.platform == one).scalar_subquery() for one in platforms]

        def looks(*states: DeliveryState) -> list[ScalarSelect[Any]]:
            # By the index, one of each is found at once.
            return [
                select(func.min(own.look_at)).where(own.platform == one, own.state == state).scalar_subquery()
                for one in platforms
                for state in states
            ]

        made, posted = looks(DeliveryState.PREPARING), looks(DeliveryState.READY, DeliveryState.SENDING)
        row = await self._database.read(lambda connection: connection.execute(select(*dues, *made, *posted)).one())
        parts = row[: len(dues)], row[len(dues) : -len(posted)], row[-len(posted) :]
        return Outlook(*(min(filter(None, part), default=None) for part in parts))

    async def editions(self, platforms: Sequence[str], now: datetime, limit: int) -> tuple[Edition, ...]:
        """The editions that are to be made, the one that has waited longest first."""
        own = t.deliveries.c
        alone = case((own.edition == "", own.subscription), else_="")
        is_to_be_made = (own.state == DeliveryState.PREPARING, own.look_at <= now)
        statement = (
            select(own.edition, alone, own.at, func.count())
            .where(own.platform.in_(platforms), *is_to_be_made)
            .group_by(own.edition, alone, own.at)
            .order_by(func.min(own.look_at), own.at, own.edition, alone)
            .limit(limit)
        )
        return await self._database.read(
            lambda connection: tuple(Edition(*row) for row in connection.execute(statement))
        )

    async def take_edition(self, edition: Edition, now: datetime, until: datetime, limit: int) -> tuple[Delivery, ...]:
        """Take deliveries of an edition that are to be made; until an instant they are ours."""
        statement = of_edition(edition, now, limit)
        return await self._database.write(lambda connection: _taken(connection, statement, until))

    async def keep(self, deliveries: Sequence[Delivery], until: datetime) -> tuple[Delivery | None, ...]:
        """Go on having deliveries; each as it is held from now on, or None if it is not ours any more."""
        return await self._database.write(
            lambda connection: tuple(change(connection, one, look_at=until) for one in deliveries)
        )

    async def take(
        self, platform: str, state: DeliveryState, now: datetime, until: datetime, limit: int
    ) -> tuple[Delivery, ...]:
        """Take deliveries of a state that are to be looked at, the one that has waited longest first; until an instant they are ours."""
        statement = waiting(platform, state, now, limit)
        return await self._database.write(lambda connection: _taken(connection, statement, until))

    async def claim(self, platform: str, now: datetime, until: datetime, limit: int) -> tuple[Delivery, ...]:
        """Take deliveries that are ready from there to being sent, those that have waited longest first.

        One whose place was shown something else since it was made, or of which something was taken down, is prepared anew. Of
        several of one place, the others wait until that one is there or not.

        Args:
            platform: Where.
            now: Aware.
            until: For how long they are being sent by us, aware.
            limit: How many at the most.
        """

        def write(connection: Connection) -> tuple[Delivery, ...]:
            found = connection.execute(waiting(platform, DeliveryState.READY, now, limit)).all()
            outdated = stale(connection, [row.message for row in found], now)
            again = [row for row in found if row.message in outdated]
            claimed = one_of_each_place(row for row in found if row.message not in outdated)
            set_messages(connection, (row.message for row in again), Shown.FAILED)
            anew = {"state": DeliveryState.PREPARING, "look_at": now, "data": "", "problem": _FOUND_ANEW}
            set_all(connection, map(key_of_row, again), anew)
            # It was made a while ago, and is seen from now on.
            set_messages(connection, (row.message for row in claimed), Shown.SENDING, at=now)
            sending: dict[str, Any] = {"state": DeliveryState.SENDING, "look_at": until, "sent_at": now}
            set_all(connection, map(key_of_row, claimed), sending, attempts=t.deliveries.c.attempts + 1)
            return tuple(replace(delivery_of(row), **sending, attempts=row.attempts + 1) for row in claimed)

        return await self._database.write(write)

    async def parts(self, message: str) -> Mapping[int, MessageRef]:
        """The parts of a message that are there, by number."""
        statement = select(t.refs).where(t.refs.c.message == message)
        return await self._database.read(
            lambda connection: {row.part: ref_of(row) for row in connection.execute(statement)}
        )

    async def post(self, posted: Sequence[Posted]) -> tuple[Delivery | None, ...]:
        """Write down what is there to be seen, all of it in one go.

        Returns:
            Each delivery as it is held from now on; None if it is posted, or somebody else has taken it.
        """
        whole = [one for one in posted if one.is_last]

        def write(connection: Connection) -> tuple[Delivery | None, ...]:
            connection.execute(
                t.insert(connection, t.refs).on_conflict_do_nothing(),
                [ref_row(one.delivery.message, one.part, one.ref) for one in posted],
            )
            if whole:
                rows = [bound(one.delivery) | {"new_at": one.at, "new_problem": one.problem} for one in whole]
                done: dict[str, Any] = {"settled_at": bindparam("new_at"), "problem": bindparam("new_problem")}
                posted_now = settled(DeliveryState.POSTED) | done
                connection.execute(update(t.deliveries).where(*IS_BOUND).values(posted_now), rows)
                set_messages(connection, (one.delivery.message for one in whole), Shown.POSTED)
                tell_silence(connection, whole)
            return tuple(
                None if one.is_last else change(connection, one.delivery, look_at=one.look_at, sent_at=one.at)
                for one in posted
            )

        return await self._database.write(write)

    async def settle(
        self, delivery: Delivery, state: DeliveryState, at: datetime, problem: str = "", receipt: str = ""
    ) -> bool:
        """Write down what became of a delivery that we hold; what was being prepared or sent of it is what it is.

        Args:
            delivery: Which.
            state: Not one that goes on.
            at: Now, aware.
            problem: What is wrong, in words.
            receipt: Why there was nothing to tell.

        Returns:
            Whether it was; not if somebody else has taken it.
        """
        new: dict[str, Any] = settled(state) | {"settled_at": at, "problem": problem, "receipt": receipt}
        is_seen = state in {DeliveryState.POSTED, DeliveryState.UNKNOWN}

        def write(connection: Connection) -> bool:
            if not change(connection, delivery, **new):
                return False
            if delivery.message:
                set_messages(connection, [delivery.message], Shown.POSTED if is_seen else Shown.FAILED)
            if state is DeliveryState.EMPTY:
                silent = {
                    "silent_since": func.coalesce(t.subscriptions.c.silent_since, literal(delivery.due.at, Instant()))
                }
                is_it = t.subscriptions.c.id == delivery.subscription
                connection.execute(update(t.subscriptions).where(is_it).values(silent))
            return True

        return await self._database.write(write)

    async def put_off(self, delivery: Delivery, state: DeliveryState, look_at: datetime, problem: str = "") -> None:
        """Write down that a delivery that we hold is to be looked at again, and in which state it is until then."""
        new: dict[str, Any] = {"state": state, "look_at": look_at, "problem": problem}
        if state is DeliveryState.PREPARING:
            new["attempts"] = delivery.attempts + 1
        await self._database.write(lambda connection: give_back(connection, delivery, new))

    async def release(self, deliveries: Sequence[Delivery], state: DeliveryState, now: datetime) -> None:
        """Give back what we hold, and of which we have certainly sent nothing."""

        def write(connection: Connection) -> None:
            for one in deliveries:
                give_back(connection, one, {"state": state, "look_at": now})

        await self._database.write(write)

    async def resend(self, delivery: Delivery, sent_at: datetime, until: datetime) -> Delivery | None:
        """Write down that a part of what is being sent is about to be sent again.

        Args:
            delivery: Which.
            sent_at: When the part was first sent, as far as it may be there by that, aware: the key of a post is as old as that.
            until: For how long it is being sent by us, aware.

        Returns:
            The delivery as it is held from now on; None if somebody else has taken it.
        """
        new = {"look_at": until, "sent_at": sent_at, "attempts": delivery.attempts + 1}
        return await self._database.write(lambda connection: change(connection, delivery, **new))

    async def give_up(self, delivery: Delivery, at: datetime, problem: str, notice: Notice | None = None) -> None:
        """Write down that a subscription can't be posted, which is its end; unless somebody else has taken the delivery, and finds out.

        Args:
            delivery: The one that could not be posted.
            at: Now, aware.
            problem: Why, in words.
            notice: What is to be posted to its owner instead.
        """
        sub = t.subscriptions.c
        ended = {"ended_at": at, "problem": problem, "next_due": None}
        is_it = (sub.id == delivery.subscription, sub.ended_at.is_(None))

        def write(connection: Connection) -> None:
            if not change(connection, delivery, **settled(DeliveryState.FAILED), settled_at=at, problem=problem):
                return
            is_begun = select(t.refs.c.id).where(t.refs.c.message == delivery.message)
            seen = Shown.POSTED if connection.execute(is_begun).first() else Shown.FAILED
            set_messages(connection, [delivery.message], seen)
            is_end = connection.execute(update(t.subscriptions).where(*is_it).values(ended)).rowcount > 0
            cancel(connection, delivery.subscription)
            if is_end and notice:
                notify(connection, delivery.subscription, at, notice)

        await self._database.write(write)

    async def of_subscriptions(self, ids: Sequence[str], since: datetime) -> tuple[Delivery, ...]:
        """What became of the slots of some subscriptions from an instant on, aware, in order."""
        own = t.deliveries.c
        statement = select(t.deliveries).where(own.subscription.in_(ids), own.at >= since).order_by(own.at, own.slot)
        return await self._database.read(
            lambda connection: tuple(delivery_of(row) for row in connection.execute(statement))
        )


def _taken(connection: Connection, statement: Select[Any], until: datetime) -> tuple[Delivery, ...]:
    """The deliveries that are found, taken until an instant."""
    found = connection.execute(statement).all()
    set_all(connection, (key_of_row(row) for row in found), {"look_at": until})
    return tuple(replace(delivery_of(row), look_at=until) for row in found)

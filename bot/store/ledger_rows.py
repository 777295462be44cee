"""The rows of the ledger, as the transactions of several rooms change them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import ColumnElement, Connection, Row, Select, bindparam, exists, select, true, update

from bot.messages import Place
from bot.store import tables as t
from bot.store.delivery import NOTICE, Delivery, DeliveryState, Edition, Notice, Posted
from bot.store.shown import Shown, is_seen_by_all
from bot.subscriptions import Due

__all__ = [
    "IS_BOUND",
    "bound",
    "cancel",
    "change",
    "delivery_of",
    "forget",
    "give_back",
    "key_of_row",
    "notify",
    "of_edition",
    "one_of_each_place",
    "readies",
    "set_all",
    "set_messages",
    "settled",
    "stale",
    "tell_silence",
    "waiting",
]


def readies(connection: Connection, subscription: str, due: Due, message: str, data: str) -> bool:
    """Take a delivery from being prepared to being ready, unless somebody else did."""
    day, slot = due.key
    own = t.deliveries.c
    is_it = (own.subscription == subscription, own.day == day, own.slot == slot)
    is_prepared = own.state == DeliveryState.PREPARING
    ready = {"state": DeliveryState.READY, "message": message, "data": data, "look_at": due.at, "problem": ""}
    return connection.execute(update(t.deliveries).where(*is_it, is_prepared).values(ready)).rowcount == 1


def cancel(connection: Connection, subscription: str) -> None:
    """Forget what of a subscription is planned and not seen by anybody yet."""
    own = t.deliveries.c
    is_open = own.state.in_([DeliveryState.PREPARING, DeliveryState.READY])
    forget(connection, own.subscription == subscription, is_open)


def forget(connection: Connection, *conditions: ColumnElement[bool]) -> None:
    """Forget some deliveries; not those that are begun: made anew, they would be there twice."""
    own = t.deliveries.c
    is_it = (*conditions, ~exists().where(t.refs.c.message == own.message))
    made = select(own.message).where(*is_it, own.message != "")
    set_messages(connection, connection.execute(made).scalars().all(), Shown.FAILED)
    connection.execute(t.deliveries.delete().where(*is_it))


_OWN_KEY = ("subscription", "day", "slot")
IS_BOUND = tuple(t.deliveries.c[name] == bindparam(f"key_{name}") for name in _OWN_KEY)


def waiting(platform: str, state: DeliveryState, now: datetime, limit: int) -> Select[Any]:
    """Deliveries of a state that are to be looked at, the one that has waited longest first."""
    own = t.deliveries.c
    # Two processes on PostgreSQL take different ones; on SQLite one comes after the other.
    return (
        select(t.deliveries)
        .where(own.platform == platform, own.look_at <= now, own.state == state)
        .order_by(own.look_at, own.at, own.edition, own.subscription)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def of_edition(edition: Edition, now: datetime, limit: int) -> Select[Any]:
    """Deliveries of an edition that are to be made."""
    own = t.deliveries.c
    is_of_it = own.edition == edition.sources if edition.sources else own.subscription == edition.subscription
    return (
        select(t.deliveries)
        .where(is_of_it, own.at == edition.at, own.state == DeliveryState.PREPARING, own.look_at <= now)
        .order_by(own.look_at, own.subscription)
        .limit(limit)
        .with_for_update(skip_locked=True)
    )


def one_of_each_place(rows: Iterable[Row[Any]]) -> list[Row[Any]]:
    """The first of each place: what the next one tells must not be what this one tells."""
    found: dict[tuple[str, str, str], Row[Any]] = {}
    for row in rows:
        found.setdefault((row.workspace, row.channel, row.thread), row)
    return list(found.values())


def stale(connection: Connection, messages: Sequence[str], now: datetime) -> frozenset[str]:
    """Those messages that are not to be posted as they are: something was taken down, or the place was shown something since.

    One of which a part is there already stays as it is: with another, it would be there twice.
    """
    if not messages:
        return frozenset()
    own, other = t.messages.c, t.messages.alias("other").c
    is_begun = exists().where(t.refs.c.message == own.id)
    is_in_it = (other.platform == own.platform) & (other.channel == own.channel)
    # What a clock that was ahead dated into the future was shown before.
    is_since = other.at.between(own.at, now) & (other.at != own.at)
    is_outdated = exists().where(is_in_it, is_since, other.id != own.id, *is_seen_by_all(other))
    statement = select(own.id).where(own.id.in_(messages), ~is_begun, own.is_taken_down.is_(true()) | is_outdated)
    return frozenset(connection.execute(statement).scalars())


def notify(connection: Connection, subscription: str, at: datetime, notice: Notice) -> None:
    """Write a notice about a subscription into the ledger, where it is seen to like all else: a delivery of a slot that nobody can choose."""
    place = notice.place
    shown = {"id": notice.message, "platform": place.platform, "channel": place.home, "at": at, "state": Shown.READY}
    message = t.insert(connection, t.messages).values(shown | {"is_public": True, "is_delivery": True})
    connection.execute(message.on_conflict_do_nothing())
    row = {
        "subscription": subscription,
        "day": at.date().isoformat(),
        "slot": NOTICE.isoformat(),
        "at": at,
        "platform": place.platform,
        "workspace": place.workspace,
        "channel": place.channel,
        "state": DeliveryState.READY,
        "look_at": at,
        "message": notice.message,
        "data": notice.data,
    }
    # It may come to its end a second time on a day: then there is one that was seen to.
    anew = {name: row[name] for name in row if name not in _OWN_KEY}
    anew |= {"attempts": 0, "sent_at": None, "settled_at": None, "problem": ""}
    new = t.insert(connection, t.deliveries).values(row)
    is_settled = t.deliveries.c.look_at.is_(None)
    connection.execute(new.on_conflict_do_update(index_elements=_OWN_KEY, set_=anew, where=is_settled))


def set_all(connection: Connection, keys: Iterable[tuple[str, str, str]], new: Mapping[str, Any], **more: Any) -> None:
    """Change some deliveries, by their keys."""
    rows = [{f"key_{name}": value for name, value in zip(_OWN_KEY, key, strict=True)} for key in keys]
    if rows:
        connection.execute(update(t.deliveries).where(*IS_BOUND).values({**new, **more}), rows)


def give_back(connection: Connection, delivery: Delivery, new: Mapping[str, Any]) -> None:
    """Change a delivery that is held; of one that is ready again, nobody has seen what is not known to be there."""
    if change(connection, delivery, **new) and new["state"] is DeliveryState.READY:
        is_begun = exists().where(t.refs.c.message == t.messages.c.id)
        is_it = (t.messages.c.id == delivery.message, ~is_begun)
        connection.execute(update(t.messages).where(*is_it).values(state=Shown.READY))


def change(connection: Connection, delivery: Delivery, **new: Any) -> Delivery | None:
    """Change a delivery that is held; as it is then, or None if somebody else has taken it."""
    own = t.deliveries.c
    is_it = (own[name] == value for name, value in zip(_OWN_KEY, delivery.key, strict=True))
    is_held = (own.state == delivery.state, own.look_at == delivery.look_at)
    changed = connection.execute(update(t.deliveries).where(*is_it, *is_held).values(new)).rowcount
    return replace(delivery, **new) if changed else None


def set_messages(connection: Connection, messages: Iterable[str], state: Shown, **more: Any) -> None:
    """Write down how far some messages have come, by their ids."""
    rows = [{"key_id": message} for message in messages if message]
    if rows:
        is_it = t.messages.c.id == bindparam("key_id")
        connection.execute(update(t.messages).where(is_it).values(state=state, **more), rows)


def tell_silence(connection: Connection, posted: Sequence[Posted]) -> None:
    """Where news was posted, it is silent no longer; what cites nothing told that it is."""
    messages = select(t.cites.c.message).where(t.cites.c.message.in_([one.delivery.message for one in posted]))
    news = frozenset(connection.execute(messages.distinct()).scalars())
    own = t.subscriptions.c
    spoken = [one.delivery.subscription for one in posted if one.delivery.message in news]
    was_silent = own.id.in_(spoken) & own.silent_since.is_not(None)
    connection.execute(update(t.subscriptions).where(was_silent).values(silent_since=None, was_silence_told=False))
    told = [one.delivery.subscription for one in posted if one.delivery.message not in news]
    connection.execute(update(t.subscriptions).where(own.id.in_(told)).values(was_silence_told=True))


def settled(state: DeliveryState) -> dict[str, Any]:
    """What of a delivery is written down when it is settled."""
    return {"state": state, "look_at": None, "data": ""}


def bound(delivery: Delivery) -> dict[str, Any]:
    """The key of a delivery, as `IS_BOUND` takes it."""
    return {f"key_{name}": value for name, value in zip(_OWN_KEY, delivery.key, strict=True)}


def key_of_row(row: Row[Any]) -> tuple[str, str, str]:
    """The key of the delivery of a row."""
    return row.subscription, row.day, row.slot


def delivery_of(row: Row[Any]) -> Delivery:
    """The delivery of a row."""
    return Delivery(
        row.subscription,
        Due(row.at, date.fromisoformat(row.day), time.fromisoformat(row.slot)),
        Place(row.platform, row.workspace, row.channel, row.thread),
        DeliveryState(row.state),
        row.look_at,
        row.attempts,
        row.message,
        row.data,
        row.receipt,
        row.sent_at,
        row.settled_at,
        row.problem,
    )

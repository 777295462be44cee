"""Which slots are due: from what places chose to rows of the ledger, each once, however often and by whomever it is planned."""

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache, lru_cache, partial
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, and_, bindparam, func, select, update

from bot.messages import Place
from bot.store import tables as t
from bot.store.database import Database
from bot.store.delivery import Delivery, DeliveryState
from bot.store.ledger_rows import forget
from bot.subscriptions import Due, Subscription, coming

__all__ = ["GRACE", "UNREADABLE", "Planned", "Planning"]

GRACE = timedelta(hours=12)
"""So late a digest still comes: a morning digest that is half a day late is no morning digest any more."""

UNREADABLE = "what was chosen can't be read any more, or names a time zone that there is none of; set the schedule anew"
"""Why nothing comes where the settings of a subscription tell nothing."""

# What was missed before is not written down: a machine that was off for a year has nothing to tell of each of its days.
_TOLD = timedelta(days=7)
# A transaction that takes long keeps others waiting.
_AT_ONCE = 250
_EDITION = 16
_DOWN = "the bot was not running at its hour, nor within {:g} hours after it"
_BEFORE_ANOTHER = "the bot was not running at its hour, and only the last of several is made up for"
_NEEDED = [
    t.subscriptions.c[name] for name in ("id", "settings", "next_due", "platform", "workspace", "channel", "thread")
]


@dataclass(frozen=True, slots=True)
class Planned:
    """What was planned.

    Attributes:
        subscriptions: Of how many the slots were looked through; 0 if there was nothing left to plan that nobody else is planning.
        missed: What is not made up for, and was not known to be before.
    """

    subscriptions: int = 0
    missed: tuple[Delivery, ...] = ()


class Planning:
    """Plans the deliveries of all subscriptions."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def plan(self, platforms: Sequence[str], now: datetime, until: datetime, grace: timedelta = GRACE) -> Planned:
        """Write the slots up to an instant into the ledger, of some hundred subscriptions at a time: call it until there are none.

        Args:
            platforms: On which.
            now: Aware.
            until: Up to when, aware: a little later than now, so that what is due can be made before its hour.
            grace: How late a slot is still made up for; of several, the last one is.
        """
        return await self._database.write(lambda connection: _plan(connection, platforms, now, until, grace))

    async def straighten(self, now: datetime, until: datetime, lease: timedelta) -> int:
        """Put right what was planned by a clock that was ahead, or by other rules of a time zone.

        Args:
            now: Aware.
            until: Up to when slots are planned, aware.
            lease: For how long anybody sees to a delivery without saying so again, or lets it wait for its sources at first.

        Returns:
            How many subscriptions were put right.
        """
        await self._database.write(lambda connection: _take_back(connection, now, until, lease))
        count, last = 0, ""
        while True:
            some, last = await self._database.write(partial(_straighten, last=last, now=now, until=until))
            count += some
            if not last:
                return count


def _plan(
    connection: Connection, platforms: Sequence[str], now: datetime, until: datetime, grace: timedelta
) -> Planned:
    sub = t.subscriptions.c
    is_due = (sub.platform.in_(platforms), sub.next_due <= until)
    due = select(*_NEEDED).where(*is_due).order_by(sub.next_due).limit(_AT_ONCE)
    found = connection.execute(due.with_for_update(skip_locked=True)).all()
    planned: list[Delivery] = []
    following: list[dict[str, Any]] = []
    broken: list[dict[str, Any]] = []
    # Most of those that are due together were chosen alike.
    slots_of = cache(partial(_slots, now=now, until=until))
    for row in found:
        try:
            dues, after = slots_of(row.settings, row.next_due)
        except (KeyError, ValueError):
            broken.append({"key": row.id, "at": now})
            continue
        place = Place(row.platform, row.workspace, row.channel, row.thread)
        planned += _deliveries(row.id, place, dues, now, grace)
        following.append({"key": row.id, "next": after})
    missed = _unknown(connection, [one for one in planned if one.state is DeliveryState.MISSED])
    if planned:
        editions = _editions(connection, {one.subscription for one in planned})
        rows = [_row(one) | {"edition": editions.get(one.subscription, "")} for one in planned]
        connection.execute(t.insert(connection, t.deliveries).on_conflict_do_nothing(), rows)
    is_it = sub.id == bindparam("key")
    if following:
        connection.execute(update(t.subscriptions).where(is_it).values(next_due=bindparam("next")), following)
    if broken:
        ended: dict[str, Any] = {"next_due": None, "ended_at": bindparam("at"), "problem": UNREADABLE}
        connection.execute(update(t.subscriptions).where(is_it).values(ended), broken)
    return Planned(len(found), missed)


def _unknown(connection: Connection, deliveries: Sequence[Delivery]) -> tuple[Delivery, ...]:
    """Those that are not in the ledger: what was planned by a clock that was set back is planned a second time."""
    if not deliveries:
        return ()
    own, first = t.deliveries.c, min(one.due.at for one in deliveries)
    ids = {one.subscription for one in deliveries}
    known = select(own.subscription, own.day, own.slot).where(own.subscription.in_(ids), own.at >= first)
    there = {tuple(row) for row in connection.execute(known)}
    return tuple(one for one in deliveries if one.key not in there)


def _slots(
    settings: str, since: datetime, *, now: datetime, until: datetime
) -> tuple[tuple[Due, ...], datetime | None]:
    """The slots of a subscription from an instant up to another, and when the one after them is.

    Raises:
        KeyError: If its zone is not known.
        ValueError: If it is not to be read.
    """
    dues: list[Due] = []
    chosen = Subscription.of_settings("", Place(""), json.loads(settings))
    for due in coming(chosen, max(since, now - _TOLD) - timedelta.resolution):
        if due.at > until:
            return tuple(dues), due.at
        dues.append(due)
    return tuple(dues), None


def _deliveries(
    subscription: str, place: Place, dues: Sequence[Due], now: datetime, grace: timedelta
) -> Iterator[Delivery]:
    """Slots as deliveries: to be prepared, or missed."""
    last = max((due.at for due in dues if due.at <= now), default=now)
    for due in dues:
        is_late = due.at < now - grace
        if is_late or due.at < last:
            problem = _DOWN.format(grace / timedelta(hours=1)) if is_late else _BEFORE_ANOTHER
            yield Delivery(subscription, due, place, DeliveryState.MISSED, settled_at=now, problem=problem)
        else:
            yield Delivery(subscription, due, place, DeliveryState.PREPARING, look_at=now)


def _editions(connection: Connection, subscriptions: Iterable[str]) -> dict[str, str]:
    """What is the same for subscriptions of places with the same sources of their own, by the subscription's id."""
    sub, own = t.subscriptions.c, t.place_sources.c
    is_its_place = [own[name] == sub[name] for name in ("platform", "workspace", "channel")]
    # In the order of the key, as a rule; where it is not, a digest is made once more.
    feeds = select(sub.id, func.aggregate_strings(own.feed, "\n")).join(t.place_sources, and_(*is_its_place))
    its = feeds.where(sub.id.in_(subscriptions), ~own.is_paused).group_by(sub.id)
    return {
        id_: sha256(names.encode(errors="replace")).hexdigest()[:_EDITION] for id_, names in connection.execute(its)
    }


def _row(delivery: Delivery) -> dict[str, Any]:
    place, (day, slot) = delivery.place, delivery.due.key
    return {
        "subscription": delivery.subscription,
        "day": day,
        "slot": slot,
        "at": delivery.due.at,
        "platform": place.platform,
        "workspace": place.workspace,
        "channel": place.channel,
        "thread": place.thread,
        "state": delivery.state,
        "look_at": delivery.look_at,
        "settled_at": delivery.settled_at,
        "problem": delivery.problem,
    }


def _take_back(connection: Connection, now: datetime, until: datetime, lease: timedelta) -> None:
    """Forget what was planned and settled of slots that are still to come, and leases that last too long."""
    own = t.deliveries.c
    unseen = [DeliveryState.PREPARING, DeliveryState.READY, DeliveryState.EMPTY, DeliveryState.MISSED]
    forget(connection, own.at > until, own.state.in_(unseen))
    # What waits for its sources or for quiet hours to end may be looked at too early: then it is put off again.
    taken = own.state.in_([DeliveryState.PREPARING, DeliveryState.SENDING])
    is_held = taken & (own.look_at > now + lease) | (own.look_at > now + GRACE)
    connection.execute(update(t.deliveries).where(is_held, own.at <= until).values(look_at=now + lease))


def _straighten(connection: Connection, *, last: str, now: datetime, until: datetime) -> tuple[int, str]:
    """Put right some subscriptions behind one, by their ids; how many, and the last one that was looked at, if there are more."""
    sub = t.subscriptions.c
    known = select(sub.id, sub.settings, sub.next_due, sub.since).where(sub.id > last, sub.next_due > until)
    found = connection.execute(known.order_by(sub.id).limit(_AT_ONCE)).all()
    wrong: list[dict[str, Any]] = []
    for row in found:
        try:
            after = _first_slot(row.settings, until)
        except (KeyError, ValueError):  # It is met when it is due.
            continue
        if after and after < row.next_due:
            # What is planned already is not planned again; what was skipped may be due by now.
            again = max(min(row.since, now), now - GRACE)
            wrong.append({"key": row.id, "seen": row.next_due, "next": again})
    righted = 0
    if wrong:
        # Unless somebody has paused, ended or set it meanwhile.
        is_it = (sub.id == bindparam("key"), sub.next_due == bindparam("seen"))
        righted = connection.execute(
            update(t.subscriptions).where(*is_it).values(next_due=bindparam("next")), wrong
        ).rowcount
    return righted, found[-1].id if len(found) == _AT_ONCE else ""


@lru_cache(maxsize=10_000)
def _first_slot(settings: str, after: datetime) -> datetime | None:
    due = next(coming(Subscription.of_settings("", Place(""), json.loads(settings)), after), None)
    return due.at if due else None

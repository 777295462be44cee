"""When a digest is due: local hours as instants. Pure arithmetic; zones and daylight saving time are here and nowhere else."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from bot.messages import Manner, Place
from bot.plain import is_id
from bot.quiet import Quiet

__all__ = ["EVERY_DAY", "Due", "Quiet", "Subscription", "coming", "dues_between", "next_due", "not_quiet"]

EVERY_DAY = frozenset(range(7))
"""The days of the week; Monday is 0."""

_NOON = time(12)
_PLAINLY = Manner()


@dataclass(frozen=True, slots=True)
class Subscription:
    """A digest that comes by itself.

    Attributes:
        id: The same for the same place over all restarts.
        place: Where it is posted.
        slots: Local hours.
        zone: Whose hours they are: an IANA name.
        length: How much to show: brief, standard or full.
        days: On which days of the week, local ones; Monday is 0.
        quiet: When what is late does not come; None if it may come at any hour.
        manner: How it is posted; whether it has a thread is up to its place, and not kept here.
    """

    id: str
    place: Place
    slots: tuple[time, ...]
    zone: str
    length: str = "brief"
    days: frozenset[int] = EVERY_DAY
    quiet: Quiet | None = None
    manner: Manner = _PLAINLY

    @property
    def settings(self) -> dict[str, Any]:
        """What was chosen, of plain values."""
        chosen: dict[str, Any] = {
            "slots": [slot.isoformat("minutes") for slot in self.slots],
            "days": sorted(self.days),
            "zone": self.zone,
            "length": self.length,
        }
        if self.quiet:
            chosen["quiet"] = [hour.isoformat("minutes") for hour in (self.quiet.begins, self.quiet.ends)]
        manner = {"silent": self.manner.is_silent, "publish": self.manner.is_published, "role": self.manner.role}
        return chosen | {name: value for name, value in manner.items() if value}

    @classmethod
    def of_settings(cls, id_: str, place: Place, chosen: Mapping[str, Any]) -> "Subscription":
        """A subscription of what was chosen.

        Raises:
            KeyError: If its zone is not known (any more), or its slots or its zone are not there.
            ValueError: If it is not to be read.
        """
        try:
            ZoneInfo(chosen["zone"])
            quiet = chosen.get("quiet")
            days = frozenset(chosen.get("days", EVERY_DAY))
            slots = tuple(time.fromisoformat(slot) for slot in chosen["slots"])
            hours = Quiet(*map(time.fromisoformat, quiet)) if quiet else None
            manner = _manner(chosen)
        # A zone may be the name of a folder of zones.
        except (TypeError, OSError) as error:
            raise ValueError(*error.args) from error
        if not days <= EVERY_DAY:
            message = f"there are no such days of the week: {days}"
            raise ValueError(message)
        return cls(id_, place, slots, chosen["zone"], chosen.get("length", "brief"), days, hours, manner)


@dataclass(frozen=True, slots=True)
class Due:
    """A slot of a local day.

    Attributes:
        at: The instant, aware, in UTC.
        day: The day it belongs to where the place is.
        slot: The hour that was asked for; what the clock shows at `at` differs from it where that hour is skipped.
    """

    at: datetime
    day: date
    slot: time

    @property
    def key(self) -> tuple[str, str]:
        """Day and slot as text: unique for a subscription. What can be chosen has no seconds, what is told beside it may."""
        return self.day.isoformat(), self.slot.isoformat("seconds" if self.slot.second else "minutes")


def next_due(subscription: Subscription, after: datetime) -> Due | None:
    """The first slot later than an instant, each of its local days having each slot once; None without slots or days.

    An hour that a day has twice is taken the first time. One that it skips is counted from before the change, so that
    02:30 becomes 03:30 (RFC 5545, 3.3.5). A day that a zone skips altogether (Apia, 30 December 2011) has no slot.

    Args:
        subscription: Whose.
        after: Aware.
    """
    return next(coming(subscription, after), None)


def coming(subscription: Subscription, after: datetime) -> Iterator[Due]:
    """All slots later than an instant, in order; without end, if there are any."""
    if not subscription.slots or not subscription.days:
        return
    zone = ZoneInfo(subscription.zone)
    # A slot moved over a skipped hour may fall on the day after: begin the day before.
    first = after.astimezone(zone).date() - timedelta(days=1)
    for days in count():
        day = first + timedelta(days=days)
        if day.weekday() not in subscription.days:
            continue
        dues = (_due(day, slot, zone) for slot in subscription.slots)
        yield from sorted((due for due in dues if due and due.at > after), key=lambda due: (due.at, due.slot))


def dues_between(subscription: Subscription, after: datetime, until: datetime) -> tuple[Due, ...]:
    """The slots later than one instant and not later than another, in order."""
    found: list[Due] = []
    for due in coming(subscription, after):
        if due.at > until:
            break
        found.append(due)
    return tuple(found)


def not_quiet(subscription: Subscription, instant: datetime) -> datetime:
    """The first instant not earlier than another, aware, at which something that is late may come."""
    local = instant.astimezone(ZoneInfo(subscription.zone))
    quiet = subscription.quiet
    if quiet is None or local.time() not in quiet:
        return instant
    day = local.date() + timedelta(days=1 if local.time() >= quiet.ends else 0)
    end = datetime.combine(day, quiet.ends, local.tzinfo)
    # An hour that a day has twice ends the second time, if it is past the first.
    return max(end.astimezone(UTC), instant) if end.astimezone(UTC) > instant else end.replace(fold=1).astimezone(UTC)


def _manner(chosen: Mapping[str, Any]) -> Manner:
    """How it is posted, of what was chosen.

    Raises:
        TypeError: If it is not to be read.
        ValueError: If there can be no such role.
    """
    silent, published, role = chosen.get("silent", False), chosen.get("publish", False), chosen.get("role", "")
    if not (isinstance(silent, bool) and isinstance(published, bool) and isinstance(role, str)):
        message = f"nothing can be posted in this manner: {silent!r}, {published!r}, {role!r}"
        raise TypeError(message)
    if role and not is_id(role):
        message = f"there is no such role: {role!r}"
        raise ValueError(message)
    return Manner(silent, published, role=role)


def _due(day: date, slot: time, zone: ZoneInfo) -> Due | None:
    """The instant of a slot; None on a day that the zone skips, which then has no noon."""
    noon = datetime.combine(day, _NOON, zone).astimezone(UTC)
    if noon.astimezone(zone).date() != day:
        return None
    return Due(datetime.combine(day, slot, zone).astimezone(UTC), day, slot)

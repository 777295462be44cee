"""How many feeds there are and how they are, and how many digests are due: for whoever watches the bot."""

import json
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import Connection, case, func, select

from bot.messages import Place
from bot.store import tables as t
from bot.store.database import Database
from bot.store.delivery import NOTICE, DeliveryState
from bot.store.sources import is_read
from bot.subscriptions import Subscription, not_quiet

__all__ = [
    "UNPLANNED",
    "DeliveryFigures",
    "EditionFigures",
    "Figures",
    "delivery_figures",
    "edition_figures",
    "figures",
]

UNPLANNED = "unplanned"
"""How far a digest is that nobody has planned although it is due."""

# A feed waits for its turn at its host, and a digest for its turn at its platform: only what waits for longer is late.
_LATE = timedelta(minutes=15)
_DAY = timedelta(days=1)
# What was missed is told up to a week later.
_LATEST_SETTLED = timedelta(days=8)


@dataclass(frozen=True, slots=True)
class DeliveryFigures:
    """How the digests are that come by themselves.

    Attributes:
        due: Those that are due and not settled.
        late: Those of them that were due a while ago, by how far they are: a `DeliveryState`, or `UNPLANNED`. What waits for quiet hours
            to end is not late.
        late_since: When the first of these was due, aware; None if there is none.
        missed: Those that came to nothing in the last day, because it was too late.
        failed: Likewise, because they could not be made or posted.
        uncertain: Those of the last day of which nobody knows whether they are there.
    """

    due: int = 0
    late: Mapping[str, int] = field(default_factory=dict)
    late_since: datetime | None = None
    missed: int = 0
    failed: int = 0
    uncertain: int = 0


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is.

    Attributes:
        sources: Feeds that some place reads; those it paused are not among them.
        failing: Those of them that could not be read the last time.
        late: Those of them that should have been read a while ago.
        last_poll: When any feed was last asked for what is new, aware; None if never.
        late_since: When the first of those that are late should have been read, aware; None if none is.
    """

    sources: int
    failing: int
    late: int
    last_poll: datetime | None
    late_since: datetime | None = None


@dataclass(frozen=True, slots=True)
class EditionFigures:
    """How far the editions are of which not all is settled: what is made once for all who have the same sources.

    Attributes:
        preparing: Those that are to be made, or are being made, for some of their readers.
        prepared: Those that are made, and not posted everywhere.
    """

    preparing: int = 0
    prepared: int = 0


async def figures(database: Database, now: datetime) -> Figures:
    """Count the feeds; `now` is aware.

    Raises:
        StoreError: If it can't be done.
    """
    read = t.sources.c
    # One that was never tried waits since it was added.
    waits_since = func.coalesce(read.next_reading, read.added_at)
    is_late = (waits_since < now - _LATE) & (read.last_tried.is_(None) | read.next_reading.is_not(None))
    sources = select(
        func.count(),
        func.count().filter(read.failures > 0),
        func.count().filter(is_late),
        func.max(read.last_tried),
        func.min(waits_since).filter(is_late),
    ).where(is_read())
    return await database.read(lambda connection: Figures(*connection.execute(sources).one()))


async def delivery_figures(
    database: Database, platforms: Sequence[str], now: datetime, since: datetime
) -> DeliveryFigures:
    """Count the digests that come by themselves.

    Args:
        database: Where.
        platforms: On which the bot is: elsewhere, nobody sees to them.
        now: Aware.
        since: Aware; what was due before is not made up for any more.

    Raises:
        StoreError: If it can't be done.
    """
    own = t.deliveries.c
    is_digest = (own.platform.in_(platforms), own.slot != NOTICE.isoformat())
    is_lately = (own.at >= now - _LATEST_SETTLED, own.settled_at >= now - _DAY)
    settled = select(own.state, func.count().label("number")).where(*is_digest, *is_lately).group_by(own.state)

    def count(connection: Connection) -> DeliveryFigures:
        waiting = [*_open(connection, platforms, now, since), *_unplanned(connection, platforms, now, since)]
        late = [one for one in waiting if one.at < now - _LATE and not one.is_kept_quiet(now)]
        became = {row.state: row.number for row in connection.execute(settled)}
        return DeliveryFigures(
            due=len(waiting),
            late=dict(sorted(Counter(one.state for one in late).items())),
            late_since=min((one.at for one in late), default=None),
            missed=became.get(DeliveryState.MISSED, 0),
            failed=became.get(DeliveryState.FAILED, 0),
            uncertain=became.get(DeliveryState.UNKNOWN, 0),
        )

    return await database.read(count)


async def edition_figures(database: Database, platforms: Sequence[str]) -> EditionFigures:
    """Count the editions of which not all is settled.

    Args:
        database: Where.
        platforms: On which the bot is.

    Raises:
        StoreError: If it can't be done.
    """
    own = t.deliveries.c
    # What is made for one place alone is an edition as well.
    edition = case((own.edition != "", own.edition), else_=own.subscription)
    is_made = own.state != DeliveryState.PREPARING
    # By their states as well: so they are found without looking at all that was ever settled.
    is_state = own.state.in_([DeliveryState.PREPARING, DeliveryState.READY, DeliveryState.SENDING])
    is_open = (own.platform.in_(platforms), is_state, own.look_at.is_not(None), own.slot != NOTICE.isoformat())
    counted = select(
        func.count(edition.distinct()).filter(~is_made), func.count(edition.distinct()).filter(is_made)
    ).where(*is_open)
    return await database.read(lambda connection: EditionFigures(*connection.execute(counted).one()))


@dataclass(frozen=True, slots=True)
class _Waiting:
    """A slot that is due: how far it is, since when it is due, and what was chosen of its subscription, if there are quiet hours."""

    state: str
    at: datetime
    settings: str

    def is_kept_quiet(self, now: datetime) -> bool:
        if not self.settings:
            return False
        try:
            subscription = Subscription.of_settings("", Place(""), json.loads(self.settings))
        except (KeyError, ValueError):
            return False
        return not_quiet(subscription, now) > now


def _open(connection: Connection, platforms: Sequence[str], now: datetime, since: datetime) -> Iterator[_Waiting]:
    """Those that are planned and not settled."""
    own, sub = t.deliveries.c, t.subscriptions.c
    is_it = (own.platform.in_(platforms), own.at >= since, own.at <= now, own.look_at.is_not(None))
    chosen = case((sub.settings.contains('"quiet"'), sub.settings), else_="").label("chosen")
    found = select(own.state, own.at, chosen).join(t.subscriptions, sub.id == own.subscription)
    for row in connection.execute(found.where(*is_it, own.slot != NOTICE.isoformat())):
        yield _Waiting(row.state, row.at, row.chosen)


def _unplanned(connection: Connection, platforms: Sequence[str], now: datetime, since: datetime) -> Iterator[_Waiting]:
    """Those that nobody has planned although they are due."""
    sub = t.subscriptions.c
    found = select(sub.next_due).where(sub.platform.in_(platforms), sub.next_due >= since, sub.next_due <= now)
    for at in connection.execute(found).scalars():
        yield _Waiting(UNPLANNED, at, "")

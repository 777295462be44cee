"""How many feeds there are and how they are, and how many digests are due: for whoever watches the bot."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, func, select

from bot.store import tables as t
from bot.store.database import Database
from bot.store.sources import is_read

__all__ = ["Figures", "figures"]

# A feed waits for its turn at its host, and others take their time: only what waits for longer is late.
_LATE = timedelta(minutes=15)
_PREPARING = "preparing"


@dataclass(frozen=True, slots=True)
class Figures:
    """How much there is.

    Attributes:
        sources: Feeds that some place reads; those it paused are not among them.
        failing: Those of them that could not be read the last time.
        late: Those of them that should have been read a while ago.
        deliveries: Digests that are due and not posted yet.
        last_poll: When any feed was last asked for what is new, aware; None if never.
    """

    sources: int
    failing: int
    late: int
    deliveries: int
    last_poll: datetime | None


async def figures(database: Database, now: datetime, since: datetime) -> Figures:
    """Count everything.

    Args:
        database: Where.
        now: Aware.
        since: Aware; a delivery that was due before is not made up for any more.

    Raises:
        StoreError: If it can't be done.
    """
    read, waiting = t.sources.c, t.deliveries.c
    # One that was never tried waits since it was added.
    waits_since = func.coalesce(read.next_reading, read.added_at)
    is_late = (waits_since < now - _LATE) & (read.last_tried.is_(None) | read.next_reading.is_not(None))
    sources = select(
        func.count(),
        func.count().filter(read.failures > 0),
        func.count().filter(is_late),
        func.max(read.last_tried),
    ).where(is_read())
    is_due = (waiting.state == _PREPARING) & (waiting.at >= since)
    deliveries = select(func.count()).select_from(t.deliveries).where(is_due)

    def count(connection: Connection) -> Figures:
        known, failing, late, last_poll = connection.execute(sources).one()
        return Figures(
            sources=known,
            failing=failing,
            late=late,
            deliveries=connection.execute(deliveries).scalar_one(),
            last_poll=last_poll,
        )

    return await database.read(count)

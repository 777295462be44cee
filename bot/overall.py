"""How the whole installation is, whatever processes it consists of: what is in the database says it, so any of them can tell."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.fleet import Fleet, called, iso, look_at_processes, span
from bot.store import GRACE, Store
from bot.store.figures import DeliveryFigures, EditionFigures, Figures
from bot.store.leases import Lease
from bot.store.queue import QueueFigures

__all__ = ["Overall", "look_at_all"]


# What holds the right to post with a token is called so, and behind it like the token.
_DRAIN = "drain:"
# What a process has of it stands beside the process.
_CONNECTION = "connection:"


@dataclass(frozen=True, slots=True)
class Overall:
    """How all of it is.

    Attributes:
        at: As of when, aware.
        fleet: The processes.
        sources: How the feeds are.
        deliveries: How the digests are that come by themselves.
        editions: How far they are made.
        held: What only one process may do at a time, and who does it.
        queue: What there is to do for workers; None where there is no queue.
    """

    at: datetime
    fleet: Fleet
    sources: Figures
    deliveries: DeliveryFigures
    editions: EditionFigures
    held: Mapping[str, Lease]
    queue: QueueFigures | None = None

    @property
    def late(self) -> int:
        """How many digests should have come a while ago."""
        return sum(self.deliveries.late.values())

    @property
    def latest_source(self) -> timedelta:
        """For how long the source should have been read that is latest; zero if none is late."""
        return self.at - self.sources.late_since if self.sources.late_since else timedelta(0)

    def faults(self) -> tuple[str, ...]:
        """All that needs a look, in words."""
        found = (self.fleet.wrong_with_processes(), self._wrong_with_deliveries(), self.fleet.wrong_with_shards())
        return tuple(filter(None, found))

    def _wrong_with_deliveries(self) -> str:
        if not self.deliveries.late_since:
            return ""
        have = "1 digest that is due has" if self.late == 1 else f"{self.late} digests that are due have"
        return f"{have} not come, the first since {self.deliveries.late_since:%Y-%m-%d %H:%M %Z}"

    def lines(self) -> Iterator[str]:
        """All of it for people."""
        yield from self.fleet.lines()
        for token, users in self.fleet.tokens.items():
            lease = self.held.get(f"{_DRAIN}{token}")
            by = f"; posts go out {self._held_by(lease)}" if lease else ""
            yield f"Token {token}: used by {', '.join(map(called, users))}{by}"
        for name, lease in self.held.items():
            if name.removeprefix(_DRAIN) not in self.fleet.tokens and not name.startswith(_CONNECTION):
                yield f"Done by one at a time: {name} {self._held_by(lease)}"
        late = f", {self.sources.late} late, by up to {span(self.latest_source)}" if self.sources.late else ""
        yield f"Sources: {self.sources.sources}, {self.sources.failing} failing{late}"
        yield f"Editions: {self.editions.preparing} being prepared, {self.editions.prepared} prepared"
        found = self.deliveries
        lately = f"{found.missed} missed, {found.failed} not posted, {found.uncertain} uncertain"
        yield f"Digests: {found.due} due, {self.late} late; in the last day {lately}"
        if self.queue:
            yield f"Queue: {self.queue.waiting} waiting, {self.queue.doing} being done, {self.queue.later} for later"
        if faults := self.faults():
            yield "Needs a look:"
            yield from (f"  {fault}" for fault in faults)
        else:
            yield f"{'; '.join(['All is well', *filter(None, self._remarks())])}."

    def _remarks(self) -> tuple[str, ...]:
        """What is no fault of the whole, and not as it should be, in words."""
        failing = (
            f"{self.sources.failing} of {self.sources.sources} sources can't be read" if self.sources.failing else ""
        )
        return (self.fleet.ended(), failing)

    def _held_by(self, lease: Lease) -> str:
        """By whom; a holder begins with its machine, and its number there."""
        holder = "/".join(lease.holder.split()[:2])
        return f"through {holder}" if lease.until >= self.at else f"through nobody now, and last through {holder}"

    def as_data(self) -> dict[str, object]:
        """All of it for programs; instants in ISO 8601, ages in seconds."""
        found, sources, queue = self.deliveries, self.sources, self.queue
        return {
            "at": iso(self.at),
            "faults": self.faults(),
            **self.fleet.as_data(),
            "sources": {
                "count": sources.sources,
                "failing": sources.failing,
                "late": sources.late,
                "latest_by_s": round(self.latest_source.total_seconds()),
            },
            "editions": {"preparing": self.editions.preparing, "prepared": self.editions.prepared},
            "deliveries": {
                "due": found.due,
                "late": self.late,
                "late_since": iso(found.late_since),
                "missed_last_day": found.missed,
                "failed_last_day": found.failed,
                "uncertain_last_day": found.uncertain,
            },
            "held": [
                {"name": name, "holder": lease.holder, "until": iso(lease.until)} for name, lease in self.held.items()
            ],
            "queue": _queue(queue) if queue else None,
        }


async def look_at_all(store: Store, now: datetime, shard_count: int = 0, at: datetime | None = None) -> Overall:
    """Look at all of it. On which platforms the bot is, its processes say: the configuration of who looks may be another.

    Args:
        store: Open.
        now: By the database's clock, as what is due is, aware.
        shard_count: In how many parts the connection to Discord is divided, as the configuration says; 0 if it does not.
        at: As of when processes are looked at, aware; now, by the database's clock, if not given.

    Raises:
        StoreError: If it can't be looked at.
    """
    fleet = await look_at_processes(store, shard_count, at)
    return Overall(
        now,
        fleet,
        await store.figures(now),
        await store.delivery_figures(fleet.platforms, now, since=now - GRACE),
        await store.edition_figures(fleet.platforms),
        await store.leases.all(),
        await store.queue_figures(now),
    )


def _queue(queue: QueueFigures) -> dict[str, object]:
    return {
        "waiting": queue.waiting,
        "later": queue.later,
        "doing": queue.doing,
        "waiting_since": iso(queue.since),
    }

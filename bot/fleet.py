"""Which processes an installation consists of, and what is missing among them."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.role import Role
from bot.store import Seen, Store

__all__ = ["Fleet", "called", "iso", "look_at_processes", "span"]

# What each part of the bot does that can be a process of its own.
_PARTS: Mapping[str, str] = {
    Role.BOT: "answers and posts",
    Role.WORKER: "reads feeds and makes digests",
    Role.PLANNER: "sees what is due",
}
_MOST_NAMED = 10


@dataclass(frozen=True, slots=True)
class Fleet:
    """The processes.

    Attributes:
        processes: Those of the last day, those that run first.
        shard_count: In how many parts the connection to Discord is divided; 0 if that is not known.
    """

    processes: tuple[Seen, ...] = ()
    shard_count: int = 0

    @property
    def living(self) -> tuple[Seen, ...]:
        """Those that run."""
        return tuple(one for one in self.processes if one.is_alive)

    @property
    def dead(self) -> tuple[Seen, ...]:
        """Those that ended without a word."""
        return tuple(one for one in self.processes if one.is_dead)

    @property
    def platforms(self) -> tuple[str, ...]:
        """On which the bot is, as its processes say, also those that ended without a word; if all have stopped, on which it was."""
        speaking = [one for one in self.processes if one.process.platforms]
        there = [one for one in speaking if one.stopped_at is None] or speaking
        return tuple(sorted({name for one in there for name in one.process.platforms}))

    @property
    def missing_roles(self) -> tuple[str, ...]:
        """What none does that runs; empty if none runs at all."""
        roles = {one.process.role for one in self.living}
        return () if Role.ALL in roles or not roles else tuple(role for role in _PARTS if role not in roles)

    @property
    def lost_shards(self) -> tuple[int, ...]:
        """The numbers of the parts of Discord's connection that none has; empty if none runs at all."""
        has = {number for one in self.living for number in one.process.shards}
        return tuple(number for number in range(self.shard_count) if number not in has) if self.living else ()

    @property
    def tokens(self) -> Mapping[str, tuple[Seen, ...]]:
        """Which of those that run use each token."""
        names = sorted({token for one in self.living for token in one.process.tokens})
        return {name: tuple(one for one in self.living if name in one.process.tokens) for name in names}

    def wrong_with_processes(self) -> str:
        """What needs a look about them, in words; empty if nothing does."""
        if not self.living:
            return "no process was seen in the last minute; start one: pullquote run"
        return "; ".join(f"no {role} was seen in the last minute, which {_PARTS[role]}" for role in self.missing_roles)

    def ended(self) -> str:
        """How many ended without a word, in words; empty if none did."""
        if not self.dead:
            return ""
        what = "1 process" if len(self.dead) == 1 else f"{len(self.dead)} processes"
        return f"{what} ended without a word in the last day"

    def wrong_with_shards(self) -> str:
        """Which parts of Discord nobody hears, in words; empty if there are none."""
        if not (lost := self.lost_shards):
            return ""
        return f"of {self.shard_count} shards of Discord, no process has {len(lost)}: {_numbers(lost)}"

    def lines(self) -> Iterator[str]:
        """Them for people, a line each."""
        yield "Processes:" if self.processes else "Processes: none was seen in the last day"
        yield from (f"  {_told(one)}" for one in self.processes)
        if self.shard_count:
            connected = self.shard_count - len(self.lost_shards) if self.living else 0
            yield f"Shards of Discord: {self.shard_count}, {connected} connected"

    def as_data(self) -> dict[str, object]:
        """Them for programs; instants in ISO 8601, ages in seconds."""
        return {
            "processes": [_data(one) for one in self.processes],
            "missing_roles": self.missing_roles,
            "tokens": {name: [one.process.id for one in users] for name, users in self.tokens.items()},
            "shards": {"count": self.shard_count, "lost": self.lost_shards},
        }


async def look_at_processes(store: Store, shard_count: int = 0, at: datetime | None = None) -> Fleet:
    """Look at the processes.

    Args:
        store: Open.
        shard_count: As the configuration says; what processes say of it counts if that is more.
        at: As of when, aware; now, by the database's clock, if not given.

    Raises:
        StoreError: If it can't be looked at.
    """
    processes = await store.processes.all(at)
    return Fleet(processes, max([shard_count, *(one.process.shard_count for one in processes if one.is_alive)]))


def span(time: timedelta) -> str:
    """A time that passed, in its two largest units at most: "3 h 5 min"."""
    minutes, seconds = divmod(max(0, round(time.total_seconds())), 60)
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    parts = [(days, "d"), (hours, "h"), (minutes, "min"), (seconds, "s")]
    return " ".join([f"{number} {unit}" for number, unit in parts if number][:2]) or "0 s"


def iso(at: datetime | None) -> str | None:
    """An instant for programs."""
    return at.isoformat() if at else None


def _state(seen: Seen) -> str:
    if seen.is_alive:
        return "alive"
    return "dead" if seen.is_dead else "stopped"


def _told(seen: Seen) -> str:
    own, ago, ran = seen.process, span(seen.at - seen.seen), span(seen.seen - seen.since)
    has = f", on {' and '.join(own.platforms)}" if own.platforms else ""
    has += f", with shards {_numbers(own.shards)}" if own.shards and own.shard_count > 1 else ""
    words = {
        "alive": f"runs for {span(seen.at - seen.since)}, seen {ago} ago{has}",
        "dead": f"not seen for {ago}, after {ran}: it died, or can't reach the database",
        "stopped": f"stopped {ago} ago, after {ran}",
    }
    return f"{own.role} {called(seen)}: {words[_state(seen)]} ({own.version})"


def _numbers(shards: Sequence[int]) -> str:
    return ", ".join(map(str, shards[:_MOST_NAMED])) + (" and others" if len(shards) > _MOST_NAMED else "")


def called(seen: Seen) -> str:
    """What a process is called: by its machine, and its number there."""
    return f"{seen.process.host}/{seen.process.pid}"


def _data(seen: Seen) -> dict[str, object]:
    own = seen.process
    return {
        "id": own.id,
        "role": own.role,
        "host": own.host,
        "pid": own.pid,
        "version": own.version,
        "state": _state(seen),
        "since": iso(seen.since),
        "seen": iso(seen.seen),
        "seen_ago_s": round((seen.at - seen.seen).total_seconds(), 1),
        "stopped_at": iso(seen.stopped_at),
        "platforms": own.platforms,
        "shards": own.shards,
        "shard_count": own.shard_count,
        "tokens": own.tokens,
    }

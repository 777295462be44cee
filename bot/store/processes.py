"""Which processes there are: each writes every few seconds that it is there, and when it ends, that it does.

Who was not seen for a minute is dead. On a PostgreSQL server all instants are by the server's clock: those of several machines need
not agree. A SQLite file is one machine's, and so is the clock.
"""

import json
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, select, text, update

from bot.store import tables as t
from bot.store.database import Database

__all__ = ["BEAT_S", "DEAD", "FORGOTTEN", "Process", "Processes", "Seen"]

BEAT_S = 10.0
"""So often, in seconds, a process writes that it is there."""
DEAD = timedelta(seconds=60)
"""Who was not seen for longer is dead, or cut off from the database."""
FORGOTTEN = timedelta(days=1)
"""Who was not seen for longer is forgotten."""


@dataclass(frozen=True, slots=True)
class Process:
    """What a process says of itself.

    Attributes:
        id: No other's, also not that of the same program started again.
        role: What it does: "all", "bot", "worker" or "planner".
        host: The machine it runs on, as that calls itself.
        pid: Its number there.
        version: Of Pullquote.
        platforms: On which it is.
        shards: The numbers of the parts of Discord's connection that it holds just now.
        shard_count: In how many parts that connection is divided; 0 if that is not known.
        tokens: Which tokens it uses: a platform and a fingerprint each, by which a token is known again and that tells nothing of it.
    """

    id: str
    role: str
    host: str
    pid: int
    version: str
    platforms: tuple[str, ...] = ()
    shards: tuple[int, ...] = ()
    shard_count: int = 0
    tokens: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Seen:
    """A process, as it was last seen.

    Attributes:
        process: What it said of itself.
        since: When it was first seen, aware.
        seen: When it was last seen, aware.
        stopped_at: When it said that it ends, aware; None if it did not.
        at: As of when this is, aware.
    """

    process: Process
    since: datetime
    seen: datetime
    stopped_at: datetime | None
    at: datetime

    @property
    def is_alive(self) -> bool:
        """Whether it runs, as far as is known."""
        return self.stopped_at is None and self.at - self.seen <= DEAD

    @property
    def is_dead(self) -> bool:
        """Whether it ended without a word."""
        return self.stopped_at is None and not self.is_alive


class Processes:
    """The processes on one database. Its calls are as of an instant, aware, and as of now by the database's clock if none is given."""

    def __init__(self, database: Database) -> None:
        """Take where it is kept."""
        self._database = database

    async def now(self) -> datetime:
        """The time by the database's clock, aware.

        Raises:
            StoreError: If it can't be asked.
        """
        return await self._database.read(_now)

    async def begin(
        self, process: Process, keeps_out: Callable[[Process], bool], at: datetime | None = None
    ) -> tuple[Seen, ...]:
        """Write for the first time that a process is there, unless some that run keep it out.

        Of two that keep each other out and begin at the same moment, the second finds the first.

        Args:
            process: What it has.
            keeps_out: Whether another one does.
            at: As of when.

        Returns:
            All that do; none if it is written.

        Raises:
            StoreError: If it can't be written.
        """

        def write(connection: Connection) -> tuple[Seen, ...]:
            # Before anybody is looked for: whoever begins meanwhile would not be seen.
            t.lock(connection, t.processes)
            now = at or _now(connection)
            there = tuple(seen for seen in _all(connection, now) if seen.is_alive and keeps_out(seen.process))
            if not there:
                _beat(connection, process, now)
            return there

        return await self._database.write(write)

    async def beat(self, process: Process, at: datetime | None = None) -> None:
        """Write that a process is there, and what it has.

        Raises:
            StoreError: If it can't be written.
        """
        await self._database.write(lambda connection: _beat(connection, process, at or _now(connection)))

    async def stop(self, id_: str, at: datetime | None = None) -> None:
        """Write that a process ends.

        Raises:
            StoreError: If it can't be written.
        """

        def write(connection: Connection) -> None:
            now = at or _now(connection)
            connection.execute(
                update(t.processes).where(t.processes.c.id == id_).values({"seen": now, "stopped_at": now})
            )

        await self._database.write(write)

    async def all(self, at: datetime | None = None) -> tuple[Seen, ...]:
        """Every process that was seen in the last day, those that run before the others, and by role, host and number.

        Raises:
            StoreError: If it can't be read.
        """
        return await self._database.read(lambda connection: _all(connection, at or _now(connection)))

    async def forget(self, at: datetime | None = None) -> None:
        """Forget the processes that were not seen for a day.

        Raises:
            StoreError: If it can't be done.
        """
        await self._database.write(
            lambda connection: connection.execute(
                t.processes.delete().where(t.processes.c.seen < (at or _now(connection)) - FORGOTTEN)
            )
        )


def _now(connection: Connection) -> datetime:
    if connection.dialect.name != "postgresql":
        return datetime.now(UTC)
    # Not the time at which the transaction began, which may have waited.
    now: datetime = connection.execute(text("SELECT clock_timestamp()")).scalar_one()
    return now.astimezone(UTC)


def _beat(connection: Connection, process: Process, now: datetime) -> None:
    new = {"seen": now, "data": _data(process)}
    row = {name: getattr(process, name) for name in ("id", "role", "host", "pid", "version")} | new
    # That it ends is the last word of a process, even if another of its words comes late.
    insert = t.insert(connection, t.processes).values({**row, "since": now})
    connection.execute(insert.on_conflict_do_update(index_elements=["id"], set_=new))


def _all(connection: Connection, now: datetime) -> tuple[Seen, ...]:
    found = connection.execute(select(t.processes).where(t.processes.c.seen >= now - FORGOTTEN))
    return tuple(sorted((_seen(row, now) for row in found), key=_order))


def _data(process: Process) -> str:
    names = ("platforms", "shards", "shard_count", "tokens")
    return json.dumps({name: getattr(process, name) for name in names})


def _seen(row: Row[Any], at: datetime) -> Seen:
    has = json.loads(row.data)
    process = Process(
        row.id,
        row.role,
        row.host,
        row.pid,
        row.version,
        platforms=tuple(has.get("platforms", ())),
        shards=tuple(has.get("shards", ())),
        shard_count=has.get("shard_count", 0),
        tokens=tuple(has.get("tokens", ())),
    )
    return Seen(process, row.since, row.seen, row.stopped_at, at)


def _order(seen: Seen) -> tuple[object, ...]:
    own = seen.process
    return not seen.is_alive, own.role, own.host, own.pid, own.id

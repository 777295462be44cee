"""Who holds what only one may do at a time, in whatever process and on whatever machine.

Nobody's wall clock is asked, neither a machine's nor the database's: they differ, they are set, and none of that is to make two
holders, or to leave something with nobody. Each time a holder says that it goes on, the row gets another `beat`. Whoever would
like to have it remembers which beat it saw and when, by its own steady clock; when it still sees the same one after as long as
the holder said, the holder is taken for dead.

That holds with clocks that are years apart, that are set forth or back, and with a database that is copied, restored or moved:
- A holder that counts its time from before it asked has it to itself until then: nobody can have seen its beat earlier.
- One that has died is replaced once it was not heard of for as long as it said, counted from when somebody first looked. Who
  waits has to look now and then: a fifth of the time is often enough. One that died on this machine is seen to be gone at once.
- What has to be right is only that a second is about as long on each machine. Whoever holds should leave a tenth to that, and
  has to reckon with what stood still, itself or its machine: `bot.deliveries.draining` does.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from secrets import token_hex
from time import monotonic
from typing import Any

from sqlalchemy import Connection, Row, delete, or_, select, update

from bot.alive import is_gone
from bot.store import tables as t
from bot.store.database import Database

__all__ = ["Lease", "Leases"]


@dataclass(frozen=True, slots=True)
class Lease:
    """Who has something.

    Attributes:
        holder: Who.
        until: Until when, if it does not say so again; by its own clock, aware. It is for people: nothing else goes by it.
    """

    holder: str
    until: datetime


class Leases:
    """What is held, by name."""

    def __init__(self, database: Database, elapsed: Callable[[], float] = monotonic) -> None:
        """Take where it is kept, and a clock in seconds that is never set."""
        self._database = database
        self._elapsed = elapsed
        self._seen: dict[str, tuple[str, float]] = {}

    @property
    def is_file(self) -> bool:
        """Whether it is kept in a file, for processes of one machine."""
        return self._database.is_sqlite

    async def hold(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        """Take something, or go on having it: atomic, so that one of all who ask has it.

        It is taken if nobody has it, if it is the holder's own already, if its holder was not heard of for as long as that said, as far
        as we have looked, or if that is certainly gone.

        Args:
            name: What.
            holder: Who: `bot.alive.new_holder`.
            now: By any clock, aware.
            until: For how long from now: only the time between the two counts.

        Returns:
            Whether the holder has it; if not, it may ask again and again.

        Raises:
            ValueError: If that is no time at all.
            StoreError: If it can't be known. It may be taken then, and must be thought to be neither.
        """
        return name in await self.hold_all({name: holder}, now, until)

    async def hold_all(self, wanted: Mapping[str, str], now: datetime, until: datetime) -> frozenset[str]:
        """Take several things in one transaction, or go on having them: those that are held now; each as by `hold`.

        Args:
            wanted: The holder of each, by its name. Those who come with the same holder share what it has.
            now: By any clock, aware.
            until: For how long from now: only the time between the two counts.

        Raises:
            ValueError: If that is no time at all.
            StoreError: If it can't be known.
        """
        lasts_s = (until - now).total_seconds()
        if lasts_s <= 0:
            message = "a lease has to last for some time"
            raise ValueError(message)
        asked = self._elapsed()
        seen = {name: self._seen.get(name, ("", asked)) for name in wanted}

        def take(connection: Connection) -> dict[str, tuple[bool, Row[Any] | None]]:
            taken = {}
            # In the same order whoever asks, so that no two wait for each other.
            for name in sorted(wanted):
                holder, (beat, since) = wanted[name], seen[name]
                new: dict[str, Any] = {"holder": holder, "beat": token_hex(16), "lasts_s": lasts_s, "until": until}

                def is_free(row: Row[Any], holder: str = holder, beat: str = beat, since: float = since) -> bool:
                    is_silent = row.beat == beat and asked - since >= row.lasts_s
                    return row.holder == holder or is_silent or is_gone(row.holder)

                taken[name] = _take(connection, name, new, is_free)
            return taken

        found = await self._database.write(take)
        for name, (is_taken, row) in found.items():
            if is_taken or row is None:
                self._seen.pop(name, None)
            else:
                self._saw(row)
        return frozenset(name for name, (is_taken, _) in found.items() if is_taken)

    async def release(self, name: str, holder: str) -> None:
        """Give something back; nothing happens if it is not the holder's any more.

        Raises:
            StoreError: If it can't be done; then it is found out that nobody has it.
        """
        it = t.leases.c
        statement = delete(t.leases).where(it.name == name, it.holder == holder)
        await self._database.write(lambda connection: connection.execute(statement))

    async def living(self, prefix: str) -> dict[str, str]:
        """The holder of each thing whose name begins so, in the order of names, without those that are known to be dead.

        What a dead one had is given back. One of another machine counts as living until it was not heard of for as long as it said,
        counted from when we first looked.

        Raises:
            StoreError: If it can't be known.
        """
        it, asked = t.leases.c, self._elapsed()
        begins = it.name.startswith(prefix, autoescape=True)
        statement = select(t.leases).where(begins).order_by(it.name)
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        dead = {row.name: row.beat for row in rows if self._is_silent(row, asked) or is_gone(row.holder)}
        for row in rows:
            self._saw(row)
        if dead:
            # Unless it says after all that it goes on.
            gone = [delete(t.leases).where(it.name == name, it.beat == beat) for name, beat in dead.items()]
            await self._database.write(lambda connection: [connection.execute(one) for one in gone])
        living = {row.name: row.holder for row in rows if row.name not in dead}
        for name in [name for name in self._seen if name.startswith(prefix) and name not in living]:
            del self._seen[name]
        return living

    def _is_silent(self, row: Row[Any], asked: float) -> bool:
        beat, since = self._seen.get(row.name, ("", asked))
        return bool(row.beat == beat and asked - since >= row.lasts_s)

    def _saw(self, row: Row[Any]) -> None:
        """It may have been written a while before, but it was not seen before now."""
        if self._seen.get(row.name, ("", 0.0))[0] != row.beat:
            self._seen[row.name] = (row.beat, self._elapsed())

    async def of(self, name: str) -> Lease | None:
        """Who has something, or had it last and did not give it back; None for nobody."""
        return (await self.all()).get(name)

    async def all(self) -> dict[str, Lease]:
        """Who has what, or had it last and did not give it back, by name, in the order of names."""
        it = t.leases.c
        statement = select(it.name, it.holder, it.until).order_by(it.name)
        rows = await self._database.read(lambda connection: connection.execute(statement).all())
        return {row.name: Lease(row.holder, row.until) for row in rows}


def _row(connection: Connection, name: str) -> Row[Any] | None:
    return connection.execute(select(t.leases).where(t.leases.c.name == name)).first()


def _take(
    connection: Connection, name: str, new: dict[str, Any], is_free: Callable[[Row[Any]], bool]
) -> tuple[bool, Row[Any] | None]:
    """Take something if it is free; whether it is taken, and what was there."""
    it, found = t.leases.c, _row(connection, name)
    if found is None:
        # Another may take it at this very moment.
        adding = t.insert(connection, t.leases).values(new | {"name": name})
        its_own = it.holder == new["holder"]
        added = adding.on_conflict_do_update(index_elements=[it.name], set_=new, where=its_own).returning(it.beat)
        return connection.execute(added).first() is not None, None
    if not is_free(found):
        return False, found
    # By the beat, so that nobody takes what was said to go on, or was taken by another, since it was looked at.
    same = (it.name == name, or_(it.beat == found.beat, it.holder == new["holder"]))
    taken = update(t.leases).where(*same).values(new).returning(it.beat)
    return connection.execute(taken).first() is not None, found

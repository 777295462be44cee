"""Which parts of the connection to Discord this process has to itself, of all processes with its token on one database.

Each part is a lease (`bot.store.leases`). Beside them each process holds one by which the others know that it would like its share, and
how it divides the connection: who divides it otherwise waits until they are gone.

No process changes a row of another that lives: one that stands still in the middle of a transaction keeps no other from saying that it
goes on.
"""

import logging
from collections.abc import Collection, Mapping
from datetime import datetime, timedelta

from bot.adapters.discord.division import Division, shares
from bot.alive import new_holder
from bot.clock import Clock, instant, passed_s
from bot.errors import StoreError
from bot.ports import Leases

__all__ = ["Holding"]

_LOG = logging.getLogger(__name__)
# Of a tenure: nothing is heard any more when so much of it is over, as clocks go at different speeds; and before that all is closed.
_OURS, _SURE = 0.9, 0.8
_PROCESS = "process:"


class Holding:
    """What this process holds.

    Attributes:
        surplus: Those of its parts that another is to have; they are ours until they are given back.
        is_hungry: Whether there is more for this process than it has just now.
        is_alone: Whether no other process would like to have a part, as far as is known.
    """

    def __init__(self, leases: Leases, name: str, division: Division, clock: Clock, tenure_s: float) -> None:
        """Take where it is known who holds what, what the connection is called there, and for how long something is held that is not said again."""
        self._leases = leases
        self._division = division
        self._clock = clock
        self._tenure = timedelta(seconds=tenure_s)
        self._holder = new_holder()
        self._name = name
        self._rows = f"{name}:{division.name}:"
        self._parts = {f"{self._rows}part:{part.name}": part.name for part in division.parts}
        self._member = f"{self._rows}{_PROCESS}{self._holder}"
        self._mine: frozenset[str] = frozenset()
        # When it was last said that we go on, by both clocks; None as long as we want nothing.
        self._since: tuple[float, datetime] | None = None
        self._is_waiting = self._is_polite = False
        self.surplus: tuple[str, ...] = ()
        self.is_hungry = True
        self.is_alone = True

    def is_ours(self, part: str) -> bool:
        """Whether a part is certainly ours, now: no other process can have it yet."""
        return part in self._mine and self._passed() < _OURS

    @property
    def sure(self) -> frozenset[str]:
        """The parts that are ours, and will be for long enough to close them in order."""
        return self._mine if self._passed() < _SURE else frozenset()

    async def look(self) -> None:
        """Say that we go on, and look what is our share; what is free of that is taken.

        Raises:
            StoreError: If it can't be known; then what is held runs out, but for a file that nobody else works on.
        """
        began = instant(self._clock)
        try:
            await self._look(began)
        except StoreError:
            if self._leases.is_file and self.is_alone and self._passed() < _SURE:
                # A file that this process can't write, as its disk is full, no other can either: nobody has it instead.
                self._since = began
            raise

    async def _look(self, began: tuple[float, datetime]) -> None:
        if self._is_polite:
            self._is_polite = False
            return
        if self._passed() < _SURE:
            held = await self._hold({self._member, *(row for row, part in self._parts.items() if part in self._mine)})
            self._mine, self._since = frozenset(self._parts[row] for row in held if row in self._parts), began
        else:
            self._mine, self._since = frozenset(), None
        living = await self._leases.living(f"{self._name}:")
        # Whoever comes when we are here sees us, and waits.
        if self._since is None and self._others(living):
            await self._wait(living)
            return
        await self._take(living, began)

    async def _take(self, living: Mapping[str, str], began: tuple[float, datetime]) -> None:
        """Take what is free of our share, and see what we have too much of it."""
        holders = {self._parts[row]: holder for row, holder in living.items() if row in self._parts}
        members = {living[row] for row in living if row.startswith(f"{self._rows}{_PROCESS}")} | {self._holder}
        share = shares(tuple(self._parts.values()), holders, members)[self._holder]
        has = [part for part in self._parts.values() if holders.get(part) == self._holder]
        free = [part for part in self._parts.values() if part not in holders]
        taken = {*has, *free[: max(0, share - len(has))]} - self._mine
        rows = {row for row, part in self._parts.items() if part in taken}
        is_new = self._since is None
        if rows or is_new:
            held = await self._hold(rows | {self._member})
            if is_new and (others := self._others(now := await self._leases.living(f"{self._name}:"))):
                # They came at the same moment. One of us is to be the first to try again.
                self._is_polite = _kind(self._division.name) > min(others)
                await self._wait(now)
                return
            self._mine |= {self._parts[row] for row in held if row in self._parts}
            self._since = self._since or began
        self.surplus = tuple(part for part in has[share:] if part in self._mine)
        self.is_hungry, self.is_alone = len(self._mine) < share, len(members) == 1
        self._is_waiting = False

    async def _hold(self, rows: Collection[str]) -> Collection[str]:
        now = self._clock.now()
        return await self._leases.hold_all(dict.fromkeys(rows, self._holder), now, now + self._tenure)

    async def give_back(self, part: str) -> None:
        """Let another have a part.

        Raises:
            StoreError: If it can't be said; the others find out that nobody has it.
        """
        self._mine -= {part}
        self.surplus = tuple(one for one in self.surplus if one != part)
        row = next(row for row, name in self._parts.items() if name == part)
        await self._leases.release(row, self._holder)

    async def leave(self) -> None:
        """Give back everything, and want nothing any more.

        Raises:
            StoreError: As of `give_back`.
        """
        self._mine, self._since, self.surplus = frozenset(), None, ()
        for row, holder in (await self._leases.living(self._rows)).items():
            if holder == self._holder:
                await self._leases.release(row, holder)

    def _passed(self) -> float:
        """How much of the tenure is over."""
        if self._since is None:
            return 1.0
        # Where a clock was only set, it is asked once more.
        return passed_s(self._clock, self._since) / self._tenure.total_seconds()

    def _others(self, living: Mapping[str, str]) -> Collection[str]:
        """By what the divisions of other kinds are called that somebody has who lives."""
        names = (row.removeprefix(f"{self._name}:").split(":") for row in living)
        divisions = {_kind(name) for name, *what in names if what[:1] == [_PROCESS.rstrip(":")]}
        return divisions - {_kind(self._division.name)}

    async def _wait(self, living: Mapping[str, str]) -> None:
        """Have nothing, until those who have divided it otherwise are gone."""
        self._mine, self._since, self.surplus = frozenset(), None, ()
        self.is_hungry = self.is_alone = False
        if not self._is_waiting:
            _LOG.warning(
                "another process is connected to Discord with the same token, not %s; this one connects when that one does not",
                self._division.kind,
            )
        self._is_waiting = True
        for row in [row for row, holder in living.items() if holder == self._holder]:
            await self._leases.release(row, self._holder)


def _kind(name: str) -> str:
    """By what divisions are called that go together: behind it stands, where they are made by hand, which of the shards it is about."""
    return name.partition("-")[0]

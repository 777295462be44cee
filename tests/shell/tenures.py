"""Who had a token to itself and when, as the programs themselves tell it in a file, and whether anybody posted beside that."""

import os
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from secrets import token_hex
from time import monotonic

from bot.store import Database, Leases

__all__ = ["Tenure", "Told", "killed", "longest_takeover", "outside", "overlaps", "tenures"]


class Told(Leases):
    """Leases that tell what comes of them: a line each, whole also if the program dies behind it.

    Where holders are to be `apart`, none knows of another that it ran on this machine.
    """

    def __init__(self, database: Database, log: Path, program: str, *, apart: bool = False) -> None:
        super().__init__(database)
        self._log, self._program = log, program
        self._as = token_hex(8) if apart else ""

    async def hold(self, name: str, holder: str, now: datetime, until: datetime) -> bool:
        asked = monotonic()
        is_taken = await super().hold(name, self._as or holder, now, until)
        if is_taken:
            _tell(self._log, self._program, "held", monotonic(), asked + (until - now).total_seconds())
        return is_taken

    async def release(self, name: str, holder: str) -> None:
        _tell(self._log, self._program, "left", monotonic(), 0.0)
        await super().release(name, self._as or holder)


def killed(log: Path, program: str, before: float, after: float) -> None:
    """Tell that a program was killed between two instants."""
    _tell(log, program, "killed", before, after)


def _tell(log: Path, program: str, what: str, at: float, until: float) -> None:
    file = os.open(log, os.O_WRONLY | os.O_APPEND | os.O_CREAT)
    os.write(file, f"{program} {what} {at!r} {until!r}\n".encode())
    os.close(file)


@dataclass
class Tenure:
    """A time in which a program had it.

    Attributes:
        program: Which.
        since: When it was told so, by a clock that all share.
        until: Until when it may post.
        dead: When it was killed, at the latest; None if it was not in that time.
    """

    program: str
    since: float
    until: float
    dead: float | None = None

    @property
    def ends(self) -> float:
        """When it can have posted last."""
        return self.until if self.dead is None else max(self.until, self.dead)


def tenures(log: Path) -> tuple[Tenure, ...]:
    """All that were told."""
    found: list[Tenure] = []
    last: dict[str, Tenure] = {}
    for line in log.read_text(encoding="utf-8").splitlines():
        program, what, at, until = line.split()
        one = last.get(program)
        if what == "held" and (one is None or float(at) > one.until):
            last[program] = Tenure(program, float(at), float(until))
            found.append(last[program])
        elif what == "held" and one:
            one.until = max(one.until, float(until))
        elif one and float(at) < one.until:
            one.until, one.dead = float(at), float(until) if what == "killed" else None
    return tuple(sorted(found, key=lambda tenure: tenure.since))


def overlaps(found: Sequence[Tenure]) -> int:
    """How often one began while another had it."""
    return sum(
        one.since < other.until and other.since <= one.since and one.program != other.program
        for number, one in enumerate(found)
        for other in found[:number]
    )


def outside(found: Sequence[Tenure], sent: Sequence[tuple[str, float]]) -> int:
    """How many posts were sent while their program did not have it."""
    return sum(not any(one.program == program and one.since <= at <= one.ends for one in found) for program, at in sent)


def longest_takeover(found: Sequence[Tenure]) -> float:
    """For how many seconds, at the most, nobody had it after one that had it was killed."""
    return max(_takeovers(found), default=0.0)


def _takeovers(found: Sequence[Tenure]) -> Iterator[float]:
    for number, one in enumerate(found[:-1]):
        if one.dead is not None:
            yield found[number + 1].since - one.until

"""Every way in which the program can die and die again while a digest of two parts is on its way, in simulated time.

    python -m tests.bench.crash_points [TERMS ...]

Of each pair of steps at which two programs die, one after the other, each way to die at either is tried: before the step, after it,
and right after a post was sent that reaches the platform late. What does not hold is printed; the exit code says whether anything
did not.
"""

import logging
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.ports import Terms
from bot.store import Database
from tests.shell.crashes import TERMS, Scene, deaths_at, faults_of, opened
from tests.shell.lives import simulate

__all__ = ["all_pairs"]


async def all_pairs(database: Database, terms: Terms) -> tuple[int, list[str]]:
    """How many pairs there are, and what did not hold."""
    count, wrong = 0, []
    for number, name in enumerate((await Scene(database, terms).play()).steps[0]):
        for first in deaths_at(number, name):
            once = await Scene(database, terms).play(first)
            wrong += [f"{first}: {fault}" for fault in faults_of(once, terms)]
            for again, other in enumerate(once.steps[1]):
                for second in deaths_at(again, other):
                    count += 1
                    outcome = await Scene(database, terms).play(first, second)
                    wrong += [f"{first}, {second}: {fault}" for fault in faults_of(outcome, terms)]
    return count, wrong


def main() -> int:
    logging.disable(logging.CRITICAL)
    faults = 0
    for name in sys.argv[1:] or TERMS:
        began = time.perf_counter()

        async def play(terms: Terms = TERMS[name]) -> tuple[int, list[str]]:
            with TemporaryDirectory() as folder:
                async with opened(Path(folder) / "pullquote.db") as database:
                    return await all_pairs(database, terms)

        count, wrong = simulate(play)
        faults += len(wrong)
        print(f"{name}: {count} pairs, {len(wrong)} wrong, {time.perf_counter() - began:.0f} s", *wrong, sep="\n  ")
    return int(faults > 0)


if __name__ == "__main__":
    sys.exit(main())

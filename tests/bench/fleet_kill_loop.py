"""A bot of six processes whose machines are lost, cut off, and whose database is restarted, again and again.

    python -m tests.bench.fleet_kill_loop [--blows 28] [--seed 0] [--kinds "kill bot,cut bot"] [--keep FOLDER]

Two planners, two workers and two bots, each as on a machine of its own, with the times that are usual. Sources on 127.0.0.1 get news
and are due every second, a digest in a new channel on one of two platforms is due every second and a bit; the platforms take up to six
seconds for a post, answer 503 to one in 25, and break off before or behind one in 20. At random instants one process is killed with
`kill -9`, or its way to PostgreSQL is cut without a word for 50 to 70 seconds, or PostgreSQL itself ends in the middle of everything
and is started again. The exit code says whether anything was lost, is there twice or in another order, was posted or planned by two at
a time, was not read, made or analysed, or was taken over only after 60 seconds.
"""

import argparse
import asyncio
import sys
import time
from collections.abc import Sequence
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

from tests.shell.fleet_loop import KINDS, Blow, strike_again_and_again
from tests.shell.postgres import DURABLE, running_server

_LONGEST_S = 60.0


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.fleet_kill_loop")
    parser.add_argument("--blows", type=int, default=28)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kinds", default=",".join(KINDS))
    parser.add_argument("--keep", type=Path)
    chosen = parser.parse_args()
    began = time.perf_counter()
    with (
        TemporaryDirectory() as temporary,
        running_server(DURABLE, connections=100) as server,
        server.database() as url,
    ):
        folder = chosen.keep or Path(temporary)
        folder.mkdir(exist_ok=True)
        done, totals, died = asyncio.run(
            strike_again_and_again(
                server, url, folder, chosen.blows, seed=chosen.seed, kinds=chosen.kinds.split(","), tell=_tell
            )
        )
    print(*_table(done), sep="\n")
    print(f"{totals}\n{time.perf_counter() - began:.0f} s", *died, sep="\n")
    is_late = any(blow.takeover_s > _LONGEST_S for blow in done)
    return int(bool(totals.wrong) or bool(died) or is_late)


def _tell(blow: Blow) -> None:
    told = ", ".join(f"{what} {seconds:.1f}" for what, seconds in blow.seconds.items())
    print(f"{blow.kind}{' amid' if blow.amid else ''}: {told}", flush=True)


def _table(done: Sequence[Blow]) -> list[str]:
    """A row for each kind: how often, how often amid, and after how many seconds it was taken over, what was being posted settled, and the process back."""
    rows = [
        "| what | times | amid | taken over after, s: p50 | at the most | posts settled after, s | back after, s |",
        "|---|---|---|---|---|---|---|",
    ]
    for kind in KINDS:
        if ours := [blow for blow in done if blow.kind == kind]:
            taken = [blow.takeover_s for blow in ours]
            settled, back = (_most(ours, what) for what in ("settled", "back"))
            told = (f"{median(taken):.1f}", f"{max(taken):.1f}", settled, back)
            rows.append(f"| {kind} | {len(ours)} | {sum(blow.amid for blow in ours)} | {' | '.join(told)} |")
    return rows


def _most(done: Sequence[Blow], what: str) -> str:
    seconds = [blow.seconds[what] for blow in done if what in blow.seconds]
    return f"{max(seconds):.1f}" if seconds else ""


if __name__ == "__main__":
    sys.exit(main())

"""The real program on a Slack of this machine, killed again and again between what Slack has kept and what is written down of it.

    python -m tests.bench.slack_kill_loop [--kills 100] [--digests 4] [--seed 0]

For each kill some digests of three messages each become due, the second and third of which go into the thread of the first. Seven kills
in eight come when Slack has kept a message and not answered, the eighth when it has not kept it; of all other posts, one in 25
loses its connection behind what Slack took, and one in 25 is answered 503. The exit code says whether anything was lost, or is
there twice.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.adapters.slack_killed import kill_again_and_again


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.slack_kill_loop")
    parser.add_argument("--kills", type=int, default=100)
    parser.add_argument("--digests", type=int, default=4)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()
    began = time.perf_counter()
    with TemporaryDirectory() as folder:
        where = Path(folder) / "pullquote.db"
        figures = asyncio.run(kill_again_and_again(where, chosen.kills, seed=chosen.seed, digests=chosen.digests))
    print(f"{figures}\n{time.perf_counter() - began:.0f} s")
    return int(not figures.is_exact)


if __name__ == "__main__":
    sys.exit(main())

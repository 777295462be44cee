"""The real program, killed again and again in the middle of posts, and what is there in the end.

    python -m tests.bench.kill_loop [--kills 200] [--sink key|history] [--postgresql] [--programs 1] [--apart SECONDS] [--seed 0]

The platform is a server on 127.0.0.1 that takes up to 0.3 s for a post, answers 503 to one in 25, and lets the connection drop behind
another that it has taken. For each kill eight digests of two parts become due. Of several programs one at a time posts with the token
that they have; with --apart, each thinks that the others are on other machines, and takes over from one that it has not heard of for so
many seconds: 30 are usual. The exit code says whether anything was lost, is there twice, or was posted by one whose turn it was not.
"""

import argparse
import asyncio
import sys
import time
from pathlib import Path
from tempfile import TemporaryDirectory

from tests.shell.killed import Figures, kill_again_and_again
from tests.shell.postgres import running_server

_BUSY = 0.04


def main() -> int:
    parser = argparse.ArgumentParser(prog="python -m tests.bench.kill_loop")
    parser.add_argument("--kills", type=int, default=200)
    parser.add_argument("--sink", choices=["key", "history"], default="history")
    parser.add_argument("--postgresql", action="store_true")
    parser.add_argument("--programs", type=int, default=1)
    parser.add_argument("--apart", type=float, default=0.0)
    parser.add_argument("--seed", type=int, default=0)
    chosen = parser.parse_args()

    def run(where: Path | str) -> Figures:
        return asyncio.run(
            kill_again_and_again(
                where,
                chosen.sink,
                chosen.kills,
                seed=chosen.seed,
                programs=chosen.programs,
                busy=_BUSY,
                tenure_s=chosen.apart,
            )
        )

    began = time.perf_counter()
    if chosen.postgresql:
        with running_server() as server, server.database() as url:
            figures = run(url)
    else:
        with TemporaryDirectory() as folder:
            figures = run(Path(folder) / "pullquote.db")
    print(f"{figures}\n{time.perf_counter() - began:.0f} s")
    wrong = (figures.lost, figures.twice, figures.disordered, figures.unsettled, figures.overlaps, figures.outside)
    return int(any(wrong))


if __name__ == "__main__":
    sys.exit(main())

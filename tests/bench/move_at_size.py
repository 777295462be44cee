"""What it costs to move an installation to PostgreSQL, and back to a file: seconds, and memory at the most.

    python -m tests.bench.move_at_size [ARTICLES]

The articles are those of store_at_size.py; each has an analysis of 6.6 kB, as those of the bot are, and each fifth is cited by
a message. PostgreSQL runs on the same machine. Each move is a `pullquote db move` of its own, which is compared once more with
`--check`.
"""

import asyncio
import os
import random
import resource
import subprocess
import sys
import time
from datetime import timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from sqlalchemy import insert, select

from bot.store import Store
from bot.store import tables as t
from bot.store.database import connected
from tests.bench.store_at_size import AT_ONCE, FEEDS, NOW, WORDS, batches, feed
from tests.shell.postgres import running_server

ANALYSIS_BYTES = 6_600
CONFIG = 'database = "{where}"\n[sources]\nmail = "https://mail.example/feed"\n[discord]\n'


async def fill(path: Path, count: int) -> None:
    draw = random.Random(count)  # noqa: S311 - nothing secret
    words = [f"w{number}x" for number in range(WORDS)]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    async with Store(path) as store:
        for number, some in enumerate(batches(count, draw, words, weights)):
            at = NOW + timedelta(seconds=number)
            await store.articles.keep(some, at)
            await store.articles.keep(some[::10], at, feed=feed(number % FEEDS))


def add_the_rest(path: Path) -> None:
    draw = random.Random(1)  # noqa: S311 - nothing secret
    with connected(path, is_alone=True) as connection, connection.begin():
        revisions = connection.execute(select(t.articles.c.revision)).scalars().all()
        for start in range(0, len(revisions), AT_ONCE):
            some = revisions[start : start + AT_ONCE]
            connection.execute(
                insert(t.analyses),
                [{"revision": one, "version": 1, "data": draw.randbytes(ANALYSIS_BYTES // 2).hex()} for one in some],
            )
            messages = [
                {"id": f"m{one}", "platform": "discord", "channel": "C1", "at": NOW, "state": "posted",
                 "is_public": True, "is_delivery": True} for one in some[::5]
            ]  # fmt: skip
            connection.execute(insert(t.messages), messages)
            cites = [{"message": f"m{one}", "position": 0, "revision": one, "feed": feed(0)} for one in some[::5]]
            connection.execute(insert(t.cites), cites)


def run(folder: Path, source: str, target: str, *options: str) -> None:
    config = folder / "config.toml"
    config.write_text(CONFIG.format(where="none.db" if "://" in source else source), encoding="utf-8")
    environment = {**os.environ, "TARGET_DATABASE_URL": target}
    if "://" in source:
        environment["DATABASE_URL"] = source
    began, used = time.perf_counter(), resource.getrusage(resource.RUSAGE_CHILDREN)
    command = [sys.executable, "-m", "bot", "db", "move", *options, "--config", str(config)]
    subprocess.run(command, env=environment, check=True)
    spent = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu = spent.ru_utime + spent.ru_stime - used.ru_utime - used.ru_stime
    # Of the largest of all so far: what came before is of the same kind.
    print(
        f"{time.perf_counter() - began:.0f} s, {cpu:.0f} s of CPU of ours, {spent.ru_maxrss / 1000:.0f} MB at the most",
        flush=True,
    )


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    with TemporaryDirectory() as name, running_server() as server, server.database() as url:
        folder = Path(name)
        old, back = folder / "old.db", folder / "back.db"
        asyncio.run(fill(old, count))
        add_the_rest(old)
        print(f"{count} articles, {old.stat().st_size / 1e6:.0f} MB", flush=True)
        for source, target in ((str(old), url), (url, str(back))):
            print("a file to PostgreSQL" if target == url else "PostgreSQL to a file", flush=True)
            run(folder, source, target)
            print("compared once more", flush=True)
            run(folder, source, target, "--check")


if __name__ == "__main__":
    main()

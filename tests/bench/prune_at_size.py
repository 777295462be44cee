"""How long it takes to take out what is old of a store in which messages cite much, and whoever writes meanwhile has to wait.

    python -m tests.bench.prune_at_size [ARTICLES CITATIONS [sqlite | postgresql]]

All of ARTICLES (100,000), of 2,000 characters, are older than a month; 30,000 messages have CITATIONS (300,000) of three in four of them
between them, so that every fourth goes. Articles come in meanwhile, one after the other.
"""

import asyncio
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from sqlalchemy import Connection

from bot.store import Database, Store
from bot.store import tables as t
from digest import read_article
from tests.shell.postgres import TENDED, running_server

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
MESSAGES, AT_ONCE = 30_000, 5_000
TEXT = "The council of Dorn voted on Wednesday. " * 50


def revision(number: int) -> str:
    return f"r{number:07}"


def articles(count: int) -> Iterator[dict[str, Any]]:
    same = dict.fromkeys(("url", "feed", "outlet", "language"), "") | {"data": TEXT, "is_current": True}
    for number in range(count):
        yield same | {"revision": revision(number), "article": f"a{number}", "first_seen": NOW, "last_seen": NOW}


def messages() -> Iterator[dict[str, Any]]:
    same = {"platform": "slack", "channel": "C1", "at": NOW, "state": "posted", "is_public": True, "is_delivery": True}
    for number in range(MESSAGES):
        yield same | {"id": f"m{number}"}


def citations(count: int, citations_: int) -> Iterator[dict[str, Any]]:
    cited = [number for number in range(count) if number % 4]
    for number in range(citations_):
        position, message = divmod(number, MESSAGES)
        one = revision(cited[number % len(cited)])
        yield {"message": f"m{message}", "position": position, "revision": one, "feed": ""}


async def fill(database: Database, count: int, cited: int) -> None:
    for table, rows in ((t.articles, articles(count)), (t.messages, messages()), (t.cites, citations(count, cited))):
        all_of_them = list(rows)
        for start in range(0, len(all_of_them), AT_ONCE):
            some = all_of_them[start : start + AT_ONCE]

            def write(connection: Connection, some: list[dict[str, Any]] = some, into: Any = table) -> None:
                connection.execute(into.insert(), some)

            await database.write(write)


async def measure(where: Path | str, count: int, cited: int) -> None:
    database = Database(where)
    await database.open()
    await fill(database, count, cited)
    await database.close()
    async with Store(where) as store:
        waits: list[float] = []
        later = NOW + timedelta(days=40)
        began = time.perf_counter()
        pruning = asyncio.create_task(store.prune(later))
        while not pruning.done():
            new = read_article(f"Weir {len(waits)}\n\n{TEXT}", url=f"https://mail.example/{len(waits)}")
            asked = time.perf_counter()
            await store.articles.keep([new], later)
            waits.append(time.perf_counter() - asked)
        pruned = await pruning
        print(
            f"{pruned.articles} of {count} articles, beside {cited} citations, taken out in {time.perf_counter() - began:.1f} s; "
            f"{len(waits)} articles came in meanwhile, each within {max(waits):.2f} s"
        )


def main() -> None:
    count, cited = map(int, sys.argv[1:3] or (100_000, 300_000))
    kinds = sys.argv[3:] or ["sqlite", "postgresql"]
    if "sqlite" in kinds:
        print("SQLite")
        with TemporaryDirectory() as folder:
            asyncio.run(measure(Path(folder) / "pullquote.db", count, cited))
    if "postgresql" in kinds:
        print("PostgreSQL")
        with running_server(TENDED) as server, server.database() as url:
            asyncio.run(measure(url, count, cited))


if __name__ == "__main__":
    main()

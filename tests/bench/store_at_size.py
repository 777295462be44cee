"""What a store of many articles costs: to fill, to start, and to ask.

    python -m tests.bench.store_at_size [ARTICLES [sqlite | postgresql]]

In a SQLite file, and in a PostgreSQL server of its own. The articles have 400 words each, as often or seldom as
words are in a language (Zipf's law, 50,000 of them); questions have three to six words, each as likely as in the articles,
but for the hundred that are in nearly all: these hold sentences together, and are not looked for. Half of the questions are asked of the fifth of the feeds that a place may have.
Each tenth article is given by another feed as well.
"""

import asyncio
import random
import statistics
import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from tempfile import TemporaryDirectory

from bot.store import Scope, Store, TakedownKind
from digest import Article, Source, Span
from tests.shell.postgres import running_server

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
WORDS, LENGTH, FEEDS, QUESTIONS, COMMON = 50_000, 400, 100, 200, 100
AT_ONCE = 500


def batches(count: int, draw: random.Random, words: list[str], weights: list[float]) -> Iterator[list[Article]]:
    for start in range(0, count, AT_ONCE):
        made = []
        for number in range(start, min(start + AT_ONCE, count)):
            title = " ".join(draw.choices(words, cum_weights=weights, k=8))
            text = f"{title}\n\n" + " ".join(draw.choices(words, cum_weights=weights, k=LENGTH))
            source = Source("Outlet", feed(number % FEEDS))
            span = Span(0, len(title))
            made.append(
                Article(f"a{number}", f"r{number}", text, span, url=f"https://a.example/{number}", source=source)
            )
        yield made


def feed(number: int) -> str:
    return f"https://outlet{number}.example/feed"


async def measure(where: Path | str, count: int) -> None:
    draw = random.Random(count)  # noqa: S311 - nothing secret
    words = [f"w{number}x" for number in range(WORDS)]
    weights = list(accumulate(1 / rank for rank in range(1, len(words) + 1)))
    began = time.perf_counter()
    async with Store(where) as store:
        for number, some in enumerate(batches(count, draw, words, weights)):
            at = NOW + timedelta(seconds=number)
            await store.articles.keep(some, at)
            await store.articles.keep(some[::10], at, feed=feed(number % FEEDS))
    print(f"filled in {time.perf_counter() - began:.0f} s")
    began = time.perf_counter()
    async with Store(where) as store:
        print(f"started in {time.perf_counter() - began:.3f} s")
        mine = Scope(frozenset(feed(number) for number in range(0, FEEDS, 5)))
        times, found = [], 0
        for number in range(QUESTIONS):
            telling = draw.choices(words[COMMON:], cum_weights=weights[COMMON:], k=draw.randint(3, 6))
            asked = " ".join(telling)
            began = time.perf_counter()
            found += len(await store.articles.search(asked, 20, mine if number % 2 else Scope()))
            times.append(time.perf_counter() - began)
        p50, p95 = statistics.median(times), statistics.quantiles(times, n=20)[-1]
        print(
            f"asked: p50 {p50 * 1000:.1f} ms, p95 {p95 * 1000:.1f} ms, at most {max(times) * 1000:.0f} ms; {found} found"
        )
        lately = replace(mine, since=NOW + timedelta(seconds=count // AT_ONCE * 3 // 4))
        for scope, which in ((mine, "of 20 feeds"), (lately, "of them of the last quarter")):
            began, used = time.perf_counter(), time.process_time()
            await store.articles.newest(500, scope)
            spent = time.perf_counter() - began, time.process_time() - used
            print(f"the newest 500 {which} in {spent[0]:.3f} s, {spent[1]:.3f} s of CPU of ours")
        began = time.perf_counter()
        await store.analyses.lacking(1, 50)
        print(f"what lacks an analysis in {time.perf_counter() - began:.3f} s")
        began = time.perf_counter()
        await store.takedowns.would_take(TakedownKind.PERSON, "somebody")
        print(f"looked through for a name in {time.perf_counter() - began:.0f} s")


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 100_000
    kinds = sys.argv[2:] or ["sqlite", "postgresql"]
    if "sqlite" in kinds:
        print(f"SQLite, {count} articles")
        with TemporaryDirectory() as folder:
            path = Path(folder) / "pullquote.db"
            asyncio.run(measure(path, count))
            print(f"{path.stat().st_size / 1e6:.0f} MB")
    if "postgresql" in kinds:
        print(f"PostgreSQL, {count} articles")
        with running_server() as server, server.database() as url:
            asyncio.run(measure(url, count))


if __name__ == "__main__":
    main()

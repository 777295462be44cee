"""What it costs to make the digests of many places that are due together, with the same sources and with others.

    python -m tests.bench.editions_at_size [PLACES SETS]

PLACES (200) channels have SETS (10) lists of ten sources of their own, of which each source has given 25 articles that were
stored and analysed when they came; or each channel has a list of its own. All are due at the same minute, and made before it by
the real service, from SQLite. CPU is that of the whole process.
"""

import asyncio
import random
import sys
from contextlib import AsyncExitStack
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import process_time

from bot.config import LimitsConfig
from bot.deliveries import Deliveries
from bot.fetch import Fetcher
from bot.messages import Place
from bot.monitoring import Metrics
from bot.polling import Poller
from bot.running import spare_the_collector
from bot.service import Defaults, Desk, Places, Service
from bot.store import DeliveryState, PlaceSource, Store
from bot.subscriptions import Subscription
from bot.workers import Reader
from tests.bench.deliveries_at_size import Frozen, Pigeon
from tests.bench.place_at_size import fill

__all__ = ["measure"]

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
DUE = NOW + timedelta(minutes=5)
FEEDS, SOURCES, ARTICLES = 40, 10, 25


async def measure(count: int = 200, sets: int = 10) -> dict[str, float]:
    """Milliseconds of CPU for each place, with the same sources as others and with its own."""
    return {
        "with the sources of others": await _made(count, sets),
        "with sources of its own": await _made(min(count, 40), count),
    }


async def _made(count: int, sets: int) -> float:
    feeds = [f"https://outlet{number}.example/feed" for number in range(FEEDS)]
    draw = random.Random(sets)  # noqa: S311 - nothing secret
    lists = [sorted(draw.sample(feeds, SOURCES)) for _ in range(sets)]
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        fetcher = await stack.enter_async_context(Fetcher())
        reader = await stack.enter_async_context(Reader())
        store = await stack.enter_async_context(Store(folder / "pullquote.db"))
        places = Places(store, lambda _: Defaults({}, "Europe/Berlin"))
        began = NOW - timedelta(days=9)
        for number in range(count):
            place = Place("pigeon", "w", f"c{number}")
            for feed in lists[number % sets]:
                await store.places.add_source(place, PlaceSource(feed, feed, "ann", began))
            await places.change(place, began, own_sources=True)
            subscription = Subscription(f"chat:pigeon:w:c{number}", place, (time(7, 5),), "Europe/Berlin")
            await places.subscribe(subscription, "ann", NOW)
        await fill(store, feeds, FEEDS * ARTICLES)
        spare_the_collector()
        clock = Frozen(wall=NOW)
        poller = Poller(fetcher, reader, store, clock.now)
        service = Service(Desk(store, poller, places, fetcher, reader, clock.now, LimitsConfig(), Metrics()))
        deliveries = Deliveries(service, store, {"pigeon": Pigeon()}, clock)
        used = process_time()
        await deliveries.wake(NOW)
        await deliveries.settled()
        spent = process_time() - used
        ids = [f"chat:pigeon:w:c{number}" for number in range(count)]
        made = await store.ledger.of_subscriptions(ids, NOW)
        assert [one.state for one in made] == [DeliveryState.READY] * count
    return spent / count * 1000


if __name__ == "__main__":
    for name, milliseconds in asyncio.run(measure(*map(int, sys.argv[1:3]))).items():
        print(f"{name:<32} {milliseconds:8.1f} ms of CPU a place")

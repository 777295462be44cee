"""Three processes on one PostgreSQL plan, make and post the same digests."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from bot.clock import SystemClock
from bot.deliveries import Deliveries, Timing
from bot.messages import Place
from bot.schedule import Schedule
from bot.store import DeliveryState, Store
from tests.shell.delivered import Editor, Pigeon
from tests.shell.killed import are_settled, let_come
from tests.shell.postgres import Server

_DIGESTS = 60
_SECOND = timedelta(seconds=1)
_TIMING = Timing(pause=_SECOND / 10, tenure=2 * _SECOND)


def deliver(url: str, all_are_there: Callable[[], int]) -> tuple[list[str], list[tuple[str, str]]]:
    """What one of them made, and what it posted."""

    async def run() -> tuple[list[str], list[tuple[str, str]]]:
        clock, pigeon = SystemClock(), Pigeon(token_id="t")  # noqa: S106 - no secret
        async with Store(url) as store:
            editor = Editor(store, clock)
            deliveries = Deliveries(editor, store, {"pigeon": pigeon}, clock, timing=_TIMING)
            schedule = Schedule(deliveries.wake, clock.now)
            deliveries.when_changed(schedule.ring)
            all_are_there()
            running = asyncio.create_task(schedule.run())
            await are_settled(store, "pigeon")
            running.cancel()
            await asyncio.gather(running, return_exceptions=True)
            await deliveries.stop()
        return editor.made, pigeon.posts

    return asyncio.run(run())


def test_of_three_processes_each_digest_is_planned_made_and_posted_by_one(postgres: Server, made_database: str) -> None:
    ids = [f"{number:07}" for number in range(_DIGESTS)]

    async def choose(url: str) -> None:
        async with Store(url) as store:
            for id_ in ids:
                await let_come(store, id_, Place("pigeon", channel=id_))

    async def look(url: str) -> list[DeliveryState]:
        async with Store(url) as store:
            return [
                one.state for one in await store.ledger.of_subscriptions(ids, datetime.now(UTC) - timedelta(days=1))
            ]

    spawning = multiprocessing.get_context("spawn")
    with postgres.database(like=made_database) as url, spawning.Manager() as manager, spawning.Pool(3) as pool:
        asyncio.run(choose(url))
        came = pool.starmap(deliver, [(url, manager.Barrier(3, timeout=120).wait)] * 3, chunksize=1)
        assert asyncio.run(look(url)) == [DeliveryState.POSTED] * _DIGESTS
    made = Counter(one.split()[0] for ones, _ in came for one in ones)
    posted = Counter(channel for _, posts in came for channel, _ in posts)
    assert made == posted == Counter(ids)

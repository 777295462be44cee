"""Processes on machines whose clocks differ go by the clock of their database."""

import asyncio
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.agreed import AgreedClock
from bot.roles import served
from bot.store import Database, Process, Store
from bot.store.processes import Processes
from tests.shell.delivered import START, SimulatedClock
from tests.shell.postgres import Server

MINUTE, SECOND = timedelta(minutes=1), timedelta(seconds=1)


def test_a_clock_that_is_days_off_shows_what_the_servers_does(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        async with Store(where) as store:
            own = SimulatedClock(START)
            clock = AgreedClock(own)
            assert clock.now() == START
            await clock.agree(store)
            await clock.agree(store)
            if store.is_file:
                assert clock.now() == START
                assert not caplog.text
                return
            theirs = await store.processes.now()
            assert abs(clock.now() - theirs) < MINUTE
            assert caplog.text.count("the clock of this machine is") == 1
            # Set, it is put right.
            own.set(START + timedelta(days=400))
            await clock.agree(store)
            assert abs(clock.now() - theirs) < MINUTE

    asyncio.run(run())


def test_what_time_it_was_somewhere_in_a_minute_tells_nothing(postgres: Server, made_database: str) -> None:
    own = SimulatedClock(START)

    class Cut(Processes):
        """What is asked for is answered when the network is there again."""

        async def now(self, _: object = None) -> datetime:
            own.passes(50)
            return START + 50 * SECOND

    async def run(url: str) -> None:
        async with Store(url) as store:
            clock = AgreedClock(own)
            store.processes = Cut(Database(url))
            await clock.agree(store)
            assert clock.now() == own.now() == START + 50 * SECOND

    with postgres.database(like=made_database) as url:
        asyncio.run(run(url))


def test_a_clock_that_is_given_is_left_as_it_is(where: Path | str) -> None:
    async def run() -> None:
        async with Store(where) as store:
            clock = AgreedClock(SimulatedClock(START), agrees=False)
            await clock.agree(store)
            assert clock.now() == START

    asyncio.run(run())


def test_digests_are_made_for_the_platforms_on_which_somebody_is(where: Path | str) -> None:
    async def run() -> None:
        async with Store(where) as store:
            platforms = served(store, ["terminal"])
            assert await platforms() == ["terminal"]
            await store.processes.beat(Process("a", "bot", "dorn", 7, "1", ("discord",)))
            await store.processes.beat(Process("b", "bot", "dorn", 8, "1", ("slack",)))
            assert await platforms() == ["discord", "slack", "terminal"]
            await store.processes.stop("b")
            assert await platforms() == ["discord", "terminal"]

    asyncio.run(run())

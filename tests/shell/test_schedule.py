import asyncio
import logging
from datetime import UTC, datetime, timedelta

import pytest

from bot.errors import StoreError
from bot.schedule import Schedule


def test_it_rings_at_the_start_and_whenever_it_was_asked_to() -> None:
    rung: list[datetime] = []

    async def run() -> None:
        enough = asyncio.Event()

        async def wake(now: datetime) -> datetime | None:
            rung.append(now)
            if len(rung) == 3:
                enough.set()
            if len(rung) == 2:
                message = "the clock goes on"
                raise ValueError(message)
            return now - timedelta(hours=1)  # Long past: a machine that slept.

        soon = timedelta(milliseconds=1)
        # Whatever its clock shows.
        running = asyncio.create_task(Schedule(wake, lambda: datetime.now(UTC) - timedelta(days=5), soon).run())
        await enough.wait()
        running.cancel()
        await asyncio.wait({running})

    asyncio.run(run())
    assert len(rung) == 3


def test_what_could_not_be_looked_up_is_looked_up_again_soon_and_that_is_said_once(
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "bot.schedule")
    rung: list[datetime] = []

    async def run() -> None:
        enough = asyncio.Event()

        async def wake(now: datetime) -> datetime | None:
            rung.append(now)
            if len(rung) < 4:
                message = "the database is being restarted"
                raise StoreError(message, permanent=False)
            enough.set()
            return None

        running = asyncio.create_task(Schedule(wake, lambda: datetime.now(UTC), timedelta(milliseconds=1)).run())
        await enough.wait()
        await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait({running})

    asyncio.run(run())
    first, *others = [record.levelname for record in caplog.records]
    assert (first, others) == ("ERROR", ["INFO"])


def test_what_it_is_about_is_finished_before_it_stops() -> None:
    finished: list[bool] = []

    async def run() -> None:
        begun = asyncio.Event()
        stopping = asyncio.Event()

        async def wake(_: datetime) -> None:
            begun.set()
            await stopping.wait()
            finished.append(True)

        running = asyncio.create_task(Schedule(wake, lambda: datetime.now(UTC)).run())
        await begun.wait()
        running.cancel()
        stopping.set()
        await asyncio.wait({running})

    asyncio.run(run())
    assert finished == [True]

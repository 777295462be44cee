import asyncio
from datetime import UTC, datetime, timedelta

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

        # A clock far behind, so that a minute's nap is over at once.
        running = asyncio.create_task(Schedule(wake, lambda: datetime.now(UTC) - timedelta(minutes=5)).run())
        await enough.wait()
        running.cancel()
        await asyncio.wait({running})

    asyncio.run(run())
    assert len(rung) == 3


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

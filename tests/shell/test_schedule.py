import asyncio
import logging
from datetime import UTC, datetime, timedelta, tzinfo

import pytest

from bot.errors import StoreError
from bot.schedule import Schedule
from tests.shell.lives import DUE, WallClock, simulate


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


@pytest.mark.parametrize("hours", [-24, -1, 1])
def test_a_clock_of_a_machine_that_is_set_keeps_it_from_ringing_no_longer_than_it_naps(
    monkeypatch: pytest.MonkeyPatch, hours: int
) -> None:
    machine, right = WallClock(DUE), WallClock(DUE)

    class Now(datetime):
        """What any program of the machine is told of the time."""

        @classmethod
        def now(cls, tz: tzinfo | None = None) -> datetime:  # type: ignore[override] # APScheduler needs no more of it
            return machine.now().astimezone(tz)

    for module in ("bot.schedule", "apscheduler.schedulers.base"):
        monkeypatch.setattr(f"{module}.datetime", Now)
    rung: list[float] = []

    async def run() -> None:
        async def wake(_: datetime) -> None:
            rung.append(right.elapsed())
            if len(rung) == 4:
                # In the middle of a nap.
                asyncio.get_running_loop().call_later(30, setattr, machine, "wrong_by", timedelta(hours=hours))

        # What is due goes by the database's clock, which nobody sets.
        running = asyncio.create_task(Schedule(wake, right.now).run())
        await asyncio.sleep(599)
        running.cancel()
        await asyncio.wait({running})

    simulate(run)
    assert rung == pytest.approx([60 * number for number in range(10)], abs=1)

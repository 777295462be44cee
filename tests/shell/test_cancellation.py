"""Whoever is told to stop stops, whenever it comes. Python 3.11 forgets it if it comes as a wait with a limit ends."""

import ast
import asyncio
from collections.abc import Callable, Coroutine
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.cancellation import nothing_lost
from bot.schedule import Schedule

# After so many turns of the loop whatever the tests wait for has come.
TURNS = 12
LONG_S = 60


async def is_stopped(begin: Callable[[asyncio.Event], Coroutine[Any, Any, None]], turns: int) -> bool:
    """Whether something stops that is told to so many turns of the loop after what it waits for has come."""
    comes = asyncio.Event()
    running = asyncio.create_task(begin(comes))
    for _ in range(TURNS):
        await asyncio.sleep(0)
    comes.set()
    for _ in range(turns):
        await asyncio.sleep(0)
    running.cancel()
    await asyncio.wait({running}, timeout=LONG_S)
    stopped = running.cancelled()
    running.cancel()
    await asyncio.wait({running})
    return stopped


@pytest.mark.parametrize("turns", range(TURNS))
def test_who_waits_with_a_limit_that_a_library_sets_stops_whenever_it_comes(turns: int) -> None:
    async def wait(comes: asyncio.Event) -> None:
        with nothing_lost():
            await asyncio.wait_for(comes.wait(), LONG_S)
        await asyncio.Event().wait()

    assert asyncio.run(is_stopped(wait, turns))


@pytest.mark.parametrize("turns", range(TURNS))
def test_a_clock_stops_whenever_it_comes_as_it_rings(turns: int) -> None:
    async def wait(comes: asyncio.Event) -> None:
        async def wake(now: datetime) -> datetime:
            return now + timedelta(hours=1)

        schedule = Schedule(wake, lambda: datetime.now(UTC))

        async def ring() -> None:
            await comes.wait()
            schedule.ring()

        async with asyncio.TaskGroup() as both:
            both.create_task(ring())
            both.create_task(schedule.run())

    assert asyncio.run(is_stopped(wait, turns))


def test_who_is_told_to_stop_stops_though_what_it_was_at_fails() -> None:
    async def work() -> None:
        with nothing_lost():
            try:
                await asyncio.Event().wait()
            except asyncio.CancelledError:
                message = "the connection is broken"
                raise OSError(message) from None

    async def run() -> bool:
        running = asyncio.create_task(work())
        await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait({running})
        return running.cancelled()

    assert asyncio.run(run())


def test_who_was_told_to_stop_before_may_do_what_is_left_to_do() -> None:
    done: list[str] = []

    async def work() -> None:
        try:
            await asyncio.Event().wait()
        finally:
            with nothing_lost():
                await asyncio.sleep(0)
            done.append("tidied up")

    async def run() -> None:
        running = asyncio.create_task(work())
        await asyncio.sleep(0)
        running.cancel()
        await asyncio.wait({running})
        assert running.cancelled()

    asyncio.run(run())
    assert done == ["tidied up"]


def test_nothing_of_ours_waits_with_a_limit_in_the_way_that_forgets() -> None:
    for path in (Path(__file__).parents[2] / "bot").rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            assert not isinstance(node, ast.Attribute) or node.attr != "wait_for", f"{path.name}: use asyncio.timeout"

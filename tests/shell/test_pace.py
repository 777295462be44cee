import asyncio
from collections.abc import Sequence
from datetime import timedelta

import pytest

from bot.deliveries.pace import Pacer
from bot.deliveries.timing import pause_before
from bot.deliveries.together import Together
from tests.shell.delivered import SimulatedClock


def turns(pacer: Pacer, clock: SimulatedClock, *places: str, late_s: float = 0.0) -> list[float]:
    """When each of some posts may go, where each makes the next one late by so much."""

    async def run() -> list[float]:
        times = []
        for place in places:
            await pacer.turn(place)
            times.append(clock.elapsed())
            clock.passes(late_s)
        return times

    return asyncio.run(run())


def most_in_a_second(times: Sequence[float]) -> int:
    return max(sum(1 for other in times if begin <= other < begin + 1) for begin in times)


@pytest.mark.parametrize("late_s", [0.0, 0.003, 0.019])
def test_a_platform_is_given_what_it_takes_and_never_more(late_s: float) -> None:
    clock = SimulatedClock()
    times = turns(Pacer(50, 0, clock), clock, *map(str, range(1_000)), late_s=late_s)
    assert most_in_a_second(times) <= 50
    assert times[-1] <= 1_000 / 50 * 1.05


def test_a_turn_that_was_late_makes_the_next_ones_no_later() -> None:
    clock = SimulatedClock()
    pacer = Pacer(50, 0, clock)
    turns(pacer, clock, "a")
    clock.passes(0.05)
    first, second = turns(pacer, clock, "b", "c")
    assert second - first < 0.02


def test_what_was_not_used_for_long_is_not_made_up_for() -> None:
    clock = SimulatedClock()
    pacer = Pacer(50, 0, clock)
    turns(pacer, clock, "a")
    clock.passes(3_600)
    assert most_in_a_second(turns(pacer, clock, *map(str, range(200)))) <= 50


def test_between_two_posts_in_one_place_there_is_a_pause_and_others_are_not_held_up_by_it() -> None:
    clock = SimulatedClock()
    pacer = Pacer(50, 1.0, clock)
    a, b = turns(pacer, clock, "a", "b")
    assert b - a < 0.1
    (again,) = turns(pacer, clock, "a")
    assert again - a >= 1.0


def test_nothing_goes_while_the_platform_says_so() -> None:
    clock = SimulatedClock()
    pacer = Pacer(50, 0, clock)
    pacer.hold(30)
    assert turns(pacer, clock, "a") >= [30.0]


def test_what_is_tried_again_waits_longer_each_time_but_not_for_ever_and_as_long_as_the_platform_says() -> None:
    pauses = [pause_before(attempts) for attempts in range(1, 12)]
    assert pauses[:3] == [timedelta(seconds=5), timedelta(seconds=10), timedelta(seconds=20)]
    assert pauses == sorted(pauses)
    assert pause_before(1_000_000) == timedelta(minutes=10)
    assert pause_before(1, 33.0) == timedelta(seconds=33)


def test_what_comes_at_the_same_moment_is_written_together_and_everybody_is_told_of_a_failure() -> None:
    written: list[list[int]] = []

    async def write(things: Sequence[int]) -> Sequence[int]:
        if 13 in things:
            message = "unlucky"
            raise ValueError(message)
        written.append(list(things))
        return [-thing for thing in things]

    async def run() -> tuple[int | BaseException, int | BaseException]:
        together: Together[int, int] = Together(write, SimulatedClock(), 0.2)
        assert await asyncio.gather(*(together.put(number) for number in range(10))) == [
            -number for number in range(10)
        ]
        return await asyncio.gather(together.put(13), together.put(14), return_exceptions=True)

    failures = asyncio.run(run())
    assert [str(failure) for failure in failures] == ["unlucky", "unlucky"]
    assert written == [list(range(10))]

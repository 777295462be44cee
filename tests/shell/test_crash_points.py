"""A digest is posted once, whatever the program dies at, and dies at again. `python -m tests.bench.crash_points` tries all pairs."""

from collections.abc import Iterator
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from tests.shell.crashes import TERMS, Scene, deaths_at, faults_of, opened
from tests.shell.lives import Death, How, simulate


def _points(steps: tuple[str, ...]) -> Iterator[Death]:
    """Where to die so that no two are the same to anybody outside: before a step is behind the one before it."""
    for number, name in enumerate(steps):
        yield from (death for death in deaths_at(number, name) if name == "post" or death.how is How.AFTER)


@pytest.mark.parametrize("name", TERMS)
def test_whatever_the_program_dies_at_and_dies_at_again_a_digest_is_there_once(anywhere: Path | str, name: str) -> None:
    terms = TERMS[name]

    async def play() -> tuple[dict[str, list[str]], int]:
        wrong: dict[str, list[str]] = {}
        second = 0
        async with opened(anywhere) as database:
            steps = (await Scene(database, terms).play()).steps[0]
            assert steps.count("post") == 2
            for number, death in enumerate(_points(steps)):
                # Of the second life each step has its turn.
                again = Death(number % 13, How.LATE if number % 3 == 0 else How.AFTER)
                outcome = await Scene(database, terms).play(death, again)
                second += outcome.has_died[:2] == (True, True)
                if found := list(faults_of(outcome, terms)):
                    wrong[f"{death} {again}"] = found
        return wrong, second

    wrong, second = simulate(play)
    assert wrong == {}
    assert second > 15


@pytest.mark.parametrize(
    ("before", "after"), [(0, 1), (0, -1), (1, 0), (-1, 0)], ids=["forth", "back", "back again", "forth again"]
)
@pytest.mark.parametrize("name", TERMS)
def test_a_clock_that_is_set_while_the_program_is_dead_makes_nothing_come_twice(
    anywhere: Path | str, name: str, before: int, after: int
) -> None:
    terms = TERMS[name]

    async def play() -> dict[str, list[str]]:
        wrong: dict[str, list[str]] = {}
        async with opened(anywhere) as database:
            steps = (await Scene(database, terms).play()).steps[0]
            for death in (one for one in _points(steps) if steps[one.step] == "post"):
                scene = Scene(database, terms)
                scene.end_s *= 4
                scene.clock.wrong_by = timedelta(hours=before)
                scene.at_death = partial(setattr, scene.clock, "wrong_by", timedelta(hours=after))
                if found := list(faults_of(await scene.play(death), terms)):
                    wrong[str(death)] = found
        return wrong

    assert simulate(play) == {}

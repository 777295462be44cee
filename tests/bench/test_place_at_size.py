"""What a digest costs a place with many sources, and that the bot goes on hearing people meanwhile."""

import asyncio

import pytest

from tests.bench.place_at_size import measure

# What a platform and a person notice nothing of.
_LONGEST_WAIT_S = 0.05
_LIMITS_S = {"first": 2.0, "again": 0.2, "brief": 2.0}


@pytest.fixture(scope="module")
def figures() -> dict[str, float]:
    figures = asyncio.run(measure())
    print("".join(f"\n{name:<32} {seconds:6.3f} s" for name, seconds in figures.items()), end="")
    return figures


@pytest.mark.parametrize("name", _LIMITS_S)
def test_a_digest_of_500_stored_articles_of_20_sources(figures: dict[str, float], name: str) -> None:
    assert figures[f"{name}: CPU"] <= _LIMITS_S[name]


@pytest.mark.parametrize("name", _LIMITS_S)
def test_the_event_loop_is_free_while_it_is_made(figures: dict[str, float], name: str) -> None:
    assert figures[f"{name}: event loop held up"] <= _LONGEST_WAIT_S

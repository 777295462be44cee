"""What deliveries cost a large bot, and that a morning of ten thousand digests is posted at the pace that a platform allows."""

import asyncio
from collections.abc import Mapping

import pytest

from tests.bench.deliveries_at_size import plan, post
from tests.bench.editions_at_size import measure

_PLANNING = {
    "ready after a restart, s": 5.0,
    "idle wake, ms": 2.0,
    "planning 10000, s of CPU": 2.0,
    "planning 10000, event loop held up, s": 0.1,
    "planning 10000, MB more": 10.0,
}
_POSTING = {
    "lost": 0.0,
    "twice": 0.0,
    "refused": 20.0,
    "times the floor": 1.08,
    "posting, ms of CPU each": 3.0,
    "memory at the most, MB": 150.0,
}


def _show(figures: Mapping[str, float]) -> None:
    print("".join(f"\n{name:<48} {figure:10.3f}" for name, figure in figures.items()), end="")


@pytest.fixture(scope="module")
def planning(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    figures = asyncio.run(plan(tmp_path_factory.mktemp("plan") / "pullquote.db", 100_000, 10_000))
    _show(figures)
    return figures


@pytest.fixture(scope="module")
def posting(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    figures = asyncio.run(post(tmp_path_factory.mktemp("post") / "pullquote.db", 10_000, 50))
    _show(figures)
    return figures


@pytest.mark.parametrize("name", _PLANNING)
def test_planning_for_100_000_subscriptions(planning: dict[str, float], name: str) -> None:
    assert planning[name] <= _PLANNING[name]


@pytest.mark.parametrize("name", _POSTING)
def test_posting_10_000_digests_that_are_due_at_once(posting: dict[str, float], name: str) -> None:
    assert posting[name] <= _POSTING[name]


def test_what_places_have_in_common_is_made_once() -> None:
    figures = asyncio.run(measure(100, 5))
    _show(figures)
    shared, alone = figures.values()
    assert shared <= alone / 4

"""A morning of ten thousand digests is posted on Discord at the pace it takes, and who asks meanwhile is heard."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.bench.discord_at_size import acknowledge, post

_POSTING = {
    "lost": 0.0,
    "twice": 0.0,
    "refused": 20.0,
    "times the floor": 1.08,
    "posting, ms of CPU each": 10.0,
    "memory at the most, MB": 250.0,
}
# Discord waits for three.
_HEARD_S = 1.0


def _show(figures: Mapping[str, float]) -> None:
    print("".join(f"\n{name:<48} {figure:10.3f}" for name, figure in figures.items()), end="")


@pytest.fixture(scope="module")
def posting(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    figures = asyncio.run(post(tmp_path_factory.mktemp("post"), 10_000))
    _show(figures)
    return figures


@pytest.mark.parametrize("name", _POSTING)
def test_posting_in_10_000_channels_of_discord(posting: dict[str, float], name: str) -> None:
    assert posting[name] <= _POSTING[name]


def test_who_asks_while_ten_digests_are_made_is_heard(tmp_path: Path) -> None:
    figures = asyncio.run(acknowledge(tmp_path, 10, 100))
    _show(figures)
    assert figures["/help acknowledged after, at the most, s"] <= _HEARD_S
    assert figures["/digest acknowledged after, at the most, s"] <= _HEARD_S

"""A morning of digests is posted on Slack at the pace it takes, and who asks while two hundred others do is heard."""

import asyncio
from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.bench.slack_at_size import acknowledge, post

_POSTING = {"lost": 0.0, "twice": 0.0, "refused": 0.0, "times the floor": 1.25, "posting, ms of CPU each": 20.0}
# A second, less what a request takes longer to be there than the next one.
_PLACE_PAUSE_S = 0.9
# Slack waits for three.
_HEARD_S = 1.0


def _show(figures: Mapping[str, float]) -> None:
    print("".join(f"\n{name:<48} {figure:10.3f}" for name, figure in figures.items()), end="")


@pytest.fixture(scope="module")
def posting(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    figures = asyncio.run(post(tmp_path_factory.mktemp("post"), 400))
    _show(figures)
    return figures


@pytest.mark.parametrize("name", _POSTING)
def test_posting_in_400_channels_of_slack(posting: dict[str, float], name: str) -> None:
    assert posting[name] <= _POSTING[name]


def test_a_channel_of_slack_gets_a_message_a_second_at_the_most(posting: dict[str, float]) -> None:
    assert posting["shortest between two in a channel, s"] >= _PLACE_PAUSE_S


@pytest.mark.parametrize("is_http", [False, True], ids=["socket", "http"])
def test_who_asks_while_two_hundred_digests_are_made_is_heard(tmp_path: Path, *, is_http: bool) -> None:
    figures = asyncio.run(acknowledge(tmp_path, 200, 10, 20, is_http=is_http))
    _show(figures)
    assert figures["the 200 acknowledged after, at the most, s"] <= _HEARD_S
    assert figures["help acknowledged after, at the most, s"] <= _HEARD_S

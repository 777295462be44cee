"""A small day: what is due is read in time and costs what it may, and a small morning comes at the pace of its platforms, each digest once."""

import asyncio
from collections.abc import Iterator
from datetime import timedelta

import pytest

from tests.bench.day_at_size import Day, lateness, poll, world_of
from tests.bench.day_morning import Seen, morning, times_the_floor
from tests.shell.postgres import TENDED, Server, running_server

_SOURCES, _HOURS, _SPEED = 600, 0.3, 30
_DUE, _LISTS, _SUBSCRIPTIONS = 1_400, 20, 3_000
_MOST_MS, _MOST_MB = 120.0, 160.0
# Where so few are posted, the first and the last of them weigh more.
_TIMES_THE_FLOOR = 1.1


@pytest.fixture(scope="module")
def server() -> Iterator[Server]:
    with running_server(TENDED, connections=100) as running:
        yield running


@pytest.fixture(scope="module")
def day(server: Server) -> Day:
    return asyncio.run(poll(server, world_of(_SOURCES), _HOURS, _SPEED, _SUBSCRIPTIONS))


@pytest.fixture(scope="module")
def seen(server: Server) -> Seen:
    return asyncio.run(morning(server, world_of(_SOURCES), _DUE, _LISTS, _SUBSCRIPTIONS, lead=timedelta(minutes=2)))


def test_no_source_is_read_late(day: Day) -> None:
    assert [look.late for look in day.looks] == [0] * len(day.looks)
    assert len(day.polls) >= _SOURCES * _HOURS * 0.8
    late = sorted(lateness(day, world_of(_SOURCES)))
    assert late[len(late) // 2] <= _SPEED * 2


def test_all_that_came_is_analysed_and_no_jobs_pile_up(day: Day) -> None:
    last = day.looks[-1]
    assert last.articles > day.looks[0].articles
    assert last.articles - last.analysed <= _SOURCES // 10
    assert last.queued <= _SOURCES // 10


def test_a_poll_costs_no_more_than_it_may_and_no_process_grows(day: Day) -> None:
    spent = sum(day.spent(name) for name in day.looks[0].used if name != "the web")
    assert 1000 * spent / len(day.polls) <= _MOST_MS
    own = {name: used.rss_mb for name, used in day.looks[-1].used.items() if "reader" not in name}
    assert {name: size for name, size in own.items() if size > _MOST_MB and name != "PostgreSQL"} == {}


def test_all_is_made_before_its_hour_and_posted_once_at_the_pace_of_its_platform(seen: Seen) -> None:
    at_the_hour = next(states for at, states, _ in seen.looks if at >= seen.at)
    assert at_the_hour.get("preparing", 0) == 0
    assert seen.looks[-1][1] == {"posted": _DUE}
    for name, (there, refused, _) in seen.posted.items():
        assert (len(there), there.total(), refused) == (seen.parts[name], seen.parts[name], 0)
        assert times_the_floor(seen, name) <= _TIMES_THE_FLOOR

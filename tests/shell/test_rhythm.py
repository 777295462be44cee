from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.problems import Problem, ProblemKind
from bot.rhythm import LONGEST, SHORTEST, Wishes, is_due_in_full, next_reading

NOW = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)  # a Monday
MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
URL = "https://courier.example/feed"


def wait(
    problem: Problem | None = None,
    failures: int = 0,
    *,
    url: str = URL,
    ttl: timedelta | None = None,
    max_age: timedelta | None = None,
) -> timedelta:
    """How long a feed is left alone."""
    at = next_reading(url, NOW, problem=problem, failures=failures, wishes=Wishes(ttl), max_age=max_age)
    assert at
    return at - NOW


def problem(kind: ProblemKind, until: datetime | None = None) -> Problem:
    return Problem(URL, kind, "words", until=until)


@pytest.mark.parametrize(
    ("ttl", "max_age", "waits"),
    [
        (None, None, HOUR),
        (30 * MINUTE, None, 30 * MINUTE),
        (MINUTE, None, 15 * MINUTE),
        (3 * HOUR, None, 3 * HOUR),
        (400 * DAY, None, DAY),
        (timedelta(0), None, HOUR),
        (None, MINUTE, HOUR),
        (None, 2 * HOUR, 2 * HOUR),
        (None, 365 * DAY, DAY),
        (30 * MINUTE, 45 * MINUTE, 45 * MINUTE),
        (30 * MINUTE, MINUTE, 30 * MINUTE),
    ],
)
def test_a_feed_is_read_once_an_hour_or_as_it_wishes(
    ttl: timedelta | None, max_age: timedelta | None, waits: timedelta
) -> None:
    assert wait(ttl=ttl, max_age=max_age) == waits


@pytest.mark.parametrize(
    ("kind", "hours"),
    [
        (ProblemKind.UNREACHABLE, [0.5, 1, 2, 4, 8, 16, 24, 24]),
        (ProblemKind.TIMEOUT, [0.5, 1, 2, 4, 8, 16, 24, 24]),
        (ProblemKind.SERVER_ERROR, [0.5, 1, 2, 4, 8, 16, 24, 24]),
        (ProblemKind.RATE_LIMITED, [0.5, 1, 2, 4, 8, 16, 24, 24]),
        (ProblemKind.NOT_FOUND, [6, 12, 24, 24]),
        (ProblemKind.FORBIDDEN, [6, 12, 24, 24]),
        (ProblemKind.NOT_A_FEED, [6, 12, 24, 24]),
        (ProblemKind.TOO_LARGE, [6, 12, 24, 24]),
    ],
)
def test_a_feed_that_fails_is_tried_more_and_more_seldom(kind: ProblemKind, hours: list[float]) -> None:
    for failures, most in enumerate(hours, start=1):
        assert 0.8 * most * HOUR <= wait(problem(kind), failures) <= most * HOUR


def test_a_feed_that_failed_for_years_is_still_tried_once_a_day() -> None:
    assert 0.8 * DAY <= wait(problem(ProblemKind.NOT_FOUND), 10**9) <= DAY


def test_a_feed_that_is_gone_for_good_is_never_read_again() -> None:
    assert next_reading(URL, NOW, problem=problem(ProblemKind.GONE), failures=1) is None


def test_feeds_that_failed_together_are_not_tried_together_but_each_always_at_the_same_time() -> None:
    lost = problem(ProblemKind.UNREACHABLE)
    waits = [wait(lost, 1, url=f"https://courier.example/{number}") for number in range(20)]
    assert len(set(waits)) == 20
    assert waits == [wait(lost, 1, url=f"https://courier.example/{number}") for number in range(20)]


def test_a_host_that_wants_to_be_left_alone_is() -> None:
    assert wait(problem(ProblemKind.RATE_LIMITED, until=NOW + 5 * HOUR), 1) == 5 * HOUR
    assert wait(problem(ProblemKind.RATE_LIMITED, until=NOW + MINUTE), 1) >= SHORTEST
    assert wait(problem(ProblemKind.RATE_LIMITED, until=NOW + 9 * DAY), 1) == DAY


def test_a_feed_that_failed_is_not_tried_sooner_than_it_wishes_to_be_read() -> None:
    assert wait(problem(ProblemKind.TIMEOUT), 1, ttl=6 * HOUR) == 6 * HOUR


@pytest.mark.parametrize(
    ("wishes", "at"),
    [
        (Wishes(skip_hours={7}), datetime(2026, 11, 2, 8, 0, tzinfo=UTC)),
        (Wishes(skip_hours={7, 8, 9}), datetime(2026, 11, 2, 10, 0, tzinfo=UTC)),
        (Wishes(skip_hours={6, 8}), datetime(2026, 11, 2, 7, 30, tzinfo=UTC)),
        (Wishes(skip_hours=set(range(24)) - {3}), datetime(2026, 11, 3, 3, 0, tzinfo=UTC)),
        (Wishes(skip_days={0}), datetime(2026, 11, 3, 0, 0, tzinfo=UTC)),
        (Wishes(skip_days={0, 1}, skip_hours={0}), datetime(2026, 11, 4, 1, 0, tzinfo=UTC)),
        (Wishes(skip_hours=set(range(24))), datetime(2026, 11, 2, 7, 30, tzinfo=UTC)),
        (Wishes(skip_days=set(range(7))), datetime(2026, 11, 2, 7, 30, tzinfo=UTC)),
    ],
)
def test_a_feed_is_not_read_in_the_hours_in_which_it_asks_not_to_be(wishes: Wishes, at: datetime) -> None:
    assert next_reading(URL, NOW, wishes=wishes) == at


def test_hours_to_be_left_out_are_those_of_utc_wherever_the_bot_is() -> None:
    here = timezone(timedelta(hours=5, minutes=30))
    at = next_reading(URL, NOW.astimezone(here), wishes=Wishes(skip_hours={7}))
    assert at == datetime(2026, 11, 2, 8, 0, tzinfo=UTC)
    assert at.utcoffset() == timedelta(hours=5, minutes=30)


SPANS = st.none() | st.timedeltas(min_value=timedelta(0), max_value=timedelta(days=3_650))


@given(
    now=st.datetimes(datetime(2000, 1, 1), datetime(2100, 1, 1), timezones=st.just(UTC)),  # noqa: DTZ001 - the zone is given apart
    kind=st.none() | st.sampled_from([kind for kind in ProblemKind if kind is not ProblemKind.GONE]),
    failures=st.integers(0, 10_000),
    until=SPANS,
    ttl=SPANS,
    max_age=SPANS,
    hours=st.frozensets(st.integers(0, 23)),
    days=st.frozensets(st.integers(0, 6)),
)
def test_no_feed_is_read_too_soon_too_late_or_when_it_asks_not_to_be(
    *,
    now: datetime,
    kind: ProblemKind | None,
    failures: int,
    until: timedelta | None,
    ttl: timedelta | None,
    max_age: timedelta | None,
    hours: frozenset[int],
    days: frozenset[int],
) -> None:
    what = problem(kind, now + until if until is not None else None) if kind else None
    wishes = Wishes(ttl, hours, days)
    at = next_reading(URL, now, problem=what, failures=failures, wishes=wishes, max_age=max_age)
    assert at is not None
    assert at >= now + SHORTEST
    if len(hours) == 24 or len(days) == 7:
        assert at <= now + LONGEST
    else:
        assert not wishes.skip(at)
        latest = now + LONGEST
        assert at <= latest or all(wishes.skip(latest + number * HOUR) for number in range(int((at - latest) / HOUR)))


@pytest.mark.parametrize(
    ("last", "due"),
    [(None, True), (NOW, False), (NOW - 6 * DAY, False), (NOW - 7 * DAY, True), (NOW + 30 * DAY, True)],
)
def test_once_a_week_nobody_takes_a_server_s_word_that_nothing_is_new(last: datetime | None, *, due: bool) -> None:
    assert is_due_in_full(last, NOW) == due

"""What readers are told of how a feed is."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.failures import refused
from bot.health import Trouble, TroubleKind, trouble
from bot.problems import Problem, ProblemKind
from bot.rhythm import next_reading
from bot.store import UNDATED, Health, StoredSource

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
FEED = "https://courier.example/feed?auth=s3cr3t"
READ = NOW - 3 * DAY
PERMANENT = [kind for kind in ProblemKind if Problem(FEED, kind, "").permanent and kind is not ProblemKind.GONE]
PASSING = [kind for kind in ProblemKind if not Problem(FEED, kind, "").permanent]


def source(health: Health, note: str = "") -> StoredSource:
    return StoredSource(FEED, outlet="The Marenna Courier", health=health, note=note)


def failing(kind: ProblemKind, failures: int, words: str = "", last_read: datetime | None = READ) -> StoredSource:
    return source(Health(NOW, last_read, last_read, failures, Problem(FEED, kind, words)))


def status(code: int) -> Problem:
    problem = refused(FEED, code, {}, NOW)
    assert problem
    return problem


def words(source: StoredSource, now: datetime = NOW, *, pause: timedelta | None = None) -> str:
    found = trouble(source, now, pause=pause)
    assert found
    return found.words


def test_a_feed_that_is_read_and_has_news_is_well() -> None:
    assert trouble(source(Health(NOW, NOW, NOW - 13 * DAY)), NOW) is None


def test_a_feed_that_was_never_tried_is_not_ill() -> None:
    assert trouble(source(Health()), NOW) is None


@pytest.mark.parametrize("kind", PERMANENT)
def test_what_is_not_there_is_told_once_a_second_try_has_confirmed_it(kind: ProblemKind) -> None:
    assert trouble(failing(kind, 1), NOW) is None
    found = trouble(failing(kind, 2), NOW)
    assert found
    assert (found.kind, found.since) == (TroubleKind.UNREADABLE, READ)


@pytest.mark.parametrize("kind", PASSING)
def test_what_may_pass_is_told_after_a_day_of_failures(kind: ProblemKind) -> None:
    at, failures = NOW, 0
    while trouble(failing(kind, failures := failures + 1), at) is None:
        following = next_reading(FEED, at, problem=Problem(FEED, kind, ""), failures=failures)
        assert following
        at = following
    assert 20 * HOUR < at - NOW < 36 * HOUR


def test_the_words_say_since_when_and_why_with_what_the_host_says() -> None:
    ill = source(Health(NOW, READ, READ, 2, status(404)))
    assert words(ill) == "has not been readable since 21 Nov: it is not there (404 Not Found)"
    refused_ = source(Health(NOW, datetime(2025, 3, 1, tzinfo=UTC), None, 3, status(403)))
    assert words(refused_) == "has not been readable since 1 Mar 2025: its host lets no program read it (403 Forbidden)"


def test_a_feed_that_never_could_be_read_is_said_to_be_so() -> None:
    never = failing(ProblemKind.NOT_A_FEED, 2, "a web page, not a feed", last_read=None)
    assert words(never) == "could not be read so far: what is there is not a feed"


def test_days_are_told_in_the_zone_of_whoever_asks() -> None:
    late = failing(ProblemKind.NOT_FOUND, 2, last_read=datetime(2026, 11, 20, 23, 30, tzinfo=UTC))
    assert "since 20 Nov" in words(late)
    assert "since 21 Nov" in words(late, NOW.astimezone(ZoneInfo("Europe/Berlin")))


def test_a_feed_that_is_gone_is_told_at_once_and_under_another_name() -> None:
    gone = source(Health(NOW, READ, READ, 1, status(410)))
    assert words(gone) == "is gone for good since 24 Nov (410 Gone), and is not asked for any more"
    assert trouble(gone, NOW) == Trouble(TroubleKind.GONE, words(gone), NOW)


@pytest.mark.parametrize("kind", ProblemKind)
def test_no_words_hold_the_address_of_a_feed_or_of_its_host(kind: ProblemKind) -> None:
    told = words(failing(kind, 9, f"no host is known by this name (courier.example); {FEED} is wrong"))
    assert "courier" not in told
    assert "s3cr3t" not in told


def test_a_feed_is_silent_when_nothing_new_came_for_two_weeks() -> None:
    silent = source(Health(NOW, NOW, NOW - 14 * DAY))
    assert words(silent) == "has had nothing new since 10 Nov"
    assert trouble(source(Health(NOW, NOW, NOW - 14 * DAY + HOUR)), NOW) is None


@pytest.mark.parametrize(
    ("pause", "silent_after"), [(None, 14), (DAY, 14), (4 * DAY, 14), (7 * DAY, 21), (30 * DAY, 90)]
)
def test_a_feed_that_has_news_seldom_may_be_silent_for_longer(pause: timedelta | None, silent_after: int) -> None:
    still = source(Health(NOW, NOW, NOW - silent_after * DAY + HOUR))
    assert trouble(still, NOW, pause=pause) is None
    silent = source(Health(NOW, NOW, NOW - silent_after * DAY))
    assert words(silent, pause=pause).startswith("has had nothing new since")


def test_a_feed_is_not_called_silent_for_the_time_in_which_nobody_read_it() -> None:
    unread = source(Health(NOW - 20 * DAY, NOW - 20 * DAY, NOW - 21 * DAY))
    assert trouble(unread, NOW) is None


def test_a_feed_that_never_had_an_article_is_told() -> None:
    empty = trouble(source(Health(NOW, NOW)), NOW)
    assert empty == Trouble(TroubleKind.SILENT, "has had no article so far")


def test_a_feed_without_dates_is_told() -> None:
    found = trouble(source(Health(NOW, NOW, NOW), UNDATED), NOW)
    assert found
    assert found.kind is TroubleKind.UNDATED
    assert "dates none of its articles" in found.words


def test_of_several_troubles_the_worst_is_told() -> None:
    silent = Health(NOW, NOW, NOW - 20 * DAY)
    assert words(source(silent, UNDATED)).startswith("has had nothing new")
    ill = replace(silent, failures=2, problem=Problem(FEED, ProblemKind.NOT_FOUND, ""))
    assert words(source(ill, UNDATED)).startswith("has not been readable")


def test_a_feed_that_only_has_a_hiccup_may_still_be_silent() -> None:
    hiccup = Health(NOW, NOW - HOUR, NOW - 20 * DAY, 1, Problem(FEED, ProblemKind.TIMEOUT, ""))
    assert words(source(hiccup)).startswith("has had nothing new")

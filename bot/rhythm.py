"""When a feed is read again: seldom enough for its host, often enough for news. Pure time arithmetic.

Once an hour unless the feed, its server or what went wrong says otherwise; never sooner than in a quarter of an hour, and
never later than in a day, but for the hours and days in which the feed asks not to be read. These are the defaults that
readers of feeds have settled on, and what most feeds with a ttl ask for.
"""

from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from hashlib import sha256

from bot.problems import Problem, ProblemKind

__all__ = ["LONGEST", "SHORTEST", "USUAL", "Wishes", "is_due_in_full", "next_reading"]

USUAL = timedelta(hours=1)
"""Between two readings of a feed that says nothing."""

SHORTEST = timedelta(minutes=15)
"""However often a feed says that it changes."""

LONGEST = timedelta(days=1)
"""A digest a day has all of a feed: whatever it wishes, however often it failed."""

# After the first failure; with each more, twice as long. What passes mostly does so within the hour; what is not there
# or not for programs comes back only when somebody changes it.
_AFTER_PASSING = timedelta(minutes=30)
_AFTER_PERMANENT = timedelta(hours=6)
# More doublings than that are longer than the longest.
_MOST_DOUBLINGS = 10
# Up to this part of a wait is taken off it, other for each feed: hosts that failed together are not asked together.
_SPREAD = 0.2
_IN_FULL = timedelta(days=7)
_HOUR = timedelta(hours=1)
_HOURS_A_WEEK = 7 * 24


@dataclass(frozen=True, slots=True)
class Wishes:
    """When a feed asks not to be read.

    Attributes:
        ttl: For how long after each reading; None if it does not say.
        skip_hours: Hours of the day, in UTC.
        skip_days: Days of the week, in UTC; Monday is 0.
    """

    ttl: timedelta | None = None
    skip_hours: AbstractSet[int] = frozenset()
    skip_days: AbstractSet[int] = frozenset()

    def skip(self, at: datetime) -> bool:
        """Whether an instant is in an hour or on a day in which it asks not to be read."""
        utc = at.astimezone(UTC)
        return utc.hour in self.skip_hours or utc.weekday() in self.skip_days


def next_reading(
    url: str,
    now: datetime,
    *,
    problem: Problem | None = None,
    failures: int = 0,
    wishes: Wishes = Wishes(),
    max_age: timedelta | None = None,
) -> datetime | None:
    """When a feed is to be read again.

    Args:
        url: Of the feed.
        now: When it was read or tried, aware.
        problem: Why it could not be read; None if it could.
        failures: How many times in a row it could not, this one included.
        wishes: What the feed asked for when it was read last.
        max_age: For how long the response was fresh. It can only make the wait longer: many servers give everything
            a minute.

    Returns:
        Aware, in the zone of `now`; None for never, as the feed is gone for good.
    """
    if problem and problem.kind is ProblemKind.GONE:
        return None
    waits = [SHORTEST, wishes.ttl or SHORTEST]
    if problem:
        waits += [_back_off(url, failures, is_permanent=problem.permanent)]
        waits += [problem.until - now] if problem.until else []
    else:
        waits += [max_age or SHORTEST, SHORTEST if wishes.ttl else USUAL]
    return _not_skipped(now + min(max(waits), LONGEST), wishes)


def is_due_in_full(read_in_full: datetime | None, now: datetime) -> bool:
    """Whether a feed is to be read without asking only for what is new.

    Some servers say for ever that nothing is: once a week, nobody takes their word for it.

    Args:
        read_in_full: When it was last read so; None if never.
        now: Aware, both.
    """
    return read_in_full is None or abs(now - read_in_full) >= _IN_FULL


def _back_off(url: str, failures: int, *, is_permanent: bool) -> timedelta:
    """How long to wait after a failure: exponential, and spread by the URL, so that it is the same each time."""
    first = _AFTER_PERMANENT if is_permanent else _AFTER_PASSING
    doublings = min(max(failures - 1, 0), _MOST_DOUBLINGS)
    wait = min(first * (1 << doublings), LONGEST)
    share = int.from_bytes(sha256(f"{url} {failures}".encode(errors="replace")).digest()[:4], "big") / 2**32
    return wait * (1 - _SPREAD * share)


def _not_skipped(at: datetime, wishes: Wishes) -> datetime:
    """The first instant from `at` on that is not skipped; `at` itself if all of the week is."""
    hour = at
    for _ in range(_HOURS_A_WEEK + 1):
        if not wishes.skip(hour):
            return hour
        hour = hour.astimezone(UTC).replace(minute=0, second=0, microsecond=0) + _HOUR
        hour = hour.astimezone(at.tzinfo)
    return at

"""Every slot of twenty years in zones with all kinds of changes of their clocks: 17 zones, 5 hours, 2008 to 2027."""

import itertools
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.messages import Place
from bot.subscriptions import Subscription, dues_between
from tests.bench.deliveries_at_size import ZONES

_FIRST, _LAST = date(2008, 1, 1), date(2027, 12, 31)
_SLOTS = ("00:00", "00:30", "02:30", "07:00", "23:59")
# Where a zone left a day out of its calendar.
_SKIPPED = {"Pacific/Apia": {date(2011, 12, 30)}}


def _days(zone: str) -> list[date]:
    """The local dates there were."""
    every = [_FIRST + timedelta(days=number) for number in range((_LAST - _FIRST).days + 1)]
    return [day for day in every if day not in _SKIPPED.get(zone, set())]


@pytest.mark.parametrize("slot", _SLOTS)
@pytest.mark.parametrize("zone", ZONES)
def test_each_local_date_has_one_instant_in_order(zone: str, slot: str) -> None:
    hour, place = time.fromisoformat(slot), ZoneInfo(zone)
    start = datetime.combine(_FIRST, time(), UTC) - timedelta(days=2)
    subscription = Subscription("s", Place("terminal"), (hour,), zone)
    dues = [
        due for due in dues_between(subscription, start, start + timedelta(days=366 * 21)) if _FIRST <= due.day <= _LAST
    ]
    assert [due.day for due in dues] == _days(zone)
    instants = [due.at for due in dues]
    assert all(before < after for before, after in itertools.pairwise(instants))
    for due in dues:
        local = due.at.astimezone(place)
        # What the clock shows is the hour, the first time it does; or, where it skips the hour, what comes after that.
        if local.time() == hour:
            assert local.fold == 0
        else:
            exists = datetime.combine(due.day, hour, place).astimezone(UTC).astimezone(place).time() == hour
            assert not exists
            assert timedelta(0) < local.replace(tzinfo=None) - datetime.combine(due.day, hour) <= timedelta(hours=1)


def test_there_are_more_than_half_a_million() -> None:
    count = sum(len(_days(zone)) for zone in ZONES) * len(_SLOTS)
    print(f"{count:,} slots in {len(ZONES)} zones")
    assert len(ZONES) == 17
    assert count >= 500_000

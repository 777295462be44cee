from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.messages import Place
from bot.subscriptions import Subscription, dues_between, next_due

ZONES = ("UTC", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "America/Scoresbysund", "Asia/Kathmandu", "Africa/Casablanca")  # fmt: skip


def subscription(*slots: str, zone: str = "Europe/Berlin") -> Subscription:
    return Subscription("s", Place("terminal"), tuple(map(time.fromisoformat, slots)), zone)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


@pytest.mark.parametrize(
    ("zone", "slot", "after", "due"),
    [
        ("Europe/Berlin", "07:00", "2026-11-24T05:59", "2026-11-24T06:00"),
        ("Europe/Berlin", "07:00", "2026-11-24T06:00", "2026-11-25T06:00"),
        ("Europe/Berlin", "07:00", "2026-07-01T00:00", "2026-07-01T05:00"),
        # The hour that spring skips is counted from before the change.
        ("Europe/Berlin", "02:30", "2026-03-28T12:00", "2026-03-29T01:30"),
        # The hour that autumn has twice is taken the first time, and only then.
        ("Europe/Berlin", "02:30", "2026-10-24T12:00", "2026-10-25T00:30"),
        ("Europe/Berlin", "02:30", "2026-10-25T00:30", "2026-10-26T01:30"),
        # A change at midnight.
        ("America/Scoresbysund", "23:30", "2026-03-28T12:00", "2026-03-29T01:30"),
        # A day that was left out of the calendar.
        ("Pacific/Apia", "07:00", "2011-12-29T18:00", "2011-12-30T17:00"),
    ],
)
def test_a_slot_is_due_at_its_local_hour(zone: str, slot: str, after: str, due: str) -> None:
    found = next_due(subscription(slot, zone=zone), at(after))
    assert found is not None
    assert found.at == at(due)


def test_of_several_slots_the_next_one_is_due() -> None:
    morning_and_evening = subscription("18:30", "07:00")
    dues = dues_between(morning_and_evening, at("2026-11-24T00:00"), at("2026-11-25T06:00"))
    assert [due.key for due in dues] == [
        ("2026-11-24", "07:00"),
        ("2026-11-24", "18:30"),
        ("2026-11-25", "07:00"),
    ]


def test_without_slots_nothing_is_due() -> None:
    assert next_due(subscription(), at("2026-11-24T00:00")) is None
    assert dues_between(subscription(), at("2026-11-24T00:00"), at("2027-11-24T00:00")) == ()


@given(
    st.sampled_from(ZONES),
    st.times(),
    st.dates(date(1990, 1, 1), date(2030, 1, 1)),
)
def test_each_local_day_has_each_slot_once_in_order(zone: str, slot: time, first: date) -> None:
    start = datetime.combine(first, time(), ZoneInfo(zone)).astimezone(UTC)
    dues = dues_between(
        Subscription("s", Place("terminal"), (slot,), zone), start - timedelta(days=1), start + timedelta(days=400)
    )
    days = [due.day for due in dues]
    assert days == [days[0] + timedelta(days=number) for number in range(len(days))]
    instants = [due.at for due in dues]
    assert instants == sorted(set(instants))
    assert len(days) >= 399

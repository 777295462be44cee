"""How often anybody may ask."""

from datetime import UTC, datetime, timedelta

from bot.service.allowance import Allowance

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)


def test_so_many_times_in_a_span_and_then_again_when_the_first_is_over() -> None:
    allowance = Allowance(2, HOUR)
    assert not allowance.wait("ann", NOW)
    assert not allowance.wait("ann", NOW + timedelta(minutes=10))
    assert allowance.wait("ann", NOW + timedelta(minutes=15)) == timedelta(minutes=45)
    assert not allowance.wait("ann", NOW + HOUR)
    assert allowance.wait("ann", NOW + HOUR) == timedelta(minutes=10)


def test_each_has_their_own_measure() -> None:
    allowance = Allowance(1, HOUR)
    assert not allowance.wait("ann", NOW)
    assert not allowance.wait("bob", NOW)


def test_what_was_refused_does_not_count() -> None:
    allowance = Allowance(1, HOUR)
    allowance.wait("ann", NOW)
    for minutes in range(1, 60):
        assert allowance.wait("ann", NOW + timedelta(minutes=minutes))
    assert not allowance.wait("ann", NOW + HOUR)


def test_a_clock_that_is_set_back_keeps_nobody_waiting() -> None:
    allowance = Allowance(1, HOUR)
    allowance.wait("ann", NOW)
    assert not allowance.wait("ann", NOW - timedelta(days=1))


def test_a_measure_of_no_time_refuses_nobody() -> None:
    allowance = Allowance(1, timedelta())
    assert not any(allowance.wait("ann", NOW) for _ in range(5))


def test_strangers_without_number_take_no_more_memory() -> None:
    allowance = Allowance(1, HOUR)
    for number in range(10_050):
        allowance.wait(str(number), NOW)
    assert not allowance.wait("0", NOW)
    assert allowance.wait("10049", NOW)

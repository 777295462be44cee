"""What became of a digest, as a line for its readers."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.messages import Place
from bot.service.outcomes import nothing_new, outcome_words, tries_words, trouble_words
from bot.service.receipts import LeftOut, Receipt
from bot.store import Delivery, DeliveryState
from bot.subscriptions import Due

DUE = datetime(2026, 11, 24, 6, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
DELIVERY = Delivery("news", Due(DUE, date(2026, 11, 24), time(7)), Place("pigeon"), DeliveryState.PREPARING)


def left_out(count: int, why: str) -> tuple[LeftOut, ...]:
    return (LeftOut("Weir to go", why, "Dorn Mail", "", "shown"),) * count


def words(delivery: Delivery, now: datetime = DUE + 2 * MINUTE, posts: int = 0) -> str:
    return outcome_words(delivery, now.astimezone(ZoneInfo("Europe/Berlin")), posts)


def test_what_was_posted_is_told_by_when_and_in_how_many_messages() -> None:
    posted = replace(DELIVERY, state=DeliveryState.POSTED, settled_at=DUE + timedelta(seconds=3), attempts=1)
    assert words(posted, posts=1) == "posted 07:00:03 (1 message)"
    assert words(posted, posts=2) == "posted 07:00:03 (2 messages)"
    assert words(posted) == "posted 07:00:03"
    half = replace(posted, problem="no answer within 60 seconds.")
    assert (
        words(half, posts=1)
        == "posted in part 07:00:03 (1 message); the rest could not be: no answer within 60 seconds"
    )
    assert tries_words(posted) == "at the first try"
    assert tries_words(replace(posted, attempts=3)) == "after 3 tries"


@pytest.mark.parametrize(
    ("state", "problem", "look_at", "said"),
    [
        (DeliveryState.PREPARING, "", DUE, "being made"),
        (DeliveryState.READY, "", DUE, "being posted"),
        (DeliveryState.SENDING, "", DUE + 4 * MINUTE, "being posted"),
        (DeliveryState.PREPARING, "the sources took too long", DUE + 4 * MINUTE, "tried again at 07:04: the sources took too long"),
        (DeliveryState.READY, "it rains", DUE + 2.5 * MINUTE, "tried again in a moment: it rains"),
        (DeliveryState.SENDING, "it rains", DUE + 4 * MINUTE, "looked up at 07:04: it rains"),
        (DeliveryState.EMPTY, "", None, "nothing new"),
        (DeliveryState.MISSED, "it would have come more than 12 hours late", None, "missed: it would have come more than 12 hours late"),
        (DeliveryState.FAILED, "no such channel", None, "not posted: no such channel"),
        (DeliveryState.UNKNOWN, "it may be there or not, and that can't be looked up (no answer)", None, "may be there or not: that can't be looked up (no answer)"),
        (DeliveryState.UNKNOWN, "what it was made of was taken down", None, "may be there or not: what it was made of was taken down"),
    ],
)  # fmt: skip
def test_each_state_is_told_in_a_line(state: DeliveryState, problem: str, look_at: datetime | None, said: str) -> None:
    assert words(replace(DELIVERY, state=state, problem=problem, look_at=look_at)) == said


def test_what_is_made_before_its_hour_is_said_to_come_at_it() -> None:
    assert words(DELIVERY, DUE - MINUTE) == "being made, to be posted at its hour"
    assert words(replace(DELIVERY, state=DeliveryState.READY), DUE - MINUTE) == "made, and posted at its hour"


def test_nothing_new_is_told_with_how_much_was_read_and_why_most_of_it_is_no_news() -> None:
    shown, hidden = left_out(3, "shown here before"), left_out(2, "hidden here by the filter “weir”")
    assert nothing_new(Receipt((), (*hidden, *shown))) == "nothing new (5 articles read, 3 of them shown here before)"
    older = "nothing new (12 articles read, 7 of them older than it covers, or the same again)"
    assert nothing_new(Receipt((), (*hidden, *shown), more=7)) == older
    assert nothing_new(Receipt((), shown[:1])) == "nothing new (1 article read, shown here before)"
    assert nothing_new(Receipt((), ())) == "nothing new (the sources had nothing since the one before)"


def test_what_went_wrong_is_counted_by_kind() -> None:
    states = (
        DeliveryState.POSTED,
        DeliveryState.UNKNOWN,
        DeliveryState.MISSED,
        DeliveryState.FAILED,
        DeliveryState.MISSED,
    )
    assert trouble_words(replace(DELIVERY, state=state) for state in states) == "2 missed, 1 not posted, 1 uncertain"
    assert trouble_words([DELIVERY]) == ""

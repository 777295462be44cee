import asyncio
from dataclasses import replace
from datetime import time, timedelta
from pathlib import Path

import pytest

from bot.deliveries import Deliveries
from bot.errors import PostError
from bot.ports import Terms
from bot.store import DeliveryState, Store
from bot.subscriptions import Quiet
from tests.shell.broken import do
from tests.shell.delivered import EXACT, START, Dies, Editor, Office, at, subscription
from tests.shell.stores import kept

ONCE = Terms(per_second=50)
KEYED = Terms(per_second=50, key_lives=timedelta(days=365))
# It is dead before anybody takes over, so it is looked up.
SHORT = Terms(per_second=50, key_lives=timedelta(seconds=60), has_history=True)


@pytest.fixture
def path(anywhere: Path | str) -> Path | str:
    return anywhere


def test_a_week_over_a_change_of_clocks_brings_each_local_morning_once(path: Path | str) -> None:
    office = Office(path, subscription("berlin"), subscription("new-york", "America/New_York", "07:00", "18:30"))
    start = at("2026-10-22T13:00")
    # A look every quarter of an hour, and a restart every day.
    for day in range(14):
        office.look(*(start + timedelta(days=day, minutes=15 * number) for number in range(96)))
    posts = office.pigeon.posts
    assert len(posts) == len(set(posts))
    assert sorted(text for channel, text in posts if channel == "berlin") == [
        f"{(start + timedelta(days=day)):%Y-%m-%d} 07:00" for day in range(1, 15)
    ]
    assert len([text for channel, text in posts if channel == "new-york"]) == 28


def test_nothing_is_due_before_the_first_slot_after_a_subscription_began(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    assert office.look(START, at("2026-11-24T05:49")) == [at("2026-11-24T05:50")] * 2
    assert office.made == []
    assert office.look(at("2026-11-24T05:59")) == [at("2026-11-24T06:00")]
    assert office.pigeon.posts == []
    assert office.look(at("2026-11-24T06:00")) == [at("2026-11-25T05:50")]
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_a_digest_is_made_before_its_hour_and_posted_at_it(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START, at("2026-11-24T05:50"))
    assert office.made == ["berlin 2026-11-24 07:00"]
    assert office.pigeon.posts == []
    office.is_cut_off = True
    office.look(at("2026-11-24T06:00"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_what_is_not_to_be_had_before_the_hour_is_tried_again_at_it(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.is_cut_off = True
    assert office.look(at("2026-11-24T05:50"), at("2026-11-24T05:59")) == [
        at("2026-11-24T05:52"),
        at("2026-11-24T06:00"),
    ]
    office.is_cut_off = False
    office.look(at("2026-11-24T06:00"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_nothing_new_before_the_hour_is_looked_for_again_at_it(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.is_quiet = True
    assert office.look(START, at("2026-11-24T05:50"))[-1] == at("2026-11-24T06:00")
    office.is_quiet = False
    office.look(at("2026-11-24T06:00"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_a_slot_that_was_slept_through_is_made_up_for_once(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.look(at("2026-11-24T09:10"), at("2026-11-24T09:11"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_of_several_slots_that_were_slept_through_the_last_is_made_up_for(path: Path | str) -> None:
    office = Office(path, subscription("berlin", "Europe/Berlin", "07:00", "09:00", "11:00"))
    office.look(START)
    office.look(at("2026-11-24T10:30"), at("2026-11-24T10:31"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 11:00")]


def test_a_morning_is_not_made_up_for_in_the_evening(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.look(at("2026-11-24T18:01"))
    assert office.pigeon.posts == []


def test_a_morning_digest_that_was_made_before_the_machine_went_off_does_not_come_in_the_evening(
    path: Path | str,
) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START, at("2026-11-24T05:50"))
    office.look(at("2026-11-24T18:01"))
    assert office.pigeon.posts == []
    (found,) = kept(path, lambda store: store.ledger.of_subscriptions(["berlin"], START))[0]
    assert found.state is DeliveryState.MISSED


def test_what_was_made_and_is_late_waits_for_the_quiet_hours_to_end(path: Path | str) -> None:
    evening = replace(subscription("berlin", "Europe/Berlin", "21:30"), quiet=Quiet(time(22), time(6, 30)))
    office = Office(path, evening)
    office.look(START, at("2026-11-23T20:21"))
    assert office.made == ["berlin 2026-11-23 21:30"]
    # 23:15 in Berlin.
    assert office.look(at("2026-11-23T22:15")) == [at("2026-11-24T05:30")]
    assert office.pigeon.posts == []
    office.look(at("2026-11-24T05:30"))
    assert office.pigeon.posts == [("berlin", "2026-11-23 21:30")]


@pytest.mark.parametrize("was_there", ["was there", "was not"])
def test_what_may_be_there_is_looked_up_however_late_it_is_but_not_posted_then(
    path: Path | str, was_there: str
) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    (office.pigeon.breaks if was_there == "was there" else office.pigeon.failures).append(Dies())
    with pytest.raises(Dies):
        office.look(at("2026-11-24T06:00"))
    posts = list(office.pigeon.posts)
    office.look(at("2026-11-24T20:00"), at("2026-11-24T20:03"))
    assert office.pigeon.posts == posts
    (found,) = kept(path, lambda store: store.ledger.of_subscriptions(["berlin"], START))[0]
    assert found.state is (DeliveryState.POSTED if posts else DeliveryState.FAILED)


def test_nothing_new_is_nothing_posted_and_not_tried_again(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.is_quiet = True
    office.look(at("2026-11-24T06:00"))
    office.is_quiet = False
    office.look(at("2026-11-24T06:02"))
    assert office.pigeon.posts == []


def test_a_platform_in_trouble_is_tried_again(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.pigeon.failures = [PostError("it rains", permanent=False), PostError("it rains", permanent=False)]
    assert office.look(at("2026-11-24T06:00"), at("2026-11-24T06:00:05")) == [
        at("2026-11-24T06:00:05"),
        at("2026-11-24T06:00:15"),
    ]
    office.look(at("2026-11-24T06:00:15"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_a_platform_that_says_when_is_not_asked_before(path: Path | str) -> None:
    office = Office(path, subscription("berlin"), subscription("dorn"))
    office.look(START)
    office.pigeon.failures = [PostError("too many", permanent=False, retry_after_s=90, is_everywhere=True)]
    office.look(at("2026-11-24T06:00"), at("2026-11-24T06:01:31"), at("2026-11-24T06:02"))
    assert sorted(channel for channel, _ in office.pigeon.posts) == ["berlin", "dorn"]
    # Whichever of them came first; the other may have been on its way already.
    assert max(office.pigeon.times) >= at("2026-11-24T06:01:30")


def test_sources_that_can_not_be_read_are_tried_again(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.is_cut_off = True
    assert office.look(at("2026-11-24T06:00")) == [at("2026-11-24T06:02")]
    office.is_cut_off = False
    office.look(at("2026-11-24T06:02"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_a_channel_that_is_gone_ends_its_subscription_tells_its_owner_and_stops_nobody_else(path: Path | str) -> None:
    office = Office(path, subscription("berlin"), subscription("dorn"))
    office.look(START)
    office.pigeon.failures = [PostError("no such channel", permanent=True)]
    office.look(at("2026-11-24T06:00"))
    told, posted = sorted(office.pigeon.posts)
    assert told[0] == "@ann"
    # Whichever of them came first.
    gone, other = ("berlin", "dorn") if "channel berlin" in told[1] else ("dorn", "berlin")
    assert f"channel {gone}" in told[1]
    assert "no such channel" in told[1]
    assert posted == (other, "2026-11-24 07:00")
    office.look(at("2026-11-25T06:00"), at("2026-11-26T06:00"))
    assert [channel for channel, _ in office.pigeon.posts[2:]] == [other, other]
    stored, deliveries = kept(
        path,
        lambda store: store.subscriptions.get(gone),
        lambda store: store.ledger.of_subscriptions([gone], START),
    )
    assert stored.problem == "no such channel"
    # What was told stands beside it, and is settled like all else.
    assert {one.state for one in deliveries} == {DeliveryState.FAILED, DeliveryState.POSTED}


@pytest.mark.parametrize("terms", [EXACT, KEYED], ids=["history", "key"])
def test_of_a_digest_in_parts_only_what_is_not_there_is_posted_when_it_is_tried_again(
    path: Path | str, terms: Terms
) -> None:
    office = Office(path, subscription("berlin"), terms=terms, paragraphs=3)
    office.look(START)
    office.pigeon.breaks = [None, PostError("it fell from the sky", permanent=False, is_unknown=True)]
    office.look(at("2026-11-24T06:00"), at("2026-11-24T06:00:31"))
    assert office.pigeon.posts == [("berlin", f"2026-11-24 07:00{more}") for more in ("", " · 1", " · 2")]


@pytest.mark.parametrize("terms", [EXACT, KEYED, SHORT], ids=["history", "key", "short key"])
@pytest.mark.parametrize("was_there", ["was there", "was not"])
def test_what_may_have_been_posted_when_the_program_died_is_there_once(
    path: Path | str, terms: Terms, was_there: str
) -> None:
    office = Office(path, subscription("berlin"), terms=terms)
    office.look(START)
    posts = [("berlin", "2026-11-24 07:00")]
    there = posts if was_there == "was there" else []
    (office.pigeon.breaks if there else office.pigeon.failures).append(Dies())
    with pytest.raises(Dies):
        office.look(at("2026-11-24T06:00"))
    assert office.pigeon.posts == there
    office.look(at("2026-11-24T06:00:30"))
    assert office.pigeon.posts == there, "somebody may still be sending it"
    office.look(at("2026-11-24T06:02"), at("2026-11-24T06:04"))
    assert office.pigeon.posts == posts


def test_where_nothing_can_be_found_out_it_is_posted_at_most_once_and_that_is_said(path: Path | str) -> None:
    office = Office(path, subscription("berlin"), terms=ONCE)
    office.look(START)
    office.pigeon.failures = [Dies()]
    with pytest.raises(Dies):
        office.look(at("2026-11-24T06:00"))
    office.look(at("2026-11-24T06:02"), at("2026-11-24T06:04"))
    assert office.pigeon.posts == []
    (found,) = kept(path, lambda store: store.ledger.of_subscriptions(["berlin"], START))[0]
    assert found.state is DeliveryState.UNKNOWN
    assert "no way to find out" in found.problem


def test_what_may_be_there_all_the_same_is_looked_up(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.pigeon.breaks = [PostError("it fell from the sky", permanent=False, is_unknown=True)]
    office.look(at("2026-11-24T06:00"), at("2026-11-24T06:00:31"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]
    assert office.pigeon.looked == 1


def test_two_processes_on_one_database_post_once(path: Path | str) -> None:
    office = Office(path, *(subscription(f"c{number}") for number in range(40)))
    office.look(START)
    office.clock.set(at("2026-11-24T06:00"))

    async def run() -> None:
        async with Store(path) as first, Store(path) as second:
            both = [
                Deliveries(Editor(store, office.clock), store, {"pigeon": office.pigeon}, office.clock)
                for store in (first, second)
            ]
            for _ in range(3):
                await asyncio.gather(*(deliveries.wake(office.clock.now()) for deliveries in both))
                await asyncio.gather(*(deliveries.settled() for deliveries in both))

    asyncio.run(run())
    assert sorted(office.pigeon.posts) == sorted((f"c{number}", "2026-11-24 07:00") for number in range(40))


def test_the_longer_something_is_out_of_order_the_less_often_it_is_tried(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.is_cut_off = True
    assert office.look(at("2026-11-24T06:00"), at("2026-11-24T06:02"), at("2026-11-24T07:00")) == [
        at("2026-11-24T06:02"),
        at("2026-11-24T06:04"),
        at("2026-11-24T07:30"),
    ]


@pytest.mark.parametrize("room", ["made", "posted"])
def test_what_a_mistake_of_the_program_keeps_from_coming_is_at_its_end_when_it_is_too_late(
    path: Path | str, room: str
) -> None:
    office = Office(path, subscription("berlin"), subscription("bern"))
    office.is_cut_off = room == "made"
    office.look(START, at("2026-11-24T05:50"))
    office.is_cut_off = False
    ruin = {
        "made": "UPDATE subscriptions SET settings = '[]' WHERE id = 'berlin'",
        "posted": "UPDATE deliveries SET data = '{' WHERE subscription = 'berlin'",
    }
    do(path, ruin[room])
    office.look(*(at("2026-11-24T06:00") + timedelta(minutes=30 * number) for number in range(60)))
    found = kept(path, lambda store: store.ledger.of_subscriptions(["berlin"], START))[0][0]
    assert found.state is (DeliveryState.MISSED if room == "made" else DeliveryState.UNKNOWN)
    assert found.problem.endswith("a mistake of the program, which the log shows")
    assert found.look_at is None
    assert ("bern", "2026-11-24 07:00") in office.pigeon.posts


def test_what_is_late_waits_for_the_quiet_hours_to_end(path: Path | str) -> None:
    evening = replace(subscription("berlin", "Europe/Berlin", "21:30"), quiet=Quiet(time(22), time(6, 30)))
    office = Office(path, evening)
    office.look(START)
    # 23:15 in Berlin.
    assert office.look(at("2026-11-23T22:15")) == [at("2026-11-24T05:30")]
    assert office.pigeon.posts == []
    office.look(at("2026-11-24T05:30"))
    assert office.pigeon.posts == [("berlin", "2026-11-23 21:30")]


def test_a_clock_that_was_ahead_for_a_while_skips_no_morning(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.look(at("2027-03-01T12:00"))
    # From where it was put right, each morning comes, but for the one that came by the wrong clock.
    mornings = [at("2026-11-24T06:00") + timedelta(days=number) for number in range(4)]
    office.look(*mornings)
    assert [text for _, text in office.pigeon.posts] == [
        "2027-03-01 07:00",
        *(f"{morning:%Y-%m-%d} 07:00" for morning in mornings),
    ]


@pytest.mark.parametrize("step", [timedelta(hours=1), timedelta(hours=-1)], ids=["forth", "back"])
def test_a_clock_that_steps_by_an_hour_loses_nothing_and_posts_nothing_twice(path: Path | str, step: timedelta) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.pigeon.breaks = [Dies()]
    with pytest.raises(Dies):
        office.look(at("2026-11-24T06:00"))
    office.clock.wall += step
    minutes = [timedelta(minutes=number) for number in range(1, 100)]
    office.look(*(office.clock.now() + minute for minute in minutes))
    office.clock.wall -= step
    office.look(*(office.clock.now() + minute for minute in minutes))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


@pytest.mark.parametrize("terms", [EXACT, KEYED], ids=["history", "key"])
def test_what_was_removed_while_it_was_being_posted_does_not_come_after_all(path: Path | str, terms: Terms) -> None:
    office = Office(path, subscription("berlin"), terms=terms)
    office.look(START)
    office.pigeon.failures = [PostError("it fell from the sky", permanent=False, is_unknown=True)]
    office.look(at("2026-11-24T06:00"))
    kept(path, lambda store: store.subscriptions.end("berlin", at("2026-11-24T06:00:10")))
    office.look(at("2026-11-24T06:03"), at("2026-11-24T06:06"))
    assert office.pigeon.posts == []
    (found,) = kept(path, lambda store: store.ledger.of_subscriptions(["berlin"], START))[0]
    assert "was paused or removed" in found.problem


def test_a_clock_that_was_never_set_lets_nothing_come_and_forgets_nothing(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.is_quiet = True
    office.look(START, at("2026-11-24T06:00"))
    assert office.look(at("1970-01-01T06:00")) == [at("1970-01-01T06:01")]
    office.look(at("2026-11-24T06:30"))
    (found,) = kept(path, lambda store: store.ledger.of_subscriptions(["berlin"], START))[0]
    assert found.state is DeliveryState.EMPTY


def test_an_owner_who_can_not_be_told_ends_nothing_that_was_set_anew(path: Path | str) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.pigeon.failures = [PostError("gone", permanent=True), PostError("no messages from bots", permanent=True)]
    office.look(at("2026-11-24T06:00"))
    assert office.pigeon.posts == []
    stored, told = kept(
        path,
        lambda store: store.subscriptions.get("berlin"),
        lambda store: store.ledger.of_subscriptions(["berlin"], START),
    )
    assert stored.problem == "gone"
    assert [one.state for one in told] == [DeliveryState.FAILED] * 2

"""What comes by itself, and what persons follow, as it was chosen in chat."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.messages import Place
from bot.store import DeliveryState, Follow, FollowKind, StoredSubscription
from bot.subscriptions import Due
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEWS, TALK = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
THREAD = replace(NEWS, thread="1.1")
SETTINGS = {"slots": ["07:00", "18:30"], "days": [0, 4], "zone": "Europe/Berlin", "length": None}
MORNING = StoredSubscription("s1", NEWS, SETTINGS, NOW, "U1", NOW)
EVENING = StoredSubscription("s2", THREAD, {}, NOW, "U2", NOW + HOUR)
ANN = Place.of_person("slack", "T1", "U1")


def test_a_subscription_comes_back_as_it_was_put(where: Path | str) -> None:
    *_, morning, nothing = kept(
        where,
        lambda store: store.subscriptions.put(MORNING),
        lambda store: store.subscriptions.put(EVENING),
        lambda store: store.subscriptions.get("s1"),
        lambda store: store.subscriptions.get("s3"),
    )
    assert (morning, nothing) == (MORNING, None)


def test_what_is_chosen_anew_leaves_who_wanted_it_first(where: Path | str) -> None:
    changed = replace(MORNING, place=TALK, settings={"slots": ["08:00"]}, since=NOW + HOUR)
    *_, left = kept(
        where,
        lambda store: store.subscriptions.put(MORNING),
        lambda store: store.subscriptions.put(replace(changed, created_by="U9", created_at=NOW + HOUR)),
        lambda store: store.subscriptions.get("s1"),
    )
    assert left == changed


def test_what_is_paused_or_has_ended_does_not_come(where: Path | str) -> None:
    *_, both, is_there, is_not, one, _, none, paused, _, again, ended = kept(
        where,
        lambda store: store.subscriptions.put(MORNING),
        lambda store: store.subscriptions.put(EVENING),
        lambda store: store.subscriptions.all_active(),
        lambda store: store.subscriptions.pause("s1", is_paused=True),
        lambda store: store.subscriptions.pause("s9", is_paused=True),
        lambda store: store.subscriptions.all_active(),
        lambda store: store.subscriptions.end("s2", NOW + HOUR, "the channel is gone"),
        lambda store: store.subscriptions.all_active(),
        lambda store: store.subscriptions.get("s1"),
        lambda store: store.subscriptions.pause("s1", is_paused=False, since=NOW + HOUR),
        lambda store: store.subscriptions.all_active(),
        lambda store: store.subscriptions.get("s2"),
    )
    assert (both, is_there, is_not, one, none) == ((MORNING, EVENING), True, False, (EVENING,), ())
    assert paused == replace(MORNING, is_paused=True)
    assert again == (replace(MORNING, since=NOW + HOUR),)
    assert ended == replace(EVENING, ended_at=NOW + HOUR, problem="the channel is gone")


def test_nothing_comes_to_a_place_that_was_left_until_the_bot_is_back(where: Path | str) -> None:
    *_, left, _, back = kept(
        where,
        lambda store: store.places.join(NEWS, NOW),
        lambda store: store.subscriptions.put(MORNING),
        lambda store: store.subscriptions.put(replace(MORNING, id="s2", place=TALK)),
        lambda store: store.places.leave(NEWS, NOW),
        lambda store: store.subscriptions.all_active(),
        lambda store: store.places.join(NEWS, NOW + HOUR),
        lambda store: store.subscriptions.all_active(),
    )
    assert ([one.id for one in left], [one.id for one in back]) == (["s2"], ["s1", "s2"])


def test_deliveries_of_what_was_chosen_and_of_the_configuration_go_the_same_way(where: Path | str) -> None:
    due = Due(NOW + HOUR, date(2026, 11, 24), time(8))
    *_, chosen, configured, _, _, active, of_config = kept(
        where,
        lambda store: store.subscriptions.put(MORNING),
        lambda store: store.since("s1", NOW + 9 * HOUR),
        lambda store: store.since("slack:C1", NOW + 9 * HOUR),
        lambda store: store.settle("s1", due, DeliveryState.POSTED),
        lambda store: store.settle("slack:C1", due, DeliveryState.EMPTY),
        lambda store: store.subscriptions.all_active(),
        lambda store: store.subscriptions.get("slack:C1"),
    )
    assert (chosen, configured, active) == (NOW, NOW + 9 * HOUR, (MORNING,))
    assert of_config == StoredSubscription("slack:C1", None, {}, NOW + 9 * HOUR)
    assert kept(where, lambda store: store.deliveries("s1"), lambda store: store.deliveries("slack:C1")) == [
        {due.key: DeliveryState.POSTED},
        {due.key: DeliveryState.EMPTY},
    ]


def test_a_person_follows_a_thing_once_and_nobody_else_s(where: Path | str) -> None:
    weir = Follow("f1", ANN, FollowKind.TOPIC, "Weir of Dorn", '{"a": 1}', NOW)
    mayor = Follow("f2", ANN, FollowKind.PERSON, "Ann Gray", "", NOW + HOUR)
    other = Follow("f3", Place.of_person("slack", "T1", "U2"), FollowKind.TOPIC, "weir of dorn", "", NOW)
    new, second, same, others, hers, all_of_them, not_hers, gone, left = kept(
        where,
        lambda store: store.follows.add(weir),
        lambda store: store.follows.add(mayor),
        lambda store: store.follows.add(replace(weir, id="f4", words="weir of DORN")),
        lambda store: store.follows.add(other),
        lambda store: store.follows.of_person(ANN),
        lambda store: store.follows.all(),
        lambda store: store.follows.remove(ANN, "f3"),
        lambda store: store.follows.remove(ANN, "f1"),
        lambda store: store.follows.of_person(ANN),
    )
    assert (new, second, same, others) == (True, True, False, True)
    assert (hers, all_of_them) == ((weir, mayor), (weir, mayor, other))
    assert (not_hers, gone, left) == (False, True, (mayor,))


def test_only_a_person_follows_something(tmp_path: Path) -> None:
    assert (ANN, ANN.person, NEWS.person) == (Place("slack", "T1", "@U1"), "U1", "")
    follow = Follow("f1", NEWS, FollowKind.TOPIC, "weirs", "", NOW)
    with pytest.raises(ValueError, match="only a person follows"):
        kept(tmp_path / "pullquote.db", lambda store: store.follows.add(follow))

"""What comes by itself, and what persons follow, as it was chosen in chat."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.messages import Place
from bot.store import DeliveryState, Follow, FollowKind, Store, StoredSubscription
from bot.subscriptions import Due
from tests.shell.stores import kept, planned, states

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEWS, TALK = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
THREAD = replace(NEWS, thread="1.1")
SETTINGS = {"slots": ["07:00", "18:30"], "days": [0, 4], "zone": "Europe/Berlin", "length": None}
MORNING = StoredSubscription("s1", NEWS, SETTINGS, NOW, "U1", NOW)
EVENING = StoredSubscription("s2", THREAD, {}, NOW, "U2", NOW + HOUR)
DUE = Due(NOW, date(2026, 11, 24), time(7))
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


def coming() -> Callable[[Store], Awaitable[datetime | None]]:
    """From when on slots are to be planned, the earliest of them."""

    async def look(store: Store) -> datetime | None:
        return (await store.ledger.outlook(["slack"])).next_due

    return look


def test_what_is_paused_or_has_ended_does_not_come(where: Path | str) -> None:
    *_, both, is_there, is_not, one, _, none, paused, _, again, ended, is_twice = kept(
        where,
        lambda store: store.subscriptions.put(MORNING),
        lambda store: store.subscriptions.put(replace(EVENING, since=NOW + HOUR)),
        coming(),
        lambda store: store.subscriptions.pause("s1", is_paused=True, since=NOW),
        lambda store: store.subscriptions.pause("s9", is_paused=True, since=NOW),
        coming(),
        lambda store: store.subscriptions.end("s2", NOW + HOUR, "the channel is gone"),
        coming(),
        lambda store: store.subscriptions.get("s1"),
        lambda store: store.subscriptions.pause("s1", is_paused=False, since=NOW + 2 * HOUR),
        coming(),
        lambda store: store.subscriptions.get("s2"),
        lambda store: store.subscriptions.end("s2", NOW + 2 * HOUR),
    )
    assert (both, is_there, is_not, one, none, again) == (NOW, True, False, NOW + HOUR, None, NOW + 2 * HOUR)
    assert paused == replace(MORNING, is_paused=True)
    assert ended == replace(EVENING, since=NOW + HOUR, ended_at=NOW + HOUR, problem="the channel is gone")
    assert not is_twice


def test_what_was_made_of_what_was_chosen_before_does_not_come(where: Path | str) -> None:
    *_, before, _, after = kept(
        where,
        planned(NOW),
        lambda store: store.record("m1", NEWS, [], NOW, is_public=True, delivery=("s", DUE), data="{}"),
        states(NOW),
        lambda store: store.subscriptions.pause("s", is_paused=True, since=NOW),
        states(NOW),
    )
    assert (before, after) == ({DUE.key: DeliveryState.READY}, {})


def test_those_of_the_configuration_are_told_apart(where: Path | str) -> None:
    of_config = replace(EVENING, id="slack:C1", is_configured=True)
    *_, found = kept(
        where,
        lambda store: store.subscriptions.put(MORNING),
        lambda store: store.subscriptions.put(of_config),
        lambda store: store.subscriptions.configured(),
    )
    assert found == (of_config,)


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

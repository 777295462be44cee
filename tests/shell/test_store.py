import asyncio
from collections.abc import Awaitable
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.messages import MessageRef, Place
from bot.store import DeliveryState, Posted, Pruned, Store
from bot.subscriptions import Due
from digest import Article, read_article
from tests.shell.stores import kept, planned, states

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
NEWS, TALK = Place("slack", "T1", "C1"), Place("slack", "T1", "C2")
DUE = Due(NOW, date(2026, 11, 24), time(7))


def article(name: str) -> Article:
    text = f"{name}\n\nThe council of Dorn voted on Wednesday to remove the old weir. “It goes,” said Ann Gray."
    return read_article(text, url=f"https://mail.example/{name}", published=NOW)


WEIR, WALL = article("weir"), article("wall")


def test_the_articles_a_message_cites_come_back_as_they_were(where: Path | str) -> None:
    *_, cited = kept(
        where,
        lambda store: store.record("m1", NEWS, [WALL, WEIR], NOW, is_public=True),
        lambda store: store.cited("m1"),
    )
    assert cited == (WALL, WEIR)


def test_what_a_message_cites_is_shown_in_its_place_and_nowhere_else(where: Path | str) -> None:
    *_, here, there, within = kept(
        where,
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=True),
        lambda store: store.posted("m1", [MessageRef(NEWS, "17")]),
        lambda store: store.shown(NEWS),
        lambda store: store.shown(TALK),
        lambda store: store.shown(Place("slack", "T1", "C1", "1.1")),
    )
    assert (here, there, within) == (frozenset({WEIR.id}), frozenset(), frozenset())


def test_what_was_shown_lately_comes_back_as_it_was_oldest_first(where: Path | str) -> None:
    *_, lately, all_of_it = kept(
        where,
        lambda store: store.record("m2", NEWS, [WALL, WEIR], NOW, is_public=True),
        lambda store: store.posted("m2", []),
        lambda store: store.record("m1", NEWS, [WEIR], NOW - timedelta(days=2), is_public=True),
        lambda store: store.posted("m1", []),
        lambda store: store.shown_since(NEWS, NOW - timedelta(days=1)),
        lambda store: store.shown_since(NEWS, NOW - timedelta(days=9)),
    )
    assert lately == (WALL, WEIR)
    assert all_of_it == (WEIR, WALL)


def test_what_only_one_person_saw_was_not_shown(where: Path | str) -> None:
    *_, shown, last = kept(
        where,
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=False),
        lambda store: store.shown(NEWS),
        lambda store: store.last_message(NEWS, with_receipt=False),
    )
    assert (shown, last) == (frozenset(), None)


def test_what_could_not_be_posted_was_not_shown(where: Path | str) -> None:
    *_, shown, last = kept(
        where,
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=True),
        lambda store: store.not_posted("m1"),
        lambda store: store.shown(NEWS),
        lambda store: store.last_message(NEWS, with_receipt=False),
    )
    assert (shown, last) == (frozenset(), None)


def test_the_last_message_of_a_place_is_the_newest(where: Path | str) -> None:
    *_, last = kept(
        where,
        lambda store: store.record("m2", NEWS, [WALL], NOW + timedelta(hours=1), is_public=True),
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=True),
        lambda store: store.posted("m1", [MessageRef(NEWS, "17")]),
        lambda store: store.posted("m2", [MessageRef(NEWS, "18")]),
        lambda store: store.last_message(NEWS, with_receipt=False),
    )
    assert last == ("m2", NOW + timedelta(hours=1))


def test_what_is_ready_is_not_shown_yet_and_made_by_one_and_what_is_being_sent_counts_as_shown(
    where: Path | str,
) -> None:
    def make(store: Store) -> Awaitable[None]:
        return store.record("m1", NEWS, [WEIR], NOW, is_public=True, delivery=("s", DUE), data="{}")

    until = NOW + timedelta(minutes=2)
    *_, ready, claimed, sending, again = kept(
        where,
        planned(NOW, place=NEWS),
        make,
        lambda store: store.shown(NEWS),
        lambda store: store.ledger.claim(NEWS.platform, NOW, until, 9),
        lambda store: store.shown(NEWS),
        lambda store: store.ledger.claim(NEWS.platform, NOW, until, 9),
    )
    assert (ready, sending) == (frozenset(), frozenset({WEIR.id}))
    assert [(one.message, one.data, one.state) for one in claimed] == [("m1", "{}", DeliveryState.SENDING)]
    assert again == ()
    with pytest.raises(StoreError, match="2026-11-24 07:00 was made by somebody else"):
        kept(where, make)


def test_a_slot_that_is_planned_again_is_as_far_as_it_was(where: Path | str) -> None:
    async def post(store: Store) -> None:
        (one,) = await store.ledger.take(NEWS.platform, DeliveryState.PREPARING, NOW, NOW + timedelta(minutes=2), 9)
        await store.ledger.settle(one, DeliveryState.EMPTY, NOW)

    plan = planned(NOW, place=NEWS)
    assert kept(where, plan, post, plan, states(NOW))[-1] == {DUE.key: DeliveryState.EMPTY}


def test_why_a_message_says_what_it_says_is_written_with_it_and_handed_out_as_it_was(where: Path | str) -> None:
    why, other = '{"weir": ["three outlets"]}', '{"wall": []}'
    *_, receipt, nothing, _, again, _, without = kept(
        where,
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=True, receipt=why),
        lambda store: store.receipt("m1"),
        lambda store: store.receipt("m2"),
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=True, receipt=other),
        lambda store: store.receipt("m1"),
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=True),
        lambda store: store.receipt("m1"),
    )
    assert (receipt, nothing, again, without) == (why, None, other, None)


def test_the_last_message_that_all_of_a_place_see_is_told(where: Path | str) -> None:
    hour = timedelta(hours=1)
    *_, with_receipt, any_one, elsewhere = kept(
        where,
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=True, receipt="{}"),
        lambda store: store.record("m2", NEWS, [WEIR], NOW + hour, is_public=True),
        lambda store: store.record("m3", NEWS, [WEIR], NOW + 2 * hour, is_public=False, receipt="{}"),
        lambda store: store.record("m4", NEWS, [WEIR], NOW + 3 * hour, is_public=True, receipt="{}"),
        lambda store: asyncio.gather(*(store.posted(name, []) for name in ("m1", "m2", "m3"))),
        lambda store: store.last_message(NEWS),
        lambda store: store.last_message(NEWS, with_receipt=False),
        lambda store: store.last_message(TALK),
    )
    assert (with_receipt, any_one, elsewhere) == (("m1", NOW), ("m2", NOW + hour), None)


def test_which_message_of_ours_a_platform_s_message_is_is_known(where: Path | str) -> None:
    thread = Place("slack", "T1", "C1", "1.1")
    *_, second, within, other_channel, other = kept(
        where,
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=True),
        lambda store: store.posted("m1", [MessageRef(NEWS, "17"), MessageRef(NEWS, "18"), MessageRef(thread, "19")]),
        lambda store: store.message_of(MessageRef(NEWS, "18")),
        lambda store: store.message_of(MessageRef(thread, "19")),
        lambda store: store.message_of(MessageRef(TALK, "18")),
        lambda store: store.message_of(MessageRef(NEWS, "20")),
    )
    assert (second, within, other_channel, other) == ("m1", "m1", None, None)


def test_a_receipt_goes_with_its_message(where: Path | str) -> None:
    *_, pruned, receipt, faults = kept(
        where,
        lambda store: store.record("m1", NEWS, [], NOW, is_public=True, receipt="{}"),
        lambda store: store.not_posted("m1"),
        lambda store: store.prune(NOW + timedelta(days=40)),
        lambda store: store.receipt("m1"),
        lambda store: store.check(),
    )
    assert (pruned, receipt, faults) == (Pruned(messages=1), None, ())


def test_what_follow_ups_lean_on_is_there_where_it_was_set_for_thirty_days(where: Path | str) -> None:
    day, thread = timedelta(days=1), Place("slack", "T1", "C1", "1.1")
    *_, here, within, other, young, gone, old, left = kept(
        where,
        lambda store: store.threads.set(NEWS, "U1", "who?", NOW),
        lambda store: store.threads.set(NEWS, "U1", "who else?", NOW + day),
        lambda store: store.threads.set(thread, "U1", "where?", NOW + 9 * day),
        lambda store: store.threads.get(NEWS, "U1"),
        lambda store: store.threads.get(thread, "U1"),
        lambda store: store.threads.get(NEWS, "U2"),
        lambda store: store.prune(NOW + 31 * day),
        lambda store: store.prune(NOW + 32 * day),
        lambda store: store.threads.get(NEWS, "U1"),
        lambda store: store.threads.get(thread, "U1"),
    )
    assert (here, within, other) == ("who else?", "where?", None)
    assert (young, gone, old, left) == (Pruned(), Pruned(threads=1), None, "where?")


def test_what_is_begun_is_not_made_anew_when_the_clock_was_ahead(where: Path | str) -> None:
    until, before = NOW + timedelta(minutes=2), NOW - timedelta(days=30)

    async def begin(store: Store) -> None:
        await store.record("m1", NEWS, [WEIR], NOW, is_public=True, delivery=("s", DUE), data="{}")
        (one,) = await store.ledger.claim(NEWS.platform, NOW, until, 9)
        (held,) = await store.ledger.post(
            [Posted(one, 0, MessageRef(NEWS, "17"), is_last=False, at=NOW, look_at=until)]
        )
        assert held
        await store.ledger.release([held], DeliveryState.READY, NOW)

    async def straighten(store: Store) -> None:
        await store.planning.straighten(before, before, timedelta(minutes=2))

    assert kept(where, planned(NOW, place=NEWS), begin, straighten, states(before))[-1] == {
        DUE.key: DeliveryState.READY
    }


def test_who_lost_a_delivery_does_not_end_its_subscription(where: Path | str) -> None:
    async def lose(store: Store) -> None:
        await store.record("m1", NEWS, [WEIR], NOW, is_public=True, delivery=("s", DUE), data="{}")
        (first,) = await store.ledger.claim(NEWS.platform, NOW, NOW, 9)
        await store.ledger.take(NEWS.platform, DeliveryState.SENDING, NOW, NOW + timedelta(minutes=2), 9)
        await store.ledger.give_up(first, NOW, "the channel is gone")

    *_, found, left = kept(
        where, planned(NOW, place=NEWS), lose, lambda store: store.subscriptions.get("s"), states(NOW)
    )
    assert found.problem == ""
    assert left == {DUE.key: DeliveryState.SENDING}

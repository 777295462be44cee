"""What is planned, and what is told of it."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from bot.store import Store, StoredSubscription
from bot.store.planning import Planned
from bot.subscriptions import Due, Subscription, coming
from tests.shell.delivered import START, Office, at, subscription
from tests.shell.postgres import Server
from tests.shell.stores import kept
from tests.shell.test_upkeep import changed


def test_what_was_missed_is_told_once_however_often_it_is_planned(where: Path | str) -> None:
    one, now = subscription("berlin"), START + timedelta(days=3)

    async def plan(store: Store) -> Planned:
        await store.subscriptions.put(StoredSubscription(one.id, one.place, one.settings, START))
        return await store.planning.plan(["pigeon"], now, now)

    first, again = kept(where, plan, plan)
    assert [missed.due.day.day for missed in first.missed] == [24, 25]
    assert again == Planned(1, ())


def test_the_log_says_of_a_missed_slot_once_which_and_why(
    anywhere: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    office = Office(anywhere, subscription("berlin"))
    office.look(START)
    # At each start everything is put right.
    for minutes in range(4):
        office.look(at("2026-11-24T19:00") + timedelta(minutes=minutes))
    told = [record.getMessage() for record in caplog.records if "missed" in record.getMessage()]
    words = "berlin: the digest of 2026-11-24 07:00 was missed: the bot was not running at its hour, nor within 12 hours after it"
    assert told == [words]


def test_a_digest_that_is_paused_while_its_schedule_is_put_right_stays_paused(
    postgres: Server, made_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    ahead = START + timedelta(days=3)

    async def plan_ahead(store: Store) -> None:
        for one in map(subscription, ("berlin", "dorn", "weir")):
            await store.subscriptions.put(StoredSubscription(one.id, one.place, one.settings, START))
        await store.planning.plan(["pigeon"], ahead, ahead)

    with postgres.database(like=made_database) as url:

        def paused_meanwhile(chosen: Subscription, after: datetime) -> Iterator[Due]:
            changed(url, "UPDATE subscriptions SET is_paused = true, next_due = NULL WHERE id = 'berlin'")
            return coming(chosen, after)

        async def straighten(store: Store) -> int:
            monkeypatch.setattr("bot.store.planning.coming", paused_meanwhile)
            # First slots are remembered: nobody else asks for those after this instant.
            until = START + timedelta(seconds=17)
            return await store.planning.straighten(START, until, timedelta(minutes=2))

        _, righted = kept(url, plan_ahead, straighten)
        silent = postgres.ask("SELECT string_agg(id, ' ') FROM subscriptions WHERE next_due IS NULL", url)
    assert (righted, silent) == (2, ("berlin",))

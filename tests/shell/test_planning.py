"""What is planned, and what is told of it."""

from datetime import timedelta
from pathlib import Path

import pytest

from bot.store import Store, StoredSubscription
from bot.store.planning import Planned
from tests.shell.delivered import START, Office, at, subscription
from tests.shell.stores import kept


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

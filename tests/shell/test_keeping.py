"""What is old is taken out by whoever plans, once a day."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.keeping import keep_small
from bot.store import Store
from digest import Article, read_article
from tests.shell.delivered import START, SimulatedClock

RETENTION = timedelta(days=30)
DAY_S = 24 * 60 * 60.0
WEIR = read_article("A weir\n\nThe council of Dorn voted.", url="https://mail.example/weir")


class _Over(Exception):
    """So many days are enough."""


class _Days(SimulatedClock):
    """A clock that tells for how long somebody slept, and what was there then; it goes so often."""

    def __init__(self, store: Store, times: int) -> None:
        super().__init__(START + timedelta(days=40))
        self.slept: list[tuple[float, tuple[Article, ...]]] = []
        self._store = store
        self._times = times

    async def sleep(self, seconds: float) -> None:
        self.slept.append((seconds, await self._store.articles.newest(9)))
        if len(self.slept) == self._times:
            raise _Over
        await super().sleep(seconds)


def test_who_plans_takes_out_once_a_day_what_is_old_and_nobody_else_does(where: Path | str) -> None:
    async def run() -> list[tuple[float, tuple[Article, ...]]]:
        answers = iter([False, True, True])

        async def may_act() -> bool:
            return next(answers)

        async with Store(where) as store:
            await store.articles.keep([WEIR], START)
            clock = _Days(store, 3)
            with pytest.raises(_Over):
                await keep_small(store, RETENTION, clock, may_act)
            return clock.slept

    aside, *days = asyncio.run(run())
    assert aside[0] < DAY_S / 100
    assert (aside[1], days) == ((WEIR,), [(DAY_S, ()), (DAY_S, ())])


def test_a_store_that_fails_is_tried_again_the_next_day(where: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    async def run() -> tuple[Article, ...]:
        async def may_act() -> bool:
            return True

        async with Store(where) as store:
            await store.articles.keep([WEIR], START)
            real = store.prune
            failures = [StoreError("it is locked", permanent=False)]

            async def prune(*given: object) -> object:
                if failures:
                    raise failures.pop()
                return await real(*given)  # type: ignore[arg-type]

            monkeypatch.setattr(store, "prune", prune)
            clock = _Days(store, 2)
            with pytest.raises(_Over):
                await keep_small(store, RETENTION, clock, may_act)
            assert clock.slept[0] == (DAY_S, (WEIR,))
            return clock.slept[1][1]

    assert asyncio.run(run()) == ()

"""One holder at a time: of many who ask, when holders die, and whatever clocks show; on each kind of database."""

import asyncio
import multiprocessing
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.alive import new_holder
from bot.errors import StoreError
from bot.store import Lease, Store
from tests.shell.holders import one_that_is_gone
from tests.shell.stores import kept
from tests.shell.test_upkeep import changed

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
LASTS = timedelta(seconds=30)


class Standing:
    """A clock that stands still until it is moved on."""

    def __init__(self) -> None:
        self.at = 0.0

    def __call__(self) -> float:
        return self.at


def holds(holder: str, name: str = "drain", now: datetime = NOW) -> Callable[[Store], Awaitable[bool]]:
    return lambda store: store.leases.hold(name, holder, now, now + LASTS)


def played(where: Path | str, play: Callable[[Store, Store, Standing], Awaitable[None]]) -> None:
    """Let two stores of one database play, as two processes would, by a clock that stands still."""

    async def run() -> None:
        clock = Standing()
        async with Store(where, clock) as one, Store(where, clock) as other:
            await play(one, other, clock)

    asyncio.run(run())


def test_what_nobody_has_is_taken_and_what_somebody_has_is_not(where: Path | str) -> None:
    first, other, elsewhere, again, left, nobody = kept(
        where,
        holds("a"),
        holds("b"),
        holds("b", "plan"),
        holds("a", now=NOW + timedelta(seconds=9)),
        lambda store: store.leases.of("drain"),
        lambda store: store.leases.of("other"),
    )
    assert (first, other, elsewhere, again) == (True, False, True, True)
    assert (left, nobody) == (Lease("a", NOW + timedelta(seconds=39)), None)


def test_what_is_given_back_is_anybodys_at_once(where: Path | str) -> None:
    _, before, _, nobody, after = kept(
        where,
        holds("a"),
        holds("b"),
        lambda store: store.leases.release("drain", "a"),
        lambda store: store.leases.of("drain"),
        holds("b"),
    )
    assert (before, nobody, after) == (False, None, True)


def test_what_another_has_can_not_be_given_back(where: Path | str) -> None:
    *_, other, left = kept(
        where, holds("a"), lambda store: store.leases.release("drain", "b"), holds("b"), lambda s: s.leases.of("drain")
    )
    assert (other, left.holder) == (False, "a")


def test_a_holder_that_is_not_heard_of_is_replaced_after_its_lease_and_not_before(where: Path | str) -> None:
    async def play(one: Store, other: Store, clock: Standing) -> None:
        assert await holds("a")(one)
        assert not await holds("b")(other)
        clock.at = 29.9
        assert not await holds("b")(other)
        clock.at = 30
        assert await holds("b")(other)
        assert not await holds("a")(one)

    played(where, play)


def test_a_holder_that_says_so_again_is_never_replaced(where: Path | str) -> None:
    async def play(one: Store, other: Store, clock: Standing) -> None:
        for clock.at in range(0, 400, 20):
            assert await holds("a")(one)
            assert not await holds("b")(other)

    played(where, play)


def test_who_looks_for_the_first_time_waits_for_as_long_as_the_holder_said(where: Path | str) -> None:
    async def play(one: Store, other: Store, clock: Standing) -> None:
        assert await one.leases.hold("drain", "a", NOW, NOW + 3 * LASTS)
        for clock.at in (1000, 1030, 1089):
            assert not await holds("b")(other)
        clock.at = 1090
        assert await holds("b")(other)

    played(where, play)


@pytest.mark.parametrize(
    "ahead", [timedelta(days=-20000), timedelta(minutes=-1), timedelta(minutes=1), timedelta(days=20000)]
)
def test_a_clock_that_is_wrong_neither_makes_two_holders_nor_keeps_anything_from_all(
    where: Path | str, ahead: timedelta
) -> None:
    async def play(one: Store, other: Store, clock: Standing) -> None:
        # Whichever of the two has the wrong clock.
        for name, of_holder, of_other in (("p", NOW + ahead, NOW), ("q", NOW, NOW + ahead)):
            since = clock.at
            assert await holds("a", name, of_holder)(one)
            for clock.at in (since, since + 15, since + 29):
                assert not await holds("b", name, of_other)(other)
            clock.at = since + 30
            assert await holds("b", name, of_other)(other)

    played(where, play)


def test_a_clock_that_is_set_while_it_holds_does_no_harm(where: Path | str) -> None:
    async def play(one: Store, other: Store, clock: Standing) -> None:
        for clock.at, ahead in enumerate((0, 400, -400, 4000, -4000)):
            now = NOW + timedelta(days=ahead)
            assert await holds("a", now=now)(one)
            assert not await holds("b", now=now)(other)

    played(where, play)


def test_one_that_was_given_back_and_taken_again_is_not_the_one_that_was_seen(where: Path | str) -> None:
    async def play(one: Store, other: Store, clock: Standing) -> None:
        assert await holds("a")(one)
        assert not await holds("b")(other)
        clock.at = 29
        await one.leases.release("drain", "a")
        assert await holds("a")(one)
        clock.at = 31
        assert not await holds("b")(other)

    played(where, play)


def test_of_all_who_ask_at_once_one_has_it_also_when_its_holder_died(where: Path | str) -> None:
    async def run() -> None:
        clock = Standing()
        async with Store(where, clock) as one, Store(where, clock) as other:

            async def all_ask() -> list[bool]:
                asking = [holds(f"{id(store)} {clock.at}")(store) for store in [one, other] * 10]
                return await asyncio.gather(*asking)

            for clock.at in (0, 1, 31, 32, 62):
                taken = Counter(await all_ask())
                # Ten asked under one name, and the other ten in vain.
                assert taken[True] == (10 if clock.at in {0, 31, 62} else 0)

    asyncio.run(run())


def ask(where: Path | str, count: int) -> list[bool]:
    holder = new_holder()
    return kept(where, *(holds(holder, f"drain {number}") for number in range(count)))


def test_of_all_processes_that_ask_one_has_it(where: Path | str) -> None:
    with multiprocessing.get_context("spawn").Pool(2) as pool:
        taken = pool.starmap(ask, [(where, 20)] * 2, chunksize=1)
    assert [sum(ones) for ones in zip(*taken, strict=True)] == [1] * 20


def test_nobody_waits_for_a_holder_of_this_machine_that_is_gone(where: Path | str) -> None:
    dead, living = one_that_is_gone(), new_holder()
    first, taken, other = kept(where, holds(dead), holds(living), holds(new_holder()))
    assert (first, taken, other) == (True, True, False)


def test_a_lease_of_no_time_is_a_mistake(where: Path | str) -> None:
    with pytest.raises(ValueError, match="for some time"):
        kept(where, lambda store: store.leases.hold("drain", "a", NOW, NOW))


def test_a_database_that_can_not_be_used_says_so(where: Path | str) -> None:
    kept(where)
    changed(where, "DROP TABLE leases")
    for step in (holds("a"), lambda store: store.leases.release("drain", "a"), lambda store: store.leases.of("drain")):
        with pytest.raises(StoreError, match="can't be used"):
            kept(where, step)


def test_a_copy_of_a_database_is_held_by_nobody_once_nothing_is_heard(tmp_path: Path) -> None:
    kept(tmp_path / "a.db", holds("a"), lambda store: store.back_up(tmp_path / "b.db"))

    async def play(one: Store, _: Store, clock: Standing) -> None:
        assert not await holds("b")(one)
        clock.at = 30
        assert await holds("b")(one)

    played(tmp_path / "b.db", play)


def test_several_things_are_held_in_one_go_each_for_its_holder(where: Path | str) -> None:
    async def play(one: Store, other: Store, clock: Standing) -> None:
        assert await one.leases.hold_all({"a": "x", "b": "x"}, NOW, NOW + LASTS) == {"a", "b"}
        assert await other.leases.hold_all({"b": "y", "c": "y", "d": "all"}, NOW, NOW + LASTS) == {"c", "d"}
        # What has the same holder is held together.
        assert await one.leases.hold_all({"d": "all"}, NOW, NOW + LASTS) == {"d"}
        clock.at = 30
        assert await other.leases.hold_all({"b": "y"}, NOW, NOW + LASTS) == {"b"}
        with pytest.raises(ValueError, match="for some time"):
            await one.leases.hold_all({"a": "x"}, NOW, NOW)

    played(where, play)


def test_what_dead_ones_had_is_given_back_when_somebody_looks(where: Path | str) -> None:
    async def play(one: Store, other: Store, clock: Standing) -> None:
        await one.leases.hold_all({"p:a": "x", "p:b": "x", "p%": "x"}, NOW, NOW + LASTS)
        await one.leases.hold_all({"p:gone": one_that_is_gone()}, NOW, NOW + LASTS)
        assert await other.leases.living("p:") == {"p:a": "x", "p:b": "x"}
        assert await other.leases.of("p:gone") is None
        clock.at = 20
        assert await holds("x", "p:a")(one)
        clock.at = 30
        assert await other.leases.living("p:") == {"p:a": "x"}
        assert await other.leases.of("p:b") is None
        # Nobody has looked for what begins otherwise.
        assert await other.leases.living("p%") == {"p%": "x"}
        clock.at = 50
        assert await other.leases.living("p") == {"p%": "x", "p:a": "x"}
        clock.at = 60
        assert await other.leases.living("p") == {}

    played(where, play)


def test_who_says_after_all_that_it_goes_on_is_not_taken_for_dead(where: Path | str) -> None:
    async def play(one: Store, other: Store, clock: Standing) -> None:
        for clock.at in range(0, 200, 29):
            assert await holds("x", "p:a")(one)
            assert await other.leases.living("p:") == {"p:a": "x"}

    played(where, play)

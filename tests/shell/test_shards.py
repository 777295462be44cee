"""Who has which part of a connection that several processes share: fairly, one at a time, whoever comes, goes or dies; on each kind of database."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pydantic import SecretStr

from bot.adapters.discord.division import Division, Part, division_of, shares
from bot.adapters.discord.holding import Holding
from bot.config import DiscordConfig
from bot.errors import StoreError
from bot.store import Store
from tests.shell.broken import refuse
from tests.shell.holders import one_that_is_gone
from tests.shell.test_upkeep import changed

BEGINS = datetime(2026, 11, 24, 6, tzinfo=UTC)
NAME = "connection:discord:t"


class Hands:
    """Clocks of one machine, which are moved by hand."""

    def __init__(self) -> None:
        self.at = 0.0
        self.set_by = timedelta(0)

    def now(self) -> datetime:
        return BEGINS + timedelta(seconds=self.at) + self.set_by

    def elapsed(self) -> float:
        return self.at

    async def sleep(self, seconds: float) -> None:
        raise AssertionError(seconds)


def divided(count: int | None = None, shards: Collection[int] = ()) -> Division:
    return division_of(DiscordConfig(token=SecretStr("t"), shard_count=count, shards=tuple(shards)))


@dataclass
class Side:
    """A process."""

    holding: Holding
    clock: Hands

    async def looks(self) -> int:
        """How many parts it has then; what it has too many of it gives back."""
        await self.holding.look()
        for part in self.holding.surplus:
            await self.holding.give_back(part)
        return len(self.holding.sure)


Begin = Callable[[Division], Awaitable[Side]]


@asynccontextmanager
async def processes(where: Path | str) -> AsyncIterator[Begin]:
    async with AsyncExitStack() as stack:

        async def begin(division: Division) -> Side:
            clock = Hands()
            store = await stack.enter_async_context(Store(where, clock.elapsed))
            return Side(Holding(store.leases, NAME, division, clock, 20.0), clock)

        yield begin


def played(where: Path | str, play: Callable[[Begin], Awaitable[None]]) -> None:
    async def run() -> None:
        async with processes(where) as begin:
            await play(begin)

    asyncio.run(run())


def pass_(seconds: float, *sides: Side) -> None:
    for side in sides:
        side.clock.at += seconds


async def rounds(count: int, *sides: Side) -> list[int]:
    """What each has after so many looks, four seconds apart."""
    has: list[int] = []
    for _ in range(count):
        pass_(4, *sides)
        has = [await side.looks() for side in sides]
        parts = [part for side in sides for part in side.holding.sure]
        assert len(parts) == len(set(parts))
    return has


@given(
    st.integers(0, 40),
    st.dictionaries(st.integers(0, 39), st.sampled_from("abcdef")),
    st.sets(st.sampled_from("abcdef"), min_size=1),
)
def test_each_is_to_have_as_many_as_any_other_or_one_more(count: int, has: dict[int, str], members: set[str]) -> None:
    parts = [str(number) for number in range(count)]
    share = shares(parts, {str(number): holder for number, holder in has.items()}, members)
    assert share.keys() == members
    assert sum(share.values()) == count
    assert max(share.values()) - min(share.values()) <= 1


def test_of_what_is_shared_already_as_little_as_can_be_changes_hands() -> None:
    assert shares("abcde", dict(zip("abcde", "xxyyy", strict=True)), "xyz") == {"y": 2, "x": 2, "z": 1}
    assert shares("abcd", dict(zip("abcd", "yyzz", strict=True)), "xyz") == {"y": 2, "z": 1, "x": 1}


@pytest.mark.parametrize(
    ("count", "parts", "most"), [(1, 1, 1), (4, 4, 1), (16, 16, 1), (17, 9, 2), (40, 14, 3), (10_000, 16, 625)]
)
def test_many_shards_go_together_and_each_is_in_one_part(count: int, parts: int, most: int) -> None:
    division = divided(count)
    assert [shard for part in division.parts for shard in part.shards] == list(range(count))
    assert (len(division.parts), max(len(part.shards) for part in division.parts)) == (parts, most)
    assert len({part.name for part in division.parts}) == parts


def test_without_a_number_it_is_one_part_and_what_is_named_by_hand_is_another() -> None:
    assert divided().parts == (Part("all"),)
    assert divided(8, (3, 1, 1)).parts == (Part("own", (1, 3)),)
    assert divided(8, (3, 1)).name == divided(8, (1, 3)).name != divided(8, (1, 2)).name
    assert divided(8).kind != divided(8, (1,)).kind


def test_who_comes_later_gets_a_fair_share(where: Path | str) -> None:
    async def play(begin: Begin) -> None:
        first = await begin(divided(4))
        assert await rounds(1, first) == [4]
        assert first.holding.is_alone
        second = await begin(divided(4))
        assert await rounds(2, first, second) == [2, 2]
        third = await begin(divided(4))
        assert sorted(await rounds(2, first, second, third)) == [1, 1, 2]
        assert not third.holding.is_alone
        # Then it stays so, and nothing changes hands any more.
        before = [side.holding.sure for side in (first, second, third)]
        await rounds(10, first, second, third)
        assert [side.holding.sure for side in (first, second, third)] == before

    played(where, play)


def test_who_is_one_too_many_waits_until_another_stops(where: Path | str) -> None:
    async def play(begin: Begin) -> None:
        first, second = await begin(divided()), await begin(divided())
        assert await rounds(3, first, second) == [1, 0]
        await first.holding.leave()
        assert await rounds(1, second) == [1]

    played(where, play)


def test_who_dies_is_replaced_after_a_tenure_and_not_before(where: Path | str) -> None:
    async def play(begin: Begin) -> None:
        first, second = await begin(divided(6)), await begin(divided(6))
        assert await rounds(2, first, second) == [3, 3]
        held = second.holding.sure
        assert await rounds(4, second) == [3]
        assert second.holding.sure == held
        assert await rounds(2, second) == [6]
        # The other has noticed long before that.
        pass_(18, first)
        assert not any(first.holding.is_ours(part.name) for part in divided(6).parts)

    played(where, play)


def test_who_can_not_say_so_any_more_closes_before_others_may_have_it(where: Path | str) -> None:
    async def play(begin: Begin) -> None:
        side = await begin(divided(2))
        await rounds(1, side)
        pass_(15.9, side)
        assert len(side.holding.sure) == 2
        pass_(0.2, side)
        assert (side.holding.sure, side.holding.is_ours("0-0")) == (frozenset(), True)
        pass_(2, side)
        assert not side.holding.is_ours("0-0")
        # If nobody took it meanwhile it is ours again.
        assert await side.looks() == 2

    played(where, play)


def test_who_is_alone_with_a_file_that_can_not_be_written_keeps_what_it_has(where: Path | str) -> None:
    async def run() -> None:
        clock = Hands()
        async with Store(where, clock.elapsed) as store:
            side = Side(Holding(store.leases, NAME, divided(2), clock, 20.0), clock)
            assert await side.looks() == 2
            refuse(where, "UPDATE ON leases")
            for _ in range(4 if store.is_file else 1):
                pass_(10, side)
                with pytest.raises(StoreError):
                    await side.looks()
            pass_(10, side)
            assert len(side.holding.sure) == (2 if store.is_file else 0)

    asyncio.run(run())


def test_a_machine_that_slept_does_not_trust_the_clock_that_stood_still(where: Path | str) -> None:
    async def play(begin: Begin) -> None:
        side, other = await begin(divided(2)), await begin(divided(2))
        await rounds(2, side, other)
        side.clock.set_by = timedelta(seconds=60)
        assert not side.holding.sure
        assert not any(side.holding.is_ours(part.name) for part in divided(2).parts)
        assert await rounds(6, other) == [2]
        # Who wakes has lost it, and gets its share again.
        assert await side.looks() == 0
        assert await rounds(2, other, side) == [1, 1]

    played(where, play)


def test_a_clock_that_was_only_set_costs_one_look(where: Path | str) -> None:
    async def play(begin: Begin) -> None:
        side = await begin(divided(2))
        await rounds(1, side)
        for hours in (5, -5):
            side.clock.set_by = timedelta(hours=hours)
            assert await side.looks() == 2

    played(where, play)


def test_who_divides_it_otherwise_waits_until_the_others_are_gone(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    async def play(begin: Begin) -> None:
        whole, four, named = await begin(divided()), await begin(divided(4)), await begin(divided(4, (0, 1)))
        assert await rounds(3, whole, four, named) == [1, 0, 0]
        assert len([one for one in caplog.messages if "not in 4 shards" in one]) == 2
        await whole.holding.leave()
        assert await rounds(2, four, named) == [4, 0]
        # One that is not heard of holds it for no longer than a tenure, and does not have it when it comes back.
        assert await rounds(7, named) == [1]
        pass_(28, four)
        assert await four.looks() == 0

    played(where, play)


def test_a_division_of_the_dead_keeps_nobody_waiting(where: Path | str) -> None:
    async def play(begin: Begin) -> None:
        whole, four = await begin(divided()), await begin(divided(4))
        await rounds(1, whole)
        # As if it had been another process of this machine.
        changed(where, f"UPDATE leases SET holder = '{one_that_is_gone()}'")  # noqa: S608 - ours
        assert await rounds(1, four) == [4]

    played(where, play)


def test_of_two_who_divide_it_differently_at_the_same_moment_one_has_it(where: Path | str) -> None:
    async def run() -> None:
        async with processes(where) as begin, Store(where) as store:
            four = await begin(divided(4))

            class Late:
                is_file = False
                hold_all, release = store.leases.hold_all, store.leases.release

                async def living(self, prefix: str) -> dict[str, str]:
                    found = await store.leases.living(prefix)
                    await four.looks()
                    return found

            late = Holding(Late(), NAME, divided(), Hands(), 20.0)
            await late.look()
            assert not late.sure
            assert len(four.holding.sure) == 4
            # Nor does it keep anybody from having it.
            assert not [row for row in await store.leases.living(NAME) if ":whole:" in row]

    asyncio.run(run())


def test_two_who_come_at_the_same_moment_and_divide_it_differently_do_not_both_wait_for_ever(where: Path | str) -> None:
    async def run() -> None:
        async with Store(where) as store:
            both = asyncio.Barrier(2)

            class AtOnce:
                is_file = False
                release = store.leases.release

                async def living(self, prefix: str) -> dict[str, str]:
                    found = await store.leases.living(prefix)
                    await both.wait()
                    return found

                async def hold_all(self, wanted: Mapping[str, str], now: datetime, until: datetime) -> Collection[str]:
                    found = await store.leases.hold_all(wanted, now, until)
                    await both.wait()
                    return found

            one, other = (Holding(AtOnce(), NAME, division, Hands(), 20.0) for division in (divided(), divided(4)))
            await asyncio.gather(one.look(), other.look())
            assert not one.sure | other.sure
            lone = asyncio.create_task(other.look())
            await one.look()
            while not lone.done():
                await both.wait()
            assert (len(one.sure), len(other.sure)) == (0, 4)

    asyncio.run(run())


def test_the_same_shards_by_hand_are_held_by_one(where: Path | str) -> None:
    async def run() -> None:
        async with processes(where) as begin:
            low, again, high = [await begin(divided(4, shards)) for shards in ((0, 1), (1, 0), (2, 3))]
            assert [await side.looks() for side in (low, again, high)] == [1, 0, 1]
            assert [await side.looks() for side in (low, again, high)] == [1, 0, 1]
            await low.holding.leave()
            assert await again.looks() == 1

    asyncio.run(run())


def test_what_is_left_in_good_order_leaves_nothing_behind(where: Path | str) -> None:
    async def play(begin: Begin) -> None:
        first, second = await begin(divided(4)), await begin(divided(4))
        await rounds(2, first, second)
        await first.holding.leave()
        assert not first.holding.sure
        assert await rounds(1, second) == [4]
        await second.holding.leave()
        third = await begin(divided())
        assert await rounds(1, third) == [1]

    played(where, play)

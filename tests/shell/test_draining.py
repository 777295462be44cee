"""One process at a time posts with a token: the others wait, take over, and leave it, whatever happens to clocks and to whoever posts."""

import asyncio
from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import pairwise
from pathlib import Path

import pytest

from bot.deliveries import Deliveries, Timing
from bot.deliveries.draining import Draining
from bot.errors import PostError, StoreError
from bot.ports import Terms, token_id
from bot.store import Database, DeliveryState, Leases, Store, StoredSubscription
from tests.shell.crashes import TERMS as SCENES
from tests.shell.crashes import Scene, deaths_at, faults_of, opened
from tests.shell.delivered import START, Editor, Pigeon, SimulatedClock, subscription
from tests.shell.lives import DUE, Carrier, Death, Doors, How, Life, Loft, Trouble, WallClock, live, simulate
from tests.shell.test_upkeep import changed

TERMS = Terms(per_second=10, has_history=True)
NAME = "drain:pigeon:t"
_S = timedelta(seconds=1)


@dataclass
class Side:
    """A process that may post.

    Attributes:
        clock: Its own.
        store: As it sees it.
        draining: What is tested.
    """

    clock: SimulatedClock
    store: Store
    draining: Draining


@asynccontextmanager
async def sides(where: Path | str, *tokens: str) -> AsyncIterator[list[Side]]:
    """A process for each token, all on one database."""
    made: list[Side] = []
    for token in tokens:
        clock = SimulatedClock()
        store = await Store(where, clock.elapsed).__aenter__()
        made.append(Side(clock, store, Draining(Pigeon(token_id=token), store.leases, clock, Timing())))
    try:
        yield made
    finally:
        for side in made:
            await side.draining.stop()
            await side.store.__aexit__(None, None, None)


def passes(seconds: float, *those: Side) -> None:
    for side in those:
        side.clock.passes(seconds)


def test_one_has_it_until_it_stops_and_then_another(where: Path | str) -> None:
    async def play() -> None:
        async with sides(where, "t", "t") as (one, other):
            assert await one.draining.begin()
            assert not await other.draining.begin()
            assert other.draining.is_waiting
            await one.draining.stop()
            passes(5, one, other)
            assert await other.draining.begin()
            assert not other.draining.is_waiting

    asyncio.run(play())


def test_who_has_another_token_or_none_waits_for_nobody(where: Path | str) -> None:
    async def play() -> None:
        async with sides(where, "t", "u", "", "") as all_of_them:
            assert [await one.draining.begin() for one in all_of_them] == [True] * 4

    asyncio.run(play())


def test_who_has_no_token_asks_no_database(where: Path | str) -> None:
    async def play() -> None:
        async with sides(where, "") as (one,):
            changed(where, "DROP TABLE leases")
            assert await one.draining.begin()
            passes(1000, one)
            assert await one.draining.go_on()

    asyncio.run(play())


def test_who_stood_still_for_too_long_notices_before_it_posts(where: Path | str) -> None:
    async def play() -> None:
        async with sides(where, "t", "t") as (one, other):
            assert await one.draining.begin()
            assert not await other.draining.begin()
            passes(31, one, other)
            assert await other.draining.begin()
            assert not await one.draining.go_on()

    asyncio.run(play())


def test_who_stood_still_and_was_not_missed_goes_on(where: Path | str) -> None:
    async def play() -> None:
        async with sides(where, "t", "t") as (one, other):
            assert await one.draining.begin()
            passes(1000, one)
            assert await one.draining.go_on()
            assert not await other.draining.begin()

    asyncio.run(play())


def test_whose_machine_slept_notices_although_one_of_its_clocks_did_not(where: Path | str) -> None:
    async def play() -> None:
        async with sides(where, "t", "t") as (one, other):
            assert await one.draining.begin()
            assert not await other.draining.begin()
            one.clock.wall += timedelta(minutes=10)
            passes(600, other)
            assert await other.draining.begin()
            assert not await one.draining.go_on()

    asyncio.run(play())


@pytest.mark.parametrize("days", [-10_000, 10_000])
def test_a_clock_that_is_set_takes_it_from_nobody(where: Path | str, days: int) -> None:
    async def play() -> None:
        async with sides(where, "t", "t") as (one, other):
            assert await one.draining.begin()
            one.clock.wall += timedelta(days=days)
            assert await one.draining.go_on()
            other.clock.wall -= timedelta(days=days)
            assert not await other.draining.begin()

    asyncio.run(play())


def test_who_can_not_say_that_it_goes_on_posts_until_its_time_is_over_and_not_longer(where: Path | str) -> None:
    async def play() -> None:
        async with sides(where, "t") as (one,):
            assert await one.draining.begin()
            changed(where, "ALTER TABLE leases RENAME TO elsewhere")
            passes(26.9, one)
            assert await one.draining.go_on()
            passes(0.2, one)
            with pytest.raises(StoreError):
                await one.draining.go_on()
            changed(where, "ALTER TABLE elsewhere RENAME TO leases")
            assert await one.draining.go_on()

    asyncio.run(play())


def test_who_was_told_so_late_that_its_time_is_over_does_not_post(anywhere: Path | str) -> None:
    async def play() -> None:
        async with sides(anywhere, "t") as (one,):
            hold = one.store.leases.hold

            async def slowly(name: str, holder: str, now: datetime, until: datetime) -> bool:
                is_taken = await hold(name, holder, now, until)
                passes(28, one)
                return is_taken

            one.store.leases.hold = slowly  # type: ignore[method-assign]
            assert not await one.draining.begin()

    asyncio.run(play())


@dataclass
class Programs:
    """Programs on one database, in simulated time, each with its own view of it and all with one platform."""

    where: Path | str
    digests: int
    loft: Loft
    clock: WallClock
    parts: int = 1

    async def run(self, *programs: tuple[Life, str, list[Trouble]], until_s: float = 3600.0) -> set[DeliveryState]:
        """Let each live with its token, and with what goes wrong with its posts; what became of the digests."""
        ids = [f"c{number:03}" for number in range(self.digests)]
        async with opened(self.where) as database:
            for id_ in ids:
                chosen = subscription(id_, "UTC", "07:00")
                known = StoredSubscription(id_, chosen.place, chosen.settings, self.clock.now())
                if await Store(database).subscriptions.get(id_) is None:
                    await Store(database).subscriptions.put(known)
            running = [
                life.live(self._deliver(database, life, token, troubles, until_s)) for life, token, troubles in programs
            ]
            await asyncio.gather(*running)
            found = await Store(database).ledger.of_subscriptions(ids, START)
        return {one.state for one in found}

    async def _deliver(self, real: Database, life: Life, token: str, troubles: list[Trouble], until_s: float) -> None:
        store = Store(Doors(real, life), self.clock.elapsed)
        carrier = Carrier(self.loft, life, troubles, token)
        deliveries = Deliveries(Editor(store, self.clock, self.parts), store, {"pigeon": carrier}, self.clock)
        await live(deliveries, self.clock, until_s)

    @property
    def at_once(self) -> int:
        """How many posts came within a second, at the most."""
        times = self.loft.times
        return max(sum(since <= at < since + _S for at in times) for since in times)

    @property
    def longest_pause(self) -> timedelta:
        """How long nothing came between two posts, at the most."""
        return max(later - sooner for sooner, later in pairwise(self.loft.times))

    @property
    def is_whole(self) -> bool:
        """Whether each part of each digest came, and came once."""
        wanted = {f"c{number:03}": self.parts for number in range(self.digests)}
        return Counter(channel for channel, _ in self.loft.posts) == wanted and len(set(self.loft.posts)) == sum(
            wanted.values()
        )


@pytest.fixture
def programs(anywhere: Path | str) -> Programs:
    clock = WallClock()
    return Programs(anywhere, 60, Loft(TERMS, clock), clock)


@pytest.mark.parametrize(("tokens", "most"), [("ttt", 11), ("uvw", 33)])
def test_programs_with_one_token_keep_its_pace_together(programs: Programs, tokens: str, most: int) -> None:
    states = simulate(lambda: programs.run(*((Life(), token, list[Trouble]()) for token in tokens)))
    assert states == {DeliveryState.POSTED}
    assert programs.is_whole
    assert most - 11 < programs.at_once <= most


def test_who_dies_while_it_posts_is_replaced_within_a_minute(programs: Programs) -> None:
    programs.digests = 90
    lives = [Life(), Life(), Life()]

    dead: list[Life] = []

    def dies(life: Life, _: int, name: str) -> None:
        if name == "post" and not dead and life.steps.count("post") == 5:
            dead.append(life)
            life.die()

    for life in lives:
        life.at_step = partial(dies, life)
    states = simulate(lambda: programs.run(*((life, "t", list[Trouble]()) for life in lives)))
    assert states == {DeliveryState.POSTED}
    assert programs.is_whole
    assert programs.at_once <= 11
    # Nobody was told that it died. What it had claimed is anybody's when its leases are over, and all else before that.
    silence = next(later - sooner for sooner, later in pairwise(programs.loft.times) if later - sooner > 2 * _S)
    assert 25 * _S < silence < 45 * _S
    assert dead
    assert sum(life.steps.count("post") > 0 for life in lives) >= 2


@dataclass
class Leaping(WallClock):
    """A clock that a program sees when it has stood still.

    Attributes:
        leapt_s: For how long it has.
    """

    leapt_s: float = 0.0

    def elapsed(self) -> float:
        return super().elapsed() + self.leapt_s


@pytest.mark.parametrize("parts", [1, 2])
def test_who_stood_still_in_the_middle_of_it_all_goes_on_with_nothing(programs: Programs, parts: int) -> None:
    life, clock = Life(), Leaping()
    programs.clock, programs.parts = clock, parts

    def stand_still(_: int, name: str) -> None:
        if name == "post" and life.steps.count("post") == 5:
            clock.leapt_s = 31
            changed(programs.where, "UPDATE leases SET holder = 'another', beat = 'its own'")

    life.at_step = stand_still
    assert simulate(lambda: programs.run((life, "t", []))) == {DeliveryState.POSTED}
    assert programs.is_whole
    # The other is not heard of any more, so this one goes on in the end.
    times = programs.loft.times
    resumed = next(number for number, (sooner, later) in enumerate(pairwise(times), 1) if later - sooner > 25 * _S)
    assert resumed <= 6


def test_who_can_not_reach_the_platform_leaves_it_to_who_can(programs: Programs) -> None:
    def unreachable(_: Callable[[], str]) -> str:
        message = "not connected"
        raise PostError(message, permanent=False, is_everywhere=True)

    cut_off, well = Life(), Life()
    states = simulate(lambda: programs.run((cut_off, "t", [unreachable] * 10_000), (well, "t", [])))
    assert states == {DeliveryState.POSTED}
    assert programs.is_whole
    assert programs.loft.times[-1] - DUE < timedelta(minutes=3)


def test_a_program_that_is_stopped_is_followed_by_the_next_at_once(programs: Programs) -> None:
    # In the middle of what is due then.
    half = (timedelta(minutes=10) + 3 * _S).total_seconds()

    async def play() -> set[DeliveryState]:
        await programs.run((Life(), "t", []), until_s=half)
        return await programs.run((Life(), "t", []))

    assert simulate(play) == {DeliveryState.POSTED}
    assert programs.is_whole
    assert programs.longest_pause < 2 * _S


def test_one_program_alone_says_seldom_that_it_goes_on(programs: Programs, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[str] = []
    for name in ("hold", "release"):
        kept = getattr(Leases, name)

        def noted(self: Leases, *args: object, name: str = name, kept: Callable[..., object] = kept) -> object:
            asked.append(name)
            return kept(self, *args)

        monkeypatch.setattr(Leases, name, noted)
    programs.digests = 120
    assert simulate(lambda: programs.run((Life(), "t", []))) == {DeliveryState.POSTED}
    # It makes them before their hour, and posts for a dozen seconds then.
    assert asked.count("hold") <= 4
    assert asked.count("release") <= 3


def test_wherever_a_program_dies_that_has_a_token_all_is_posted_once(anywhere: Path | str) -> None:
    terms = SCENES["history"]

    async def play() -> list[str]:
        faults: list[str] = []
        async with opened(anywhere) as database:
            scene = Scene(database, terms)
            scene.end_s = 1500
            scene.token_id = "t"  # noqa: S105 - no secret
            whole = await scene.play()
            assert whole.steps[0].count("post") == len(whole.posts)
            for number, step in enumerate(whole.steps[0]):
                for death in (
                    Death(number, How.AFTER),
                    *(one for one in deaths_at(number, step) if one.how is How.LATE),
                ):
                    scene.loft = Loft(terms)
                    faults += (f"{death}: {fault}" for fault in faults_of(await scene.play(death), terms))
        return faults

    assert simulate(play) == []


def test_a_token_is_told_by_nothing_that_stands_for_it() -> None:
    names = [token_id("xoxb-1"), token_id("xoxb-2"), token_id("xoxb-1")]
    assert names[0] == names[2] != names[1]
    assert all(len(name) == 16 and "xoxb" not in name for name in names)

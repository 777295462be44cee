"""What goes wrong around deliveries: databases, clocks, sources and platforms, in simulated time."""

import asyncio
import sqlite3
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from functools import partial
from itertools import product
from pathlib import Path
from threading import Lock, Thread

import pytest
from sqlalchemy import create_engine, text

from bot.deliveries import Deliveries
from bot.errors import PostError, StoreError
from bot.messages import Message, MessageRef, Place
from bot.ports import Nothing, Terms
from bot.store import Database, DeliveryState, Store, StoredSubscription
from bot.subscriptions import Due, Subscription
from tests.shell.crashes import TERMS, Outcome, Scene, faults_of, opened
from tests.shell.delivered import START, Editor, Office, Pigeon, SimulatedClock, at, subscription
from tests.shell.lives import Carrier, Doors, Life, Loft, Trouble, WallClock, live, simulate
from tests.shell.postgres import Server

# A key that dies while a platform is in trouble.
AGING = Terms(per_second=50, key_lives=timedelta(minutes=30))


def _fails() -> None:
    message = "its disk is full"
    raise StoreError(message, permanent=False)


async def _with_each(
    scenes: Callable[[], Scene], spoil: Callable[[Scene, Life, int], None], kinds: str, every: int = 1
) -> list[str]:
    """What does not hold if one step of a life is spoilt, for each of some kinds."""
    wrong = []
    steps = (await scenes().play()).steps[0]
    for number in [number for number, name in enumerate(steps) if name in kinds][::every]:
        scene, life = scenes(), Life()
        spoil(scene, life, number)
        outcome = await scene.played([life])
        wrong += [f"{number} {steps[number]}: {fault}" for fault in faults_of(outcome, scene.loft.terms)]
    return wrong


@pytest.mark.parametrize("moment", ["before", "after"])
@pytest.mark.parametrize("name", ["history", "neither"])
def test_a_disk_that_is_full_at_a_transaction_or_an_answer_of_the_database_that_is_lost_does_no_harm(
    anywhere: Path | str, name: str, moment: str
) -> None:
    def spoil(_: Scene, life: Life, number: int) -> None:
        def fail(step: int, kind: str) -> None:
            if step == number and kind != "post":
                _fails()

        setattr(life, "at_step" if moment == "before" else "behind_step", fail)

    async def play() -> list[str]:
        async with opened(anywhere) as database:
            return await _with_each(lambda: Scene(database, TERMS[name]), spoil, "write")

    assert simulate(play) == []


def test_a_disk_that_stays_full_for_a_while_does_no_harm_and_keeps_nobody_busy(anywhere: Path | str) -> None:
    failed: list[int] = []

    def spoil(scene: Scene, life: Life, number: int) -> None:
        failed.append(0)
        ends: list[float] = []

        def fail(step: int, kind: str) -> None:
            if step == number:
                ends.append(scene.clock.elapsed() + 600)
            if ends and kind == "write" and scene.clock.elapsed() < ends[0]:
                failed[-1] += 1
                _fails()

        life.at_step = fail

    async def play() -> list[str]:
        async with opened(anywhere) as database:
            return await _with_each(lambda: Scene(database, TERMS["history"]), spoil, "write", every=4)

    assert simulate(play) == []
    # In ten minutes, each of three that have something to do looks every five seconds at the most.
    assert max(failed) < 3 * 120


def test_a_database_that_another_process_keeps_locked_for_a_while_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"

    def spoil(_: Scene, life: Life, number: int) -> None:
        def lock(step: int, _name: str) -> None:
            if step == number:
                other = sqlite3.connect(path, isolation_level=None)
                other.execute("BEGIN IMMEDIATE")
                asyncio.get_running_loop().call_later(90, other.close)

        life.at_step = lock

    async def play() -> list[str]:
        async with opened(path) as database:
            return await _with_each(lambda: Scene(database, TERMS["history"]), spoil, "write post")

    assert simulate(play) == []


@pytest.mark.parametrize("hours", [1, -1], ids=["forth", "back"])
def test_a_clock_that_steps_by_an_hour_at_any_step_and_back_makes_a_digest_come_once(
    anywhere: Path | str, hours: int
) -> None:
    def spoil(scene: Scene, life: Life, number: int) -> None:
        scene.end_s, scene.nap = 3 * 3600, timedelta(minutes=10)

        def step(step: int, _: str) -> None:
            if step == number:
                scene.clock.wrong_by = timedelta(hours=hours)
                asyncio.get_running_loop().call_later(1800, partial(setattr, scene.clock, "wrong_by", timedelta(0)))

        life.at_step = step

    async def play() -> list[str]:
        async with opened(anywhere) as database:
            return await _with_each(lambda: Scene(database, TERMS["history"]), spoil, "write post")

    assert simulate(play) == []


def _unavailable(_: Callable[[], str]) -> str:
    message = "503"
    raise PostError(message, permanent=False, retry_after_s=20 * 60)


def _dropped(arrive: Callable[[], str]) -> str:
    arrive()
    message = "the connection broke off"
    raise PostError(message, permanent=False, is_unknown=True)


def _arrives(arrive: Callable[[], str]) -> str:
    return arrive()


@pytest.mark.parametrize("name", ["short-key", "aging key", "neither"])
def test_whatever_becomes_of_the_first_posts_a_digest_comes_once(anywhere: Path | str, name: str) -> None:
    terms = TERMS.get(name, AGING)
    ways: dict[str, Trouble] = {"503": _unavailable, "dropped": _dropped, "ok": _arrives}

    async def play() -> list[str]:
        wrong = []
        async with opened(anywhere) as database:
            for names in product(ways, repeat=3):
                scene = Scene(database, terms)
                scene.end_s *= 3
                scene.troubles = [ways[one] for one in names]
                outcome = await scene.play()
                wrong += [f"{names}: {fault}" for fault in _faults(outcome, terms)]
        return wrong

    assert simulate(play) == []


def _faults(outcome: Outcome, terms: Terms) -> Sequence[str]:
    """With a key that may die before it is used, it is like with none: never twice, and if it is missing that is said."""
    return list(faults_of(outcome, replace(terms, key_lives=timedelta(0)) if terms is AGING else terms))


def test_a_source_that_answers_for_ever_holds_up_no_other_digest_and_is_tried_again(anywhere: Path | str) -> None:
    class Stuck(Editor):
        """Never gets an answer for one place, but for the third time."""

        tries = 0

        async def edition(self, subscription: Subscription, due: Due) -> Message | Nothing:
            if subscription.id == "c0":
                self.tries += 1
                if self.tries < 3:
                    await asyncio.Event().wait()
            return await super().edition(subscription, due)

    async def play() -> tuple[list[tuple[str, str]], list[tuple[str, str]], int]:
        loft = Loft(TERMS["history"])
        clock = WallClock()
        async with opened(anywhere) as database:
            await _subscribe(database, clock, 20)
            store = Store(database)
            editor = Stuck(store, clock)
            deliveries = Deliveries(editor, store, {"pigeon": Carrier(loft, Life(), [])}, clock)
            await live(deliveries, clock, 10 * 60 + 5)
            on_time = list(loft.posts)
            await live(deliveries, clock, 40 * 60)
        return on_time, loft.posts, editor.tries

    on_time, posts, tries = simulate(play)
    # It hung twice before its hour, and was there at the third try, still before it.
    assert tries == 3
    assert sorted(channel for channel, _ in on_time) == sorted(f"c{number}" for number in range(20))
    assert posts == on_time


async def _subscribe(database: Database, clock: WallClock, count: int) -> None:
    for number in range(count):
        chosen = replace(subscription(f"c{number}", "UTC", "07:00"))
        await Store(database).subscriptions.put(
            StoredSubscription(chosen.id, chosen.place, chosen.settings, clock.now())
        )


@pytest.mark.parametrize("name", ["key", "history"])
def test_two_programs_on_one_database_post_each_digest_once_while_one_of_them_dies(
    where: Path | str, name: str
) -> None:
    async def play() -> tuple[list[tuple[str, str]], set[DeliveryState]]:
        loft = Loft(TERMS[name])
        clock = WallClock()
        async with opened(where) as first, opened(where) as second:
            await _subscribe(first, clock, 12)
            ids = [f"c{number}" for number in range(12)]
            dying = Life()

            async def run(real: Database, life: Life) -> None:
                store = Store(Doors(real, life))
                troubles: list[Trouble] = [_dropped, _arrives, _unavailable]
                carrier = Carrier(loft, life, troubles)
                deliveries = Deliveries(Editor(store, clock, 3), store, {"pigeon": carrier}, clock)
                await live(deliveries, clock, 3600)

            def dies(_: int, step: str) -> None:
                if step == "post" and dying.steps.count("post") == 5:
                    dying.die()

            dying.at_step = dies
            died, _ = await asyncio.gather(dying.live(run(first, dying)), (other := Life()).live(run(second, other)))
            assert died
            assert other.steps.count("post") > 3
            found = await Store(second).ledger.of_subscriptions(ids, START)
        return loft.posts, {one.state for one in found}

    posts, states = simulate(play)
    assert states == {DeliveryState.POSTED}
    for number in range(12):
        own = [text for channel, text in posts if channel == f"c{number}"]
        assert own == ["2026-11-24 07:00", "2026-11-24 07:00 · 1", "2026-11-24 07:00 · 2"]


@pytest.mark.parametrize("hold_s", [20, 90, 110, 300])
def test_what_a_program_may_not_post_for_a_while_it_or_if_that_is_long_another_posts_once(
    anywhere: Path | str, hold_s: int
) -> None:
    def too_many(_: Callable[[], str]) -> str:
        message = "too many"
        raise PostError(message, permanent=False, retry_after_s=hold_s, is_everywhere=True)

    async def play() -> tuple[list[tuple[str, str]], set[DeliveryState]]:
        loft = Loft(Terms(per_second=2, has_history=True))
        clock = WallClock()
        async with opened(anywhere) as first, opened(anywhere) as second:
            await _subscribe(first, clock, 12)

            async def run(real: Database, life: Life, troubles: list[Trouble]) -> None:
                store = Store(Doors(real, life))
                deliveries = Deliveries(
                    Editor(store, clock, 2), store, {"pigeon": Carrier(loft, life, troubles)}, clock
                )
                await live(deliveries, clock, 3600)

            held, free = Life(), Life()
            await asyncio.gather(held.live(run(first, held, [_arrives, too_many])), free.live(run(second, free, [])))
            assert "post" in free.steps
            found = await Store(second).ledger.of_subscriptions([f"c{number}" for number in range(12)], START)
        return loft.posts, {one.state for one in found}

    posts, states = simulate(play)
    assert states == {DeliveryState.POSTED}
    assert sorted(posts) == sorted(
        (f"c{number}", f"2026-11-24 07:00{more}") for number in range(12) for more in ("", " · 1")
    )


class _Shared(Pigeon):
    """A platform that several threads post on."""

    lock = Lock()

    async def post(self, place: Place, part: str, key: str, first: MessageRef | None = None) -> MessageRef:
        with self.lock:
            return await super().post(place, part, key, first)


class _Still(SimulatedClock):
    """A clock that stands still for those who wait as well: where each of several programs has its own, none goes ahead."""

    def passes(self, seconds: float) -> None:
        pass


def test_programs_that_race_for_the_same_digests_post_each_once(where: Path | str) -> None:
    office = Office(where, *(subscription(f"c{number}") for number in range(30)), paragraphs=2)
    office.look(START)
    pigeon = _Shared()

    def run() -> None:
        async def race() -> None:
            clock = _Still(at("2026-11-24T06:00"))
            async with Store(where) as store:
                deliveries = Deliveries(Editor(store, clock, 2), store, {"pigeon": pigeon}, clock)
                for _ in range(3):
                    await deliveries.wake(clock.now())
                    await deliveries.settled()

        asyncio.run(race())

    threads = [Thread(target=run) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(pigeon.posts) == sorted(
        (f"c{number}", f"2026-11-24 07:00{more}") for number in range(30) for more in ("", " · 1")
    )


def test_a_connection_that_postgresql_ends_in_any_transaction_does_no_harm(postgres: Server) -> None:
    def spoil(_: Scene, life: Life, number: int) -> None:
        def end(step: int, kind: str) -> None:
            if step == number and kind != "post":
                postgres.run("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE pid <> pg_backend_pid()")

        life.within_step = end

    async def play(where: str) -> list[str]:
        async with opened(where) as database:
            return await _with_each(lambda: Scene(database, TERMS["history"]), spoil, "write")

    with postgres.database() as url:
        assert simulate(lambda: play(url)) == []


def test_slots_that_another_program_is_just_planning_keep_nobody_busy(postgres: Server) -> None:
    with postgres.database() as url:
        office = Office(url, subscription("berlin"))
        office.look(START)
        before = at("2026-11-24T05:50")
        engine = create_engine(f"postgresql+psycopg://{url.partition('://')[2]}")
        with engine.begin() as other:
            other.execute(text("SELECT * FROM subscriptions FOR UPDATE"))
            assert office.look(before) == [before + office.timing.pause]
        engine.dispose()
        office.look(before + office.timing.pause, at("2026-11-24T06:00"))
        assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]

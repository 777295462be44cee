"""What is due is made as jobs, an edition a job: in this process, and by workers elsewhere."""

import asyncio
from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.deliveries import USUAL, Behind, Deliveries, Editions, Preparing
from bot.deliveries.behind import Errand
from bot.engine import Engine, Job, Kind, LocalEngine
from bot.engine.many import ManyEngine
from bot.messages import Message, Place
from bot.monitoring import Metrics
from bot.ports import Nothing
from bot.store import DeliveryState, Edition, PlaceSource, Store, StoredSubscription
from bot.subscriptions import Due, Subscription
from tests.shell.delivered import START, Editor, Pigeon, SimulatedClock, at, served, subscription
from tests.shell.polled import until
from tests.shell.postgres import Server

LEAD, DUE = at("2026-11-24T05:50"), at("2026-11-24T06:00")
JOB = Job(Kind.EDITION, {"edition": "", "subscription": "berlin", "at": DUE.isoformat()})


class Gated(Editor):
    """An editor that makes those of some channels only when it may."""

    def __init__(self, store: Store, clock: SimulatedClock, *held: str) -> None:
        super().__init__(store, clock)
        self.held = held
        self.begun: list[str] = []
        self.may_go_on = asyncio.Event()

    async def edition(self, subscription: Subscription, due: Due) -> Message | Nothing:
        self.begun.append(subscription.id)
        if subscription.id in self.held:
            await self.may_go_on.wait()
        return await super().edition(subscription, due)


@dataclass
class Desk:
    """A planner and some makers on one database."""

    store: Store
    clock: SimulatedClock
    engine: Engine
    editors: list[Gated]
    editions: Editions
    behind: Behind
    workers: list[asyncio.Task[None]] = field(default_factory=list)

    async def let_come(self, *ids: str, feeds: str = "") -> None:
        for id_ in ids:
            one = subscription(id_)
            await self.store.subscriptions.put(StoredSubscription(id_, one.place, one.settings, START))
            if feeds:
                await self.store.places.add_source(one.place, PlaceSource(feeds, "Mail", "ann", START))

    @property
    def made(self) -> list[str]:
        return sorted(one.split()[0] for editor in self.editors for one in editor.made)

    async def states(self, *ids: str) -> set[DeliveryState]:
        return {one.state for one in await self.store.ledger.of_subscriptions(ids, START)}


@asynccontextmanager
async def a_desk(where: Path | str, *held: str, workers: int = 2, is_many: bool = False) -> AsyncIterator[Desk]:
    clock, behind = SimulatedClock(), Behind()
    async with Store(where) as store:
        editors = [Gated(store, clock, *held) for _ in range(workers)]
        works = [Preparing(editor, store, clock, USUAL, Metrics()).work for editor in editors]
        if not is_many:
            here = LocalEngine({Kind.EDITION: works[0]}, most_at_once=4)
            editions = Editions(store, here, served, clock, USUAL, Metrics(), behind)
            yield Desk(store, clock, here, editors, editions, behind)
            await behind.stop()
            await here.aclose()
            return
        assert isinstance(where, str)
        async with ManyEngine(where, look_s=0.01) as queue:
            editions = Editions(store, queue, served, clock, USUAL, Metrics(), behind)
            desk = Desk(store, clock, queue, editors, editions, behind)
            engines = [ManyEngine(where, missed_s=0.05) for _ in works]
            for engine, work in zip(engines, works, strict=True):
                await engine.__aenter__()
                desk.workers.append(asyncio.create_task(engine.run_worker(Kind.EDITION, work, most_at_once=4)))
            try:
                yield desk
            finally:
                await behind.stop()
                for worker in desk.workers:
                    worker.cancel()
                await asyncio.gather(*desk.workers, return_exceptions=True)
                for engine in engines:
                    await engine.__aexit__(None, None, None)


Begins = Callable[..., AbstractAsyncContextManager[Desk]]


@pytest.fixture(params=["here, in a file", "here, in PostgreSQL", "elsewhere"])
def begins(request: pytest.FixtureRequest) -> Iterator[Begins]:
    """Begins to plan and to make: in one process, or with workers."""
    kind: str = request.param
    if kind == "here, in a file":
        yield partial(a_desk, request.getfixturevalue("database_file"))
        return
    server: Server = request.getfixturevalue("postgres")
    with server.database(like=request.getfixturevalue("made_database")) as url:
        yield partial(a_desk, url, is_many=kind == "elsewhere")


async def look(desk: Desk, now: datetime) -> datetime | None:
    """When it wants to be woken again, once all is made that is to be made now."""
    desk.clock.set(now)
    await desk.editions.wake(now)
    await desk.behind.settled()
    return await desk.editions.wake(now)


def test_each_is_made_once_before_its_hour_whoever_makes_it(begins: Begins) -> None:
    shared, alone = [f"a{number:02}" for number in range(30)], ["b1", "b2"]

    async def run() -> None:
        async with begins() as desk:
            await desk.let_come(*shared, feeds="https://mail.example/feed")
            await desk.let_come(*alone)
            assert await look(desk, LEAD - timedelta(minutes=5)) == LEAD
            assert desk.made == []
            assert await look(desk, LEAD) == LEAD + timedelta(days=1)
            assert desk.made == sorted([*shared, *alone])
            assert await desk.states(*shared, *alone) == {DeliveryState.READY}
            assert not await desk.engine.pending()

    asyncio.run(run())


def test_an_edition_of_many_deliveries_is_several_jobs(begins: Begins, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("bot.deliveries.editions._A_JOB", 10)
    ids = [f"a{number:02}" for number in range(25)]

    async def run() -> None:
        async with begins(*ids) as desk:
            await desk.let_come(*ids, feeds="https://mail.example/feed")
            desk.clock.set(LEAD)
            await desk.editions.wake(LEAD)
            await until(lambda: sum(len(editor.begun) for editor in desk.editors) >= 8)
            assert len(await desk.engine.pending()) == 3
            for editor in desk.editors:
                editor.may_go_on.set()
            await desk.behind.settled()
            assert desk.made == ids

    asyncio.run(run())


def test_one_that_takes_long_holds_up_no_other(begins: Begins) -> None:
    async def run() -> None:
        async with begins("slow") as desk:
            await desk.let_come("slow", "quick")
            desk.clock.set(LEAD)
            await desk.editions.wake(LEAD)
            await until(lambda: "quick" in desk.made)
            # What is due a little later is made as well.
            later = LEAD + timedelta(minutes=5)
            one = Subscription("later", Place("pigeon", channel="later"), (time(7, 5),), "Europe/Berlin")
            await desk.store.subscriptions.put(StoredSubscription("later", one.place, one.settings, START))
            desk.clock.set(later)
            await desk.editions.wake(later)
            await until(lambda: "later" in desk.made)
            assert "slow" not in desk.made
            for editor in desk.editors:
                editor.may_go_on.set()
            await desk.behind.settled()
            assert desk.made == ["later", "quick", "slow"]

    asyncio.run(run())


def test_what_a_dead_maker_had_is_made_by_another_when_it_was_not_heard_of(begins: Begins) -> None:
    async def run() -> None:
        async with begins() as desk:
            await desk.let_come("berlin")
            desk.clock.set(LEAD)
            await desk.store.planning.plan(["pigeon"], LEAD, DUE)
            (edition,) = await desk.store.ledger.editions(["pigeon"], LEAD, 9)
            end = LEAD + USUAL.held
            (taken,) = await desk.store.ledger.take_edition(edition, LEAD, end, 9)
            assert await look(desk, LEAD) == end
            assert desk.made == []
            # It says once more that it goes on, and then nothing.
            (kept,) = await desk.store.ledger.keep([taken], end + USUAL.held / 2)
            assert await look(desk, end) == end + USUAL.held / 2
            await look(desk, end + USUAL.held / 2)
            assert desk.made == ["berlin"]
            # Whoever had it has it no more, and what they write about it is not written.
            assert kept
            assert await desk.store.ledger.keep([kept], DUE) == (None,)
            await desk.store.ledger.put_off(kept, DeliveryState.PREPARING, DUE)
            assert await desk.states("berlin") == {DeliveryState.READY}

    asyncio.run(run())


def test_what_is_not_made_as_the_process_stops_is_anybodys_at_once(where: Path | str) -> None:
    async def run() -> None:
        clock = SimulatedClock(LEAD)
        async with Store(where) as store:
            one = subscription("berlin")
            await store.subscriptions.put(StoredSubscription("berlin", one.place, one.settings, START))
            await store.planning.plan(["pigeon"], LEAD, DUE)
            editor = Gated(store, clock, "berlin")
            making = asyncio.create_task(Preparing(editor, store, clock, USUAL, Metrics()).work(JOB))
            await until(lambda: bool(editor.begun))
            assert await store.ledger.editions(["pigeon"], LEAD, 9) == ()
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)
            assert await store.ledger.editions(["pigeon"], LEAD, 9) == (Edition("", "berlin", DUE),)
            again = Gated(store, clock)
            assert await Preparing(again, store, clock, USUAL, Metrics()).work(JOB) == 1
            assert again.made == ["berlin 2026-11-24 07:00"]

    asyncio.run(run())


def test_who_makes_for_long_says_that_it_goes_on(where: Path | str) -> None:
    async def run() -> None:
        clock, quick = SimulatedClock(LEAD), replace(USUAL, held=timedelta(seconds=0.03))
        async with Store(where) as store:
            one = subscription("berlin")
            await store.subscriptions.put(StoredSubscription("berlin", one.place, one.settings, START))
            await store.planning.plan(["pigeon"], LEAD, DUE)
            editor = Gated(store, clock, "berlin")
            making = asyncio.create_task(Preparing(editor, store, clock, quick, Metrics()).work(JOB))
            for seconds in (1, 2, 3):
                clock.set(LEAD + timedelta(seconds=seconds))
                # By the clock that the ledger goes by it was nobody's for a while.
                while await store.ledger.editions(["pigeon"], clock.now(), 9):  # noqa: ASYNC110 - nobody tells
                    await asyncio.sleep(0.001)
            editor.is_quiet = True
            editor.may_go_on.set()
            await making
            (found,) = await store.ledger.of_subscriptions(["berlin"], START)
            assert (found.state, found.look_at) == (DeliveryState.PREPARING, DUE)

    asyncio.run(run())


def test_a_job_that_comes_too_late_makes_nothing(where: Path | str) -> None:
    async def run() -> None:
        clock = SimulatedClock(LEAD)
        async with Store(where) as store:
            editor = Gated(store, clock)
            assert await Preparing(editor, store, clock, USUAL, Metrics()).work(JOB) == 0
            assert editor.begun == []

    asyncio.run(run())


def test_who_does_not_act_plans_and_submits_nothing(where: Path | str) -> None:
    async def run() -> None:
        clock, behind = SimulatedClock(LEAD), Behind()

        async def rests() -> bool:
            return False

        async with Store(where) as store:
            one = subscription("berlin")
            await store.subscriptions.put(StoredSubscription("berlin", one.place, one.settings, START))
            engine = LocalEngine({}, most_at_once=1)
            editions = Editions(store, engine, served, clock, USUAL, Metrics(), behind, may_act=rests)
            assert await editions.wake(LEAD) == LEAD + USUAL.pause
            await behind.settled()
            assert await store.ledger.of_subscriptions(["berlin"], START) == ()

    asyncio.run(run())


def test_a_bot_posts_at_the_hour_what_others_make_and_looks_often_whether_there_is_more(where: Path | str) -> None:
    async def run() -> None:
        clock, behind, pigeon = SimulatedClock(LEAD), Behind(), Pigeon()
        pigeon.clock = clock.now
        async with Store(where) as store:
            one = subscription("berlin")
            await store.subscriptions.put(StoredSubscription("berlin", one.place, one.settings, START))
            editor = Gated(store, clock)
            engine = LocalEngine({Kind.EDITION: Preparing(editor, store, clock, USUAL, Metrics()).work}, most_at_once=1)
            editions = Editions(store, engine, served, clock, USUAL, Metrics(), behind)
            bot = Deliveries(Editor(store, clock), store, {"pigeon": pigeon}, clock, makes=False)
            # It is for the planner to plan.
            assert await bot.wake(LEAD) == LEAD + USUAL.pause
            assert await store.ledger.of_subscriptions(["berlin"], START) == ()
            await editions.wake(LEAD)
            await behind.settled()
            assert await bot.wake(DUE - timedelta(seconds=2)) == DUE
            assert pigeon.posts == []
            clock.set(DUE)
            await bot.wake(DUE)
            await bot.settled()
            assert pigeon.posts == [("berlin", "2026-11-24 07:00")]
            assert await bot.wake(DUE) == DUE + USUAL.pause
            await bot.stop()

    asyncio.run(run())


@asynccontextmanager
async def planned(where: Path | str, clock: SimulatedClock, *ids: str, feeds: str = "") -> AsyncIterator[Store]:
    """A store in which digests are planned, and to be made."""
    async with Store(where) as store:
        for id_ in ids:
            one = subscription(id_)
            await store.subscriptions.put(StoredSubscription(id_, one.place, one.settings, START))
            if feeds:
                await store.places.add_source(one.place, PlaceSource(feeds, "Mail", "ann", START))
        await store.planning.plan(["pigeon"], min(clock.now(), LEAD), DUE)
        yield store


@pytest.mark.parametrize("call", ["keep", "take_edition"])
def test_who_is_stopped_while_the_ledger_is_asked_holds_nothing(
    where: Path | str, call: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def run() -> None:
        clock, begun = SimulatedClock(LEAD), asyncio.Event()
        async with planned(where, clock, "berlin") as store:
            ask = getattr(store.ledger, call)

            async def seen(*given: object) -> object:
                begun.set()
                return await ask(*given)

            monkeypatch.setattr(store.ledger, call, seen)
            monkeypatch.setattr("bot.deliveries.preparing._RENEWED", 0.0005)
            editor = Gated(store, clock, "berlin")
            making = asyncio.create_task(Preparing(editor, store, clock, USUAL, Metrics()).work(JOB))
            await begun.wait()
            clock.passes(5)
            making.cancel()
            await asyncio.gather(making, return_exceptions=True)
            assert await store.ledger.editions(["pigeon"], clock.now(), 9)

    asyncio.run(run())


def test_what_a_dead_one_had_whose_clock_was_set_back_since_is_made_all_the_same(where: Path | str) -> None:
    async def run() -> None:
        ahead, clock, behind = DUE + timedelta(minutes=55), SimulatedClock(LEAD), Behind()
        async with planned(where, clock, "berlin") as store:
            (edition,) = await store.ledger.editions(["pigeon"], ahead, 9)
            await store.ledger.take_edition(edition, ahead, ahead + USUAL.held, 8)
            editor = Gated(store, clock)
            here = LocalEngine({Kind.EDITION: Preparing(editor, store, clock, USUAL, Metrics()).work}, most_at_once=4)
            editions = Editions(store, here, served, clock, USUAL, Metrics(), behind)
            for now in (LEAD, LEAD + USUAL.retry):
                clock.set(now)
                await editions.wake(now)
                await behind.settled()
            assert editor.made == ["berlin 2026-11-24 07:00"]

    asyncio.run(run())


def test_a_job_that_leaves_something_to_do_is_not_submitted_again_at_once(where: Path | str) -> None:
    async def run() -> None:
        clock, behind, done = SimulatedClock(LEAD), Behind(), list[Job]()

        async def leaves_it(job: Job) -> None:
            done.append(job)

        async with planned(where, clock, "berlin") as store:
            here = LocalEngine({Kind.EDITION: leaves_it}, most_at_once=4)
            editions = Editions(store, here, served, clock, USUAL, Metrics(), behind)
            for seconds, count in ((0, 1), (1, 1), (4, 2)):
                clock.passes(seconds)
                await editions.wake(clock.now())
                await behind.settled()
                assert len(done) == count

    asyncio.run(run())


def test_what_is_made_for_another_platform_is_no_affair_of_who_posts_here(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    async def run() -> None:
        clock, pigeon = SimulatedClock(DUE + timedelta(minutes=1)), Pigeon()
        pigeon.clock = clock.now

        async def both() -> Sequence[str]:
            return ["pigeon", "dove"]

        async with Store(where) as store:
            for platform in ("pigeon", "dove"):
                place = Place(platform, channel=platform)
                chosen = Subscription(platform, place, (time(7),), "Europe/Berlin")
                await store.subscriptions.put(StoredSubscription(platform, place, chosen.settings, START))
                await store.places.add_source(place, PlaceSource("https://mail.example/feed", "Mail", "ann", START))
            bot = Deliveries(Editor(store, clock), store, {"pigeon": pigeon}, clock, served=both)
            await bot.wake(clock.now())
            await bot.settled()
            states = [one.state for one in await store.ledger.of_subscriptions(["pigeon", "dove"], LEAD)]
            await bot.stop()
        assert sorted(states) == [DeliveryState.POSTED, DeliveryState.READY]
        assert len(pigeon.posts) == 1
        assert "deliveries wait" not in caplog.text
        assert "could not be made" not in caplog.text

    asyncio.run(run())


def test_what_was_wanted_while_something_went_on_is_what_follows() -> None:
    async def run() -> None:
        behind, ran, gate = Behind(), list[str](), asyncio.Event()

        def errand(name: str) -> Errand:
            async def it() -> bool:
                ran.append(name)
                await gate.wait()
                return True

            return it

        behind.begin("straighten", errand("first"))
        await asyncio.sleep(0)
        behind.begin("straighten", errand("set back"))
        gate.set()
        await behind.settled()
        assert ran == ["first", "set back"]

    asyncio.run(run())

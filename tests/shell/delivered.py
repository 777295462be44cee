"""Deliveries for tests: a clock that goes as a test says, platforms that keep what is posted, and an editor that numbers its digests."""

import asyncio
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from typing import NoReturn

from bot.clock import Clock
from bot.deliveries import Behind, Deliveries, Editions, Preparing, Timing
from bot.engine import Kind
from bot.engine.many import ManyEngine
from bot.errors import SourcesError
from bot.messages import Manner, Message, MessageRef, Paragraph, Place
from bot.monitoring import Metrics
from bot.ports import Handler, Nothing, Terms, by_id
from bot.store import Store, StoredSubscription
from bot.subscriptions import Due, Subscription
from bot.written import write_message
from tests.chosen import CHOSEN

__all__ = ["EXACT", "START", "Dies", "Editor", "Office", "Pigeon", "SimulatedClock", "at", "served", "subscription"]

START = datetime(2026, 11, 23, 12, tzinfo=UTC)
EXACT = Terms(per_second=50, has_history=True)


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def subscription(channel: str, zone: str = "Europe/Berlin", *slots: str) -> Subscription:
    hours = tuple(map(time.fromisoformat, slots or ("07:00",)))
    return Subscription(channel, Place("pigeon", channel=channel), hours, zone)


@dataclass
class SimulatedClock:
    """A clock that stands still but for those who wait. Its wall clock may be set.

    Attributes:
        wall: What the wall clock shows.
        passed: Seconds that have passed, whatever the wall clock was set to.
    """

    wall: datetime = START
    passed: float = 0.0

    def now(self) -> datetime:
        return self.wall

    def elapsed(self) -> float:
        return self.passed

    async def sleep(self, seconds: float) -> None:
        self.passes(seconds)
        await asyncio.sleep(0)

    def passes(self, seconds: float) -> None:
        """Time passes."""
        self.passed += seconds
        self.wall += timedelta(seconds=seconds)

    def set(self, wall: datetime) -> None:
        """Time passes until the wall clock shows an instant; where that is in the past, it is set back."""
        self.passed += max(0.0, (wall - self.wall).total_seconds())
        self.wall = wall


class Editor:
    """Makes a digest for each slot, of so many paragraphs; none where it is told so."""

    def __init__(self, store: Store, clock: Clock, paragraphs: int = 1) -> None:
        self._store = store
        self._clock = clock
        self._paragraphs = paragraphs
        self.is_quiet = False
        self.is_cut_off = False
        self.made: list[str] = []

    async def edition(self, subscription: Subscription, due: Due) -> Message | Nothing:
        if self.is_cut_off:
            message = "no source can be read"
            raise SourcesError(message, permanent=False)
        if self.is_quiet:
            return Nothing("nothing new")
        text = f"{due.day} {due.slot:%H:%M}"
        lines = [f"{text}" + (f" · {number}" if number else "") for number in range(self._paragraphs)]
        made = Message(tuple(map(Paragraph, lines)), id=f"{subscription.id[:7]}-{due.day:%m%d}{due.slot:%H%M}")
        await self._store.record(
            made.id,
            subscription.place,
            [],
            self._clock.now(),
            is_public=True,
            delivery=(subscription.id, due),
            data=write_message(made),
        )
        self.made.append(f"{subscription.id} {text}")
        return made

    async def delivered(self, message: Message) -> None:
        """Nobody need know."""


class Dies(Exception):
    """The program is at its end here."""


@dataclass
class Pigeon:
    """A platform that keeps what is posted: a part for each paragraph. Before and after a post, a test may let something happen.

    Attributes:
        terms: On what terms it takes posts.
        posts: What is there, in order: channel and text.
        keys: The keys of these.
        failures: What is raised by the next posts instead.
        breaks: What is raised by the next posts although they are there.
        looked: How often somebody looked into its history.
        died: Set when the program is at its end in the middle of a post, which then never does: `Dies` stands for that.
    """

    terms: Terms = EXACT
    platform: str = "pigeon"
    token_id: str = ""
    posts: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    failures: list[Exception] = field(default_factory=list)
    breaks: list[Exception | None] = field(default_factory=list)
    looked: int = 0
    clock: Callable[[], datetime] = lambda: START
    times: list[datetime] = field(default_factory=list)
    died: asyncio.Event = field(default_factory=asyncio.Event)

    async def run(self, handler: Handler) -> None:
        raise NotImplementedError

    def lay_out(self, message: Message) -> Sequence[str]:
        return [block.text for block in message.blocks if isinstance(block, Paragraph)]

    called = staticmethod(by_id)

    async def obstacle(self, place: Place, manner: Manner) -> str:
        return ""

    async def post(self, place: Place, part: str, key: str, first: MessageRef | None = None) -> MessageRef:
        if self.failures:
            await self._ends(self.failures.pop(0))
        if key in self.keys and self.clock() - self.times[self.keys.index(key)] < self.terms.key_lives:
            return MessageRef(place, str(self.keys.index(key)))
        self.posts.append((place.channel, part))
        self.keys.append(key)
        self.times.append(self.clock())
        if self.breaks and (error := self.breaks.pop(0)):
            await self._ends(error)
        return MessageRef(place, str(len(self.posts) - 1))

    async def _ends(self, error: Exception) -> NoReturn:
        if isinstance(error, Dies):
            self.died.set()
            await asyncio.Event().wait()
        raise error

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        assert self.terms.has_history
        self.looked += 1
        found = {
            key: MessageRef(place, str(number))
            for number, (key, there) in enumerate(zip(self.keys, self.times, strict=True))
            if there >= since and self.posts[number][0] == place.channel
        }
        return {key: found[key] for key in keys if key in found}


async def served() -> Sequence[str]:
    """The platforms for which digests are made."""
    return ["pigeon"]


class Elsewhere:
    """Deliveries that others plan and make: a planner and a worker beside a bot."""

    def __init__(self, queue: ManyEngine, editor: Editor, store: Store, pigeon: "Pigeon", office: "Office") -> None:
        clock, timing, metrics = office.clock, office.timing, Metrics()
        self._behind, self._clock, self._store = Behind(), clock, store
        self._editions = Editions(store, queue, served, clock, timing, metrics, self._behind)
        self._bot = Deliveries(editor, store, {"pigeon": pigeon}, clock, timing=timing, makes=False)
        self._pause = timing.pause
        work = Preparing(editor, store, clock, timing, metrics).work
        self._working = asyncio.create_task(queue.run_worker(Kind.EDITION, work, most_at_once=8))

    async def wake(self, now: datetime) -> datetime | None:
        planned, posted = await self._editions.wake(now), await self._bot.wake(now)
        if posted and posted >= now + self._pause:
            # It looks again and again whether others have made something. What is told here is when that is to be posted.
            posted = (await self._store.ledger.outlook(["pigeon"])).to_post
        return min(filter(None, (planned, posted)), default=None)

    async def settled(self) -> None:
        await self._behind.settled()
        await self._bot.wake(self._clock.now())
        await self._bot.settled()

    async def stop(self) -> None:
        self._working.cancel()
        await asyncio.gather(self._working, return_exceptions=True)


class Office:
    """Deliveries that are looked after at the times a test says, with a restart before each if it says so.

    Where the engine of many machines was chosen, digests are planned and made by others, as far as there is a server for a queue.
    """

    def __init__(
        self, where: Path | str, *subscriptions: Subscription, terms: Terms = EXACT, paragraphs: int = 1
    ) -> None:
        self.where = where
        self.subscriptions = subscriptions
        self.clock = SimulatedClock()
        self.pigeon = Pigeon(terms)
        self.pigeon.clock = self.clock.now
        self.timing = Timing()
        self.paragraphs = paragraphs
        self.is_quiet = False
        self.is_cut_off = False
        self.made: list[str] = []

    def look(self, *times: datetime) -> list[datetime | None]:
        """When it wants to look again, after having looked at each of the times."""
        return asyncio.run(self._look(times))

    async def _look(self, times: Sequence[datetime]) -> list[datetime | None]:
        self.pigeon.died = asyncio.Event()
        async with Store(self.where) as store:
            for one in self.subscriptions:
                if await store.subscriptions.get(one.id) is None:
                    await store.subscriptions.put(
                        StoredSubscription(one.id, one.place, one.settings, times[0], created_by="ann")
                    )
            editor = Editor(store, self.clock, self.paragraphs)
            editor.is_quiet, editor.is_cut_off = self.is_quiet, self.is_cut_off
            async with self._at_work(editor, store) as deliveries:
                found = [await self._woken(deliveries, now) for now in times]
            self.made += editor.made
            return found

    @asynccontextmanager
    async def _at_work(self, editor: Editor, store: Store) -> AsyncIterator[Deliveries | Elsewhere]:
        if CHOSEN.engine == "local" or isinstance(self.where, Path):
            yield Deliveries(editor, store, {"pigeon": self.pigeon}, self.clock, timing=self.timing)
            return
        async with ManyEngine(self.where, look_s=0.01, missed_s=0.05, patience_s=0.1) as queue:
            elsewhere = Elsewhere(queue, editor, store, self.pigeon, self)
            try:
                yield elsewhere
            finally:
                await elsewhere.stop()

    async def _woken(self, deliveries: Deliveries | Elsewhere, now: datetime) -> datetime | None:
        self.clock.set(now)
        await deliveries.wake(now)
        await self._settled(deliveries)
        # What it was about when it was woken may have led to more.
        wake = await deliveries.wake(self.clock.now())
        await self._settled(deliveries)
        return wake

    async def _settled(self, deliveries: Deliveries | Elsewhere) -> None:
        settling, dying = (asyncio.ensure_future(one) for one in (deliveries.settled(), self.pigeon.died.wait()))
        await asyncio.wait({settling, dying}, return_when=asyncio.FIRST_COMPLETED)
        if self.pigeon.died.is_set():
            # Raised here, and not in a task of the program: no loop can go on behind that in good order.
            raise Dies
        dying.cancel()

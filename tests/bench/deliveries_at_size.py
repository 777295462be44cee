"""What deliveries cost a bot with 100,000 subscriptions, and how fast 10,000 digests that are due at once are posted.

    python -m tests.bench.deliveries_at_size plan [SUBSCRIPTIONS DUE]
    python -m tests.bench.deliveries_at_size post [DELIVERIES PER_SECOND]

`plan`: SUBSCRIPTIONS (100,000) in a SQLite file, with hours all over the day in 17 time zones; DUE of them (10,000) at the same
minute. `post`: as many digests (10,000) of two parts in a hundred are due at once on a platform that takes so many posts a second
(50), which runs in a process of its own, refuses what is more with 429 and `Retry-After`, and takes 50 to 150 ms to answer; what
is measured is all that is done from the hour on, in the one process that posts.
"""

import asyncio
import gc
import json
import multiprocessing
import os
import random
import resource
import statistics
import subprocess
import sys
from collections import Counter, deque
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, time, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import CLOCK_BOOTTIME, clock_gettime, monotonic, perf_counter, process_time
from typing import Any

import aiohttp
from aiohttp import web
from sqlalchemy import insert

from bot.clock import SystemClock
from bot.deliveries import Deliveries
from bot.errors import PostError
from bot.messages import Heading, Manner, Message, MessageRef, Paragraph, Place, Saying, Summary, Told
from bot.ports import Handler, Nothing, Terms, by_id
from bot.store import Store
from bot.store import tables as t
from bot.store.database import Database
from bot.subscriptions import Due, Subscription, coming
from bot.written import write_message

NOW = datetime(2026, 11, 24, 5, 50, tzinfo=UTC)
DUE = datetime(2026, 11, 24, 6, tzinfo=UTC)
ZONES = (
    *(
        "UTC",
        "Europe/Berlin",
        "Europe/London",
        "America/New_York",
        "America/Sao_Paulo",
        "America/St_Johns",
        "Asia/Tokyo",
    ),
    *("Asia/Kathmandu", "Asia/Kolkata", "Australia/Lord_Howe", "Pacific/Apia", "Pacific/Auckland", "Africa/Casablanca"),
    *("Africa/Cairo", "America/Scoresbysund", "Asia/Tehran", "America/Los_Angeles"),
)
_FEEDS = 20
# Seldom enough that to look costs next to nothing beside what is looked at.
_BEAT_S = 0.02
EXACT = Terms(per_second=50, has_history=True)


class Editor:
    """Makes a digest of five stories; each in a hundred is longer than one post takes."""

    def __init__(self, store: Store, clock: Callable[[], datetime]) -> None:
        self._store = store
        self._clock = clock

    async def edition(self, subscription: Subscription, due: Due) -> Message | Nothing:
        is_long = subscription.id.endswith("00")
        message = Message(_blocks() * (2 if is_long else 1), id=subscription.id)
        await self._store.record(
            message.id,
            subscription.place,
            [],
            self._clock(),
            is_public=True,
            delivery=(subscription.id, due),
            data=write_message(message),
        )
        return message

    async def delivered(self, message: Message) -> None:
        """Nobody need know."""


def _blocks() -> tuple[Heading | Summary | Saying | Paragraph, ...]:
    story = (
        Heading("1 · The council of Dorn votes to keep its weir for another ten years"),
        Summary((Told("The council voted nine to four on Monday evening to keep the weir.", "Dorn Mail"),) * 3),
        Saying(("We are all fond of it, and it stays where it is.",), "Capt. Henrike Salter, the harbour master"),
    )
    return (Heading("Morning brief · Tue 24 Nov, 07:00 Berlin", level=1), *story * 5)


async def fill(path: Path, subscriptions: int, due: int) -> None:
    """A database of subscriptions, some of which are due at the same minute; the others are not for a day.

    It is made in a process of its own, so that its memory is not ours.
    """
    process = multiprocessing.get_context("spawn").Process(target=_make, args=(path, subscriptions, due))
    process.start()
    await asyncio.to_thread(process.join)
    assert process.exitcode == 0


def _make(path: Path, subscriptions: int, due: int) -> None:
    asyncio.run(_filled(path, subscriptions, due))


async def _filled(path: Path, subscriptions: int, due: int) -> None:
    async with Store(path):
        pass
    database = Database(path)
    try:
        await database.write(lambda connection: _fill(connection, subscriptions, due))
    finally:
        await database.close()


def _fill(connection: Any, subscriptions: int, due: int) -> None:
    draw = random.Random(subscriptions)  # noqa: S311 - nothing secret
    rows = []
    for number in range(subscriptions):
        one = _subscription(number, "Europe/Berlin", time(7))
        at = DUE
        while number >= due:
            one = _subscription(number, draw.choice(ZONES), time(draw.randrange(24), draw.randrange(0, 60, 5)))
            at = next(coming(one, NOW - timedelta(hours=2))).at
            if at > DUE + timedelta(hours=1):
                break
        since, place = NOW - timedelta(days=9), one.place
        row = {"id": one.id, "since": since, "platform": "pigeon", "workspace": "w", "channel": place.channel}
        rows.append(row | {"settings": json.dumps(one.settings), "created_by": "ann", "next_due": at})
    connection.execute(insert(t.subscriptions), rows)
    feeds = [f"https://outlet{number}.example/feed" for number in range(1_000)]
    connection.execute(insert(t.sources), [{"feed": feed, "added_at": NOW} for feed in feeds])
    key = {"platform": "pigeon", "workspace": "w"}
    places = [key | {"channel": f"c{number}", "settings": "{}", "created_at": NOW} for number in range(due)]
    connection.execute(insert(t.places), places)
    given = {"name": "Outlet", "added_by": "ann", "added_at": NOW, "is_paused": False}
    # Each of 500 sets of feeds, by many places.
    sets = [sorted(draw.sample(feeds, _FEEDS)) for _ in range(500)]
    reads = (
        key | given | {"channel": f"c{number}", "feed": feed} for number in range(due) for feed in sets[number % 500]
    )
    connection.execute(insert(t.place_sources), [*reads])


def _subscription(number: int, zone: str, slot: time) -> Subscription:
    return Subscription(f"s{number}", Place("pigeon", "w", f"c{number}"), (slot,), zone)


class Pigeon:
    """A platform on which nothing is posted."""

    platform = "pigeon"
    token_id = "pigeon"  # noqa: S105 - no secret
    terms = EXACT

    async def run(self, handler: Handler) -> None:
        raise NotImplementedError

    def lay_out(self, message: Message) -> Sequence[str]:
        raise NotImplementedError

    called = staticmethod(by_id)

    async def obstacle(self, place: Place, manner: Manner) -> str:
        return ""

    async def post(self, place: Place, part: str, key: str, first: MessageRef | None = None) -> MessageRef:
        raise NotImplementedError

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        raise NotImplementedError


@dataclass
class Frozen(SystemClock):
    """A clock whose wall stands still."""

    wall: datetime = NOW

    def now(self) -> datetime:
        return self.wall


@contextmanager
def held_up() -> Iterator[list[float]]:
    """How long the event loop was held up at the most, in seconds."""
    longest = [0.0]

    async def beat() -> None:
        loop = asyncio.get_running_loop()
        last = loop.time()
        while True:
            await asyncio.sleep(_BEAT_S)
            now = loop.time()
            longest[0], last = max(longest[0], now - last - _BEAT_S), now

    task = asyncio.ensure_future(beat())
    try:
        yield longest
    finally:
        task.cancel()


def memory_mb() -> float:
    """What this process has in memory just now."""
    pages = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def plan(path: Path, subscriptions: int, due: int) -> dict[str, float]:
    """What planning costs."""
    await fill(path, subscriptions, due)
    program = [sys.executable, "-m", "tests.bench.deliveries_at_size", "ready", str(path)]
    started = await asyncio.to_thread(subprocess.run, program, check=True, capture_output=True)
    figures = {"ready after a restart, s": float(started.stdout)}
    async with Store(path) as store:
        clock = Frozen(wall=NOW - timedelta(hours=1))
        deliveries = Deliveries(Editor(store, clock.now), store, {"pigeon": Pigeon()}, clock)
        used = process_time()
        await deliveries.wake(clock.now())
        await deliveries.settled()
        figures["put right at the start, s of CPU"] = process_time() - used
        times = []
        for _ in range(200):
            began = perf_counter()
            await deliveries.wake(clock.now())
            times.append((perf_counter() - began) * 1000)
        figures["idle wake, ms"] = statistics.median(times)
        gc.collect()
        memory, used, began = memory_mb(), process_time(), perf_counter()
        with held_up() as longest:
            count = 0
            while planned := (await store.planning.plan(["pigeon"], NOW, DUE)).subscriptions:
                count += planned
        assert count == due, count
        figures[f"planning {due}, s of CPU"] = process_time() - used
        figures[f"planning {due}, s"] = perf_counter() - began
        figures[f"planning {due}, event loop held up, s"] = longest[0]
        gc.collect()
        figures[f"planning {due}, MB more"] = memory_mb() - memory
    return figures


async def ready(path: Path) -> None:
    """Print how many seconds it takes from the start of a process until the planner has been woken for the first time."""
    async with Store(path) as store:
        clock = Frozen(wall=NOW - timedelta(hours=1))
        deliveries = Deliveries(Editor(store, clock.now), store, {"pigeon": Pigeon()}, clock)
        await deliveries.wake(clock.now())
        started = clock_gettime(CLOCK_BOOTTIME) - _started_after_boot()
        print(f"{started:.3f}")
        await deliveries.stop()


def _started_after_boot() -> float:
    fields_ = Path("/proc/self/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    return int(fields_[19]) / os.sysconf("SC_CLK_TCK")


@dataclass
class Sink:
    """A platform in a process of its own: so many posts in each second, and no more."""

    per_second: int
    there: Counter[str] = field(default_factory=Counter)
    times: deque[float] = field(default_factory=deque)
    refused: int = 0
    first: float = 0.0
    last: float = 0.0

    async def post(self, request: web.Request) -> web.Response:
        now = monotonic()
        while self.times and self.times[0] <= now - 1:
            self.times.popleft()
        if len(self.times) >= self.per_second:
            self.refused += 1
            return web.Response(status=429, headers={"Retry-After": f"{self.times[0] + 1 - now:.3f}"})
        self.times.append(now)
        self.first, self.last = self.first or now, now
        self.there[request.query["key"]] += 1
        await asyncio.sleep(random.uniform(0.05, 0.15))  # noqa: S311 - nothing secret
        return web.Response(text=request.query["key"])


def serve(per_second: int, pipe: Connection) -> None:
    """Run a sink until somebody asks what came."""

    async def run() -> None:
        sink = Sink(per_second)
        app = web.Application()
        app.router.add_post("/post", sink.post)
        runner = web.AppRunner(app, access_log=None)
        await runner.setup()
        site = web.TCPSite(runner, "127.0.0.1", 0)
        await site.start()
        pipe.send(runner.addresses[0][1])
        await asyncio.to_thread(pipe.recv)
        pipe.send((sink.there, sink.refused, sink.last - sink.first))
        await runner.cleanup()

    asyncio.run(run())


class Loopback(Pigeon):
    """The sink, as an adapter."""

    def __init__(self, session: aiohttp.ClientSession, port: int, per_second: float) -> None:
        self._session = session
        self._url = f"http://127.0.0.1:{port}/post"
        self.terms = Terms(per_second=per_second, has_history=True)

    def lay_out(self, message: Message) -> Sequence[str]:
        lines = [str(block) for block in message.blocks]
        return ["\n".join(lines[start : start + 16]) for start in range(0, len(lines), 16)]

    async def post(self, place: Place, part: str, key: str, first: MessageRef | None = None) -> MessageRef:
        async with self._session.post(self._url, params={"key": key}, data=part.encode()) as answer:
            if answer.status == 429:
                words, wait = "too many", float(answer.headers["Retry-After"])
                raise PostError(words, permanent=False, retry_after_s=wait, is_everywhere=True)
            return MessageRef(place, await answer.text())


async def at_the_hour(deliveries: Deliveries, clock: Frozen, count: int) -> dict[str, float]:
    """What it costs to post so many that are made, and how long it takes; what is refused is tried again when it is time."""
    clock.wall = DUE
    used, began = process_time(), perf_counter()
    with held_up() as longest:
        await deliveries.wake(clock.now())
        await deliveries.settled()
        while (at := await deliveries.wake(clock.now())) and at - clock.now() < timedelta(minutes=10):
            clock.wall = max(at, clock.wall)
            await deliveries.settled()
    return {
        "posting, ms of CPU each": (process_time() - used) / count * 1000,
        "posting, event loop held up, s": longest[0],
        "posting, s": perf_counter() - began,
    }


async def post(path: Path, count: int, per_second: int) -> dict[str, float]:
    """What posting costs, and how long it takes."""
    await fill(path, count, count)
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=serve, args=(per_second, theirs), daemon=True)
    process.start()
    port = await asyncio.to_thread(ours.recv)
    clock = Frozen()
    figures: dict[str, float] = {}
    async with Store(path) as store, aiohttp.ClientSession() as session:
        deliveries = Deliveries(Editor(store, clock.now), store, {"pigeon": Loopback(session, port, per_second)}, clock)
        used, began = process_time(), perf_counter()
        await deliveries.wake(clock.now())
        await deliveries.settled()
        figures["made before, ms of CPU each"] = (process_time() - used) / count * 1000
        figures["made before, s"] = perf_counter() - began
        figures |= await at_the_hour(deliveries, clock, count)
    ours.send(None)
    there, refused, spent = await asyncio.to_thread(ours.recv)
    process.join()
    whole = count + sum(1 for number in range(count) if f"s{number}".endswith("00"))
    figures["posted"] = len(there)
    figures["lost"] = whole - len(there)
    figures["twice"] = there.total() - len(there)
    figures["refused"] = refused
    figures["times the floor"] = spent / (whole / per_second)
    figures["memory at the most, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return figures


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    what, *numbers = arguments or ["plan"]
    if what == "ready":
        asyncio.run(ready(Path(numbers[0])))
        return
    with TemporaryDirectory() as folder:
        path = Path(folder) / "pullquote.db"
        first, second = map(int, numbers or {"plan": (100_000, 10_000), "post": (10_000, 50)}[what])
        figures = asyncio.run(plan(path, first, second) if what == "plan" else post(path, first, second))
    for name, figure in figures.items():
        print(f"{name:<48} {figure:10.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])

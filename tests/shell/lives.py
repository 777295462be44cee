"""Programs that die, in simulated time: each call of the database and of the platform is a step, before or after which one may end.

What a program that died has begun goes nowhere: each of its steps from then on fails, and its tasks are cancelled. What it had sent
reaches the platform all the same, at once or late.
"""

import asyncio
import selectors
from collections.abc import Awaitable, Callable, Coroutine, Mapping, Sequence
from concurrent.futures import Executor
from contextlib import suppress
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from typing import Any, TypeVar, TypeVarTuple, Unpack

from sqlalchemy import Connection

from bot.deliveries import Deliveries
from bot.errors import StoreError
from bot.messages import Manner, Message, MessageRef, Paragraph, Place
from bot.ports import Handler, Terms, by_id
from bot.store import Database

__all__ = ["DUE", "Carrier", "Death", "Doors", "How", "Life", "Loft", "Trouble", "WallClock", "live", "simulate"]

_T = TypeVar("_T")
_Ts = TypeVarTuple("_Ts")

DUE = datetime(2026, 11, 24, 7, tzinfo=UTC)
_LEAD = timedelta(minutes=10)
_LATENCY_S = 0.05
# Within what `Timing` leaves to a post: its patience, and as long again to settle.
_LATE_S = 29.0
_MOST_LOOKS = 100


class How(StrEnum):
    """How a program dies at a step."""

    BEFORE = "before"
    AFTER = "after"
    LATE = "late"
    """Right after it has sent a post, which reaches the platform much later."""


@dataclass(frozen=True)
class Death:
    """Where a program dies.

    Attributes:
        step: At which of its steps, from 0.
        how: How.
    """

    step: int
    how: How


Trouble = Callable[[Callable[[], str]], str]
"""What comes of a post instead; called with what would take it in, which tells its id."""

_LIFE: ContextVar["Life | None"] = ContextVar("_LIFE", default=None)


class Life:
    """A run of the program.

    Attributes:
        steps: What it did outside, in order.
        at_step: Called with the number and the name of each step before it is done; what it raises comes of the step.
        behind_step: Likewise, when it is done.
        within_step: Likewise, in a transaction that is done but for its commit.
    """

    def __init__(self, death: Death | None = None) -> None:
        self._death = death
        self._over = asyncio.Event()
        self._tasks: set[asyncio.Task[Any]] = set()
        self.steps: list[str] = []
        self.at_step: Callable[[int, str], None] = lambda _number, _name: None
        self.behind_step: Callable[[int, str], None] = lambda _number, _name: None
        self.within_step: Callable[[int, str], None] = lambda _number, _name: None

    async def step(self, name: str, work: Callable[[], Awaitable[_T]], late: Callable[[], object] | None = None) -> _T:
        """Do something outside."""
        self._must_live()
        number = len(self.steps)
        self.steps.append(name)
        how = self._death.how if self._death and self._death.step == number else None
        if how is How.BEFORE:
            self.die()
        if how is How.LATE and late:
            asyncio.get_running_loop().call_later(_LATE_S, late)
            self.die()
        self.at_step(number, name)
        result = await work()
        self._must_live()
        if how is How.AFTER:
            self.die()
        self.behind_step(number, name)
        return result

    async def live(self, work: Coroutine[Any, Any, None]) -> bool:
        """Run the program. Whether it died."""
        token = _LIFE.set(self)
        living = asyncio.create_task(work)
        _LIFE.reset(token)
        dying = asyncio.create_task(self._over.wait())
        await asyncio.wait({living, dying}, return_when=asyncio.FIRST_COMPLETED)
        has_died = self._over.is_set()
        if not has_died:
            dying.cancel()
            await living
        self._over.set()
        while left := [task for task in self._tasks if not task.done()]:
            for task in left:
                task.cancel()
            await asyncio.wait(left)
        return has_died

    def begins(self, task: asyncio.Task[Any]) -> None:
        """One of its tasks."""
        self._tasks.add(task)

    def _must_live(self) -> None:
        if self._over.is_set():
            raise asyncio.CancelledError

    def die(self) -> None:
        """End, in the middle of a step."""
        self._over.set()
        raise asyncio.CancelledError


class _Selector(selectors.DefaultSelector):
    """Waits for nothing: where nobody has anything to do, time passes at once."""

    def __init__(self) -> None:
        super().__init__()
        self.passed = 0.0

    def select(self, timeout: float | None = None) -> Any:
        assert timeout is not None, "nothing will ever happen any more"
        self.passed += max(timeout, 0.0)
        return super().select(0)


class _Loop(asyncio.SelectorEventLoop):
    """An event loop of simulated time, in which work for threads is done at once, so that all comes in the same order each time."""

    def __init__(self) -> None:
        self._world = _Selector()
        super().__init__(self._world)
        self.set_task_factory(_task)

    def time(self) -> float:
        return self._world.passed

    def run_in_executor(
        self,
        executor: Executor | None,
        func: Callable[[Unpack[_Ts]], _T],
        *args: *_Ts,
    ) -> asyncio.Future[_T]:
        job: asyncio.Future[_T] = self.create_future()
        try:
            result = func(*args)
        except Exception as error:  # noqa: BLE001 - for whoever waits for it
            self.call_soon(_end, job, job.set_exception, error)
        else:
            self.call_soon(_end, job, job.set_result, result)
        return job


def _end(job: asyncio.Future[Any], how: Callable[[Any], None], what: object) -> None:
    if not job.done():
        how(what)


def _task(loop: asyncio.AbstractEventLoop, work: Any, **more: Any) -> asyncio.Task[Any]:
    task: asyncio.Task[Any] = asyncio.Task(work, loop=loop, **more)
    if life := _LIFE.get():
        life.begins(task)
    return task


def simulate(main: Callable[[], Coroutine[Any, Any, _T]]) -> _T:
    """Run something in simulated time."""
    with asyncio.Runner(loop_factory=_Loop) as runner:
        return runner.run(main())


@dataclass
class WallClock:
    """The clock of a machine in simulated time; its wall clock may be set.

    Attributes:
        begins: What it shows at the beginning.
        wrong_by: By how much it is wrong.
    """

    begins: datetime = DUE - _LEAD
    wrong_by: timedelta = timedelta(0)

    def now(self) -> datetime:
        return self.begins + timedelta(seconds=self.elapsed()) + self.wrong_by

    def elapsed(self) -> float:
        return asyncio.get_running_loop().time()

    async def sleep(self, seconds: float) -> None:
        await asyncio.sleep(seconds)


class Doors(Database):
    """A database as one run of the program sees it: each transaction is a step."""

    def __init__(self, real: Database, life: Life) -> None:
        self.url, self.name, self.is_sqlite = real.url, real.name, real.is_sqlite
        self._real = real
        self._life = life

    async def write(self, work: Callable[[Connection], _T]) -> _T:
        return await self._life.step("write", lambda: self._real.write(self._within("write", work)))

    async def read(self, work: Callable[[Connection], _T]) -> _T:
        return await self._life.step("read", lambda: self._real.read(self._within("read", work)))

    def _within(self, name: str, work: Callable[[Connection], _T]) -> Callable[[Connection], _T]:
        # What is done in a thread belongs to the step that was begun last.
        number = len(self._life.steps) - 1

        def transact(connection: Connection) -> _T:
            result = work(connection)
            self._life.within_step(number, name)
            return result

        return transact


@dataclass
class Loft:
    """A platform: what reached it is there.

    Attributes:
        terms: On what terms it takes posts.
        posts: What is there, in order: channel and text.
        keys: The keys of these.
        times: When they came, by a clock that is right.
    """

    terms: Terms
    clock: WallClock = field(default_factory=WallClock)
    posts: list[tuple[str, str]] = field(default_factory=list)
    keys: list[str] = field(default_factory=list)
    times: list[datetime] = field(default_factory=list)

    def take_in(self, channel: str, text: str, key: str) -> str:
        """Take a post in, or tell which one it is. Its id."""
        now = self.clock.now()
        for number in reversed(range(len(self.keys))):
            if self.keys[number] == key and now - self.times[number] < self.terms.key_lives:
                return str(number)
        self.posts.append((channel, text))
        self.keys.append(key)
        self.times.append(now)
        return str(len(self.posts) - 1)


class Carrier:
    """A platform as one run of the program reaches it: each call is a step."""

    platform = "pigeon"

    def __init__(self, loft: Loft, life: Life, troubles: list[Trouble], token_id: str = "") -> None:
        """Take where it leads, who is on the way, what goes wrong with the next posts, in order, and with which token."""
        self.token_id = token_id
        self._loft = loft
        self._life = life
        self._troubles = troubles

    @property
    def terms(self) -> Terms:
        return self._loft.terms

    async def run(self, handler: Handler) -> None:
        raise NotImplementedError

    def lay_out(self, message: Message) -> Sequence[str]:
        return [block.text for block in message.blocks if isinstance(block, Paragraph)]

    called = staticmethod(by_id)

    async def obstacle(self, place: Place, manner: Manner) -> str:
        return ""

    async def post(self, place: Place, part: str, key: str, first: MessageRef | None = None) -> MessageRef:
        def arrive() -> str:
            return self._loft.take_in(place.channel, part, key)

        async def send() -> MessageRef:
            await asyncio.sleep(_LATENCY_S)
            id_ = self._troubles.pop(0)(arrive) if self._troubles else arrive()
            await asyncio.sleep(_LATENCY_S)
            return MessageRef(place, id_)

        return await self._life.step("post", send, late=arrive)

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        assert self.terms.has_history

        async def look() -> Mapping[str, MessageRef]:
            await asyncio.sleep(_LATENCY_S)
            rows = zip(self._loft.keys, self._loft.times, strict=True)
            there = {key: MessageRef(place, str(number)) for number, (key, at) in enumerate(rows) if at >= since}
            return {key: there[key] for key in keys if key in there}

        return await self._life.step("look up", look)


async def live(deliveries: Deliveries, clock: WallClock, until_s: float, nap: timedelta = timedelta(days=1)) -> None:
    """Let deliveries be woken when they want to, until so many seconds have passed.

    Args:
        deliveries: Whose.
        clock: Theirs.
        until_s: Of `clock.elapsed`.
        nap: The longest time between two looks.
    """
    rung = asyncio.Event()
    deliveries.when_changed(rung.set)
    looked_at, looks = -1.0, 0
    while True:
        rung.clear()
        looks = looks + 1 if clock.elapsed() == looked_at else 0
        looked_at = clock.elapsed()
        assert looks < _MOST_LOOKS, "it looks again and again, and no time passes"
        try:
            at = await deliveries.wake(clock.now())
        except StoreError:
            at = clock.now() + timedelta(minutes=1)
        wait_s = max(0.001, min(at - clock.now() if at else nap, nap).total_seconds())
        left_s = until_s - clock.elapsed()
        with suppress(TimeoutError):
            async with asyncio.timeout(min(wait_s, max(left_s, 0.0))):
                await rung.wait()
        if clock.elapsed() >= until_s:
            await deliveries.stop()
            return

"""The real program, killed in the middle of posts: a platform over HTTP, a child that delivers, and who kills it again and again.

Nothing here hangs on how fast the machine is. The platform does nothing for a request that is older than a program's patience, and
the child that is started when another is dead looks up what that one may have sent only when a lease has passed, which is longer.
"""

import asyncio
import os
import signal
import sys
from asyncio.subprocess import PIPE
from collections import Counter
from collections.abc import AsyncIterator, Callable, Coroutine, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any

from aiohttp import ClientError, ClientSession, web

from bot.clock import SystemClock
from bot.deliveries import Deliveries, Timing
from bot.deliveries.timing import USUAL
from bot.errors import PostError
from bot.messages import Manner, Message, MessageRef, Paragraph, Place
from bot.ports import Handler, Terms, by_id
from bot.schedule import Schedule
from bot.store import Database, DeliveryState, Store, StoredSubscription
from bot.subscriptions import Subscription
from tests.shell.delivered import Editor
from tests.shell.loopback import serving
from tests.shell.tenures import Told, killed, longest_takeover, outside, overlaps, tenures

__all__ = [
    "TIMING",
    "Figures",
    "Nursery",
    "Sink",
    "Wire",
    "are_settled",
    "deliver",
    "kill_again_and_again",
    "let_come",
    "nurse",
    "posted",
    "there",
]

TERMS = {
    "key": Terms(per_second=25, key_lives=timedelta(days=365)),
    "history": Terms(per_second=25, has_history=True),
}
_PATIENCE_S = 1.0
TIMING = Timing(
    lead=timedelta(0),
    making=timedelta(seconds=10),
    held=timedelta(seconds=1),
    patience=timedelta(seconds=_PATIENCE_S),
    lease=timedelta(seconds=3.5),
    settling=timedelta(seconds=0.5),
    pause=timedelta(seconds=0.5),
    tenure=timedelta(seconds=2),
)
_PARTS = 2
_LATENCY_S = 0.15
_LONGEST_S = 300
# So many are killed before they have posted anything.
_EARLY = 0.15
_DROPPED = 0.05


@dataclass
class Sink:
    """A platform on 127.0.0.1, which takes its time, is busy now and then, and lets connections drop behind what it took.

    Attributes:
        kind: What it offers: "key" or "history".
        chance: What latency, trouble and drops are drawn from.
        busy: How often it is, of one.
        posts: What is there, in order: channel, text and key.
        sent: Which program sent each post that came, and when, by a clock that all share.
        under_way: How many requests it is about.
        counts: What became of the requests.
    """

    kind: str
    chance: Random
    busy: float = 0.0
    posts: list[tuple[str, str, str]] = field(default_factory=list)
    sent: list[tuple[str, float]] = field(default_factory=list)
    under_way: int = 0
    counts: Counter[str] = field(default_factory=Counter)
    _put_off: set[str] = field(default_factory=set)
    _seen: asyncio.Condition = field(default_factory=asyncio.Condition)

    @asynccontextmanager
    async def open(self) -> AsyncIterator[str]:
        """Its address."""
        app = web.Application()
        app.router.add_post("/posts", self._post)
        app.router.add_get("/posts", self._look)
        async with serving(app) as address:
            yield address

    async def saw(self, more: int, by: str = "") -> None:
        """Wait until it was asked to post so many times more, by a program or by any."""

        def count() -> int:
            return sum(by in {"", program} for program, _ in self.sent)

        until = count() + more
        async with self._seen:
            await self._seen.wait_for(lambda: count() >= until)

    async def _post(self, request: web.Request) -> web.StreamResponse:
        data = await request.json()
        self.under_way += 1
        try:
            async with self._seen:
                self.sent.append((data["by"], data["sent"]))
                self.counts["requests"] += 1
                self._seen.notify_all()
            return await self._taken(request, data)
        finally:
            self.under_way -= 1

    async def _taken(self, request: web.Request, data: Mapping[str, Any]) -> web.StreamResponse:
        await asyncio.sleep(self.chance.uniform(0, _LATENCY_S))
        luck = self.chance.random()
        # Once each.
        if luck > 1 - self.busy and data["key"] not in self._put_off:
            self.counts["busy"] += 1
            self._put_off.add(data["key"])
            return web.Response(status=503)
        if monotonic() > data["sent"] + _PATIENCE_S:
            self.counts["too late"] += 1
            return web.Response(status=504)
        known = [number for number, (*_, key) in enumerate(self.posts) if key == data["key"]]
        if not (known and self.kind == "key"):
            self.posts.append((data["channel"], data["text"], data["key"]))
            known = [len(self.posts) - 1]
        if luck < _DROPPED and request.transport:
            self.counts["dropped"] += 1
            request.transport.abort()
        await asyncio.sleep(self.chance.uniform(0, _LATENCY_S))
        return web.json_response({"id": str(known[0])})

    async def _look(self, request: web.Request) -> web.Response:
        self.counts["looked up"] += 1
        wanted = request.query["channel"]
        found = {key: str(number) for number, (channel, _, key) in enumerate(self.posts) if channel == wanted}
        return web.json_response(found)


class Wire:
    """The sink, as the program knows it."""

    platform = "sink"
    token_id = "sink"  # noqa: S105 - no secret

    def __init__(self, session: ClientSession, kind: str, program: str) -> None:
        self._session = session
        self._program = program
        self.terms = TERMS[kind]

    async def run(self, handler: Handler) -> None:
        raise NotImplementedError

    def lay_out(self, message: Message) -> Sequence[str]:
        return [block.text for block in message.blocks if isinstance(block, Paragraph)]

    called = staticmethod(by_id)

    async def obstacle(self, place: Place, manner: Manner) -> str:
        return ""

    async def post(self, place: Place, part: str, key: str, first: MessageRef | None = None) -> MessageRef:
        data = {"channel": place.channel, "text": part, "key": key, "by": self._program, "sent": monotonic()}
        return await posted(self._session, place, data)

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        del since
        return await there(self._session, place, keys)


async def posted(session: ClientSession, place: Place, data: Mapping[str, object]) -> MessageRef:
    """What a post is on a platform that is a server of this machine."""
    try:
        async with session.post("/posts", json=data) as response:
            if response.status == 503:
                message = "it is busy"
                raise PostError(message, permanent=False)
            response.raise_for_status()
            return MessageRef(place, (await response.json())["id"])
    except ClientError as error:
        raise PostError(str(error), permanent=False, is_unknown=True) from error


async def there(session: ClientSession, place: Place, keys: Sequence[str]) -> Mapping[str, MessageRef]:
    """What of some posts is there."""
    try:
        async with session.get("/posts", params={"channel": place.channel}) as response:
            found = await response.json()
    except ClientError as error:
        raise PostError(str(error), permanent=False) from error
    return {key: MessageRef(place, found[key]) for key in keys if key in found}


async def _deliver(where: str, address: str, kind: str, log: str, tenure_s: str) -> None:
    """The program.

    Args:
        where: Its database.
        address: Of the platform.
        kind: What that offers.
        log: Where it tells what it holds.
        tenure_s: For how long each time, as on a machine of its own; empty for the usual time of tests, and one machine for all.
    """
    timing = TIMING
    if tenure_s:
        tenure = timedelta(seconds=float(tenure_s))
        timing = replace(TIMING, tenure=tenure, pause=min(tenure / 6, USUAL.pause))
    await deliver(where, address, kind, str(os.getpid()), Path(log), timing, apart=bool(tenure_s))


async def deliver(
    where: str,
    address: str,
    kind: str,
    program: str,
    log: Path,
    timing: Timing = TIMING,
    *,
    apart: bool = False,
) -> None:
    """Deliver what is due, until cancelled."""
    clock = SystemClock()
    database = Database(where if "://" in where else Path(where))
    async with Store(database) as store, ClientSession(address) as session:
        store.leases = Told(database, log, program, apart=apart)
        editor = Editor(store, clock, _PARTS)
        deliveries = Deliveries(editor, store, {"sink": Wire(session, kind, program)}, clock, timing=timing)
        schedule = Schedule(deliveries.wake, clock.now)
        deliveries.when_changed(schedule.ring)
        try:
            await schedule.run()
        finally:
            await deliveries.stop()


@dataclass(frozen=True)
class Figures:
    """What came of it.

    Attributes:
        kills: How often the program was killed.
        amid: How often while the platform was about posts of it.
        digests: How many were due.
        posts: How many posts those are.
        lost: How many of them are not there.
        twice: How many are there that were there already.
        disordered: How many digests have their parts in another order.
        unsettled: How many digests are not written down as posted.
        overlaps: How often a program had the token to itself while another had.
        outside: How many posts a program sent that did not have it.
        takeover_s: For how long nobody had it, at the most, when one that had it was killed.
        counts: What became of the requests.
    """

    kills: int
    amid: int
    digests: int
    posts: int
    lost: int
    twice: int
    disordered: int
    unsettled: int
    overlaps: int
    outside: int
    takeover_s: float
    counts: Mapping[str, int]


class Nursery:
    """A process that has loaded everything and forks the program, so that it is there at once; and that kills it."""

    def __init__(self, module: str, *arguments: str) -> None:
        """Take the module that is the program: when it is run it ends in `nurse`; and with which arguments it is run."""
        self._command = [sys.executable, "-m", module, *arguments]
        self._process: asyncio.subprocess.Process | None = None
        self.children: list[int] = []

    async def start(self) -> None:
        """Start the program once more."""
        if self._process is None:
            root = Path(__file__).parents[2]
            self._process = await asyncio.create_subprocess_exec(*self._command, cwd=root, stdin=PIPE, stdout=PIPE)
        self.children.append(int(await self._ask("start")))

    async def kill(self, child: int) -> None:
        """Kill a program; it is dead when this is done."""
        await self._ask(f"kill {child}")
        self.children.remove(child)

    async def close(self) -> None:
        """Kill what is left."""
        for child in tuple(self.children):
            await self.kill(child)
        if self._process and self._process.stdin:
            self._process.stdin.close()
            await self._process.wait()

    async def _ask(self, line: str) -> str:
        assert self._process
        assert self._process.stdin
        assert self._process.stdout
        self._process.stdin.write(f"{line}\n".encode())
        return (await self._process.stdout.readline()).decode()


class _Loop:
    """Programs that are killed and started again."""

    def __init__(self, sink: Sink, nursery: Nursery, chance: Random, digests: int, log: Path) -> None:
        self.log = log
        self._sink, self._nursery, self._chance, self._digests = sink, nursery, chance, digests
        self.ids: list[str] = []
        self.amid = 0

    async def run(self, store: Store, kills: int, programs: int) -> None:
        """Kill them so often, and let them come to their end."""
        for _ in range(kills):
            await self._let_come(store)
            await self._start(programs)
            await self._an_instant()
            self.amid += self._sink.under_way > 0
            child, before = self._chance.choice(self._nursery.children), monotonic()
            await self._nursery.kill(child)
            killed(self.log, str(child), before, monotonic())
        await self._start(programs)
        await are_settled(store, "sink")

    async def _let_come(self, store: Store) -> None:
        for _ in range(self._digests):
            id_ = f"{len(self.ids):07}"
            self.ids.append(id_)
            await let_come(store, id_, Place("sink", channel=id_))

    async def _start(self, programs: int) -> None:
        while len(self._nursery.children) < programs:
            await self._nursery.start()

    async def _an_instant(self) -> None:
        """Now and then while it begins, mostly in the middle of posts."""
        if self._chance.random() > _EARLY:
            await self._sink.saw(self._chance.randint(1, self._digests * _PARTS * 3 // 4))
        await asyncio.sleep(self._chance.uniform(0, 2 * _LATENCY_S))


async def let_come(store: Store, id_: str, place: Place) -> None:
    """Let a digest be due in a place since this minute."""
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    chosen = Subscription(id_, place, (minute.time(),), "UTC")
    await store.subscriptions.put(StoredSubscription(id_, place, chosen.settings, minute - timedelta(seconds=1)))


async def are_settled(store: Store, platform: str) -> None:
    """Wait until there is nothing more to do about any digest; not for ever, if whoever would do it is gone."""
    async with asyncio.timeout(_LONGEST_S):
        while True:
            outlook = await store.ledger.outlook([platform])
            is_done = outlook.to_make is None and outlook.to_post is None
            if is_done and outlook.next_due and outlook.next_due > datetime.now(UTC):
                return
            await asyncio.sleep(0.1)


async def kill_again_and_again(
    where: Path | str,
    kind: str,
    kills: int,
    *,
    seed: int = 0,
    programs: int = 1,
    busy: float = 0.0,
    digests: int = 8,
    tenure_s: float = 0.0,
) -> Figures:
    """Kill programs that deliver at random instants, so often, and count what is there in the end.

    Args:
        where: An empty database.
        kind: What the platform offers: "key" or "history".
        kills: How often.
        seed: Of all that is drawn.
        programs: How many run on the database at a time.
        digests: How many become due for each life.
        tenure_s: For how long a program has a token to itself, if each is to think that the others are on other machines; 0 for the usual
            time of tests, and one machine for all.
        busy: How often the platform answers 503, of one; the program waits for five seconds then, and longer the next time.
    """
    chance = Random(seed)  # noqa: S311 - no secrets
    sink = Sink(kind, chance, busy)
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(sink.open())
        log = Path(stack.enter_context(TemporaryDirectory())) / "log"
        store = await stack.enter_async_context(Store(where))
        nursery = Nursery(__name__, str(where), address, kind, str(log), str(tenure_s or ""))
        stack.push_async_callback(nursery.close)
        loop = _Loop(sink, nursery, chance, digests, log)
        await loop.run(store, kills, programs)
        settled = await store.ledger.of_subscriptions(loop.ids, datetime.now(UTC) - timedelta(days=1))
        return _figures(sink, loop, kills, [one.state for one in settled])


def _figures(sink: Sink, loop: _Loop, kills: int, states: Sequence[DeliveryState]) -> Figures:
    keys = Counter(key for *_, key in sink.posts)
    order: dict[str, list[str]] = {}
    for channel, _, key in sink.posts:
        order.setdefault(channel, []).append(key)
    wanted, found = _PARTS * len(loop.ids), tenures(loop.log)
    return Figures(
        kills=kills,
        amid=loop.amid,
        digests=len(loop.ids),
        posts=wanted,
        lost=wanted - len(keys),
        twice=len(sink.posts) - len(keys),
        disordered=sum(found != sorted(found) for found in order.values()),
        unsettled=len(loop.ids) - states.count(DeliveryState.POSTED),
        overlaps=overlaps(found),
        outside=outside(found, sink.sent),
        takeover_s=longest_takeover(found),
        counts=dict(sink.counts),
    )


def nurse(program: Callable[..., Coroutine[Any, Any, None]], arguments: Sequence[str]) -> None:
    """Start a program and kill it, as is said line by line."""
    for line in sys.stdin:
        order, _, child = line.strip().partition(" ")
        if order == "kill":
            os.kill(int(child), signal.SIGKILL)
            os.waitpid(int(child), 0)
        elif not (born := os.fork()):
            asyncio.run(program(*arguments))
        else:
            child = str(born)
        sys.stdout.write(f"{child}\n")
        sys.stdout.flush()


if __name__ == "__main__":
    nurse(_deliver, sys.argv[1:])

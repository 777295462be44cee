"""A bot that is many processes: two of each role on a PostgreSQL that each reaches by a way of its own, and what they have to do."""

import asyncio
import json
import os
import sys
from collections.abc import AsyncIterator, Awaitable, Callable, Collection
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from random import Random
from time import monotonic
from typing import TypeVar

from sqlalchemy import Connection, make_url, select, text, update

from bot.errors import StoreError
from bot.messages import Place
from bot.store import Database, PlaceSource, Store, StoredSubscription
from bot.store import tables as t
from bot.subscriptions import Subscription
from digest import ANALYSIS_VERSION
from tests.shell.cuttable import Way
from tests.shell.fleet_member import told_of
from tests.shell.fleet_platform import Platform
from tests.shell.fleet_web import Due, Outlet, Web
from tests.shell.postgres import Server
from tests.shell.tenures import killed

__all__ = ["ROLES", "Fleet", "Member", "Slot", "Work", "fleet"]

_T = TypeVar("_T")

ROLES = ("planner", "worker", "bot")
_EACH = 2
_LOOK_S = 0.2
_HERE = Path(__file__).parents[2]
_JOBS = "SELECT id FROM procrastinate.procrastinate_jobs WHERE status = ANY(:states)"


@dataclass
class Slot:
    """A digest that is due.

    Attributes:
        platform: Where.
        channel: Likewise; also the id of the subscription.
        at: Since when it was there to be planned, by a clock that all of the machine share.
    """

    platform: str
    channel: str
    at: float


@dataclass
class Member:
    """A place in the fleet for one process after another.

    Attributes:
        role: What they do.
        number: Which of those that do.
        way: How they reach the database.
        process: The one that runs, or ran last.
        lives: How many there were.
    """

    role: str
    number: int
    way: Way
    process: asyncio.subprocess.Process | None = None
    lives: int = 0

    @property
    def name(self) -> str:
        """What the one that runs is called: no other is, before or after it."""
        return f"{self.role}{self.number}-{self.lives}"


class Work:
    """What there is to do: sources have news and are due, slots are due, all the time."""

    def __init__(
        self, store: Store, database: Database, web: Web, platforms: Collection[Platform], chance: Random
    ) -> None:
        self.store, self.database, self.web = store, database, web
        self.platforms = {platform.name: platform for platform in platforms}
        self.chance = chance
        self.slots: list[Slot] = []
        self._going_on: asyncio.Task[None] | None = None
        self._is_over = False

    async def surely(self, do: Callable[[], Awaitable[_T]]) -> _T:
        """Do something with the database, also while that is restarted."""
        while True:
            try:
                return await do()
            except StoreError:
                await asyncio.sleep(_LOOK_S)

    async def read(self, look: Callable[[Connection], _T]) -> _T:
        """Look at something in the database."""
        return await self.surely(lambda: self.database.read(look))

    async def begin(self) -> None:
        """Let a place that nobody sees have all sources, and wait until they were read."""
        for host, outlet in self.web.outlets.items():
            self.web.publish(outlet)
            due = self.web.is_due(outlet)
            place = Place("elsewhere", channel="elsewhere")
            await self.store.places.add_source(place, PlaceSource(outlet.feed, host, "U1", due.wall))
        while not all(outlet.is_idle for outlet in self.web.outlets.values()):
            await self.look()
            await asyncio.sleep(_LOOK_S)

    def go_on(self) -> None:
        """Let more and more come."""
        self._going_on = asyncio.create_task(self._come())

    async def rest(self) -> None:
        """Let no more come; what has begun to comes to its end."""
        self._is_over = True
        if self._going_on:
            await self._going_on

    async def _come(self) -> None:
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(self._sources())
            tasks.create_task(self._slots())
            tasks.create_task(self._looks())

    async def look(self) -> None:
        """Take note of what was kept."""
        tried = dict(
            await self.read(lambda c: c.execute(select(t.sources.c.feed, t.sources.c.last_tried)).tuples().all())
        )
        for outlet in self.web.outlets.values():
            at = tried.get(outlet.feed)
            for due in outlet.dues[-1:]:
                if due.kept is None and at and at > due.wall:
                    due.kept = monotonic()

    async def doing(self) -> frozenset[int]:
        """The jobs that are being done, by their numbers."""
        return await self._jobs("doing")

    async def there(self) -> frozenset[int]:
        """Those that are not done yet."""
        return await self._jobs("doing", "todo")

    async def _jobs(self, *states: str) -> frozenset[int]:
        asked = text(_JOBS).bindparams(states=list(states))
        return frozenset(await self.read(lambda c: c.execute(asked).scalars().all()))

    async def states(self, channels: Collection[str]) -> dict[str, tuple[str, datetime | None]]:
        """How far the digests of some channels have come, and when it is looked at them."""
        own = t.deliveries.c
        found = select(own.subscription, own.state, own.look_at).where(own.subscription.in_(channels))
        rows = await self.read(lambda c: c.execute(found).all())
        return {row.subscription: (str(row.state), row.look_at) for row in rows}

    async def unfinished(self) -> dict[str, int]:
        """What is still to be done, by what it is; nothing if all is."""
        await self.look()
        states = await self.states([slot.channel for slot in self.slots])
        open_ = {slot.channel: states.get(slot.channel, ("unplanned", datetime.now(UTC))) for slot in self.slots}
        lacking = await self.surely(lambda: self.store.analyses.lacking(ANALYSIS_VERSION, 10_000))
        counts = {
            "sources": sum(not outlet.is_idle for outlet in self.web.outlets.values()),
            "articles without analysis": len(lacking),
            **{f"digests {state}": 0 for state, look_at in open_.values() if look_at},
        }
        for state, look_at in open_.values():
            if look_at:
                counts[f"digests {state}"] += 1
        return {what: count for what, count in counts.items() if count}

    async def _sources(self) -> None:
        while not self._is_over:
            await asyncio.sleep(self.chance.uniform(0.5, 1.5))
            idle = [outlet for outlet in self.web.outlets.values() if outlet.is_idle]
            if idle:
                await self._let_be_due(self.chance.choice(idle))

    async def _let_be_due(self, outlet: Outlet) -> Due:
        self.web.publish(outlet)
        due = self.web.is_due(outlet)
        its = update(t.sources).where(t.sources.c.feed == outlet.feed).values(next_reading=due.wall)
        await self.surely(lambda: self.database.write(lambda c: c.execute(its)))
        return due

    async def _slots(self) -> None:
        while not self._is_over:
            await asyncio.sleep(self.chance.uniform(0.8, 1.8))
            id_ = f"{len(self.slots):06}"
            place = Place(self.chance.choice(sorted(self.platforms)), channel=id_)
            hosts = self.chance.sample(sorted(self.web.outlets), 2)
            await self.surely(partial(self._let_come, place, hosts))
            self.slots.append(Slot(place.platform, id_, monotonic()))

    async def _let_come(self, place: Place, hosts: Collection[str]) -> None:
        """Let a digest of some sources be due in a place since this minute."""
        now = datetime.now(UTC)
        for host in hosts:
            await self.store.places.add_source(place, PlaceSource(self.web.outlets[host].feed, host, "U1", now))
        await self.store.places.change(place, {"own_sources": True}, now)
        minute = now.replace(second=0, microsecond=0)
        chosen = Subscription(place.channel, place, (minute.time(),), "UTC")
        row = StoredSubscription(place.channel, place, chosen.settings, minute - timedelta(seconds=1))
        await self.store.subscriptions.put(row)

    async def _looks(self) -> None:
        while not self._is_over:
            await self.look()
            await asyncio.sleep(_LOOK_S)


class Fleet:
    """The processes, and what can be done to them."""

    def __init__(self, folder: Path, url: str, server: Server, work: Work, addresses: dict[str, str]) -> None:
        self.folder, self.server, self.work = folder, server, work
        self._url, self._addresses = url, addresses
        self.members: list[Member] = []
        self.troubles: list[tuple[str, float, float]] = []
        """Which process was dead or cut off, and from when to when; "" for all of them."""

    async def start(self, member: Member) -> None:
        """Start a process."""
        member.lives += 1
        config = self.folder / f"{member.name}.toml"
        config.write_text('[log]\nlevel = "info"\n', encoding="utf-8")
        through = make_url(self._url).set(host="127.0.0.1", port=member.way.port, query={})
        known = {**os.environ, "DATABASE_URL": through.render_as_string(hide_password=False), "PYTHONPATH": str(_HERE)}
        arguments = (member.role, config, member.name, self.folder / "told", json.dumps(self._addresses))
        with (self.folder / f"{member.name}.log").open("wb") as file:
            member.process = await asyncio.create_subprocess_exec(
                sys.executable, "-P", "-m", "tests.shell.fleet_member", *map(str, arguments),
                stdin=asyncio.subprocess.DEVNULL, stdout=file, stderr=file, cwd=_HERE, env=known,
            )  # fmt: skip

    async def kill(self, member: Member) -> None:
        """Kill one, without a word."""
        assert member.process
        before = monotonic()
        member.process.kill()
        await member.process.wait()
        after = monotonic()
        for file in (self.folder / "told").iterdir():
            killed(file, member.name, before, after)
        self.troubles.append((member.name, before, float("inf")))

    async def crash_database(self) -> None:
        """Let the database end in the middle of everything, and start it again."""
        before = monotonic()
        await asyncio.to_thread(self.server.crash)
        # What was under way then is done anew a while later.
        self.troubles.append(("", before, monotonic() + 1))

    def holder(self, name: str) -> Member | None:
        """Who has something, as far as it was told."""
        told = told_of(self.folder / "told", name)
        lines = told.read_text(encoding="utf-8").splitlines() if told.exists() else []
        names = [line.split()[0] for line in lines if line.split()[1] == "held"]
        return next((member for member in self.members if names and member.name == names[-1]), None)

    def gone(self) -> list[str]:
        """The processes that have ended by themselves, and what they said last."""
        return [
            f"{member.name}: {(self.folder / f'{member.name}.log').read_text(encoding='utf-8')[-500:]}"
            for member in self.members
            if member.process and member.process.returncode not in {None, -9}
        ]

    async def stop(self) -> None:
        """Kill all that still run."""
        for member in self.members:
            if member.process and member.process.returncode is None:
                member.process.kill()
                await member.process.wait()


@asynccontextmanager
async def fleet(server: Server, url: str, folder: Path, chance: Random, sources: int = 40) -> AsyncIterator[Fleet]:
    """A fleet that runs, and has something to do; nothing more is done to it afterwards."""
    (folder / "told").mkdir()
    async with AsyncExitStack() as stack:
        web = await stack.enter_async_context(Web(chance, sources).open())
        platforms = [Platform(name, chance) for name in ("discord", "slack")]
        addresses = {one.name: await stack.enter_async_context(one.open()) for one in platforms}
        database = Database(url)
        store = await stack.enter_async_context(Store(database))
        work = Work(store, database, web, platforms, chance)
        it = Fleet(folder, url, server, work, addresses)
        stack.push_async_callback(it.stop)
        for role in ROLES:
            for number in range(_EACH):
                way = await stack.enter_async_context(Way(server.socket).leads())
                it.members.append(Member(role, number, way))
                await it.start(it.members[-1])
        await work.begin()
        work.go_on()
        stack.push_async_callback(work.rest)
        yield it

"""An hour of the day at which very many digests are due at once: see `tests.bench.day_at_size`."""

import asyncio
import multiprocessing
import sys
from collections import Counter
from collections.abc import Mapping
from contextlib import ExitStack
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from multiprocessing.process import BaseProcess
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter
from typing import Any

import psycopg

from bot.store import Store
from tests.bench.day_clock import FastClock
from tests.bench.day_filling import Morning, fill_sources, fill_subscriptions, plain_url
from tests.bench.day_processes import Family, Used, families, running
from tests.bench.day_role import PLATFORMS
from tests.bench.day_web import Web
from tests.bench.day_world import World
from tests.bench.deliveries_at_size import serve
from tests.shell.postgres import Server

__all__ = ["LEAD", "Seen", "morning", "report", "times_the_floor"]

LEAD = timedelta(minutes=11)
"""A minute more than there is from when they are planned."""

_LONGEST = timedelta(minutes=20)
_LOOK_S = 10.0
_TEXTS = 2_000
_OPEN = ("preparing", "ready", "sending")


class Sink:
    """A platform, in a process of its own."""

    def __init__(self, platform: str) -> None:
        self._ours, theirs = multiprocessing.Pipe()
        per_second = int(PLATFORMS[platform].per_second)
        context = multiprocessing.get_context("spawn")
        self.process: BaseProcess = context.Process(target=serve, args=(per_second, theirs), daemon=True)
        self.process.start()
        self.port: int = self._ours.recv()

    def stop(self) -> tuple[Counter[str], int, float]:
        """Stop it: how often each key was posted, how many posts were refused, and how long it took from the first to the last, in seconds."""
        self._ours.send(None)
        told: tuple[Counter[str], int, float] = self._ours.recv()
        self.process.join()
        return told


@dataclass
class Seen:
    """What was seen of it.

    Attributes:
        due: How many digests were due on each platform.
        parts: In how many posts.
        at: The instant.
        looks: When it was looked, how many digests were how far, and what each process had used.
        posted: What came to each platform: see `Sink.stop`.
    """

    due: Mapping[str, int]
    at: datetime
    parts: Mapping[str, int] = field(default_factory=dict)
    looks: list[tuple[datetime, Mapping[str, int], Mapping[str, Used]]] = field(default_factory=list)
    posted: Mapping[str, tuple[Counter[str], int, float]] = field(default_factory=dict)


def shared_out(due: int) -> dict[str, int]:
    """How many are due on each platform, so that each takes them in the same time."""
    total = sum(one.per_second for one in PLATFORMS.values())
    first, *others = PLATFORMS
    shared = {name: round(due * PLATFORMS[name].per_second / total) for name in others}
    return {first: due - sum(shared.values()), **shared}


async def morning(
    server: Server, world: World, due: int, lists: int, subscriptions: int, *, lead: timedelta = LEAD, workers: int = 2
) -> Seen:
    """Let it come.

    Args:
        server: A PostgreSQL.
        world: All feeds.
        due: How many digests are due at the instant.
        lists: How many lists of sources there are.
        subscriptions: How many there are of all hours.
        lead: So long before the instant all begins, in whole minutes.
        workers: How many there are.
    """
    with server.database() as url, TemporaryDirectory() as folder, ExitStack() as stack:
        config = Path(folder) / "config.toml"
        config.write_text("", encoding="utf-8")
        async with Store(url):
            pass
        web = Web(world, 0.2)
        port = web.start()
        stack.callback(web.process.terminate)
        sinks = {name: Sink(name) for name in PLATFORMS}
        for sink in sinks.values():
            stack.callback(sink.process.terminate)
        began = perf_counter()
        await asyncio.to_thread(fill_sources, url, world, _TEXTS)
        at = world.start + lead
        seen = Seen(shared_out(due), at)
        planned = Morning(subscriptions, seen.due, lists, at, world.start - timedelta(minutes=30), at + 2 * _LONGEST)
        await asyncio.to_thread(fill_subscriptions, url, world, planned)
        print(f"filled in {perf_counter() - began:.0f} s", file=sys.stderr)
        clock = FastClock.soon(world.start, 1, 15)
        web.begin(clock)
        roles: dict[str, tuple[str, ...]] = {"planner": (), **{f"worker {number + 1}": () for number in range(workers)}}
        roles |= {f"bot on {name}": (f"{name}={sink.port}",) for name, sink in sinks.items()}
        async with running(config, url, clock, port, roles) as pids:
            known = families(pids, server) | {"the web": Family(web.process.pid or 0)}
            known |= {f"{name}'s sink": Family(sink.process.pid or 0) for name, sink in sinks.items()}
            await _watch(seen, known, clock, url)
        seen.posted = {name: sink.stop() for name, sink in sinks.items()}
        seen.parts = await _parts(url)
    return seen


async def _watch(seen: Seen, known: Mapping[str, Family], clock: FastClock, url: str) -> None:
    """Look now and then how far everything is, until all is settled."""
    async with await psycopg.AsyncConnection.connect(plain_url(url), autocommit=True) as connection:
        while clock.now() < seen.at + _LONGEST:
            states = await _states(connection)
            seen.looks.append((clock.now(), states, {name: family.used() for name, family in known.items()}))
            print(f"{clock.now():%H:%M:%S} {dict(states)}", file=sys.stderr, flush=True)
            if clock.now() > seen.at and not any(states.get(one) for one in _OPEN):
                break
            # At the instant itself as well.
            await clock.sleep(min(_LOOK_S, max((seen.at - clock.now()).total_seconds(), 0) or _LOOK_S))


async def _states(connection: psycopg.AsyncConnection[Any]) -> Mapping[str, int]:
    return dict(await (await connection.execute("SELECT state, count(*) FROM deliveries GROUP BY state")).fetchall())


async def _parts(url: str) -> Mapping[str, int]:
    """How many posts there are to be on each platform: those that the ledger says are there."""
    async with await psycopg.AsyncConnection.connect(plain_url(url), autocommit=True) as connection:
        asked = "SELECT d.platform, count(*) FROM refs r JOIN deliveries d ON d.message = r.message GROUP BY d.platform"
        return dict(await (await connection.execute(asked)).fetchall())


def times_the_floor(seen: Seen, platform: str) -> float:
    """How many times as long it took as the platform's pace takes at best."""
    there, _, spent_s = seen.posted[platform]
    return spent_s / max((len(there) - 1) / PLATFORMS[platform].per_second, 1.0)


def report(seen: Seen) -> None:
    """Print what it cost."""
    started, before, first = seen.looks[0]
    at_the_hour = next((look for look in seen.looks if look[0] >= seen.at), seen.looks[-1])
    ended, states, last = seen.looks[-1]
    made = sum(at_the_hour[1].get(one, 0) for one in ("ready", "sending", "posted"))
    print(f"made at the hour: {made} of {sum(seen.due.values())}; in the end: {dict(states)}")
    for name, (there, refused, spent_s) in seen.posted.items():
        print(
            f"{name}: {seen.due[name]} due, {seen.parts.get(name, 0)} posts by the ledger, {len(there)} there, lost {seen.parts.get(name, 0) - len(there)}, "
            f"twice {there.total() - len(there)}, refused {refused}; {spent_s:.1f} s, {times_the_floor(seen, name):.3f} times the floor"
        )
    due = sum(seen.due.values())
    print(
        f"from {started:%H:%M:%S} to {ended:%H:%M:%S}; CPU, s until the hour and from it, ms a digest; MB RSS at the start, at the hour, in the end"
    )
    for name in first:
        until = at_the_hour[2][name].cpu_s - first[name].cpu_s
        since = last[name].cpu_s - at_the_hour[2][name].cpu_s
        memory = " ".join(f"{one[name].rss_mb:.0f}" for one in (first, at_the_hour[2], last))
        print(f"  {name:<22} {until:8.1f} {since:8.1f} {1000 * (until + since) / due:8.2f}; {memory}")
    del before

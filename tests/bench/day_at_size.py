"""A day of a bot with 100,000 subscriptions over 10,000 sources, simulated on this machine with the bot's own processes.

    python -m tests.bench.day_at_size poll [SOURCES HOURS SPEED SUBSCRIPTIONS]
    python -m tests.bench.day_at_size costs [SOURCES]
    python -m tests.bench.day_at_size morning [DUE LISTS SUBSCRIPTIONS SOURCES]

`poll`: HOURS (2) of the day in which SOURCES (10,000) are polled, in a time that goes SPEED (10) times as fast. Planner, two workers and
a bot are processes of their own, on a PostgreSQL of their own; the web is on 127.0.0.1, in a process of its own. The day begins where an
installation is that has run for a while: all sources were read in the hour before. `costs`: the same with SOURCES (1,000) of one kind each
time, so that it can be told what a poll costs where nothing is new, where something is, and where it fails; and what processes cost that have next to nothing to do. `morning`: in real time, DUE (20,000)
of SUBSCRIPTIONS (100,000) are due at one instant, eleven minutes after the start, on two platforms, as many on each as it takes in the same time; they
have LISTS (1,000) lists of sources between them. Each platform is a server of this machine, in a process of its own.
"""

import asyncio
import statistics
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

import psycopg

from bot.store import Store
from tests.bench.day_clock import FastClock
from tests.bench.day_filling import Morning, fill_sources, fill_subscriptions, plain_url
from tests.bench.day_morning import morning
from tests.bench.day_morning import report as report_morning
from tests.bench.day_processes import Family, Used, families, running
from tests.bench.day_web import PAGE, Asked, Web
from tests.bench.day_world import Answering, World
from tests.shell.postgres import TENDED, Server, running_server

START = datetime(2026, 11, 24, 9, tzinfo=UTC)
SEED = 7
_LOOKS = 12
# As many sources as one outlet has on average.
_OF_A_HOST = 17
_HOUR_S = 3600.0
# For so many sources there is a list; of ten or more on average, so that each source is on one.
_OF_A_LIST = 5
# So long before the day begins its processes are started.
_STARTING_S = 15.0
# So few sources cost nothing beside processes that look whether there is something to do.
_AT_REST = 10


@dataclass
class Look:
    """How everything is at an instant of the day."""

    at: datetime
    used: Mapping[str, Used]
    articles: int
    analysed: int
    queued: int
    late: int
    size_mb: float


@dataclass
class Day:
    """What was seen of a part of a day."""

    speed: float
    looks: list[Look] = field(default_factory=list)
    asked: Sequence[Asked] = ()

    @property
    def hours(self) -> float:
        return (self.looks[-1].at - self.looks[0].at).total_seconds() / _HOUR_S

    @property
    def polls(self) -> list[Asked]:
        """Within what was looked at."""
        since, until = self.looks[0].at.timestamp(), self.looks[-1].at.timestamp()
        return [one for one in self.asked if since <= one.at < until and one.status != PAGE]

    def spent(self, name: str) -> float:
        """The CPU of a process, in seconds."""
        return self.looks[-1].used[name].cpu_s - self.looks[0].used[name].cpu_s


async def _look(known: Mapping[str, Family], clock: FastClock, store: Store, url: str) -> Look:
    used, at = {name: family.used() for name, family in known.items()}, clock.now()
    found = await store.figures(at)
    async with await psycopg.AsyncConnection.connect(plain_url(url)) as connection:
        asked = (
            "SELECT (SELECT count(*) FROM articles), (SELECT count(*) FROM analyses), pg_database_size(current_database()) / 1e6,"
            " (SELECT count(*) FROM procrastinate.procrastinate_jobs)"
        )
        row = await (await connection.execute(asked)).fetchone()
    assert row
    return Look(at, used, row[0], row[1], row[3], found.late, float(row[2]))


async def poll(server: Server, world: World, hours: float, speed: float, subscriptions: int, workers: int = 2) -> Day:
    """Run some hours of a day."""
    day = Day(speed)
    with server.database() as url, TemporaryDirectory() as folder:
        config = Path(folder) / "config.toml"
        config.write_text("", encoding="utf-8")
        async with Store(url):
            pass
        # The day begins when everything is filled in, and the web has to have its port before.
        web = Web(world, hours / 24 + 0.1)
        port = web.start()
        began = perf_counter()
        await asyncio.to_thread(fill_sources, url, world)
        quiet = world.start - timedelta(minutes=30), world.start + timedelta(hours=min(hours, 20) + 0.5)
        planned = Morning(
            subscriptions, {}, max(world.count // _OF_A_LIST, 1), world.start - timedelta(hours=2), *quiet
        )
        await asyncio.to_thread(fill_subscriptions, url, world, planned)
        print(f"filled in {perf_counter() - began:.0f} s", file=sys.stderr)
        clock = FastClock.soon(world.start, speed, _STARTING_S)
        web.begin(clock)
        roles = dict.fromkeys(["planner", *(f"worker {number + 1}" for number in range(workers)), "bot"], ())
        async with running(config, url, clock, port, roles) as pids, Store(url) as store:
            known = families(pids, server) | {"the web": Family(web.process.pid or 0)}
            await clock.sleep((world.start - clock.now()).total_seconds())
            end = world.start + timedelta(hours=hours)
            while not day.looks or day.looks[-1].at < end:
                day.looks.append(await _look(known, clock, store, url))
                _tell(day)
                left_s = (end - clock.now()).total_seconds()
                if left_s > 0:
                    await clock.sleep(min(left_s + 1, hours * _HOUR_S / _LOOKS))
        day.asked = web.stop()
    return day


def _tell(day: Day) -> None:
    one = day.looks[-1]
    memory = ", ".join(f"{name} {used.rss_mb:.0f}/{used.pss_mb:.0f}" for name, used in one.used.items())
    print(
        f"{one.at:%H:%M} articles {one.articles}, analysed {one.analysed}, queued {one.queued}, late {one.late}, {one.size_mb:.0f} MB; "
        f"memory, RSS/PSS: {memory}",
        file=sys.stderr,
        flush=True,
    )


def lateness(day: Day, world: World) -> list[float]:
    """How late each poll was of those whose time is known from here: an hour after the last request for its feed or its pages, in seconds.

    A host that has asked to be left alone is, with all its feeds.
    """
    left_alone = {feed.host for feed in world.feeds if feed.how is Answering.LIMITED}
    asked_last = {number: (world.last_asked(number), True) for number in range(world.count)}
    late = []
    for one in day.asked:
        if one.status == PAGE:
            asked_last[one.number] = (max(one.at, asked_last[one.number][0]), asked_last[one.number][1])
            continue
        last, was_well = asked_last[one.number]
        if was_well and world.feeds[one.number].host not in left_alone:
            late.append(max(0.0, one.at - last - _HOUR_S))
        asked_last[one.number] = (one.at, one.status in {200, 304})
    return late


def report(day: Day, world: World) -> None:
    """Print what it cost."""
    polls = day.polls
    kinds = Counter(
        "nothing new (304)" if one.status == 304 else
        ("something new" if one.is_new else "the same again") if one.status == 200 else "failed"
        for one in polls
    )  # fmt: skip
    first, last = day.looks[0], day.looks[-1]
    articles, analysed = last.articles - first.articles, last.analysed - first.analysed
    pages = sum(one.status == PAGE for one in day.asked)
    print(f"{world.count} sources, {day.hours:.2f} hours at {day.speed:g} times the speed: {len(polls)} polls ({dict(kinds)}), "
          f"{articles} articles, {pages} pages, {analysed} analyses")  # fmt: skip
    late = sorted(lateness(day, world))
    if late:
        print(f"late: p50 {statistics.median(late):.1f} s, p95 {late[len(late) * 95 // 100]:.1f} s, most {late[-1]:.1f} s; "
              f"late by 15 minutes at the looks: {[one.late for one in day.looks]}; queued: {[one.queued for one in day.looks]}")  # fmt: skip
    real_s = day.hours * _HOUR_S / day.speed
    total = sum(day.spent(name) for name in first.used if name != "the web")
    print(f"CPU of all but the web: {total:.1f} s in {real_s:.0f} s, {1000 * total / len(polls):.1f} ms a poll")
    for name in first.used:
        spent = day.spent(name)
        memory = [(one.used[name].rss_mb, one.used[name].pss_mb) for one in day.looks]
        print(
            f"  {name:<20} {spent:8.1f} s, {spent / real_s:6.1%} of a core, {1000 * spent / len(polls):7.2f} ms a poll; "
            f"MB RSS {' '.join(f'{one[0]:.0f}' for one in memory[:: max(1, len(memory) // 4)])}, PSS at the end {memory[-1][1]:.0f}"
        )
    print(f"database {first.size_mb:.0f} MB, then {last.size_mb:.0f} MB")


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    what, *given = arguments or ["poll"]
    usual = {"poll": [10_000, 2, 10, 100_000], "costs": [1_000], "morning": [20_000, 1_000, 100_000, 10_000]}[what]
    numbers = [*map(float, given), *map(float, usual[len(given) :])]
    with running_server(TENDED, connections=100) as server:
        if what == "morning":
            due, lists, subscriptions, count = map(int, numbers)
            report_morning(asyncio.run(morning(server, world_of(count), due, lists, subscriptions)))
        elif what == "poll":
            sources, hours, speed, readers = numbers
            world = world_of(int(sources))
            report(asyncio.run(poll(server, world, hours, speed, int(readers))), world)
        else:
            for kind in ("rest", "quiet", "same", "whole", "excerpts", "failing"):
                print(kind)
                count = _AT_REST if kind == "rest" else int(numbers[0])
                # Each at a host of its own, so that none waits for another.
                world = World(SEED, count, count, START, "quiet" if kind == "rest" else kind)
                report(asyncio.run(poll(server, world, 1.0, 60.0, world.count, workers=1)), world)


def world_of(count: int) -> World:
    """So many sources of all kinds."""
    return World(SEED, count, max(count // _OF_A_HOST, 1), START)


if __name__ == "__main__":
    main(sys.argv[1:])

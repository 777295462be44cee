"""What each process does where a bot is several: one plans, some work, and some speak with people."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from time import monotonic
from typing import TYPE_CHECKING

from bot.alive import new_holder
from bot.analysing import Analyser, AnalysisRounds
from bot.clock import SystemClock
from bot.engine import Kind
from bot.entries import PAGES_PATIENCE_S
from bot.errors import ConfigError, StoreError
from bot.feed_jobs import FeedJobs
from bot.monitoring import Metrics
from bot.politeness import utc_now
from bot.refreshing import Refresher
from bot.rounds import Rounds
from bot.store import Store
from bot.watching import present
from bot.workers import Reader

if TYPE_CHECKING:
    from bot.config import Config
    from bot.engine.many import ManyEngine
    from bot.fetch import Fetcher
    from bot.store.leases import Leases

__all__ = ["Acting", "Haste", "Role", "open_queue", "plan", "work"]

_LOG = logging.getLogger("pullquote")
_PLANNER = "planner"
_MOST_AT_ONCE = 8
# A clock of one machine may go by so much slower than that of another.
_SURE = 0.9
_LOOKS = 5
# Seconds of work for some workers; what does not find room is there in the next round.
_MOST_POLLS = 300


class Role(StrEnum):
    """What a process does."""

    ALL = "all"
    """Everything, alone."""
    BOT = "bot"
    """It is on the platforms, answers and posts."""
    WORKER = "worker"
    """It reads sources, and finds out what digests need to know of articles."""
    PLANNER = "planner"
    """It tells the workers what is due. Of several, one acts, and another as soon as that one is gone."""


@dataclass(frozen=True, slots=True)
class Haste:
    """How soon processes know of each other. All of them need the same.

    Attributes:
        heartbeat_s: So often a worker says that it is alive, in seconds.
        lease_s: Who has said nothing for that long is taken for dead, in seconds.
        look_s: So often a planner looks what is due while there is more than finds room, in seconds; else a few times in a lease.
        patience_s: How long what is being done may take when it is time to stop, in seconds.
    """

    heartbeat_s: float = 10.0
    lease_s: float = 30.0
    look_s: float = 1.0
    patience_s: float = 10.0


def open_queue(config: Config, role: Role, haste: Haste) -> ManyEngine:
    """The queue of the configured database; it is not opened yet.

    Raises:
        ConfigError: If there can't be one, in words.
    """
    if not config.database.startswith(("postgresql", "postgres:")):
        words = (
            f"--role {role}: several processes need a PostgreSQL database, and the configuration names the file {config.database}; "
            "name a database like postgresql://user@host/name, or leave --role out: then one process does everything"
        )
        raise ConfigError((words,))
    try:
        from bot.engine.many import ManyEngine
    except ImportError as error:
        words = (
            f"--role {role} needs what is not installed ({error.name}); install it with: pip install 'pullquote[scale]'"
        )
        raise ConfigError((words,)) from error
    return ManyEngine(
        config.database, heartbeat_s=haste.heartbeat_s, lease_s=haste.lease_s, patience_s=haste.patience_s
    )


class Acting:
    """Whether this process is the one of several that acts."""

    def __init__(self, leases: Leases, lease_s: float) -> None:
        """Take where it is known who acts, and for how long somebody does who says nothing, in seconds."""
        self._leases = leases
        self._lease_s = lease_s
        self._holder = new_holder()
        self._until = float("-inf")

    async def now(self) -> bool:
        """Whether it is."""
        return monotonic() < self._until

    async def run(self) -> None:
        """Try to be it, and stay it, until cancelled."""
        try:
            while True:
                acted = await self.now()
                asked = monotonic()
                with suppress(StoreError):  # Then nobody knows, and what was known holds for as long as it was said.
                    is_held = await self._hold()
                    self._until = asked + self._lease_s * _SURE if is_held else float("-inf")
                if acted != await self.now():
                    _LOG.info("this planner rests, as another acts" if acted else "this planner acts")
                await asyncio.sleep(self._lease_s / _LOOKS)
        finally:
            self._until = float("-inf")
            with suppress(StoreError):
                await self._leases.release(_PLANNER, self._holder)

    async def _hold(self) -> bool:
        now = utc_now()
        return await self._leases.hold(_PLANNER, self._holder, now, now + timedelta(seconds=self._lease_s))


async def plan(config: Config, haste: Haste) -> None:
    """Tell workers what is due, and see to what dead ones have left, until cancelled.

    Raises:
        PullquoteError: If it can't begin, in words.
    """
    queue = open_queue(config, Role.PLANNER, haste)
    async with Store(config.database) as store, queue:
        acting = Acting(store.leases, haste.lease_s)
        rounds = Rounds(
            store,
            queue,
            utc_now,
            most=_MOST_POLLS,
            longest_nap_s=haste.lease_s / _LOOKS,
            look_again_s=haste.look_s,
            may_act=acting.now,
        )
        analyses = AnalysisRounds(
            store, queue, may_act=acting.now, pause_s=haste.lease_s / _LOOKS, look_again_s=haste.look_s
        )
        async with (
            present(config, Metrics(), store, SystemClock(), {}, role=Role.PLANNER),
            asyncio.TaskGroup() as tasks,
        ):
            tasks.create_task(acting.run())
            tasks.create_task(rounds.run())
            tasks.create_task(analyses.run())
            tasks.create_task(_take_over(queue, acting, haste.lease_s / _LOOKS))
            _LOG.info("running as a planner")


async def work(config: Config, fetcher: Fetcher, haste: Haste) -> None:
    """Do what planners and bots submit, until cancelled.

    Args:
        config: The configuration.
        fetcher: Closed.
        haste: How soon the others know.

    Raises:
        PullquoteError: If it can't begin, in words.
    """
    queue = open_queue(config, Role.WORKER, haste)
    async with Reader() as reader, fetcher as fetching, Store(config.database) as store, queue:
        metrics = Metrics()
        refresher = Refresher(fetching, reader, store, utc_now, pages_patience_s=PAGES_PATIENCE_S)
        feeds = FeedJobs(refresher, store, utc_now, metrics)
        async with present(config, metrics, store, SystemClock(), {}, role=Role.WORKER), asyncio.TaskGroup() as tasks:
            tasks.create_task(queue.run_worker(Kind.POLL, feeds.work, most_at_once=_MOST_AT_ONCE))
            # In one thread: more would only take turns.
            tasks.create_task(queue.run_worker(Kind.ANALYSE, Analyser(store).work, most_at_once=1))
            _LOG.info("running as a worker")


async def _take_over(queue: ManyEngine, acting: Acting, pause_s: float) -> None:
    while True:
        if await acting.now():
            try:
                if count := await queue.take_over():
                    _LOG.warning("%d jobs of workers that are gone are given to others", count)
            except StoreError as error:
                _LOG.warning("what dead workers have left can't be looked up now: %s", error)
        await asyncio.sleep(pause_s)

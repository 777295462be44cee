"""What each process does where a bot is several: one plans, some work, and some speak with people."""

from __future__ import annotations

import asyncio
import logging
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import timedelta
from functools import partial
from typing import TYPE_CHECKING, Self

from bot.alive import new_holder
from bot.analysing import Analyser, AnalysisRounds
from bot.clock import SystemClock, instant, passed_s
from bot.database_urls import file_of, url_of
from bot.deliveries import EDITIONS_AT_ONCE, USUAL, Behind, Editions, Preparing
from bot.engine import Kind
from bot.errors import ConfigError, StoreError, how_to_install
from bot.heartbeat import present, this_process
from bot.keeping import keep_small
from bot.monitoring import Metrics
from bot.opening import open_desk
from bot.role import Role
from bot.rounds import Rounds
from bot.schedule import Schedule
from bot.service import Service
from bot.store import Store
from bot.store.failures import failure
from bot.watching import watchable

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Collection, Sequence
    from datetime import datetime
    from types import TracebackType

    from bot.agreed import AgreedClock
    from bot.clock import Clock
    from bot.config import Config
    from bot.engine.many import ManyEngine
    from bot.fetch import Fetcher

__all__ = ["LOOKS", "Acting", "Haste", "open_queue", "plan", "served", "work"]

_LOG = logging.getLogger("pullquote")
_PLANNER = "planner"
_OWN_CLOCK = SystemClock()
_POLLS_AT_ONCE = 8
# A clock of one machine may go by so much slower than that of another.
_SURE = 0.9
LOOKS = 5
"""So often in the time after which somebody is taken for dead it is looked whether they are."""
# Seconds of work for some workers; what does not find room is there in the next round.
_MOST_POLLS = 300


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
        StoreError: If it can't be told which is configured.
    """
    if file := file_of(config.database):
        words = (
            f"--role {role}: several processes need a PostgreSQL database, and the configuration names the file {file}; "
            "name a database like postgresql://user@host/name, or leave --role out: then one process does everything"
        )
        raise ConfigError((words,))
    try:
        from bot.engine.many import ManyEngine
    except ImportError as error:
        words = f"--role {role} needs what is not installed ({error.name}); {how_to_install('scale')}"
        raise ConfigError((words,)) from error
    return ManyEngine(
        config.database,
        heartbeat_s=haste.heartbeat_s,
        lease_s=haste.lease_s,
        patience_s=haste.patience_s,
        explain=partial(failure, url_of(config.database)),
    )


class Acting:
    """Whether this process is the one of several that acts. An async context manager: nobody else does before it ends."""

    def __init__(self, store: Store, lease_s: float, told: Callable[[], datetime], clock: Clock = _OWN_CLOCK) -> None:
        """Take whom it works with.

        Args:
            store: Where it is known who acts.
            lease_s: For how long somebody does who says nothing, in seconds.
            told: The time that all agree on, aware, by which people are told until when; nothing goes by it.
            clock: That of this machine.
        """
        self._leases = store.leases
        # A file is for the processes of one machine: each acts for its own platforms, and the ledger keeps them apart.
        self._always = store.is_file
        self._lease = timedelta(seconds=lease_s)
        self._told = told
        self._clock = clock
        self._holder = new_holder()
        self._asked: asyncio.Future[bool] | None = None
        # When it was last said that we go on, by both clocks; None as long as it is not us.
        self._since: tuple[float, datetime] | None = None

    async def __aenter__(self) -> Self:
        """Begin; it has to be asked for."""
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Let another act."""
        self._since = None
        if self._asked:
            # What was asked for may be ours only now.
            await asyncio.gather(self._asked, return_exceptions=True)
            with suppress(StoreError):
                await self._leases.release(_PLANNER, self._holder)

    async def now(self) -> bool:
        """Whether it is."""
        if self._always:
            return True
        # Where a clock was only set, it is asked once more in a moment.
        return self._since is not None and passed_s(self._clock, self._since) < self._lease.total_seconds() * _SURE

    async def run(self) -> None:
        """Try to be it, and stay it, until cancelled."""
        while True:
            await self.ask()
            await asyncio.sleep(self._lease.total_seconds() / LOOKS)

    async def ask(self) -> None:
        """Try to be it now, or to stay it."""
        if self._always:
            return
        acted, since, told = await self.now(), instant(self._clock), self._told()
        self._asked = asyncio.ensure_future(self._leases.hold(_PLANNER, self._holder, told, told + self._lease))
        with suppress(StoreError):  # Then nobody knows, and what was known holds for as long as it was said.
            self._since = since if await asyncio.shield(self._asked) else None
        if acted != await self.now():
            _LOG.info("this process does not plan for now" if acted else "this process plans")


def served(store: Store, own: Collection[str] = ()) -> Callable[[], Awaitable[Sequence[str]]]:
    """Tells on which platforms the processes of a bot are, those of its own and of all that live: for the others nothing is made."""

    async def platforms() -> Sequence[str]:
        living = (seen.process for seen in await store.processes.all() if seen.is_alive)
        return sorted({*own, *(name for process in living for name in process.platforms)})

    return platforms


async def plan(config: Config, haste: Haste, clock: AgreedClock) -> None:
    """Tell workers what is due, and see to what dead ones have left, until cancelled.

    Args:
        config: The configuration.
        haste: How soon the others know.
        clock: Of all that is due.

    Raises:
        PullquoteError: If it can't begin, in words.
    """
    queue = open_queue(config, Role.PLANNER, haste)
    async with Store(config.database) as store, queue, present(store, this_process({}, Role.PLANNER), clock) as heart:
        await clock.agree(store)
        acting, metrics, nap_s = Acting(store, haste.lease_s, clock.now), Metrics(), haste.lease_s / LOOKS
        rounds = Rounds(
            store,
            queue,
            clock.now,
            most=_MOST_POLLS,
            sleep=clock.sleep,
            longest_nap_s=nap_s,
            look_again_s=haste.look_s,
            longest_rest_s=haste.lease_s / 2,
            is_told=False,
        )
        analyses = AnalysisRounds(store, queue, may_act=acting.now, pause_s=nap_s, look_again_s=haste.look_s)
        timing = replace(USUAL, pause=timedelta(seconds=haste.look_s))
        behind = Behind()
        editions = Editions(store, queue, served(store), clock, timing, metrics, behind, may_act=acting.now)
        schedule = Schedule(editions.wake, clock.now, timedelta(seconds=nap_s))
        behind.changed = schedule.ring
        async with (
            acting,
            watchable(config, metrics, store, clock, heart, schedule),
            asyncio.TaskGroup() as tasks,
        ):
            tasks.create_task(clock.run(store))
            tasks.create_task(acting.run())
            tasks.create_task(rounds.run(acting.now))
            tasks.create_task(analyses.run())
            tasks.create_task(keep_small(store, timedelta(days=config.retention_days), clock, acting.now))
            tasks.create_task(_take_over(queue, acting, nap_s))
            _LOG.info("running as a planner")
            try:
                await schedule.run()
            finally:
                await behind.stop()


async def work(config: Config, fetcher: Fetcher, haste: Haste, clock: AgreedClock) -> None:
    """Do what planners and bots submit, until cancelled.

    Args:
        config: The configuration.
        fetcher: Closed.
        haste: How soon the others know.
        clock: Of all that is due.

    Raises:
        PullquoteError: If it can't begin, in words.
    """
    async with (
        open_queue(config, Role.WORKER, haste) as queue,
        open_desk(config, fetcher, {}, queue, clock) as desk,
        present(desk.store, this_process({}, Role.WORKER), clock) as heart,
    ):
        await clock.agree(desk.store)
        preparing = Preparing(Service(desk), desk.store, clock, USUAL, desk.metrics)
        async with (
            watchable(config, desk.metrics, desk.store, clock, heart),
            asyncio.TaskGroup() as tasks,
        ):
            tasks.create_task(clock.run(desk.store))
            tasks.create_task(queue.run_worker(Kind.POLL, desk.poller.work, most_at_once=_POLLS_AT_ONCE))
            # In one thread: more would only take turns.
            tasks.create_task(queue.run_worker(Kind.ANALYSE, Analyser(desk.store).work, most_at_once=1))
            tasks.create_task(queue.run_worker(Kind.EDITION, preparing.work, most_at_once=EDITIONS_AT_ONCE))
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

"""A process says every few seconds that it is there, and what it has; and when it ends, that it does."""

import asyncio
import logging
import os
import socket
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from importlib.metadata import version
from uuid import uuid4

from bot.clock import Clock
from bot.errors import ConfigError, StoreError
from bot.ports import Adapter, Sharded
from bot.role import Role
from bot.store import Process, Seen, Store
from bot.store.processes import BEAT_S, DEAD

__all__ = ["Heartbeat", "present", "this_process"]

_LOG = logging.getLogger(__name__)
# So often it is looked whether a newer version works on the database, and so often it is said.
_MINUTE_S, _DAY_S = 60.0, 24 * 60 * 60.0
# A program that is to stop is not kept from it by a database that does not answer.
_PATIENCE_S = 2.0
_MOST_NAMED = 10


def this_process(adapters: Mapping[str, Adapter], role: str = Role.ALL) -> Callable[[], Process]:
    """What this process says of itself, whenever it is called.

    Args:
        adapters: By platform; none where it is on no platform.
        role: What it does: "all", "bot", "worker" or "planner".
    """
    # The number of a process comes again, and in containers it is always the same.
    id_, host, number, release = uuid4().hex, socket.gethostname(), os.getpid(), version("pullquote")
    tokens = tuple(f"{name}:{adapter.token_id}" for name, adapter in adapters.items() if adapter.token_id)

    def process() -> Process:
        shards = [one.shards for one in adapters.values() if isinstance(one, Sharded)]
        held = tuple(number for one in shards for number in one.held)
        count = max((one.count for one in shards), default=0)
        return Process(id_, role, host, number, release, tuple(adapters), held, count, tokens)

    return process


@asynccontextmanager
async def present(store: Store, process: Callable[[], Process], clock: Clock) -> AsyncIterator["Heartbeat"]:
    """Let others know of this process for as long as it is entered, if it fits those that there are.

    Args:
        store: Open.
        process: What the process says of itself.
        clock: The clock.

    Yields:
        What says so.

    Raises:
        ConfigError: If one that does everything meets some that do a part of it each.
        StoreError: If it can't be known.
    """
    await _begin(store, process())
    heartbeat = Heartbeat(store, process, clock)
    beating = asyncio.create_task(heartbeat.run())
    try:
        # What is cancelled before it has begun does not say either that the process ends.
        await asyncio.sleep(0)
        yield heartbeat
    finally:
        beating.cancel()
        await asyncio.wait({beating})


async def _begin(store: Store, process: Process) -> None:
    """Write that a process is there, if nobody else does what it is about to do."""
    is_alone = process.role == Role.ALL
    beginning = asyncio.ensure_future(
        store.processes.begin(process, lambda other: (other.role == Role.ALL) != is_alone)
    )
    try:
        there = await asyncio.shield(beginning)
    except asyncio.CancelledError:
        # It may be written all the same, and would keep others out for a minute.
        with suppress(StoreError):
            if not await beginning:
                await store.processes.stop(process.id)
        raise
    if there:
        does, wants = ("a part", "all") if is_alone else ("all", "a part")
        each = "it does" if len(there) == 1 else "each does"
        words = (
            f"{_told(there)} on this database; {each} {does} of what there is to do, and this one is to do {wants} of it: "
            f"stop {'that one' if len(there) == 1 else 'all of them'} first, or start this one with "
            f"{'--role bot, worker or planner' if is_alone else '--role all'}. Of one that was killed nobody knows for a minute"
        )
        raise ConfigError((words,))


def _told(there: Sequence[Seen]) -> str:
    """Which processes work."""
    named = [
        f"--role {one.process.role} ({one.process.host}/{one.process.pid}, seen {(one.at - one.seen).total_seconds():.0f} s ago)"
        for one in there
    ]
    *others, last = [*named[:_MOST_NAMED], *([f"{len(named) - _MOST_NAMED} more"] if len(named) > _MOST_NAMED else [])]
    if not others:
        return f"a process with {last} works"
    return f"processes with {', '.join(others)} and {last} work"


class Heartbeat:
    """Says that a process is there. What keeps it from that never ends the process.

    Attributes:
        role: What the process does.
        platforms: On which it is.
    """

    def __init__(self, store: Store, process: Callable[[], Process], clock: Clock) -> None:
        """Take where it is said, what the process says of itself, and the clock."""
        self._processes = store.processes
        self._process = process
        self._clock = clock
        own = process()
        self._id, self.role, self.platforms = own.id, own.role, own.platforms
        self._last = clock.elapsed()
        self._is_failing = False
        self._outdated, self._compare_at = store.outdated, float("-inf")

    async def run(self) -> None:
        """Say so until cancelled, and then that the process ends."""
        try:
            while True:
                await self._beat()
                await self._clock.sleep(BEAT_S)
        finally:
            await self._stop()

    @property
    def age_s(self) -> float:
        """How many seconds ago it was last said; if it never was, since the start."""
        return self._clock.elapsed() - self._last

    async def check(self) -> str:
        """For how long it could not be said, in words, if others take the process for dead by now; else empty (`bot.monitoring.Checks`)."""
        age_s = self.age_s
        if age_s <= DEAD.total_seconds():
            return ""
        return f"this process could not write that it is there for {age_s:.0f} seconds; the others take it for dead"

    async def check_version(self) -> str:
        """Why this process should not go on, if a newer version has brought the database up to date, in words; else empty (`bot.monitoring.Checks`).

        Raises:
            StoreError: If it can't be known.
        """
        if not (form := await self._outdated()):
            return ""
        return (
            f"the database is of a newer version of Pullquote ({form}); stop this process, and start it as that version"
        )

    async def _beat(self) -> None:
        try:
            await self._processes.beat(self._process())
        except Exception as error:  # noqa: BLE001 - it is said again in a moment
            if not self._is_failing:
                words = str(error) if isinstance(error, StoreError) else f"{type(error).__name__}: {error}"
                _LOG.warning("can't write that this process is there: %s", words)
            self._is_failing = True
            return
        if self._is_failing:
            _LOG.info("this process is known to be there again")
        self._is_failing = False
        self._last = self._clock.elapsed()
        with suppress(StoreError):  # It is compared again in a moment.
            await self._compare()

    async def _compare(self) -> None:
        """Say once a day that the database is of a newer version."""
        if self._clock.elapsed() < self._compare_at:
            return
        if words := await self.check_version():
            _LOG.error("%s", words)
        self._compare_at = self._clock.elapsed() + (_DAY_S if words else _MINUTE_S)

    async def _stop(self) -> None:
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await self._processes.stop(self._id)
        except (StoreError, TimeoutError) as error:
            _LOG.warning("can't write that this process ends: %s", str(error) or "the database does not answer")

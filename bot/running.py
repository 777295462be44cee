"""The bot as it runs: every part made from the configuration and put together, until it is stopped."""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import Iterator, Mapping
from contextlib import AsyncExitStack, suppress
from datetime import timedelta
from importlib import import_module
from pathlib import Path

from bot.agreed import AgreedClock
from bot.analysing import Analyser, AnalysisRounds
from bot.clock import Clock, SystemClock
from bot.config import PLATFORMS, Config, MetricsConfig, read_config
from bot.deliveries import Deliveries
from bot.engine import Engine, Kind, LocalEngine
from bot.errors import PlatformError
from bot.fetch import Fetcher
from bot.heartbeat import present, this_process
from bot.keeping import keep_small
from bot.logs import LogForm, log_to
from bot.opening import ConfiguredPlaces, open_desk
from bot.ports import Adapter, Handler
from bot.role import Role
from bot.roles import LOOKS, Acting, Haste, open_queue, plan, served, work
from bot.schedule import Schedule
from bot.service import Service
from bot.store import Store
from bot.watching import watchable

__all__ = ["run_bot", "spare_the_collector"]

_LOG = logging.getLogger("pullquote")
_PAUSE_S = 30.0
_USUAL = Haste()


async def run_bot(
    path: Path,
    fetcher: Fetcher | None = None,
    *,
    is_plain: bool = False,
    role: Role = Role.ALL,
    metrics_port: int | None = None,
    haste: Haste = _USUAL,
    clock: Clock | None = None,
    adapters: Mapping[str, Adapter] | None = None,
) -> None:
    """Run the bot, or the part of it that a role does, until SIGTERM or an interrupt.

    Args:
        path: Of the configuration.
        fetcher: Instead of the usual one, for tests.
        is_plain: Whether the terminal shows no colours and no links, whatever the configuration says.
        role: What this process does.
        metrics_port: Where it serves its figures, whatever the configuration says; they are off if neither says anything.
        haste: How soon the processes of a bot know of each other.
        clock: Of all that is due; this machine's, put right by the database's, if not given.
        adapters: By platform, instead of those of the platforms that are configured.

    Raises:
        PullquoteError: If it can't run, in words.
    """
    speaks = role in {Role.ALL, Role.BOT}
    config = read_config(path, os.environ, is_complete=speaks, is_on_platforms=speaks and adapters is None)
    if is_plain and config.terminal:
        config = config.model_copy(update={"terminal": config.terminal.model_copy(update={"plain": True})})
    if metrics_port is not None:
        metrics = (config.metrics or MetricsConfig()).model_copy(update={"port": metrics_port})
        config = config.model_copy(update={"metrics": metrics})
    log_to(level=config.log.level, form=LogForm(config.log.form), secrets=config.secrets())
    agreed = AgreedClock(clock or SystemClock(), agrees=clock is None)
    fetcher = fetcher or Fetcher(contact=config.contact, clock=agreed.now)
    serving = asyncio.ensure_future(_serve(config, fetcher, role, haste, agreed, adapters))
    with suppress(NotImplementedError):  # Not on Windows, where nobody sends it.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        _LOG.info("stopped")
    except ExceptionGroup as group:
        # One part that can't go on ends the others; what it says is what matters.
        raise _first(group) from None


def spare_the_collector() -> None:
    """Let the collector of garbage look no more at what is there for good: modules, classes, tables.

    While it looks all threads stand still, and nobody is heard: for 0.15 s with the libraries that are loaded, for 0.03 s at
    what digests leave behind (`tests/bench/place_at_size.py`).
    """
    gc.collect()
    gc.freeze()


async def _serve(
    config: Config,
    fetcher: Fetcher,
    role: Role,
    haste: Haste,
    clock: AgreedClock,
    adapters: Mapping[str, Adapter] | None,
) -> None:
    if role is Role.PLANNER:
        await plan(config, haste, clock)
    elif role is Role.WORKER:
        await work(config, fetcher, haste, clock)
    else:
        given = dict(_adapters(config)) if adapters is None else adapters
        async with AsyncExitStack() as stack:
            queue = await stack.enter_async_context(open_queue(config, role, haste)) if role is Role.BOT else None
            await _speak(config, fetcher, clock, given, queue, haste)


async def _speak(
    config: Config,
    fetcher: Fetcher,
    clock: AgreedClock,
    adapters: Mapping[str, Adapter],
    engine: Engine | None,
    haste: Haste,
) -> None:
    """Be on the platforms; without an engine, do everything else as well."""
    role = Role.BOT if engine else Role.ALL
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(open_desk(config, fetcher, adapters, engine, clock))
        heart = await stack.enter_async_context(present(desk.store, this_process(adapters, role), clock))
        await clock.agree(desk.store)
        await desk.places.adopt(config.sources, clock.now())
        service = Service(desk)
        acting = await stack.enter_async_context(Acting(desk.store, haste.lease_s, clock.now))
        await desk.places.adopt_subscriptions(ConfiguredPlaces(config).subscriptions, clock.now())
        makes, serves = role is Role.ALL, served(desk.store, adapters)
        deliveries = Deliveries(
            service, desk.store, adapters, clock, desk.metrics, makes=makes, may_act=acting.now, served=serves
        )
        # What was set in another process is not heard of.
        schedule = Schedule(deliveries.wake, clock.now, timedelta(seconds=haste.lease_s / LOOKS))
        deliveries.when_changed(schedule.ring)
        desk.places.changed = schedule.ring
        await stack.enter_async_context(watchable(config, desk.metrics, desk.store, clock, heart, schedule))
        async with asyncio.TaskGroup() as tasks:
            tasks.create_task(clock.run(desk.store))
            if makes:
                # Before anything waits for it: alone it acts at once.
                await acting.ask()
                tasks.create_task(acting.run())
                tasks.create_task(desk.poller.run(acting.now))
                tasks.create_task(_analyse(desk.store, acting))
                tasks.create_task(keep_small(desk.store, timedelta(days=config.retention_days), clock, acting.now))
            for adapter in adapters.values():
                tasks.create_task(_keep_running(adapter, service))
            _LOG.info("running on %s", ", ".join(adapters))
            spare_the_collector()
            # Here and not among the tasks: when it is time to stop, the adapters outlive what is just being posted.
            try:
                await schedule.run()
            finally:
                await deliveries.stop()


async def _analyse(store: Store, acting: Acting) -> None:
    """Analyse in this process what is stored, until cancelled."""
    # In one thread: more would only take turns.
    here = LocalEngine({Kind.ANALYSE: Analyser(store).work}, most_at_once=1, ended=lambda _, error: rounds.ended(error))
    rounds = AnalysisRounds(store, here, may_act=acting.now)
    try:
        await rounds.run()
    finally:
        await here.aclose()


async def _keep_running(adapter: Adapter, handler: Handler) -> None:
    """Connect again and again to a platform that can't be reached; the others go on meanwhile."""
    while True:
        try:
            await adapter.run(handler)
        except PlatformError as error:
            if error.permanent:
                raise
            _LOG.warning("%s; trying again in %g seconds", error, _PAUSE_S)
            await asyncio.sleep(_PAUSE_S)


def _adapters(config: Config) -> Iterator[tuple[str, Adapter]]:
    """The adapters of the platforms that are configured, by name: that of their module and of their table."""
    for platform in PLATFORMS:
        table = getattr(config, platform)
        if table is not None:
            yield platform, import_module(f"bot.adapters.{platform}").adapter(table)


def _first(group: ExceptionGroup[Exception]) -> Exception:
    """The first error of a group, however deep."""
    error = group.exceptions[0]
    return _first(error) if isinstance(error, ExceptionGroup) else error

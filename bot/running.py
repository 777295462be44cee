"""The bot as it runs: every part made from the configuration and put together, until it is stopped."""

import asyncio
import gc
import logging
import os
import signal
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import AsyncExitStack, aclosing, asynccontextmanager, suppress
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

from bot.analysing import Analyser
from bot.clock import SystemClock
from bot.config import PLATFORMS, Config, PlaceConfig, read_config
from bot.deliveries import Deliveries
from bot.engine import Engine
from bot.errors import ConfigError, PlatformError, RequestError, StoreError
from bot.fetch import Fetcher
from bot.logs import LogForm, log_to
from bot.made import embedder
from bot.messages import Manner, Place
from bot.monitoring import Metrics
from bot.polling import Poller
from bot.ports import Adapter, Handler
from bot.roles import Haste, Role, open_queue, plan, work
from bot.schedule import Schedule
from bot.service import Defaults, Desk, Places, Service, filters
from bot.store import Store
from bot.subscriptions import Subscription
from bot.watching import present
from bot.workers import Reader

__all__ = ["ConfiguredPlaces", "open_desk", "run_bot", "spare_the_collector"]

_LOG = logging.getLogger("pullquote")
_PAUSE_S = 30.0
_DAY_S = 24 * 60 * 60.0
_NO_ADAPTERS: Mapping[str, Adapter] = {}
_USUAL = Haste()


async def run_bot(
    path: Path,
    fetcher: Fetcher | None = None,
    *,
    is_plain: bool = False,
    role: Role = Role.ALL,
    haste: Haste = _USUAL,
) -> None:
    """Run the bot, or the part of it that a role does, until SIGTERM or an interrupt.

    Args:
        path: Of the configuration.
        fetcher: Instead of the usual one, for tests.
        is_plain: Whether the terminal shows no colours and no links, whatever the configuration says.
        role: What this process does.
        haste: How soon the processes of a bot know of each other.

    Raises:
        PullquoteError: If it can't run, in words.
    """
    speaks = role in {Role.ALL, Role.BOT}
    config = read_config(path, os.environ, is_complete=speaks, is_on_platforms=speaks)
    if is_plain and config.terminal:
        config = config.model_copy(update={"terminal": config.terminal.model_copy(update={"plain": True})})
    log_to(level=config.log.level, form=LogForm(config.log.form), secrets=config.secrets())
    serving = asyncio.ensure_future(_serve(config, fetcher or Fetcher(contact=config.contact), role, haste))
    with suppress(NotImplementedError):  # Not on Windows, where nobody sends it.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        _LOG.info("stopped")
    except ExceptionGroup as group:
        # One part that can't go on ends the others; what it says is what matters.
        raise _first(group) from None


@asynccontextmanager
async def open_desk(
    config: Config,
    fetcher: Fetcher,
    adapters: Mapping[str, Adapter] = _NO_ADAPTERS,
    engine: Engine | None = None,
) -> AsyncIterator[Desk]:
    """What the service works with, as the configuration says.

    Args:
        config: The configuration.
        fetcher: Closed.
        adapters: By platform; none where nothing is posted.
        engine: Lets others read what somebody waits for; this process itself if not given.

    Raises:
        PullquoteError: If it can't be opened, in words.
    """
    configured, metrics = ConfiguredPlaces(config), Metrics()
    embed = embedder(config.semantic if isinstance(config.semantic, str) else "") if config.semantic else None
    async with Reader() as reader, fetcher as fetching, Store(config.database) as store:
        places = Places(store, configured.of)
        async with aclosing(Poller(fetching, reader, store, _now, metrics, engine=engine)) as poller:
            yield Desk(
                store,
                poller,
                places,
                fetching,
                reader,
                _now,
                config.limits,
                metrics,
                config.blocked,
                embed,
                adapters.get,
            )


def spare_the_collector() -> None:
    """Let the collector of garbage look no more at what is there for good: modules, classes, tables.

    While it looks all threads stand still, and nobody is heard: for 0.15 s with the libraries that are loaded, for 0.03 s at
    what digests leave behind (`tests/bench/place_at_size.py`).
    """
    gc.collect()
    gc.freeze()


async def _serve(config: Config, fetcher: Fetcher, role: Role, haste: Haste) -> None:
    match role:
        case Role.PLANNER:
            await plan(config, haste)
        case Role.WORKER:
            await work(config, fetcher, haste)
        case Role.BOT:
            async with open_queue(config, role, haste) as queue:
                await _speak(config, fetcher, queue)
        case Role.ALL:
            await _speak(config, fetcher)


async def _speak(config: Config, fetcher: Fetcher, engine: Engine | None = None) -> None:
    """Be on the platforms; without an engine, do everything else as well."""
    role = Role.BOT if engine else Role.ALL
    adapters = dict(_adapters(config))
    async with AsyncExitStack() as stack:
        desk = await stack.enter_async_context(open_desk(config, fetcher, adapters, engine))
        await desk.places.adopt(config.sources, _now())
        service = Service(desk)
        await desk.places.adopt_subscriptions(ConfiguredPlaces(config).subscriptions, _now())
        deliveries = Deliveries(service, desk.store, adapters, SystemClock(), desk.metrics)
        schedule = Schedule(deliveries.wake, _now)
        deliveries.changed = desk.places.changed = schedule.ring
        await stack.enter_async_context(
            present(config, desk.metrics, desk.store, SystemClock(), adapters, schedule, role)
        )
        async with asyncio.TaskGroup() as tasks:
            if engine is None:
                tasks.create_task(desk.poller.run())
                tasks.create_task(Analyser(desk.store).run())
            for adapter in adapters.values():
                tasks.create_task(_keep_running(adapter, service))
            _LOG.info("running on %s", ", ".join(adapters))
            spare_the_collector()
            tasks.create_task(_keep_small(desk.store, timedelta(days=config.retention_days)))
            # Here and not among the tasks: when it is time to stop, the adapters outlive what is just being posted.
            try:
                await schedule.run()
            finally:
                await deliveries.stop()


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


async def _keep_small(store: Store, retention: timedelta) -> None:
    """Take out of the store what is old, once a day."""
    while True:
        try:
            pruned = await store.prune(_now(), retention)
            await store.sources.forget_unused()
            if pruned.articles:
                _LOG.info("%d old articles taken out", pruned.articles)
        except StoreError as error:
            _LOG.warning("%s; trying again in a day", error)
        await asyncio.sleep(_DAY_S)


class ConfiguredPlaces:
    """What the configuration says of each place."""

    def __init__(self, config: Config) -> None:
        """Take the configuration.

        Raises:
            ConfigError: If a filter can't be used.
        """
        self._config = config
        self._known: dict[tuple[str, str], Defaults] = {
            (place.platform, _channel(place)): self._defaults(place) for place in config.places
        }

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """The digests that come by themselves."""
        return tuple(defaults.subscription for defaults in self._known.values() if defaults.subscription)

    def of(self, place: Place) -> Defaults:
        """What is said of a place; one that is not named has all sources."""
        everything = Defaults(dict(self._config.sources), self._config.zone)
        own = self._known.get((place.platform, place.thread)) or self._known.get((place.platform, place.channel))
        return own or everything

    def _defaults(self, place: PlaceConfig) -> Defaults:
        known = self._config.sources
        sources = {name: known[name] for name in (known if place.sources is None else place.sources)}
        zone = place.zone or self._config.zone
        try:
            filters((*place.hide, *place.only))
        except RequestError as error:
            raise ConfigError((f"[[places]] {_channel(place)}: {error}",)) from error
        subscription = Subscription(
            id=f"{place.platform}:{_channel(place)}",
            place=Place(place.platform, channel=_channel(place)),
            slots=place.times,
            zone=zone,
            length=place.length,
            quiet=place.quiet,
            manner=Manner(place.silent, place.publish, role=place.role or ""),
        )
        return Defaults(
            sources,
            zone,
            subscription if place.times else None,
            style=place.style,
            method=place.method,
            about=place.about,
            hide=place.hide,
            only=place.only,
            has_threads=place.threads,
            has_zone=place.zone is not None,
        )


def _channel(place: PlaceConfig) -> str:
    """Its channel; a platform without channels is one by its own name."""
    return place.channel or place.platform


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


def _now() -> datetime:
    return datetime.now(UTC)

"""The bot as it runs: every part made from the configuration and put together, until it is stopped."""

import asyncio
import logging
import os
import signal
from collections.abc import Iterator
from contextlib import AsyncExitStack, suppress
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from importlib import import_module
from pathlib import Path

from bot.config import PLATFORMS, Config, PlaceConfig, read_config
from bot.deliveries import Deliveries
from bot.errors import ConfigError, PlatformError, RequestError, StoreError
from bot.fetch import Fetcher
from bot.gathering import Gatherer, Recent
from bot.inputs import Inputs
from bot.logs import LogForm, log_to
from bot.messages import Place
from bot.ports import Adapter, Handler
from bot.schedule import Schedule
from bot.service import Service, Settings, embedder, filters
from bot.store import Store
from bot.subscriptions import Subscription
from bot.workers import Reader

__all__ = ["Places", "run_bot"]

_LOG = logging.getLogger("pullquote")
_PAUSE_S = 30.0
_DAY_S = 24 * 60 * 60.0


async def run_bot(path: Path, fetcher: Fetcher | None = None) -> None:
    """Run the bot until SIGTERM or an interrupt.

    Args:
        path: Of the configuration.
        fetcher: Instead of the usual one, for tests.

    Raises:
        PullquoteError: If it can't run, in words.
    """
    config = read_config(path, os.environ)
    log_to(level=config.log.level, form=LogForm(config.log.form), secrets=config.secrets())
    serving = asyncio.ensure_future(_serve(config, fetcher or Fetcher(contact=config.contact)))
    with suppress(NotImplementedError):  # Not on Windows, where nobody sends it.
        asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, serving.cancel)
    try:
        await serving
    except asyncio.CancelledError:
        _LOG.info("stopped")
    except ExceptionGroup as group:
        # One part that can't go on ends the others; what it says is what matters.
        raise _first(group) from None


async def _serve(config: Config, fetcher: Fetcher) -> None:
    adapters = dict(_adapters(config))
    settings = Places(config)
    embed = embedder(config.semantic if isinstance(config.semantic, str) else "") if config.semantic else None
    async with AsyncExitStack() as stack:
        reader = await stack.enter_async_context(Reader())
        gatherer = Gatherer(Inputs(await stack.enter_async_context(fetcher)), reader)
        store = await stack.enter_async_context(Store(config.database))
        service = Service(Recent(gatherer, _now), store, settings.of, _now, embed)
        deliveries = Deliveries(service, store, adapters, settings.subscriptions)
        async with asyncio.TaskGroup() as tasks:
            for adapter in adapters.values():
                tasks.create_task(_keep_running(adapter, service))
            _LOG.info("running on %s", ", ".join(adapters))
            tasks.create_task(_keep_small(store, timedelta(days=config.retention_days)))
            # Here and not among the tasks: when it is time to stop, the adapters outlive what is just being posted.
            await Schedule(deliveries.deliver, _now).run()


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
            if pruned.articles:
                _LOG.info("%d old articles taken out", pruned.articles)
        except StoreError as error:
            _LOG.warning("%s; trying again in a day", error)
        await asyncio.sleep(_DAY_S)


class Places:
    """What the configuration says of each place."""

    def __init__(self, config: Config) -> None:
        """Take the configuration."""
        self._config = config
        self._known: dict[tuple[str, str], Settings] = {
            (place.platform, _channel(place)): self._settings(place) for place in config.places
        }

    @property
    def subscriptions(self) -> tuple[Subscription, ...]:
        """The digests that come by themselves."""
        return tuple(settings.subscription for settings in self._known.values() if settings.subscription)

    def of(self, place: Place) -> Settings:
        """What holds in a place; one that the configuration does not name has all sources."""
        everything = Settings(dict(self._config.sources), self._config.zone)
        own = self._known.get((place.platform, place.thread)) or self._known.get((place.platform, place.channel))
        return own or everything

    def _settings(self, place: PlaceConfig) -> Settings:
        known = self._config.sources
        sources = {name: known[name] for name in (known if place.sources is None else place.sources)}
        zone = place.zone or self._config.zone
        try:
            hidden, only = filters(place.hide), filters(place.only)
        except RequestError as error:
            raise ConfigError((f"[[places]] {_channel(place)}: {error}",)) from error
        settings = Settings(
            sources, zone, style=place.style, method=place.method, about=place.about, hidden=hidden, only=only
        )
        if not place.times:
            return settings
        subscription = Subscription(
            id=f"{place.platform}:{_channel(place)}",
            place=Place(place.platform, channel=_channel(place)),
            sources=sources,
            slots=place.times,
            zone=zone,
            length=place.length,
        )
        return replace(settings, subscription=subscription)


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

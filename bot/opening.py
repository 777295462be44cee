"""What the service works with, opened as the configuration says: by a bot, a worker, or a command for one place."""

from collections.abc import AsyncIterator, Mapping
from contextlib import aclosing, asynccontextmanager

from bot.clock import Clock, SystemClock
from bot.config import Config, PlaceConfig
from bot.engine import Engine
from bot.errors import ConfigError, RequestError
from bot.fetch import Fetcher
from bot.made import embedder
from bot.messages import Manner, Place
from bot.monitoring import Metrics
from bot.polling import Poller
from bot.ports import Adapter
from bot.service import Defaults, Desk, Places, filters
from bot.store import Store
from bot.subscriptions import Subscription
from bot.workers import Reader

__all__ = ["ConfiguredPlaces", "open_desk"]

_NO_ADAPTERS: Mapping[str, Adapter] = {}
_OWN_CLOCK = SystemClock()


@asynccontextmanager
async def open_desk(
    config: Config,
    fetcher: Fetcher,
    adapters: Mapping[str, Adapter] = _NO_ADAPTERS,
    engine: Engine | None = None,
    clock: Clock = _OWN_CLOCK,
) -> AsyncIterator[Desk]:
    """What the service works with, as the configuration says.

    Args:
        config: The configuration.
        fetcher: Closed.
        adapters: By platform; none where nothing is posted.
        engine: Lets others read what somebody waits for; this process itself if not given.
        clock: The clock.

    Raises:
        PullquoteError: If it can't be opened, in words.
    """
    configured, metrics = ConfiguredPlaces(config), Metrics()
    embed = embedder(config.semantic if isinstance(config.semantic, str) else "") if config.semantic else None
    async with Reader() as reader, fetcher as fetching, Store(config.database) as store:
        places = Places(store, configured.of)
        async with aclosing(
            Poller(fetching, reader, store, clock.now, metrics, sleep=clock.sleep, engine=engine)
        ) as poller:
            yield Desk(
                store,
                poller,
                places,
                fetching,
                reader,
                clock.now,
                config.limits,
                metrics,
                config.blocked,
                embed,
                adapters.get,
            )


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

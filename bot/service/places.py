"""What holds in a place: what config.toml says of it, and over that what was set there in chat."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime, time
from typing import Any

from bot.errors import RequestError
from bot.messages import Place
from bot.service.turns import Turns
from bot.store import PlaceSource, Store, StoredSubscription
from bot.subscriptions import EVERY_DAY, Subscription
from digest import BadFilter, Filter, Style, read_filter

__all__ = ["CONFIGURED", "Defaults", "Places", "Settings", "filters", "subscription_id"]

CONFIGURED = Place("config")
"""No place that people see: it reads the sources of config.toml, for all places that have none of their own."""

# The keys of what is set in chat.
_ZONE, _STYLE, _METHOD, _ABOUT, _HIDE, _ONLY = "zone", "style", "method", "about", "hide", "only"
_OWN_SOURCES, _TOLD = "own_sources", "told"


@dataclass(frozen=True, slots=True)
class Defaults:
    """What config.toml says of a place.

    Attributes:
        sources: URLs by name.
        zone: Time zone its readers live by, an IANA name.
        subscription: The digest that comes by itself; None if none does.
        style: How digests tell a story: one of `digest.Style`.
        method: How digests summarize.
        about: Words and names whose stories come earlier.
        hide: What is never shown, as it was typed.
        only: What alone is shown, as it was typed; everything if there is none.
    """

    sources: Mapping[str, str]
    zone: str
    subscription: Subscription | None = None
    style: str = Style.SUMMARY
    method: str = "default"
    about: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds in a place.

    Attributes:
        place: Without a thread.
        sources: In order, the paused ones too.
        is_own: Whether the sources were chosen here; else they are those of config.toml.
        subscription: The digest that comes by itself; None if none does.
        is_paused: Whether it does not for now.
        told: Of which troubles of which feeds its readers know, by URL.
        zone: As in `Defaults`; likewise the others.
        style: See above.
        method: See above.
        about: See above.
        hide: See above.
        only: See above.
    """

    place: Place
    sources: tuple[PlaceSource, ...]
    is_own: bool
    zone: str
    style: str
    method: str
    about: tuple[str, ...]
    hide: tuple[str, ...]
    only: tuple[str, ...]
    subscription: Subscription | None = None
    is_paused: bool = False
    told: Mapping[str, str] = field(default_factory=dict)

    @property
    def read(self) -> tuple[PlaceSource, ...]:
        """The sources that are not paused."""
        return tuple(source for source in self.sources if not source.is_paused)

    @property
    def feeds(self) -> frozenset[str]:
        """URLs of the sources that are not paused."""
        return frozenset(source.feed for source in self.read)

    @property
    def hidden(self) -> tuple[Filter, ...]:
        """What is never shown."""
        return filters(self.hide)

    @property
    def alone(self) -> tuple[Filter, ...]:
        """What alone is shown."""
        return filters(self.only)

    def source_named(self, words: str) -> PlaceSource | None:
        """The source of a name, in any case, or of a URL."""
        wanted = words.strip().casefold()
        return next((one for one in self.sources if wanted in {one.name.casefold(), one.feed.casefold()}), None)


class Places:
    """What holds where."""

    def __init__(
        self, store: Store, defaults_of: Callable[[Place], Defaults], configured: Sequence[Subscription] = ()
    ) -> None:
        """Take where it is kept, what config.toml says of a place, and the digests that it lets come by themselves."""
        self._store = store
        self._defaults_of = defaults_of
        self._configured = configured
        self._turns = Turns()

    def turn(self, place: Place) -> asyncio.Lock:
        """Who changes what holds in a place holds this from reading it on; who comes meanwhile waits, and nothing is lost."""
        return self._turns.of((place.platform, place.channel))

    async def of(self, place: Place) -> Settings:
        """What holds in a place; what holds in a channel, holds in its threads."""
        home = await self._home(place)
        defaults = self._defaults_of(place)
        stored = await self._store.places.get(home)
        own = dict(stored.settings) if stored else {}
        sources = await self._store.places.sources(home) if own.get(_OWN_SOURCES) else await self._of_config(defaults)
        found = await self._store.subscriptions.get(subscription_id(home))
        subscription = _subscription(found) if found else defaults.subscription
        return Settings(
            home,
            tuple(sources),
            is_own=bool(own.get(_OWN_SOURCES)),
            zone=own.get(_ZONE, defaults.zone),
            style=own.get(_STYLE, defaults.style),
            method=own.get(_METHOD, defaults.method),
            about=tuple(own.get(_ABOUT, defaults.about)),
            hide=tuple(own.get(_HIDE, defaults.hide)),
            only=tuple(own.get(_ONLY, defaults.only)),
            subscription=subscription,
            is_paused=bool(found and found.is_paused),
            told=own.get(_TOLD, {}),
        )

    async def _home(self, place: Place) -> Place:
        """The place whose settings count: of a thread its channel.

        config.toml and the command line name a channel without its workspace, so where nothing is known of one, the other is meant.
        """
        home = replace(place, thread="")
        if await self._store.places.get(home):
            return home
        stored = await self._store.places.of_channel(home.platform, home.channel)
        is_it = stored and not (home.workspace and stored.place.workspace)
        return stored.place if stored and is_it else home

    async def _of_config(self, defaults: Defaults) -> list[PlaceSource]:
        known = {source.feed: source for source in await self._store.places.sources(CONFIGURED)}
        return [replace(known[url], name=name) for name, url in defaults.sources.items() if url in known]

    async def change(self, place: Place, at: datetime, **changes: object) -> None:
        """Set some of what holds in a place, by the names of `Settings`; None lets config.toml decide again."""
        await self._store.places.change(await self._home(place), changes, at)

    async def own_sources(self, settings: Settings, at: datetime) -> None:
        """Let a place have sources of its own: at first those of config.toml, so that a change loses none."""
        if settings.is_own:
            return
        for source in settings.sources:
            await self._store.places.add_source(settings.place, source)
        # Last, so that nobody finds it with some of them, be it after a crash.
        await self.change(settings.place, at, own_sources=True)

    async def is_adopted(self) -> bool:
        """Whether the feeds of some config.toml are read."""
        return await self._store.places.get(CONFIGURED) is not None

    async def adopt(self, sources: Mapping[str, str], at: datetime) -> None:
        """Let the feeds of config.toml be read, and those that it names no longer not."""
        await self._store.places.join(CONFIGURED, at)
        known = {source.feed: source for source in await self._store.places.sources(CONFIGURED)}
        for feed in known.keys() - set(sources.values()):
            await self._store.places.remove_source(CONFIGURED, feed)
        for name, url in sources.items():
            if url not in known or known[url].name != name:
                await self._store.places.add_source(CONFIGURED, PlaceSource(url, name, "", at))

    async def subscribe(self, subscription: Subscription, person: str, at: datetime) -> None:
        """Let a digest come by itself from now on.

        Args:
            subscription: When and where; its id is that of its place (`subscription_id`).
            person: The id of who wants it.
            at: Now, aware.
        """
        await self._store.places.join(subscription.place, at)
        data = _data(subscription)
        await self._store.subscriptions.put(
            StoredSubscription(subscription.id, subscription.place, data, at, person, at)
        )

    async def subscriptions(self) -> tuple[Subscription, ...]:
        """The digests that come by themselves, everywhere: those of config.toml where nothing else was set in chat."""
        active = [_subscription(one) for one in await self._store.subscriptions.all_active()]
        configured = [one for one in self._configured if not await self._was_set(one.place)]
        return (*configured, *filter(None, active))

    async def _was_set(self, place: Place) -> bool:
        """Whether it was said in chat when digests come to a place, or that none do."""
        home = await self._home(place)
        return await self._store.subscriptions.get(subscription_id(home)) is not None


def filters(typed: Iterable[str]) -> tuple[Filter, ...]:
    """Filters as somebody typed them.

    Raises:
        RequestError: If one can't be used, in words.
    """
    try:
        return tuple(read_filter(one) for one in typed)
    except BadFilter as error:
        raise RequestError(str(error)) from error


def subscription_id(place: Place) -> str:
    """What the digests of a place that were asked for in chat are known by; those of config.toml have names of their own."""
    return f"chat:{place.platform}:{place.workspace}:{place.channel}"


def _data(subscription: Subscription) -> dict[str, Any]:
    """What is kept of a subscription, of plain values."""
    return {
        "slots": [slot.isoformat("minutes") for slot in subscription.slots],
        "days": sorted(subscription.days),
        "zone": subscription.zone,
        "length": subscription.length,
    }


def _subscription(stored: StoredSubscription) -> Subscription | None:
    """A subscription as it is kept; None if it has ended."""
    if stored.ended_at is not None or stored.place is None:
        return None
    data = stored.settings
    return Subscription(
        stored.id,
        stored.place,
        tuple(time.fromisoformat(slot) for slot in data["slots"]),
        data["zone"],
        data.get("length", "brief"),
        frozenset(data.get("days", EVERY_DAY)),
    )

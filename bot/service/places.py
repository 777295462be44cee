"""What holds in a place: what config.toml says of it, and over that what was set there in chat."""

import asyncio
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.errors import RequestError
from bot.messages import Manner, Place
from bot.service.turns import Turns
from bot.store import NOTICE, UNREADABLE, Delivery, PlaceSource, Store, StoredSubscription
from bot.subscriptions import Subscription
from digest import BadFilter, Filter, Style, read_filter

__all__ = ["CONFIGURED", "Defaults", "Places", "Settings", "filters", "subscription_id"]

CONFIGURED = Place("config")
"""No place that people see: it reads the sources of config.toml, for all places that have none of their own."""

# The keys of what is set in chat.
_ZONE, _STYLE, _METHOD, _ABOUT, _HIDE, _ONLY = "zone", "style", "method", "about", "hide", "only"
_OWN_SOURCES, _TOLD, _THREADS = "own_sources", "told", "threads"


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
        has_threads: Whether each digest that all see has a thread of its own.
        has_zone: Whether the zone was said of this very place; else it is that of all places.
    """

    sources: Mapping[str, str]
    zone: str
    subscription: Subscription | None = None
    style: str = Style.SUMMARY
    method: str = "default"
    about: tuple[str, ...] = ()
    hide: tuple[str, ...] = ()
    only: tuple[str, ...] = ()
    has_threads: bool = False
    has_zone: bool = False


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds in a place.

    Attributes:
        place: Without a thread.
        sources: In order, the paused ones too.
        is_own: Whether the sources were chosen here; else they are those of config.toml.
        subscription: The digest that comes by itself; None if none does, or not any more.
        is_paused: Whether it does not for now.
        problem: Why none does any more, in words; empty if one does, or if that was wanted.
        ended: The one that came until then; None if it can't be read any more.
        ended_at: When it came to its end, aware.
        told: Of which troubles of which feeds its readers know, by URL.
        zone: As in `Defaults`; likewise the others.
        style: See above.
        method: See above.
        about: See above.
        hide: See above.
        only: See above.
        has_threads: See above.
        has_zone: Whether somebody gave this very place its zone, here or in config.toml, be it with the hours of a digest.
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
    problem: str = ""
    ended: Subscription | None = None
    ended_at: datetime | None = None
    told: Mapping[str, str] = field(default_factory=dict)
    has_threads: bool = False
    has_zone: bool = False

    @property
    def manner(self) -> Manner:
        """How a digest is posted that comes by itself; nothing is special where none does. In direct messages there are no threads."""
        chosen = self.subscription.manner if self.subscription else Manner()
        return replace(chosen, has_thread=self.has_threads and not self.place.person)

    @property
    def hours(self) -> ZoneInfo:
        """By whose hours its digests come or came; else those its readers live by."""
        one = self.subscription or self.ended
        return ZoneInfo(one.zone if one else self.zone)

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

    def __init__(self, store: Store, defaults_of: Callable[[Place], Defaults]) -> None:
        """Take where it is kept, and what config.toml says of a place."""
        self._store = store
        self._defaults_of = defaults_of
        self._turns = Turns()
        self.changed: Callable[[], None] = lambda: None
        """Called when a digest may be due earlier than anybody knew."""

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
        configured = None if found else defaults.subscription
        if configured:
            found = await self._store.subscriptions.get(configured.id)
        has_ended = bool(found and found.ended_at)
        subscription = configured or (_subscription(found) if found else None)
        is_unreadable = bool(found and not has_ended and not subscription)
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
            subscription=None if has_ended else subscription,
            is_paused=bool(found and found.is_paused),
            problem=UNREADABLE if is_unreadable else found.problem if found and has_ended else "",
            ended=subscription if found and has_ended and found.problem else None,
            ended_at=found.ended_at if found else None,
            told=own.get(_TOLD, {}),
            has_threads=own.get(_THREADS, defaults.has_threads),
            has_zone=_ZONE in own or defaults.has_zone or subscription is not None,
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

    async def take_over(self, place: Place, other: Place | None, at: datetime) -> bool:
        """Let a place that has no sources of its own have those of another, which has. Whether it has them from now on."""
        # What somebody reads for themselves is no channel's.
        if other is None or other.person:
            return False
        settings, there = await self.of(place), await self.of(other)
        if settings.is_own or not (there.is_own and there.sources):
            return False
        for source in there.sources:
            # New here, so that what they had until now is no flood.
            await self._store.places.add_source(settings.place, replace(source, added_at=at))
        await self.change(settings.place, at, own_sources=True)
        return True

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

    async def adopt_subscriptions(self, configured: Sequence[Subscription], at: datetime) -> None:
        """Let those digests come by themselves that config.toml names, where nothing else was said in chat; and none that it names no longer.

        Args:
            configured: What it names.
            at: Now, aware. What is changed counts from now on; what is not, from when it last came.
        """
        store = self._store.subscriptions
        known = {one.id: one for one in await store.configured()}
        wanted = {one.id: one for one in configured if not await self._was_set(one.place)}
        for id_ in known.keys() - wanted.keys():
            await store.end(id_, at)
        for id_, one in wanted.items():
            was = known.get(id_)
            # One that could not be posted is tried anew: whoever starts the bot may have mended that.
            if was is None or was.ended_at or was.settings != one.settings or was.place != one.place:
                since = (
                    (await store.get(id_) or StoredSubscription(id_, one.place, {}, at)).since if was is None else at
                )
                new = StoredSubscription(id_, one.place, one.settings, since, created_at=at, is_configured=True)
                await store.put(new)

    async def subscribe(self, subscription: Subscription, person: str, at: datetime) -> None:
        """Let a digest come by itself from now on.

        Args:
            subscription: When and where; its id is that of its place (`subscription_id`).
            person: The id of who wants it.
            at: Now, aware.
        """
        place = subscription.place
        await self._store.places.join(place, at)
        await self._store.subscriptions.put(
            StoredSubscription(subscription.id, place, subscription.settings, at, person, at)
        )
        if configured := self._defaults_of(place).subscription:
            await self._store.subscriptions.end(configured.id, at)
        self.changed()

    async def move(self, settings: Settings, zone: str, person: str, at: datetime) -> None:
        """Let the digest that comes by itself to a place come at the same hours of another zone.

        Args:
            settings: Of the place, with a subscription.
            zone: An IANA name.
            person: The id of who wants it.
            at: Now, aware.
        """
        assert settings.subscription  # noqa: S101 - who calls has looked
        moved = replace(settings.subscription, id=subscription_id(settings.place), place=settings.place, zone=zone)
        stored = await self._store.subscriptions.get(moved.id)
        if stored is None:
            await self.subscribe(moved, person, at)
            await self.pause(moved, at, is_paused=settings.is_paused)
        else:
            await self._store.subscriptions.put(replace(stored, settings=moved.settings, since=at))
            self.changed()

    async def pause(self, subscription: Subscription, at: datetime, *, is_paused: bool) -> None:
        """Let a digest not come for now, or let it come again; what was missed until now does not."""
        await self._store.subscriptions.pause(subscription.id, is_paused=is_paused, since=at)
        self.changed()

    async def deliveries(self, settings: Settings, since: datetime) -> tuple[Delivery, ...]:
        """What became of the digests of a place from an instant on, aware, in order; those that are being made too."""
        configured = self._defaults_of(settings.place).subscription
        ids = [subscription_id(settings.place), *([configured.id] if configured else [])]
        found = await self._store.ledger.of_subscriptions(ids, since)
        return tuple(one for one in found if one.due.slot != NOTICE)

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
        words = str(error)
        message = f"{words[0].upper()}{words[1:]}."
        raise RequestError(message) from error


def subscription_id(place: Place) -> str:
    """What the digests of a place that were asked for in chat are known by; those of config.toml have names of their own."""
    return f"chat:{place.platform}:{place.workspace}:{place.channel}"


def _subscription(stored: StoredSubscription) -> Subscription | None:
    """A subscription as it is kept; None if it can't be read any more, or its time zone has come to its end."""
    try:
        return Subscription.of_settings(stored.id, stored.place, stored.settings)
    except (KeyError, ValueError):
        return None

"""What could stand in an option, while somebody types: out of what is stored, and nothing that they could not see there."""

import logging
from collections.abc import Awaitable, Callable, Iterable, Mapping, Sequence
from functools import partial
from zoneinfo import ZoneInfo

from bot.commands import COMMANDS, Command, command_named
from bot.errors import RequestError
from bot.messages import Place, Request, Suggestion
from bot.plain import plain
from bot.service.desk import Desk
from bot.service.elsewhere import about_channel
from bot.service.hours import days_typed, hours_words, read_days, read_times, zones_like
from bot.service.matching import Choice, fitting
from bot.service.packs import packs
from bot.service.prefilling import standing
from bot.service.profiles import profile_zone
from bot.service.receipts import ToldStory, read_receipt
from bot.service.speakers import Speakers
from bot.store import FollowKind, Scope

__all__ = ["Suggesting"]

_LOG = logging.getLogger(__name__)

# What platforms take (https://docs.discord.com/developers/interactions/application-commands#autocomplete).
_MOST, _LONGEST = 25, 100
_TIMES = (
    "07:00",
    "08:00",
    "07:00 18:30",
    "08:00 18:00",
    "07:00 12:30 18:30",
    "06:30",
    "09:00",
    "12:30",
    "18:30",
    "21:00",
)
_DAYS = ("daily", "weekdays", "weekends", "mon-thu", "mon,wed,fri", "mon", "tue", "wed", "thu", "fri", "sat", "sun")
# Of the last digest, so many topics, each of which is looked for; and of what came last, who is quoted in so many articles.
_MOST_TOPICS, _MOST_ARTICLES = 6, 150

_Find = Callable[[Request, str], Awaitable[Iterable[Choice]]]


class Suggesting:
    """Suggests what could stand in options."""

    def __init__(self, desk: Desk) -> None:
        """Take what it works with."""
        self._desk = desk
        self._speakers = Speakers(desk.store)
        self._finds: Mapping[tuple[str, str], _Find] = {
            ("digest", "about"): self._subjects,
            ("quotes", "by"): self._people,
            ("quotes", "outlet"): self._outlets,
            ("story", "story"): self._stories,
            ("why", "what"): self._stories,
            ("follow", "what"): self._followable,
            ("unfollow", "what"): self._followed,
            ("setup", "time"): self._hours,
            ("setup", "zone"): self._zones,
            ("sources add", "source"): self._packs,
            ("sources remove", "source"): self._sources,
            ("sources pause", "source"): partial(self._sources, is_paused=False),
            ("sources resume", "source"): partial(self._sources, is_paused=True),
            ("filter remove", "filter"): self._filters,
            ("schedule set", "times"): self._times,
            ("schedule set", "days"): self._days,
            ("schedule set", "zone"): self._zones,
            ("settings set", "zone"): self._zones,
            ("help", "command"): self._commands,
        }

    async def suggest(self, request: Request, option: str) -> Sequence[Suggestion]:
        """See `bot.ports.Handler.suggest`."""
        command = command_named(request.command)
        find = self._found_in(command, option, is_form=option not in request.options)
        if command is None or find is None:
            return ()
        try:
            typed = " ".join(request.options.get(option, "").split())[:_LONGEST]
            found = await find(about_channel(request, command), typed)
        except Exception:  # noqa: BLE001 - whoever types gets on without, and would get the words about it with each letter
            _LOG.debug("nothing can be suggested for %s of /%s", option, request.command, exc_info=True)
            return ()
        shown: dict[str, Suggestion] = {}
        for one in found:
            shown.setdefault(one.value, Suggestion(plain(one.label or one.value, _LONGEST), one.value))
        return [one for one in shown.values() if one.label.strip() and 0 < len(one.value) <= _LONGEST][:_MOST]

    def _found_in(self, command: Command | None, option: str, *, is_form: bool) -> _Find | None:
        """What finds what could stand in an option of a command, or in a field of its form; None if nothing does."""
        known = next((one for one in command.options if one.name == option), None) if command else None
        if command and known and known.is_prefilled and is_form:
            return partial(self._standing, command=command.name, option=option)
        return self._finds.get((command.name, option)) if command else None

    async def _standing(self, request: Request, _: str, *, command: str, option: str) -> Iterable[Choice]:
        """What stands in a field of a form until somebody changes it."""
        settings = await self._desk.places.of(request.place)
        value = standing(command, option, settings, request.person)
        return [Choice(value)] if value else []

    async def _subjects(self, request: Request, typed: str) -> Iterable[Choice]:
        """The sources of a place, what it wants to see earlier, and what the last digest had of which there is more."""
        settings, store = await self._desk.places.of(request.place), self._desk.store
        names = [source.name for source in settings.read]
        topics = list(dict.fromkeys(story.topic for story in await self._told(request) if story.topic))[:_MOST_TOPICS]
        scope = Scope(feeds=settings.feeds)
        found = [topic for topic in topics if await store.articles.search(topic, 1, scope)]
        return fitting(typed, map(Choice, [*names, *settings.about, *found]))

    async def _people(self, request: Request, typed: str) -> Iterable[Choice]:
        """Who is quoted in the last digest, then in what the sources gave last."""
        settings, now = await self._desk.places.of(request.place), self._desk.clock()
        told = [revision for story in await self._told(request) for revision in story.revisions]
        lately = await self._desk.store.articles.revisions(_MOST_ARTICLES, Scope(feeds=settings.feeds))
        return fitting(typed, [*await self._speakers.of(told, now), *await self._speakers.of(lately, now)])

    async def _outlets(self, request: Request, typed: str) -> Iterable[Choice]:
        """The outlets of the last digest, then those of all sources."""
        settings = await self._desk.places.of(request.place)
        told = [outlet for story in await self._told(request) for outlet in story.outlets]
        sources = await self._desk.store.sources.of(settings.feeds)
        names = dict.fromkeys([*told, *sorted(source.outlet for source in sources)])
        return fitting(typed, map(Choice, filter(None, names)))

    async def _stories(self, request: Request, typed: str) -> Iterable[Choice]:
        """The stories of the last digest, by number."""
        told = enumerate(await self._told(request), 1)
        return fitting(typed, [Choice(str(number), f"{number} · {story.headline}") for number, story in told])

    async def _followable(self, request: Request, typed: str) -> Iterable[Choice]:
        """Somebody who is quoted, if a person is to be followed; else a story."""
        is_person = request.options.get("kind") == FollowKind.PERSON
        return await (self._people(request, typed) if is_person else self._stories(request, typed))

    async def _followed(self, request: Request, typed: str) -> Iterable[Choice]:
        home = Place.of_person(request.place.platform, request.person.workspace, request.person.id)
        known = await self._desk.store.follows.of_person(home)
        return fitting(typed, [Choice(one.words, f"{one.words} · {one.kind}") for one in known])

    async def _packs(self, _: Request, typed: str) -> Iterable[Choice]:
        """Starter packs, by their names or what is in them; nothing for an address."""
        if "." in typed or "/" in typed:
            return ()
        known = ((name, ", ".join(source.outlet for source in pack)) for name, pack in packs().items())
        return fitting(typed, [Choice(name, f"{name} · {outlets}") for name, outlets in known])

    async def _sources(self, request: Request, typed: str, *, is_paused: bool | None = None) -> Iterable[Choice]:
        """The sources of a place: all, or those that are paused or not."""
        settings = await self._desk.places.of(request.place)
        return fitting(
            typed, [Choice(one.name) for one in settings.sources if is_paused is None or one.is_paused is is_paused]
        )

    async def _filters(self, request: Request, typed: str) -> Iterable[Choice]:
        settings = await self._desk.places.of(request.place)
        hidden = [Choice(text, f"{text} · never shown") for text in settings.hide]
        return fitting(typed, [*hidden, *(Choice(text, f"{text} · alone shown") for text in settings.only)])

    async def _zones(self, request: Request, typed: str) -> Iterable[Choice]:
        """Time zones, each with the hour that it is there; first, if nothing is typed, the one that holds."""
        settings = await self._desk.places.of(request.place)
        own = [] if typed else [profile_zone(settings, request.person) or settings.zone]
        now = self._desk.clock()
        return [
            Choice(zone, f"{zone} · {now.astimezone(ZoneInfo(zone)):%H:%M}")
            for zone in dict.fromkeys([*own, *zones_like(typed, _MOST)])
        ]

    async def _hours(self, request: Request, typed: str) -> Iterable[Choice]:
        """Single hours of the day."""
        return await self._times(request, typed, most=1)

    async def _times(self, request: Request, typed: str, *, most: int | None = None) -> Iterable[Choice]:
        """Hours of the day that begin as it is typed, and what is typed as it would be read; first, if nothing is, those that hold."""
        settings = await self._desk.places.of(request.place)
        one = settings.subscription or settings.ended
        own = [hours_words(one.slots)] if one and not typed else []
        known = [times for times in _TIMES if most is None or len(times.split()) <= most]
        begun = [times for times in known if times.startswith((typed, f"0{typed}"))]
        try:
            read = read_times(typed)
        except RequestError:
            read = ()
        typed_times = [" ".join(f"{slot:%H:%M}" for slot in read[:most])] if read else []
        return map(Choice, [*own, *begun, *typed_times])

    async def _days(self, _: Request, typed: str) -> Iterable[Choice]:
        """Days that begin as it is typed, and what is typed as it would be read."""
        begun = [days for days in _DAYS if days.startswith(typed.casefold())]
        try:
            read = [days_typed(read_days(typed))]
        except RequestError:
            read = []
        return map(Choice, [*begun, *read])

    async def _commands(self, _: Request, typed: str) -> Iterable[Choice]:
        return fitting(typed, [Choice(one.name, f"{one.name} · {one.help}") for one in COMMANDS])

    async def _told(self, request: Request) -> Sequence[ToldStory]:
        """The stories of the digest that a command would be about."""
        try:
            about = await self._desk.message_of(request)
        except RequestError:
            return ()
        written = await self._desk.store.receipt(about)
        return read_receipt(written).stories if written else ()

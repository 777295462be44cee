"""The digests that come by themselves to a place: when, paused, ended; and the next one as it would be now."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime, time
from functools import cache
from itertools import islice
from zoneinfo import ZoneInfo, available_timezones

from bot.errors import RequestError
from bot.messages import Entry, Heading, Listing, Message, Note, Paragraph, Request, Visibility
from bot.ports import Tell
from bot.render import edition_title
from bot.service.desk import Desk
from bot.service.digests import Digests, Posting
from bot.service.places import Settings, subscription_id
from bot.subscriptions import EVERY_DAY, Subscription, coming
from digest import Length

__all__ = ["Scheduling", "days_words", "read_days", "read_times", "read_zone"]

_HOUR = re.compile(r"([01]?\d|2[0-3])(?::([0-5]\d))?\s*(am|pm)?", re.IGNORECASE)
_NAMES = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_WEEKDAYS, _WEEKENDS = frozenset(range(5)), frozenset({5, 6})
_DAYS = {
    "daily": EVERY_DAY,
    "weekday": _WEEKDAYS,
    "weekend": _WEEKENDS,
    **{name: frozenset({number}) for number, name in enumerate(_NAMES)},
}
# Of a name, in letters: what it is shown with, and what has to be typed of it at least.
_SHORT = 3
# Digests of a day: more often, nobody has time to read one.
_MOST_TIMES = 6
_MOST_SHOWN = 5
_NOON = 12


class Scheduling:
    """Manages the digests that come by themselves."""

    def __init__(self, desk: Desk, digests: Digests) -> None:
        """Take what it works with."""
        self._desk = desk
        self._digests = digests

    async def schedule_show(self, request: Request, _: Tell) -> Message:
        """When digests come by themselves, and when the next ones do."""
        settings = await self._desk.places.of(request.place)
        return self._shown(settings)

    async def schedule_set(self, request: Request, _: Tell) -> Message:
        """Let a digest come by itself."""
        settings = await self._desk.settings(request.place)
        now = self._desk.clock()
        zone = read_zone(request.options["zone"]) if request.options.get("zone") else settings.zone
        subscription = Subscription(
            subscription_id(settings.place),
            settings.place,
            read_times(request.options["times"]),
            zone,
            request.options.get("length", Length.BRIEF),
            read_days(request.options.get("days", "daily")),
        )
        await self._desk.places.subscribe(subscription, request.person.id, now)
        if zone != settings.zone:
            await self._desk.places.change(settings.place, now, zone=zone)
        return self._shown(await self._desk.places.of(request.place))

    async def schedule_preview(self, request: Request, tell: Tell) -> Message:
        """The next digest as it would be now; nothing in it counts as shown."""
        settings = await self._desk.settings(request.place)
        tell("Making the digest as it would be now")
        length = Length(settings.subscription.length) if settings.subscription else Length.BRIEF
        digest, troubles = await self._digests.fresh_digest(settings, length)
        due = next(coming(settings.subscription, self._desk.clock()), None) if settings.subscription else None
        if not digest.stories:
            message = "There is nothing new to tell just now: the next digest would not come. What this channel was shown is not shown again."
            raise RequestError(message)
        title = f"Preview · {edition_title(settings.subscription, due)}" if settings.subscription and due else "Preview"
        return await self._digests.edited(digest, settings, troubles, Posting(request.place, title, Visibility.PRIVATE))

    async def schedule_pause(self, request: Request, _: Tell) -> Message:
        """No digests by themselves for now."""
        settings = await self._scheduled(request)
        await self._pause(settings, request, is_paused=True)
        return Message((Paragraph("No digest comes by itself until /schedule resume."),), Visibility.PRIVATE)

    async def schedule_resume(self, request: Request, _: Tell) -> Message:
        """Digests by themselves again."""
        settings = await self._scheduled(request)
        await self._pause(settings, request, is_paused=False)
        return self._shown(await self._desk.places.of(request.place))

    async def schedule_remove(self, request: Request, _: Tell) -> Message:
        """No digests by themselves any more."""
        settings = await self._scheduled(request)
        await self._pause(settings, request, is_paused=False)
        await self._desk.store.subscriptions.end(subscription_id(settings.place), self._desk.clock())
        words = "No digest comes by itself any more; /schedule set 07:00 begins anew."
        return Message((Paragraph(words),), Visibility.PRIVATE)

    async def _scheduled(self, request: Request) -> Settings:
        settings = await self._desk.places.of(request.place)
        if not settings.subscription or not settings.subscription.slots:
            message = "No digest comes by itself here; /schedule set 07:00 lets one come every morning."
            raise RequestError(message)
        return settings

    async def _pause(self, settings: Settings, request: Request, *, is_paused: bool) -> None:
        """Write down what config.toml may have said until now, and pause it or not."""
        subscription = settings.subscription
        assert subscription  # noqa: S101 - who calls has asked
        store, id_, now = self._desk.store.subscriptions, subscription_id(settings.place), self._desk.clock()
        if await store.get(id_) is None:
            own = replace(subscription, id=id_, place=settings.place)
            await self._desk.places.subscribe(own, request.person.id, now)
        await store.pause(id_, is_paused=is_paused, since=now)

    def _shown(self, settings: Settings) -> Message:
        subscription = settings.subscription
        if not subscription or not subscription.slots:
            note = Note(
                "/schedule set 07:00 lets one come every morning; days:weekdays and zone:Europe/Berlin say more."
            )
            return Message((Paragraph("No digest comes by itself here."), note), Visibility.PRIVATE)
        zone = ZoneInfo(subscription.zone)
        hours = ", ".join(f"{slot:%H:%M}" for slot in subscription.slots)
        words = f"A {subscription.length} digest comes {days_words(subscription.days)} at {hours}, {subscription.zone}."
        dues = islice(coming(subscription, self._desk.clock()), _MOST_SHOWN)
        entries = tuple(Entry(_moment(due.at.astimezone(zone))) for due in dues)
        state = Paragraph("It is paused; /schedule resume goes on.") if settings.is_paused else Listing(entries)
        return Message((Heading("Schedule", level=1), Paragraph(words), state), Visibility.PRIVATE)


def read_times(typed: str) -> tuple[time, ...]:
    """Hours of the day as somebody types them: "07:00 18:30", "7am, 6:30pm", "7".

    Raises:
        RequestError: If there are none, too many, or one is none.
    """
    words = re.sub(r"(?<=\d)\s+(?=[ap]m\b)", "", typed, flags=re.IGNORECASE)
    times = sorted({_time(word) for word in re.split(r"[,;\s]+|\band\b", words) if word})
    if not 0 < len(times) <= _MOST_TIMES:
        message = f"Name one to {_MOST_TIMES} hours of the day, like 07:00 or 07:00 18:30."
        raise RequestError(message)
    return tuple(times)


def _time(word: str) -> time:
    match = _HOUR.fullmatch(word)
    hour = int(match[1]) if match else 0
    half = (match[3] or "").lower() if match else ""
    if not match or (half and not 1 <= hour <= _NOON):
        message = f"“{word[:20]}” is no hour of the day; write one like 07:00, 18:30 or 7am."
        raise RequestError(message)
    if half:
        hour = hour % _NOON + (_NOON if half == "pm" else 0)
    return time(hour, int(match[2] or 0))


def read_days(typed: str) -> frozenset[int]:
    """Days of the week as somebody types them: "daily", "weekdays", "mon,wed fri"; Monday is 0.

    Raises:
        RequestError: If one is none.
    """
    days: frozenset[int] = frozenset()
    for word in re.split(r"[,;\s]+", typed.strip().lower()):
        found = [
            some for name, some in _DAYS.items() if len(word) >= _SHORT and name.startswith(word.removesuffix("s"))
        ]
        if len(found) != 1:
            message = f"“{word[:20]}” is no day; write daily, weekdays, weekends, or names like mon,wed,fri."
            raise RequestError(message)
        days |= found[0]
    return days


def read_zone(typed: str) -> str:
    """A time zone as somebody types it: its IANA name in any case, or the name of its city.

    Raises:
        RequestError: If there is none, or several.
    """
    wanted = typed.strip().replace(" ", "_").casefold()
    zones = _zones()
    exact = [name for name in zones if name.casefold() == wanted]
    cities = sorted(name for name in zones if name.rpartition("/")[2].casefold() == wanted and name.count("/"))
    found = exact or cities
    if len(found) == 1 or exact:
        return found[0]
    if found:
        message = f"There are several called “{typed.strip()[:40]}”: {', '.join(found[:6])}; name one of them."
    else:
        near = sorted(name for name in zones if wanted and wanted in name.casefold())[:5]
        more = f"; is it one of {', '.join(near)}?" if near else "; write one like Europe/Berlin or America/New_York."
        message = f"No time zone is called “{typed.strip()[:40]}”{more}"
    raise RequestError(message)


@cache
def _zones() -> frozenset[str]:
    """The names of all time zones, which stand in as many files."""
    return frozenset(available_timezones())


def days_words(days: Iterable[int]) -> str:
    """Days of the week, in words."""
    wanted = frozenset(days)
    known = {EVERY_DAY: "every day", _WEEKDAYS: "on weekdays", _WEEKENDS: "on weekends"}
    return known.get(wanted) or "on " + ", ".join(_NAMES[day][:_SHORT].capitalize() for day in sorted(wanted))


def _moment(at: datetime) -> str:
    return f"{at:%a} {at.day} {at:%b}, {at:%H:%M}"

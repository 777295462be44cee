"""Hours, days and time zones as people type them, and in words."""

import re
from collections.abc import Iterable, Mapping
from datetime import date, datetime, time, timedelta
from functools import cache
from zoneinfo import available_timezones

from bot.errors import RequestError
from bot.quiet import Quiet
from bot.service.matching import folded
from bot.subscriptions import EVERY_DAY

__all__ = [
    "day_words",
    "days_typed",
    "days_words",
    "hours_words",
    "is_hour",
    "is_zone",
    "moment_words",
    "read_days",
    "read_quiet_hours",
    "read_times",
    "read_when",
    "read_zone",
    "zones_like",
]

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
_NOON = 12
_LONGEST_WORD = 40
_NONE = frozenset({"none", "no", "off", "-"})
# Of zones that are called alike, so many are named.
_MOST_NEAR = 6
_NOT_LIKE = 5
_WELL_KNOWN = (
    "Europe/London",
    "Europe/Berlin",
    "Europe/Paris",
    "Europe/Madrid",
    "Europe/Istanbul",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Toronto",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "Africa/Lagos",
    "Africa/Johannesburg",
    "Africa/Nairobi",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Australia/Sydney",
    "Pacific/Auckland",
    "UTC",
)


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


def is_hour(word: str) -> bool:
    """Whether a word is an hour of the day beyond doubt: "07:00" or "7am", and not a mere number."""
    return bool(_HOUR.fullmatch(word)) and not word.isdecimal()


def read_quiet_hours(typed: str) -> Quiet | None:
    """Quiet hours as somebody types them: "22:00-06:30", "10pm to 7am"; None for none.

    Raises:
        RequestError: If they are none that can be.
    """
    if typed.strip().casefold() in _NONE:
        return None
    hours = [word.strip() for word in re.split(r"-|–|\bto\b|\band\b", typed, flags=re.IGNORECASE)]
    if len(hours) != 2 or not all(map(_HOUR.fullmatch, hours)):  # noqa: PLR2004 - from one to the other
        message = f"“{typed.strip()[:_LONGEST_WORD]}” are no quiet hours; write them like 22:00-06:30, or none."
        raise RequestError(message)
    begins, ends = map(_time, hours)
    if begins == ends:
        message = (
            f"Quiet hours from {begins:%H:%M} to {ends:%H:%M} would be the whole day; name a shorter time, or none."
        )
        raise RequestError(message)
    return Quiet(begins, ends)


def read_when(typed: str, now: datetime) -> tuple[date, time | None]:
    """A day, and an hour of it if one is named: "today", "yesterday 07:00", "mon", "2026-11-30 18:30", "07:00".

    Args:
        typed: As somebody types it.
        now: A local time. Of a weekday, the last one up to now is meant; of an hour alone, today's.

    Raises:
        RequestError: If it is none.
    """
    words = re.sub(r"(?<=\d)\s+(?=[ap]m\b)|,|T(?=\d)|\bat\b", _joined, typed, flags=re.IGNORECASE).split()
    day, hour = (words[0] if words else ""), (words[1] if words[1:] else "")
    if is_hour(day) and not hour:
        day, hour = "today", day
    found = _day(day.casefold(), now.date())
    if found is None or len(words) > 2 or (hour and not _HOUR.fullmatch(hour)):  # noqa: PLR2004 - a day and an hour
        message = (
            f"“{typed.strip()[:_LONGEST_WORD]}” is no day that I can look up; write today, yesterday, mon or "
            f"{now.date() - timedelta(days=1)}, with an hour if you like: “today 07:00”."
        )
        raise RequestError(message)
    return found, _time(hour) if hour else None


def _joined(match: re.Match[str]) -> str:
    """What stands between a day and an hour is a space; between a number and "am", nothing."""
    return "" if match[0].isspace() else " "


def _day(word: str, today: date) -> date | None:
    """The day that a word means; None if it means none."""
    if word in {"today", "yesterday"}:
        return today - timedelta(days=word == "yesterday")
    if len(word) >= _SHORT:
        for number, name in enumerate(_NAMES):
            if name.startswith(word):
                return today - timedelta(days=(today.weekday() - number) % 7)
    try:
        return date.fromisoformat(word)
    except ValueError:
        return None


def read_days(typed: str) -> frozenset[int]:
    """Days of the week as somebody types them: "daily", "weekdays", "mon,wed fri", "mon-thu"; Monday is 0.

    Raises:
        RequestError: If one is none.
    """
    days: frozenset[int] = frozenset()
    for word in re.split(r"[,;\s]+", typed.strip().lower()):
        first, to, last = word.partition("-")
        begins, ends = _days_named(first), _days_named(last if to else first)
        if not begins or not ends or (to and len(begins | ends) > 2):  # noqa: PLR2004 - a day each
            message = f"“{word[:20]}” is no day; write daily, weekdays, weekends, or names like mon,wed,fri or mon-thu."
            raise RequestError(message)
        days |= _through(min(begins), min(ends)) if to else begins
    return days


def _days_named(word: str) -> frozenset[int]:
    """The days that a word means, by its beginning; none if it means none, or several things."""
    found = [some for name, some in _DAYS.items() if len(word) >= _SHORT and name.startswith(word.removesuffix("s"))]
    return found[0] if len(found) == 1 else frozenset()


def _through(first: int, last: int) -> frozenset[int]:
    """The days from one to another, over the end of the week if need be."""
    return frozenset((first + number) % 7 for number in range((last - first) % 7 + 1))


def read_zone(typed: str) -> str:
    """A time zone as somebody types it: its IANA name, or the name of its city; in any case, with or without accents.

    Raises:
        RequestError: If there is none, or several.
    """
    wanted, shown = _folded(typed), typed.strip()[:_LONGEST_WORD]
    zones = _zones()
    found = [name for name, known in zones.items() if known == wanted]
    found = found or sorted(name for name, known in zones.items() if "/" in name and _city(known) == wanted)
    if len(found) == 1:
        return found[0]
    if found:
        message = f"There are several called “{shown}”: {', '.join(found[:_MOST_NEAR])}; name one of them."
    elif near := zones_like(typed, _MOST_NEAR) if wanted else ():
        message = f"No time zone is called “{shown}”; is it one of {', '.join(near)}?"
    else:
        message = f"No time zone is called “{shown}”; write one like Europe/Berlin or America/New_York, or its city."
    raise RequestError(message)


def is_zone(name: str) -> bool:
    """Whether a name is that of a time zone, letter by letter."""
    return name in _zones()


def zones_like(typed: str, most: int) -> tuple[str, ...]:
    """The time zones that somebody may mean who has typed some of a city or a region, best first; well known ones if nothing."""
    wanted = _folded(typed)
    if not wanted:
        return _WELL_KNOWN[:most]
    ranked = ((_rank(wanted, known), name not in _WELL_KNOWN, name) for name, known in _zones().items())
    return tuple(name for _, _, name in sorted(one for one in ranked if one[0] < _NOT_LIKE)[:most])


def _rank(wanted: str, zone: str) -> int:
    """How well some letters fit a zone, both folded; 0 is best: the beginning of the city, of a word of it, of it all, or within."""
    city = _city(zone)
    fits = (city == wanted, city.startswith(wanted), f"_{wanted}" in city, zone.startswith(wanted), wanted in zone)
    return fits.index(True) if True in fits else _NOT_LIKE


def _city(zone: str) -> str:
    return zone.rpartition("/")[2]


def _folded(words: str) -> str:
    """The name of a zone or a city by what is compared of it: without dots and apostrophes, and "_" between words."""
    return re.sub(r"[\s_-]+", "_", re.sub("[.'’]", "", folded(words[:_LONGEST_WORD])))


@cache
def _zones() -> Mapping[str, str]:
    """All time zones, which stand in as many files, and what of their names is compared; not those that mean something else on another machine."""
    names = available_timezones() - {"Factory", "localtime", "posixrules"}
    return {name: _folded(name) for name in names}


def days_words(days: Iterable[int]) -> str:
    """Days of the week, in words."""
    wanted = frozenset(days)
    known = {EVERY_DAY: "every day", _WEEKDAYS: "on weekdays", _WEEKENDS: "on weekends"}
    return known.get(wanted) or "on " + ", ".join(_NAMES[day][:_SHORT].capitalize() for day in sorted(wanted))


def days_typed(days: Iterable[int]) -> str:
    """Days of the week, as they are typed: "daily", "weekdays", "mon,fri"."""
    wanted = frozenset(days)
    known = {EVERY_DAY: "daily", _WEEKDAYS: "weekdays", _WEEKENDS: "weekends"}
    return known.get(wanted) or ",".join(_NAMES[day][:_SHORT] for day in sorted(wanted))


def hours_words(slots: Iterable[time]) -> str:
    """Hours of the day, in words: "07:00, 18:30"."""
    return ", ".join(f"{slot:%H:%M}" for slot in slots)


def day_words(day: date) -> str:
    """A day, in words: "Tue 24 Nov"."""
    return f"{day:%a} {day.day} {day:%b}"


def moment_words(at: datetime) -> str:
    """A local time, in words: "Tue 24 Nov, 07:00"."""
    return f"{day_words(at)}, {at:%H:%M}"

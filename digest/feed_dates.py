"""Times as feeds give them: of RFC 822 and ISO 8601 in theory, and of every kind in practice."""

import re
from datetime import UTC, datetime, timedelta, timezone

from digest.dates import find_date, hours_east, month_of

__all__ = ["read_time"]

# Of anything that is printed and dated.
_YEARS = range(1900, 2200)
# What the zero of some software's clock, such as the first day of year 1, counts as: a page that never was news. Unlike year 1, this can be
# told in every zone.
_LONG_AGO = datetime(_YEARS.start, 1, 1, tzinfo=UTC)
# Longer is a text with a date in it somewhere.
_LONGEST = 100
_CLOCK = r"(?P<hour>\d{1,2})[:.](?P<minute>\d\d)(?:[:.](?P<second>\d\d)(?:[.,]\d+)?)?\s*(?P<half>[ap]\.?m\b\.?)?"
_ZONE = r"\(?(?P<zone>[a-z]{1,5}\b)?\)?\s*(?P<offset>[+-]\s?\d{1,2}(?::?\d\d)?(?!\d))?"
_NAME = r"(?P<name>[^\W\d_]{3,12})\.?"
_PATTERNS = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        rf"(?:[^\W\d_]{{2,12}}\.?,?\s*)?(?P<year>\d{{4}})[-/.](?P<month>\d\d?)(?:[-/.](?P<day>\d\d?))?(?!\d)(?:[t\s,]+{_CLOCK}\s*{_ZONE})?",
        rf"(?:[^\W\d_]{{2,12}}\.?,?\s*)?(?P<day>\d\d?)(?:st|nd|rd|th|\.)?[\s-]*(?:de\s|of\s)?{_NAME}[\s,.-]*(?:de\s)?(?P<year>\d{{4}}|\d\d)(?!\d)(?:[t\s,-]+(?:at\s+)?{_CLOCK}\s*{_ZONE})?",
        rf"(?:[^\W\d_]{{2,12}}\.?,?\s+)?{_NAME}\s+(?P<day>\d\d?)(?:st|nd|rd|th)?,?\s+(?P<year>\d{{4}})(?:[t\s,-]+(?:at\s+)?{_CLOCK}\s*{_ZONE})?",
        rf"(?:[^\W\d_]{{2,12}}\.?,?\s+)?{_NAME}\s+(?P<day>\d\d?)\s+{_CLOCK}\s*{_ZONE}\s+(?P<year>\d{{4}})",
    )
)
_EPOCH = re.compile(r"(?P<seconds>\d{9,10})(?:\d{3})?(?:\.\d+)?")
# No zone is farther from UTC.
_FARTHEST = timedelta(hours=14)
# Of a year in two digits: as Python's email package and POSIX have it.
_CENTURY_TURNS = 69
_TWO = 2  # Digits of a year, an hour or a minute.


def read_time(text: str) -> datetime | None:
    """The time that a feed gives.

    Args:
        text: As it stands there, in whatever form.

    Returns:
        An aware time; a date alone is midnight, what names no zone counts as UTC, and what is before 1900 as that year's first day. None
        if there is no date in it, or one of which it is not clear what it means.
    """
    text = " ".join(text[:_LONGEST].split())
    if not text:
        return None
    read = _of_iso_8601(text) or _by_patterns(text)
    if read is None:
        return None
    read = read if read.tzinfo else read.replace(tzinfo=UTC)
    if read.year < _YEARS.start:
        return _LONG_AGO
    return read if read.year in _YEARS else None


def _of_iso_8601(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def _by_patterns(text: str) -> datetime | None:
    if epoch := _EPOCH.fullmatch(text):
        return datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=int(epoch["seconds"]))
    for pattern in _PATTERNS:
        if (match := pattern.match(text)) and (read := _time(match)):
            return read
    return find_date(text)


def _time(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    month = int(parts["month"]) if parts.get("month") else month_of(parts.get("name") or "")
    year = _year(parts["year"])
    try:
        date = datetime(year, month, int(parts["day"] or 1), tzinfo=_zone(parts["zone"] or "", parts["offset"] or ""))
    except ValueError:
        return None
    return date + _since_midnight(parts) if parts["hour"] and year in _YEARS else date


def _year(digits: str) -> int:
    year = int(digits)
    if len(digits) > _TWO:
        return year
    return year + (2000 if year < _CENTURY_TURNS else 1900)


def _since_midnight(parts: dict[str, str | None]) -> timedelta:
    """What a clock shows; nothing if there is no such time."""
    hour, minute, second = (int(parts[unit] or 0) for unit in ("hour", "minute", "second"))
    if half := parts["half"]:
        hour = hour % 12 + (12 if half.lower().startswith("p") else 0)
    # The end of a day is a time; so is a leap second.
    is_time = hour <= 24 and minute < 60 and second <= 60  # noqa: PLR2004 - hours, minutes and seconds
    return timedelta(hours=hour, minutes=minute, seconds=second) if is_time else timedelta()


def _zone(name: str, offset: str) -> timezone:
    sign, digits = offset[:1], "".join(filter(str.isdigit, offset))
    if not digits:
        return timezone(timedelta(hours=hours_east(name)))
    hours, minutes = (digits[:-2] or "0", digits[-2:]) if len(digits) > _TWO else (digits, "0")
    east = timedelta(hours=int(hours), minutes=int(minutes))
    return timezone(-east if sign == "-" else east) if east <= _FARTHEST else UTC

"""Dates as newspapers print them, in twelve languages."""

import re
from datetime import UTC, datetime, timedelta, timezone

__all__ = ["find_date", "hours_east", "is_date_line", "month_of"]

_NAMES = (
    "january jan januar janvier enero gennaio janeiro januari jänner janv ene gen",
    "february feb febr februar février febrero febbraio fevereiro februari févr fév fev",
    "march mar märz mars marzo março maart marts mär mrz",
    "april apr avril abril aprile avr abr",
    "may mai mayo maggio maio mei maj mag",
    "june jun juni juin junio giugno junho giu",
    "july jul juli juillet julio luglio julho juil lug",
    "august aug août agosto augustus augusti ago",
    "september sep sept septembre septiembre settembre setembro set",
    "october oct oktober okt octobre octubre ottobre outubro ott out",
    "november nov novembre noviembre novembro",
    "december dec dezember dez décembre diciembre dicembre dezembro desember déc dic",
)
_MONTHS = {name: number for number, names in enumerate(_NAMES, 1) for name in names.split()}
_MONTH = "(?P<month>" + "|".join(sorted(_MONTHS, key=len, reverse=True)) + r")\b\.?"
_DAY = r"(?P<day>[0-3]?\d)(?:st|nd|rd|th|er|\.|º)?"
_YEAR = r"(?P<year>(?:19|20)\d\d)\b"
_DATES = tuple(
    re.compile(pattern, re.IGNORECASE)
    for pattern in (
        r"\b(?P<year>(?:19|20)\d\d)-(?P<number>[01]\d)-(?P<day>[0-3]\d)(?!\d)T?",
        rf"(?<!\d){_DAY}\s+(?:de\s+|of\s+)?{_MONTH},?\s+(?:de\s+)?{_YEAR}",
        rf"\b{_MONTH}\s+{_DAY},?\s+{_YEAR}",
        rf"(?<!\d)(?P<day>[0-3]?\d)\.\s?(?P<number>[01]?\d)\.\s?{_YEAR}",
        # Of 26/10 and 10/26 only one number can be a day; 3/4 is left alone.
        rf"(?<![\d/])(?P<day>1[3-9]|2\d|3[01])/(?P<number>0?[1-9]|1[0-2])/{_YEAR}",
        rf"(?<![\d/])(?P<number>0?[1-9]|1[0-2])/(?P<day>1[3-9]|2\d|3[01])/{_YEAR}",
        r"(?P<year>(?:19|20)\d\d)年\s?(?P<number>[01]?\d)月\s?(?P<day>[0-3]?\d)日",
    )
)
_TIME = re.compile(
    r"(?<![\d.:])(?:(?P<hour>[0-2]?\d)[:.](?P<minute>[0-5]\d)(?::[0-5]\d(?:\.\d+)?)?|(?P<full>[01]?\d)(?=\s?[ap]\.?m))"
    r"\s?(?P<half>[ap]\.?m\b\.?)?\s?(?P<zone>Z\b|UTC|GMT|CES?T|[ECMP][SD]T|BST|[+-][01]\d:?[0-5]\d)?",
    re.IGNORECASE,
)
# Hours east of UTC, by the names that mean one zone. IST, BRT and others that mean several, or none that is known, are left out.
_ZONES = {
    name: hours
    for hours, names in {
        -10: "hst", -9: "akst", -8: "pst akdt", -7: "mst pdt", -6: "cst mdt", -5: "est cdt", -4: "edt", -3: "adt", 0: "z utc ut gmt wet",
        1: "bst cet met west", 2: "cest eet mest sast", 3: "eest msk", 5: "pkt", 8: "awst hkt sgt", 9: "jst kst", 10: "aest", 11: "aedt",
        12: "nzst", 13: "nzdt",
    }.items()
    for name in names.split()
}  # fmt: skip
_AROUND = re.compile(
    r"\b(?:first|last|originally|published|publish|posted|updated|modified|created|date|on|at|am|um|uhr|the|le|à|el|il|h|stand|"
    r"veröffentlicht|aktualisiert|publié|mis à jour|publicado|actualizado|pubblicato|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?|montag|dienstag|mittwoch|donnerstag|freitag|samstag|sonntag|"
    r"lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|lunes|martes|miércoles|jueves|viernes|sábado|domingo)\b\.?|[\W_]+",
    re.IGNORECASE,
)
_LONGEST_LINE = 120


def find_date(text: str) -> datetime | None:
    """The first date in a line, with its time if one follows.

    Returns:
        An aware time; a date alone is midnight, and a time without a zone counts as UTC. None if there is no date
        that is clear: "3/4/2026" means two things and is not one.
    """
    for pattern in _DATES:
        match = pattern.search(text)
        if match and (date := _date(match)):
            return _at_time(date, text[match.end() :])
    return None


def is_date_line(text: str) -> bool:
    """Whether a line says when something was published and nothing else."""
    if len(text) > _LONGEST_LINE or find_date(text) is None:
        return False
    for pattern in (*_DATES, _TIME, _AROUND):
        text = pattern.sub(" ", text)
    return not text.strip()


def month_of(name: str) -> int:
    """The number of a month by its name or abbreviation in any of the languages; 0 if it is none."""
    # Casefolding is nearest to what the patterns match (a long s for an s), and has no dotless i for an i.
    return _MONTHS.get(name.casefold(), 0)


def hours_east(zone: str) -> int:
    """How far east of UTC a zone is, by its abbreviation; 0 if it is none that means one zone."""
    return _ZONES.get(zone.casefold(), 0)


def _date(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    month = int(parts["number"]) if parts.get("number") else month_of(parts["month"])
    try:
        return datetime(int(parts["year"]), month, int(parts["day"]), tzinfo=UTC)
    except ValueError:
        return None


def _at_time(date: datetime, following: str) -> datetime:
    match = _TIME.search(following)
    if not match:
        return date
    hour = int(match["hour"] or match["full"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"].lower().startswith("p") else 0)
    if hour > 23:  # noqa: PLR2004 - a day has 24 hours
        return date
    return date.replace(hour=hour, minute=int(match["minute"] or 0), tzinfo=_zone(match["zone"] or "UTC"))


def _zone(name: str) -> timezone:
    if name[0] not in "+-":
        return timezone(timedelta(hours=hours_east(name)))
    digits = name[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if name[0] == "-" else offset)

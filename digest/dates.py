"""Dates as newspapers print them, in twelve languages."""

import re
from datetime import UTC, datetime, timedelta, timezone

__all__ = ["find_date", "is_date_line"]

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
# Hours east of UTC. Abbreviations with a second meaning elsewhere (IST, CST in China) are left to the first one or out.
_ZONES = {"z": 0, "utc": 0, "gmt": 0, "bst": 1, "cet": 1, "cest": 2, "est": -5, "edt": -4, "cst": -6, "cdt": -5}
_ZONES |= {"mst": -7, "mdt": -6, "pst": -8, "pdt": -7}
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


def _date(match: re.Match[str]) -> datetime | None:
    parts = match.groupdict()
    # Casefolding is nearest to what the patterns match (a long s for an s), and has no dotless i for an i.
    month = int(parts["number"]) if parts.get("number") else _MONTHS.get(parts["month"].casefold(), 0)
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
        return timezone(timedelta(hours=_ZONES[name.casefold()]))
    digits = name[1:].replace(":", "")
    offset = timedelta(hours=int(digits[:2]), minutes=int(digits[2:]))
    return timezone(-offset if name[0] == "-" else offset)

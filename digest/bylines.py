"""By-lines -> the names in them.

"Kommentar von Heike Brandt und Ann Gray, Staff Writer" names two people. What introduces a name in one language begins one in
another (Di Stefano, Pär Lagerkvist, von der Leyen), so a by-word is one only if more than a surname stands behind it.
"""

import re
from collections.abc import Iterator

from digest.given_names import gender_of_given_name

__all__ = ["begins_byline", "is_name_shaped", "names_in"]

_PIECES = (
    r"words|story|text|report|reporting|reported|posted|written|published|authored|compiled|reviewed|opinion|comment|commentary|analysis|column|essay|"
    r"interview|article|kommentar|analyse|kolumne|gastbeitrag|gastkommentar|leitartikel|bericht|reportage|verfasst|geschrieben|veröffentlicht|"
    r"propos recueillis|publié|rédigé|écrit|texte|chronique|escrito|redactado|publicado|texto|scritto|testo|a cura|tekst|geschreven|skrevet|skriven"
)
# "By" begins no name; so does nothing that says what was written.
_SURE_START = re.compile(
    rf"^(?:by(?::|\s)|(?:(?:an?|eine?|une?|una)\s+)?(?:{_PIECES})\s+(?:by|von|par|por|di|da|av|af|door)(?::|\s)|"
    r"(?:author|autor(?:in|a|e)?(?:\s?/\s?-?(?:autor)?(?:in)?)?|auteur|text|texte|texto|testo)\s*:|autorin\s?/\s?autor\s)\s*",
    re.IGNORECASE,
)
_START = re.compile(r"^(?:von|par|por|di|from|af|av|door|auteur|autor(?:in)?)\s*:?\s+", re.IGNORECASE)
# A slash parts names, not what stands for one: "srf/hosb".
_FIRM = re.compile(r"\s*[;|•·]\s*|\s*/\s*(?=[^\W\d_a-zß-ÿ])|\s+(?:and|und|og|och|with|avec|mit|con|&)\s+")
# These stand within names as well: Ortega y Gasset.
_LOOSE = re.compile(r"\s+(?:y|e|et|en)\s+")
_LOOSE_CAPITALS = re.compile(r"\s(?:Y|ET|EN)\s")
_COMMA = re.compile(r"\s*,(?!\s*(?:Jr|Sr|M\.?D|Ph\.?D|I{2,3}|IV)\b)\s*")
_MONTH = r"(?:(?:jan|febr)uary|march|april|may|june|july|august|(?:sept|nov|dec)ember|october|jan|feb|mar|apr|jun|jul|aug|sept?|oct|nov|dec)\.?"
# What stands behind a name in its line, or is no name at all.
_ROLE = re.compile(
    r"(?:^|\s+)(?:(?:published|updated|posted|last modified|senior(?=\s\w)|contributing|contributor|staff|special to|for the|is an?|reporter|correspondent|"
    r"(?:sub-?)?editor|columnist|(?:freelance|features?|sports?|senior)\swriter|redakteur(?:in)?|korrespondent(?:in)?|journaliste?|rédact(?:eur|rice)|"
    r"correspondante?|corresponsal|redactora?|periodista|(?:mon|tues|wednes|thurs|fri|satur|sun)day|(?:mon|tues?|wed|thu(?:rs)?|fri|sat|sun)(?=,)|"
    rf"{_MONTH}(?=\s+\d))(?!\w)|[–—-]?\s?\d|\(|@).*$",
    re.IGNORECASE,
)
_PLACE = re.compile(r"(?<=\w)\s+(?:in|aus|at|à|en|from)\s+\w.*$")
_NOBODY = re.compile(
    r"\d{3}|^(?:admin|administrator|staff|editors?|the editors|(?:staff |senior |news ?)?writers?|newsroom|news ?desk|redaktion|red|rédaction|redacción|"
    r"redazione|webmaster|unknown|guest|by|from|von|par|por|authors?|autor(?:in)?|sponsored|nachrichten|agenturen|agencies|agences|agencias)$",
    re.IGNORECASE,
)
# A word of a person's name, not an agency's or a site's.
_ONE_NAME = re.compile(r"(?=[^\W\d_a-zß-ÿ])\w+[^\W\d_A-ZÀ-Þ][\w’'-]*")
_ADDRESS = re.compile(r"https?:|www\.|\w@\w")
_EDGES = " ,.:–—-"
_LONGEST_NAME = 60
_PARTICLES = frozenset(
    "de del della der den di da dos das du van von zu zum zur ter ten la le al el bin ibn ben abu af av y e".split()
)
_SCOTTISH = re.compile(r"\bMc([a-z])")


def names_in(byline: str, *, is_told: bool = False) -> tuple[str, ...]:
    """The names in a by-line, in order, each once.

    Args:
        byline: In one line: "By Ann Gray and Theo Beck, Staff Writers".
        is_told: Whether it is said to be a name, not printed above an article: then "von Hagen Schmidt" is one.

    Returns:
        Names as printed, but not in capitals and not surname first; without roles, places and dates.
    """
    if _ADDRESS.search(byline):
        return ()
    line, is_introduced = _without_start(byline.strip(), is_told=is_told)
    parts = [part for firm in _FIRM.split(line) for loose in _loose_parts(firm) for part in _comma_parts(loose)]
    names = (
        _cased(name, is_introduced=is_introduced)
        for number, part in enumerate(parts)
        # "Dorn Mail Staff" may be all that machines are told.
        if (name := _name(part, is_whole=is_told and number == 0))
    )
    return tuple(dict.fromkeys(names))


def begins_byline(text: str) -> bool:
    """Whether a line begins as one does that goes on with the author's name."""
    return bool(_SURE_START.match(text) or _START.match(text))


def is_name_shaped(name: str) -> bool:
    """Whether it looks like somebody's name, or like an agency's: capitals throughout, but for particles."""
    words = name.split()
    if len(words) == 1:
        return name.isupper()
    return words[0][0].isupper() and all(word in _PARTICLES or not word[0].islower() for word in words)


def _without_start(line: str, *, is_told: bool) -> tuple[str, bool]:
    """A by-line without what introduces the names, and whether there was such a thing."""
    if match := _SURE_START.match(line):
        return line[match.end() :], True
    match = _START.match(line)
    if not match or (is_told and line[0].islower()):
        return line, False
    words = _COMMA.split(_FIRM.split(line[match.end() :])[0])[0].split()
    is_name = len(words) > 1 and not words[0][0].islower()
    return (line[match.end() :], True) if is_name else (line, False)


def _loose_parts(line: str) -> list[str]:
    """A by-line parted where a word that may stand within a name has whole names on both sides."""
    if line.isupper():
        line = _LOOSE_CAPITALS.sub(lambda match: match[0].lower(), line)
    parts = _LOOSE.split(line)
    return parts if all(" " in part.strip() for part in parts) else [line]


def _comma_parts(line: str) -> Iterator[str]:
    """What stands between commas; a surname that stands before its first name is put behind it."""
    parts = [part for part in _COMMA.split(line) if part]
    is_one = len(parts) == 2 and all(_ONE_NAME.fullmatch(part) for part in parts)  # noqa: PLR2004 - surname and first name
    if not is_one:
        yield from parts
    elif gender_of_given_name(parts[1]):
        yield f"{parts[1]} {parts[0]}"
    else:
        yield line


def _name(part: str, *, is_whole: bool) -> str:
    """A name without what is said of its bearer, unless that belongs to it; empty if nobody could be called by it."""
    name = part.strip(_EDGES)
    role = _ROLE.search(name)
    if role and not (is_whole and role.start()):
        # "Political Editor" behind a name is another role of its bearer.
        name = name[: role.start()].strip(_EDGES)
    name = (_PLACE.sub("", name) if " " in name else name).strip(_EDGES)
    is_fit = 1 < len(name) <= _LONGEST_NAME and not _NOBODY.search(name) and any(map(str.isalpha, name))
    return name if is_fit else ""


def _cased(name: str, *, is_introduced: bool) -> str:
    """A person's name that is printed in capitals as it is written; an agency's stays as it is."""
    words = name.split()
    is_person = is_introduced or bool(words and gender_of_given_name(words[0].title()))
    if len(words) == 1 or not name.isupper() or not is_person:
        return name
    cased = " ".join(word.lower() if word.lower() in _PARTICLES and i else word.title() for i, word in enumerate(words))
    return _SCOTTISH.sub(lambda match: f"Mc{match[1].upper()}", cased)

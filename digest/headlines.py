"""Headlines as pages give them -> one line, without what surrounds them, and whether two are the same."""

import html
import re

from digest.halves import without_halves

__all__ = ["agreement", "flat", "key_of", "without_site"]

_SEPARATOR = re.compile(r"\s+[|–—·»:-]\s+|\s*\|\s*")
_NO_WORD = re.compile(r"[\W_]+")


def flat(text: str) -> str:
    """Text in one line; what was escaped twice is unescaped twice."""
    return " ".join(without_halves(html.unescape(html.unescape(text))).split())


def key_of(text: str) -> str:
    """Text as it is compared: letters and digits, in one case."""
    return _NO_WORD.sub("", text).casefold()


def agreement(one: str, other: str) -> int:
    """How much of two headlines is the same, in letters and digits, if one of them is the other with something around it; else 0."""
    first, second = key_of(one), key_of(other)
    return min(len(first), len(second)) if first in second or second in first else 0


def without_site(title: str, site: str) -> str:
    """A page's title without the outlet's name behind it or before it."""
    parts = _SEPARATOR.split(title)
    if len(parts) == 1:
        return title
    for edge in (parts[-1], parts[0]):
        if site and (key_of(edge) in key_of(site) or key_of(site) in key_of(edge)):
            rest = title.removesuffix(edge) if edge is parts[-1] else title.removeprefix(edge)
            return rest.strip(" |–—·»:-")
    return title

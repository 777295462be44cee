"""Quotation marks: which ones belong together.

Newspapers use a dozen conventions, mix them, forget to close and reuse the closing mark as an apostrophe. Marks
are paired within a paragraph, so that one stray mark never costs more than its paragraph:

* directional marks (“ ” „ ‘ ’ ‚ « » ‹ › 「 」 『 』) nest, straight ones (" ' and the typewriter's `` '')
  are read by what stands on either side of them;
* marks of one kind may close each other whatever their shape, for `“so"` is common;
* an apostrophe is not a mark: within a word, after a plural's s, before a clipped word (’til, ’90s);
* a quotation that goes on in the next paragraph is opened again there without having been closed.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import Enum

from digest.types import Span

__all__ = ["Quoted", "find_quoted"]


@dataclass(frozen=True, slots=True)
class Quoted:
    """A passage within quotation marks.

    Attributes:
        span: The passage and its marks. One that is not closed ends with its paragraph.
        inside: The passage without its marks and the white space at them; None if nothing is left.
        is_closed: Whether it has a closing mark of its own.
        depth: How many other passages it stands in.
    """

    span: Span
    inside: Span | None
    is_closed: bool
    depth: int


class _Family(Enum):
    """Marks that can close each other."""

    DOUBLE = '“”„‟"＂'
    SINGLE = "‘’‚‛'`"
    GUILLEMET = "«»"
    SINGLE_GUILLEMET = "‹›"
    CORNER = "「」｢｣"
    WHITE_CORNER = "『』"


@dataclass(slots=True)
class _Open:
    start: int
    end: int
    family: _Family
    mark: str


_MARK = re.compile(r"``|''|[“”„‟\"＂‘’‚‛'`«»‹›「」｢｣『』]")
_FAMILIES = {mark: family for family in _Family for mark in family.value} | {
    "``": _Family.DOUBLE,
    "''": _Family.DOUBLE,
}
_STRAIGHT = frozenset({'"', "＂", "'", "`"})
_ALWAYS_OPEN = frozenset("„‟‚‛「｢『") | {"``"}
_ALWAYS_CLOSE = frozenset("」｣』")
_BEFORE_OPENING = frozenset("([{<—–-−/…:,¿¡")
_AFTER_CLOSING = frozenset(".,;:!?)]}>—–-−/…。、，；：！？")
_CLIPPED = re.compile(r"(?:\d0s?|\d\ds|em|til|tis|twas|cause|round|bout|n|neath|cos|cuz|s|ere|tude)\b", re.IGNORECASE)

# A paragraph with more marks than this is a table or an attack, not prose, and is not worth the time.
_MOST_MARKS = 2_000
# How far a plural's apostrophe ("the dogs’ bowl") may stand from the mark that closes the passage it is in.
_POSSESSIVE_REACH = 200


def find_quoted(text: str, paragraphs: Sequence[Span]) -> tuple[tuple[Quoted, ...], ...]:
    """Pair the quotation marks of each paragraph.

    Args:
        text: Any text.
        paragraphs: Spans of it, in order.

    Returns:
        For each paragraph its quoted passages by where they start, those within others included. A passage that
        is not closed is given only if the next paragraph opens a quotation again: else its mark is a stray one.
    """
    if not any(mark in text for mark in _FAMILIES):
        return tuple(() for _ in paragraphs)
    german = _closes_with_left_guillemet(text, paragraphs)
    found: list[tuple[Quoted, ...]] = []
    for number, paragraph in enumerate(paragraphs):
        following = paragraphs[number + 1] if number + 1 < len(paragraphs) else None
        closed, left = _pair(text, paragraph, german=german)
        going_on = _going_on(text, left, paragraph, following)
        found.append(_nested(text, paragraph, closed, going_on))
    return tuple(found)


def _closes_with_left_guillemet(text: str, paragraphs: Sequence[Span]) -> bool:
    """Whether the text has »so« (German, Danish) rather than «so» (French and most others)."""
    votes = 0
    for paragraph in paragraphs:
        left, right = text.find("«", *_ends(paragraph)), text.find("»", *_ends(paragraph))
        if left >= 0 or right >= 0:
            votes += 1 if right >= 0 and (left < 0 or right < left) else -1
    return votes > 0


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _pair(text: str, paragraph: Span, *, german: bool) -> tuple[list[tuple[_Open, int]], list[_Open]]:
    """The closed passages of a paragraph (opening mark, end of the closing one) and what is left open."""
    closed: list[tuple[_Open, int]] = []
    stack: list[_Open] = []
    for count, match in enumerate(_MARK.finditer(text, paragraph.start, paragraph.end)):
        if count >= _MOST_MARKS:
            return [], []
        mark = match[0]
        family = _FAMILIES[mark]
        top = next((o for o in reversed(stack[-4:]) if o.family is family), None)
        sides = _sides(text, match.start(), match.end(), paragraph)
        match _role(text, match.start(), match.end(), mark, top, sides, german=german):
            case "open":
                if top and mark in _STRAIGHT and top.mark in _STRAIGHT:
                    stack.remove(top)
                stack.append(_Open(match.start(), match.end(), family, mark))
            case "close" if top:
                del stack[stack.index(top) :]
                closed.append((top, match.end()))
            case _:
                pass
    return closed, stack


def _sides(text: str, start: int, end: int, paragraph: Span) -> tuple[bool, bool]:
    """Whether the surroundings of a mark look like those of an opening one, and of a closing one."""
    before = text[start - 1] if start > paragraph.start else ""
    after = text[end] if end < paragraph.end else ""
    starts = not before or before.isspace() or before in _BEFORE_OPENING or before in _FAMILIES
    goes_on = bool(after) and not after.isspace()
    ends = not after or after.isspace() or after in _AFTER_CLOSING or after in _FAMILIES
    stood_before = bool(before) and not before.isspace()
    return starts and goes_on, ends and stood_before


def _role(
    text: str, start: int, end: int, mark: str, top: _Open | None, sides: tuple[bool, bool], *, german: bool
) -> str:
    """What a mark does: "open", "close" or nothing (an apostrophe, an inch, a stray one)."""
    if mark in _ALWAYS_OPEN:
        return "open"
    if mark in _ALWAYS_CLOSE:
        return "close"
    if mark in "«»‹›":
        return "open" if (mark in "»›") == german else "close"
    if _FAMILIES[mark] is _Family.SINGLE:
        return _role_of_single(text, start, end, mark, top, sides)
    return _role_of_double(mark, top, sides)


def _role_of_double(mark: str, top: _Open | None, sides: tuple[bool, bool]) -> str:
    opens, closes = sides
    match mark:
        case "“":
            closing = top is not None and not opens and (closes or top.mark == "„")
            return "close" if closing else "open" if opens or not closes else ""
        case "”":
            # Swedish and Finnish open with the same mark: ”Hej”.
            return "close" if top and not (top.mark == "”" and opens and not closes) else "open" if opens else ""
        case "''":
            return "close" if top else "open" if opens else ""
        case _:
            if top and (closes or not opens):
                return "close"
            return "open" if opens or not closes else ""


def _role_of_single(text: str, start: int, end: int, mark: str, top: _Open | None, sides: tuple[bool, bool]) -> str:
    opens, closes = sides
    if start > 0 and text[start - 1].isalnum() and text[end : end + 1].isalnum():
        return ""
    if top and closes and not (mark == "‘" and opens):
        return "" if _is_possessive(text, start, end) else "close"
    if not opens or mark == "’" or _CLIPPED.match(text, end):
        return ""
    return "open"


def _is_possessive(text: str, start: int, end: int) -> bool:
    """Whether this is the apostrophe of "the dogs’ bowl": a plural, then a word, and a mark that closes further on."""
    if text[start - 1 : start].lower() != "s" or not re.match(r" [^\W\d_]", text[end : end + 2]):
        return False
    for match in re.finditer(r"[‘’']", text[end : end + _POSSESSIVE_REACH]):
        at = end + match.start()
        if text[at - 1].isspace():
            return False
        if not text[at + 1 : at + 2].isalnum():
            return True
    return False


def _going_on(text: str, left: list[_Open], paragraph: Span, following: Span | None) -> _Open | None:
    """The mark left open whose quotation goes on in the next paragraph, if there is one."""
    if not left or not following:
        return None
    again = _FAMILIES.get(text[following.start])
    candidates = [o for o in left if o.family is again]
    if not candidates:
        return None
    return candidates[0] if candidates[0].start == paragraph.start else candidates[-1]


def _nested(
    text: str, paragraph: Span, closed: Iterable[tuple[_Open, int]], going_on: _Open | None
) -> tuple[Quoted, ...]:
    passages = [(o.start, end, Span(o.start, end), _trim(text, o.end, _closing_start(text, o, end)), True)
                for o, end in closed]  # fmt: skip
    if going_on:
        span = Span(going_on.start, paragraph.end)
        passages.append((going_on.start, paragraph.end, span, _trim(text, going_on.end, paragraph.end), False))
    passages.sort(key=lambda passage: (passage[0], -passage[1]))
    found: list[Quoted] = []
    around: list[int] = []
    for start, end, span, inside, is_closed in passages:
        while around and around[-1] <= start:
            around.pop()
        found.append(Quoted(span, inside, is_closed, len(around)))
        around.append(end)
    return tuple(found)


def _closing_start(text: str, opening: _Open, end: int) -> int:
    wide = opening.family is _Family.DOUBLE and text[end - 2 : end] == "''" and end - 2 >= opening.end
    return end - 2 if wide else end - 1


def _trim(text: str, start: int, end: int) -> Span | None:
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Span(start, end) if start < end else None

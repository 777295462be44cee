"""Message -> what Discord shows: cards of texts, pictures, files and buttons, in as many messages as it takes. Pure.

Limits: https://docs.discord.com/developers/components/reference (40 components), resources/message there (10 files) and
discord.py's `LayoutView` (4,000 characters over all texts of a message).
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.adapters.discord.parts import File, Line, Part, Pictured, joined, names_in, parts_of, size
from bot.messages import Actions, Block, Heading, Message, Note

__all__ = ["MOST_CHARACTERS", "MOST_COMPONENTS", "Page", "pages", "without_pictures"]

MOST_CHARACTERS = 4_000
MOST_COMPONENTS = 40

_MOST_FILES = 10
_LONGEST_ID_OF_A_ROLE = 20
# Without any component Discord would refuse a message.
_NOTHING = "…"
_GOES_ON = "-# Continues below."


@dataclass(frozen=True, slots=True)
class Page:
    """One message of Discord, never over a limit.

    Attributes:
        parts: From top to bottom; a string is a text in Markdown.
        is_card: Whether they stand in a frame of their own.
        role: The id of the role that is called above them, digits alone; empty if none is.
    """

    parts: tuple[Part, ...] = ()
    is_card: bool = False
    role: str = ""

    @property
    def call(self) -> str:
        """The line that calls the role; empty if none is called. All else on the page calls nobody."""
        return f"<@&{self.role}>" if self.role else ""

    @property
    def documents(self) -> list[tuple[str, str]]:
        """The files that are sent along, each its name and its text."""
        return [(part.name, part.text) for part in self.parts if isinstance(part, File)]

    @property
    def characters(self) -> int:
        """How many its texts have together."""
        return len(self.call) + size(self.parts)[0]

    @property
    def components(self) -> int:
        """How many it has, nested ones counted."""
        return bool(self.role) + self.is_card + size(self.parts)[1]


def without_pictures(page: Page) -> Page:
    """A page as it is for who sees no picture of it."""
    return replace(page, parts=tuple(joined(one.text if isinstance(one, Pictured) else one for one in page.parts)))


def pages(message: Message) -> tuple[Page, ...]:
    """Lay a message out, on as many pages as it takes, at least one; what stands between two dividers stays together.

    What can be pressed, and the small print at the end, stand on the first page, which is the one that is seen.
    """
    sections = list(message.sections())
    role = message.manner.role
    first = Page(
        is_card=any(isinstance(block, Heading | Actions) for block in message.blocks),
        role=role if role.isascii() and role.isdigit() and len(role) <= _LONGEST_ID_OF_A_ROLE else "",
    )
    parts = [parts_of(section) for section in sections]
    whole = _laid(first, parts if any(parts) else [[_NOTHING]])
    return _titled(whole if len(whole) == 1 else _with_foot(first, sections[-1], parts) or whole)


def _with_foot(first: Page, last: Sequence[Block], parts: Sequence[Sequence[Part]]) -> tuple[Page, ...]:
    """Several pages, of which the first ends with what ends the last section; nothing if there was no room for anything else."""
    at = _foot_of(last)
    below = joined([Line(), _GOES_ON, *parts_of(last[at:])])
    characters, components = size(below)
    if 2 * characters <= MOST_CHARACTERS and 2 * components <= MOST_COMPONENTS:
        parts = [*parts[:-1], parts_of(last[:at])]
    else:
        below = [Line(), _GOES_ON]
    laid = _laid(first, parts, below)
    return laid if len(laid[0].parts) > len(below) else ()


def _titled(found: tuple[Page, ...]) -> tuple[Page, ...]:
    """The title of all larger than those of its topics."""
    first, *more = found
    match first.parts:
        case (str(text), *rest) if text.startswith("### "):
            return (replace(first, parts=(text[1:], *rest)), *more)
        case _:
            return found


def _foot_of(section: Sequence[Block]) -> int:
    """Where what ends a section begins: buttons and the small print with them; small print alone if nothing else is in it."""
    at = len(section)
    while at and isinstance(section[at - 1], Actions | Note):
        at -= 1
    while 0 < at < len(section) and isinstance(section[at], Note):
        at += 1
    return at


class _Sheet:
    """A page that is being filled, above what stands below on it."""

    def __init__(self, page: Page, below: Sequence[Part] = ()) -> None:
        self._page = replace(page, parts=tuple(below))
        self._characters, self._components = self._page.characters, self._page.components
        self.parts: list[Part] = []

    def takes(self, parts: Sequence[Part]) -> bool:
        """Add parts, if it has room for all of them; a name leads to one file on a page, an id to one button."""
        last = self.parts[-1:]
        more = joined([*last, *parts])
        grown = [new - old for new, old in zip(size(more), size(last), strict=True)]
        whole = (*self.parts, *parts, *self._page.parts)
        names = names_in(whole)
        fits = self._characters + grown[0] <= MOST_CHARACTERS and self._components + grown[1] <= MOST_COMPONENTS
        if not fits or len(set(names)) < len(names) or sum(isinstance(part, File) for part in whole) > _MOST_FILES:
            return False
        self._characters += grown[0]
        self._components += grown[1]
        self.parts[-1:] = more
        return True

    def filled(self) -> Page:
        """The page."""
        return replace(self._page, parts=(*self.parts, *self._page.parts))


def _laid(first: Page, sections: Sequence[Sequence[Part]], below: Sequence[Part] = ()) -> tuple[Page, ...]:
    """Sections on pages of the kind of the first, which has something below them."""
    sheets = [_Sheet(first, below)]
    for parts in filter(None, sections):
        if sheets[-1].parts:
            if sheets[-1].takes([Line(), *parts]):
                continue
            sheets.append(_Sheet(Page(is_card=first.is_card)))
        for part in parts:
            if not sheets[-1].takes([part]):
                sheets.append(_Sheet(Page(is_card=first.is_card)))
                sheets[-1].takes([part])
    return tuple(sheet.filled() for sheet in sheets)

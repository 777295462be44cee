"""Blocks -> parts of a message of Discord: texts, lines, pictures, buttons and files. Pure.

Limits: https://docs.discord.com/developers/components/reference (5 buttons in a row) and Discord's change log (10 MiB a file).
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from bot.adapters.discord.buttons import LONGEST_ID, button_id, label_of
from bot.adapters.discord.lines import lines
from bot.adapters.discord.texts import file_name, picture_address
from bot.messages import Actions, Block, Button, Document, Heading, Note, Pointer, Saying, Summary
from bot.plain import plain

__all__ = ["File", "Line", "Part", "Pictured", "Row", "Way", "joined", "names_in", "parts_of", "size"]

_MOST_IN_A_ROW = 5
_LARGEST_FILE = 10 * 2**20
# discord.py's word; Discord's own is 1,024.
_LONGEST_DESCRIPTION = 256
# Beside a picture lines are short: a text that is longer than this stands below it.
_LONGEST_BESIDE = 600


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal line."""


@dataclass(frozen=True, slots=True)
class Pictured:
    """A text, in Markdown, with a picture beside it: its address, and what it says to who can't see it."""

    text: str
    url: str
    description: str


@dataclass(frozen=True, slots=True)
class Way:
    """A button that leads to an address."""

    label: str
    url: str


@dataclass(frozen=True, slots=True)
class File:
    """A file that is sent along."""

    name: str
    text: str


Row = tuple[Button | Way, ...]
Part = str | Line | Pictured | Row | File


def parts_of(section: Sequence[Block]) -> list[Part]:
    """The parts of what belongs together; each line of a text is one, so that a text can go on on the next page."""
    parts: list[Part] = []
    before: Block | None = None
    for block in section:
        match block:
            case Actions(buttons):
                parts += _rows(buttons)
            case Pointer():
                parts += _way(block)
            case Document():
                parts += _file(block)
            case Heading(text, image=image) if url := picture_address(image):
                parts += _beside(Pictured("", url, plain(text, _LONGEST_DESCRIPTION).strip()), [*lines(block)])
            case Summary() if isinstance(before, Heading) and parts and isinstance(pictured := parts[-1], Pictured):
                parts[-1:] = _beside(pictured, [*lines(block)])
            case _:
                # Two quotations in a row would stand behind one bar.
                gap = "\n" if isinstance(block, Saying) and isinstance(before, Saying) else ""
                parts += [line if number else f"{gap}{line}" for number, line in enumerate(lines(block))]
        before = block
    return parts


def joined(parts: Iterable[Part]) -> list[Part]:
    """Parts with the lines of a text in one; but what follows a quotation or a list, and is none, could be read as a part of it."""
    found: list[Part] = []
    for part in parts:
        last = found[-1] if found else None
        if not isinstance(part, str):
            found.append(part)
        elif isinstance(last, str) and _kind(last.rpartition("\n")[2]) in {"", _kind(part)}:
            found[-1] = f"{last}\n{part}"
        else:
            found.append(part.removeprefix("\n"))
    return found


def size(parts: Iterable[Part]) -> tuple[int, int]:
    """How many characters the texts of parts have, and how many components they are, nested ones counted."""
    characters = components = 0
    for part in parts:
        match part:
            case str():
                characters += len(part)
                components += 1
            case Pictured(text):
                characters += len(text)
                components += 3
            case tuple():
                components += 1 + len(part)
            case Line() | File():
                components += 1
            case _:
                assert_never(part)
    return characters, components


def names_in(parts: Iterable[Part]) -> list[str]:
    """What may be on a page once: the names of files, and the ids of buttons."""
    found: list[str] = []
    for part in parts:
        if isinstance(part, File):
            found.append(part.name)
        elif isinstance(part, tuple):
            found += [button_id(one) for one in part if isinstance(one, Button)]
    return found


def _kind(line: str) -> str:
    """What a line is one of several of: a quotation, a list; empty if it stands for itself."""
    return next((mark for mark in ("> ", "- ") if line.removeprefix("\n").startswith(mark)), "")


def _beside(pictured: Pictured, more: Sequence[str]) -> list[Part]:
    """A picture with more text beside it; what is too much for that stands below, and without a picture if nothing is beside it."""
    text = "\n".join(filter(None, [pictured.text, *more]))
    if text and len(text) <= _LONGEST_BESIDE:
        return [replace(pictured, text=text)]
    return [pictured, *more] if pictured.text else [*more]


def _file(document: Document) -> list[Part]:
    """A document as a file; words alone if there is nothing in it, or more than Discord takes."""
    name, length = file_name(document.name), len(document.text.encode(errors="replace"))
    if 0 < length <= _LARGEST_FILE:
        return [File(name, document.text)]
    return [*lines(Note(f"{name} is {'too large to be sent here' if length else 'empty'}."))]


def _rows(buttons: Sequence[Button]) -> list[Part]:
    """Buttons in rows. For one without words, or with an id that is too long or there already, Discord would refuse the message."""
    shown: dict[str, Button] = {}
    for button in buttons:
        if label_of(button.label) and len(button_id(button)) <= LONGEST_ID:
            shown.setdefault(button_id(button), button)
    row = tuple(shown.values())
    return [row[at : at + _MOST_IN_A_ROW] for at in range(0, len(row), _MOST_IN_A_ROW)]


def _way(pointer: Pointer) -> list[Part]:
    """A button that leads to a message; words alone if no address does, as to somebody's direct messages."""
    place, label = pointer.ref.place, label_of(pointer.text)
    ids = (place.workspace or "0", place.home, pointer.ref.id)
    if not label or not all(one.isascii() and one.isdigit() for one in ids):
        return [*lines(pointer)]
    way = Way(label, f"https://discord.com/channels/{place.workspace or '@me'}/{place.home}/{pointer.ref.id}")
    return [*(lines(pointer) if label != pointer.text else ()), (way,)]

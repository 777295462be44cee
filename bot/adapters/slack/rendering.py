"""Message -> Block Kit, in as many messages as it takes, and the words that a notification says. Pure.

Limits: https://docs.slack.dev/reference/block-kit/blocks (50 blocks a message, 100 a view); that all blocks of a message together
must stay below about 13,000 characters is documented nowhere (slackapi/bolt-js, issue 2509). A view may have 250 kB, in which a
letter that is not ASCII takes six bytes.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from bot.adapters.slack.parts import DIVIDER, BlockData, LinkTo, blocks_of, call_of, length, no_link, note
from bot.adapters.slack.texts import escaped, own_words, shown
from bot.messages import (
    Actions,
    Block,
    Divider,
    Document,
    Heading,
    Listing,
    Message,
    Note,
    Paragraph,
    Pointer,
    Saying,
    Sources,
    Summary,
    Visibility,
)

__all__ = ["GOES_ON", "IS_CUT", "MOST_BLOCKS", "MOST_CHARACTERS", "BlockData", "fallback", "pages", "sheet"]

MOST_BLOCKS = 50
MOST_CHARACTERS = 12_000
GOES_ON = {Visibility.PUBLIC: "Continues in the thread.", Visibility.PRIVATE: "Continues below."}
"""What is said on the first of several messages, of one that all see and of one for who asked."""
IS_CUT = "There is more than fits here."
"""What is said where the rest is nowhere."""

_MOST_CHARACTERS_OF_A_VIEW = 40_000
_LONGEST_FALLBACK = 3_000
# Without any block Slack would refuse a message, and without words a notification.
_NOTHING = "…"


@dataclass(frozen=True, slots=True)
class _Room:
    """What one message or view has room for."""

    blocks: int
    characters: int


_OF_A_MESSAGE = _Room(MOST_BLOCKS, MOST_CHARACTERS)


def pages(message: Message, link: LinkTo = no_link) -> tuple[list[BlockData], ...]:
    """Lay a message out, on as many pages as it takes, at least one; what stands between two dividers stays together.

    What can be pressed, and the small print at the end, stand on the first page, which is the one that is seen.

    Args:
        message: What is shown.
        link: Gives the address of a message that is pointed to.
    """
    goes_on = GOES_ON[message.visibility]
    return tuple(_pages(message, link, _OF_A_MESSAGE, goes_on, call_of(message.manner.role)))


def sheet(message: Message, most: int, link: LinkTo = no_link) -> list[BlockData]:
    """Lay a message out as one view of so many blocks; if that has no room for all of it, it says so."""
    return _pages(message, link, _Room(most, _MOST_CHARACTERS_OF_A_VIEW), IS_CUT, [])[0]


def fallback(message: Message) -> str:
    """What a notification says of a message: its headings, or all its words if it has none; never nothing."""
    headings = [shown(block.text) for block in message.blocks if isinstance(block, Heading)]
    lines = headings if any(headings) else (shown(words) for block in message.blocks for words in _words(block))
    return escaped("\n".join(filter(None, lines)), _LONGEST_FALLBACK) or _NOTHING


def _words(block: Block) -> Iterator[str]:
    """What a block says, in short."""
    match block:
        case Paragraph(text) | Note(text) | Pointer(text):
            yield own_words(text)
        case Summary(sentences):
            yield from (sentence.text for sentence in sentences)
        case Saying(parts, speaker):
            yield f"{' '.join(f'“{part}”' for part in parts)} — {speaker}"
        case Sources(links):
            yield " · ".join(link.text for link in links)
        case Listing(entries):
            yield from (entry.name for entry in entries)
        case Document(name):
            yield name
        case Heading() | Divider() | Actions():
            return


def _pages(
    message: Message, link: LinkTo, room: _Room, goes_on: str, call: Sequence[BlockData]
) -> Sequence[list[BlockData]]:
    sections = _aloud(list(message.sections()))
    made = [blocks_of(section, link) for section in sections]
    whole = _laid(list(filter(None, made)) or [[note(_NOTHING)]], room, call)
    return whole if len(whole) == 1 else _with_foot(sections[-1], made[:-1], link, room, goes_on, call) or whole


def _aloud(sections: Sequence[Sequence[Block]]) -> Sequence[Sequence[Block]]:
    """What is small print and nothing else, as an error is, is said as loud as anything."""
    if not all(isinstance(block, Note | Actions) for section in sections for block in section):
        return sections
    return [[Paragraph(one.text) if isinstance(one, Note) else one for one in section] for section in sections]


def _with_foot(
    last: Sequence[Block],
    before: Sequence[Sequence[BlockData]],
    link: LinkTo,
    room: _Room,
    goes_on: str,
    call: Sequence[BlockData],
) -> Sequence[list[BlockData]]:
    """Several pages, of which the first ends with what ends the last section; nothing if there was no room for anything else."""
    at = _foot_of(last)
    below = [DIVIDER, note(goes_on), *blocks_of(last[at:], link)]
    if 2 * sum(map(length, below)) > room.characters or 2 * len(below) > room.blocks:
        below, at = [DIVIDER, note(goes_on)], len(last)
    laid = _laid(list(filter(None, (*before, blocks_of(last[:at], link)))), room, call, below)
    return laid if len(laid) > 1 and len(laid[0]) > len(below) + len(call) else ()


def _foot_of(section: Sequence[Block]) -> int:
    """Where what ends a section begins: buttons and the small print with them; small print alone if nothing else is in it."""
    at = len(section)
    while at and isinstance(section[at - 1], Actions | Note):
        at -= 1
    while 0 < at < len(section) and isinstance(section[at], Note):
        at += 1
    return at


@dataclass(slots=True)
class _Sheet:
    """One message or view, never over its limits."""

    room: _Room
    blocks: list[BlockData] = field(default_factory=list)
    below: Sequence[BlockData] = ()
    characters: int = 0

    def __post_init__(self) -> None:
        """Count what stands there already."""
        self.characters = 2 + sum(map(length, (*self.blocks, *self.below)))

    def takes(self, blocks: Sequence[BlockData]) -> bool:
        """Add all of some blocks if they fit, else none; whether they did."""
        characters = self.characters + sum(map(length, blocks))
        if len(self.blocks) + len(self.below) + len(blocks) > self.room.blocks or characters > self.room.characters:
            return False
        self.blocks += blocks
        self.characters = characters
        return True


def _laid(
    sections: Sequence[Sequence[BlockData]],
    room: _Room,
    call: Sequence[BlockData],
    below: Sequence[BlockData] = (),
) -> Sequence[list[BlockData]]:
    """Sections on pages, the first of which has something above and something below them."""
    sheets = [_Sheet(room, [*call], below)]
    is_begun = False
    for blocks in sections:
        if is_begun:
            if sheets[-1].takes([DIVIDER, *blocks]):
                continue
            sheets.append(_Sheet(room))
        for block in blocks:
            if not sheets[-1].takes([block]):
                sheets.append(_Sheet(room))
                sheets[-1].takes([block])
        is_begun = True
    return [[*sheet.blocks, *sheet.below] for sheet in sheets]

"""Blocks of ours -> blocks of Slack. Pure.

Texts go into blocks and elements that Slack does not parse: nothing in them can format, link or ping. Limits:
https://docs.slack.dev/reference/block-kit/blocks (header 150, context 10 elements, text of a section 3,000).

The picture that goes with a story is left out. Slack fetches an `image_url` itself, while it takes the message, and where that
can't be had, or is too slow or too large, it refuses the whole message (invalid_blocks): a digest would stand or fall with the
picture of one of its outlets.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from typing import Any, assert_never

from bot.adapters.slack.buttons import buttons_of
from bot.adapters.slack.texts import (
    BESIDE,
    LONGEST_TEXT,
    address,
    host_of,
    named,
    own_words,
    plain_text,
    shown,
    wrapped,
)
from bot.messages import (
    Actions,
    Block,
    Divider,
    Document,
    Entry,
    Heading,
    Link,
    Listing,
    MessageRef,
    Note,
    Paragraph,
    Pointer,
    Saying,
    Sources,
    Summary,
    Told,
)
from bot.plain import plain

__all__ = ["DIVIDER", "BlockData", "LinkTo", "blocks_of", "call_of", "length", "no_link", "note"]

BlockData = dict[str, Any]
LinkTo = Callable[[MessageRef], str]
"""The address of a message, or nothing where none is known."""

DIVIDER: BlockData = {"type": "divider"}

_LONGEST_HEADER = 150
_LONGEST_RICH = 5_800
# A list is in one element, which has to have room beside what ends a page.
_LONGEST_LIST = 4_000
# How Slack calls the groups of people that can be called: https://docs.slack.dev/reference/block-kit/blocks/rich-text-block
_GROUP, _LONGEST_GROUP = "S", 20


def no_link(_: MessageRef) -> str:
    """No address."""
    return ""


def length(data: Any) -> int:
    """How many characters it has as JSON, with what parts it from the next one."""
    return len(json.dumps(data, ensure_ascii=False)) + 2


def note(text: str) -> BlockData:
    """Small print, of at least one character and not longer than a block has room for."""
    return {"type": "context", "elements": [plain_text(text, LONGEST_TEXT)]}


def call_of(role: str) -> list[BlockData]:
    """A line that calls a group of people, by its id; nothing if it is no group's."""
    is_group = role.isascii() and role.isalnum() and role.startswith(_GROUP) and 1 < len(role) <= _LONGEST_GROUP
    return [_rich([_section([{"type": "usergroup", "usergroup_id": role}])])] if is_group else []


def blocks_of(section: Sequence[Block], link: LinkTo = no_link) -> list[BlockData]:
    """The blocks of what belongs together: its texts as one block of rich text, or one from each heading on; more if it is too long for one."""
    found: list[BlockData] = []
    size = 0
    for block in section:
        # A gap stands before a block, and so before what begins anew.
        is_begun = isinstance(block, Heading)
        for data in _parts(block, link):
            if not data["type"].startswith("rich_text_"):
                found.append(data)
            elif not is_begun and found and found[-1]["type"] == "rich_text" and size + length(data) <= _LONGEST_RICH:
                found[-1]["elements"].append(data)
                size += length(data)
            else:
                found.append(_rich([data]))
                size = length(data)
            is_begun = False
    return found


def _parts(block: Block, link: LinkTo) -> Iterator[BlockData]:
    """A block as blocks of Slack, or as elements of a block of rich text."""
    match block:
        case Heading():
            yield from _heading(block)
        case Paragraph(text):
            yield from (_section([_text(line)]) for line in wrapped(own_words(text)))
        case Note(text):
            yield from map(note, wrapped(own_words(text)))
        case Summary() | Saying() | Sources():
            yield from _story_parts(block)
        case Listing(entries):
            yield from _lists(entries)
        case Pointer():
            yield from _way(block, link)
        case Document(name, text):
            yield from _file(name, text)
        case Actions(buttons):
            yield from buttons_of(buttons)
        case Divider():
            return
        case _:
            assert_never(block)


def _story_parts(block: Summary | Saying | Sources) -> Iterator[BlockData]:
    """What is from an article."""
    match block:
        case Summary(sentences, is_list):
            sections = [_section(line) for line in _told(sentences, is_list=is_list)]
            yield from _bullets(sections) if is_list else sections
        case Saying(parts, speaker):
            said = " ".join(f"“{part}”" for part in parts)
            lines = [*wrapped(said), *(f"— {line}" for line in wrapped(speaker))]
            yield from ({"type": "rich_text_quote", "elements": [_text(line)]} for line in _joined(lines))
        case Sources():
            yield from _names(block)
        case _:
            assert_never(block)


def _heading(heading: Heading) -> Iterator[BlockData]:
    """A headline stands out, and what there is to know at a glance stands behind it; a title is larger, if it is not too long."""
    if heading.level == 1 and 0 < len(shown(heading.text)) <= _LONGEST_HEADER:
        yield {"type": "header", "text": plain_text(heading.text, _LONGEST_HEADER)}
        return
    words = own_words(heading.text) if heading.is_typed else heading.text
    lines = [[_text(line, bold=True)] for line in wrapped(words)]
    badges = [] if heading.level == 1 else [badge for one in heading.badges if (badge := named(one))]
    if badges:
        lines = lines or [[]]
        lines[-1].append(_text("".join(f"{BESIDE}{badge}" for badge in badges), italic=True))
    yield from map(_section, lines)


def _told(sentences: Sequence[Told], *, is_list: bool) -> Iterator[list[BlockData]]:
    """Sentences, each with who has it: all on one line, or each on one of its own; more lines where they are long."""
    line: list[BlockData] = []
    for sentence in sentences:
        for number, text in enumerate(wrapped(sentence.text)):
            if line and (number or is_list or length(line) + len(text) > LONGEST_TEXT):
                yield line
                line = []
            line.append(_text(f" {text}" if line else text))
        if source := named(sentence.source):
            line.append(_text(f" ({source})" if line else f"({source})", italic=True))
    if line:
        yield line


def _names(sources: Sources) -> Iterator[BlockData]:
    """Where it is from, side by side; as many lines as it takes."""
    names = [*map(_link, sources.links), *(_text(named(detail)) for detail in sources.details)]
    line: list[BlockData] = []
    for name in filter(lambda name: name["text"], names):
        if line and length(line) + length(name) > LONGEST_TEXT:
            yield _section(line)
            line = []
        line += [_text(BESIDE), name] if line else [name]
    if line:
        yield _section(line)


def _lists(entries: Sequence[Entry]) -> Iterator[BlockData]:
    """A list; a line of it that is too long for one goes on on the next."""
    yield from _bullets([_section(line) for entry in entries for line in _entry(entry)])


def _bullets(sections: Sequence[BlockData]) -> Iterator[BlockData]:
    lines: list[BlockData] = []
    for section in sections:
        if lines and length(lines) + length(section) > _LONGEST_LIST:
            yield _list(lines)
            lines = []
        lines.append(section)
    if lines:
        yield _list(lines)


def _entry(entry: Entry) -> Iterator[list[BlockData]]:
    """A line of a list: its name stands out."""
    name, text = (entry.name, entry.text) if entry.is_printed else (own_words(entry.name), own_words(entry.text))
    pieces = [*(_text(line, bold=True) for line in wrapped(name)), *map(_text, wrapped(text))]
    line: list[BlockData] = []
    for piece in pieces:
        if line and sum(len(one["text"]) for one in line) + len(piece["text"]) > LONGEST_TEXT:
            yield line
            line = []
        line += [_text(BESIDE), piece] if line else [piece]
    if line:
        yield line


def _way(pointer: Pointer, link: LinkTo) -> Iterator[BlockData]:
    """What is said of a message, as a link that leads to it; words alone if no address does."""
    url = address(link(pointer.ref))
    lines = [*wrapped(own_words(pointer.text))]
    if url and not lines:
        lines = [host_of(url)]
    yield from (_section([{"type": "link", "url": url, "text": line} if url else _text(line)]) for line in lines)


def _file(name: str, text: str) -> Iterator[BlockData]:
    """A document under its name; words alone if there is nothing in it."""
    if not shown(text):
        yield note(f"{named(name) or 'The file'} is empty.")
        return
    if called := named(name):
        yield _section([_text(called, bold=True)])
    yield from ({"type": "rich_text_preformatted", "elements": [_text(one)]} for one in _portions(text))


def _portions(text: str) -> Iterator[str]:
    """A text as it stands, in portions that a block has room for, cut between lines where that can be."""
    portion = ""
    for line in text.splitlines() or [""]:
        for piece in [line[at : at + LONGEST_TEXT] for at in range(0, len(line), LONGEST_TEXT)] or [""]:
            seen = plain(piece.encode(errors="replace").decode())
            joined = f"{portion}\n{seen}" if portion else seen
            if len(joined) > LONGEST_TEXT and portion:
                yield portion
                joined = seen
            portion = joined
    yield portion or " "


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Quotation and speaker in one, so that they stand behind one bar; those that are too long for that by themselves."""
    said = ""
    for line in lines:
        joined = f"{said}\n{line}" if said else line
        if len(joined) > LONGEST_TEXT:
            yield said
            joined = line
        said = joined
    if said:
        yield said


def _link(link: Link) -> BlockData:
    url = address(link.url)
    name = named(link.text) or host_of(url)
    return {"type": "link", "url": url, "text": name} if url else _text(name)


def _rich(elements: list[BlockData]) -> BlockData:
    return {"type": "rich_text", "elements": elements}


def _section(elements: list[BlockData]) -> BlockData:
    return {"type": "rich_text_section", "elements": elements}


def _list(lines: list[BlockData]) -> BlockData:
    return {"type": "rich_text_list", "style": "bullet", "elements": lines}


def _text(text: str, **style: bool) -> BlockData:
    return {"type": "text", "text": text} | ({"style": style} if style else {})

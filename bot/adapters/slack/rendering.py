"""Message -> what Slack shows: Block Kit blocks, in as many messages as it takes. Pure.

Everything from an article stands in rich text or plain text, which Slack does not parse: nothing in it can format, link
or ping. Limits: https://docs.slack.dev/reference/block-kit/blocks; that all blocks of a message together must stay below
about 13,000 characters is documented nowhere (slackapi/bolt-js, issue 2509).
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import Any, assert_never
from urllib.parse import quote, urlencode, urlsplit

from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Document,
    Entry,
    Heading,
    Link,
    Listing,
    Message,
    Note,
    Paragraph,
    Pointer,
    Saying,
    Sources,
    Summary,
    Told,
)
from bot.plain import plain

__all__ = ["BUTTON", "MOST_BLOCKS", "MOST_CHARACTERS", "BlockData", "fallback", "pages"]

MOST_BLOCKS = 50
MOST_CHARACTERS = 12_000
BUTTON = "pullquote:"
"""How the action of a button of ours begins: "pullquote:quotes"; behind the first of a row with its number, "#1"."""

_LONGEST_HEADER = 150
_LONGEST_TEXT = 2_000
_LONGEST_RICH = 6_000
_LONGEST_URL = 2_048
# A list is in one block, of so many lines.
_LINES_OF_A_LIST, _LONGEST_ENTRY = 10, 600
# Of an outlet, and of what else is said of where a story is from, in characters.
_LONGEST_NAME = 200
_LONGEST_FALLBACK = 3_000
_SAFE_IN_LINK = "%/:?#@!$&'()*+,;=~-._"

BlockData = dict[str, Any]
_Rich = Heading | Paragraph | Summary | Saying | Sources | Listing | Document
_DIVIDER: BlockData = {"type": "divider"}


def pages(message: Message) -> tuple[list[BlockData], ...]:
    """Lay a message out, on as many pages as it takes, at least one; what stands between two dividers stays together."""
    found = [_Page()]
    for section in message.sections():
        blocks = list(_section_blocks(section))
        divided = [_DIVIDER, *blocks] if found[-1].blocks else blocks
        if found[-1].add(*divided):
            continue
        if found[-1].blocks:
            found.append(_Page())
        for block in blocks:
            if not found[-1].add(block):
                found.append(_Page())
                found[-1].add(block)
    return tuple(page.blocks for page in found)


@dataclass(slots=True)
class _Page:
    """One message of Slack, never over a limit."""

    blocks: list[BlockData] = field(default_factory=list)
    characters: int = 0

    def add(self, *blocks: BlockData) -> bool:
        """Add all of some blocks if they fit, else none; whether they did."""
        characters = self.characters + sum(map(_length, blocks))
        if len(self.blocks) + len(blocks) > MOST_BLOCKS or characters > MOST_CHARACTERS:
            return False
        self.blocks += blocks
        self.characters = characters
        return True


def fallback(message: Message) -> str:
    """What a notification says of a message: its headings."""
    headings = [block.text for block in message.blocks if isinstance(block, Heading)]
    others = [block.text for block in message.blocks if isinstance(block, Paragraph | Note)]
    lines = [plain(text).strip() for text in headings] if any(map(str.strip, headings)) else map(plain, others)
    text = "\n".join(filter(None, lines))[:_LONGEST_FALLBACK]
    # https://docs.slack.dev/messaging/formatting-message-text#escaping: these three, in this order.
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _length(data: BlockData) -> int:
    """How many characters it has as JSON, with what parts it from the next one."""
    return len(json.dumps(data, ensure_ascii=False)) + 2


def _section_blocks(section: Sequence[Block]) -> Iterator[BlockData]:
    """The blocks of what belongs together: its texts as one block of rich text, as long as it is not too long for one."""
    rich: list[BlockData] = []
    length = 0
    for block in section:
        if isinstance(block, _Rich) and not _is_header(block):
            for element in _rich_elements(block):
                if rich and length + _length(element) > _LONGEST_RICH:
                    yield {"type": "rich_text", "elements": rich}
                    rich, length = [], 0
                rich.append(element)
                length += _length(element)
            continue
        if rich:
            yield {"type": "rich_text", "elements": rich}
            rich, length = [], 0
        yield from _other_blocks(block)
    if rich:
        yield {"type": "rich_text", "elements": rich}


def _is_header(block: Block) -> bool:
    return isinstance(block, Heading) and block.level == 1 and 0 < len(block.text.strip()) <= _LONGEST_HEADER


def _other_blocks(block: Block) -> Iterator[BlockData]:
    match block:
        case Heading(text):
            yield {"type": "header", "text": _plain(text)}
        case Note(text) | Pointer(text):
            yield from ({"type": "context", "elements": [_plain(line)]} for line in _wrapped(text))
        case Actions(buttons):
            # What has to be asked for first is typed here.
            elements = [_button(button, number) for number, button in enumerate(buttons) if not button.asks]
            yield from [{"type": "actions", "elements": elements}] if elements else []
        case Divider() | Paragraph() | Summary() | Saying() | Sources() | Listing() | Document():
            return
        case _:
            assert_never(block)


def _rich_elements(block: _Rich) -> Iterator[BlockData]:
    match block:
        case Heading(text, _, badges):
            words = "".join(f" · {plain(badge, _LONGEST_NAME)}" for badge in badges if badge.strip())
            *lines, last = [*_wrapped(text)] or [""]
            yield from (_section([_text(line, bold=True)]) for line in lines)
            if heading := [*([_text(last, bold=True)] if last else []), *([_text(words)] if words else [])]:
                yield _section(heading)
        case Paragraph(text):
            yield from (_section([_text(line)]) for line in _wrapped(text))
        case Summary(sentences, is_list):
            sections = [_section(line) for line in _told(sentences, is_list=is_list)]
            yield from [{"type": "rich_text_list", "style": "bullet", "elements": sections}] if is_list else sections
        case Saying(parts, speaker):
            said = " ".join(f"“{part}”" for part in parts)
            lines = [*_wrapped(said), *_wrapped(f"— {speaker}")]
            yield from ({"type": "rich_text_quote", "elements": [_text(line)]} for line in _joined(lines))
        case Sources():
            yield from _names(block)
        case Listing(entries):
            yield from _lists(entries)
        case Document(name, text):
            yield _section([_text(plain(name, _LONGEST_NAME).strip() or "·")])
            yield from ({"type": "rich_text_preformatted", "elements": [_text(part)]} for part in _portions(text))
        case _:
            assert_never(block)


def _told(sentences: Sequence[Told], *, is_list: bool) -> Iterator[list[BlockData]]:
    """Sentences, each with who has it: all on one line, or each on one of its own; more lines where they are long."""
    line: list[BlockData] = []
    for sentence in sentences:
        for number, text in enumerate(_wrapped(sentence.text)):
            if line and (number or is_list or sum(len(one["text"]) for one in line) > _LONGEST_TEXT):
                yield line
                line = []
            line.append(_text(f" {text}" if line else text))
        if sentence.source:
            line.append(_text(f" ({plain(sentence.source, _LONGEST_NAME)})", italic=True))
    if line:
        yield line


def _names(sources: Sources) -> Iterator[BlockData]:
    """Where it is from, side by side."""
    names = [*map(_link, sources.links), *(_text(plain(detail, _LONGEST_NAME)) for detail in sources.details)]
    elements: list[BlockData] = []
    for name in filter(lambda name: name["text"].strip(), names):
        elements += [_text(" · "), name] if elements else [name]
    if elements:
        yield _section(elements)


def _lists(entries: Sequence[Entry]) -> Iterator[BlockData]:
    sections = [_section(list(_entry(entry))) for entry in entries]
    for start in range(0, len(sections), _LINES_OF_A_LIST):
        yield {"type": "rich_text_list", "style": "bullet", "elements": sections[start : start + _LINES_OF_A_LIST]}


def _entry(entry: Entry) -> Iterator[BlockData]:
    """A line of a list: its name stands out."""
    yield _text(plain(entry.name, _LONGEST_NAME).strip() or "·", bold=True)
    if entry.text.strip():
        yield _text(f" · {plain(entry.text, _LONGEST_ENTRY)}")


def _portions(text: str) -> Iterator[str]:
    """A text as it stands, in portions that a block has room for, cut between lines where that can be."""
    portion = ""
    for line in text.splitlines() or [""]:
        for piece in [line[at : at + _LONGEST_TEXT] for at in range(0, len(line), _LONGEST_TEXT)] or [""]:
            joined = f"{portion}\n{plain(piece)}" if portion else plain(piece)
            if len(joined) > _LONGEST_TEXT and portion:
                yield portion
                joined = plain(piece)
            portion = joined
    yield portion or " "


def _joined(lines: Sequence[str]) -> Iterator[str]:
    """Quotation and speaker in one, so that they stand behind one bar; the pieces of a long one by themselves."""
    if len(lines) == 2:  # noqa: PLR2004 - the quotation and its speaker
        yield "\n".join(lines)
    else:
        yield from lines


def _section(elements: list[BlockData]) -> BlockData:
    return {"type": "rich_text_section", "elements": elements}


def _text(text: str, **style: bool) -> BlockData:
    return {"type": "text", "text": text} | ({"style": style} if style else {})


def _plain(text: str) -> BlockData:
    return {"type": "plain_text", "text": " ".join(text.split()), "emoji": False}


def _link(link: Link) -> BlockData:
    url = quote(link.url, safe=_SAFE_IN_LINK)
    is_web = url.startswith(("https://", "http://")) and len(url) <= _LONGEST_URL
    name = plain(link.text, _LONGEST_NAME).strip() or (urlsplit(url).hostname or "" if is_web else "")
    return {"type": "link", "url": url, "text": name} if is_web and name else _text(name)


def _button(button: Button, number: int) -> BlockData:
    # No two in a row may have one id (https://docs.slack.dev/reference/block-kit/block-elements/button-element).
    mark = f"#{number}" if number else ""
    return {
        "type": "button",
        "text": _plain(button.label),
        "action_id": f"{BUTTON}{button.command}{mark}",
        **({"value": urlencode(dict(button.options))} if button.options else {}),
    }


def _wrapped(text: str) -> Iterator[str]:
    """A text on lines that a block has room for; no line of nothing."""
    # Nearly all texts are short, and to wrap takes longer than all else together.
    lines = wrap(text, _LONGEST_TEXT, break_on_hyphens=False) if len(text) > _LONGEST_TEXT else [" ".join(text.split())]
    yield from filter(str.strip, lines)

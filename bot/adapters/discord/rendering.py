"""Message -> what Discord shows: text in its Markdown, lines and buttons, in as many messages as it takes. Pure.

Limits: https://docs.discord.com/developers/components/reference (40 components) and discord.py's `LayoutView` (4,000
characters over all texts of a message).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from textwrap import wrap
from typing import assert_never
from urllib.parse import quote, urlencode, urlsplit

from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Document,
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

__all__ = ["BUTTON", "MOST_CHARACTERS", "MOST_COMPONENTS", "Line", "Page", "button_id", "escape", "pages"]

MOST_CHARACTERS = 4_000
MOST_COMPONENTS = 40
BUTTON = "pullquote:"
"""How the id of a button of ours begins: "pullquote:quotes?visibility=only-me"."""

_LONGEST_ID = 100
# Before it is escaped, which at most doubles it.
_LONGEST_LINE = 1_500
# Of an outlet, and of what else is said of where a story is from, in characters.
_LONGEST_NAME = 200
# A link that takes a good part of a message; nobody has it typed, and the outlet is named all the same.
_LONGEST_URL = 512
# Whatever Discord's Markdown may read something into, and what begins a link.
_MARKDOWN = re.compile(r"[\\*_~`|<>\[\]#-]|:(?=//)")
_NUMBERED = re.compile(r"^(\d+)([.)])")
# What would end a block of code: parted by what can't be seen, it doesn't.
_FENCE = re.compile(r"`(?=`)")
_MENTION = re.compile(r"@(?=everyone|here)")
_SAFE_IN_LINK = "%/:?#@!$&'*+,;=~-._"


@dataclass(frozen=True, slots=True)
class Line:
    """A horizontal line."""


Part = str | Line | tuple[Button, ...]


@dataclass(slots=True)
class Page:
    """One message of Discord: its components in order, never over a limit."""

    parts: list[Part] = field(default_factory=list)

    @property
    def characters(self) -> int:
        """How many its texts have together."""
        return sum(len(part) for part in self.parts if isinstance(part, str))

    @property
    def components(self) -> int:
        """How many it has, nested ones counted."""
        return sum(1 + (len(part) if isinstance(part, tuple) else 0) for part in self.parts)

    def has_room(self, characters: int, components: int) -> bool:
        """Whether so much more fits on it."""
        return self.characters + characters <= MOST_CHARACTERS and self.components + components <= MOST_COMPONENTS


def pages(message: Message) -> tuple[Page, ...]:
    """Lay a message out, on as many pages as it takes, at least one; what stands between two dividers stays together."""
    found = [Page()]
    for section in message.sections():
        parts = list(_parts(section))
        if not parts:
            continue
        whole = Page([Line(), *parts])
        if found[-1].parts and found[-1].has_room(whole.characters, whole.components):
            found[-1].parts += whole.parts
            continue
        if found[-1].parts:
            found.append(Page())
        for part in parts:
            alone = Page([part])
            if not found[-1].has_room(alone.characters, alone.components):
                found.append(Page())
            found[-1].parts.append(part)
    return tuple(found)


def button_id(button: Button) -> str:
    """What a button is known by, all that it asks for in it: nothing need be remembered of its message."""
    return f"{BUTTON}{button.command}?{urlencode(button.options, safe='/:')}"


def escape(text: str) -> str:
    """Text that Discord shows as it is: on one line, without formatting, links or mentions."""
    flat = _MARKDOWN.sub(r"\\\g<0>", " ".join(text.split()))
    return _MENTION.sub("@\u200b", _NUMBERED.sub(r"\1\\\2", flat))


def _parts(section: Sequence[Block]) -> Iterator[Part]:
    """The components of what belongs together: its lines in as few texts as they fit in, and its buttons."""
    text = ""
    before: Block | None = None
    for block in section:
        # Two quotations in a row would stand behind one bar.
        gap = "\n\n" if isinstance(block, Saying) and isinstance(before, Saying) else "\n"
        for line in _lines(block):
            joined = f"{text}{gap}{line}" if text else line
            if len(joined) > MOST_CHARACTERS:
                yield text
                joined = line
            text, gap = joined, "\n"
        if isinstance(block, Actions):
            if text:
                yield text
            text = ""
            # What has a longer one the whole message would be refused for; a long address can still be typed.
            if buttons := tuple(one for one in block.buttons if len(button_id(one)) <= _LONGEST_ID):
                yield buttons
        before = block
    if text:
        yield text


def _lines(block: Block) -> Iterator[str]:
    """The lines of a block, each at most twice as long as `_LONGEST_LINE`, and a little."""
    match block:
        case Heading(text, 1):
            yield from (f"### {line}" for line in _wrapped(text))
        case Heading(text, _, badges):
            more = "".join(f" · {escape(plain(badge, _LONGEST_NAME))}" for badge in badges if badge.strip())
            yield from (f"**{line}**{more}" for line in _wrapped(text))
        case Paragraph(text):
            yield from _wrapped(text)
        case Summary():
            yield from _summary_lines(block)
        case Saying(parts, speaker):
            quoted = " ".join(f"“{part}”" for part in parts)
            yield from (f"> {line}" for line in _wrapped(quoted))
            yield from (f"> — {line}" for line in _wrapped(speaker))
        case Sources(links, details):
            names = [*filter(None, map(_link, links)), *(escape(plain(detail, _LONGEST_NAME)) for detail in details)]
            yield from (f"-# {line}" for line in _packed(names))
        case Note(text):
            yield from (f"-# {line}" for line in _wrapped(text))
        case Listing() | Document() | Pointer():
            yield from _kept_lines(block)
        case Divider() | Actions():
            return
        case _:
            assert_never(block)


def _summary_lines(summary: Summary) -> Iterator[str]:
    for line in [[one] for one in summary.sentences] if summary.is_list else [summary.sentences]:
        pieces = [piece for sentence in line for piece in _told(sentence)]
        yield from (f"- {text}" if summary.is_list else text for text in _packed(pieces, " "))


def _kept_lines(block: Listing | Document | Pointer) -> Iterator[str]:
    """The lines of what has lines of its own."""
    if isinstance(block, Pointer):
        place = block.ref.place
        url = f"https://discord.com/channels/{place.workspace or '@me'}/{place.home}/{block.ref.id}"
        yield f"[{escape(plain(block.text, _LONGEST_NAME))}]({url})"
        return
    if isinstance(block, Document):
        yield f"-# {escape(plain(block.name, _LONGEST_NAME))}"
        yield from _fenced(block.text)
        return
    for entry in block.entries:
        pieces = [*(f"**{line}**" for line in _wrapped(entry.name)), *_wrapped(entry.text)]
        yield from (f"- {line}" for line in _packed(pieces))


def _wrapped(text: str) -> Iterator[str]:
    """A text on lines that a message has room for; no line of nothing."""
    # Nearly all texts are short, and to wrap takes longer than all else together.
    lines = wrap(text, _LONGEST_LINE, break_on_hyphens=False) if len(text) > _LONGEST_LINE else [text]
    yield from (escape(line) for line in lines if line.strip())


def _fenced(text: str) -> Iterator[str]:
    """A text as it stands, in blocks of code that it can't end."""
    lines: list[str] = []
    for line in text.replace("```", "\u200b`\u200b`\u200b`").splitlines():
        for piece in [line[at : at + _LONGEST_LINE] for at in range(0, len(line), _LONGEST_LINE)] or [""]:
            if sum(map(len, lines)) + len(lines) + len(piece) > 2 * _LONGEST_LINE:
                yield "```\n" + "\n".join(lines) + "\n```"
                lines = []
            lines.append(_FENCE.sub("`\u200b", plain(piece)))
    if lines:
        yield "```\n" + "\n".join(lines) + "\n```"


def _told(sentence: Told) -> Iterator[str]:
    """A sentence in pieces that a line has room for, and who has it."""
    yield from _wrapped(sentence.text)
    if sentence.source:
        yield f"*({escape(plain(sentence.source, _LONGEST_NAME))})*"


def _packed(names: Sequence[str], glue: str = " · ") -> Iterator[str]:
    """Names side by side, on as many lines as they take."""
    line = ""
    for name in filter(None, names):
        joined = f"{line}{glue}{name}" if line else name
        if len(joined) > 2 * _LONGEST_LINE:
            yield line
            line = name
        else:
            line = joined
    if line:
        yield line


def _link(link: Link) -> str:
    url = quote(link.url, safe=_SAFE_IN_LINK)
    is_web = url.startswith(("https://", "http://")) and len(url) <= _LONGEST_URL
    name = escape(plain(link.text, _LONGEST_NAME)) or (escape(urlsplit(url).hostname or "") if is_web else "")
    return f"[{name}]({url})" if is_web and name else name

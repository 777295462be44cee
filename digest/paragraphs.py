"""Raw text -> paragraphs, each knowing where its characters stand in the raw text.

A paragraph keeps the characters of the text it was read from. Only white space is folded (any run becomes one space)
and what nobody can see is left out: control characters, soft hyphens, zero-width and direction characters. So whatever
is later cut from a paragraph is, letter for letter, in the raw text, and an article can't steer a terminal.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

from digest.types import Piece, Span

__all__ = ["Paragraph", "read_paragraphs"]


@dataclass(frozen=True, slots=True)
class Paragraph:
    """A paragraph of a raw text.

    Attributes:
        text: Its characters; white space folded, never empty.
        raw: From its first to its last character in the raw text.
        pieces: Which runs of `text` stand where in the raw text; starts count from the paragraph's own start.
    """

    text: str
    raw: Span
    pieces: tuple[Piece, ...]


_NEWLINE = r"(?:\r\n|[\n\r\u2028\u2029\x0b\x0c\x85])"
_BLANK_LINE = re.compile(rf"{_NEWLINE}[^\S\n\r]*{_NEWLINE}\s*")
_LINE = re.compile(r"[^\n\r\u2028\u2029\x0b\x0c\x85]+")
# Control and format characters but for white space: Unicode's Cc and Cf, as far as text found in the wild has them.
# The zero-width joiners stay: Persian, Indic scripts and emoji are spelt with them.
_INVISIBLE = "\x00-\x08\x0e-\x1b\x7f-\x84\x86-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff\ufff9-\ufffb\ud800-\udfff\U000e0000-\U000e007f"
_RUN = re.compile(rf"[^\s{_INVISIBLE}]+(?: (?=[^\s{_INVISIBLE}])[^\s{_INVISIBLE}]+)*")

# A block of lines is taken for one wrapped paragraph if its lines are alike in length and not longer than this.
_LONGEST_WRAPPED_LINE = 120
_LEAST_FILLED = 0.6
_SHORTEST_WRAPPED_LINE = 40


def read_paragraphs(raw: str) -> tuple[Paragraph, ...]:
    """The paragraphs of a text, in order.

    Blank lines part paragraphs. Within a block, a line is a paragraph unless the block is one paragraph that was
    wrapped at a fixed width (as in e-mail).
    """
    return tuple(paragraph for span in _blocks(raw) for part in _parts(raw, span) if (paragraph := _read(raw, part)))


def _blocks(raw: str) -> Iterator[Span]:
    start = 0
    for match in _BLANK_LINE.finditer(raw):
        if start < match.start():
            yield Span(start, match.start())
        start = match.end()
    if start < len(raw):
        yield Span(start, len(raw))


def _parts(raw: str, block: Span) -> list[Span]:
    lines = [Span(*match.span()) for match in _LINE.finditer(raw, block.start, block.end)]
    lines = [line for line in lines if not line.of(raw).isspace()]
    return [block] if _is_wrapped([line.of(raw).rstrip() for line in lines]) else lines


def _is_wrapped(lines: list[str]) -> bool:
    if len(lines) <= 1:
        return False
    *full, _last = lines
    longest = max(map(len, lines))
    return (
        _SHORTEST_WRAPPED_LINE <= longest <= _LONGEST_WRAPPED_LINE
        and all(len(line) >= _LEAST_FILLED * longest for line in full)
        and any(after.lstrip()[:1].islower() and not before.endswith((".", "!", "?", ":"))
                for before, after in pairwise(lines))
    )  # fmt: skip


def _read(raw: str, part: Span) -> Paragraph | None:
    pieces: list[Piece] = []
    parts: list[str] = []
    length = 0
    end = part.start
    for match in _RUN.finditer(raw, part.start, part.end):
        if parts and any(map(str.isspace, raw[end : match.start()])):
            parts.append(" ")
            length += 1
        pieces.append(Piece(length, match.start(), match.end() - match.start()))
        parts.append(match[0])
        length += len(match[0])
        end = match.end()
    if not pieces:
        return None
    return Paragraph("".join(parts), Span(pieces[0].raw_start, end), tuple(pieces))

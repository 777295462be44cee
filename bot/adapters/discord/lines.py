"""Blocks -> lines of Discord's Markdown. Pure."""

from collections.abc import Iterator
from typing import assert_never

from bot.adapters.discord.texts import LONGEST_NAME, address, escape, packed, wrapped
from bot.messages import (
    Actions,
    Block,
    Divider,
    Document,
    Heading,
    Link,
    Listing,
    Note,
    Paragraph,
    Pointer,
    Saying,
    Sources,
    Summary,
    Told,
)
from bot.plain import plain

__all__ = ["lines"]


def lines(block: Block) -> Iterator[str]:
    """The lines of a block, each at most a little longer than `LONGEST_LINE`; none of what is no text."""
    match block:
        case Heading(text, 1):
            yield from (f"### {line}" for line in wrapped(text))
        case Heading(text, _, badges):
            names = [escape(plain(badge, LONGEST_NAME)) for badge in badges]
            yield from packed([*(f"**{line}**" for line in wrapped(text)), *names])
        case Paragraph(text) | Pointer(text):
            yield from wrapped(text)
        case Summary():
            yield from _summary_lines(block)
        case Saying():
            yield from _quoted_lines(block)
        case Sources():
            yield from _source_lines(block)
        case Note(text):
            yield from (f"-# {line}" for line in wrapped(text))
        case Listing():
            yield from _listed_lines(block)
        case Divider() | Actions() | Document():
            return
        case _:
            assert_never(block)


def _summary_lines(summary: Summary) -> Iterator[str]:
    for line in [[one] for one in summary.sentences] if summary.is_list else [summary.sentences]:
        pieces = [piece for sentence in line for piece in _told(sentence)]
        yield from (f"- {text}" if summary.is_list else text for text in packed(pieces, " "))


def _quoted_lines(saying: Saying) -> Iterator[str]:
    yield from (f"> {line}" for line in wrapped(" ".join(f"“{part}”" for part in saying.parts)))
    yield from (f"> — {line}" for line in wrapped(saying.speaker))


def _source_lines(sources: Sources) -> Iterator[str]:
    names = [*map(_link, sources.links), *(escape(plain(detail, LONGEST_NAME)) for detail in sources.details)]
    yield from (f"-# {line}" for line in packed(names))


def _listed_lines(listing: Listing) -> Iterator[str]:
    for entry in listing.entries:
        pieces = [*(f"**{line}**" for line in wrapped(entry.name)), *wrapped(entry.text)]
        yield from (f"- {line}" for line in packed(pieces))


def _told(sentence: Told) -> Iterator[str]:
    """A sentence in pieces that a line has room for, and who has it."""
    yield from wrapped(sentence.text)
    if source := escape(plain(sentence.source, LONGEST_NAME)):
        yield f"*({source})*"


def _link(link: Link) -> str:
    url = address(link.url)
    name = escape(plain(link.text, LONGEST_NAME)) or escape(url.split("/", 3)[2] if url else "")
    return f"[{name}]({url})" if url and name else name

"""The terminal: messages as text, wrapped and coloured where a person reads them, plain where a program does."""

import sys
from typing import TextIO, assert_never
from urllib.parse import quote

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from bot.messages import Block, Divider, Heading, Message, Note, Paragraph, Saying, Sources
from bot.plain import plain

__all__ = ["Terminal"]

# Lines longer than this are hard to read, however wide the window.
_WIDEST = 100
# What is not read by a person is not wrapped: a sentence stays on one line and can be searched for.
_UNWRAPPED = 1_000_000
_INDENT = 4
# Terminals drop or cut longer links; VTE's limit is 2,083 bytes.
_LONGEST_URL = 2_000
# What may stand in a URL as it is (RFC 3986); "%" as it is encoded already.
_OF_URLS = "%:/?#[]@!$&'()*+,;="


class Terminal:
    """Shows messages on a stream of text."""

    def __init__(self, stream: TextIO | None = None, *, plain: bool = False) -> None:
        """Choose where and how to show.

        Args:
            stream: Standard output if not given.
            plain: Without colour and links, even on a terminal.
        """
        stream = stream or sys.stdout
        self._plain = plain or not stream.isatty()
        self._console = _Console(
            file=stream, force_terminal=False if self._plain else None, highlight=False, markup=False, emoji=False
        )
        self._console.width = min(self._console.width, _WIDEST) if stream.isatty() else _UNWRAPPED

    def post(self, message: Message) -> None:
        """Show a message."""
        for block in message.blocks:
            self._show(block)

    def _show(self, block: Block) -> None:
        match block:
            case Heading(text, level, badges):
                heading = self._text(text, "bold" if level > 1 else "bold underline")
                heading.append_text(self._text("".join(f"  [{badge}]" for badge in badges), "yellow"))
                self._print(heading)
                if level == 1:
                    self._print(Text())
            case Paragraph(text):
                self._print(self._text(text), _INDENT)
            case Saying(parts, speaker):
                self._print(self._text(" … ".join(f"“{part}”" for part in parts), "cyan"), _INDENT + 2)
                self._print(self._text(f"— {speaker}", "bold cyan"), _INDENT + 4)
            case Sources():
                self._print(self._sources(block), _INDENT)
            case Note(text):
                self._print(self._text(text, "dim"))
            case Divider():
                self._print(Text())
            case _:
                assert_never(block)

    def _sources(self, sources: Sources) -> Text:
        line = Text()
        for link in sources.links:
            if line:
                line.append(" · ")
            url = _address(link.url)
            line.append_text(self._text(link.text, Style(dim=True, link=None if self._plain else url)))
            if url and self._plain:
                line.append(f" <{url}>")
        for detail in sources.details:
            line.append_text(self._text(f" · {detail}", "dim"))
        return line

    def _text(self, text: str, style: str | Style = "") -> Text:
        return Text(plain(text), style=style)

    def _print(self, text: Text, indent: int = 0) -> None:
        self._console.print(Padding(text, (0, 0, 0, indent), expand=False) if indent else text)


class _Console(Console):
    """A console that leaves it to its caller what becomes of the program when nobody reads on."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704 - rich calls it while it handles the error


def _address(url: str) -> str | None:
    """A URL as ASCII without spaces, so that it can't end the sequence it stands in; None if it is none to link to."""
    address = quote(url, safe=_OF_URLS, errors="replace")
    return address if address.lower().startswith(("http://", "https://")) and len(address) <= _LONGEST_URL else None

"""The terminal: messages as text, wrapped and coloured where a person reads them, plain where a program does."""

import asyncio
import getpass
import io
import logging
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import UTC, datetime
from typing import TextIO, assert_never
from urllib.parse import quote
from uuid import uuid4

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from bot.commands import read_command
from bot.config import TerminalConfig
from bot.errors import RequestError
from bot.messages import (
    Actions,
    Block,
    Divider,
    Heading,
    Message,
    MessageRef,
    Note,
    Paragraph,
    Person,
    Place,
    Request,
    Saying,
    Sources,
    Summary,
    Told,
)
from bot.plain import plain
from bot.ports import Adapter, Handler
from bot.threads import in_thread

__all__ = ["Terminal", "TerminalAdapter", "adapter"]

_LOG = logging.getLogger(__name__)

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
            case Summary():
                self._show_summary(block)
            case Saying(parts, speaker):
                self._print(self._text(" ".join(f"“{part}”" for part in parts), "cyan"), _INDENT + 2)
                self._print(self._text(f"— {speaker}", "bold cyan"), _INDENT + 4)
            case Sources():
                self._print(self._sources(block), _INDENT)
            case Note(text):
                self._print(self._text(text, "dim"))
            case Divider():
                self._print(Text())
            case Actions(buttons):
                words = " · ".join(f"{button.label}: /{button.command}" for button in buttons)
                self._print(self._text(words, "dim"))
            case _:
                assert_never(block)

    def _show_summary(self, summary: Summary) -> None:
        for line in [[one] for one in summary.sentences] if summary.is_list else [summary.sentences]:
            self._print(self._told(line, "• " if summary.is_list else ""), _INDENT)

    def _told(self, sentences: Sequence[Told], mark: str) -> Text:
        line = Text(mark)
        for number, sentence in enumerate(sentences):
            line.append_text(self._text(f" {sentence.text}" if number else sentence.text))
            if sentence.source:
                line.append_text(self._text(f" ({sentence.source})", "dim"))
        return line

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


class TerminalAdapter:
    """A terminal where commands are typed, as `bot.ports.Adapter`."""

    platform = "terminal"

    def __init__(self, terminal: Terminal | None = None, typed: TextIO | None = None) -> None:
        """Take where to show things and where they are typed; the standard streams if not given."""
        self._terminal = terminal or Terminal()
        # Where nothing can be typed, nothing is; what is no text is shown as such.
        self._typed = typed or sys.stdin or io.StringIO()
        if isinstance(self._typed, io.TextIOWrapper):
            self._typed.reconfigure(errors="replace")

    async def run(self, handler: Handler) -> None:
        """See `bot.ports.Adapter.run`; when nothing more can be typed, what comes by itself is still shown."""
        await self.converse(handler)
        await asyncio.Event().wait()

    async def converse(self, handler: Handler) -> None:
        """Answer what is typed until there is no more."""
        self._say("Type /digest, or /help for all there is; Ctrl-C ends it.")
        while line := await in_thread(self._typed.readline):
            if text := line.strip().removeprefix("/"):
                await self._answer(handler, text)

    async def post(self, place: Place, message: Message) -> Sequence[MessageRef]:
        """See `bot.ports.Adapter.post`."""
        self._terminal.post(message)
        return (MessageRef(place, uuid4().hex),)

    async def _answer(self, handler: Handler, text: str) -> None:
        place = Place(self.platform, channel=self.platform)
        try:
            command, options = read_command(text)
            request = Request(uuid4().hex, command.name, place, _person(), datetime.now(UTC), options)
            message = await handler.answer(request)
            await handler.posted(message, await self.post(place, message))
        except RequestError as error:
            self._say(str(error))
        except Exception:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            _LOG.exception("/%s failed", text)
            self._say("Something went wrong; the log tells what.")

    def _say(self, words: str) -> None:
        self._terminal.post(Message((Note(words),)))


def adapter(_: TerminalConfig) -> Adapter:
    """The adapter for a configuration."""
    return TerminalAdapter()


def _person() -> Person:
    name = ""
    with suppress(OSError, KeyError):  # Somebody without an entry among the users.
        name = getpass.getuser()
    return Person(name, name, may_manage=True)


class _Console(Console):
    """A console that leaves it to its caller what becomes of the program when nobody reads on."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704 - rich calls it while it handles the error


def _address(url: str) -> str | None:
    """A URL as ASCII without spaces, so that it can't end the sequence it stands in; None if it is none to link to."""
    address = quote(url, safe=_OF_URLS, errors="replace")
    return address if address.lower().startswith(("http://", "https://")) and len(address) <= _LONGEST_URL else None

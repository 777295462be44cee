"""The terminal: messages as text, wrapped and coloured where a person reads them, plain where a program does."""

import asyncio
import getpass
import io
import logging
import sys
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from typing import TextIO, assert_never
from uuid import uuid4

from rich.console import Console
from rich.padding import Padding
from rich.style import Style
from rich.text import Text

from bot.commands import COMMANDS, command_named
from bot.config import TerminalConfig
from bot.errors import RequestError
from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Document,
    Entry,
    Heading,
    Listing,
    Manner,
    Message,
    MessageRef,
    Note,
    Paragraph,
    Person,
    Place,
    Pointer,
    Request,
    Saying,
    Sources,
    Summary,
    Told,
)
from bot.plain import plain, web_address
from bot.ports import Adapter, Handler, Tell, Terms, by_id, nobody
from bot.progress import waiting_line
from bot.threads import in_thread
from bot.typed import read_line, write_command

__all__ = ["Terminal", "TerminalAdapter", "adapter"]

_LOG = logging.getLogger(__name__)

# Lines longer than this are hard to read, however wide the window.
_WIDEST = 100
# What is not read by a person is not wrapped: a sentence stays on one line and can be searched for.
_UNWRAPPED = 1_000_000
_INDENT = 4
# Nobody reads faster.
_MOST_A_SECOND = 10.0


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

    @contextmanager
    def waiting(self) -> Iterator[Tell]:
        """Show on a terminal how far long work has come; nothing anywhere else."""
        if self._plain:
            yield nobody
            return
        with waiting_line(self._console.file) as tell:
            yield tell

    def _show(self, block: Block) -> None:
        match block:
            case Heading():
                self._show_heading(block)
            case Paragraph(text):
                self._print(self._text(text), _INDENT)
            case Summary():
                self._show_summary(block)
            case Saying(parts, speaker):
                self._print(self._text(" ".join(f"“{part}”" for part in parts), "cyan"), _INDENT + 2)
                self._print(self._text(f"— {speaker}", "bold cyan"), _INDENT + 4)
            case Sources():
                self._print(self._sources(block), _INDENT)
            case Note(text) | Pointer(text):
                self._print(self._text(text, "dim"))
            case Divider():
                self._print(Text())
            case Listing() | Document() | Actions():
                self._show_lines(block)
            case _:
                assert_never(block)

    def _show_heading(self, heading: Heading) -> None:
        line = self._text(heading.text, "bold" if heading.level > 1 else "bold underline")
        line.append_text(self._text("".join(f"  [{badge}]" for badge in heading.badges), "yellow"))
        self._print(line)
        if heading.level == 1:
            self._print(Text())

    def _show_lines(self, block: Listing | Document | Actions) -> None:
        match block:
            case Listing(entries):
                for entry in entries:
                    self._print(self._entry(entry), _INDENT)
            case Document(_, text):
                for line in text.splitlines():
                    self._print(self._text(line))
            case Actions(buttons):
                self._print(self._text(" · ".join(map(_typed, buttons)), "dim"))

    def _show_summary(self, summary: Summary) -> None:
        for line in [[one] for one in summary.sentences] if summary.is_list else [summary.sentences]:
            self._print(self._told(line, "• " if summary.is_list else ""), _INDENT)

    def _entry(self, entry: Entry) -> Text:
        line = self._text(entry.name, "bold")
        return line.append_text(self._text(f"  {entry.text}")) if entry.text else line

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
            url = web_address(link.url)
            line.append_text(self._text(link.text, Style(dim=True, link=url if url and not self._plain else None)))
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
    token_id = ""

    def __init__(self, terminal: Terminal | None = None, typed: TextIO | None = None) -> None:
        """Take where to show things and where they are typed; the standard streams if not given."""
        self._terminal = terminal or Terminal()
        # Where nothing can be typed, nothing is; what is no text is shown as such.
        self._typed = typed or sys.stdin or io.StringIO()
        if isinstance(self._typed, io.TextIOWrapper):
            self._typed.reconfigure(errors="replace")
        self._last: MessageRef | None = None

    async def run(self, handler: Handler) -> None:
        """See `bot.ports.Adapter.run`; when nothing more can be typed, what comes by itself is still shown."""
        await self.converse(handler)
        await asyncio.Event().wait()

    async def converse(self, handler: Handler) -> None:
        """Answer what is typed until there is no more."""
        self._say("Type /digest, or /help for all there is; what has no slash is a question. Ctrl-C ends it.")
        while line := await in_thread(self._typed.readline):
            if text := line.strip():
                await self._answer(handler, text)

    @property
    def terms(self) -> Terms:
        """See `bot.ports.Adapter.terms`: what is printed is printed, and a terminal remembers nothing."""
        return Terms(per_second=_MOST_A_SECOND)

    def lay_out(self, message: Message) -> Sequence[Message]:
        """See `bot.ports.Adapter.lay_out`."""
        return (message,)

    called = staticmethod(by_id)

    async def obstacle(self, place: Place, manner: Manner) -> str:  # noqa: ARG002 - the protocol's
        """See `bot.ports.Adapter.obstacle`; a terminal is always there."""
        return ""

    async def post(self, place: Place, part: Message, key: str, first: MessageRef | None = None) -> MessageRef:  # noqa: ARG002 - the protocol's
        """See `bot.ports.Adapter.post`."""
        return self._show(place, part)

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        """See `bot.ports.Adapter.reconcile`; nobody asks, as there is no history."""
        raise NotImplementedError

    def _show(self, place: Place, message: Message) -> MessageRef:
        self._terminal.post(message)
        ref = MessageRef(place, uuid4().hex)
        if message.id:
            # What is asked next is asked about this one.
            self._last = ref
        return ref

    async def _answer(self, handler: Handler, text: str) -> None:
        place = Place(self.platform, channel=self.platform)
        try:
            command, options = read_line(text)
            request = Request(uuid4().hex, command, place, _person(), datetime.now(UTC), options, self._last)
            with self._terminal.waiting() as tell:
                message = await handler.answer(request, tell)
            await handler.posted(message, [self._show(place, message)])
        except RequestError as error:
            self._say(str(error))
        except Exception:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            _LOG.exception("%s failed", text)
            self._say("Something went wrong; the log tells what.")

    def _say(self, words: str) -> None:
        self._terminal.post(Message((Note(words),)))


def _typed(button: Button) -> str:
    """What a button asks for, as it is typed; what is no option of its command only a press can ask for.

    What whoever presses it is asked for stands there in capitals, as in `usage`.
    """
    command = command_named(button.command) or COMMANDS[0]
    options = {name: value for name, value in button.options.items() if name in {one.name for one in command.options}}
    asked = {name: name.upper() for name in button.asks}
    return f"{button.label}: {write_command(command, options | asked)}"


def adapter(settings: TerminalConfig) -> Adapter:
    """The adapter for a configuration."""
    return TerminalAdapter(Terminal(plain=settings.plain))


def _person() -> Person:
    name = ""
    with suppress(OSError, KeyError):  # Somebody without an entry among the users.
        name = getpass.getuser()
    return Person(name, name, may_manage=True)


class _Console(Console):
    """A console that leaves it to its caller what becomes of the program when nobody reads on."""

    def on_broken_pipe(self) -> None:
        raise  # noqa: PLE0704 - rich calls it while it handles the error

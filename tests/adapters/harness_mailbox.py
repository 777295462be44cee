"""A platform of its own, in this one file: letters in a box. It shows what a new adapter takes."""

import asyncio
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import assert_never

from bot.commands import visibility
from bot.errors import PostError, RequestError
from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Document,
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
    Visibility,
)
from bot.plain import plain
from bot.ports import Handler, Terms, by_id
from bot.typed import read_command
from tests.adapters.harness import Answering, Shown, typed

__all__ = ["platform"]


@dataclass(frozen=True)
class Letter:
    """A letter in the box: how it reads, who may open it, and what is stamped on it."""

    shown: Shown
    key: str = ""


@dataclass
class Post:
    """An office that carries letters to the bot and back, never two with the same stamp."""

    to_bot: asyncio.Queue[str] = field(default_factory=asyncio.Queue)
    delivered: list[Letter] = field(default_factory=list)

    def deliver(self, letter: Letter) -> int:
        """The number of the letter in the box."""
        stamped = [number for number, other in enumerate(self.delivered) if letter.key and other.key == letter.key]
        if not stamped:
            self.delivered.append(letter)
        return stamped[0] if stamped else len(self.delivered) - 1


class MailboxAdapter:
    """Letters, as `bot.ports.Adapter`."""

    platform = "mailbox"
    token_id = "mailbox"  # noqa: S105 - no secret

    def __init__(self, post: Post) -> None:
        self._post = post

    async def run(self, handler: Handler) -> None:
        while True:
            letter = await self._post.to_bot.get()
            await self._answer(handler, letter)
            self._post.to_bot.task_done()

    @property
    def terms(self) -> Terms:
        # A letter a second; the office knows its stamps for a day, and who looks into the box sees what is there.
        return Terms(per_second=1.0, key_lives=timedelta(days=1), has_history=True)

    def lay_out(self, message: Message) -> Sequence[Message]:
        # A sheet of paper has room for what stands between two dividers.
        sheets = [Message(tuple(section), message.visibility) for section in message.sections()]
        return sheets or [message]

    called = staticmethod(by_id)

    async def obstacle(self, place: Place, manner: Manner) -> str:
        return ""

    async def post(self, place: Place, part: Message, key: str, first: MessageRef | None = None) -> MessageRef:
        if place.channel != "box":
            words = f"there is no box {place.channel}"
            raise PostError(words, permanent=True)
        is_private = part.visibility is Visibility.PRIVATE
        shown = Shown("\n".join(filter(None, map(_line, part.blocks))), is_private)
        return MessageRef(place, str(self._post.deliver(Letter(shown, key))))

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        return {
            letter.key: MessageRef(place, str(number))
            for number, letter in enumerate(self._post.delivered)
            if letter.key in keys
        }

    async def _answer(self, handler: Handler, letter: str) -> None:
        place = Place(self.platform, channel="box")
        try:
            command, options = read_command(letter)
            request = Request(letter, command.name, place, Person("1"), datetime.now(UTC), options)
            message = await handler.answer(request)
        except RequestError as error:
            await self.post(place, Message((Note(str(error)),), Visibility.PRIVATE), "")
        except Exception:  # noqa: BLE001 - no trace in a letter
            await self.post(place, Message((Note("Something went wrong on my side."),), Visibility.PRIVATE), "")
        else:
            seen_by = visibility(request.command, request.options)
            sheets = self.lay_out(Message(message.blocks, seen_by, message.id))
            refs = [await self.post(place, sheet, "") for sheet in sheets]
            await handler.posted(message, refs)


def _line(block: Block) -> str:
    match block:
        case Heading(text, _, badges):
            return plain(" · ".join([text, *badges]))
        case Paragraph(text) | Note(text) | Pointer(text):
            return plain(text)
        case Summary(sentences):
            return plain(" ".join(f"{told.text} ({told.source})" if told.source else told.text for told in sentences))
        case Saying(parts, speaker):
            return plain(" ".join(f"“{part}”" for part in parts) + f"\n— {speaker}")
        case Sources(links, details):
            return plain(" · ".join([*(link.text for link in links), *details]))
        case Actions(buttons):
            return " ".join(button.label for button in buttons)
        case Listing(entries):
            return "\n".join(plain(f"{entry.name} {entry.text}") for entry in entries)
        case Document(_, text):
            return text
        case Divider():
            return ""
        case _:
            assert_never(block)


class MailboxPlatform:
    """A box, and somebody who writes letters."""

    def __init__(self, post: Post, adapter: MailboxAdapter) -> None:
        self._post = post
        self.adapter = adapter
        self.place = Place("mailbox", channel="box")

    async def types(self, command: str, options: Mapping[str, str]) -> Sequence[Shown]:
        before = len(self._post.delivered)
        await self._post.to_bot.put(typed(command, options).removeprefix("/"))
        await self._post.to_bot.join()
        return [letter.shown for letter in self._post.delivered[before:]]

    async def presses(self, button: Button) -> Sequence[Shown]:
        return await self.types(button.command, button.options)

    async def says(self, text: str) -> None:
        self._post.deliver(Letter(Shown(text, is_private=False)))

    async def seen(self) -> Sequence[Shown]:
        return [letter.shown for letter in self._post.delivered]


@asynccontextmanager
async def platform(answering: Answering) -> AsyncIterator[MailboxPlatform]:
    post = Post()
    adapter = MailboxAdapter(post)
    running = asyncio.create_task(adapter.run(answering))
    try:
        yield MailboxPlatform(post, adapter)
    finally:
        running.cancel()

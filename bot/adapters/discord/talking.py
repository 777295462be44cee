"""What people write: to the bot, in direct messages or by naming it, it is a question; beside a digest, they are told how to ask."""

import asyncio
import logging
import re
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager, suppress

import discord

from bot.adapters.discord.answering import in_words
from bot.adapters.discord.failures import PASSING, SORRY
from bot.adapters.discord.places import place_in, ref_of, written_by
from bot.adapters.discord.rendering import Page, pages
from bot.adapters.discord.views import files, view
from bot.errors import RequestError
from bot.messages import Message, MessageRef, Request
from bot.ports import Handler
from bot.typed import read_line

__all__ = ["Talking"]

_LOG = logging.getLogger(__name__)
_ASK = "Ask me something about the news here: who said it, when it was, how many there were. /help has all I can do."
# Discord shows that somebody is typing for ten seconds (https://docs.discord.com/developers/resources/channel).
_TYPING_S = 8.0
_KINDS = frozenset({discord.MessageType.default, discord.MessageType.reply})


class Talking:
    """Answers messages."""

    def __init__(self, handler: Handler, *, reads_all: bool) -> None:
        """Take who knows the answers, and whether what is not addressed to the bot can be read too."""
        self._handler = handler
        self._reads_all = reads_all

    async def hear(self, message: discord.Message, me: discord.ClientUser) -> None:
        """Answer a message that is for the bot; to one beside a digest that it can't read, say once how to ask."""
        if message.author.bot or message.webhook_id or message.type not in _KINDS:
            return
        is_direct = message.guild is None
        # Named are also those to whose message it is a reply, unless they were spared that.
        is_named = any(user.id == me.id for user in message.mentions)
        about = ref_of(message)
        if is_direct or is_named:
            await self._answer(message, _without_name(message.content, me), about, is_direct=is_direct)
        elif about and self._is_ours(message, me):
            # In a thread that somebody else began the bot answers who names it.
            is_mine = not isinstance(message.channel, discord.Thread) or message.channel.owner_id == me.id
            if not (self._reads_all and is_mine and message.content.strip()):
                await self._overhear(message, about, {})
            elif message.reference:
                await self._answer(message, message.content, about, is_direct=False)
            else:
                # In a thread people talk with each other as well.
                await self._overhear(message, about, {"question": message.content.strip()})

    @staticmethod
    def _is_ours(message: discord.Message, me: discord.ClientUser) -> bool:
        """Whether a message stands in a thread that began with one of ours, or replies to one of ours, as far as that is known."""
        if isinstance(message.channel, discord.Thread):
            return True
        replied = message.reference.resolved if message.reference else None
        return isinstance(replied, discord.Message) and replied.author.id == me.id

    async def _answer(self, message: discord.Message, text: str, about: MessageRef | None, *, is_direct: bool) -> None:
        if not text.strip():
            await self._say(message, in_words(_ASK))
            return
        try:
            # In a channel whatever names the bot is a question: what is for one person only, commands show them.
            command, options = read_line(text) if is_direct else ("ask", {"question": text.strip()})
            async with _typing(message.channel):
                answer = await self._handler.answer(_request(message, command, options, about))
        except RequestError as error:
            await self._say(message, in_words(str(error)))
        except Exception:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            _LOG.exception("a message could not be answered")
            await self._say(message, in_words(SORRY))
        else:
            await self._take_note(answer, await self._say(message, pages(answer)))

    async def _overhear(self, message: discord.Message, about: MessageRef, options: dict[str, str]) -> None:
        """Say what there is to say to what nobody addressed to the bot; as a rule nothing."""
        answer = await self._handler.heard(_request(message, "ask", options, about))
        if answer:
            await self._take_note(answer, await self._say(message, pages(answer)))

    async def _take_note(self, answer: Message, refs: Sequence[MessageRef]) -> None:
        await (self._handler.posted(answer, refs) if refs else self._handler.not_posted(answer))

    async def _say(self, message: discord.Message, found: Sequence[Page]) -> list[MessageRef]:
        """Reply, with as many messages as it takes; with the id of what is answered as their nonce, none is there twice."""
        refs: list[MessageRef] = []
        place = place_in(message.channel, str(message.author.id))
        reference = message.to_reference(fail_if_not_exists=False)
        try:
            for number, page in enumerate(found):
                sent = await message.channel.send(
                    view=view(page),
                    files=files(page),
                    reference=reference if number == 0 else None,  # type: ignore[arg-type] # as good as left out
                    mention_author=False,
                    nonce=f"{message.id}-{number}",
                )
                refs.append(MessageRef(place, str(sent.id)))
        except (discord.HTTPException, *PASSING) as error:
            _LOG.warning("a message in channel %s could not be answered: %s", place.home, error)
        return refs


def _without_name(text: str, me: discord.ClientUser) -> str:
    """What was written to the bot, without its name."""
    return re.sub(rf"<@!?{me.id}>", " ", text).strip()


def _request(message: discord.Message, command: str, options: dict[str, str], about: MessageRef | None) -> Request:
    place = place_in(message.channel, str(message.author.id))
    return Request(str(message.id), command, place, written_by(message), message.created_at, options, about)


@asynccontextmanager
async def _typing(channel: discord.abc.Messageable) -> AsyncIterator[None]:
    """Show that an answer is being written; whether that can be shown does not matter."""

    async def show() -> None:
        with suppress(discord.HTTPException, *PASSING):
            while True:
                await channel.typing()
                await asyncio.sleep(_TYPING_S)

    showing = asyncio.create_task(show())
    try:
        yield
    finally:
        showing.cancel()
        await asyncio.gather(showing, return_exceptions=True)

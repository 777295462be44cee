"""Answering interactions: heard at once, how far it has come while it takes, and then the answer, or why there is none."""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import replace
from typing import Self

import discord

from bot.adapters.discord.failures import PASSING, SORRY, is_answered
from bot.adapters.discord.places import Interaction, is_guest, person_of, place_of
from bot.adapters.discord.posting import go_on
from bot.adapters.discord.rendering import Page, pages
from bot.adapters.discord.views import files, view
from bot.commands import visibility
from bot.errors import RequestError
from bot.messages import Message, MessageRef, Note, Request, Visibility
from bot.ports import Handler

__all__ = ["Answering", "in_words"]

_LOG = logging.getLogger(__name__)
_TOO_LONG = "This took longer than Discord lets anybody wait. What was read is kept: ask again, and it goes faster."
# What is answered sooner needs no word on how far it has come.
_PATIENCE_S = 1.0
# Between two words on that.
_PAUSE_S = 2.0
# https://docs.discord.com/developers/interactions/receiving-and-responding: an interaction can be answered for 15 minutes, and
# with five messages behind the first where only the person has the bot.
_LONGEST_S = 14 * 60.0
_MOST_OF_A_GUEST = 6
# A list of feeds is smaller; the service has a limit of its own for what is in it.
_MOST_BYTES = 1_000_000
_TOO_LARGE = "That file is larger than 1 MB; a list of feeds (OPML) is smaller."
_NO_TEXT = "That file could not be read: it has to be a list of feeds (OPML), as text in UTF-8."
_NOTHING: Mapping[str, discord.Attachment] = {}
_REST = "The rest has no room here; ask for it where I am a member, or in direct messages with me."


class Answering:
    """Answers what people ask by commands, buttons, menus and forms."""

    def __init__(self, handler: Handler) -> None:
        """Take who knows the answers."""
        self._handler = handler

    async def answer(
        self,
        interaction: Interaction,
        command: str,
        options: Mapping[str, str],
        *,
        reply_to: MessageRef | None = None,
        attached: Mapping[str, discord.Attachment] = _NOTHING,
    ) -> None:
        """Answer a command; errors reach only who asked.

        Args:
            interaction: Not answered yet.
            command: Its name.
            options: By name.
            reply_to: What it is asked about.
            attached: Options that are files, by name.
        """
        options = {"visibility": "only-me", **options} if is_guest(interaction) else options
        is_private = visibility(command, options) is Visibility.PRIVATE
        try:
            await interaction.response.defer(ephemeral=is_private, thinking=True)
        except (discord.HTTPException, *PASSING) as error:
            # They see that nothing came, and can ask again; nobody waits for what would be made.
            if not is_answered(error):
                _LOG.warning("/%s could not be acknowledged: %s", command, error)
            return
        place, person = place_of(interaction), person_of(interaction)
        request = Request(str(interaction.id), command, place, person, interaction.created_at, options, reply_to)
        screen = _Screen(interaction, is_private=is_private)
        try:
            async with asyncio.timeout(_LONGEST_S), screen:
                documents = {name: await _read(file) for name, file in attached.items()}
                request = replace(request, options={**options, **documents})
                message = await self._handler.answer(request, screen.tell)
        except (RequestError, TimeoutError) as error:
            await screen.whisper(in_words(str(error) or _TOO_LONG))
        except Exception:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            _LOG.exception("/%s failed", command)
            await screen.whisper(in_words(SORRY))
        else:
            await self._show(interaction.client, screen, message)

    async def _show(self, client: discord.Client, screen: "_Screen", message: Message) -> None:
        """Show an answer, to all or, where it is for who asked alone, to them; and tell the service what came of it."""
        refs: list[MessageRef] = []
        found = pages(message)
        try:
            if message.visibility is Visibility.PRIVATE and not screen.is_private:
                await screen.whisper(found)
            elif screen.is_private or not screen.is_member:
                await screen.show(found, refs)
            else:
                await screen.show(found[:1], refs)
                refs += await go_on(client, refs[0], message, found[1:])
                # To answer, the bot needs no permission; to write beside that, it does.
                await screen.follow(found[len(refs) :], refs)
        except (discord.HTTPException, *PASSING):
            _LOG.exception("an answer could not be shown")
        finally:
            await (self._handler.posted(message, refs) if refs else self._handler.not_posted(message))


class _Screen:
    """The message that an interaction will be answered with: at first it says how far that has come."""

    def __init__(self, interaction: Interaction, *, is_private: bool) -> None:
        self._interaction = interaction
        self._words = ""
        self._showing: asyncio.Task[None] | None = None
        self._saying: asyncio.Task[None] | None = None
        self.is_private = is_private
        self.is_member = interaction.guild_id is not None and not is_guest(interaction)

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        if self._showing:
            self._showing.cancel()
            await asyncio.gather(self._showing, return_exceptions=True)
        if self._saying:
            # What is under way could reach Discord behind the answer, and stand in its place.
            await asyncio.wait([self._saying], timeout=_PAUSE_S)
            self._saying.cancel()

    def tell(self, words: str) -> None:
        """Say how far it has come, if it takes long, and not too often."""
        self._words = words
        if self._showing is None or self._showing.done():
            self._showing = asyncio.create_task(self._keep_telling(_PAUSE_S if self._showing else _PATIENCE_S))

    async def _keep_telling(self, pause_s: float) -> None:
        shown = ""
        while shown != self._words:
            await asyncio.sleep(pause_s)
            shown, pause_s = self._words, _PAUSE_S
            self._saying = asyncio.create_task(self._say(shown))
            await asyncio.shield(self._saying)

    async def _say(self, words: str) -> None:
        with suppress(discord.HTTPException, *PASSING):
            await self._interaction.edit_original_response(view=view(in_words(words)[0]))

    async def show(self, found: Sequence[Page], refs: list[MessageRef]) -> None:
        """Show pages in place of what was said until now, and note each that is there."""
        place = place_of(self._interaction)
        is_cut = is_guest(self._interaction) and len(found) > _MOST_OF_A_GUEST
        found = [*found[: _MOST_OF_A_GUEST - 1], *in_words(_REST)] if is_cut else found
        first = await self._interaction.edit_original_response(view=view(found[0]), attachments=files(found[0]))
        refs.append(MessageRef(place, str(first.id)))
        await self.follow(found[1:], refs)

    async def follow(self, found: Sequence[Page], refs: list[MessageRef]) -> None:
        """Show pages behind what was shown, and note each that is there."""
        place = place_of(self._interaction)
        for page in found:
            sent = await self._interaction.followup.send(
                view=view(page), files=files(page), ephemeral=self.is_private, wait=True
            )
            refs.append(MessageRef(place, str(sent.id)))

    async def whisper(self, found: Sequence[Page]) -> None:
        """Show pages to who asked and nobody else, even where the answer was to be public.

        Who sees the first message after a deferral is settled by the deferral; only a second one can be for one person.
        Deleted before that, the first takes the rest with it (discord-api-docs, issues 2739 and 2866).
        """
        try:
            if self.is_private:
                await self.show(found, [])
                return
            await self._interaction.edit_original_response(view=view(in_words("…")[0]))
            for page in found:
                await self._interaction.followup.send(view=view(page), files=files(page), ephemeral=True)
            await self._interaction.delete_original_response()
        except (discord.HTTPException, *PASSING):
            _LOG.exception("who asked could not be told")


async def _read(file: discord.Attachment) -> str:
    """The text of a file.

    Raises:
        RequestError: If it is too large, can't be had, or is no text.
    """
    if file.size > _MOST_BYTES:
        raise RequestError(_TOO_LARGE)
    try:
        return (await file.read()).decode()
    except (UnicodeDecodeError, discord.HTTPException, *PASSING) as error:
        raise RequestError(_NO_TEXT) from error


def in_words(words: str) -> tuple[Page, ...]:
    """A message of a sentence or two."""
    return pages(Message((Note(words),)))

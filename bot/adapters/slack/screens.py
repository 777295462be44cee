"""The places on Slack where somebody sees an answer: beside a command or a button, in a modal, in a conversation."""

import logging
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import repeat
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.answering import in_words
from bot.adapters.slack.failures import UNANSWERED, code_of, is_refused
from bot.adapters.slack.forms import Origin, answer_view, waiting_view
from bot.adapters.slack.posting import Part, answer_at, link_in, parts, post_to, whisper
from bot.adapters.slack.texts import names_command, own_words, shown
from bot.adapters.slack.workspaces import Workspace
from bot.messages import Listing, Message, MessageRef, Note, Paragraph, Place, Visibility

__all__ = ["Beside", "InModal", "InTalk"]

_LOG = logging.getLogger(__name__)

# What is answered sooner needs no word on how far it has come. Slack takes five answers beside a command, so few words are said.
_PATIENCE_S, _LATER_S, _PAUSE_S = 1.0, 20.0, 2.0
# https://docs.slack.dev/interactivity/handling-user-interaction#message_responses, less those words.
_MOST_ANSWERS = 3
_REST = "There is more than fits here; ask for less, or for all of the channel to see."
# Of words on how far something has come, below a conversation.
_LONGEST_STATUS = 150
_BRACKETS = str.maketrans("", "", "<>")
_DIRECTLY = "I have written to you directly."
_NO_SLASH = "Slack takes no slash commands in a thread: leave the slash out here, as in “digest help”."
# Where the bot can't post by itself, it can answer all the same.
_NO_MEMBER = frozenset({"not_in_channel", "channel_not_found", "missing_scope"})


@dataclass(slots=True)
class Beside:
    """Beside a command, a button or the menu of a message.

    Attributes:
        workspace: Of the place.
        place: Where it was asked.
        person: The id of who asked.
        url: The address that came with it and takes answers; empty where none came.
    """

    workspace: Workspace
    place: Place
    person: str
    url: str

    def pauses(self) -> Iterator[float]:
        """See `Screen.pauses`."""
        yield from (_PATIENCE_S, _LATER_S)

    async def wait(self, words: str) -> None:
        """See `Screen.wait`: at its address or not at all."""
        await answer_at(self.url, parts(in_words(words))[0], self.place.thread)

    async def say(self, words: str) -> None:
        """See `Screen.say`."""
        await self._respond(in_words(words))

    async def show(self, message: Message, refs: list[MessageRef]) -> None:
        """See `Screen.show`."""
        if message.visibility is Visibility.PUBLIC:
            await self._post(message, refs)
        elif message.manner.is_direct and not self.place.person:
            await self._write_directly(message, refs)
        else:
            await self._respond(message)

    async def _post(self, message: Message, refs: list[MessageRef]) -> None:
        """Post for all to see; where the bot is not in the channel, answer the command instead, which needs no membership.

        What may not be posted there for all is for who asked.
        """
        if self.place.person:
            # It may be a conversation of two people, of which the bot is no part.
            await self._respond(message, "in_channel")
            return
        try:
            await _post_all(self.workspace, self.place, message, refs)
        except UNANSWERED as error:
            code = code_of(error)
            if refs or not is_refused(error):
                raise
            _LOG.warning("an answer could not be posted (%s), and is shown beside what was asked", code)
            await self._respond(message, "in_channel" if code in _NO_MEMBER else "ephemeral")

    async def _write_directly(self, message: Message, refs: list[MessageRef]) -> None:
        home = Place.of_person(self.place.platform, self.place.workspace, self.person)
        try:
            await _post_all(self.workspace, home, message, refs)
        except UNANSWERED:
            if refs:
                raise
            await self._respond(message)
        else:
            with suppress(*UNANSWERED):
                await self.say(_DIRECTLY)

    async def _respond(self, message: Message, response_type: str = "ephemeral") -> None:
        """Answer at the address that came with what was asked; what that does not take, who asked sees otherwise."""
        found = parts(message, self.workspace)
        if len(found) > _MOST_ANSWERS:
            found = (*found[: _MOST_ANSWERS - 1], *parts(in_words(_REST)))
        is_taken = True
        for part in found:
            is_taken = is_taken and await answer_at(self.url, part, self.place.thread, response_type)
            if not is_taken:
                await self._show_otherwise(part)

    async def _show_otherwise(self, part: Part) -> None:
        """Show a part to who asked without the address: in the channel, or directly where the bot is in none with them."""
        channel = "" if self.place.person else self.place.channel
        await _tell_alone(self.workspace, self.place, channel, self.person, part)


@dataclass(slots=True)
class InModal:
    """In a modal that is open.

    Attributes:
        workspace: Where.
        view: Its id.
        title: What stands over it.
        origin: Where it was opened.
        person: The id of who has it open; who closes it before the answer is there gets that directly.
        place: What it is about.
    """

    workspace: Workspace
    view: str
    title: str
    origin: Origin
    person: str
    place: Place

    def pauses(self) -> Iterator[float]:
        """See `Screen.pauses`."""
        yield _PATIENCE_S
        yield from repeat(_PAUSE_S)

    async def wait(self, words: str) -> None:
        """See `Screen.wait`."""
        await self._update(self.workspace.delivering, waiting_view(self.title, words, self.origin))

    async def say(self, words: str) -> None:
        """See `Screen.say`."""
        await self.show(in_words(words), [])

    async def show(self, message: Message, refs: list[MessageRef]) -> None:
        """See `Screen.show`: it is for who asked alone, whatever it says."""
        view = answer_view(self.title, message, self.origin, link_in(self.workspace))
        try:
            await self._update(self.workspace.answering, view)
        except UNANSWERED as error:
            # Most often it was closed.
            _LOG.info("an answer is written directly, as its modal could not show it: %s", error)
            home = Place.of_person(self.place.platform, self.place.workspace, self.person)
            await _post_all(self.workspace, home, message, refs)

    async def _update(self, client: AsyncWebClient, view: Mapping[str, Any]) -> None:
        await client.views_update(view_id=self.view, view=dict(view))


@dataclass(slots=True)
class InTalk:
    """In a conversation: a thread of a channel, or direct messages.

    Attributes:
        workspace: Where.
        channel: The id of the channel as Slack calls it, also of direct messages.
        place: The same with the thread that answers stand in.
        person: The id of who wrote.
    """

    workspace: Workspace
    channel: str
    place: Place
    person: str

    def pauses(self) -> Iterator[float]:
        """See `Screen.pauses`."""
        yield 0.0
        yield from repeat(_PAUSE_S)

    async def wait(self, words: str) -> None:
        """See `Screen.wait`: Slack shows it below the conversation until the answer is there, where the app may say such things."""
        await self.workspace.delivering.assistant_threads_setStatus(
            channel_id=self.channel, thread_ts=self.place.thread, status=f"is at it: {_status(words)}"
        )

    async def say(self, words: str) -> None:
        """See `Screen.say`."""
        if self.place.person:
            await _post_all(self.workspace, self.place, _typed_here(in_words(words)), [], self.channel)
        else:
            (part, *_) = parts(in_words(words), self.workspace)
            await _tell_alone(self.workspace, self.place, self.channel, self.person, part)

    async def show(self, message: Message, refs: list[MessageRef]) -> None:
        """See `Screen.show`."""
        said = _typed_here(message) if self.place.person else message
        await _post_all(self.workspace, self.place, said, refs, self.channel)


async def _tell_alone(workspace: Workspace, place: Place, channel: str, person: str, part: Part) -> None:
    """Show a part to one person: in a channel, or directly where they or the bot are in none, or Slack does not take it there."""
    if channel:
        try:
            await whisper(workspace, channel, place.thread, person, part)
        except UNANSWERED as error:
            _LOG.info("an answer is written directly, as its channel could not show it: %s", error)
        else:
            return
    await post_to(workspace.answering, Place.of_person(place.platform, place.workspace, person), part)


def _status(words: str) -> str:
    """Words of ours, with what a source is called in them, where nobody knows what Slack reads into them."""
    return shown(own_words(words).translate(_BRACKETS), _LONGEST_STATUS)


def _typed_here(message: Message) -> Message:
    """A message in a thread of direct messages: what it says to type has a slash, which Slack does not take there."""
    said = [block.text for block in message.blocks if isinstance(block, Paragraph | Note)]
    said += [entry.name for block in message.blocks if isinstance(block, Listing) for entry in block.entries]
    return replace(message, blocks=(*message.blocks, Note(_NO_SLASH))) if any(map(names_command, said)) else message


async def _post_all(
    workspace: Workspace, place: Place, message: Message, refs: list[MessageRef], channel: str = ""
) -> None:
    """Post all parts of a message, and note each that is there."""
    for part in parts(message, workspace):
        first = refs[0] if refs else None
        refs.append(await post_to(workspace.answering, place, part, first, channel=channel))

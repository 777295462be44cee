"""What people write: to the bot, in direct messages or by naming it, it is a question; in the thread of a digest it may be one."""

import logging
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

from bot.adapters.slack.answering import Answering
from bot.adapters.slack.askers import Askers
from bot.adapters.slack.channels import PLATFORM, place_of
from bot.adapters.slack.people import People
from bot.adapters.slack.screens import InTalk
from bot.adapters.slack.typed import command_meant, is_greeting, line_meant, meant, options_meant, without_mention
from bot.adapters.slack.workspaces import Workspace
from bot.commands import command_named
from bot.errors import RequestError
from bot.messages import MessageRef, Person, Request
from bot.ports import Handler
from bot.typed import read_line

__all__ = ["Talking"]

_LOG = logging.getLogger(__name__)
_ASK = "Ask me something about the news here: who said it, when it was, how many there were. /help has all I can do."
_COMMAND = "Who names me asks a question about the news. For that, type /{} in the channel; Slack takes no commands in threads."
# What somebody wrote; all other kinds tell of something that was done (https://docs.slack.dev/reference/events/message#subtypes).
_WRITTEN = frozenset({"", "file_share", "thread_broadcast"})

Event = Mapping[str, Any]


class Talking:
    """Answers messages."""

    def __init__(self, handler: Handler, answering: Answering, people: People, askers: Askers) -> None:
        """Take who knows the answers, who shows them, who knows people, and what they can see."""
        self._handler = handler
        self._answering = answering
        self._people = people
        self._askers = askers

    async def named(self, workspace: Workspace, event: Event) -> None:
        """Answer who named the bot in a channel, once.

        Slack tells of it twice, of what comes with a file sometimes only as a message, and anew when somebody corrects what they wrote.
        """
        said = f"{workspace.id}:{event.get('channel')}:{event.get('ts')}"
        if _is_written(event) and await self._handler.is_new(PLATFORM, said):
            await self._answer(workspace, event, without_mention(str(event.get("text") or ""), workspace.user))

    async def hear(self, workspace: Workspace, event: Event) -> None:
        """Answer a direct message, and what is written in a thread that began with a message of ours, if there is an answer."""
        text = str(event.get("text") or "")
        if not _is_written(event):
            return
        if event.get("channel_type") == "im":
            await self._answer(workspace, event, without_mention(text, workspace.user))
        elif f"<@{workspace.user}" in text:
            await self.named(workspace, event)
        # A message that begins with somebody's name is for them.
        elif not text.lstrip().startswith("<@") and _is_beside_ours(event, workspace):
            await self._join_in(workspace, event, text)

    async def _answer(self, workspace: Workspace, event: Event, text: str) -> None:
        person = await self._people.who(workspace, str(event["user"]))
        screen = _screen(workspace, event)
        if not text.strip() or is_greeting(text):
            await self._answering.say(_ASK, screen)
            return
        if not screen.place.person and (named := command_meant(text)):
            await self._answering.say(_COMMAND.format(named), screen)
            return
        try:
            # In a channel whatever names the bot is a question: what is for one person only, the command shows them.
            is_direct = bool(screen.place.person)
            command, options = read_line(line_meant(text)) if is_direct else ("ask", {"question": text.strip()})
        except RequestError as error:
            await self._answering.say(str(error), screen)
            return
        known = command_named(command)
        options = options_meant(known, options) if known else options
        options = await self._askers.checked(workspace, person.id, screen.place, command, options)
        await self._answering.answer(_request(event, person, screen, command, options), screen)

    async def _join_in(self, workspace: Workspace, event: Event, text: str) -> None:
        """Answer what nobody asked the bot for, if it has an answer."""
        person = await self._people.who(workspace, str(event["user"]))
        screen = _screen(workspace, event)
        answer = await self._handler.heard(_request(event, person, screen, "ask", {"question": meant(text).strip()}))
        if answer:
            await self._answering.show(answer, screen)


def _is_written(event: Event) -> bool:
    """Whether a message was written by a person, and something stands in it."""
    is_ours = bool(event.get("bot_id") or event.get("hidden"))
    return not is_ours and str(event.get("subtype") or "") in _WRITTEN and bool(event.get("user"))


def _is_beside_ours(event: Event, workspace: Workspace) -> bool:
    """Whether a message stands in a thread that the bot began."""
    # Of what is shown in the channel as well, who began the thread stands elsewhere
    # (https://docs.slack.dev/reference/events/message/thread_broadcast).
    begun_by = event.get("parent_user_id") or (event.get("root") or {}).get("user")
    return bool(event.get("thread_ts")) and begun_by == workspace.user and bool(str(event.get("text") or "").strip())


def _screen(workspace: Workspace, event: Event) -> InTalk:
    """The thread in which something was written; what stands in none begins one."""
    channel, thread = str(event["channel"]), str(event.get("thread_ts") or event["ts"])
    place = place_of(workspace.id, channel, str(event["user"]), thread)
    return InTalk(workspace, channel, place, str(event["user"]))


def _request(event: Event, person: Person, screen: InTalk, command: str, options: Mapping[str, str]) -> Request:
    """What is asked; all but a question is asked of the channel, and not of the thread."""
    place = screen.place
    root = place_of(place.workspace, screen.channel, person.id)
    thread = str(event.get("thread_ts") or "")
    about = MessageRef(root, thread) if thread else None
    at = datetime.fromtimestamp(float(event["ts"]), UTC)
    return Request(str(event["ts"]), command, place if command == "ask" else root, person, at, options, about)

"""Who asks for something on Slack, where, and about which channel."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from slack_bolt.async_app import AsyncBoltContext

from bot.adapters.slack.channels import Channels, place_of
from bot.adapters.slack.forms import Origin
from bot.adapters.slack.people import People
from bot.adapters.slack.workspaces import Workspace, Workspaces
from bot.commands import Holds, command_named
from bot.messages import MessageRef, Person, Place, Request

__all__ = ["Asker", "Askers", "Body", "origin_of_message"]

_DOUBT = "Slack did not tell just now whether you may change that here; try again in a moment."

Body = Mapping[str, Any]
"""What Slack sends with a command, a press or a form."""


@dataclass(frozen=True, slots=True)
class Asker:
    """Who asks, where, and how a modal can be shown to them.

    Attributes:
        workspace: Where.
        person: Who.
        place: What is asked about.
        trigger: With it a modal can be opened, for three seconds.
        origin: Where a modal is opened.
        view: The id of the modal in which it was asked; empty if in none.
        url: The address that takes answers; empty where none came.
        is_known: Whether Slack has told who they are.
    """

    workspace: Workspace
    person: Person
    place: Place
    trigger: str
    origin: Origin
    view: str = ""
    url: str = ""
    is_known: bool = True

    def doubt(self, name: str) -> str:
        """Why they can't ask for a command just now; empty if they can, or if they never may, which is the service's to say."""
        command = command_named(name)
        is_open = not (command and command.is_managing) or self.place.person or self.person.may_manage
        return "" if is_open or self.is_known else _DOUBT

    def request(self, command: str, options: Mapping[str, str], about: str = "") -> Request:
        """What they ask for; `about` is the ts of the message it is about, if there is one."""
        reply_to = MessageRef(self.place, about) if about else None
        return Request(self.trigger, command, self.place, self.person, datetime.now(UTC), options, reply_to)


class Askers:
    """Knows who asks."""

    def __init__(self, workspaces: Workspaces, people: People, channels: Channels) -> None:
        """Take who knows Slack."""
        self._workspaces = workspaces
        self._people = people
        self._channels = channels

    async def of(self, context: AsyncBoltContext, body: Body, origin: Origin, view: str = "") -> Asker:
        """Who asks, by what Slack sends.

        Raises:
            PostError: If the bot is not in their workspace.
        """
        user = body.get("user") or {}
        workspace = await self._workspaces.of(context.team_id or "")
        name = str(user.get("name") or user.get("username") or body.get("user_name") or "")
        id_ = str(user.get("id") or body.get("user_id") or "")
        person = await self._people.who(workspace, id_, name)
        place = place_of(workspace.id, origin.channel, id_, origin.thread)
        channel = body.get("channel") or {"id": origin.channel, "name": body.get("channel_name")}
        self._channels.heard(workspace.id, str(channel.get("id") or ""), str(channel.get("name") or ""))
        trigger, url = str(body.get("trigger_id") or ""), str(body.get("response_url") or "")
        is_known = self._people.is_known(workspace, id_)
        return Asker(workspace, person, place, trigger, origin, view, url, is_known)

    async def checked(
        self, workspace: Workspace, person: str, place: Place, name: str, options: Mapping[str, str]
    ) -> dict[str, str]:
        """Options of a command in which another channel is one that who asks can see; what is none is given on as what is no id.

        What a button, a form or a line says can be anything: a client sends what somebody has made it send.

        Args:
            workspace: Where it is asked.
            person: The id of who asks.
            place: What is asked about, where no option says otherwise.
            name: Of the command.
            options: As they came.
        """
        command = command_named(name)
        held = {option.name for option in command.options if option.holds is Holds.CHANNEL} if command else set()
        checked = dict(options)
        for option in held & checked.keys():
            id_ = checked[option]
            is_here = not id_ or id_ == place.channel
            if not is_here and not await self._channels.can_see(workspace, person, id_):
                checked[option] = f"#{id_.removeprefix('#')}"
        return checked

    async def checked_of(self, asker: Asker, name: str, options: Mapping[str, str]) -> dict[str, str]:
        """The same for who has pressed, typed or filled in something."""
        return await self.checked(asker.workspace, asker.person.id, asker.place, name, options)


def origin_of_message(body: Body) -> Origin:
    """The channel of a message on which something was pressed, and its thread; what stands in none is the home of the app."""
    channel = str((body.get("channel") or {}).get("id", ""))
    # Of a message that one person sees, only what stands around it is told.
    message = {**(body.get("container") or {}), **(body.get("message") or {})}
    thread, ts = str(message.get("thread_ts") or ""), str(message.get("ts") or "")
    return Origin(channel, thread if thread != ts else "", is_home=not channel)

"""What there is on the Slack of the tests: workspaces, people, channels and what stands in them, in the shapes in which Slack tells them.

The shapes are those of https://docs.slack.dev/reference/objects, as far as a bot reads them.
"""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import count
from typing import Any
from zoneinfo import ZoneInfo

from tests.adapters.loopback_watch import Watch

__all__ = ["ALL_SCOPES", "Appearance", "Channel", "Json", "Member", "Refused", "Team", "World", "plain_time"]

Json = dict[str, Any]
ALL_SCOPES = (
    "app_mentions:read,assistant:write,channels:history,channels:read,chat:write,commands,groups:history,groups:read,"
    "im:history,im:read,im:write,users:read"
)
"""All that a token can be granted here without being asked for anything special."""

_ONE = 1_000_000


class Refused(Exception):
    """Slack says no.

    Attributes:
        code: Its word for why, "channel_not_found".
        beside: What else its answer says.
    """

    def __init__(self, code: str, **beside: Any) -> None:
        super().__init__(code)
        self.code = code
        self.beside = beside


@dataclass(eq=False)
class Team:
    """A workspace.

    Attributes:
        id: Begins with T.
        name: As people call it; its domain is that in small letters.
        token: Of the bot there, of now; a new one for each installation.
        scopes: Of that token.
        bot: The bot, as a member.
        bot_id: What its messages are said to be of; begins with B.
        state: "installed"; or why its token is not taken: "token_revoked", "account_inactive", "invalid_auth".
        members: Who is there.
        channels: What is there, direct messages too.
    """

    id: str
    name: str
    token: str
    scopes: str
    bot: "Member"
    bot_id: str
    state: str = "installed"
    members: list["Member"] = field(default_factory=list)
    channels: list["Channel"] = field(default_factory=list)

    @property
    def domain(self) -> str:
        """As it stands in addresses."""
        return self.name.lower()

    @property
    def shape(self) -> Json:
        """As payloads tell it."""
        return {"id": self.id, "domain": self.domain}

    def allows(self, *scopes: str) -> bool:
        """Whether its token has one of some scopes, or none is needed."""
        return not scopes or bool(set(scopes) & set(self.scopes.split(",")))


@dataclass(eq=False)
class Member:
    """A person in a workspace, or a bot.

    Attributes:
        id: Begins with U.
        name: As they call themselves.
        team: Where they are.
        zone: As an IANA name.
        is_admin: Whether they administer the workspace.
        is_owner: Whether it is theirs.
        is_bot: Whether it is one.
        is_guest: Whether they are in some channels alone.
        views: The modals they have open, the topmost last.
        home: What the bot's App Home shows them; None until it was published.
    """

    id: str
    name: str
    team: Team | None
    zone: str = "Europe/Berlin"
    is_admin: bool = False
    is_owner: bool = False
    is_bot: bool = False
    is_guest: bool = False
    views: list[Json] = field(default_factory=list)
    home: Json | None = None

    @property
    def mention(self) -> str:
        """What somebody types to name them."""
        return f"@{self.name}"

    @property
    def workspace(self) -> Team:
        """Where they are."""
        assert self.team
        return self.team

    def shape(self, now: datetime) -> Json:
        """As `users.info` tells it."""
        offset = now.astimezone(ZoneInfo(self.zone)).utcoffset()
        names = {"real_name": self.name.capitalize(), "display_name": self.name}
        return {
            "id": self.id,
            "team_id": self.workspace.id,
            "name": self.name,
            "deleted": False,
            **names,
            "tz": self.zone,
            "tz_label": self.zone,
            "tz_offset": int(offset.total_seconds()) if offset else 0,
            "profile": {**names, "team": self.workspace.id},
            "is_admin": self.is_admin or self.is_owner,
            "is_owner": self.is_owner,
            "is_primary_owner": self.is_owner,
            "is_restricted": self.is_guest,
            "is_ultra_restricted": False,
            "is_bot": self.is_bot,
            "is_app_user": self.is_bot,
            "updated": 1_700_000_000,
        }


@dataclass(eq=False)
class Channel:
    """A channel, or direct messages.

    Attributes:
        id: Begins with C, or with D for direct messages.
        name: Without its mark; empty of direct messages.
        team: Where it is.
        is_private: Whether only its members know of it.
        person: Whose direct messages with the bot these are; None of channels.
        is_archived: Whether nothing is written there any more.
        members: Who is in it.
        messages: What stands there and in its threads, by ts, the oldest first.
        statuses: What the bot is said to be doing, by thread.
        prompts: What it suggests in the conversation.
    """

    id: str
    name: str
    team: Team
    is_private: bool = False
    person: Member | None = None
    is_archived: bool = False
    members: list[Member] = field(default_factory=list)
    messages: dict[str, Json] = field(default_factory=dict)
    statuses: dict[str, str] = field(default_factory=dict)
    prompts: Json = field(default_factory=dict)

    @property
    def kind(self) -> str:
        """As events call it: channel, group or im."""
        return "im" if self.person else "group" if self.is_private else "channel"

    @property
    def scope(self) -> str:
        """How the scopes are called that open it: channels, groups or im."""
        return "im" if self.person else "groups" if self.is_private else "channels"

    @property
    def called(self) -> str:
        """How payloads call it (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
        return "directmessage" if self.person else "privategroup" if self.is_private else self.name

    @property
    def mention(self) -> str:
        """What somebody types to name it."""
        return f"#{self.name}"

    @property
    def posts(self) -> list[Json]:
        """What stands in it beside threads, the oldest first."""
        return [one for one in self.messages.values() if one.get("thread_ts", one["ts"]) == one["ts"]]

    def thread(self, ts: str) -> list[Json]:
        """A message and what was said in its thread, the oldest first."""
        return [one for one in self.messages.values() if ts in (one["ts"], one.get("thread_ts"))]

    @property
    def shape(self) -> Json:
        """As `conversations.info` tells it."""
        if self.person:
            return {"id": self.id, "is_im": True, "user": self.person.id, "is_archived": False, "is_open": True}
        return {
            "id": self.id,
            "name": self.name,
            "is_channel": True,
            "is_group": False,
            "is_im": False,
            "is_mpim": False,
            "is_private": self.is_private,
            "is_archived": self.is_archived,
            "is_member": self.team.bot in self.members,
            "context_team_id": self.team.id,
            "num_members": len(self.members),
        }


@dataclass(frozen=True)
class Appearance:
    """Something that somebody sees since an instant.

    Attributes:
        what: "message", "changed", "ephemeral", "view", "home" or "closed".
        data: The message or the view, as it was then.
        channel: Where; None of views.
        person: Who alone sees it; None if all of the channel do.
        cause: Of what it is the answer: the id of what somebody did, if the answer came by its own address; else empty.
    """

    what: str
    data: Json
    channel: Channel | None = None
    person: Member | None = None
    cause: str = ""


class World:
    """All of it."""

    def __init__(self, now: Callable[[], datetime]) -> None:
        """Be empty, at a time that somebody else says."""
        self.now = now
        self.watch = Watch()
        self.teams: dict[str, Team] = {}
        self.members: dict[str, Member] = {}
        self.channels: dict[str, Channel] = {}
        self.shown: list[Appearance] = []
        """All that has appeared anywhere, in order."""
        self.app_id = "A0PULLQUOTE"
        self._numbers = count(1)
        self._stamp = 0

    def new_id(self, kind: str) -> str:
        """An id that nothing else has."""
        return f"{kind}0{next(self._numbers):08}"

    def new_ts(self) -> str:
        """When something was written, which is its id in its channel: never one twice."""
        self._stamp = max(self._stamp + 1, int(self.now().timestamp() * _ONE))
        return f"{self._stamp // _ONE}.{self._stamp % _ONE:06}"

    def team(self, name: str = "Dorn", scopes: str = ALL_SCOPES, *, is_installed: bool = True) -> Team:
        """A workspace more."""
        bot = Member(self.new_id("U"), "pullquote", None, is_bot=True)
        id_ = self.new_id("T")
        team = Team(id_, name, f"xoxb-{id_}-1", scopes, bot, self.new_id("B"))
        team.state = "installed" if is_installed else "invalid_auth"
        bot.team = team
        team.members.append(bot)
        self.members[bot.id] = bot
        self.teams[team.id] = team
        return team

    def member(
        self,
        team: Team,
        name: str,
        zone: str = "Europe/Berlin",
        *,
        is_admin: bool = False,
        is_owner: bool = False,
        is_guest: bool = False,
    ) -> Member:
        """A person more in a workspace."""
        member = Member(self.new_id("U"), name, team, zone, is_admin, is_owner, is_guest=is_guest)
        team.members.append(member)
        self.members[member.id] = member
        return member

    def channel(
        self, team: Team, name: str, members: Sequence[Member] | None = None, *, private: bool = False, bot: bool = True
    ) -> Channel:
        """A channel more: with all who are there, if nobody is named; with the bot, or without."""
        people = [one for one in (team.members if members is None else members) if one is not team.bot]
        channel = Channel(self.new_id("C"), name, team, private, members=people + ([team.bot] if bot else []))
        return self._keep(channel)

    def direct(self, person: Member) -> Channel:
        """Somebody's direct messages with the bot."""
        team = person.workspace
        known = next((one for one in team.channels if one.person is person), None)
        made = Channel(self.new_id("D"), "", team, is_private=True, person=person, members=[person, team.bot])
        return known or self._keep(made)

    def at(self, team: Team, id_: str) -> Channel:
        """A channel as the bot of a workspace may know it; of a person's id, their direct messages.

        Raises:
            Refused: If it knows none.
        """
        person = self.members.get(id_)
        if person and person.team is team:
            return self.direct(person)
        channel = self.channels.get(id_)
        if channel is None or channel.team is not team or (channel.is_private and team.bot not in channel.members):
            code = "channel_not_found"
            raise Refused(code)
        return channel

    def keep(self, channel: Channel, message: Json, cause: str = "") -> Json:
        """Let a message stand in a channel or a thread."""
        channel.messages[message["ts"]] = message
        parent = channel.messages.get(message.get("thread_ts", ""))
        if parent and parent is not message:
            parent["thread_ts"] = parent["ts"]
            parent["reply_count"] = parent.get("reply_count", 0) + 1
            parent["latest_reply"] = message["ts"]
        self.show("message", message, channel, cause=cause)
        return message

    def show(
        self,
        what: str,
        data: Mapping[str, Any],
        channel: Channel | None = None,
        person: Member | None = None,
        cause: str = "",
    ) -> None:
        """Let somebody see something."""
        self.shown.append(Appearance(what, dict(data), channel, person, cause))
        self.watch.ring()

    def _keep(self, channel: Channel) -> Channel:
        self.channels[channel.id] = channel
        channel.team.channels.append(channel)
        return channel


def plain_time() -> datetime:
    """The time."""
    return datetime.now(UTC)

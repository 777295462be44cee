"""What there is on the Discord of the tests: people, servers, channels and messages, in the shapes in which Discord tells them.

The shapes are those of https://docs.discord.com/developers/resources, as far as discord.py reads them.
"""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Any

from discord import Permissions

from tests.adapters.loopback_messages import Json, Refused, check, numbered
from tests.adapters.loopback_watch import Watch

__all__ = [
    "FORUM",
    "NEWS",
    "TEXT",
    "Channel",
    "Member",
    "Server",
    "World",
    "said_now",
]

TEXT, DIRECT, NEWS, NEWS_THREAD, THREAD, FORUM = 0, 1, 5, 10, 11, 15
"""Kinds of channels."""

_REQUIRES_TAG = 1 << 4
_EPOCH_MS = 1_420_070_400_000
# As Discord gives everybody of a new server, as far as it matters here.
_EVERYBODY = Permissions(
    view_channel=True,
    send_messages=True,
    send_messages_in_threads=True,
    create_public_threads=True,
    embed_links=True,
    attach_files=True,
    read_message_history=True,
    use_application_commands=True,
)


@dataclass(frozen=True)
class Server:
    """A server, which the API calls a guild."""

    id: str
    name: str
    channels: list["Channel"] = field(default_factory=list)
    members: list["Member"] = field(default_factory=list)

    def shape(self) -> Json:
        """As GUILD_CREATE tells it. Of the members it tells the bot alone, as for want of the intent."""
        everybody = {"id": self.id, "name": "@everyone", "permissions": str(_EVERYBODY.value), "position": 0}
        bots = [member.shape() for member in self.members if member.user["bot"]]
        threads = [one.shape for one in self.channels if one.kind in (THREAD, NEWS_THREAD)]
        shown = [one.shape for one in self.channels if one.kind not in (THREAD, NEWS_THREAD)]
        return {
            "id": self.id,
            "name": self.name,
            "owner_id": self.id,
            "unavailable": False,
            "member_count": len(self.members),
            "roles": [everybody],
            "members": bots,
            "channels": shown,
            "threads": threads,
        }


@dataclass(frozen=True)
class Member:
    """A person on a server, or in their direct messages."""

    user: Json
    server: Server | None
    permissions: Permissions

    def shape(self) -> Json:
        """As the API tells it."""
        joined = "2026-01-01T00:00:00+00:00"
        return {"user": self.user, "roles": [], "joined_at": joined, "deaf": False, "mute": False, "flags": 0}

    @property
    def mention(self) -> str:
        """What somebody types to mention them."""
        return f"<@{self.user['id']}>"


@dataclass(frozen=True)
class Channel:
    """A channel, a thread or somebody's direct messages.

    Attributes:
        shape: As the API tells it.
        messages: What stands there, by id, the oldest first.
        nonces: Which message was posted with a nonce.
    """

    shape: Json
    messages: dict[str, Json] = field(default_factory=dict)
    nonces: dict[str, str] = field(default_factory=dict)

    @property
    def id(self) -> str:
        """Its id."""
        return str(self.shape["id"])

    @property
    def kind(self) -> int:
        """What kind of channel it is."""
        return int(self.shape["type"])

    @property
    def server_id(self) -> str:
        """Its server's id; empty for direct messages."""
        return str(self.shape.get("guild_id", ""))

    def message(self, id_: str) -> Json:
        """A message that stands there.

        Raises:
            Refused: If there is none.
        """
        if id_ not in self.messages:
            raise Refused(404, 10_008, "Unknown Message")
        return self.messages[id_]

    def page(self, query: Mapping[str, str]) -> list[Json]:
        """A page of its history, the newest first."""
        limit = int(query.get("limit", "50"))
        if not 1 <= limit <= 100:
            raise Refused(400, 50_035, "Invalid Form Body: limit")
        found = list(self.messages.values())
        if "after" in query:
            return [one for one in found if int(one["id"]) > int(query["after"])][:limit][::-1]
        if "before" in query:
            found = [one for one in found if int(one["id"]) < int(query["before"])]
        return found[-limit:][::-1]


class World:
    """All there is."""

    def __init__(self) -> None:
        self._last = 0
        self.users: dict[str, Json] = {}
        self.servers: dict[str, Server] = {}
        self.channels: dict[str, Channel] = {}
        self.watch = Watch()
        self.bot = self.person("pullquote", is_bot=True)

    def new_id(self) -> str:
        """An id of this millisecond, later than all before: a snowflake."""
        self._last = max(self._last + 1, (time.time_ns() // 1_000_000 - _EPOCH_MS) << 22)
        return str(self._last)

    def person(self, name: str, *, is_bot: bool = False) -> Json:
        """Somebody new."""
        user: Json = {"id": self.new_id(), "username": name, "global_name": name.title(), "bot": is_bot}
        user |= {"discriminator": "0", "avatar": None}
        self.users[user["id"]] = user
        return user

    def server(self, name: str = "Dorn") -> Server:
        """A new server with the bot on it; each is on the next shard."""
        server = Server(str((len(self.servers) + 1_000_000_000) << 22), name)
        server.members.append(Member(self.bot, server, _EVERYBODY))
        self.servers[server.id] = server
        return server

    def member(self, server: Server, name: str, **granted: bool) -> Member:
        """Somebody new on a server, with what is granted to them beside what all may."""
        member = Member(self.person(name), server, _EVERYBODY | Permissions(**granted))
        server.members.append(member)
        return member

    def channel(self, server: Server, name: str, kind: int = TEXT, *, tags: Sequence[str] = ()) -> Channel:
        """A new channel of a server; a forum with tags asks for one with each post."""
        shape = self._shape(server.id, name, kind) | {"position": len(server.channels), "permission_overwrites": []}
        if tags:
            shape["available_tags"] = [
                {"id": self.new_id(), "name": tag, "moderated": False, "emoji_id": None, "emoji_name": None}
                for tag in tags
            ]
            shape["flags"] = _REQUIRES_TAG
        return self._keep(Channel(shape), server)

    def direct(self, user_id: str) -> Channel:
        """The direct messages of a person with the bot, opened if they are not."""
        if user_id not in self.users:
            raise Refused(400, 50_033, "Invalid Recipient(s)")
        for channel in self.channels.values():
            if channel.kind == DIRECT and channel.shape["recipients"][0]["id"] == user_id:
                return channel
        shape = {"id": self.new_id(), "type": DIRECT, "last_message_id": None, "recipients": [self.users[user_id]]}
        return self._keep(Channel(shape), None)

    def thread(self, parent: Channel, name: str, id_: str, owner: Mapping[str, Any]) -> Channel:
        """A new thread of somebody, whose id is that of the message it begins with."""
        if not 1 <= len(name) <= 100:
            raise Refused(400, 50_035, "Invalid Form Body: name")
        shape = self._shape(parent.server_id, name, NEWS_THREAD if parent.kind == NEWS else THREAD)
        shape |= {"id": id_, "parent_id": parent.id, "owner_id": owner["id"]}
        shape |= {"message_count": 0, "member_count": 1}
        shape["thread_metadata"] = {
            "archived": False,
            "locked": False,
            "auto_archive_duration": 1440,
            "archive_timestamp": said_now(),
            "create_timestamp": said_now(),
        }
        return self._keep(Channel(shape), self.servers[parent.server_id])

    def at(self, channel_id: str) -> Channel:
        """The channel of an id.

        Raises:
            Refused: If there is none.
        """
        if channel_id not in self.channels:
            raise Refused(404, 10_003, "Unknown Channel")
        return self.channels[channel_id]

    def message(self, channel: Channel, author: Mapping[str, Any], body: Mapping[str, Any]) -> Json:
        """A message as the API tells it; it stands nowhere yet.

        Raises:
            Refused: If Discord takes no such body.
        """
        check(body)
        content = body.get("content") or ""
        mentioned = [self.users[id_] for id_ in re.findall(r"<@(\d+)>", content) if id_ in self.users]
        shape: Json = {
            "id": self.new_id(),
            "channel_id": channel.id,
            "author": author,
            "content": content,
            "timestamp": said_now(),
            "edited_timestamp": None,
            "type": 0,
            "flags": body.get("flags", 0),
            "mentions": mentioned,
            "embeds": body.get("embeds", []),
            "components": numbered(body.get("components", [])),
            "attachments": body.get("attachments", []),
        }
        if channel.server_id:
            shape["guild_id"] = channel.server_id
        if author.get("bot"):
            shape["application_id"] = self.bot["id"]
        return shape

    def _shape(self, server_id: str, name: str, kind: int) -> Json:
        return {"id": self.new_id(), "guild_id": server_id, "name": name, "type": kind, "last_message_id": None}

    def _keep(self, channel: Channel, server: Server | None) -> Channel:
        self.channels[channel.id] = channel
        if server:
            server.channels.append(channel)
        return channel


def said_now() -> str:
    """The time, as the API says it."""
    return datetime.now(UTC).isoformat()

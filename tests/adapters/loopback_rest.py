"""The REST half of the tests' Discord: what the bot asks, posts, changes and takes away by its token."""

import json
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from aiohttp import web

from tests.adapters.loopback_gateway import Gateway
from tests.adapters.loopback_limits import reply
from tests.adapters.loopback_messages import CROSSPOSTED, Json, Refused
from tests.adapters.loopback_world import DIRECT, FORUM, NEWS, Channel, Server, World, said_now

__all__ = ["Rest", "body_of"]

_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


class Rest:
    """The routes that a bot's token opens."""

    def __init__(self, world: World, gateway: Gateway) -> None:
        """Take what there is, and who is told of what changes."""
        self.world = world
        self.gateway = gateway
        self.commands: list[Json] = []
        """What people can ask for, as it was put last."""
        self.puts = 0
        """How often it was put."""
        self.sessions_left = 1_000
        """How many sessions may be begun today."""
        self.sessions_at_once = 1
        """How many may be begun in five seconds, of different shards."""

    def routes(self) -> Mapping[str, _Handler]:
        """Who answers at which route."""
        message = "/channels/{channel}/messages/{message}"
        return {
            "GET /gateway/bot": self._gateway,
            "GET /users/@me": self._me,
            "GET /users/{user}": self._user,
            "POST /users/@me/channels": self._open_direct,
            "GET /oauth2/applications/@me": self._application,
            "PUT /applications/{application}/commands": self._put_commands,
            "GET /applications/{application}/commands": self._get_commands,
            "GET /guilds/{guild}": self._server,
            "GET /guilds/{guild}/channels": self._server_channels,
            "GET /guilds/{guild}/members/{user}": self._member,
            "GET /guilds/{guild}/threads/active": self._open_threads,
            "GET /channels/{channel}/threads/archived/public": self._closed_threads,
            "GET /channels/{channel}": self._channel,
            "PATCH /channels/{channel}": self._change_channel,
            "GET /channels/{channel}/messages": self._history,
            "POST /channels/{channel}/messages": self._post,
            f"GET {message}": self._message,
            f"PATCH {message}": self._change,
            f"DELETE {message}": self._delete,
            f"POST {message}/crosspost": self._crosspost,
            f"POST {message}/threads": self._thread_of_message,
            "POST /channels/{channel}/threads": self._forum_post,
            "PUT /channels/{channel}/thread-members/@me": self._nothing,
            "POST /channels/{channel}/typing": self._nothing,
        }

    async def keep(self, channel: Channel, message: Json, nonce: str = "") -> Json:
        """Let a message stand in a channel, and tell of it."""
        channel.messages[message["id"]] = message
        channel.shape["last_message_id"] = message["id"]
        await self.gateway.tell("MESSAGE_CREATE", message | ({"nonce": nonce} if nonce else {}))
        return message

    async def change(self, channel: Channel, message: Json, body: Mapping[str, Any]) -> Json:
        """Give a message another text, and tell of it."""
        kept = {name: message[name] for name in ("content", "components", "embeds", "attachments", "flags")}
        new = self.world.message(
            channel, message["author"], {**kept, **{name: body[name] for name in body if name in kept}}
        )
        message |= {name: new[name] for name in kept} | {"edited_timestamp": said_now()}
        if message["id"] in channel.messages:
            await self.gateway.tell("MESSAGE_UPDATE", message)
        return message

    async def take_away(self, channel: Channel, message_id: str) -> None:
        """Delete a message, and tell of it."""
        channel.message(message_id)
        del channel.messages[message_id]
        told = {"id": message_id, "channel_id": channel.id}
        await self.gateway.tell("MESSAGE_DELETE", told | ({"guild_id": channel.server_id} if channel.server_id else {}))

    async def branch_off(self, channel: Channel, message: Json, name: str, owner: Mapping[str, Any]) -> Channel:
        """Begin a thread with a message, and tell of it."""
        if channel.kind == DIRECT:
            raise Refused(400, 50_024, "Cannot execute action on this channel type")
        if message["id"] in self.world.channels:
            raise Refused(400, 160_004, "A thread has already been created for this message")
        thread = self.world.thread(channel, name, message["id"], owner)
        message["thread"] = thread.shape
        await self.gateway.tell("THREAD_CREATE", thread.shape | {"newly_created": True})
        return thread

    async def _gateway(self, request: web.Request) -> web.Response:
        limit = {
            "total": 1_000,
            "remaining": self.sessions_left,
            "reset_after": 86_400_000,
            "max_concurrency": self.sessions_at_once,
        }
        url = f"ws://{request.host}/gateway"
        return reply({"url": url, "shards": self.gateway.shards, "session_start_limit": limit})

    async def _me(self, request: web.Request) -> web.Response:
        del request
        return reply(self.world.bot)

    async def _user(self, request: web.Request) -> web.Response:
        user = self.world.users.get(request.match_info["user"])
        if user is None:
            raise Refused(404, 10_013, "Unknown User")
        return reply(user)

    async def _open_direct(self, request: web.Request) -> web.Response:
        body = await body_of(request)
        return reply(self.world.direct(str(body["recipient_id"])).shape)

    async def _application(self, request: web.Request) -> web.Response:
        del request
        bot = self.world.bot
        said = {"id": bot["id"], "name": bot["username"], "description": "", "icon": None, "owner": bot}
        return reply({**said, "bot_public": True, "bot_require_code_grant": False, "verify_key": "", "flags": 0})

    async def _put_commands(self, request: web.Request) -> web.Response:
        bot, put = self.world.bot["id"], await request.json()
        self.commands = [
            {"id": self.world.new_id(), "application_id": bot, "version": "1", "type": 1, "description": "", **one}
            for one in put
        ]
        self.puts += 1
        return reply(self.commands)

    async def _get_commands(self, request: web.Request) -> web.Response:
        del request
        return reply(self.commands)

    async def _server(self, request: web.Request) -> web.Response:
        return reply(self._server_at(request).shape())

    async def _server_channels(self, request: web.Request) -> web.Response:
        return reply(self._server_at(request).shape()["channels"])

    async def _member(self, request: web.Request) -> web.Response:
        for member in self._server_at(request).members:
            if member.user["id"] == request.match_info["user"]:
                return reply(member.shape())
        raise Refused(404, 10_007, "Unknown Member")

    async def _open_threads(self, request: web.Request) -> web.Response:
        threads = [one for one in self._server_at(request).shape()["threads"] if not _is_closed(one)]
        return reply({"threads": threads, "members": []})

    async def _closed_threads(self, request: web.Request) -> web.Response:
        channel = self._at(request)
        threads = self.world.servers[channel.server_id].shape()["threads"]
        closed = [one for one in threads if one["parent_id"] == channel.id and _is_closed(one)]
        return reply({"threads": closed, "members": [], "has_more": False})

    def _server_at(self, request: web.Request) -> Server:
        server = self.world.servers.get(request.match_info["guild"])
        if server is None:
            raise Refused(404, 10_004, "Unknown Guild")
        return server

    async def _channel(self, request: web.Request) -> web.Response:
        return reply(self._at(request).shape)

    async def _change_channel(self, request: web.Request) -> web.Response:
        channel, body = self._at(request), await body_of(request)
        if "thread_metadata" not in channel.shape:
            raise Refused(403, 50_013, "Missing Permissions")
        if "name" in body:
            channel.shape["name"] = body["name"]
        channel.shape["thread_metadata"] |= {name: body[name] for name in ("archived", "locked") if name in body}
        await self.gateway.tell("THREAD_UPDATE", channel.shape)
        return reply(channel.shape)

    async def _history(self, request: web.Request) -> web.Response:
        return reply(self._at(request).page(request.query))

    async def _post(self, request: web.Request) -> web.Response:
        channel, body = self._at(request), await body_of(request)
        if channel.kind == FORUM:
            raise Refused(400, 50_008, "Cannot send messages in a non-text channel")
        nonce = str(body.get("nonce") or "")
        if nonce and body.get("enforce_nonce") and nonce in channel.nonces:
            # Of one that was deleted since it says that it is unknown.
            return reply(channel.message(channel.nonces[nonce]) | {"nonce": nonce})
        message = self.world.message(channel, self.world.bot, body)
        if nonce:
            channel.nonces[nonce] = message["id"]
        await self.keep(channel, message, nonce)
        return reply(message | ({"nonce": nonce} if nonce else {}))

    async def _message(self, request: web.Request) -> web.Response:
        return reply(self._at(request).message(request.match_info["message"]))

    async def _change(self, request: web.Request) -> web.Response:
        channel, message = self._own_message(request)
        return reply(await self.change(channel, message, await body_of(request)))

    async def _delete(self, request: web.Request) -> web.Response:
        channel, message = self._own_message(request)
        await self.take_away(channel, message["id"])
        return reply(None)

    async def _crosspost(self, request: web.Request) -> web.Response:
        channel, message = self._own_message(request)
        if channel.kind != NEWS:
            raise Refused(400, 50_024, "Cannot execute action on this channel type")
        if message["flags"] & CROSSPOSTED:
            raise Refused(400, 40_033, "This message has already been crossposted")
        message["flags"] |= CROSSPOSTED
        await self.gateway.tell("MESSAGE_UPDATE", message)
        return reply(message)

    async def _thread_of_message(self, request: web.Request) -> web.Response:
        channel, body = self._at(request), await body_of(request)
        message = channel.message(request.match_info["message"])
        thread = await self.branch_off(channel, message, body["name"], self.world.bot)
        return reply(thread.shape, 201)

    async def _forum_post(self, request: web.Request) -> web.Response:
        forum, body = self._at(request), await body_of(request)
        if forum.kind != FORUM or "message" not in body:
            raise Refused(400, 50_035, "Invalid Form Body: message")
        tags = {tag["id"] for tag in forum.shape.get("available_tags", ())}
        applied = list(map(str, body.get("applied_tags", ())))
        if tags and not applied:
            raise Refused(400, 40_067, "A tag is required to create a forum post in this channel")
        if not tags.issuperset(applied) or len(applied) > 5:
            raise Refused(400, 50_035, "Invalid Form Body: applied_tags")
        thread = self.world.thread(forum, body["name"], self.world.new_id(), self.world.bot)
        message = self.world.message(thread, self.world.bot, body["message"]) | {"id": thread.id}
        thread.shape["applied_tags"] = applied
        await self.gateway.tell("THREAD_CREATE", thread.shape | {"newly_created": True})
        await self.keep(thread, message)
        return reply(thread.shape | {"message": message}, 201)

    async def _nothing(self, request: web.Request) -> web.Response:
        self._at(request)
        return reply(None)

    def _at(self, request: web.Request) -> Channel:
        return self.world.at(request.match_info["channel"])

    def _own_message(self, request: web.Request) -> tuple[Channel, Json]:
        channel = self._at(request)
        message = channel.message(request.match_info["message"])
        if message["author"] != self.world.bot:
            raise Refused(403, 50_005, "Cannot edit a message authored by another user")
        return channel, message


def _is_closed(thread: Json) -> bool:
    return bool(thread["thread_metadata"]["archived"])


async def body_of(request: web.Request) -> Json:
    """What was sent: JSON, or a form with files beside it, whose texts are then in its attachments."""
    if request.content_type != "multipart/form-data":
        body: Json = json.loads(await request.read() or b"{}")
        return body
    form = await request.post()
    body = json.loads(str(form["payload_json"]))
    files = [file for file in form.values() if isinstance(file, web.FileField)]
    body["attachments"] = [
        {
            "id": str(number),
            "filename": file.filename,
            "size": len(text := file.file.read()),
            "url": f"http://{request.host}/files/{number}",
            "proxy_url": f"http://{request.host}/files/{number}",
            "text": text.decode(),
        }
        for number, file in enumerate(files)
    ]
    return body

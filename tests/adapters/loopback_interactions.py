"""Interactions of the tests' Discord: what people ask, and what they are answered.

As https://docs.discord.com/developers/interactions/receiving-and-responding has it: one callback, then follow-ups.
"""

import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from aiohttp import web

from tests.adapters.discord_text import text_of
from tests.adapters.loopback_limits import reply
from tests.adapters.loopback_messages import EPHEMERAL, Json, Refused
from tests.adapters.loopback_rest import Rest, body_of
from tests.adapters.loopback_world import Channel, Member

__all__ = ["Interaction", "Interactions"]

_LOADING = 1 << 7
_Handler = Callable[[web.Request], Awaitable[web.StreamResponse]]


@dataclass
class Interaction:
    """Something that somebody asked, and what they were answered.

    Attributes:
        id: Its id.
        member: Who asked.
        channel: Where.
        source: The message they pressed something on, if they did.
        sent_at: When the bot was told, of `time.monotonic`.
        acknowledged_at: When it said that it heard.
        callback: What it said then; None until it did.
        messages: What was answered, by id, in order.
        original: The id of the message that `@original` stands for.
    """

    id: str
    member: Member
    channel: Channel
    source: Json | None = None
    sent_at: float = 0.0
    acknowledged_at: float = 0.0
    callback: Json | None = None
    messages: dict[str, Json] = field(default_factory=dict)
    original: str = ""

    @property
    def data(self) -> Json:
        """What the bot said along with its acknowledgement: a modal, what can be chosen."""
        return (self.callback or {}).get("data") or {}

    @property
    def shown(self) -> list[Json]:
        """The messages that say something."""
        return [one for one in self.messages.values() if not one["flags"] & _LOADING]

    @property
    def text(self) -> str:
        """What a reader sees of them."""
        return "\n".join(one["content"] or text_of(one["components"]) for one in self.shown)

    @property
    def is_private(self) -> bool:
        """Whether all of them are for who asked alone."""
        return all(one["flags"] & EPHEMERAL for one in self.shown)


class Interactions:
    """The routes that an interaction's token opens."""

    def __init__(self, rest: Rest) -> None:
        """Take who keeps messages."""
        self.rest = rest
        self.world = rest.world
        self.asked: dict[str, Interaction] = {}
        """All of them, by their tokens; of one that is taken out of here, Discord knows nothing any more."""

    def routes(self) -> Mapping[str, _Handler]:
        """Who answers at which route."""
        message = "/webhooks/{application}/{token}/messages/{message}"
        return {
            "POST /interactions/{interaction}/{token}/callback": self._call_back,
            "POST /webhooks/{application}/{token}": self._follow_up,
            f"GET {message}": self._message,
            f"PATCH {message}": self._change,
            f"DELETE {message}": self._delete,
        }

    async def ask(
        self, kind: int, data: Mapping[str, Any], member: Member, channel: Channel, source: Json | None = None
    ) -> Interaction:
        """Ask something; given back as soon as the bot has said that it heard."""
        asked = Interaction(self.world.new_id(), member, channel, source)
        token = f"token-{asked.id}"
        self.asked[token] = asked
        shape: Json = {
            "id": asked.id,
            "application_id": self.world.bot["id"],
            "type": kind,
            "token": token,
            "version": 1,
            "data": data,
            "channel_id": channel.id,
            "channel": channel.shape,
            "locale": "en-US",
            "entitlements": [],
            "authorizing_integration_owners": {"0": channel.server_id or "0"},
            "attachment_size_limit": 10_485_760,
            "context": 0 if channel.server_id else 1,
            "app_permissions": str(member.permissions.value),
        }
        if channel.server_id:
            shape |= {"guild_id": channel.server_id, "guild_locale": "en-US"}
            shape["member"] = member.shape() | {"permissions": str(member.permissions.value)}
        else:
            shape["user"] = member.user
        if source:
            shape["message"] = source
        asked.sent_at = time.monotonic()
        await self.rest.gateway.tell("INTERACTION_CREATE", shape)
        await self.world.watch.until(lambda: asked.callback)
        return asked

    async def _call_back(self, request: web.Request) -> web.Response:
        asked = self._at(request)
        if asked.id != request.match_info["interaction"]:
            raise Refused(404, 10_062, "Unknown interaction")
        if asked.callback:
            raise Refused(400, 40_060, "Interaction has already been acknowledged.")
        body = await body_of(request)
        kind, data = body["type"], body.get("data") or {}
        match kind:
            case 4:
                await self._say(asked, data)
            case 5:
                flags = _LOADING | data.get("flags", 0) & EPHEMERAL
                loading = self.world.message(asked.channel, self.world.bot, {"content": "…"}) | {"flags": flags}
                self._keep(asked, loading | {"content": ""})
            case 6 | 7 if asked.source is not None:
                asked.original = asked.source["id"]
                if kind == 7:
                    await self.rest.change(asked.channel, asked.source, data)
                    asked.messages[asked.original] = asked.source
            case 8 | 9:
                pass
            case _:
                raise Refused(400, 50_035, "Invalid Form Body: type")
        asked.acknowledged_at, asked.callback = time.monotonic(), body
        self.world.watch.ring()
        original = asked.messages.get(asked.original)
        said: Json = {"id": asked.id, "type": kind, "response_message_id": asked.original or None}
        flags = original["flags"] if original else 0
        said |= {
            "response_message_loading": bool(flags & _LOADING),
            "response_message_ephemeral": bool(flags & EPHEMERAL),
        }
        resource = {"resource": {"type": kind, "message": original}} if kind in (4, 7) else {}
        return reply({"interaction": said, **resource})

    async def _follow_up(self, request: web.Request) -> web.Response:
        asked, body = self._at(request), await body_of(request)
        if not asked.callback:
            raise Refused(404, 10_015, "Unknown Webhook")
        original = asked.messages.get(asked.original)
        if original and original["flags"] & _LOADING:
            # The first one takes the place of what said that the bot is thinking, and who sees it is settled by that.
            message = await self._settle(asked, original, body)
        else:
            message = await self._say(asked, body)
        self.world.watch.ring()
        return reply(message)

    async def _message(self, request: web.Request) -> web.Response:
        return reply(self._message_at(request)[1])

    async def _change(self, request: web.Request) -> web.Response:
        asked, message = self._message_at(request)
        body = await body_of(request)
        if message["flags"] & _LOADING:
            await self._settle(asked, message, body)
        else:
            await self.rest.change(asked.channel, message, body)
        self.world.watch.ring()
        return reply(message)

    async def _delete(self, request: web.Request) -> web.Response:
        asked, message = self._message_at(request)
        asked.messages.pop(message["id"], None)
        if message["id"] in asked.channel.messages:
            await self.rest.take_away(asked.channel, message["id"])
        self.world.watch.ring()
        return reply(None)

    async def _say(self, asked: Interaction, body: Mapping[str, Any]) -> Json:
        message = self._keep(asked, self.world.message(asked.channel, self.world.bot, body))
        if not message["flags"] & EPHEMERAL:
            await self.rest.keep(asked.channel, message)
        return message

    async def _settle(self, asked: Interaction, original: Json, body: Mapping[str, Any]) -> Json:
        is_private = original["flags"] & EPHEMERAL
        said = self.world.message(asked.channel, self.world.bot, body)
        flags = said["flags"] & ~EPHEMERAL | is_private
        original |= said | {"id": original["id"], "flags": flags}
        if not is_private:
            await self.rest.keep(asked.channel, original)
        return original

    def _keep(self, asked: Interaction, message: Json) -> Json:
        asked.messages[message["id"]] = message
        asked.original = asked.original or message["id"]
        return message

    def _at(self, request: web.Request) -> Interaction:
        asked = self.asked.get(request.match_info["token"])
        if asked is None:
            raise Refused(404, 10_015, "Unknown Webhook")
        return asked

    def _message_at(self, request: web.Request) -> tuple[Interaction, Json]:
        asked, id_ = self._at(request), request.match_info["message"]
        id_ = asked.original if id_ == "@original" else id_
        source = {asked.source["id"]: asked.source} if asked.source else {}
        message = (source | asked.messages).get(id_)
        if message is None:
            raise Refused(404, 10_008, "Unknown Message")
        return asked, message

"""The gateway of the tests' Discord: sessions that are begun, cut, resumed and ended, shard by shard.

As https://docs.discord.com/developers/events/gateway has it, without compression.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from aiohttp import WSCloseCode, WSMsgType, web

from tests.adapters.loopback_messages import Json
from tests.adapters.loopback_world import World

__all__ = ["Gateway", "Session"]

_DISPATCH, _HEARTBEAT, _IDENTIFY, _RESUME, _RECONNECT, _INVALID, _HELLO, _ACK = 0, 1, 2, 6, 7, 9, 10, 11
_GUILDS, _GUILD_MESSAGES, _DIRECT_MESSAGES, _CONTENT = 1 << 0, 1 << 9, 1 << 12, 1 << 15
# Members, presences and what is written.
_PRIVILEGED = 1 << 1 | 1 << 8 | _CONTENT
_UNAUTHENTICATED, _WRONG_TOKEN, _WRONG_SHARD, _NOT_GRANTED = 4003, 4004, 4010, 4014
_HEARTBEAT_MS = 41_250


@dataclass
class Session:
    """What one IDENTIFY began.

    Attributes:
        id: Its id.
        shard: Which shard it is, and of how many.
        intents: What it wants to be told.
        told: All it was told, in order; the first bears the number 1.
        socket: By which it is connected just now; None while it is not.
    """

    id: str
    shard: tuple[int, int]
    intents: int
    told: list[str] = field(default_factory=list)
    socket: web.WebSocketResponse | None = None

    async def tell(self, event: str, data: Mapping[str, Any]) -> None:
        """Tell an event; if it is not connected, it is told when it resumes."""
        self.told.append(json.dumps({"op": _DISPATCH, "t": event, "d": data, "s": len(self.told) + 1}))
        await self.send(self.told[-1])

    async def send(self, line: str) -> None:
        """Send a line, if there is anybody."""
        if self.socket and not self.socket.closed:
            try:
                await self.socket.send_str(line)
            except ConnectionError:
                self.socket = None


class Gateway:
    """All sessions."""

    def __init__(self, world: World, token: str, shards: int) -> None:
        """Take what there is to be told of, the bot's token, and how many shards it is to have."""
        self.world = world
        self.token = token
        self.shards = shards
        self.sessions: dict[str, Session] = {}
        self.identified: list[Json] = []
        """All that was said in IDENTIFY."""
        self.resumed: list[Json] = []
        """All that was said in RESUME."""
        self.doubled: list[int] = []
        """The shards for which a session began while somebody was still connected with another."""
        self.is_shut = False
        """Whether nobody is let in."""
        self.heartbeats = 0
        self.granted = 0
        """The privileged intents that the application has."""
        self._sockets: dict[web.WebSocketResponse, web.Request] = {}

    async def connect(self, request: web.Request) -> web.WebSocketResponse:
        """Talk to who has opened a socket, until it is closed."""
        if self.is_shut:
            raise web.HTTPServiceUnavailable
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        self._sockets[socket] = request
        await socket.send_json({"op": _HELLO, "d": {"heartbeat_interval": _HEARTBEAT_MS}})
        session: Session | None = None
        try:
            async for message in socket:
                if message.type is WSMsgType.TEXT:
                    session = await self._take(socket, session, message.json())
        finally:
            del self._sockets[socket]
            if session and session.socket is socket:
                session.socket = None
            self.world.watch.ring()
        return socket

    @property
    def connected(self) -> list[Session]:
        """The sessions somebody is connected to."""
        return [session for session in self.sessions.values() if session.socket]

    @property
    def connected_shards(self) -> list[int]:
        """The numbers of the shards of those sessions, in order."""
        return sorted(session.shard[0] for session in self.connected)

    def shard_of(self, server_id: str) -> int:
        """The shard that is told of a server; of direct messages it is the first."""
        return (int(server_id) >> 22) % self.shards if server_id else 0

    async def tell(self, event: str, data: Mapping[str, Any]) -> None:
        """Tell an event to all that want to hear of it."""
        server_id = str(data.get("guild_id", ""))
        for session in list(self.sessions.values()):
            if session.shard[0] == self.shard_of(server_id) and session.intents & _wanted(event, server_id):
                await session.tell(event, self._withheld(session, event, data))
        self.world.watch.ring()

    def cut(self) -> None:
        """Cut all sockets, without a word."""
        for request in self._sockets.values():
            if request.transport:
                request.transport.abort()

    async def ask_to_reconnect(self) -> None:
        """Ask all to connect anew and go on (op 7)."""
        for session in self.connected:
            await session.send(json.dumps({"op": _RECONNECT, "d": None}))

    async def invalidate(self) -> None:
        """Say that no session is known any more (op 9)."""
        for session in self.connected:
            del self.sessions[session.id]
            await session.send(json.dumps({"op": _INVALID, "d": False}))

    async def close(self) -> None:
        """Close all sockets."""
        for socket in list(self._sockets):
            await socket.close(code=WSCloseCode.GOING_AWAY)

    async def _take(
        self, socket: web.WebSocketResponse, session: Session | None, said: Mapping[str, Any]
    ) -> Session | None:
        match said["op"]:
            case 1:  # _HEARTBEAT
                self.heartbeats += 1
                await socket.send_json({"op": _ACK})
            case 2 | 6 if said["d"]["token"] != self.token:
                await socket.close(code=_WRONG_TOKEN, message=b"Authentication failed.")
            case 2:
                session = await self._identify(socket, said["d"])
            case 6:
                session = await self._resume(socket, said["d"])
            case _ if session is None:
                await socket.close(code=_UNAUTHENTICATED, message=b"Not authenticated.")
        return session

    async def _identify(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        self.identified.append(data)
        number, count = data.get("shard", (0, 1))
        if count != self.shards or not 0 <= number < count:
            await socket.close(code=_WRONG_SHARD, message=b"Invalid shard.")
            return None
        if data["intents"] & _PRIVILEGED & ~self.granted:
            await socket.close(code=_NOT_GRANTED, message=b"Disallowed intent(s).")
            return None
        self.doubled += [number for one in self.connected if one.shard[0] == number]
        session = Session(f"session{len(self.identified)}", (number, count), data["intents"], socket=socket)
        self.sessions[session.id] = session
        servers = [server for server in self.world.servers.values() if self.shard_of(server.id) == number]
        ready = {
            "v": 10,
            "user": self.world.bot,
            "guilds": [{"id": server.id, "unavailable": True} for server in servers],
            "session_id": session.id,
            "resume_gateway_url": f"ws://{self._sockets[socket].host}/gateway",
            "shard": session.shard,
            "application": {"id": self.world.bot["id"], "flags": 0},
        }
        await session.tell("READY", ready)
        for server in servers if data["intents"] & _GUILDS else ():
            await session.tell("GUILD_CREATE", server.shape())
        self.world.watch.ring()
        return session

    async def _resume(self, socket: web.WebSocketResponse, data: Json) -> Session | None:
        self.resumed.append(data)
        session = self.sessions.get(data["session_id"])
        if session is None:
            await socket.send_json({"op": _INVALID, "d": False})
            return None
        session.socket = socket
        missed: Sequence[str] = session.told[data["seq"] or 0 :]
        for line in missed:
            await session.send(line)
        await session.tell("RESUMED", {})
        self.world.watch.ring()
        return session

    def _withheld(self, session: Session, event: str, data: Mapping[str, Any]) -> Mapping[str, Any]:
        """A message without what is in it, where that is not the bot's business."""
        is_told = (
            not event.startswith("MESSAGE_")
            or session.intents & _CONTENT
            or "guild_id" not in data
            or data.get("author") == self.world.bot
            or self.world.bot in data.get("mentions", ())
        )
        return data if is_told else {**data, "content": "", "embeds": [], "components": [], "attachments": []}


def _wanted(event: str, server_id: str) -> int:
    """The intents with one of which an event is told; all bits if it is always told."""
    if event.startswith("MESSAGE_"):
        return _GUILD_MESSAGES if server_id else _DIRECT_MESSAGES
    return ~0 if event == "INTERACTION_CREATE" else _GUILDS

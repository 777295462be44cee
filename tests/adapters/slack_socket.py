"""Socket Mode of the tests' Slack (https://docs.slack.dev/apis/events-api/using-socket-mode)."""

import asyncio
import json
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import count
from time import monotonic

from aiohttp import WSCloseCode, WSMsgType, web

from tests.adapters.slack_senders import Envelope
from tests.adapters.slack_world import Json, World

__all__ = ["Connection", "Sockets"]

_MOST_CONNECTIONS = 10
# Slack waits so long, and sends an event again so often (https://docs.slack.dev/apis/events-api#retries).
_PATIENCE_S, _MOST_RETRIES = 3.0, 3


@dataclass(eq=False)
class Connection:
    """A socket of the bot's.

    Attributes:
        number: Which, from 1.
        socket: It.
        request: By which it came.
        is_leaving: Whether it was told to go, and gets nothing more.
        unheard: What was sent and not heard yet, by envelope.
        heard: How much was heard on it.
    """

    number: int
    socket: web.WebSocketResponse
    request: web.Request
    is_leaving: bool = False
    unheard: dict[str, Envelope] = field(default_factory=dict)
    heard: int = 0

    @property
    def is_there(self) -> bool:
        """Whether it is open."""
        transport = self.request.transport
        return not self.socket.closed and transport is not None and not transport.is_closing()


class Sockets:
    """The bot's sockets. What is sent, one of them gets; an event that it has not heard, another one gets."""

    def __init__(self, world: World) -> None:
        """Have none yet."""
        self._world = world
        self.patience_s = _PATIENCE_S
        self.breaks = 0
        """So many of the next that are opened break off as they begin."""
        self.opened: list[Connection] = []
        """All that there ever were, in order."""
        self.unknown: list[Json] = []
        """What the bot said that is no acknowledgement of anything it was sent."""
        self._tickets: set[str] = set()
        self._waiting: list[Envelope] = []
        self._turns = count()
        self._timers: set[asyncio.Task[None]] = set()

    @property
    def connected(self) -> Sequence[Connection]:
        """Those that are open and get what is sent."""
        return [one for one in self.opened if one.is_there and not one.is_leaving]

    def ticket(self) -> str:
        """What opens a socket, once."""
        ticket = self._world.new_id("ticket-")
        self._tickets.add(ticket)
        return ticket

    async def connect(self, request: web.Request) -> web.StreamResponse:
        """The route of the sockets."""
        if request.query.get("ticket") not in self._tickets:
            return web.Response(status=403, text="not a ticket")
        self._tickets.remove(request.query["ticket"])
        if self.breaks:
            self.breaks -= 1
            assert request.transport
            request.transport.abort()
            return web.Response()
        socket = web.WebSocketResponse()
        await socket.prepare(request)
        connection = Connection(len(self.opened) + 1, socket, request)
        is_one_too_many = len(self.connected) >= _MOST_CONNECTIONS
        self.opened.append(connection)
        try:
            if is_one_too_many:
                await self._tell_to_go(connection, "too_many_websockets")
            else:
                await self._greet(connection)
                await self._hear(connection)
        except ConnectionError:
            pass
        finally:
            connection.is_leaving = True
            self._world.watch.ring()
            await self._send_on(connection)
        return socket

    async def send(self, envelope: Envelope) -> None:
        """See `tests.adapters.slack_senders.Sender.send`; an event waits for a socket, and nothing else does."""
        there = self.connected
        if not there:
            if envelope.is_event:
                self._waiting.append(envelope)
            else:
                envelope.failure = "dispatch_failed"
            return
        connection = there[next(self._turns) % len(there)]
        connection.unheard[envelope.id] = envelope
        envelope.sent_at.append(monotonic())
        with suppress(ConnectionError):
            await connection.socket.send_json(_said(envelope))
        if envelope.is_event:
            task = asyncio.ensure_future(self._wait(envelope, connection))
            self._timers.add(task)
            task.add_done_callback(self._timers.discard)

    def cut(self, *which: Connection) -> None:
        """Cut some sockets, without a word; all, if none are named."""
        for connection in which or self.opened:
            if connection.request.transport:
                connection.request.transport.abort()

    async def refresh(self, *which: Connection, reason: str = "refresh_requested") -> None:
        """Tell some to go and come again, or all that are open; they are closed when others have come in their place."""
        leaving, before = which or self.connected, len(self.opened)
        for connection in leaving:
            await self._tell_to_go(connection, reason)
        come = before + len(leaving)
        await self._world.watch.until(lambda: len(self.opened) >= come or not any(one.is_there for one in leaving))
        for connection in leaving:
            await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    async def warn(self) -> None:
        """Tell all that they will have to go; they get what is sent until they do."""
        for connection in self.connected:
            await connection.socket.send_json(_go("warning"))

    async def close(self) -> None:
        """Close all sockets."""
        for timer in list(self._timers):
            timer.cancel()
        for connection in self.opened:
            await connection.socket.close(code=WSCloseCode.GOING_AWAY)

    async def _tell_to_go(self, connection: Connection, reason: str) -> None:
        connection.is_leaving = True
        with suppress(ConnectionError):
            await connection.socket.send_json(_go(reason))

    async def _greet(self, connection: Connection) -> None:
        hello = {
            "type": "hello",
            "num_connections": len(self.connected),
            "debug_info": {"host": "loopback", "build_number": 1, "approximate_connection_time": 18_060},
            "connection_info": {"app_id": self._world.app_id},
        }
        await connection.socket.send_json(hello)
        self._world.watch.ring()
        waiting, self._waiting = self._waiting, []
        for envelope in waiting:
            await self.send(envelope)

    async def _hear(self, connection: Connection) -> None:
        async for frame in connection.socket:
            if frame.type is not WSMsgType.TEXT:
                continue
            said = json.loads(frame.data)
            envelope = connection.unheard.pop(said.get("envelope_id", ""), None)
            if envelope is None:
                self.unknown.append(said)
                continue
            connection.heard += 1
            if not envelope.is_over:
                envelope.hear(said.get("payload") or {})
            self._world.watch.ring()

    async def _wait(self, envelope: Envelope, connection: Connection) -> None:
        """Send an event once more if it was not heard, while the socket is there."""
        await asyncio.sleep(self.patience_s)
        if connection.unheard.pop(envelope.id, None):
            await self._send_again(envelope)

    async def _send_on(self, connection: Connection) -> None:
        """What was not heard on a socket that is gone: events are sent to another; who waits for anything else is told."""
        unheard, connection.unheard = connection.unheard, {}
        for envelope in unheard.values():
            if envelope.is_event:
                await self._send_again(envelope)
            elif not envelope.is_over:
                envelope.failure = "operation_timeout"
        self._world.watch.ring()

    async def _send_again(self, envelope: Envelope) -> None:
        if len(envelope.sent_at) > _MOST_RETRIES:
            envelope.failure = "operation_timeout"
        elif not envelope.is_over:
            await self.send(envelope)


def _said(envelope: Envelope) -> Json:
    again = len(envelope.sent_at) - 1
    retried = {"retry_attempt": again, "retry_reason": "timeout" if again else ""} if envelope.is_event else {}
    return {
        "envelope_id": envelope.id,
        "type": envelope.kind,
        "payload": envelope.payload,
        "accepts_response_payload": not envelope.is_event,
        **retried,
    }


def _go(reason: str) -> Json:
    return {"type": "disconnect", "reason": reason, "debug_info": {"host": "loopback"}}

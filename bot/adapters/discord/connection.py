"""One part of the connection to Discord, from when it is opened until all that was asked over it is answered."""

import asyncio
import threading
from collections.abc import Iterable
from contextlib import AsyncExitStack

import discord
from discord.gateway import DiscordWebSocket, KeepAliveHandler

from bot.adapters.discord.client import Client
from bot.adapters.discord.failures import PASSING, platform_error
from bot.adapters.discord.turns import Turns
from bot.errors import PlatformError

__all__ = ["Connection"]

# What discord.py does with a shard it goes on with when it is cancelled, once for each.
_PAUSE_S = 0.05
_LOST = "Discord has closed the connection"


class Connection:
    """A client, while it is connected and after that.

    Attributes:
        client: It.
        is_queued: Whether it waits for its turn, as only so many may begin at once.
    """

    def __init__(self, client: Client, token: str, turns: Turns) -> None:
        """Take the client, which is not started, its token, and when it may say who it is."""
        self.client = client
        self._token = token
        self._turns = turns
        self._stack = AsyncExitStack()
        self._connecting: asyncio.Task[None] | None = None
        self._is_left = False
        self.is_queued = False

    async def open(self) -> None:
        """Begin to connect, and connect again whenever that is lost."""
        await self._stack.enter_async_context(self.client)
        self._connecting = asyncio.create_task(self._connect())

    @property
    def open_shards(self) -> frozenset[int]:
        """The numbers of the shards that are connected just now."""
        if self._is_left:
            return frozenset()
        return frozenset(number for number, shard in self.client.shards.items() if not shard.is_closed())

    def failure(self) -> PlatformError | None:
        """Why it connects no more by itself; None as long as it does.

        Raises:
            Exception: If it is a fault of ours.
        """
        if not self._connecting or not self._connecting.done() or self._connecting.cancelled():
            return None
        error = self._connecting.exception()
        if error is None:
            return PlatformError(_LOST, permanent=False)
        if not isinstance(error, PlatformError):
            raise error
        return error

    async def leave(self) -> None:
        """Hear nothing any more; what was heard is still answered."""
        self._is_left = True
        while self._connecting and not self._connecting.done():
            self._connecting.cancel()
            await asyncio.wait({self._connecting}, timeout=_PAUSE_S)
        if self._connecting:
            await asyncio.gather(self._connecting, return_exceptions=True)
        await asyncio.gather(*(shard.disconnect() for shard in self.client.shards.values()), return_exceptions=True)
        # A shard that was just beginning is none of those yet, and goes on beating.
        await asyncio.gather(*(socket.close(code=1000) for socket in self._sockets()), return_exceptions=True)

    async def close(self) -> None:
        """End it, and whatever is still being answered."""
        await self._stack.aclose()

    def _sockets(self) -> Iterable[DiscordWebSocket]:
        """What is still kept alive of this connection, each by a thread."""
        beating = (one.ws for one in threading.enumerate() if isinstance(one, KeepAliveHandler))
        return [ws for ws in beating if ws._connection is self.client._connection]  # noqa: SLF001 - nobody else tells

    async def _connect(self) -> None:
        try:
            await self.client.login(self._token)
            self.is_queued = True
            await self._turns.reserve(self.client.first_shard)
            self.is_queued = False
            await self.client.connect()
        except (discord.DiscordException, *PASSING) as error:
            raise platform_error(error) from error

"""The real adapter on the Discord of the tests, in this process."""

import asyncio
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress

from discord.gateway import DiscordWebSocket
from discord.http import Route
from pydantic import SecretStr

from bot.adapters.discord import DiscordAdapter, adapter
from bot.config import DiscordConfig
from bot.ports import Handler
from tests.adapters.loopback_discord import TOKEN
from tests.adapters.run_on_loopback import point_at

__all__ = ["connected", "pointed_at"]


@asynccontextmanager
async def connected(address: str, handler: Handler, *, shards: tuple[int, ...] = ()) -> AsyncIterator[DiscordAdapter]:
    """The adapter, ready to post on the Discord at an address, "http://127.0.0.1:PORT"; of two shards it has those that are named, or all."""
    made = adapter(DiscordConfig(token=SecretStr(TOKEN), shard_count=2 if shards else None, shards=shards))
    assert isinstance(made, DiscordAdapter)
    with pointed_at(address):
        async with made.connect(handler) as client:
            running = asyncio.ensure_future(client.start(TOKEN))
            try:
                ready = asyncio.ensure_future(client.wait_until_ready())
                await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED)
                assert ready.done(), running.exception()
                yield made
            finally:
                # It may be at a new connection just now, and then discord.py forgets that it was cancelled.
                await client.close()
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running


@contextmanager
def pointed_at(address: str) -> Iterator[None]:
    """Let discord.py take an address for Discord's, for a while."""
    base, gateway = Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY
    point_at(address)
    try:
        yield
    finally:
        Route.BASE, DiscordWebSocket.DEFAULT_GATEWAY = base, gateway

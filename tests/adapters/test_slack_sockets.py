"""The bot's connections to Slack: one of two is always there."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import suppress
from typing import Any

import pytest
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.sockets import connect
from bot.errors import PlatformError
from tests.adapters.loopback_slack import LoopbackSlack
from tests.adapters.slack_limits import Failure
from tests.adapters.slack_people import Done
from tests.adapters.slack_socket import Connection


class Line:
    """A bot that answers a command, and connects twice."""

    def __init__(self) -> None:
        self.slack = LoopbackSlack()
        self.team = self.slack.world.team()
        self.ann = self.slack.world.member(self.team, "ann")
        self.news = self.slack.world.channel(self.team, "news")
        self._running: asyncio.Future[None]

    async def run(self, step: Callable[[], Awaitable[None]]) -> None:
        """Take a step while the bot is connected."""
        async with self.slack.open() as address:
            app = AsyncApp(client=AsyncWebClient(self.team.token, base_url=f"{address}/api/"))
            app.command("/digest")(_answer)
            self._running = asyncio.ensure_future(connect(app, self.slack.installing.app_token, apart_s=0))
            try:
                await step()
            finally:
                self._running.cancel()
                with suppress(asyncio.CancelledError):
                    await self._running

    async def ended(self) -> None:
        """Wait until the bot gives up, and say why."""
        await self._running

    async def stops(self) -> bool:
        """Whether the bot stops when it is told to."""
        self._running.cancel()
        await asyncio.wait({self._running}, timeout=60)
        return self._running.done()

    async def both(self) -> list[Connection]:
        """The two connections, as soon as they are there."""
        await self.slack.until(lambda: len(self.slack.sockets.connected) == 2)
        return list(self.slack.sockets.connected)

    async def goes(self, one: Connection) -> None:
        """Wait until a connection is not used any more."""
        await self.slack.until(lambda: one.is_leaving or not one.is_there)

    async def asks(self) -> list[Done]:
        """What comes of three commands at once."""
        people = self.slack.people
        return await asyncio.gather(*(people.types(self.ann, self.news, "/digest") for _ in range(3)))


async def _answer(ack: Any) -> None:
    await ack("Reading …")


@pytest.mark.parametrize("what", ["cut", "refreshed"])
def test_while_a_connection_is_made_anew_commands_are_heard_on_the_other(what: str) -> None:
    line = Line()

    async def step() -> None:
        for number in range(2):
            one = (await line.both())[number]
            renewing = asyncio.ensure_future(line.slack.sockets.refresh(one)) if what == "refreshed" else None
            if what == "cut":
                line.slack.sockets.cut(one)
            # Slack tells nothing any more on a connection that it wants to be gone.
            await line.goes(one)
            assert [done.failure for done in await line.asks()] == ["", "", ""]
            if renewing:
                await renewing
        await line.both()
        assert len(line.slack.sockets.opened) == 4

    asyncio.run(line.run(step))


def test_slack_in_trouble_is_asked_again_for_a_connection() -> None:
    line = Line()

    async def step() -> None:
        await line.both()
        line.slack.limits.fail("apps.connections.open", Failure(503))
        line.slack.limits.fail("apps.connections.open", Failure(200, "internal_error"))
        line.slack.sockets.cut()
        await line.slack.until(lambda: not line.slack.sockets.connected)
        await line.both()
        assert [done.failure for done in await line.asks()] == ["", "", ""]

    asyncio.run(line.run(step))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    """slack_sdk rests for less long before it tries again."""
    begin = AsyncSocketModeHandler.__init__

    def soon(self: AsyncSocketModeHandler, app: AsyncApp, app_token: str) -> None:
        begin(self, app, app_token, ping_interval=0.6)

    monkeypatch.setattr(AsyncSocketModeHandler, "__init__", soon)


@pytest.mark.usefixtures("quick")
@pytest.mark.parametrize("when", ["at first", "later"])
def test_a_connection_that_breaks_off_as_it_begins_is_made_at_another_address(when: str) -> None:
    line = Line()

    async def step() -> None:
        if when == "later":
            await line.both()
            line.slack.sockets.breaks = 2
            line.slack.sockets.cut()
            await line.slack.until(lambda: not line.slack.sockets.connected)
        await line.both()
        assert line.slack.sockets.breaks == 0
        assert [done.failure for done in await line.asks()] == ["", "", ""]

    line.slack.sockets.breaks = 2 if when == "at first" else 0
    asyncio.run(line.run(step))


@pytest.mark.parametrize("turns", range(8))
def test_a_bot_that_is_stopped_as_its_connection_is_made_anew_stops(
    monkeypatch: pytest.MonkeyPatch, turns: int
) -> None:
    line, begun, connect_anew = Line(), asyncio.Event(), SocketModeClient.connect_to_new_endpoint

    async def told(client: SocketModeClient) -> None:
        begun.set()
        await connect_anew(client)

    async def step() -> None:
        await line.both()
        line.slack.sockets.cut()
        await begun.wait()
        for _ in range(turns):
            await asyncio.sleep(0)
        assert await line.stops()

    monkeypatch.setattr(SocketModeClient, "connect_to_new_endpoint", told)
    asyncio.run(line.run(step))


@pytest.mark.usefixtures("quick")
def test_a_token_that_is_revoked_as_the_bot_connects_ends_it_in_words() -> None:
    line = Line()

    async def step() -> None:
        line.slack.installing.app_token = "another"  # noqa: S105 - of a Slack that is not there
        await line.ended()

    with pytest.raises(PlatformError) as caught:
        asyncio.run(line.run(step))
    assert caught.value.permanent


def test_a_token_that_is_revoked_meanwhile_ends_the_connection_in_words() -> None:
    line = Line()

    async def step() -> None:
        await line.both()
        line.slack.installing.app_token = "another"  # noqa: S105 - of a Slack that is not there
        line.slack.sockets.cut()
        await line.ended()

    with pytest.raises(PlatformError, match="copy the bot token") as raised:
        asyncio.run(line.run(step))
    assert raised.value.permanent


def test_all_connections_are_closed_in_the_end() -> None:
    line = Line()

    async def step() -> None:
        await line.both()

    asyncio.run(line.run(step))
    assert not any(one.is_there for one in line.slack.sockets.opened)

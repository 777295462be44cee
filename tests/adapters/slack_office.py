"""A workspace on the tests' Slack with the real adapter in it, and a handler that answers as a test says."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager, suppress
from typing import TypeVar

from bot.adapters.slack import SlackAdapter
from bot.config import SlackConfig
from tests.adapters.harness import Answering
from tests.adapters.loopback_slack import LoopbackSlack
from tests.adapters.slack_people import Done
from tests.adapters.slack_world import Json

__all__ = ["Office", "in_an_office"]

T = TypeVar("T")


class Office:
    """A workspace with a channel, ann who administers it, bob who does not, and the bot in the channel."""

    def __init__(self, handler: Answering, managers: tuple[str, ...] = ()) -> None:
        """Take who answers."""
        self.handler = handler
        self.slack = LoopbackSlack()
        self.people = self.slack.people
        world = self.slack.world
        self.team = world.team()
        self.ann = world.member(self.team, "ann", is_admin=True)
        self.bob = world.member(self.team, "bob", "America/New_York")
        self.news = world.channel(self.team, "news")
        self._managers = managers
        self.adapter: SlackAdapter

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Office"]:
        """Run the adapter there."""
        async with self.slack.open() as address:
            settings = {
                "bot_token": self.team.token,
                "app_token": self.slack.installing.app_token,
                "api_base_url": f"{address}/api/",
                "managers": self._managers,
            }
            self.adapter = SlackAdapter(SlackConfig.model_validate(settings))
            running = asyncio.ensure_future(self.adapter.run(self.handler))
            connected = asyncio.ensure_future(self.slack.until(lambda: self.slack.sockets.connected))
            try:
                await asyncio.wait([running, connected], return_when=asyncio.FIRST_COMPLETED)
                assert connected.done(), running.exception()
                yield self
            finally:
                connected.cancel()
                running.cancel()
                with suppress(asyncio.CancelledError):
                    await running

    async def sees(self, done: Done, words: str) -> Done:
        """What appeared for who did something, as soon as these words are in it."""
        await self.slack.until(lambda: words in done.text or None)
        return done

    async def form(self, done: Done) -> Json:
        """The modal that opens for who did something."""
        return await self.slack.until(lambda: done.view)

    def calls(self, method: str) -> list[Json]:
        """What a method of Slack's was called with."""
        return [one.body for one in self.slack.arrivals if one.method == method]


def in_an_office(handler: Answering, walk: Callable[[Office], Awaitable[T]], *, managers: tuple[str, ...] = ()) -> T:
    """What comes of a walk through an office."""

    async def run() -> T:
        async with Office(handler, managers).open() as office:
            return await walk(office)

    return asyncio.run(run())

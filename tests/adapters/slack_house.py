"""The whole bot behind the real adapter and slack-bolt, on the Slack of the tests: what people do there, and what they then see."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import AsyncExitStack, asynccontextmanager, suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any, TypeVar

from aiohttp import web
from pydantic import SecretStr

from bot.adapters.slack import adapter
from bot.config import SlackConfig
from bot.workers import Reader
from tests.adapters.loopback_slack import LoopbackSlack
from tests.adapters.slack_forms import Value
from tests.adapters.slack_people import Done
from tests.adapters.slack_text import message_text, view_text
from tests.adapters.slack_world import Channel, Json, Member
from tests.shell.chat import NOW, Knobs, start_bot
from tests.shell.loopback import Answer, serve_any
from tests.shell.readers import with_reader

__all__ = ["BEGINS", "House", "in_a_house", "settled", "texts"]

T = TypeVar("T")
BEGINS = NOW - timedelta(hours=1)
"""When each house is built: 06:00 in Berlin."""


class House:
    """A workspace of Slack with a channel, one who administers it and a reader, and a web of this machine.

    The clock is Slack's, and stands still until a test moves it.
    """

    def __init__(self, reader: Reader, where: Path, web_address: str, pages: dict[str, Any]) -> None:
        self.web: dict[str, Answer | web.Response | bytes] = pages
        self.at = BEGINS
        self.slack = LoopbackSlack(self.now)
        world = self.slack.world
        self.team = world.team()
        self.ann = world.member(self.team, "ann", is_admin=True)
        self.bob = world.member(self.team, "bob", "America/New_York")
        self.channel = world.channel(self.team, "news", bot=False)
        self.api = ""
        self._reader = reader
        self._where = where
        self._web_address = web_address
        self._stack = AsyncExitStack()

    def now(self) -> datetime:
        """What time it is on Slack, and for the bot."""
        return self.at

    def url(self, path: str) -> str:
        """The address of a page of the web here."""
        return f"{self._web_address}/{path}"

    async def opens(self) -> None:
        """Start the bot, and wait until it is connected."""
        settings = SlackConfig(
            bot_token=SecretStr(self.team.token),
            app_token=SecretStr(self.slack.installing.app_token),
            api_base_url=self.api,
        )
        self.adapter = adapter(settings)
        self.desk, self.service, self.deliveries = await start_bot(
            self._stack, self._where, self._reader, self.now, self.adapter, Knobs()
        )
        running = asyncio.ensure_future(self.adapter.run(self.service))
        self._stack.push_async_callback(_ended, running)
        await self.slack.until(lambda: self.slack.sockets.connected or running.done())
        if running.done():
            running.result()

    async def closes(self) -> None:
        """Stop the bot."""
        await self._stack.aclose()
        self._stack = AsyncExitStack()

    async def restarts(self) -> None:
        """Stop the bot and start it anew; Slack and the database stay."""
        await self.closes()
        await self.opens()

    async def joins(self, channel: Channel | None = None) -> Done:
        """Ann takes the bot into a channel; into #news, if none is named."""
        return await self._after(self.slack.people.invites_bot(self.ann, channel or self.channel))

    async def leaves(self, channel: Channel | None = None) -> Done:
        """Ann takes the bot out of a channel again."""
        return await self._after(self.slack.people.removes_bot(self.ann, channel or self.channel))

    async def archives(self, channel: Channel | None = None) -> Done:
        """Ann archives a channel."""
        return await self._after(self.slack.people.archives(self.ann, channel or self.channel))

    def reinstalls(self) -> None:
        """Ann installs the app anew; the token that she copies is another one."""
        self.slack.installing.installs(self.team)

    async def types(self, text: str, person: Member | None = None, channel: Channel | None = None) -> Done:
        """What somebody sees who types a command, "/digest help": ann in #news, if nobody else is named."""
        done = await self.slack.people.types(person or self.ann, channel or self.channel, text)
        return await self._after(done)

    async def presses(self, label: str, on: Json, person: Member | None = None) -> Done:
        """What somebody sees who presses a button of a message or a view."""
        return await self._after(await self.slack.people.presses(person or self.ann, on, label))

    async def submits(self, view: Json, values: Mapping[str, Value], person: Member | None = None) -> Done:
        """What somebody sees who fills in a modal and sends it."""
        return await self._after(await self.slack.people.submits(person or self.ann, view, dict(values)))

    async def uses_shortcut(self, callback_id: str, message: Json, person: Member | None = None) -> Done:
        """What somebody sees who chooses something in the menu of a message."""
        return await self._after(await self.slack.people.uses_shortcut(person or self.ann, callback_id, message))

    async def writes(
        self, text: str, person: Member | None = None, channel: Channel | None = None, thread: str = ""
    ) -> Done:
        """What somebody sees who writes something, in a thread of a message if its ts is given."""
        return await self._after(
            self.slack.people.writes(person or self.ann, channel or self.channel, text, thread_ts=thread)
        )

    async def looks(self, person: Member | None = None, tab: str = "home") -> str:
        """What stands in the bot's App Home when somebody opens it; with "messages", the conversation with it is opened."""
        who = person or self.ann
        await self._after(await self.slack.people.opens_home(who, tab))
        return view_text(who.home) if who.home else ""

    async def comes(self, at: datetime) -> list[Json]:
        """The messages that appear anywhere by themselves when time has come to an instant."""
        before = len(self.slack.world.shown)
        self.at = at
        await self.deliveries.wake(self.now())
        await self.deliveries.settled()
        await settled(self.slack)
        return [one.data for one in self.slack.world.shown[before:] if one.what == "message"]

    def said(self, channel: Channel | None = None) -> list[str]:
        """What the bot wrote in a channel and its threads for all, the oldest first."""
        messages = (channel or self.channel).messages.values()
        return [message_text(one) for one in messages if one.get("bot_id")]

    def digest(self, channel: Channel | None = None) -> Json:
        """The last message of the bot beside threads that has buttons of a digest."""
        messages = [one for one in (channel or self.channel).posts if "Who said what" in message_text(one)]
        return messages[-1]

    def sent(self) -> list[Json]:
        """The bodies of all that the bot sent Slack to be shown: messages, answers and views."""
        called = [one.body.get("view") or one.body for one in self.slack.arrivals]
        return [one for one in [*called, *self.slack.answers.bodies] if one.get("blocks")]

    async def _after(self, done: Done) -> Done:
        await settled(self.slack)
        assert not done.failure, f"Slack says to {done.person.name}: {done.failure}"
        return done


async def settled(slack: LoopbackSlack) -> None:
    """Wait until the bot, which runs in this process, has heard all that it was told, and has done all that came of it."""
    while True:
        await slack.settled()
        working = [task for task in asyncio.all_tasks() if _is_of_listener(task)]
        if not working and not slack.events.unheard:
            return
        if working:
            await asyncio.wait(working)


def _is_of_listener(task: asyncio.Task[Any]) -> bool:
    """Whether a task is bolt's or slack_sdk's, for something that the bot was told."""
    code = getattr(task.get_coro(), "cr_code", None)
    return code is not None and ("slack_bolt" in code.co_filename or code.co_name == "run_message_listeners")


async def _ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running


@asynccontextmanager
async def _house(reader: Reader, where: Path, *, is_joined: bool) -> AsyncIterator[House]:
    pages: dict[str, Any] = {}
    async with serve_any(pages, keeps_alive=False) as address:
        house = House(reader, where, address, pages)
        async with house.slack.open() as slack_address:
            house.api = f"{slack_address}/api/"
            try:
                await house.opens()
                if is_joined:
                    await house.joins()
                yield house
            finally:
                await house.closes()


def in_a_house(where: Path, walk: Callable[[House], Awaitable[T]], *, is_joined: bool = True) -> T:
    """What comes of a walk through a house that has just been built; the bot is in #news already, if nothing else is said."""

    async def run(reader: Reader) -> T:
        async with _house(reader, where, is_joined=is_joined) as house:
            return await walk(house)

    return with_reader(run)


def texts(messages: Sequence[Json]) -> str:
    """What a reader sees of messages."""
    return "\n".join(map(message_text, messages))

"""`pullquote run` itself, on a Discord of this machine: over HTTP and a gateway, with what goes wrong with both."""

import asyncio
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import TypeVar

import pytest
from aiohttp import web

from bot.commands import COMMANDS
from bot.messages import Place
from bot.store import Store, StoredSubscription
from bot.subscriptions import Subscription
from tests.adapters.discord_text import text_of
from tests.adapters.loopback_discord import LoopbackDiscord
from tests.adapters.loopback_interactions import Interaction
from tests.adapters.loopback_limits import Failure
from tests.adapters.loopback_program import Program
from tests.adapters.loopback_world import Channel, Member, Server
from tests.shell.loopback import serve_any

T = TypeVar("T")
VOTED = "The council of Dorn voted nine to four on Monday to pull down the old weir."
QUOTED = "“We never loved it, and it goes in spring,” said Henrike Salter, the harbour master."
CONFIG = '[sources]\nmail = "{web}/mail"\n[discord]\n[limits]\ncooldown_s = 0\n'
AT_ONCE = 10


def feed() -> bytes:
    """A feed with an article of two hours ago."""
    at = f"{datetime.now(UTC) - timedelta(hours=2):%d %b %Y %H:%M:%S GMT}"
    body = f"<p>{VOTED}</p><p>{QUOTED}</p>"
    return (
        '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Dorn Mail</title>'
        f"<item><title>Weir to go</title><link>https://dornmail.example/weir</link><pubDate>{at}</pubDate>"
        f"<content:encoded><![CDATA[{body}]]></content:encoded></item></channel></rss>"
    ).encode()


@dataclass
class Town:
    """A server with people, channels and the bot.

    Attributes:
        runner: Of the loop in which Discord is played.
        discord: It.
        server: The one with the bot on it.
        news: A channel in which people ask.
        morning: One in which a digest was due a few minutes ago.
        ann: Who manages the server.
        pages: The address of the web here.
        under_way: What was asked for at once, while the one feed did not answer.
        early: What of that was answered when something else that was asked for after it had been acknowledged.
    """

    runner: asyncio.Runner
    discord: LoopbackDiscord
    server: Server
    news: Channel
    morning: Channel
    ann: Member
    pages: str = ""
    under_way: list[Interaction] = field(default_factory=list)
    early: list[Interaction] = field(default_factory=list)

    def sees(self, step: Callable[[], Awaitable[T]]) -> T:
        """What a step gives."""

        async def run() -> T:
            return await step()

        return self.runner.run(run())

    async def asks(self, command: str, words: str, channel: Channel | None = None) -> Interaction:
        """What somebody is answered, as soon as these words are in it."""
        asked = await self.discord.interact(command, {}, self.ann, channel or self.news)
        await self.discord.until(lambda: words in asked.text)
        return asked

    async def digest(self) -> Interaction:
        """A digest, in a channel that had none before."""
        channel = await self.discord.adds_channel(self.server, "another")
        return await self.asks("digest", "Weir to go", channel)

    def count(self) -> tuple[int, int]:
        """How many sessions were begun, and how many resumed."""
        return len(self.discord.gateway.identified), len(self.discord.gateway.resumed)


def said_in(channel: Channel) -> list[str]:
    """What the bot has written in a channel."""
    return [text_of(one["components"]) for one in channel.messages.values() if one["author"]["bot"]]


async def _let_come(folder: Path, channel: Channel) -> None:
    """Let a digest have been due in a channel two minutes ago."""
    at = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=2)
    place = Place("discord", channel.server_id, channel.id)
    chosen = Subscription("morning", place, (at.time(),), "UTC")
    async with Store(folder / "pullquote.db") as store:
        began = at - timedelta(seconds=1)
        await store.subscriptions.put(StoredSubscription(chosen.id, place, chosen.settings, began))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town in which the bot was just started, and was asked for more at once than it could answer yet."""
    folder = tmp_path_factory.mktemp("discord")
    discord, is_there = LoopbackDiscord(), asyncio.Event()
    server = discord.world.server()
    news, morning = discord.world.channel(server, "news"), discord.world.channel(server, "morning")
    ann = discord.world.member(server, "ann", manage_guild=True)
    discord.limits.fail(f"POST /channels/{morning.id}/messages", Failure(429, retry_after_s=0.2))

    async def mail(_: web.Request) -> web.Response:
        await is_there.wait()
        return web.Response(body=feed(), content_type="text/xml")

    async def begin(stack: AsyncExitStack, town: Town) -> None:
        await _let_come(folder, morning)
        address = await stack.enter_async_context(discord.open())
        town.pages = await stack.enter_async_context(serve_any({"mail": mail, "post": feed()}))
        config = CONFIG.format(web=town.pages)
        await stack.enter_async_context(Program.started(discord, address, folder, config))
        await discord.until(lambda: discord.gateway.connected)
        for number in range(AT_ONCE):
            channel = discord.world.channel(server, f"channel-{number}")
            town.under_way.append(await discord.interact("digest", {}, ann, channel))
        await town.asks("help", "/digest")
        town.early = [one for one in town.under_way if VOTED in one.text]
        is_there.set()

    with asyncio.Runner() as runner:
        stack, town = AsyncExitStack(), Town(runner, discord, server, news, morning, ann)
        try:
            runner.run(begin(stack, town))
            yield town
        finally:
            # Who still waits for the feed is let go, however far it has come.
            is_there.set()
            runner.run(stack.aclose())


def test_what_people_can_ask_for_is_made_known_when_the_bot_starts(town: Town) -> None:
    known = {
        f"{command['name']} {option['name']}" if option.get("type") == 1 else command["name"]
        for command in town.discord.rest.commands
        if command["type"] == 1
        for option in command.get("options") or [{}]
    }
    assert known == {command.name for command in COMMANDS}


def test_what_is_asked_while_ten_digests_are_being_made_is_heard_before_any_of_them_is_done(town: Town) -> None:
    async def answered() -> None:
        await town.discord.until(lambda: all(VOTED in one.text for one in town.under_way))

    assert town.early == []
    town.sees(answered)
    assert len(town.under_way) == AT_ONCE


def test_a_digest_is_shown_in_the_sentences_of_its_sources(town: Town) -> None:
    asked = town.sees(town.digest)
    assert VOTED in asked.text
    assert QUOTED in asked.text
    assert not asked.is_private
    # What was acknowledged is what was filled in.
    assert list(asked.messages) == [asked.original]
    assert asked.original in asked.channel.messages


def test_a_button_of_a_digest_is_answered(town: Town) -> None:
    async def press() -> Interaction:
        digest = await town.digest()
        pressed = await town.discord.press("Who said what", digest.shown[0], town.ann)
        await town.discord.until(lambda: "Henrike Salter" in pressed.text)
        return pressed

    assert "We never loved it" in town.sees(press).text


def test_a_question_is_asked_in_the_form_behind_a_button(town: Town) -> None:
    async def ask() -> None:
        digest = await town.digest()
        form = await town.discord.press("Ask", digest.shown[0], town.ann)
        sent = await town.discord.submit(form, {"question": "How did the council vote on the weir?"})
        await town.discord.until(lambda: VOTED in sent.text)

    town.sees(ask)


def test_who_names_the_bot_in_the_thread_of_a_digest_is_answered_there_and_nobody_else(town: Town) -> None:
    async def ask() -> list[str]:
        digest = await town.digest()
        thread = await town.discord.opens_thread(town.ann, digest.shown[0], "The weir")
        await town.discord.says(town.ann, thread, "I never knew that they hated it so.")
        await town.discord.says(
            town.ann, thread, f"<@{town.discord.world.bot['id']}> How did the council vote on the weir?"
        )
        await town.discord.until(lambda: any(VOTED in text for text in said_in(thread)))
        return said_in(thread)

    answers = [text for text in town.sees(ask) if VOTED in text]
    assert len(answers) == 1


def test_in_direct_messages_the_bot_is_asked_without_naming_it(town: Town) -> None:
    async def ask() -> None:
        direct = town.discord.world.direct(town.ann.user["id"])
        await town.discord.says(Member(town.ann.user, None, town.ann.permissions), direct, "help")
        await town.discord.until(lambda: any("/digest" in text for text in said_in(direct)))

    town.sees(ask)


def test_a_list_of_feeds_is_added_from_a_file(town: Town) -> None:
    opml = f'<opml version="2.0"><body><outline type="rss" text="Post" xmlUrl="{town.pages}/post"/></body></opml>'

    async def add() -> None:
        channel = await town.discord.adds_channel(town.server, "another")
        asked = await town.discord.interact("sources import", {"document": opml.encode()}, town.ann, channel)
        await town.discord.until(lambda: "Post" in asked.text)

    town.sees(add)


def test_what_could_stand_in_an_option_is_offered_while_somebody_types(town: Town) -> None:
    offered = town.sees(lambda: town.discord.complete("sources pause", {"source": "ma"}, "source", town.ann, town.news))
    assert "mail" in {choice["value"] for choice in offered}


def test_a_socket_that_is_cut_is_resumed_and_commands_are_answered(town: Town) -> None:
    async def cut() -> None:
        begun, resumed = town.count()
        town.discord.gateway.cut()
        # Who asks meanwhile is answered as well: what a session missed, it is told when it is resumed.
        await town.asks("help", "/digest")
        assert town.count() == (begun, resumed + 1)

    town.sees(cut)


def test_a_gateway_that_asks_to_reconnect_is_left_and_the_session_resumed(town: Town) -> None:
    async def ask() -> None:
        begun, resumed = town.count()
        await town.discord.gateway.ask_to_reconnect()
        await town.discord.until(lambda: town.count() == (begun, resumed + 1))
        await town.asks("help", "/digest")
        assert town.count() == (begun, resumed + 1)

    town.sees(ask)


def test_a_scheduled_digest_is_posted_once_though_discord_asks_to_wait(town: Town) -> None:
    async def posted() -> None:
        await town.discord.until(lambda: town.morning.messages)
        await town.asks("schedule show", "comes by itself")

    town.sees(posted)
    first, second = town.discord.posts(town.morning)
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 0.2
    (message,) = town.morning.messages.values()
    assert VOTED in text_of(message["components"])


def test_a_session_that_is_ended_is_begun_anew_and_the_program_stops_when_it_is_told(tmp_path: Path) -> None:
    discord = LoopbackDiscord()
    server = discord.world.server()
    news, ann = discord.world.channel(server, "news"), discord.world.member(server, "ann")

    async def run() -> tuple[int, str]:
        async with (
            discord.open() as address,
            Program.started(discord, address, tmp_path, "[discord]\n") as program,
        ):
            await discord.until(lambda: discord.gateway.connected)
            await discord.gateway.invalidate()
            await discord.until(lambda: len(discord.gateway.identified) == 2)
            asked = await discord.interact("help", {}, ann, news)
            await discord.until(lambda: "/digest" in asked.text)
            return await program.stopped(), program.said

    code, said = asyncio.run(run())
    assert code == 0
    assert "stopped" in said
    assert "Traceback" not in said
    assert discord.gateway.resumed == []


@pytest.mark.parametrize("accepted", ["rest", "none"])
def test_a_token_that_is_refused_ends_the_program_in_words(tmp_path: Path, accepted: str) -> None:
    discord = LoopbackDiscord()
    discord.gateway.token = "another"  # noqa: S105 - of a Discord that is not there
    if accepted == "none":
        discord.token = "another"  # noqa: S105 - likewise

    async def run() -> tuple[int, str]:
        async with (
            discord.open() as address,
            Program.started(discord, address, tmp_path, "[discord]\n") as program,
        ):
            return await program.ended(), program.said

    code, said = asyncio.run(run())
    assert code == 1
    assert "copy it anew from the Bot page of the developer portal" in said
    assert "Traceback" not in said

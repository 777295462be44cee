"""The Discord of the tests is what discord.py takes for Discord: what is proved on it rests on that."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from typing import Any, TypeVar

import aiohttp
import discord
import pytest
from discord import app_commands, ui

from tests.adapters.loopback_connection import pointed_at
from tests.adapters.loopback_discord import TOKEN, LoopbackDiscord
from tests.adapters.loopback_limits import Failure
from tests.adapters.loopback_world import FORUM, NEWS

T = TypeVar("T")
_INTENTS = discord.Intents(guilds=True, guild_messages=True, dm_messages=True)


class Client(discord.AutoShardedClient):
    """Any bot: it keeps what it is told, and offers a command."""

    def __init__(self, intents: discord.Intents, http_trace: aiohttp.TraceConfig) -> None:
        super().__init__(intents=intents, guild_ready_timeout=0.0, http_trace=http_trace)
        self.heard: asyncio.Queue[discord.Message] = asyncio.Queue()
        self.tree = app_commands.CommandTree(self)
        say: app_commands.Command[Any, ..., None] = app_commands.Command(
            name="say", description="Say it", callback=_say
        )
        say.autocomplete("what")(_guess)
        self.tree.add_command(say)
        self.tree.add_command(app_commands.Command(name="read", description="Read it", callback=_read))

    async def before_identify_hook(self, shard_id: int | None, *, initial: bool = False) -> None:
        """Discord has it wait for five seconds between two shards."""

    async def setup_hook(self) -> None:
        await self.tree.sync()

    async def on_message(self, message: discord.Message) -> None:
        await self.heard.put(message)


async def _say(interaction: discord.Interaction[Any], what: str) -> None:
    await interaction.response.defer(ephemeral=what == "secret", thinking=True)
    await interaction.followup.send(what)
    await interaction.followup.send("and this", ephemeral=True)


async def _guess(_: discord.Interaction[Any], current: str) -> list[app_commands.Choice[str]]:
    return [app_commands.Choice(name=f"{current}, and more", value=current)]


async def _read(interaction: discord.Interaction[Any], file: discord.Attachment, where: discord.TextChannel) -> None:
    await interaction.response.send_message(f"{where.name}: {(await file.read()).decode()}")


@asynccontextmanager
async def _started(
    world: LoopbackDiscord, intents: discord.Intents, http_trace: aiohttp.TraceConfig
) -> AsyncIterator[Client]:
    async with world.open() as address:
        with pointed_at(address):
            async with Client(intents, http_trace) as client:
                running = asyncio.ensure_future(client.start(TOKEN))
                ready = asyncio.ensure_future(client.wait_until_ready())
                await asyncio.wait([running, ready], return_when=asyncio.FIRST_COMPLETED)
                if running.done():
                    ready.cancel()
                    running.result()
                yield client
                running.cancel()


def on(
    world: LoopbackDiscord,
    step: Callable[[Client], Awaitable[T]],
    intents: discord.Intents = _INTENTS,
    http_trace: Callable[[], aiohttp.TraceConfig] = aiohttp.TraceConfig,
) -> T:
    """What a step of a bot gives."""

    async def run() -> T:
        async with _started(world, intents, http_trace()) as client:
            return await step(client)

    return asyncio.run(run())


def text_channel(client: Client, id_: str) -> discord.TextChannel:
    channel = client.get_channel(int(id_))
    assert isinstance(channel, discord.TextChannel)
    return channel


def test_each_server_is_told_of_by_its_shard() -> None:
    world = LoopbackDiscord(shards=2)
    servers = [world.world.server(name) for name in ("Dorn", "Wick", "Lund")]

    async def step(client: Client) -> dict[str, int]:
        return {str(guild.id): guild.shard_id for guild in client.guilds}

    assert on(world, step) == {server.id: number % 2 for number, server in enumerate(servers)}
    assert [said["shard"] for said in world.gateway.identified] == [[0, 2], [1, 2]]


def test_what_is_written_is_told_only_to_whom_it_is_addressed() -> None:
    world = LoopbackDiscord()
    server = world.world.server()
    news, ann = world.world.channel(server, "news"), world.world.member(server, "ann")

    async def step(client: Client) -> list[str]:
        await world.says(ann, news, "The weir goes.")
        await world.says(ann, news, f"<@{world.world.bot['id']}> does it?")
        own = await text_channel(client, news.id).send("It does.")
        await world.says(ann, news, "Really?", reply_to=news.message(str(own.id)))
        await world.says(ann, world.world.direct(ann.user["id"]), "And when?")
        return [(await client.heard.get()).content for _ in range(5)]

    told = on(world, step)
    assert told == ["", f"<@{world.world.bot['id']}> does it?", "It does.", "Really?", "And when?"]


def test_an_intent_that_was_not_granted_ends_the_connection() -> None:
    world = LoopbackDiscord()

    async def step(_: Client) -> None:
        raise NotImplementedError

    with pytest.raises(discord.PrivilegedIntentsRequired):
        on(world, step, discord.Intents(guilds=True, message_content=True))


def test_a_nonce_is_posted_once_and_one_whose_message_was_deleted_never_again() -> None:
    world = LoopbackDiscord()
    news = world.world.channel(world.world.server(), "news")

    async def step(client: Client) -> tuple[bool, int]:
        channel = text_channel(client, news.id)
        first = await channel.send("Weir to go", nonce="m1-0")
        again = await channel.send("Weir to go", nonce="m1-0")
        await first.delete()
        with pytest.raises(discord.NotFound) as raised:
            await channel.send("Weir to go", nonce="m1-0")
        return first.id == again.id, raised.value.code

    assert on(world, step) == (True, 10_008)
    assert news.messages == {}


def test_a_history_is_read_page_by_page() -> None:
    world = LoopbackDiscord()
    server = world.world.server()
    news, ann = world.world.channel(server, "news"), world.world.member(server, "ann")

    async def step(client: Client) -> tuple[list[str], list[str]]:
        for number in range(205):
            await world.says(ann, news, str(number))
        channel = text_channel(client, news.id)
        newest = [message.id async for message in channel.history(limit=None)]
        after = [message.id async for message in channel.history(after=discord.Object(newest[100]), limit=None)]
        return list(map(str, newest)), list(map(str, after))

    newest, after = on(world, step)
    assert newest == list(news.messages)[::-1]
    assert after == list(news.messages)[-100:]


def test_a_message_has_one_thread_which_bears_its_id() -> None:
    world = LoopbackDiscord()
    news = world.world.channel(world.world.server(), "news")

    async def step(client: Client) -> tuple[bool, int, str]:
        message = await text_channel(client, news.id).send("Weir to go")
        thread = await message.create_thread(name="The weir")
        with pytest.raises(discord.HTTPException) as raised:
            await message.create_thread(name="The weir again")
        sent = await thread.send("It goes in spring.")
        return thread.id == message.id, raised.value.code, str(sent.id)

    is_same, code, sent = on(world, step)
    assert (is_same, code) == (True, 160_004)
    (thread,) = [one for one in world.world.channels.values() if one.shape.get("parent_id")]
    assert list(thread.messages) == [sent]


def test_a_forum_takes_posts_with_a_tag_and_no_messages() -> None:
    world = LoopbackDiscord()
    forum = world.world.channel(world.world.server(), "digests", FORUM, tags=["news"])

    async def step(client: Client) -> tuple[int, int, bool]:
        channel = client.get_channel(int(forum.id))
        assert isinstance(channel, discord.ForumChannel)
        with pytest.raises(discord.HTTPException) as plain:
            await client.get_partial_messageable(channel.id).send("Weir to go")
        with pytest.raises(discord.HTTPException) as without:
            await channel.create_thread(name="Morning", content="Weir to go")
        made = await channel.create_thread(
            name="Morning", content="Weir to go", applied_tags=list(channel.available_tags)
        )
        return plain.value.code, without.value.code, made.thread.id == made.message.id

    assert on(world, step) == (50_008, 40_067, True)


def test_what_stands_in_an_announcement_channel_is_published_once() -> None:
    world = LoopbackDiscord()
    server = world.world.server()
    news, text = world.world.channel(server, "news", NEWS), world.world.channel(server, "text")

    async def step(client: Client) -> list[int]:
        sent = await text_channel(client, news.id).send("Weir to go")
        await sent.publish()
        codes = []
        for message in (sent, await text_channel(client, text.id).send("Weir to go")):
            with pytest.raises(discord.HTTPException) as raised:
                await message.publish()
            codes.append(raised.value.code)
        return codes

    assert on(world, step) == [40_033, 50_024]


def test_what_is_larger_than_discord_takes_is_refused() -> None:
    world = LoopbackDiscord()
    news = world.world.channel(world.world.server(), "news")
    long = ui.LayoutView()
    for _ in range(2):
        long.add_item(ui.TextDisplay("x" * 2_001))

    async def step(client: Client) -> list[int]:
        channel = text_channel(client, news.id)
        tries: list[Callable[[], Awaitable[object]]] = [
            lambda: channel.send("x" * 2_001),
            lambda: channel.send("x", nonce="x" * 26),
            lambda: channel.send(""),
            lambda: channel.send(view=long),
        ]
        codes = []
        for send in tries:
            with pytest.raises(discord.HTTPException) as raised:
                await send()
            codes.append(raised.value.code)
        return codes

    assert on(world, step) == [50_035, 50_035, 50_006, 50_035]


def test_the_first_word_behind_a_deferral_is_for_whom_the_deferral_was() -> None:
    world = LoopbackDiscord()
    server = world.world.server()
    news, ann = world.world.channel(server, "news"), world.world.member(server, "ann")

    async def step(_: Client) -> list[list[bool]]:
        said = []
        for what in ("Weir to go", "secret"):
            asked = await world.interact("say", {"what": what}, ann, news)
            await world.until(lambda asked=asked: len(asked.shown) == 2)  # type: ignore[misc] # each is its own
            said.append([bool(one["flags"] & 64) for one in asked.shown])
        return said

    assert on(world, step) == [[False, True], [True, True]]
    assert [one["content"] for one in news.messages.values()] == ["Weir to go"]


def test_who_types_is_offered_what_the_bot_suggests() -> None:
    world = LoopbackDiscord()
    server = world.world.server()
    news, ann = world.world.channel(server, "news"), world.world.member(server, "ann")

    async def step(_: Client) -> list[dict[str, Any]]:
        return await world.complete("say", {"what": "Weir"}, "what", ann, news)

    assert on(world, step) == [{"name": "Weir, and more", "value": "Weir"}]


def test_a_file_and_a_channel_can_be_chosen() -> None:
    world = LoopbackDiscord()
    server = world.world.server()
    news, ann = world.world.channel(server, "news"), world.world.member(server, "ann")

    async def step(_: Client) -> str:
        return (await world.interact("read", {"file": b"Weir to go", "where": news.id}, ann, news)).text

    assert on(world, step) == "news: Weir to go"


def test_who_posts_too_fast_is_refused_unless_they_heed_what_the_answers_say() -> None:
    world = LoopbackDiscord()
    world.limits.are_enforced = True
    news = world.world.channel(world.world.server(), "news")

    async def step(client: Client) -> tuple[int, int]:
        # As discord.py does: the sixth waits by itself until the five seconds are over.
        sending = [asyncio.ensure_future(text_channel(client, news.id).send(str(number))) for number in range(6)]
        await world.until(lambda: len(news.messages) == 5)
        heeded = world.limits.refused
        sending[-1].cancel()
        # As one does that heeds nothing.
        headers = {"Authorization": f"Bot {TOKEN}"}
        url = f"{discord.http.Route.BASE}/channels/{news.id}/messages"
        async with aiohttp.request("POST", url, json={"content": "6"}, headers=headers) as answer:
            assert (await answer.json())["retry_after"] > 0
            assert answer.headers["X-RateLimit-Remaining"] == "0"
            return heeded, answer.status

    assert on(world, step) == (0, 429)


def test_what_a_test_says_comes_of_the_next_requests_and_no_more() -> None:
    world = LoopbackDiscord()
    news = world.world.channel(world.world.server(), "news")
    route = "POST /channels/{channel}/messages"
    world.limits.fail(route, Failure(503), times=2)
    world.limits.fail(route, Failure())
    world.limits.fail(route, Failure(429, is_of_gate=True))
    world.limits.fail(f"POST /channels/{news.id}/messages", Failure(403, code=50_013))

    async def step(client: Client) -> list[str]:
        outcomes = []
        for number in range(6):
            try:
                await text_channel(client, news.id).send(str(number))
                outcomes.append("sent")
            except discord.Forbidden as error:
                outcomes.append(str(error.code))
            except (discord.HTTPException, aiohttp.ClientError) as error:
                outcomes.append(type(error).__name__)
        return outcomes

    busy = ["DiscordServerError"] * 2
    assert on(world, step) == ["50013", *busy, "ServerDisconnectedError", "HTTPException", "sent"]
    assert [one["content"] for one in news.messages.values()] == ["3", "5"]

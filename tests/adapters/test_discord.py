"""What only Discord has: its errors, its restarts, its one callback within three seconds."""

import asyncio
from collections.abc import Awaitable
from types import SimpleNamespace

import aiohttp
import discord
import pytest
from aiohttp import web
from aiohttp.client_reqrep import ConnectionKey

from bot.adapters.discord import DiscordAdapter
from bot.adapters.discord.failures import platform_error
from bot.errors import PlatformError, PostError
from bot.messages import Message, MessageRef, Paragraph, Place, Request
from bot.ports import Tell, nobody
from tests.adapters.harness import Answering, comes, on, traits_of
from tests.adapters.harness_discord import SETTINGS, DiscordPlatform, platform
from tests.adapters.test_contract import DIGEST, MORE, SINCE
from tests.shell.loopback import serve

LONG = Message(tuple(Paragraph("It goes. " * 150) for _ in range(5)), id="m2")


def answering() -> Answering:
    return Answering({"digest": DIGEST, "quotes": DIGEST, "help": DIGEST})


def test_a_press_on_a_button_is_answered_after_a_restart() -> None:
    handler = answering()

    async def press(started: DiscordPlatform) -> None:
        await started.types("digest", {})
        await started.env.restart_bot(DiscordAdapter(SETTINGS).connect(handler))
        await started.presses(MORE)

    on(platform, handler, press)
    assert [request.command for request in handler.requests] == ["digest", "quotes"]
    assert handler.requests[-1].options == {"about": "m1"}


def test_what_takes_long_is_acknowledged_at_once() -> None:
    acknowledged: list[bool] = []
    env: list[DiscordPlatform] = []

    class Slow(Answering):
        async def answer(self, request: Request, tell: Tell = nobody) -> Message:
            acknowledged.append(any(entry.path.endswith("/callback") for entry in env[0].env.http_requests))
            return await super().answer(request, tell)

    async def ask(started: DiscordPlatform) -> None:
        env.append(started)
        await started.types("digest", {})

    on(platform, Slow({"digest": DIGEST}), ask)
    assert acknowledged == [True]


def test_each_part_carries_its_key_by_which_discord_posts_it_once() -> None:
    async def post(started: DiscordPlatform) -> list[tuple[str, bool, bool]]:
        await comes(started, LONG, "m2")
        await comes(started, DIGEST, "m3")
        bodies = started.posted()
        marks = {body["components"][0]["id"] for body in bodies}
        assert len(marks) == len(bodies)
        # Those that have no id Discord numbers from 1 on.
        return [(body["nonce"], body["enforce_nonce"], body["components"][0]["id"] > 100) for body in bodies]

    assert on(platform, answering(), post) == [(key, True, True) for key in ("m2-0", "m2-1", "m2-2", "m3-0")]


def test_a_post_whose_answer_is_lost_is_there_once_when_it_is_sent_again() -> None:
    async def post(started: DiscordPlatform) -> tuple[bool, int, bool]:
        started.wire.lost = [aiohttp.ServerDisconnectedError()]
        (part,) = started.adapter.lay_out(DIGEST)
        with pytest.raises(PostError) as raised:
            await started.adapter.post(started.place, part, "m1-0")
        found = await started.adapter.reconcile(started.place, ["m1-0"], SINCE)
        ref = await started.adapter.post(started.place, part, "m1-0")
        return raised.value.is_unknown, len(await started.seen()), found == {"m1-0": ref}

    assert on(platform, answering(), post) == (True, 1, True)


def test_what_was_posted_and_deleted_since_was_posted() -> None:
    async def post(started: DiscordPlatform) -> MessageRef:
        started.wire.refusals = [refused(404, 10_008)]
        return await started.adapter.post(started.place, started.adapter.lay_out(DIGEST)[0], "m1-0")

    assert on(platform, answering(), post).id == "m1-0"


def refused(status: int, code: int = 0, **headers: str) -> discord.HTTPException:
    """What discord.py raises for an answer."""
    kinds = {403: discord.Forbidden, 404: discord.NotFound, 503: discord.DiscordServerError}
    response = SimpleNamespace(
        status=status, reason="", headers={name.replace("_", "-"): headers[name] for name in headers}
    )
    return kinds.get(status, discord.HTTPException)(response, {"code": code, "message": "no"})  # type: ignore[arg-type] # all that it looks at


def unreachable() -> aiohttp.ClientConnectorError:
    return aiohttp.ClientConnectorError(ConnectionKey("127.0.0.1", 9, True, True, None, None, None), OSError())  # noqa: FBT003 - aiohttp's


def closed(code: int) -> discord.ConnectionClosed:
    return discord.ConnectionClosed(SimpleNamespace(close_code=code), shard_id=0, code=code)  # type: ignore[arg-type] # all that it looks at


@pytest.mark.parametrize(
    ("error", "words", "traits"),
    [
        (refused(403), "grant it View Channel and Send Messages there", ["permanent"]),
        (refused(404, 10_003), "put another one into the configuration", ["permanent"]),
        (refused(400), "Discord refuses the message", ["permanent"]),
        # What is no JSON is a gate's, and no reason to let digests end.
        (refused(403, Content_Type="text/plain; charset=UTF-8"), "something on the way to Discord", ["everywhere"]),
        (refused(404, Content_Type="text/html"), "something on the way to Discord", ["everywhere"]),
        (refused(503), "Discord is in trouble", ["unknown"]),
        (aiohttp.ServerDisconnectedError(), "Discord is in trouble", ["unknown"]),
        (ConnectionResetError(), "Discord is in trouble", ["unknown"]),
        (TimeoutError(), "Discord is in trouble", ["unknown"]),
        (unreachable(), "Discord is in trouble", []),
        (aiohttp.ConnectionTimeoutError(), "Discord is in trouble", []),
        (discord.RateLimited(41.5), "Discord asks to wait 42 s", ["after 41.5"]),
        (refused(429, Retry_After="65", Via="1.1 google"), "Discord asks to wait", ["after 65.0"]),
        (
            refused(429, Retry_After="7", Via="1.1 google", X_RateLimit_Global="true"),
            "Discord asks to wait",
            ["after 7.0", "everywhere"],
        ),
        (refused(429, Retry_After="soon"), "Discord asks to wait", ["everywhere"]),
    ],
)
def test_a_post_that_fails_says_what_to_do_and_whether_it_is_there(
    error: Exception, words: str, traits: list[str]
) -> None:
    async def post(started: DiscordPlatform) -> PostError:
        started.wire.refusals = [error]
        with pytest.raises(PostError) as raised:
            await started.adapter.post(started.place, started.adapter.lay_out(LONG)[0], "m2-0")
        return raised.value

    raised = on(platform, answering(), post)
    assert words in str(raised)
    assert traits_of(raised) == traits


def test_direct_messages_that_can_not_be_opened_are_not_there() -> None:
    async def post(started: DiscordPlatform) -> PostError:
        started.env.inject_error("POST", "/users/@me/channels", status=500)
        place = Place.of_person("discord", "", str(started.member.id))
        with pytest.raises(PostError) as raised:
            await started.adapter.post(place, started.adapter.lay_out(DIGEST)[0], "m1-0")
        return raised.value

    assert traits_of(on(platform, answering(), post)) == []


def test_who_takes_no_direct_messages_is_told_so() -> None:
    async def post(started: DiscordPlatform) -> PostError:
        started.wire.refusals = [refused(403, 50_007)]
        place = Place.of_person("discord", "", str(started.member.id))
        with pytest.raises(PostError) as raised:
            await started.adapter.post(place, started.adapter.lay_out(DIGEST)[0], "m1-0")
        return raised.value

    raised = on(platform, answering(), post)
    assert "they have to allow direct messages" in str(raised)
    assert traits_of(raised) == ["permanent"]


def test_direct_messages_are_posted_and_found() -> None:
    async def post(started: DiscordPlatform) -> bool:
        place = Place.of_person("discord", "", str(started.member.id))
        ref = await started.adapter.post(place, started.adapter.lay_out(DIGEST)[0], "m1-0")
        return await started.adapter.reconcile(place, ["m1-0", "m1-1"], SINCE) == {"m1-0": ref}

    assert on(platform, answering(), post)


def test_what_is_posted_in_a_thread_is_found_there_and_not_in_its_channel() -> None:
    async def post(started: DiscordPlatform) -> tuple[bool, bool]:
        channel = started.env.bot.get_channel(started.channel.id)
        thread = await channel.create_thread(name="brief", type=discord.ChannelType.public_thread)
        place = Place("discord", started.place.workspace, started.place.channel, str(thread.id))
        ref = await started.adapter.post(place, started.adapter.lay_out(DIGEST)[0], "m1-0")
        found = [await started.adapter.reconcile(one, ["m1-0"], SINCE) for one in (place, started.place)]
        return found[0] == {"m1-0": ref}, found[1] == {}

    assert on(platform, answering(), post) == (True, True)


def test_what_is_far_back_in_a_busy_channel_is_found() -> None:
    async def look_up(started: DiscordPlatform) -> bool:
        refs = await comes(started, DIGEST, "m1")
        await started.chatter(250)
        return await started.adapter.reconcile(started.place, list(refs), SINCE) == refs

    assert on(platform, answering(), look_up)


def test_a_history_that_is_too_long_is_no_proof_that_nothing_was_posted() -> None:
    async def look_up(started: DiscordPlatform) -> PostError:
        refs = await comes(started, DIGEST, "m1")
        await started.chatter(1_000)
        with pytest.raises(PostError, match="too much was written in channel") as raised:
            await started.adapter.reconcile(started.place, list(refs), SINCE)
        return raised.value

    assert traits_of(on(platform, answering(), look_up)) == ["permanent"]


def test_a_history_that_the_bot_may_not_read_is_no_proof_that_nothing_was_posted() -> None:
    async def look_up(started: DiscordPlatform) -> PostError:
        hidden = discord.PermissionOverwrite(read_message_history=False)
        guild = started.env.guild
        channel = guild.create_text_channel("hidden", overwrites={guild.default_role: hidden})
        await started.env.settle()
        place = Place("discord", "", str(channel.id))
        await started.adapter.post(place, started.adapter.lay_out(DIGEST)[0], "m1-0")
        with pytest.raises(PostError, match="grant it Read Message History there") as raised:
            await started.adapter.reconcile(place, ["m1-0"], SINCE)
        return raised.value

    assert traits_of(on(platform, answering(), look_up)) == ["permanent"]


@pytest.mark.parametrize(
    ("status", "words", "traits"),
    [(403, "does not let the bot", ["permanent"]), (404, "has no channel", ["permanent"]), (503, "in trouble", [])],
)
def test_a_history_that_can_not_be_read_says_why(status: int, words: str, traits: list[str]) -> None:
    async def look_up(started: DiscordPlatform) -> PostError:
        started.env.inject_error("GET", "/channels/*/messages", status=status)
        with pytest.raises(PostError, match=words) as raised:
            await started.adapter.reconcile(started.place, ["m1-0"], SINCE)
        return raised.value

    assert traits_of(on(platform, answering(), look_up)) == traits


def test_no_privileged_intent_is_asked_for() -> None:
    client = DiscordAdapter(SETTINGS).connect(answering())
    intents = client.intents
    assert (intents.message_content, intents.members, intents.presences) == (False, False, False)
    mentions = client.allowed_mentions
    assert mentions is not None
    assert (mentions.everyone, mentions.users, mentions.roles) == (False, False, False)


def test_before_it_is_connected_nothing_is_posted_or_looked_up_and_nobody_waits() -> None:
    adapter, place = DiscordAdapter(SETTINGS), Place("discord", channel="1")
    for asked in (adapter.post(place, adapter.lay_out(LONG)[0], "m2-0"), adapter.reconcile(place, ["m2-0"], SINCE)):
        with pytest.raises(PostError, match="not connected to Discord just now") as raised:
            asyncio.run(wait_for(asked))
        assert traits_of(raised.value) == ["everywhere"]


async def wait_for(asked: Awaitable[object]) -> None:
    await asked


@pytest.mark.parametrize(
    ("status", "words", "permanent"), [(401, "copy it anew", True), (503, "Discord can't be reached", False)]
)
def test_a_connection_that_is_refused_says_what_to_do(
    monkeypatch: pytest.MonkeyPatch, status: int, words: str, *, permanent: bool
) -> None:
    async def refuse(_: web.Request) -> web.Response:
        return web.Response(status=status, body=b'{"message": "no"}', headers={"Content-Type": "application/json"})

    async def run() -> PlatformError:
        async with serve({"/users/@me": refuse}) as address:
            monkeypatch.setattr(discord.http.Route, "BASE", address)
            with pytest.raises(PlatformError) as raised:
                await DiscordAdapter(SETTINGS).run(answering())
            return raised.value

    error = asyncio.run(run())
    assert words in str(error)
    assert "a.loopback.token" not in str(error)
    assert error.permanent is permanent


@pytest.mark.parametrize(
    ("error", "words", "permanent"),
    [
        (discord.PrivilegedIntentsRequired(0), "switch Message Content Intent on", True),
        (discord.LoginFailure("no"), "copy it anew", True),
        (closed(4_004), "copy it anew", True),
        (closed(4_010), "Discord refuses the connection", True),
        (refused(503), "can't be reached", False),
        (unreachable(), "can't be reached", False),
    ],
)
def test_why_there_is_no_connection_is_said_in_words(error: Exception, words: str, *, permanent: bool) -> None:
    told = platform_error(error)
    assert words in str(told)
    assert told.permanent is permanent

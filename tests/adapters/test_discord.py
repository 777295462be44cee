"""What only Discord has: its errors, its restarts, its one callback within three seconds."""

import asyncio

import discord
import pytest
from aiohttp import web

from bot.adapters.discord import DiscordAdapter
from bot.errors import PlatformError, PostError
from bot.messages import Message, Paragraph, Place, Request
from bot.ports import Tell, nobody
from tests.adapters.harness import Answering, on
from tests.adapters.harness_discord import DiscordPlatform, platform
from tests.adapters.test_contract import DIGEST, MORE
from tests.shell.loopback import serve

LONG = Message(tuple(Paragraph("It goes. " * 150) for _ in range(5)), id="m2")


def answering() -> Answering:
    return Answering({"digest": DIGEST, "quotes": DIGEST, "help": DIGEST})


def test_a_press_on_a_button_is_answered_after_a_restart() -> None:
    handler = answering()

    async def press(started: DiscordPlatform) -> None:
        await started.types("digest", {})
        await started.env.restart_bot(DiscordAdapter("token").connect(handler))
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


def test_a_long_message_is_several_and_all_are_told_of() -> None:
    async def post(started: DiscordPlatform) -> tuple[int, int]:
        refs = await started.adapter.post(started.place, LONG)
        return len(refs), len({ref.id for ref in refs})

    assert on(platform, answering(), post) == (3, 3)


def test_each_part_carries_a_key_by_which_discord_posts_it_once() -> None:
    async def post(started: DiscordPlatform) -> list[tuple[str, bool]]:
        await started.adapter.post(started.place, LONG)
        sent = [entry.json for entry in started.env.http_requests if entry.path.endswith("/messages")]
        return [(body["nonce"], body["enforce_nonce"]) for body in sent if body]

    assert on(platform, answering(), post) == [("m2-0", True), ("m2-1", True), ("m2-2", True)]


@pytest.mark.parametrize(
    ("status", "words", "permanent"),
    [
        (403, "grant it View Channel and Send Messages there", True),
        (404, "put another one into the configuration", True),
        (400, "Discord refuses the message", True),
        (503, "Discord is in trouble", False),
    ],
)
def test_a_post_that_fails_says_what_to_do_and_whether_it_is_for_good(status: int, words: str, permanent: bool) -> None:  # noqa: FBT001 - of a table
    async def post(started: DiscordPlatform) -> PostError:
        started.env.inject_error("POST", "/channels/*/messages", status=status)
        with pytest.raises(PostError) as raised:
            await started.adapter.post(started.place, LONG)
        return raised.value

    error = on(platform, answering(), post)
    assert words in str(error)
    assert error.permanent is permanent
    assert error.posted == ()


def test_an_answer_that_can_not_be_shown_was_not_shown() -> None:
    handler = answering()

    async def ask(started: DiscordPlatform) -> None:
        started.env.inject_error("POST", "/webhooks/*", status=403)
        await started.types("digest", {})

    on(platform, handler, ask)
    assert (handler.shown, handler.not_shown) == ([], ["m1"])


def test_no_privileged_intent_is_asked_for() -> None:
    client = DiscordAdapter("token").connect(answering())
    intents = client.intents
    assert (intents.message_content, intents.members, intents.presences) == (False, False, False)
    mentions = client.allowed_mentions
    assert mentions is not None
    assert (mentions.everyone, mentions.users, mentions.roles) == (False, False, False)


def test_before_it_is_connected_nothing_is_posted_and_nobody_waits() -> None:
    with pytest.raises(PostError, match="not connected to Discord just now") as raised:
        asyncio.run(DiscordAdapter("token").post(Place("discord", channel="1"), LONG))
    assert (raised.value.permanent, raised.value.is_unknown) == (False, False)


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
                await DiscordAdapter("a.wrong.token").run(answering())
            return raised.value

    error = asyncio.run(run())
    assert words in str(error)
    assert "a.wrong.token" not in str(error)
    assert error.permanent is permanent

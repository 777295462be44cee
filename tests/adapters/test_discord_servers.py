"""Servers that take the bot in and send it away, and channels that go."""

import pytest
from pydantic import SecretStr

from bot.adapters.discord import DiscordAdapter
from bot.config import DiscordConfig
from bot.messages import Message, Note, Place
from tests.adapters.harness import Answering, on
from tests.adapters.harness_discord import DiscordPlatform, platform

WELCOME = Message((Note("Begin with /setup."),))


def answering() -> Answering:
    found = Answering({"help": WELCOME})
    found.welcome = WELCOME
    return found


def test_it_is_known_at_once_where_the_bot_was_taken_in() -> None:
    handler = answering()

    async def join(started: DiscordPlatform) -> tuple[str, list[str]]:
        await started.env.settle()
        handler.joins.clear()
        guild = started.env.create_guild()
        await started.env.settle()
        return str(guild.id), [place.workspace for place in handler.joins]

    guild, joined = on(platform, handler, join)
    assert joined == [guild]


def test_a_channel_a_thread_and_a_server_that_are_gone_are_told() -> None:
    handler = answering()

    async def leave(started: DiscordPlatform) -> list[Place]:
        bot, guild = started.env.bot, str(started.guild.id)
        channel = bot.get_channel(started.channel.id)
        message = await channel.send("digest")
        thread = await message.create_thread(name="digest")
        await thread.delete()
        await channel.delete()
        await started.env.settle()
        await bot.get_guild(started.guild.id).leave()
        await started.env.settle()
        place = Place("discord", guild, str(channel.id))
        return [Place("discord", guild, place.channel, str(thread.id)), place, Place("discord", guild)]

    expected = on(platform, handler, leave)
    assert handler.leaves == expected


def test_whoever_runs_the_bot_is_told_where_it_is_and_how_it_comes_to_its_first_server(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def start(started: DiscordPlatform) -> list[str]:
        await started.env.settle()
        settings = DiscordConfig(token=SecretStr("MTIzNDU2Nzg5MDEyMzQ1Njc4.loopback.token"))
        await started.env.restart_bot(DiscordAdapter(settings).connect(answering()))
        return [record.getMessage() for record in caplog.records if record.getMessage().startswith("on Discord as")]

    with caplog.at_level("INFO"):
        first, again = on(platform, answering(), start)
    # The server of these tests is made when the bot is there.
    assert ", in 0 servers; take it into one with the address of the portal" in first
    assert again.endswith(", in 1 server")

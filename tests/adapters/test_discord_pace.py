"""However much there is to ask of Discord at once, it is asked at the pace that Discord takes."""

import asyncio
from collections.abc import Callable

import aiohttp
import pytest

from bot.adapters.discord.pace import evenly
from tests.adapters.loopback_discord import LoopbackDiscord
from tests.adapters.loopback_limits import Failure
from tests.adapters.loopback_world import Channel
from tests.adapters.test_loopback_discord import Client, on, text_channel

# More than a second's.
_AT_ONCE = 53


def town() -> tuple[LoopbackDiscord, list[Channel]]:
    """A Discord that keeps to its limits, with channels."""
    discord = LoopbackDiscord()
    discord.limits.are_enforced = True
    server = discord.world.server()
    return discord, [discord.world.channel(server, f"channel-{number}") for number in range(_AT_ONCE)]


async def _post_in(client: Client, channels: list[Channel]) -> None:
    await asyncio.gather(*(text_channel(client, channel.id).send("Weir to go") for channel in channels))


@pytest.mark.parametrize(("pace", "is_refused"), [(evenly, False), (aiohttp.TraceConfig, True)])
def test_what_is_asked_all_at_once_goes_one_after_another(
    pace: Callable[[], aiohttp.TraceConfig], *, is_refused: bool
) -> None:
    discord, channels = town()
    on(discord, lambda client: _post_in(client, channels), http_trace=pace)
    assert [len(channel.messages) for channel in channels] == [1] * _AT_ONCE
    assert (discord.limits.refused > 0) == is_refused


def test_what_waited_for_the_end_of_a_refusal_does_not_go_all_at_once() -> None:
    discord, channels = town()
    discord.limits.fail("POST /channels/{channel}/messages", Failure(429, retry_after_s=0.2, is_global=True))
    on(discord, lambda client: _post_in(client, channels), http_trace=evenly)
    assert [len(channel.messages) for channel in channels] == [1] * _AT_ONCE
    assert discord.limits.refused == 0


def test_who_asks_something_is_answered_before_all_is_posted_that_waits() -> None:
    discord, channels = town()
    ann = discord.world.member(discord.world.servers[channels[0].server_id], "ann")

    async def step(client: Client) -> int:
        posting = asyncio.ensure_future(_post_in(client, channels))
        asked = await discord.interact("say", {"what": "Wall to stay"}, ann, channels[0])
        await discord.until(lambda: asked.shown)
        there = sum(len(channel.messages) for channel in channels)
        await posting
        return there

    assert on(discord, step, http_trace=evenly) < _AT_ONCE

"""The pace at which a bot may ask Discord for anything: whatever is asked, it goes through here."""

import asyncio
import re
from types import SimpleNamespace

import aiohttp
import discord

__all__ = ["evenly"]

# https://docs.discord.com/developers/topics/rate-limits: fifty requests a second of one bot, answers to interactions aside. What is
# more is refused, and discord.py lets all that waits for the end of a refusal go at once, so that most of it is refused again.
_PER_SECOND = 49
# A sleep is always a little too long, and that is made up for; what was late for another reason is not, as it would come at once.
_SLACK_S = 0.01
_EXEMPT = re.compile(r"/api/v\d+/(?:interactions|webhooks)/")
# To begin a post of a forum takes no key by which Discord could tell that it has it already.
_KEYLESS = re.compile(r"/api/v\d+/channels/\d+/threads")
_IN_TROUBLE = 500


def evenly() -> aiohttp.TraceConfig:
    """Lets the requests of a session go one after another, each in its turn, however many there are at once.

    What would be there twice if it were asked for again is asked for once: discord.py asks again wherever Discord is in trouble.
    """
    pace, trace = _Pace(1 / _PER_SECOND), aiohttp.TraceConfig()
    trace.on_request_start.append(pace.turn)
    trace.on_request_end.append(_once)
    return trace


class _Pace:
    def __init__(self, step_s: float) -> None:
        self._step_s = step_s
        self._turns = asyncio.Lock()
        self._free_at = 0.0

    async def turn(
        self, _: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestStartParams
    ) -> None:
        """Wait until a request may go; who comes first goes first."""
        if _EXEMPT.match(request.url.path):
            return
        now = asyncio.get_running_loop().time
        async with self._turns:
            await asyncio.sleep(max(0.0, self._free_at - now()))
            self._free_at = max(self._free_at, now() - _SLACK_S) + self._step_s


async def _once(_: aiohttp.ClientSession, __: SimpleNamespace, request: aiohttp.TraceRequestEndParams) -> None:
    """Let whoever asked know that something may be there or not.

    Raises:
        DiscordServerError: If that is so.
    """
    is_keyless = request.method == "POST" and _KEYLESS.fullmatch(request.url.path)
    if is_keyless and request.response.status >= _IN_TROUBLE:
        request.response.close()
        raise discord.DiscordServerError(request.response, None)

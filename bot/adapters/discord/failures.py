"""What goes wrong at Discord, in words, and whether it may pass."""

from contextlib import suppress
from http import HTTPStatus

import aiohttp
import discord

from bot.errors import PlatformError, PostError
from bot.messages import Place

__all__ = ["PASSING", "SORRY", "UNKNOWN_MESSAGE", "is_answered", "platform_error", "post_error"]

PASSING = (
    discord.DiscordServerError,
    discord.RateLimited,
    discord.GatewayNotFound,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
)
"""What may have passed when it is tried again."""

SORRY = "Something went wrong on my side. Whoever runs me finds the reason in the log."
"""What somebody is told who could not be answered, and why is nobody's business but the log's."""

# Nothing of it reached Discord.
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
UNKNOWN_MESSAGE = 10_008
"""Its code for that: https://docs.discord.com/developers/topics/opcodes-and-status-codes."""

_ANSWERED = 40_060
"""Of an interaction that was acknowledged already."""
_CLOSED = frozenset({50_083, 160_005})
"""Those of a thread that is archived or locked, and that the bot may not open again."""
_REFUSED = frozenset({HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.NOT_FOUND})
_TOO_MANY_REQUESTS = 429


def platform_error(error: Exception) -> PlatformError:
    """Why the bot is not connected, for whoever runs it."""
    match error:
        case discord.PrivilegedIntentsRequired():
            words = "Discord does not let the bot read all messages; switch Message Content Intent on, on the Bot page of the developer portal, or take message_content out of [discord]"
        case discord.LoginFailure() | discord.ConnectionClosed(code=4_004):
            words = "Discord does not accept the token; copy it anew from the Bot page of the developer portal into DISCORD_TOKEN"
        case discord.ConnectionClosed(code=4_011):
            words = (
                "Discord wants the connection in more parts; give a higher shard_count under [discord], or leave it out"
            )
        case discord.DiscordException() if not isinstance(error, PASSING):
            words = f"Discord refuses the connection ({error})"
        case _:
            return PlatformError(f"Discord can't be reached ({error}); check the connection", permanent=False)
    return PlatformError(words)


def is_answered(error: Exception) -> bool:
    """Whether somebody else has an interaction in hand: for a moment two processes may be told of it, and Discord lets one of them answer."""
    return isinstance(error, discord.HTTPException) and error.code == _ANSWERED


def post_error(place: Place, error: Exception, *, is_sent: bool) -> PostError:
    """Why something was not posted or found; if it was sent, it may be there where the answer is lost."""
    channel = place.home
    match error:
        case discord.HTTPException(status=status) if _is_of_gate(error) and status in _REFUSED:
            words = f"something on the way to Discord refuses what the bot asks ({error})"
            return PostError(words, permanent=False, is_everywhere=True)
        case discord.HTTPException(code=code) if code in _CLOSED:
            words = f"thread {channel} is closed; open it again, or let the digest come somewhere else"
        case discord.NotFound() | discord.Forbidden() if place.person:
            words = "Discord does not let the bot write to that person; they have to allow direct messages from a server that both are on"
        case discord.NotFound():
            words = f"Discord has no channel {channel}; put another one into the configuration"
        case discord.Forbidden():
            words = (
                f"Discord does not let the bot post in channel {channel}; grant it View Channel and Send Messages there"
            )
        case discord.RateLimited(retry_after=seconds):
            return PostError(f"Discord asks to wait {seconds:.0f} s", permanent=False, retry_after_s=seconds)
        case discord.HTTPException(status=status) if status == _TOO_MANY_REQUESTS:
            return _too_many(error)
        case discord.HTTPException(status=HTTPStatus.UNAUTHORIZED):
            words = "Discord does not accept the token any more; copy it anew into DISCORD_TOKEN"
            return PostError(words, permanent=True, is_everywhere=True)
        case discord.HTTPException(status=status) if status < 500:  # noqa: PLR2004 - HTTP's own number
            return PostError(f"Discord refuses the message ({error})", permanent=True, is_of_message=True)
        case _:
            is_unknown = is_sent and not isinstance(error, _NEVER_SENT)
            return PostError(f"Discord is in trouble ({error})", permanent=False, is_unknown=is_unknown)
    return PostError(words, permanent=True)


def _is_of_gate(error: discord.HTTPException) -> bool:
    """Whether it is not Discord that answers, which does so in JSON, but a gate or a proxy before it: it knows nothing of channels."""
    kind = error.response.headers.get("Content-Type", "")
    return bool(kind) and not kind.startswith("application/json")


def _too_many(error: discord.HTTPException) -> PostError:
    """Discord has asked to wait several times, or it was its gate that did; what has not come through that bears no Via."""
    headers = error.response.headers
    seconds = 0.0
    with suppress(ValueError):
        seconds = float(headers.get("Retry-After", "0"))
    is_everywhere = "Via" not in headers or "X-RateLimit-Global" in headers
    return PostError(
        f"Discord asks to wait ({error})", permanent=False, retry_after_s=seconds, is_everywhere=is_everywhere
    )

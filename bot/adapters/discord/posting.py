"""Posting on Discord what comes by itself, and finding it again."""

from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from hashlib import sha256
from http import HTTPStatus

import aiohttp
import discord
from discord import ui

from bot.adapters.discord.rendering import Line, Page, button_id
from bot.errors import PostError
from bot.messages import Button, MessageRef, Place
from bot.ports import Terms

__all__ = ["PASSING", "TERMS", "find", "post", "view"]

TERMS = Terms(
    # https://docs.discord.com/developers/topics/rate-limits: so many requests a second of one bot.
    per_second=50.0,
    # Documented nowhere, and long observed: five messages in five seconds of one channel (discord-api-docs, issue 20).
    place_pause_s=1.0,
    # https://docs.discord.com/developers/resources/message: who sends a nonce again within "the past few minutes" is given the
    # message that is there. How many is not said; one surely is.
    key_lives=timedelta(minutes=1),
    has_history=True,
)

PASSING = (
    discord.DiscordServerError,
    discord.RateLimited,
    discord.GatewayNotFound,
    aiohttp.ClientError,
    OSError,
    TimeoutError,
)
"""What may have passed when it is tried again."""

# Nothing of it reached Discord.
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
# A hundred come at once; who wrote more since than this, in that place, has written for hours.
_MOST_READ = 1_000
# Discord numbers the components that have no id of ours from 1 on (https://docs.discord.com/developers/components/reference).
_FIRST_MARK, _LAST_MARK = 1_000, 2**31 - 1
_UNKNOWN_MESSAGE = 10_008
_TOO_MANY_REQUESTS = 429


def view(page: Page, key: str = "") -> ui.LayoutView:
    """A page as discord.py sends it; with a key it can be found by that."""
    shown = ui.LayoutView(timeout=None)
    for number, part in enumerate(page.parts):
        mark = _mark(key) if key and number == 0 else None
        match part:
            case str():
                shown.add_item(ui.TextDisplay(part, id=mark))
            case Line():
                shown.add_item(ui.Separator(id=mark))
            case _:
                shown.add_item(ui.ActionRow(*map(_button, part), id=mark))
    # Presses come by `on_interaction`, which also works after a restart: nothing need be remembered of this view.
    shown.stop()
    return shown


async def post(client: discord.Client, place: Place, page: Page, key: str) -> MessageRef:
    """Post a page; with the key of one that was posted just before it is that one.

    Raises:
        PostError: See `bot.ports.Adapter.post`.
    """
    try:
        channel = await _channel(client, place)
    except (discord.HTTPException, *PASSING) as error:
        raise _post_error(place, error, is_sent=False) from error
    try:
        sent = await channel.send(view=view(page, key), nonce=key)
    except (discord.HTTPException, *PASSING) as error:
        # So Discord answers to a nonce whose message was deleted since (discord-api-docs, pull request 6647): it was there.
        if isinstance(error, discord.NotFound) and error.code == _UNKNOWN_MESSAGE:
            return MessageRef(place, key)
        raise _post_error(place, error, is_sent=True) from error
    return MessageRef(place, str(sent.id))


async def find(client: discord.Client, place: Place, keys: Sequence[str], since: datetime) -> Mapping[str, MessageRef]:
    """Look up pages by their keys, among what the bot wrote in a place.

    Discord forgets a nonce, and tells none with a message that is read later (discord.py, issue 2451): what it keeps, and gives
    back without any privileged intent, are the components of our own messages.

    Raises:
        PostError: See `bot.ports.Adapter.reconcile`.
    """
    wanted = {_mark(key): key for key in keys}
    found: dict[str, MessageRef] = {}
    count = 0
    try:
        await _check_history(client, place)
        channel = await _channel(client, place)
        async for message in channel.history(limit=_MOST_READ, after=since, oldest_first=False):
            count += 1
            key = wanted.get(_mark_of(message)) if message.author == client.user else None
            if key:
                found[key] = MessageRef(place, str(message.id))
            if len(found) == len(wanted):
                return found
    except (discord.HTTPException, *PASSING) as error:
        raise _post_error(place, error, is_sent=False) from error
    if count == _MOST_READ:
        words = f"too much was written in channel {place.home} since to look it all through"
        raise PostError(words, permanent=True)
    return found


async def _check_history(client: discord.Client, place: Place) -> None:
    """Discord shows who may not read a history an empty one, and what is there would be posted again.

    Raises:
        PostError: If the bot may not, or if that can't be known.
    """
    if place.person:
        return
    channel = client.get_channel(int(place.channel)) or await client.fetch_channel(int(place.channel))
    parent = channel.parent if isinstance(channel, discord.Thread) else channel
    if not isinstance(parent, discord.abc.GuildChannel):
        return
    own = parent.guild.get_member(client.user.id) if client.user else None
    if own is None:
        words = f"Discord does not say what the bot may do in channel {place.home}"
        raise PostError(words, permanent=False)
    if not parent.permissions_for(own).read_message_history:
        words = f"the bot may not read what was posted in channel {place.home}; grant it Read Message History there"
        raise PostError(words, permanent=True)


async def _channel(client: discord.Client, place: Place) -> discord.abc.Messageable:
    """Where a place's messages go; of a person, their direct messages, which are opened if they are not."""
    if place.person:
        return await (await client.fetch_user(int(place.person))).create_dm()
    return client.get_partial_messageable(int(place.home))


def _button(button: Button) -> ui.Button[ui.LayoutView]:
    return ui.Button(label=button.label, custom_id=button_id(button))


def _mark(key: str) -> int:
    """The id of the first component of a page with a key; that one of a thousand others has it too happens once in two million times."""
    number = int.from_bytes(sha256(key.encode()).digest()[:8])
    return _FIRST_MARK + number % (_LAST_MARK - _FIRST_MARK)


def _mark_of(message: discord.Message) -> int:
    """The id of the first component of a message; 0 if it has none."""
    return getattr(message.components[0], "id", 0) or 0 if message.components else 0


def _post_error(place: Place, error: Exception, *, is_sent: bool) -> PostError:
    """Why something was not posted or found; if it was sent, it may be there where the answer is lost."""
    channel = place.home
    match error:
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

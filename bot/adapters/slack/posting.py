"""Posting on Slack, and finding again what came by itself."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any

import aiohttp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.rendering import BlockData, fallback, pages
from bot.errors import PostError
from bot.messages import Message, MessageRef, Place
from bot.ports import Terms

__all__ = ["PASSING", "UNANSWERED", "WRONG_TOKEN", "Part", "code_of", "find", "parts", "post", "scopes_of", "terms"]

PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
"""What Slack answers when it may have passed soon."""

WRONG_TOKEN = frozenset({"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"})
"""What it answers where it takes nothing any more of a token, in no channel."""

UNANSWERED = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
"""What is raised where Slack gave no answer, or refused."""

# https://docs.slack.dev/apis/web-api/rate-limits: a message a second in each channel, and over all channels of a workspace a limit
# that is given as several hundred a minute, with bursts. Where they are too many, Slack says so, and for how long.
_PER_SECOND, _PLACE_PAUSE_S = 20.0, 1.0
_HISTORY = frozenset({"channels:history", "groups:history", "im:history", "im:write"})
_EVENT = "pullquote_delivery"
# Of a history: so many messages at once, and so often (https://docs.slack.dev/reference/methods/conversations.history).
_AT_ONCE, _MOST_PAGES = 200, 10
# Nothing of it reached Slack.
_NEVER_SENT = (aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError)
# What Slack answers where it will never work, and the way out (https://docs.slack.dev/reference/methods/chat.postMessage).
_PERMANENT = {
    "channel_not_found": "Slack knows no channel {channel}, or the bot is not in it; type /invite @Pullquote there",
    "not_in_channel": "the bot is not in channel {channel}; type /invite @Pullquote there",
    "is_archived": "channel {channel} is archived",
    "missing_scope": "the app lacks the scope {needed}; add it under OAuth & Permissions and install the app anew",
    "invalid_auth": "Slack does not accept the bot token; copy it anew into SLACK_BOT_TOKEN",
    "account_inactive": "the app was removed from the workspace; install it anew and copy its token into SLACK_BOT_TOKEN",
    "token_revoked": "the bot token was revoked; install the app anew and copy its token into SLACK_BOT_TOKEN",
    "restricted_action": "the workspace lets only some people post in channel {channel}",
}


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Slack.

    Attributes:
        blocks: What it shows.
        text: What a notification says of it.
    """

    blocks: Sequence[BlockData]
    text: str


def parts(message: Message) -> tuple[Part, ...]:
    """The messages that a message takes."""
    text = fallback(message)
    return tuple(Part(blocks, text) for blocks in pages(message))


def terms(scopes: Collection[str] | None) -> Terms:
    """On what terms Slack takes posts of an app with some scopes. It takes no keys.

    Whether there is a history is up to the scopes: a channel is public (channels:history) or private (groups:history), and direct
    messages (im:history) have to be opened to know their channel (im:write). The bot posts in all of them, so it asks for all
    four. As long as nobody knows them, a history is looked up, and a refusal is the answer; what was being posted when the bot
    stopped would else count as lost at each start, before Slack has said a word.

    Args:
        scopes: Of the bot's token; None if not known yet.
    """
    return Terms(_PER_SECOND, _PLACE_PAUSE_S, has_history=scopes is None or _HISTORY.issubset(scopes))


def scopes_of(answer: AsyncSlackResponse) -> frozenset[str]:
    """The scopes of the token that asked, which Slack names beside every answer; none where something in between dropped them."""
    return frozenset(answer.headers.get("x-oauth-scopes", "").replace(" ", "").split(","))


async def post(client: AsyncWebClient, place: Place, part: Part, key: str = "") -> MessageRef:
    """Post a part; with a key it can be found by that.

    Raises:
        PostError: See `bot.ports.Adapter.post`.
    """
    try:
        sent = await client.chat_postMessage(
            # Slack takes a person's id for that of their direct messages.
            channel=place.person or place.channel,
            thread_ts=place.thread or None,
            blocks=part.blocks,
            text=part.text,
            metadata={"event_type": _EVENT, "event_payload": {"key": key}} if key else None,
            unfurl_links=False,
            unfurl_media=False,
        )
    except UNANSWERED as error:
        raise _post_error(place, error, "Slack refuses the message ({code})") from error
    return MessageRef(place, str(sent["ts"]))


async def find(client: AsyncWebClient, place: Place, keys: Sequence[str], since: datetime) -> Mapping[str, MessageRef]:
    """Look up parts by their keys in the history of a place.

    Raises:
        PostError: See `bot.ports.Adapter.reconcile`.
    """
    found: dict[str, MessageRef] = {}
    cursor = ""
    try:
        channel = await _channel(client, place)
        for _ in range(_MOST_PAGES):
            answer = await _history(client, channel, place.thread, since, cursor)
            for message in answer["messages"]:
                if (key := _key_of(message)) in keys:
                    found[key] = MessageRef(place, str(message["ts"]))
            cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
            if not cursor or len(found) == len(keys):
                return found
    except UNANSWERED as error:
        raise _post_error(place, error, "Slack does not show what is in channel {channel} ({code})") from error
    words = f"too much was written in channel {place.channel} since to look it all through"
    raise PostError(words, permanent=True)


def code_of(error: SlackApiError) -> str:
    """Slack's own word for what is wrong; empty if the answer is no JSON, but a proxy's, or of a machine in trouble."""
    data = getattr(error.response, "data", None)
    return str(data.get("error") or "") if isinstance(data, dict) else ""


async def _channel(client: AsyncWebClient, place: Place) -> str:
    """The id of a channel; that of a person's direct messages Slack gives who opens them."""
    if not place.person:
        return place.channel
    return str((await client.conversations_open(users=place.person))["channel"]["id"])


async def _history(
    client: AsyncWebClient, channel: str, thread: str, since: datetime, cursor: str
) -> AsyncSlackResponse:
    asked: dict[str, Any] = {
        "channel": channel,
        "oldest": f"{since.timestamp():.6f}",
        "limit": _AT_ONCE,
        "cursor": cursor or None,
        "include_all_metadata": True,
    }
    if thread:
        return await client.conversations_replies(ts=thread, **asked)
    return await client.conversations_history(**asked)


def _key_of(message: Mapping[str, Any]) -> str:
    """The key that a message was posted with; empty of all that is not ours."""
    metadata = message.get("metadata") or {}
    payload = metadata.get("event_payload") or {}
    return str(payload.get("key", "")) if metadata.get("event_type") == _EVENT else ""


def _post_error(place: Place, error: Exception, refused: str) -> PostError:
    """Why something was not posted or found."""
    code = code_of(error) if isinstance(error, SlackApiError) else ""
    if code == "ratelimited" or _status(error) == HTTPStatus.TOO_MANY_REQUESTS:
        # The pause of each channel was kept to: they are too many for the workspace.
        return PostError(
            "Slack asks to wait (ratelimited)",
            permanent=False,
            retry_after_s=_retry_after_s(error),
            is_everywhere=True,
        )
    if not code or code in PASSING:
        is_unknown = not isinstance(error, _NEVER_SENT)
        return PostError(f"Slack is in trouble ({code or error})", permanent=False, is_unknown=is_unknown)
    needed = error.response.get("needed", "") if isinstance(error, SlackApiError) else ""
    words = _PERMANENT.get(code, refused).format(channel=place.channel, needed=needed, code=code)
    is_of_message = code not in _PERMANENT
    return PostError(words, permanent=True, is_everywhere=code in WRONG_TOKEN, is_of_message=is_of_message)


def _status(error: Exception) -> int:
    """The status of an answer, be it slack_sdk's or, where that could not read it, aiohttp's; 0 if there was none."""
    response = getattr(error, "response", None)
    return int(getattr(response, "status_code", 0) or getattr(response, "status", 0))


def _retry_after_s(error: Exception) -> float:
    headers = getattr(getattr(error, "response", None), "headers", {})
    with suppress(ValueError):
        return float(headers.get("Retry-After", "0"))
    return 0.0

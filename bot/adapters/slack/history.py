"""Finding again what came by itself, by the metadata it was posted with."""

from collections.abc import AsyncIterator, Mapping, Sequence
from dataclasses import replace
from datetime import datetime
from typing import Any

from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.failures import UNANSWERED, post_error
from bot.adapters.slack.workspaces import Workspace
from bot.errors import PostError
from bot.messages import MessageRef, Place

__all__ = ["EVENT", "find"]

EVENT = "pullquote_delivery"
"""The type of the metadata of all that comes by itself; its payload has the key."""

# Of a history: so many messages at once, and so often (https://docs.slack.dev/reference/methods/conversations.history).
_AT_ONCE, _MOST_PAGES = 200, 10
_REFUSED = "Slack does not show what is in channel {channel} ({code})"


async def find(
    workspace: Workspace,
    place: Place,
    keys: Sequence[str],
    since: datetime,
    first: MessageRef | None = None,
    *,
    is_one: bool = True,
) -> Mapping[str, MessageRef]:
    """Look up parts by their keys: in a place, and those that are not there in the threads of those that are.

    Args:
        workspace: Of the place.
        place: Where.
        keys: See `bot.ports.Adapter.reconcile`.
        since: See there.
        first: The first part, if it is known to be there.
        is_one: Whether there is no other workspace.

    Raises:
        PostError: See `bot.ports.Adapter.reconcile`.
    """
    try:
        return await _find(workspace.delivering, place, keys, since, first)
    except UNANSWERED as error:
        raise post_error(place, error, _REFUSED, bot=workspace.user_name, is_one=is_one) from error


async def _find(
    client: AsyncWebClient, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None
) -> dict[str, MessageRef]:
    channel = await _channel(client, place)
    thread = place.thread or (first.id if first else "")
    found, begun = await _look(client, channel, replace(place, thread=thread), keys, since)
    for one in begun:
        if left := [key for key in keys if key not in found]:
            behind, _ = await _look(client, channel, replace(place, thread=one), left, since)
            found |= behind
    return found


async def _look(
    client: AsyncWebClient, channel: str, home: Place, keys: Sequence[str], since: datetime
) -> tuple[dict[str, MessageRef], Sequence[str]]:
    """Those of some keys that stand in a channel or, if the place is one, in a thread; and the threads that began with one of them."""
    found: dict[str, MessageRef] = {}
    threads: list[str] = []
    async for page in _pages(client, channel, home.thread, since):
        for message in page["messages"]:
            if (key := _key_of(message)) in keys:
                found[key] = MessageRef(home, str(message["ts"]))
                threads += [str(message["ts"])] if message.get("reply_count") and not home.thread else []
        if len(found) == len(keys):
            break
    return found, threads


async def _pages(
    client: AsyncWebClient, channel: str, thread: str, since: datetime
) -> AsyncIterator[AsyncSlackResponse]:
    cursor = ""
    for _ in range(_MOST_PAGES):
        answer = await _page(client, channel, thread, since, cursor)
        yield answer
        cursor = (answer.get("response_metadata") or {}).get("next_cursor") or ""
        if not cursor:
            return
    words = f"too much was written in channel {channel} since to look it all through"
    raise PostError(words, permanent=True)


async def _channel(client: AsyncWebClient, place: Place) -> str:
    """The id of a channel; that of a person's direct messages Slack gives who opens them."""
    if not place.person:
        return place.channel
    return str((await client.conversations_open(users=place.person))["channel"]["id"])


async def _page(client: AsyncWebClient, channel: str, thread: str, since: datetime, cursor: str) -> AsyncSlackResponse:
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
    return str(payload.get("key", "")) if metadata.get("event_type") == EVENT else ""

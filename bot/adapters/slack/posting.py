"""Posting on Slack. What has no room in one message goes on in the thread of the first."""

import logging
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from http import HTTPStatus
from typing import Any

from slack_sdk.errors import SlackClientError
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot.adapters.slack.failures import UNANSWERED, post_error
from bot.adapters.slack.history import EVENT
from bot.adapters.slack.rendering import BlockData, fallback, pages
from bot.adapters.slack.workspaces import Workspace
from bot.messages import Message, MessageRef, Place
from bot.ports import Terms

__all__ = ["Part", "answer_at", "link_in", "parts", "post", "post_to", "terms", "whisper"]

_LOG = logging.getLogger(__name__)

# https://docs.slack.dev/apis/web-api/rate-limits: a message a second in each channel, and over all channels of a workspace a limit
# that is given as several hundred a minute, with bursts. Where they are too many, Slack says so, and for how long.
_PER_SECOND, _PLACE_PAUSE_S = 20.0, 1.0
_HEARING = frozenset({"channels:history", "groups:history"})
_HISTORY = _HEARING | {"im:history", "im:write"}
# https://slack.com/help/articles/360018112273-Types-of-roles-in-Slack; `managers` of config.toml names the others.
_MANAGERS = "Workspace Owners and Admins, and those named in my configuration,"
_REFUSED = "Slack refuses the message ({code})"


@dataclass(frozen=True, slots=True)
class Part:
    """One message of Slack.

    Attributes:
        blocks: What it shows.
        text: What a notification says of it.
        number: Which part of the whole it is, from 0.
    """

    blocks: Sequence[BlockData]
    text: str
    number: int = 0


def parts(message: Message, workspace: Workspace | None = None) -> tuple[Part, ...]:
    """The messages that a message takes; what points to another message needs a workspace to link to it."""
    text = fallback(message)
    found = pages(message, link_in(workspace)) if workspace else pages(message)
    return tuple(Part(blocks, text, number) for number, blocks in enumerate(found))


def link_in(workspace: Workspace) -> "_Link":
    """What gives the address of a message of a workspace."""
    return _Link(workspace.url)


@dataclass(frozen=True, slots=True)
class _Link:
    """Gives the addresses of messages (https://docs.slack.dev/reference/methods/chat.getPermalink has what they look like)."""

    url: str

    def __call__(self, ref: MessageRef) -> str:
        if not self.url or ref.place.person:
            return ""
        thread = f"?thread_ts={ref.place.thread}&cid={ref.place.channel}" if ref.place.thread else ""
        return f"{self.url.rstrip('/')}/archives/{ref.place.channel}/p{ref.id.replace('.', '')}{thread}"


def terms(scopes: Collection[str] | None) -> Terms:
    """On what terms Slack takes posts of an app with some scopes. It takes no keys.

    Whether there is a history is up to the scopes: a channel is public (channels:history) or private (groups:history), and direct
    messages (im:history) have to be opened to know their channel (im:write). The bot posts in all of them, so it asks for all
    four. As long as nobody knows them, a history is looked up, and a refusal is the answer; what was being posted when the bot
    stopped would else count as lost at each start, before Slack has said a word.

    Args:
        scopes: Of the bot's token; None if not known yet.
    """
    return Terms(
        _PER_SECOND,
        _PLACE_PAUSE_S,
        has_history=scopes is None or _HISTORY.issubset(scopes),
        has_pointers=True,
        needs_mention=scopes is not None and not _HEARING.issubset(scopes),
        takes_files=False,
        managers=_MANAGERS,
    )


async def post(
    workspace: Workspace, place: Place, part: Part, key: str, first: MessageRef | None = None, *, is_one: bool = True
) -> MessageRef:
    """Post a part of what comes by itself; by its key it can be found.

    Args:
        workspace: Of the place.
        place: Where.
        part: What.
        key: See `bot.ports.Adapter.post`.
        first: The first part, once it is there.
        is_one: Whether there is no other workspace.

    Raises:
        PostError: See `bot.ports.Adapter.post`.
    """
    metadata: dict[str, Any] = {"event_type": EVENT, "event_payload": {"key": key}}
    try:
        return await post_to(workspace.delivering, place, part, first, metadata)
    except UNANSWERED as error:
        raise post_error(place, error, _REFUSED, bot=workspace.user_name, is_one=is_one) from error


async def post_to(
    client: AsyncWebClient,
    place: Place,
    part: Part,
    first: MessageRef | None = None,
    metadata: dict[str, Any] | None = None,
    channel: str = "",
) -> MessageRef:
    """Post a part, behind the first one if that is there; one of `UNANSWERED` if that fails. `channel` is what Slack calls the place, if known."""
    thread = place.thread or (first.id if first and part.number else "")
    sent = await client.chat_postMessage(
        # Slack takes a person's id for that of their direct messages.
        channel=channel or place.person or place.channel,
        thread_ts=thread or None,
        blocks=part.blocks,
        text=part.text,
        metadata=metadata,
        unfurl_links=False,
        unfurl_media=False,
    )
    if not sent.get("ts"):
        words = "Slack did not tell what it calls the message"
        raise SlackClientError(words)
    return MessageRef(replace(place, thread=thread), str(sent["ts"]))


async def answer_at(url: str, part: Part, thread: str = "", response_type: str = "ephemeral") -> bool:
    """Show a part at the address that came with a command or a press; whether Slack took it.

    It is sent once: what the connection broke off behind may be there.

    Args:
        url: The address; empty where none came.
        part: What.
        thread: Where it was asked; empty outside of all.
        response_type: "in_channel" for all to see.
    """
    if not url:
        return False
    sent = {"text": part.text, "blocks": part.blocks, "response_type": response_type, "replace_original": False}
    sent |= {"unfurl_links": False, "unfurl_media": False, **({"thread_ts": thread} if thread else {})}
    try:
        answer = await AsyncWebhookClient(url, retry_handlers=[]).send_dict(sent)
    except UNANSWERED as error:
        # The address is nobody else's to know, and may be in the words.
        _LOG.info("what was asked could not be answered at its address: %s", type(error).__name__)
        return False
    if answer.status_code != HTTPStatus.OK:
        _LOG.info("what was asked could not be answered at its address: Slack says %d", answer.status_code)
    return answer.status_code == HTTPStatus.OK


async def whisper(workspace: Workspace, channel: str, thread: str, person: str, part: Part) -> None:
    """Show a part in a channel to one person alone; one of `UNANSWERED` if that fails."""
    await workspace.answering.chat_postEphemeral(
        channel=channel, user=person, thread_ts=thread or None, blocks=part.blocks, text=part.text
    )

"""The workspaces the bot is in, and with what it speaks to Slack in each."""

import asyncio
from collections.abc import Collection
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from slack_sdk.errors import SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.errors import PostError

__all__ = ["OneWorkspace", "Workspace", "Workspaces", "answering_client", "delivering_client", "workspace_of"]

# So long what is to be posted waits for a connection that is just being made.
_PATIENCE_S = 10.0
# Who answers waits as long as Slack asks to, so often.
_RETRIES = 3


@dataclass(frozen=True, slots=True)
class Workspace:
    """A workspace that has the bot.

    Attributes:
        id: Begins with T.
        name: As people call it.
        url: "https://example.slack.com/"; empty if Slack did not tell.
        user: The id of the bot as a user there.
        user_name: What it is called with an @ before it.
        scopes: Of its token; None if Slack did not tell them.
        answering: For answers: it waits when Slack asks to.
        delivering: For what comes by itself, and for words that nobody misses: it never waits and never sends anything twice.
    """

    id: str
    name: str
    url: str
    user: str
    user_name: str
    scopes: frozenset[str] | None
    answering: AsyncWebClient
    delivering: AsyncWebClient


class Workspaces(Protocol):
    """All of them."""

    @property
    def scopes(self) -> Collection[str] | None:
        """The scopes that all of them have granted; None as long as nobody knows."""

    async def of(self, team: str) -> Workspace:
        """A workspace, by its id; of places that name none, the only one there is.

        Raises:
            PostError: If it does not have the bot.
        """


class OneWorkspace:
    """The workspace of one token."""

    def __init__(self) -> None:
        """Be none, until Slack has said whose the token is."""
        self._known: Workspace | None = None
        self._is_known = asyncio.Event()

    def know(self, workspace: Workspace) -> None:
        """Take what Slack has said."""
        self._known = workspace
        self._is_known.set()

    @property
    def scopes(self) -> Collection[str] | None:
        """See `Workspaces.scopes`."""
        return self._known.scopes if self._known else None

    async def of(self, team: str) -> Workspace:  # noqa: ARG002 - the protocol's
        """See `Workspaces.of`; just after a start that takes a moment. Who comes from another one, through a shared channel, asks here."""
        with suppress(TimeoutError):
            async with asyncio.timeout(_PATIENCE_S):
                await self._is_known.wait()
        known = self._known
        if known is None:
            words = "the bot is not connected to Slack just now"
            raise PostError(words, permanent=False, is_everywhere=True)
        return known


class _Client(AsyncWebClient):
    """slack_sdk's, which stumbles over what is no answer of Slack's: a page of a proxy with status 200, or with letters of no alphabet."""

    async def api_call(self, api_method: str, **asked: Any) -> AsyncSlackResponse:
        """See slack_sdk's.

        Raises:
            SlackClientError: Also where what came back can't be read.
        """
        try:
            return await super().api_call(api_method, **asked)
        except (AttributeError, TypeError, ValueError) as error:
            words = f"{api_method} was answered with something that can't be read ({type(error).__name__})"
            raise SlackClientError(words) from error


def answering_client(token: str | None, api_base_url: str) -> AsyncWebClient:
    """A client that waits when Slack asks to, of no token if bolt gives it one; slack_sdk's own would send a message again when the connection broke off behind it."""
    retries: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES)]
    return _Client(token, base_url=api_base_url, retry_handlers=retries)


def delivering_client(token: str, api_base_url: str) -> AsyncWebClient:
    """A client that never waits: who delivers keeps to the time that Slack says, and lets others go first."""
    return _Client(token, base_url=api_base_url, retry_handlers=[])


def workspace_of(answer: AsyncSlackResponse, token: str, api_base_url: str) -> Workspace:
    """The workspace of a token, by what `auth.test` answered; the scopes Slack names beside every answer."""
    said = answer.headers.get("x-oauth-scopes")
    return Workspace(
        str(answer.get("team_id") or ""),
        str(answer.get("team") or ""),
        str(answer.get("url") or ""),
        str(answer.get("user_id") or ""),
        str(answer.get("user") or "pullquote"),
        frozenset(said.replace(" ", "").split(",")) if said is not None else None,
        answering_client(token, api_base_url),
        delivering_client(token, api_base_url),
    )

"""The connection to Slack."""

import logging
import re
from collections.abc import Awaitable, Callable, Collection, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

import aiohttp
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError, SlackClientError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.rendering import BUTTON, fallback, pages
from bot.commands import COMMANDS
from bot.errors import PlatformError, PostError, RequestError
from bot.messages import Message, MessageRef, Note, Person, Place, Request, Visibility
from bot.ports import Handler
from bot.typed import read_command

__all__ = ["SlackAdapter"]

_LOG = logging.getLogger(__name__)
_SORRY = "Something went wrong on my side. Whoever runs me finds the reason in the log."
_READING = "Reading this channel’s sources …"
_COMMAND = "/digest"
# What Slack answers where posting will never work, and the way out (https://docs.slack.dev/reference/methods/chat.postMessage).
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
_PASSING = frozenset({"ratelimited", "internal_error", "fatal_error", "service_unavailable", "request_timeout"})
_RETRIES = 3
_UNANSWERED = (SlackClientError, aiohttp.ClientError, OSError, TimeoutError)
# Slack takes five answers to a command.
_MOST_ANSWERS = 5

Respond = Callable[..., Awaitable[Any]]


class SlackAdapter:
    """Slack, as `bot.ports.Adapter`."""

    platform = "slack"

    def __init__(
        self,
        bot_token: str,
        app_token: str,
        *,
        api_base_url: str = "https://slack.com/api/",
        signing_secret: str = "",
        managers: Collection[str] = (),
    ) -> None:
        """Take the tokens.

        Args:
            bot_token: Begins with xoxb-.
            app_token: Begins with xapp-; for Socket Mode.
            api_base_url: Where Slack's Web API is.
            signing_secret: Checks requests that come over HTTP; without it, only those of Socket Mode are taken.
            managers: Ids of those who may change what holds in a channel.
        """
        self._app_token = app_token
        # Only these: slack_sdk's own would send a message again when the connection broke off behind it.
        retries: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=_RETRIES)]
        self._client = AsyncWebClient(bot_token, base_url=api_base_url, retry_handlers=retries)
        self._signing_secret = signing_secret
        self._managers = frozenset(managers)

    def connect(self, handler: Handler) -> AsyncApp:
        """The app that passes on to a handler what people ask; it is not started."""
        app = AsyncApp(client=self._client, signing_secret=self._signing_secret or None, logger=_LOG)
        conversation = _Conversation(handler, self._client, self._managers)
        app.command(_COMMAND)(conversation.on_command)
        app.action(re.compile(f"^{BUTTON}"))(conversation.on_button)
        return app

    async def run(self, handler: Handler) -> None:
        """See `bot.ports.Adapter.run`."""
        try:
            await self._client.auth_test()
            # Bolt asks for a connection again and again, whatever the answer: so this one is for the answer.
            await self._client.apps_connections_open(app_token=self._app_token)
        except SlackApiError as error:
            raise _refusal(error) from None
        except _UNANSWERED as error:
            words = f"Slack can't be reached ({error}); check the connection"
            raise PlatformError(words, permanent=False) from error
        socket = AsyncSocketModeHandler(self.connect(handler), self._app_token)
        try:
            await socket.start_async()  # type: ignore[no-untyped-call] # bolt leaves it without types
        finally:
            await socket.close_async()  # type: ignore[no-untyped-call] # bolt leaves it without types

    async def post(self, place: Place, message: Message) -> Sequence[MessageRef]:
        """See `bot.ports.Adapter.post`."""
        return await _post(self._client, place, message)


class _Conversation:
    """Passes on what people ask, and shows them the answers."""

    def __init__(self, handler: Handler, client: AsyncWebClient, managers: Collection[str]) -> None:
        self._handler = handler
        self._client = client
        self._managers = managers

    def _person(self, id_: str, name: str, team: str) -> Person:
        return Person(id_, name, may_manage=id_ in self._managers, workspace=team)

    async def on_command(self, ack: Respond, respond: Respond, body: dict[str, Any]) -> None:
        """Answer /digest."""
        try:
            command, options = read_command(body.get("text", ""))
        except RequestError as error:
            await ack()
            await _tell(respond, str(error))
            return
        # What takes longer than a moment would look as if nobody had heard.
        await ack(_READING) if command is COMMANDS[0] else await ack()
        person = self._person(body.get("user_id", ""), body.get("user_name", ""), body.get("team_id", ""))
        place = _place(person, body.get("channel_id", ""))
        request = Request(body.get("trigger_id", ""), command.name, place, person, datetime.now(UTC), options)
        await self._answer(request, respond)

    async def on_button(self, ack: Respond, respond: Respond, body: dict[str, Any], action: dict[str, Any]) -> None:
        """Answer a press on one of our buttons, however old its message."""
        await ack()
        options = dict(parse_qsl(action.get("value") or ""))
        user = body.get("user") or {}
        person = self._person(user.get("id", ""), user.get("username", ""), (body.get("team") or {}).get("id", ""))
        place = _place(person, (body.get("channel") or {}).get("id", ""))
        command = action["action_id"].removeprefix(BUTTON).partition("#")[0]
        request = Request(body.get("trigger_id", ""), command, place, person, datetime.now(UTC), options)
        await self._answer(request, respond)

    async def _answer(self, request: Request, respond: Respond) -> None:
        """Answer to all of the channel or to who asked; errors only to who asked."""
        try:
            message = await self._handler.answer(request)
            await self._show(request.place, message, respond)
        except RequestError as error:
            await _tell(respond, str(error))
        except Exception:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            _LOG.exception("%s %s failed", _COMMAND, request.command)
            await _tell(respond, _SORRY)

    async def _show(self, place: Place, message: Message, respond: Respond) -> None:
        try:
            if message.visibility is Visibility.PRIVATE:
                refs = await _respond(respond, message)
            else:
                refs = await self._post_or_respond(place, message, respond)
        except Exception:
            await self._handler.not_posted(message)
            raise
        await self._handler.posted(message, refs)

    async def _post_or_respond(self, place: Place, message: Message, respond: Respond) -> Sequence[MessageRef]:
        """Post; where the bot is not in the channel, answer the command instead, which needs no membership."""
        try:
            return await _post(self._client, place, message)
        except PostError as error:
            if error.posted:
                _LOG.error("only a part of an answer could be shown: %s", error)
                return error.posted
            if not error.permanent:
                raise RequestError(str(error)) from error
        return await _respond(respond, message, response_type="in_channel")


def _place(person: Person, channel: str) -> Place:
    """Where somebody asks: in a channel, or in direct messages (https://docs.slack.dev/reference/objects/conversation-object)."""
    is_direct = channel.startswith("D")
    return (
        Place.of_person("slack", person.workspace, person.id)
        if is_direct
        else Place("slack", person.workspace, channel)
    )


async def _post(client: AsyncWebClient, place: Place, message: Message) -> Sequence[MessageRef]:
    refs: list[MessageRef] = []
    for blocks in pages(message):
        try:
            sent = await client.chat_postMessage(
                # Slack takes a person's id for that of their direct messages.
                channel=place.person or place.channel,
                thread_ts=place.thread or None,
                blocks=blocks,
                text=fallback(message),
                unfurl_links=False,
                unfurl_media=False,
            )
        except _UNANSWERED as error:
            raise _post_error(place, error, refs) from error
        refs.append(MessageRef(place, str(sent["ts"])))
    return refs


async def _respond(respond: Respond, message: Message, response_type: str = "ephemeral") -> Sequence[MessageRef]:
    """Answer a command or a press, as far as Slack takes answers.

    Raises:
        RequestError: If Slack takes none any more.
    """
    answers = list(pages(message))
    if len(answers) > _MOST_ANSWERS:
        (more,) = pages(
            Message((Note("There is more than fits here; ask for less, or for all of the channel to see."),))
        )
        answers = [*answers[: _MOST_ANSWERS - 1], more]
    for blocks in answers:
        answer = await respond(
            blocks=blocks,
            text=fallback(message),
            response_type=response_type,
            replace_original=False,
            unfurl_links=False,
            unfurl_media=False,
        )
        if answer.status_code != HTTPStatus.OK:
            words = f"Slack takes no more answers ({answer.status_code}); ask again"
            raise RequestError(words)
    return []


async def _tell(respond: Respond, words: str) -> None:
    await _respond(respond, Message((Note(words),)))


def _refusal(error: SlackApiError) -> PlatformError:
    """Why Slack does not let us connect, and what to do."""
    code = _code(error)
    if not code or code in _PASSING:
        return PlatformError(f"Slack is in trouble ({code or error})", permanent=False)
    if code in {"invalid_auth", "not_authed", "account_inactive", "token_revoked", "token_expired"}:
        words = "copy the bot token (xoxb-) into SLACK_BOT_TOKEN and the app token (xapp-) into SLACK_APP_TOKEN anew"
        return PlatformError(f"Slack does not accept the tokens ({code}); {words}")
    if code in {"missing_scope", "not_allowed_token_type"}:
        words = "make one with it under Basic Information"
        return PlatformError(f"the app token lacks the scope connections:write ({code}); {words}")
    return PlatformError(f"Slack refuses the connection ({code})")


def _code(error: SlackApiError) -> str:
    """Slack's own word for what is wrong; empty if the answer is no JSON, but a proxy's, or of a machine in trouble."""
    data = error.response.data
    return str(data.get("error") or "") if isinstance(data, dict) else ""


def _post_error(place: Place, error: Exception, refs: Sequence[MessageRef]) -> PostError:
    code = _code(error) if isinstance(error, SlackApiError) else ""
    if not code or code in _PASSING:
        # Where no connection was made, and where Slack asks to wait, nothing is there; else it may be.
        is_unknown = not (isinstance(error, aiohttp.ClientConnectorError) or code == "ratelimited")
        words = f"Slack is in trouble ({code or error})"
        return PostError(words, permanent=False, is_unknown=is_unknown, posted=tuple(refs))
    words = _PERMANENT.get(code, "Slack refuses the message ({code})")
    needed = error.response.get("needed", "") if isinstance(error, SlackApiError) else ""
    words = words.format(channel=place.channel, needed=needed, code=code)
    return PostError(words, permanent=True, posted=tuple(refs))

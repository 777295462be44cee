"""The connection to Slack."""

import logging
import re
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import parse_qsl

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.http_retry.async_handler import AsyncRetryHandler
from slack_sdk.http_retry.builtin_async_handlers import AsyncRateLimitErrorRetryHandler
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.posting import (
    PASSING,
    UNANSWERED,
    WRONG_TOKEN,
    Part,
    code_of,
    find,
    parts,
    post,
    scopes_of,
    terms,
)
from bot.adapters.slack.rendering import BUTTON, fallback, pages
from bot.commands import COMMANDS
from bot.errors import PlatformError, PostError, RequestError
from bot.messages import Manner, Message, MessageRef, Note, Person, Place, Request, Visibility
from bot.ports import Handler, Terms, by_id
from bot.typed import read_command

__all__ = ["SlackAdapter"]

_LOG = logging.getLogger(__name__)
_SORRY = "Something went wrong on my side. Whoever runs me finds the reason in the log."
_READING = "Reading this channel’s sources …"
_COMMAND = "/digest"
_RETRIES = 3
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
        # Who delivers keeps to the time that Slack says, and lets others go first: no waiting in between.
        self._delivering = AsyncWebClient(bot_token, base_url=api_base_url, retry_handlers=[])
        self._scopes: frozenset[str] | None = None
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
            self._scopes = scopes_of(await self._client.auth_test())
            # Bolt asks for a connection again and again, whatever the answer: so this one is for the answer.
            await self._client.apps_connections_open(app_token=self._app_token)
        except SlackApiError as error:
            raise _refusal(error) from None
        except UNANSWERED as error:
            words = f"Slack can't be reached ({error}); check the connection"
            raise PlatformError(words, permanent=False) from error
        socket = AsyncSocketModeHandler(self.connect(handler), self._app_token)
        try:
            await socket.start_async()  # type: ignore[no-untyped-call] # bolt leaves it without types
        finally:
            await socket.close_async()  # type: ignore[no-untyped-call] # bolt leaves it without types

    @property
    def terms(self) -> Terms:
        """See `bot.ports.Adapter.terms`, and `bot.adapters.slack.posting.terms`."""
        return terms(self._scopes)

    def lay_out(self, message: Message) -> Sequence[Part]:
        """See `bot.ports.Adapter.lay_out`."""
        return parts(message)

    called = staticmethod(by_id)

    async def obstacle(self, place: Place, manner: Manner) -> str:  # noqa: ARG002 - the protocol's
        """See `bot.ports.Adapter.obstacle`; what is missing is told when something is posted."""
        return ""

    async def post(self, place: Place, part: Part, key: str, first: MessageRef | None = None) -> MessageRef:  # noqa: ARG002 - the protocol's
        """See `bot.ports.Adapter.post`."""
        return await post(self._delivering, place, part, key)

    async def reconcile(
        self,
        place: Place,
        keys: Sequence[str],
        since: datetime,
        first: MessageRef | None = None,  # noqa: ARG002 - the protocol's
    ) -> Mapping[str, MessageRef]:
        """See `bot.ports.Adapter.reconcile`."""
        return await find(self._delivering, place, keys, since)


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
        refs: list[MessageRef] = []
        try:
            for part in parts(message):
                refs.append(await post(self._client, place, part))  # noqa: PERF401 - those before an error count
        except PostError as error:
            if refs:
                _LOG.error("only a part of an answer could be shown: %s", error)
                return refs
            if not error.permanent:
                raise RequestError(str(error)) from error
            return await _respond(respond, message, response_type="in_channel")
        return refs


def _place(person: Person, channel: str) -> Place:
    """Where somebody asks: in a channel, or in direct messages (https://docs.slack.dev/reference/objects/conversation-object)."""
    is_direct = channel.startswith("D")
    return (
        Place.of_person("slack", person.workspace, person.id)
        if is_direct
        else Place("slack", person.workspace, channel)
    )


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
    code = code_of(error)
    if not code or code in PASSING:
        return PlatformError(f"Slack is in trouble ({code or error})", permanent=False)
    if code in WRONG_TOKEN:
        words = "copy the bot token (xoxb-) into SLACK_BOT_TOKEN and the app token (xapp-) into SLACK_APP_TOKEN anew"
        return PlatformError(f"Slack does not accept the tokens ({code}); {words}")
    if code in {"missing_scope", "not_allowed_token_type"}:
        words = "make one with it under Basic Information"
        return PlatformError(f"the app token lacks the scope connections:write ({code}); {words}")
    return PlatformError(f"Slack refuses the connection ({code})")

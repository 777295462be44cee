"""The connection to Slack."""

import logging
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import uuid4

from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize

from bot.adapters.slack.app import listen
from bot.adapters.slack.bolt import new_app
from bot.adapters.slack.channels import Channels
from bot.adapters.slack.failures import UNANSWERED, platform_error
from bot.adapters.slack.history import find
from bot.adapters.slack.many import ManyWorkspaces
from bot.adapters.slack.people import People
from bot.adapters.slack.posting import Part, parts, post, terms
from bot.adapters.slack.serving import serve
from bot.adapters.slack.sockets import connect
from bot.adapters.slack.workspaces import OneWorkspace, Workspaces, answering_client, workspace_of
from bot.config import SlackConfig
from bot.errors import PostError
from bot.messages import Manner, Message, MessageRef, Place
from bot.ports import Handler, Terms, by_id, token_id

__all__ = ["SlackAdapter"]

_LOG = logging.getLogger(__name__)
_LONGEST_KEY = 25


class SlackAdapter:
    """Slack, as `bot.ports.Adapter`."""

    platform = "slack"

    def __init__(self, settings: SlackConfig) -> None:
        """Take what config.toml says."""
        self._settings = settings
        # Where many workspaces have tokens of their own, they are all of the one app.
        self.token_id = token_id(settings.client_id or _secret(settings.bot_token))
        self._one = OneWorkspace()
        self._many: ManyWorkspaces | None = None
        self._workspaces: Workspaces = self._one
        self._people = People(settings.managers)
        self._channels = Channels(self._people)

    def connect(self, handler: Handler) -> AsyncApp:
        """The app that passes on to a handler what people ask; it is not started."""
        settings = self._settings
        if settings.client_id:
            # What encrypts their tokens is installed only where many workspaces install the app.
            from bot.adapters.slack.installing import app_for_many

            app, self._many = app_for_many(settings, handler)
            self._many.greet = self._greet
            self._workspaces = self._many
        else:
            client = answering_client(None, settings.api_base_url)
            app = new_app(
                client=client,
                signing_secret=_secret(settings.signing_secret),
                logger=_LOG,
                authorize=_Authorize(self._one),
            )
        listen(app, handler, self._workspaces, self._people, self._channels)
        return app

    async def open(self) -> None:
        """Get to know the workspace of the token, where there is one.

        Raises:
            PlatformError: If Slack does not take the tokens, or can't be reached.
        """
        token, address = _secret(self._settings.bot_token), self._settings.api_base_url
        client = answering_client(token, address)
        try:
            known = workspace_of(await client.auth_test(), token, address)
            self._one.know(known)
            _LOG.info("on Slack as @%s, in %s", known.user_name, known.name or known.id)
            if self._settings.mode == "socket":
                # Bolt asks for a connection again and again, whatever the answer: so this one is for the answer.
                await client.apps_connections_open(app_token=_secret(self._settings.app_token))
        except UNANSWERED as error:
            raise platform_error(error) from error

    async def run(self, handler: Handler) -> None:
        """See `bot.ports.Adapter.run`."""
        if not self._settings.client_id:
            await self.open()
        app = self.connect(handler)
        if self._settings.mode == "socket":
            await connect(app, _secret(self._settings.app_token))
        elif self._many:
            await self._many.look()
            await serve(app, self._settings, self._many.trouble)
        else:
            await serve(app, self._settings)

    @property
    def terms(self) -> Terms:
        """See `bot.ports.Adapter.terms`, and `bot.adapters.slack.posting.terms`."""
        return terms(self._workspaces.scopes)

    def lay_out(self, message: Message) -> Sequence[Part]:
        """See `bot.ports.Adapter.lay_out`."""
        return parts(message)

    def called(self, place: Place, role: str = "") -> str:
        """See `bot.ports.Adapter.called`."""
        return self._channels.called(place, role)

    async def obstacle(self, place: Place, manner: Manner) -> str:  # noqa: ARG002 - the protocol's
        """See `bot.ports.Adapter.obstacle`."""
        return await self._channels.obstacle(await self._workspaces.of(place.workspace), place)

    async def post(self, place: Place, part: Part, key: str, first: MessageRef | None = None) -> MessageRef:
        """See `bot.ports.Adapter.post`."""
        workspace = await self._workspaces.of(place.workspace)
        try:
            return await post(workspace, place, part, key, first, is_one=not self._settings.client_id)
        except PostError as error:
            if error.permanent and not error.is_everywhere and not place.person:
                # People are told of it, who know no ids.
                called = await self._channels.learn(workspace, place)
                error.args = (str(error).replace(by_id(place), called),)
            raise

    async def _greet(self, place: Place, message: Message) -> None:
        """Say how to begin to whoever has installed the app."""
        for part in self.lay_out(message):
            await self.post(place, part, uuid4().hex[:_LONGEST_KEY])

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        """See `bot.ports.Adapter.reconcile`."""
        workspace = await self._workspaces.of(place.workspace)
        return await find(workspace, place, keys, since, first, is_one=not self._settings.client_id)


class _Authorize(AsyncAuthorize):
    """By the one token all is answered. Bolt's own would ask Slack about it before the first acknowledgement, and each time until that is there."""

    def __init__(self, one: OneWorkspace) -> None:
        super().__init__()  # type: ignore[no-untyped-call] # bolt leaves it without types
        self._one = one

    async def __call__(
        self, *, enterprise_id: str | None, team_id: str | None, user_id: str | None, **_: Any
    ) -> AuthorizeResult | None:
        """The token's; None as long as Slack has not told whose it is."""
        try:
            known = await self._one.of("")
        except PostError as error:
            _LOG.warning("%s", error)
            return None
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=team_id,
            user_id=user_id,
            bot_user_id=known.user,
            bot_token=known.answering.token,
        )


def _secret(value: SecretStr | None) -> str:
    return value.get_secret_value() if value else ""

"""The pages by which a workspace installs the app: bolt's OAuth, whose state lives shortly and once, and whose token we keep."""

import logging
import re
import secrets
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from slack_bolt.async_app import AsyncBoltRequest
from slack_bolt.oauth.async_callback_options import AsyncCallbackOptions, AsyncFailureArgs, AsyncSuccessArgs
from slack_bolt.oauth.async_oauth_flow import AsyncOAuthFlow
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings
from slack_bolt.response import BoltResponse
from slack_sdk.errors import SlackApiError
from slack_sdk.oauth.installation_store.async_installation_store import AsyncInstallationStore
from slack_sdk.oauth.installation_store.models.installation import Installation
from slack_sdk.oauth.state_store.async_state_store import AsyncOAuthStateStore
from slack_sdk.web.async_client import AsyncWebClient
from slack_sdk.web.async_slack_response import AsyncSlackResponse

from bot.adapters.slack.channels import PLATFORM
from bot.adapters.slack.failures import UNANSWERED
from bot.adapters.slack.grants import Grant, ask_for_token
from bot.adapters.slack.many import ManyWorkspaces
from bot.adapters.slack.pages import Reason, failed_page, install_page, installed_page
from bot.adapters.slack.sealing import Sealing, UnreadableError
from bot.config import SlackConfig
from bot.errors import PostError, StoreError
from bot.messages import Place
from bot.ports import Handler

__all__ = ["COOKIE", "STATE_LIVES_S", "Flow", "NoStore", "Pages", "States"]

COOKIE = "__Host-pullquote-install"
"""By which a browser is known again. Only this very address can set one of such a name
(https://developer.mozilla.org/en-US/docs/Web/HTTP/Reference/Headers/Set-Cookie#cookie_prefixes)."""

STATE_LIVES_S = 600
"""So many seconds may lie between the first page and the last one."""

_LOG = logging.getLogger(__name__)
_STATE = "install:"


class _RefusedError(Exception):
    """An installation that comes to nothing.

    Attributes:
        reason: Why.
        status: Of the answer.
    """

    def __init__(self, reason: Reason, status: HTTPStatus) -> None:
        super().__init__(reason)
        self.reason = reason
        self.status = status


class Flow(AsyncOAuthFlow):
    """Bolt's, which sees to the state and its cookie; what Slack answers is read, kept and told here."""

    def __init__(
        self,
        client: AsyncWebClient,
        many: ManyWorkspaces,
        handler: Handler,
        table: SlackConfig,
        settings: AsyncOAuthSettings,
        clock: Callable[[], float],
    ) -> None:
        """Take what asks Slack, who keeps what it gives, who is told, the configuration twice, and the time in seconds since 1970."""
        super().__init__(client=client, logger=_LOG, settings=settings)
        self._many = many
        self._handler = handler
        self._table = table
        self._clock = clock

    async def build_authorize_url(self, state: str, request: AsyncBoltRequest) -> str:
        """Slack's page that asks whether it may (https://docs.slack.dev/authentication/installing-with-oauth)."""
        team = next(iter(request.query.get("team", ())), "")
        asked = {
            "client_id": self.settings.client_id,
            "scope": ",".join(self.settings.scopes or ()),
            "redirect_uri": self.settings.redirect_uri or "",
            "state": state,
            **({"team": team} if re.fullmatch(r"T[A-Z0-9]{1,30}", team) else {}),
        }
        return f"{self.settings.authorization_url}?{urlencode(asked)}"

    async def build_install_page_html(self, url: str, request: AsyncBoltRequest) -> str:  # noqa: ARG002 - bolt's
        """See `bot.adapters.slack.pages.install_page`."""
        return install_page(url)

    async def handle_callback(self, request: AsyncBoltRequest) -> BoltResponse:
        """What a browser is shown that Slack sends back."""
        try:
            return await super().handle_callback(request)
        except _RefusedError as error:
            return await self.failure_handler(
                AsyncFailureArgs(
                    request=request,
                    reason=error.reason,
                    suggested_status_code=error.status,
                    settings=self.settings,
                    default=self.default_callback_options,
                )
            )

    async def run_installation(self, code: str) -> Installation | None:
        """What Slack gives for a code (https://docs.slack.dev/reference/methods/oauth.v2.access); bolt keeps it next.

        Raises:
            _RefusedError: If it gives nothing that is of use.
        """
        try:
            redirect_uri = self.settings.redirect_uri or ""
            said = await ask_for_token(self.client, self._table, code=code, redirect_uri=redirect_uri)
            if said.get("is_enterprise_install") or not said.get("team"):
                # A token for all workspaces of an organization is in nobody's hands if nobody keeps it: it is given back.
                await self._give_back(str(said.get("access_token") or ""))
                raise _RefusedError(Reason.ORG_WIDE, HTTPStatus.OK)
            if said.get("token_type") != "bot" or not said.get("access_token"):
                raise _RefusedError(Reason.NO_TOKEN, HTTPStatus.BAD_GATEWAY)
            tested = await self.client.auth_test(token=said["access_token"])
        except SlackApiError as error:
            _LOG.warning("Slack did not confirm an installation (%s)", error.response.get("error"))
            raise _RefusedError(Reason.NOT_CONFIRMED, HTTPStatus.UNAUTHORIZED) from None
        except UNANSWERED as error:
            _LOG.warning("Slack could not be asked about an installation (%s: %s)", type(error).__name__, error)
            raise _RefusedError(Reason.NOT_REACHED, HTTPStatus.BAD_GATEWAY) from None
        grant = _grant(said, tested, self._clock())
        return Installation(user_id=grant.by, team_id=grant.team, custom_values={"grant": grant})

    async def store_installation(self, request: AsyncBoltRequest, installation: Installation) -> None:  # noqa: ARG002 - bolt's
        """Keep what Slack gave; what ended when the workspace removed the bot goes on.

        Raises:
            _RefusedError: If it can't be kept.
        """
        grant: Grant = installation.custom_values["grant"]
        try:
            await self._many.keep(grant)
        except StoreError as error:
            _LOG.error("the installation of the workspace %s could not be kept: %s", grant.team, error)
            raise _RefusedError(Reason.NOT_KEPT, HTTPStatus.SERVICE_UNAVAILABLE) from None
        _LOG.info("the workspace %s has installed the bot", grant.team)
        place = Place.of_person(PLATFORM, grant.team, grant.by)
        if welcome := await self._handler.joined(place):
            try:
                await self._many.greet(place, welcome)
            except PostError as error:
                _LOG.warning("the workspace %s could not be greeted: %s", grant.team, error)

    async def _give_back(self, token: str) -> None:
        """Let a token be none any more that nobody is going to use."""
        with suppress(*UNANSWERED):
            await self.client.auth_revoke(token=token)


def _grant(said: Mapping[str, Any], tested: AsyncSlackResponse, now: float) -> Grant:
    """What is kept of an installation, by what Slack gave and said of it.

    Raises:
        _RefusedError: If one is of another workspace than the other, or not of the form that Slack has documented.
    """
    lives_s = said.get("expires_in")
    try:
        grant = Grant(
            team=said["team"]["id"],
            name=tested.get("team") or "",
            url=tested.get("url") or "",
            user=tested["user_id"],
            user_name=tested.get("user") or "",
            bot=tested["bot_id"],
            scopes=tuple(said["scope"].split(",")),
            token=said["access_token"],
            refresh_token=said.get("refresh_token") or "",
            expires_at=now + lives_s if lives_s else 0.0,
            installed_at=now,
            by=said["authed_user"]["id"],
        )
    except (LookupError, TypeError, AttributeError, ValueError):
        grant = None
    if grant is None or tested.get("team_id") != grant.team:
        _LOG.error("Slack confirmed an installation in a form that is not known")
        raise _RefusedError(Reason.NOT_CONFIRMED, HTTPStatus.BAD_GATEWAY)
    return grant


class Pages(AsyncCallbackOptions):
    """What a browser is shown at the end; the cookie of its beginning is taken back."""

    def __init__(self, url: str) -> None:
        """Take where it begins."""
        super().__init__(self._installed, self._failed)
        self._url = url

    async def _installed(self, args: AsyncSuccessArgs) -> BoltResponse:
        grant: Grant = args.installation.custom_values["grant"]
        return self._page(args.settings, HTTPStatus.OK, installed_page(grant.name, grant.user_name, grant.url))

    async def _failed(self, args: AsyncFailureArgs) -> BoltResponse:
        return self._page(args.settings, args.suggested_status_code, failed_page(args.reason, self._url))

    @staticmethod
    def _page(settings: AsyncOAuthSettings, status: int, page: str) -> BoltResponse:
        cookie = settings.state_utils.build_set_cookie_for_deletion()
        headers: dict[str, str | Sequence[str]] = {"Content-Type": "text/html; charset=utf-8", "Set-Cookie": [cookie]}
        return BoltResponse(status=status, body=page, headers=headers)


class States(AsyncOAuthStateStore):
    """By which a browser that Slack sends back is known to have begun here, not long ago, and to come back once.

    A state says itself when it began, encrypted; only that it was used is kept.
    """

    def __init__(self, sealing: Sealing, handler: Handler) -> None:
        """Take what encrypts it, and who knows which were used."""
        self._sealing = sealing
        self._handler = handler

    async def async_issue(self, *_: Any, **__: Any) -> str:
        """Another one."""
        return self._sealing.seal(f"{_STATE}{secrets.token_urlsafe(16)}")

    async def async_consume(self, state: str) -> bool:
        """Whether one is ours, fresh, and was not used before."""
        try:
            text = self._sealing.read(state, STATE_LIVES_S)
        except UnreadableError:
            return False
        return text.startswith(_STATE) and await self._handler.is_new(PLATFORM, text)


class NoStore(AsyncInstallationStore):
    """Nothing of bolt's is kept: the flow sees to that itself, and `bot.adapters.slack.installing` reads it."""

"""How workspaces install the app, and how they remove it: bolt's OAuth, with tokens that are kept encrypted in our database."""

import logging
import time
from collections.abc import Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.authorization import AuthorizeResult
from slack_bolt.authorization.async_authorize import AsyncAuthorize
from slack_bolt.oauth.async_oauth_settings import AsyncOAuthSettings

from bot.adapters.slack.bolt import new_app
from bot.adapters.slack.channels import PLATFORM
from bot.adapters.slack.failures import UNANSWERED, WRONG_TOKEN, code_of
from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.many import ManyWorkspaces
from bot.adapters.slack.oauth import COOKIE, STATE_LIVES_S, Flow, NoStore, Pages, States
from bot.adapters.slack.sealing import Sealing
from bot.adapters.slack.serving import INSTALL, REDIRECT
from bot.adapters.slack.workspaces import answering_client
from bot.config import SlackConfig
from bot.errors import PlatformError, PostError, StoreError
from bot.messages import Place
from bot.ports import Handler

__all__ = ["app_for_many"]

_LOG = logging.getLogger(__name__)
# An event of before an installation says nothing of it. Slack's clock and ours are not further apart: its signatures would else
# be too old, or of the future.
_SKEW_S = 300.0


def app_for_many(
    settings: SlackConfig, handler: Handler, clock: Callable[[], float] = time.time
) -> tuple[AsyncApp, ManyWorkspaces]:
    """The app for many workspaces, with the pages by which they install it and what is done when they remove it.

    Args:
        settings: With client_id, client_secret, signing_secret, token_key and public_url.
        handler: Keeps the installations, and is told who came and left.
        clock: Seconds since 1970.

    Raises:
        PlatformError: If something is missing, or what encrypts can't be used.
    """
    given = (settings.client_id, settings.client_secret, settings.signing_secret, settings.token_key)
    client_id, client_secret, signing_secret, token_key = given
    if not (client_id and client_secret and signing_secret and token_key and settings.public_url):
        words = "many workspaces need client_id and public_url under [slack], and SLACK_CLIENT_SECRET, SLACK_SIGNING_SECRET and SLACK_TOKEN_KEY"
        raise PlatformError(words)
    public_url = settings.public_url.rstrip("/")
    settings = settings.model_copy(update={"public_url": public_url})
    sealing = Sealing(token_key.get_secret_value(), clock)
    client = answering_client(None, settings.api_base_url)
    many = ManyWorkspaces(handler.installations, sealing, settings, client, clock)
    flow = Flow(
        client,
        many,
        handler,
        settings,
        AsyncOAuthSettings(
            client_id=client_id,
            client_secret=client_secret.get_secret_value(),
            scopes=[*SCOPES],
            user_scopes=[],
            redirect_uri=f"{public_url}{REDIRECT}",
            install_path=INSTALL,
            redirect_uri_path=REDIRECT,
            callback_options=Pages(f"{public_url}{INSTALL}"),
            installation_store=NoStore(),
            state_store=States(sealing, handler),
            state_cookie_name=COOKIE,
            state_expiration_seconds=STATE_LIVES_S,
            logger=_LOG,
        ),
        clock,
    )
    app = new_app(
        client=client,
        signing_secret=signing_secret.get_secret_value(),
        logger=_LOG,
        oauth_flow=flow,
        authorize=_Authorize(many),
        user_facing_authorize_error_message=f"This workspace has not installed Pullquote, or its installation can’t be used any more. Install it anew: {public_url}{INSTALL}",
    )
    leaving = _Leaving(many, handler)
    app.event("app_uninstalled")(leaving.on_uninstalled)
    app.event("tokens_revoked")(leaving.on_revoked)
    return app, many


class _Authorize(AsyncAuthorize):
    """By which token what comes from a workspace is answered. Bolt's own would ask Slack about it each time."""

    def __init__(self, many: ManyWorkspaces) -> None:
        """Take the workspaces."""
        super().__init__()  # type: ignore[no-untyped-call] # bolt leaves it without types
        self._many = many

    async def __call__(
        self,
        *,
        enterprise_id: str | None,
        team_id: str | None,
        user_id: str | None,
        **_: Any,
    ) -> AuthorizeResult | None:
        """The token's; None if the workspace has none.

        Raises:
            PostError: If that can't be looked up just now: Slack tells it again.
        """
        try:
            kept = await self._many.kept(team_id) if team_id else None
        except PostError as error:
            if not error.permanent:
                raise
            _LOG.warning("%s", error)
            return None
        if kept is None:
            return None
        grant = kept.grant
        return AuthorizeResult(
            enterprise_id=enterprise_id,
            team_id=grant.team,
            team=grant.name,
            url=grant.url,
            bot_user_id=grant.user,
            bot_id=grant.bot,
            bot_token=grant.token,
            bot_scopes=grant.scopes,
            user_id=user_id,
        )


class _Leaving:
    """What is done when a workspace removes the bot."""

    def __init__(self, many: ManyWorkspaces, handler: Handler) -> None:
        """Take the workspaces, and who is told."""
        self._many = many
        self._handler = handler

    async def on_uninstalled(self, body: Mapping[str, Any]) -> None:
        """See https://docs.slack.dev/reference/events/app_uninstalled."""
        await self._gone(body)

    async def on_revoked(self, body: Mapping[str, Any]) -> None:
        """See https://docs.slack.dev/reference/events/tokens_revoked: of tokens of persons we have none."""
        tokens = (body.get("event") or {}).get("tokens") or {}
        if tokens.get("bot"):
            await self._gone(body)

    async def _gone(self, body: Mapping[str, Any]) -> None:
        team = str(body.get("team_id") or "")
        try:
            if team and not await self._is_back(team, float(body.get("event_time") or 0)):
                _LOG.info("the workspace %s has removed the bot", team)
                await self._handler.left(Place(PLATFORM, team))
                await self._many.forget(team)
        except (PostError, StoreError) as error:
            _LOG.error("that the workspace %s has removed the bot could not be noted: %s", team, error)

    async def _is_back(self, team: str, at: float) -> bool:
        """Whether a workspace has installed the bot anew since it was removed: what Slack could not tell, it tells for an hour.

        Raises:
            PostError: If nobody knows just now.
        """
        try:
            kept = await self._many.kept(team)
        except PostError as error:
            if error.permanent:
                return False
            raise
        if at > kept.grant.installed_at + _SKEW_S:
            return False
        try:
            await kept.workspace.answering.auth_test()
        except UNANSWERED as error:
            return code_of(error) not in WRONG_TOKEN
        return True

"""Tokens of the tests' Slack: which there are, how a workspace installs the app, and how it is rid of it."""

from base64 import b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from secrets import compare_digest
from urllib.parse import parse_qsl, urlencode, urlsplit

from aiohttp import web

from tests.adapters.slack_chat import Call, Method
from tests.adapters.slack_senders import Events
from tests.adapters.slack_socket import Sockets
from tests.adapters.slack_world import Json, Member, Refused, Team, World

__all__ = ["APP_TOKEN", "CLIENT_ID", "CLIENT_SECRET", "SIGNING_SECRET", "Installing"]

APP_TOKEN = "xapp-1-of-a-slack-that-is-not-there"  # noqa: S105
CLIENT_ID = "1234.5678"
CLIENT_SECRET = "a-client-secret"  # noqa: S105 - likewise
SIGNING_SECRET = "a-signing-secret"  # noqa: S105 - likewise


@dataclass(frozen=True)
class _Code:
    """What is exchanged for a token, once."""

    person: Member
    scopes: str
    redirect_uri: str


class Installing:
    """Knows the tokens."""

    def __init__(self, world: World, events: Events, sockets: Sockets) -> None:
        """Take what there is, who is told of it, and what an app's token opens."""
        self._world = world
        self._events = events
        self._sockets = sockets
        self.app_token = APP_TOKEN
        self.app_scopes = "connections:write"
        self._codes: dict[str, _Code] = {}
        self._revoked: dict[str, str] = {}

    def methods(self) -> Mapping[str, Method]:
        """By their names; those without a token, and with an app's, are called otherwise."""
        return {
            "auth.test": Method(self._test),
            "auth.revoke": Method(self._revoke),
            "oauth.v2.access": Method(_never),
            "apps.connections.open": Method(_never),
        }

    def known(self, token: str) -> Team | None:
        """The workspace of a token, be it that it is not taken any more."""
        return next((team for team in self._world.teams.values() if token and team.token == token), None)

    def team_of(self, token: str) -> Team:
        """The workspace of a token.

        Raises:
            Refused: If it is not taken.
        """
        if token in self._revoked:
            raise Refused(self._revoked[token])
        team = self.known(token)
        if team is None or team.state != "installed":
            raise Refused(team.state if team else "invalid_auth")
        return team

    def connect(self, token: str, host: str) -> Json:
        """The address of a socket, to who has the app's token.

        Raises:
            Refused: If it is another one, or may not.
        """
        if token.startswith("xoxb-"):
            code = "not_allowed_token_type"
            raise Refused(code)
        if not compare_digest(token, self.app_token):
            code = "invalid_auth"
            raise Refused(code)
        if "connections:write" not in self.app_scopes.split(","):
            code = "missing_scope"
            raise Refused(code, needed="connections:write", provided=self.app_scopes)
        return {"url": f"ws://{host}/link?ticket={self._sockets.ticket()}&app_id={self._world.app_id}"}

    def approves(self, person: Member, address: str) -> str:
        """Where somebody's browser goes when they let the app in, as the page at an address asks them to.

        Args:
            person: Who.
            address: Of https://slack.com/oauth/v2/authorize.
        """
        asked = self._asked(address)
        code = self._world.new_id("code-")
        self._codes[code] = _Code(person, asked["scope"], asked.get("redirect_uri", ""))
        return self._back(asked, code=code)

    def declines(self, address: str) -> str:
        """Where somebody's browser goes when they don't."""
        return self._back(self._asked(address), error="access_denied")

    def exchange(self, request: web.Request, body: Json) -> Json:
        """A token for a code (https://docs.slack.dev/reference/methods/oauth.v2.access).

        Raises:
            Refused: If it is no code, or not any more, or who asks is not the app.
        """
        id_, secret = str(body.get("client_id") or ""), str(body.get("client_secret") or "")
        if (said := request.headers.get("Authorization", "")).startswith("Basic "):
            id_, _, secret = b64decode(said.removeprefix("Basic ")).decode().partition(":")
        if id_ != CLIENT_ID:
            code = "invalid_client_id"
            raise Refused(code)
        if secret != CLIENT_SECRET:
            code = "bad_client_secret"
            raise Refused(code)
        known = self._codes.pop(str(body.get("code") or ""), None)
        if known is None:
            code = "invalid_code"
            raise Refused(code)
        if known.redirect_uri != str(body.get("redirect_uri") or ""):
            code = "bad_redirect_uri"
            raise Refused(code)
        return self._installed(known)

    def revokes(self, team: Team) -> None:
        """A workspace takes the token back; the app is told."""
        self._revoked[team.token] = "token_revoked"
        self._events.tell(team, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [team.bot.id]}})
        team.state = "token_revoked"

    def uninstalls(self, team: Team) -> None:
        """A workspace removes the app; it is told, and that its token is gone, in whichever order."""
        self._revoked[team.token] = "account_inactive"
        self._events.tell(team, {"type": "tokens_revoked", "tokens": {"oauth": [], "bot": [team.bot.id]}})
        self._events.tell(team, {"type": "app_uninstalled"})
        team.state = "account_inactive"
        for channel in team.channels:
            channel.members[:] = [one for one in channel.members if one is not team.bot or channel.person]

    def installs(self, team: Team, scopes: str = "") -> None:
        """A workspace takes the app in, again; its token is another one. Where it was not, it has to be invited anew."""
        number = int(team.token.rpartition("-")[2]) + 1
        team.token, team.scopes, team.state = f"xoxb-{team.id}-{number}", scopes or team.scopes, "installed"

    def _installed(self, code: _Code) -> Json:
        team = code.person.workspace
        self.installs(team, code.scopes)
        return {
            "access_token": team.token,
            "token_type": "bot",
            "scope": team.scopes,
            "bot_user_id": team.bot.id,
            "app_id": self._world.app_id,
            "team": {"name": team.name, "id": team.id},
            "enterprise": None,
            "is_enterprise_install": False,
            "authed_user": {"id": code.person.id},
        }

    async def _test(self, call: Call) -> Json:
        team = call.team
        return {
            "url": f"https://{team.domain}.slack.com/",
            "team": team.name,
            "user": team.bot.name,
            "team_id": team.id,
            "user_id": team.bot.id,
            "bot_id": team.bot_id,
            "is_enterprise_install": False,
        }

    async def _revoke(self, call: Call) -> Json:
        if call.body.get("test"):
            return {"revoked": False}
        self.revokes(call.team)
        return {"revoked": True}

    def _asked(self, address: str) -> dict[str, str]:
        """What a page of Slack is asked for.

        Raises:
            AssertionError: If it would show an error instead.
        """
        asked = dict(parse_qsl(urlsplit(address).query))
        assert urlsplit(address).path.endswith("/oauth/v2/authorize"), address
        assert asked.get("client_id") == CLIENT_ID, "invalid client_id"
        assert asked.get("scope"), "no scopes requested"
        return asked

    @staticmethod
    def _back(asked: Mapping[str, str], **said: str) -> str:
        return f"{asked.get('redirect_uri', '')}?{urlencode({**said, 'state': asked.get('state', '')})}"


async def _never(call: Call) -> Json:
    """Of methods that are called by no workspace's token."""
    raise NotImplementedError

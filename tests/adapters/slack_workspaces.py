"""A Slack on 127.0.0.1 whose workspaces install the bot: what it gives for a code, whose tokens are good, and a browser."""

import asyncio
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import parse_qs, urlsplit

import aiohttp
from aiohttp import web
from pydantic import SecretStr
from slack_bolt.async_app import AsyncApp

from bot.adapters.slack.installing import app_for_many
from bot.adapters.slack.many import ManyWorkspaces
from bot.adapters.slack.serving import listening
from bot.config import SlackConfig
from tests.adapters.harness import Answering
from tests.shell.loopback import serving

__all__ = ["KEYS", "SECRET", "Browser", "Installed", "Page", "SlackOfMany", "Team", "Time", "installed", "settings_of"]

SECRET = "a signing secret"  # noqa: S105 - of a Slack that is not there
KEYS = tuple(f"{letter * 43}=" for letter in "AQg")
_PUBLIC = "https://bot.example"
SCOPES = "chat:write,commands,im:history"


@dataclass
class Team:
    """A workspace on Slack.

    Attributes:
        id: Its id.
        token: Of the bot there.
        scopes: What was granted.
        more: What else Slack answers for a code, and instead of what.
    """

    id: str
    token: str
    scopes: str = SCOPES
    more: dict[str, Any] = field(default_factory=dict)

    def answer(self) -> dict[str, Any]:
        return {
            "ok": True,
            "access_token": self.token,
            "token_type": "bot",
            "scope": self.scopes,
            "bot_user_id": f"U{self.id}",
            "app_id": "A1",
            "team": {"id": self.id, "name": f"<b>Team</b> {self.id}"},
            "enterprise": None,
            "authed_user": {"id": "U1"},
            "is_enterprise_install": False,
            **self.more,
        }


@dataclass
class SlackOfMany:
    """The Web API.

    Attributes:
        codes: What is given for a code, once.
        tokens: The workspaces of the tokens that are good.
        renewals: What is given for a refresh token, once.
        calls: What was asked for: the method, and what with.
        breaks_off: Whether it answers nothing.
        may_answer: Until this is set, nothing is answered.
    """

    codes: dict[str, Team] = field(default_factory=dict)
    tokens: dict[str, str] = field(default_factory=dict)
    renewals: dict[str, dict[str, Any]] = field(default_factory=dict)
    calls: list[tuple[str, dict[str, Any]]] = field(default_factory=list)
    breaks_off: bool = False
    may_answer: asyncio.Event = field(default_factory=asyncio.Event)

    def __post_init__(self) -> None:
        self.may_answer.set()

    def grants(self, code: str, team: Team) -> None:
        """Let somebody have allowed the installation in a workspace."""
        self.codes[code] = team
        self.tokens[team.token] = team.id

    def revokes(self, team: str) -> None:
        """Let a workspace have removed the bot."""
        self.tokens = {token: one for token, one in self.tokens.items() if one != team}

    def count(self, method: str) -> int:
        return sum(name == method for name, _ in self.calls)

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body = dict(await request.post()) | dict(request.query)
        authorization = request.headers.get("Authorization", "")
        self.calls.append((method, {**body, "authorization": authorization}))
        await self.may_answer.wait()
        if self.breaks_off and request.transport:
            request.transport.close()
        answer = self._given(body) if method == "oauth.v2.access" else self._done(method, authorization.removeprefix("Bearer "))  # fmt: skip
        return web.json_response(answer)

    def _given(self, body: Mapping[str, Any]) -> dict[str, Any]:
        if "refresh_token" in body:
            renewed = self.renewals.pop(body["refresh_token"], None)
            return renewed or {"ok": False, "error": "invalid_refresh_token"}
        team = self.codes.pop(str(body.get("code")), None)
        return team.answer() if team else {"ok": False, "error": "invalid_code"}

    def _done(self, method: str, token: str) -> dict[str, Any]:
        team = self.tokens.get(token)
        if team is None:
            return {"ok": False, "error": "token_revoked"}
        if method == "auth.revoke":
            del self.tokens[token]
        names = {"team": f"<b>Team</b> {team}", "user": "pullquote", "url": f"https://{team.lower()}.slack.example/"}
        return {"ok": True, "team_id": team, "user_id": f"U{team}", "bot_id": f"B{team}", **names}


@dataclass
class Time:
    """A clock that tests move."""

    now: float = field(default_factory=time.time)

    def __call__(self) -> float:
        return self.now


@dataclass(frozen=True)
class Page:
    """What a browser is shown: the status, the text, and the headers."""

    status: int
    text: str
    headers: Mapping[str, str]


class Browser:
    """Somebody's browser: it keeps cookies, and goes where a page or Slack sends it."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address
        self.cookies: dict[str, str] = {}

    async def opens(self, path: str) -> Page:
        given = {"Cookie": "; ".join(f"{name}={value}" for name, value in self.cookies.items())} if self.cookies else {}
        async with self._session.get(f"{self._address}{path}", headers=given, allow_redirects=False) as answer:
            for header in answer.headers.getall("Set-Cookie", ()):
                for name, cookie in SimpleCookie(header).items():
                    self.cookies.pop(name, None)
                    if cookie.value != "deleted":
                        self.cookies[name] = cookie.value
            return Page(answer.status, await answer.text(), dict(answer.headers))

    async def begins(self, path: str = "/slack/install") -> str:
        """The address on Slack that the first page leads to."""
        page = await self.opens(path)
        assert page.status == 200
        return page.text.partition('<a href="')[2].partition('"')[0].replace("&amp;", "&")

    async def comes_back(self, slack: str, code: str) -> Page:
        """What is shown to somebody who allowed it on Slack."""
        return await self.opens(f"/slack/oauth_redirect?code={code}&state={state_of(slack)}")

    async def installs(self, code: str) -> Page:
        return await self.comes_back(await self.begins(), code)


def state_of(slack: str) -> str:
    """The state in an address on Slack."""
    return parse_qs(urlsplit(slack).query)["state"][0]


@dataclass
class Installed:
    """A bot that is served, and all around it."""

    slack: SlackOfMany
    handler: Answering
    settings: SlackConfig
    clock: Time
    app: AsyncApp
    many: ManyWorkspaces
    address: str
    session: aiohttp.ClientSession

    def browser(self) -> Browser:
        return Browser(self.session, self.address)

    def another(self, **changed: Any) -> tuple[AsyncApp, ManyWorkspaces]:
        """Another process on the same database, or the same after a restart."""
        return app_for_many(self.settings.model_copy(update=changed), self.handler, self.clock)


def settings_of(address: str, keys: str = KEYS[0]) -> SlackConfig:
    return SlackConfig(
        mode="http",
        client_id="1.2",
        public_url=f"{_PUBLIC}/",
        signing_secret=SecretStr(SECRET),
        client_secret=SecretStr("a client secret"),
        token_key=SecretStr(keys),
        api_base_url=f"{address}/api/",
    )


@asynccontextmanager
async def installed(handler: Answering, prepare: Callable[[AsyncApp], Awaitable[None]] | None = None) -> AsyncIterator[Installed]:  # fmt: skip
    """A Slack, and a bot that many workspaces may install."""
    slack, clock = SlackOfMany(), Time()
    api = web.Application()
    api.router.add_route("*", "/api/{method}", slack.handle)
    async with serving(api) as its_address:
        settings = settings_of(its_address)
        app, many = app_for_many(settings, handler, clock)
        if prepare:
            await prepare(app)
        async with listening(app, settings, many.trouble, port=0) as address, aiohttp.ClientSession() as session:
            yield Installed(slack, handler, settings, clock, app, many, address, session)

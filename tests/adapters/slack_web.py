"""The Web API of the tests' Slack: who may call what, and what of it goes wrong."""

import asyncio
import json
from collections.abc import Mapping
from dataclasses import dataclass
from time import monotonic
from urllib.parse import parse_qsl

from aiohttp import web

from tests.adapters.slack_chat import Call, Method
from tests.adapters.slack_installing import Installing
from tests.adapters.slack_limits import Failure, Limits, slow_down
from tests.adapters.slack_world import Json, Refused, World

__all__ = ["Arrival", "WebApi"]

# What is sent as JSON inside a form (https://docs.slack.dev/apis/web-api#formatting).
_STRUCTURES = ("attachments", "blocks", "metadata", "prompts", "view", "loading_messages")
_TRUTH = ("include_all_metadata", "exclude_archived", "inclusive", "return_im", "unfurl_links", "unfurl_media", "test")
# Of these, the token is another one, or there is none.
_WITHOUT_TOKEN = ("oauth.v2.access",)
_BY_APP_TOKEN = "apps.connections.open"  # noqa: S105 - a method


@dataclass(frozen=True)
class Arrival:
    """A method that was called.

    Attributes:
        at: When, of `time.monotonic`.
        method: Like "chat.postMessage".
        team: Of the workspace whose token it was called with; empty if that is of none.
        body: With what.
        error: What Slack said is wrong; empty if nothing is.
        status: HTTP's.
    """

    at: float
    method: str
    team: str
    body: Json
    error: str = ""
    status: int = 200


class WebApi:
    """Answers who calls methods."""

    def __init__(self, world: World, limits: Limits, installing: Installing) -> None:
        """Take what there is, what is refused, and which tokens there are."""
        self._world = world
        self._limits = limits
        self._installing = installing
        self.methods: dict[str, Method] = {}
        self.arrivals: list[Arrival] = []
        """All that was called, in order."""
        self.held: list[asyncio.Event] = []
        """Of each request whose answer a test holds back: what lets it go."""

    async def handle(self, request: web.Request) -> web.StreamResponse:
        """The route of all methods."""
        at, method = monotonic(), request.match_info["method"]
        body = await _body_of(request)
        failure = self._limits.failure(method, str(body.get("channel") or ""))
        if failure and failure.is_answered:
            await self._hold(failure)
        elif failure and not failure.is_carried_out:
            return await self._fail(failure, at, method, request, body)
        answer, headers = await self._answer(request, method, body)
        if isinstance(answer, web.Response):
            self._record(at, method, request, body, "ratelimited", answer.status)
            return answer
        error = str(answer.get("error") or "")
        if failure and not failure.is_answered:
            return await self._fail(failure, at, method, request, body)
        self._record(at, method, request, body, error)
        return web.json_response(answer, headers=headers)

    async def _fail(
        self, failure: Failure, at: float, method: str, request: web.Request, body: Json
    ) -> web.StreamResponse:
        """Let a request come to what a test says."""
        self._record(at, method, request, body, failure.code or "failed", failure.status)
        await self._hold(failure)
        return await failure.reply(request)

    async def _hold(self, failure: Failure) -> None:
        """Wait until a test lets a request go, if it is to be held back."""
        if failure.is_held:
            self.held.append(let_go := asyncio.Event())
            self._world.watch.ring()
            await let_go.wait()

    def let_go(self) -> None:
        """Answer what is held back, if there is still somebody to be answered."""
        held, self.held = self.held, []
        for one in held:
            one.set()

    async def _answer(
        self, request: web.Request, method: str, body: Json
    ) -> tuple[Json | web.Response, Mapping[str, str]]:
        """What is answered, with its headers; a response instead to who asks too often."""
        headers: dict[str, str] = {}
        try:
            known = self.methods.get(method)
            if known is None:
                return {"ok": False, "error": "unknown_method", "req_method": method}, headers
            if method in _WITHOUT_TOKEN:
                return {"ok": True, **self._installing.exchange(request, body)}, headers
            token = token_of(request, body)
            if method == _BY_APP_TOKEN:
                return {"ok": True, **self._installing.connect(token, request.host)}, headers
            team = self._installing.team_of(token)
            headers = {"x-oauth-scopes": team.scopes, "x-accepted-oauth-scopes": ",".join(known.scopes)}
            if not team.allows(*known.scopes):
                refused = {"error": "missing_scope", "needed": ",".join(known.scopes), "provided": team.scopes}
                return {"ok": False, **refused}, headers
            channel = str(body.get("channel") or "")
            if wait_s := self._limits.wait_s(method, team.id, channel):
                return slow_down(wait_s), headers
            return {"ok": True, **await known.run(Call(team, body))}, headers
        except Refused as error:
            return {"ok": False, "error": error.code, **error.beside}, headers

    def _record(self, at: float, method: str, request: web.Request, body: Json, error: str, status: int = 200) -> None:
        team = self._installing.known(token_of(request, body, is_needed=False))
        self.arrivals.append(Arrival(at, method, team.id if team else "", body, error, status))
        self._world.watch.ring()


def token_of(request: web.Request, body: Json, *, is_needed: bool = True) -> str:
    """The token that a method is called with.

    Raises:
        Refused: If there is none, though there has to be.
    """
    token = request.headers.get("Authorization", "").removeprefix("Bearer ") or str(body.get("token") or "")
    if not token and is_needed:
        code = "not_authed"
        raise Refused(code)
    return token


async def _body_of(request: web.Request) -> Json:
    """The arguments of a method, wherever they stand."""
    raw = (await request.read()).decode()
    if request.content_type == "application/json":
        body: Json = json.loads(raw or "{}")
    else:
        body = dict(parse_qsl(raw, keep_blank_values=True))
    body = {**request.query, **body}
    for name in _STRUCTURES:
        if isinstance(body.get(name), str):
            try:
                body[name] = json.loads(body[name])
            except ValueError:
                body[name] = {"type": "no JSON"}
    for name in _TRUTH:
        if name in body:
            body[name] = str(body[name]).lower() in ("1", "true")
    return body

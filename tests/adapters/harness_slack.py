"""Slack: real slack-bolt, signed requests in, and a Web API on 127.0.0.1 that keeps what is posted."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import AsyncIterator, Mapping, Sequence
from contextlib import asynccontextmanager
from typing import Any
from urllib.parse import urlencode

from aiohttp import web
from slack_bolt.async_app import AsyncApp
from slack_bolt.request.async_request import AsyncBoltRequest
from slack_sdk.models.blocks import Block as SlackBlock

from bot.adapters.slack import SlackAdapter
from bot.config import SlackConfig
from bot.messages import Button, Place
from tests.adapters.harness import Answering, Shown, typed

__all__ = ["SECRET", "SlackPlatform", "WebApi", "platform", "settings"]

SECRET = "a signing secret"  # noqa: S105 - of a Slack that is not there
_TEAM, _CHANNEL, _USER = "T1", "C1", "U1"


class WebApi:
    """The few methods of Slack that are used. Each block that arrives is checked by Slack's own models."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, dict[str, Any]]] = []
        self.answers: dict[str, list[web.Response]] = {}
        self.history: dict[tuple[str, str], list[dict[str, Any]]] = {}
        """What stands in a channel, or in a thread of it, the oldest first."""
        self.scopes = "chat:write,channels:history,groups:history,im:history,im:write"
        self.most_at_once = 200
        self.address = ""
        self.breaks_off = False

    async def handle(self, request: web.Request) -> web.Response:
        method = request.match_info["method"]
        body: dict[str, Any] = (
            await request.json() if request.content_type == "application/json" else dict(await request.post())
        )
        body |= request.query
        blocks = json.loads(body["blocks"]) if isinstance(body.get("blocks"), str) else body.get("blocks", ())
        for block in blocks:
            parsed = SlackBlock.parse(block)
            assert parsed is not None
            parsed.validate_json()
        self.calls.append((method, body))
        if self.breaks_off and request.transport:
            request.transport.close()
        if answers := self.answers.get(method):
            return answers.pop(0)
        known = {
            "auth.test": lambda _: {
                "team_id": _TEAM,
                "team": "Dorn",
                "url": "https://dorn.slack.com/",
                "user_id": "U0",
                "user": "pullquote",
                "bot_id": "B0",
            },
            "chat.postMessage": self.keep,
            "users.info": lambda body: {
                "user": {"id": body["user"], "team_id": _TEAM, "name": "ann", "is_admin": True}
            },
            "conversations.info": lambda body: {"channel": {"id": body["channel"], "name": "news", "is_member": True}},
            "views.open": self._show,
            "views.update": self._show,
            "conversations.open": lambda body: {"channel": {"id": f"D{body['users']}"}},
            "conversations.history": self._read,
            "conversations.replies": self._read,
        }
        answer = known[method](body) if method in known else {}
        return web.json_response({"ok": True, **answer}, headers={"x-oauth-scopes": self.scopes})

    def keep(self, message: Mapping[str, Any]) -> dict[str, Any]:
        """Put a message into the history of its channel."""
        channel = str(message["channel"])
        # A person's id stands for their direct messages.
        home = (f"D{channel}" if channel.startswith("U") else channel, str(message.get("thread_ts", "")))
        count = sum(map(len, self.history.values()))
        kept = {**message, "ts": f"{1_800_000_000 + count}.000100"}
        self.history.setdefault(home, []).append(kept)
        for one in self.history.get((home[0], ""), ()) if home[1] else ():
            if one["ts"] == home[1]:
                one["reply_count"] = one.get("reply_count", 0) + 1
        return {"ts": kept["ts"]}

    def _show(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """Show a modal."""
        return {
            "view": {"id": "V1", **(asked["view"] if isinstance(asked["view"], dict) else json.loads(asked["view"]))}
        }

    def _read(self, asked: Mapping[str, Any]) -> dict[str, Any]:
        """A page of a history: of a channel the newest first, of a thread the oldest."""
        home = (asked["channel"], asked.get("ts", ""))
        found = [one for one in self.history.get(home, ()) if float(one["ts"]) > float(asked["oldest"])]
        if asked["include_all_metadata"] != "1":
            found = [{name: value for name, value in one.items() if name != "metadata"} for one in found]
        found = found if "ts" in asked else found[::-1]
        begin = int(asked.get("cursor", 0))
        end = begin + min(int(asked["limit"]), self.most_at_once)
        more = {"response_metadata": {"next_cursor": str(end)}} if end < len(found) else {}
        return {"messages": found[begin:end], **more}

    def posted(self, since: int) -> list[Shown]:
        """What people have seen since so many calls."""
        return [
            Shown(_text(body["blocks"]), body.get("response_type") == "ephemeral")
            for method, body in self.calls[since:]
            if "blocks" in body
        ]


class SlackPlatform:
    """A workspace with a channel, a bot and a member."""

    def __init__(self, api: WebApi, adapter: SlackAdapter, app: AsyncApp, runner: web.AppRunner) -> None:
        self._runner = runner
        self.api = api
        self.adapter = adapter
        self.place = Place("slack", _TEAM, _CHANNEL)
        self._app = app
        self._numbers = iter(range(1_000_000))

    async def types(self, command: str, options: Mapping[str, str]) -> Sequence[Shown]:
        return await self.sends(typed(command, options).removeprefix("/"))

    async def sends(self, text: str, **fields: str) -> Sequence[Shown]:
        """What appears for some words behind /digest."""
        before = len(self.api.calls)
        body = {
            "command": "/digest",
            "text": text,
            "team_id": _TEAM,
            "channel_id": _CHANNEL,
            "channel_name": "news",
            "user_id": _USER,
            "user_name": "ann",
            **self._trigger(),
            **fields,
        }
        assert await self.dispatch(body) == 200
        return self.api.posted(before)

    async def presses(self, button: Button) -> Sequence[Shown]:
        before = len(self.api.calls)
        blocks = next(body["blocks"] for _, body in reversed(self.api.calls) if "blocks" in body)
        actions = [element for block in blocks if block["type"] == "actions" for element in block["elements"]]
        action = next(action for action in actions if action["text"]["text"] == button.label)
        payload = {
            "type": "block_actions",
            "team": {"id": _TEAM},
            "channel": {"id": _CHANNEL},
            "user": {"id": _USER, "username": "ann", "team_id": _TEAM},
            "container": {"type": "message", "message_ts": "1.1"},
            "actions": [{**action, "block_id": "b"}],
            **self._trigger(),
        }
        assert await self.dispatch({"payload": json.dumps(payload)}) == 200
        return self.api.posted(before)

    async def goes_away(self) -> None:
        """Slack can't be reached any more."""
        await self._runner.cleanup()

    async def says(self, text: str) -> None:
        self.api.keep({"channel": _CHANNEL, "user": _USER, "text": text})

    async def seen(self) -> Sequence[Shown]:
        there = [one for (channel, _), messages in self.api.history.items() if channel == _CHANNEL for one in messages]
        return [
            Shown(_text(one["blocks"]) if "blocks" in one else one["text"], is_private=False)
            for one in sorted(there, key=lambda one: float(one["ts"]))
        ]

    async def dispatch(
        self, body: Mapping[str, str], *, secret: str = SECRET, at: float | None = None, wait: bool = True
    ) -> int:
        """The status of a signed request, once all that it started is done or, without `wait`, at once."""
        raw, stamp = urlencode(body), str(int(time.time() if at is None else at))
        digest = hmac.new(secret.encode(), f"v0:{stamp}:{raw}".encode(), hashlib.sha256).hexdigest()
        headers: dict[str, str | Sequence[str]] = {
            "content-type": ["application/x-www-form-urlencoded"],
            "x-slack-request-timestamp": [stamp],
            "x-slack-signature": [f"v0={digest}"],
        }
        before = asyncio.all_tasks()
        response = await self._app.async_dispatch(AsyncBoltRequest(body=raw, headers=headers))
        started = asyncio.all_tasks() - before
        own = [task for task in started if "slack_bolt" in str(getattr(task.get_coro(), "cr_code", ""))]
        if wait:
            await asyncio.gather(*own)
        return int(response.status)

    def _trigger(self) -> dict[str, str]:
        return {"trigger_id": f"t{next(self._numbers)}", "response_url": f"{self.api.address}/api/response_url"}


def settings(api_base_url: str) -> SlackConfig:
    """What config.toml and the environment say of a Slack of the tests."""
    secrets = {"bot_token": "xoxb-1", "app_token": "xapp-1", "signing_secret": SECRET}
    return SlackConfig.model_validate({**secrets, "api_base_url": api_base_url})


@asynccontextmanager
async def platform(answering: Answering) -> AsyncIterator[SlackPlatform]:
    api = WebApi()
    server = web.Application()
    server.router.add_route("*", "/api/{method}", api.handle)
    runner = web.AppRunner(server, shutdown_timeout=0.05)
    await runner.setup()
    await web.TCPSite(runner, "127.0.0.1", 0).start()
    api.address = f"http://127.0.0.1:{runner.addresses[0][1]}"
    adapter = SlackAdapter(settings(f"{api.address}/api/"))
    await adapter.open()
    api.calls.clear()
    try:
        yield SlackPlatform(api, adapter, adapter.connect(answering), runner)
    finally:
        await runner.cleanup()


def _text(blocks: Sequence[Mapping[str, Any]]) -> str:
    """What a reader sees of blocks."""
    return "\n".join(filter(None, map(_block_text, blocks)))


def _block_text(block: Mapping[str, Any]) -> str:
    match block["type"]:
        case "header":
            return str(block["text"]["text"])
        case "context":
            return "\n".join(element["text"] for element in block["elements"])
        case "actions":
            return "\n".join(element["text"]["text"] for element in block["elements"])
        case "rich_text":
            return "\n".join(map(_element_text, block["elements"]))
        case _:
            return ""


def _element_text(element: Mapping[str, Any]) -> str:
    """What a reader sees of rich text, be it a list."""
    return str(element["text"]) if "text" in element else "".join(map(_element_text, element["elements"]))

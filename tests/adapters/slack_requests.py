"""The tests' Slack as it sends signed requests (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""

import asyncio
import hashlib
import hmac
import json
import time
from collections.abc import Mapping
from time import monotonic
from urllib.parse import urlencode

import aiohttp

from tests.adapters.slack_senders import Envelope
from tests.adapters.slack_world import Json, World

__all__ = ["Requests", "signed"]

# https://docs.slack.dev/apis/events-api#retries, but for the pauses: Slack lets a minute pass before the second, and five more.
_PATIENCE_S, _MOST_RETRIES = 3.0, 3
_FORM, _JSON = "application/x-www-form-urlencoded", "application/json"


def signed(body: str, secret: str, at: float | None = None) -> dict[str, str]:
    """The headers by which a request is known to be Slack's, sent now or at an instant."""
    stamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{stamp}:{body}".encode(), hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": stamp, "X-Slack-Signature": f"v0={digest}"}


class Requests:
    """Sends what is to be sent to an address. An event that is not answered with 200 in time is sent again."""

    def __init__(self, world: World, address: str, secret: str) -> None:
        """Take where the bot listens, and the signing secret of the app."""
        self._world = world
        self.address = address
        self.secret = secret
        self.patience_s = _PATIENCE_S
        self.refused: list[tuple[int, str]] = []
        """What was answered instead of 200: its status and its body."""
        self._session: aiohttp.ClientSession | None = None

    async def send(self, envelope: Envelope) -> None:
        """See `tests.adapters.slack_senders.Sender.send`."""
        body, content_type = _body(envelope)
        reason = ""
        for number in range(_MOST_RETRIES + 1 if envelope.is_event else 1):
            retried = {"X-Slack-Retry-Num": str(number), "X-Slack-Retry-Reason": reason} if number else {}
            envelope.sent_at.append(monotonic())
            reason, answer, is_wanted = await self._attempt(body, {"Content-Type": content_type, **retried})
            if not reason:
                envelope.hear(answer)
            if not reason or not is_wanted:
                break
        if reason:
            envelope.failure = "operation_timeout" if reason == "http_timeout" else "dispatch_failed"
        self._world.watch.ring()

    async def post(self, body: str, headers: Mapping[str, str]) -> tuple[int, str]:
        """The status and the body of the answer to any request, signed or not."""
        status, text, _ = await self._post(body, headers)
        return status, text

    async def verify(self) -> str:
        """What is answered when the address is entered at Slack: the challenge, if it is right."""
        body = json.dumps({"token": "verification-token", "challenge": "3eZbrw1a", "type": "url_verification"})
        status, text = await self.post(body, {"Content-Type": _JSON, **signed(body, self.secret)})
        said = json.loads(text) if text.startswith("{") else {"challenge": text}
        return str(said["challenge"]) if status == 200 else ""

    async def close(self) -> None:
        """Send nothing more."""
        if self._session:
            await self._session.close()

    async def _attempt(self, body: str, headers: Mapping[str, str]) -> tuple[str, Json, bool]:
        """Why a request was not heard, or empty; what was answered; and whether it may be sent again."""
        try:
            status, text, said = await self._post(body, {**headers, **signed(body, self.secret)})
        except TimeoutError:
            return "http_timeout", {}, True
        except (aiohttp.ClientError, OSError):
            return "connection_failed", {}, True
        if status != 200:
            self.refused.append((status, text))
            return "http_error", {}, said.get("X-Slack-No-Retry") != "1"
        is_json = said.get("Content-Type", "").startswith(_JSON) and text
        return "", json.loads(text) if is_json else {"text": text} if text else {}, False

    async def _post(self, body: str, headers: Mapping[str, str]) -> tuple[int, str, Mapping[str, str]]:
        self._session = self._session or aiohttp.ClientSession()
        async with asyncio.timeout(self.patience_s):
            async with self._session.post(self.address, data=body.encode(), headers=headers) as response:
                return response.status, await response.text(), response.headers


def _body(envelope: Envelope) -> tuple[str, str]:
    match envelope.kind:
        case "slash_commands":
            return urlencode(envelope.payload), _FORM
        case "interactive":
            return urlencode({"payload": json.dumps(envelope.payload)}), _FORM
        case _:
            return json.dumps(envelope.payload), _JSON

"""Slack's requests over HTTP: one server for what people do, and for the pages by which workspaces install the app."""

import asyncio
import errno
import logging
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from http import HTTPStatus
from urllib.parse import parse_qsl

from aiohttp import web
from slack_bolt.adapter.aiohttp import to_aiohttp_response
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.response import BoltResponse
from slack_sdk.signature import SignatureVerifier

from bot.adapters.slack.finishing import UnderWay
from bot.config import SlackConfig
from bot.errors import PlatformError

__all__ = ["EVENTS", "HEALTH", "INSTALL", "REDIRECT", "listening", "serve"]

EVENTS, INSTALL, REDIRECT = "/slack/events", "/slack/install", "/slack/oauth_redirect"
"""Where Slack sends what people do, where browsers begin to install the app, and where Slack sends them back to."""

HEALTH = "/healthz"
"""Where programs see whether the bot is well."""

_LOG = logging.getLogger(__name__)
# What Slack sends of one view, with all that was filled in, stays far below.
_MOST_BYTES = 1_000_000
_LONGEST_CHECK = 1_000
_SIGNATURE = "X-Slack-Signature"
# Whoever sends such requests fills no log with them.
_WARNED_S = 60 * 60.0
_IF_SLACKS = "if nothing that is typed on Slack is heard, copy the Signing Secret anew into SLACK_SIGNING_SECRET, or set the clock of this machine"
# A request is answered in 3 seconds, or Slack has gone.
_SHUTDOWN_S = 4.0
_FAULTS = {
    errno.EADDRINUSE: "port {port} is taken by another program; choose another with port under [slack]",
    errno.EACCES: "port {port} may not be used by this account; choose one above 1023 with port under [slack]",
    errno.EADDRNOTAVAIL: "{host} is not an address of this machine; 127.0.0.1 is: write it as host under [slack]",
}
# Pages that anybody may open, with a secret in their address for a moment: nothing is loaded, kept or told on.
_SHY = {
    "Cache-Control": "no-store",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'; base-uri 'none'",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
}

Look = Callable[[], Awaitable[str]]
_Answer = Callable[[AsyncBoltRequest], Awaitable[BoltResponse]]


async def _fine() -> str:
    return ""


async def serve(app: AsyncApp, settings: SlackConfig, look: Look = _fine) -> None:
    """Take Slack's requests until cancelled; what was acknowledged by then is finished.

    Args:
        app: With all its listeners, and with a flow for OAuth where many workspaces install it.
        settings: With a signing secret.
        look: What is wrong with the bot, in words; empty if nothing is.

    Raises:
        PlatformError: If the address can't be used.
    """
    async with listening(app, settings, look):
        await asyncio.Event().wait()


@asynccontextmanager
async def listening(
    app: AsyncApp, settings: SlackConfig, look: Look = _fine, *, port: int | None = None
) -> AsyncIterator[str]:
    """The same, for as long as it is entered.

    Args:
        app: As of `serve`, and so the others.
        settings: See there.
        look: See there.
        port: Instead of that of the settings; 0 for any that is free.

    Yields:
        Where: "http://127.0.0.1:3000".

    Raises:
        PlatformError: If the address can't be used.
    """
    if settings.signing_secret is None:
        words = "requests over HTTP are known to be Slack's by SLACK_SIGNING_SECRET, which is missing"
        raise PlatformError(words)
    under_way = UnderWay(app)
    served = web.Application(client_max_size=_MOST_BYTES)
    verifier = SignatureVerifier(settings.signing_secret.get_secret_value())
    served.router.add_post(EVENTS, _Events(app, verifier).handle)
    served.router.add_get(HEALTH, _health_page(look))
    if flow := app.oauth_flow:
        served.router.add_get(INSTALL, _page(flow.handle_installation))
        served.router.add_get(REDIRECT, _page(flow.handle_callback))
    runner = web.AppRunner(served, access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    try:
        where = settings.port if port is None else port
        try:
            await web.TCPSite(runner, settings.host, where).start()
        except OSError as error:
            raise PlatformError(_words(error, settings.host, where)) from None
        host = f"[{settings.host}]" if ":" in settings.host else settings.host
        yield f"http://{host}:{runner.addresses[0][1]}"
    finally:
        await runner.cleanup()
        await under_way.finish()


class _Events:
    """What people do, and what happens around the bot."""

    def __init__(self, app: AsyncApp, verifier: SignatureVerifier) -> None:
        self._app = app
        self._verifier = verifier
        self._warned_at = -_WARNED_S

    async def handle(self, request: web.Request) -> web.Response:
        """Pass a request on to bolt, if it is Slack's: nothing of any other is looked into."""
        body = await request.read()
        if not _is_slacks(self._verifier, body, request.headers):
            self._warn(request.headers)
            return web.Response(status=HTTPStatus.OK if _is_check_of_certificate(body) else HTTPStatus.UNAUTHORIZED)
        try:
            asked = _read(body.decode(), request.headers)
        except (ValueError, TypeError, AttributeError, KeyError):
            _LOG.warning("Slack sent something that can't be read, of %d bytes", len(body))
            return web.Response(status=HTTPStatus.BAD_REQUEST)
        return await to_aiohttp_response(await self._app.async_dispatch(asked))

    def _warn(self, headers: Mapping[str, str]) -> None:
        """Let whoever runs the bot know, now and then, that something was refused that says it is Slack's: it may be."""
        now = time.monotonic()
        if _SIGNATURE in headers and now - self._warned_at >= _WARNED_S:
            self._warned_at = now
            _LOG.warning("a request was refused whose signature is not Slack's of just now; %s", _IF_SLACKS)


def _is_slacks(verifier: SignatureVerifier, body: bytes, headers: Mapping[str, str]) -> bool:
    """Whether a request is signed, and not long ago (https://docs.slack.dev/authentication/verifying-requests-from-slack)."""
    try:
        return verifier.is_valid_request(body, headers)
    except (ValueError, TypeError):
        # A time that is no number, a signature or a body that is no text.
        return False


def _is_check_of_certificate(body: bytes) -> bool:
    """Whether Slack only looks if there is a certificate (https://docs.slack.dev/interactivity/implementing-slash-commands)."""
    # Whoever sends more has no such question, and is not to keep anybody busy with it.
    return len(body) <= _LONGEST_CHECK and ("ssl_check", "1") in parse_qsl(body.decode("latin-1"))


def _read(body: str, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """What bolt makes of a request. It looks for the word "payload" anywhere, and finds nothing in a command that has it in its text."""
    is_command = headers.get("Content-Type", "").startswith("application/x-www-form-urlencoded") and (
        "payload" not in dict(parse_qsl(body, keep_blank_values=True))
    )
    asked = AsyncBoltRequest(
        body=body.replace("payload", "%70ayload") if is_command else body,
        headers=dict(headers),
    )
    # The signature is of this.
    asked.raw_body = body
    return asked


def _page(answer: _Answer) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """A page for browsers."""

    async def handle(request: web.Request) -> web.StreamResponse:
        headers: dict[str, str | Sequence[str]] = {"cookie": request.headers.getall("Cookie", [])}
        asked = AsyncBoltRequest(body="", query=request.query_string, headers=headers)
        answered = await to_aiohttp_response(await answer(asked))
        answered.headers.update(_SHY)
        for cookie in answered.cookies.values():
            # It comes back when Slack sends the browser here, and never with what other pages load.
            cookie["samesite"] = "Lax"
        return answered

    return handle


def _health_page(look: Look) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
    """Answers whether all is well: 200 if it is, else 503, with what is not."""

    async def handle(_: web.Request) -> web.StreamResponse:
        wrong = await look()
        told = {"status": "failing" if wrong else "ok", **({"slack": wrong} if wrong else {})}
        status = HTTPStatus.SERVICE_UNAVAILABLE if wrong else HTTPStatus.OK
        return web.json_response(told, status=status, headers={"Cache-Control": "no-store"})

    return handle


def _words(error: OSError, host: str, port: int) -> str:
    """Why an address can't be used, and what to change."""
    if isinstance(error, socket.gaierror):
        return f"there is no address called {host}; 127.0.0.1 is this machine: write it as host under [slack]"
    words = _FAULTS.get(error.errno or 0, "{host} can't be used ({why}); 127.0.0.1 is this machine")
    return f"Slack's requests can't be taken: {words.format(host=host, port=port, why=error.strerror)}"

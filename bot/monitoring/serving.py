"""The addresses at which the bot can be watched: /metrics and /healthz."""

import errno
import socket
from collections.abc import AsyncIterator, Mapping
from contextlib import asynccontextmanager

from aiohttp import web
from aiohttp.typedefs import Handler

from bot.errors import ConfigError
from bot.monitoring.checks import Checks, Remark
from bot.monitoring.metrics import Metrics

__all__ = ["address_of", "monitoring"]

# Whoever is reading when the bot stops may read on for so long.
_SHUTDOWN_S = 1.0
_FAULTS = {
    errno.EADDRINUSE: "port: {port} is taken by another program; choose another, or for this process alone with --metrics-port",
    errno.EACCES: "port: {port} may not be used by this account; choose one above 1023",
    errno.EADDRNOTAVAIL: "host: {host} is not an address of this machine; 127.0.0.1 is",
}


@asynccontextmanager
async def monitoring(
    host: str,
    port: int,
    metrics: Metrics,
    checks: Checks,
    overall: Checks | None = None,
    alive: Checks | None = None,
) -> AsyncIterator[str]:
    """Serve /metrics and /healthz for as long as it is entered.

    Args:
        host: An address or a name of this machine.
        port: 0 for any that is free.
        metrics: What is counted.
        checks: What has to be well for this process to be.
        overall: What has to be well for the whole installation to be, at /healthz?all; the same if not given.
        alive: What is wrong only if it helps to start the process anew, at /healthz?alive; nothing but that it answers if not given.

    Yields:
        Where: "http://127.0.0.1:9464".

    Raises:
        ConfigError: If that can't be used, naming the key.
    """
    app = web.Application()
    app.router.add_get("/metrics", metrics.page)
    pages = {"all": overall or checks, "alive": alive or Checks()}
    app.router.add_get("/healthz", _health_page(checks, pages))
    runner = web.AppRunner(app, access_log=None, shutdown_timeout=_SHUTDOWN_S)
    await runner.setup()
    try:
        try:
            await web.TCPSite(runner, host, port).start()
        except OSError as error:
            raise ConfigError((_words(error, host, port),)) from None
        yield address_of(host, runner.addresses[0][1])
    finally:
        await runner.cleanup()


def address_of(host: str, port: int) -> str:
    """An address of this machine, as one that can be asked for."""
    return f"http://{f'[{host}]' if ':' in host else host}:{port}"


def _health_page(checks: Checks, pages: Mapping[str, Checks]) -> Handler:
    """Answers whether all is well: 200 if it is, else 503, with what is not; of a page that is named in the query, or of the usual one."""

    async def handle(request: web.Request) -> web.Response:
        named = next((page for name, page in pages.items() if name in request.query), checks)
        found = await named.look()
        is_well = all(isinstance(one, Remark) or not one for one in found.values())
        told = {
            "status": "ok" if is_well else "failing",
            "checks": {name: _shown(one) for name, one in found.items()},
        }
        return web.json_response(told, status=200 if is_well else 503, headers={"Cache-Control": "no-store"})

    return handle


def _shown(found: str | Remark) -> str:
    """How something is, in a line."""
    return f"ok; {found.words}" if isinstance(found, Remark) else found or "ok"


def _words(error: OSError, host: str, port: int) -> str:
    """Why an address can't be used, and which key to change."""
    if isinstance(error, socket.gaierror):
        return f"[metrics] host: there is no address called {host}; 127.0.0.1 is this machine"
    words = _FAULTS.get(error.errno or 0, "host: {host} can't be used ({why}); 127.0.0.1 is this machine")
    return f"[metrics] {words.format(host=host, port=port, why=error.strerror)}"

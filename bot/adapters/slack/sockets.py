"""Socket Mode: connections that the bot opens, so that it needs no open port (https://docs.slack.dev/apis/events-api/using-socket-mode)."""

import asyncio
import logging
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.socket_mode.aiohttp import SocketModeClient

from bot.adapters.slack.failures import REFUSED, code_of, platform_error
from bot.adapters.slack.finishing import UnderWay
from bot.cancellation import nothing_lost

__all__ = ["connect"]

_LOG = logging.getLogger(__name__)
# Slack tells whoever types a command meanwhile that the app does not respond.
_LOOK_S = 0.25
# Before it is tried again; Slack does not like to be asked for connections often (https://docs.slack.dev/reference/methods/apps.connections.open).
_PAUSES_S = (1.0, 2.0, 5.0, 10.0)
# Slack renews a connection when it has stood for some hours: two that began apart are not renewed at once.
_APART_S = 60.0


async def connect(app: AsyncApp, app_token: str, apart_s: float = _APART_S) -> None:
    """Hear what Slack tells, until cancelled; what was acknowledged by then is finished.

    There are two connections, as soon as the first has stood for a while: Slack tells everything on one of them, and as long as one is
    renewed, on the other. One that breaks off, or that Slack wants to be renewed, is made anew.

    Args:
        app: With all its listeners.
        app_token: Begins with xapp-.
        apart_s: So much later the second connection begins, in seconds.

    Raises:
        PlatformError: If Slack does not take the token any more.
    """
    under_way = UnderWay(app)
    another = asyncio.create_task(_have_another(app, app_token, apart_s))
    try:
        async with _connection(app, app_token) as renewing:
            await renewing
    finally:
        another.cancel()
        await asyncio.gather(another, return_exceptions=True)
        await under_way.finish()


async def _have_another(app: AsyncApp, app_token: str, apart_s: float) -> None:
    """Have one more connection; where that can't be had, slack_sdk tries again and again, and one is enough meanwhile."""
    await asyncio.sleep(apart_s)
    async with _connection(app, app_token):
        # What ends the first one for good ends this one.
        await asyncio.Event().wait()


@asynccontextmanager
async def _connection(app: AsyncApp, app_token: str) -> AsyncIterator[asyncio.Task[None]]:
    """A connection, and what keeps it: that ends only if Slack does not let the bot in any more."""
    socket = AsyncSocketModeHandler(app, app_token)
    renewing = asyncio.create_task(_renew(socket.client))
    connecting = asyncio.create_task(socket.connect_async())  # type: ignore[no-untyped-call] # bolt leaves it without types
    try:
        await asyncio.wait({renewing, connecting}, return_when=asyncio.FIRST_COMPLETED)
        if connecting.done():
            connecting.result()
        yield renewing
    finally:
        renewing.cancel()
        connecting.cancel()
        await asyncio.gather(renewing, connecting, return_exceptions=True)
        await socket.close_async()  # type: ignore[no-untyped-call] # bolt leaves it without types


async def _renew(client: SocketModeClient) -> None:
    """Make a connection that broke off anew at once: slack_sdk looks only now and then.

    It also tries one address again and again, though Slack takes each only once: what broke off as it began is given another.

    Raises:
        PlatformError: If Slack does not take the token any more.
    """
    pauses, tries_s = iter(_PAUSES_S), 0.0
    while True:
        await asyncio.sleep(_LOOK_S)
        session, sdk_tries = client.current_session, client.connect_operation_lock.locked()
        tries_s = tries_s + _LOOK_S if session is None or sdk_tries else 0.0
        is_broken = session is not None and session.closed and not sdk_tries
        if not is_broken and tries_s <= client.ping_interval / 2:
            continue
        try:
            if is_broken:
                _LOG.info("the connection to Slack broke off, and is made anew")
                async with asyncio.timeout(client.ping_interval):
                    with nothing_lost():
                        await client.connect_to_new_endpoint()
            else:
                # In the middle of each rest of slack_sdk between two tries.
                tries_s = -client.ping_interval / 2
                client.wss_uri = await client.issue_new_wss_url()
        except Exception as error:
            if code_of(error) in REFUSED:
                raise platform_error(error) from error
            _LOG.warning("the connection to Slack could not be made anew yet: %s", str(error) or "nothing came of it")
            await asyncio.sleep(next(pauses, _PAUSES_S[-1]))
        else:
            pauses = iter(_PAUSES_S)

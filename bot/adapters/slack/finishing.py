"""What is under way when the bot stops: what was acknowledged is finished first."""

import asyncio
import logging

from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.listener.async_listener_start_handler import AsyncListenerStartHandler
from slack_bolt.response import BoltResponse

__all__ = ["UnderWay"]

_LOG = logging.getLogger(__name__)
# Who stops a program waits for about so long.
_PATIENCE_S = 10.0


class UnderWay(AsyncListenerStartHandler):
    """The listeners of an app that have begun and are not done.

    Bolt runs each in a task of its own that nobody else holds on to.
    """

    def __init__(self, app: AsyncApp) -> None:
        """Watch an app from now on."""
        self._tasks: set[asyncio.Task[object]] = set()
        app.listener_runner.listener_start_handler = self

    async def handle(self, request: AsyncBoltRequest, response: BoltResponse | None) -> None:  # noqa: ARG002 - bolt's
        """Take note of a listener that begins; bolt calls this in its task."""
        task = asyncio.current_task()
        if task:
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def finish(self, patience_s: float = _PATIENCE_S) -> None:
        """Wait until all are done; what takes longer is ended, and the log says how much."""
        # What was acknowledged a moment ago has its task, and may not have begun.
        await asyncio.sleep(0)
        if not self._tasks:
            return
        _, late = await asyncio.wait(self._tasks, timeout=patience_s)
        for task in late:
            task.cancel()
        if late:
            _LOG.warning("%d answers were not finished when the bot stopped", len(late))
            await asyncio.wait(late)

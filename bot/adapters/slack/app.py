"""What Slack tells the bot, passed on to whoever answers it: bolt's app with all listeners."""

import logging
import re
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from typing import Any

from slack_bolt.async_app import AsyncApp, AsyncBoltContext

from bot.adapters.slack.answering import Answering, in_words
from bot.adapters.slack.askers import Askers
from bot.adapters.slack.asking import Asking
from bot.adapters.slack.buttons import BUTTON
from bot.adapters.slack.channels import PLATFORM, Channels
from bot.adapters.slack.failures import SORRY, UNANSWERED
from bot.adapters.slack.filling import Filling
from bot.adapters.slack.forms import FIELD, FORM
from bot.adapters.slack.looking import Looking
from bot.adapters.slack.manifest import COMMAND, shortcut_id
from bot.adapters.slack.people import People
from bot.adapters.slack.posting import answer_at, parts
from bot.adapters.slack.screens import InTalk
from bot.adapters.slack.talking import Talking
from bot.adapters.slack.workspaces import Workspace, Workspaces
from bot.commands import SHORTCUTS
from bot.errors import PullquoteError
from bot.messages import Place
from bot.ports import Handler, Leaving

__all__ = ["listen"]

_LOG = logging.getLogger(__name__)

_GONE: Mapping[str, Leaving] = {
    "channel_archive": Leaving.ARCHIVED,
    "channel_deleted": Leaving.GONE,
    "channel_left": Leaving.REMOVED,
    "group_archive": Leaving.ARCHIVED,
    "group_deleted": Leaving.GONE,
    "group_left": Leaving.REMOVED,
    # Slack does not always tell the others to who was removed.
    "member_left_channel": Leaving.REMOVED,
}

_BACK = ("channel_unarchive", "group_unarchive")
_REMOVED = ("app_uninstalled", "tokens_revoked")

_See = Callable[[Workspace, Mapping[str, Any]], Awaitable[None]]


def listen(app: AsyncApp, handler: Handler, workspaces: Workspaces, people: People, channels: Channels) -> None:
    """Let an app pass on all that people ask, write and do."""
    answering = Answering(handler)
    looking = Looking(handler, people, channels)
    askers = Askers(workspaces, people, channels)
    filling = Filling(handler, answering, askers, looking)
    asking = Asking(answering, askers, filling)
    talking = Talking(handler, answering, people, askers)
    around = _Around(handler, answering, looking, channels)
    app.error(_failed)
    app.command(COMMAND)(_answered(asking.command))
    app.action(re.compile(f"^{BUTTON}"))(_answered(asking.press))
    app.options(FIELD)(filling.choices)
    app.view(re.compile(f"^{FORM}"))(filling.sent)
    for shortcut in SHORTCUTS:
        app.shortcut(shortcut_id(shortcut.command))(_answered(asking.about_message))
    once = _Once(handler, workspaces)
    app.event("app_mention")(once.told(talking.named))
    app.event("message")(once.told(talking.hear))
    app.event("app_home_opened")(once.told(around.opened))
    app.event("member_joined_channel")(once.told(around.joined))
    for event in _GONE:
        app.event(event)(once.told(around.gone))
    for event in _BACK:
        app.event(event)(once.told(around.back))
    for event in _REMOVED:
        # Where many workspaces install the app, this was listened to already, and bolt asks only the first.
        app.event(event)(_removed)


async def _removed(event: Mapping[str, Any]) -> None:
    """Say what to do about it; that somebody's own token was revoked is no news, as we use none."""
    if event.get("type") == "tokens_revoked" and not (event.get("tokens") or {}).get("bot"):
        return
    words = "the app was removed from its workspace; install it anew at api.slack.com/apps, and copy its token into SLACK_BOT_TOKEN"
    _LOG.error(words)


def _answered(listener: Callable[..., Awaitable[None]]) -> Callable[..., Awaitable[None]]:
    """A listener that acknowledges first, and says what went wrong afterwards: bolt would take the acknowledgement back."""

    @wraps(listener)
    async def answered(**given: Any) -> None:
        try:
            await listener(**given)
        except Exception as error:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            await _failed(error, given["body"])

    return answered


async def _failed(error: Exception, body: Mapping[str, Any]) -> None:
    """Let the log have what went wrong, what Slack would not do in a line and a mistake of ours with its trace; and who asked gets words."""
    is_known = isinstance(error, (PullquoteError, *UNANSWERED))
    _LOG.error("something that Slack told could not be seen to: %s", error, exc_info=None if is_known else error)
    await answer_at(str(body.get("response_url") or ""), parts(in_words(SORRY))[0])


class _Once:
    """Passes events on, each once: Slack tells one again that it takes for not heard."""

    def __init__(self, handler: Handler, workspaces: Workspaces) -> None:
        self._handler = handler
        self._workspaces = workspaces

    def told(self, see: _See) -> Callable[..., Awaitable[None]]:
        """A listener of bolt's for what sees to an event."""

        async def listener(context: AsyncBoltContext, body: dict[str, Any], event: dict[str, Any]) -> None:
            if not await self._handler.is_new(PLATFORM, str(body.get("event_id", ""))):
                return
            try:
                await see(await self._workspaces.of(context.team_id or ""), event)
            except (PullquoteError, *UNANSWERED) as error:
                _LOG.warning("%s could not be seen to: %s", event.get("type"), error)
            except Exception as error:  # noqa: BLE001 - bolt would let Slack tell it again
                await _failed(error, body)

        return listener


class _Around:
    """Sees to what happens around the bot."""

    def __init__(self, handler: Handler, answering: Answering, looking: Looking, channels: Channels) -> None:
        self._handler = handler
        self._answering = answering
        self._looking = looking
        self._channels = channels

    async def opened(self, workspace: Workspace, event: Mapping[str, Any]) -> None:
        """Show somebody the home of the app, or what they could ask in the conversation with it."""
        if event.get("tab") == "messages":
            await self._looking.suggest(workspace, str(event.get("channel", "")))
        else:
            await self._looking.refresh(workspace, str(event.get("user", "")))

    async def joined(self, workspace: Workspace, event: Mapping[str, Any]) -> None:
        """Say how to begin, or what comes, when the bot was taken into a channel."""
        if event.get("user") != workspace.user:
            return
        channel = str(event.get("channel", ""))
        self._channels.forget(workspace.id, channel)
        place = Place(PLATFORM, workspace.id, channel)
        welcome = await self._handler.joined(place, is_invited=True)
        if welcome:
            await self._answering.show(welcome, InTalk(workspace, channel, place, str(event.get("inviter") or "")))

    async def back(self, workspace: Workspace, event: Mapping[str, Any]) -> None:
        """Let what ended with a channel go on, if the bot is still in it."""
        place = Place(PLATFORM, workspace.id, str(event.get("channel", "")))
        if not await self._channels.obstacle(workspace, place):
            await self._handler.joined(place)

    async def gone(self, workspace: Workspace, event: Mapping[str, Any]) -> None:
        """Let what came to a channel come no more, as it is gone or the bot may not stay."""
        if event["type"] == "member_left_channel" and event.get("user") != workspace.user:
            return
        channel = str(event.get("channel", ""))
        place = Place(PLATFORM, workspace.id, channel)
        self._channels.forget(workspace.id, channel)
        await self._handler.left(place, self._channels.called(place), _GONE[str(event["type"])])

"""What somebody sees who opens the app itself: its home, and what they could ask in the conversation with it."""

import logging
from collections.abc import Sequence

from bot.adapters.slack.answering import in_words
from bot.adapters.slack.channels import Channels, place_of
from bot.adapters.slack.failures import UNANSWERED
from bot.adapters.slack.home import home_view
from bot.adapters.slack.manifest import PROMPTS
from bot.adapters.slack.people import People
from bot.adapters.slack.workspaces import Workspace
from bot.errors import PullquoteError, RequestError
from bot.messages import Message, Person, Place
from bot.ports import Handler

__all__ = ["Looking"]

_LOG = logging.getLogger(__name__)


class Looking:
    """Shows the home of the app, and what could be asked."""

    def __init__(self, handler: Handler, people: People, channels: Channels) -> None:
        """Take who knows what there is to see, and who knows Slack."""
        self._handler = handler
        self._people = people
        self._channels = channels

    async def refresh(self, workspace: Workspace, person: str) -> None:
        """Show somebody their home as it is now."""
        try:
            who = await self._people.who(workspace, person)
            places = await self._channels.of_person(workspace, person)
            own = place_of(workspace.id, "", person)
            message = await self._overview(who, [own, *places])
            await workspace.answering.views_publish(user_id=person, view=dict(home_view(message)))
        except (PullquoteError, *UNANSWERED) as error:
            _LOG.warning("the home of the app could not be shown: %s", error)

    async def _overview(self, who: Person, places: Sequence[Place]) -> Message:
        try:
            return await self._handler.overview(who, places)
        except RequestError as error:
            return in_words(str(error))

    @staticmethod
    async def suggest(workspace: Workspace, channel: str) -> None:
        """Show what could be asked, where the app may say such things (assistant:write)."""
        prompts = [{"title": title, "message": message} for title, message in PROMPTS]
        try:
            await workspace.answering.assistant_threads_setSuggestedPrompts(channel_id=channel, prompts=prompts)
        except UNANSWERED as error:
            _LOG.info("nothing could be suggested: %s", error)

"""Who makes the digests, as deliveries see it: the service."""

from typing import Protocol

from bot.messages import Message
from bot.ports import Nothing
from bot.subscriptions import Due, Subscription

__all__ = ["Editor"]


class Editor(Protocol):
    """Makes the digests of slots."""

    async def edition(self, subscription: Subscription, due: Due) -> Message | Nothing:
        """The digest of a slot, written down as ready to be posted.

        Raises:
            SourcesError: If there is nothing it could be made of.
        """

    async def delivered(self, message: Message) -> None:
        """Take note that it is there to be seen."""

"""By what adapters and service meet."""

from collections.abc import Callable, Sequence
from typing import Protocol

from bot.messages import Message, MessageRef, Place, Request

__all__ = ["Adapter", "Handler", "Tell", "nobody"]

Tell = Callable[[str], None]
"""Shows a line to the person who waits, instead of the one before."""


def nobody(_: str) -> None:
    """Tell nobody."""


class Handler(Protocol):
    """What an adapter needs of the service."""

    async def answer(self, request: Request, tell: Tell = nobody) -> Message:
        """Answer a request, however long that takes; the adapter has told its platform already that it was heard.

        Args:
            request: What is asked for.
            tell: Called, on long work, with how far it has come: a line for the person who waits.

        Raises:
            RequestError: In words for the person who asked, and nobody else.
        """

    async def posted(self, message: Message, refs: Sequence[MessageRef]) -> None:
        """Take note that an answer is there to be seen.

        Args:
            message: What was answered.
            refs: The messages it was posted as, in order; none where the platform doesn't tell.
        """

    async def not_posted(self, message: Message) -> None:
        """Take note that an answer could not be shown."""


class Adapter(Protocol):
    """A platform."""

    platform: str
    """Its name: of its file, its table in the configuration and its places."""

    async def run(self, handler: Handler) -> None:
        """Connect, and pass on what people ask, until cancelled.

        Raises:
            PlatformError: If it can't connect: in words for whoever runs the bot.
        """

    async def post(self, place: Place, message: Message) -> Sequence[MessageRef]:
        """Post a message by itself, once connected; waits for the connection.

        Returns:
            The messages it was posted as, in order: a long one is several.

        Raises:
            PostError: If it was not posted, and whether that is for good.
        """

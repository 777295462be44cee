"""By what adapters, service and deliveries meet."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from bot.messages import Manner, Message, MessageRef, Place, Request, Suggestion

__all__ = ["Adapter", "Handler", "Nothing", "Part", "Tell", "Terms", "by_id", "nobody"]

Tell = Callable[[str], None]
"""Shows a line to the person who waits, instead of the one before."""

Part = Any
"""What a platform shows in one piece: only its adapter looks into it."""


def nobody(_: str) -> None:
    """Tell nobody."""


def by_id(place: Place, role: str = "") -> str:
    """What a place or a role is called whose name is not known."""
    return f"role {role}" if role else f"channel {place.home}"


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a platform takes posts.

    Attributes:
        per_second: So many posts a second are taken of one token.
        place_pause_s: So many seconds lie between two posts in one place.
        key_lives: For how long a post with the key of another is that other one, and not posted again; zero where no keys are taken.
        has_history: Whether what was posted can be looked for afterwards.
        has_pointers: Whether there is a way to a message that was posted.
    """

    per_second: float
    place_pause_s: float = 0.0
    key_lives: timedelta = timedelta(0)
    has_history: bool = False
    has_pointers: bool = False

    @property
    def is_exact(self) -> bool:
        """Whether it can be found out after a crash if something was posted; else it is posted at most once, and may be missing."""
        return self.has_history or self.key_lives > timedelta(0)


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing new to tell.

    Attributes:
        receipt: Why, to be kept as it is; empty if nobody wrote it down.
    """

    receipt: str = ""


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

    async def suggest(self, request: Request, option: str) -> Sequence[Suggestion]:
        """What could stand in an option, best first; nothing if nothing is known, whatever went wrong.

        Args:
            request: What was typed until now; the option itself may be there, and not whole.
            option: Its name.
        """

    async def heard(self, request: Request) -> Message | None:
        """What to say to somebody who wrote beside a message of ours and did not speak to the bot; None for nothing.

        Args:
            request: Of no command; what they wrote beside is `reply_to`.
        """

    async def joined(self, place: Place) -> Message | None:
        """Take note that the bot was taken into a workspace; what ended when it left goes on.

        Args:
            place: Where it could say something: a channel of the workspace.

        Returns:
            How to begin; None if that was said before.
        """

    async def left(self, place: Place, called: str = "") -> None:
        """Take note that nothing can be posted in a place any more, as it is gone or the bot may not stay.

        Args:
            place: A thread, a channel with all its threads or, without a channel, a whole workspace.
            called: What people called it, where that is known.
        """


class Adapter(Protocol):
    """A platform."""

    platform: str
    """Its name: of its file, its table in the configuration and its places."""

    @property
    def terms(self) -> Terms:
        """On what terms it takes posts."""

    async def run(self, handler: Handler) -> None:
        """Connect, and pass on what people ask, until cancelled.

        Raises:
            PlatformError: If it can't connect: in words for whoever runs the bot.
        """

    def lay_out(self, message: Message) -> Sequence[Part]:
        """The parts in which a message is posted, in order, at least one; always the same of the same message."""

    async def obstacle(self, place: Place, manner: Manner) -> str:
        """What keeps the bot from posting in a place in some manner, and what to do about it, as a sentence; empty if nothing does, or nobody knows."""

    def called(self, place: Place, role: str = "") -> str:
        """What people call a place or, by its id, a role there: "#news", "@readers"; `by_id` where that is not known. Others chose it."""

    async def post(self, place: Place, part: Part, key: str, first: MessageRef | None = None) -> MessageRef:
        """Post a part of a message that comes by itself.

        Args:
            place: Where.
            part: What.
            key: At most 25 characters, and no other part's: by it the part can be found again. A platform that takes keys is
                given it.
            first: The first part of the message, once it is there; what goes on behind it may stand elsewhere than it.

        Raises:
            PostError: If it was not posted, or nobody knows; and whether that is for good.
        """

    async def reconcile(
        self, place: Place, keys: Sequence[str], since: datetime, first: MessageRef | None = None
    ) -> Mapping[str, MessageRef]:
        """Look up in a place's history which parts are there, by the keys they were posted with.

        Asked only of a platform that has a history.

        Args:
            place: Where.
            keys: Of the parts that may be there.
            since: None of them was posted before, aware.
            first: As in `post`; not one of those that are looked for.

        Returns:
            Those that are there.

        Raises:
            PostError: If it can't be looked up.
        """

"""By what adapters, service and deliveries meet."""

from collections.abc import Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any, Protocol, runtime_checkable

from bot.messages import Manner, Message, MessageRef, Person, Place, Request, Suggestion

__all__ = [
    "Adapter",
    "Handler",
    "Installations",
    "Leases",
    "Leaving",
    "Nothing",
    "Part",
    "Sharded",
    "Shards",
    "Tell",
    "Terms",
    "by_id",
    "nobody",
    "token_id",
]

Tell = Callable[[str], None]
"""Shows a line to the person who waits, instead of the one before."""

Part = Any
"""What a platform shows in one piece: only its adapter looks into it."""


_TOKEN_ID = 16


def nobody(_: str) -> None:
    """Tell nobody."""


def by_id(place: Place, role: str = "") -> str:
    """What a place or a role is called whose name is not known."""
    return f"role {role}" if role else f"channel {place.home}"


def token_id(*secrets: str) -> str:
    """A word for a token by which nobody learns anything of it: the same for the same one, in each process."""
    return sha256("\0".join(("pullquote", *secrets)).encode()).hexdigest()[:_TOKEN_ID]


@dataclass(frozen=True, slots=True)
class Terms:
    """On what terms a platform takes posts.

    Attributes:
        per_second: So many posts a second are taken of one token.
        place_pause_s: So many seconds lie between two posts in one place.
        key_lives: For how long a post with the key of another is that other one, and not posted again; zero where no keys are taken.
        has_history: Whether what was posted can be looked for afterwards.
        has_pointers: Whether there is a way to a message that was posted.
        needs_mention: Whether what somebody writes in the thread of a message, or in reply to it, reaches the bot only if it names it.
        takes_files: Whether a file can be given with a command.
        managers: Who may manage a channel, as people call them there.
    """

    per_second: float
    place_pause_s: float = 0.0
    key_lives: timedelta = timedelta(0)
    has_history: bool = False
    has_pointers: bool = False
    needs_mention: bool = False
    takes_files: bool = True
    managers: str = "those who manage this channel"

    @property
    def is_exact(self) -> bool:
        """Whether it can be found out after a crash if something was posted; else it is posted at most once, and may be missing."""
        return self.has_history or self.key_lives > timedelta(0)


class Leaving(StrEnum):
    """How the bot comes to be somewhere no longer."""

    GONE = "gone"
    """There is no such place any more."""
    ARCHIVED = "archived"
    """Nobody writes there any more."""
    REMOVED = "removed"
    """The place is there, and the bot may not stay."""


@dataclass(frozen=True, slots=True)
class Nothing:
    """There is nothing new to tell.

    Attributes:
        receipt: Why, to be kept as it is; empty if nobody wrote it down.
    """

    receipt: str = ""


class Installations(Protocol):
    """What a platform keeps of each workspace that has installed the bot. What is in it, only its adapter knows."""

    async def get(self, platform: str, workspace: str) -> str | None:
        """What is kept of a workspace; None if it has not installed the bot."""

    async def put(self, platform: str, workspace: str, data: str) -> None:
        """Keep something of a workspace, instead of what was kept."""

    async def remove(self, platform: str, workspace: str) -> None:
        """Keep nothing of a workspace any more."""

    async def workspaces(self, platform: str) -> Sequence[str]:
        """The workspaces of which something is kept."""


class Leases(Protocol):
    """Who holds what only one of several processes may have at a time, on one database. `bot.store.leases` says what can be relied on."""

    @property
    def is_file(self) -> bool:
        """Whether that is a file, of processes of one machine."""

    async def hold_all(self, wanted: Mapping[str, str], now: datetime, until: datetime) -> Collection[str]:
        """Take things, or go on having them, each for its holder: those that are held now.

        Args:
            wanted: The holder of each, by its name. Whoever comes with the same holder shares what is held.
            now: By any clock, aware.
            until: For how long from now: only the time between the two counts.

        Raises:
            StoreError: If it can't be known.
        """

    async def release(self, name: str, holder: str) -> None:
        """Give something back; nothing happens if it is not the holder's any more.

        Raises:
            StoreError: If it can't be done.
        """

    async def living(self, prefix: str) -> Mapping[str, str]:
        """The holder of each thing whose name begins so, without those that are known to be dead: what they had is given back.

        Raises:
            StoreError: If it can't be known.
        """


class Handler(Protocol):
    """What an adapter needs of the service."""

    @property
    def installations(self) -> Installations:
        """What is kept of each workspace."""

    @property
    def leases(self) -> Leases:
        """Who holds what, of the processes that work on the same database."""

    async def is_new(self, platform: str, id_: str) -> bool:
        """Whether something that a platform may tell several times is told for the first time; from then on it is not.

        Args:
            platform: Its name.
            id_: What the platform calls it, at most 100 characters. It is remembered for a day, by all programs on one database.
        """

    async def overview(self, person: Person, places: Sequence[Place]) -> Message:
        """How the bot is, for somebody who looks at it and asks for nothing: what comes next where, and how the sources are there.

        Its buttons are pressed as in the direct messages of who looks; those about a channel have its id among their options.

        Args:
            person: Who looks; whether they manage something counts for all of the places.
            places: Their direct messages, and the channels that they can see; those in which there is nothing of ours are left out.

        Raises:
            RequestError: In words for who looks.
        """

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
            request: What was typed until now; the option itself may be there, and not whole. If it is not there at all, it is a field of
                a form: first is what stands in it until somebody changes it, if the option says that something does. What the button
                had that opened the form is there as well, as it may be about another channel.
            option: Its name.
        """

    async def heard(self, request: Request) -> Message | None:
        """What to say to somebody who wrote beside a message of ours and did not speak to the bot; None for nothing.

        Where the bot can't read what they wrote, that is how to ask, once. Where it can, it is the answer to a question of the news in
        that message; people talk with each other there as well, and that is left alone. An answer is to be told of with `posted`.

        Args:
            request: Of no command; what they wrote beside is `reply_to`. What they wrote is "question" among the options, if it can be
                read.
        """

    async def joined(self, place: Place, *, is_invited: bool = False) -> Message | None:
        """Take note that the bot was taken into a workspace; what ended when it left goes on.

        Args:
            place: Where it could say something: a channel of the workspace.
            is_invited: Whether somebody has just taken it into this very channel, and waits for a word.

        Returns:
            How to begin or, to who has invited it, what comes there; None if that was said before.
        """

    async def left(self, place: Place, called: str = "", how: Leaving = Leaving.GONE) -> None:
        """Take note that nothing can be posted in a place any more, as it is gone or the bot may not stay.

        Args:
            place: A thread, a channel with all its threads or, without a channel, a whole workspace.
            called: What people called it, where that is known.
            how: What became of a thread or a channel. Where it is still there, `joined` with it takes up again what came to its end.
        """


class Adapter(Protocol):
    """A platform."""

    platform: str
    """Its name: of its file, its table in the configuration and its places."""

    token_id: str
    """Which token it posts with, by `token_id`: processes that have the same share its pace. Empty where there is none, and no pace to share."""

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


@dataclass(frozen=True, slots=True)
class Shards:
    """The parts in which the connection to a platform is divided.

    Attributes:
        held: The numbers of those that this process is connected with just now, from 0.
        count: How many there are in all; 0 if that is not known yet.
    """

    held: tuple[int, ...] = ()
    count: int = 0


@runtime_checkable
class Sharded(Protocol):
    """An adapter whose connection is divided, maybe among several processes."""

    @property
    def shards(self) -> Shards:
        """The parts of its connection."""

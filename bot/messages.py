"""The words that adapters and service share. No article and no platform is known here.

Texts are plain: every adapter escapes them for its platform, so that nothing in an article formats, links or pings.
Ids are opaque: what they mean, only their platform knows.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

__all__ = [
    "Actions",
    "Block",
    "Button",
    "Divider",
    "Document",
    "Entry",
    "Heading",
    "Known",
    "Link",
    "Listing",
    "Manner",
    "Message",
    "MessageRef",
    "Note",
    "Paragraph",
    "Person",
    "Place",
    "Pointer",
    "Request",
    "Saying",
    "Sources",
    "Suggestion",
    "Summary",
    "Told",
    "Visibility",
]

# How the channel of a person begins; no platform has channels like that.
_PERSON = "@"


@dataclass(frozen=True, slots=True)
class Place:
    """Where messages are read: a channel, a thread of it, or a person's direct messages.

    Attributes:
        platform: Name of the adapter: "discord", "slack", "terminal".
        workspace: Server or workspace; empty for direct messages.
        channel: Channel; of direct messages the platform's id of their channel, or "@" and the person's id.
        thread: Thread within the channel; empty for the channel itself.
    """

    platform: str
    workspace: str = ""
    channel: str = ""
    thread: str = ""

    @classmethod
    def of_person(cls, platform: str, workspace: str, person: str) -> "Place":
        """The direct messages of a person, by their id."""
        return cls(platform, workspace, f"{_PERSON}{person}")

    @property
    def person(self) -> str:
        """The id of the person whose direct messages these are; empty of all other places."""
        return self.channel.removeprefix(_PERSON) if self.channel.startswith(_PERSON) else ""

    @property
    def home(self) -> str:
        """The id of where exactly messages are read: not everybody in a channel is in its threads."""
        return self.thread or self.channel


@dataclass(frozen=True, slots=True)
class Person:
    """Who asks.

    Attributes:
        id: On their platform.
        name: As the platform shows it.
        may_manage: Whether the platform lets them manage the place.
        workspace: Where their id is theirs; empty if it is everywhere.
        zone: Their time zone, as an IANA name, where the platform tells it; else empty.
    """

    id: str
    name: str = ""
    may_manage: bool = False
    workspace: str = ""
    zone: str = ""


@dataclass(frozen=True, slots=True)
class MessageRef:
    """A message that was posted."""

    place: Place
    id: str


@dataclass(frozen=True, slots=True)
class Request:
    """What a person asks the bot for.

    Attributes:
        id: The platform's, each answered once.
        command: Name of one of `bot.commands.COMMANDS`.
        place: Where.
        person: Who.
        at: When, aware.
        options: By the names that the command gives them; those not chosen are left out. A button may add some.
        reply_to: The message it is an answer to, or in whose thread it stands; None if to none.
        asked_in: Where it was asked, if it is about another place.
    """

    id: str
    command: str
    place: Place
    person: Person
    at: datetime
    options: Mapping[str, str] = field(default_factory=dict)
    reply_to: MessageRef | None = None
    asked_in: Place | None = None


class Visibility(StrEnum):
    """Who sees a message."""

    PUBLIC = "public"
    PRIVATE = "private"


@dataclass(frozen=True, slots=True)
class Link:
    """A link by a name; `url` is http(s), or empty where there is nothing to link to."""

    text: str
    url: str = ""


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading.

    Attributes:
        text: Of the whole message (level 1) or of a part of it (level 2).
        level: 1 or 2.
        badges: What to know at a glance: "opinion", "excerpt only".
        image: http(s) URL of the picture that goes with the part; empty if there is none.
        is_typed: Whether it says, in words of ours, what to type: "/schedule set TIMES".
    """

    text: str
    level: int = 2
    badges: tuple[str, ...] = ()
    image: str = ""
    is_typed: bool = False


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text, in words of ours: what others wrote is told, said or a heading."""

    text: str


@dataclass(frozen=True, slots=True)
class Told:
    """A sentence, and who has it: empty if that needs no saying."""

    text: str
    source: str = ""


@dataclass(frozen=True, slots=True)
class Summary:
    """Sentences that tell a story.

    Attributes:
        sentences: In order.
        is_list: Whether each stands on a line of its own.
    """

    sentences: tuple[Told, ...]
    is_list: bool = False


@dataclass(frozen=True, slots=True)
class Saying:
    """A quotation.

    Attributes:
        parts: Its parts without their marks; what stood between two of them says who speaks.
        speaker: Who said it, with the role.
    """

    parts: tuple[str, ...]
    speaker: str


@dataclass(frozen=True, slots=True)
class Sources:
    """Where it is from.

    Attributes:
        links: The outlets by name.
        details: What else to say of them: a date, how many there are.
    """

    links: tuple[Link, ...]
    details: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Note:
    """Small print."""

    text: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A line of a list.

    Attributes:
        name: What it is about, which stands out.
        text: What is said of it; may be empty.
        is_printed: Whether a headline is in it, which is shown as it was printed.
    """

    name: str
    text: str = ""
    is_printed: bool = False


@dataclass(frozen=True, slots=True)
class Listing:
    """A list: sources, filters, commands."""

    entries: tuple[Entry, ...]


@dataclass(frozen=True, slots=True)
class Document:
    """A text to be kept as it is, line by line: an OPML list.

    Attributes:
        name: Of the file it could be.
        text: Its lines.
    """

    name: str
    text: str


@dataclass(frozen=True, slots=True)
class Pointer:
    """A way to a message that is there already.

    Attributes:
        text: What is said of it.
        ref: Which.
    """

    text: str
    ref: MessageRef


@dataclass(frozen=True, slots=True)
class Divider:
    """A line between two parts."""


@dataclass(frozen=True, slots=True)
class Button:
    """A button; whoever presses it asks for a command, about the message it stands on.

    Attributes:
        label: What stands on it.
        command: As in `Request`.
        options: As in `Request`.
        asks: The options of the command that whoever presses it is asked for first, by name.
        confirm: What whoever presses it is asked first, where the platform can: what it does can't be undone. Empty for nothing.
    """

    label: str
    command: str
    options: Mapping[str, str] = field(default_factory=dict)
    asks: tuple[str, ...] = ()
    confirm: str = ""


@dataclass(frozen=True, slots=True)
class Actions:
    """Buttons, side by side."""

    buttons: tuple[Button, ...]


Block = Heading | Paragraph | Summary | Saying | Sources | Note | Listing | Document | Pointer | Divider | Actions


@dataclass(frozen=True, slots=True)
class Manner:
    """How a message is posted, where the platform can.

    Attributes:
        is_silent: Without a sound.
        is_published: On to those who follow the channel from elsewhere.
        has_thread: With a thread of its own, in which it can be talked about.
        role: The id of those who are called to it; empty for nobody.
        is_direct: To who asked, in their direct messages, where the platform can write to them there.
    """

    is_silent: bool = False
    is_published: bool = False
    has_thread: bool = False
    role: str = ""
    is_direct: bool = False


@dataclass(frozen=True, slots=True)
class Suggestion:
    """Something that could stand in an option, while somebody types.

    Attributes:
        label: What is shown, at most 100 characters.
        value: What is then given, at most 100 characters.
    """

    label: str
    value: str


@dataclass(frozen=True, slots=True)
class Known:
    """What readers know once they see a message. It is not shown, and no platform is told.

    Attributes:
        place: Whose readers.
        troubles: Of which lasting troubles of which feeds: the kind of each, by URL.
    """

    place: Place
    troubles: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown in one go, in order.

    Attributes:
        blocks: From top to bottom.
        visibility: Whether all of the place see it, or only who asked.
        id: What the service knows it by, at most 25 characters; empty for one that nobody will come back to.
        manner: How it is posted.
        known: What its readers know from then on; None if that changes nothing.
    """

    blocks: tuple[Block, ...]
    visibility: Visibility = Visibility.PUBLIC
    id: str = ""
    manner: Manner = Manner()
    known: Known | None = None

    def sections(self) -> Iterator[list[Block]]:
        """The blocks between two dividers each: what belongs together."""
        section: list[Block] = []
        for block in (*self.blocks, Divider()):
            if not isinstance(block, Divider):
                section.append(block)
            elif section:
                yield section
                section = []

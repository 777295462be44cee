"""The words that adapters and service share. No article and no platform is known here.

Texts are plain: every adapter escapes them for its platform, so that nothing in an article formats, links or pings.
"""

from dataclasses import dataclass

__all__ = ["Block", "Divider", "Heading", "Link", "Message", "Note", "Paragraph", "Saying", "Sources"]


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
    """

    text: str
    level: int = 2
    badges: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Running text."""

    text: str


@dataclass(frozen=True, slots=True)
class Saying:
    """A quotation.

    Attributes:
        parts: Its parts without their marks; between two of them something was left out.
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
class Divider:
    """A line between two parts."""


Block = Heading | Paragraph | Saying | Sources | Note | Divider


@dataclass(frozen=True, slots=True)
class Message:
    """What is shown in one go, in order."""

    blocks: tuple[Block, ...]

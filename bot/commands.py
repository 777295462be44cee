"""What people can ask for, as data: every adapter offers each of these, by the same name."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from bot.errors import RequestError
from bot.messages import Visibility

__all__ = ["COMMANDS", "Command", "Option", "command_named", "read_command", "read_since", "visibility"]


@dataclass(frozen=True, slots=True)
class Option:
    """A choice that goes with a command.

    Attributes:
        name: As it is typed.
        help: One line.
        choices: What can be chosen; the first is what holds if nothing is.
    """

    name: str
    help: str
    choices: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Command:
    """Something to ask for; the service has a method of the same name.

    Attributes:
        name: As it is typed.
        help: One line.
        options: What goes with it.
        is_private: Whether only who asked sees the answer, where no option says otherwise.
    """

    name: str
    help: str
    options: tuple[Option, ...] = ()
    is_private: bool = False


# The longest of a word that nobody knows that is repeated, in characters.
_LONGEST_WORD = 40
_WHO_SEES_IT = "visibility"
_PUBLIC, _ONLY_ME = "public", "only-me"

_SPAN = re.compile(r"([1-9]\d{0,3})\s*(?:(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)", re.IGNORECASE)
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}

COMMANDS: tuple[Command, ...] = (
    Command(
        "digest",
        "The news of this channel's sources, in their own sentences",
        (
            Option("length", "How much of it", ("standard", "brief", "full")),
            Option("style", "How it tells a story", ("summary", "bullets", "headlines")),
            Option(_WHO_SEES_IT, "Who sees the answer", (_PUBLIC, _ONLY_ME)),
        ),
    ),
    Command(
        "quotes",
        "Who said what in this channel's last digest",
        (Option(_WHO_SEES_IT, "Who sees the answer", (_ONLY_ME, _PUBLIC)),),
        is_private=True,
    ),
    Command("help", "What I do, and how to ask for it", is_private=True),
)
"""All of them, the one that is asked for by default first. A new one is an entry here and a method of the service."""


def command_named(name: str) -> Command | None:
    """The command of a name; None if there is none."""
    return next((command for command in COMMANDS if command.name == name), None)


def visibility(command: str, options: Mapping[str, str]) -> Visibility:
    """Who sees the answer to a command."""
    known = command_named(command)
    default = _ONLY_ME if known and known.is_private else _PUBLIC
    return Visibility.PRIVATE if options.get(_WHO_SEES_IT, default) == _ONLY_ME else Visibility.PUBLIC


def read_command(text: str) -> tuple[Command, dict[str, str]]:
    """The command that some words name, and the options they choose; no words, or "now", stand for the first one.

    Raises:
        RequestError: If a word is neither.
    """
    words = text.lower().split()
    command = command_named(words[0]) if words else None
    if command or words[:1] == ["now"]:
        words = words[1:]
    command = command or COMMANDS[0]
    chosen: dict[str, str] = {}
    for word in words:
        option = next((option for option in command.options if word in option.choices), None)
        if option is None:
            known = ", ".join([*(other.name for other in COMMANDS), *(c for o in command.options for c in o.choices)])
            message = f"I don't know the word “{word[:_LONGEST_WORD]}”; I know {known}. For more, ask for help."
            raise RequestError(message)
        chosen[option.name] = word
    return command, chosen


def read_since(words: str, now: datetime) -> datetime:
    """The instant from which on news is wanted: "36h", "7 days", "2w", "2026-11-20", "2026-11-20T07:00".

    Args:
        words: As they are typed.
        now: Aware; a time without a zone is of its zone or, if that is a mere offset, of the machine's.

    Raises:
        RequestError: If the words are none of these, or an instant that is still to come.
    """
    if match := _SPAN.fullmatch(words.strip()):
        unit = _UNITS[(match[2] or match[3] or match[4]).lower()]
        return now - timedelta(**{unit: int(match[1])})
    try:
        instant = datetime.fromisoformat(words.strip())
    except ValueError:
        message = f"“{words[:_LONGEST_WORD]}” is no time to begin at; write one like 36h, 7d, 2w or 2026-11-20"
        raise RequestError(message) from None
    try:
        if instant.tzinfo is None:
            # An offset of today's may not be that day's.
            instant = instant.replace(tzinfo=now.tzinfo) if isinstance(now.tzinfo, ZoneInfo) else instant.astimezone()
        instant.astimezone(UTC)
    except (ValueError, OverflowError):
        message = f"{words[:_LONGEST_WORD]} is before all calendars; name a later time"
        raise RequestError(message) from None
    if instant >= now:
        message = f"{words[:_LONGEST_WORD]} is still to come; name a time before now"
        raise RequestError(message)
    return instant

"""What people can ask for, as data: every adapter offers each of these, by the same name."""

from collections.abc import Mapping
from dataclasses import dataclass

from bot.errors import RequestError
from bot.messages import Visibility

__all__ = ["COMMANDS", "Command", "Option", "command_named", "read_command", "visibility"]


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

COMMANDS: tuple[Command, ...] = (
    Command(
        "digest",
        "The news of this channel's sources, in their own sentences",
        (
            Option("length", "How much of it", ("standard", "brief", "full")),
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

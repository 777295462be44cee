"""What people type -> commands with their options, and instants: "digest brief about:weir", "36h"."""

import re
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from difflib import get_close_matches
from zoneinfo import ZoneInfo

from bot.commands import COMMANDS, Command, Option, command_named
from bot.errors import RequestError

__all__ = ["read_command", "read_line", "read_since", "usage", "write_command"]

# The longest of a word that nobody knows that is repeated, in characters.
_LONGEST_WORD = 40
# name:value, name:"several words" and the same with an equals sign.
_NAMED = re.compile(r"(?<!\S)([a-z]+)[:=](?:[\"“”„]([^\"“”]*)[\"“”]|(\S*))", re.IGNORECASE)
_SPAN = re.compile(r"([1-9]\d{0,3})\s*(?:(h)(?:ours?)?|(d)(?:ays?)?|(w)(?:eeks?)?)", re.IGNORECASE)
_AT_LEAST = timedelta(days=7)
_UNITS = {"h": "hours", "d": "days", "w": "weeks"}
# What groups of commands are called as well, of which there are several things.
_ALSO = {"feed": "sources", "feeds": "sources", "source": "sources", "filters": "filter", "schedules": "schedule"}
# Behind a name or in its stead, the first command.
_BY_DEFAULT = "now"


def read_command(text: str, *, is_named: bool = False, is_complete: bool = True) -> tuple[Command, dict[str, str]]:
    """The command that some words name, and its options; no words, or "now", stand for the first one.

    An option is typed as name:value or name=value, or behind the command without a name where the command takes that; a
    choice by itself, unless the command takes a sentence, in which it may be a word like any other.

    Args:
        text: As it was typed.
        is_named: Whether its first word is the name of a command; else it may be words for the first command.
        is_complete: Whether there has to be what the command is nothing without; else that is left to be asked for.

    Raises:
        RequestError: If it is none, or not complete.
    """
    command, rest = _command(text.strip(), is_named=is_named)
    options, rest = _named_options(command, rest)
    if not (command.rest and command.rest.is_required):
        chosen, rest = _choices(command, rest)
        options |= chosen
    if rest and command.rest:
        options.setdefault(command.rest.name, rest)
    elif rest:
        raise RequestError(_unknown_word(command, rest.split()[0]))
    for option in command.options if is_complete else ():
        if option.is_required and not options.get(option.name, "").strip():
            message = f"/{command.name} needs more: {usage(command)}"
            raise RequestError(message)
    return command, options


def read_line(text: str) -> tuple[str, dict[str, str]]:
    """The name of the command that somebody typed to the bot alone, and its options: with a slash or by its mere name; all else is a question.

    Raises:
        RequestError: As `read_command`.
    """
    if text.startswith("/") or command_named(_as_named(text.lower())):
        command, options = read_command(text.removeprefix("/"), is_named=True)
        return command.name, options
    return "ask", {"question": text}


def write_command(command: Command, options: Mapping[str, str]) -> str:
    """How a command with its options is typed: what `read_command` reads, with a slash before it."""
    rest = command.rest.name if command.rest else ""
    named = [f"{name}:{_quoted(value)}" for name, value in options.items() if name != rest]
    return " ".join([f"/{command.name}", *named, *filter(None, [options.get(rest, "")])])


def _quoted(value: str) -> str:
    return f'"{value}"' if re.search(r"\s|^$", value) else value


def usage(command: Command) -> str:
    """How a command is typed: "digest [ABOUT] [length:standard|brief|full]"."""
    return " ".join([f"/{command.name}", *map(_option_usage, command.options)])


def _option_usage(option: Option) -> str:
    values = "|".join(option.choices) or option.name.upper()
    shown = values if option.is_rest else f"{option.name}:{values}"
    return shown if option.is_required else f"[{shown}]"


def _command(text: str, *, is_named: bool) -> tuple[Command, str]:
    """The command that a text begins with, and what stands behind it."""
    text = _as_named(text)
    words = text.split(maxsplit=2)
    for count in (2, 1):
        name = " ".join(words[:count]).lower()
        if len(words) >= count and (command := command_named(name)):
            return command, _behind(text, count)
    if words and words[0].lower() == _BY_DEFAULT:
        return COMMANDS[0], _behind(text, 1)
    near = _nearest(words)
    if near or (words and is_named):
        meant = f"did you mean /{near}? " if near else ""
        message = f"I don't know the command “{words[0][:_LONGEST_WORD]}”; {meant}/help has all there is."
        raise RequestError(message)
    return COMMANDS[0], text


def _as_named(text: str) -> str:
    """A text that begins with another name of a group of commands, with the name of that; words that only look like it stay as they are."""
    first, *behind = text.split(maxsplit=1)[:2] or [""]
    group = _ALSO.get(first.lower(), "")
    is_one = bool(group) and (not behind or command_named(f"{group} {behind[0].split()[0].lower()}") is not None)
    return " ".join([group, *behind]) if is_one else text


def _behind(text: str, count: int) -> str:
    parts = text.split(maxsplit=count)
    return parts[count] if len(parts) > count else ""


def _nearest(words: list[str]) -> str:
    """The command that somebody may have meant who mistyped its name."""
    names = list(dict.fromkeys(command.group or command.name for command in COMMANDS))
    near = get_close_matches(words[0].lower(), names, 1, cutoff=0.75) if words else []
    return near[0] if near else ""


def _named_options(command: Command, text: str) -> tuple[dict[str, str], str]:
    """The options that are given by name, and the text without them.

    Raises:
        RequestError: If one is not among its choices.
    """
    names = {option.name: option for option in command.options}
    found: dict[str, str] = {}

    def take(match: re.Match[str]) -> str:
        option = names.get(match[1].lower())
        if option is None:
            return match[0]
        value = (match[2] if match[2] is not None else match[3]).strip()
        found[option.name] = _chosen(option, value)
        return ""

    rest = _NAMED.sub(take, text)
    return found, " ".join(rest.split()) if found else rest.strip()


def _chosen(option: Option, value: str) -> str:
    if not option.choices:
        return value
    if value.lower() not in option.choices:
        message = f"“{value[:_LONGEST_WORD]}” is no {option.name}; there are {', '.join(option.choices)}"
        raise RequestError(message)
    return value.lower()


def _choices(command: Command, text: str) -> tuple[dict[str, str], str]:
    """The choices that a text begins with, and what stands behind them."""
    values: Mapping[str, str] = {choice: option.name for option in command.options for choice in option.choices}
    found: dict[str, str] = {}
    words = text.split()
    while words and (name := values.get(words[0].lower())):
        found[name] = words.pop(0).lower()
    return found, " ".join(words) if found else text


def _unknown_word(command: Command, word: str) -> str:
    return (
        f"I don't know the word “{word[:_LONGEST_WORD]}” behind {command.name}; it is typed like this: {usage(command)}"
    )


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
        # Who looks for news looks a few days further back.
        instant.astimezone(UTC) - _AT_LEAST
    except (ValueError, OverflowError):
        message = f"{words[:_LONGEST_WORD]} is before all calendars; name a later time"
        raise RequestError(message) from None
    if instant >= now:
        message = f"{words[:_LONGEST_WORD]} is still to come; name a time before now"
        raise RequestError(message)
    return instant

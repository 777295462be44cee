"""What people write on Slack, as it was meant: Slack sends mentions, channels and links in brackets, and three characters escaped. Pure.

See https://docs.slack.dev/messaging/formatting-message-text#retrieving-messages.
"""

import re
from collections.abc import Callable, Mapping

from bot.commands import Command, Holds, command_named

__all__ = ["command_meant", "is_greeting", "line_meant", "links_in", "meant", "options_meant", "without_mention"]

_BRACKETS = re.compile(r"<([^<>|]*)(?:\|([^<>]*))?>")
_CHANNEL = re.compile(r"<#([A-Z0-9]+)(?:\|[^<>]*)?>")
_GROUP = re.compile(r"<!subteam\^([A-Z0-9]+)(?:\|[^<>]*)?>")
# How a line begins that is typed as it would be as a command.
_AS_COMMAND = re.compile(r"/?digest\s+", re.IGNORECASE)
# With these begins no question; of those that are in a group, with none.
_SURE = frozenset({"setup", "follow", "unfollow"})
# What is said in a word, and may be meant as a question.
_MAY_ASK = frozenset({"why", "ask", "read"})
_EMOJI = re.compile(r":[a-z0-9_+-]+:", re.IGNORECASE)
# Who says no more than that asks for nothing.
_GREETING = re.compile(
    r"\W*(?:hi|hello|hey|hallo|moin|good (?:morning|evening|afternoon)|guten (?:morgen|tag|abend)|thanks|thank you|thx|danke|cheers|ok|okay|test)"
    r"(?: (?:there|you|all|bot|pullquote|so much|a lot|sehr))*\W*",
    re.IGNORECASE,
)
# In this order: what was typed as "&lt;" comes as "&amp;lt;".
_ESCAPED = (("&lt;", "<"), ("&gt;", ">"), ("&amp;", "&"))


def meant(text: str) -> str:
    """Words as they were typed: an address for a link, a name for what was picked by name."""
    return _unescaped(_BRACKETS.sub(_word, text))


def options_meant(command: Command, options: Mapping[str, str]) -> dict[str, str]:
    """The options of a command as they were typed; of a channel or a group that was picked by name, its id."""
    holds = {option.name: option.holds for option in command.options}
    return {name: _MEANT.get(holds.get(name, Holds.WORDS), meant)(value) for name, value in options.items()}


def without_mention(text: str, user: str) -> str:
    """What was written to somebody, without their name."""
    return re.sub(rf"<@{re.escape(user)}(?:\|[^<>]*)?>", " ", text).strip()


def line_meant(text: str) -> str:
    """A line that is written to the bot alone, with a slash if it is a command. In a thread Slack takes none, and people leave the slash out."""
    line = text.strip()
    behind = _AS_COMMAND.sub("", line, count=1) if _AS_COMMAND.match(line) else ""
    if behind and _named(behind):
        return f"/{behind}"
    if behind:
        return line if line.startswith("/") or "?" in line else f"/{line}"
    known = _named(line)
    if known is None or " " not in line:
        return line
    has_option = any(f" {one.name}{sign}" in line.lower() for one in known.options for sign in ":=")
    is_sure = known.group or has_option or (known.name in _SURE and "?" not in line)
    return f"/{line}" if is_sure else line


def is_greeting(text: str) -> bool:
    """Whether somebody says hello or thanks, and nothing else."""
    return bool(_GREETING.fullmatch(_EMOJI.sub(" ", text).strip()))


def command_meant(text: str) -> str:
    """The name of the command that somebody asks for who names the bot; empty if it is a question."""
    line = line_meant(text)
    known = command_named(line.lower()) if not line.startswith("/") else _named(line[1:])
    return known.name if known and (line.startswith("/") or known.name not in _MAY_ASK) else ""


def _named(line: str) -> Command | None:
    """The command with whose name a line begins."""
    words = line.lower().split(maxsplit=2)
    found = (command_named(" ".join(words[:count])) for count in (2, 1) if len(words) >= count)
    return next((one for one in found if one and one.name in {" ".join(words[:2]), *words[:1]}), None)


def links_in(message: object, most: int) -> str:
    """The addresses that a message leads to, as Slack sends a message, a line each, as many as have room in so many characters."""
    if not isinstance(message, Mapping):
        return ""
    found = [match[1] for match in _BRACKETS.finditer(str(message.get("text") or ""))]
    for attachment in message.get("attachments") or ():
        if isinstance(attachment, Mapping):
            found += [str(attachment.get(key) or "") for key in ("from_url", "original_url", "title_link")]
    found += _addresses(message.get("blocks"))
    lines = ""
    for address in dict.fromkeys(map(_unescaped, found)):
        if address.startswith(("http://", "https://")) and len(lines) + len(address) < most:
            lines = f"{lines}\n{address}" if lines else address
    return lines


def _addresses(data: object) -> list[str]:
    """Every address in some blocks, in order."""
    if isinstance(data, Mapping):
        own = [data["url"]] if data.get("type") in {"link", "button"} and isinstance(data.get("url"), str) else []
        return own + [one for value in data.values() for one in _addresses(value)]
    return [one for value in data for one in _addresses(value)] if isinstance(data, list) else []


def _word(match: re.Match[str]) -> str:
    what, name = match[1], match[2] or ""
    if what.startswith("#"):
        return f"#{name}" if name else what
    if what.startswith("@"):
        return f"@{name}" if name else what
    if what.startswith("!"):
        return name or f"@{what[1:].partition('^')[0]}"
    return what.removeprefix("mailto:")


def _unescaped(text: str) -> str:
    for escaped, character in _ESCAPED:
        text = text.replace(escaped, character)
    return text


def _id_of(pattern: re.Pattern[str]) -> Callable[[str], str]:
    """What gives the id of what was picked by name, and else the words."""

    def read(value: str) -> str:
        match = pattern.fullmatch(value.strip())
        return match[1] if match else meant(value)

    return read


_MEANT: Mapping[Holds, Callable[[str], str]] = {Holds.CHANNEL: _id_of(_CHANNEL), Holds.ROLE: _id_of(_GROUP)}

"""The log: a line an event, for people or as JSON, in which no secret ever stands."""

import json
import logging
import re
import sys
from collections.abc import Iterable
from datetime import UTC, datetime
from enum import StrEnum
from typing import TextIO

from bot.plain import escaped, plain

__all__ = ["LogForm", "log_to", "without_secrets"]

_HIDDEN = "[hidden]"
# Shorter ones would hide ordinary words, and no platform gives such tokens.
_SHORTEST_SECRET = 8
# What looks like a secret, whoever's it is: tokens of Slack and Discord, what names itself so in a header or an address, and
# names and passwords in addresses.
_SECRETS = re.compile(
    # The URL of a database, however it is misspelt: a password may have anything in it. How one is written is no secret.
    r"(?P<database>\b(?i:postg\w*)(?:\+\w+)?:/{0,3}+)(?!user(?::password)?@host)\S+@"
    r"|xox[a-z]-[\w-]{8,}|xapp-[\w-]{8,}|\b[\w-]{23,28}\.[\w-]{6,7}\.[\w-]{27,}\b"
    r"|(?<=://)(?!user(?::password)?@host)[^\s/?#@]+@"
    # The addresses at which Slack takes answers from whoever has them; the ticket of a socket is among the names below.
    r"|(?<=//hooks\.slack\.com/)[^\s\"'<>)]+|(?<=//hooks\.slack-gov\.com/)[^\s\"'<>)]+"
    r"|(?i:(?<=bearer )|(?<=bot )(?=[\w.-]{40,})|(?<=[?&;])(?P<name>(?:access_?)?token|(?:api_?)?key|ticket|auth|secret|password|passwd|pwd|sig|signature)=)[^\s&;\"'<>]+"
)
# What the parts say of themselves at "info" is of no use to whoever runs the bot.
_TALKATIVE = ("apscheduler", "alembic", "discord", "slack_bolt", "slack_sdk", "aiohttp", "asyncio", "trafilatura")
# Says each second that it can't connect; what that keeps from being done, whoever does it says.
_COMPLAINING = ("psycopg.pool",)
# What every record has (Python's logging); the rest of its attributes were given to it by name.
_USUAL = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "taskName"}


class LogForm(StrEnum):
    """How a line is written."""

    TEXT = "text"
    JSON = "json"


def log_to(
    stream: TextIO | None = None,
    *,
    level: str = "info",
    form: LogForm = LogForm.TEXT,
    secrets: Iterable[str] = (),
) -> None:
    """Send what all parts log to a stream.

    Args:
        stream: Standard error if not given.
        level: "debug", "info", "warning" or "error"; libraries begin at "warning" unless it is "debug".
        form: How.
        secrets: Values that are never written, wherever they come from.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    known = sorted((secret for secret in secrets if len(secret) >= _SHORTEST_SECRET), key=len, reverse=True)
    handler.setFormatter(_FORMATS[form](known))
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(level.upper())
    for name in _TALKATIVE:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else logging.WARNING)
    for name in _COMPLAINING:
        logging.getLogger(name).setLevel(logging.DEBUG if level == "debug" else logging.ERROR)


class _Text(logging.Formatter):
    """A line for people: when, how bad if it is, what; a trace, if there is one, on the lines behind it."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        at = datetime.fromtimestamp(record.created).astimezone().isoformat(" ", "seconds")
        bad = f"{record.levelname.lower()}: " if record.levelno >= logging.WARNING else ""
        named = "".join(f" {name}={value}" for name, value in _given(record).items())
        line = plain(f"{at} {bad}{record.getMessage()}{named}")
        trace = self.formatException(record.exc_info) if record.exc_info else ""
        lines = [line, *(f"    {plain(part)}" for part in trace.splitlines())]
        return "\n".join(without_secrets(one, self._secrets) for one in lines)


class _Json(logging.Formatter):
    """An object a line: time, level, logger, message, what was given by name, and the trace."""

    def __init__(self, secrets: Iterable[str]) -> None:
        super().__init__()
        self._secrets = tuple(secrets)

    def format(self, record: logging.LogRecord) -> str:
        event = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname.lower(),
            "logger": record.name,
            "message": record.getMessage(),
            **_given(record),
        }
        if record.exc_info:
            event["trace"] = self.formatException(record.exc_info)
        told = {name: without_secrets(str(value), self._secrets) for name, value in event.items()}
        return escaped(json.dumps(told, ensure_ascii=False))


_FORMATS: dict[LogForm, type[_Text | _Json]] = {LogForm.TEXT: _Text, LogForm.JSON: _Json}


def _given(record: logging.LogRecord) -> dict[str, object]:
    """What a record was given by name, but for what is empty: `_LOG.info("...", extra={"error": "4f1a"})`."""
    return {name: value for name, value in vars(record).items() if name not in _USUAL and value not in ("", None)}


def without_secrets(line: str, secrets: Iterable[str] = ()) -> str:
    """A line without anything that is known to be secret, or looks like it."""
    for secret in secrets:
        line = line.replace(secret, _HIDDEN)
    return _SECRETS.sub(_hidden, line)


def _hidden(match: re.Match[str]) -> str:
    name = f"{match['name']}=" if match["name"] else match["database"] or ""
    return f"{name}{_HIDDEN}{'@' if match[0].endswith('@') else ''}"

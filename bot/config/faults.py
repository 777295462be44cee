"""What is wrong with a configuration: where, and in words that say what to write instead."""

import re
import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from bot.config.lines import Location, locations
from bot.config.models import TABLES
from bot.config.values import near, shown
from bot.logs import without_secrets
from bot.plain import plain

__all__ = ["Fault", "faults_of", "in_words", "syntax_fault"]

# How `tomllib` says where it stopped, and that something stands there twice.
_STOPPED = re.compile(r"(?P<said>.*) \(at (?:line (?P<line>\d+), column (?P<column>\d+)|end of document)\)", re.DOTALL)
_TWICE = re.compile(r"Cannot (?:overwrite|declare|mutate)|Duplicate")
_NO_VALUE = re.compile(r"Invalid value|Expected newline")
# What a key is called that somebody put a secret under.
_SECRET = re.compile(r"token|secret|password|database_url", re.IGNORECASE)
_HEADERS = {"places": "[[places]]"}
# By pydantic's kinds of error.
_WORDS = {
    "missing": "is missing",
    "too_short": "is empty",
    "string_too_short": "is empty",
    "tuple_type": "is not a list; write [...], and tables like [[places]]",
    "model_type": "is not a table; write it like {table}",
    "dict_type": "is not a table; write it like {table}",
    "string_type": "is not text; put it in quotation marks",
    "int_type": "{value} is not a whole number; write it in digits, without quotation marks",
    "finite_number": "{value} is not a number; write it in digits",
    "float_type": "{value} is not a number; write it in digits, without quotation marks",
    "greater_than_equal": "{value} is too small; write at least {ge:g}",
    "less_than_equal": "{value} is too large; write at most {le:g}",
}


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing that is wrong.

    Attributes:
        location: Names of tables and keys, numbers of items; empty for the file as a whole.
        words: What it is, and what to do.
        line: Its number; 0 if the location tells.
    """

    location: Location
    words: str
    line: int = 0


def in_words(path: Path, text: str, faults: Sequence[Fault]) -> tuple[str, ...]:
    """A line each: the file, the line, the key, and what is wrong; in the order of the file, and without secrets."""
    lines: dict[Location, int] = {}
    if any(fault.location and not fault.line for fault in faults):
        for location, line in locations(text):
            lines.setdefault(location, line)
    placed = sorted(((fault.line or _line(lines, fault.location), fault) for fault in faults), key=lambda one: one[0])
    return tuple(
        plain(without_secrets(f"{path}{f', line {line}' if line else ''}: {_key(fault.location)}{fault.words}"))
        for line, fault in placed
    )


def syntax_fault(text: str, error: tomllib.TOMLDecodeError) -> Fault:
    """What keeps a text from being TOML: only the first thing is known."""
    lines = text.split("\n")
    match = _STOPPED.fullmatch(str(error))
    said, line, column = match.group("said", "line", "column") if match else (str(error), None, None)
    number = int(line or len(lines))
    if column and _TWICE.match(said):
        return _second("\n".join([*lines[: number - 1], lines[number - 1][: int(column) - 1]]))
    remedy = "; text stands in quotation marks, and each key on a line of its own" if _NO_VALUE.match(said) else ""
    return Fault((), f"not TOML: {said}{remedy}", number)


def _second(text: str) -> Fault:
    """What is wrong with the last key of a text, which can't be there for what stands before it."""
    *earlier, (location, line) = locations(text)
    if location and isinstance(location[-1], int):
        location = location[:-1]
    first = dict(reversed(earlier)).get(location)
    if first is None:
        return Fault(location, "can't stand here: what it would be part of has a value already", line)
    where = f", after line {first}" if first != line else ""
    return Fault(location, f"stands here a second time{where}; keep one of them", line)


def faults_of(error: ValidationError) -> list[Fault]:
    """What pydantic found wrong."""
    found = [(tuple(part for part in one["loc"] if part != "[key]"), one) for one in error.errors()]
    return [Fault(location, _words(location, one)) for location, one in found]


def _words(location: Location, error: Mapping[str, Any]) -> str:
    """In words of ours where pydantic's own speak of Python."""
    kind, value, limits = error["type"], error["input"], error.get("ctx", {})
    if kind != "missing" and _SECRET.search(str(location[-1])):
        return "a secret does not belong in this file; set it in the environment, as docs/configuration.md has it"
    if kind == "extra_forbidden":
        return _stranger(location)
    if kind == "literal_error":
        known = re.findall(r"'(.*?)'", limits["expected"])
        return f"{shown(value)} is none of {', '.join(known)}{near(str(value), known)}"
    if location[0] == "sources" and len(location) > 1 and location[1] in TABLES[""].model_fields:
        return "is not a source; it belongs above the first table"
    if words := _WORDS.get(kind):
        return words.format(value=shown(value), table=_header(str(location[0])), **limits)
    return str(error["msg"]).removeprefix("Value error, ")


def _stranger(location: Location) -> str:
    """Words for a key that its table does not have."""
    *table, name = (part for part in location if isinstance(part, str))
    if table and name in TABLES[""].model_fields:
        return f"no such key in {_header(table[0])}; it belongs above the first table"
    homes = [_header(home) for home, model in TABLES.items() if home and name in model.model_fields]
    if homes:
        return f"no such key here; it belongs under {' or '.join(homes)}"
    known = TABLES[table[0] if table else ""].model_fields
    return f"no such key{near(name, known) or '; docs/configuration.md explains those there are'}"


def _header(table: str) -> str:
    return _HEADERS.get(table, f"[{table}]")


def _line(lines: Mapping[Location, int], location: Location) -> int:
    """The line of a key, else of the table or list it should be in; 0 for the file as a whole."""
    parts: Sequence[Location] = [location[:length] for length in range(len(location), 0, -1)]
    return next((lines[part] for part in parts if part in lines), 0)


def _key(location: Location) -> str:
    """A key in words: items of lists are counted from 1."""
    parts = [str(part + 1) if isinstance(part, int) else part or '""' for part in location]
    return f"{'.'.join(parts)}: " if parts else ""

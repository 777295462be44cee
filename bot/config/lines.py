"""On which line of a TOML file each key and each item of a list stands.

The text is one that `tomllib` took, or took as far as it goes; what it says is `tomllib`'s matter, so only what has to be
known to pass over a value is looked at.
"""

import re
import tomllib
from collections.abc import Iterator, Sequence

__all__ = ["Location", "locations"]

Location = tuple[int | str, ...]

_GAP = re.compile(r"(?:\s|#[^\n]*)*")
_KEY = re.compile(r"""[ \t]*("(?:[^"\\\n]|\\.)*"|'[^'\n]*'|[\w-]+)[ \t]*(\.?)""")
# A text of several lines may end in up to two quotation marks of its own.
_TEXT = re.compile(
    r"""\"""(?:[^\\]|\\.)*?"{3,5}|'''.*?'{3,5}|"(?:[^"\\\n]|\\.)*"|'[^'\n]*'""",
    re.DOTALL,
)
_PLAIN = re.compile(r"[^,\]}#\n]*")


def locations(text: str) -> Iterator[tuple[Location, int]]:
    """Every table, key and item of a list, with the number of its line, in the order of the file.

    A key that stands there twice comes twice, a table whenever something is added to it.

    Args:
        text: TOML, with line ends of one character.
    """
    return _Walk(text).document()


class _Walk:
    """Goes through a text once."""

    def __init__(self, text: str) -> None:
        self._text = text
        self._at = 0
        # The number of the last item of each list of tables.
        self._last: dict[Location, int] = {}

    def document(self) -> Iterator[tuple[Location, int]]:
        table: Location = ()
        while self._next():
            if self._takes("["):
                is_item, line = self._takes("["), self._line()
                for table in self._tables(self._key(), is_item=is_item):
                    yield table, line
                self._takes("]")
                self._takes("]")
            else:
                yield from self._pair(table)

    def _tables(self, names: Sequence[str], *, is_item: bool) -> Iterator[Location]:
        """Where a header leads, step by step: a name of a list of tables stands for its last item."""
        table: Location = ()
        for number, name in enumerate(names, 1):
            table = (*table, name)
            yield table
            if is_item and number == len(names):
                self._last[table] = self._last.get(table, -1) + 1
            if table in self._last:
                table = (*table, self._last[table])
                yield table

    def _pair(self, table: Location) -> Iterator[tuple[Location, int]]:
        line = self._line()
        for name in self._key():
            table = (*table, name)
            yield table, line
        self._takes("=")
        yield from self._value(table)

    def _value(self, location: Location) -> Iterator[tuple[Location, int]]:
        self._next()
        if self._takes("{"):
            while self._next() not in ("", "}"):
                if not self._takes(","):
                    yield from self._pair(location)
            self._takes("}")
        elif self._takes("["):
            number = 0
            while self._next() not in ("", "]"):
                if not self._takes(","):
                    yield (*location, number), self._line()
                    yield from self._value((*location, number))
                    number += 1
            self._takes("]")
        elif not self._passes(_TEXT):
            self._passes(_PLAIN)

    def _key(self) -> list[str]:
        names = []
        while match := _KEY.match(self._text, self._at):
            self._at = match.end()
            quoted = match[1][0] in "\"'"
            names.append(tomllib.loads(f"key = {match[1]}")["key"] if quoted else match[1])
            if not match[2]:
                break
        return names

    def _next(self) -> str:
        """What comes after spaces, line ends and comments, a character; empty at the end."""
        self._passes(_GAP)
        return self._text[self._at : self._at + 1]

    def _takes(self, character: str) -> bool:
        is_there = self._text.startswith(character, self._at)
        self._at += is_there
        return is_there

    def _passes(self, pattern: re.Pattern[str]) -> bool:
        match = pattern.match(self._text, self._at)
        self._at = match.end() if match else self._at
        return bool(match)

    def _line(self) -> int:
        return self._text.count("\n", 0, self._at) + 1

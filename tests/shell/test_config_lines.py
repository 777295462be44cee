"""On which line of a TOML file a key stands, whatever form it was written in."""

import json
import tomllib
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.config.lines import Location, locations

EVERY_FORM = """zone = "x" # [no table]
log.level = "info"
"a b"."c\\u002ed" = '''
no = "key"
# no comment
''''
limits = { cooldown_s = 2, "x" = [1,
  2 ] }
list = [
  "a", # ] no end
  \"\"\"b
  ]\"\"\", { y = 1 },
]
[[places]]
platform = "terminal"
[[ places ]]

x.y = 1 # two steps
[places.sub]
z = 07:00:00
[[places.inner]]
[[places.inner]]
k = []
[ a . 'b.c' ]
last = "\\"]#"
"""


def lines(text: str) -> dict[Location, int]:
    """Where each key stands first."""
    found: dict[Location, int] = {}
    for location, line in locations(text):
        found.setdefault(location, line)
    return found


@pytest.mark.parametrize(
    ("location", "line"),
    [
        (("zone",), 1),
        (("log", "level"), 2),
        (("a b", "c.d"), 3),
        (("limits", "cooldown_s"), 7),
        (("limits", "x", 1), 8),
        (("list",), 9),
        (("list", 0), 10),
        (("list", 1), 11),
        (("list", 2, "y"), 12),
        (("places", 0), 14),
        (("places", 0, "platform"), 15),
        (("places", 1), 16),
        (("places", 1, "x", "y"), 18),
        (("places", 1, "sub", "z"), 20),
        (("places", 1, "inner", 0), 21),
        (("places", 1, "inner", 1, "k"), 23),
        (("a", "b.c", "last"), 25),
    ],
)
def test_a_key_stands_where_it_was_written(location: Location, line: int) -> None:
    assert lines(EVERY_FORM)[location] == line


def test_every_key_is_found_and_nothing_else() -> None:
    assert set(lines(EVERY_FORM)) == set(places_in(tomllib.loads(EVERY_FORM)))


def places_in(value: Any, at: Location = ()) -> Iterator[Location]:
    """The locations of all that `tomllib` read."""
    parts = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for part, inner in parts:
        yield (*at, part)
        yield from places_in(inner, (*at, part))


TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=["Cc"]), max_size=8) | st.text("\"'#[]{},=\\. ")
VALUES = st.recursive(
    TEXTS | st.booleans() | st.integers(-99, 99), lambda inner: st.lists(inner, max_size=3), max_leaves=6
)


@given(st.dictionaries(TEXTS, VALUES | st.dictionaries(TEXTS, VALUES, max_size=3), max_size=4), st.sampled_from("\n "))
def test_whatever_the_file_says_each_key_is_found(data: dict[str, Any], gap: str) -> None:
    text = "".join(f"# {quoted(key)}\n{quoted(key)} = {written(value, gap)}\n" for key, value in data.items())
    assert set(lines(text)) == set(places_in(tomllib.loads(text)))
    lines_of_keys = [line for location, line in locations(text) if len(location) == 1]
    assert all(text.splitlines()[line - 1].startswith('"') for line in lines_of_keys)


def written(value: Any, gap: str) -> str:
    """A value in TOML, with a gap wherever there may be one."""
    match value:
        case dict():
            return "{" + ", ".join(f"{quoted(key)} = {written(one, gap)}" for key, one in value.items()) + "}"
        case list():
            return f"[{gap}" + f",{gap}".join(written(one, gap) for one in value) + f"{gap}]"
        case _:
            return quoted(value)


def quoted(value: Any) -> str:
    """A plain value in TOML, which has no halves of characters."""
    return json.dumps(value, ensure_ascii=False)

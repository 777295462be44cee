"""On which databases a test is tried.

A test that asks for `where` is tried on both, one that asks for `anywhere` by default on one of them: half of these on each, so
that every file has some on both.
"""

from collections import Counter
from collections.abc import Sequence
from zlib import crc32

import pytest

__all__ = ["DATABASES", "DATABASE_KINDS", "left_out"]

DATABASE_KINDS = ("sqlite", "postgresql")
DATABASES = ("some", "both", *DATABASE_KINDS)
"""What can be chosen."""
_FIXTURES = ("where", "empty", "anywhere")


def left_out(items: Sequence[pytest.Item], database: str, engine: str) -> set[pytest.Item]:
    """Which tests are not tried, where one of `DATABASES` was chosen, and one of `tests.chosen.ENGINES`."""
    turns: Counter[tuple[str, str]] = Counter()
    elsewhere = {item for item in items if engine == "many" and item.get_closest_marker("in_this_process")}
    return elsewhere | {item for item in items if not _is_tried(item, database, turns)}


def _is_tried(item: pytest.Item, database: str, turns: Counter[tuple[str, str]]) -> bool:
    spec = getattr(item, "callspec", None)
    given: dict[str, object] = spec.params if spec else {}
    if database in DATABASE_KINDS:
        return all(given.get(name) in {None, database} for name in _FIXTURES)
    return (
        database == "both" or "anywhere" not in given or given["anywhere"] == _turn(item, str(given["anywhere"]), turns)
    )


def _turn(item: pytest.Item, kind: str, turns: Counter[tuple[str, str]]) -> str:
    """On which database it is tried: its function's examples take turns, and functions begin with one or the other."""
    function = item.nodeid.partition("[")[0]
    turns[function, kind] += 1
    return DATABASE_KINDS[(crc32(function.encode()) + turns[function, kind]) % 2]

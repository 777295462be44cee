"""Two databases side by side: whether every row of one is in the other, with the same values."""

import hashlib
import json
import unicodedata
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from enum import StrEnum
from functools import cache
from itertools import zip_longest
from typing import Any

from sqlalchemy import Column, ColumnElement, Connection, MetaData, String, Table, collate, func, select, text
from sqlalchemy.types import TypeDecorator, TypeEngine

from bot.store import search
from bot.store import tables as t

__all__ = ["Compared", "Progress", "Row", "Stage", "Tell", "bare_tables", "compare_tables", "compare_words", "portions"]

Row = tuple[Any, ...]

# Of an article, a row may be some 100 kB: memory stays as it is however many there are.
_AT_ONCE = 200
_WORDS = 8
_LONGEST_VALUE = 60


class Stage(StrEnum):
    """What is being done."""

    COPYING = "copied"
    INDEXING = "taken into the index of words"
    COMPARING = "compared"


@dataclass(frozen=True, slots=True)
class Progress:
    """How far it has come.

    Attributes:
        stage: With what.
        table: Of which.
        done: How many of its rows.
        total: Of how many; 0 if there are none.
    """

    stage: Stage
    table: str
    done: int
    total: int


Tell = Callable[[Progress], object]


@dataclass(frozen=True, slots=True)
class Compared:
    """What came of comparing a table, or the index of words.

    Attributes:
        name: Of which.
        rows: How many are the same on both sides.
        digest: Of their values, in the order of their keys, as hexadecimal digits; the same rows have the same on every database.
        difference: The first, in words; empty if there is none.
    """

    name: str
    rows: int
    digest: str = ""
    difference: str = ""


@cache
def bare_tables() -> tuple[Table, ...]:
    """What goes from one database to another, in the order in which rows refer to each other.

    Their types are those of the database, so that values are taken as they stand there, whatever our own types make of them.
    """
    return tuple(_bare(table) for table in t.metadata.sorted_tables if table.name not in t.OF_A_RUN)


def portions(connection: Connection, table: Table, *, is_sorted: bool) -> Generator[list[Row], None, None]:
    """The rows of a table, a few at a time, in the order of its key, as code points sort, or in any.

    Zero bytes in texts are left out: PostgreSQL takes none, and none of ours means anything.
    """
    statement = select(table)
    if is_sorted:
        statement = statement.order_by(*_order(connection, table))
    with connection.execute(statement, execution_options={"yield_per": _AT_ONCE}) as result:
        for rows in result.partitions():
            yield [tuple(_without_zero(value) for value in row) for row in rows]


def compare_tables(old: Connection, new: Connection, tell: Tell) -> Iterator[Compared]:
    """Compare all tables, each up to its first difference."""
    for table in bare_tables():
        yield _compare(old, new, table, tell)


def compare_words(old: Connection, new: Connection) -> Compared:
    """Compare what is found on both sides, for a few words of headlines."""
    words = _some_words(old)
    for word in words:
        there, here = (frozenset(map(_without_zero, search.having(side, word))) for side in (old, new))
        if there != here:
            words_of_it = f"“{word}” is found in {len(there)} articles of the source and in {len(here)} of the target, {len(there & here)} of them the same"
            return Compared("the index of words", 0, difference=words_of_it)
    missing, stray = search.mismatches(new)
    if missing or stray:
        return Compared(
            "the index of words",
            0,
            difference=f"that of the target lacks {missing} articles, and has {stray} that it should not",
        )
    return Compared("the index of words", len(words))


def _compare(old: Connection, new: Connection, table: Table, tell: Tell) -> Compared:
    total = old.execute(select(func.count()).select_from(table)).scalar_one()
    digest, same = hashlib.sha256(), 0
    with closing(_rows(old, table)) as there, closing(_rows(new, table)) as here:
        for was, is_now in zip_longest(there, here):
            if was != is_now:
                return Compared(table.name, same, difference=_difference(table, was, is_now))
            # Of None, truth values, numbers and text there is no other reading of this.
            digest.update(repr(was).encode())
            same += 1
            if same % _AT_ONCE == 0:
                tell(Progress(Stage.COMPARING, table.name, same, total))
    if same % _AT_ONCE or not same:
        tell(Progress(Stage.COMPARING, table.name, same, total))
    return Compared(table.name, same, digest.hexdigest())


def _rows(connection: Connection, table: Table) -> Generator[Row, None, None]:
    with closing(portions(connection, table, is_sorted=True)) as all_of_them:
        for rows in all_of_them:
            yield from rows


def _difference(table: Table, was: Row | None, is_now: Row | None) -> str:
    """What differs where both sides first do; each is the next of its side, or there is none."""
    key_was, key_now = _key(table, was), _key(table, is_now)
    if key_was is not None and (key_now is None or key_was < key_now):
        return f"{_named(table, key_was)} is only in the source"
    if key_now is not None and (key_was is None or key_now < key_was):
        return f"{_named(table, key_now)} is only in the target"
    assert was is not None  # noqa: S101 - both are there, with the same key
    assert is_now is not None  # noqa: S101
    name, one, other = next(
        (column.name, one, other) for column, one, other in zip(table.columns, was, is_now, strict=True) if one != other
    )
    return f"{name} of {_named(table, key_was or ())} is {_shown(one)} in the source and {_shown(other)} in the target"


def _key(table: Table, row: Row | None) -> Row | None:
    if row is None:
        return None
    return tuple(value for column, value in zip(table.columns, row, strict=True) if column.primary_key)


def _named(table: Table, key: Sequence[Any]) -> str:
    names = [column.name for column in table.primary_key.columns]
    return ", ".join(f"{name} {_shown(value)}" for name, value in zip(names, key, strict=True))


def _shown(value: object) -> str:
    words = ascii(value)
    return words if len(words) <= _LONGEST_VALUE else f"{words[:_LONGEST_VALUE]}..."


def _some_words(connection: Connection) -> list[str]:
    """The longest word of each of a few headlines, from all over the index."""
    titles = []
    articles = next(table for table in bare_tables() if table.name == "articles")
    total = connection.execute(select(func.count()).select_from(articles)).scalar_one()
    for number in range(0, total, max(1, total // _WORDS)):
        chosen = select(articles.c.revision).order_by(articles.c.revision).offset(number).limit(1).scalar_subquery()
        data = json.loads(connection.execute(select(articles.c.data).where(articles.c.revision == chosen)).scalar_one())
        title = data.get("title")
        titles.append(data["text"][title["start"] : title["end"]] if title else data["text"][:_LONGEST_VALUE])
    longest = (max(filter(_is_plain, search.words_of(title)), key=len, default="") for title in titles)
    return sorted({word for word in longest if word})


def _is_plain(word: str) -> bool:
    """Whether both databases know its letters: SQLite takes some that Unicode had later than 3.2 for spaces."""
    kinds = [unicodedata.ucd_3_2_0.category(one) for one in word]
    return kinds[0].startswith("L") and all(kind.startswith("L") or kind == "Nd" for kind in kinds)


def _bare(table: Table) -> Table:
    columns = [Column(column.name, _bare_type(column.type), primary_key=column.primary_key) for column in table.columns]
    return Table(table.name, MetaData(), *columns)


def _bare_type(type_: TypeEngine[Any]) -> TypeEngine[Any]:
    return type_.impl_instance if isinstance(type_, TypeDecorator) else type_


def _order(connection: Connection, table: Table) -> list[ColumnElement[Any]]:
    """PostgreSQL sorts text by the rules of a language unless it is told not to; SQLite by its bytes, with those of zero."""
    keys = list(table.primary_key.columns)
    if connection.dialect.name == "postgresql":
        return [collate(key, "C") if isinstance(key.type, String) else key for key in keys]
    has_zero = " OR ".join(f"instr(CAST({key.name} AS BLOB), x'00') > 0" for key in keys)
    if not connection.execute(text(f"SELECT 1 FROM {table.name} WHERE {has_zero} LIMIT 1")).first():  # noqa: S608 - our own names
        return list(keys)
    driver: Any = connection.connection.driver_connection
    driver.create_function("without_zero", 1, _without_zero, deterministic=True)
    return [func.without_zero(key) for key in keys]


def _without_zero(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) and "\0" in value else value

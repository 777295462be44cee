"""Databases in which every table has something, for what is moved from one to another."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import Boolean, Column, Integer, Table, func, select

from bot.store import tables as t
from bot.store.columns import Instant
from bot.store.comparing import bare_tables
from bot.store.database import connected
from bot.store.search import catch_up
from tests.shell.stores import kept

__all__ = ["PLAIN", "counts", "fill", "rows_of"]

_NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
PLAIN = ("", "the weir of Dorn", "Ünïcode ﬁ 🜁 e\u0301 \u202e", "'\"\\ \t\n\r\x01 {} % :name", "漢字\U0010ffff")


def fill(where: Path | str, texts: Iterable[str] = PLAIN, *, as_it_is: bool = False) -> None:
    """Put rows into every table of a database, one for each text, which stands in all that may hold any text.

    Args:
        where: A file or a URL.
        texts: In their order.
        as_it_is: Past our own types, which leave out what a database would not take.
    """
    if isinstance(where, Path) and not where.exists():
        kept(where)
    tables = {table.name: table for table in bare_tables()} if as_it_is else t.metadata.tables
    with connected(where, is_alone=True) as connection, connection.begin():
        for table in t.metadata.sorted_tables:
            if table.name in t.OF_A_RUN:
                continue
            rows = [
                {column.name: _value(column, number, words, as_it_is=as_it_is) for column in table.columns}
                for number, words in enumerate(texts)
            ]
            connection.execute(tables[table.name].insert(), rows)
        catch_up(connection)


def counts(where: Path | str) -> dict[str, int]:
    """How many rows each table has."""
    with connected(where, is_alone=True) as connection, connection.begin():
        return {
            table.name: connection.execute(select(func.count()).select_from(table)).scalar_one()
            for table in t.metadata.sorted_tables
        }


def rows_of(where: Path | str, table: Table) -> set[tuple[Any, ...]]:
    """What a table has, as our own types give it."""
    with connected(where, is_alone=True) as connection, connection.begin():
        return {tuple(row) for row in connection.execute(select(table))}


def _value(column: Column[Any], number: int, words: str, *, as_it_is: bool) -> Any:
    for key in column.foreign_keys:
        return _value(key.column, number, words, as_it_is=as_it_is)
    if column.nullable and number % 2:
        return None
    if isinstance(column.type, Instant):
        at = _NOW + timedelta(hours=number, microseconds=number)
        return at.isoformat() if as_it_is else at
    if isinstance(column.type, Boolean):
        return bool(number % 2)
    if isinstance(column.type, Integer):
        return number * 1_000_000
    if column.name == "data":
        title = f"{_word(number)} {words}"
        return json.dumps({"title": {"start": 0, "end": len(title)}, "text": f"{title}\n\nAnd so on."})
    if column.table.name == "takedowns" and column.name == "kind":
        return "outlet"
    if column.name == "settings":
        return json.dumps({"words": words})
    if column.table.name in {"places", "place_sources"} and column.name in {"platform", "workspace", "channel"}:
        return f"{column.name}{number} {words}"
    # The same in all tables, but of each row its own.
    return f"{words} {column.name}{number}"


def _word(number: int) -> str:
    return "".join(chr(ord("a") + int(digit)) for digit in f"{number:06}") + "weir"

"""A database for tests, and what is said of one that can't be used."""

import asyncio
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import TypeVar

import pytest
from sqlalchemy import text

from bot.errors import StoreError
from bot.store.database import Database

__all__ = ["COUNT", "SUBSCRIBE", "done", "execute", "failure", "scalar"]

T = TypeVar("T")


def done(where: Path | str, *steps: Callable[[Database], Awaitable[T]], patience_s: float = 5) -> list[T]:
    """What each step gives, in one database that is opened once."""

    async def run() -> list[T]:
        database = Database(where, patience_s=patience_s)
        try:
            await database.open()
            return [await step(database) for step in steps]
        finally:
            await database.close()

    return asyncio.run(run())


def failure(where: Path | str, *steps: Callable[[Database], Awaitable[object]], patience_s: float = 5) -> StoreError:
    """What is said of a database that can't be used."""
    with pytest.raises(StoreError) as caught:
        done(where, *steps, patience_s=patience_s)
    return caught.value


def execute(statement: str) -> Callable[[Database], Awaitable[object]]:
    return lambda database: database.write(lambda connection: connection.execute(text(statement)).rowcount)


def scalar(statement: str) -> Callable[[Database], Awaitable[object]]:
    return lambda database: database.read(lambda connection: connection.execute(text(statement)).scalar())


SUBSCRIBE = "INSERT INTO subscriptions (id, since) VALUES ('s', '2026-11-24T06:00:00+00:00')"
COUNT = "SELECT count(*) FROM subscriptions"

"""What persons follow, wherever they read."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Connection, Row, select

from bot.messages import Place
from bot.store import tables as t
from bot.store.database import Database

__all__ = ["Follow", "FollowKind", "Follows"]


class FollowKind(StrEnum):
    """What can be followed."""

    TOPIC = "topic"
    PERSON = "person"
    STORY = "story"


@dataclass(frozen=True, slots=True)
class Follow:
    """Something that a person follows.

    Attributes:
        id: What it is known by.
        place: The person's: `Place.of_person`.
        kind: What sort of thing it is.
        words: What it is called.
        data: What else is to be known of it, by whoever looks for it; empty if nothing is.
        created_at: Since when, aware.
    """

    id: str
    place: Place
    kind: FollowKind
    words: str
    data: str
    created_at: datetime


class Follows:
    """All that is followed, by all persons."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def add(self, follow: Follow) -> bool:
        """Follow something. Whether the person did not follow the same already, under words that differ only in case.

        Raises:
            ValueError: If its place is no person's.
        """
        row = {
            **_key(follow.place),
            "id": follow.id,
            "kind": follow.kind,
            "words": follow.words,
            "data": follow.data,
            "created_at": follow.created_at,
        }

        def write(connection: Connection) -> bool:
            t.lock(connection, t.follows)
            same = {(one.kind, one.words.casefold()) for one in _of(connection, follow.place)}
            is_new = (follow.kind, follow.words.casefold()) not in same
            if is_new:
                connection.execute(t.follows.insert().values(row))
            return is_new

        return await self._database.write(write)

    async def remove(self, place: Place, follow: str) -> bool:
        """Follow something no longer, by its id. Whether the person did."""
        statement = t.follows.delete().filter_by(id=follow, **_key(place))
        return await self._database.write(lambda connection: connection.execute(statement).rowcount > 0)

    async def of_person(self, place: Place) -> tuple[Follow, ...]:
        """What a person follows, in the order in which they came to."""
        return await self._database.read(lambda connection: _of(connection, place))

    async def all(self) -> tuple[Follow, ...]:
        """What is followed by all persons, one after the other."""
        it = t.follows.c
        order = (it.platform, it.workspace, it.person, it.created_at, it.id)
        return await self._database.read(
            lambda connection: tuple(_follow(row) for row in connection.execute(select(t.follows).order_by(*order)))
        )


def _of(connection: Connection, place: Place) -> tuple[Follow, ...]:
    order = (t.follows.c.created_at, t.follows.c.id)
    statement = select(t.follows).filter_by(**_key(place)).order_by(*order)
    return tuple(_follow(row) for row in connection.execute(statement))


def _key(place: Place) -> dict[str, str]:
    if not place.person:
        message = f"only a person follows something, and {place} is none's place"
        raise ValueError(message)
    return {"platform": place.platform, "workspace": place.workspace, "person": place.person}


def _follow(row: Row[Any]) -> Follow:
    place = Place.of_person(row.platform, row.workspace, row.person)
    return Follow(row.id, place, FollowKind(row.kind), row.words, row.data, row.created_at)

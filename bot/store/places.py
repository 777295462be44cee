"""The places where the bot is: what is set there, and which feeds each reads."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Connection, Row, Select, Table, or_, select, update

from bot.messages import Place
from bot.store import tables as t
from bot.store.database import Database

__all__ = ["PlaceSource", "Places", "StoredPlace"]


@dataclass(frozen=True, slots=True)
class StoredPlace:
    """A channel or a person's direct messages; what holds there, holds in its threads.

    Attributes:
        place: Without a thread.
        settings: What was set there, of plain values.
        created_at: When the bot first came, aware.
        left_at: When it left, aware; None while it is there.
    """

    place: Place
    settings: Mapping[str, Any]
    created_at: datetime
    left_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PlaceSource:
    """A feed that a place reads.

    Attributes:
        feed: Its URL.
        name: What it is called there.
        added_by: The id of the person who added it; empty if it was not a person.
        added_at: When, aware.
        is_paused: Whether it is left out for now.
    """

    feed: str
    name: str
    added_by: str
    added_at: datetime
    is_paused: bool = False


class Places:
    """All places, on all platforms."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def join(self, place: Place, at: datetime) -> None:
        """Be in a place; where the bot was before, what was set is there again."""
        row = _key(place) | {"settings": "{}", "created_at": at}
        await self._database.write(
            lambda connection: connection.execute(
                t.insert(connection, t.places)
                .values(row)
                .on_conflict_do_update(index_elements=list(_key(place)), set_={"left_at": None})
            )
        )

    async def get(self, place: Place) -> StoredPlace | None:
        """What is known of a place, also of one that was left; None if nothing is."""
        found = await self._found(select(t.places).where(*_is(t.places, place)))
        return found[0] if found else None

    async def all(self) -> tuple[StoredPlace, ...]:
        """All places the bot is in."""
        key = (t.places.c.platform, t.places.c.workspace, t.places.c.channel)
        return await self._found(select(t.places).where(t.places.c.left_at.is_(None)).order_by(*key))

    async def change(self, place: Place, changes: Mapping[str, Any], at: datetime) -> None:
        """Set some of what holds in a place, and leave the rest; the bot is there from now on, if it was not.

        Whoever sets something else at the same moment, in this process or another, loses nothing.

        Args:
            place: Where.
            changes: Values that JSON can hold, by name; None for what is to be set no longer.
            at: When, aware.
        """

        def write(connection: Connection) -> None:
            t.lock(connection, t.places)
            was = connection.execute(select(t.places.c.settings).where(*_is(t.places, place))).scalar()
            settings: dict[str, Any] = {**(json.loads(was) if was else {}), **changes}
            data = json.dumps({name: one for name, one in settings.items() if one is not None}, sort_keys=True)
            new = t.insert(connection, t.places).values(_key(place) | {"settings": data, "created_at": at})
            again = {"settings": data, "left_at": None}
            connection.execute(new.on_conflict_do_update(index_elements=list(_key(place)), set_=again))

        await self._database.write(write)

    async def add_source(self, place: Place, source: PlaceSource) -> None:
        """Let a place read a feed; one that it reads already is called and paused as it is said here.

        Both get to be known if they are not.
        """
        at = source.added_at
        known = {"feed": source.feed, "added_at": at}
        row = {"feed": source.feed, "name": source.name, "added_by": source.added_by, "added_at": at}
        again = {"name": source.name, "is_paused": source.is_paused}

        def write(connection: Connection) -> None:
            here = {"settings": "{}", "created_at": at}
            connection.execute(t.insert(connection, t.places).values(_key(place) | here).on_conflict_do_nothing())
            connection.execute(t.insert(connection, t.sources).values(known).on_conflict_do_nothing())
            new = t.insert(connection, t.place_sources).values(_key(place) | row | again)
            connection.execute(new.on_conflict_do_update(index_elements=[*_key(place), "feed"], set_=again))

        await self._database.write(write)

    async def remove_source(self, place: Place, feed: str) -> bool:
        """Let a place read a feed no longer. Whether it did."""
        is_it = (*_is(t.place_sources, place), t.place_sources.c.feed == feed)
        statement = t.place_sources.delete().where(*is_it)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount > 0)

    async def pause_source(self, place: Place, feed: str, *, is_paused: bool) -> bool:
        """Leave a feed out of a place for now, or take it in again. Whether the place has it."""
        is_it = (*_is(t.place_sources, place), t.place_sources.c.feed == feed)
        statement = update(t.place_sources).where(*is_it).values(is_paused=is_paused)
        return await self._database.write(lambda connection: connection.execute(statement).rowcount > 0)

    async def of_channel(self, platform: str, channel: str) -> StoredPlace | None:
        """What is known of the place of a channel, whatever workspace it is in; None if nothing is."""
        is_it = (t.places.c.platform == platform, t.places.c.channel == channel)
        found = await self._found(select(t.places).where(*is_it).order_by(t.places.c.workspace.desc()))
        return found[0] if found else None

    async def sources(self, place: Place) -> tuple[PlaceSource, ...]:
        """The feeds of a place in the order in which they were added, the paused ones too."""
        order = (t.place_sources.c.added_at, t.place_sources.c.feed)
        statement = select(t.place_sources).where(*_is(t.place_sources, place)).order_by(*order)
        return await self._database.read(
            lambda connection: tuple(
                PlaceSource(row.feed, row.name, row.added_by, row.added_at, row.is_paused)
                for row in connection.execute(statement)
            )
        )

    async def set_up(self, platform: str, workspace: str) -> tuple[str, ...]:
        """The ids of the channels of a workspace that have a digest or sources of their own; those first to which the next ones come.

        Of digests, also those that came until they could not any more; and those of the configuration, which names no workspace.
        """
        sub, source = t.subscriptions.c, t.place_sources.c
        here = ["", workspace]
        comes = select(sub.channel, sub.next_due).where(
            sub.platform == platform, sub.workspace.in_(here), or_(sub.ended_at.is_(None), sub.problem != "")
        )
        reads = select(source.channel).where(source.platform == platform, source.workspace.in_(here)).distinct()

        def look(connection: Connection) -> tuple[str, ...]:
            dues = connection.execute(comes).all()
            first = sorted((row for row in dues if row.next_due), key=lambda row: (row.next_due, row.channel))
            others = sorted({*(row.channel for row in dues), *connection.execute(reads).scalars()})
            return tuple(dict.fromkeys([*(row.channel for row in first), *others]))

        return await self._database.read(look)

    async def reading(self, feed: str) -> tuple[Place, ...]:
        """The places that read a feed, those that paused it or that were left not among them."""
        is_here = [t.places.c[name] == t.place_sources.c[name] for name in ("platform", "workspace", "channel")]
        statement = select(t.places).where(
            *is_here, t.place_sources.c.feed == feed, ~t.place_sources.c.is_paused, t.places.c.left_at.is_(None)
        )
        return tuple(found.place for found in await self._found(statement))

    async def _found(self, statement: Select[Any]) -> tuple[StoredPlace, ...]:
        def look(connection: Connection) -> tuple[StoredPlace, ...]:
            return tuple(_place(row) for row in connection.execute(statement))

        return await self._database.read(look)


def _key(place: Place) -> dict[str, str]:
    return {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}


def _is(table: Table, place: Place) -> list[Any]:
    return [table.c[name] == value for name, value in _key(place).items()]


def _place(row: Row[Any]) -> StoredPlace:
    place = Place(row.platform, row.workspace, row.channel)
    return StoredPlace(place, json.loads(row.settings), row.created_at, row.left_at)

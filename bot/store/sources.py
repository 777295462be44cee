"""The feeds: how each is asked for what is new, how well it is, and when it is read again."""

import json
from collections.abc import Collection
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Connection, Row, Select, case, exists, func, literal, select, update

from bot.headers import Validators
from bot.problems import Problem, ProblemKind
from bot.rhythm import Wishes
from bot.store import tables as t
from bot.store.columns import Instant
from bot.store.database import Database

__all__ = ["UNDATED", "Health", "Outcome", "Sources", "StoredSource", "is_read", "site_of", "tried"]

AHEAD = timedelta(hours=1)
"""Clocks of several machines differ by less: a feed that was tried later than that after now, was tried by a wrong one."""

_SCHEME = "https://"
# Behind it, or behind the first character of a host that is asked by the shorter one.
_HOST_AT = len(_SCHEME)

UNDATED = "undated"
"""The note of a feed that dates none of its entries."""


@dataclass(frozen=True, slots=True)
class Health:
    """How well a feed is.

    Attributes:
        last_tried: When it was asked last, aware; None if never; likewise the others.
        last_read: When it could be read last, whether there was anything new or not.
        last_new: When it last had an article that was new.
        failures: How many times in a row it could not be read.
        problem: Why it could not, the last time; None if it could.
    """

    last_tried: datetime | None = None
    last_read: datetime | None = None
    last_new: datetime | None = None
    failures: int = 0
    problem: Problem | None = None


@dataclass(frozen=True, slots=True)
class StoredSource:
    """A feed.

    Attributes:
        feed: Its URL, by which it is known.
        site: URL of the outlet's home page; empty if unknown; likewise the other texts.
        outlet: The name readers know it by.
        title: What it calls itself.
        validators: To ask for what has changed.
        moved_to: Where it is to be read instead; empty if it has not moved.
        health: How well it is.
        next_reading: When it is to be read again, aware; None for never if it was tried, else for now.
        full_at: When it was last read without asking only for what has changed; None if never.
        first_read: When it could be read for the first time: what it gave then is not news. None if it never could.
        note: What was odd about it when it was read last, as `UNDATED`; empty if nothing was, or it could not be read.
        wishes: When it asked not to be read, when it was read last.
    """

    feed: str
    site: str = ""
    outlet: str = ""
    title: str = ""
    validators: Validators = field(default_factory=Validators)
    moved_to: str = ""
    health: Health = field(default_factory=Health)
    next_reading: datetime | None = None
    full_at: datetime | None = None
    first_read: datetime | None = None
    note: str = ""
    wishes: Wishes = field(default_factory=Wishes)

    def is_due(self, now: datetime) -> bool:
        """Whether it is to be read again, as `Sources.due` has it; not for one that is never to be."""
        was_ahead = self.health.last_tried is not None and self.health.last_tried > now + AHEAD
        return self.next_reading is not None and (self.next_reading <= now or was_ahead)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What came of reading a feed.

    Attributes:
        at: When, aware.
        next_reading: When to read it again; None for never.
        problem: Why it could not be read; None if it could. Nothing below counts if it could not.
        has_new: Whether it had an article that was new.
        is_full: Whether it was not only asked for what has changed.
        validators: For the next time.
        moved_to: Where it is by now; empty if it has not moved.
        site: As in `StoredSource`; what was known stays where it says nothing. Likewise the others.
        outlet: See above.
        title: See above.
        note: What is odd about it, though it could be read; empty if nothing is.
        wishes: When it asks not to be read.
    """

    at: datetime
    next_reading: datetime | None
    problem: Problem | None = None
    has_new: bool = False
    is_full: bool = False
    validators: Validators = field(default_factory=Validators)
    moved_to: str = ""
    site: str = ""
    outlet: str = ""
    title: str = ""
    note: str = ""
    wishes: Wishes = field(default_factory=Wishes)


class Sources:
    """All feeds of all places."""

    def __init__(self, database: Database) -> None:
        """Take where they are kept."""
        self._database = database

    async def add(self, feed: str, at: datetime, *, site: str = "", outlet: str = "", title: str = "") -> None:
        """Get to know a feed; one that is known stays as it is."""
        row = {"feed": feed, "site": site, "outlet": outlet, "title": title, "added_at": at}
        await self._database.write(
            lambda connection: connection.execute(t.insert(connection, t.sources).values(row).on_conflict_do_nothing())
        )

    async def get(self, feed: str) -> StoredSource | None:
        """A feed; None if it is not known."""
        found = await self._found(select(t.sources).where(t.sources.c.feed == feed))
        return found[0] if found else None

    async def all(self) -> tuple[StoredSource, ...]:
        """All of them, by their URLs."""
        return await self._found(select(t.sources).order_by(t.sources.c.feed))

    async def of(self, feeds: Collection[str]) -> tuple[StoredSource, ...]:
        """The feeds of these URLs that are known."""
        found: list[StoredSource] = []
        for some in t.portions(sorted(feeds)):
            found += await self._found(select(t.sources).where(t.sources.c.feed.in_(some)))
        return tuple(found)

    async def due(self, now: datetime, limit: int, beside: Collection[str] = ()) -> tuple[StoredSource, ...]:
        """The feeds that are to be read: those that were never tried first, then those that wait for the longest.

        What was tried at a time that is still to come, the clock was wrong for, or is now: it is not waited for.
        Feeds that no place reads, or only places that were left or that paused them, are not among them.

        Args:
            now: Aware.
            limit: How many at the most.
            beside: Sites (`site_of`) that are left out.
        """
        was_ahead = t.sources.c.next_reading.is_not(None) & (t.sources.c.last_tried > now + AHEAD)
        is_due = t.sources.c.last_tried.is_(None) | (t.sources.c.next_reading <= now) | was_ahead
        # The databases do not agree on where None is in an order.
        order = (case((t.sources.c.last_tried.is_(None), 0), else_=1), t.sources.c.next_reading, t.sources.c.feed)
        found = select(t.sources).where(is_due, is_read()).order_by(*order).limit(limit)
        return await self._found(found.where(self._site().not_in(beside)) if beside else found)

    async def next_due(self) -> datetime | None:
        """When the next feed is to be read that was tried before; None if none ever is."""
        waiting = t.sources.c.last_tried.is_not(None) & t.sources.c.next_reading.is_not(None)
        first = select(t.sources.c.next_reading).where(waiting, is_read()).order_by(t.sources.c.next_reading).limit(1)
        return await self._database.read(lambda connection: connection.execute(first).scalar())

    async def was_tried(self, feed: str, outcome: Outcome) -> None:
        """Write down what came of reading a feed; one that is not known any more is left alone."""
        await self._database.write(lambda connection: tried(connection, feed, outcome))

    async def put_off(self, feed: str, at: datetime, following: datetime | None) -> None:
        """Write down that a feed was tried, and when to read it again; how it is stays as it was known."""
        new = {"last_tried": at, "next_reading": following}
        statement = update(t.sources).where(t.sources.c.feed == feed).values(new)
        await self._database.write(lambda connection: connection.execute(statement))

    async def forget_unused(self) -> int:
        """Forget the feeds that no place has any more, but not what they gave.

        Returns:
            How many.
        """
        statement = t.sources.delete().where(~exists().where(t.place_sources.c.feed == t.sources.c.feed))
        return await self._database.write(lambda connection: connection.execute(statement).rowcount)

    def _site(self) -> Any:
        """See `site_of`; something that is none where that is empty."""
        feed, position = t.sources.c.feed, func.instr if self._database.is_sqlite else func.strpos
        return func.substr(feed, 1, position(func.substr(feed, _HOST_AT + 1), "/") + _HOST_AT)

    async def _found(self, statement: Select[Any]) -> tuple[StoredSource, ...]:
        def look(connection: Connection) -> tuple[StoredSource, ...]:
            return tuple(_source(row) for row in connection.execute(statement))

        return await self._database.read(look)


def site_of(feed: str) -> str:
    """How a feed's address begins, up to the first slash behind its host; empty if there is none.

    Feeds of one site are of one host. A host has several where it is written in several ways, or with ports.
    """
    return feed[: feed.find("/", _HOST_AT) + 1] if feed.lower().startswith((_SCHEME, "http://")) else ""


def tried(connection: Connection, feed: str, outcome: Outcome) -> None:
    """See `Sources.was_tried`."""
    new: dict[str, Any] = {"last_tried": outcome.at, "next_reading": outcome.next_reading}
    if outcome.problem:
        new["failures"] = t.sources.c.failures + 1
        new |= {"problem": outcome.problem.kind, "problem_words": outcome.problem.words}
    else:
        new |= {"failures": 0, "problem": "", "problem_words": "", "last_read": outcome.at, "note": outcome.note}
        new["wishes"] = _written(outcome.wishes)
        new["first_read"] = func.coalesce(t.sources.c.first_read, literal(outcome.at, Instant()))
        new |= {"etag": outcome.validators.etag, "last_modified": outcome.validators.last_modified}
        new |= {"last_new": outcome.at} if outcome.has_new else {}
        new |= {"full_at": outcome.at} if outcome.is_full else {}
        said = {name: getattr(outcome, name) for name in ("moved_to", "site", "outlet", "title")}
        new |= {name: words for name, words in said.items() if words}
    connection.execute(update(t.sources).where(t.sources.c.feed == feed).values(new))


def is_read() -> Any:
    """Whether some place reads a feed."""
    is_here = (
        (t.places.c.platform == t.place_sources.c.platform)
        & (t.places.c.workspace == t.place_sources.c.workspace)
        & (t.places.c.channel == t.place_sources.c.channel)
        & t.places.c.left_at.is_(None)
    )
    is_its = (t.place_sources.c.feed == t.sources.c.feed) & ~t.place_sources.c.is_paused
    return exists().where(is_here, is_its)


def _source(row: Row[Any]) -> StoredSource:
    problem = Problem(row.feed, ProblemKind(row.problem), row.problem_words) if row.problem else None
    return StoredSource(
        row.feed,
        row.site,
        row.outlet,
        row.title,
        Validators(row.etag, row.last_modified),
        row.moved_to,
        Health(row.last_tried, row.last_read, row.last_new, row.failures, problem),
        row.next_reading,
        row.full_at,
        row.first_read,
        "" if problem else row.note,
        _read(row.wishes),
    )


def _written(wishes: Wishes) -> str:
    """Wishes as they are kept; nothing for none."""
    if wishes == Wishes():
        return ""
    ttl_s = wishes.ttl.total_seconds() if wishes.ttl else None
    return json.dumps({"ttl_s": ttl_s, "hours": sorted(wishes.skip_hours), "days": sorted(wishes.skip_days)})


def _read(written: str) -> Wishes:
    if not written:
        return Wishes()
    data = json.loads(written)
    ttl = None if data["ttl_s"] is None else timedelta(seconds=data["ttl_s"])
    return Wishes(ttl, frozenset(data["hours"]), frozenset(data["days"]))

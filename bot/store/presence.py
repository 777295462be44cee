"""Where the bot is taken in and where it leaves: what ends by that, what goes on if it is back soon, and what is forgotten if not.

In `places`, the row without a channel is the workspace itself. What was left with it has its instant, and so has what ended then:
by that it is found again, and not what was left or ended before.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, Connection, exists, or_, select, update

from bot.messages import Place
from bot.store import tables as t
from bot.store.database import Database
from bot.store.delivery import Notice
from bot.store.ledger_rows import cancel, notify
from bot.store.subscriptions import StoredSubscription, subscription_of

__all__ = ["RETURN", "Presence"]

RETURN = timedelta(days=30)
"""So long after the bot left everything is kept for its return."""

_KEY = ("platform", "workspace", "channel")


class Presence:
    """The coming and going of the bot."""

    def __init__(self, database: Database) -> None:
        """Take where it is kept."""
        self._database = database

    async def joined(self, place: Place, at: datetime) -> bool:
        """Be in a workspace, and in a channel of it: what ended as it was left comes again from now on, if that was not long ago.

        Args:
            place: The channel, or the workspace.
            at: Now, aware.

        Returns:
            Whether nothing is known of the workspace.
        """
        homes = [replace(place, channel="", thread=""), *([replace(place, thread="")] if place.channel else [])]
        # Each is asked about at every start, and nearly none was left.
        if await self._database.read(lambda connection: _is_known(connection, homes)):
            return False

        def write(connection: Connection) -> bool:
            t.lock(connection, t.places)
            for home in homes:
                if (left_at := _left_at(connection, home)) and left_at < at - RETURN:
                    _forget(connection, at - RETURN)
            is_new = not connection.scalar(select(exists().where(*_of_workspace(place))))
            row = {**_key(homes[0]), "settings": "{}", "created_at": at}
            connection.execute(t.insert(connection, t.places).values(row).on_conflict_do_nothing())
            for home in homes:
                if left_at := _left_at(connection, home):
                    _go_on(connection, home, left_at, at)
            return is_new

        return await self._database.write(write)

    async def left(
        self, place: Place, at: datetime, problem: str, notice_of: Callable[[StoredSubscription], Notice | None]
    ) -> None:
        """Be in a place no longer: nothing comes there by itself, and what was being made of it is not wanted any more.

        Args:
            place: A thread, a channel with all its threads or, without a channel, a whole workspace.
            at: Now, aware.
            problem: Why, in words.
            notice_of: What the owner of a subscription that ends by that is told.
        """
        sub = t.subscriptions.c
        found = select(t.subscriptions).where(*_comes_to(place), sub.ended_at.is_(None))
        ended = {"ended_at": at, "problem": problem, "next_due": None}

        # Threads go all the time, and few of them have a digest.
        if place.thread and not await self._database.read(lambda connection: connection.execute(found).first()):
            return

        def write(connection: Connection) -> None:
            t.lock(connection, t.places)
            for one in map(subscription_of, connection.execute(found.with_for_update()).all()):
                connection.execute(update(t.subscriptions).where(sub.id == one.id).values(ended))
                cancel(connection, one.id)
                if notice := notice_of(one):
                    notify(connection, one.id, at, notice)
            if not place.thread:
                _leave(connection, place, at)

        await self._database.write(write)

    async def forget(self, before: datetime) -> int:
        """Forget what was set in places that were left before an instant, aware, their sources and what came there by itself.

        What was posted there is kept like all that was ever posted.

        Returns:
            How many places.
        """
        return await self._database.write(lambda connection: _forget(connection, before))


def _is_known(connection: Connection, homes: list[Place]) -> bool:
    """Whether the bot is known to be in a workspace, and did not leave any of some places."""
    is_there = connection.scalar(select(exists().where(*_is(homes[0]))))
    return bool(is_there) and not any(_left_at(connection, home) for home in homes)


def _left_at(connection: Connection, place: Place) -> datetime | None:
    return connection.scalar(select(t.places.c.left_at).where(*_is(place)))


def _leave(connection: Connection, place: Place, at: datetime) -> None:
    """Write down that a channel or a workspace was left; what was left before was left then."""
    is_it = _of_workspace(place) if not place.channel else _of_channel(place)
    connection.execute(update(t.places).where(*is_it, t.places.c.left_at.is_(None)).values(left_at=at))
    if not place.channel:
        row = {**_key(place), "settings": "{}", "created_at": at, "left_at": at}
        connection.execute(t.insert(connection, t.places).values(row).on_conflict_do_nothing())


def _go_on(connection: Connection, place: Place, left_at: datetime, at: datetime) -> None:
    """Let what was left and what ended at an instant go on from another on."""
    sub = t.subscriptions.c
    # What was silent until then is counted anew.
    again = {"since": at, "ended_at": None, "problem": "", "silent_since": None, "was_silence_told": False}
    ended_then = (*_comes_to(place), sub.ended_at == left_at, sub.problem != "")
    connection.execute(update(t.subscriptions).where(*ended_then, ~sub.is_paused).values(next_due=at))
    connection.execute(update(t.subscriptions).where(*ended_then).values(again))
    is_it = _of_workspace(place) if not place.channel else _of_channel(place)
    connection.execute(update(t.places).where(*is_it, t.places.c.left_at == left_at).values(left_at=None))


def _forget(connection: Connection, before: datetime) -> int:
    workspace, own = t.places.alias("workspace").c, t.places.c
    is_its = (workspace.platform == own.platform, workspace.workspace == own.workspace, workspace.channel == "")
    is_gone = or_(own.left_at < before, exists().where(*is_its, workspace.left_at < before))
    rows = connection.execute(select(*(own[name] for name in _KEY)).where(is_gone)).all()
    for row in rows:
        place = Place(*row)
        sub = t.subscriptions.c
        # One of the configuration is there for as long as that says so.
        its = [sub[name] == value for name, value in _key(place).items()]
        ids = select(sub.id).where(*its, ~sub.is_configured)
        connection.execute(t.deliveries.delete().where(t.deliveries.c.subscription.in_(ids)))
        connection.execute(t.subscriptions.delete().where(sub.id.in_(ids)))
        connection.execute(t.place_sources.delete().where(*(t.place_sources.c[n] == v for n, v in _key(place).items())))
        follow = t.follows.c
        is_theirs = (follow.platform == place.platform, follow.workspace == place.workspace)
        connection.execute(t.follows.delete().where(*is_theirs, follow.person == place.person, follow.person != ""))
        connection.execute(t.places.delete().where(*_is(place)))
    return len(rows)


def _key(place: Place) -> dict[str, str]:
    return {"platform": place.platform, "workspace": place.workspace, "channel": place.channel}


def _is(place: Place) -> list[ColumnElement[bool]]:
    return [t.places.c[name] == value for name, value in _key(place).items()]


def _of_workspace(place: Place) -> list[ColumnElement[bool]]:
    """Whether a row of `places` is of the workspace of a place."""
    return [t.places.c.platform == place.platform, t.places.c.workspace == place.workspace]


def _of_channel(place: Place) -> list[ColumnElement[bool]]:
    """Whether a row of `places` is a channel, whose workspace may not be known."""
    own = t.places.c
    is_here = own.workspace.in_(["", place.workspace])
    return [own.platform == place.platform, is_here, own.channel == place.channel]


def _comes_to(place: Place) -> list[ColumnElement[bool]]:
    """Whether a row of `subscriptions` is of a thread, of a channel and all its threads, or of a workspace.

    config.toml names a channel or a thread without its workspace; which one that is, what was set or posted there tells.
    """
    sub = t.subscriptions.c
    is_platform, is_bare = sub.platform == place.platform, sub.workspace == ""
    if place.thread:
        is_it = (sub.thread == place.thread) | (is_bare & (sub.channel == place.thread))
        return [is_platform, sub.workspace.in_(["", place.workspace]), is_it]
    if place.channel:
        return [is_platform, sub.workspace.in_(["", place.workspace]), sub.channel == place.channel]
    own, ref = t.places.c, t.refs.c
    was_set = exists().where(*_of_workspace(place), own.channel == sub.channel)
    is_posted = (ref.platform == sub.platform, ref.channel == sub.channel, ref.workspace == place.workspace)
    return [is_platform, (sub.workspace == place.workspace) | (is_bare & (was_set | exists().where(*is_posted)))]

"""The store: plain calls for the service, one database behind them."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from pathlib import Path
from time import monotonic
from types import TracebackType
from typing import Self

from bot.errors import StoreError
from bot.store.analyses import Analyses
from bot.store.articles import Articles
from bot.store.barred import TakedownKind
from bot.store.database import Database
from bot.store.faults import find_faults, repair
from bot.store.figures import (
    DeliveryFigures,
    EditionFigures,
    Figures,
    delivery_figures,
    edition_figures,
    figures,
)
from bot.store.follows import Follows
from bot.store.heard import Heard
from bot.store.installations import Installations
from bot.store.leases import Leases
from bot.store.ledger import Ledger
from bot.store.messages import Messages
from bot.store.places import Places
from bot.store.planning import Planning
from bot.store.presence import RETURN, Presence
from bot.store.processes import Processes
from bot.store.queue import QueueFigures, queue_figures
from bot.store.readings import Readings
from bot.store.schema import outdated, version_of
from bot.store.sources import Sources
from bot.store.subscriptions import Subscriptions
from bot.store.takedowns import Takedowns, TakenDown
from bot.store.threads import Threads
from bot.store.upkeep import RETENTION, Pruned, back_up, compact, free_bytes, prune

__all__ = ["Store"]


class Store(Messages):
    """What the bot knows, in one database. An async context manager; its calls do their work off the event loop.

    Messages are its own calls; the rest has a name each.

    Attributes:
        articles: What was read.
        analyses: What was found in it.
        sources: The feeds.
        readings: What comes of reading them.
        places: Where the bot is, and what each place reads.
        presence: Where the bot comes and goes.
        subscriptions: The digests that come by themselves.
        planning: Which of their slots are due.
        ledger: How far each has come.
        follows: What persons follow.
        threads: What follow-up questions lean on.
        takedowns: What must not be shown any more.
        installations: What platforms keep of the workspaces that installed the bot.
        heard: What platforms told in the last day.
        leases: Who holds what only one process may do at a time.
        processes: Which processes there are.
    """

    def __init__(self, where: Path | str | Database, elapsed: Callable[[], float] = monotonic) -> None:
        """Choose the database.

        Args:
            where: A file, which is made if it is not there, the URL of one in PostgreSQL, or one that was chosen already.
            elapsed: A clock in seconds that is never set: `Leases`.

        Raises:
            StoreError: If it is neither, or what PostgreSQL needs is not installed.
        """
        database = where if isinstance(where, Database) else Database(where)
        super().__init__(database)
        self.is_file = database.is_sqlite
        """Whether it is a file, and so for processes of one machine."""
        self.articles = Articles(database)
        self.analyses = Analyses(database)
        self.sources = Sources(database)
        self.readings = Readings(database)
        self.places = Places(database)
        self.presence = Presence(database)
        self.subscriptions = Subscriptions(database)
        self.planning = Planning(database)
        self.ledger = Ledger(database)
        self.follows = Follows(database)
        self.threads = Threads(database)
        self.takedowns = Takedowns(database)
        self.installations = Installations(database)
        self.heard = Heard(database)
        self.leases = Leases(database, elapsed)
        self.processes = Processes(database)

    async def __aenter__(self) -> Self:
        """Open it, and bring it to the form of this version.

        Raises:
            StoreError: If it can't be used.
        """
        try:
            await self._database.open()
        except StoreError:
            await self._database.close()
            raise
        return self

    async def __aexit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Close it, once what is under way is written."""
        await self._database.close()

    async def back_up(self, path: Path) -> None:
        """See `bot.store.upkeep.back_up`."""
        await back_up(self._database, path)

    async def check(self) -> tuple[str, ...]:
        """See `bot.store.faults.find_faults`."""
        return await find_faults(self._database)

    async def ping(self) -> None:
        """See that the database answers.

        Raises:
            StoreError: If it does not.
        """
        await self._database.read(version_of)

    async def outdated(self) -> str:
        """See `bot.store.schema.outdated`.

        Raises:
            StoreError: If it can't be read.
        """
        return await self._database.read(outdated)

    async def figures(self, now: datetime) -> Figures:
        """See `bot.store.figures.figures`."""
        return await figures(self._database, now)

    async def delivery_figures(self, platforms: Sequence[str], now: datetime, since: datetime) -> DeliveryFigures:
        """See `bot.store.figures.delivery_figures`."""
        return await delivery_figures(self._database, platforms, now, since)

    async def edition_figures(self, platforms: Sequence[str]) -> EditionFigures:
        """See `bot.store.figures.edition_figures`."""
        return await edition_figures(self._database, platforms)

    async def queue_figures(self, now: datetime) -> QueueFigures | None:
        """See `bot.store.queue.queue_figures`."""
        return await queue_figures(self._database, now)

    async def repair(self) -> tuple[str, ...]:
        """See `bot.store.faults.repair`."""
        return await repair(self._database)

    async def free_bytes(self) -> int:
        """See `bot.store.upkeep.free_bytes`."""
        return await free_bytes(self._database)

    async def compact(self) -> int:
        """See `bot.store.upkeep.compact`."""
        return await compact(self._database)

    async def prune(self, now: datetime, retention: timedelta = RETENTION) -> Pruned:
        """See `bot.store.upkeep.prune`; and what was set in places that were left long ago is forgotten, and which processes there were."""
        await self.processes.forget(now)
        forgotten = Pruned(places=await self.presence.forget(now - RETURN))
        return forgotten + await prune(self._database, now, retention)

    async def take_down(self, kind: TakedownKind, what: str, at: datetime, reason: str = "") -> TakenDown:
        """See `bot.store.takedowns.Takedowns.add`."""
        return await self.takedowns.add(kind, what, at, reason)

"""Deliveries: woken at the earliest thing to do, they plan what is due, let it be made, and let it be posted."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.deliveries.editor import Editor
from bot.deliveries.posting import Posting
from bot.deliveries.preparing import Preparing
from bot.deliveries.timing import USUAL, Timing
from bot.errors import StoreError
from bot.monitoring import Metrics
from bot.ports import Adapter
from bot.store import Store

__all__ = ["Deliveries"]

_LOG = logging.getLogger(__name__)
# A clock that goes back by more was set back; and so often everything is put right in any case.
_STEP = timedelta(minutes=1)
# No clock that is right shows an instant before this program was written.
_EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)
_STRAIGHTENED = timedelta(days=1)


class Deliveries:
    """Delivers what is due, each once."""

    def __init__(
        self,
        editor: Editor,
        store: Store,
        adapters: Mapping[str, Adapter],
        clock: Clock,
        metrics: Metrics | None = None,
        timing: Timing = USUAL,
    ) -> None:
        """Take whom it works with.

        Args:
            editor: Makes the digests.
            store: Open.
            adapters: By platform.
            clock: Tells the time and waits.
            metrics: Counts what becomes of them.
            timing: How long everything may take.
        """
        self._store = store
        self._platforms = tuple(adapters)
        self._clock = clock
        self._metrics = metrics or Metrics()
        self._timing = timing
        self._preparing = Preparing(editor, store, clock, timing, self._metrics, self._post)
        self._posting = {
            name: Posting(adapter, editor, store, clock, timing, self._metrics) for name, adapter in adapters.items()
        }
        self._running: dict[str, asyncio.Task[bool]] = {}
        self._wanted: set[str] = set()
        self._is_stopping = False
        self._last: datetime | None = None
        self._straightened: datetime | None = None
        self.changed: Callable[[], None] = lambda: None
        """Called when there may be something to do earlier than was said last."""

    async def wake(self, now: datetime) -> datetime | None:
        """Plan all that is due, and begin with all that is to be done; it goes on behind.

        Args:
            now: Aware.

        Returns:
            When to be woken again; None if there will never be anything to do.

        Raises:
            StoreError: If it can't be known.
        """
        if now < _EARLIEST:
            # A machine without a battery begins in 1970, until it has asked for the time.
            _LOG.warning("the clock of this machine shows %s; nothing is delivered until it is right", now.date())
            return now + _STEP
        self._straighten(now)
        until = now + self._timing.lead
        outlook = await self._store.ledger.outlook(self._platforms)
        while outlook.next_due and outlook.next_due <= until and await self._plan(now, until):
            outlook = await self._store.ledger.outlook(self._platforms)
        look_at = outlook.look_at
        if look_at and look_at <= now:
            self._begin("", lambda: self._preparing.run(self._platforms))
            for platform in self._platforms:
                self._post(platform)
            look_at = now + self._timing.pause
        for platform in (one for one, posting in self._posting.items() if posting.is_waiting):
            # Who posts may die, and who takes over has to have looked for a while.
            self._post(platform)
            look_at = now + self._timing.pause
        next_due = outlook.next_due - self._timing.lead if outlook.next_due else None
        if next_due and next_due <= now:
            # Another process is just planning it.
            next_due = now + self._timing.pause
        return min(filter(None, (look_at, next_due)), default=None)

    async def _plan(self, now: datetime, until: datetime) -> bool:
        """Plan some of what is due; whether there was anything that nobody else is planning."""
        planned = await self._store.planning.plan(self._platforms, now, until, self._timing.grace)
        for one in planned.missed:
            _LOG.warning("%s: the digest of %s %s was missed: %s", *one.key, one.problem)
            self._metrics.delivered(one.place.platform, one.state)
        return planned.subscriptions > 0

    async def settled(self) -> None:
        """Wait until all that can be done now is done."""
        while self._running:
            await asyncio.wait(self._running.values())
            # What follows on it is begun when the loop goes round.
            await asyncio.sleep(0)

    async def stop(self) -> None:
        """Begin with nothing more; what is just being posted may come to its end."""
        self._is_stopping = True
        for task in self._running.values():
            task.cancel()
        await self.settled()
        for posting in self._posting.values():
            await posting.stop()

    def _post(self, platform: str) -> None:
        self._begin(platform, self._posting[platform].run)

    def _begin(self, name: str, work: Callable[[], Awaitable[bool]]) -> None:
        """Let something be done behind; if it is being done, once more after that: something may have come that it did not see."""
        if name in self._running:
            self._wanted.add(name)
        elif not self._is_stopping:
            self._running[name] = asyncio.create_task(self._run(work))
            self._running[name].add_done_callback(partial(self._ended, name, work))

    async def _run(self, work: Callable[[], Awaitable[bool]]) -> bool:
        """Do something; whether there was anything to do."""
        try:
            return await work()
        except StoreError as error:
            _LOG.error("deliveries wait: %s", error)
        except Exception:  # noqa: BLE001 - it is begun again when it is woken
            _LOG.exception("deliveries wait")
        return False

    def _ended(self, name: str, work: Callable[[], Awaitable[bool]], task: asyncio.Task[bool]) -> None:
        # Also of a task that was cancelled before it began.
        del self._running[name]
        if name in self._wanted:
            self._wanted.discard(name)
            self._begin(name, work)
        # What could not be done is not tried again at once, but when it was said.
        elif not task.cancelled() and task.exception() is None and task.result():
            self.changed()

    def _straighten(self, now: datetime) -> None:
        """At the start, once a day, and when the clock was set back: see that nothing waits for what was wrong."""
        was_set_back = self._last is not None and now < self._last - _STEP
        self._last = now
        if self._straightened and not was_set_back and now < self._straightened + _STRAIGHTENED:
            return
        self._straightened = now

        async def work() -> bool:
            longest = max(self._timing.lease, self._timing.making)
            count = await self._store.planning.straighten(now, now + self._timing.lead, longest)
            if count:
                _LOG.warning("the next digests of %d subscriptions were put right", count)
            return True

        self._begin("straighten", work)

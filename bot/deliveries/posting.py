"""Posts what is ready on one platform, in the order in which it was due, at the pace that the platform allows."""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from functools import partial

from bot.clock import Clock, Watch
from bot.deliveries.draining import Draining
from bot.deliveries.editor import Editor
from bot.deliveries.pace import Pacer
from bot.deliveries.sending import Sending
from bot.deliveries.timing import Timing
from bot.errors import StoreError
from bot.monitoring import Metrics
from bot.ports import Adapter
from bot.store import Delivery, DeliveryState, Store

__all__ = ["Posting"]

# Posts that are under way at the same time: a platform that takes a second for each is still kept busy.
_MOST_AT_ONCE = 100
# Deliveries that are claimed at once: what a crash leaves of them has to be looked up, one by one.
_CLAIMED = 25
_FINISHING_S = 10.0


@dataclass(slots=True)
class _Batch:
    """What was claimed at an instant of `Clock.elapsed`."""

    began: float = 0.0
    doubtful: list[Delivery] = field(default_factory=list)
    ready: list[Delivery] = field(default_factory=list)

    def __bool__(self) -> bool:
        return bool(self.doubtful or self.ready)


class Posting:
    """Posts on one platform."""

    def __init__(
        self, adapter: Adapter, editor: Editor, store: Store, clock: Clock, timing: Timing, metrics: Metrics
    ) -> None:
        """Take whom it works with."""
        self._adapter = adapter
        self._ledger = store.ledger
        self._clock = clock
        self._timing = timing
        self._watch = Watch(clock)
        self._pacer = Pacer(adapter.terms.per_second, adapter.terms.place_pause_s, clock)
        self._draining = Draining(adapter, store.leases, clock, timing)
        self._sending = Sending(adapter, editor, store, clock, timing, metrics, self._pacer, self._draining)
        self._under_way: dict[tuple[str, str, str], asyncio.Task[None]] = {}
        # Whether one has come to its end since something was claimed: what came of it may be there to be posted.
        self._has_ended = False

    @property
    def is_waiting(self) -> bool:
        """Whether another process posts, and it is to be looked again whether it still does."""
        return self._draining.is_waiting

    async def stop(self) -> None:
        """Leave it to other processes to post."""
        await self._draining.stop()

    async def run(self) -> bool:
        """Post all that is ready now, and see to what may be there, unless another process does.

        Returns:
            Whether there was anything, or another process was met: then it is to be looked again.

        Raises:
            StoreError: If it can't be known.
        """
        was_waiting = self.is_waiting
        if not await self._draining.begin():
            return self.is_waiting and not was_waiting
        try:
            return await self._drain()
        finally:
            self._draining.end()

    async def _drain(self) -> bool:
        claiming: asyncio.Task[_Batch] | None = None
        batch, was_any = _Batch(), False
        try:
            batch = await self._claim()
            while batch or self._under_way or self._has_ended:
                was_any, claiming = True, None
                if batch and self._adapter.terms.is_exact:
                    # The next ones are claimed while these are posted, so that no turn goes by unused.
                    claiming = asyncio.create_task(self._claim())
                await self._begin(batch)
                if not claiming and self._under_way:
                    await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)
                batch = await (claiming or self._claim())
            return was_any
        finally:
            await self._finish(batch, claiming)

    async def _claim(self) -> _Batch:
        """What is to be posted next, and of what somebody has to find out whether it is there; nothing if another process posts now."""
        self._has_ended = False
        if not await self._draining.go_on():
            return _Batch()
        began, now = self._clock.elapsed(), self._clock.now()
        until, platform = now + self._timing.lease, self._adapter.platform
        doubtful: tuple[Delivery, ...] = ()
        # Where the wall clock was set forth, what another process is still sending looks as if nobody were.
        if self._watch.steady_for() >= self._timing.lease.total_seconds():
            doubtful = await self._ledger.take(platform, DeliveryState.SENDING, now, until, _CLAIMED)
        # Where nothing can be found out after a crash, only what is sent at once is claimed.
        limit = _CLAIMED if self._adapter.terms.is_exact else 1
        ready = await self._ledger.claim(platform, now, until, limit)
        return _Batch(began, [one for one in doubtful if one.key not in self._under_way], list(ready))

    async def _begin(self, batch: _Batch) -> None:
        """Post what was claimed, each when its turn comes; what the platform lets wait for too long is given back."""
        # What may be there first: it was due before, and its keys grow old.
        for waiting in (batch.doubtful, batch.ready):
            while waiting:
                while len(self._under_way) >= _MOST_AT_ONCE:
                    await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)
                await self._pacer.turn(waiting[0].place.home)
                if not (await self._draining.go_on() and self._timing.is_ours_since(batch.began, self._clock)):
                    await self._release(batch)
                    return
                self._start(waiting.pop(0), batch.began, is_doubtful=waiting is batch.doubtful)

    def _start(self, delivery: Delivery, began: float, *, is_doubtful: bool) -> None:
        task = asyncio.create_task(self._sending.see_to(delivery, began, is_doubtful=is_doubtful))
        self._under_way[delivery.key] = task
        task.add_done_callback(partial(self._ended, delivery.key))

    def _ended(self, key: tuple[str, str, str], task: asyncio.Task[None]) -> None:
        # What was put off may have been taken up again since.
        if self._under_way.get(key) is task:
            del self._under_way[key]
        self._has_ended = True

    async def _finish(self, batch: _Batch, claiming: asyncio.Task[_Batch] | None) -> None:
        """Give back what was only claimed. What is just being posted may come to its end; what does not is looked up later."""
        with suppress(StoreError):
            await self._release(batch)
            if claiming:
                await self._release(await claiming)
        if self._under_way:
            _, unfinished = await asyncio.wait(self._under_way.values(), timeout=_FINISHING_S)
            for task in unfinished:
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _release(self, batch: _Batch) -> None:
        """Give back what certainly nothing was sent of since it was claimed."""
        now = self._clock.now()
        for waiting, state in ((batch.doubtful, DeliveryState.SENDING), (batch.ready, DeliveryState.READY)):
            if waiting:
                await self._ledger.release(waiting, state, now)
                waiting.clear()

"""Deliveries: woken at the earliest thing to do, they have made what is due, and let it be posted."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime

from bot.clock import Clock
from bot.deliveries.behind import Behind
from bot.deliveries.editions import Editions
from bot.deliveries.editor import Editor
from bot.deliveries.posting import Posting
from bot.deliveries.preparing import EDITIONS_AT_ONCE, Preparing
from bot.deliveries.timing import USUAL, Timing
from bot.engine import Kind, LocalEngine, always
from bot.monitoring import Metrics
from bot.ports import Adapter
from bot.store import Store

__all__ = ["Deliveries"]


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
        *,
        makes: bool = True,
        may_act: Callable[[], Awaitable[bool]] = always,
        served: Callable[[], Awaitable[Sequence[str]]] | None = None,
    ) -> None:
        """Take whom it works with.

        Args:
            editor: Makes the digests.
            store: Open.
            adapters: By platform.
            clock: Tells the time and waits.
            metrics: Counts what becomes of them.
            timing: How long everything may take.
            makes: Whether digests are planned and made in this process; else others do that.
            may_act: Whether it is this process, of several that plan and make, that does so now.
            served: For which platforms it does so; those that are posted on here, if not given.
        """
        metrics = metrics or Metrics()
        self._ledger = store.ledger
        self._platforms = tuple(adapters)
        self._timing = timing
        self._behind = Behind()
        self._here: LocalEngine | None = None
        self._editions: Editions | None = None
        if makes:
            work = Preparing(editor, store, clock, timing, metrics, self._post).work
            self._here = LocalEngine({Kind.EDITION: work}, most_at_once=EDITIONS_AT_ONCE)
            served = served or self._own
            self._editions = Editions(store, self._here, served, clock, timing, metrics, self._behind, may_act=may_act)
        self._posting = {
            name: Posting(adapter, editor, store, clock, timing, metrics) for name, adapter in adapters.items()
        }

    def when_changed(self, ring: Callable[[], None]) -> None:
        """Take what is called when there may be something to do earlier than was said last."""
        self._behind.changed = ring

    async def wake(self, now: datetime) -> datetime | None:
        """Have made all that is due, and post what is to be posted; it goes on behind.

        Args:
            now: Aware.

        Returns:
            When to be woken again; None if there will never be anything to do.

        Raises:
            StoreError: If it can't be known.
        """
        # Of what others make nobody tells when it is there.
        next_made = await self._editions.wake(now) if self._editions else now + self._timing.pause
        to_post = (await self._ledger.outlook(self._platforms)).to_post
        if to_post and to_post <= now:
            for platform in self._platforms:
                self._post(platform)
            to_post = now + self._timing.pause
        for platform in (one for one, posting in self._posting.items() if posting.is_waiting):
            # Who posts may die, and who takes over has to have looked for a while.
            self._post(platform)
            to_post = now + self._timing.pause
        return min(filter(None, (next_made, to_post)), default=None)

    async def settled(self) -> None:
        """Wait until all that can be done now is done."""
        await self._behind.settled()

    async def stop(self) -> None:
        """Begin with nothing more; what is just being posted may come to its end."""
        await self._behind.stop()
        if self._here:
            await self._here.aclose()
        for posting in self._posting.values():
            await posting.stop()

    async def _own(self) -> Sequence[str]:
        return self._platforms

    def _post(self, platform: str) -> None:
        # What is made here may be another's to post.
        if platform in self._posting:
            self._behind.begin(platform, self._posting[platform].run)

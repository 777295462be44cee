"""Makes what is due, a few at a time, before its hour if that can be."""

import asyncio
import logging
from collections.abc import Callable, Sequence
from contextlib import suppress
from datetime import datetime, timedelta
from functools import partial

from bot.clock import Clock
from bot.deliveries.editor import Editor
from bot.deliveries.timing import IN_QUIET_HOURS, Timing
from bot.errors import PullquoteError, SourcesError, StoreError
from bot.messages import Message
from bot.monitoring import Metrics
from bot.ports import Nothing
from bot.store import Delivery, DeliveryState, Store
from bot.subscriptions import Subscription, not_quiet

__all__ = ["Preparing"]

_LOG = logging.getLogger(__name__)
# Most of them wait for others: for feeds, for the same digest to be made, for the database.
_MOST_AT_ONCE = 8
_RETRY = timedelta(minutes=2)


class Preparing:
    """Makes the digests of deliveries."""

    def __init__(
        self,
        editor: Editor,
        store: Store,
        clock: Clock,
        timing: Timing,
        metrics: Metrics,
        is_ready: Callable[[str], None],
    ) -> None:
        """Take whom it works with, and what is told the platform of each digest that can be posted at once."""
        self._editor = editor
        self._store = store
        self._clock = clock
        self._timing = timing
        self._metrics = metrics
        self._is_ready = is_ready
        self._under_way: dict[tuple[str, str, str], asyncio.Task[None]] = {}

    async def run(self, platforms: Sequence[str]) -> bool:
        """Make all that is to be made now. Whether there was anything.

        Raises:
            StoreError: If it can't be known.
        """
        was_any = False
        try:
            while await self._begin(platforms) or self._under_way:
                was_any = True
                if self._under_way:
                    await asyncio.wait(self._under_way.values(), return_when=asyncio.FIRST_COMPLETED)
            return was_any
        finally:
            # Whoever stops this closes the store next.
            for task in (unfinished := list(self._under_way.values())):
                task.cancel()
            await asyncio.gather(*unfinished, return_exceptions=True)

    async def _begin(self, platforms: Sequence[str]) -> bool:
        """Begin with as many as there is room for. Whether there were any."""
        begun = False
        for platform in platforms:
            room = _MOST_AT_ONCE - len(self._under_way)
            if room <= 0:
                break
            now = self._clock.now()
            until = now + self._timing.making
            for delivery in await self._store.ledger.take(platform, DeliveryState.PREPARING, now, until, room):
                if delivery.key not in self._under_way:
                    task = asyncio.create_task(self._prepare(delivery))
                    self._under_way[delivery.key] = task
                    task.add_done_callback(partial(self._ended, delivery.key))
                    begun = True
        return begun

    def _ended(self, key: tuple[str, str, str], _: asyncio.Task[None]) -> None:
        self._under_way.pop(key, None)

    async def _prepare(self, delivery: Delivery) -> None:
        """Make one; whatever goes wrong, the others are made."""
        try:
            await self._make(delivery)
        except StoreError as error:
            # It stays taken until it is anybody's again.
            _LOG.error("%s: %s", delivery.subscription, error)
        except Exception:  # noqa: BLE001 - a mistake of ours is tried again like a source that can't be read
            _LOG.exception("%s: a digest could not be made", delivery.subscription)
            with suppress(StoreError):
                await self._try_again(delivery, "a mistake of the program, which the log shows")

    async def _make(self, delivery: Delivery) -> None:
        stored = await self._store.subscriptions.get(delivery.subscription)
        assert stored  # noqa: S101 - the database holds them together
        subscription = Subscription.of_settings(stored.id, stored.place, stored.settings)
        now = self._clock.now()
        opens = not_quiet(subscription, now) if now > delivery.due.at else now
        if opens > delivery.due.at + self._timing.grace:
            await self._miss(delivery, delivery.problem)
        elif opens > now:
            await self._store.ledger.put_off(delivery, DeliveryState.PREPARING, opens, IN_QUIET_HOURS)
        else:
            await self._edit(delivery, subscription)

    async def _edit(self, delivery: Delivery, subscription: Subscription) -> None:
        try:
            async with asyncio.timeout(self._timing.making.total_seconds()):
                made = await self._editor.edition(subscription, delivery.due)
        except SourcesError as error:
            if error.permanent and self._clock.now() >= delivery.due.at:
                await self._settle(delivery, DeliveryState.FAILED, str(error))
            else:
                await self._try_again(delivery, str(error))
        except TimeoutError:
            await self._try_again(delivery, "the sources took too long")
        except StoreError:
            raise
        except PullquoteError as error:
            await self._try_again(delivery, str(error))
        else:
            await self._made(delivery, made)

    async def _made(self, delivery: Delivery, made: Message | Nothing) -> None:
        now, due = self._clock.now(), delivery.due
        if isinstance(made, Message):
            if now >= due.at:
                self._is_ready(delivery.place.platform)
        elif now < due.at:
            # Something may come until then.
            await self._store.ledger.put_off(delivery, DeliveryState.PREPARING, due.at)
        else:
            await self._settle(delivery, DeliveryState.EMPTY, receipt=made.receipt)

    async def _try_again(self, delivery: Delivery, problem: str) -> None:
        """Later; the longer it has been out of order, the less often. At its hour in any case."""
        now = self._clock.now()
        if now > delivery.due.at + self._timing.grace:
            await self._miss(delivery, problem)
            return
        late = max(_RETRY, (now - delivery.due.at) / 2)
        look_at = now + late if now >= delivery.due.at else min(now + _RETRY, delivery.due.at)
        _LOG.error("%s: %s; trying again at %s", delivery.subscription, problem, _hour(look_at))
        await self._store.ledger.put_off(delivery, DeliveryState.PREPARING, look_at, problem)

    async def _miss(self, delivery: Delivery, problem: str) -> None:
        await self._settle(delivery, DeliveryState.MISSED, f"{self._timing.too_late}: {problem}".rstrip(": "))

    async def _settle(self, delivery: Delivery, state: DeliveryState, problem: str = "", receipt: str = "") -> None:
        if problem:
            _LOG.warning("%s: the digest of %s %s: %s", delivery.subscription, *delivery.due.key, problem)
        if await self._store.ledger.settle(delivery, state, self._clock.now(), problem, receipt):
            self._metrics.delivered(delivery.place.platform, state)


def _hour(at: datetime) -> str:
    return f"{at:%H:%M:%S %Z}"

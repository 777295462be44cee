"""Digests that come by themselves: which are due, and how far each has come.

What is about to be sent is written down first. A delivery that a crash leaves in the middle of sending is not sent
again, since it may have been posted; one that was still being prepared is.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Protocol

from bot.errors import PostError, PullquoteError, SourcesError
from bot.messages import Message, MessageRef
from bot.monitoring import Metrics
from bot.ports import Adapter
from bot.store import DeliveryState, Store
from bot.subscriptions import Due, Subscription, dues_between, next_due

__all__ = ["GRACE", "Deliveries", "Editor"]

GRACE = timedelta(hours=12)
"""So late a digest still comes: a morning digest that is half a day late is no morning digest any more."""

_LOG = logging.getLogger(__name__)
_RETRY = timedelta(minutes=2)
_MOST_AT_ONCE = 4
# A platform that does not answer must not hold up the others.
_PATIENCE_S = 120.0


class Editor(Protocol):
    """Who makes the digests: the service."""

    async def edition(self, subscription: Subscription, due: Due) -> Message | None:
        """The digest of a slot, written down as being sent; None if there is nothing new to tell.

        Raises:
            SourcesError: If there is nothing it could be made of.
        """

    async def posted(self, message: Message, refs: Sequence[MessageRef]) -> None:
        """Take note that it is there to be seen."""

    async def not_posted(self, message: Message) -> None:
        """Take note that it is not."""


class Deliveries:
    """Delivers what is due."""

    def __init__(
        self,
        editor: Editor,
        store: Store,
        adapters: Mapping[str, Adapter],
        subscriptions: Callable[[], Awaitable[Sequence[Subscription]]],
        metrics: Metrics | None = None,
    ) -> None:
        """Take whom it works with: adapters by platform, what tells the subscriptions there are just now, and what counts."""
        self._editor = editor
        self._store = store
        self._adapters = adapters
        self._subscriptions = subscriptions
        self._metrics = metrics or Metrics()
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)

    async def deliver(self, now: datetime) -> datetime | None:
        """Post all that is due; what can't be posted now is left for the next time.

        Args:
            now: Aware.

        Returns:
            When to look again; None if nothing will ever be due.
        """
        subscriptions = [one for one in await self._subscriptions() if one.place.platform in self._adapters]
        looks = await asyncio.gather(*(self._attend_to(subscription, now) for subscription in subscriptions))
        return min((at for at in looks if at), default=None)

    async def _attend_to(self, subscription: Subscription, now: datetime) -> datetime | None:
        """Deliver the last slot that is due; when to look at the subscription again."""
        due: Due | None = None
        async with self._slots:
            try:
                due = await self._waiting(subscription, now)
                is_settled = due is None or await self._deliver(subscription, due)
            except PullquoteError as error:
                _LOG.error("%s: %s", subscription.id, error)
                is_settled = False
            except Exception:  # noqa: BLE001 - the other deliveries go on, and this one is tried again
                _LOG.exception("%s: a digest could not be made", subscription.id)
                is_settled = False
        if is_settled:
            following = next_due(subscription, now)
            return following.at if following else None
        # The later it is, the less often: what has been out of order for hours needs no look every two minutes.
        return now + max(_RETRY, (now - due.at) / 2 if due else _RETRY)

    async def _waiting(self, subscription: Subscription, now: datetime) -> Due | None:
        """The last slot that is due and not settled; of several that were missed, the earlier ones are not made up for."""
        since = max(await self._store.since(subscription.id, now), now - GRACE)
        known = await self._store.deliveries(subscription.id)
        waiting = [
            due
            for due in dues_between(subscription, since, now)
            if known.get(due.key, DeliveryState.PREPARING) is DeliveryState.PREPARING
        ]
        for due in waiting[:-1]:
            _LOG.warning("%s: the digest of %s %s was missed", subscription.id, due.day, due.slot)
            await self._settle(subscription, due, DeliveryState.MISSED)
        return waiting[-1] if waiting else None

    async def _deliver(self, subscription: Subscription, due: Due) -> bool:
        """Make and post one digest. Whether that is settled; if not, it is to be tried again."""
        await self._store.prepare(subscription.id, due)
        try:
            message = await self._editor.edition(subscription, due)
        except SourcesError as error:
            if not error.permanent:
                raise
            _LOG.error("%s: %s", subscription.id, error)
            await self._settle(subscription, due, DeliveryState.FAILED, str(error))
            return True
        if message is None:
            await self._settle(subscription, due, DeliveryState.EMPTY)
            return True
        try:
            async with asyncio.timeout(_PATIENCE_S):
                refs = await self._adapters[subscription.place.platform].post(subscription.place, message)
        except TimeoutError:
            late = PostError(f"not posted within {_PATIENCE_S:g} seconds", permanent=False, is_unknown=True)
            return await self._settle_failure(subscription, due, message, late)
        except PostError as error:
            return await self._settle_failure(subscription, due, message, error)
        await self._editor.posted(message, refs)
        await self._settle(subscription, due, DeliveryState.POSTED)
        return True

    async def _settle(self, subscription: Subscription, due: Due, state: DeliveryState, problem: str = "") -> None:
        """Write down how far a delivery has come, and count it."""
        await self._store.settle(subscription.id, due, state, problem)
        self._metrics.delivered(subscription.place.platform, state)

    async def _settle_failure(self, subscription: Subscription, due: Due, message: Message, error: PostError) -> bool:
        _LOG.error("%s: %s", subscription.id, error)
        if error.posted:
            # Sent again, what is there already would be there twice.
            await self._editor.posted(message, error.posted)
            await self._settle(subscription, due, DeliveryState.POSTED, str(error))
            return True
        if error.is_unknown:
            await self._settle(subscription, due, DeliveryState.SENDING, str(error))
            return True
        await self._editor.not_posted(message)
        state = DeliveryState.FAILED if error.permanent else DeliveryState.PREPARING
        await self._settle(subscription, due, state, str(error))
        return error.permanent

"""Makes the digests of an edition, each written down as ready to be posted."""

import asyncio
import logging
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass
from datetime import datetime

from bot.clock import Clock
from bot.deliveries.editions import edition_of
from bot.deliveries.editor import Editor
from bot.deliveries.timing import IN_QUIET_HOURS, Timing
from bot.engine import Job
from bot.errors import PullquoteError, SourcesError, StoreError
from bot.messages import Message
from bot.monitoring import Metrics
from bot.ports import Nothing
from bot.store import Delivery, DeliveryState, Edition, Store
from bot.subscriptions import Subscription, not_quiet

__all__ = ["EDITIONS_AT_ONCE", "Preparing"]

_LOG = logging.getLogger(__name__)
EDITIONS_AT_ONCE = 4
"""Most wait for others: for feeds, for the database. More of them, with all their articles, would take much memory."""

# Of deliveries; most of these wait for the same digest to be made.
_MOST_AT_ONCE = 8
# Of the time for which one is ours: it is said again that it goes on when so much of it is over.
_RENEWED = 1 / 3


def _nobody(_: str) -> None:
    """Nobody posts here."""


@dataclass(slots=True)
class _Held:
    """A delivery that is ours, as it stands in the ledger."""

    delivery: Delivery


class Preparing:
    """Makes the digests of deliveries, some at a time, whatever job they are of."""

    def __init__(
        self,
        editor: Editor,
        store: Store,
        clock: Clock,
        timing: Timing,
        metrics: Metrics,
        is_ready: Callable[[str], None] = _nobody,
    ) -> None:
        """Take whom it works with, and what is told the platform of each digest that can be posted at once."""
        self._editor = editor
        self._store = store
        self._clock = clock
        self._timing = timing
        self._metrics = metrics
        self._is_ready = is_ready
        self._room = asyncio.Semaphore(_MOST_AT_ONCE)
        # What is written about a delivery names what stands in the ledger, which changes as it is said that we go on.
        self._writing = asyncio.Lock()

    async def work(self, job: Job) -> int:
        """Make the digests of an edition that are to be made and that nobody else makes; how many.

        What can't be done now is left: it is submitted again, as long as it is to be done.
        """
        edition, count = edition_of(job), 0
        try:
            while taken := await self._take(edition):
                count += len(taken)
                async with self._holding(taken) as held:
                    await asyncio.gather(*map(self._in_turn, held))
        except StoreError as error:
            _LOG.error("what is due at %s can't be made now: %s", _hour(edition.at), error)
        return count

    async def _take(self, edition: Edition) -> Sequence[_Held]:
        """Take some; if this process stops meanwhile, nothing is left taken."""
        now = self._clock.now()
        taking = asyncio.ensure_future(
            self._store.ledger.take_edition(edition, now, now + self._timing.held, _MOST_AT_ONCE)
        )
        try:
            taken = await asyncio.shield(taking)
        except asyncio.CancelledError:
            with suppress(StoreError):
                await self._release([_Held(one) for one in await taking])
            raise
        return [_Held(one) for one in taken]

    @asynccontextmanager
    async def _holding(self, held: Sequence[_Held]) -> AsyncIterator[Sequence[_Held]]:
        """Keep deliveries while they are made; what is not, as this process stops, is anybody's at once."""
        keeping = asyncio.create_task(self._keep(held))
        try:
            yield held
        except asyncio.CancelledError:
            keeping.cancel()
            with suppress(StoreError):
                await self._release(held)
            raise
        finally:
            keeping.cancel()
            await asyncio.gather(keeping, return_exceptions=True)

    async def _release(self, held: Sequence[_Held]) -> None:
        async with self._writing:
            deliveries = [one.delivery for one in held]
            await self._store.ledger.release(deliveries, DeliveryState.PREPARING, self._clock.now())

    async def _keep(self, held: Sequence[_Held]) -> None:
        """Say now and then that we go on with them."""
        while True:
            await asyncio.sleep(self._timing.held.total_seconds() * _RENEWED)
            with suppress(StoreError):
                # It is known then what came of it.
                await asyncio.shield(self._keep_now(held))

    async def _keep_now(self, held: Sequence[_Held]) -> None:
        async with self._writing:
            until = self._clock.now() + self._timing.held
            kept = await self._store.ledger.keep([one.delivery for one in held], until)
            for one, delivery in zip(held, kept, strict=True):
                one.delivery = delivery or one.delivery

    async def _in_turn(self, held: _Held) -> None:
        async with self._room:
            await self._prepare(held)

    async def _prepare(self, held: _Held) -> None:
        """Make one; whatever goes wrong, the others are made."""
        delivery = held.delivery
        try:
            await self._make(held)
        except StoreError as error:
            # It stays taken until it is anybody's again.
            _LOG.error("%s: %s", delivery.subscription, error)
        except Exception:  # noqa: BLE001 - a mistake of ours is tried again like a source that can't be read
            _LOG.exception("%s: a digest could not be made", delivery.subscription)
            with suppress(StoreError):
                await self._try_again(held, "a mistake of the program, which the log shows")

    async def _make(self, held: _Held) -> None:
        delivery = held.delivery
        stored = await self._store.subscriptions.get(delivery.subscription)
        assert stored  # noqa: S101 - the database holds them together
        subscription = Subscription.of_settings(stored.id, stored.place, stored.settings)
        now = self._clock.now()
        opens = not_quiet(subscription, now) if now > delivery.due.at else now
        if opens > delivery.due.at + self._timing.grace:
            await self._miss(held, delivery.problem)
        elif opens > now:
            await self._put_off(held, opens, IN_QUIET_HOURS)
        else:
            await self._edit(held, subscription)

    async def _edit(self, held: _Held, subscription: Subscription) -> None:
        due = held.delivery.due
        try:
            async with asyncio.timeout(self._timing.making.total_seconds()):
                made = await self._editor.edition(subscription, due)
        except SourcesError as error:
            if error.permanent and self._clock.now() >= due.at:
                await self._settle(held, DeliveryState.FAILED, str(error))
            else:
                await self._try_again(held, str(error))
        except TimeoutError:
            await self._try_again(held, "the sources took too long")
        except StoreError:
            raise
        except PullquoteError as error:
            await self._try_again(held, str(error))
        else:
            await self._made(held, made)

    async def _made(self, held: _Held, made: Message | Nothing) -> None:
        now, due = self._clock.now(), held.delivery.due
        if isinstance(made, Message):
            # That it is ready was written down with it.
            if now >= due.at:
                self._is_ready(held.delivery.place.platform)
        elif now < due.at:
            # Something may come until then.
            await self._put_off(held, due.at)
        else:
            await self._settle(held, DeliveryState.EMPTY, receipt=made.receipt)

    async def _try_again(self, held: _Held, problem: str) -> None:
        """Later; the longer it has been out of order, the less often. At its hour in any case."""
        delivery, now = held.delivery, self._clock.now()
        if now > delivery.due.at + self._timing.grace:
            await self._miss(held, problem)
            return
        late = max(self._timing.retry, (now - delivery.due.at) / 2)
        look_at = now + late if now >= delivery.due.at else min(now + self._timing.retry, delivery.due.at)
        _LOG.error("%s: %s; trying again at %s", delivery.subscription, problem, _hour(look_at))
        await self._put_off(held, look_at, problem)

    async def _miss(self, held: _Held, problem: str) -> None:
        await self._settle(held, DeliveryState.MISSED, f"{self._timing.too_late}: {problem}".rstrip(": "))

    async def _put_off(self, held: _Held, look_at: datetime, problem: str = "") -> None:
        async with self._writing:
            await self._store.ledger.put_off(held.delivery, DeliveryState.PREPARING, look_at, problem)

    async def _settle(self, held: _Held, state: DeliveryState, problem: str = "", receipt: str = "") -> None:
        delivery = held.delivery
        if problem:
            _LOG.warning("%s: the digest of %s %s: %s", delivery.subscription, *delivery.due.key, problem)
        async with self._writing:
            is_settled = await self._store.ledger.settle(held.delivery, state, self._clock.now(), problem, receipt)
        if is_settled:
            self._metrics.delivered(delivery.place.platform, state)


def _hour(at: datetime) -> str:
    return f"{at:%H:%M:%S %Z}"

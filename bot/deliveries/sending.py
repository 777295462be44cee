"""Posts one delivery, part by part, each written down before it is sent and after it is there.

What stands in the ledger as being sent when nobody is sending it any more may be there. What the platform offers decides: with
a history, it is looked up; with its own key, as long as that lives, it is posted again and there once; with neither, it is
posted at most once.
"""

import asyncio
import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.clock import Clock
from bot.deliveries.draining import Draining
from bot.deliveries.editor import Editor
from bot.deliveries.pace import Pacer
from bot.deliveries.timing import IN_QUIET_HOURS, Timing, pause_before
from bot.deliveries.together import Together
from bot.errors import PostError, StoreError
from bot.messages import Message, MessageRef
from bot.monitoring import Metrics
from bot.notices import owner_notice
from bot.ports import Adapter, Part
from bot.store import NOTICE, Delivery, DeliveryState, Posted, Store
from bot.subscriptions import Subscription, not_quiet
from bot.written import read_message

__all__ = ["Sending", "key_of"]

_LOG = logging.getLogger(__name__)
# Clocks differ, and may be an hour off: so long before we think that we sent something, it may stand in a history.
_SKEW = timedelta(minutes=65)
# No slot is within quiet hours: what is posted at its hour, or waits for its turn then, need not be asked about.
_LATE = timedelta(minutes=5)
# So long nothing is posted when nothing can be, and the platform does not say for how long.
_HELD_S = 5.0
# What is there is written down so much later, with what else is there by then: a transaction costs as much as a post.
_TOGETHER_S = 0.2
_UNPROVEN = "it may be there or not: the bot stopped while it was being posted, and there is no way to find out"
_MISTAKE = "it may be there or not: a mistake of the program, which the log shows"
_UNWANTED = "it was paused or removed while it was being posted"
_TAKEN_DOWN = "what it was made of was taken down while it was being posted"


def key_of(message: str, part: int) -> str:
    """The key of a part of a message."""
    return f"{message}-{part}"


@dataclass(frozen=True, slots=True)
class _Work:
    """What is being posted.

    Attributes:
        delivery: As we hold it.
        message: Its message.
        parts: All parts of that.
        first: The number of the first one that is not known to be there; how many there are, if all are.
        head: What the very first part is on its platform; None as long as that is not known.
        began: Since when we hold it, of `Clock.elapsed`.
        is_doubtful: Whether the first may be there all the same.
    """

    delivery: Delivery
    message: Message
    parts: Sequence[Part]
    first: int
    head: MessageRef | None
    began: float
    is_doubtful: bool

    @property
    def is_last(self) -> bool:
        """Whether only one part is left."""
        return self.first == len(self.parts) - 1

    @property
    def key(self) -> str:
        """That of the first part."""
        return key_of(self.message.id, self.first)


class Sending:
    """Posts deliveries of one platform."""

    def __init__(
        self,
        adapter: Adapter,
        editor: Editor,
        store: Store,
        clock: Clock,
        timing: Timing,
        metrics: Metrics,
        pacer: Pacer,
        draining: Draining,
    ) -> None:
        """Take whom it works with."""
        self._adapter = adapter
        self._editor = editor
        self._store = store
        self._ledger = store.ledger
        self._clock = clock
        self._timing = timing
        self._metrics = metrics
        self._pacer = pacer
        self._draining = draining
        self._together = Together(store.ledger.post, clock, _TOGETHER_S)

    async def see_to(self, delivery: Delivery, began: float, *, is_doubtful: bool) -> None:
        """Post one; whatever goes wrong, it stands in the ledger as being sent, and is looked at again.

        Args:
            delivery: As we hold it.
            began: Since when, of `Clock.elapsed`.
            is_doubtful: Whether a part of it may be there of which nobody knows.
        """
        try:
            if not delivery.data:
                await self._settle(delivery, DeliveryState.UNKNOWN, _TAKEN_DOWN)
                return
            message = read_message(delivery.data)
            parts = self._adapter.lay_out(message)
            # At the first try there can be none.
            there = await self._ledger.parts(message.id) if is_doubtful or delivery.attempts > 1 else {}
            first = next(number for number in range(len(parts) + 1) if number not in there)
            work = _Work(delivery, message, parts, first, there.get(0), began, is_doubtful)
            if is_doubtful:
                await self._resolve(work)
            elif await self._may_come(work):
                await self._post(work)
        except StoreError as error:
            _LOG.error("%s: %s", delivery.subscription, error)
        except Exception:  # noqa: BLE001 - the others are posted all the same
            _LOG.exception("%s: a digest could not be posted", delivery.subscription)
            if self._is_too_late(delivery):
                with suppress(StoreError):
                    await self._settle(delivery, DeliveryState.UNKNOWN, _MISTAKE)

    async def _may_come(self, work: _Work) -> bool:
        """Whether what is ready may be posted now, however late it is; if not, that is written down."""
        now, delivery = self._clock.now(), work.delivery
        if now - delivery.due.at < _LATE:
            return True
        if self._is_too_late(delivery):
            state = DeliveryState.POSTED if work.first else DeliveryState.MISSED
            await self._settle(delivery, state, self._timing.too_late)
            return False
        # What is begun is brought to its end.
        opens = now if work.first else await self._next_try(delivery, now)
        if opens > now:
            await self._ledger.put_off(delivery, DeliveryState.READY, opens, IN_QUIET_HOURS)
        return opens <= now

    async def _resolve(self, work: _Work) -> None:
        """Go on with what may be there, from the first part of which nobody knows."""
        delivery, terms = work.delivery, self._adapter.terms
        now = self._clock.now()
        sent_at = delivery.sent_at or now
        if work.first == len(work.parts):
            await self._settle(delivery, DeliveryState.POSTED)
        elif terms.has_history:
            await self._look_up(work)
        # The key has to live for as long as it takes to post it once more; a clock that was set back tells nothing of how old it is.
        elif abs(now - sent_at) + self._timing.lease < terms.key_lives and not self._is_too_late(delivery):
            if why_not := await self._why_unwanted(delivery):
                await self._settle(delivery, DeliveryState.UNKNOWN, why_not)
            else:
                await self._post_again(work, sent_at)
        else:
            await self._settle(delivery, DeliveryState.UNKNOWN, delivery.problem or _UNPROVEN)

    async def _why_unwanted(self, delivery: Delivery) -> str:
        """Why what was being posted is not wanted any more; empty if it is. What an owner is told is of one that has ended."""
        stored = await self._store.subscriptions.get(delivery.subscription)
        is_over = stored is None or stored.is_paused or stored.ended_at is not None
        return _UNWANTED if is_over and delivery.due.slot != NOTICE else ""

    async def _look_up(self, work: _Work) -> None:
        """Go on behind the last part that stands in the history of the place."""
        delivery = work.delivery
        keys = [key_of(work.message.id, number) for number in range(work.first, len(work.parts))]
        since = min(delivery.sent_at or delivery.due.at, delivery.due.at, self._clock.now()) - _SKEW
        try:
            # It may take many questions, and nothing is sent: all the time that there is.
            async with asyncio.timeout(self._timing.left_s(work.began, self._clock)):
                found = await self._adapter.reconcile(delivery.place, keys, since, work.head)
        except (PostError, TimeoutError) as error:
            await self._look_up_again(delivery, error)
            return
        left: _Work | None = work
        while left and (ref := found.get(left.key)):
            left = await self._note(left, ref)
        if not left:
            return
        why_not = self._timing.too_late if self._is_too_late(delivery) else await self._why_unwanted(delivery)
        if why_not:
            state = DeliveryState.POSTED if left.first else DeliveryState.FAILED
            await self._settle(left.delivery, state, why_not)
            return
        # It is certain that the next one is not there.
        await self._post_again(replace(left, began=self._clock.elapsed(), is_doubtful=False), self._clock.now())

    async def _look_up_again(self, delivery: Delivery, error: Exception) -> None:
        words = f"it may be there or not, and that can't be looked up ({str(error) or 'no answer'})"
        is_permanent = isinstance(error, PostError) and error.permanent and not error.is_everywhere
        if is_permanent or self._is_too_late(delivery):
            await self._settle(delivery, DeliveryState.UNKNOWN, words)
            return
        retry_after_s = error.retry_after_s if isinstance(error, PostError) else 0.0
        # Each look counts as a try, so that they become rarer.
        look_at = self._clock.now() + pause_before(delivery.attempts + 1, retry_after_s)
        await self._ledger.resend(delivery, delivery.sent_at or delivery.due.at, look_at)

    async def _post_again(self, work: _Work, sent_at: datetime) -> None:
        """Post what was looked at, when its turn comes, unless somebody else has taken it.

        Args:
            work: What.
            sent_at: When the part was first sent, as far as it may be there by that.
        """
        held = await self._ledger.resend(work.delivery, sent_at, self._clock.now() + self._timing.lease)
        if held:
            await self._pacer.turn(held.place.home)
            await self._post(replace(work, delivery=held))

    async def _post(self, work: _Work) -> None:
        """Post the parts from the first one on."""
        left: _Work | None = work
        while left:
            if left is not work:
                await self._pacer.turn(left.delivery.place.home)
            # Right before the post: nothing is waited for in between.
            if not (await self._draining.go_on() and self._timing.is_ours_since(left.began, self._clock)):
                state = DeliveryState.SENDING if left.is_doubtful else DeliveryState.READY
                await self._ledger.put_off(left.delivery, state, self._clock.now(), left.delivery.problem)
                return
            try:
                ref = await self._posted(left)
            except PostError as error:
                await self._fail(left, error)
                return
            left = await self._note(left, ref)

    async def _posted(self, work: _Work) -> MessageRef:
        """What the first part is on its platform.

        Raises:
            PostError: If it is not there, or may be.
        """
        patience_s = self._timing.patience.total_seconds()
        try:
            async with asyncio.timeout(patience_s):
                part = work.parts[work.first]
                return await self._adapter.post(work.delivery.place, part, work.key, work.head)
        except TimeoutError:
            words = f"no answer within {patience_s:g} seconds"
            raise PostError(words, permanent=False, is_unknown=True) from None

    async def _note(self, work: _Work, ref: MessageRef) -> _Work | None:
        """Write down that the first part is there. What is left to be posted, as we hold it then; None if nothing is for us."""
        began, now = self._clock.elapsed(), self._clock.now()
        look_at = None if work.is_last else now + self._timing.lease
        held = await self._together.put(Posted(work.delivery, work.first, ref, work.is_last, now, look_at))
        if work.is_last:
            self._metrics.delivered(work.delivery.place.platform, DeliveryState.POSTED)
            await self._editor.delivered(work.message)
        if not held:
            return None
        head = work.head or ref
        return replace(work, delivery=held, first=work.first + 1, head=head, began=began, is_doubtful=False)

    async def _fail(self, work: _Work, error: PostError) -> None:
        """Write down that a part was not posted, and what is to be done about it."""
        now, delivery, words = self._clock.now(), work.delivery, str(error)
        if error.is_everywhere:
            self._pacer.hold(error.retry_after_s or _HELD_S)
            if not error.retry_after_s:
                # The platform says nothing: it may well answer another process.
                self._draining.step_back()
        elif error.permanent and not error.is_of_message:
            await self._give_up(delivery, error)
            return
        _LOG.warning("%s: %s", delivery.subscription, error)
        if error.is_unknown:
            await self._ledger.put_off(delivery, DeliveryState.SENDING, now + self._timing.settling, words)
            return
        # A wrong token is put right by whoever runs the bot, and the digests of that morning come after all.
        look_at = await self._next_try(delivery, now + pause_before(delivery.attempts, error.retry_after_s))
        if work.is_doubtful:
            # This time it was not posted. What was sent before may be there all the same, and its key goes on growing old.
            await self._ledger.put_off(delivery, DeliveryState.SENDING, look_at, words)
        elif error.is_of_message or look_at > delivery.due.at + self._timing.grace:
            await self._settle(delivery, DeliveryState.POSTED if work.first else DeliveryState.FAILED, words)
        else:
            await self._ledger.put_off(delivery, DeliveryState.READY, look_at, words)

    def _is_too_late(self, delivery: Delivery) -> bool:
        return self._clock.now() > delivery.due.at + self._timing.grace

    async def _next_try(self, delivery: Delivery, at: datetime) -> datetime:
        """When something may come that is late."""
        stored = await self._store.subscriptions.get(delivery.subscription)
        return not_quiet(Subscription.of_settings(stored.id, stored.place, stored.settings), at) if stored else at

    async def _give_up(self, delivery: Delivery, error: PostError) -> None:
        """End a subscription that can't be posted, and tell its owner."""
        if delivery.due.slot == NOTICE:
            # The owner can't be told; it may have been set anew since, and goes on.
            await self._settle(delivery, DeliveryState.FAILED, str(error))
            return
        _LOG.error("%s: nothing comes any more: %s", delivery.subscription, error)
        stored = await self._store.subscriptions.get(delivery.subscription)
        notice = owner_notice(stored, str(error), self._adapter.called(stored.place)) if stored else None
        await self._ledger.give_up(delivery, self._clock.now(), str(error), notice)
        self._metrics.delivered(delivery.place.platform, DeliveryState.FAILED)

    async def _settle(self, delivery: Delivery, state: DeliveryState, problem: str = "") -> None:
        if problem:
            _LOG.error("%s: the digest of %s %s: %s", delivery.subscription, *delivery.due.key, problem)
        if await self._ledger.settle(delivery, state, self._clock.now(), problem):
            self._metrics.delivered(delivery.place.platform, state)

"""That one process at a time posts with a token, of all that have it and work on one database.

A platform counts what is posted with a token, whoever posts it: two processes that each keep its pace exceed it together. So one of
them has the token's deliveries to itself, for as long as there are any, and the others look now and then whether they are needed.
"""

import asyncio
import logging
from contextlib import suppress
from datetime import datetime

from bot.alive import new_holder
from bot.clock import Clock, instant, passed_s
from bot.deliveries.timing import Timing
from bot.errors import StoreError
from bot.ports import Adapter
from bot.store import Leases

__all__ = ["Draining"]

_LOG = logging.getLogger(__name__)
# Of a tenure: so much is left to clocks that go at different speeds, and to a post that is just leaving.
_MARGIN = 0.1
# It is said again that it goes on when so much of it is over; who fails at something leaves it to others for as long.
_RENEWED = 1 / 3
# So often is looked whether that is to be said, or nothing was posted since: it is given back then, and not between any two posts.
_LOOKS = 15


class Draining:
    """Who posts with the token of an adapter: this process, or another."""

    def __init__(self, adapter: Adapter, leases: Leases, clock: Clock, timing: Timing) -> None:
        """Take whose token it is, and whom it works with."""
        self._platform = adapter.platform
        self._name = f"drain:{adapter.platform}:{adapter.token_id}" if adapter.token_id else ""
        self._holder = new_holder()
        self._leases = leases
        self._clock = clock
        self._timing = timing
        self._tenure_s = timing.tenure.total_seconds()
        self._asking = asyncio.Lock()
        self._asked: asyncio.Future[bool] | None = None
        self._keeping: asyncio.Task[None] | None = None
        # When it was last said that we go on, by both clocks; None as long as it is not ours.
        self._since: tuple[float, datetime] | None = None
        self._not_before = clock.elapsed()
        self._used_at = clock.elapsed()
        self._users = 0
        self.is_waiting = False
        """Whether another has it, as far as is known, and we would like to."""

    async def begin(self) -> bool:
        """Begin to post, if no other process does; then `end` has to follow.

        Raises:
            StoreError: If it can't be known.
        """
        self._users += 1
        try:
            is_ours = await self.go_on()
        except BaseException:
            self.end()
            raise
        if not is_ours:
            self.end()
        return is_ours

    def end(self) -> None:
        """Post nothing more for now. Others may soon begin, unless we do."""
        self._users -= 1
        self._used_at = self._clock.elapsed()

    async def go_on(self) -> bool:
        """Whether it is still ours to post, now. To be asked right before each post: this process may have stood still, or its machine.

        Raises:
            StoreError: If it can't be known; so nothing may be posted.
        """
        if self._is_ours():
            return True
        async with self._asking:
            return self._is_ours() or await self._ask()

    def step_back(self) -> None:
        """Leave it to another for a moment, because nothing can be posted from here."""
        if self._name:
            self._since, self.is_waiting = None, True
            self._not_before = self._clock.elapsed() + self._tenure_s * _RENEWED

    async def stop(self) -> None:
        """Give it back for good."""
        if self._keeping:
            self._keeping.cancel()
            await asyncio.gather(self._keeping, return_exceptions=True)
        if self._asked:
            # What was asked for may be ours only now.
            await asyncio.gather(self._asked, return_exceptions=True)
            with suppress(StoreError):
                await self._give_back()

    def _is_ours(self) -> bool:
        if not self._name:
            return True
        # Where a clock was only set, it is asked once more.
        return self._since is not None and passed_s(self._clock, self._since) < self._tenure_s * (1 - _MARGIN)

    async def _ask(self) -> bool:
        """Take it, or say that we go on."""
        began, now = since = instant(self._clock)
        if began < self._not_before:
            return False
        holding = self._leases.hold(self._name, self._holder, now, now + self._timing.tenure)
        self._asked = asyncio.ensure_future(holding)
        if await asyncio.shield(self._asked):
            self._since, self.is_waiting = since, False
            if self._keeping is None or self._keeping.done():
                self._keeping = asyncio.create_task(self._keep())
            # Less may be left of it than it took to be told.
            return self._is_ours()
        if not self.is_waiting:
            _LOG.info("another process posts on %s; this one goes on when that one does not", self._platform)
        self._since, self.is_waiting = None, True
        self._not_before = self._clock.elapsed() + self._timing.pause.total_seconds() / 2
        return False

    async def _keep(self) -> None:
        """Say now and then that we go on, as long as we post; and give it back after that."""
        look_s = self._tenure_s / _LOOKS
        while True:
            await asyncio.sleep(look_s)
            async with self._asking:
                is_idle = not self._users and self._clock.elapsed() - self._used_at >= look_s
                # What can't be said or given back now may be at the next look.
                with suppress(StoreError):
                    if is_idle or self._since is None:
                        await self._give_back()
                        return
                    if self._clock.elapsed() - self._since[0] >= self._tenure_s * _RENEWED:
                        await self._ask()

    async def _give_back(self) -> None:
        self._since = None
        await self._leases.release(self._name, self._holder)

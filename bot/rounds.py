"""Looks, again and again, which sources are due, and lets them be read."""

import asyncio
import logging
from collections import Counter
from collections.abc import Awaitable, Callable
from datetime import datetime

from bot.engine import Engine, Priority, always
from bot.errors import StoreError
from bot.feed_jobs import feed_of, host_of, poll_job, poll_key
from bot.politeness import Clock, Sleep
from bot.store import Store
from bot.store.sources import site_of

__all__ = ["Rounds"]

_LOG = logging.getLogger(__name__)
# Of one host, so that none that is slow, or has many feeds, takes the turns of the others.
_MOST_PER_HOST = 2
# So many of the feeds that are due are looked through for hosts that are free; where hosts are met that are not, so many more
# beside these, and so on. In the next round these are known from the start.
_LOOKED_AT = 500
_MOST_LOOKS = 10
# Somebody else may have added a feed, and a machine that was asleep does not know for how long.
_LONGEST_NAP_S = 60.0
_LONGEST_REST_S = 5 * 60.0
# A rest is doubled so often at most: no clock can reckon with what it would grow to in some hours.
_MOST_DOUBLED = 16
# While another acts, it is looked as often whether it still does.
_ASIDE_S = 1.0


class Rounds:
    """Submits what is due, as far as there is room, until it is cancelled."""

    def __init__(
        self,
        store: Store,
        engine: Engine,
        clock: Clock,
        *,
        most: int,
        sleep: Sleep = asyncio.sleep,
        longest_nap_s: float = _LONGEST_NAP_S,
        look_again_s: float | None = None,
        longest_rest_s: float = _LONGEST_REST_S,
        is_told: bool = True,
    ) -> None:
        """Take what it works with.

        Args:
            store: Where the sources are kept.
            engine: What reads them.
            clock: The time, aware.
            most: How many of its jobs may be there at a time.
            sleep: Waits for some seconds.
            longest_nap_s: After how many seconds to look what is due, whatever was due before.
            look_again_s: After how many, while something that is due waits for its turn; `longest_nap_s` if not given, where whoever
                is done with a job wakes it.
            longest_rest_s: For how many seconds a store that fails is left alone at the most.
            is_told: Whether `ended` is called; where it is not, what can be submitted is taken for what can be kept.
        """
        self._store = store
        self._engine = engine
        self._clock = clock
        self._most = most
        self._sleep = sleep
        self._longest_nap_s = longest_nap_s
        self._look_again_s = longest_nap_s if look_again_s is None else look_again_s
        self._longest_rest_s = longest_rest_s
        self._is_told = is_told
        self._woken = asyncio.Event()
        self._broken: BaseException | None = None
        self._rests = 0

    async def run(self, may_act: Callable[[], Awaitable[bool]] = always) -> None:
        """Go on until cancelled.

        Nothing ends it: if the store fails, all is tried again after a rest.

        Args:
            may_act: Whether it is this one of several that acts; asked before each round.
        """
        while True:
            self._woken.clear()
            try:
                nap_s = await self._look() if await may_act() else min(self._look_again_s, _ASIDE_S)
            except Exception as error:  # noqa: BLE001 - the news of tomorrow is worth another try
                await self._rest(error)
            else:
                await self._nap(nap_s)

    def wake(self) -> None:
        """Look what is due now: a feed may have been added."""
        self._woken.set()

    def ended(self, error: BaseException | None) -> None:
        """Take note that a job has ended, and what it raised: there is room, or nothing can be kept."""
        self._woken.set()
        if error:
            self._broken = error
        else:
            self._can_be_kept()

    def _can_be_kept(self) -> None:
        if self._rests:
            self._rests = 0
            _LOG.info("feeds can be read again")

    async def _look(self) -> float:
        """Submit what is due, as far as there is room. How long to wait until there is more, in seconds."""
        if broken := self._broken:
            self._broken = None
            raise broken
        now = self._clock()
        is_left = await self._submit_due(now)
        if not self._is_told:
            self._can_be_kept()
        following = await self._store.sources.next_due()
        wait_s = (following - now).total_seconds() if following else self._longest_nap_s
        # What is due already waits for its turn.
        nap_s = self._look_again_s if is_left or wait_s <= 0 else self._longest_nap_s
        return min(nap_s, wait_s) if wait_s > 0 else nap_s

    async def _submit_due(self, now: datetime) -> bool:
        """Submit what is due, as far as there is room. Whether there may be more that there was none for."""
        # Before the store is asked: whoever is done meanwhile may be due there still.
        busy = {feed: host for key, host in (await self._engine.pending()).items() if (feed := feed_of(key))}
        # While nothing can be kept, one is enough to find out whether it can be again.
        # One that rests takes no room, and counts for no host.
        hosts = Counter(filter(None, busy.values()))
        room = (1 if self._rests else self._most) - hosts.total()
        full = {site_of(feed) for feed, host in busy.items() if hosts[host] >= _MOST_PER_HOST}
        for _ in range(_MOST_LOOKS):
            known = len(full)
            due = await self._store.sources.due(now, _LOOKED_AT, full) if room > 0 else ()
            for feed in (source.feed for source in due if source.feed not in busy):
                host = host_of(feed)
                if room <= 0:
                    break
                if hosts[host] >= _MOST_PER_HOST:
                    full.add(site_of(feed))
                elif await self._engine.submit(poll_key(feed), poll_job(feed), priority=Priority.DUE, lock=host):
                    busy[feed] = host
                    hosts[host] += 1
                    room -= 1
            # Behind what was looked at is more, and some of that is of other hosts.
            if room <= 0 or len(due) < _LOOKED_AT or len(full) == known:
                break
        return room <= 0 or bool(full)

    async def _nap(self, seconds: float) -> None:
        """Wait for a time, or until woken."""
        waits = [asyncio.ensure_future(self._sleep(seconds)), asyncio.ensure_future(self._woken.wait())]
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
            await asyncio.gather(*waits, return_exceptions=True)

    async def _rest(self, error: Exception) -> None:
        """Leave the store alone for a while, and longer each time."""
        self._rests += 1
        if self._rests == 1:
            unexpected = None if isinstance(error, StoreError) else error
            _LOG.warning("feeds can't be read, and are tried again: %s", error, exc_info=unexpected)
        await self._sleep(min(2.0 ** min(self._rests, _MOST_DOUBLED), self._longest_rest_s))

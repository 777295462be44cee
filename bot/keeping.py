"""Takes out of the store what is old, once a day."""

import logging
from collections.abc import Awaitable, Callable
from datetime import timedelta

from bot.clock import Clock
from bot.errors import StoreError
from bot.store import Store

__all__ = ["keep_small"]

_LOG = logging.getLogger(__name__)
_DAY_S = 24 * 60 * 60.0
# While another acts, it is looked so often whether it still does; nobody is in a hurry.
_ASIDE_S = 60.0


async def keep_small(store: Store, retention: timedelta, clock: Clock, may_act: Callable[[], Awaitable[bool]]) -> None:
    """Go on until cancelled.

    Args:
        store: Open.
        retention: For how long what nobody was shown is kept.
        clock: Tells the time and waits.
        may_act: Whether it is this process, of several that could, that does so now.
    """
    while True:
        if not await may_act():
            await clock.sleep(_ASIDE_S)
            continue
        try:
            pruned = await store.prune(clock.now(), retention)
            await store.sources.forget_unused()
            if pruned.articles:
                _LOG.info("%d old articles taken out", pruned.articles)
        except StoreError as error:
            _LOG.warning("%s; trying again in a day", error)
        await clock.sleep(_DAY_S)

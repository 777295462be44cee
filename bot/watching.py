"""What of the running bot can be watched: its figures, and what has to be well."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime

from bot.config import MetricsConfig
from bot.monitoring import Checks, Figure, Metrics, Remark, monitoring
from bot.schedule import Schedule
from bot.store import GRACE, DeliveryState, Store
from bot.store.figures import UNPLANNED

__all__ = ["watched"]

_LOG = logging.getLogger(__name__)
# What is to be done about those that wait, by how far they are.
_STEPS: Mapping[str, str] = {
    DeliveryState.PREPARING: "to be made",
    DeliveryState.READY: "to be posted",
    DeliveryState.SENDING: "being posted",
    UNPLANNED: "to be planned",
}


@asynccontextmanager
async def watched(
    config: MetricsConfig,
    metrics: Metrics,
    store: Store,
    schedule: Schedule,
    clock: Callable[[], datetime],
    platforms: Sequence[str],
) -> AsyncIterator[str]:
    """Let programs see how the bot is, for as long as it is entered.

    Args:
        config: Where.
        metrics: What is counted.
        store: Open.
        schedule: What has to go on.
        clock: The time, aware.
        platforms: On which the bot is.

    Yields:
        Where: "http://127.0.0.1:9464".

    Raises:
        ConfigError: If the address can't be used.
    """
    checks = Checks()
    checks.add("database", store.ping)
    checks.add("clock", schedule.check)
    checks.add("deliveries", lambda: _deliveries(store, platforms, clock()))
    metrics.look_up(lambda: _figures(store, platforms, clock()))
    async with monitoring(config.host, config.port, metrics, checks) as address:
        _LOG.info("figures are at %s/metrics", address)
        yield address


async def _deliveries(store: Store, platforms: Sequence[str], now: datetime) -> str | Remark | None:
    """What digests wait too long; if none do, which of the last day did not come: they can't be helped any more."""
    found = await store.delivery_figures(platforms, now, since=now - GRACE)
    if found.late_since:
        count = sum(found.late.values())
        have = "1 digest that is due has" if count == 1 else f"{count} digests that are due have"
        steps = ", ".join(f"{number} {_STEPS[step]}" for step, number in found.late.items())
        return f"{have} not come, the first since {found.late_since:%Y-%m-%d %H:%M %Z} ({steps}); the log says why"
    kinds = {"missed": found.missed, "not posted": found.failed, "uncertain": found.uncertain}
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
    return Remark(f"in the last day: {told}; the log says why") if told else None


async def _figures(store: Store, platforms: Sequence[str], now: datetime) -> Mapping[Figure, float]:
    found, digests = await store.figures(now), await store.delivery_figures(platforms, now, since=now - GRACE)
    figures: dict[Figure, float] = {
        Figure.SOURCES: found.sources,
        Figure.SOURCES_FAILING: found.failing,
        Figure.SOURCES_LATE: found.late,
        Figure.ARTICLES: await store.articles.count(),
        Figure.DELIVERIES_DUE: digests.due,
        Figure.DELIVERIES_LATE: sum(digests.late.values()),
        Figure.DELIVERIES_MISSED: digests.missed,
        Figure.DELIVERIES_FAILED: digests.failed,
        Figure.DELIVERIES_UNCERTAIN: digests.uncertain,
    }
    return figures | ({Figure.POLL_AGE: (now - found.last_poll).total_seconds()} if found.last_poll else {})

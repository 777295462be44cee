"""What of the running bot can be watched: its figures, and what has to be well."""

import logging
from collections.abc import AsyncIterator, Callable, Mapping
from contextlib import asynccontextmanager
from datetime import datetime

from bot.config import MetricsConfig
from bot.deliveries import GRACE
from bot.monitoring import Checks, Figure, Metrics, monitoring
from bot.schedule import Schedule
from bot.store import Store

__all__ = ["watched"]

_LOG = logging.getLogger(__name__)


@asynccontextmanager
async def watched(
    config: MetricsConfig, metrics: Metrics, store: Store, schedule: Schedule, clock: Callable[[], datetime]
) -> AsyncIterator[str]:
    """Let programs see how the bot is, for as long as it is entered.

    Args:
        config: Where.
        metrics: What is counted.
        store: Open.
        schedule: What has to go on.
        clock: The time, aware.

    Yields:
        Where: "http://127.0.0.1:9464".

    Raises:
        ConfigError: If the address can't be used.
    """
    checks = Checks()
    checks.add("database", store.ping)
    checks.add("clock", schedule.check)
    metrics.look_up(lambda: _figures(store, clock()))
    async with monitoring(config.host, config.port, metrics, checks) as address:
        _LOG.info("figures are at %s/metrics", address)
        yield address


async def _figures(store: Store, now: datetime) -> Mapping[Figure, float]:
    found = await store.figures(now, since=now - GRACE)
    figures: dict[Figure, float] = {
        Figure.SOURCES: found.sources,
        Figure.SOURCES_FAILING: found.failing,
        Figure.SOURCES_LATE: found.late,
        Figure.ARTICLES: await store.articles.count(),
        Figure.DELIVERIES_DUE: found.deliveries,
    }
    return figures | ({Figure.POLL_AGE: (now - found.last_poll).total_seconds()} if found.last_poll else {})

"""What of the running bot can be watched: its figures, and what has to be well."""

import logging
from collections.abc import AsyncIterator, Awaitable, Callable, Collection, Mapping, Sequence
from contextlib import asynccontextmanager
from datetime import datetime
from functools import partial

from bot.clock import Clock
from bot.config import Config, MetricsConfig
from bot.fleet import look_at_processes
from bot.heartbeat import Heartbeat
from bot.monitoring import Check, Checks, Figure, Metrics, Remark, monitoring
from bot.overall import look_at_all
from bot.role import Role
from bot.schedule import Schedule
from bot.store import GRACE, DeliveryState, Store
from bot.store.figures import UNPLANNED

__all__ = ["watchable", "watched"]

_LOG = logging.getLogger(__name__)
# What is to be done about those that wait, by how far they are.
_STEPS: Mapping[str, str] = {
    DeliveryState.PREPARING: "to be made",
    DeliveryState.READY: "to be posted",
    DeliveryState.SENDING: "being posted",
    UNPLANNED: "to be planned",
}
# What of it a process sees to: whoever starts one anew that does not helps none that is late.
_SEES_TO: Mapping[str, Collection[str]] = {Role.ALL: _STEPS, Role.BOT: (DeliveryState.READY, DeliveryState.SENDING)}


@asynccontextmanager
async def watchable(
    config: Config,
    metrics: Metrics,
    store: Store,
    clock: Clock,
    heartbeat: Heartbeat,
    schedule: Schedule | None = None,
) -> AsyncIterator[None]:
    """Let programs see how the bot is, for as long as it is entered, where config.toml says so.

    Args:
        config: The configuration.
        metrics: What is counted.
        store: Open.
        clock: The clock.
        heartbeat: By which other processes know of this one.
        schedule: What has to go on; None where this process has none.

    Raises:
        ConfigError: If the address for programs can't be used.
    """
    if not config.metrics:
        yield
        return
    shards = (config.discord.shard_count or 0) if config.discord else 0
    async with watched(config.metrics, metrics, store, schedule, clock.now, heartbeat, shards):
        yield


@asynccontextmanager
async def watched(
    config: MetricsConfig,
    metrics: Metrics,
    store: Store,
    schedule: Schedule | None,
    clock: Callable[[], datetime],
    heartbeat: Heartbeat,
    shard_count: int = 0,
) -> AsyncIterator[str]:
    """Let programs see how the bot is, for as long as it is entered.

    Args:
        config: Where.
        metrics: What is counted.
        store: Open.
        schedule: What has to go on; None where this process has none.
        clock: The time, aware.
        heartbeat: By which the others know of this process.
        shard_count: In how many parts the connection to Discord is divided, as the configuration says; 0 if it does not.

    Yields:
        Where: "http://127.0.0.1:9464".

    Raises:
        ConfigError: If the address can't be used.
    """

    async def own_platforms() -> Sequence[str]:
        return heartbeat.platforms

    async def all_platforms() -> Sequence[str]:
        return (await look_at_processes(store)).platforms

    own, overall = Checks(), Checks()
    for checks, platforms in {own: own_platforms, overall: all_platforms}.items():
        checks.add("database", store.ping)
        if schedule:
            checks.add("clock", schedule.check)
        if steps := _STEPS if checks is overall else _SEES_TO.get(heartbeat.role):
            checks.add("deliveries", partial(_deliveries, store, platforms, clock, steps))
        checks.add("heartbeat", heartbeat.check)
        checks.add("version", heartbeat.check_version)
    for name, check in _checks_of_all(store, shard_count, clock).items():
        overall.add(name, check)
    metrics.look_up(lambda: _own_figures(heartbeat))
    metrics.look_up(lambda: _figures(store, clock(), shard_count))
    alive = Checks()
    if schedule:
        # It goes on while the database is gone: whoever starts a process anew by it does so when that helps.
        alive.add("clock", schedule.check)
    async with monitoring(config.host, config.port, metrics, own, overall, alive) as address:
        _LOG.info("figures are at %s/metrics", address)
        yield address


def _checks_of_all(store: Store, shard_count: int, clock: Callable[[], datetime]) -> Mapping[str, Check]:
    """What has to be well beside this process."""

    async def processes() -> str | Remark:
        fleet = await look_at_processes(store, shard_count)
        if wrong := fleet.wrong_with_processes():
            return wrong
        died = f"; {fleet.ended()}, as pullquote health has it" if fleet.dead else ""
        return Remark(f"{len(fleet.living)} seen in the last minute{died}")

    async def shards() -> str:
        return (await look_at_processes(store, shard_count)).wrong_with_shards()

    async def sources() -> Remark | None:
        found = await store.figures(clock())
        kinds = {"failing": found.failing, "late": found.late}
        told = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
        return Remark(f"of {found.sources}, {told}") if told else None

    return {"processes": processes, "shards": shards, "sources": sources}


async def _deliveries(
    store: Store,
    platforms: Callable[[], Awaitable[Sequence[str]]],
    clock: Callable[[], datetime],
    steps: Collection[str],
) -> str | Remark | None:
    """What digests wait too long for some steps; if none do, which of the last day did not come: they can't be helped any more."""
    now = clock()
    found = await store.delivery_figures(await platforms(), now, since=now - GRACE)
    if late := {step: number for step, number in found.late.items() if step in steps}:
        count = sum(late.values())
        have = "1 digest that is due has" if count == 1 else f"{count} digests that are due have"
        told = ", ".join(f"{number} {_STEPS[step]}" for step, number in late.items())
        first = f", the first since {found.late_since:%Y-%m-%d %H:%M %Z}" if late == found.late else ""
        return f"{have} not come{first} ({told}); the log says why"
    kinds = {"missed": found.missed, "not posted": found.failed, "uncertain": found.uncertain}
    told = ", ".join(f"{number} {kind}" for kind, number in kinds.items() if number)
    return Remark(f"in the last day: {told}; the log says why") if told else None


async def _own_figures(heartbeat: Heartbeat) -> Mapping[Figure, float]:
    return {Figure.HEARTBEAT_AGE: heartbeat.age_s}


async def _figures(store: Store, now: datetime, shard_count: int) -> Mapping[Figure, float]:
    """What is the same whichever process says it."""
    found = await look_at_all(store, now, shard_count)
    sources, digests, fleet, queue = found.sources, found.deliveries, found.fleet, found.queue
    figures: dict[Figure, float] = {
        Figure.SOURCES: sources.sources,
        Figure.SOURCES_FAILING: sources.failing,
        Figure.SOURCES_LATE: sources.late,
        Figure.SOURCES_LATEST: found.latest_source.total_seconds(),
        Figure.ARTICLES: await store.articles.count(),
        Figure.EDITIONS_PREPARING: found.editions.preparing,
        Figure.EDITIONS_PREPARED: found.editions.prepared,
        Figure.DELIVERIES_DUE: digests.due,
        Figure.DELIVERIES_LATE: found.late,
        Figure.DELIVERIES_MISSED: digests.missed,
        Figure.DELIVERIES_FAILED: digests.failed,
        Figure.DELIVERIES_UNCERTAIN: digests.uncertain,
        Figure.PROCESSES: len(fleet.living),
        Figure.PROCESSES_DEAD: len(fleet.dead),
        Figure.ROLES_MISSING: len(fleet.missing_roles),
    }
    if sources.last_poll:
        figures[Figure.POLL_AGE] = (now - sources.last_poll).total_seconds()
    if fleet.shard_count:
        figures |= {Figure.SHARDS: fleet.shard_count, Figure.SHARDS_LOST: len(fleet.lost_shards)}
    if queue:
        figures |= {Figure.QUEUE_WAITING: queue.waiting, Figure.QUEUE_DOING: queue.doing}
    return figures

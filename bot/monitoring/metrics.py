"""What the bot counts, for Prometheus. It costs next to nothing, so it is counted whether somebody reads it or not.

No label holds what a person wrote, an address or an id: there are as many series as there are commands, platforms and
kinds of problem.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Iterator, Mapping
from enum import StrEnum
from importlib.metadata import version
from typing import TYPE_CHECKING

from bot.commands import COMMANDS, command_named
from bot.config import PLATFORMS
from bot.problems import ProblemKind

if TYPE_CHECKING:
    from aiohttp import web
    from aiohttp.typedefs import Handler
    from prometheus_client import Metric

__all__ = ["Ending", "Figure", "Lookup", "Metrics"]

_LOG = logging.getLogger(__name__)
_PATIENCE_S = 5.0
# Seconds. A command is acknowledged at once; what is counted here is until its answer is there.
_BUCKETS = (0.1, 0.25, 0.5, 1, 2.5, 5, 10, 20, 40, 80)
_READ, _OTHER = "read", "other"


class Ending(StrEnum):
    """How a command ended: with an answer, with words why there is none, or with an error of ours."""

    ANSWERED = "answered"
    REFUSED = "refused"
    FAILED = "failed"


class Figure(StrEnum):
    """What is looked up whenever somebody reads the figures, by its name there.

    Those that begin with "pullquote_installation_" are of the whole installation, from its database: every process shows the same, and
    of what several show the largest can be taken. All others are of the process that shows them.
    """

    HEARTBEAT_AGE = "pullquote_heartbeat_age_seconds"
    SOURCES = "pullquote_installation_sources"
    SOURCES_FAILING = "pullquote_installation_sources_failing"
    SOURCES_LATE = "pullquote_installation_sources_late"
    SOURCES_LATEST = "pullquote_installation_sources_latest_seconds"
    ARTICLES = "pullquote_installation_articles"
    EDITIONS_PREPARING = "pullquote_installation_editions_preparing"
    EDITIONS_PREPARED = "pullquote_installation_editions_prepared"
    DELIVERIES_DUE = "pullquote_installation_deliveries_due"
    DELIVERIES_LATE = "pullquote_installation_deliveries_late"
    DELIVERIES_MISSED = "pullquote_installation_deliveries_missed_last_day"
    DELIVERIES_FAILED = "pullquote_installation_deliveries_failed_last_day"
    DELIVERIES_UNCERTAIN = "pullquote_installation_deliveries_uncertain_last_day"
    POLL_AGE = "pullquote_installation_poll_age_seconds"
    PROCESSES = "pullquote_installation_processes"
    PROCESSES_DEAD = "pullquote_installation_processes_dead_last_day"
    ROLES_MISSING = "pullquote_installation_roles_missing"
    SHARDS = "pullquote_installation_shards"
    SHARDS_LOST = "pullquote_installation_shards_lost"
    QUEUE_WAITING = "pullquote_installation_queue_waiting"
    QUEUE_DOING = "pullquote_installation_queue_doing"


_INSTALLATION = "pullquote_installation_"
_MEANINGS: Mapping[Figure, str] = {
    Figure.HEARTBEAT_AGE: "Seconds since this process last wrote that it is there.",
    Figure.SOURCES: "Feeds that some place reads.",
    Figure.SOURCES_FAILING: "Those of them that could not be read the last time.",
    Figure.SOURCES_LATE: "Those of them that should have been read a quarter of an hour ago.",
    Figure.SOURCES_LATEST: "For how many seconds the one of those should have been read that is latest; 0 if none is late.",
    Figure.ARTICLES: "Articles that are stored, however many wordings there are of each.",
    Figure.EDITIONS_PREPARING: "Editions that are to be made, or are being made, for some of their readers.",
    Figure.EDITIONS_PREPARED: "Editions that are made, and not posted everywhere.",
    Figure.DELIVERIES_DUE: "Digests that are due and not posted yet.",
    Figure.DELIVERIES_LATE: "Those of them that were due a quarter of an hour ago, but for those that wait for quiet hours to end.",
    Figure.DELIVERIES_MISSED: "Digests that it became too late for in the last day.",
    Figure.DELIVERIES_FAILED: "Digests that could not be made or posted in the last day.",
    Figure.DELIVERIES_UNCERTAIN: "Digests of the last day of which nobody knows whether they are there.",
    Figure.POLL_AGE: "Seconds since a feed was last asked for what is new.",
    Figure.PROCESSES: "Processes that were seen in the last minute.",
    Figure.PROCESSES_DEAD: "Processes that ended without a word in the last day, or can't reach the database.",
    Figure.ROLES_MISSING: "How many of bot, worker and planner no process is that was seen in the last minute.",
    Figure.SHARDS: "Parts in which the connection to Discord is divided.",
    Figure.SHARDS_LOST: "Those of them that no process is connected with.",
    Figure.QUEUE_WAITING: "What workers could begin now.",
    Figure.QUEUE_DOING: "What workers are at.",
}

Lookup = Callable[[], Awaitable[Mapping[Figure, float]]]
"""Looks figures up; one that it leaves out is not shown."""


class Metrics:
    """Counts what happens, in a registry of its own."""

    def __init__(self, *, patience_s: float = _PATIENCE_S) -> None:
        """Begin at nothing.

        Args:
            patience_s: How long a lookup may take.
        """
        from prometheus_client import CollectorRegistry, Info, ProcessCollector, disable_created_metrics

        # When each series began is of use to few, and doubles their number.
        disable_created_metrics()  # type: ignore[no-untyped-call] # the library leaves it without types
        self._registry = CollectorRegistry()
        self._patience_s = patience_s
        self._lookups: list[Lookup] = []
        self._failing: set[Lookup] = set()
        self._figures: Mapping[Figure, float] = {}
        ProcessCollector(registry=self._registry)
        self._registry.register(_Collector(lambda: self._figures))
        build = Info("pullquote_build", "The version that this process runs.", registry=self._registry)
        build.info({"version": version("pullquote")})
        self._count()

    def _count(self) -> None:
        """Begin to count. What has not happened yet is 0, not absent: a rate needs something to begin from."""
        from prometheus_client import Counter, Histogram

        registry = self._registry
        self._answers = Counter(
            "pullquote_answers",
            "Commands that this process answered, by how they ended.",
            ["command", "outcome"],
            registry=registry,
        )
        for command in COMMANDS:
            for ending in Ending:
                self._answers.labels(command.name, ending)
        self._seconds = Histogram(
            "pullquote_answer_seconds",
            "From a command to its answer, of this process.",
            ["command"],
            registry=registry,
            buckets=_BUCKETS,
        )
        self._reads = Counter(
            "pullquote_feed_reads",
            "Feeds that this process read, and why others were not.",
            ["outcome"],
            registry=registry,
        )
        for kind in (_READ, *ProblemKind):
            self._reads.labels(kind)
        self._deliveries = Counter(
            "pullquote_deliveries",
            "Digests that came by themselves from this process, by how far they came.",
            ["platform", "state"],
            registry=registry,
        )

    def answered(self, command: str, ending: Ending, seconds: float) -> None:
        """Count a command, and how long it took to answer."""
        name = command if command_named(command) else _OTHER
        self._answers.labels(name, ending).inc()
        self._seconds.labels(name).observe(seconds)

    def feed_read(self, problem: ProblemKind | None) -> None:
        """Count a feed that was read, or why it could not be."""
        self._reads.labels(problem or _READ).inc()

    def delivered(self, platform: str, state: StrEnum) -> None:
        """Count a digest that came by itself, by how far it came (`bot.store.DeliveryState`)."""
        self._deliveries.labels(platform if platform in PLATFORMS else _OTHER, state).inc()

    def look_up(self, lookup: Lookup) -> None:
        """Ask for figures whenever somebody reads them; of two lookups that give the same, the later one counts."""
        self._lookups.append(lookup)

    @property
    def page(self) -> Handler:
        """Answers who reads the figures, in Prometheus' form or in OpenMetrics'."""
        from prometheus_client.aiohttp import make_aiohttp_handler

        answer = make_aiohttp_handler(self._registry)

        async def handle(request: web.Request) -> web.StreamResponse:
            found = await asyncio.gather(*map(self._looked_up, self._lookups))
            self._figures = {name: value for figures in found for name, value in figures.items()}
            return await answer(request)

        return handle

    async def _looked_up(self, lookup: Lookup) -> Mapping[Figure, float]:
        """What a lookup gives; nothing if it fails, which is logged the first time."""
        try:
            async with asyncio.timeout(self._patience_s):
                found = await lookup()
        except Exception as error:  # noqa: BLE001 - the other figures are there all the same
            if lookup not in self._failing:
                _LOG.warning("some figures can't be looked up: %s", str(error) or type(error).__name__)
            self._failing.add(lookup)
            return {}
        self._failing.discard(lookup)
        return found


class _Collector:
    """Shows the figures as they were just looked up."""

    def __init__(self, figures: Callable[[], Mapping[Figure, float]]) -> None:
        self._figures = figures

    def describe(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        for name, meaning in _MEANINGS.items():
            yield GaugeMetricFamily(name, _help(name, meaning))

    def collect(self) -> Iterator[Metric]:
        from prometheus_client.core import GaugeMetricFamily

        for name, value in self._figures().items():
            yield GaugeMetricFamily(name, _help(name, _MEANINGS[name]), value=value)


def _help(name: str, meaning: str) -> str:
    return f"Of the whole installation: {meaning}" if name.startswith(_INSTALLATION) else meaning

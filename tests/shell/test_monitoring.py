"""How the bot is, for programs that watch it: what they read at /metrics and /healthz."""

import asyncio
import logging
import re
import socket
from collections.abc import Awaitable, Callable, Mapping
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

import aiohttp
import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.commands import COMMANDS
from bot.errors import ConfigError, StoreError
from bot.monitoring import Check, Checks, Ending, Figure, Lookup, Metrics, Remark, address_of, monitoring
from bot.problems import ProblemKind
from bot.schedule import Schedule
from tests.shell.loopback import Time


class State(StrEnum):
    POSTED = "posted"


async def read(address: str, accept: str = "") -> tuple[int, str, str]:
    """The status, the type and the body of a page."""
    headers = {"Accept": accept} if accept else {}
    async with aiohttp.ClientSession() as session, session.get(address, headers=headers) as response:
        return response.status, response.headers["Content-Type"], await response.text()


def watched(step: Callable[[str], Awaitable[Any]], metrics: Metrics | None = None, checks: Checks | None = None) -> Any:
    async def run() -> Any:
        async with monitoring("127.0.0.1", 0, metrics or Metrics(), checks or Checks()) as address:
            return await step(address)

    return asyncio.run(run())


def figures(metrics: Metrics) -> Mapping[str, float]:
    """What is read of them: by the name of a series, with its labels in the order of the alphabet."""

    async def look(address: str) -> Mapping[str, float]:
        _, _, text = await read(f"{address}/metrics")
        samples = [one for family in text_string_to_metric_families(text) for one in family.samples]
        return {" ".join((one.name, *(one.labels[key] for key in sorted(one.labels)))): one.value for one in samples}

    found: Mapping[str, float] = watched(look, metrics)
    return found


def health(*checks: Check, patience_s: float = 60) -> tuple[int, dict[str, Any]]:
    async def look(address: str) -> tuple[int, dict[str, Any]]:
        async with aiohttp.ClientSession() as session, session.get(f"{address}/healthz") as response:
            assert response.headers["Cache-Control"] == "no-store"
            return response.status, await response.json()

    looked_at = Checks(patience_s=patience_s)
    for number, check in enumerate(checks):
        looked_at.add(f"thing {number}", check)
    found: tuple[int, dict[str, Any]] = watched(look, checks=looked_at)
    return found


async def fine() -> None:
    return None


def test_what_happened_is_counted() -> None:
    metrics = Metrics()
    metrics.answered("digest", Ending.ANSWERED, 0.3)
    metrics.answered("digest", Ending.ANSWERED, 3)
    metrics.answered("digest", Ending.FAILED, 1)
    metrics.feed_read(None)
    metrics.feed_read(ProblemKind.TIMEOUT)
    metrics.delivered("slack", State.POSTED)
    found = figures(metrics)
    assert found["pullquote_answers_total digest answered"] == 2
    assert found["pullquote_answers_total digest failed"] == 1
    assert found["pullquote_answer_seconds_bucket digest 0.5"] == 1
    assert found["pullquote_answer_seconds_sum digest"] == pytest.approx(4.3)
    assert found["pullquote_feed_reads_total read"] == found["pullquote_feed_reads_total timeout"] == 1
    assert found["pullquote_deliveries_total slack posted"] == 1


def test_what_has_not_happened_yet_is_zero_and_not_absent() -> None:
    found = figures(Metrics())
    assert {found[f"pullquote_answers_total {one.name} {ending}"] for one in COMMANDS for ending in Ending} == {0}
    assert {found[f"pullquote_feed_reads_total {kind}"] for kind in ("read", *ProblemKind)} == {0}


def test_no_label_holds_what_a_person_wrote() -> None:
    metrics = Metrics()
    metrics.answered("https://secret.example", Ending.REFUSED, 0.1)
    metrics.delivered("C0123", State.POSTED)
    found = figures(metrics)
    assert found["pullquote_answers_total other refused"] == found["pullquote_deliveries_total other posted"] == 1
    assert not any("secret" in name or "C0123" in name for name in found)


def test_figures_of_the_program_itself_are_there() -> None:
    found = figures(Metrics())
    assert found["process_resident_memory_bytes"] > 0
    assert any(name.startswith("pullquote_build_info") for name in found)
    assert not any(name.endswith("_created") for name in found)


def test_the_documents_say_what_each_figure_means() -> None:
    async def look() -> Mapping[Figure, float]:
        return dict.fromkeys(Figure, 1)

    metrics = Metrics()
    metrics.look_up(look)
    metrics.delivered("slack", State.POSTED)
    metrics.answered("digest", Ending.ANSWERED, 1)
    names = {name.split()[0] for name in figures(metrics) if name.startswith("pullquote_")}
    shown = {re.sub(r"(_seconds)_(?:bucket|sum|count)$", r"\1", name) for name in names}
    assert len(shown) == 5 + len(Figure)
    document = (Path(__file__).parents[2] / "docs/operations.md").read_text(encoding="utf-8")
    assert [name for name in sorted(shown) if f"| `{name}` |" not in document] == []


def test_figures_are_looked_up_whenever_they_are_read() -> None:
    metrics, asked = Metrics(), [0]

    async def look() -> Mapping[Figure, float]:
        asked[0] += 1
        return {Figure.ARTICLES: asked[0]}

    async def twice(address: str) -> list[str]:
        return [(await read(f"{address}/metrics"))[2] for _ in range(2)]

    metrics.look_up(look)
    assert asked == [0]
    first, second = watched(twice, metrics)
    assert "\npullquote_installation_articles 1.0\n" in first
    assert "\npullquote_installation_articles 2.0\n" in second
    assert "pullquote_installation_sources" not in second


def test_a_figure_that_can_not_be_looked_up_is_absent_and_the_others_are_there(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def broken() -> Mapping[Figure, float]:
        message = "the disk is full"
        raise StoreError(message)

    async def stuck() -> Mapping[Figure, float]:
        await asyncio.Event().wait()
        return {}

    async def good() -> Mapping[Figure, float]:
        return {Figure.SOURCES: 3}

    metrics = Metrics(patience_s=0)
    lookups: tuple[Lookup, ...] = (broken, stuck, good)
    for one in lookups:
        metrics.look_up(one)
    with caplog.at_level(logging.WARNING):
        assert figures(metrics)["pullquote_installation_sources"] == 3
        assert "pullquote_installation_articles" not in figures(metrics)
    told = [record.getMessage() for record in caplog.records if record.name.startswith("bot.")]
    assert told == [f"some figures can't be looked up: {words}" for words in ("the disk is full", "TimeoutError")]


def test_prometheus_gets_the_form_it_asks_for() -> None:
    async def ask(address: str) -> list[tuple[int, str, str]]:
        newer = "application/openmetrics-text; version=1.0.0"
        return [await read(f"{address}/metrics", accept) for accept in ("", newer)]

    (status, plain, text), (_, openmetrics, newer) = watched(ask)
    assert status == 200
    assert plain.startswith("text/plain; version=0.0.4")
    assert "# TYPE pullquote_answers_total counter" in text
    assert openmetrics.startswith("application/openmetrics-text")
    assert newer.endswith("# EOF\n")


def test_nothing_else_is_served() -> None:
    async def ask(address: str) -> list[int]:
        async with aiohttp.ClientSession() as session, session.post(f"{address}/metrics") as posted:
            return [posted.status, (await read(f"{address}/"))[0], (await read(f"{address}/config.toml"))[0]]

    assert watched(ask) == [405, 404, 404]


def test_the_bot_is_well_when_every_check_passes() -> None:
    async def empty() -> str:
        return ""

    assert health(fine, empty) == (200, {"status": "ok", "checks": {"thing 0": "ok", "thing 1": "ok"}})
    assert health() == (200, {"status": "ok", "checks": {}})


def test_what_is_worth_a_remark_is_told_and_wakes_nobody() -> None:
    async def remarkable() -> Remark:
        return Remark("one is missing; see postgresql://dorn:s3cret@db")

    told = {"thing 0": "ok", "thing 1": "ok; one is missing; see postgresql://[hidden]@db"}
    assert health(fine, remarkable) == (200, {"status": "ok", "checks": told})


def test_what_is_not_well_is_told_and_by_its_name() -> None:
    async def still() -> str:
        return "stands still since noon"

    async def broken() -> None:
        message = "the database can't be reached at postgresql://dorn:s3cret@db"
        raise StoreError(message)

    status, told = health(fine, still, broken)
    assert (status, told["status"]) == (503, "failing")
    assert told["checks"] == {
        "thing 0": "ok",
        "thing 1": "stands still since noon",
        "thing 2": "the database can't be reached at postgresql://[hidden]@db",
    }


def test_a_check_that_takes_too_long_fails_and_holds_up_no_other() -> None:
    async def stuck() -> None:
        await asyncio.Event().wait()

    status, told = health(stuck, fine, patience_s=0)
    assert status == 503
    assert told["checks"] == {"thing 0": "no answer within 0 seconds", "thing 1": "ok"}


def test_a_check_with_a_mistake_in_it_fails_without_showing_anything(caplog: pytest.LogCaptureFixture) -> None:
    async def mistaken() -> None:
        key = "s3cret"
        raise KeyError(key)

    status, told = health(mistaken)
    assert status == 503
    assert told["checks"] == {"thing 0": "can't be looked at (KeyError); the log says why"}
    assert "the check of thing 0 can't be made" in caplog.text


def test_the_clock_is_well_until_it_stands_still() -> None:
    time = Time()

    async def run() -> list[str]:
        async def wake(_: datetime) -> None:
            return None

        schedule = Schedule(wake, time.clock, elapsed=lambda: time.clock().timestamp())
        found = [await schedule.check()]
        await time.sleep(14 * 60)
        found.append(await schedule.check())
        await time.sleep(2 * 60)
        found.append(await schedule.check())
        running = asyncio.ensure_future(schedule.run())
        await asyncio.sleep(0)
        await asyncio.sleep(0)
        found.append(await schedule.check())
        running.cancel()
        await asyncio.wait({running})
        return found

    assert asyncio.run(run()) == ["", "", "stands still since 2026-11-02 06:30 UTC", ""]


NOON = datetime(2026, 11, 2, 12, tzinfo=UTC)


@pytest.mark.parametrize("by", [timedelta(hours=1), timedelta(hours=-3)])
def test_a_wall_clock_that_is_set_says_nothing_of_whether_the_clock_stands_still(by: timedelta) -> None:
    shown, passed = [NOON], [0.0]

    async def run() -> list[str]:
        async def wake(_: datetime) -> None:
            return None

        schedule = Schedule(wake, lambda: shown[-1], elapsed=lambda: passed[-1])
        shown.append(NOON + by)
        found = [await schedule.check()]
        passed.append(16 * 60)
        return [*found, await schedule.check()]

    assert asyncio.run(run()) == ["", "stands still since 2026-11-02 12:00 UTC"]


@pytest.mark.parametrize(
    ("host", "port", "words"),
    [
        ("127.0.0.1", None, r"\[metrics\] port: \d+ is taken by another program; choose another"),
        ("192.0.2.1", 0, r"\[metrics\] host: 192\.0\.2\.1 is not an address of this machine; 127\.0\.0\.1 is"),
        ("no-such-host.invalid", 0, r"\[metrics\] host: there is no address called no-such-host\.invalid"),
    ],
)
def test_an_address_that_can_not_be_used_is_told_by_its_key(host: str, port: int | None, words: str) -> None:
    async def serve(port: int) -> None:
        async with monitoring(host, port, Metrics(), Checks()):
            pass

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ConfigError, match=words):
        asyncio.run(serve(taken.getsockname()[1] if port is None else port))


def test_the_port_is_free_again_when_it_is_over() -> None:
    async def run() -> None:
        async with monitoring("127.0.0.1", 0, Metrics(), Checks()) as address:
            pass
        port = int(address.rpartition(":")[2])
        async with monitoring("127.0.0.1", port, Metrics(), Checks()) as again:
            assert again == address

    asyncio.run(run())


def test_an_address_of_the_newer_kind_is_written_in_brackets() -> None:
    assert address_of("::1", 9464) == "http://[::1]:9464"

"""`pullquote health`: how all of it is, for people and for programs."""

import json
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from bot.__main__ import main
from bot.fleet import Fleet
from bot.messages import Place
from bot.overall import Overall, look_at_all
from bot.problems import Problem, ProblemKind
from bot.store import Outcome, PlaceSource, Process, Seen, Store, StoredSubscription
from bot.store.figures import DeliveryFigures, EditionFigures, Figures
from bot.store.leases import Lease
from bot.store.queue import QueueFigures
from tests.shell.postgres import Server
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 12, tzinfo=UTC)
HOUR = timedelta(hours=1)
NEWS = Place("discord", "1", "2")
FEED = "https://mail.example/feed"
CONFIG = """
database = "{where}"
[discord]
shard_count = 4
[sources]
mail = "https://mail.example/feed"
"""


def process(role: str, *shards: int, tokens: tuple[str, ...] = ()) -> Process:
    return Process(role, role, "dorn", 7, "0.1.0", ("discord",) if shards else (), shards, 4 if shards else 0, tokens)


def beats(one: Process, ago: timedelta) -> Callable[[Store], Awaitable[None]]:
    """Seen so long ago by the database's clock; or in some time, so that no test hangs on how fast it is."""

    async def beat(store: Store) -> None:
        await store.processes.beat(one, await store.processes.now() - ago)

    return beat


async def has_a_shard(store: Store) -> None:
    """A process has a part of the connection to Discord: that is told beside it."""
    now = datetime.now(UTC)
    await store.leases.hold_all({"connection:discord:9f86:4:part:0-0": "dorn 7"}, now, now + HOUR)


async def is_late(store: Store) -> None:
    """A digest that should have come an hour ago by the clock of this machine."""
    at = (datetime.now(UTC) - HOUR).replace(second=0, microsecond=0)
    await store.subscriptions.put(StoredSubscription("s", NEWS, {"slots": [f"{at:%H:%M}"], "zone": "UTC"}, at))


def configured(where: Path | str, folder: Path, monkeypatch: pytest.MonkeyPatch) -> str:
    """The path of a configuration; as a URL with a password, the database is in the environment."""
    path = folder / "config.toml"
    is_file = isinstance(where, Path)
    if not is_file:
        monkeypatch.setenv("DATABASE_URL", str(where))
    path.write_text(CONFIG.format(where=where if is_file else "unused.db"), encoding="utf-8")
    return str(path)


def test_it_says_that_all_is_well_and_ends_with_0(
    where: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(where, tmp_path, monkeypatch)
    everything = process("all", 0, 1, 2, 3, tokens=("discord:9f86",))
    kept(where, beats(everything, -HOUR), beats(process("worker"), 2 * HOUR), has_a_shard)
    assert main(["health", "--config", config]) == 0
    out = capsys.readouterr().out
    assert "  all dorn/7: runs for 0 s, seen 0 s ago, on discord, with shards 0, 1, 2, 3 (0.1.0)\n" in out
    assert "Done by one at a time" not in out
    assert "  worker dorn/7: not seen for 2 h" in out
    assert "Token discord:9f86: used by dorn/7\n" in out
    assert "Shards of Discord: 4, 4 connected\n" in out
    assert out.endswith("All is well; 1 process ended without a word in the last day.\n")
    assert "Queue" not in out


def test_it_says_what_needs_a_look_and_ends_with_1(
    where: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(where, tmp_path, monkeypatch)
    kept(where, beats(process("bot", 0, 1, 3), -HOUR), beats(process("planner"), -HOUR), is_late)
    assert main(["health", "--config", config]) == 1
    _, needs = capsys.readouterr().out.split("Needs a look:\n")
    role, late, shards = needs.splitlines()
    assert role == "  no worker was seen in the last minute, which reads feeds and makes digests"
    assert late.startswith("  1 digest that is due has not come, the first since ")
    assert shards == "  of 4 shards of Discord, no process has 1: 2"


def test_all_of_it_goes_by_the_database_s_clock(
    postgres: Server,
    made_database: str,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with postgres.database(like=made_database) as url:
        earlier = postgres.with_clock(url, "-2 hours")
        config = configured(earlier, tmp_path, monkeypatch)
        # Late by the clock of this machine, and not yet due.
        kept(earlier, beats(process("all", 0, 1, 2, 3), -HOUR), is_late)
        assert main(["health", "--json", "--config", config]) == 0
        whole = json.loads(capsys.readouterr().out)["installation"]
        assert whole["deliveries"]["due"] == 0
        assert datetime.fromisoformat(whole["at"]) < datetime.now(UTC) - HOUR


def test_it_ends_with_1_where_no_process_was_seen(
    where: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(where, tmp_path, monkeypatch)
    assert main(["health", "--config", config]) == 1
    assert capsys.readouterr().out.endswith("  no process was seen in the last minute; start one: pullquote run\n")


def test_programs_read_the_same(
    where: Path | str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(where, tmp_path, monkeypatch)
    kept(where, beats(process("bot", 0, 1, tokens=("discord:9f86",)), -HOUR), beats(process("worker"), HOUR))
    assert main(["health", "--json", "--config", config]) == 1
    told: dict[str, Any] = json.loads(capsys.readouterr().out)
    assert told["blocks"] == []
    whole = told["installation"]
    assert [(one["role"], one["state"], one["host"], one["pid"]) for one in whole["processes"]] == [
        ("bot", "alive", "dorn", 7),
        ("worker", "dead", "dorn", 7),
    ]
    assert whole["missing_roles"] == ["worker", "planner"]
    assert whole["shards"] == {"count": 4, "lost": [2, 3]}
    assert whole["tokens"] == {"discord:9f86": ["bot"]}
    assert whole["deliveries"]["late"] == whole["sources"]["count"] == 0
    assert (whole["queue"], len(whole["faults"])) == (None, 2)


def test_of_a_place_that_is_named_it_tells_that_place_alone(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(database_file, tmp_path, monkeypatch)
    assert main(["health", "--config", config, "--place", "discord:12"]) == 0
    out = capsys.readouterr().out
    assert "Processes" not in out
    assert "At the terminal" not in out


def test_what_is_told_of_the_terminal_and_of_all_is_told_apart(
    database_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'database = "{database_file}"\n[terminal]\n', encoding="utf-8")
    kept(database_file, beats(process("all"), -HOUR))
    assert main(["health", "--config", str(config)]) == 0
    terminal, whole = capsys.readouterr().out.split("In all:\n")
    assert terminal.startswith("At the terminal:\n")
    assert "Sources: 0 of 0 fine" in terminal
    assert whole.startswith("Processes:\n")
    assert whole.endswith("All is well.\n")


def test_what_is_not_as_it_should_be_stands_behind_that_all_is_well() -> None:
    def last(fleet: Fleet, sources: Figures) -> str:
        *_, words = Overall(NOW, fleet, sources, DeliveryFigures(), EditionFigures(), {}).lines()
        return words

    alive, dead = Seen(process("all"), NOW, NOW, None, NOW), Seen(process("worker"), NOW, NOW - HOUR, None, NOW)
    assert last(Fleet((alive,)), Figures(3, 0, 0, None)) == "All is well."
    assert last(Fleet((alive, dead, dead)), Figures(3, 3, 0, None)) == (
        "All is well; 2 processes ended without a word in the last day; 3 of 3 sources can't be read."
    )


def test_who_looks_needs_no_platform_and_hears_of_what_is_late_all_the_same(
    database_file: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    config = tmp_path / "config.toml"
    config.write_text(f'database = "{database_file}"\n', encoding="utf-8")
    kept(database_file, beats(process("all", 0, 1, 2, 3), -HOUR), is_late)
    assert main(["health", "--config", str(config)]) == 1
    assert "1 digest that is due has not come" in capsys.readouterr().out
    assert main(["db", "check", "--config", str(config)]) == 0
    assert main(["sources", "list", "--place", "discord:2", "--config", str(config)]) == 0


def test_what_is_told_where_no_place_is_named_is_said_by_the_help(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["health", "--help"])
    words = " ".join(capsys.readouterr().out.split())
    assert "the whole installation if not given" in words
    assert "(the default)" not in words


@pytest.mark.parametrize("tables", ["", "[terminal]\n"])
@pytest.mark.parametrize("place", [[], ["--place", "terminal"]])
def test_whoever_only_looks_makes_no_database(
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
    tables: str,
    place: list[str],
) -> None:
    config = configured(tmp_path / "none.db", tmp_path, monkeypatch)
    with Path(config).open("a", encoding="utf-8") as file:
        file.write(tables)
    assert main(["health", "--config", config, *place]) == 1
    assert "none.db: there is no database yet; pullquote run makes one" in capsys.readouterr().err
    assert not (tmp_path / "none.db").exists()


def test_what_a_machine_is_called_does_nothing_to_a_terminal(
    database_file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    config = configured(database_file, tmp_path, monkeypatch)
    kept(database_file, beats(Process("a", "all", "dorn\x1b[2J\u202e", 7, "0.1.0"), -HOUR))
    main(["health", "--config", config])
    out = capsys.readouterr().out
    assert "\x1b" not in out
    assert "\u202e" not in out


def test_sources_and_digests_are_told_with_how_late_they_are(where: Path | str) -> None:
    async def fill(store: Store) -> None:
        await store.sources.add(FEED, NOW - 3 * HOUR)
        await store.places.add_source(NEWS, PlaceSource(FEED, "mail", "U1", NOW - 3 * HOUR))
        problem = Problem(FEED, ProblemKind.GONE, "it is gone")
        await store.sources.was_tried(FEED, Outcome(NOW - 3 * HOUR, NOW - 2 * HOUR, problem))
        at = NOW - HOUR
        await store.subscriptions.put(StoredSubscription("s", NEWS, {"slots": [f"{at:%H:%M}"], "zone": "UTC"}, at))
        await store.planning.plan(["discord"], at, at)

    *_, found = kept(
        where,
        fill,
        lambda store: store.processes.beat(process("all", 0, 1, 2, 3), NOW),
        lambda store: look_at_all(store, NOW, at=NOW),
    )
    lines = list(found.lines())
    assert "Sources: 1, 1 failing, 1 late, by up to 2 h" in lines
    assert "Editions: 1 being prepared, 0 prepared" in lines
    assert "Digests: 1 due, 1 late; in the last day 0 missed, 0 not posted, 0 uncertain" in lines
    assert found.faults() == ("1 digest that is due has not come, the first since 2026-11-24 11:00 UTC",)


def test_who_posts_with_a_token_and_what_waits_for_workers_is_told_where_that_is_known() -> None:
    bot = process("bot", 0, tokens=("discord:9f86", "slack:1b4f"))
    fleet = Fleet((Seen(bot, NOW, NOW, None, NOW),))
    held = {
        "drain:discord:9f86": Lease("dorn 7 aa bb 1", NOW + HOUR),
        "drain:slack:1b4f": Lease("wick 9 aa bb 1", NOW - HOUR),
        "planning": Lease("dorn 7 aa bb 1", NOW + HOUR),
    }
    queue = QueueFigures(17, 3, 2, NOW - HOUR)
    overall = Overall(NOW, fleet, Figures(0, 0, 0, None), DeliveryFigures(), EditionFigures(), held, queue)
    lines = list(overall.lines())
    assert "Token discord:9f86: used by dorn/7; posts go out through dorn/7" in lines
    assert "Token slack:1b4f: used by dorn/7; posts go out through nobody now, and last through wick/9" in lines
    assert "Done by one at a time: planning through dorn/7" in lines
    assert "Queue: 17 waiting, 2 being done, 3 for later" in lines
    data = json.loads(json.dumps(overall.as_data()))
    assert data["held"][0] == {
        "name": "drain:discord:9f86",
        "holder": "dorn 7 aa bb 1",
        "until": "2026-11-24T13:00:00+00:00",
    }
    assert data["queue"] == {"waiting": 17, "later": 3, "doing": 2, "waiting_since": "2026-11-24T11:00:00+00:00"}

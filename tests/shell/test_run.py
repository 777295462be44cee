"""The bot as a program: started, asked, stopped."""

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.request import urlopen

import pytest

from bot.__main__ import main
from bot.config import read_config
from bot.errors import ConfigError
from bot.messages import Place
from bot.opening import ConfiguredPlaces
from tests.shell.stores import kept

CONFIG = """
zone = "Europe/Berlin"
database = "{folder}/pullquote.db"
[sources]
mail = "https://mail.example/feed"
post = "https://post.example/feed"
[terminal]
[[places]]
platform = "terminal"
sources = ["post"]
times = ["07:00"]
zone = "America/New_York"
length = "standard"
"""


@pytest.fixture
def config(tmp_path: Path) -> Path:
    path = tmp_path / "config.toml"
    path.write_text(CONFIG.format(folder=tmp_path), encoding="utf-8")
    return path


@contextmanager
def started(config: Path, *arguments: str, **environment: str) -> Iterator["subprocess.Popen[str]"]:
    """The program; it is gone in the end, whatever came of it."""
    with subprocess.Popen(
        [sys.executable, "-P", "-m", "bot", "run", str(config), *arguments],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env={**os.environ, **environment},
    ) as program:
        try:
            yield program
        finally:
            program.kill()


def test_a_place_has_its_own_filters_and_one_that_cannot_be_used_is_named(config: Path) -> None:
    text = config.read_text()
    config.write_text(f'{text}hide = ["Football", "elect*"]\nonly = ["interest rates"]\n')
    own = ConfiguredPlaces(read_config(config, {})).of(Place("terminal", channel="terminal"))
    assert own.hide == ("Football", "elect*")
    assert own.only == ("interest rates",)
    config.write_text(f'{text}hide = ["e*"]\n')
    with pytest.raises(ConfigError, match=r"terminal: The filter “e\*” would match nearly everything"):
        ConfiguredPlaces(read_config(config, {}))


def test_a_place_has_its_own_sources_and_hours_and_others_have_all_and_none(config: Path) -> None:
    places = ConfiguredPlaces(read_config(config, {}))
    own = places.of(Place("terminal", channel="terminal"))
    assert dict(own.sources) == {"post": "https://post.example/feed"}
    assert own.zone == "America/New_York"
    assert own.subscription is not None
    assert (own.subscription.zone, own.subscription.length) == ("America/New_York", "standard")
    assert places.subscriptions == (own.subscription,)
    other = places.of(Place("discord", channel="12"))
    assert list(other.sources) == ["mail", "post"]
    assert (other.zone, other.subscription) == ("Europe/Berlin", None)


@pytest.mark.parametrize("stop", [signal.SIGTERM, signal.SIGINT])
def test_the_bot_answers_until_it_is_stopped_and_stops_cleanly(config: Path, stop: signal.Signals) -> None:
    with started(config) as program:
        assert program.stdin
        assert program.stdout
        program.stdin.write("/help\n")
        program.stdin.flush()
        last = next((line for line in iter(program.stdout.readline, "") if "comes by itself" in line), "")
        assert "A digest comes by itself here at 07:00 (New York)." in last
        program.send_signal(stop)
        _, errors = program.communicate(timeout=60)
    assert program.returncode == 0
    assert "Traceback" not in errors
    assert "stopped" in errors
    ((known,),) = kept(config.parent / "pullquote.db", lambda store: store.processes.all())
    assert (known.process.role, known.process.pid, known.process.platforms) == ("all", program.pid, ("terminal",))
    assert known.stopped_at is not None


def test_how_the_bot_is_can_be_read_while_it_runs_also_beside_another_with_the_same_configuration(config: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    with socket.create_server(("127.0.0.1", 0)) as other:
        config.write_text(f"{config.read_text()}[metrics]\nport = {other.getsockname()[1]}\n")
        with started(config, "--metrics-port", str(port)) as program:
            assert program.stderr
            assert any("figures are at" in line for line in iter(program.stderr.readline, ""))
            with urlopen(f"http://127.0.0.1:{port}/healthz") as answer:
                told = json.load(answer)
            with urlopen(f"http://127.0.0.1:{port}/metrics") as answer:
                figures = answer.read().decode()
            program.send_signal(signal.SIGTERM)
            program.communicate(timeout=60)
    assert told == {
        "status": "ok",
        "checks": {"database": "ok", "clock": "ok", "deliveries": "ok", "heartbeat": "ok", "version": "ok"},
    }
    assert "\npullquote_installation_articles 0.0\n" in figures
    assert program.returncode == 0


@pytest.mark.parametrize("port", ["0", "65536", "-1", "http", "٣"])
def test_a_port_that_there_is_not_is_wrong_usage(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as caught:
        main(["run", f"--metrics-port={port}"])
    assert caught.value.code == 2
    assert "is no port; give a number from 1 to 65535" in capsys.readouterr().err


def test_a_port_that_is_taken_is_told_by_its_key(config: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        config.write_text(f"{config.read_text()}[metrics]\nport = {port}\n")
        with started(config) as program:
            _, errors = program.communicate(timeout=60)
    assert program.returncode == 1
    assert (
        f"[metrics] port: {port} is taken by another program; choose another, or for this process alone with --metrics-port"
        in errors
    )
    assert "Traceback" not in errors


def test_a_configuration_that_can_not_be_used_is_said_line_by_line(config: Path) -> None:
    config.write_text("[discord]\n[slack]\n[sources]\n", encoding="utf-8")
    with started(config, DISCORD_TOKEN="", SLACK_BOT_TOKEN="", SLACK_APP_TOKEN="") as program:
        _, errors = program.communicate(timeout=60)
    assert program.returncode == 1
    assert len(errors.splitlines()) == 3
    assert all(line.startswith(f"pullquote: {config}, line ") for line in errors.splitlines())


def test_a_database_that_can_not_be_used_is_said_in_words(config: Path, tmp_path: Path) -> None:
    (tmp_path / "pullquote.db").write_text("Not a database at all. " * 50, encoding="utf-8")
    with started(config) as program:
        _, errors = program.communicate(timeout=60)
    assert program.returncode == 1
    assert "can't be used: the file is not a database" in errors
    assert "Traceback" not in errors

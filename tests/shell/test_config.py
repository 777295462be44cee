import json
from datetime import time
from pathlib import Path
from typing import get_args

import pytest
from pydantic import SecretStr

from bot.addresses import is_blocked
from bot.config import PlaceConfig, read_config
from bot.errors import ConfigError
from bot.messages import Manner, Place
from bot.opening import ConfiguredPlaces
from bot.quiet import Quiet
from digest import Length, Style, methods

SOURCES = '[sources]\npost = "https://post.example/feed"\n'
TOKENS = {"DISCORD_TOKEN": "d-secret", "SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_APP_TOKEN": "xapp-secret"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def test_a_configuration_gives_sources_places_and_tokens(file: Path) -> None:
    file.write_text(
        f'zone = "Europe/Berlin"\n{SOURCES}[discord]\n[slack]\n[[places]]\nplatform = "discord"\nchannel = "12"\ntimes = ["07:00", "18:30"]\n',
        encoding="utf-8",
    )
    config = read_config(file, TOKENS)
    (place,) = config.places
    assert (place.channel, place.times, place.length) == ("12", (time(7), time(18, 30)), "brief")
    assert config.discord is not None
    assert config.discord.token.get_secret_value() == "d-secret"
    assert config.terminal is None
    assert not any(token in repr(config) for token in TOKENS.values())


def test_a_place_may_have_its_own_way_of_telling(file: Path) -> None:
    place = '[[places]]\nplatform = "terminal"\nstyle = "bullets"\nmethod = "lexrank"\nabout = ["sea trout"]\n'
    file.write_text(f"{SOURCES}[terminal]\n{place}", encoding="utf-8")
    (told,) = read_config(file, {}).places
    assert (told.style, told.method, told.about) == ("bullets", "lexrank", ("sea trout",))


def test_a_place_may_say_how_its_digests_are_posted(file: Path) -> None:
    how = 'silent = true\npublish = true\nrole = "55"\nthreads = true\n'
    file.write_text(f'[terminal]\n[[places]]\nplatform = "terminal"\ntimes = ["07:00"]\n{how}', encoding="utf-8")
    told = ConfiguredPlaces(read_config(file, {})).of(Place("terminal", channel="terminal"))
    assert told.subscription
    assert told.subscription.manner == Manner(is_silent=True, is_published=True, role="55")
    assert told.has_threads


def test_a_place_may_have_quiet_hours(file: Path) -> None:
    place = '[[places]]\nplatform = "terminal"\ntimes = ["06:30"]\nquiet = "22:00-06:30"\n'
    file.write_text(f"{SOURCES}[terminal]\n{place}", encoding="utf-8")
    config = read_config(file, {})
    assert config.places[0].quiet == Quiet(time(22), time(6, 30))
    (subscription,) = ConfiguredPlaces(config).subscriptions
    assert subscription.quiet == config.places[0].quiet


def test_the_configuration_knows_every_method_and_style() -> None:
    fields = PlaceConfig.model_fields
    assert set(get_args(fields["method"].annotation)) == {"default", *methods()}
    assert get_args(fields["style"].annotation) == tuple(Style)
    assert get_args(fields["length"].annotation) == tuple(Length)


@pytest.mark.parametrize("text", ["[terminal]\n", "[terminal]\n[sources]\n"])
def test_sources_may_be_left_to_the_places(file: Path, text: str) -> None:
    file.write_text(text, encoding="utf-8")
    assert read_config(file, {}).sources == {}


def test_limits_hold_without_being_written_down(file: Path) -> None:
    file.write_text("[terminal]\n[limits]\ncooldown_s = 0\nsources_per_place = 1000\n", encoding="utf-8")
    limits = read_config(file, {}).limits
    assert (limits.cooldown_s, limits.sources_per_place) == (0, 1000)
    assert (limits.questions_per_hour, limits.questions_per_person_per_hour, limits.digests_per_hour) == (120, 30, 20)


def test_figures_are_served_to_this_machine_alone_and_only_if_asked_for(file: Path) -> None:
    file.write_text("[terminal]\n", encoding="utf-8")
    assert read_config(file, {}).metrics is None
    file.write_text("[terminal]\n[metrics]\n", encoding="utf-8")
    metrics = read_config(file, {}).metrics
    assert metrics is not None
    assert (metrics.host, metrics.port) == ("127.0.0.1", 9464)


def test_hosts_domains_and_feeds_can_be_blocked(file: Path) -> None:
    blocked = ("example.org", "bücher.example", "192.0.2.1", "[2001:db8::1]", "https://post.example/feed?a=1")
    file.write_text(f"blocked = [{json.dumps(blocked)[1:-1]}]\n[terminal]\n", encoding="utf-8")
    assert read_config(file, {}).blocked == blocked
    assert all(is_blocked(one, blocked) for one in blocked)


def test_windows_leaves_its_marks_and_nothing_comes_of_it(file: Path) -> None:
    file.write_bytes('\ufeffzone = "Europe/Berlin"\r\n\r\n[terminal]\r\n'.encode())
    assert read_config(file, {}).zone == "Europe/Berlin"


def test_a_database_with_a_password_comes_from_the_environment_and_never_from_the_file(file: Path) -> None:
    file.write_text(f'database = "postgresql://dorn:s3cret-word@db/pullquote"\n{SOURCES}[terminal]\n', encoding="utf-8")
    with pytest.raises(ConfigError, match="a password does not belong in this file; set DATABASE_URL") as raised:
        read_config(file, {})
    assert "s3cret-word" not in str(raised.value)
    config = read_config(file, {"DATABASE_URL": "postgresql://dorn:other%20word@db/pullquote"})
    assert config.database == "postgresql://dorn:other%20word@db/pullquote"
    assert set(config.secrets()) == {"other%20word", "other word"}


def test_a_token_may_stand_in_a_file_of_its_own(file: Path, tmp_path: Path) -> None:
    (tmp_path / "token").write_text("d-secret\n", encoding="utf-8")
    file.write_text(f"{SOURCES}[discord]\n", encoding="utf-8")
    config = read_config(file, {"DISCORD_TOKEN_FILE": str(tmp_path / "token")})
    assert config.discord is not None
    assert config.discord.token.get_secret_value() == "d-secret"


KEYS = ("k" * 43 + "=", "+/" * 21 + "A=", "-_" * 21 + "A=")
SLACK = {f"SLACK_{name}": f"{name.lower()}-secret" for name in ("BOT_TOKEN", "APP_TOKEN", "SIGNING_SECRET", "CLIENT_SECRET")}  # fmt: skip


@pytest.mark.parametrize(
    ("table", "read"),
    [
        ("", {"bot_token", "app_token"}),
        ('mode = "socket"\n', {"bot_token", "app_token"}),
        ('mode = "http"\n', {"bot_token", "signing_secret"}),
        (
            'mode = "http"\nclient_id = "1.2"\npublic_url = "https://bot.example"\n',
            {"signing_secret", "client_secret", "token_key"},
        ),
    ],
)
def test_slack_is_given_the_secrets_that_its_mode_needs_and_no_other(file: Path, table: str, read: set[str]) -> None:
    file.write_text(f"[slack]\n{table}", encoding="utf-8")
    config = read_config(file, SLACK | {"SLACK_TOKEN_KEY": KEYS[0]})
    assert {key for key, value in dict(config.slack or ()).items() if isinstance(value, SecretStr)} == read
    assert len(config.secrets()) == len(read)
    assert not any(secret in repr(config) for secret in (*SLACK.values(), *KEYS))


@pytest.mark.parametrize("between", [",", ", ", "\n", " ,\n"])
def test_keys_for_tokens_stand_in_a_row_and_each_of_them_is_secret(file: Path, tmp_path: Path, between: str) -> None:
    table = '[slack]\nmode = "http"\nclient_id = "1.2"\npublic_url = "http://127.0.0.1:3000"\n'
    file.write_text(table, encoding="utf-8")
    (tmp_path / "keys").write_text(between.join(KEYS) + "\n", encoding="utf-8")
    config = read_config(file, SLACK | {"SLACK_TOKEN_KEY_FILE": str(tmp_path / "keys")})
    assert config.slack
    assert config.slack.token_key
    assert config.slack.token_key.get_secret_value() == ",".join(KEYS)
    assert {*KEYS, "client_secret-secret"} <= set(config.secrets())


def test_a_configuration_that_is_not_there_says_where_to_begin(file: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml: there is no such file; copy config\.example\.toml"):
        read_config(file, {})

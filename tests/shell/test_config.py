from datetime import time
from pathlib import Path
from typing import get_args

import pytest

from bot.config import PlaceConfig, read_config
from bot.errors import ConfigError
from digest import Length, Style, methods

SOURCES = '[sources]\npost = "https://post.example/feed"\n'
TOKENS = {"DISCORD_TOKEN": "d-secret", "SLACK_BOT_TOKEN": "xoxb-secret", "SLACK_APP_TOKEN": "xapp-secret"}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "config.toml"


def problems(file: Path, text: str, environment: dict[str, str] | None = None) -> list[str]:
    file.write_text(text, encoding="utf-8")
    with pytest.raises(ConfigError) as raised:
        read_config(file, environment or {})
    return [problem.removeprefix(str(file)).lstrip(":, ") for problem in raised.value.problems]


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
    assert "secret" not in repr(config)


def test_a_place_may_have_its_own_way_of_telling(file: Path) -> None:
    place = '[[places]]\nplatform = "terminal"\nstyle = "bullets"\nmethod = "lexrank"\nabout = ["sea trout"]\n'
    file.write_text(f"{SOURCES}[terminal]\n{place}", encoding="utf-8")
    (told,) = read_config(file, {}).places
    assert (told.style, told.method, told.about) == ("bullets", "lexrank", ("sea trout",))
    file.write_text(
        f"{SOURCES}[terminal]\n{place.replace('lexrank', 'best').replace('sea trout', ' ')}", encoding="utf-8"
    )
    with pytest.raises(ConfigError) as raised:
        read_config(file, {})
    assert len(raised.value.problems) == 2
    assert "'lexrank'" in "".join(raised.value.problems)


def test_the_configuration_knows_every_method_and_style() -> None:
    fields = PlaceConfig.model_fields
    assert set(get_args(fields["method"].annotation)) == {"default", *methods()}
    assert get_args(fields["style"].annotation) == tuple(Style)
    assert get_args(fields["length"].annotation) == tuple(Length)


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


def test_everything_that_is_wrong_is_said_at_once_with_line_and_way_out(file: Path) -> None:
    text = """zone = "Europe/Berln"
[sources]
post = "post.example"

[discord]
token = "d-secret"

[[places]]
platform = "discord"
channel = "1"

[[places]]
platform = "discord"
channel = 12
times = ["7:00"]
colour = "red"
"""
    found = problems(file, text)
    assert found == [
        "line 6: discord.token: a token does not belong in this file; set DISCORD_TOKEN in the environment",
        "line 3: sources.post: 'post.example' is not a web address; write one like \"https://example.org/feed.xml\"",
        "line 1: zone: no time zone is called 'Europe/Berln'; write one like \"Europe/Berlin\"",
        "line 14: places.2.channel: is not text; put it in quotation marks",
        "line 15: places.2.times.1: '7:00' is not an hour of the day; write one like \"07:00\"",
        "line 16: places.2.colour: no such key; config.example.toml explains those there are",
    ]
    assert "d-secret" not in "".join(found)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (SOURCES, "no platform is configured; add one of [discord], [slack], [terminal]"),
        ("[terminal]\n", "sources: is missing"),
        (
            f'contact = "us, or them"\n{SOURCES}[terminal]\n',
            "line 1: contact: 'us, or them' is not an address of the web or of mail; write one like \"https://example.org/bot\"",
        ),
        ("[terminal]\n[sources]\n", "line 2: sources: is empty"),
        ("[terminal\n", "not TOML: Expected ']' at the end of a table declaration (at line 1, column 10)"),
        (
            f"{SOURCES}[discord]\n",
            "line 3: discord: its token is missing; set DISCORD_TOKEN in the environment, or DISCORD_TOKEN_FILE to a file that holds it",
        ),
        (
            f'{SOURCES}[terminal]\n[[places]]\nplatform = "slack"\nchannel = "C1"\n',
            "line 5: places.1.platform: slack is not configured; add [slack]",
        ),
        (
            f'{SOURCES}[terminal]\n[[places]]\nplatform = "terminal"\nsources = ["mail"]\n',
            "line 6: places.1.sources: no source is called 'mail'; there are: post",
        ),
        (
            f'{SOURCES}[terminal]\n[[places]]\nplatform = "terminal"\n[[places]]\nplatform = "terminal"\n',
            "line 6: places.2.channel: this channel has a place already; give it all its times there",
        ),
    ],
)
def test_a_configuration_that_can_not_be_used_says_why(file: Path, text: str, problem: str) -> None:
    assert problems(file, text) == [problem]


def test_a_configuration_that_is_not_there_says_where_to_begin(file: Path) -> None:
    with pytest.raises(ConfigError, match=r"config\.toml: there is no such file; copy config\.example\.toml"):
        read_config(file, {})


def test_the_example_explains_every_key_and_can_be_used() -> None:
    example = Path(__file__).parents[2] / "config.example.toml"
    config = read_config(example, TOKENS)
    assert config.terminal is not None


def test_a_channel_by_name_is_told_from_its_id_on_discord(file: Path) -> None:
    text = f'{SOURCES}[discord]\n[[places]]\nplatform = "discord"\nchannel = "news"\n'
    assert problems(file, text, TOKENS) == [
        "line 6: places.1.channel: a Discord channel's id is a number; right click on it, Copy Channel ID"
    ]

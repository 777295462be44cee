"""The example and docs/configuration.md have every key of the configuration, and the example can be used as it stands."""

import tomllib
from pathlib import Path

import pytest

from bot.config import TABLES, TOKENS, read_config
from tests.house.configuration_page import example, keys, page

REPOSITORY = Path(__file__).parents[2]
# Anything is a token; a key has its form.
SECRETS = {name: "k" * 43 + "=" for secrets in TOKENS.values() for name in secrets.values()}


def test_the_page_is_what_the_tables_say() -> None:
    written = (REPOSITORY / "docs/configuration.md").read_text(encoding="utf-8")
    assert written == page(), "docs/configuration.md is not what bot/config says; run: make docs"


@pytest.mark.parametrize("table", TABLES)
def test_the_example_shows_every_key(table: str) -> None:
    everything = tomllib.loads(example())
    shown = everything[table] if table else everything
    tables = shown if isinstance(shown, list) else [shown]
    assert set(keys(table)) <= {key for one in tables for key in one}


def test_the_example_can_be_used_with_everything_in_it_switched_on(tmp_path: Path) -> None:
    path = tmp_path / "config.toml"
    path.write_text(example(), encoding="utf-8")
    assert read_config(path, SECRETS).metrics is not None


def test_the_example_as_it_stands_needs_no_token() -> None:
    config = read_config(REPOSITORY / "config.example.toml", {})
    assert (config.terminal is not None, config.discord, config.slack, config.metrics) == (True, None, None, None)

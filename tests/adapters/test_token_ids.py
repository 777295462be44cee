"""Adapters say which token they post with, and nothing of what it is."""

from collections.abc import Callable

import pytest
from pydantic import SecretStr

from bot.adapters import discord, slack, terminal
from bot.config import DiscordConfig, SlackConfig, TerminalConfig
from bot.ports import Adapter


def on_discord(secret: str) -> Adapter:
    return discord.adapter(DiscordConfig(token=SecretStr(secret)))


def on_slack(secret: str) -> Adapter:
    return slack.adapter(SlackConfig(bot_token=SecretStr(secret), app_token=SecretStr("xapp-1")))


def on_slack_for_many(secret: str) -> Adapter:
    return slack.adapter(SlackConfig(mode="http", client_id=secret, client_secret=SecretStr("s")))


@pytest.mark.parametrize("made", [on_discord, on_slack, on_slack_for_many])
def test_two_processes_know_that_they_have_the_same_token(made: Callable[[str], Adapter]) -> None:
    one, same, other = (made(secret).token_id for secret in ("secret-1", "secret-1", "secret-2"))
    assert one == same != other
    assert one
    assert "secret" not in one


def test_a_terminal_has_none() -> None:
    assert not terminal.adapter(TerminalConfig()).token_id

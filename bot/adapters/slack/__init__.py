"""Slack: one slash command and digests as Block Kit, through slack-bolt in Socket Mode: no open port."""

from bot.adapters.slack.adapter import SlackAdapter
from bot.config import SlackConfig
from bot.ports import Adapter

__all__ = ["SlackAdapter", "adapter"]


def adapter(settings: SlackConfig) -> Adapter:
    """The adapter for a configuration."""
    return SlackAdapter(
        settings.bot_token.get_secret_value(),
        settings.app_token.get_secret_value(),
        api_base_url=settings.api_base_url,
        managers=settings.managers,
    )

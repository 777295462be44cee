"""Slack: one slash command, digests as Block Kit and a home of the app, through slack-bolt: in Socket Mode, or over HTTP."""

from bot.adapters.slack.adapter import SlackAdapter
from bot.adapters.slack.manifest import creation_link
from bot.adapters.slack.serving import INSTALL
from bot.config import SlackConfig
from bot.ports import Adapter

__all__ = ["SlackAdapter", "adapter", "creation", "invitation"]


def adapter(settings: SlackConfig) -> Adapter:
    """The adapter for a configuration."""
    return SlackAdapter(settings)


def creation(settings: SlackConfig) -> str:
    """The address at which Slack makes the app with all it needs; empty where the configuration does not say enough."""
    return creation_link(settings)


def invitation(settings: SlackConfig) -> str:
    """The address by which a workspace takes the bot in; empty of the one workspace whose token is given: that has it."""
    return f"{settings.public_url.rstrip('/')}{INSTALL}" if settings.client_id and settings.public_url else ""

"""Discord: slash commands and digests as Components V2, through discord.py. No privileged intent."""

from bot.adapters.discord.adapter import DiscordAdapter
from bot.adapters.discord.invitation import invitation
from bot.config import DiscordConfig
from bot.ports import Adapter

__all__ = ["DiscordAdapter", "adapter", "invitation"]


def adapter(settings: DiscordConfig) -> Adapter:
    """The adapter for a configuration."""
    return DiscordAdapter(settings)

"""config.toml and the environment -> a frozen `Config`, or everything that is wrong with them at once."""

from bot.config.models import (
    PLATFORMS,
    TABLES,
    Config,
    DiscordConfig,
    LimitsConfig,
    LogConfig,
    MetricsConfig,
    PlaceConfig,
    SlackConfig,
    TerminalConfig,
)
from bot.config.reading import read_config
from bot.config.secrets import DATABASE, TOKENS

__all__ = [
    "DATABASE",
    "PLATFORMS",
    "TABLES",
    "TOKENS",
    "Config",
    "DiscordConfig",
    "LimitsConfig",
    "LogConfig",
    "MetricsConfig",
    "PlaceConfig",
    "SlackConfig",
    "TerminalConfig",
    "read_config",
]

"""How the bot is, for programs that watch it: figures for Prometheus, and whether it is well."""

from bot.monitoring.checks import Check, Checks, Remark
from bot.monitoring.metrics import Ending, Figure, Lookup, Metrics
from bot.monitoring.serving import address_of, monitoring

__all__ = ["Check", "Checks", "Ending", "Figure", "Lookup", "Metrics", "Remark", "address_of", "monitoring"]

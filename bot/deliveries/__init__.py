"""Digests that come by themselves: planned, made before their hour, posted at the platform's pace, each once."""

from bot.deliveries.deliveries import Deliveries
from bot.deliveries.editor import Editor
from bot.deliveries.timing import Timing

__all__ = ["Deliveries", "Editor", "Timing"]

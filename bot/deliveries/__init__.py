"""Digests that come by themselves: planned, made before their hour, posted at the platform's pace, each once."""

from bot.deliveries.behind import Behind
from bot.deliveries.deliveries import Deliveries
from bot.deliveries.editions import Editions
from bot.deliveries.editor import Editor
from bot.deliveries.preparing import EDITIONS_AT_ONCE, Preparing
from bot.deliveries.timing import USUAL, Timing

__all__ = ["EDITIONS_AT_ONCE", "USUAL", "Behind", "Deliveries", "Editions", "Editor", "Preparing", "Timing"]

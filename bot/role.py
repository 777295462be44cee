"""What a process of a bot does."""

from enum import StrEnum

__all__ = ["Role"]


class Role(StrEnum):
    """What a process does."""

    ALL = "all"
    """Everything, alone."""
    BOT = "bot"
    """It is on the platforms, answers and posts."""
    WORKER = "worker"
    """It reads sources, finds out what digests need to know of articles, and makes the digests that come by themselves."""
    PLANNER = "planner"
    """It tells the workers what is due. Of several, one acts, and another as soon as that one is gone."""

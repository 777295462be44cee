"""Where work runs: jobs, which any engine takes, and the one that runs them in this process.

The one that runs them on many machines is `bot.engine.many`, which is loaded only where it is used.
"""

from bot.engine.jobs import Ended, Engine, Job, Kind, Priority, Work, always
from bot.engine.local import LocalEngine

__all__ = ["Ended", "Engine", "Job", "Kind", "LocalEngine", "Priority", "Work", "always"]

"""What is to be done, and by what those who want it done and those who do it meet."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
from enum import IntEnum, StrEnum
from typing import Protocol

__all__ = ["Ended", "Engine", "Job", "Kind", "Priority", "Work", "always"]


class Kind(StrEnum):
    """What kind of work a job is."""

    POLL = "poll"
    """Read a source."""
    ANALYSE = "analyse"
    """Find out what digests and answers need to know of some articles."""
    EDITION = "edition"
    """Make the digests of one instant for all who have the same sources."""


class Priority(IntEnum):
    """What is done first: the greater."""

    BACKGROUND = 0
    """Nobody misses it yet."""
    DUE = 1
    """It is time for it."""
    WAITED = 2
    """Somebody waits for it."""


@dataclass(frozen=True, slots=True)
class Job:
    """Something to do. Whoever does it looks first whether it still has to be done: it may be done twice, one time after the other.

    Attributes:
        kind: What kind of work it is.
        data: What it needs to know, by name; other processes read it.
    """

    kind: Kind
    data: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Ended:
    """How a job came to its end.

    Attributes:
        result: What came of it, if it ran in this process; else what it has left in the store tells.
        is_here: Whether it ran in this process.
        is_given_up: Whether it was not done, as this process stops or somebody took it back.
    """

    result: object = None
    is_here: bool = False
    is_given_up: bool = False


Work = Callable[[Job], Awaitable[object]]
"""Does the jobs of a kind."""


async def always() -> bool:
    """Whether it is this process, of several that could, that says what is to be done: yes, where it is the only one."""
    return True


class Engine(Protocol):
    """Takes jobs, and lets them be done."""

    async def submit(self, key: str, job: Job, *, priority: Priority, lock: str = "") -> bool:
        """Let something be done soon.

        Args:
            key: One job of a key is there at a time. That one is done with the greater priority of the two, if it was not begun.
            job: What.
            priority: What is done before it, and behind it.
            lock: Jobs of the same lock are done one after the other; empty for none.

        Returns:
            Whether it was taken: not if one of its key is there, or if there is no room for more of its priority.

        Raises:
            StoreError: If nobody knows.
        """

    async def wait(self, key: str) -> Ended:
        """Wait until there is no job of a key any more.

        Raises:
            Exception: What the job raised, if it ran in this process.
            StoreError: If nobody knows.
        """

    async def withdraw(self, key: str) -> bool:
        """Take a job back that nobody has begun. Whether there was one.

        Raises:
            StoreError: If nobody knows.
        """

    async def pending(self) -> Mapping[str, str]:
        """The locks of all jobs that wait or are being done, by their keys; empty for one that holds up no other, as it rests.

        Raises:
            StoreError: If nobody knows.
        """

"""Quiet hours: local hours in which nothing comes by itself. Pure."""

import re
from dataclasses import dataclass
from datetime import time

__all__ = ["Quiet", "read_quiet"]

_WRITTEN = re.compile(r"((?:[01]\d|2[0-3]):[0-5]\d)\s*[-–]\s*((?:[01]\d|2[0-3]):[0-5]\d)")


@dataclass(frozen=True, slots=True)
class Quiet:
    """Local hours in which nothing comes by itself; they may go over midnight.

    Attributes:
        begins: Their first minute.
        ends: The first minute after them; not the same as the first, which would be the whole day.
    """

    begins: time
    ends: time

    def __contains__(self, hour: time) -> bool:
        """Whether an hour of the day is one of them."""
        if self.begins < self.ends:
            return self.begins <= hour < self.ends
        return hour >= self.begins or hour < self.ends

    def __str__(self) -> str:
        """As they are written: "22:00-06:30"."""
        return f"{self.begins:%H:%M}-{self.ends:%H:%M}"


def read_quiet(text: str) -> Quiet:
    """Quiet hours as they are written: "22:00-06:30".

    Raises:
        ValueError: If they are none, or the whole day.
    """
    match = _WRITTEN.fullmatch(text.strip())
    if not match or match[1] == match[2]:
        message = "not two hours of the day with a hyphen between them"
        raise ValueError(message)
    return Quiet(time.fromisoformat(match[1]), time.fromisoformat(match[2]))

"""How far a message has come to those who are to see it."""

from enum import StrEnum
from typing import Any

from sqlalchemy import ColumnElement

__all__ = ["Shown", "is_seen_by_all"]


class Shown(StrEnum):
    """How far a message has come. What somebody asked for is `sending` at once; what comes by itself is `ready` before."""

    READY = "ready"
    SENDING = "sending"
    POSTED = "posted"
    FAILED = "failed"


def is_seen_by_all(messages: Any) -> tuple[ColumnElement[bool], ...]:
    """Conditions for the messages that all of their place see, or may see.

    Args:
        messages: The columns of `messages`, or of an alias of it.
    """
    may_be_there = messages.is_delivery & (messages.state == Shown.SENDING)
    return messages.is_public, (messages.state == Shown.POSTED) | may_be_there

"""A slot of a subscription, and how far it has come."""

from dataclasses import dataclass
from datetime import datetime, time
from enum import StrEnum

from bot.messages import MessageRef, Place
from bot.subscriptions import Due

__all__ = ["NOTICE", "Delivery", "DeliveryState", "Edition", "Notice", "Outlook", "Posted"]

NOTICE = time(23, 59, 59)
"""The slot of what the owner of a subscription is told about it: none that can be chosen has seconds."""


class DeliveryState(StrEnum):
    """How far a delivery has come."""

    PREPARING = "preparing"
    """It is to be made."""
    READY = "ready"
    """It is made, and nobody has seen anything of it that is not in its `refs`."""
    SENDING = "sending"
    """The next of its parts may be there."""
    POSTED = "posted"
    EMPTY = "empty"
    """There was nothing to tell."""
    MISSED = "missed"
    """It would have come too late."""
    FAILED = "failed"
    """It could not be posted, for good."""
    UNKNOWN = "unknown"
    """It, or a part of it, may be there, and it can't be found out."""


@dataclass(frozen=True, slots=True)
class Delivery:
    """A slot of a subscription.

    Attributes:
        subscription: Its id.
        due: The slot.
        place: Where it is posted.
        state: How far it has come.
        look_at: When there is something to do about it, aware; None once it is settled.
        attempts: How often it was tried.
        message: The id of its message; empty as long as there is none.
        data: The message as it is to be posted (`bot.written`); empty as long as there is none, and once it is settled.
        receipt: Why there was nothing to tell (`bot.service.receipts`); of a message, its own receipt tells.
        sent_at: When a part of it was last about to be sent, aware.
        settled_at: When it was settled, aware.
        problem: What was wrong last; empty if nothing was.
    """

    subscription: str
    due: Due
    place: Place
    state: DeliveryState
    look_at: datetime | None = None
    attempts: int = 0
    message: str = ""
    data: str = ""
    receipt: str = ""
    sent_at: datetime | None = None
    settled_at: datetime | None = None
    problem: str = ""

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other delivery has: subscription, local day and slot."""
        return (self.subscription, *self.due.key)


@dataclass(frozen=True, slots=True)
class Outlook:
    """When there will be something to do.

    Attributes:
        next_due: The first slot that is not planned yet, aware; None if there is none.
        to_make: When something that is planned is to be made, or made by somebody else, aware; None if nothing is.
        to_post: When something is to be posted, or it is to be found out whether it is there, aware; None if nothing is.
    """

    next_due: datetime | None
    to_make: datetime | None
    to_post: datetime | None


@dataclass(frozen=True, slots=True)
class Edition:
    """Deliveries of the same instant to places with the same sources.

    Attributes:
        sources: By what the sources are known; empty where a place shares them with nobody.
        subscription: The only one, then; else empty.
        at: The instant, aware.
        count: How many are to be made.
    """

    sources: str
    subscription: str
    at: datetime
    count: int = 1


@dataclass(frozen=True, slots=True)
class Posted:
    """A part that is there to be seen.

    Attributes:
        delivery: Which delivery's.
        part: Its number, from 0.
        ref: What it is there.
        is_last: Whether it is the last one.
        at: When, aware.
        look_at: If it is not the last one, until when the next one is being sent, aware.
        problem: What is to be said of it all, if it is the last one.
    """

    delivery: Delivery
    part: int
    ref: MessageRef
    is_last: bool
    at: datetime
    look_at: datetime | None = None
    problem: str = ""


@dataclass(frozen=True, slots=True)
class Notice:
    """What the owner of a subscription is told about it.

    Attributes:
        place: Where: their direct messages.
        message: The id of its message.
        data: The message as it is to be posted.
    """

    place: Place
    message: str
    data: str

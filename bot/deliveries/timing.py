"""How long everything about a delivery may take, and when it is tried again. Pure."""

from dataclasses import dataclass
from datetime import timedelta

from bot.clock import Clock
from bot.store import GRACE

__all__ = ["IN_QUIET_HOURS", "USUAL", "Timing", "pause_before"]

IN_QUIET_HOURS = "it waits for the quiet hours to end"
"""Why something that is late does not come yet."""

_FIRST, _LONGEST = timedelta(seconds=5), timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Timing:
    """How long everything may take.

    Attributes:
        lead: So long before its hour a digest is made, so that posting is all that is left then.
        grace: So late a digest still comes.
        making: For so long a digest may be in the making before it is given up, and tried again later.
        held: So long after the last word about it a digest that is in the making is nobody's any more.
        retry: So soon is tried again what could not be made; later, the longer it is out of order.
        patience: For so long a platform may take to answer a post.
        lease: So long after the last word about it a post is nobody's any more, and it is looked up whether it is there. It is
            longer than `patience` and `settling` together, so that no post is still on its way; what is left is for its turn to come.
        settling: So long after a connection broke off behind a post it is looked up whether it is there, and no earlier: what was
            sent may be taken in a while after that.
        pause: So soon is looked again where there is something to do that nobody can do just now, as with a database that is
            locked, or where it is being done.
        tenure: So long after a process that posts with a token was last heard of, another one may.

    Raises:
        ValueError: If a lease may end before a post does.
    """

    lead: timedelta = timedelta(minutes=10)
    grace: timedelta = GRACE
    making: timedelta = timedelta(minutes=3)
    held: timedelta = timedelta(seconds=40)
    retry: timedelta = timedelta(minutes=2)
    patience: timedelta = timedelta(seconds=15)
    lease: timedelta = timedelta(seconds=40)
    settling: timedelta = timedelta(seconds=15)
    pause: timedelta = timedelta(seconds=5)
    tenure: timedelta = timedelta(seconds=30)

    def __post_init__(self) -> None:
        """Hold it to what nothing is posted twice by."""
        if self.lease <= self.patience + self.settling:
            message = "a lease has to be longer than it takes for a post to be answered or to settle"
            raise ValueError(message)

    @property
    def too_late(self) -> str:
        """Why something does not come any more, in words."""
        return f"it would have come more than {self.grace / timedelta(hours=1):g} hours late"

    def is_ours_since(self, began: float, clock: Clock) -> bool:
        """Whether what was taken at an instant of `Clock.elapsed` is ours for long enough to post it; else others may take it."""
        return self.left_s(began, clock) >= self.patience.total_seconds()

    def left_s(self, began: float, clock: Clock) -> float:
        """For how many seconds more what was taken at an instant of `Clock.elapsed` may be seen to; others may take it some time later."""
        return (self.lease - self.settling).total_seconds() - (clock.elapsed() - began)


USUAL = Timing()
"""As it is for people."""


def pause_before(attempts: int, retry_after_s: float = 0.0) -> timedelta:
    """How long to wait before something is tried again: longer each time, and as long as the platform says.

    Args:
        attempts: How often it was tried.
        retry_after_s: What the platform says; 0 if nothing.
    """
    # The exponent is held small: no clock can reckon with what it would grow to.
    own = min(_FIRST * (1 << min(max(attempts - 1, 0), 16)), _LONGEST)
    return max(own, timedelta(seconds=retry_after_s))

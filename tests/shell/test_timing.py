"""How long everything about a delivery may take, and that no machine that is lost holds it up for more than a minute."""

from datetime import timedelta

import pytest

from bot.deliveries import Timing
from bot.roles import Haste
from tests.shell.delivered import SimulatedClock

_S = timedelta(seconds=1)
# Whoever waits for a lease of the fleet looks so often within it.
_LOOKS = 5


def test_a_post_is_answered_and_has_settled_before_anybody_else_may_look_for_it() -> None:
    timing, clock = Timing(), SimulatedClock()
    began = clock.elapsed()
    waited = timedelta(0)
    while timing.is_ours_since(began, clock):
        clock.passes(1)
        waited += _S
    # The last one that is begun takes all the time there is.
    assert timedelta(0) < waited - _S + timing.patience + timing.settling <= timing.lease


def test_a_lease_that_may_end_while_a_post_is_on_its_way_is_refused() -> None:
    with pytest.raises(ValueError, match="longer than it takes"):
        Timing(patience=30 * _S, settling=15 * _S, lease=45 * _S)


def test_what_a_machine_held_that_is_lost_is_taken_over_within_a_minute() -> None:
    timing, haste = Timing(), Haste()
    acting_s = haste.lease_s * (1 + 2 / _LOOKS)
    worst_s = {
        "its turn to post": (timing.tenure + 2 * timing.pause).total_seconds(),
        "its posts": (timing.lease + 2 * timing.pause).total_seconds(),
        "its turn to plan": acting_s,
        "its jobs": haste.lease_s * (1 + 1 / _LOOKS),
        "its jobs, if it planned as well": max(acting_s, haste.lease_s) + haste.lease_s / _LOOKS,
        "the digests it made": timing.held.total_seconds() + haste.look_s,
    }
    assert max(worst_s.values()) < 60, worst_s

"""A platform's pace: so many posts a second of one token, and a pause between two in one place."""

from bot.clock import Clock

__all__ = ["Pacer"]

# Of what a platform takes, so much is used: it counts by its own clock, and answers count too.
_SHARE = 0.96
# So many turns that went by unused are made up for: within what is left of a second.
_MADE_UP = 1
# What was posted in a place so long ago needs no pause any more, and is forgotten when there are many.
_MOST_PLACES = 10_000


class Pacer:
    """Says when the next post may go. Turns lie at fixed instants, so that what one is late the next ones are not."""

    def __init__(self, per_second: float, place_pause_s: float, clock: Clock) -> None:
        """Take the pace.

        Args:
            per_second: So many posts a second the platform takes.
            place_pause_s: So many seconds lie between two posts in one place.
            clock: Tells the time and waits.
        """
        self._step_s = 1.0 / (per_second * _SHARE)
        self._place_pause_s = place_pause_s
        self._clock = clock
        self._next = clock.elapsed()
        self._free_at: dict[str, float] = {}

    async def turn(self, place: str) -> None:
        """Wait until a post may go to a place; who comes first goes first."""
        now = self._clock.elapsed()
        # What was not used is not made up for, but for a few steps, as a sleep may have been too long.
        at = max(self._next, now - _MADE_UP * self._step_s)
        self._next = at + self._step_s
        at = max(at, self._free_at.get(place, at))
        if self._place_pause_s:
            self._remember(place, at + self._place_pause_s, now)
        if at > now:
            await self._clock.sleep(at - now)

    def hold(self, seconds: float) -> None:
        """Let nothing go for a while, because the platform says so."""
        self._next = max(self._next, self._clock.elapsed() + seconds)

    def _remember(self, place: str, free_at: float, now: float) -> None:
        self._free_at[place] = free_at
        if len(self._free_at) > _MOST_PLACES:
            self._free_at = {name: at for name, at in self._free_at.items() if at > now}

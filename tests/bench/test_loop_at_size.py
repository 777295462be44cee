"""Whatever is done for a place of usual size, the bot goes on hearing people meanwhile."""

import asyncio

from tests.bench.held_up import WatchedLoop
from tests.bench.loop_at_size import measure

# Of CPU at one go. What a platform and a person notice nothing of is more; what takes longer belongs in a thread.
_LONGEST_S = 0.03


def test_nothing_runs_on_the_event_loop_for_long() -> None:
    with asyncio.Runner(loop_factory=WatchedLoop) as runner:
        found = runner.run(measure())
    longest = {step: held[0][0] for step, held in found.items() if held}
    print("".join(f"\n{step:<52} {seconds * 1000:5.0f} ms" for step, seconds in longest.items()), end="")
    assert {step: held[0] for step, held in found.items() if held and held[0][0] > _LONGEST_S} == {}


def test_what_runs_on_the_event_loop_for_long_is_noticed() -> None:
    async def work() -> int:
        return sum(range(2_000_000))

    loop = WatchedLoop()
    with asyncio.Runner(loop_factory=lambda: loop) as runner:
        runner.run(work())
        (held, *_) = loop.take()
    assert "work" in held.what

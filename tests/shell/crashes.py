"""What becomes of a digest whose program dies, and dies again: a scenario in simulated time, and what has to hold after each."""

from collections.abc import AsyncIterator, Callable, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass
from datetime import time, timedelta
from pathlib import Path

from bot.deliveries import Deliveries, Timing
from bot.messages import Place
from bot.monitoring import Metrics
from bot.ports import Terms
from bot.store import Database, DeliveryState, Store, StoredSubscription
from bot.store import tables as t
from bot.subscriptions import Subscription
from tests.shell.delivered import Editor
from tests.shell.lives import DUE, Carrier, Death, Doors, How, Life, Loft, Trouble, WallClock, live

__all__ = ["TERMS", "Outcome", "Scene", "deaths_at", "faults_of", "opened"]

PARTS = 2
TERMS = {
    "key": Terms(per_second=50, key_lives=timedelta(days=365)),
    "short-key": Terms(per_second=50, key_lives=timedelta(minutes=5), has_history=True),
    "history": Terms(per_second=50, has_history=True),
    "neither": Terms(per_second=50),
}
_CHANNEL = "berlin"
# To make it takes longer than a life.
_METRICS = Metrics()
_RESTART_S = 1.0
# From ten minutes before its hour on.
_END_S = 3600.0


@dataclass(frozen=True)
class Outcome:
    """What came of it all.

    Attributes:
        posts: What is to be seen.
        state: How far the delivery has come.
        steps: The steps of each life.
        has_died: Whether each life died.
    """

    posts: tuple[str, ...]
    state: DeliveryState | None
    steps: tuple[tuple[str, ...], ...]
    has_died: tuple[bool, ...]


@asynccontextmanager
async def opened(where: Path | str) -> AsyncIterator[Database]:
    """A database that outlives the programs."""
    database = Database(where, patience_s=0)
    await database.open()
    try:
        yield database
    finally:
        await database.close()


class Scene:
    """A digest that is due, and the programs that see to it one after the other."""

    def __init__(self, real: Database, terms: Terms, parts: int = PARTS) -> None:
        self.real = real
        self.parts = parts
        self.loft = Loft(terms)
        self.clock = WallClock()
        self.timing = Timing()
        self.nap = timedelta(days=1)
        self.end_s = _END_S
        self.at_death: Callable[[], None] = lambda: None
        self.troubles: list[Trouble] = []
        self.token_id = ""

    async def play(self, *deaths: Death | None) -> Outcome:
        """Let a program live and die for each death, and a last one to the end."""
        lives = [Life(death) for death in (*deaths, None)]
        return await self.played(lives)

    async def played(self, lives: Sequence[Life]) -> Outcome:
        """Let programs live one after the other; the first that does not die is the last."""
        began = self.clock.elapsed()
        # As long before its hour as digests are made, by a clock that may be wrong.
        begins = DUE - self.timing.lead - timedelta(seconds=began) - self.clock.wrong_by
        self.clock.begins = self.loft.clock.begins = begins
        chosen = Subscription(_CHANNEL, Place("pigeon", channel=_CHANNEL), (time(DUE.hour),), "UTC")
        await Store(self.real).subscriptions.put(
            StoredSubscription(_CHANNEL, chosen.place, chosen.settings, self.clock.now())
        )
        has_died: list[bool] = []
        for life in lives:
            has_died.append(await life.live(self._program(life, began + self.end_s)))
            if not has_died[-1]:
                break
            self.at_death()
            await self.clock.sleep(_RESTART_S)
        found = await Store(self.real).ledger.of_subscriptions([_CHANNEL], DUE - timedelta(days=1))
        await self._clear()
        state = next((one.state for one in found if one.due.at == DUE), None)
        steps = tuple(tuple(life.steps) for life in lives)
        return Outcome(tuple(text for _, text in self.loft.posts), state, steps, tuple(has_died))

    async def _program(self, life: Life, until_s: float) -> None:
        store = Store(Doors(self.real, life), self.clock.elapsed)
        editor = Editor(store, self.clock, self.parts)
        carrier = Carrier(self.loft, life, self.troubles, self.token_id)
        deliveries = Deliveries(editor, store, {"pigeon": carrier}, self.clock, _METRICS, self.timing)
        await live(deliveries, self.clock, until_s, self.nap)

    async def _clear(self) -> None:
        tables = (t.refs, t.cites, t.receipts, t.deliveries, t.messages, t.subscriptions, t.leases)
        await self.real.write(lambda connection: [connection.execute(table.delete()) for table in tables] and None)


def expected(parts: int = PARTS) -> tuple[str, ...]:
    text = f"{DUE:%Y-%m-%d %H:%M}"
    return tuple(text + (f" · {number}" if number else "") for number in range(parts))


def faults_of(outcome: Outcome, terms: Terms, parts: int = PARTS) -> Iterator[str]:
    """What does not hold that has to."""
    wanted = expected(parts)
    if terms.is_exact:
        if outcome.posts != wanted:
            yield f"posted {outcome.posts}"
        if outcome.state is not DeliveryState.POSTED:
            yield f"it is {outcome.state}"
    elif outcome.posts != wanted[: len(outcome.posts)]:
        yield f"posted {outcome.posts}"
    elif outcome.state is not DeliveryState.UNKNOWN and (
        outcome.state is not DeliveryState.POSTED or outcome.posts != wanted
    ):
        yield f"it is {outcome.state} with {outcome.posts}"


def deaths_at(step: int, name: str) -> Iterator[Death]:
    """All ways to die at a step."""
    for how in How:
        if how is not How.LATE or name == "post":
            yield Death(step, how)

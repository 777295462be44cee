"""The real program on the Slack of the tests, killed again and again between what Slack has kept and what is written down of it.

Slack does what was asked and does not answer; when it has done that, the program is killed. So each kill is in the worst instant there
is. Now and then it is killed before Slack has kept anything, a connection drops behind what Slack took, or Slack is in trouble: what is
looked up then is whether it is there. Nothing here hangs on how fast the machine is: a program that is started looks up what another
may have sent only when a lease has passed, which is longer than a program waits for an answer.
"""

import asyncio
import sys
from collections import Counter
from collections.abc import Mapping, Sequence
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from pydantic import SecretStr

from bot.adapters.slack import adapter
from bot.clock import SystemClock
from bot.config import SlackConfig
from bot.deliveries import Deliveries, Timing
from bot.messages import Divider, Heading, Message, Paragraph, Place
from bot.schedule import Schedule
from bot.store import DeliveryState, Store
from bot.subscriptions import Due, Subscription
from bot.written import write_message
from tests.adapters.harness import Answering
from tests.adapters.loopback_slack import LoopbackSlack
from tests.adapters.slack_limits import Failure
from tests.adapters.slack_world import Channel, Json, Team
from tests.shell.killed import Nursery, are_settled, let_come, nurse

__all__ = ["Figures", "LongEditor", "kill_again_and_again"]

_POST = "chat.postMessage"
_TIMING = Timing(
    lead=timedelta(0),
    making=timedelta(seconds=10),
    held=timedelta(seconds=1),
    patience=timedelta(seconds=1),
    lease=timedelta(seconds=3),
    settling=timedelta(seconds=0.5),
    pause=timedelta(seconds=0.25),
)
# A section that fills more than half of what Slack takes in one message.
_LONG = ("The council of Dorn voted nine to four on Monday evening to keep the weir. " * 24).strip()
# So many of all posts go wrong without that anybody is killed.
_DROPPED, _BUSY = 0.04, 0.04


class LongEditor:
    """Makes digests of several messages each."""

    def __init__(self, store: Store, parts: int) -> None:
        """Take where they are recorded, and how many messages each takes: the first in its channel, the others in the thread of that."""
        self._store = store
        self._parts = parts

    async def edition(self, subscription: Subscription, due: Due) -> Message:
        blocks: list[Heading | Paragraph | Divider] = []
        for number in range(self._parts):
            blocks += [Heading(f"{number + 1} · The weir stays"), *[Paragraph(_LONG)] * 4, Divider()]
        made = Message(tuple(blocks[:-1]), id=f"{subscription.id[:7]}-{due.day:%m%d}{due.slot:%H%M}")
        await self._store.record(
            made.id,
            subscription.place,
            [],
            datetime.now(UTC),
            is_public=True,
            delivery=(subscription.id, due),
            data=write_message(made),
        )
        return made

    async def delivered(self, message: Message) -> None:
        """Nobody need know."""


async def _deliver(where: str, address: str, bot_token: str, app_token: str, parts: str) -> None:
    """The program: the adapter is connected and delivers."""
    settings = SlackConfig(
        bot_token=SecretStr(bot_token), app_token=SecretStr(app_token), api_base_url=f"{address}/api/"
    )
    slack, clock = adapter(settings), SystemClock()
    async with Store(where) as store, asyncio.TaskGroup() as tasks:
        deliveries = Deliveries(LongEditor(store, int(parts)), store, {"slack": slack}, clock, timing=_TIMING)
        schedule = Schedule(deliveries.wake, clock.now)
        deliveries.when_changed(schedule.ring)
        tasks.create_task(slack.run(Answering({})))
        tasks.create_task(schedule.run())


@dataclass(frozen=True)
class Figures:
    """What came of it.

    Attributes:
        kills: How often the program was killed.
        between: How often while Slack had kept a message of which the program had not heard.
        before: How often while it had sent one that Slack had not kept.
        digests: How many were due.
        posts: How many messages those are.
        lost: How many of them are not there.
        twice: How many are there that were there already.
        disordered: How many digests have their messages in another order.
        astray: How many messages stand elsewhere than in the thread of the first.
        unsettled: How many digests are not written down as posted.
        counts: What became of the requests.
    """

    kills: int
    between: int
    before: int
    digests: int
    posts: int
    lost: int
    twice: int
    disordered: int
    astray: int
    unsettled: int
    counts: Mapping[str, int]

    @property
    def is_exact(self) -> bool:
        """Whether all is there, once, where it belongs."""
        return not any((self.lost, self.twice, self.disordered, self.astray, self.unsettled))


@dataclass
class _Loop:
    """Programs that are killed and started again."""

    slack: LoopbackSlack
    team: Team
    nursery: Nursery
    store: Store
    chance: Random
    digests: int
    parts: int
    channels: dict[str, Channel] = field(default_factory=dict)
    between: int = 0
    before: int = 0

    async def run(self, kills: int) -> None:
        """Kill it so often, and let it come to its end."""
        for number in range(kills):
            await self._let_come()
            # Of the posts of a life one is the last; one kill in eight comes before Slack has kept it.
            is_kept = number % 8 != 7
            killed = Failure(is_carried_out=is_kept, is_held=True)
            self._go_wrong(before=self.chance.randrange(self.digests * self.parts))
            self.slack.limits.fail(_POST, killed)
            await self.nursery.start()
            await self.slack.until(lambda: self.slack.web.held, timeout_s=600)
            self.between += is_kept
            self.before += not is_kept
            await self.nursery.kill(self.nursery.children[0])
            self.slack.web.let_go()
        await self.nursery.start()
        await are_settled(self.store, "slack")

    def _go_wrong(self, before: int) -> None:
        """Let so many posts be as always, but for some."""
        for _ in range(before):
            luck = self.chance.random()
            if luck < _DROPPED:
                self.slack.limits.fail(_POST, Failure(is_carried_out=True))
            elif luck < _DROPPED + _BUSY:
                self.slack.limits.fail(_POST, Failure(503))
            else:
                self.slack.limits.let_through(_POST)

    async def _let_come(self) -> None:
        for _ in range(self.digests):
            id_ = f"{len(self.channels):07}"
            self.channels[id_] = self.slack.world.channel(self.team, f"channel-{id_}")
            await let_come(self.store, id_, Place("slack", self.team.id, self.channels[id_].id))


async def kill_again_and_again(where: Path, kills: int, *, seed: int = 0, digests: int = 4, parts: int = 3) -> Figures:
    """Kill a program that delivers on Slack, so often, and count what is there in the end.

    Args:
        where: A database that is not there yet.
        kills: How often.
        seed: Of all that is drawn.
        digests: How many become due for each life.
        parts: So many messages each takes.
    """
    slack = LoopbackSlack()
    team = slack.world.team()
    async with AsyncExitStack() as stack:
        address = await stack.enter_async_context(slack.open())
        store = await stack.enter_async_context(Store(where))
        nursery = Nursery(__name__, str(where), address, team.token, slack.installing.app_token, str(parts))
        stack.push_async_callback(nursery.close)
        loop = _Loop(slack, team, nursery, store, Random(seed), digests, parts)  # noqa: S311 - no secrets
        await loop.run(kills)
        since = datetime.now(UTC) - timedelta(days=1)
        settled = await store.ledger.of_subscriptions([*loop.channels], since)
    return _figures(loop, kills, [one.state for one in settled])


def _figures(loop: _Loop, kills: int, states: Sequence[DeliveryState]) -> Figures:
    there = [[*channel.messages.values()] for channel in loop.channels.values()]
    keys = Counter(_key_of(message) for messages in there for message in messages)
    wanted = loop.parts * len(there)
    statuses = Counter(one.status for one in loop.slack.arrivals if one.method == _POST)
    return Figures(
        kills=kills,
        between=loop.between,
        before=loop.before,
        digests=len(there),
        posts=wanted,
        lost=wanted - len(keys),
        twice=keys.total() - len(keys),
        disordered=sum([*map(_key_of, messages)] != sorted(map(_key_of, messages)) for messages in there),
        astray=sum(one.get("thread_ts") != messages[0]["ts"] for messages in there for one in messages[1:]),
        unsettled=len(there) - states.count(DeliveryState.POSTED),
        counts={f"posts answered {status}" if status else "posts unanswered": n for status, n in statuses.items()},
    )


def _key_of(message: Json) -> str:
    return str(message["metadata"]["event_payload"]["key"])


if __name__ == "__main__":
    nurse(_deliver, sys.argv[1:])

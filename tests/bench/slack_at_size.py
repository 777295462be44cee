"""How fast a bot on Slack is that has much to do: on the Slack of the tests, which limits it as Slack does.

    python -m tests.bench.slack_at_size ack [COMMANDS FEEDS ARTICLES]
    python -m tests.bench.slack_at_size http [COMMANDS FEEDS ARTICLES]
    python -m tests.bench.slack_at_size post [CHANNELS]

`ack`: the program itself is started on an empty database, and at once asked for COMMANDS digests (200) in as many channels, which read
FEEDS feeds (10) of ARTICLES articles (20) of 4,000 characters that nobody has read yet. Until all are shown, somebody asks for
/digest help ten times a second. What is measured is how long it takes from the envelope to its acknowledgement, for which Slack
waits three seconds. `http`: the same, where Slack sends signed requests.

`post`: a digest is due at once in CHANNELS channels (500) of a workspace; in each ten one of four messages, three of which go into the
thread of the first. Real deliveries, a ledger in SQLite, the real adapter over HTTP; Slack is played in a process of its own, and
takes a message a second in each channel, hardly sooner, and six hundred a minute in all.
"""

import asyncio
import multiprocessing
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from contextlib import suppress
from datetime import time, timedelta
from itertools import pairwise
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from pydantic import SecretStr

from bot.adapters.slack import adapter
from bot.config import SlackConfig
from bot.deliveries import Deliveries
from bot.messages import Message, Place
from bot.store import Store, StoredSubscription
from bot.subscriptions import Due, Subscription
from tests.adapters.harness import Answering
from tests.adapters.loopback_program import Program
from tests.adapters.loopback_slack import LoopbackSlack
from tests.adapters.slack_installing import APP_TOKEN
from tests.adapters.slack_killed import LongEditor
from tests.adapters.slack_people import Done
from tests.adapters.test_slack_process import free_port, is_listening
from tests.bench.deliveries_at_size import NOW, Frozen, at_the_hour
from tests.bench.discord_at_size import feed_of
from tests.bench.workloads import texts
from tests.shell.loopback import serve_any

# So often somebody asks for /digest help while digests are being made.
_EVERY_S = 0.1
_LONGEST_S = 600.0
_PER_SECOND = 20
# A request takes its time to be there, and not always the same: so much sooner than after a second a message may come.
_EARLY_S = 0.1
_PARTS = 4


async def acknowledge(
    folder: Path, commands: int, feeds: int, articles: int, *, is_http: bool = False
) -> dict[str, float]:
    """How long it takes until somebody is heard while digests are being made."""
    slack = LoopbackSlack()
    team = slack.world.team()
    ann = slack.world.member(team, "ann", is_admin=True)
    news = slack.world.channel(team, "news")
    channels = [slack.world.channel(team, f"channel-{number}") for number in range(commands)]
    raw = texts(feeds * articles, 4_000)
    pages = {f"{one}": feed_of(one, raw[one * articles : (one + 1) * articles]) for one in range(feeds)}
    asked: list[Done] = []
    async with slack.open() as address, serve_any(pages) as web:
        sources = "".join(f'"outlet {one}" = "{web}/{one}"\n' for one in range(feeds))
        port = free_port()
        mode = f'mode = "http"\nport = {port}\n' if is_http else ""
        config = f'[slack]\napi_base_url = "{address}/api/"\n{mode}[limits]\ncooldown_s = 0\n[sources]\n{sources}'
        async with Program.started(slack, address, folder, config):
            if is_http:
                slack.listen_at(f"http://127.0.0.1:{port}/slack/events").patience_s = _LONGEST_S
                await is_listening(port)
            else:
                await slack.until(lambda: slack.sockets.connected)
            began = perf_counter()
            made = await asyncio.gather(*(slack.people.types(ann, channel, "/digest") for channel in channels))
            async with asyncio.timeout(_LONGEST_S):
                # Until then it says how far it has come.
                while not all("1 · " in one.text for one in made):
                    asked.append(await slack.people.types(ann, news, "/digest help"))
                    await asyncio.sleep(_EVERY_S)
            spent = perf_counter() - began
    waits = sorted(one.heard_s for one in asked)
    return {
        f"all {commands} digests shown after, s": spent,
        f"the {commands} acknowledged after, p50, s": statistics.median(one.heard_s for one in made),
        f"the {commands} acknowledged after, at the most, s": max(one.heard_s for one in made),
        "asked for help meanwhile": len(waits),
        "help acknowledged after, p50, s": statistics.median(waits),
        "help acknowledged after, at the most, s": waits[-1],
    }


def play(channels: int, pipe: Connection) -> None:
    """Play Slack until somebody asks what came."""

    async def run() -> None:
        slack = LoopbackSlack()
        slack.limits.are_enforced, slack.limits.burst = True, _EARLY_S
        team = slack.world.team()
        there = [slack.world.channel(team, f"channel-{number}") for number in range(channels)]
        async with slack.open() as address:
            pipe.send((address, team.id, team.token, [channel.id for channel in there]))
            await asyncio.to_thread(pipe.recv)
            posts = [one for one in slack.arrivals if one.method == "chat.postMessage"]
            taken = [one for one in posts if not one.error]
            keys = Counter(one.body["metadata"]["event_payload"]["key"] for one in taken)
            times: dict[str, list[float]] = {}
            for one in taken:
                times.setdefault(one.body["channel"], []).append(one.at)
            gaps = [later - earlier for of_one in times.values() for earlier, later in pairwise(of_one)]
            spent = max(one.at for one in taken) - min(one.at for one in taken)
            pipe.send((len(keys), keys.total(), len(posts) - len(taken), min(gaps), spent))

    asyncio.run(run())


class _Editor(LongEditor):
    """Makes a digest of one message, and in each ten one of several."""

    def __init__(self, store: Store) -> None:
        super().__init__(store, 1)

    async def edition(self, subscription: Subscription, due: Due) -> Message:
        self._parts = _PARTS if subscription.id.endswith("0") else 1
        return await super().edition(subscription, due)


async def post(folder: Path, count: int) -> dict[str, float]:
    """What posting costs, and how long it takes."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=play, args=(count, theirs), daemon=True)
    process.start()
    address, team, token, channels = await asyncio.to_thread(ours.recv)
    bot_token, app_token = SecretStr(token), SecretStr(APP_TOKEN)
    slack = adapter(SlackConfig(bot_token=bot_token, app_token=app_token, api_base_url=f"{address}/api/"))
    running = asyncio.ensure_future(slack.run(Answering({})))
    clock = Frozen()
    async with Store(folder / "pullquote.db") as store:
        for number, channel in enumerate(channels):
            place = Place("slack", team, channel)
            chosen = Subscription(f"s{number:06}", place, (time(7),), "Europe/Berlin")
            began = NOW - timedelta(hours=1)
            await store.subscriptions.put(StoredSubscription(chosen.id, place, chosen.settings, began))
        deliveries = Deliveries(_Editor(store), store, {"slack": slack}, clock)
        await deliveries.wake(clock.now())
        await deliveries.settled()
        figures = await at_the_hour(deliveries, clock, count)
    running.cancel()
    with suppress(asyncio.CancelledError):
        await running
    ours.send(None)
    keys, messages, refused, gap, spent = await asyncio.to_thread(ours.recv)
    process.join()
    whole = count + (_PARTS - 1) * len(range(0, count, 10))
    return figures | {
        "posted": keys,
        "lost": whole - keys,
        "twice": messages - keys,
        "refused": refused,
        "shortest between two in a channel, s": gap,
        "times the floor": spent / (whole / _PER_SECOND),
    }


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    what, *given = arguments or ["ack"]
    numbers = [*map(int, given)] or ([500] if what == "post" else [200, 10, 20])
    with TemporaryDirectory() as folder:
        where = Path(folder)
        measured = post(where, *numbers) if what == "post" else acknowledge(where, *numbers, is_http=what == "http")
        figures = asyncio.run(measured)
    for title, figure in figures.items():
        print(f"{title:<48} {figure:10.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])

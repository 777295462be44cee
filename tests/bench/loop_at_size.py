"""What holds the event loop up, of a place with 20 sources and 500 articles, and of a bot with 10,000 subscriptions.

    python -m tests.bench.loop_at_size [MS]

Everything that people ask for is asked for once, the sources are read, articles analysed, and digests planned, made and posted. Told is each
piece of work that ran on the loop for MS (5) milliseconds of CPU or longer, with where it began; the longest of each step comes first.
"""

import asyncio
import sys
from collections.abc import Awaitable, Callable, Sequence
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import urlsplit
from uuid import uuid4

from bot.adapters.discord.rendering import pages as discord_pages
from bot.adapters.slack.rendering import pages as slack_pages
from bot.deliveries import Deliveries
from bot.fetch import Fetcher
from bot.messages import Message, MessageRef, Person, Place, Request
from bot.polling import Poller
from bot.store import PlaceSource, Store
from bot.workers import Reader
from tests.bench import deliveries_at_size as many
from tests.bench.held_up import WatchedLoop
from tests.bench.place_at_size import serving
from tests.bench.workloads import texts
from tests.shell.analysed import analyse_all
from tests.shell.delivered import Pigeon, SimulatedClock
from tests.shell.loopback import serve
from tests.shell.polled import NOW, Everywhere, Feed, entry

__all__ = ["Step", "measure"]

NEWS = Place("terminal", channel="terminal")
ANN = Person("1", may_manage=True)
SOURCES, ARTICLES, SUBSCRIPTIONS = 20, 500, 10_000
Step = tuple[str, Callable[[], Awaitable[object]]]


class _Platform(Pigeon):
    """Lays out as Discord does."""

    def lay_out(self, message: Message) -> Sequence[str]:
        return list(map(repr, discord_pages(message)))


class Steps:
    """Does one step after the other, and tells of each what held the loop up."""

    def __init__(self, loop: WatchedLoop) -> None:
        self._loop = loop
        self.found: dict[str, list[tuple[float, str]]] = {}

    async def do(self, name: str, work: Callable[[], Awaitable[object]]) -> None:
        """Do one."""
        await asyncio.sleep(0)
        self._loop.take()
        await work()
        await asyncio.sleep(0)
        self.found[name] = [(held.seconds, held.what) for held in self._loop.take()]


async def of_a_place(steps: Steps, stack: AsyncExitStack, folder: Path) -> None:
    """What people ask for, and what is done for it."""
    service = await serving(stack, folder / "place.db", ARTICLES, SOURCES)
    last: list[Message] = []

    def asking(command: str, **options: str) -> Callable[[], Awaitable[object]]:
        async def ask() -> None:
            message = await service.answer(Request(uuid4().hex, command, NEWS, ANN, NOW, options))
            await service.posted(message, [MessageRef(NEWS, uuid4().hex)])
            last.append(message)

        return ask

    async def laid_out(how: Callable[[Message], object]) -> None:
        how(last[-1])

    for length in ("standard", "full"):
        await steps.do(f"/digest {length}", asking("digest", length=length))
    await steps.do("laid out for Discord", lambda: laid_out(discord_pages))
    await steps.do("laid out for Slack", lambda: laid_out(slack_pages))
    await steps.do("laid out for Slack again", lambda: laid_out(slack_pages))
    for command, options in (
        ("ask", {"question": "Who voted to keep the weir?"}),
        ("quotes", {"about": "harbour"}),
        ("why", {}),
        ("why", {"what": "1"}),
        ("story", {"story": "1"}),
        ("sources list", {}),
        ("sources export", {}),
        ("filter add", {"filter": "harbour"}),
        ("filter list", {}),
        ("schedule set", {"times": "07:00"}),
        ("schedule show", {}),
        ("health", {}),
        ("settings show", {}),
        ("help", {}),
    ):
        await steps.do(f"/{command} {' '.join(options.values())}".strip(), asking(command, **options))
    await steps.do("overview", lambda: service.overview(ANN, [NEWS]))
    for command, option in (("quotes", "by"), ("digest", "about"), ("why", "what"), ("settings set", "zone")):
        request = Request(uuid4().hex, command, NEWS, ANN, NOW, {option: "h"})
        await steps.do(f"suggested for {command} {option}", partial(service.suggest, request, option))


async def of_sources(steps: Steps, stack: AsyncExitStack, folder: Path) -> None:
    """Sources read and articles analysed: each source has 25 new articles of 4,000 characters."""
    raw = texts(ARTICLES, 4_000)
    answers = {}
    for number in range(SOURCES):
        entries = [
            entry(
                text.partition("\n")[0],
                link=f"/{number}/{one}",
                whole="".join(f"<p>{part}</p>" for part in text.split("\n\n")).replace("&", ""),
            )
            for one, text in enumerate(raw[number::SOURCES])
        ]
        answers[f"/feed{number}"] = Feed(entries).answer
    address = await stack.enter_async_context(serve(answers))
    port = urlsplit(address).port
    fetcher = await stack.enter_async_context(Fetcher(allow_loopback=True, pause_s=0, resolver=Everywhere()))
    reader = await stack.enter_async_context(Reader())
    store = await stack.enter_async_context(Store(folder / "sources.db"))
    poller = Poller(fetcher, reader, store, lambda: NOW)
    feeds = [f"http://host{number}.example:{port}/feed{number}" for number in range(SOURCES)]
    for number, feed in enumerate(feeds):
        await store.places.add_source(NEWS, PlaceSource(feed, f"s{number}", "U1", NOW))
    await steps.do("20 sources read", lambda: poller.read_now(feeds, patience_s=300))

    await steps.do("500 articles analysed", lambda: analyse_all(store))
    await poller.aclose()


async def of_deliveries(steps: Steps, stack: AsyncExitStack, folder: Path) -> None:
    """Subscriptions planned, and a tenth of them made and posted."""
    path = folder / "deliveries.db"
    await many.fill(path, SUBSCRIPTIONS, SUBSCRIPTIONS // 10)
    clock = SimulatedClock(many.NOW)
    store = await stack.enter_async_context(Store(path))
    pigeon = _Platform(many.EXACT)
    pigeon.clock = clock.now
    deliveries = Deliveries(
        many.Editor(store, clock.now), store, {"discord": pigeon, "slack": pigeon, "pigeon": pigeon}, clock
    )

    async def wake() -> None:
        await deliveries.wake(clock.now())
        await deliveries.settled()

    await steps.do("10,000 subscriptions planned, 1,000 digests made", wake)
    clock.set(many.DUE)
    await steps.do("1,000 digests posted", wake)
    assert pigeon.posts, "nothing was due"


async def measure() -> dict[str, list[tuple[float, str]]]:
    """What held the loop up, by step: seconds of CPU, and where it began; the longest first."""
    loop = asyncio.get_running_loop()
    assert isinstance(loop, WatchedLoop)
    steps = Steps(loop)
    async with AsyncExitStack() as stack:
        folder = Path(stack.enter_context(TemporaryDirectory()))
        for part in (of_a_place, of_sources, of_deliveries):
            await part(steps, stack, folder)
    return steps.found


if __name__ == "__main__":
    least_s = (float(sys.argv[1]) if len(sys.argv) > 1 else 5) / 1000
    with asyncio.Runner(loop_factory=lambda: WatchedLoop(least_s)) as runner:
        for step, held in runner.run(measure()).items():
            print(f"{step}: {', '.join(f'{seconds * 1000:.0f} ms' for seconds, _ in held[:8]) or 'nothing'}")
            for what in dict.fromkeys(what for _, what in held[:8]):
                print(f"    {what}")

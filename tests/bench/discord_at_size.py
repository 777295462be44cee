"""How fast a bot on Discord is that has much to do: on the Discord of the tests, which limits it as Discord does.

    python -m tests.bench.discord_at_size post [CHANNELS]
    python -m tests.bench.discord_at_size ack [DIGESTS ARTICLES]

`post`: a digest is due at once in CHANNELS channels (10,000), in a hundred of each ten thousand one of two parts. Real deliveries, a
ledger in SQLite, the real adapter over HTTP; Discord is played in a process of its own, takes 50 to 150 ms to answer, 50 requests
a second in all and 5 posts in 5 seconds in a channel, and says so in its headers. CPU and memory are those of the bot alone.

`ack`: the program itself is started on an empty database, and at once asked for DIGESTS digests (10) in as many channels, each of
ARTICLES articles (100) of 4,000 characters that it has not read yet. Until all are shown, somebody asks for /help ten times a
second; what is measured is how long it takes from the gateway's event to the callback.
"""

import asyncio
import html
import multiprocessing
import resource
import statistics
import sys
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from bot.deliveries import Deliveries
from bot.messages import Place
from bot.store import Store, StoredSubscription
from bot.subscriptions import Subscription
from tests.adapters.harness import Answering
from tests.adapters.loopback_connection import connected
from tests.adapters.loopback_discord import LoopbackDiscord
from tests.adapters.loopback_interactions import Interaction
from tests.adapters.loopback_program import Program
from tests.bench.deliveries_at_size import NOW, Editor, Frozen, at_the_hour
from tests.bench.workloads import texts
from tests.shell.loopback import serve_any

_CHANNELS_OF_A_SERVER = 100
_PER_SECOND = 50
_LATENCY_S = (0.05, 0.15)
_FEEDS = 2
# So often somebody asks for /help while digests are being made.
_EVERY_S = 0.1
_LONGEST_S = 600.0


def play(channels: int, pipe: Connection) -> None:
    """Play Discord until somebody asks what came."""

    async def run() -> None:
        discord = LoopbackDiscord()
        discord.limits.are_enforced = True
        discord.latency_s = _LATENCY_S
        servers = [discord.world.server() for _ in range(0, channels, _CHANNELS_OF_A_SERVER)]
        for number in range(channels):
            discord.world.channel(servers[number // _CHANNELS_OF_A_SERVER], f"channel-{number}")
        there = [channel for channel in discord.world.channels.values() if channel.server_id]
        async with discord.open() as address:
            pipe.send((address, [(channel.server_id, channel.id) for channel in there]))
            await asyncio.to_thread(pipe.recv)
            posts = [one.at for one in discord.arrivals if one.route.endswith("/messages") and one.status == 200]
            nonces = sum(len(channel.nonces) for channel in discord.world.channels.values())
            messages = sum(len(channel.messages) for channel in discord.world.channels.values())
            statuses = Counter(one.status for one in discord.arrivals)
            pipe.send((nonces, messages, statuses, max(posts) - min(posts)))

    asyncio.run(run())


async def _fill(store: Store, channels: Sequence[tuple[str, str]]) -> None:
    """Let a digest be due at the same instant in all channels."""
    for number, (server, channel) in enumerate(channels):
        place = Place("discord", server, channel)
        chosen = Subscription(f"s{number}", place, (time(7),), "Europe/Berlin")
        await store.subscriptions.put(StoredSubscription(chosen.id, place, chosen.settings, NOW - timedelta(hours=1)))


async def post(folder: Path, count: int) -> dict[str, float]:
    """What posting costs, and how long it takes."""
    ours, theirs = multiprocessing.Pipe()
    process = multiprocessing.get_context("spawn").Process(target=play, args=(count, theirs), daemon=True)
    process.start()
    address, channels = await asyncio.to_thread(ours.recv)
    clock = Frozen()
    figures: dict[str, float] = {}
    async with Store(folder / "pullquote.db") as store, connected(address, Answering({})) as adapter:
        await _fill(store, channels)
        deliveries = Deliveries(Editor(store, clock.now), store, {"discord": adapter}, clock)
        await deliveries.wake(clock.now())
        await deliveries.settled()
        figures |= await at_the_hour(deliveries, clock, count)
    ours.send(None)
    nonces, messages, statuses, spent = await asyncio.to_thread(ours.recv)
    process.join()
    whole = count + sum(1 for number in range(count) if f"s{number}".endswith("00"))
    figures["posted"] = nonces
    figures["lost"] = whole - nonces
    figures["twice"] = messages - nonces
    figures["refused"] = statuses[429]
    figures["times the floor"] = spent / (whole / _PER_SECOND)
    figures["memory at the most, MB"] = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000
    return figures


def feed_of(number: int, articles: Sequence[str]) -> bytes:
    """A feed of articles of the last hours."""
    items = []
    for one, text in enumerate(articles):
        title, _, body = text.partition("\n\n")
        at = datetime.now(UTC) - timedelta(minutes=20 + one)
        paragraphs = "".join(f"<p>{html.escape(paragraph)}</p>" for paragraph in body.split("\n\n"))
        items.append(
            f"<item><title>{title}</title><link>https://outlet{number}.example/{one}</link>"
            f"<pubDate>{at:%d %b %Y %H:%M:%S GMT}</pubDate><content:encoded><![CDATA[{paragraphs}]]></content:encoded></item>"
        )
    head = f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Outlet {number}</title>'
    return f"{head}{''.join(items)}</channel></rss>".encode()


def _config(address: str, channels: Sequence[str]) -> str:
    """A configuration in which each channel has feeds of its own."""
    names = [[f"outlet {number}-{one}" for one in range(_FEEDS)] for number in range(len(channels))]
    sources = "".join(
        f'"{name}" = "{address}/{number}/{one}"\n' for number, own in enumerate(names) for one, name in enumerate(own)
    )
    places = "".join(
        f'[[places]]\nplatform = "discord"\nchannel = "{channel}"\nsources = {own}\n'
        for channel, own in zip(channels, names, strict=True)
    )
    return f"[discord]\n[limits]\ncooldown_s = 0\n[sources]\n{sources}{places}"


async def acknowledge(folder: Path, digests: int, articles: int) -> dict[str, float]:
    """How long it takes until somebody is heard while digests are being made."""
    discord = LoopbackDiscord()
    server = discord.world.server()
    channels = [discord.world.channel(server, f"channel-{number}") for number in range(digests)]
    ann, news = discord.world.member(server, "ann"), discord.world.channel(server, "news")
    raw = texts(digests * articles, 4_000)
    pages = {
        f"{number}/{one}": feed_of(
            number * _FEEDS + one, raw[number * articles + one : (number + 1) * articles : _FEEDS]
        )
        for number in range(digests)
        for one in range(_FEEDS)
    }
    asked: list[Interaction] = []
    async with discord.open() as address, serve_any(pages) as web:
        config = _config(web, [channel.id for channel in channels])
        async with Program.started(discord, address, folder, config):
            await discord.until(lambda: discord.gateway.connected)
            began = perf_counter()
            made = await asyncio.gather(*(discord.interact("digest", {}, ann, channel) for channel in channels))
            async with asyncio.timeout(_LONGEST_S):
                # Until then it says how far it has come.
                while not all("1 · " in one.text for one in made):
                    asked.append(await discord.interact("help", {}, ann, news))
                    await asyncio.sleep(_EVERY_S)
            spent = perf_counter() - began
    waits = sorted(one.acknowledged_at - one.sent_at for one in asked)
    return {
        f"all {digests} digests shown after, s": spent,
        "/digest acknowledged after, at the most, s": max(one.acknowledged_at - one.sent_at for one in made),
        "asked for /help meanwhile": len(waits),
        "/help acknowledged after, p50, s": statistics.median(waits),
        "/help acknowledged after, p95, s": waits[len(waits) * 95 // 100],
        "/help acknowledged after, at the most, s": waits[-1],
    }


def main(arguments: Sequence[str]) -> None:
    """Measure, and print the figures."""
    what, *given = arguments or ["post"]
    numbers = [*map(int, given)] or {"post": [10_000], "ack": [10, 100]}[what]
    with TemporaryDirectory() as folder:
        measured = (post if what == "post" else acknowledge)(Path(folder), *numbers)
        figures = asyncio.run(measured)
    for title, figure in figures.items():
        print(f"{title:<48} {figure:10.3f}")


if __name__ == "__main__":
    main(sys.argv[1:])

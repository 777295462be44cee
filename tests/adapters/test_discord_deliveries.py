"""What comes by itself on Discord is there once, whatever goes wrong on the way: real deliveries, real adapter, real HTTP."""

import asyncio
from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.clock import SystemClock
from bot.deliveries import Deliveries, Timing
from bot.errors import PostError
from bot.messages import Manner, Message, Paragraph, Place
from bot.ports import Shards
from bot.schedule import Schedule
from bot.store import DeliveryState, Store, StoredSubscription
from bot.subscriptions import Subscription
from tests.adapters.harness import Answering
from tests.adapters.loopback_connection import connected
from tests.adapters.loopback_discord import LoopbackDiscord
from tests.adapters.loopback_limits import Failure
from tests.adapters.loopback_messages import CROSSPOSTED
from tests.adapters.loopback_world import FORUM, NEWS, Channel, World
from tests.shell.delivered import Editor

# What may be there is looked up as soon as the clock was steady for a lease.
_TIMING = Timing(
    patience=timedelta(seconds=1),
    lease=timedelta(seconds=3),
    settling=timedelta(seconds=0.1),
    pause=timedelta(seconds=0.2),
)
TROUBLES = {
    "none": [],
    "busy": [Failure(503)],
    "cut behind what it took": [Failure()],
    "forum, cut": [Failure()],
    "forum, refused behind what it took": [Failure(502, is_carried_out=True)],
    "direct, cut": [Failure()],
    "wait": [Failure(429, retry_after_s=0.1)],
    "wait, everybody": [Failure(429, retry_after_s=0.1, is_global=True)],
}


class Told(Editor):
    """Lets go who waits until so many digests are there."""

    def __init__(self, store: Store, count: int) -> None:
        super().__init__(store, SystemClock(), paragraphs=2)
        self._missing = count
        self.all_there = asyncio.Event()

    async def delivered(self, message: Message) -> None:
        await super().delivered(message)
        self._missing -= 1
        if not self._missing:
            self.all_there.set()


async def _let_come(store: Store, places: Mapping[str, Place]) -> None:
    minute = datetime.now(UTC).replace(second=0, microsecond=0)
    for name, place in places.items():
        chosen = Subscription(name, place, (minute.time(),), "UTC")
        await store.subscriptions.put(StoredSubscription(name, place, chosen.settings, minute - timedelta(seconds=1)))


def _channel(world: World, name: str) -> Channel:
    if "forum" in name:
        return world.channel(world.server(), "digests", FORUM)
    if "direct" in name:
        return world.direct(world.person("ann")["id"])
    return world.channel(world.server(), "news")


def _place(channel: Channel) -> Place:
    if channel.server_id:
        return Place("discord", channel.server_id, channel.id)
    return Place.of_person("discord", "", channel.shape["recipients"][0]["id"])


def _count(world: World, channel: Channel) -> int:
    """How many messages stand in a channel and its threads."""
    its = [one for one in world.channels.values() if channel.id in (one.id, one.shape.get("parent_id"))]
    return sum(len(one.messages) for one in its)


def test_whatever_discord_answers_what_was_due_is_posted_once(tmp_path: Path) -> None:
    discord = LoopbackDiscord()
    channels = {name: _channel(discord.world, name) for name in TROUBLES}
    for name, failures in TROUBLES.items():
        path = "threads" if channels[name].kind == FORUM else "messages"
        discord.limits.failures[f"POST /channels/{channels[name].id}/{path}"] = list(failures)
    places = {name: _place(channel) for name, channel in channels.items()}

    async def run() -> list[DeliveryState]:
        async with (
            Store(tmp_path / "pullquote.db") as store,
            discord.open() as address,
            connected(address, Answering({})) as adapter,
        ):
            await _let_come(store, places)
            editor = Told(store, len(places))
            deliveries = Deliveries(editor, store, {"discord": adapter}, SystemClock(), timing=_TIMING)
            schedule = Schedule(deliveries.wake, SystemClock().now)
            deliveries.when_changed(schedule.ring)
            running = asyncio.ensure_future(schedule.run())
            async with asyncio.timeout(60):
                await editor.all_there.wait()
            running.cancel()
            await deliveries.stop()
            since = datetime.now(UTC) - timedelta(days=1)
            return [one.state for one in await store.ledger.of_subscriptions(list(places), since)]

    states = asyncio.run(run())
    assert states == [DeliveryState.POSTED] * len(TROUBLES)
    assert {name: _count(discord.world, channel) for name, channel in channels.items()} == dict.fromkeys(TROUBLES, 1)
    assert all(not left for left in discord.limits.failures.values())


def test_a_post_of_a_forum_is_asked_for_once_whatever_becomes_of_the_answer() -> None:
    """It has no key by which Discord could tell that it is there; where it may be there it is looked for."""
    discord = LoopbackDiscord()
    forum = _channel(discord.world, "forum")
    discord.limits.fail(f"POST /channels/{forum.id}/threads", Failure(502, is_carried_out=True))

    async def run() -> None:
        async with discord.open() as address, connected(address, Answering({})) as adapter:
            (part,) = adapter.lay_out(Message((Paragraph("The council voted."),)))
            with pytest.raises(PostError) as caught:
                await adapter.post(_place(forum), part, "m1-0")
            assert (caught.value.permanent, caught.value.is_unknown) == (False, True)
            found = await adapter.reconcile(_place(forum), ["m1-0"], datetime.now(UTC) - timedelta(hours=1))
            assert list(found) == ["m1-0"]

    asyncio.run(run())
    assert _count(discord.world, forum) == 1


def test_a_post_of_a_forum_that_asks_for_a_tag_gets_one_that_the_bot_may_give() -> None:
    discord = LoopbackDiscord()
    forum = discord.world.channel(discord.world.server(), "digests", FORUM, tags=("official", "news"))
    official, news = forum.shape["available_tags"]
    official["moderated"] = True

    async def run() -> None:
        async with discord.open() as address, connected(address, Answering({})) as adapter:
            (part,) = adapter.lay_out(Message((Paragraph("The council voted."),)))
            await adapter.post(_place(forum), part, "m1-0")

    asyncio.run(run())
    (post,) = [one for one in discord.world.channels.values() if one.shape.get("parent_id") == forum.id]
    assert post.shape["applied_tags"] == [news["id"]]


def test_what_another_process_posted_is_found_on_a_server_that_this_one_has_not() -> None:
    discord = LoopbackDiscord(shards=2)
    discord.world.server("Dorn")
    server = discord.world.server("Wick")
    channels = [discord.world.channel(server, "news"), discord.world.channel(server, "digests", FORUM)]
    message = Message((Paragraph("The council voted."),))

    async def run() -> None:
        async with discord.open() as address:
            async with connected(address, Answering({}), shards=(1,)) as its:
                assert its.shards == Shards((1,), 2)
                refs = [await its.post(_place(one), its.lay_out(message)[0], "m1-0") for one in channels]
            async with connected(address, Answering({}), shards=(0,)) as other:
                for channel, ref in zip(channels, refs, strict=True):
                    found = await other.reconcile(_place(channel), ["m1-0"], datetime.now(UTC) - timedelta(hours=1))
                    assert found == {"m1-0": ref}
                    # It goes on where the other one has stopped.
                    await other.post(_place(channel), other.lay_out(message)[0], "m1-1", ref)
            assert other.shards == its.shards == Shards((), 2)

    asyncio.run(run())
    assert [_count(discord.world, channel) for channel in channels] == [2, 2]


def test_on_a_server_of_another_process_a_message_takes_one_request_as_on_its_own() -> None:
    """All requests of a token have one pace: a question before each post would take half of it."""
    discord = LoopbackDiscord(shards=2)
    servers = [discord.world.server(name) for name in ("Dorn", "Wick")]
    channels = [discord.world.channel(server, "news") for server in servers]

    async def run() -> None:
        async with discord.open() as address, connected(address, Answering({}), shards=(0,)) as adapter:
            (part,) = adapter.lay_out(Message((Paragraph("The council voted."),)))
            before = len(discord.arrivals)
            for number, channel in enumerate(channels):
                await adapter.post(_place(channel), part, f"m{number}-0")
            assert [one.route for one in discord.arrivals[before:]] == ["POST /channels/{channel}/messages"] * 2

    asyncio.run(run())


@pytest.mark.parametrize("manner", [Manner(has_thread=True), Manner(is_published=True)])
def test_on_a_server_of_another_process_a_digest_is_published_and_gets_its_thread(manner: Manner) -> None:
    discord = LoopbackDiscord(shards=2)
    servers = [discord.world.server(name) for name in ("Dorn", "Wick")]
    (other,) = [one for one in servers if discord.gateway.shard_of(one.id) == 1]
    channel = discord.world.channel(other, "news", NEWS)

    async def run() -> None:
        async with discord.open() as address, connected(address, Answering({}), shards=(0,)) as adapter:
            (part,) = adapter.lay_out(Message((Paragraph("The council voted."),), manner=manner))
            await adapter.post(_place(channel), part, "m1-0")

    asyncio.run(run())
    (message,) = channel.messages.values()
    assert ("thread" in message, bool(message["flags"] & CROSSPOSTED)) == (manner.has_thread, manner.is_published)

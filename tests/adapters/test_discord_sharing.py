"""Several processes with one token share Discord by themselves: nothing is heard twice, and nothing by nobody for long."""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AsyncExitStack
from datetime import timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from bot.messages import Message, Paragraph, Place
from bot.ports import Shards
from tests.adapters.discord_processes import Process, Processes, processes
from tests.adapters.harness import Answering
from tests.adapters.loopback_discord import Arrival, LoopbackDiscord
from tests.adapters.loopback_interactions import Interaction
from tests.adapters.loopback_program import Program
from tests.adapters.loopback_world import Channel, Member

ANSWER = Message((Paragraph("The council voted."),))
ANSWERS = {"digest": ANSWER, "help": ANSWER}


class Towns:
    """A server on each shard, with somebody who asks."""

    def __init__(self, shards: int) -> None:
        self.discord = LoopbackDiscord(shards=shards)
        self.news: list[Channel] = []
        self.people: list[Member] = []
        for number in range(shards):
            server = self.discord.world.server(f"Dorn {number}")
            self.news.append(self.discord.world.channel(server, "news"))
            self.people.append(self.discord.world.member(server, "ann"))
        # The first of all servers need not be on the first shard.
        self.order = [self.discord.gateway.shard_of(channel.server_id) for channel in self.news]

    async def asks(self, shard: int) -> Interaction:
        number = self.order.index(shard)
        return await self.discord.interact("digest", {}, self.people[number], self.news[number])

    @property
    def callbacks(self) -> list[Arrival]:
        """The attempts to answer what was asked."""
        route = "POST /interactions/{interaction}/{token}/callback"
        return [one for one in self.discord.arrivals if one.route == route]

    def has_all(self) -> bool:
        return self.discord.gateway.connected_shards == list(range(self.discord.gateway.shards))


def played(tmp_path: Path, towns: Towns, play: Callable[[Processes], Awaitable[None]]) -> None:
    async def run() -> None:
        async with processes(tmp_path / "pullquote.db", towns.discord) as begin:
            await play(begin)

    asyncio.run(run())


async def until_answered(discord: LoopbackDiscord, asked: Interaction) -> None:
    await discord.until(lambda: "council" in asked.text)


def has(*ones: Process) -> list[int]:
    return [len(one.shards) for one in ones]


def test_two_processes_share_the_shards_and_what_is_asked_is_answered_by_the_one_that_has_it(tmp_path: Path) -> None:
    towns = Towns(4)

    async def play(begin: Processes) -> None:
        one, other = await begin(ANSWERS, shard_count=4), await begin(ANSWERS, shard_count=4)
        await begin.until(lambda: has(one, other) == [2, 2])
        assert sorted(one.shards + other.shards) == [0, 1, 2, 3]
        assert one.adapter.shards.count == other.adapter.shards.count == 4
        for shard in range(4):
            asked = await towns.asks(shard)
            await until_answered(towns.discord, asked)
        assert (len(one.asked), len(other.asked)) == (2, 2)
        assert towns.discord.rest.puts == 2
        assert towns.discord.gateway.doubled == []

    played(tmp_path, towns, play)


def test_who_comes_later_gets_its_share_and_who_dies_is_replaced_within_a_minute(tmp_path: Path) -> None:
    towns = Towns(4)

    async def play(begin: Processes) -> None:
        first = await begin(shard_count=4)
        await begin.until(towns.has_all)
        assert first.shards == (0, 1, 2, 3)
        second = await begin(shard_count=4)
        assert await begin.until(lambda: has(first, second) == [2, 2]) <= 20
        third = await begin(shard_count=4)
        await begin.until(lambda: sorted(has(first, second, third)) == [1, 1, 2] and towns.has_all())
        await first.dies()
        # Others can't know it yet.
        await begin.passes(10)
        assert not towns.has_all()
        assert await begin.until(towns.has_all) <= 40
        assert has(second, third) == [2, 2]
        assert towns.discord.gateway.doubled == []

    played(tmp_path, towns, play)


def test_who_is_stopped_gives_its_shards_back_at_once(tmp_path: Path) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        first, second = await begin(shard_count=2), await begin(shard_count=2)
        await begin.until(lambda: has(first, second) == [1, 1])
        await first.stops()
        assert first.adapter.shards == Shards((), 2)
        # The other looks every four seconds, and begins a session in five.
        assert await begin.until(towns.has_all) <= 10
        assert second.shards == (0, 1)
        assert towns.discord.gateway.doubled == []

    played(tmp_path, towns, play)


@pytest.mark.parametrize("how", ["is_cut", "hangs"])
def test_who_can_not_reach_the_database_leaves_discord_before_others_take_its_shards(tmp_path: Path, how: str) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        cut, other = await begin(ANSWERS, shard_count=2), await begin(ANSWERS, shard_count=2)
        await begin.until(lambda: has(cut, other) == [1, 1])
        (its,) = cut.shards
        setattr(cut.leases, how, True)
        await begin.passes(10)
        # A short trouble costs nothing.
        assert cut.shards == (its,)
        await begin.until(lambda: cut.shards == (), most_s=9)
        assert its not in towns.discord.gateway.connected_shards
        await begin.until(lambda: other.shards == (0, 1))
        await until_answered(towns.discord, await towns.asks(its))
        assert (cut.asked, other.asked) == ([], ["digest"])
        assert towns.discord.gateway.doubled == []
        if how == "is_cut":
            cut.leases.is_cut = False
            await begin.until(lambda: has(cut, other) == [1, 1])

    played(tmp_path, towns, play)


def test_who_stood_still_hears_nothing_that_another_is_told_by_then(tmp_path: Path) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        still, other = await begin(ANSWERS, shard_count=2), await begin(ANSWERS, shard_count=2)
        await begin.until(lambda: has(still, other) == [1, 1])
        (its,) = still.shards
        still.clock.stands_still = True
        await begin.until(lambda: other.shards == (0, 1))
        # Discord still tells both, and only one of them believes that it is its business.
        assert towns.discord.gateway.connected_shards == sorted([0, 1, its])
        await until_answered(towns.discord, await towns.asks(its))
        ann, news = towns.people[towns.order.index(its)], towns.news[towns.order.index(its)]
        await towns.discord.says(ann, news, f"<@{towns.discord.world.bot['id']}> What did the council vote on?")
        await towns.discord.until(lambda: len(towns.discord.posts(news)) == 1)
        assert (still.asked, other.asked) == ([], ["digest", "ask"])
        assert len(towns.callbacks) == 1
        still.clock.stands_still = False
        await begin.until(lambda: has(still, other) == [1, 1] and towns.has_all())

    played(tmp_path, towns, play)


def test_a_clock_that_is_set_takes_nobody_off_discord(tmp_path: Path) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        one, other = await begin(shard_count=2), await begin(shard_count=2)
        await begin.until(lambda: has(one, other) == [1, 1])
        before = (one.shards, other.shards, len(towns.discord.gateway.identified))
        for hours in (5, -5, 0):
            one.clock.set_by = timedelta(hours=hours)
            await begin.passes(12)
        assert (one.shards, other.shards, len(towns.discord.gateway.identified)) == before

    played(tmp_path, towns, play)


def test_who_can_not_reach_discord_leaves_it_to_others_and_is_connected_anew_if_there_are_none(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        one = await begin(shard_count=2)
        await begin.until(towns.has_all)
        towns.discord.gateway.is_shut = True
        towns.discord.gateway.cut()
        one.is_cut_off = True
        await begin.passes(125)
        assert [one for one in caplog.messages if "connecting anew" in one]
        towns.discord.gateway.is_shut = False
        one.is_cut_off = False
        await begin.until(towns.has_all)
        assert one.error is None
        other = await begin(shard_count=2)
        await begin.until(lambda: has(one, other) == [1, 1])
        towns.discord.gateway.is_shut = True
        towns.discord.gateway.cut()
        one.is_cut_off = other.is_cut_off = True
        await begin.until(lambda: one.error is not None or other.error is not None, most_s=200)
        errors = [it.error for it in (one, other) if it.error]
        assert all("others can have its share" in str(error) and not error.permanent for error in errors)

    played(tmp_path, towns, play)


def test_without_a_number_of_shards_one_process_is_connected_and_the_others_wait(tmp_path: Path) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        first, second, third = [await begin(ANSWERS) for _ in range(3)]
        await begin.until(towns.has_all)
        assert (has(first, second, third), second.adapter.shards.count) == ([2, 0, 0], 0)
        asked = await towns.asks(1)
        await until_answered(towns.discord, asked)
        await begin.passes(30)
        assert [len(one.asked) for one in (first, second, third)] == [1, 0, 0]
        # Who is connected with nothing posts all the same.
        place, (part,) = Place("discord", channel=towns.news[0].id), second.adapter.lay_out(ANSWER)
        ref = await second.adapter.post(place, part, "m1-0")
        assert ref.id in towns.news[0].messages
        assert second.adapter.called(place) == f"channel {towns.news[0].id}"
        assert first.adapter.called(place) == "#news"
        await first.stops()
        await begin.until(towns.has_all)
        assert sorted(has(second, third)) == [0, 2]
        await until_answered(towns.discord, await towns.asks(0))
        assert sorted(len(one.asked) for one in (second, third)) == [0, 1]
        assert towns.discord.gateway.doubled == []

    played(tmp_path, towns, play)


def test_shards_that_are_named_go_to_who_names_them_and_are_taken_over_by_who_names_the_same(tmp_path: Path) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        low, high, spare = [await begin(shard_count=2, shards=its) for its in ((0,), (1,), (1,))]
        await begin.until(towns.has_all)
        assert [one.shards for one in (low, high, spare)] == [(0,), (1,), ()]
        await high.dies()
        await begin.until(towns.has_all)
        assert spare.shards == (1,)

    played(tmp_path, towns, play)


def test_who_divides_the_connection_otherwise_waits_for_the_others(tmp_path: Path) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        whole, divided = await begin(), await begin(shard_count=2)
        await begin.until(towns.has_all)
        await begin.passes(60)
        assert (whole.shards, divided.shards) == ((0, 1), ())
        await whole.stops()
        await begin.until(towns.has_all)
        assert divided.shards == (0, 1)
        assert towns.discord.gateway.doubled == []

    played(tmp_path, towns, play)


@pytest.mark.parametrize("at_once", [1, 2])
def test_between_two_sessions_that_begin_lie_five_seconds_whichever_processes_they_are_of(
    tmp_path: Path, at_once: int
) -> None:
    towns = Towns(6)
    towns.discord.rest.sessions_at_once = at_once
    begun: list[tuple[float, int]] = []

    async def play(begin: Processes) -> None:
        for _ in range(3):
            await begin(shard_count=6)
        while len(begun) < 6 or not towns.has_all():
            new = towns.discord.gateway.identified[len(begun) :]
            begun.extend((begin.all[0].clock.at, said["shard"][0]) for said in new)
            await begin.passes(1)
        assert has(*begin.all) == [2, 2, 2]

    played(tmp_path, towns, play)
    # Large bots may begin several at once, of shards whose numbers leave different rests.
    rows = [[at for at, shard in begun if shard % at_once == rest] for rest in range(at_once)]
    assert all(later - earlier >= 5 for row in rows for earlier, later in pairwise(row))
    # And nobody waits for longer than that.
    assert begun[-1][0] <= 30 / at_once
    is_together = any(later - earlier < 5 for (earlier, _), (later, _) in pairwise(begun))
    assert is_together == (at_once == 2)


def test_all_clients_of_a_process_keep_the_pace_of_one_token(tmp_path: Path) -> None:
    towns = Towns(2)
    world = towns.discord.world
    channels = [
        world.channel(world.servers[news.server_id], f"{number}") for news in towns.news for number in range(15)
    ]

    async def play(begin: Processes) -> None:
        one = await begin(shard_count=2)
        await begin.until(lambda: one.shards == (0, 1))
        (part,) = one.adapter.lay_out(ANSWER)
        places = [Place("discord", channel.server_id, channel.id) for channel in channels]
        await asyncio.gather(*(one.adapter.post(place, part, f"m{place.channel}") for place in places))
        times = sorted(towns.discord.posts(channel)[0].at for channel in channels)
        # Fifty a second are allowed, whichever of the clients asks.
        assert times[-1] - times[0] >= 29 / 50 * 0.9

    played(tmp_path, towns, play)


def test_what_two_are_told_for_a_moment_is_answered_once_and_the_other_says_nothing(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    towns = Towns(1)

    async def play(begin: Processes) -> None:
        one = await begin(ANSWERS)
        await begin.until(towns.has_all)
        # As if nobody had looked.
        other = await begin(ANSWERS)
        other.leases.real = Answering({}).leases
        await begin.until(lambda: has(one, other) == [1, 1])
        assert towns.discord.gateway.doubled == [0]
        before = len(caplog.records)
        asked = await towns.asks(0)
        await until_answered(towns.discord, asked)
        await towns.discord.until(lambda: len(towns.callbacks) == 2)
        await begin.passes(2)
        assert len(asked.shown) == len(one.asked + other.asked) == 1
        assert caplog.messages[before:] == []

    played(tmp_path, towns, play)


def test_an_answer_that_was_begun_is_finished_when_its_shard_goes_to_another(tmp_path: Path) -> None:
    towns = Towns(2)
    goes_on = asyncio.Event()

    async def play(begin: Processes) -> None:
        first = await begin(ANSWERS, shard_count=2)
        first.handler.goes_on = goes_on
        await begin.until(towns.has_all)
        both = [await towns.asks(shard) for shard in range(2)]
        second = await begin(ANSWERS, shard_count=2)
        await begin.until(lambda: has(first, second) == [1, 1])
        goes_on.set()
        await towns.discord.until(lambda: all("council" in asked.text for asked in both))
        assert (len(first.asked), second.asked) == (2, [])

    played(tmp_path, towns, play)


def test_a_connection_that_is_lost_is_taken_up_by_who_had_it(tmp_path: Path) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        one, other = await begin(shard_count=2), await begin(shard_count=2)
        await begin.until(lambda: has(one, other) == [1, 1])
        before = (one.shards, other.shards)
        for lose in (towns.discord.gateway.ask_to_reconnect, towns.discord.gateway.invalidate):
            await lose()
            await begin.until(lambda: towns.has_all() and has(one, other) == [1, 1])
        assert (one.shards, other.shards) == before
        assert len(towns.discord.gateway.resumed) == 2
        assert towns.discord.gateway.doubled == []

    played(tmp_path, towns, play)


def test_what_discord_refuses_for_good_ends_the_process_in_words(tmp_path: Path) -> None:
    towns = Towns(2)

    async def play(begin: Processes) -> None:
        wrong = await begin(shard_count=3)
        await begin.until(lambda: wrong.error is not None)
        assert wrong.error
        assert wrong.error.permanent

    played(tmp_path, towns, play)


def test_before_discord_would_take_the_token_away_no_more_sessions_are_begun(
    tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    towns = Towns(1)
    towns.discord.rest.sessions_left = 3

    async def play(begin: Processes) -> None:
        await begin()
        await begin.until(lambda: any("only 3 times more" in message for message in caplog.messages))
        await begin.passes(30)
        assert towns.discord.gateway.identified == []
        towns.discord.rest.sessions_left = 1_000
        await begin.until(towns.has_all)

    played(tmp_path, towns, play)


def test_of_two_programs_one_is_connected_and_is_replaced_at_once_when_it_is_killed(tmp_path: Path) -> None:
    towns = Towns(1)
    config = f'database = "{tmp_path / "pullquote.db"}"\n[discord]\n'
    gateway = towns.discord.gateway

    async def run() -> None:
        async with AsyncExitStack() as stack:
            address = await stack.enter_async_context(towns.discord.open())

            async def start(name: str) -> Program:
                (tmp_path / name).mkdir()
                program = Program.started(towns.discord, address, tmp_path / name, config)
                return await stack.enter_async_context(program)

            one = await start("one")
            await towns.discord.until(lambda: gateway.connected)
            other = await start("other")
            # Then it would be connected as well.
            await towns.discord.until(lambda: towns.discord.rest.puts == 2)
            first = await towns.asks(0)
            await towns.discord.until(lambda: first.text)
            assert len(gateway.identified) == 1
            await one.killed()
            await towns.discord.until(lambda: gateway.connected)
            second = await towns.asks(0)
            await towns.discord.until(lambda: second.text)
            assert await other.stopped() == 0
            assert (len(gateway.identified), gateway.connected, gateway.doubled) == (2, [], [])

    asyncio.run(run())

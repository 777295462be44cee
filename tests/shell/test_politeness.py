import asyncio
from datetime import timedelta

import pytest

from bot.politeness import Hosts
from tests.shell.loopback import Time


def test_hosts_are_asked_with_a_pause_and_in_order() -> None:
    time = Time()
    began = time.now
    asked: list[tuple[int, float]] = []

    async def ask(hosts: Hosts, number: int) -> None:
        async with hosts.turn("courier.example"):
            asked.append((number, (time.now - began).total_seconds()))

    async def run() -> None:
        hosts = Hosts(pause_s=1, clock=time.clock, sleep=time.sleep)
        await asyncio.gather(*(ask(hosts, number) for number in range(5)))

    asyncio.run(run())
    assert asked == [(0, 0), (1, 1), (2, 2), (3, 3), (4, 4)]


@pytest.mark.parametrize(("asks_for", "pause"), [(0, 1), (0.5, 1), (5, 5), (3_600, 10)])
def test_a_host_may_ask_for_longer_pauses_but_not_for_any(asks_for: float, pause: float) -> None:
    time = Time()

    async def run() -> None:
        hosts = Hosts(pause_s=1, clock=time.clock, sleep=time.sleep)
        for _ in range(3):
            async with hosts.turn("courier.example", asks_for):
                pass

    asyncio.run(run())
    assert time.slept == [pause, pause]


def test_other_hosts_do_not_wait_for_the_pause_of_one() -> None:
    time = Time()

    async def run() -> None:
        hosts = Hosts(pause_s=1, clock=time.clock, sleep=time.sleep)
        for number in range(20):
            async with hosts.turn(f"{number}.example"):
                pass

    asyncio.run(run())
    assert time.slept == []


def test_at_most_two_ask_a_host_at_once_and_eight_all_hosts() -> None:
    async def most(names: list[str]) -> int:
        hosts = Hosts(pause_s=0)
        asking, seen = 0, []

        async def ask(name: str) -> None:
            nonlocal asking
            async with hosts.turn(name):
                asking += 1
                seen.append(asking)
                for _ in range(10):
                    await asyncio.sleep(0)
                asking -= 1

        await asyncio.gather(*map(ask, names))
        return max(seen)

    assert asyncio.run(most(["courier.example"] * 20)) == 2
    assert asyncio.run(most([f"{number % 10}.example" for number in range(40)])) == 8


def test_who_gives_up_waiting_leaves_the_turn_to_the_next() -> None:
    time = Time()
    asked: list[str] = []

    async def ask(hosts: Hosts, name: str) -> None:
        async with hosts.turn("courier.example"):
            asked.append(name)

    async def run() -> None:
        asleep = asyncio.Event()

        async def sleep(seconds: float) -> None:
            if not asleep.is_set():
                asleep.set()
                await asyncio.Event().wait()  # until it is given up
            await time.sleep(seconds)

        hosts = Hosts(pause_s=1, clock=time.clock, sleep=sleep)
        await ask(hosts, "first")
        given_up = asyncio.create_task(ask(hosts, "given up"))
        await asleep.wait()
        next_one = asyncio.create_task(ask(hosts, "next"))
        await asyncio.sleep(0)
        given_up.cancel()
        await next_one
        assert given_up.cancelled()

    asyncio.run(run())
    assert asked == ["first", "next"]
    assert time.slept == [1]


def test_a_host_that_wants_to_be_left_alone_is_until_the_time_has_come() -> None:
    time = Time()

    async def run() -> None:
        hosts = Hosts(pause_s=1, clock=time.clock, sleep=time.sleep)
        until = time.now + timedelta(minutes=2)
        hosts.leave_alone("courier.example", until)
        hosts.leave_alone("courier.example", until - timedelta(minutes=1))
        async with hosts.turn("courier.example") as held:
            assert held == until
        async with hosts.turn("mail.example") as held:
            assert held is None
        time.now = until
        async with hosts.turn("courier.example") as held:
            assert held is None

    asyncio.run(run())


def test_who_waits_already_learns_that_the_host_wants_to_be_left_alone() -> None:
    time = Time()

    async def run() -> list[bool]:
        hosts = Hosts(pause_s=1, clock=time.clock, sleep=time.sleep)

        async def ask() -> bool:
            async with hosts.turn("courier.example") as held:
                hosts.leave_alone("courier.example", time.now + timedelta(minutes=2))
                return held is None

        return await asyncio.gather(*(ask() for _ in range(5)))

    assert asyncio.run(run()) == [True, False, False, False, False]


def test_a_clock_that_is_set_back_keeps_nobody_waiting() -> None:
    time = Time()

    async def run() -> None:
        hosts = Hosts(pause_s=1, clock=time.clock, sleep=time.sleep)
        async with hosts.turn("courier.example"):
            time.now -= timedelta(hours=3)
        async with hosts.turn("courier.example"):
            pass

    asyncio.run(run())
    assert time.slept == [1]


def test_hosts_that_are_done_with_are_forgotten() -> None:
    time = Time()

    async def run() -> int:
        hosts = Hosts(pause_s=1, clock=time.clock, sleep=time.sleep)
        for number in range(1_000):
            async with hosts.turn(f"{number}.example"):
                time.now += timedelta(seconds=1)
        return len(hosts._hosts)  # noqa: SLF001 - what it remembers

    assert asyncio.run(run()) <= 2

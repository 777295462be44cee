"""Feeds that are read because somebody waits for them."""

import asyncio
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.engine import Ended, Job, Kind, LocalEngine
from bot.errors import StoreError
from bot.problems import Problem, ProblemKind
from bot.store import Outcome
from tests.shell.broken import refuse
from tests.shell.loopback import Answer
from tests.shell.polled import FEED, NOW, Feed, Polled, entry, idle, poll

MINUTE, HOUR, DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
OTHER = "http://post.example/other"
WHOLE = "<p>The council of Dorn votes on Friday.</p>"


@pytest.fixture
def where(anywhere: Path | str) -> Path | str:
    return anywhere


def weir() -> Feed:
    return Feed([entry("Weir to go", whole=WHOLE)])


class Gate:
    """A feed that answers once it is let."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.reached = asyncio.Event()
        self.released = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.path)
        self.reached.set()
        await self.released.wait()
        return await weir().answer(request)


async def now(bot: Polled, *feeds: str, patience_s: float = 60) -> dict[str, ProblemKind]:
    """The problems of feeds that are read now."""
    problems = await bot.poller.read_now([bot.at(feed) for feed in feeds], patience_s=patience_s)
    return {feed: problems[bot.at(feed)].kind for feed in feeds if bot.at(feed) in problems}


def test_whoever_waits_has_the_news_whether_it_was_due_or_not(where: Path | str) -> None:
    feed = weir()

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        assert await now(bot, FEED) == {}
        assert list(await bot.articles()) == ["Weir to go"]
        bot.clock.now += 20 * MINUTE
        feed.entries.append(entry("Wall to stay", whole=WHOLE))
        assert await now(bot, FEED) == {}
        assert len(await bot.articles()) == 2
        assert (await bot.source()).next_reading == NOW + 20 * MINUTE + HOUR

    poll(where, {"/feed": feed}, steps)
    assert len(feed.asked) == 2


def test_what_was_read_a_moment_ago_is_not_asked_again(where: Path | str) -> None:
    feed = weir()

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        for minutes, asked in ((5, 1), (4, 1), (1, 2)):
            bot.clock.now += minutes * MINUTE
            assert await now(bot, FEED) == {}
            assert len(feed.asked) == asked

    poll(where, {"/feed": feed}, steps)


def test_what_failed_a_moment_ago_is_asked_again_and_waits_no_longer_for_it(where: Path | str) -> None:
    feed = Feed([entry("Weir to go", whole=WHOLE)], statuses=[500] * 5)

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        planned = (await bot.source()).next_reading
        for _ in range(4):
            assert await now(bot, FEED) == {FEED: ProblemKind.SERVER_ERROR}
        source = await bot.source()
        assert (source.next_reading, source.health.failures) == (planned, 1)
        assert await now(bot, FEED) == {}
        assert (await bot.source()).health.problem is None

    poll(where, {"/feed": feed}, steps)
    assert len(feed.asked) == 6


def test_what_is_gone_is_not_asked_again_whoever_waits(where: Path | str) -> None:
    feed = Feed(statuses=[410])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        for _ in range(2):
            assert await now(bot, FEED) == {FEED: ProblemKind.GONE}
            bot.clock.now += DAY

    poll(where, {"/feed": feed}, steps)
    assert len(feed.asked) == 1


def test_a_host_that_wants_to_be_left_alone_is_also_after_a_restart_and_whoever_waits(where: Path | str) -> None:
    feed = Feed([entry("Weir to go", whole=WHOLE)], statuses=[429], headers={"Retry-After": "7200"})

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()

    async def again(bot: Polled) -> None:
        bot.clock.now = NOW + HOUR
        assert await now(bot, FEED) == {FEED: ProblemKind.RATE_LIMITED}
        bot.clock.now = NOW + 2 * HOUR
        assert await now(bot, FEED) == {}

    poll(where, {"/feed": feed}, again, port=poll(where, {"/feed": feed}, steps))
    assert len(feed.asked) == 2


def test_all_who_wait_for_a_feed_share_one_reading_with_the_poller(where: Path | str) -> None:
    asked: list[str] = []

    async def feed(request: web.Request) -> web.StreamResponse:
        return await gate[0].answer(request)

    gate: list[Gate] = []

    async def steps(bot: Polled) -> None:
        gate.append(Gate())
        await bot.follow(FEED)
        running = asyncio.create_task(bot.run_for())
        await gate[0].reached.wait()
        waiting = [asyncio.create_task(now(bot, FEED)) for _ in range(3)]
        await idle()
        gate[0].released.set()
        assert await asyncio.gather(*waiting) == [{}, {}, {}]
        await running
        asked.extend(gate[0].asked)

    poll(where, {"/feed": feed}, steps)
    assert asked == ["/feed"]


@pytest.mark.in_this_process
def test_what_takes_too_long_is_a_problem_now_and_there_for_whoever_asks_next(where: Path | str) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        return await gate[0].answer(request)

    gate: list[Gate] = []

    async def steps(bot: Polled) -> None:
        gate.append(Gate())
        await bot.follow(FEED, OTHER)
        problems = await bot.poller.read_now([bot.at(FEED)], patience_s=0)
        (problem,) = problems.values()
        assert (problem.kind, problem.permanent) == (ProblemKind.TIMEOUT, False)
        assert problem.words == "not read within 0 seconds; it may be there next time"
        assert await now(bot, OTHER) == {}
        assert bot.poller.in_flight == {bot.at(FEED)}
        gate[0].released.set()
        assert await now(bot, FEED) == {}
        assert len(gate[0].asked) == 1

    answers: dict[str, Answer | Feed] = {"/feed": slow, "/other": weir()}
    poll(where, answers, steps)


def test_whoever_gives_up_waiting_does_not_end_the_reading(where: Path | str) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        return await gate[0].answer(request)

    gate: list[Gate] = []

    async def steps(bot: Polled) -> None:
        gate.append(Gate())
        await bot.follow(FEED)
        waiting = asyncio.create_task(now(bot, FEED))
        await gate[0].reached.wait()
        waiting.cancel()
        with pytest.raises(asyncio.CancelledError):
            await waiting
        gate[0].released.set()
        assert await now(bot, FEED) == {}
        assert len(gate[0].asked) == 1

    poll(where, {"/feed": slow}, steps)


def test_whoever_waits_when_the_poller_is_stopped_is_told(where: Path | str) -> None:
    async def slow(request: web.Request) -> web.StreamResponse:
        return await gate[0].answer(request)

    gate: list[Gate] = []

    async def steps(bot: Polled) -> None:
        gate.append(Gate())
        await bot.follow(FEED)
        running = asyncio.create_task(bot.poller.run())
        await gate[0].reached.wait()
        waiting = asyncio.create_task(now(bot, FEED))
        await idle()
        running.cancel()
        assert await waiting == {FEED: ProblemKind.TIMEOUT}
        gate[0].released.set()

    poll(where, {"/feed": slow}, steps)


def test_problems_are_told_by_feed_and_progress_of_each(where: Path | str) -> None:
    told: list[tuple[int, int, str]] = []

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED, OTHER)
        await bot.run_for()
        feeds = [bot.at(feed) for feed in (FEED, OTHER, "http://ines:secret@dead.example/dead")]
        problems = await bot.poller.read_now([*feeds, feeds[0]], lambda *step: told.append(step), patience_s=60)
        assert {feed: problem.kind for feed, problem in problems.items()} == {
            feeds[1]: ProblemKind.FORBIDDEN,
            feeds[2]: ProblemKind.NOT_FOUND,
        }
        assert "secret" not in "".join(problem.source + problem.words for problem in problems.values())
        assert sorted(told) == [(n + 1, 3, feed) for n, (_, _, feed) in enumerate(sorted(told))]
        assert {feed for _, _, feed in told} == set(feeds)

    poll(where, {"/feed": weir(), "/other": web.Response(status=403)}, steps)


def test_what_is_no_address_is_a_problem(where: Path | str) -> None:
    async def steps(bot: Polled) -> None:
        problems = await bot.poller.read_now(["feed.xml"], patience_s=60)
        assert problems["feed.xml"].kind is ProblemKind.BAD_SCHEME

    poll(where, {}, steps)


def test_whoever_waits_is_told_if_nothing_can_be_kept(where: Path | str) -> None:
    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        refuse(where, "UPDATE ON sources")
        with pytest.raises(StoreError, match="disk is full"):
            await now(bot, FEED)

    poll(where, {"/feed": weir()}, steps)


def test_what_no_worker_takes_in_time_is_read_here_once_and_told_to_all_who_wait(where: Path | str) -> None:
    feed = weir()
    nobody = LocalEngine({}, most_at_once=0)

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        assert list(await asyncio.gather(now(bot, FEED), now(bot, FEED))) == [{}, {}]
        assert list(await bot.articles()) == ["Weir to go"]
        assert await nobody.pending() == {}

    poll(where, {"/feed": feed}, steps, elsewhere=nobody)
    assert len(feed.asked) == 1


def test_what_a_worker_has_begun_is_waited_for_and_told_as_it_stands_in_the_store(where: Path | str) -> None:
    feed = weir()
    begun: list[str] = []
    parts: list[Polled] = []

    async def work(job: Job) -> None:
        begun.append(job.data["feed"])
        await asyncio.sleep(0)
        await parts[0].store.sources.was_tried(
            job.data["feed"], Outcome(NOW, NOW + HOUR, Problem("", ProblemKind.SERVER_ERROR, "answered 500"))
        )

    class Elsewhere(LocalEngine):
        """An engine whose jobs end in another process: nobody here has their results."""

        async def wait(self, key: str) -> Ended:
            await super().wait(key)
            return Ended()

    async def steps(bot: Polled) -> None:
        parts.append(bot)
        await bot.follow(FEED)
        assert await now(bot, FEED) == {FEED: ProblemKind.SERVER_ERROR}
        assert begun == [bot.at(FEED)]

    poll(where, {"/feed": feed}, steps, elsewhere=Elsewhere({Kind.POLL: work}, most_at_once=1))
    assert feed.asked == []


def test_what_finds_no_room_elsewhere_is_read_here(anywhere: Path | str) -> None:
    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        assert await bot.poller.read_now([bot.at(FEED)], patience_s=30) == {}
        assert (await bot.source()).health.last_read

    full = LocalEngine({}, most_at_once=1, most=0)
    poll(anywhere, {"/feed": Feed([entry("Weir to go")])}, steps, elsewhere=full)


class TakenBack(LocalEngine):
    """An engine from which another bot, that waits for the same, takes all jobs back: nobody here is told how they end."""

    async def wait(self, key: str) -> Ended:
        await self.withdraw(key)
        return Ended()


def test_what_another_bot_has_taken_back_to_read_it_there_is_read_here_if_nobody_has(where: Path | str) -> None:
    feed = Feed([entry("Weir to go", whole=WHOLE)], statuses=[500])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        assert await now(bot, FEED) == {FEED: ProblemKind.SERVER_ERROR}
        bot.clock.now += DAY
        assert await now(bot, FEED) == {}
        bot.clock.now += HOUR
        feed.entries.append(entry("Wall to stay", whole=WHOLE))
        assert await now(bot, FEED) == {}
        assert len(await bot.articles()) == 2

    poll(where, {"/feed": feed}, steps, elsewhere=TakenBack({}, most_at_once=0))
    assert len(feed.asked) == 3


def test_what_failed_elsewhere_a_moment_ago_is_not_asked_here_as_well(where: Path | str) -> None:
    feed = weir()

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        problem = Problem("", ProblemKind.SERVER_ERROR, "answered 500")
        await bot.store.sources.was_tried(bot.at(FEED), Outcome(NOW, NOW + HOUR, problem))
        assert await now(bot, FEED) == {FEED: ProblemKind.SERVER_ERROR}

    poll(where, {"/feed": feed}, steps, elsewhere=TakenBack({}, most_at_once=0))
    assert feed.asked == []

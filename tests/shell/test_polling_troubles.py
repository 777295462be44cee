"""What the poller bears: slow hosts, many feeds, crashes, a store that fails, and being stopped in the middle."""

import asyncio
import logging
from collections.abc import Callable, Collection
from contextlib import suppress
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import psycopg
import pytest
from aiohttp import web

from bot.errors import StoreError
from bot.fetch import Fetcher
from bot.problems import ProblemKind
from bot.store import Store, StoredSource
from bot.store.sources import Sources
from tests.shell.broken import do, let, refuse
from tests.shell.loopback import Answer, forever
from tests.shell.polled import FEED, NOW, Clock, Feed, Polled, entry, idle, page, poll, until
from tests.shell.postgres import Server

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OTHER = "http://post.example/other"
WHOLE = "<p>The council of Dorn votes on Friday.</p>"


@pytest.fixture
def where(anywhere: Path | str) -> Path | str:
    return anywhere


class Crowd:
    """A feed under many names that answers once it is let, and counts how many ask for it at once."""

    def __init__(self) -> None:
        self.asked: list[str] = []
        self.waiting = self.most = 0
        self.released = asyncio.Event()

    async def answer(self, request: web.Request) -> web.StreamResponse:
        self.asked.append(request.host.partition(":")[0])
        self.waiting += 1
        self.most = max(self.most, self.waiting)
        await self.released.wait()
        self.waiting -= 1
        return await Feed([entry("Weir to go", whole=WHOLE)]).answer(request)

    async def reach(self, count: int) -> None:
        """Wait until so many ask, and whoever else would."""
        await until(lambda: len(self.asked) >= count)
        await idle()


@pytest.mark.in_this_process
def test_no_more_feeds_are_read_at_once_than_may_be(where: Path | str) -> None:
    crowd = Crowd()

    async def steps(bot: Polled) -> None:
        await bot.follow(*(f"http://host{n}.example/feed" for n in range(9)))
        running = asyncio.create_task(bot.run_for())
        await crowd.reach(3)
        in_flight = len(bot.poller.in_flight)
        crowd.released.set()
        await running
        assert in_flight == 3

    poll(where, {"/feed": crowd.answer}, steps, most_at_once=3)
    assert (len(crowd.asked), crowd.most) == (9, 3)


@pytest.mark.in_this_process
def test_a_host_that_is_slow_and_has_many_feeds_leaves_turns_for_the_others(where: Path | str) -> None:
    crowd, quick = Crowd(), Feed([entry("Wall to stay", whole=WHOLE)])

    async def steps(bot: Polled) -> None:
        await bot.follow(*(f"http://a-slow-one.example/slow/{n}" for n in range(9)), FEED)
        running = asyncio.create_task(bot.run_for())
        await crowd.reach(2)
        await until(lambda: bool(quick.asked) and bot.at(FEED) not in bot.poller.in_flight)
        asked = len(crowd.asked)
        crowd.released.set()
        await running
        assert asked == 2

    answers: dict[str, Answer | Feed] = {"/slow/{n}": crowd.answer, "/feed": quick}
    poll(where, answers, steps, most_at_once=3)
    assert (len(crowd.asked), crowd.most) == (9, 2)


def test_a_feed_that_ends_while_the_store_is_asked_what_is_due_is_not_read_again(where: Path | str) -> None:
    crowd = Crowd()

    class Lagging(Sources):
        """Answers what was due before those readings ended that go on."""

        async def due(self, now: datetime, limit: int, beside: Collection[str] = ()) -> tuple[StoredSource, ...]:
            found = await super().due(now, limit, beside)
            if parts:
                crowd.released.set()
                await until(lambda: not parts[0].poller.in_flight)
            return found

    class Kept(Store):
        def __init__(self, where: Path | str) -> None:
            super().__init__(where)
            self.sources = Lagging(self._database)

    parts: list[Polled] = []

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        running = asyncio.create_task(bot.run_for())
        await crowd.reach(1)
        parts.append(bot)
        bot.poller.wake()
        await running

    poll(where, {"/feed": crowd.answer}, steps, store=Kept)
    assert len(crowd.asked) == 1


def test_a_feed_that_hangs_holds_up_no_other_and_is_given_up(where: Path | str) -> None:
    class Hasty(Fetcher):
        def __init__(self, **knobs: Any) -> None:
            super().__init__(timeout_s=0.2, **knobs)

    async def steps(bot: Polled) -> None:
        await bot.follow("http://slow.example/hang", FEED)
        await bot.run_for()
        assert list(await bot.articles()) == ["Weir to go"]
        problem = (await bot.source("http://slow.example/hang")).health.problem
        assert problem
        assert problem.kind is ProblemKind.TIMEOUT

    poll(where, {"/hang": forever, "/feed": Feed([entry("Weir to go", whole=WHOLE)])}, steps, fetcher=Hasty)


def test_a_feed_that_is_added_is_read_as_soon_as_the_poller_is_woken(where: Path | str) -> None:
    async def steps(bot: Polled) -> None:
        bot.clock.until = NOW
        running = asyncio.create_task(bot.poller.run())
        await bot.clock.reached.wait()
        await bot.follow(FEED)
        bot.poller.wake()
        bot.clock.reached.clear()
        await bot.clock.reached.wait()
        assert list(await bot.articles()) == ["Weir to go"]
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)

    poll(where, {"/feed": Feed([entry("Weir to go", whole=WHOLE)])}, steps)


def test_a_feed_that_nobody_reads_is_not_asked(where: Path | str) -> None:
    feed = Feed([entry("Weir to go")])

    async def steps(bot: Polled) -> None:
        await bot.store.sources.add(bot.at(FEED), NOW)
        await bot.run_for(DAY)

    poll(where, {"/feed": feed}, steps)
    assert feed.asked == []


KEY = "kD3vQx81nRwZf0Ya7uLs"


class Crashing(Fetcher):
    """One that has a fault of its own for some addresses."""

    async def get(self, url: str, **knobs: Any) -> Any:
        if "crash" in url:
            message = f"no way to {url}"
            raise ZeroDivisionError(message)
        return await super().get(url, **knobs)


def test_a_crash_in_one_feed_is_its_problem_and_logged_once_and_without_its_key(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    async def steps(bot: Polled) -> None:
        await bot.follow(f"http://crash.example/feed?auth={KEY}", FEED)
        await bot.run_for(3 * DAY)
        source = await bot.source(f"http://crash.example/feed?auth={KEY}")
        assert source.health.problem
        assert source.health.problem.kind is ProblemKind.UNPARSABLE
        assert source.health.failures > 2
        assert list(await bot.articles()) == ["Weir to go"]

    poll(where, {"/feed": Feed([entry("Weir to go", whole=WHOLE)])}, steps, fetcher=Crashing)
    (crash,) = [record for record in caplog.records if record.levelno >= logging.ERROR]
    told = logging.Formatter().format(crash)
    assert "ZeroDivisionError: no way to http://crash.example" in told
    assert "in get" in told
    assert KEY not in told + str(vars(crash))


def test_what_cannot_be_kept_of_one_feed_is_its_problem(where: Path | str, caplog: pytest.LogCaptureFixture) -> None:
    async def steps(bot: Polled) -> None:
        refuse(where, "INSERT ON articles", "NEW.url LIKE '%poison%'")
        await bot.follow(FEED, OTHER)
        await bot.run_for(HOUR)
        problem = (await bot.source(OTHER)).health.problem
        assert problem
        assert problem.kind is ProblemKind.UNPARSABLE
        assert list(await bot.articles()) == ["Weir to go"]

    poison = Feed([entry("Poison", whole=WHOLE), entry("Wall to stay", whole=WHOLE)])
    poll(where, {"/feed": Feed([entry("Weir to go", whole=WHOLE)]), "/other": poison}, steps)
    ours = [record for record in caplog.records if record.name.startswith("bot.")]
    assert len([record for record in ours if record.levelno >= logging.WARNING]) == 1


class Failing(Clock):
    """A clock that mends the store after some time."""

    def __init__(self, mend: Callable[[], None], after: timedelta) -> None:
        super().__init__()
        self.mend, self.after = mend, after
        self.is_mended = False
        self.slept: list[float] = []

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        if not self.is_mended and self.now >= NOW + self.after:
            # Not between the two writes of a reading, of which the second says that the first failed.
            await until(lambda: not self.poller or not self.poller.in_flight)
            self.mend()
            self.is_mended = True
        await super().sleep(seconds)


UPDATES = "UPDATE ON sources"
Change = Callable[[Path | str], None]


@pytest.mark.in_this_process
@pytest.mark.parametrize(
    ("breaks", "mends"),
    [
        (
            lambda where: do(where, "ALTER TABLE sources RENAME TO mislaid"),
            lambda where: do(where, "ALTER TABLE mislaid RENAME TO sources"),
        ),
        (lambda where: refuse(where, UPDATES), lambda where: let(where, UPDATES)),
    ],
    ids=["nothing can be read", "nothing can be kept"],
)
def test_a_store_that_fails_is_tried_again_after_longer_and_longer_rests(
    where: Path | str, caplog: pytest.LogCaptureFixture, breaks: Change, mends: Change
) -> None:
    caplog.set_level(logging.INFO, "bot.rounds")
    feed = Feed([entry("Weir to go", whole=WHOLE)])
    clock = Failing(lambda: mends(where), 20 * timedelta(minutes=1))

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        breaks(where)
        await bot.run_for(HOUR / 2)
        assert list(await bot.articles()) == ["Weir to go"]
        assert (await bot.source()).health.problem is None

    poll(where, {"/feed": feed}, steps, clock=clock, most_at_once=1)
    rests = [seconds for seconds in clock.slept if seconds != 3600]
    assert rests[:9] == [2, 4, 8, 16, 32, 64, 128, 256, 300]
    assert len(feed.asked) <= 13
    began, *_, ended = [record.getMessage() for record in caplog.records]
    assert began.startswith("feeds can't be read, and are tried again: ")
    assert ended == "feeds can be read again"
    assert len(caplog.records) == 2


@pytest.mark.parametrize(
    "failing",
    [
        "PERFORM pg_terminate_backend(pg_backend_pid())",
        *(f"RAISE EXCEPTION 'so it is' USING ERRCODE = '{code}'" for code in ("25P03", "57014")),
    ],
    ids=["a lost connection", "a lost transaction", "a statement that was ended"],
)
def test_a_feed_whose_reading_was_lost_with_what_passes_is_still_due(
    postgres: Server, made_database: str, failing: str
) -> None:
    feed = Feed([entry("Weir to go", whole=WHOLE)])
    lost = f"""
        CREATE SEQUENCE tries;
        CREATE FUNCTION lose() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            IF nextval('tries') = 1 THEN {failing}; END IF;
            RETURN NEW;
        END $$;
        CREATE TRIGGER lose BEFORE INSERT ON articles FOR EACH ROW EXECUTE FUNCTION lose()
    """

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(lost)
        await bot.run_for(timedelta(minutes=1))
        assert list(await bot.articles()) == ["Weir to go"]
        assert (await bot.source()).health.failures == 0

    with postgres.database(like=made_database) as url:
        poll(url, {"/feed": feed}, steps)
    assert len(feed.asked) == 2


@pytest.mark.in_this_process
def test_what_is_broken_in_the_store_is_no_fault_of_a_feed_and_holds_up_no_other(
    postgres: Server, made_database: str
) -> None:
    first, broken = "http://a.example/first", Feed([entry("Broken", whole=WHOLE)])
    breaks = """
        CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not read block 7' USING ERRCODE = 'XX001';
        END $$;
        CREATE TRIGGER spoil BEFORE INSERT ON articles FOR EACH ROW WHEN (NEW.url LIKE '%/broken') EXECUTE FUNCTION spoil()
    """

    async def steps(bot: Polled) -> None:
        await bot.follow(first, FEED)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(breaks)
        await bot.run_for(HOUR / 2)
        assert list(await bot.articles()) == ["Weir to go"]
        health = (await bot.source(first)).health
        assert (health.last_tried, health.last_read, health.failures, health.problem) == (NOW, None, 0, None)
        assert len(broken.asked) == 1
        do(url, "DROP TRIGGER spoil ON articles")
        await bot.run_for(HOUR)
        assert set(await bot.articles()) == {"Weir to go", "Broken"}

    with postgres.database(like=made_database) as url:
        poll(url, {"/feed": Feed([entry("Weir to go", whole=WHOLE)]), "/first": broken}, steps, most_at_once=1)


@pytest.mark.in_this_process
@pytest.mark.parametrize("is_due", [True, False])
def test_a_feed_of_which_nothing_can_be_kept_is_not_asked_each_time_that_somebody_waits_for_it(
    postgres: Server, made_database: str, *, is_due: bool
) -> None:
    feed = Feed([entry("Weir to go", whole=WHOLE)])
    breaks = """
        CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN
            RAISE EXCEPTION 'could not read block 7' USING ERRCODE = 'XX001';
        END $$;
        CREATE TRIGGER spoil BEFORE INSERT ON articles FOR EACH ROW EXECUTE FUNCTION spoil()
    """

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        if not is_due:
            await bot.run_for()
            bot.clock.now += timedelta(minutes=20)
            feed.entries.append(entry("Wall to stay", whole=WHOLE))
        following = (await bot.source()).next_reading
        asked = len(feed.asked)
        with psycopg.connect(url, autocommit=True) as connection:
            connection.execute(breaks)
        for _ in range(3):
            with suppress(StoreError):
                await bot.poller.read_now([bot.at(FEED)], patience_s=60)
            bot.clock.now += timedelta(minutes=1)
        assert len(feed.asked) == asked + 1
        assert is_due or (await bot.source()).next_reading == following

    with postgres.database(like=made_database) as url:
        poll(url, {"/feed": feed}, steps)


@pytest.mark.in_this_process
def test_while_nothing_can_be_kept_only_one_feed_is_asked_at_a_time(where: Path | str) -> None:
    feed = Feed([entry("Weir to go", whole=WHOLE)])
    clock = Failing(lambda: let(where, UPDATES), 20 * timedelta(minutes=1))

    async def steps(bot: Polled) -> None:
        await bot.follow(*(f"http://host{n}.example/feed" for n in range(6)))
        refuse(where, UPDATES)
        await bot.run_for(HOUR / 2)
        assert len(bot.poller.in_flight) == 0
        assert [(await bot.source(f"http://host{n}.example/feed")).health.failures for n in range(6)] == [0] * 6

    poll(where, {"/feed": feed}, steps, clock=clock)
    assert len(feed.asked) < 6 + 13 + 6


def test_what_is_being_read_when_the_poller_is_stopped_is_not_half_kept_and_is_read_at_the_next_start(
    where: Path | str,
) -> None:
    asked: list[str] = []
    feed = Feed([entry("Weir to go"), entry("Wall to stay", whole=WHOLE)])

    async def hang(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        if len(asked) > 1:
            return await page("Weir to go")(request)
        hanging[0].set()
        return await forever(request)

    hanging: list[asyncio.Event] = []

    async def steps(bot: Polled) -> None:
        hanging.append(asyncio.Event())
        await bot.follow(FEED)
        running = asyncio.create_task(bot.poller.run())
        await hanging[0].wait()
        running.cancel()
        await asyncio.gather(running, return_exceptions=True)
        assert bot.poller.in_flight == frozenset()
        assert await bot.articles() == {}
        assert (await bot.source()).health.last_tried is None
        assert await bot.store.check() == ()

    async def again(bot: Polled) -> None:
        await bot.run_for()
        assert {title: one.excerpt_only for title, one in (await bot.articles()).items()} == {
            "Weir to go": False,
            "Wall to stay": False,
        }
        assert await bot.store.articles.count() == 2

    answers: dict[str, Answer | Feed] = {"/feed": feed, "/weir-to-go": hang}
    poll(where, answers, again, port=poll(where, answers, steps))
    assert feed.asked == ["", ""]


def test_a_restart_loses_nothing_and_doubles_nothing(where: Path | str) -> None:
    pages: list[str] = []
    feed = Feed([entry("Weir to go")])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()

    async def again(bot: Polled) -> None:
        feed.entries.insert(0, entry("Wall to stay", whole=WHOLE))
        await bot.run_for(HOUR)
        came = {title: one.first_seen for title, one in (await bot.articles()).items()}
        assert came == {"Weir to go": NOW, "Wall to stay": NOW + HOUR}
        assert await bot.store.articles.count() == 2
        assert not (await bot.articles())["Weir to go"].excerpt_only

    answers: dict[str, Answer | Feed] = {"/feed": feed, "/weir-to-go": page("Weir to go", pages)}
    poll(where, answers, again, port=poll(where, answers, steps))
    assert pages == ["/weir-to-go"]
    assert len(feed.asked) == 2
    assert feed.asked[1]

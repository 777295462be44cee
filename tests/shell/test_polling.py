"""Feeds in their rhythm: when each is read, how it is asked, and what is written down of it."""

import logging
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.problems import ProblemKind
from bot.store import UNDATED
from tests.shell.polled import FEED, NOW, Feed, Polled, entry, page, poll

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OTHER = "http://post.example/other"


@pytest.fixture
def where(anywhere: Path | str) -> Path | str:
    return anywhere


def moved(to: str, status: int = 301) -> web.Response:
    return web.Response(status=status, headers={"Location": to})


def test_a_feed_is_read_at_once_and_then_once_an_hour(where: Path | str) -> None:
    feed = Feed([entry("Weir to go")])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        assert len(feed.asked) == 1
        assert (await bot.source()).next_reading == NOW + HOUR
        await bot.run_for(5.5 * HOUR)
        assert list(await bot.articles()) == ["Weir to go"]

    poll(where, {"/feed": feed}, steps)
    assert len(feed.asked) == 6


def test_only_what_has_changed_is_asked_for_and_all_of_it_once_a_week(where: Path | str) -> None:
    feed = Feed([entry("Weir to go")])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(7.5 * DAY)
        assert (await bot.source()).full_at == NOW + 7 * DAY

    poll(where, {"/feed": feed}, steps)
    assert [number for number, etag in enumerate(feed.asked) if not etag] == [0, 7 * 24]


def test_a_feed_that_has_not_changed_was_read(where: Path | str) -> None:
    feed = Feed([entry("Weir to go")])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(HOUR)
        health = (await bot.source()).health
        assert (health.last_read, health.last_new, health.failures, health.problem) == (NOW + HOUR, NOW, 0, None)
        assert (await bot.source()).title == "The Courier"

    poll(where, {"/feed": feed}, steps)
    assert feed.asked[1]


def test_what_is_new_is_there_after_the_next_reading(where: Path | str) -> None:
    feed = Feed([entry("Weir to go")])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(HOUR / 2)
        feed.entries.insert(0, entry("Wall to stay"))
        await bot.run_for(HOUR)
        came = {title: one.first_seen for title, one in (await bot.articles()).items()}
        assert came == {"Weir to go": NOW, "Wall to stay": NOW + HOUR}
        assert (await bot.source()).health.last_new == NOW + HOUR

    poll(where, {"/feed": feed}, steps)


@pytest.mark.parametrize(
    ("head", "headers", "waits"),
    [
        ("<ttl>180</ttl>", {}, 3 * HOUR),
        ("<ttl>1</ttl>", {}, HOUR / 4),
        ("<skipHours><hour>7</hour><hour>8</hour></skipHours>", {}, 3 * HOUR),
        ("", {"Cache-Control": "max-age=7200"}, 2 * HOUR),
    ],
)
def test_a_feed_is_read_as_it_wishes_and_still_so_when_it_has_not_changed(
    where: Path | str, head: str, headers: dict[str, str], waits: timedelta
) -> None:
    feed = Feed([entry("Weir to go")], f"<title>The Courier</title>{head}", headers)

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        assert (await bot.source()).next_reading == NOW + waits
        await bot.run_for(waits)
        assert feed.asked[1:] != [""]
        again = (await bot.source()).next_reading
        assert again == NOW + (waits + HOUR if "skip" in head else 2 * waits)

    poll(where, {"/feed": feed}, steps)
    assert len(feed.asked) == 2


def test_a_host_that_wants_to_be_left_alone_is(where: Path | str) -> None:
    feed = Feed([entry("Weir to go")], statuses=[429], headers={"Retry-After": "14400"})

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(4 * HOUR - timedelta(seconds=1))
        assert len(feed.asked) == 1
        await bot.run_for(timedelta(seconds=1))
        assert (await bot.source()).health.problem is None

    poll(where, {"/feed": feed}, steps)


def test_a_feed_that_is_gone_is_never_asked_again(where: Path | str) -> None:
    feed = Feed([entry("Weir to go")], statuses=[410])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(9 * DAY)
        source = await bot.source()
        assert source.next_reading is None
        assert source.health.problem
        assert source.health.problem.kind is ProblemKind.GONE

    poll(where, {"/feed": feed}, steps)
    assert len(feed.asked) == 1


def test_a_feed_that_fails_is_tried_more_and_more_seldom_until_it_recovers(
    where: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "bot")
    feed = Feed([entry("Weir to go")], statuses=[500, 503, 500])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        # Each wait is up to a fifth shorter, by the feed's address: the third time is after 90 minutes at the latest, the fourth
        # after 168 at the earliest.
        await bot.run_for(2.5 * HOUR)
        health = (await bot.source()).health
        assert (len(feed.asked), health.failures) == (3, 3)
        await bot.run_for(DAY)
        assert (await bot.source()).health.failures == 0
        assert list(await bot.articles()) == ["Weir to go"]

    poll(where, {"/feed": feed}, steps)
    assert [record.getMessage() for record in caplog.records] == [
        "a feed can't be read: the host has trouble of its own (500 Internal Server Error); try again later",
        "a feed can be read again",
    ]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (b"<html><body><p>Feeds are gone.</p></body></html>", ProblemKind.NOT_A_FEED),
        (web.Response(text="Feeds are gone."), ProblemKind.NOT_A_FEED),
        (
            web.Response(text="<opml><body><outline xmlUrl='http://x.example/feed'/></body></opml>"),
            ProblemKind.NOT_A_FEED,
        ),
        (web.Response(text="<rss><channel></channel></rss>"), ProblemKind.NOT_A_FEED),
        (web.Response(text=" "), ProblemKind.EMPTY),
        (web.Response(body=b"%PDF-1.7"), ProblemKind.ENCRYPTED_OR_BINARY),
        (web.Response(status=403), ProblemKind.FORBIDDEN),
        (web.Response(status=404), ProblemKind.NOT_FOUND),
    ],
)
def test_what_is_there_instead_of_a_feed_is_its_problem(
    where: Path | str, answer: web.Response | bytes, kind: ProblemKind
) -> None:
    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        health = (await bot.source()).health
        assert health.problem
        assert (health.problem.kind, health.failures, health.last_read) == (kind, 1, None)

    poll(where, {"/feed": answer}, steps)


def test_a_feed_without_entries_is_read_and_has_nothing_new(where: Path | str) -> None:
    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        health = (await bot.source()).health
        assert (health.problem, health.last_read, health.last_new) == (None, NOW, None)

    poll(where, {"/feed": Feed()}, steps)


def test_that_a_feed_dates_nothing_is_told_until_it_does(where: Path | str) -> None:
    feed = Feed([entry("Weir to go", at=None), entry("Wall to stay", at=None)])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(2 * HOUR)
        assert feed.asked[2]
        assert (await bot.source()).note == UNDATED
        assert len(await bot.articles()) == 2
        feed.entries.append(entry("Pond to fill"))
        await bot.run_for(HOUR)
        assert (await bot.source()).note == ""

    poll(where, {"/feed": feed}, steps)


def test_a_feed_that_moved_is_asked_at_its_new_place_also_after_a_restart(where: Path | str) -> None:
    new = Feed([entry("Weir to go")])
    asked: list[str] = []

    async def old(request: web.Request) -> web.Response:
        asked.append(request.path)
        return moved("/new")

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(HOUR)
        moved_to = bot.at(FEED).replace("/feed", "/new")
        assert (await bot.source()).moved_to == moved_to

    async def again(bot: Polled) -> None:
        bot.clock.now = NOW + 2 * HOUR
        await bot.run_for()

    port = poll(where, {"/feed": old, "/new": new}, steps)
    poll(where, {"/feed": old, "/new": new}, again, port=port)
    assert asked == ["/feed"]
    assert (len(new.asked), new.asked[0]) == (3, "")
    assert new.asked[1] == new.asked[2] != ""


def test_a_feed_that_moved_for_a_while_is_asked_where_it_was(where: Path | str) -> None:
    asked: list[str] = []

    async def old(request: web.Request) -> web.Response:
        asked.append(request.path)
        return moved("/new", 302)

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(HOUR)
        assert (await bot.source()).moved_to == ""

    poll(where, {"/feed": old, "/new": Feed([entry("Weir to go")])}, steps)
    assert len(asked) == 2


def test_a_feed_that_is_not_where_it_moved_to_is_asked_where_it_was(where: Path | str) -> None:
    feed = Feed([entry("Weir to go")], statuses=[301], headers={"Location": "/new"})
    new = Feed([entry("Weir to go")], statuses=[200, 404, 404, 404])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(DAY)
        source = await bot.source()
        assert (source.moved_to, source.health.problem) == (bot.at(FEED), None)

    poll(where, {"/feed": feed, "/new": new}, steps)
    assert len(new.asked) <= 4


def test_a_feed_that_led_to_a_home_page_for_good_is_read_when_it_does_no_longer(where: Path | str) -> None:
    feed = Feed([entry("Weir to go")], statuses=[301], headers={"Location": "/"})

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        source = await bot.source()
        assert source.health.problem
        assert (source.health.problem.kind, source.moved_to) == (ProblemKind.NOT_A_FEED, "")
        await bot.run_for(7 * HOUR)
        assert (await bot.source()).health.problem is None

    poll(where, {"/feed": feed, "/": page("The Courier")}, steps)


def test_no_line_of_the_log_holds_the_key_in_an_address(where: Path | str, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG, "bot")
    key = "kD3vQx81nRwZf0Ya7uLs"
    feed = Feed([entry("Weir to go")], statuses=[500, 301, 200, 410], headers={"Location": f"/new/{key}"})
    new = Feed([entry("Weir to go")])

    async def steps(bot: Polled) -> None:
        await bot.follow(f"{FEED}?auth={key}")
        await bot.run_for(DAY)

    poll(where, {"/feed": feed, f"/new/{key}": new}, steps)
    told = [str(vars(record)) for record in caplog.records]
    assert any("for good" in one for one in told)
    assert all("[hidden]" in one for one in told)
    assert not any(key in one for one in told)

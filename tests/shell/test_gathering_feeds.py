"""Feeds and lists of them, with the pages they lead to."""

import asyncio
import re
from datetime import UTC, datetime
from pathlib import Path, PurePath

import pytest
from aiohttp import web

from bot.fetch import Fetched, Fetcher, Purpose
from bot.gathering import Gathered, Gatherer
from bot.inputs import Inputs
from bot.problems import Problem
from bot.workers import Reader
from tests.shell.gathered import NOW, PAGE, digest_of, item, rss
from tests.shell.loopback import Answer, forever, serve


def opml(*feeds: str) -> Answer:
    """A list of feeds, by path on the server that it comes from."""

    async def listed(request: web.Request) -> web.Response:
        outlines = "".join(f'<outline title="{feed}" xmlUrl="http://{request.host}{feed}"/>' for feed in feeds)
        return web.Response(text=f"<opml><body>{outlines}</body></opml>", content_type="text/xml")

    return listed


def test_files_and_pages_make_one_digest(tmp_path: Path) -> None:
    (tmp_path / "pond.txt").write_text(
        "Pond to stay\n\nThe pond stays for another year, the council said on Wednesday.", encoding="utf-8"
    )
    digest, problems = digest_of([str(tmp_path / "pond.txt"), "{}/weir"], {"/weir": PAGE})
    assert problems == ()
    assert {story.headline.text for story in digest.stories} == {"Pond to stay", "Weir to go"}
    assert digest.made_at == NOW


def test_the_excerpts_of_a_feed_are_read_in_full_from_their_pages() -> None:
    feed = rss(item("Weir to go", "/weir"))
    digest, _ = digest_of(["{}/feed"], {"/feed": feed, "/weir": PAGE})
    (story,) = digest.stories
    (article,) = story.articles
    assert not article.excerpt_only
    assert len(article.body) == 3
    assert article.source.outlet == "Dorn Mail"
    assert article.published == datetime(2026, 11, 18, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize("link", ["/gone", "", "javascript:x"])
def test_an_excerpt_whose_page_cannot_be_read_stays_an_excerpt(link: str) -> None:
    digest, problems = digest_of(
        ["{}/feed"], {"/feed": rss(item("Weir to go", link)), "/gone": web.Response(status=403)}
    )
    (story,) = digest.stories
    assert story.articles[0].excerpt_only
    assert problems == ()


def test_a_feed_from_a_file_opens_no_connection(tmp_path: Path) -> None:
    async def asked(_: web.Request) -> web.Response:
        raise AssertionError

    (tmp_path / "feed.xml").write_bytes(rss(item("Weir to go", "http://127.0.0.1:1/weir")))
    digest, _ = digest_of([str(tmp_path / "feed.xml")], {"/weir": asked})
    assert digest.stories[0].articles[0].excerpt_only


def test_of_a_long_feed_the_newest_are_read_and_the_rest_is_said_to_be_left_out(tmp_path: Path) -> None:
    (tmp_path / "feed.xml").write_bytes(
        rss(*(item(f"Story {number}", f"https://mail.example/{number}") for number in range(25)))
    )
    digest, _ = digest_of([str(tmp_path / "feed.xml")])
    assert len(digest.stories) == 20
    assert [(skipped.what, skipped.why) for skipped in digest.skipped] == [
        ("5 older articles of Dorn Mail", "of a feed, the newest 20 are read"),
    ]


def test_a_list_of_feeds_is_read_feed_by_feed_and_a_dead_one_stops_nothing() -> None:
    digest, problems = digest_of(
        ["{}/list"],
        {"/list": opml("/dead", "/feed"), "/dead": web.Response(status=404), "/feed": rss(item("Weir to go"))},
    )
    assert [story.headline.text for story in digest.stories] == ["Weir to go"]
    assert [skipped.what for skipped in digest.skipped] == ["/dead"]
    assert problems == ()


def test_a_list_of_which_nothing_can_be_read_is_a_problem() -> None:
    digest, problems = digest_of(
        ["{}/list"],
        {"/list": opml("/dead", "/gone"), "/dead": web.Response(status=404), "/gone": web.Response(status=410)},
    )
    (problem,) = problems
    assert problem.words == "a list of feeds, none of which can be read"
    assert problem.permanent
    assert [skipped.what for skipped in digest.skipped] == ["/dead", "/gone", problem.source]


def test_a_list_of_empty_feeds_can_be_read() -> None:
    digest, problems = digest_of(["{}/list"], {"/list": opml("/dead", "/feed"), "/feed": rss()})
    assert problems == ()
    assert (digest.skipped[0].what, digest.skipped[0].why) == ("Dorn Mail", "a feed without entries")


def test_a_list_within_a_list_is_not_followed() -> None:
    digest, problems = digest_of(
        ["{}/list"], {"/list": opml("/list", "/feed"), "/feed": rss(item("Weir to go", "/weir")), "/weir": PAGE}
    )
    assert [story.headline.text for story in digest.stories] == ["Weir to go"]
    assert [(skipped.what, skipped.why) for skipped in digest.skipped] == [
        ("/list", "a list of feeds within a list, which is not followed; name it on its own")
    ]
    assert problems == ()


def test_of_a_long_list_the_first_feeds_are_read_and_the_rest_is_said_to_be_left_out() -> None:
    feeds = [f"/{number}" for number in range(203)]
    digest, problems = digest_of(["{}/list"], {"/list": opml(*feeds), "/0": rss(item("Weir to go"))})
    assert problems == ()
    (more,) = (skipped for skipped in digest.skipped if skipped.why == "of a list, the first 200 are read")
    assert re.fullmatch("3 more feeds of http://.*/list", more.what)


def test_a_page_in_japanese_is_digested() -> None:
    text = "市議会は水曜日、四時間の議論の末、古い堰の撤去を賛成多数で決めた。市長は「住民の声を聞いて決めた」と述べた。工事は来年の春に始まる。"
    page = f'<html lang="ja"><head><meta charset="utf-8"><title>堰の撤去を決定</title></head><body><article><h1>堰の撤去を決定</h1><p>{text}</p><p>{text[::1]}費用は二億円とされる。</p></article></body></html>'
    digest, _ = digest_of(["{}/ja"], {"/ja": web.Response(body=page.encode(), content_type="text/html")})
    (story,) = digest.stories
    assert story.headline.text == "堰の撤去を決定"
    assert story.articles[0].language == "ja"
    assert story.summary[0].citation.text == "市議会は水曜日、四時間の議論の末、古い堰の撤去を賛成多数で決めた。"


def test_the_page_of_an_excerpt_says_best_when_it_was_published_and_the_feed_by_whom() -> None:
    feed = rss(item("Weir to go", "/weir").replace("<link>", "<author>Ann Gray</author><link>"))
    dated = PAGE.replace(b"<title>", b"<meta property='article:published_time' content='2026-11-19T05:30:00Z'><title>")
    digest, _ = digest_of(["{}/feed"], {"/feed": feed, "/weir": dated})
    article = digest.stories[0].articles[0]
    assert (article.published, article.authors) == (datetime(2026, 11, 19, 5, 30, tzinfo=UTC), ("Ann Gray",))


def test_an_entry_that_is_whole_is_not_fetched_again() -> None:
    asked: list[str] = []

    async def page(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=PAGE, content_type="text/html")

    whole = item("Weir to go", "/weir").replace(
        "</item>",
        "<content:encoded xmlns:content='http://purl.org/rss/1.0/modules/content/'>It goes.</content:encoded></item>",
    )
    digest_of(["{}/feed"], {"/feed": rss(whole), "/weir": page})
    assert asked == []


def test_an_excerpt_whose_page_is_a_list_or_an_empty_feed_stays_an_excerpt() -> None:
    digest, _ = digest_of(["{}/feed"], {"/feed": rss(item("Weir to go", "/list")), "/list": opml("/feed")})
    assert digest.stories[0].articles[0].excerpt_only


def test_a_feed_from_a_file_asks_for_no_page(tmp_path: Path) -> None:
    asked: list[str] = []

    class Loading(Inputs):
        async def load(self, name: str, purpose: Purpose = Purpose.EITHER) -> Fetched | Problem:
            del purpose
            asked.append(name)
            return await super().load(name)

    path = str(tmp_path / "feed.xml")
    Path(path).write_bytes(rss(item("Weir to go", "http://127.0.0.1:1/weir")))

    async def run() -> None:
        async with Fetcher(allow_loopback=True, pause_s=0) as fetcher, Reader(timeout_s=60) as reader:
            await Gatherer(Loading(fetcher), reader).gather([path])

    asyncio.run(run())
    assert asked == [path]


@pytest.mark.parametrize("feeds", [("/busy", "/gone"), ("/gone", "/busy")])
def test_a_list_of_which_something_may_pass_is_worth_another_try(feeds: tuple[str, str]) -> None:
    answers = {"/busy": web.Response(status=503), "/gone": web.Response(status=410)}
    digest, (problem,) = digest_of(["{}/list"], {"/list": opml(*feeds), **answers})
    assert not problem.permanent
    assert [PurePath(skipped.url).name for skipped in digest.skipped[:2]] == [feed[1:] for feed in feeds]


def test_a_feed_of_which_everything_is_too_long_is_not_called_empty(tmp_path: Path) -> None:
    long = "The council voted on Wednesday to remove the old weir, ending a dispute that began long ago. " * 11_000
    (tmp_path / "feed.xml").write_bytes(rss(item("Weir to go", text=long)))
    digest, _ = digest_of([str(tmp_path / "feed.xml")])
    assert [(skipped.what, skipped.why) for skipped in digest.skipped] == [
        ("Weir to go", "longer than the 1,000,000 characters that are read of an article")
    ]


def excerpts(count: int) -> bytes:
    return rss(*(item(f"Story {number}", f"/{number}") for number in range(count)))


def test_a_page_that_robots_txt_keeps_from_programs_stays_an_excerpt() -> None:
    asked: list[str] = []

    async def page(request: web.Request) -> web.Response:
        asked.append(request.path)
        return web.Response(body=PAGE, content_type="text/html")

    feed = web.Response(body=excerpts(1), content_type="text/xml")
    robots = b"User-agent: *\nDisallow: /"
    answers: dict[str, Answer | web.Response | bytes] = {"/feed": feed, "/0": page, "/robots.txt": robots}

    async def run() -> Gathered:
        async with serve(answers) as address, Fetcher(allow_loopback=True, pause_s=0) as fetcher, Reader() as reader:
            return await Gatherer(Inputs(fetcher), reader).gather([f"{address}/feed"])

    gathered = asyncio.run(run())
    assert [article.excerpt_only for article in gathered.articles] == [True]
    assert (asked, gathered.problems) == ([], ())


def test_pages_that_do_not_come_in_time_leave_the_excerpts() -> None:
    feed = web.Response(body=excerpts(5), content_type="text/xml")
    answers: dict[str, Answer | web.Response | bytes] = {
        "/feed": feed,
        **{f"/{number}": forever for number in range(5)},
    }

    async def run() -> Gathered:
        async with serve(answers) as address, Fetcher(allow_loopback=True, pause_s=0) as fetcher, Reader() as reader:
            gatherer = Gatherer(Inputs(fetcher), reader, patience_s=0.05)
            return await gatherer.gather([f"{address}/feed"])

    assert [article.excerpt_only for article in asyncio.run(run()).articles] == [True] * 5


def test_feeds_of_slow_hosts_leave_room_for_the_others() -> None:
    released = asyncio.Event()

    async def slow(_: web.Request) -> web.Response:
        await released.wait()
        return web.Response()

    slow_feed = web.Response(body=excerpts(20), content_type="text/xml")
    answers: dict[str, Answer | web.Response | bytes] = {
        "/slow": slow_feed,
        "/fast": web.Response(body=rss(item("Weir to go")), content_type="text/xml"),
        **{f"/{number}": slow for number in range(20)},
    }

    async def run() -> Gathered:
        async with serve(answers) as address, Fetcher(allow_loopback=True, pause_s=0) as fetcher, Reader() as reader:
            gatherer = Gatherer(Inputs(fetcher), reader)
            waiting = asyncio.create_task(gatherer.gather([f"{address}/slow"]))
            other = address.replace("127.0.0.1", "localhost")
            fast = await gatherer.gather([f"{other}/fast"])
            assert not waiting.done()
            released.set()
            await waiting
            return fast

    assert len(asyncio.run(run()).articles) == 1

"""pullquote read and pullquote sources, as a person types them."""

import asyncio
import json
from pathlib import Path

import pytest
from aiohttp import web

from bot.__main__ import main
from bot.fetch import Fetcher
from bot.finding import Candidate, find_sources
from bot.problems import Problem, ProblemKind
from bot.workers import Reader
from tests.quality.seeds import SEEDS
from tests.shell.loopback import Answer, forever, serve

TEXT = SEEDS / "articles" / "weir-dornpost.txt"
PAGE = SEEDS / "articles" / "ferry-courier.html"
FEED = SEEDS / "feeds" / "dornpost.xml"
ITEM = "<item><title>Weir to go</title><link>/weir</link><description>The wall comes out.</description></item>"
RSS = f"<rss version='2.0'><channel><title>Dorn Mail</title><ttl>180</ttl>{ITEM}</channel></rss>"


def served(answers: dict[str, Answer | web.Response | bytes], arguments: list[str]) -> int:
    """Run a command with a server beside it; "{}" in its arguments stands for the server's address."""

    async def run() -> int:
        async with serve(answers) as site:
            fetcher = Fetcher(allow_loopback=True, pause_s=0)
            named = [argument.format(site) for argument in arguments]
            return await asyncio.to_thread(main, named, fetcher=fetcher)

    return asyncio.run(run())


def feed(body: str = RSS) -> web.Response:
    return web.Response(text=body, content_type="application/rss+xml", headers={"ETag": '"1"'})


def test_what_is_left_out_of_a_text_is_shown_with_its_reason(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(TEXT)]) == 0
    kept, left_out = capsys.readouterr().out.split("Left out:")
    assert kept.startswith("Weir to go after a long night at the town hall\n")
    assert "It took four hours, two adjournments" in kept
    assert "letter         Thank you for reading the Dorn Post." in left_out
    assert "caption        Josef Mare stands beside the Kessel weir" in left_out


def test_what_is_known_of_a_page_is_shown_with_where_it_was_found(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(PAGE)]) == 0
    out = capsys.readouterr().out
    assert "authors        Ines Harrow (meta author)" in out
    assert "published      2026-11-17 18:40 +0100 (meta article:published_time)" in out


def test_as_json_a_reading_is_whole(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", str(TEXT)]) == 0
    (article,) = json.loads(capsys.readouterr().out)["articles"]
    assert article["title"] == "Weir to go after a long night at the town hall"
    assert {"text": "Thank you for reading the Dorn Post.", "why": "letter"} in article["left_out"]


def test_a_feed_is_shown_by_its_entries(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", str(FEED)]) == 0
    out = capsys.readouterr().out
    assert out.startswith("Dorn Post\n")
    assert "entries        " in out


def test_what_cannot_be_read_is_said_and_is_json_where_that_was_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["read", "--json", "nowhere.txt"]) == 1
    shown = capsys.readouterr()
    assert json.loads(shown.out)["problem"]["kind"] == "not_found"
    assert "nowhere.txt: no such file" in shown.err


def test_nothing_of_an_article_steers_the_terminal(
    capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path: Path = tmp_path_factory.mktemp("read") / "page.html"
    body = "<p>The council voted to remove the weir, and the pond will be lowered in May of next year.</p>" * 3
    path.write_text(f"<html><meta name='author' content='Ann\x1b[2J Gray'><h1>Weir to\x9b go</h1>{body}</html>")
    assert main(["read", str(path)]) == 0
    assert not {"\x1b", "\x9b"} & set(capsys.readouterr().out)


def test_the_feeds_that_a_page_names_are_tried_and_listed_best_first(capsys: pytest.CaptureFixture[str]) -> None:
    links = (
        '<link rel="alternate" type="application/rss+xml" title="Comments" href="/comments/feed/">'
        '<link rel="alternate" type="application/rss+xml" title="Dead" href="/dead.xml">'
        '<link rel="alternate" type="application/rss+xml" title="News" href="/feed.xml">'
    )
    page = f"<html><head>{links}</head><body>Dorn Mail</body></html>".encode()
    answers: dict[str, Answer | web.Response | bytes] = {"/": page, "/feed.xml": feed(), "/comments/feed/": feed()}
    assert served(answers, ["sources", "find", "{}/"]) == 0
    assert capsys.readouterr().out.startswith("1. Dorn Mail  [news]\n")
    assert served(answers, ["sources", "find", "--json", "{}/"]) == 0
    found = json.loads(capsys.readouterr().out)["feeds"]
    assert [one["url"].rpartition("/")[2] or "comments" for one in found] == ["feed.xml", "comments", "dead.xml"]
    assert found[-1]["problem"]["kind"] == "not_found"


def test_a_page_that_names_no_feed_leads_to_that_of_the_home_page_or_the_usual_places(
    capsys: pytest.CaptureFixture[str],
) -> None:
    link = b'<link rel="alternate" type="application/rss+xml" href="/news.xml">'
    assert served({"/weir": b"<p>Weir</p>", "/": link, "/news.xml": feed()}, ["sources", "find", "{}/weir"]) == 0
    assert "/news.xml" in capsys.readouterr().out
    assert served({"/weir": b"<p>Weir</p>", "/": b"<p>Mail</p>", "/feed": feed()}, ["sources", "find", "{}/weir"]) == 0
    assert "/feed" in capsys.readouterr().out


def test_a_site_without_feeds_says_what_to_do(capsys: pytest.CaptureFixture[str]) -> None:
    assert served({"/": b"<p>Mail</p>"}, ["sources", "find", "{}/"]) == 1
    assert "give the address of the feed itself" in capsys.readouterr().err


def test_the_address_of_a_feed_is_its_own_find(capsys: pytest.CaptureFixture[str]) -> None:
    assert served({"/feed.xml": feed()}, ["sources", "find", "{}/feed.xml"]) == 0
    assert "1. Dorn Mail  [news]" in capsys.readouterr().out


def test_a_feed_is_tested_as_it_would_be_followed(capsys: pytest.CaptureFixture[str]) -> None:
    assert served({"/feed.xml": feed()}, ["sources", "test", "{}/feed.xml"]) == 0
    out = capsys.readouterr().out
    assert "entries        1 article read, 1 undated, 1 as excerpts" in out
    assert "asks           not to be read for 3 hours after each reading" in out
    assert "unchanged      not sent again (by ETag)" in out


def test_a_page_is_no_feed_and_the_way_out_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert served({"/": b"<p>Mail</p>"}, ["sources", "test", "{}/"]) == 1
    assert "pullquote sources find" in capsys.readouterr().err


def test_a_page_that_is_not_there_does_not_hide_the_feeds_of_its_site(capsys: pytest.CaptureFixture[str]) -> None:
    assert served({"/": b"<p>Mail</p>", "/feed": feed()}, ["sources", "find", "{}/gone"]) == 0
    assert "/feed" in capsys.readouterr().out
    assert served({}, ["sources", "find", "{}/gone"]) == 1
    assert "not there (404 Not Found)" in capsys.readouterr().err


def test_feeds_that_do_not_answer_hold_up_no_others() -> None:
    links = "".join(f'<link rel="alternate" type="application/rss+xml" href="/{n}.xml">' for n in range(3))
    answers: dict[str, Answer | web.Response | bytes] = {
        "/": f"<html><head>{links}</head><body>Dorn Mail</body></html>".encode(),
        "/0.xml": forever,
        "/1.xml": feed(),
        "/2.xml": forever,
    }

    async def find() -> tuple[Candidate, ...] | Problem:
        async with (
            serve(answers) as site,
            Fetcher(allow_loopback=True, pause_s=0) as fetcher,
            Reader(timeout_s=60) as reader,
        ):
            return await find_sources(f"{site}/", fetcher, reader, patience_s=1)

    found = asyncio.run(find())
    assert not isinstance(found, Problem)
    assert [one.found.url.rpartition("/")[2] for one in found] == ["1.xml", "0.xml", "2.xml"]
    late = found[1].outcome
    assert isinstance(late, Problem)
    assert late.kind is ProblemKind.TIMEOUT
    assert "no answer within 1 seconds" in late.words


def test_a_list_of_feeds_is_told_from_a_page_and_the_feeds_in_it_are_tried(capsys: pytest.CaptureFixture[str]) -> None:
    entry = '<outline type="rss" text="Dorn Mail" xmlUrl="{}"/>'

    async def listed(request: web.Request) -> web.StreamResponse:
        text = f'<opml version="2.0"><body>{entry.format(request.url.origin() / "feed.xml")}</body></opml>'
        return web.Response(text=text, content_type="text/x-opml")

    answers: dict[str, Answer | web.Response | bytes] = {"/list.opml": listed, "/feed.xml": feed()}
    assert served(answers, ["sources", "find", "{}/list.opml"]) == 0
    assert "1. Dorn Mail  [news]" in capsys.readouterr().out
    assert served(answers, ["sources", "test", "{}/list.opml"]) == 1
    assert "a list of 1 feeds, not a feed" in capsys.readouterr().err


def test_addresses_that_begin_with_feed_are_those_of_the_web(capsys: pytest.CaptureFixture[str]) -> None:
    assert served({"/feed.xml": feed()}, ["sources", "test", "feed:{}/feed.xml"]) == 0
    assert served({"/feed.xml": feed()}, ["sources", "test", "feed://{}/feed.xml"]) == 0
    assert served({}, ["sources", "test", "feed://127.0.0.1:1/feed.xml"]) == 1
    assert "https://127.0.0.1:1/feed.xml" in capsys.readouterr().err


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["sources", "test", str(FEED)], "is a file, and this asks for an address"),
        (["sources", "find", str(FEED)], "pullquote read"),
        (["read", ""], "an empty name"),
        (["read", "www.mail.example/a.html"], "write https://www.mail.example/a.html"),
        (["read", "mail.example/a.html"], "write https://mail.example/a.html"),
        (["read", "nowhere.html"], "check the spelling"),
    ],
)
def test_what_is_no_address_or_no_file_is_told_what_it_may_be(
    capsys: pytest.CaptureFixture[str], arguments: list[str], words: str
) -> None:
    assert main(arguments) == 1
    assert words in capsys.readouterr().err

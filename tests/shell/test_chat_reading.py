"""A digest of the pages behind links, and questions about them."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from aiohttp import web

from bot.config import LimitsConfig
from bot.errors import RequestError
from bot.service.links import links_in, read_pages
from bot.store import Scope, TakedownKind
from tests.shell.chat import ANN, BOB, NEWS, NOW, OTHER, Chat, feed
from tests.shell.test_chat_asking import PIER, WEIR
from tests.shell.test_chat_digest import stories

Begins = Callable[..., Chat]


def page(title: str, *sentences: str) -> web.Response:
    """A page of an article."""
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    html = f"<html><head><title>{title}</title></head><body><article><h1>{title}</h1>{text}</article></body></html>"
    return web.Response(text=html, content_type="text/html")


@pytest.fixture
def linked(begins: Begins) -> Chat:
    """A chat on a web with two pages that no source gives."""
    chat = begins(sources={"mail": "mail"}, blocked=("blocked.example",))
    chat.web["mail"] = feed("Bench to move")
    chat.web["weir"] = page("Dorn votes to remove Kessel weir", *WEIR)
    chat.web["pier"] = page("Pier of Sallow to open", *PIER)
    return chat


def test_read_gives_a_digest_of_the_pages_behind_links_for_who_asked(linked: Chat) -> None:
    shown = linked.types(f"/read Look at <{linked.url('weir')}|this> and ({linked.url('pier')}).")
    assert shown.is_private
    assert shown.headings[0] == "Digest · 2 pages · Tue 24 Nov, 07:00 Berlin"
    assert sorted(stories(shown)) == ["Dorn votes to remove Kessel weir", "Pier of Sallow to open"]
    assert linked.told[:2] == ["Reading 1 of 2 pages", "Reading 2 of 2 pages"]
    linked.restart()
    assert "Ann Gray" in linked.presses("Who said what", on=shown).text
    assert "Pier of Sallow to open" in linked.presses("More", on=shown).text
    assert not linked.types(f"/read public {linked.url('weir')}").is_private


def test_of_links_that_give_nothing_each_is_named_with_the_reason(linked: Chat) -> None:
    gone, feed_, blocked = linked.url("gone"), linked.url("mail"), "https://news.blocked.example/weir"
    text = linked.types(f"/read {linked.url('weir')} {gone} {feed_} {blocked}").text
    assert "Dorn votes to remove Kessel weir" in text
    assert f"{gone}: not there" in text
    assert f"{feed_}: not a page but a feed" in text
    assert f"{blocked}: whoever runs me does not allow that host." in text
    assert "There is no link to a page in that" in linked.types("/read the news, ftp://a.example and http://").text
    assert "There is no link to a page in that" in linked.types("/read").text
    private = linked.types("/read http://10.0.0.1/weir https://localhost.example:0/").text
    assert private.startswith("http://10.0.0.1/weir: ")
    assert "private" in private


def test_a_redirect_to_what_is_blocked_is_refused_as_well(begins: Begins) -> None:
    chat = begins(blocked=("127.0.0.1",))
    chat.web["weir"] = page("Weir", *WEIR)
    assert "does not allow that host" in chat.types(f"/read {chat.url('weir')}").text


def test_of_many_links_the_first_five_are_read_and_each_once(linked: Chat) -> None:
    links = " ".join(linked.url(f"weir?{number}") for number in (1, 1, 2, 3, 4, 5, 6, 7))
    shown = linked.types(f"/read {links}")
    assert "Of 7 links, the first 5 were read." in shown.text
    assert linked.told[0] == "Reading 1 of 5 pages"


def test_what_was_read_is_no_news_of_the_place_and_found_by_nobody_else(linked: Chat) -> None:
    linked.types(f"/read public {linked.url('weir')}")
    linked.now += timedelta(minutes=1)
    for place in (NEWS, OTHER):
        assert stories(linked.types("/digest", at=place)) == ["Bench to move"]
        assert "nothing about “weir”" in linked.types("/digest weir", at=place).text
        assert "have no quotation by “Gray”" in linked.types("/quotes by:Gray", at=place).text
        assert "Brandt" not in linked.types("/ask Who said “I shall go to court”?", at=place).text
    feeds = frozenset([linked.url("mail")])
    assert linked.does(lambda desk: desk.store.articles.search("weir", 9, Scope(feeds))) == ()
    assert linked.does(lambda desk: desk.store.check()) == ()


def test_what_one_place_read_is_not_shown_to_another_that_reads_the_same(linked: Chat) -> None:
    linked.web["keyed"] = page("Dorn votes to remove Kessel weir", *WEIR)
    linked.types(f"/read {linked.url('keyed')}?token=q8Zr3vKp0TxY6bWn", at=OTHER)
    shown = linked.types(f"/read {linked.url('keyed')}")
    assert "q8Zr3vKp0TxY6bWn" not in shown.text
    assert shown.message
    there = linked.asks("quotes", {"message": shown.message.id}, at=OTHER)
    assert "not of this channel" in there.text


def test_a_page_that_takes_too_long_is_given_up(linked: Chat) -> None:
    with pytest.raises(RequestError, match="/weir: not read within 0 seconds; try again later"):
        linked.does(lambda desk: read_pages(desk, NEWS, linked.url("weir"), linked.told.append, patience_s=0))


def test_what_was_taken_down_is_not_read(linked: Chat) -> None:
    linked.does(lambda desk: desk.store.take_down(TakedownKind.PERSON, "Ann Gray", NOW))
    shown = linked.types(f"/read {linked.url('weir')} {linked.url('pier')}")
    assert stories(shown) == ["Pier of Sallow to open"]
    assert f"{linked.url('weir')}: taken down by whoever runs me." in shown.text


def test_reading_counts_among_what_is_costly(begins: Begins) -> None:
    chat = begins(limits=LimitsConfig(cooldown_s=0, digests_per_hour=1))
    chat.web["weir"] = page("Weir", *WEIR)
    chat.types(f"/read {chat.url('weir')}", BOB)
    assert "this channel has had its digests" in chat.types(f"/read {chat.url('weir')}", BOB).text


def test_a_question_about_somebody_s_message_is_asked_of_the_pages_it_links_to(linked: Chat) -> None:
    digest = linked.types("/digest")
    links = {"links": f"{linked.url('weir')} {linked.url('gone')}"}
    shown = linked.asks("ask", {"question": "Who said “I shall go to court”?", **links}, BOB)
    assert "Otto Brandt" in shown.text
    assert f"{linked.url('gone')}: not there" in shown.text
    assert "none mentions Benchson" in linked.asks("ask", {"question": "What did Benchson say?", **links}, BOB).text
    assert "Read as: " in linked.asks("ask", {"question": "What else did he say?", **links}, BOB).text
    # Of a message of ours, what it cites.
    assert "Benchson" in linked.asks("ask", {"question": "What did Benchson say?", **links}, BOB, reply_to=digest).text


def test_a_message_without_links_that_is_none_of_ours_can_t_be_asked(linked: Chat) -> None:
    shown = linked.asks("ask", {"question": "Who said so?", "links": ""}, ANN)
    assert shown.is_private
    assert "none of my digests and has no link" in shown.text


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("see https://a.example/x.", ("https://a.example/x",)),
        ("(https://a.example/x_(y)), https://a.example/x_(y)", ("https://a.example/x_(y)",)),
        ("[a](https://a.example/x) <https://b.example/|words> HTTP://C.example", ("https://a.example/x", "https://b.example/", "http://C.example")),
        ("https://me:pass@a.example/x#part javascript:alert(1) https:// ftp://a.example", ("https://a.example/x",)),
        ("'https://a.example/it's' **https://a.example/x** “https://b.example/y”", ("https://a.example/it's", "https://a.example/x", "https://b.example/y")),
        ("", ()),
    ],
)  # fmt: skip
def test_links_are_found_in_whatever_surrounds_them(text: str, links: tuple[str, ...]) -> None:
    assert links_in(text) == links

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import read_article, read_feed, read_page
from digest.urls import web_url

PARAGRAPH = "The council voted on Wednesday to remove the old weir, ending a dispute that began two winters ago."


@pytest.mark.parametrize(
    ("url", "base", "absolute"),
    [
        ("/weir", "https://mail.example/feed", "https://mail.example/weir"),
        ("https://mail.example/weir", "", "https://mail.example/weir"),
        (" https://mail.example/weir\n", "", "https://mail.example/weir"),
        ("https://mail.example:8443/weir?a=1&b=%20#top", "", "https://mail.example:8443/weir?a=1&b=%20#top"),
        ("https://dörn.example/straße", "", "https://dörn.example/straße"),
        ("http://[2001:db8::1]/weir", "", "http://[2001:db8::1]/weir"),
        ("https://dorn_mail.example/weir", "", "https://dorn_mail.example/weir"),
        ("", "https://mail.example/", ""),
        ("javascript:alert(1)", "https://mail.example/", ""),
        ("data:text/html,x", "", ""),
        ("/weir", "", ""),
        ("http://[", "https://mail.example/", ""),
        ("https://mail.example:port/", "", ""),
        ("https://mail.example:0/", "", ""),
        ("https://mail example/weir", "", ""),
        ("https://mail.example\\@other.example/", "", ""),
    ],
)
def test_only_web_addresses_are_handed_on(url: str, base: str, absolute: str) -> None:
    assert web_url(url, base) == absolute


@pytest.mark.parametrize(
    ("path", "encoded"),
    [
        ("a link file:", "a%20link%20file:"),
        ("\x1b]0;owned\x07", "%1B]0;owned%07"),
        ("\x9b31m", "%C2%9B31m"),
        ("a\u202eb\u200bc\u00a0d", "a%E2%80%AEb%E2%80%8Bc%C2%A0d"),
        ('<b>|"`{}^', "%3Cb%3E%7C%22%60%7B%7D%5E"),
        ("\ud800", "%3F"),
    ],
)
def test_what_would_show_as_something_else_is_encoded(path: str, encoded: str) -> None:
    assert web_url(f"https://mail.example/{path}") == f"https://mail.example/{encoded}"


def test_a_name_and_a_password_are_left_out() -> None:
    assert web_url("https://bank.example:secret@mail.example:8443/weir") == "https://mail.example:8443/weir"


def test_an_address_longer_than_any_page_has_is_none() -> None:
    assert web_url("https://mail.example/".ljust(2_048, "a"))
    assert web_url("https://mail.example/".ljust(2_049, "a")) == ""
    assert web_url("https://mail.example/".ljust(1_000, " ") + "a") == ""
    assert web_url("a" * 1_500, "https://mail.example/".ljust(1_000, "b") + "/") == ""


@given(st.text(max_size=60), st.sampled_from(["", "https://mail.example/feed", "https://a:b@mail.example/"]))
def test_whatever_the_text_an_address_is_one_word_that_can_be_seen(text: str, base: str) -> None:
    for url in (text, f"https://mail.example/{text}"):
        absolute = web_url(url, base)
        assert absolute.isprintable()
        assert not set(' "<>') & set(absolute)
        assert web_url(absolute) == absolute


def test_no_article_has_an_address_that_is_not_fit_to_be_shown() -> None:
    unfit = "https://me:secret@mail.example/a b\x1b[31m"
    fit = "https://mail.example/a%20b%1B[31m"
    html = f"<html><body><article><p>{PARAGRAPH}</p></article></body></html>".encode()
    page = read_page(html, unfit)
    assert (page.url, page.canonical_url, read_article(PARAGRAPH, url=unfit).url) == (fit, fit, fit)
    feed = read_feed(
        b"<rss version='2.0'><channel><title>x</title><item><title>y</title></item></channel></rss>", unfit
    )
    assert feed.source.feed == fit

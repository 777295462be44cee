"""Which feeds a page leads to, and which of them first."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import FeedKind, feeds_by_rule, find_feeds, well_known_feeds
from digest.html_tags import tags_of

PAGE = "https://courier.example/2026/11/weir-to-go"
RSS = 'rel="alternate" type="application/rss+xml"'


def found(html: str, url: str = PAGE) -> list[str]:
    return [feed.url for feed in find_feeds(html.encode(), url)]


@pytest.mark.parametrize(
    "link",
    [
        '<link rel="alternate" type="application/rss+xml" href="https://courier.example/feed">',
        "<link rel=alternate type=application/atom+xml href=/feed>",
        '<LINK HREF="/feed" TYPE="Application/RSS+XML" REL="Alternate"/>',
        "<link\n rel='home alternate'\n type='application/feed+json; charset=utf-8'\n href=' ../../feed '>",
        '<link rel="alternate" type="application/json" href="/feed">',
        '<link rel="alternate" type="application/rdf+xml" href="//courier.example/feed">',
        '<link rel="alternate" type="text/xml" href="/feed">',
        '<link rel="feed" href="/feed">',
        '<link type="application/rss+xml" href="/feed">',
        '<link rel="alternate" type="application/rss+xml" title="More > less" href="feed:https://courier.example/feed">',
        '<link rel="alternate" type="application/rss+xml" href="feed://courier.example/feed">',
        '<link rel="alternate" type="application/rss+xml" title=it\'s href="/feed">',
        '<base href="/"><link rel="alternate" type="application/rss+xml" href="feed">',
        '<base target="_top"><base href="https://courier.example/a/"><link rel="alternate" type="application/rss+xml" href="../feed">',
        "<p>no head <link rel='alternate' type='application/rss+xml' href='/feed' />",
        '<script>if (a<b) {}</script><link rel="alternate" type="application/rss+xml" href="/feed"',
    ],
)
def test_a_feed_is_found_however_its_page_declares_it(link: str) -> None:
    assert found(f"<!doctype html><html><head>{link}></head>") == ["https://courier.example/feed"]


@pytest.mark.parametrize(
    "link",
    [
        f"<link {RSS}>",
        f"<link {RSS} href>",
        f"<link {RSS} href=''>",
        f"<link {RSS} href='javascript:alert(1)'>",
        f"<link {RSS} href='http://[half'>",
        f"<!-- <link {RSS} href='/feed'> -->",
        f"<script>write(\"<link {RSS} href='/feed'>\")</script>",
        f"<template><link {RSS} href='/feed'></template>",
        "<link rel='stylesheet' href='/feed.css'>",
        "<link rel='alternate' type='text/html' hreflang='de' href='/feed'>",
        "<link rel='alternate' type='application/json' href='/wp-json/wp/v2/posts/7'>",
        "<link rel='alternate' type='text/xml+oembed' href='/oembed'>",
        "<link rel='alternate' type='application/json' href='/oembed?url=x'>",
        "<link rel='search' type='application/rss+xml' href='/search'>",
        "<linked rel='alternate' type='application/rss+xml' href='/feed'>",
        "",
    ],
)
def test_what_is_no_feed_is_not_taken_for_one(link: str) -> None:
    assert found(f"<html><head>{link}</head><body><p>Weir to go</p></body></html>") == []


def test_each_feed_is_found_once_by_the_name_it_is_given_first() -> None:
    twice = f"<link {RSS} title='Courier &amp;amp; Post' href='/feed'><link {RSS} title='Again' href='http://www.courier.example/feed/#top'>"
    (feed,) = find_feeds(twice.encode(), PAGE)
    assert (feed.url, feed.title, feed.kind) == ("https://courier.example/feed", "Courier & Post", FeedKind.NEWS)


def test_the_news_of_the_site_come_before_all_else_that_a_page_declares() -> None:
    declared = (
        ("Courier » Comments Feed", "/comments/feed/"),
        ("Courier » Weir to go Kommentar-Feed", "/2026/11/weir-to-go/feed/"),
        ("The Courier’s podcast", "https://casts.example/courier/rss"),
        ("Courier » Dorn", "/category/dorn/feed/"),
        ("Politics", "/politics/feed/"),
        ("Courier » Feed", "/feed/"),
        ("Atom", "/feed/atom/"),
    )
    html = "".join(f'<link {RSS} title="{title}" href="{href}">' for title, href in declared)
    feeds = find_feeds(html.encode(), PAGE)
    assert [(feed.kind, feed.url.removeprefix("https://courier.example")) for feed in feeds] == [
        (FeedKind.NEWS, "/feed/"),
        (FeedKind.NEWS, "/feed/atom/"),
        (FeedKind.NEWS, "/politics/feed/"),
        (FeedKind.SECTION, "/category/dorn/feed/"),
        (FeedKind.PODCAST, "https://casts.example/courier/rss"),
        (FeedKind.COMMENTS, "/comments/feed/"),
        (FeedKind.COMMENTS, "/2026/11/weir-to-go/feed/"),
    ]


def test_what_a_section_declares_below_itself_is_its_own_news() -> None:
    html = f"<link {RSS} href='/blog/feed/'>".encode()
    assert find_feeds(html, "https://courier.example/blog/")[0].kind is FeedKind.NEWS


LINKS = """<a href="/rss.xml">RSS</a><a href="https://www.courier.example/news.atom">Atom</a><a href="/2026/feed-the-birds">Birds</a>
<a href="https://other.example/rss.xml">Friends</a><a href="https://feeds.feedburner.com/courier/rss">Burner</a><a href="/feed" title="Follow">x</a>"""


def test_links_in_the_text_count_where_nothing_is_declared() -> None:
    assert set(found(LINKS)) == {
        "https://courier.example/rss.xml",
        "https://www.courier.example/news.atom",
        "https://feeds.feedburner.com/courier/rss",
        "https://courier.example/feed",
    }
    assert found(f"<link {RSS} href='/own'>{LINKS}") == ["https://courier.example/own"]


VIDEOS = "https://www.youtube.com/feeds/videos.xml"


@pytest.mark.parametrize(
    ("url", "feeds"),
    [
        ("https://www.youtube.com/channel/UCmarenna-_1234567890ab", [f"{VIDEOS}?channel_id=UCmarenna-_1234567890ab"]),
        ("https://m.youtube.com/channel/UCmarenna/videos", [f"{VIDEOS}?channel_id=UCmarenna"]),
        ("https://www.youtube.com/user/marenna", [f"{VIDEOS}?user=marenna"]),
        ("https://www.youtube.com/playlist?list=PL12", [f"{VIDEOS}?playlist_id=PL12"]),
        ("https://youtu.be/abc?list=PL12&t=1", [f"{VIDEOS}?playlist_id=PL12"]),
        ("https://www.youtube.com/watch?v=abc", []),
        ("https://www.youtube.com/watch?v=abc&list=WL", []),
        ("https://www.youtube.com/playlist?list=", []),
        ("https://www.youtube.com/@marenna", []),
        ("https://youtube.example/channel/UCmarenna", []),
        ("https://github.com/dorn/weir", [f"https://github.com/dorn/weir/{kind}.atom" for kind in ("releases", "commits", "tags")]),
        ("https://github.com/dorn/weir.git", [f"https://github.com/dorn/weir/{kind}.atom" for kind in ("releases", "commits", "tags")]),
        ("https://github.com/dorn/weir/releases/tag/v1", ["https://github.com/dorn/weir/releases.atom"]),
        ("https://github.com/dorn/weir/tree/main", ["https://github.com/dorn/weir/commits/main.atom"]),
        ("https://github.com/dorn/weir/tags", ["https://github.com/dorn/weir/tags.atom"]),
        ("https://github.com/dorn", ["https://github.com/dorn.atom"]),
        ("https://github.com/topics/rss", []),
        ("https://github.com/dorn/weir/releases.atom", []),
        ("https://gitlab.com/dorn/water/weir/-/issues", ["https://gitlab.com/dorn/water/weir.atom", "https://gitlab.com/dorn/water/weir/-/tags?format=atom"]),
        ("https://old.reddit.com/r/dorn/", ["https://www.reddit.com/r/dorn/.rss"]),
        ("https://www.reddit.com/r/rss", ["https://www.reddit.com/r/rss/.rss"]),
        ("https://www.reddit.com/r/dorn/.rss", []),
        ("https://mastodon.social/@marenna/1234", ["https://mastodon.social/@marenna.rss"]),
        ("https://medium.com/@marenna/weir-1234", ["https://medium.com/feed/@marenna"]),
        ("https://medium.com/p/1234", []),
        ("https://marenna.medium.com/weir", ["https://marenna.medium.com/feed"]),
        ("https://marenna.substack.com/p/weir", ["https://marenna.substack.com/feed"]),
        ("https://open.substack.com/pub/marenna/p/weir", ["https://marenna.substack.com/feed"]),
        ("https://bsky.app/profile/marenna.example/post/1", ["https://bsky.app/profile/marenna.example/rss"]),
        ("https://vimeo.com/marenna", ["https://vimeo.com/marenna/videos/rss"]),
        ("https://vimeo.com/12345", []),
        ("https://marenna.tumblr.com/post/1", ["https://marenna.tumblr.com/rss"]),
        ("https://www.tumblr.com/marenna", ["https://marenna.tumblr.com/rss"]),
        ("https://marenna.wordpress.com/2026/11/", ["https://marenna.wordpress.com/feed/"]),
        ("https://marenna.blogspot.com/", ["https://marenna.blogspot.com/feeds/posts/default"]),
        ("https://courier.example/weir", []),
        ("https://courier|example/", []),
        ("javascript:alert(1)", []),
    ],
)  # fmt: skip
def test_some_feeds_follow_from_the_address_of_a_page(url: str, feeds: list[str]) -> None:
    assert [feed.url for feed in feeds_by_rule(url)] == feeds
    assert found("", url) == feeds


@pytest.mark.parametrize(
    "html",
    [
        '<link rel="canonical" href="https://www.youtube.com/channel/UCmarenna-_1234">',
        '<meta itemprop="identifier" content="UCmarenna-_1234"><meta itemprop="name" content="x">',
    ],
)
def test_a_page_may_say_which_channel_it_belongs_to(html: str) -> None:
    assert found(html, "https://www.youtube.com/@marenna") == [f"{VIDEOS}?channel_id=UCmarenna-_1234"]


def test_a_page_that_says_it_is_of_another_site_leads_nowhere_else() -> None:
    assert found('<link rel="canonical" href="https://www.youtube.com/channel/UCother">') == []


def test_well_known_addresses_are_of_the_site_and_of_its_part() -> None:
    tried = well_known_feeds("http://courier.example:8080/blog/2026/weir?a=1#b")
    assert tried[0] == "http://courier.example:8080/feed/"
    assert "http://courier.example:8080/rss.xml" in tried
    assert tried.index("http://courier.example:8080/blog/feed/") > tried.index("http://courier.example:8080/atom.xml")
    assert len(set(tried)) == len(tried) < 30
    assert not any("blog" in url for url in well_known_feeds("https://courier.example/2026/blog"))
    assert well_known_feeds("mailto:a@courier.example") == ()


PIECES = st.sampled_from(
    ["<link", "<a", "<base", "<meta", " rel=alternate", " type='application/rss+xml'", " href=", "'/feed'", '"', "'", ">", "<!--", "-->", "<script>",
     "</script>", "http://[", "&amp;", "=", "/", " ", "\x00", "é", "<"]
)  # fmt: skip


@given(
    st.one_of(st.binary(max_size=300), st.lists(PIECES, max_size=40).map(lambda parts: "".join(parts).encode())),
    st.one_of(st.just(PAGE), st.text(max_size=40)),
)
def test_whatever_the_page_what_is_found_is_of_the_web(html: bytes, url: str) -> None:
    for feed in (*find_feeds(html, url), *feeds_by_rule(url)):
        assert feed.url.startswith(("http://", "https://"))
    assert all(tried.startswith(("http://", "https://")) for tried in well_known_feeds(url))


@pytest.mark.parametrize(
    "html",
    [
        f"<link {RSS} href='/a'>" * 100_000,
        "<a href='/feed'>" * 300_000,
        "<link " + " ".join(f"a{number}=x" for number in range(200_000)) + ">",
        '<a href="' * 500_000,
        "<a '\"" * 500_000,
        "<link " * 800_000,
        "<" * 5_000_000,
        "<!--" * 1_000_000,
        "<script>" * 600_000,
        "<div>" * 900_000,
    ],
    ids=lambda html: html[:12],
)
def test_what_is_made_to_choke_on_comes_to_an_end(html: str) -> None:
    assert len(find_feeds(html.encode(), PAGE)) <= 1


def test_an_attribute_that_stands_twice_counts_the_first_time() -> None:
    assert list(tags_of("<A HREF=1 href='2' Title=\"a &lt; b\" hidden>")) == [
        ("a", {"href": "1", "title": "a < b", "hidden": ""})
    ]

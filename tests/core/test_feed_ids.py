"""What entries are known by: the same from one reading to the next, and another for each."""

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime
from xml.sax.saxutils import escape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import Feed, FeedItem, read_feed, read_item
from digest.feed_ids import identified
from digest.urls import page_of, without_tracking

SITE = "https://courier.example/"
WEIR = FeedItem("Weir to go", "Weir to go", "g1", f"{SITE}2026/weir", datetime(2026, 11, 18, tzinfo=UTC))
POND = FeedItem("Pond to stay", "Pond to stay", "g2", f"{SITE}2026/pond", datetime(2026, 11, 17, tzinfo=UTC))


def ids(*items: FeedItem) -> list[str]:
    return [item.id for item in identified(items, SITE)]


@pytest.mark.parametrize(
    "edited",
    [
        replace(WEIR, title="Weir to go after all", id="Weir to go after all"),
        replace(WEIR, published=datetime(2026, 11, 20, tzinfo=UTC)),
        replace(WEIR, guid="another"),
        replace(WEIR, guid=""),
        replace(WEIR, url=f"{WEIR.url}/"),
        replace(WEIR, url=f"{WEIR.url}?utm_source=rss&utm_medium=feed#top"),
        replace(WEIR, url=WEIR.url.replace("https://", "http://www.")),
    ],
)
def test_an_edited_entry_is_the_same_entry(edited: FeedItem) -> None:
    assert ids(edited, POND) == ids(WEIR, POND)


@pytest.mark.parametrize(
    "page", ["?p=2", "?id=7&utm_source=rss", "/2", ".html", "?ref=2", "?source=2", "?s=2", "?cid=2", "?partner=2"]
)
def test_another_page_is_another_entry(page: str) -> None:
    first, second = ids(WEIR, replace(WEIR, url=WEIR.url + page, title="Weir, the second part"))
    assert first != second


@pytest.mark.parametrize("url", ["", SITE, f"{SITE}#latest", "http://www.courier.example"])
def test_without_a_page_of_their_own_guids_tell_entries_apart(url: str) -> None:
    assert ids(replace(WEIR, url=url), replace(POND, url=url)) == ["g1", "g2"]


def test_a_guid_that_several_entries_have_is_none() -> None:
    assert ids(replace(WEIR, url=""), replace(POND, url="", guid="g1")) == [WEIR.id, POND.id]


def test_parts_of_one_page_are_entries_of_their_own_and_lead_to_their_part() -> None:
    parts = [replace(WEIR, url=f"{WEIR.url}#1"), replace(POND, url=f"{WEIR.url}#2")]
    assert [item.url for item in identified(parts, SITE)] == [f"{WEIR.url}#1", f"{WEIR.url}#2"]
    assert ids(*parts) == ["g1", "g2"]
    nameless = [replace(part, guid="") for part in parts]
    assert ids(*nameless) == [f"{WEIR.url}#1", f"{WEIR.url}#2"]


@pytest.mark.parametrize("again", [replace(WEIR, title="Weir to go for good"), replace(WEIR, guid="another"), WEIR])
def test_an_entry_that_a_feed_lists_twice_is_one(again: FeedItem) -> None:
    first, second = identified([WEIR, again], SITE)
    assert first.id == second.id == page_of(WEIR.url)
    assert first.url == second.url == WEIR.url


def test_an_entry_with_nothing_but_a_file_or_words_is_known_by_them() -> None:
    items = (
        '<item><enclosure url="/weir.mp3"/><title>Weir</title></item><item><title>Pond</title></item>'
        "<item><description>&lt;p&gt;The wall.&lt;/p&gt;</description></item><item/>"
    )
    feed = read_feed(f"<rss><channel><link>{SITE}</link>{items}</channel></rss>".encode())
    assert [item.id for item in feed.items] == ["courier.example/weir.mp3", "Pond", "The wall.", ""]


def test_the_article_of_an_entry_is_the_same_after_all_of_that() -> None:
    feed = Feed(read_feed(b"<rss><channel><title>x</title></channel></rss>").source, ())
    edited = replace(WEIR, title="Other", guid="other", url=f"{WEIR.url}?utm_source=rss")
    first, second = (read_item(item, feed) for item in (WEIR, edited))
    assert first.id == second.id
    assert second.url == WEIR.url


WORDS = st.text("abc ", min_size=1, max_size=6).map(lambda text: text.strip() or "x")
ENTRIES = st.lists(
    st.tuples(st.integers(0, 50), WORDS, st.booleans()),
    min_size=1,
    max_size=8,
    unique_by=(lambda e: e[0], lambda e: e[1]),
)


def feed_of(entries: list[tuple[int, str, bool]], edit: Callable[[int], str]) -> Feed:
    items = "".join(
        f"<item><title>{escape(title + edit(0))}</title><link>{SITE}{number}{edit(1)}</link>"
        f"{f'<guid>{number}{edit(2)}</guid>' if has_guid else ''}</item>"
        for number, title, has_guid in entries
    )
    return read_feed(f"<rss><channel><title>x</title><link>{SITE}</link>{items}</channel></rss>".encode())


@given(ENTRIES, st.sampled_from(["", "?utm_campaign=x", "#a"]), WORDS, WORDS)
def test_whatever_is_edited_entries_with_a_page_keep_their_ids(
    entries: list[tuple[int, str, bool]], behind: str, title: str, guid: str
) -> None:
    before = feed_of(entries, lambda _: "")
    after = feed_of(entries, lambda part: (title, behind, guid)[part])
    assert [item.id for item in after.items] == [item.id for item in before.items]
    assert len({item.id for item in before.items}) == len(entries)


@pytest.mark.parametrize(
    ("url", "clean"),
    [
        ("https://x.example/a?utm_source=rss", "https://x.example/a"),
        ("https://x.example/a?id=1&UTM_Source=rss&page=2#c", "https://x.example/a?id=1&page=2#c"),
        ("https://x.example/a?fbclid=1&gclid=2&mc_cid=3&at_medium=RSS&xtor=4#!/b", "https://x.example/a#!/b"),
        ("https://x.example/a?utm=1&source=2&ref=3", "https://x.example/a?utm=1&source=2&ref=3"),
        ("https://x.example/a?", "https://x.example/a?"),
        ("https://x.example/a?b&&c=%20", "https://x.example/a?b&&c=%20"),
        ("https://x.example/a#b?utm_source=rss", "https://x.example/a#b?utm_source=rss"),
        ("", ""),
    ],
)
def test_what_only_tells_where_a_reader_comes_from_is_left_out_of_a_url(url: str, clean: str) -> None:
    assert without_tracking(url) == clean

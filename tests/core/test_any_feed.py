"""Whatever the bytes: a feed, or an error that says there is none; and nothing takes long that is long."""

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import Feed, NotAFeed, read_feed, read_item
from digest.errors import ReadingError
from digest.feed_dates import read_time
from digest.feed_text import MOST_ITEMS, plain
from digest.loose_xml import read_tree
from tests.chosen import fewer

SEEDS = [path.read_bytes() for path in sorted((Path(__file__).parents[2] / "seeds/feeds").glob("*.xml"))]
PIECES = st.sampled_from(
    [
        "<rss>", "<channel>", "</channel>", "<item>", "</item>", "<feed xmlns='http://www.w3.org/2005/Atom'>", "<entry>", "</entry>",
        "<title>", "</title>", "<title type='xhtml'>", "<link>", "</link>", "<link href='", "<guid>", "</guid>", "<description>", "</description>",
        "<content type='text/html' mode='base64'>", "<content:encoded>", "</content:encoded>", "<![CDATA[", "]]>", "<!--", "-->", "<?xml", "?>",
        "<!DOCTYPE x [", "]>", "<!ENTITY a 'b'>", "&a;", "&", "&#0;", "&#x110000;", "&nbsp;", "<", ">", "'", '"', "=", "/", "Weir", "\x00", "\x85",
        "http://[", "https://courier.example/weir", "javascript:x", "Wed, 18 Nov 2026 06:30:00 GMT", "<pubDate>", "</pubDate>", "<author>",
        "<ttl>", "<skipHours><hour>", "<media:group>", "xml:base='http://['", "🛶", "\ud800",
    ]
)  # fmt: skip
MARKUP = st.lists(PIECES, max_size=40).map(lambda pieces: "".join(pieces).encode("utf-8", "surrogatepass"))
VALUES: st.SearchStrategy[object] = st.recursive(
    st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), st.text(max_size=20), st.sampled_from(["http://[", "/a", "2026-11-18"])),
    lambda inner: st.one_of(st.lists(inner, max_size=3), st.dictionaries(st.sampled_from(["name", "url"]), inner, max_size=2)),
    max_leaves=4,
)  # fmt: skip
KEYS = st.sampled_from(
    "id url external_url title content_html content_text summary image date_published authors author tags attachments items home_page_url language".split()
)
OBJECTS = st.dictionaries(KEYS, VALUES, max_size=8)


def outcome(body: bytes) -> Feed | None:
    """The feed, its entries read as well; None if it is none."""
    try:
        feed = read_feed(body, "https://courier.example/feed")
    except NotAFeed:
        return None
    for item in feed.items[:20]:
        try:
            read_item(item, feed)
        except ReadingError:
            continue
    for url in [feed.source.site, *(url for item in feed.items for url in (item.url, item.image))]:
        assert not url or url.startswith(("http://", "https://"))
    for name in [feed.source.outlet, *(name for item in feed.items for name in (item.title, *item.authors))]:
        assert name == " ".join(name.split())
    assert all(item.published is None or item.published.tzinfo for item in feed.items)
    return feed


@given(
    st.one_of(st.binary(max_size=400), MARKUP, MARKUP.map(lambda part: b"<rss><channel><title>x</title><item>" + part))
)
def test_any_bytes_are_a_feed_or_none(body: bytes) -> None:
    outcome(body)


@given(OBJECTS, st.lists(st.one_of(OBJECTS, VALUES), max_size=3))
def test_any_json_is_a_feed_or_none(fields: dict[str, object], items: list[object]) -> None:
    outcome(json.dumps({**fields, "items": items}).encode())


@given(st.sampled_from(SEEDS), st.data())
def test_a_damaged_feed_is_a_feed_or_none(body: bytes, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(body)))
    end = data.draw(st.integers(start, min(len(body), start + 200)))
    outcome(body[:start] + data.draw(st.one_of(st.binary(max_size=20), MARKUP)) + body[end:])


@given(st.one_of(st.text(max_size=60), st.text("0123456789 -+:./TZapm,NovWed()", max_size=40)))
def test_any_text_is_a_time_or_none(text: str) -> None:
    time = read_time(text)
    assert time is None or (time.tzinfo and 1899 <= time.year <= 2200)


@given(st.text(max_size=100))
def test_a_plain_name_is_on_one_line(text: str) -> None:
    assert plain(text) == " ".join(plain(text).split())


def channel(items: str) -> bytes:
    return f"<rss><channel><title>Mail</title>{items}</channel></rss>".encode()


def entities(depth: int) -> str:
    return "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, depth))


HOSTILE: dict[str, Callable[[], bytes]] = {
    "entities that grow": lambda: f'<!DOCTYPE r [<!ENTITY e0 "lol">{entities(12)}]>'.encode() + channel("<item><title>&e11;</title></item>"),
    "one long entity": lambda: f'<!DOCTYPE r [<!ENTITY e "{"a" * 99_999}">]>'.encode() + channel(f"<item><title>{'&e;' * 99_999}</title></item>"),
    "a document type without end": lambda: b"<!DOCTYPE r [" + b"]" * fewer(5_000_000),
    "deep elements": lambda: channel("<item><description>" + "<div>" * fewer(500_000)),
    "deep entries": lambda: channel("<item><description>x" * fewer(300_000)),
    "many entries": lambda: channel("".join(f"<item><link>https://x.example/{n}</link></item>" for n in range(fewer(200_000)))),
    "many links": lambda: b'<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><entry>' + b'<link href="javascript:x"/>' * fewer(200_000),
    "many attributes": lambda: channel("<item " + " ".join(f"a{n}=x" for n in range(fewer(50_000))) + "/>"),
    "attributes without end": lambda: channel("<item a=b " + "a=" * fewer(3_000_000)),
    "tags and nothing else": lambda: channel("<item>" + "<a/>" * fewer(4_000_000)),
    "sections that never close": lambda: channel("<![CDATA[" * fewer(1_000_000)),
    "comments that never close": lambda: b"<!--" * fewer(2_000_000),
    "titles that never close": lambda: channel("<title><b>" * fewer(1_000_000) + "</title>"),
    "scripts that never close": lambda: channel("<item><description>" + "&lt;script&gt;" * fewer(500_000)),
    "a long section": lambda: channel("<item><description><![CDATA[" + "<p>word</p> " * 1_500_000 + "]]></description></item>"),
    "bare ampersands": lambda: channel("<item><description>" + "& " * fewer(5_000_000)),
    "entities of HTML": lambda: channel("<item><description>" + "&eacute;" * fewer(1_000_000)),
    "angle brackets": lambda: b"<" * fewer(10_000_000),
    "a URL without end": lambda: channel("<item><link>https://x.example/" + "a" * fewer(9_000_000) + "</link></item>"),
    "dates that are none": lambda: channel("<item>" + "<pubDate>12 Smarch, no date at all</pubDate>" * fewer(50_000)),
    "nothing": lambda: b"<rss>" + b"\x00" * fewer(5_000_000),
    "deep JSON": lambda: b'{"items":' + b"[" * fewer(3_000_000),
    "a number without end": lambda: b'{"title":"x","items":[{"id":' + b"9" * fewer(3_000_000) + b"}]}",
    "many entries in JSON": lambda: json.dumps({"title": "x", "items": [{"id": n, "url": f"/{n}"} for n in range(fewer(200_000))]}).encode(),
    "a page": lambda: b"<html><body>" + b"<p>word</p>" * fewer(500_000),
}  # fmt: skip


@pytest.mark.parametrize("hostile", HOSTILE.values(), ids=HOSTILE)
def test_what_is_made_to_choke_on_comes_to_an_end(hostile: Callable[[], bytes]) -> None:
    feed = outcome(hostile())
    assert feed is None or len(feed.items) <= MOST_ITEMS


def test_no_file_is_read_for_an_entity() -> None:
    body = b'<!DOCTYPE r [<!ENTITY x SYSTEM "file:///etc/passwd">]>' + channel("<item><title>&x;</title></item>")
    assert read_feed(body).items[0].title == "&x;"


def test_where_entries_are_not_closed_none_has_the_text_of_the_next() -> None:
    feed = read_feed(channel("<item><description>One<item><description>Two<item><description>Three"))
    assert [read_item(item, feed).text for item in feed.items] == ["One", "Two", "Three"]


def test_what_is_well_formed_is_not_touched() -> None:
    root = read_tree("<rss><a b='&lt;'><![CDATA[<i>&x;]]></a></rss>")
    assert root is not None
    assert (root[0].text, root[0].get("b")) == ("<i>&x;", "<")

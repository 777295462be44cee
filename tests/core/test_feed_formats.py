"""Feeds of every format, as their standards have them and as publishers write them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from digest import Feed, Format, read_feed, read_item, recognise
from digest.feed_text import MOST_ITEMS
from tests.core.written_feeds import URL, item, rss


def json_feed(**fields: object) -> Feed:
    return read_feed(json.dumps({"version": "https://jsonfeed.org/version/1.1", **fields}).encode(), URL)


RDF = """<?xml version="1.0"?><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://purl.org/rss/1.0/"
xmlns:dc="http://purl.org/dc/elements/1.1/"><channel rdf:about="https://courier.example/"><title>The Marenna Courier</title>
<link>https://courier.example/</link><dc:language>en-GB</dc:language><items><rdf:Seq><rdf:li rdf:resource="https://courier.example/weir"/></rdf:Seq>
</items></channel><image><title>Logo</title><link>https://other.example/</link></image><item rdf:about="https://courier.example/weir">
<title>Weir to go</title><dc:creator>Ann Gray</dc:creator><dc:date>2026-11-18T06:30+01:00</dc:date></item></rdf:RDF>"""


CDF = '<CHANNEL HREF="https://courier.example/"><TITLE>The Courier</TITLE><ITEM HREF="https://courier.example/weir" LASTMOD="2026-11-18"><TITLE>Weir</TITLE></ITEM></CHANNEL>'


ATOM_03 = """<feed version="0.3" xmlns="http://purl.org/atom/ns#"><title>Tideline</title><link rel="alternate" href="https://tideline.example/"/>
<entry><title mode="escaped" type="text/html">Nine &lt;i&gt;new&lt;/i&gt; gauges</title><link rel="alternate" href="/1"/><issued>2026-11-19T08:30Z</issued>
<content type="text/html" mode="base64">PHA+Tm93PC9wPg==</content></entry></feed>"""


def test_rdf_is_read() -> None:
    feed = read_feed(RDF.encode(), URL)
    assert (feed.source.outlet, feed.source.site, feed.language) == (
        "The Marenna Courier",
        "https://courier.example/",
        "en",
    )
    (weir,) = feed.items
    assert (weir.guid, weir.url, weir.authors) == (
        "https://courier.example/weir",
        "https://courier.example/weir",
        ("Ann Gray",),
    )
    assert weir.published == datetime(2026, 11, 18, 5, 30, tzinfo=UTC)


def test_the_oldest_formats_are_read() -> None:
    (gauges,) = read_feed(ATOM_03.encode(), "https://feeds.example/tideline").items
    assert (gauges.title, gauges.url, gauges.content) == (
        "Nine new gauges",
        "https://tideline.example/1",
        "<p>Now</p>",
    )
    assert gauges.published == datetime(2026, 11, 19, 8, 30, tzinfo=UTC)
    (weir,) = read_feed(CDF.encode(), URL).items
    assert (weir.title, weir.url, weir.updated) == (
        "Weir",
        "https://courier.example/weir",
        datetime(2026, 11, 18, tzinfo=UTC),
    )


def test_a_json_feed_is_read() -> None:
    weir = {
        "id": 7, "url": "/weir", "title": "Weir & <pond>", "content_html": "<p>It goes.</p>", "summary": "2 < 3", "tags": ["News", 1],
        "date_published": "2026-11-18T06:30:00+01:00", "date_modified": "2026-11-19T06:30:00Z", "authors": [{"name": "Ann Gray"}, {}],
        "image": "/weir.jpg",
    }  # fmt: skip
    pond = {"id": "p", "external_url": "https://pond.example/", "content_text": "One & two.\n\nThree."}
    feed = json_feed(
        title="Courier",
        home_page_url="https://courier.example/",
        language="en-GB",
        author={"name": "Bea"},
        items=[weir, pond, None],
    )
    assert (feed.source.outlet, feed.source.site, feed.language) == ("Courier", "https://courier.example/", "en")
    first, second = feed.items
    assert (first.guid, first.url, first.title) == ("7", "https://courier.example/weir", "Weir & <pond>")
    assert (first.content, first.summary) == ("<p>It goes.</p>", "2 &lt; 3")
    assert (first.authors, first.categories, first.image) == (
        ("Ann Gray",),
        ("News",),
        "https://courier.example/weir.jpg",
    )
    assert first.published == datetime(2026, 11, 18, 5, 30, tzinfo=UTC)
    assert first.updated == datetime(2026, 11, 19, 6, 30, tzinfo=UTC)
    assert (second.url, second.authors) == ("https://pond.example/", ("Bea",))
    assert second.content == "<p>One &amp; two.</p><p>Three.</p>"


def test_a_json_feed_is_recognised_and_its_entries_are_articles() -> None:
    body = json.dumps(
        {
            "version": "https://jsonfeed.org/version/1",
            "title": "Courier",
            "items": [{"id": "w", "title": "Weir to go", "content_text": "The wall comes out."}],
        }
    ).encode()
    assert recognise(body) is Format.JSON_FEED
    feed = read_feed(body, URL)
    assert read_item(feed.items[0], feed).text == "Weir to go\n\nThe wall comes out."


def test_what_is_relative_in_a_feed_is_relative_to_the_site_it_names() -> None:
    feed = rss("<item><link>weir.html</link></item>", "<link>https://www.courier.example/blog/</link>")
    assert feed.items[0].url == "https://www.courier.example/blog/weir.html"


def test_a_feed_says_when_it_is_to_be_left_alone() -> None:
    hours = "<skipHours><hour>0</hour><hour>24</hour><hour>07</hour><hour>x</hour><hour>99</hour></skipHours>"
    days = "<skipDays><day>Sunday</day><day>monday</day><day>Someday</day></skipDays>"
    feed = rss("", f"<title>x</title><ttl> 90 </ttl>{hours}{days}")
    assert (feed.ttl, feed.skip_hours, feed.skip_days) == (timedelta(minutes=90), frozenset({0, 7}), frozenset({6, 0}))
    every = "<title>x</title><sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert rss("", every).ttl == timedelta(hours=6)


BROKEN = {
    "an ampersand": "<item><title>Weir & pond</title></item>",
    "an entity of HTML": "<item><title>Weir &amp; pond</title><description>F&auml;hre &nosuch; &copy</description></item>",
    "an angle bracket": "<item><title>Weir &amp; pond</title><description>5 < 8</description></item>",
    "tags that are not closed": "<item><description><p>One<br>Two</description><title>Weir &amp; pond</title></item>",
    "a control character": "<item><title>Weir \x0b&amp; pond</title></item>",
    "a prefix that nobody declared": "<item><title>Weir &amp; pond</title><nobody:knows>x</nobody:knows></item>",
    "a value without quotation marks": "<item><title>Weir &amp; pond</title><guid isPermaLink=false>w</guid></item>",
    "an end in the middle": "<item><title>Weir &amp; pond</title><description>The wall",
    "a title within a title": "<item><title>Weir &amp; pond</title></item><item><title>Wall <item></title>",
    "a comment in the way": "<item><title>Weir &amp; pond</title><!-- <item><title>No</title></item> -- & --></item>",
}


@pytest.mark.parametrize("items", BROKEN.values(), ids=BROKEN)
def test_what_is_not_well_formed_is_read_as_it_is_meant(items: str) -> None:
    first = rss(items).items[0]
    assert first.title == "Weir & pond"


def test_what_is_repaired_is_repaired_to_what_it_was() -> None:
    broken = item(
        "<link>https://courier.example/?a=1&b=2&copy;=3</link><description>F&auml;hre &nosuch; 5 < 8 &#228;</description>"
    )
    assert broken.url == "https://courier.example/?a=1&b=2©=3"
    assert broken.summary == "Fähre &nosuch; 5 < 8 ä"


@pytest.mark.parametrize(
    "junk",
    ["\n\n", "\ufeff", "<br />\n<b>Warning</b>: nothing in line 3<br />", "<!-- <rss> -->", "<?xml?xml version='1.0'??>", "<!doctype rss [ <!ENTITY a 'b'> ]>", '<!DOCTYPE rss PUBLIC "-//N//DTD" "http://n.invalid/d.dtd">'],
)  # fmt: skip
def test_junk_in_front_of_a_feed_is_passed_over(junk: str) -> None:
    feed = f"{junk}<rss><channel><title>Mail</title><item><title>Weir & pond</title></item></channel></rss>"
    assert [read.title for read in read_feed(feed.encode()).items] == ["Weir & pond"]


@pytest.mark.parametrize(
    "encoding", ["utf-8", "windows-1252", "iso-8859-15", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "koi8-r"]
)
@pytest.mark.parametrize("declared", ["the right one", "utf-8", "utf-16", "nonsense", ""])
def test_a_feed_is_decoded_whatever_it_declares(encoding: str, declared: str) -> None:
    word = "Паром" if encoding == "koi8-r" else "Fähre"
    name = encoding.removesuffix("-sig") if declared == "the right one" else declared
    text = f"<?xml version='1.0' {f'encoding={name!r}' if name else ''}?><rss><channel><title>{word}</title><description>{'Die Fähre fährt über die Förde und zurück. ' * 5 if word == 'Fähre' else 'Паром идёт через пролив и обратно. ' * 9}</description></channel></rss>"
    assert read_feed(text.encode(encoding)).source.outlet == word


def test_a_namespace_of_its_own_making_is_the_feeds_own() -> None:
    feed = read_feed(b"<feed xmlns='urn:mine'><title>Tide</title><entry><title>Nine</title></entry></feed>")
    assert (feed.source.outlet, feed.items[0].title) == ("Tide", "Nine")
    prefixed = read_feed(
        b"<rss><atom10:channel><title>T</title><atom10:item><atom10:title>Nine</atom10:title></atom10:item></atom10:channel></rss>"
    )
    assert prefixed.items[0].title == "Nine"


def test_what_belongs_to_another_language_is_not_taken_for_the_feeds_own() -> None:
    read = rss(
        '<item xmlns:x="urn:x"><x:title>No</x:title><x:link>https://no.example/</x:link><title>Weir</title></item>'
    )
    assert (read.items[0].title, read.items[0].url) == ("Weir", "")


def test_a_feed_that_was_cut_off_is_read_as_far_as_it_goes() -> None:
    whole = "<rss><channel><title>Mail</title><item><title>Weir</title></item><item><title><![CDATA[Pond & wall]]></title></item></channel></rss>"
    cut = whole[: whole.index(" & wall")].encode()
    assert [read.title for read in read_feed(cut).items] == ["Weir", "Pond"]


def test_a_feed_may_be_empty() -> None:
    assert rss("").items == ()


def test_of_a_feed_without_end_the_first_entries_are_read() -> None:
    feed = rss("".join(f"<item><guid>{number}</guid></item>" for number in range(MOST_ITEMS + 5)))
    assert [read.guid for read in feed.items] == [str(number) for number in range(MOST_ITEMS)]

"""Feeds of every format, as their standards have them and as publishers write them."""

import json
from datetime import UTC, datetime, timedelta

import pytest

from digest import Feed, FeedItem, Format, read_feed, read_item, recognise
from digest.feed_dates import read_time
from digest.feed_text import MOST_ITEMS

URL = "https://courier.example/news/feed"
SPACES = " ".join(
    f'xmlns:{prefix}="{space}"'
    for prefix, space in {
        "content": "http://purl.org/rss/1.0/modules/content/",
        "dc": "http://purl.org/dc/elements/1.1/",
        "atom": "http://www.w3.org/2005/Atom",
        "media": "http://search.yahoo.com/mrss/",
        "itunes": "http://www.itunes.com/dtds/podcast-1.0.dtd",
        "sy": "http://purl.org/rss/1.0/modules/syndication/",
        "feedburner": "http://rssnamespace.org/feedburner/ext/1.0",
    }.items()
)


def rss(items: str, head: str = "<title>The Marenna Courier</title>") -> Feed:
    return read_feed(f'<rss version="2.0" {SPACES}><channel>{head}{items}</channel></rss>'.encode(), URL)


def atom(entries: str, head: str = "<title>Tideline</title>") -> Feed:
    return read_feed(f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'.encode(), URL)


def item(fields: str) -> FeedItem:
    return rss(f"<item>{fields}</item>").items[0]


def entry(fields: str) -> FeedItem:
    return atom(f"<entry>{fields}</entry>").items[0]


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


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("Weir &amp; pond", "Weir & pond"),
        ("Weir &amp;amp; pond", "Weir & pond"),
        ("Weir &amp;amp;amp; pond", "Weir & pond"),
        ("<![CDATA[Weir &#8211; <b>pond</b><br/>wall]]>", "Weir – pond wall"),
        ("Weir &lt;b&gt;&amp;amp; pond&lt;/b&gt;", "Weir & pond"),
        ("Why vector&lt;int&gt; and 5 &lt; 8", "Why vector<int> and 5 < 8"),
        ("It&#146;s gone", "It’s gone"),
        ("\n  Weir\n  to go ", "Weir to go"),
        ("&lt;script&gt;x()&lt;/script&gt;Weir", "Weir"),
        ("Weir<!-- not --> to go", "Weir to go"),
    ],
)
def test_a_title_is_the_words_that_were_meant(title: str, read: str) -> None:
    assert item(f"<title>{title}</title>").title == read


@pytest.mark.parametrize(
    ("title", "read"),
    [
        ("<title>The &lt;b&gt; element</title>", "The <b> element"),
        ("<title type='text'>&lt;b&gt;Weir&lt;/b&gt;</title>", "Weir"),
        ("<title type='html'>The &amp;lt;b&amp;gt; &lt;i&gt;element&lt;/i&gt;</title>", "The <b> element"),
        (
            "<title type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>The <i>new</i> weir</div></title>",
            "The new weir",
        ),
    ],
)
def test_a_title_of_atom_is_what_its_type_says(title: str, read: str) -> None:
    assert entry(title).title == read


@pytest.mark.parametrize(
    ("fields", "summary", "content"),
    [
        ("<summary>5 &lt; 8</summary>", "5 &lt; 8", ""),
        ("<summary type='html'>&lt;b&gt;Weir&lt;/b&gt;</summary>", "<b>Weir</b>", ""),
        ("<summary>&lt;p&gt;Weir&lt;/p&gt;</summary>", "<p>Weir</p>", ""),
        (
            "<content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'>A &amp; <b>b</b></div></content>",
            "",
            "<div>A &amp; <b>b</b></div>",
        ),
        ("<content type='image/png'>iVBORw0KGgo=</content>", "", ""),
        ("<content type='application/octet-stream'>not base 64!</content>", "", "not base 64!"),
        ("<content src='https://tideline.example/1.mp3' type='audio/mpeg'/>", "", ""),
    ],
)
def test_the_texts_of_atom_are_html_whatever_they_come_as(fields: str, summary: str, content: str) -> None:
    read = entry(fields)
    assert (read.summary, read.content) == (summary, content)


@pytest.mark.parametrize(
    ("fields", "summary", "content"),
    [
        (
            "<description>Short.</description><content:encoded><![CDATA[<p>Long.</p>]]></content:encoded>",
            "Short.",
            "<p>Long.</p>",
        ),
        ("<summary>Short.</summary><description>Long.</description>", "Short.", "Long."),
        ("<itunes:summary>Heard.</itunes:summary>", "Heard.", ""),
        ("<media:group><media:description>Seen.</media:description></media:group>", "Seen.", ""),
        (
            "<media:description>Picture.</media:description><description>Text.</description>",
            "Text.",
            "",
        ),
        (
            "<description>Text.<![CDATA[<script>x()</script><style>p {}</style>]]></description>",
            "Text.",
            "",
        ),
        ("<description><p>Not <b>escaped</b></p></description>", "<p>Not <b>escaped</b></p>", ""),
    ],
)
def test_summary_and_content_come_from_where_publishers_put_them(fields: str, summary: str, content: str) -> None:
    read = item(fields)
    assert (read.summary, read.content) == (summary, content)


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        ("<link>/weir</link>", "https://courier.example/weir"),
        (
            "<link>https://courier.example/a</link><feedburner:origLink>https://courier.example/b</feedburner:origLink>",
            "https://courier.example/b",
        ),
        (
            "<link>https://courier.example/a</link><feedburner:origLink>urn:b</feedburner:origLink>",
            "https://courier.example/a",
        ),
        ("<guid>https://courier.example/weir</guid>", "https://courier.example/weir"),
        ('<guid isPermaLink="false">https://courier.example/weir</guid>', ""),
        ("<guid>weir</guid>", ""),
        ('<atom:link href="https://courier.example/weir"/>', "https://courier.example/weir"),
        ('<atom:link rel="self" href="https://courier.example/weir"/>', ""),
        ('<enclosure url="https://courier.example/weir.mp3"/>', "https://courier.example/weir.mp3"),
        ('<enclosure url="https://courier.example/weir.jpg" type="image/jpeg"/>', ""),
        ("<link>\n  https://courier.example/\n  weir</link>", "https://courier.example/%20%20weir"),
        ("<link>courier.example/weir</link>", "https://courier.example/weir"),
        ("<link>javascript:alert(1)</link><guid>data:text/html,x</guid>", ""),
    ],
)
def test_an_entry_leads_to_its_page(fields: str, url: str) -> None:
    assert item(fields).url == url


@pytest.mark.parametrize(
    ("fields", "url"),
    [
        (
            '<link rel="alternate" type="application/json" href="/1.json"/><link rel="alternate" type="text/html" href="/1"/>',
            "https://courier.example/1",
        ),
        ('<link rel="replies" href="/comments"/><link rel="alternate" href="/1"/>', "https://courier.example/1"),
        ('<link rel="edit" href="/edit"/>', ""),
        ('<link xml:base="https://pond.example/a/" href="1"/>', "https://pond.example/a/1"),
        ('<link href="http://[half"/>', ""),
        ('<link xml:base="http://[half" href="1"/>', ""),
    ],
)
def test_of_the_links_of_an_entry_the_one_to_its_page_is_taken(fields: str, url: str) -> None:
    assert entry(fields).url == url


def test_what_is_relative_in_a_feed_is_relative_to_the_site_it_names() -> None:
    feed = rss("<item><link>weir.html</link></item>", "<link>https://www.courier.example/blog/</link>")
    assert feed.items[0].url == "https://www.courier.example/blog/weir.html"


def test_by_lines_are_names() -> None:
    assert item("<author>a@courier.example (Ann Gray)</author>").authors == ("Ann Gray",)
    assert item("<author>Ann Gray &lt;a@courier.example&gt;</author>").authors == ("Ann Gray",)
    assert item("<dc:creator>Ann Gray</dc:creator><dc:creator>Bea Pike</dc:creator>").authors == (
        "Ann Gray",
        "Bea Pike",
    )
    author = "<author><name>Bea Pike</name><email>b@tideline.example</email></author>"
    assert entry(author).authors == ("Bea Pike",)
    feed = atom("<entry><title>x</title></entry>", f"<title>Tideline</title>{author}")
    assert feed.items[0].authors == ("Bea Pike",)


def test_the_outlet_is_nobodys_by_line_and_neither_is_who_looks_after_the_feed() -> None:
    assert atom("<entry/>", "<title>Tideline</title><author><name>Tideline</name></author>").items[0].authors == ()
    assert rss("<item/>", "<managingEditor>a@courier.example (Ann Gray)</managingEditor>").items[0].authors == ()


def test_categories_and_pictures_are_read() -> None:
    read = item(
        '<category>News</category><category domain="x">Dorn &amp;amp; around</category><category>News</category>'
        '<media:content url="/weir.mp4" medium="video"/><media:content url="/weir.jpg" medium="image"/>'
    )
    assert (read.categories, read.image) == (("News", "Dorn & around"), "https://courier.example/weir.jpg")
    labelled = entry('<category term="https://x.example/kind#post"/><category term="n1" label="News"/>')
    assert labelled.categories == ("News",)


def test_a_feed_says_when_it_is_to_be_left_alone() -> None:
    hours = "<skipHours><hour>0</hour><hour>24</hour><hour>07</hour><hour>x</hour><hour>99</hour></skipHours>"
    days = "<skipDays><day>Sunday</day><day>monday</day><day>Someday</day></skipDays>"
    feed = rss("", f"<title>x</title><ttl> 90 </ttl>{hours}{days}")
    assert (feed.ttl, feed.skip_hours, feed.skip_days) == (timedelta(minutes=90), frozenset({0, 7}), frozenset({6, 0}))
    every = "<title>x</title><sy:updatePeriod> daily </sy:updatePeriod><sy:updateFrequency>4</sy:updateFrequency>"
    assert rss("", every).ttl == timedelta(hours=6)


@pytest.mark.parametrize("ttl", ["", "0", "-5", "soon", "9" * 30, "99999999"])
def test_a_rest_that_cannot_be_meant_is_none(ttl: str) -> None:
    assert rss("", f"<title>x</title><ttl>{ttl}</ttl>").ttl is None


def test_published_and_updated_are_told_apart() -> None:
    read = entry("<published>2026-11-18T06:30:00Z</published><updated>2026-11-19T06:30:00Z</updated>")
    assert (read.published, read.updated) == (
        datetime(2026, 11, 18, 6, 30, tzinfo=UTC),
        datetime(2026, 11, 19, 6, 30, tzinfo=UTC),
    )
    only = entry("<updated>2026-11-19T06:30:00Z</updated>")
    assert only.published == only.updated
    assert item("<pubDate>Wed, 18 Nov 2026 06:30:00 GMT</pubDate>").updated is None
    assert item("<pubDate>soon</pubDate>").published is None


AT_HALF_PAST_SIX = datetime(2026, 11, 18, 6, 30, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Wed, 18 Nov 2026 06:30:00 GMT",
        "Wed, 18 Nov 2026 06:30:00 +0000",
        "Wed, 18 Nov 2026 06:30:00",
        "Wed,18 Nov 2026 06:30 UT",
        "18 Nov 26 06:30 Z",
        "Wednesday, 18 November 2026 07:30:00 CET",
        "Wed, 18 Nov 2026 01:30:00 EST",
        "Wed, 18 Nov 2026 07:30:00 GMT+0100",
        "Wed, 18 Nov 2026 12:00:00 +0530 (IST)",
        "Wed Nov 18 06:30:00 2026",
        "Wed Nov 18 06:30:00 UTC 2026",
        "November 18, 2026 6:30 AM",
        "Mi, 18. November 2026 07:30:00 +0100",
        "mié, 18 nov 2026 06:30:00 GMT",
        "18 de noviembre de 2026 06:30",
        "mer., 18 nov. 2026 06:30:00 +0000",
        "2026-11-18T06:30:00Z",
        "2026-11-18T06:30:00.0000000Z",
        "2026-11-18 06:30:00 +00:00",
        "2026-11-18T07:30+01",
        "2026/11/18 06:30:00",
        "Wed, 2026-11-18 06:30:00",
        "20261118T063000Z",
        "18.11.2026 06:30",
        "1794983400",
        "1794983400000",
    ],
)
def test_a_time_is_read_in_whatever_form_it_comes(text: str) -> None:
    assert read_time(text) == AT_HALF_PAST_SIX


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("2026-11-18", datetime(2026, 11, 18, tzinfo=UTC)),
        ("2026-11", datetime(2026, 11, 1, tzinfo=UTC)),
        ("18 Nov 1998", datetime(1998, 11, 18, tzinfo=UTC)),
        ("18 Nov 98", datetime(1998, 11, 18, tzinfo=UTC)),
        ("2026-11-18T24:00:00Z", datetime(2026, 11, 19, tzinfo=UTC)),
        ("Wed, 18 Nov 2026 23:59:60 GMT", datetime(2026, 11, 19, tzinfo=UTC)),
        ("Wed, 18 Nov 2026 25:00:00 GMT", datetime(2026, 11, 18, tzinfo=UTC)),
        ("Wed, 18 Nov 2026 12:05 am GMT", datetime(2026, 11, 18, 0, 5, tzinfo=UTC)),
        ("Wed, 18 Nov 2026 06:30:00 +9900", AT_HALF_PAST_SIX),
        ("Mon, 01 Jan 0001 00:00:00 +0000", datetime(1900, 1, 1, tzinfo=UTC)),
        ("9999-12-31T23:59:59Z", None),
        ("31 Nov 2026", None),
        ("3/4/2026", None),
        ("yesterday", None),
        ("", None),
    ],
)
def test_a_time_that_is_not_quite_one_is_read_as_far_as_it_is_clear(text: str, read: datetime | None) -> None:
    assert read_time(text) == read


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

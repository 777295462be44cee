"""The titles, texts, links and times of feeds, from wherever publishers put them."""

from datetime import UTC, datetime

import pytest

from digest import Feed, FeedItem, read_feed, read_item
from digest.feed_dates import read_time
from tests.core.written_feeds import URL, item, rss


def atom(entries: str, head: str = "<title>Tideline</title>") -> Feed:
    return read_feed(f'<feed xmlns="http://www.w3.org/2005/Atom">{head}{entries}</feed>'.encode(), URL)


def entry(fields: str) -> FeedItem:
    return atom(f"<entry>{fields}</entry>").items[0]


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


def test_a_by_line_of_brackets_is_read_at_once() -> None:
    odd = "(" * 1_333 + "@" * 1_333 + ")" * 1_333 + "x"
    assert item(f"<author>{odd}</author>").authors == (odd,)


def test_where_a_name_of_a_language_ends_is_told_in_one_pass() -> None:
    feed = f'<rss xmlns:x="{"/" * 500_000}a"><channel><x:y/><item><title>Weir to go</title></item></channel></rss>'
    assert read_feed(feed.encode(), URL).items[0].title == "Weir to go"


def test_whether_a_summary_is_cut_off_is_told_in_one_pass() -> None:
    points = "…" * 500_000
    feed = rss(
        f"<item><title>Weir to go</title><description>{points} 1874</description>"
        "<content:encoded>The old weir of Dorn is to go.</content:encoded></item>"
    )
    article = read_item(feed.items[0], feed)
    assert article.standfirst
    assert article.standfirst.of(article.text) == f"{points} 1874"


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

from datetime import UTC, datetime

import pytest

from digest import Feed, FeedItem, Kind, NotAFeed, Source, newest_items, read_feed, read_item

RSS = """<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Dorn &amp; Mail</title><link>https://mail.example/</link><language>en-gb</language>{items}</channel></rss>"""
ITEM = """<item><title>{title}</title><link>{link}</link><guid isPermaLink="false">g1</guid><pubDate>Wed, 18 Nov 2026 06:30:00 +0100</pubDate>
<author>a@mail.example (Ann Gray)</author><category>News</category><description>{summary}</description>
<content:encoded><![CDATA[{content}]]></content:encoded></item>"""
CONTENT = (
    "<p>The council voted 7-4 to remove the old weir.</p><p>Objections can be filed until the end of the year.</p>"
)


def rss(
    title: str = "Weir to go", link: str = "/weir", summary: str = "The wall comes out.", content: str = CONTENT
) -> bytes:
    return RSS.format(items=ITEM.format(title=title, link=link, summary=summary, content=content)).encode()


def test_a_feed_and_its_entries_are_read() -> None:
    feed = read_feed(rss("Weir &amp;amp; <![CDATA[<b>pond</b>]]>"), "https://mail.example/feed")
    assert feed.source == Source("Dorn & Mail", feed="https://mail.example/feed", site="https://mail.example/")
    assert feed.language == "en"
    (item,) = feed.items
    assert (item.id, item.guid) == ("mail.example/weir", "g1")
    assert (item.title, item.url) == ("Weir & pond", "https://mail.example/weir")
    assert item.published == datetime(2026, 11, 18, 5, 30, tzinfo=UTC)
    assert item.categories == ("News",)


def test_atom_is_read() -> None:
    feed = read_feed(
        b'<feed xmlns="http://www.w3.org/2005/Atom" xml:lang="en"><title>Tide</title><entry><title>Nine gauges</title>'
        b'<id>t1</id><link href="https://tide.example/1"/><updated>2026-11-19T08:30:00+01:00</updated>'
        b"<author><name>Bea Pike</name></author><summary>Nine new gauges.</summary></entry></feed>"
    )
    (item,) = feed.items
    assert (item.authors, item.summary, item.published) == (
        ("Bea Pike",),
        "Nine new gauges.",
        datetime(2026, 11, 19, 7, 30, tzinfo=UTC),
    )


def test_an_entry_is_an_article_with_its_summary_as_standfirst() -> None:
    feed = read_feed(rss(), "https://mail.example/feed")
    article = read_item(feed.items[0], feed)
    assert article.text == (
        "Weir to go\n\nThe wall comes out.\n\nThe council voted 7-4 to remove the old weir.\n\n"
        "Objections can be filed until the end of the year."
    )
    assert article.standfirst is not None
    assert not article.excerpt_only
    assert article.section == "News"


@pytest.mark.parametrize(
    "summary", ["The council voted 7-4 to remove […]", "The council voted 7-4 to remove the old weir.", ""]
)
def test_a_summary_that_only_repeats_the_beginning_is_no_standfirst(summary: str) -> None:
    feed = read_feed(rss(summary=summary))
    assert read_item(feed.items[0], feed).standfirst is None


def test_an_entry_with_a_summary_only_is_an_excerpt() -> None:
    feed = read_feed(rss(content=""))
    article = read_item(feed.items[0], feed)
    assert article.excerpt_only
    assert [span.of(article.text) for span in article.body] == ["The wall comes out."]


def test_a_category_may_say_that_it_is_an_opinion() -> None:
    feed = read_feed(rss().replace(b"<category>News", b"<category>Opinion"))
    assert read_item(feed.items[0], feed).kind is Kind.OPINION


def test_links_that_are_not_of_the_web_are_not_handed_on() -> None:
    (item,) = read_feed(rss(link="javascript:alert(1)"), "https://mail.example/feed").items
    assert item.url == ""


@pytest.mark.parametrize("body", [b"", b"<rss", b"\x00\x01", b"{}", b"<note><title>x</title></note>"])
def test_what_is_no_feed_is_an_error_that_says_so(body: bytes) -> None:
    with pytest.raises(NotAFeed, match=r"https://mail\.example/: not an RSS, Atom or JSON feed"):
        read_feed(body, "https://mail.example/")


def test_a_web_page_is_told_from_what_is_nothing() -> None:
    with pytest.raises(NotAFeed, match="a web page, not a feed; name the address of its feed"):
        read_feed(b"<!DOCTYPE html><html><body>Not found</body></html>", "https://mail.example/")


ENTRIES = (
    "<item><title>{0} to go</title>{1}<link>https://mail.example/</link><description>All of {0}.</description></item>",
    "<item>{1}<link>#</link><description>All of {0}.</description></item>",
    "<item><title>{0} to go</title>{1}<description>All of {0}.</description></item>",
)


@pytest.mark.parametrize("guid", ["", '<guid isPermaLink="false">{0}</guid>'])
@pytest.mark.parametrize("entry", ENTRIES)
def test_entries_that_share_a_link_are_articles_of_their_own_and_have_none(entry: str, guid: str) -> None:
    items = "".join(entry.format(name, guid.format(name)) for name in ("Weir", "Pond", "Wall"))
    feed = read_feed(RSS.format(items=items).encode(), "https://mail.example/feed")
    articles = [read_item(item, feed) for item in feed.items]
    assert len({article.id for article in articles}) == 3
    assert {article.url for article in articles} == {""}
    # In another wording it is the same article; in another feed it is not, whatever its name there.
    changed = read_feed(RSS.format(items=items).replace("All of", "Of").encode(), "https://mail.example/feed")
    other = read_feed(RSS.format(items=items).encode(), "https://other.example/feed")
    if guid or "title" in entry:
        assert read_item(changed.items[0], changed).id == articles[0].id
    assert read_item(other.items[0], other).id != articles[0].id


def test_an_entry_that_stands_twice_in_a_feed_is_one_article_with_its_link() -> None:
    item = ITEM.format(title="Weir to go", link="/weir", summary="", content=CONTENT)
    feed = read_feed(RSS.format(items=item * 2).encode(), "https://mail.example/feed")
    one, other = (read_item(item, feed) for item in feed.items)
    assert one == other
    assert one.url == "https://mail.example/weir"


@pytest.mark.parametrize(
    ("days", "newest"),
    [
        ([3, 2, 1], [3, 2, 1]),
        ([1, 2, 3], [3, 2, 1]),
        ([2, 3, 1], [3, 2, 1]),
        ([0, 0, 0], [0, 0, 0]),
        ([0, 3, 1, 0, 2], [0, 3, 2, 1, 0]),
        ([], []),
    ],
)
def test_the_newest_entries_come_first_and_undated_ones_stay_where_they_stand(
    days: list[int], newest: list[int]
) -> None:
    items = tuple(
        FeedItem(f"{number}", str(day), published=datetime(2026, 11, day, tzinfo=UTC) if day else None)
        for number, day in enumerate(days)
    )
    ordered = newest_items(Feed(Source("Mail"), items))
    assert [int(item.title) for item in ordered] == newest
    undated = [item.id for item in ordered if not item.published]
    assert undated == sorted(undated)


def test_of_several_texts_of_an_entry_the_longest_is_its_content() -> None:
    both = f"<content type='html'>Short.</content><content type='html'>{CONTENT.replace('<', '&lt;')}</content>"
    feed = read_feed(
        f"<feed xmlns='http://www.w3.org/2005/Atom'><title>Mail</title><entry><title>Weir</title>{both}</entry></feed>".encode()
    )
    assert feed.items[0].content == CONTENT


def test_a_link_without_a_host_leads_to_the_site_of_a_feed_from_a_file() -> None:
    (item,) = read_feed(rss(link="/weir")).items
    assert item.url == "https://mail.example/weir"


def test_a_long_summary_is_no_standfirst() -> None:
    feed = read_feed(rss(summary="The wall comes out, and nobody knows when. " * 8))
    assert read_item(feed.items[0], feed).standfirst is None


def test_authors_that_only_the_text_names_are_the_entrys() -> None:
    feed = read_feed(
        rss(content=f"<p>By Bea Pike</p>{CONTENT}").replace(b"<author>a@mail.example (Ann Gray)</author>", b"")
    )
    assert read_item(feed.items[0], feed).authors == ("Bea Pike",)


def test_a_text_that_says_itself_that_it_goes_on_elsewhere_is_an_excerpt() -> None:
    long = "<p>The council voted 7-4 on Wednesday to remove the old weir, ending a dispute of two winters.</p>"
    feed = read_feed(rss(content=f"{long}<p>Subscribe to continue reading</p>"))
    assert read_item(feed.items[0], feed).excerpt_only


@pytest.mark.parametrize("address", ["a@mail.example", "a@mail.media", "a@mail.co"])
def test_an_author_goes_by_the_name_behind_the_address(address: str) -> None:
    feed = read_feed(rss().replace(b"a@mail.example", address.encode()), "https://mail.example/feed")
    assert feed.items[0].authors == ("Ann Gray",)

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import NotAFeed, Source, read_opml, write_opml
from digest.urls import web_url


def test_an_opml_list_names_feeds_each_once() -> None:
    opml = b"""<opml version="2.0"><body><outline text="World"><outline title="Mail" type="rss" xmlUrl="https://mail.example/feed"
    htmlUrl="https://mail.example/"/><outline text="Again" xmlUrl="https://mail.example/feed"/><outline xmlUrl="https://mail.example/feed/#top"/>
    </outline><outline text="Bad" xmlUrl="javascript:x"/></body></opml>"""
    assert read_opml(opml) == (Source("Mail", "https://mail.example/feed", "https://mail.example/"),)


@pytest.mark.parametrize(
    "attributes",
    [
        'xmlurl="{}"',
        'XMLURL="{}"',
        'xmlURL="{}"',
        'type="rss" URL="{}"',
        'TYPE="link" url="https://x.example" xmlUrl="{}"',
    ],
)
def test_an_opml_list_may_spell_its_attributes_in_any_case(attributes: str) -> None:
    feed = "https://mail.example/feed"
    assert [
        source.feed for source in read_opml(f"<opml><body><outline {attributes.format(feed)}/></body></opml>".encode())
    ] == [feed]


@pytest.mark.parametrize("kind", ["link", "include"])
def test_an_opml_list_also_names_what_is_no_feed(kind: str) -> None:
    with pytest.raises(NotAFeed):
        read_opml(f'<opml><body><outline type="{kind}" url="https://mail.example/"/></body></opml>'.encode())


def test_an_opml_list_is_resolved_and_decoded_like_a_feed() -> None:
    opml = '<?xml version="1.0" encoding="windows-1252"?><opml><body><outline text="Dörn\x07 &lt;b&gt;Mail" xmlUrl="/feed"/></body></opml>'
    (source,) = read_opml(opml.replace("\x07", "").encode("cp1252"), "https://mail.example/list")
    assert source == Source("Dörn Mail", "https://mail.example/feed")


@pytest.mark.parametrize("body", [b"<opml><body/></opml>", b"<opml", b"no xml"])
def test_an_opml_list_without_feeds_is_an_error(body: bytes) -> None:
    with pytest.raises(NotAFeed, match="not an OPML list of feeds"):
        read_opml(body)


def test_an_opml_list_reads_no_file_for_an_entity() -> None:
    bomb = b'<!DOCTYPE o [<!ENTITY x SYSTEM "file:///etc/passwd">]><opml><body><outline text="&x;" xmlUrl="https://m.example/f"/></body></opml>'
    assert "root:" not in read_opml(bomb)[0].outlet


def test_an_opml_list_grows_no_entity() -> None:
    entities = "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 10}">' for n in range(1, 12))
    bomb = f'<!DOCTYPE o [<!ENTITY e0 "lol">{entities}]><opml><body><outline text="&e11;" xmlUrl="https://m.example/f"/></body></opml>'
    assert read_opml(bomb.encode()) == (Source("&e11;", "https://m.example/f"),)


def test_an_opml_list_gives_no_address_that_is_not_of_the_web() -> None:
    opml = b'<opml><body><outline text="Mail" xmlUrl="https://mail.example/feed" htmlUrl="javascript:alert(1)"/></body></opml>'
    assert read_opml(opml) == (Source("Mail", "https://mail.example/feed"),)


def test_an_opml_list_may_be_of_the_first_version_and_badly_written() -> None:
    opml = """Export
        <?xml version="1.0"?><OPML version="1.0"><BODY><OUTLINE TEXT="News & Sport"><Outline text=Mail xmlUrl="https://mail.example/feed?a=1&b=2"/>
        </OUTLINE></BODY></OPML>"""
    assert read_opml(opml.encode()) == (Source("Mail", "https://mail.example/feed?a=1&b=2"),)


def test_what_is_written_is_opml_as_other_readers_import_it() -> None:
    source = Source(
        "The Marenna “Courier” & Post\x00", "https://courier.example/feed?a=1&b=2", "https://courier.example/"
    )
    assert write_opml([source, Source("Without a feed")], "Dorn & around").decode() == (
        """<?xml version='1.0' encoding='UTF-8'?>
<opml version="2.0">
  <head>
    <title>Dorn &amp; around</title>
  </head>
  <body>
    <outline text="The Marenna “Courier” &amp; Post" title="The Marenna “Courier” &amp; Post" type="rss" xmlUrl="https://courier.example/feed?a=1&amp;b=2" htmlUrl="https://courier.example/"/>
  </body>
</opml>"""
    )


def test_a_feed_without_a_name_is_listed_by_its_address() -> None:
    assert read_opml(write_opml([Source("", "https://mail.example/feed")]))[0].outlet == "https://mail.example/feed"


# Names as people give them: in a list, what looks like a tag or a reference is one.
NAMES = st.text(st.characters(exclude_characters="<&", exclude_categories=["C", "Z"]), min_size=1, max_size=30)
ADDRESSES = st.text("abcé/?=&'.~-", max_size=20).map(lambda path: web_url(f"https://mail.example/{path}"))
SOURCES = st.lists(
    st.builds(Source, NAMES, ADDRESSES, ADDRESSES), min_size=1, unique_by=lambda source: source.feed.rstrip("/")
)


@given(SOURCES)
def test_what_is_written_is_read_again(sources: list[Source]) -> None:
    assert read_opml(write_opml(sources, "Mine")) == tuple(sources)


@given(
    st.one_of(
        st.binary(max_size=300),
        st.text("<>/&;\"'=! opmlutineURL\n\x00é", max_size=200).map(lambda t: f"<opml>{t}".encode()),
    )
)
def test_whatever_the_bytes_there_is_a_list_or_an_error_that_says_there_is_none(body: bytes) -> None:
    try:
        sources = read_opml(body)
    except NotAFeed:
        return
    assert all(source.feed.startswith(("http://", "https://")) for source in sources)

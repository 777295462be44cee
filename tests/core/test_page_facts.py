"""What a page says of its article, wherever it says it."""

import json
from datetime import datetime

import pytest

from digest import Article, Kind, read_page

BODY = "<p>The council voted on Wednesday to take the old weir out of the Kessel, after four hours of debate.</p>" * 4


def page(
    *head: str, body: str = "<h1>Dorn lets the Kessel run</h1>", url: str = "https://mail.example/weir"
) -> Article:
    html = f"<!doctype html><html><head>{''.join(head)}</head><body><article>{body}{BODY}</article></body></html>"
    return read_page(html.encode(), url)


def said(**facts: object) -> str:
    return f'<script type="application/ld+json">{json.dumps({"@type": "NewsArticle", **facts})}</script>'


def meta(name: str, content: str) -> str:
    return f'<meta property="{name}" content="{content}">'


def title(article: Article) -> str:
    return article.title.of(article.text) if article.title else ""


@pytest.mark.parametrize(
    ("head", "body", "expected"),
    [
        ([meta("og:title", "You won’t believe this weir")], "<h1>Dorn lets the Kessel run</h1>", "Dorn lets the Kessel run"),
        ([meta("og:title", "Dorn lets the Kessel run | Dorn Mail")], "<h1>Dorn Mail today</h1><h1>Dorn lets the Kessel run</h1>", "Dorn lets the Kessel run"),
        ([meta("og:title", "Dorn lets the Kessel run")], "<h1><span>Weir: </span>Dorn lets the Kessel run</h1>", "Dorn lets the Kessel run"),
        ([meta("og:title", "Dorn lets the Kessel run | Dorn Mail"), meta("og:site_name", "Dorn Mail")], "", "Dorn lets the Kessel run"),
        ([said(headline="Dorn lets the &amp;amp; Kessel run")], "", "Dorn lets the & Kessel run"),
        (["<title>Dorn lets the Kessel run - Dorn Mail</title>", meta("og:site_name", "Dorn Mail")], "", "Dorn lets the Kessel run"),
    ],
)  # fmt: skip
def test_the_headline_is_what_readers_see_and_machines_are_told(head: list[str], body: str, expected: str) -> None:
    assert title(page(*head, body=body)) == expected


@pytest.mark.parametrize(
    ("head", "byline", "expected"),
    [
        ([said(author=[{"name": "Ann Gray"}, {"name": "Theo Beck"}])], "", ("Ann Gray", "Theo Beck")),
        ([said(author="By Ann Gray and Theo Beck")], "", ("Ann Gray", "Theo Beck")),
        ([said(author={"@type": "Person", "name": ["Ann Gray"]})], "", ("Ann Gray",)),
        ([meta("author", "https://mail.example/ann")], '<p class="byline">By Ann Gray, Senior Reporter</p>', ("Ann Gray",)),
        ([said(author={"name": "Dorn Mail"}), meta("og:site_name", "Dorn Mail")], '<a rel="author" href="/a">Ann Gray</a>', ("Ann Gray",)),
        ([said(author={"name": "Dorn Mail"}), meta("og:site_name", "Dorn Mail")], "", ("Dorn Mail",)),
        ([], '<div><a href="/authors/ann-gray">Ann Gray</a></div>', ("Ann Gray",)),
        ([said(author=7)], "", ()),
        ([meta("author", "admin")], "", ()),
    ],
)  # fmt: skip
def test_authors_are_people_where_any_are_named(head: list[str], byline: str, expected: tuple[str, ...]) -> None:
    assert page(*head, body=f"<h1>Dorn lets the Kessel run</h1>{byline}").authors == expected


def test_an_author_may_be_described_elsewhere_on_the_page() -> None:
    graph = {
        "@graph": [
            {"@type": "NewsArticle", "headline": "x", "author": {"@id": "#ann"}},
            {"@type": "Person", "@id": "#ann", "name": "Ann Gray"},
        ]
    }
    assert page(f'<script type="application/ld+json">{json.dumps(graph)}</script>').authors == ("Ann Gray",)


@pytest.mark.parametrize(
    "author",
    [
        {"@type": "Person", "givenName": "Ann", "familyName": "Gray"},
        {"name": {"@value": "Ann Gray"}},
        [{"name": "Ann Gray"}, {"name": "Political Editor"}],
        "Ann Gray, Staff Writer",
    ],
)
def test_an_author_may_be_given_in_parts_or_with_a_role(author: object) -> None:
    assert page(said(author=author)).authors[:1] == ("Ann Gray",)


def test_the_articles_of_other_stories_say_nothing_of_this_one() -> None:
    other = said(
        headline="Marenna closes its mill",
        url="https://mail.example/mill",
        author="Theo Beck",
        datePublished="2026-01-02",
        description="x",
        image="https://mail.example/mill.jpg",
        isAccessibleForFree=False,
    )
    own = said(headline="Dorn lets the Kessel run", author="Ann Gray", datePublished="2026-11-19")
    for head in ((other, own), (own, other)):
        article = page(*head)
        assert article.authors == ("Ann Gray",)
        assert article.published == datetime.fromisoformat("2026-11-19T00:00:00+00:00")
        assert not article.image
        assert not article.excerpt_only


def test_an_article_is_the_pages_own_by_its_address_too() -> None:
    other = said(headline="The mill", url="https://mail.example/mill", author="Theo Beck", image="/m.jpg", keywords="m")
    own = said(headline="You won’t believe this weir", mainEntityOfPage={"@id": "/weir"}, author="Ann Gray")
    assert page(other, own).authors == ("Ann Gray",)


def test_an_article_described_twice_has_all_the_authors_that_either_names() -> None:
    short = said(headline="Dorn lets the Kessel run", author="Ann Gray", image="/a.jpg", keywords="weir")
    long = said(headline="Dorn lets the Kessel run", author=["Ann Gray", "Theo Beck"])
    assert page(short, long).authors == ("Ann Gray", "Theo Beck")


@pytest.mark.parametrize(
    ("free", "is_locked"),
    [
        ({"isAccessibleForFree": False}, True),
        ({"hasPart": {"@type": "WebPageElement", "isAccessibleForFree": "False"}}, True),
        ({"publisher": {"@type": "Product", "isAccessibleForFree": False}}, False),
        ({"isPartOf": {"@type": "Product", "isAccessibleForFree": False}}, False),
    ],
)
def test_a_page_is_locked_only_if_its_own_article_is(free: dict[str, object], *, is_locked: bool) -> None:
    assert page(said(headline="Dorn lets the Kessel run", **free)).excerpt_only is is_locked


def test_an_outlet_and_a_picture_may_be_described_elsewhere_on_the_page() -> None:
    graph = [
        {"@type": "NewsArticle", "publisher": {"@id": "#mail"}, "image": [{"@id": "#weir"}]},
        {"@type": "Organization", "@id": "#mail", "name": "Dorn Mail"},
        {"@type": "ImageObject", "@id": "#weir", "url": "https://mail.example/weir.jpg"},
    ]
    article = page(f'<script type="application/ld+json">{json.dumps({"@graph": graph})}</script>')
    assert article.source.outlet == "Dorn Mail"
    assert article.image == "https://mail.example/weir.jpg"


@pytest.mark.parametrize(
    "image",
    ["/weir.jpg", ["/weir.jpg"], {"@value": "/weir.jpg"}, {"url": ["/weir.jpg"]}, [{"contentUrl": "/weir.jpg"}]],
)
def test_a_picture_may_be_given_in_any_shape(image: object) -> None:
    assert page(said(image=image)).image == "https://mail.example/weir.jpg"


@pytest.mark.parametrize(
    ("date", "expected"),
    [
        ("20260112T0900Z", "2026-01-12T09:00:00+00:00"),
        ("20260112T090000+0100", "2026-01-12T09:00:00+01:00"),
        ("20260112", "2026-01-12T00:00:00+00:00"),
        ("Mon Jan 12 2026 09:00:00 GMT+0100 (CET)", "2026-01-12T09:00:00+01:00"),
        (["2026-01-12"], "2026-01-12T00:00:00+00:00"),
        ({"@type": "Date", "@value": "2026-01-12"}, "2026-01-12T00:00:00+00:00"),
    ],
)
def test_a_date_may_be_given_in_any_shape(date: object, expected: str) -> None:
    assert page(said(datePublished=date)).published == datetime.fromisoformat(expected)


@pytest.mark.parametrize(
    "script",
    [
        '<script type="application/ld+json">{"@type": "NewsArticle", "author": ["Ann Gray",], }</script>',
        '<script type="application/ld+json">{"@type": "WebPage"}\n{"@type": "NewsArticle", "author": "Ann Gray"}</script>',
        '<script type="application/LD+JSON">{"@type": "NewsArticle", "author": "Ann Gray"}</script>',
        '<script type="application/ld+json">/*<![CDATA[*/{"@type": "NewsArticle", "author": "Ann Gray"}/*]]>*/</script>',
        '<meta name=" Author " content="Ann Gray">',
    ],
)
def test_what_is_told_to_machines_may_be_written_carelessly(script: str) -> None:
    assert page(script).authors == ("Ann Gray",)


@pytest.mark.parametrize(
    ("body", "expected"),
    [
        ("<h1>Dorn Mail</h1><h1>Dorn lets the Kessel run</h1>", "Dorn lets the Kessel run"),
        ("<h1>Dorn lets the Kessel run</h1><h1>Dorn Mail</h1>", "Dorn lets the Kessel run"),
    ],
)
def test_the_name_above_a_headline_is_not_the_headline(body: str, expected: str) -> None:
    assert title(page(meta("og:title", "Dorn lets the Kessel run | Dorn Mail"), body=body)) == expected


@pytest.mark.parametrize(
    "body",
    [
        f"<h1>Dorn lets the Kessel run</h1>{BODY}{BODY}<p>12 May 2005</p>{BODY}<p class='date'>19 November 2026</p>",
        "<time datetime='2026-01-02'>2 January</time><h1>Dorn lets the Kessel run</h1><time datetime='2026-11-19'>today</time>",
        f"<h1>Dorn lets the Kessel run</h1><p>19 November 2026</p>{BODY}<time datetime='2026-11-01' class='x'></time>",
        "<h1>Dorn lets the Kessel run</h1><p>12 May 1945</p><p>19 November 2026</p>",
        "<h1>Dorn lets the Kessel run</h1><aside><time datetime='2026-01-02'></time></aside><p>19 November 2026</p>",
    ],
)
def test_the_date_of_a_page_stands_near_its_headline(body: str) -> None:
    assert page(body=body).published == datetime.fromisoformat("2026-11-19T00:00:00+00:00")


def test_an_old_date_counts_where_it_is_marked_as_the_articles() -> None:
    body = "<h1>Dorn lets the Kessel run</h1><time itemprop='datePublished' datetime='1945-05-12'>12 May</time>"
    assert page(body=body).published == datetime.fromisoformat("1945-05-12T00:00:00+00:00")


@pytest.mark.parametrize(
    "line", ["<h4>By <span>Ann Gray</span></h4>", "<div class='article__author'>Von Ann Gray</div>"]
)
def test_a_name_printed_near_the_headline_goes_before_the_outlets(line: str) -> None:
    head = [said(author={"name": "Dorn Mail"}), meta("og:site_name", "Dorn Mail")]
    assert page(*head, body=f"<h1>Dorn lets the Kessel run</h1>{line}").authors == ("Ann Gray",)


def test_names_in_elements_of_their_own_are_several() -> None:
    body = "<h1>Dorn lets the Kessel run</h1><p class='byline'><span>Ann Gray</span> <span>Theo Beck</span></p>"
    assert page(body=body).authors == ("Ann Gray", "Theo Beck")


def test_each_fact_says_where_it_was_found() -> None:
    article = page(
        said(datePublished="2026-11-19T05:30:00+01:00", author="Ann Gray"), meta("og:site_name", "Dorn Mail")
    )
    assert article.published == datetime.fromisoformat("2026-11-19T05:30:00+01:00")
    assert set(article.origins) >= {
        ("title", "h1"),
        ("authors", "JSON-LD author"),
        ("published", "JSON-LD datePublished"),
        ("site", "meta og:site_name"),
    }


@pytest.mark.parametrize(
    ("head", "url", "kind"),
    [
        ('<script type="application/ld+json">{"@type": ["NewsArticle", "LiveBlogPosting"]}</script>', "", Kind.LIVE),
        (
            '<script type="application/ld+json">{"@type": "OpinionNewsArticle", "headline": "x"}</script>',
            "",
            Kind.OPINION,
        ),
        ('<script type="application/ld+json">{"@type": "ImageGallery", "name": "x"}</script>', "", Kind.GALLERY),
        ('<meta property="article:section" content="Sponsored content">', "", Kind.SPONSORED),
        ("", "https://mail.example/opinion/weir", Kind.OPINION),
        ("", "https://mail.example/news/the-opinion-of-the-weir", Kind.NEWS),
    ],
)
def test_the_kind_of_a_piece_is_what_its_page_says(head: str, url: str, kind: Kind) -> None:
    assert page(head, url=url or "https://mail.example/weir").kind is kind


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 50_000,
        '{"@type": "NewsArticle", "author": [[[{"name": null}]]], "headline": 3, "image": {"url": 4}, "datePublished": 5}',
        "// <![CDATA[\n{}\n// ]]>",
        '{"a":' * 3_000 + "1" + "}" * 3_000,
        " " * 900_000 + "x",
    ],
)
def test_what_is_told_to_machines_may_be_anything(script: str) -> None:
    assert title(page(f'<script type="application/ld+json">{script}</script>')) == "Dorn lets the Kessel run"


def test_a_page_that_its_best_reader_gives_up_is_read_by_another() -> None:
    sentence = "The council voted on Wednesday to take the old weir out of the Kessel, item {}."
    boxes = "".join(f"<p>{sentence.format(number)}</p>" for number in range(30))
    html = f"<html><body><div class='comments-area hidden sidebar'><h1>Dorn lets the Kessel run</h1>{boxes}</div></body></html>"
    article = read_page(html.encode(), "https://mail.example/weir")
    assert len(article.paragraphs) >= 25

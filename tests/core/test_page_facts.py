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

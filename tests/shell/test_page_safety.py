"""Nothing in an article can do anything to a page, and nothing in a page can do anything to whoever reads it."""

import re
from base64 import b64encode
from datetime import UTC, datetime
from hashlib import sha256

import lxml.html
import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from bot.page import digest_page
from bot.page.elements import element, link, stylesheet
from bot.plain import plain
from digest import (
    Article,
    Citation,
    Difference,
    Digest,
    NamedBy,
    Point,
    Quote,
    QuoteKind,
    Skipped,
    Source,
    Span,
    Speaker,
    Story,
    StoryQuote,
    Style,
    make_digest,
)
from tests.shell.pages import STYLE, Node, read_page

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)

# All that a page is made of. Nothing of it runs, loads or sends anything.
TAGS = set(
    """html head meta title style body header nav main section article footer h1 h2 h3 h4 p ol ul li div span a bdi b
    mark time cite figure blockquote figcaption details summary""".split()
)
ATTRIBUTES = set(
    """lang dir id class href rel referrerpolicy datetime aria-labelledby charset http-equiv name content""".split()
)


def test_a_browser_is_forbidden_everything_but_the_style_that_is_in_the_page() -> None:
    page = read_page(digest_page(make_digest([], now=NOW), "1.2.3"))
    head = page.one("head")
    first, policy, *_ = (one for one in head.content if isinstance(one, Node))
    assert first.attributes == {"charset": "utf-8"}
    assert policy.attributes["http-equiv"] == "Content-Security-Policy"
    style = b64encode(sha256(page.one("style").text.encode()).digest()).decode()
    assert policy.attributes["content"] == (
        f"default-src 'none'; style-src 'sha256-{style}'; base-uri 'none'; form-action 'none'"
    )


def test_the_style_asks_for_nothing() -> None:
    assert STYLE.isascii()  # No encoding can part it from its hash.
    assert not re.search(r"url\(|@import|@font-face|image-set|src\(|</", STYLE)


def check(page: str) -> Node:
    """What holds of every page, whatever is in it."""
    root = read_page(page)
    _, *nodes = root.nodes
    assert {one.tag for one in nodes} <= TAGS
    assert {name for one in nodes for name in one.attributes} <= ATTRIBUTES
    for one in root.all("a"):
        href = one.attributes["href"] or ""
        if not href.startswith("#"):
            assert re.match(r"https?://[!-~]*\Z", href, re.IGNORECASE)
            assert one.attributes["rel"] == "noopener noreferrer nofollow"
            assert one.attributes["referrerpolicy"] == "no-referrer"
    # A second reader of HTML, more like a browser's, sees the same elements.
    tree = lxml.html.document_fromstring(page)
    assert [one.tag for one in tree.iter()] == [one.tag for one in nodes]
    assert page.encode().decode() == page
    assert plain(page.replace("\n", "")) == page.replace("\n", "")
    return root


HOSTILE = (
    "<script>alert(1)</script>",
    "</p></article></main></body></html>",
    '" onmouseover="alert(1)',
    "' onfocus='alert(1)' autofocus",
    "<!-- ",
    "--> <![CDATA[ ]]> <?php",
    "<style>*{display:none}</style>",
    "</style><script>",
    "<img src=x onerror=alert(1)>",
    "&lt;b&gt; &amp; &#60; &#x3c;script&#x3e; &copy",
    "<base href=https://evil.example>",
    "<meta http-equiv=refresh content=0>",
    "`${alert(1)}` {{7*7}} \\u003cscript\\u003e \\",
    "\u202eevil\u202c \u2066x\u2069 \u200f\u200e\u061c",
    "\x00\x1b[2J\x7f\x85\ufeff\u2028\u2029\r\n\t",
    "\ud83d \udc00",
    "z\u0335\u0336\u0337" * 50,
    "javascript:alert(1)",
    "“ ” \" ' « »",
)
ADDRESSES = (
    "javascript:alert(1)",
    " javascript:alert(1)",
    "java\nscript:alert(1)",
    "JaVaScRiPt://https://x.example/%0aalert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:x",
    "file:///etc/passwd",
    "//evil.example/",
    "https:evil",
    "",
    'https://mail.example/"onclick="alert(1)',
    "https://mail.example/' ><script>",
    "https://mail.example/&quot;&lt;",
    "https://mail.example/\u202e/\ud83d/سد",
    "HTTPS://mail.example/",
    f"https://mail.example/{'x' * 5_000}",
)
TEXTS = st.one_of(st.sampled_from(HOSTILE), st.text(st.characters(exclude_categories=()), max_size=80))
NAMES = TEXTS.filter(bool)


@st.composite
def digests(draw: st.DrawFn) -> Digest:
    """Digests of articles that nobody has cleaned, everything in them somebody else's."""

    def article() -> Article:
        paragraphs = draw(st.lists(NAMES, min_size=1, max_size=4))
        starts = [sum(len(one) + 2 for one in paragraphs[:at]) for at in range(len(paragraphs))]
        spans = tuple(Span(start, start + len(one)) for start, one in zip(starts, paragraphs, strict=True))
        has_title = len(spans) > 1 and draw(st.booleans())
        url = draw(st.one_of(st.sampled_from(ADDRESSES), TEXTS))
        return Article(
            draw(TEXTS),
            "r",
            "\n\n".join(paragraphs),
            title=spans[0] if has_title else None,
            body=spans[1:] if has_title else spans,
            url=url,
            canonical_url=url,
            source=Source(draw(TEXTS)),
            published=draw(st.sampled_from((None, NOW))),
            language=draw(st.one_of(st.sampled_from(("en", "ar", "")), TEXTS)),
        )

    def span(article: Article) -> Span:
        start = draw(st.integers(0, len(article.text) - 1))
        return Span(start, draw(st.integers(start + 1, len(article.text))))

    def citation() -> Citation:
        of = article()
        return Citation(of, span(of))

    def quote() -> Quote:
        of = article()
        speaker = Speaker(draw(TEXTS), span(of), NamedBy.NAME, draw(TEXTS), None, 1.0)
        return Quote(of, (span(of), span(of)), speaker, QuoteKind.STATEMENT)

    def story() -> Story:
        points = (Point(citation(), (citation(),), draw(st.booleans()), (Difference(citation(), citation()),)),)
        quotes = (StoryQuote(quote(), (quote(),), (quote(),)),)
        told = (article(), article())
        return Story(draw(TEXTS), told, citation(), points, quotes, ("x", "y"), 1, draw(TEXTS), why=(draw(TEXTS),))

    stories = tuple(story() for _ in range(draw(st.sampled_from((0, 1, 4)))))
    skipped = (Skipped(draw(TEXTS), draw(TEXTS), draw(st.sampled_from(ADDRESSES))),)
    topics = ((draw(TEXTS), 1), (draw(TEXTS), 3)) if len(stories) == 4 else ()
    return Digest(stories, skipped, NOW, style=draw(st.sampled_from(Style)), topics=topics)


@given(digests())
def test_whatever_articles_hold_is_text_in_a_page_of_our_elements_and_links_to_the_web_alone(digest: Digest) -> None:
    root = check(digest_page(digest, "1.2.3", why=True))
    sentences = [point.citation.text for story in digest.stories for point in story.summary]
    assert [one.text for one in root.all("p", "sentence")] == [shown(one) for one in sentences]
    headlines = [story.headline.text for story in digest.stories]
    heads = [next(node for node in one.nodes if node.tag in {"h2", "h3"}) for one in root.all("article")]
    assert [one.text for one in heads] == [shown(one) for one in headlines]


def shown(text: str) -> str:
    """A text as a page shows it."""
    return plain(text).encode(errors="replace").decode()


@given(TEXTS, TEXTS)
@example('"><script>', "</p>")
def test_a_string_is_text_wherever_it_stands(attribute: str, content: str) -> None:
    node = read_page(element("p", content, title=attribute).markup).one("p")
    assert node.text == shown(content)
    assert node.attributes == {"title": shown(attribute)}


@pytest.mark.parametrize("url", ADDRESSES)
def test_a_link_leads_to_the_web_or_nowhere(url: str) -> None:
    root = read_page(link(url, "Dorn Mail").markup)
    assert root.text == "Dorn Mail"
    hrefs = [one.attributes["href"] or "" for one in root.all("a")]
    assert all(href.lower().startswith("https://mail.example/") and href.isascii() for href in hrefs)
    assert bool(hrefs) == (url.lower().startswith("https://mail") and len(url) < 2_000)


def test_a_style_sheet_cannot_be_ended_from_within() -> None:
    with pytest.raises(ValueError, match="would end it"):
        stylesheet("p {} </style><script>")

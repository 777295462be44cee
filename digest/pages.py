"""HTML -> the text of the article on the page, and what the page says about it.

The main text is trafilatura's, tuned for precision: of the libraries that carry no model it reads news best (figures in
docs/quality.md). What it leaves in is for `digest.articles` to cut. Its import costs half a second of CPU, so it is
loaded where the first page is read.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from digest.dates import find_date, is_date_line
from digest.errors import NoArticleText
from digest.types import Kind
from digest.urls import web_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Page", "extract_fragment", "extract_page"]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds.

    Attributes:
        text: Main text, a line a paragraph.
        title: The article's headline.
        standfirst: The description the page gives of the article, if it prints it too.
        authors: Names.
        published: Aware.
        site: The outlet's name.
        canonical_url: The address the page gives as its own; the one it was read from if it gives none.
        language: As the page declares it.
        section: The outlet's name for the part of the paper.
        kind: News unless the page says otherwise.
        image: URL of the lead image.
        is_locked: Whether the page says that its text is not free to read.
    """

    text: str
    title: str = ""
    standfirst: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    site: str = ""
    canonical_url: str = ""
    language: str = ""
    section: str = ""
    kind: Kind = Kind.NEWS
    image: str = ""
    is_locked: bool = False


# Where pages say when they were published, best first.
_PUBLISHED = (
    "//meta[@property='article:published_time' or @itemprop='datePublished' or @name='article:published_time']/@content",
    "//meta[@name='date' or @name='dc.date' or @name='dcterms.created' or @name='pubdate' or @name='parsely-pub-date']/@content",
    "//time[@itemprop='datePublished' or @pubdate]/@datetime",
    "//article//time/@datetime",
    "//time/@datetime",
)
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")
# Where on a page it may be printed. The dates of pictures, menus, comments and other stories stand elsewhere.
_APART = "ancestor-or-self::*[self::footer or self::nav or self::aside or self::figure or self::script or self::style]"
_LINES = f"//body//text()[not({_APART})]"
_CALLED_DATE = f"//body//*[contains(@class, 'date') or contains(@class, 'publish')][not(*/* or {_APART} or contains(@class, 'comment'))]"
_LONGEST_DATE_LINE = 60
_JSON_PUBLISHED = re.compile(r'"datePublished"\s*+:\s*+"([^"]{8,40}+)"')
_LOCKED = re.compile(
    r'"isAccessibleForFree"\s*+:\s*+"?false|content_tier"\s++content="(?:locked|metered)', re.IGNORECASE
)
_KINDS = (
    (Kind.LIVE, re.compile(r'"@type"\s*+:\s*+\[?+\s*+"LiveBlogPosting"')),
    (Kind.OPINION, re.compile(r'"@type"\s*+:\s*+\[?+\s*+"(?:OpinionNewsArticle|AnalysisNewsArticle)"')),
    (Kind.SPONSORED, re.compile(r'"@type"\s*+:\s*+\[?+\s*+"AdvertiserContentArticle"')),
)
_OPINION_SECTION = re.compile(
    r"\b(?:opinions?|comment(?:ary|isfree)?|editorials?|columns?|meinung|kommentare?|opinión|tribunes?)\b",
    re.IGNORECASE,
)
# A page's own code is in its first part; a longer one is not searched for a few words.
_SEARCHED = 1_000_000

_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split()
)
_NOT_TEXT = "//script|//style|//noscript|//template|//figure|//figcaption|//iframe|//object|//form|//svg|//comment()"

# A tag that holds data: a picture in its address, or attributes by the thousand, with which libxml2 takes seconds.
_LONG_TAG = re.compile(r"<[^<>]{5000,}+>")


# What a browser does not show. Whole pages are hidden until their scripts have run, so the frame is left alone.
_STYLE = "translate(@style, 'DISPLAYNOE \t', 'displaynoe')"
_HIDDEN = f"//body//*[self::template or @hidden[. != 'until-found'] or contains({_STYLE}, 'display:none')][not(self::article or self::main)]"


def extract_page(html: str, url: str) -> Page:
    """Find the article on a page.

    Args:
        html: The page, decoded.
        url: Where it came from; empty if unknown.

    Raises:
        NoArticleText: If there is none on it.
    """
    import trafilatura

    tree = trafilatura.load_html(html)
    if tree is None:
        raise NoArticleText(url, "not HTML")
    address = web_url(url)
    for element in tree.xpath(_HIDDEN):
        _drop(element)
    # Read before the extraction, which prunes the tree.
    printed = _printed(tree)
    published = _published(tree, address)
    language = str(tree.get("lang") or tree.get("xml:lang") or "")
    document = trafilatura.bare_extraction(
        tree,
        url=address or None,
        favor_precision=True,
        include_comments=False,
        include_tables=False,
        with_metadata=True,
        # Its dates are not used: where a page gives none, it guesses from the article's text and the copyright year.
        date_extraction_params={"extensive_search": False, "original_date": True},
    )
    if document is None or isinstance(document, dict) or not (document.text or "").strip():
        raise NoArticleText(url)
    head = html[:_SEARCHED]
    section = (document.categories or [""])[0]
    standfirst = document.description or ""
    return Page(
        text=document.text or "",
        title=document.title or "",
        standfirst=standfirst if _folded(standfirst) in printed else "",
        authors=tuple(name for part in (document.author or "").split(";") if (name := part.strip())),
        published=published,
        site=document.sitename or "",
        canonical_url=_canonical(web_url(document.url or "", address), address),
        language=language or document.language or "",
        section=section,
        kind=_kind(head, section, address),
        image=web_url(document.image or "", address),
        is_locked=bool(_LOCKED.search(head)),
    )


def extract_fragment(html: str) -> str:
    """The text of a piece of HTML that is nothing but article, as feeds carry it: a paragraph a line.

    Pictures and their captions are left out. Text without a tag in it is returned as it is.
    """
    from lxml.etree import LxmlError
    from lxml.html import fragment_fromstring

    if not re.search(r"<[a-zA-Z!/]|&[#\w]+;", html):
        return html
    try:
        root = fragment_fromstring(_LONG_TAG.sub(" ", html), create_parent="div")
    except (ValueError, LxmlError):  # Nothing but a comment, a document type or control characters in it.
        return ""
    for element in root.xpath(_NOT_TEXT):
        _drop(element)
    lines = "".join(_text(root)).split("\n")
    return "\n\n".join(line for part in lines if (line := " ".join(part.split())))


def _drop(element: HtmlElement) -> None:
    """Take an element out of its tree, unless it went with another."""
    if element.getparent() is not None:
        element.drop_tree()


def _text(element: HtmlElement) -> Iterator[str]:
    """The text of an element, with line breaks where blocks begin and end."""
    stack: list[tuple[HtmlElement, bool]] = [(element, False)]
    while stack:
        node, is_done = stack.pop()
        is_block = node.tag in _BLOCKS
        if is_done:
            yield "\n" if is_block else ""
            yield _flat(node.tail) if node is not element else ""
            continue
        yield "\n" if is_block else ""
        yield _flat(node.text)
        stack.append((node, True))
        stack.extend((child, False) for child in reversed(node))


def _flat(text: str | None) -> str:
    return re.sub(r"\s+", " ", text or "")


def _printed(tree: HtmlElement) -> str:
    """All that the page prints, folded, to look a sentence up in."""
    body = tree.find("body")
    return _folded(" ".join((tree if body is None else body).itertext()))


def _folded(text: str) -> str:
    return " ".join(text.split())


def _published(tree: HtmlElement, address: str) -> datetime | None:
    """When the page says it was published: to machines, in its address, or in a line that says nothing else."""
    for path in _PUBLISHED:
        for value in tree.xpath(path)[:3]:
            if date := find_date(str(value)[:_LONGEST_DATE_LINE]):
                return date
    scripts: Sequence[str] = tree.xpath("//script[@type='application/ld+json']/text()")
    for script in scripts:
        if (match := _JSON_PUBLISHED.search(script)) and (date := find_date(match[1])):
            return date
    if match := _URL_DATE.search(address):
        year, month, day = match.groups()
        return find_date(f"{year}-{month:0>2}-{day:0>2}") or _printed_date(tree)
    return _printed_date(tree)


def _printed_date(tree: HtmlElement) -> datetime | None:
    """The date in the first line that is nothing else or, without one, in what the page calls a date."""
    lines = (_folded(line) for line in tree.xpath(_LINES))
    called = (_folded(element.text_content()) for element in tree.xpath(_CALLED_DATE))
    dates = chain(
        (find_date(line) for line in lines if len(line) <= _LONGEST_DATE_LINE and is_date_line(line)),
        (find_date(line) for line in called if len(line) <= _LONGEST_DATE_LINE),
    )
    return next(filter(None, dates), None)


def _canonical(given: str, address: str) -> str:
    """The address a page gives as its own, unless it gives the home page's on every page."""
    is_home = not urlsplit(given).path.strip("/") and not urlsplit(given).query
    return address if is_home and address else given


def _kind(head: str, section: str, url: str) -> Kind:
    for kind, pattern in _KINDS:
        if pattern.search(head):
            return kind
    path = urlsplit(url).path.replace("-", " ").replace("/", " ")
    return Kind.OPINION if _OPINION_SECTION.search(section) or _OPINION_SECTION.search(path[:60]) else Kind.NEWS

"""HTML -> the text of the article on the page, and what the page says about it.

The main text is trafilatura's, tuned for precision: of the libraries that carry no model it reads news best (figures in
docs/quality.md). What it leaves in is for `digest.articles` to cut. Its import costs half a second of CPU, so it is
loaded where the first page is read.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

from digest.errors import NoArticleText
from digest.page_facts import Facts, find_facts
from digest.urls import web_url
from digest.words import count_words

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Page", "extract_fragment", "extract_page"]


@dataclass(frozen=True, slots=True)
class Page:
    """What a page holds.

    Attributes:
        text: Main text, a line a paragraph.
        facts: What the page says of it; the description only if the page prints it too.
    """

    text: str
    facts: Facts


_BLOCKS = frozenset(
    "address article aside blockquote br dd div dl dt figure footer h1 h2 h3 h4 h5 h6 header hr li main nav ol p pre section table td th tr ul".split()
)
_NOT_TEXT = "//script|//style|//noscript|//template|//figure|//figcaption|//iframe|//object|//form|//svg|//comment()"

# A tag that holds data: a picture in its address, or attributes by the thousand, with which libxml2 takes seconds.
_LONG_TAG = re.compile(r"<[^<>]{5000,}+>")


# A way that finds less than this share of the words in a page's paragraphs has missed the article; with so few there, another
# is asked only where it found nothing. What a page gives machines may be longer than it prints: then it is locked.
_LEAST_FOUND, _FEW_EXPECTED, _MOST_SAID = 0.4, 80, 1.5
_PARAGRAPHS = (
    "//body//p[not(ancestor::aside or ancestor::nav or ancestor::footer or ancestor::form or ancestor::figure)]"
)
_SHORTEST_PARAGRAPH, _MOST_LINKED = 40, 0.5
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
    facts = find_facts(tree, address)
    text = _text_of(tree, html, facts.text, address)
    if not text:
        raise NoArticleText(url)
    facts.description = facts.description if _folded(facts.description) in printed else ""
    return Page(text, facts)


def _text_of(tree: HtmlElement, html: str, said: str, address: str) -> str:
    """The text of the article on a page, by the first way that finds most of what stands in its paragraphs.

    The first way is trafilatura's with its precision; it gives up most of a page now and then. The others are its quick one,
    what the page gives machines, and the paragraphs themselves.

    Args:
        tree: The page; the extraction prunes it.
        html: The same, as it came.
        said: The text that the page gives machines.
        address: Where it came from; empty if unknown.
    """
    import trafilatura

    printed = _paragraphs(tree)
    expected = count_words(printed)

    def extracted(source: HtmlElement | None, *, fast: bool) -> str:
        if source is None:
            return ""
        document = trafilatura.bare_extraction(
            source,
            url=address or None,
            fast=fast,
            favor_precision=not fast,
            include_comments=False,
            include_tables=False,
            with_metadata=False,
        )
        return "" if document is None or isinstance(document, dict) else (document.text or "").strip()

    def told() -> str:
        return extract_fragment(said) if count_words(said) <= _MOST_SAID * expected else ""

    ways: tuple[Callable[[], str], ...] = (
        lambda: extracted(tree, fast=False),
        lambda: extracted(trafilatura.load_html(html), fast=True),
        told,
        lambda: printed,
    )
    found: list[str] = []
    for way in ways:
        text = way()
        words = count_words(text)
        if words and (words >= _LEAST_FOUND * expected or (found and expected < _FEW_EXPECTED)):
            return text
        found.append(text)
    return max(found, key=count_words)


def _paragraphs(tree: HtmlElement) -> str:
    """The text of those paragraphs of a page, but for links, that stand together and say most, a line each."""
    groups: dict[HtmlElement, list[str]] = {}
    for element in tree.xpath(_PARAGRAPHS):
        line = _folded(" ".join(element.itertext()))
        linked = sum(len(_folded(" ".join(link.itertext()))) for link in element.iter("a"))
        if len(line) >= _SHORTEST_PARAGRAPH and linked <= _MOST_LINKED * len(line):
            groups.setdefault(element.getparent(), []).append(line)
    return "\n".join(max(groups.values(), key=lambda lines: sum(map(len, lines)), default=[]))


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

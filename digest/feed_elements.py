"""The elements of RSS, RDF, Atom and CDF: what they are called, whatever a feed calls them, and what they hold.

Elements are known by their name and by what their namespace means, whatever prefix or version of it a feed has chosen.
"""

from __future__ import annotations

import re
from base64 import b64decode
from binascii import Error
from collections.abc import Iterator
from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urljoin, urlsplit

from digest.decoding import decode_markup
from digest.feed_text import as_html, has_markup, plain
from digest.urls import web_url

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "FEEDS",
    "ITEMS",
    "ROOTS",
    "XML",
    "Fields",
    "Names",
    "absolute",
    "elements_of",
    "html_of",
    "text_of",
    "title_of",
]

FEEDS = frozenset({"feed", "channel"})
ITEMS = frozenset({"item", "entry"})
ROOTS = FEEDS | {"rss", "rdf", "rdf:rdf"}
XML = "{http://www.w3.org/XML/1998/namespace}"
# The feed's own language, in all the namespaces it has been given; without scheme and the marks at the end.
_CORE = frozenset(
    "backend.userland.com/rss backend.userland.com/rss2 blogs.law.harvard.edu/tech/rss www.rssboard.org/rss-specification purl.org/rss/1.0 "
    "purl.org/rss/1.0/modules/rss091 purl.org/net/rss1.1 my.netscape.com/rdf/simple/0.9 channel.netscape.com/rdf/simple/0.9 "
    "www.w3.org/2005/atom purl.org/atom/ns purl.org/atom purl.org/pie purl.org/echo example.com/necho example.com/newformat "
    "uri/of/echo/namespace".split()
)
_PREFIXES = {
    "purl.org/dc/elements/1.1": "dc",
    "purl.org/dc/elements/1.0": "dc",
    "purl.org/dc/terms": "dcterms",
    "purl.org/rss/1.0/modules/content": "content",
    "purl.org/rss/1.0/modules/syndication": "sy",
    "search.yahoo.com/mrss": "media",
    "video.search.yahoo.com/mrss": "media",
    "tools.search.yahoo.com/mrss": "media",
    "www.itunes.com/dtds/podcast-1.0.dtd": "itunes",
    "www.itunes.com/dtd/podcast-1.0.dtd": "itunes",
    "rssnamespace.org/feedburner/ext/1.0": "feedburner",
    "www.w3.org/1999/02/22-rdf-syntax-ns": "rdf",
    "www.w3.org/1999/xhtml": "xhtml",
}
# Prefixes that stand for the feed's own language where nobody has said what they stand for.
_OWN_PREFIXES = frozenset({"atom", "atom10", "a10", "rss"})
_BEFORE_SPACE = re.compile(r"^\{?(?:https?://)?")
_DECLARATION = re.compile(r'\sxmlns(?::[\w.-]+)?="[^"<>]*"')
# Of Atom: what is text, what is HTML, and what is neither and therefore in base 64.
_TEXT_TYPES = frozenset({"", "text", "text/plain"})
_NO_TEXT = ("image/", "audio/", "video/")


class Names(dict[str, str]):
    """Tags -> "prefix:name" in lower case, or the name alone if it is of the feed's own language."""

    def __init__(self, root: str) -> None:
        """Take the root's namespace for the feed's own, unless it is known to be another."""
        super().__init__()
        space, name = _split(root)
        self._own = space if name.lower() in ROOTS | ITEMS and space not in _PREFIXES else ""

    def __missing__(self, tag: str) -> str:
        space, name = _split(tag)
        if not space and ":" in name:  # A prefix that is not declared.
            prefix, name = name.split(":", 1)
            space = "" if prefix in _OWN_PREFIXES else prefix
        prefix = "" if space in _CORE or space == self._own else _PREFIXES.get(space, space)
        self[tag] = known = (f"{prefix}:{name}" if prefix else name).lower()
        return known


class Fields:
    """The children of an element, by their names.

    Attributes:
        element: Whose children they are.
    """

    def __init__(self, element: _Element, names: Names) -> None:
        """Look through the children once."""
        self.element = element
        self._names = names
        self._by_name: dict[str, list[_Element]] = {}
        for child in element:
            tag: object = child.tag
            if isinstance(tag, str):
                self._by_name.setdefault(names[tag], []).append(child)

    def all(self, *names: str) -> list[_Element]:
        """The children of some names, those of the first name first."""
        return [child for name in names if name in self._by_name for child in self._by_name[name]]

    def texts(self, *names: str) -> Iterator[str]:
        """The texts of the children of some names, as far as they have one."""
        return (text for child in self.all(*names) if (text := text_of(child)))

    def text(self, *names: str) -> str:
        """The first of these texts; empty if there is none."""
        return next(self.texts(*names), "")

    def within(self, *names: str) -> Iterator[Fields]:
        """What is in each of the children of some names."""
        return (Fields(child, self._names) for child in self.all(*names))


def elements_of(root: _Element) -> Iterator[tuple[_Element, str]]:
    """All elements of a tree with their tags, without what else is in it."""
    for element in root.iter():
        tag: object = element.tag
        if isinstance(tag, str):
            yield element, tag


def text_of(element: _Element) -> str:
    """All the text in an element."""
    text = "".join(map(str, element.itertext())) if len(element) else element.text or ""
    return text.strip()


def html_of(element: _Element, *, is_atom: bool) -> str:
    """A summary or content as HTML, in whatever way it is put into its element."""
    kind = (element.get("type") or "").strip().lower()
    if is_atom and kind.startswith(_NO_TEXT):
        return ""
    if len(element):
        return as_html(_inner(element))
    text = _decoded(element, kind, is_atom=is_atom)
    return as_html(text, is_markup=not (is_atom and kind in _TEXT_TYPES) or has_markup(text))


def title_of(element: _Element, *, is_atom: bool) -> str:
    """A title as plain text."""
    kind = (element.get("type") or "").strip().lower()
    if len(element):
        return plain(_inner(element))
    text = _decoded(element, kind, is_atom=is_atom)
    return plain(text, is_markup=not (is_atom and kind in _TEXT_TYPES))


def absolute(element: _Element, url: str, base: str) -> str:
    """A URL that stands in an element, made absolute; empty if it is none of the web.

    Args:
        element: Its `xml:base`, or that of those around it, comes before `base`.
        url: As it stands there.
        base: What it is relative to.
    """
    url = "".join(url.splitlines()).strip()
    if not url or url.startswith(("https://", "http://")):
        return web_url(url)
    try:
        base = urljoin(base, element.base or "")
        host = urlsplit(base).netloc
    except ValueError:
        return ""
    # Some leave the scheme out, and mean the place of theirs that the feed is at.
    return web_url(f"https://{url}" if host and url.startswith(f"{host}/") else url, base)


def _split(tag: str) -> tuple[str, str]:
    """The namespace of a tag, without what is written in more than one way, and its name."""
    space, _, name = tag.rpartition("}")
    return _BEFORE_SPACE.sub("", space.lower()).rstrip("/#"), name


def _inner(element: _Element) -> str:
    from lxml.etree import tostring

    parts = [tostring(child, encoding="unicode") for child in element]
    return escape(element.text or "", quote=False) + _DECLARATION.sub("", "".join(parts))


def _decoded(element: _Element, kind: str, *, is_atom: bool) -> str:
    """The text of an element without children, out of base 64 if it is in it."""
    text = element.text or ""
    is_other = is_atom and "/" in kind and not kind.startswith("text/") and not kind.endswith(("xml", "html"))
    if not is_other and element.get("mode") != "base64":
        return text
    try:
        return decode_markup(b64decode(text, validate=False))
    except (Error, ValueError):
        return text

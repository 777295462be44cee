"""Lists of feeds, as readers of feeds exchange them: OPML 1.0 and 2.0."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from urllib.parse import urldefrag

from digest.decoding import decode_markup
from digest.errors import NotAFeed
from digest.feed_elements import elements_of
from digest.feed_text import plain
from digest.loose_xml import read_tree, without_forbidden
from digest.types import Source
from digest.urls import web_url

__all__ = ["read_opml", "write_opml"]


def read_opml(body: bytes, url: str = "") -> tuple[Source, ...]:
    """The feeds an OPML list names, in whatever folders, in its order, each once.

    Raises:
        NotAFeed: If it is not OPML or names no feed.
    """
    root = read_tree(decode_markup(body))
    sources: dict[str, Source] = {}
    for outline, tag in () if root is None else elements_of(root):
        if tag.rpartition("}")[2].lower() == "outline":
            source = _source({str(name).lower(): str(value) for name, value in outline.items()}, url)
            if source.feed:
                sources.setdefault(urldefrag(source.feed).url.rstrip("/"), source)
    if not sources:
        raise NotAFeed(url, "not an OPML list of feeds")
    return tuple(sources.values())


def write_opml(sources: Iterable[Source], title: str = "") -> bytes:
    """A list of feeds as OPML 2.0, as other readers import it.

    Args:
        sources: Those without a feed are left out.
        title: What the list is called.

    Returns:
        The document, in UTF-8 and declared so.
    """
    from lxml.etree import Element, SubElement, indent, tostring

    root = Element("opml", version="2.0")
    SubElement(SubElement(root, "head"), "title").text = without_forbidden(title)
    body = SubElement(root, "body")
    for source in sources:
        if source.feed:
            name = without_forbidden(source.outlet) or source.feed
            # The specification asks for text, and readers differ on whether they show it or the title.
            outline = SubElement(body, "outline", text=name, title=name, type="rss", xmlUrl=source.feed)
            if source.site:
                outline.set("htmlUrl", source.site)
    indent(root)
    return tostring(root, xml_declaration=True, encoding="UTF-8")


def _source(outline: Mapping[str, str], base: str) -> Source:
    """What an outline names, by its attributes in lower case; without a feed if it names none."""
    names_feed = outline.get("type", "").lower() not in {"link", "include"}
    feed = outline.get("xmlurl") or (outline.get("url", "") if names_feed else "")
    outlet = plain(outline.get("title") or outline.get("text") or "")
    return Source(outlet, web_url(feed, base), web_url(outline.get("htmlurl", ""), base))

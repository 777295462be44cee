"""Bytes of RSS, Atom or OPML -> what they list.

feedparser reads the feeds: of the libraries it forgives most. Its sanitizer is off because nothing of a feed is ever used
as HTML; `digest.pages` turns it into text.
"""

from __future__ import annotations

import re
from calendar import timegm
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from io import BytesIO
from itertools import accumulate
from typing import Any
from urllib.parse import urldefrag

from digest.decoding import decode_markup
from digest.errors import NotAFeed
from digest.pages import extract_fragment
from digest.types import Feed, FeedItem, Source
from digest.urls import web_url

__all__ = ["newest_items", "read_feed", "read_opml"]

# Of a text that has to stand for the name of its entry.
_NAME_LENGTH = 200
_XML_DECLARATION = re.compile(r"^\s*<\?xml[^>]*>")


def read_feed(body: bytes, url: str = "", headers: Mapping[str, str] | None = None) -> Feed:
    """Read RSS 0.9x to 2.0, RDF or Atom.

    Args:
        body: The feed as it came.
        url: Where it came from: relative links are resolved against it.
        headers: HTTP headers it came with; the content type's charset is used.

    Raises:
        NotAFeed: If it is none of these.
    """
    import feedparser

    given = {name.lower(): value for name, value in (headers or {}).items()}
    text = _undeclared(decode_markup(body, given.get("content-type", "")))
    given |= {"content-type": "application/xml; charset=utf-8"} | ({"content-location": url} if url else {})
    parsed: Any = feedparser.parse(
        BytesIO(text), response_headers=given, sanitize_html=False, resolve_relative_uris=False
    )
    if not parsed.entries and not (parsed.version and (parsed.feed.get("title") or parsed.feed.get("link"))):
        raise NotAFeed(url)
    site = web_url(str(parsed.feed.get("link") or ""), url)
    source = Source(
        _plain(parsed.feed.get("title")), feed=web_url(url), site=site, publisher=_plain(parsed.feed.get("publisher"))
    )
    language = str(parsed.feed.get("language") or "").replace("_", "-").split("-")[0].lower()
    items = [_item(entry, url or site) for entry in parsed.entries]
    return Feed(source, tuple(_with_own_urls(items)), language)


def newest_items(feed: Feed) -> tuple[FeedItem, ...]:
    """The entries of a feed, the newest first.

    Some feeds list the oldest first, and some are sorted by hand. An undated entry stays behind the one it stands
    behind, and an undated feed as it is.
    """
    dates = [item.published for item in feed.items]
    first = next(filter(None, dates), None)
    if first is None:
        return feed.items
    known = list(accumulate(dates, lambda before, own: own or before, initial=first))[1:]
    order = sorted(range(len(known)), key=known.__getitem__, reverse=True)
    return tuple(feed.items[number] for number in order)


def read_opml(body: bytes, url: str = "") -> tuple[Source, ...]:
    """The feeds an OPML list names, in its order, each once.

    Raises:
        NotAFeed: If it is not OPML or names no feed.
    """
    from lxml import etree

    # Without `huge_tree`: it would lift the limits that keep an entity from growing without end.
    parser = etree.XMLParser(resolve_entities=False, no_network=True, recover=True)
    root = etree.fromstring(_undeclared(decode_markup(body)), parser)
    sources: dict[str, Source] = {}
    for outline in () if root is None else root.iter("{*}outline"):
        source = _source({str(name).lower(): str(value) for name, value in outline.items()}, url)
        if source.feed:
            sources.setdefault(urldefrag(source.feed).url.rstrip("/"), source)
    if not sources:
        raise NotAFeed(url, "not an OPML list of feeds")
    return tuple(sources.values())


def _source(outline: Mapping[str, str], base: str) -> Source:
    """What an outline names, by its attributes in lower case; without a feed if it names none."""
    names_feed = outline.get("type", "").lower() not in {"link", "include"}
    feed = outline.get("xmlurl") or (outline.get("url", "") if names_feed else "")
    outlet = _plain(outline.get("title") or outline.get("text"))
    return Source(outlet, web_url(feed, base), web_url(outline.get("htmlurl", ""), base))


def _undeclared(text: str) -> bytes:
    """Text as UTF-8, without an XML declaration: parsers believe it even of text that is decoded already."""
    return _XML_DECLARATION.sub("", text).encode()


def _with_own_urls(items: Sequence[FeedItem]) -> Iterator[FeedItem]:
    """Entries without a URL that several of them share: it leads to the home page, or nowhere in particular."""
    named: dict[str, set[str]] = {}
    for item in items:
        named.setdefault(item.url, set()).add(item.id)
    for item in items:
        yield item if len(named[item.url]) == 1 else replace(item, url="")


def _item(entry: Any, base: str) -> FeedItem:
    title = _plain(entry.get("title"))
    url = web_url(str(entry.get("link") or ""), base)
    summary = str(entry.get("summary") or "")
    names = [author.get("name") for author in entry.get("authors") or ()] or [entry.get("author")]
    return FeedItem(
        id=str(entry.get("id") or f"{url} {title or summary[:_NAME_LENGTH]}".strip()),
        title=title,
        url=url,
        published=_time(entry.get("published_parsed") or entry.get("updated_parsed")),
        authors=tuple(name for part in names if (name := _author(_plain(part)))),
        summary=summary,
        content=max((str(part.get("value") or "") for part in entry.get("content") or ()), key=len, default=""),
        categories=tuple(term for tag in entry.get("tags") or () if (term := _plain(tag.get("term")))),
    )


def _author(name: str) -> str:
    """A name without the address in front of it, of which feedparser leaves a part if its top-level domain is long."""
    return name.split("(", 1)[1].strip() if "(" in name and ")" not in name else name


def _plain(value: object) -> str:
    return " ".join(extract_fragment(str(value or "")).split())


def _time(parsed: Any) -> datetime | None:
    """An aware time from feedparser's, which is in UTC."""
    try:
        return datetime.fromtimestamp(timegm(parsed), UTC) if parsed else None
    except (ValueError, OverflowError):
        return None

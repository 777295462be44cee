"""Bytes of RSS, Atom or JSON Feed -> what they list."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from itertools import accumulate

from digest.decoding import decode_markup
from digest.errors import NotAFeed
from digest.feed_ids import identified
from digest.feed_json import read_json_feed
from digest.feed_xml import read_xml_feed
from digest.halves import with_pairs
from digest.loose_xml import read_tree
from digest.types import Feed, FeedItem
from digest.urls import web_url

__all__ = ["newest_items", "read_feed"]

_A_PAGE = "a web page, not a feed; name the address of its feed"


def read_feed(body: bytes, url: str = "", headers: Mapping[str, str] | None = None) -> Feed:
    """Read RSS 0.9x to 2.0, RDF, Atom or JSON Feed, as far as it can be read.

    Args:
        body: The feed as it came.
        url: Where it came from: relative links are resolved against it.
        headers: HTTP headers it came with: the content type's charset and the content's own location are heeded.

    Raises:
        NotAFeed: If it is none of these.
    """
    given = {name.lower(): value for name, value in (headers or {}).items()}
    url = web_url(given.get("content-location", ""), url) or url
    text = with_pairs(decode_markup(body, given.get("content-type", ""))).lstrip("\ufeff \t\r\n")
    feed = read_json_feed(text, url) if text.startswith("{") else _read_xml(text, url)
    if feed is None or not (feed.items or feed.source.outlet or feed.source.site):
        raise NotAFeed(url)
    return replace(feed, items=identified(feed.items, feed.source.site))


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


def _read_xml(text: str, url: str) -> Feed | None:
    root = read_tree(text)
    if root is None:
        return None
    feed = read_xml_feed(root, url)
    if feed is None and str(root.tag).rpartition("}")[2].lower() == "html":
        raise NotAFeed(url, _A_PAGE)
    return feed

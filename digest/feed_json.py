"""JSON Feed 1.0 and 1.1 -> the feed."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from digest.feed_dates import read_time
from digest.feed_text import MOST_ITEMS, as_html, distinct, makeshift_name, names_of, paragraphs_as_html, plain
from digest.halves import without_halves
from digest.types import Feed, FeedItem, Source
from digest.urls import web_url

__all__ = ["read_json_feed"]


def read_json_feed(text: str, url: str) -> Feed | None:
    """Read a JSON Feed.

    Args:
        text: The document, decoded.
        url: Where the feed came from; empty if unknown.

    Returns:
        The feed; of its entries, `id` is only what is left to name them by if neither their URL nor their guid can. None if it is no feed.
    """
    try:
        document = json.loads(text)
    except (ValueError, RecursionError):
        return None
    if not isinstance(document, dict) or not isinstance(document.get("items"), list):
        return None
    given = _Given(document)
    site = web_url(given.text("home_page_url"), url)
    authors = given.authors()
    items = (_Given(item) for item in document["items"][:MOST_ITEMS] if isinstance(item, dict))
    language = given.text("language").replace("_", "-").split("-")[0].lower()
    source = Source(plain(given.text("title"), is_markup=False), feed=web_url(url), site=site)
    return Feed(source, tuple(_item(item, site or url, authors) for item in items), language)


def _item(given: _Given, base: str, authors: tuple[str, ...]) -> FeedItem:
    title = plain(given.text("title"), is_markup=False)
    content = as_html(given.text("content_html")) or paragraphs_as_html(given.text("content_text"))
    summary = as_html(given.text("summary"), is_markup=False)
    attached = next((web_url(_Given(one).text("url"), base) for one in given.all("attachments")), "")
    published, updated = (read_time(given.text(name)) for name in ("date_published", "date_modified"))
    return FeedItem(
        id=attached or title or makeshift_name(summary or content),
        title=title,
        guid=given.text("id"),
        url=given.url("url", base) or given.url("external_url", base) or given.url("id", "") or attached,
        published=published or updated,
        updated=updated,
        authors=given.authors() or authors,
        summary=summary,
        content=content,
        categories=distinct(plain(tag, is_markup=False) for tag in given.list("tags") if isinstance(tag, str)),
        image=given.url("image", base) or given.url("banner_image", base),
    )


class _Given:
    """What an object says, whatever types its writer has given it."""

    def __init__(self, values: dict[str, Any]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """A string, or a number as one; empty if it is neither."""
        value = self._values.get(name)
        is_said = isinstance(value, str | int | float) and not isinstance(value, bool)
        return without_halves(str(value)) if is_said else ""

    def list(self, name: str) -> list[Any]:
        """A list; empty if it is none."""
        value = self._values.get(name)
        return value if isinstance(value, list) else []

    def all(self, name: str) -> Iterator[dict[str, Any]]:
        """The objects of a list."""
        return (value for value in self.list(name) if isinstance(value, dict))

    def url(self, name: str, base: str) -> str:
        """A URL, made absolute; empty if it is none of the web."""
        return web_url(self.text(name), base)

    def authors(self) -> tuple[str, ...]:
        """The authors of version 1.1 and the one of version 1.0."""
        one = self._values.get("author")
        every = [*self.all("authors"), *([one] if isinstance(one, dict) else [])]
        return names_of(_Given(author).text("name") for author in every)

"""RSS 0.9x to 2.0, RDF, Atom 0.3 and 1.0, CDF: a tree of XML -> the feed.

What is read from which elements, where a feed gives it more than once, is told by the order of the names in the tables.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import chain
from typing import TYPE_CHECKING

from digest.feed_dates import read_time
from digest.feed_elements import (
    FEEDS,
    ITEMS,
    ROOTS,
    XML,
    Fields,
    Names,
    absolute,
    elements_of,
    html_of,
    text_of,
    title_of,
)
from digest.feed_text import MOST_ITEMS, distinct, makeshift_name, names_of, plain
from digest.types import Feed, FeedItem, Source
from digest.urls import web_url

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read_xml_feed"]

_TITLES = ("title", "dc:title", "itunes:title", "media:title")
_PUBLISHED = ("pubdate", "published", "issued", "dcterms:issued", "created", "dcterms:created", "dc:date", "date")
_UPDATED = ("updated", "modified", "dcterms:modified")
_AUTHORS = ("dc:creator", "author", "itunes:author", "dc:author")
# Of all entries: not who is only to be written to about the feed (managingEditor, webMaster).
_FEED_AUTHORS = ("author", "dc:creator", "itunes:author")
_SUMMARIES = ("summary", "description", "dc:description")
_LAST_SUMMARIES = ("media:description", "itunes:summary", "itunes:subtitle")
_CONTENTS = ("content:encoded", "content", "encoded", "fullitem", "xhtml:body", "body", "xhtml:div")
_CATEGORIES = ("category", "dc:subject")
_PICTURES = ("media:thumbnail", "media:content", "enclosure", "itunes:image")
_ABOUT = "{http://www.w3.org/1999/02/22-rdf-syntax-ns#}about"
_PERIODS = {"hourly": 1, "daily": 24, "weekly": 168, "monthly": 720, "yearly": 8_760}  # In hours.
# As they are written, with the end of a day as the beginning of the next.
_HOURS = {form.format(hour): hour % 24 for hour in range(25) for form in ("{}", "{:02}")}
_DAYS = "mon tue wed thu fri sat sun".split()
_LONGEST_TTL = timedelta(days=30)  # Who asks for a longer rest is wrong about the unit.


def read_xml_feed(root: _Element, url: str) -> Feed | None:
    """Read a feed from its tree, which is used up by it.

    Args:
        root: Of the whole document.
        url: Where the feed came from; empty if unknown.

    Returns:
        The feed; of its entries, `id` is only what is left to name them by if neither their URL nor their guid can. None if it is no feed.
    """
    names = Names(root.tag)
    elements = _items(root, names)
    if not elements and names[root.tag] not in ROOTS:
        return None
    holder = next((element for element, tag in elements_of(root) if names[tag] in FEEDS), root)
    fields = Fields(holder, names)
    site = _link(fields, url)
    # What is relative in a feed was copied from the site, wherever the feed itself is kept.
    base = site if _link(fields, "") else url
    # From the last to the first, each emptied when it has been read: where tags are not closed, one entry lies in the other, and would
    # have all that follow for its text.
    items: list[FeedItem] = []
    while elements:
        element = elements.pop()
        if len(elements) < MOST_ITEMS:
            items.append(_item(Fields(element, names), base))
        element.clear()
    return _feed(fields, url, site, items[::-1])


def _items(root: _Element, names: Names) -> list[_Element]:
    found = [element for element in root.iter("{*}item", "{*}entry") if names[element.tag] in ITEMS]
    return found or [element for element, tag in elements_of(root) if names[tag] in ITEMS]


def _feed(fields: Fields, url: str, site: str, items: Iterable[FeedItem]) -> Feed:
    title = _title(fields)
    authors = tuple(name for name in _authors(fields, _FEED_AUTHORS) if name != title)
    language = fields.text("language", "dc:language") or _language(fields.element)
    return Feed(
        Source(title, feed=web_url(url), site=site, publisher=plain(fields.text("dc:publisher"))),
        tuple(item if item.authors or not authors else replace(item, authors=authors) for item in items),
        language.replace("_", "-").split("-")[0].strip().lower(),
        ttl=_ttl(fields),
        skip_hours=frozenset(_HOURS[hour] for hour in _listed(fields, "skiphours", "hour") if hour in _HOURS),
        skip_days=frozenset(_DAYS.index(day[:3]) for day in _listed(fields, "skipdays", "day") if day[:3] in _DAYS),
    )


def _item(fields: Fields, base: str) -> FeedItem:
    element = fields.element
    title = _title(fields)
    summary, content = _texts(fields)
    published = _time(fields, _PUBLISHED)
    updated = _time(fields, _UPDATED) or read_time(element.get("LASTMOD") or "")
    enclosure = _enclosure(fields, base)
    return FeedItem(
        id=enclosure or title or makeshift_name(summary or content),
        title=title,
        guid=fields.text("guid", "id") or element.get(_ABOUT) or fields.text("dc:identifier"),
        url=_link(fields, base) or enclosure,
        published=published or updated,
        updated=updated,
        authors=_authors(fields, _AUTHORS),
        summary=summary,
        content=content,
        categories=distinct(map(_category, fields.all(*_CATEGORIES))),
        image=_image(fields, base),
    )


def _title(fields: Fields) -> str:
    is_atom = _is_atom(fields.element)
    return next((title for child in fields.all(*_TITLES) if (title := title_of(child, is_atom=is_atom))), "")


def _texts(fields: Fields) -> tuple[str, str]:
    """Summary and content. Where there are two of what should be one, the second one is the content."""
    is_atom = _is_atom(fields.element)
    contents = [html_of(child, is_atom=is_atom) for child in fields.all(*_CONTENTS)]
    summaries = [text for child in fields.all(*_SUMMARIES) if (text := html_of(child, is_atom=is_atom))]
    content = max(contents, key=len, default="")
    if not summaries:
        groups = chain([fields], fields.within("media:group"))
        last = (html_of(child, is_atom=False) for group in groups for child in group.all(*_LAST_SUMMARIES))
        return next(filter(None, last), ""), content
    return summaries[0], content or (summaries[1] if len(set(summaries)) > 1 else "")


def _is_atom(element: _Element) -> bool:
    return element.tag.endswith(("entry", "feed"))


def _link(fields: Fields, base: str) -> str:
    """The page of an entry or of a feed: where it comes from before where it is counted, its link before its name."""
    return next(filter(None, (absolute(element, url, base) for element, url in _links(fields))), "")


def _links(fields: Fields) -> Iterator[tuple[_Element, str]]:
    yield from ((element, text_of(element)) for element in fields.all("feedburner:origlink"))
    links = list(fields.all("link"))
    yield from ((element, text_of(element)) for element in links if not element.get("href"))
    alternates = [element for element in links if _is_alternate(element)]
    yield from ((e, e.get("href") or "") for e in alternates if "html" in (e.get("type") or "html"))
    yield from ((e, e.get("href") or "") for e in alternates)
    for guid in fields.all("guid"):
        is_link = (guid.get("isPermaLink") or guid.get("ispermalink") or "true").lower() != "false"
        if is_link and (name := text_of(guid)).lower().startswith(("http://", "https://")):
            yield guid, name
    yield fields.element, fields.element.get("HREF") or ""
    yield fields.element, fields.element.get(_ABOUT) or ""


def _is_alternate(link: _Element) -> bool:
    return bool(link.get("href")) and (link.get("rel") or "alternate").strip().lower().endswith("alternate")


def _enclosure(fields: Fields, base: str) -> str:
    """The recording or document that an entry brings with it; a picture only goes with it."""
    linked = (link for link in fields.all("link") if (link.get("rel") or "").lower() == "enclosure")
    media = chain(fields.all("enclosure"), linked, fields.all("media:content"))
    files = (element for element in media if not _is_picture(element))
    urls = (absolute(element, element.get("url") or element.get("href") or "", base) for element in files)
    return next(filter(None, urls), "")


def _image(fields: Fields, base: str) -> str:
    groups = chain([fields], fields.within("media:group"))
    pictures = (element for group in groups for element in group.all(*_PICTURES) if _is_picture(element))
    urls = (absolute(element, element.get("url") or element.get("href") or "", base) for element in pictures)
    return next(filter(None, urls), "")


def _is_picture(element: _Element) -> bool:
    kind = element.get("type") or element.get("medium") or ""
    return kind.startswith("image") or element.tag.endswith(("thumbnail", "}image"))


def _authors(fields: Fields, names: Iterable[str]) -> tuple[str, ...]:
    """By-lines, of the first kind of element that gives any."""
    for name in names:
        if found := names_of(map(_author, fields.within(name))):
            return found
    return ()


def _author(fields: Fields) -> str:
    return fields.text("name") or fields.text("email") or text_of(fields.element)


def _category(element: _Element) -> str:
    name = plain(element.get("label") or element.get("term") or text_of(element))
    return "" if name.startswith(("http://", "https://")) else name


def _time(fields: Fields, names: Iterable[str]) -> datetime | None:
    return next(filter(None, map(read_time, fields.texts(*names))), None)


def _ttl(fields: Fields) -> timedelta | None:
    """For how long the feed asks to be left alone, in minutes or by how often it says that it changes."""
    minutes = _number(fields.text("ttl"))
    if not minutes and (hours := _PERIODS.get(fields.text("sy:updateperiod").lower())):
        minutes = 60 * hours // (_number(fields.text("sy:updatefrequency")) or 1)
    ttl = timedelta(minutes=minutes)
    return ttl if timedelta() < ttl <= _LONGEST_TTL else None


def _number(text: str) -> int:
    return int(text) if text.isdecimal() and len(text) < 9 else 0  # noqa: PLR2004 - more digits than any number that is meant


def _listed(fields: Fields, name: str, part: str) -> Iterator[str]:
    return (text.lower() for group in fields.within(name) for text in group.texts(part))


def _language(element: _Element) -> str:
    return element.get(f"{XML}lang") or element.getroottree().getroot().get(f"{XML}lang") or ""

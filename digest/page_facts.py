"""HTML -> what a page says about its article: headline, authors, date, outlet, picture and so on.

Pages say the same thing in several places and mean it in some. What is said to machines (JSON-LD, then meta elements) is
believed where what readers see does not contradict it: the headline is the h1 that agrees with one of them, for og:title is
often written for other sites.
"""

from __future__ import annotations

import html
import json
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.dates import find_date, is_date_line
from digest.types import Kind
from digest.urls import web_url

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Facts", "find_facts"]


@dataclass(slots=True)
class Facts:
    """What a page says about its article; empty where it says nothing.

    Attributes:
        title: The headline.
        description: The article in a sentence or two.
        authors: Names.
        published: Aware.
        site: The outlet's name.
        canonical_url: The address the page gives as its own; the one it was read from if it gives none.
        language: As the page declares it.
        section: The outlet's name for the part of the paper.
        kind: News unless the page says otherwise.
        image: URL of the lead image.
        is_locked: Whether the page says that its text is not free to read.
        text: The body of the article as the page gives it to machines.
        origins: Of some of these by name, where on the page it was found.
    """

    title: str = ""
    description: str = ""
    authors: tuple[str, ...] = ()
    published: datetime | None = None
    site: str = ""
    canonical_url: str = ""
    language: str = ""
    section: str = ""
    kind: Kind = Kind.NEWS
    image: str = ""
    is_locked: bool = False
    text: str = ""
    origins: dict[str, str] = field(default_factory=dict)

    def note(self, name: str, found: tuple[Any, str]) -> None:
        """Take a fact and where it was found, if it was found."""
        value, origin = found
        if value:
            setattr(self, name, value)
            self.origins[name] = origin


# Types of schema.org that are an article, and what some of them say of its kind.
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Review|ImageGallery)$")
_KINDS = {
    "LiveBlogPosting": Kind.LIVE,
    "OpinionNewsArticle": Kind.OPINION,
    "AnalysisNewsArticle": Kind.OPINION,
    "AdvertiserContentArticle": Kind.SPONSORED,
    "ImageGallery": Kind.GALLERY,
    "MediaGallery": Kind.GALLERY,
}
_CALLED = (
    (Kind.SPONSORED, re.compile(r"\b(?:sponsored?|advertorial|paid[ -](?:content|post)|partner[ -]content|branded[ -]content|anzeige)\b", re.IGNORECASE)),
    (Kind.LIVE, re.compile(r"\b(?:live[ -]?blog|live[ -]?updates?|liveticker|en direct)\b", re.IGNORECASE)),
    (Kind.GALLERY, re.compile(r"\b(?:gallery|galleries|slideshow|bildergalerie|fotostrecke|diaporama|fotogalería)\b", re.IGNORECASE)),
    (Kind.OPINION, re.compile(r"\b(?:opinions?|comment(?:ary|isfree)?|editorials?|columns?|op-?eds?|meinung|kommentare?|opinión|tribunes?)\b", re.IGNORECASE)),
)  # fmt: skip
# What these hold is about something else than the page's own article.
_OF_OTHERS = frozenset("itemListElement review reviews hasPart mentions isRelatedTo citation comment".split())
# Of a page's objects; more than that is not a description but a database.
_MOST_SCRIPTS, _LONGEST_SCRIPT, _MOST_OBJECTS = 30, 1_000_000, 3_000

_TITLE_KEYS = ("og:title", "twitter:title", "dc.title", "parsely-title", "sailthru.title", "title")
_DESCRIPTION_KEYS = ("og:description", "description", "twitter:description")
_AUTHOR_KEYS = ("author", "parsely-author", "dc.creator", "dc.creator.creator", "sailthru.author", "byl", "article:author_name", "citation_author", "article:author", "og:article:author", "cxenseparse:author")  # fmt: skip
_SITE_KEYS = ("og:site_name", "application-name", "publisher", "dc.publisher", "twitter:app:name:iphone")
_SECTION_KEYS = ("article:section", "parsely-section", "section", "cxenseparse:section", "category")
_IMAGE_KEYS = (
    "og:image",
    "og:image:url",
    "og:image:secure_url",
    "twitter:image",
    "twitter:image:src",
    "parsely-image-url",
)
# Where pages say when they were published, best first.
_DATE_KEYS = ("article:published_time", "datepublished", "og:published_time", "date", "dc.date", "dcterms.created", "pubdate", "parsely-pub-date", "publish-date", "dc.date.issued", "article.published", "sailthru.date", "cxenseparse:recs:publishtime")  # fmt: skip
_TIMES = ("//time[@itemprop='datePublished' or @pubdate]/@datetime", "//article//time/@datetime", "//time/@datetime")
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")
# Where on a page it may be printed. The dates of pictures, menus, comments and other stories stand elsewhere.
_APART = "ancestor-or-self::*[self::footer or self::nav or self::aside or self::figure or self::script or self::style]"
_LINES = f"//body//text()[not({_APART})]"
_CALLED_DATE = f"//body//*[contains(@class, 'date') or contains(@class, 'publish')][not(*/* or {_APART} or contains(@class, 'comment'))]"
_LONGEST_DATE = 60
_BYLINES = (
    f"//body//*[@itemprop='author' or @rel='author'][not({_APART} or contains(@class, 'comment'))]",
    f"//body//*[contains(@class, 'byline') or contains(@class, 'author-name') or contains(@class, 'author__name')][not({_APART})]",
)
_PROFILES = (
    "//body//a[contains(@href, '/author') or contains(@href, '/profile') or contains(@href, '/autor') or contains(@href, '/by/') or contains(@href, '/people/')"
    f" or contains(@href, '/contributor') or contains(@href, '/staff/') or contains(@href, '/journalist')][not({_APART} or contains(@class, 'comment'))]"
)
# What stands behind a name in its line.
_ROLE = re.compile(
    r"\s*(?:\b(?:published|updated|posted|last modified|senior|contributing|staff|special to|for the|is an?|reporter|correspondent|editor|columnist|"
    r"(?:mon|tues?|wed(?:nes)?|thu(?:rs)?|fri|sat(?:ur)?|sun)(?:day)?,|(?:jan|febr)uary|march|april|june|july|august|(?:sept|nov|dec)ember|october)\b|\d|\().*$",
    re.IGNORECASE,
)
_LONGEST_BYLINE = 120
_MOST_AUTHORS = 12
_LONGEST_PATH = 60
_BY = re.compile(r"^(?:by|von|par|por|di|words by|story by|text by|written by|from|af|av|door)\s*:?\s+", re.IGNORECASE)
_BETWEEN_NAMES = re.compile(
    r"\s*(?:[;|•·]|,(?!\s*(?:Jr|Sr|M\.?D|Ph\.?D|I{2,3}|IV)\b)|\s(?:and|und|et|y|e|og|och|&)\s)\s*"
)
_NO_NAME = re.compile(r"https?:|www\.|@|\d{3}|^(?:admin|administrator|staff|editor|editors|newsroom|redaktion|webmaster|unknown|guest|author)$", re.IGNORECASE)  # fmt: skip
_LONGEST_NAME = 60
_SHORTEST_H1, _LONGEST_H1 = 8, 250
# Halves of characters, as scripts leave them that cut a text: no text can be stored with them.
_HALVES = re.compile("[\ud800-\udfff]")
_SEPARATOR = re.compile(r"\s+[|–—·»:-]\s+|\s*\|\s*")


def find_facts(tree: HtmlElement, address: str) -> Facts:
    """Read what a page says about its article.

    Args:
        tree: The page; it is not changed.
        address: Where it was read; empty if unknown.
    """
    page = _Said(tree)
    facts = Facts(language=str(tree.get("lang") or tree.get("xml:lang") or page.first("language", "og:locale") or ""))
    facts.note("site", page.site())
    facts.note("title", page.title(facts.site))
    facts.note("description", page.among(_DESCRIPTION_KEYS))
    facts.note("authors", page.authors(facts.site))
    facts.note("published", page.published(address))
    facts.note("section", page.section())
    facts.note("image", page.image(address))
    facts.note("canonical_url", page.canonical(address))
    facts.kind, facts.is_locked = page.kind(facts.section, address), page.is_locked()
    told = page.article.get("articleBody")
    facts.text = _HALVES.sub("", told) if isinstance(told, str) else ""
    return facts


class _Said:
    """What a page says, by the means it has."""

    def __init__(self, tree: HtmlElement) -> None:
        self.tree = tree
        self.meta: dict[str, str] = {}
        for element in tree.xpath("//meta[@content]"):
            key = str(element.get("property") or element.get("name") or element.get("itemprop") or "").lower()
            if value := _flat(str(element.get("content"))):
                self.meta.setdefault(key, value)
        self.objects = list(_objects(tree))
        self.by_id = {str(one["@id"]): one for one in reversed(self.objects) if "@id" in one and len(one) > 1}
        articles = [one for one in self.objects if any(_ARTICLE.search(name) for name in _types(one))]
        # The page's own article says most of itself; those of other stories have a headline and a link.
        self.article: Mapping[str, Any] = max(articles, key=len, default={})

    def first(self, *keys: str) -> str:
        return next((self.meta[key] for key in keys if key in self.meta), "")

    def among(self, keys: Sequence[str]) -> tuple[str, str]:
        return next(((self.meta[key], f"meta {key}") for key in keys if key in self.meta), ("", ""))

    def site(self) -> tuple[str, str]:
        name, origin = self.among(_SITE_KEYS[:1])
        publisher = _named(self.article.get("publisher"))
        return (name, origin) if name else (publisher, "JSON-LD publisher") if publisher else self.among(_SITE_KEYS)

    def title(self, site: str) -> tuple[str, str]:
        """The h1 that agrees with what machines are told; else what they are told; else the page's title."""
        told, origin = self.among(_TITLE_KEYS)
        headline = _named(self.article.get("headline")) or _named(self.article.get("name"))
        headings = [_flat(" ".join(one.itertext())) for one in self.tree.xpath("//h1")[:20]]
        headings = [one for one in headings if _SHORTEST_H1 < len(one) < _LONGEST_H1 and _key(one) != _key(site)]
        agreed = next((one for one in headings if _agree(one, told) or _agree(one, headline)), "")
        # A longer h1 has the line above the headline in it.
        if _key(told) != _key(agreed) and _key(told) and _key(told) in _key(agreed):
            return told, origin
        if agreed or len(headings) == 1:
            return agreed or headings[0], "h1"
        if headline:
            return headline, "JSON-LD headline"
        if told:
            return _without_site(told, site), origin
        title = _flat(" ".join(self.tree.xpath("//head/title/text()")[:1]))
        return _without_site(title, site), "title"

    def authors(self, site: str) -> tuple[tuple[str, ...], str]:
        """Names: those that machines are told, else those of a by-line that is marked as one."""
        marked = (_flat(" ".join(one.itertext())) for path in _BYLINES for one in self.tree.xpath(path)[:4])
        told = (([value], f"meta {key}") for key in _AUTHOR_KEYS if (value := self.meta.get(key)))
        found: Iterable[tuple[Iterable[str], str]] = chain(
            [(self._author_names(), "JSON-LD author")],
            told,
            (([line], "by-line") for line in marked if len(line) <= _LONGEST_BYLINE),
            [((_flat(" ".join(one.itertext())) for one in self.tree.xpath(_PROFILES)[:3]), "link to a profile")],
        )
        outlet: tuple[tuple[str, ...], str] = ((), "")
        for names, origin in found:
            is_printed = not origin.startswith(("JSON-LD", "meta"))
            lines = (_BY.sub("", _flat(name)) for name in names)
            parts = (
                part for line in lines for part in _BETWEEN_NAMES.split(_ROLE.split(line)[0] if is_printed else line)
            )
            clean = tuple(dict.fromkeys(name for part in parts if (name := _name(part))))[:_MOST_AUTHORS]
            people = tuple(name for name in clean if not _is_of(site, name))
            if people:
                return people, origin
            # An outlet that signs as itself does so to machines; what is printed of it is its name.
            if clean and not is_printed and not outlet[0]:
                outlet = clean, origin
        return outlet

    def _author_names(self) -> Iterator[str]:
        given = self.article.get("author") or self.article.get("creator")
        for one in given if isinstance(given, list) else [given]:
            if isinstance(one, dict) and "name" not in one:
                yield from _names_of(self.by_id.get(str(one.get("@id")), {}))
            else:
                yield from _names_of(one)

    def published(self, address: str) -> tuple[datetime | None, str]:
        """When the page says it was published: to machines, in its address, or in a line that says nothing else."""
        said = chain(
            [(self.article.get("datePublished"), "JSON-LD datePublished")],
            ((self.meta.get(key), f"meta {key}") for key in _DATE_KEYS),
            ((value, "time") for path in _TIMES for value in self.tree.xpath(path)[:3]),
            ((one.get("datePublished"), "JSON-LD datePublished") for one in self.objects),
        )
        for value, origin in said:
            if isinstance(value, str) and (date := find_date(value[:_LONGEST_DATE])):
                return date, origin
        if match := _URL_DATE.search(address):
            year, month, day = match.groups()
            if date := find_date(f"{year}-{month:0>2}-{day:0>2}"):
                return date, "address"
        return self._printed_date(), "printed on the page"

    def _printed_date(self) -> datetime | None:
        """The date in the first line that is nothing else or, without one, in what the page calls a date."""
        lines = (_flat(str(line)) for line in self.tree.xpath(_LINES))
        called = (_flat(element.text_content()) for element in self.tree.xpath(_CALLED_DATE))
        dates = chain(
            (find_date(line) for line in lines if len(line) <= _LONGEST_DATE and is_date_line(line)),
            (find_date(line) for line in called if len(line) <= _LONGEST_DATE),
        )
        return next(filter(None, dates), None)

    def section(self) -> tuple[str, str]:
        told, origin = self.among(_SECTION_KEYS)
        given = self.article.get("articleSection")
        sections = given if isinstance(given, list) else [given]
        named = next((_flat(one) for one in sections if isinstance(one, str) and one.strip()), "")
        return (told, origin) if told else (named, "JSON-LD articleSection")

    def image(self, address: str) -> tuple[str, str]:
        told, origin = self.among(_IMAGE_KEYS)
        if url := web_url(told, address):
            return url, origin
        return web_url(next(iter(_addresses(self.article.get("image"))), ""), address), "JSON-LD image"

    def canonical(self, address: str) -> tuple[str, str]:
        """The address a page gives as its own, unless it gives the home page's on every page."""
        links = [
            str(link) for link in self.tree.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")[:1]
        ]
        given = web_url((links or [self.first("og:url")])[0], address)
        is_home = not urlsplit(given).path.strip("/") and not urlsplit(given).query
        if not given or (is_home and address):
            return address, "where it was read"
        return given, "link rel=canonical" if links else "meta og:url"

    def kind(self, section: str, address: str) -> Kind:
        said = (kind for name in _types(self.article) if (kind := _KINDS.get(name)))
        # The last part of an address is the headline, not the part of the paper.
        path = urlsplit(address).path.rpartition("/")[0].replace("-", " ").replace("/", " ")[:_LONGEST_PATH]
        # A headline may be about a gallery or a columnist; only the type and the part of the paper count.
        labels = f"{self.first('og:type', 'article:tag', 'article:content_tier')} {section} {path}"
        called = (
            kind for kind, pattern in _CALLED if pattern.search(f"{section} {path}" if kind is Kind.OPINION else labels)
        )
        return next(chain(said, called), Kind.NEWS)

    def is_locked(self) -> bool:
        free = [one.get("isAccessibleForFree") for one in (self.article, *self.objects)]
        return any(str(value).lower() == "false" for value in free) or self.first("article:content_tier").lower() in {
            "locked",
            "metered",
        }


def _objects(tree: HtmlElement) -> Iterator[Mapping[str, Any]]:
    """The objects of schema.org on a page, the outer before the inner."""
    scripts = [str(text) for text in tree.xpath("//script[contains(@type, 'ld+json')]/text()")[:_MOST_SCRIPTS]]
    left = _MOST_OBJECTS
    for script in scripts:
        values = [_parsed(script)]
        while values and left:
            value = values.pop(0)
            left -= 1
            if isinstance(value, dict):
                yield value
                values.extend(
                    one for key, one in value.items() if isinstance(one, dict | list) and key not in _OF_OTHERS
                )
            elif isinstance(value, list):
                values.extend(one for one in value if isinstance(one, dict | list))


def _parsed(script: str) -> Any:
    if len(script) > _LONGEST_SCRIPT:
        return None
    # Some are wrapped in comments or CDATA, as scripts once were.
    starts = [place for mark in "{[" if (place := script.find(mark)) >= 0]
    end = max(script.rfind("}"), script.rfind("]"))
    if not starts:
        return None
    try:
        return json.loads(script[min(starts) : end + 1], strict=False)
    except (ValueError, RecursionError):
        return None


def _types(thing: Mapping[str, Any]) -> Iterator[str]:
    given = thing.get("@type")
    for name in given if isinstance(given, list) else [given]:
        if isinstance(name, str):
            yield name.rpartition("/")[2]


def _names_of(thing: Any) -> Iterator[str]:
    names = thing.get("name") if isinstance(thing, dict) else thing
    for name in names if isinstance(names, list) else [names]:
        if isinstance(name, str):
            yield name


def _named(thing: Any) -> str:
    return next((_flat(name) for name in _names_of(thing) if name.strip()), "")


def _addresses(image: Any) -> Iterator[str]:
    for one in image if isinstance(image, list) else [image]:
        url = one.get("url") or one.get("contentUrl") if isinstance(one, dict) else one
        if isinstance(url, str):
            yield url


def _name(part: str) -> str:
    """A name, if it is one that somebody could be called by."""
    name = _BY.sub("", part).strip(" ,.–—-")
    is_fit = 1 < len(name) <= _LONGEST_NAME and not _NO_NAME.search(name) and any(map(str.isalpha, name))
    return name if is_fit else ""


def _is_of(site: str, name: str) -> bool:
    """Whether a name is the outlet's, or the outlet's newsroom's."""
    return bool(_key(site)) and (_key(name).startswith(_key(site)) or _key(name) in _key(site))


def _flat(text: str) -> str:
    """Text in one line; what was escaped twice is unescaped twice."""
    return " ".join(_HALVES.sub("", html.unescape(html.unescape(text))).split())


def _key(text: str) -> str:
    return re.sub(r"[\W_]+", "", text).casefold()


def _agree(one: str, other: str) -> bool:
    """Whether one of two headlines is the other with something around it."""
    first, second = _key(one), _key(other)
    return bool(first and second) and (first in second or second in first)


def _without_site(title: str, site: str) -> str:
    """A page's title without the outlet's name behind it or before it."""
    parts = _SEPARATOR.split(title)
    if len(parts) == 1:
        return title
    for edge in (parts[-1], parts[0]):
        if site and (_key(edge) in _key(site) or _key(site) in _key(edge)):
            rest = title.removesuffix(edge) if edge is parts[-1] else title.removeprefix(edge)
            return rest.strip(" |–—·»:-")
    return title

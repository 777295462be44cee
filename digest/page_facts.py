"""HTML -> what a page says about its article: headline, authors, date, outlet, picture and so on.

Pages say the same thing in several places and mean it in some. What is said to machines (JSON-LD, then meta elements) is
believed where what readers see does not contradict it: the headline is the h1 that agrees with one of them, for og:title is
often written for other sites.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from digest.bylines import is_name_shaped, names_in
from digest.dates import find_date
from digest.halves import without_halves
from digest.headlines import agreement, flat, key_of, without_site
from digest.json_ld import Described, is_article, strings, types
from digest.kinds import kind_called
from digest.printed import Printed
from digest.types import Kind
from digest.urls import page_of, web_url

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


# What types of schema.org say of an article's kind.
_KINDS = {
    "LiveBlogPosting": Kind.LIVE,
    "OpinionNewsArticle": Kind.OPINION,
    "AnalysisNewsArticle": Kind.OPINION,
    "AdvertiserContentArticle": Kind.SPONSORED,
    "ImageGallery": Kind.GALLERY,
    "MediaGallery": Kind.GALLERY,
}
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
_URL_DATE = re.compile(r"/((?:19|20)\d\d)[/-](0?[1-9]|1[0-2])[/-](0?[1-9]|[12]\d|3[01])(?!\d)")
# As programs write them: 20260112T0900Z, GMT+0100.
_COMPACT_DATE = re.compile(r"^\s*(\d{4})(\d\d)(\d\d)(?:T(\d\d):?(\d\d)(?::?\d\d(?:\.\d+)?)?|(?!\d))")
_ZONE_NAME = re.compile(r"(?:GMT|UTC)\s?(?=[+-]\d)")
_LONGEST_DATE = 60
_MOST_AUTHORS, _MOST_PROFILES = 12, 3
_LONGEST_PATH = 60
_SHORTEST_H1, _LONGEST_H1 = 8, 250


def find_facts(tree: HtmlElement, address: str) -> Facts:
    """Read what a page says about its article.

    Args:
        tree: The page; it is not changed.
        address: Where it was read; empty if unknown.
    """
    page = _Said(tree, address)
    facts = Facts(language=str(tree.get("lang") or tree.get("xml:lang") or page.first("language", "og:locale") or ""))
    facts.note("site", page.site())
    facts.note("title", page.title(facts.site))
    facts.note("description", page.among(_DESCRIPTION_KEYS))
    facts.note("authors", page.authors(facts.site))
    facts.note("published", page.published())
    facts.note("section", page.section())
    facts.note("image", page.image())
    facts.note("canonical_url", page.canonical())
    facts.kind, facts.is_locked = page.kind(facts.section), page.is_locked()
    facts.text = without_halves(next(strings(page.article.get("articleBody")), ""))
    return facts


class _Said:
    """What a page says, by the means it has."""

    def __init__(self, tree: HtmlElement, address: str) -> None:
        self.tree = tree
        self.address = address
        self.meta: dict[str, str] = {}
        for element in tree.xpath("//meta[@content]"):
            key = str(element.get("property") or element.get("name") or element.get("itemprop") or "").strip().lower()
            if value := flat(str(element.get("content"))):
                self.meta.setdefault(key, value)
        self.printed = Printed.of(tree)
        self.headings = [line for line in map(flat, self.printed.headings) if _SHORTEST_H1 < len(line) < _LONGEST_H1]
        self.page_title = flat(" ".join(tree.xpath("//head/title/text()")[:1]))
        links = tree.xpath("//link[contains(concat(' ', @rel, ' '), ' canonical ')]/@href")[:1]
        self.canonical_link = str(links[0]) if links else ""
        pages = (self.canonical_link, self.first("og:url"), address)
        self._pages = {page_of(web_url(url, address)) for url in pages}
        self._titles = [*self.headings, *(self.first(key) for key in _TITLE_KEYS[:2]), self.page_title]
        self.said = Described(tree, self._belongs)
        self.article = self.said.article

    def first(self, *keys: str) -> str:
        return next((self.meta[key] for key in keys if key in self.meta), "")

    def among(self, keys: Sequence[str]) -> tuple[str, str]:
        return next(((self.meta[key], f"meta {key}") for key in keys if key in self.meta), ("", ""))

    def _belongs(self, article: Mapping[str, Any]) -> int:
        """How much speaks for an article's being this page's: its headline and its address, or against it."""
        headline = next(strings(article.get("headline") or article.get("name")), "")
        page = article.get("mainEntityOfPage")
        given = [article.get("url"), article.get("@id"), page.get("@id") if isinstance(page, dict) else page]
        own = {page_of(web_url(url.partition("#")[0], self.address)) for one in given for url in strings(one)}
        # Some give the home page's everywhere.
        own = {url for url in own if "/" in url}
        is_titled = any(agreement(headline, title) for title in self._titles)
        return _for_or_against(headline, is_agreed=is_titled) + _for_or_against(own, is_agreed=bool(own & self._pages))

    def site(self) -> tuple[str, str]:
        name, origin = self.among(_SITE_KEYS[:1])
        publisher = self._named("publisher")
        return (name, origin) if name else (publisher, "JSON-LD publisher") if publisher else self.among(_SITE_KEYS)

    def _named(self, *keys: str) -> str:
        return next((line for name in self.said.names(*keys) if (line := flat(name))), "")

    def title(self, site: str) -> tuple[str, str]:
        """The h1 that agrees with what machines are told; else what they are told; else the page's title."""
        told, origin = self.among(_TITLE_KEYS)
        headline = self._named("headline", "name")
        headings = [one for one in self.headings if key_of(one) not in key_of(site)]
        # The outlet's name, in an h1 above the headline, stands in what machines are told as well.
        agreed = max(headings, key=lambda one: max(agreement(one, told), agreement(one, headline)), default="")
        if not (agreement(agreed, told) or agreement(agreed, headline)):
            agreed = ""
        # A longer h1 has the line above the headline in it.
        if key_of(told) != key_of(agreed) and key_of(told) and key_of(told) in key_of(agreed):
            return told, origin
        if agreed or len(headings) == 1:
            return agreed or headings[0], "h1"
        if headline:
            return headline, "JSON-LD headline"
        if told:
            return without_site(told, site), origin
        return without_site(self.page_title, site), "title"

    def authors(self, site: str) -> tuple[tuple[str, ...], str]:
        """Names: those that machines are told, else those of a by-line that is marked as one."""
        outlet: tuple[tuple[str, ...], str] = ((), "")
        for names, origin in chain(self._told_authors(), self._printed_authors()):
            people = tuple(name for name in names if not _is_of(site, name))
            if people:
                return people[:_MOST_AUTHORS], origin
            # An outlet that signs as itself does so to machines; what is printed of it is its name.
            if names and not outlet[0] and origin.startswith(("JSON-LD", "meta")):
                outlet = names, origin
        return outlet

    def _told_authors(self) -> Iterator[tuple[tuple[str, ...], str]]:
        named = self.said.names("author", "creator")
        yield _all_names(named, is_told=True), "JSON-LD author"
        yield from (
            (_all_names([value], is_told=True), f"meta {key}") for key in _AUTHOR_KEYS if (value := self.meta.get(key))
        )

    def _printed_authors(self) -> Iterator[tuple[tuple[str, ...], str]]:
        for line in (*self.printed.signed, *self.printed.bylines):
            yield _all_names([line]), "by-line"
        for line in self.printed.introduced:
            yield tuple(filter(is_name_shaped, _all_names([line]))), "by-line"
        yield tuple(filter(is_name_shaped, _all_names(self.printed.profiles[:_MOST_PROFILES]))), "link to a profile"

    def published(self) -> tuple[datetime | None, str]:
        """When the page says it was published: to machines, in its address, or in a line that says nothing else."""
        said = chain(
            ((value, "JSON-LD datePublished") for value in strings(self.article.get("datePublished"))),
            ((self.meta.get(key, ""), f"meta {key}") for key in _DATE_KEYS),
        )
        others = (
            value for one in self.said.objects if not is_article(one) for value in strings(one.get("datePublished"))
        )
        match = _URL_DATE.search(self.address)
        address = "{}-{:0>2}-{:0>2}".format(*match.groups()) if match else ""
        found = chain(
            ((_machine_date(value), origin) for value, origin in said),
            ((date, "time") for date in self.printed.times()),
            ((_machine_date(value), "JSON-LD datePublished") for value in others),
            [(find_date(address), "address")],
        )
        return next((one for one in found if one[0]), (self.printed.date(), "printed on the page"))

    def section(self) -> tuple[str, str]:
        told, origin = self.among(_SECTION_KEYS)
        named = next((line for one in strings(self.article.get("articleSection")) if (line := flat(one))), "")
        return (told, origin) if told else (named, "JSON-LD articleSection")

    def image(self) -> tuple[str, str]:
        told, origin = self.among(_IMAGE_KEYS)
        if url := web_url(told, self.address):
            return url, origin
        return web_url(next(self.said.images(), ""), self.address), "JSON-LD image"

    def canonical(self) -> tuple[str, str]:
        """The address a page gives as its own, unless it gives the home page's on every page."""
        given = web_url(self.canonical_link or self.first("og:url"), self.address)
        is_home = not urlsplit(given).path.strip("/") and not urlsplit(given).query
        if not given or (is_home and self.address):
            return self.address, "where it was read"
        return given, "link rel=canonical" if self.canonical_link else "meta og:url"

    def kind(self, section: str) -> Kind:
        said = next((kind for name in types(self.article) if (kind := _KINDS.get(name))), None)
        # The last part of an address is the headline, not the part of the paper.
        path = urlsplit(self.address).path.rpartition("/")[0].replace("-", " ").replace("/", " ")[:_LONGEST_PATH]
        part = f"{section} {path}"
        called = kind_called(f"{self.first('og:type', 'article:tag', 'article:content_tier')} {part}")
        # An article may be tagged with the opinion it reports.
        return said or (kind_called(part) if called is Kind.OPINION else called) or Kind.NEWS

    def is_locked(self) -> bool:
        return not self.said.is_free() or self.first("article:content_tier").lower() in {"locked", "metered"}


def _all_names(lines: Iterable[str], *, is_told: bool = False) -> tuple[str, ...]:
    return tuple(dict.fromkeys(name for line in lines for name in names_in(flat(line), is_told=is_told)))


def _machine_date(text: str) -> datetime | None:
    """A date as programs write it."""
    if match := _COMPACT_DATE.match(text):
        year, month, day, hour, minute = match.groups()
        text = f"{year}-{month}-{day}" + (f"T{hour}:{minute}{text[match.end() :]}" if hour else "")
    return find_date(_ZONE_NAME.sub("", text[:_LONGEST_DATE]))


def _for_or_against(said: object, *, is_agreed: bool) -> int:
    """What something that may be said or not speaks for or against."""
    return (1 if is_agreed else -1) if said else 0


def _is_of(site: str, name: str) -> bool:
    """Whether a name is the outlet's, or the outlet's newsroom's."""
    return bool(key_of(site)) and (key_of(name).startswith(key_of(site)) or key_of(name) in key_of(site))

"""HTML -> what a page prints about its article: headlines, by-lines and dates, and how near the headline they stand.

One walk down the page that does not enter what stands apart from the article: pictures, menus and boxes have headlines, names
and dates of their own.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from itertools import chain, islice
from typing import TYPE_CHECKING

from digest.bylines import begins_byline, is_name_shaped
from digest.dates import find_date, is_date_line

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Printed"]

_APART = frozenset("footer nav aside figure script style noscript template svg iframe".split())
_MOST_HEADINGS, _MOST_BYLINES, _MOST_DATES = 20, 4, 200
_LONGEST_HEADING, _MOST_PIECES = 500, 500
_LONGEST_BYLINE, _LONGEST_DATE = 120, 60
# A line of so many characters is prose. Between a headline and the date under it there may be a standfirst and a caption.
_PROSE, _MOST_PROSE = 80, 3
# What is older was not published on the web, unless the page says so of this date.
_FIRST_YEAR = 1990
_BYLINE = re.compile(r"byline|author-name|author__name")
_AUTHOR = re.compile(r"auth?or(?!i)", re.IGNORECASE)
_DATED = re.compile(r"date|publish")
_DATE_LABEL = re.compile(r"(?:date|datum|fecha|data|published|publié|publicado|veröffentlicht)\W*", re.IGNORECASE)
_COMMENT = "comment"
_PROFILE = re.compile(r"/(?:author|profile|autor|by/|people/|contributor|staff/|journalist)")


@dataclass(frozen=True, slots=True)
class _Spot:
    """Something on a page.

    Attributes:
        text: Its text, or the machine-readable date of it.
        prose: How many lines of prose stand before it under the first headline; -1 above that.
    """

    text: str
    prose: int

    @property
    def is_near(self) -> bool:
        """Whether it stands under the headline with hardly any prose between."""
        return 0 <= self.prose <= _MOST_PROSE


@dataclass(slots=True)
class Printed:
    """What a page prints, in order.

    Attributes:
        headings: Its first headlines.
        signed: What is marked as the author.
        bylines: What is called a by-line.
        introduced: What stands near the headline and begins as a by-line does or is marked as about authors.
        profiles: What links to the pages of authors are called.
    """

    headings: list[str] = field(default_factory=list)
    signed: list[str] = field(default_factory=list)
    bylines: list[str] = field(default_factory=list)
    introduced: list[str] = field(default_factory=list)
    profiles: list[str] = field(default_factory=list)
    _marked: list[_Spot] = field(default_factory=list)
    _times: list[_Spot] = field(default_factory=list)
    _lines: list[_Spot] = field(default_factory=list)
    _called: list[_Spot] = field(default_factory=list)
    _prose: int = -1
    _last: str = ""

    @classmethod
    def of(cls, tree: HtmlElement) -> Printed:
        """Read a page."""
        body = tree.find("body")
        # Over a picture a headline may stand in the picture's element.
        headings = list(islice(tree.iter("h1"), _MOST_HEADINGS))
        around = {outer for one in headings for outer in one.iterancestors(_APART)}
        printed = cls([_text(one, _LONGEST_HEADING) for one in headings])
        stack: list[tuple[HtmlElement, bool]] = [] if body is None else [(body, False)]
        while stack:
            element, is_done = stack.pop()
            if is_done:
                printed._take_line(element.tail)
                continue
            stack.append((element, True))
            if element.tag == "h1" or element in around:
                printed._prose = max(printed._prose, 0)
            if isinstance(element.tag, str) and element.tag not in _APART:
                printed._take(element)
                printed._take_line(element.text)
                stack.extend((child, False) for child in reversed(element))
        return printed

    def times(self) -> Iterator[datetime]:
        """What the page's time elements say, as far as they are marked as the article's or stand near the headline."""
        yield from _dates(self._marked, 1)
        yield from _dates(spot for spot in self._times if spot.is_near)

    def date(self) -> datetime | None:
        """The date in a line that is nothing else, or in what the page calls a date: near the headline, if there is one there."""
        near = _dates(spot for spot in (*self._lines, *self._called) if spot.is_near)
        return next(chain(near, _dates(self._times), _dates(self._called), _dates(self._lines)), None)

    def _take(self, element: HtmlElement) -> None:
        """Note what an element is, by its name and attributes."""
        if element.tag == "time":
            is_marked = element.get("itemprop") == "datePublished" or element.get("pubdate") is not None
            self._add(self._marked if is_marked else self._times, str(element.get("datetime") or ""))
        called = str(element.get("class") or "")
        if _COMMENT in called:
            return
        if _DATED.search(called) and not any(len(child) for child in element):
            self._add(self._called, _text(element, _LONGEST_DATE))
        self._take_author(element, called)

    def _take_author(self, element: HtmlElement, called: str) -> None:
        if element.get("itemprop") == "author" or element.get("rel") == "author":
            _put(self.signed, element)
        if _BYLINE.search(called):
            _put(self.bylines, element)
        elif 0 <= self._prose <= _MOST_PROSE and (
            _AUTHOR.search(called) or begins_byline((element.text or "")[:_LONGEST_BYLINE].lstrip())
        ):
            _put(self.introduced, element)
        if element.tag == "a" and _PROFILE.search(str(element.get("href") or "")):
            _put(self.profiles, element)

    def _take_line(self, text: str | None) -> None:
        """Note a piece of text between two tags."""
        if not text or text.isspace():
            return
        line = " ".join(text[: 4 * _PROSE].split())
        if self._prose >= 0 and len(line) >= _PROSE:
            self._prose += 1
        if len(line) <= _LONGEST_DATE and any(map(str.isdigit, line)) and is_date_line(line):
            self._add(self._called if _DATE_LABEL.fullmatch(self._last) else self._lines, line)
        self._last = line

    def _add(self, spots: list[_Spot], text: str) -> None:
        if text and len(spots) < _MOST_DATES:
            spots.append(_Spot(text, self._prose))


def _put(lines: list[str], element: HtmlElement) -> None:
    """Add an element's text to some lines, if it has any that could be a by-line."""
    if len(lines) < _MOST_BYLINES and (line := _byline(element)):
        lines.append(line)


def _byline(element: HtmlElement) -> str:
    """A by-line's text; names that stand in elements of their own are parted."""
    texts = _texts(element, _LONGEST_BYLINE)
    are_names = all(" " in text and is_name_shaped(text) for text in texts)
    return ("; " if are_names else " ").join(texts)


def _text(element: HtmlElement, longest: int) -> str:
    return " ".join(_texts(element, longest))


def _texts(element: HtmlElement, longest: int) -> list[str]:
    """The pieces of an element's text, without spaces at their ends; none if they are too long together."""
    pieces = list(islice(element.itertext(), _MOST_PIECES))
    texts = [text for piece in pieces if (text := " ".join(piece[: longest + 1].split()))]
    return texts if sum(map(len, texts)) <= longest and len(pieces) < _MOST_PIECES else []


def _dates(spots: Iterable[_Spot], first_year: int = _FIRST_YEAR) -> Iterator[datetime]:
    """The dates that some places hold, without implausible ones."""
    found = (find_date(spot.text) for spot in spots if len(spot.text) <= _LONGEST_DATE)
    return (date for date in found if date and date.year >= first_year)

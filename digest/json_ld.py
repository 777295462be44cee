"""What a page tells machines in JSON-LD: the objects of schema.org in its scripts, and which of them is the page's own article.

Publishers write JSON by hand and by template: with commas too many, in comments, two objects in one script, what belongs
to an article by reference, and other stories beside it.
"""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import TYPE_CHECKING, Any, TypeAlias

if TYPE_CHECKING:
    from lxml.html import HtmlElement

__all__ = ["Described", "is_article", "strings", "types"]

# Types of schema.org that are an article.
_ARTICLE = re.compile(r"(?:Article|BlogPosting|Report|LiveBlogPosting|Review|ImageGallery)$")
# What these hold is about something else than the page's own article.
_OF_OTHERS = frozenset("itemListElement review reviews hasPart isPartOf mentions isRelatedTo citation comment".split())
# Of a page's objects; more than that is not a description but a database.
_MOST_SCRIPTS, _LONGEST_SCRIPT, _MOST_OBJECTS = 30, 1_000_000, 3_000
_MOST_VALUES = 100
_TYPE = "translate(@type, 'DJLNOS', 'djlnos')"
_SCRIPTS = f"//script[contains({_TYPE}, 'ld+json')]/text()"
_WRAPPING = re.compile(r"<!\[CDATA\[|\]\]>|<!--|-->")
# A string that doesn't end goes on to the end of the script, or each quotation mark in it would be tried.
_STRING_OR_COMMA = re.compile(r'("(?:[^"\\]|\\.)*+"?)|,(?=\s*+[}\]])', re.DOTALL)
_START = re.compile(r"[{\[]")

Thing: TypeAlias = Mapping[str, Any]


class Described:
    """What the scripts of a page describe.

    Attributes:
        objects: The objects, outer before inner.
        article: The page's own article; empty if none is described.
    """

    def __init__(self, tree: HtmlElement, belongs: Callable[[Thing], int]) -> None:
        """Read a page.

        Args:
            tree: The page.
            belongs: How much speaks for an article's being the page's own.
        """
        self.objects = list(_objects(_values(tree)))
        self._by_id: dict[str, Thing] = {}
        for one in sorted(self.objects, key=len):
            if isinstance(name := one.get("@id"), str):
                self._by_id[name] = one
        articles = sorted(filter(is_article, self.objects), key=lambda one: (belongs(one), len(one)), reverse=True)
        # Where nothing else tells: the page's own article says most of itself; those of other stories have a headline and a link.
        self.article: Thing = articles[0] if articles else {}
        # A page may describe its article twice, once for each of two programs.
        most = belongs(self.article)
        self._own = [one for one in articles[:_MOST_VALUES] if most > 0 and belongs(one) == most] or [self.article]

    def is_free(self) -> bool:
        """Whether neither the article, nor a part of it, nor the page is said to cost money."""
        parts = self.article.get("hasPart")
        own = [self.article, *_objects([parts], most=_MOST_VALUES)]
        pages = (one for one in self.objects if any(name.endswith("WebPage") for name in types(one)))
        return not any(str(one.get("isAccessibleForFree")).lower() == "false" for one in (*own, *pages))

    def whole(self, thing: Any) -> Any:
        """A thing with what is said of it elsewhere on the page, if it is named there."""
        if not isinstance(thing, dict) or not isinstance(name := thing.get("@id"), str):
            return thing
        return {**self._by_id.get(name, {}), **thing}

    def names(self, *keys: str) -> list[str]:
        """What the article's first of these properties that is there is called: people, an outlet, a headline."""
        given = (next((found for key in keys if (found := one.get(key))), None) for one in self._own)
        return max(([name for one in _each(thing) for name in _names(self.whole(one))] for thing in given), key=len)

    def images(self) -> Iterator[str]:
        """The addresses of the article's pictures, as they are given."""
        for one in map(self.whole, _each(self.article.get("image"))):
            is_described = isinstance(one, dict) and "@value" not in one
            yield from strings(one.get("url") or one.get("contentUrl") if is_described else one)


def is_article(thing: Thing) -> bool:
    """Whether a thing is an article of any kind."""
    return any(_ARTICLE.search(name) for name in types(thing))


def types(thing: Thing) -> Iterator[str]:
    """The types of a thing, without their vocabulary."""
    return (name.rpartition("/")[2] for name in strings(thing.get("@type")))


def strings(value: Any) -> Iterator[str]:
    """The texts of a value, which may be one, a list of some, or an object that holds one."""
    for one in _each(value):
        text = one.get("@value") if isinstance(one, dict) else one
        if isinstance(text, str):
            yield text


def _each(value: Any) -> list[Any]:
    return value[:_MOST_VALUES] if isinstance(value, list) else [value]


def _names(thing: Any) -> Iterator[str]:
    """What a thing is called; of a person that may be in two parts."""
    if not isinstance(thing, dict) or "@value" in thing:
        yield from strings(thing)
    elif named := list(strings(thing.get("name"))):
        yield from named
    else:
        parts = (next(strings(thing.get(key)), "") for key in ("givenName", "familyName"))
        yield " ".join(part for part in parts if part)


def _objects(values: Iterable[Any], most: int = _MOST_OBJECTS) -> Iterator[Thing]:
    """The objects within some values, the outer before the inner, without those of other stories."""
    for value in values:
        inner = deque([value])
        while inner and most:
            thing = inner.popleft()
            most -= 1
            if isinstance(thing, dict):
                yield thing
                inner.extend(
                    one for key, one in thing.items() if isinstance(one, dict | list) and key not in _OF_OTHERS
                )
            elif isinstance(thing, list):
                inner.extend(one for one in thing if isinstance(one, dict | list))


def _values(tree: HtmlElement) -> Iterator[Any]:
    """What the scripts of a page hold."""
    for script in tree.xpath(_SCRIPTS)[:_MOST_SCRIPTS]:
        if len(script) <= _LONGEST_SCRIPT:
            text = _WRAPPING.sub(" ", script)
            # Commas before a bracket are no JSON, but people write them.
            yield from _parsed(text) or _parsed(_STRING_OR_COMMA.sub(lambda match: match[1] or "", text))


def _parsed(text: str) -> list[Any]:
    """The values that stand one behind the other in a script, as far as they can be read."""
    decoder = json.JSONDecoder(strict=False)
    values: list[Any] = []
    start = _START.search(text)
    while start and len(values) < _MOST_VALUES:
        try:
            value, end = decoder.raw_decode(text, start.start())
        except (ValueError, RecursionError):
            break
        values.append(value)
        start = _START.search(text, end)
    return values

"""What readers want to see none of, or nothing but: words, phrases and patterns over what an article is about.

A filter is one line of text, as people type it in chat:

    football            the word, in any case, with or without its accents
    interest rates      these words, one behind the other
    elect*              a pattern: the star stands for any letters within one word
    outlet: Dorn Mail   the same of one thing that is known of an article: outlet, author, section, title, kind, text

Without such a prefix it is looked for in the headline, the standfirst, the section and the first paragraph: a word that
falls once in the thirtieth paragraph does not make an article be about it. There is no way to write a pattern that takes
long: each is matched in one pass over the words, without regular expressions.
"""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from digest.errors import BadFilter
from digest.types import Article
from digest.words import split_words

__all__ = ["LONGEST_FILTER", "Filter", "first_match", "read_filter"]

LONGEST_FILTER = 100
"""Characters of the longest filter: nobody reads a longer one in a list."""

_MOST_WORDS = 8
_MOST_STARS = 3
# Letters that a pattern has to name: "a*" would hide a third of all news.
_FEWEST_LETTERS = 2
_PREFIX = re.compile(r"\s*(\w+)\s*:\s*(.*)", re.DOTALL)
# A word with its stars; the other characters part words, as they do in an article.
_QUOTES = "\"“”„«»'‘’"


@dataclass(frozen=True, slots=True)
class Filter:
    """A filter that was understood.

    Attributes:
        text: As it is shown: what was typed, in one form.
        part: Name of the part of an article it looks at; empty for what the article is about.
        words: The words that have to follow each other, folded; each as the pieces between its stars.
    """

    text: str
    part: str
    words: tuple[tuple[str, ...], ...]

    def matches(self, article: Article) -> bool:
        """Whether an article is one of those meant."""
        return any(self._is_in(words) for words in _texts(article, self.part))

    def _is_in(self, words: Sequence[str]) -> bool:
        last = len(words) - len(self.words)
        return any(
            all(_fits(pieces, words[start + place]) for place, pieces in enumerate(self.words))
            for start in range(last + 1)
        )


def read_filter(text: str) -> Filter:
    """Read a filter as somebody typed it.

    Raises:
        BadFilter: If it is empty, too long or would hide nearly everything, in words for whoever typed it.
    """
    text = " ".join(text.split())
    if len(text) > LONGEST_FILTER:
        raise BadFilter(text[:LONGEST_FILTER], f"is longer than {LONGEST_FILTER} characters")
    part, wanted = "", text
    if match := _PREFIX.fullmatch(text):
        part, wanted = match[1].lower(), match[2]
        if part not in _PARTS:
            known = ", ".join(_PARTS)
            raise BadFilter(text, f"there is no {part!r} of an article to look at; there are: {known}")
    words = tuple(tuple(word.split("*")) for word in _patterns(wanted))
    _check(text, words)
    shown = " ".join("*".join(pieces) for pieces in words)
    return Filter(f"{part}: {shown}" if part else shown, part, words)


def first_match(filters: Iterable[Filter], article: Article) -> Filter | None:
    """The first of some filters that an article matches; None if it matches none."""
    return next((one for one in filters if one.matches(article)), None)


def _check(text: str, words: Sequence[Sequence[str]]) -> None:
    if not words:
        raise BadFilter(text, "has no word in it")
    if len(words) > _MOST_WORDS:
        raise BadFilter(text, f"has more than {_MOST_WORDS} words; add the words that matter, each as a filter")
    if any(len(pieces) - 1 > _MOST_STARS for pieces in words):
        raise BadFilter(text, f"has more than {_MOST_STARS} stars in a word")
    if any(len(pieces) > 1 and len("".join(pieces)) < _FEWEST_LETTERS for pieces in words):
        raise BadFilter(text, f"would match nearly everything; name at least {_FEWEST_LETTERS} letters beside a star")


def _patterns(wanted: str) -> Iterator[str]:
    """The words of a filter with their stars, folded."""
    for word in _folded(wanted).split():
        stripped = word.strip(_QUOTES)
        if "*" in stripped:
            # Stars in a row are one; what is between two of them is letters and digits.
            yield re.sub(r"\*+", "*", re.sub(r"[^\w*]|_", "", stripped))
        else:
            yield from split_words(stripped)


def _fits(pieces: Sequence[str], word: str) -> bool:
    """Whether a word is made of these pieces, in order, with anything between them."""
    first, *rest = pieces
    if not rest:
        return word == first
    *middle, last = rest
    if not word.startswith(first):
        return False
    at = len(first)
    for piece in middle:
        found = word.find(piece, at)
        if found < 0:
            return False
        at = found + len(piece)
    return len(word) - len(last) >= at and word.endswith(last)


def _texts(article: Article, part: str) -> Iterator[list[str]]:
    """The words of the parts of an article that a filter looks at; a phrase lies within one of them."""
    for text in _PARTS[part](article) if part else _about(article):
        yield _words(text)


def _about(article: Article) -> Iterator[str]:
    if article.title:
        yield article.title.of(article.text)
    if article.standfirst:
        yield article.standfirst.of(article.text)
    yield article.section
    if article.body:
        yield article.body[0].of(article.text)


def _title(article: Article) -> Iterator[str]:
    if article.title:
        yield article.title.of(article.text)


_PARTS: Mapping[str, Callable[[Article], Iterable[str]]] = {
    "outlet": lambda article: (article.source.outlet,),
    "author": lambda article: article.authors,
    "section": lambda article: (article.section,),
    "title": _title,
    "kind": lambda article: (article.kind,),
    "text": lambda article: (article.text,),
}


def _words(text: str) -> list[str]:
    return split_words(_folded(text))


def _folded(text: str) -> str:
    """A text in one case and without accents, as people type it."""
    decomposed = unicodedata.normalize("NFKD", unicodedata.normalize("NFKD", text).casefold())
    return "".join(character for character in decomposed if not unicodedata.combining(character)).replace("’", "'")

"""How alike two articles are: by their words, names, numbers, headlines and days; and whether they print one text."""

import heapq
import math
import re
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any
from zlib import crc32

from digest.languages import CALENDAR, FUNCTION_WORDS
from digest.terms import WORD, Vector, cosine, stem, terms_of, weighed
from digest.types import Article

__all__ = [
    "MEANING_WEIGHTS",
    "MOST_DAYS",
    "PAIR_WEIGHTS",
    "Contents",
    "Likeness",
    "contents_of",
    "day_of",
    "is_reprint",
    "likenesses",
    "look_at",
    "may_be_one",
    "probability",
]

PAIR_WEIGHTS = {
    "always": -2.56,
    "words": 5.86,
    "names": 4.87,
    "numbers": 2.56,
    "headline letters": 6.85,
    "headline letters, no text": 5.70,
    "words beyond neighbours": 6.18,
    "days": -1.95,
    "dated": 2.10,
    "both have text": -2.8,
}
"""What each likeness of two articles adds to the log-odds that they tell one story; fitted by tests/quality/fit_stories.py.

"both have text" was .11 by the fit, and lowered: headlines alone share so few words that the threshold has to be low for
them, and texts need it higher. Swept 0 to -3.2 together with the threshold; from -2 to -3.2 the figure is the same, and two
events in one story are worse than one event in two.
"""

MEANING_WEIGHTS = {
    "always": -3.36,
    "words": 0.99,
    "names": 2.39,
    "numbers": 1.57,
    "headline letters": 1.73,
    "headline letters, no text": 1.20,
    "words beyond neighbours": 2.17,
    "days": -2.64,
    "dated": 2.40,
    "both have text": -4.60,
    "meaning": 8.74,
    "meaning beyond neighbours": 4.56,
}
"""The same where a model tells what the articles mean; "both have text" was -1.72 by the fit, and lowered as above."""

# Articles this far apart are never of one story.
MOST_DAYS = 10
# How much of an article tells what it is about, in characters; the headline counts twice.
_READ = 1_500
_READ_FOR_NAMES = 1_200
_READ_FOR_NUMBERS = 800
_HAS_TEXT = 200
# Two texts that share this much of their runs of three words are one text (Broder 1997).
_REPRINT = 0.5
_RUN = 3
# Headlines of one outlet that are less alike than this are of different stories.
_SAME_HEADLINE = 0.5
_LETTERS = 4

_TENTH = 10
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
# Words with a capital; in Japanese, what is written in katakana, as names from elsewhere are.
_CAPITALISED = re.compile(r"[\u30a1-\u30fa\u30fc]{3,}|\b[^\W\d_a-zà-ÿ\u3041-\u30ff\u3400-\u9fff][\w’'.-]+")
Contents = tuple[list[str], list[str], list[str], list[str]]


@dataclass(slots=True)
class Likeness:
    """What is compared of an article; `near` are its greatest likenesses to others, as a heap.

    With a model, `meaning` is its vector, of length 1, and `tenth_in_meaning` how like the tenth of its nearest is.
    """

    article: Article
    words: Vector
    names: Vector
    numbers: Vector
    letters: Vector
    runs: "array[int]"
    day: float | None
    has_text: bool
    near: list[float] = field(default_factory=list)
    meaning: Any = None
    tenth_in_meaning: float = 0.0

    @property
    def tenth(self) -> float:
        """How like the tenth of its nearest is; 0 if there are not so many."""
        return self.near[0] if len(self.near) == _TENTH else 0.0

    @property
    def vectors(self) -> tuple[Vector, ...]:
        """Words, names, numbers and letters, as `contents_of` has them."""
        return self.words, self.names, self.numbers, self.letters

    def meet(self, likeness: float) -> None:
        """Take note of how like another article is."""
        (heapq.heappush if len(self.near) < _TENTH else heapq.heappushpop)(self.near, likeness)


def likenesses(one: Likeness, other: Likeness) -> dict[str, float]:
    """How alike two articles are, by the names of `MEANING_WEIGHTS`; without a model, the last two are 0."""
    words = cosine(one.words, other.words)
    letters = cosine(one.letters, other.letters)
    has_text = float(one.has_text and other.has_text)
    is_dated = one.day is not None and other.day is not None
    meaning = float(one.meaning @ other.meaning) if one.meaning is not None and other.meaning is not None else 0.0
    return {
        "always": 1.0,
        "words": words,
        "names": cosine(one.names, other.names),
        "numbers": cosine(one.numbers, other.numbers),
        "headline letters": letters,
        "headline letters, no text": letters * (1 - has_text),
        "words beyond neighbours": words - (one.tenth + other.tenth) / 2,
        "days": abs(one.day - other.day) if one.day is not None and other.day is not None else 0.0,
        "dated": float(is_dated),
        "both have text": has_text,
        "meaning": meaning,
        "meaning beyond neighbours": meaning - (one.tenth_in_meaning + other.tenth_in_meaning) / 2,
    }


def look_at(article: Article, contents: Contents, counts: Sequence[Counter[str]], total: int) -> Likeness:
    """Weigh the contents of an article, as `contents_of` has them, by how many of all articles have each."""
    words, names, numbers, letters = (
        weighed(terms, count, total) for terms, count in zip(contents, counts, strict=True)
    )
    has_text = len(article.text) > _HAS_TEXT
    return Likeness(article, words, names, numbers, letters, _runs(article), day_of(article), has_text)


def probability(alike: Mapping[str, float], weights: Mapping[str, float] = PAIR_WEIGHTS) -> float:
    """How likely two articles tell one story, by their likenesses."""
    odds = sum(weight * alike[name] for name, weight in weights.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def may_be_one(one: Likeness, other: Likeness) -> bool:
    """Whether two articles can tell one story: of one language, few days apart, and about something in common."""
    languages = {one.article.language, other.article.language} - {""}
    is_near = one.day is None or other.day is None or abs(one.day - other.day) <= MOST_DAYS
    return (
        one is not other
        and len(languages) <= 1
        and is_near
        and _names_the_same(one, other)
        and not _is_series(one, other)
    )


def _names_the_same(one: Likeness, other: Likeness) -> bool:
    """Whether two texts share a name or a number; among a few articles their common words look rare.

    Where a model tells what they mean, that is left to it.
    """
    if (
        one.meaning is not None
        or _is_headline(one.article)
        or _is_headline(other.article)
        or not one.names
        or not other.names
    ):
        return True
    return not (one.names.keys().isdisjoint(other.names) and one.numbers.keys().isdisjoint(other.numbers))


def _is_headline(article: Article) -> bool:
    """Whether there is nothing of an article but one line."""
    return "\n" not in article.text


def _is_series(one: Likeness, other: Likeness) -> bool:
    """Whether one outlet puts the same words under headlines of their own: episodes, releases, columns."""
    outlets = {one.article.source.outlet, other.article.source.outlet}
    is_unlike = len(outlets) == 1 and outlets != {""} and cosine(one.letters, other.letters) < _SAME_HEADLINE
    return is_unlike and is_reprint(one, other)


def day_of(article: Article) -> float | None:
    """When an article appeared, in days since 1970; None if nobody knows."""
    return article.published.timestamp() / 86_400 if article.published else None


def contents_of(article: Article) -> Contents:
    """Words, names, numbers, and letters of the headline."""
    title = article.title.of(article.text) if article.title else ""
    body = "\n".join(span.of(article.text) for span in article.paragraphs)
    title = title or body[:_READ_FOR_NUMBERS].split("\n", 1)[0]
    lead = f"{title}. {title}. {body[:_READ]}"
    return (
        list(terms_of(lead, article.language)),
        list(_names(f"{title}. {body[:_READ_FOR_NAMES]}", article.language)),
        _NUMBER.findall(f"{title} {body[:_READ_FOR_NUMBERS]}"),
        _letters(title),
    )


def _names(text: str, language: str) -> Iterator[str]:
    ignored = FUNCTION_WORDS.get(language or "en", frozenset()) | CALENDAR
    for match in _CAPITALISED.finditer(text):
        word = match[0].strip(".'’-").lower()
        if len(word) >= _RUN and word not in ignored:
            yield intern(stem(word, language))


def _letters(title: str) -> list[str]:
    padded = f" {' '.join(WORD.findall(title.lower()))} "
    return [intern(padded[at : at + _LETTERS]) for at in range(max(0, len(padded) - _LETTERS + 1))]


def _runs(article: Article) -> "array[int]":
    """A hash of each run of three words, each once: as an array, because an index keeps thousands of them."""
    told = " ".join(span.of(article.text) for span in article.paragraphs) or article.text
    words = WORD.findall(told.lower())
    runs = {crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(len(words) - _RUN + 1)}
    return array("L", runs)


def is_reprint(one: Likeness, other: Likeness) -> bool:
    """Whether two texts share so many of their runs of three words that they are one (Jaccard)."""
    if not one.runs or not _REPRINT <= len(one.runs) / max(1, len(other.runs)) <= 1 / _REPRINT:
        return False
    both = len(set(one.runs).intersection(other.runs))
    return both >= _REPRINT * (len(one.runs) + len(other.runs) - both)

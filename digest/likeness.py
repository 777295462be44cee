"""How alike two articles are: by their words, names, numbers, headlines and days; and whether they print one text."""

import heapq
import math
import re
from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from sys import intern
from typing import Any
from zlib import crc32

from digest.languages import CALENDAR, FUNCTION_WORDS
from digest.terms import WORD, Rarity, Vector, cosine, stem, terms_of, weighed
from digest.types import Article

__all__ = [
    "MEANING_WEIGHTS",
    "MOST_DAYS",
    "PAIR_WEIGHTS",
    "Likeness",
    "Traits",
    "day_of",
    "is_reprint",
    "likenesses",
    "look_at",
    "may_be_one",
    "probability",
    "traits_of",
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


@dataclass(frozen=True, slots=True)
class Traits:
    """What an article is compared by, whatever the others are.

    Attributes:
        words: Those that tell what it is about, without endings, in order and as often as they stand there.
        names: Likewise words with a capital.
        numbers: Likewise numbers, as they are printed.
        letters: Likewise each run of four letters of its headline.
        runs: A hash of each run of three words, each once, the least first: an array, because an index keeps thousands of them.
    """

    words: tuple[str, ...]
    names: tuple[str, ...]
    numbers: tuple[str, ...]
    letters: tuple[str, ...]
    runs: "array[int]"

    @property
    def terms(self) -> tuple[tuple[str, ...], ...]:
        """Words, names, numbers and letters."""
        return self.words, self.names, self.numbers, self.letters


@dataclass(slots=True)
class Likeness:
    """What is compared of an article; `near` are its greatest likenesses to others, as a heap.

    One that `is_headline` has nothing but one line. With a model, `meaning` is its vector, of length 1, and
    `tenth_in_meaning` how like the tenth of its nearest is.
    """

    article: Article
    words: Vector
    names: Vector
    numbers: Vector
    letters: Vector
    runs: "array[int]"
    day: float | None
    has_text: bool
    is_headline: bool
    near: list[float] = field(default_factory=list)
    meaning: Any = None
    tenth_in_meaning: float = 0.0

    @property
    def tenth(self) -> float:
        """How like the tenth of its nearest is; 0 if there are not so many."""
        return self.near[0] if len(self.near) == _TENTH else 0.0

    @property
    def vectors(self) -> tuple[Vector, ...]:
        """Words, names, numbers and letters."""
        return self.words, self.names, self.numbers, self.letters

    def meet(self, likeness: float) -> None:
        """Take note of how like another article is."""
        (heapq.heappush if len(self.near) < _TENTH else heapq.heappushpop)(self.near, likeness)


def likenesses(one: Likeness, other: Likeness, words: float) -> dict[str, float]:
    """How alike two articles are, by the names of `MEANING_WEIGHTS`; without a model, the last two are 0.

    Args:
        one: An article.
        other: Another.
        words: How alike their words are: the cosine that they have met with.
    """
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


def look_at(article: Article, traits: Traits, rarities: Sequence[Rarity]) -> Likeness:
    """Weigh the traits of an article by how rare each is among all articles."""
    words, names, numbers, letters = map(weighed, traits.terms, rarities)
    has_text = len(article.text) > _HAS_TEXT
    is_headline = "\n" not in article.text
    return Likeness(article, words, names, numbers, letters, traits.runs, day_of(article), has_text, is_headline)


def probability(alike: Mapping[str, float], weights: Mapping[str, float] = PAIR_WEIGHTS) -> float:
    """How likely two articles tell one story, by their likenesses."""
    odds = sum([weight * alike[name] for name, weight in weights.items()])
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def may_be_one(one: Likeness, other: Likeness) -> bool:
    """Whether two articles can tell one story: of one language, few days apart, and about something in common."""
    mine, its = one.article.language, other.article.language
    is_near = one.day is None or other.day is None or abs(one.day - other.day) <= MOST_DAYS
    return (
        one is not other
        and (mine == its or not mine or not its)
        and is_near
        and _names_the_same(one, other)
        and not _is_series(one, other)
    )


def _names_the_same(one: Likeness, other: Likeness) -> bool:
    """Whether two texts share a name or a number; among a few articles their common words look rare.

    Where a model tells what they mean, that is left to it.
    """
    if one.meaning is not None or one.is_headline or other.is_headline or not one.names or not other.names:
        return True
    return not (one.names.keys().isdisjoint(other.names) and one.numbers.keys().isdisjoint(other.numbers))


def _is_series(one: Likeness, other: Likeness) -> bool:
    """Whether one outlet puts the same words under headlines of their own: episodes, releases, columns."""
    outlet = one.article.source.outlet
    is_of_one = outlet != "" and outlet == other.article.source.outlet
    return is_of_one and cosine(one.letters, other.letters) < _SAME_HEADLINE and is_reprint(one, other)


def day_of(article: Article) -> float | None:
    """When an article appeared, in days since 1970; None if nobody knows."""
    return article.published.timestamp() / 86_400 if article.published else None


def traits_of(article: Article) -> Traits:
    """What an article is compared by."""
    title = article.title.of(article.text) if article.title else ""
    body = "\n".join(span.of(article.text) for span in article.paragraphs)
    title = title or body[:_READ_FOR_NUMBERS].split("\n", 1)[0]
    lead = f"{title}. {title}. {body[:_READ]}"
    return Traits(
        tuple(terms_of(lead, article.language)),
        tuple(_names(f"{title}. {body[:_READ_FOR_NAMES]}", article.language)),
        tuple(_NUMBER.findall(f"{title} {body[:_READ_FOR_NUMBERS]}")),
        tuple(_letters(title)),
        _runs(article),
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
    told = " ".join(span.of(article.text) for span in article.paragraphs) or article.text
    words = WORD.findall(told.lower())
    runs = {crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(len(words) - _RUN + 1)}
    return array("I", sorted(runs))


def is_reprint(one: Likeness, other: Likeness) -> bool:
    """Whether two texts share so many of their runs of three words that they are one (Jaccard)."""
    mine, its = one.runs, other.runs
    if not mine or not _REPRINT <= len(mine) / max(1, len(its)) <= 1 / _REPRINT:
        return False
    needed = (len(mine) + len(its)) * _REPRINT / (1 + _REPRINT)
    # Most texts have little in common: if the lower half shares too little, the rest of it can't make up for that.
    half = (len(mine) + 1) // 2
    cut = bisect_right(its, mine[half - 1])
    both = len(set(mine[:half]).intersection(its[:cut]))
    if both + len(mine) - half < needed:
        return False
    return both + len(set(mine[half:]).intersection(its[cut:])) >= needed

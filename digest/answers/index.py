"""The index that questions are asked of: which sentence has which words, and who is quoted where."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from digest.answers.words import is_unspaced, terms_in, tokens_in
from digest.meanings import Embed
from digest.quotes import find_quotes
from digest.sentences import sentences_of
from digest.types import Article, Quote, Sentence

__all__ = ["Index", "Passage", "index_articles", "meanings_near"]

# Okapi BM25's usual constants (Robertson & Zaragoza 2009).
_K1, _B = 1.2, 0.75
# Shorter words are one letter away from too many others.
_LEAST_TO_RESPELL = 5


@dataclass(frozen=True, slots=True)
class Passage:
    """A sentence of the index.

    Attributes:
        number: Which of the index it is.
        article: Number of its article.
        place: Which sentence of its article it is, from 0.
        sentence: The sentence.
        terms: Its words, see `terms_in`, in order.
    """

    number: int
    article: int
    place: int
    sentence: Sentence
    terms: tuple[str, ...]


@dataclass(slots=True)
class Index:
    """Articles, ready to be asked about. Made by `index_articles`; it grows with articles, never with questions.

    Attributes:
        articles: In the order given, each once.
        passages: All their sentences, those of an article together.
        starts: Number of each article's first passage, and behind the last one how many passages there are.
        headings: The words of each article's headline and outlet.
        lengths: How many words each article has.
        languages: Those of the articles.
    """

    articles: tuple[Article, ...]
    passages: list[Passage]
    starts: list[int]
    headings: list[frozenset[str]]
    languages: tuple[str, ...]
    _postings: dict[str, array[int]]
    _capitals: Counter[str]
    _quotes: dict[int, tuple[Quote, ...]]
    _mean_length: float
    meanings: Any = None
    embed: Embed | None = None
    outlet_names: list[str] = field(default_factory=list)
    lengths: list[int] = field(default_factory=list)
    _by_initial: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _headed: dict[str, list[int]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, heading in enumerate(self.headings):
            for term in heading:
                self._headed.setdefault(term, []).append(number)
        self.lengths = [
            len(heading) + sum(len(self.passages[one].terms) for one in self.of_article(number))
            for number, heading in enumerate(self.headings)
        ]
        self.outlet_names = [name_of_outlet(article.source.outlet) for article in self.articles]
        self._numbers = {article.id: number for number, article in enumerate(self.articles)}

    def number_of(self, article_id: str) -> int | None:
        """The number of an article; None if it is not here."""
        return self._numbers.get(article_id)

    def of_article(self, article: int) -> range:
        """The numbers of an article's passages."""
        return range(self.starts[article], self.starts[article + 1])

    def with_term(self, term: str) -> Sequence[int]:
        """The passages that have a term, in order; one that has it twice, twice."""
        return self._postings.get(term, ())

    def has_word(self, word: str) -> bool:
        """Whether a word stands in an article, whatever its ending."""
        return any(self.with_term(term) for language in self.languages for term in terms_in(tokens_in(word), language))

    def spelled_like(self, term: str) -> str:
        """The commonest name here that is one letter away from a word that is not here; empty if there is none."""
        if len(term) < _LEAST_TO_RESPELL or term[0].isdigit() or is_unspaced(term):
            return ""
        if not self._by_initial:
            for known in self._postings:
                self._by_initial.setdefault((known[:1], len(known)), []).append(known)
        lengths = (len(term) - 1, len(term), len(term) + 1)
        near = [
            one for length in lengths for one in self._by_initial.get((term[0], length), ()) if _is_one_away(term, one)
        ]
        return max(near, key=lambda one: (len(self.with_term(one)), one), default="")

    def as_written(self, term: str) -> str:
        """A word of the index as it is written where it first stands; without its ending, if it stands nowhere."""
        for number in self.with_term(term)[:1]:
            passage = self.passages[number]
            language = self.articles[passage.article].language
            tokens = tokens_in(passage.sentence.text)
            return next((token for token in tokens if term in terms_in([token], language)), term)
        return term

    def idf(self, term: str) -> float:
        """How rare a term is among the passages (Robertson & Spärck Jones): high for one that none has."""
        count = len(set(self.with_term(term)))
        return math.log(1 + (len(self.passages) - count + 0.5) / (count + 0.5))

    def is_name(self, term: str) -> bool:
        """Whether a word is nearly always written with a capital here, even within sentences."""
        count = len(self.with_term(term))
        return count > 0 and self._capitals[term] >= 0.7 * count

    def scores(self, weights: Mapping[str, float]) -> dict[int, float]:
        """Passages scored by the terms they have (Okapi BM25).

        Args:
            weights: Terms, each with what it counts.
        """
        found: defaultdict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for number, times in Counter(self.with_term(term)).items():
                length = len(self.passages[number].terms) / self._mean_length
                found[number] += weight * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length))
        return found

    def article_counts(self, forms: Iterable[str]) -> Counter[int]:
        """How often each article has one of some terms; headline and outlet included."""
        counts: Counter[int] = Counter()
        for form in forms:
            counts.update(self.passages[number].article for number in self.with_term(form))
            counts.update(self._headed.get(form, ()))
        return counts

    def quotes_of(self, article: int) -> tuple[Quote, ...]:
        """The quotations of an article, found when they are first asked for."""
        if article not in self._quotes:
            self._quotes[article] = find_quotes(self.articles[article])
        return self._quotes[article]


def index_articles(
    articles: Iterable[Article],
    *,
    quotes: Mapping[str, Sequence[Quote]] | None = None,
    embed: Embed | None = None,
) -> Index:
    """Make articles ready to be asked about.

    Args:
        articles: In any order; of an article given twice, the later revision counts.
        quotes: Of articles by their ids, as `find_quotes` finds them; those of others are found when a question needs them.
        embed: Tells what texts mean; None for words alone.
    """
    unique = tuple({article.id: article for article in articles}.values())
    passages: list[Passage] = []
    starts = [0]
    headings: list[frozenset[str]] = []
    postings: dict[str, array[int]] = {}
    capitals: Counter[str] = Counter()
    for number, article in enumerate(unique):
        for place, sentence in enumerate(_sentences(article)):
            tokens = tokens_in(sentence.text)
            terms = tuple(terms_in(tokens, article.language))
            capitals.update(_capitals(tokens, article.language))
            for term in terms:
                postings.setdefault(term, array("I")).append(len(passages))
            passages.append(Passage(len(passages), number, place, sentence, terms))
        starts.append(len(passages))
        title = article.title.of(article.text) if article.title else ""
        headings.append(frozenset(terms_in(tokens_in(f"{title} {article.source.outlet}"), article.language)))
    known = {number: tuple(quotes[one.id]) for number, one in enumerate(unique) if quotes and one.id in quotes}
    languages = tuple(dict.fromkeys(article.language or "en" for article in unique)) or ("en",)
    mean = sum(len(passage.terms) for passage in passages) / max(1, len(passages)) or 1.0
    meanings = _meanings(passages, embed) if embed else None
    return Index(unique, passages, starts, headings, languages, postings, capitals, known, mean, meanings, embed)


def _sentences(article: Article) -> Sequence[Sentence]:
    """The sentences of an article; of one that is but a headline, that."""
    sentences = sentences_of(article)
    if sentences or not article.title:
        return sentences
    return (Sentence(article.title.of(article.text), article.title, 0),)


def _capitals(tokens: Sequence[str], language: str) -> Iterator[str]:
    """The terms written with a capital, the first word apart."""
    return terms_in((token for token in tokens[1:] if token[0].isupper()), language)


def _is_one_away(one: str, other: str) -> bool:
    """Whether one letter is missing, too much, another, or changed places with its neighbour."""
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    is_swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return is_swapped or one[start + 1 :] == other[start + 1 :]


def _meanings(passages: Sequence[Passage], embed: Embed) -> Any:
    """A row for each sentence."""
    import numpy as np

    return np.stack(embed([passage.sentence.text for passage in passages])) if passages else None


def meanings_near(index: Index, text: str) -> list[float] | None:
    """How near each passage is to a text by what they mean (cosines); None if the index does not know."""
    if index.embed is None or index.meanings is None:
        return None
    likeness: list[float] = (index.meanings @ index.embed([text])[0]).tolist()
    return likeness


def name_of_outlet(outlet: str) -> str:
    """An outlet's name as it is looked for: without "The", in small letters."""
    return outlet.casefold().removeprefix("the ").strip()

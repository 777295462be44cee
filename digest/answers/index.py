"""The index that questions are asked of: which sentence has which words, and who is quoted where."""

from __future__ import annotations

import math
from array import array
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from digest.analysis import Analysis, Analyst
from digest.answers.words import is_unspaced, terms_in, tokens_in
from digest.meanings import Embed
from digest.types import Article, Quote, Sentence

__all__ = ["Index", "Passage", "index_articles", "meanings_near"]

# Okapi BM25's usual constants (Robertson & Zaragoza 2009).
_K1, _B = 1.2, 0.75
# What has a capital so often is a name.
_MOSTLY = 0.7
# Shorter words are one letter away from too many others.
_LEAST_TO_RESPELL, _LEAST_TO_EXCHANGE = 5, 7


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
    """Articles, ready to be asked about. Made by `index_articles`; it may be asked from several threads.

    What is found out while it is asked, the quotations of an article, is kept: as much as there are articles.

    Attributes:
        articles: In the order given, each once.
        passages: All their sentences, those of an article together.
        starts: Number of each article's first passage, and behind the last one how many passages there are.
        headings: The words of each article's headline and outlet.
        lengths: How many words each article has.
        outlet_names: Of each article's outlet, without "The", in small letters.
        outlets: The outlets by these names, as they are printed.
        meanings: A row for each passage that tells what it means; None without a model.
        embed: The model; None without.
        languages: Those of the articles, the commonest first.
    """

    articles: tuple[Article, ...]
    passages: list[Passage]
    starts: list[int]
    headings: list[frozenset[str]]
    languages: tuple[str, ...]
    _postings: dict[str, array[int]]
    _frequencies: Counter[str]
    _within: Counter[str]
    _capitals: Counter[str]
    _mean_length: float
    _analyst: Analyst
    meanings: Any = None
    embed: Embed | None = None
    outlet_names: list[str] = field(default_factory=list)
    outlets: dict[str, str] = field(default_factory=dict)
    lengths: list[int] = field(default_factory=list)
    _by_initial: dict[tuple[str, int], list[str]] = field(default_factory=dict)
    _headed: dict[str, list[int]] = field(default_factory=dict)
    _numbers: dict[str, int] = field(default_factory=dict)
    _quotes: dict[int, tuple[Quote, ...]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for number, heading in enumerate(self.headings):
            for term in heading:
                self._headed.setdefault(term, []).append(number)
        self.lengths = [
            len(heading) + sum(len(self.passages[one].terms) for one in self.of_article(number))
            for number, heading in enumerate(self.headings)
        ]
        self.outlets = {
            name_of_outlet(one.source.outlet): one.source.outlet for one in self.articles if one.source.outlet
        }
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

    def forms_of(self, word: str, language: str) -> frozenset[str]:
        """A word of a question without its ending, in each language of the articles; none of a function word.

        Args:
            word: As it is written.
            language: Of the question: which words are function words.
        """
        if not any(terms_in([word], language)):
            return frozenset()
        return frozenset(form for one in self.languages for form in terms_in([word], one))

    def has_word(self, word: str) -> bool:
        """Whether a word stands in an article, whatever its ending."""
        return any(self.with_term(term) for language in self.languages for term in terms_in(tokens_in(word), language))

    def spelled_like(self, term: str) -> str:
        """The commonest name here that is one letter away from a word that is not here; empty if there is none."""
        if len(term) < _LEAST_TO_RESPELL or term[0].isdigit() or is_unspaced(term):
            return ""
        if not self._by_initial:
            by_initial: dict[tuple[str, int], list[str]] = {}
            for known in self._postings:
                by_initial.setdefault((known[:1], len(known)), []).append(known)
            self._by_initial = by_initial  # At once: somebody else may be asking.
        lengths = (len(term) - 1, len(term), len(term) + 1)
        near = [
            one
            for length in lengths
            for one in self._by_initial.get((term[0], length), ())
            if self.is_name(one) and _is_one_away(term, one)
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
        count = self._frequencies[term]
        return math.log(1 + (len(self.passages) - count + 0.5) / (count + 0.5))

    def is_name(self, term: str) -> bool:
        """Whether a word is nearly always written with a capital here, the first words of sentences apart."""
        return self._capitals[term] > 0 and self._capitals[term] >= _MOSTLY * self._within[term]

    def scores(self, weights: Mapping[str, float], within: Collection[int] | None = None) -> dict[int, float]:
        """Passages scored by the terms they have (Okapi BM25).

        Args:
            weights: Terms, each with what it counts.
            within: Numbers of the articles that count; None for all.
        """
        places = None if within is None else [self.of_article(article) for article in within]
        found: defaultdict[int, float] = defaultdict(float)
        for term, weight in weights.items():
            for number, times in Counter(self._with_term_in(term, places)).items():
                length = len(self.passages[number].terms) / self._mean_length
                found[number] += weight * times * (_K1 + 1) / (times + _K1 * (1 - _B + _B * length))
        return found

    def _with_term_in(self, term: str, places: Sequence[range] | None) -> Sequence[int]:
        """The passages that have a term, of some runs of passages."""
        numbers = self.with_term(term)
        if places is None:
            return numbers
        found: list[int] = []
        for run in places:
            found += numbers[bisect_left(numbers, run.start) : bisect_left(numbers, run.stop)]
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
            self._quotes[article] = self._analyst.quotes_of(self.articles[article])
        return self._quotes[article]


def index_articles(
    articles: Iterable[Article],
    *,
    analyses: Mapping[str, Analysis] | None = None,
    embed: Embed | None = None,
) -> Index:
    """Make articles ready to be asked about.

    Args:
        articles: In any order; of an article given twice, the later revision counts.
        analyses: What is known of articles, by their revisions; the quotations of others are found when a question needs them.
        embed: Tells what texts mean; None for words alone.
    """
    analyst = Analyst(analyses)
    unique = tuple({article.id: article for article in articles}.values())
    passages: list[Passage] = []
    starts = [0]
    headings: list[frozenset[str]] = []
    postings: dict[str, array[int]] = {}
    frequencies: Counter[str] = Counter()
    within: Counter[str] = Counter()
    capitals: Counter[str] = Counter()
    for number, article in enumerate(unique):
        for place, sentence in enumerate(_sentences(article, analyst)):
            tokens = tokens_in(sentence.text)
            terms = tuple(terms_in(tokens, article.language))
            within.update(terms_in(tokens[1:], article.language))
            capitals.update(terms_in((token for token in tokens[1:] if token[0].isupper()), article.language))
            frequencies.update(set(terms))
            for term in terms:
                postings.setdefault(term, array("I")).append(len(passages))
            passages.append(Passage(len(passages), number, place, sentence, terms))
        starts.append(len(passages))
        title = article.title.of(article.text) if article.title else ""
        headings.append(frozenset(terms_in(tokens_in(f"{title} {article.source.outlet}"), article.language)))
    languages = tuple(language for language, _ in Counter(one.language or "en" for one in unique).most_common())
    mean = sum(len(passage.terms) for passage in passages) / max(1, len(passages)) or 1.0
    meanings = _meanings(passages, embed) if embed else None
    return Index(
        unique,
        passages,
        starts,
        headings,
        languages or ("en",),
        postings,
        frequencies,
        within,
        capitals,
        mean,
        analyst,
        meanings,
        embed,
    )


def _sentences(article: Article, analyst: Analyst) -> Sequence[Sentence]:
    """The sentences of an article; of one that is but a headline, that."""
    sentences = analyst.sentences_of(article)
    if sentences or not article.title:
        return sentences
    return (Sentence(article.title.of(article.text), article.title, 0),)


def _is_one_away(one: str, other: str) -> bool:
    """Whether one letter is missing, too much, another, or changed places with its neighbour."""
    if len(one) > len(other):
        one, other = other, one
    start = next((at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), len(one))
    if len(one) < len(other):
        return one[start:] == other[start + 1 :]
    # "Osama" is somebody else than "Obama".
    is_exchanged = len(one) >= _LEAST_TO_EXCHANGE and one[start + 1 :] == other[start + 1 :]
    is_swapped = one[start : start + 2] == other[start : start + 2][::-1] and one[start + 2 :] == other[start + 2 :]
    return is_swapped or is_exchanged


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

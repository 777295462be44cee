"""A story told in sentences of several outlets, each with what the other outlets have of it.

A sentence is worth telling if other outlets say it too, if it is like their headlines, and if it stands early in its own
article. Whatever is chosen is a sentence of one article, verbatim; likeness only decides which.
"""

import math
from collections import defaultdict
from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest.edition import Difference, Point
from digest.figures import Figure, agree, find_figures, nearest_in_value, numbers_in, same_count
from digest.sentences import sentences_of
from digest.summarizers import choose, leans_on_another, presentable, rank, told_span
from digest.terms import Rarity, Vector, cosine, is_negated, terms_of, vectors_of
from digest.types import Article, Citation, Sentence, Span
from digest.words import count_words

__all__ = ["tell"]

# Swept on 700 stories of three outlets each, and confirmed on 307 others (docs/quality.md).
_POSITION, _SUPPORT, _HEADLINES = 0.3, 0.4, 0.3
_FADING = 1.5
# What a sentence has to be better by: one of an outlet that is there already; the first one of a further outlet, which
# tells what has been told; one as like those that are told as can be. All swept on the same stories.
_SAME_OUTLET, _TOLD_AGAIN, _ALIKE = 0.1, 0.3, 0.6
# Two sentences more alike than this say the same: one of them is enough.
_REPEATED, _REPEATED_WITH_NUMBER = 0.3, 0.2
_SHARED_WORDS = 0.6
# More alike than this, one outlet reports what the other does. Of 70 pairs of full articles that were read, four of five
# between .4 and .5 do, and all but one above it.
_REPORTED_TOO = 0.45
# Two sentences less alike than this do not speak of the same number.
_COMPARABLE = 0.3
# Of what only one outlet has, every other has less than this share of its words, and is itself of so many words at the least.
_COVERED, _WHOLE = 0.4, 150
_FEWEST_TERMS = 8
# Of what is known, so many of the words are.
_KNOWN = 0.8
_MOST_TEXTS = 6
# As like the headline as this, a sentence is about what the story is about.
_ABOUT = 0.05
# Sentences to an article that are looked at: what tells the story is not further down.
_MOST_SENTENCES = 20
_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A sentence that may be told.

    Attributes:
        outlet: Name of its outlet; of an article without one, its id.
        number: Of all sentences of the article.
        place: Among those of its article that may be told, from 0.
    """

    article: Article
    outlet: str
    number: int
    place: int
    sentence: Sentence
    vector: Vector

    @property
    def figures(self) -> list[Figure]:
        """The numbers in the sentence, with what they count."""
        return _figures(self.sentence.text, self.article.language)

    @property
    def citation(self) -> Citation:
        """The sentence, without a dateline."""
        return Citation(self.article, told_span(self.sentence))

    def phrase(self, span: Span) -> Citation:
        """A slice of the sentence."""
        start = self.sentence.span.start
        return Citation(self.article, Span(start + span.start, start + span.end))

    def contradicts(self, text: str) -> bool:
        """Whether a like sentence says "not" where this one does not, or has other numbers."""
        language = self.article.language
        mine, its = numbers_in(self.sentence.text, language), numbers_in(text, language)
        return is_negated(self.sentence.text, language) != is_negated(text, language) or bool(
            mine and its and not mine & its
        )


def tell(
    articles: Sequence[Article],
    *,
    method: str = "default",
    max_sentences: int = 3,
    max_words: int = 90,
    known: Sequence[Article] = (),
    rarity: Rarity | None = None,
) -> tuple[Point, ...]:
    """Choose the sentences that tell a story.

    Args:
        articles: Of the same language, no two with the same text: the one to be preferred first. Sentences are of the first
            six; what only one outlet has is looked for in all of them.
        method: How to rank sentences: one of `digest.summarizers.methods()`, or "default".
        max_sentences: How many at the most.
        max_words: How many words they may have together; one sentence is given even if it has more.
        known: What readers know already: nothing that is said there is told again.
        rarity: How many articles of the day have each word; None to go by the sentences of the story alone.

    Returns:
        The sentences in the order to be read; none if there is nothing but quotations, or nothing new.

    Raises:
        UnknownMethod: If there is no such method.
    """
    if not articles:
        return ()
    if len(articles) == 1 and not known:
        (article,) = articles
        sentences = sentences_of(article)
        chosen = choose(sentences, article.language, method, max_sentences, max_words)
        return tuple(Point(Citation(article, told_span(sentences[number]))) for number in chosen)
    candidates, headlines = _candidates(articles[:_MOST_TEXTS], rarity)
    fresh = _unknown(candidates, known, rarity) if known else candidates
    if not fresh:
        return ()
    scores = _scores(fresh, candidates, headlines, method)
    about = {one for one in fresh if cosine(one.vector, headlines[0]) >= _ABOUT}
    told = _in_order(_select(fresh, about, scores, max_sentences, max_words))
    return tuple(_point(one, candidates, articles) for one in told)


def _candidates(articles: Sequence[Article], rarity: Rarity | None) -> tuple[list[_Candidate], list[Vector]]:
    """The sentences that may be told, and the headlines as vectors."""
    found = [
        (article, article.source.outlet or article.id, number, place, sentences[number])
        for article in articles
        for sentences in (sentences_of(article),)
        for place, number in enumerate(presentable(sentences)[:_MOST_SENTENCES])
    ]
    headlines = [article.title.of(article.text) if article.title else "" for article in articles]
    vectors = vectors_of([*(sentence.text for *_, sentence in found), *headlines], articles[0].language, rarity)
    candidates = [_Candidate(*one, vector) for one, vector in zip(found, vectors[: len(found)], strict=True)]
    return candidates, vectors[len(found) :]


def _unknown(candidates: Sequence[_Candidate], known: Sequence[Article], rarity: Rarity | None) -> list[_Candidate]:
    """The sentences that say something new.

    Known is what has a sentence like it that has no other numbers and no other "not", and hardly a word that is not known.
    """
    old = [sentence.text for article in known for sentence in sentences_of(article)]
    language = candidates[0].article.language if candidates else ""
    vectors = vectors_of([*(one.sentence.text for one in candidates), *old], language, rarity)
    mine, theirs = vectors[: len(candidates)], vectors[len(candidates) :]
    words = {term for vector in theirs for term in vector}
    fresh: list[_Candidate] = []
    for one, vector in zip(candidates, mine, strict=True):
        alike = [text for text, other in zip(old, theirs, strict=True) if cosine(vector, other) >= _REPORTED_TOO]
        is_covered = len(vector.keys() & words) >= _KNOWN * len(vector)
        if not is_covered or not any(not one.contradicts(text) for text in alike):
            fresh.append(one)
    return fresh


def _scores(
    fresh: Sequence[_Candidate], candidates: Sequence[_Candidate], headlines: Sequence[Vector], method: str
) -> dict[_Candidate, float]:
    """How much each sentence is worth telling, 0 to 1; by another method than the default, by its ranking."""
    if method != "default":
        ranking = rank([one.sentence for one in fresh], fresh[0].article.language, method)
        # Of a long text, some methods rank a part.
        return dict.fromkeys(fresh, 0.0) | {fresh[at]: 1 - place / len(fresh) for place, at in enumerate(ranking)}
    support = _as_shares(_support(fresh, candidates))
    likeness = _as_shares([sum(cosine(one.vector, headline) for headline in headlines) for one in fresh])
    return {
        one: _POSITION * math.exp(-one.place / _FADING) + _SUPPORT * supported + _HEADLINES * alike
        for one, supported, alike in zip(fresh, support, likeness, strict=True)
    }


def _as_shares(values: Sequence[float]) -> list[float]:
    """Values as shares of the greatest of them."""
    most = max(values) or 1.0
    return [value / most for value in values]


def _support(fresh: Sequence[_Candidate], candidates: Sequence[_Candidate]) -> list[float]:
    """How like each sentence its nearest ones in the other articles are, together.

    By the terms that two sentences share, term by term: most share none, and are never looked at.
    """
    standing: dict[str, list[tuple[int, str, float]]] = defaultdict(list)
    for number, other in enumerate(candidates):
        for term, weight in other.vector.items():
            standing[term].append((number, other.outlet, weight))
    found: list[float] = []
    for one in fresh:
        likeness: dict[tuple[str, int], float] = defaultdict(float)
        for term, weight in one.vector.items():
            for number, outlet, its in standing[term]:
                likeness[outlet, number] += weight * its
        nearest: dict[str, float] = {}
        for (outlet, _), alike in likeness.items():
            if outlet != one.outlet:
                nearest[outlet] = max(nearest.get(outlet, 0.0), alike)
        found.append(sum(nearest.values()))
    return found


@lru_cache(_REMEMBERED)
def _figures(text: str, language: str) -> list[Figure]:
    return find_figures(text, language)


def _select(
    candidates: Sequence[_Candidate],
    about: Collection[_Candidate],
    scores: dict[_Candidate, float],
    max_sentences: int,
    max_words: int,
) -> list[_Candidate]:
    """The best ones that fit, the first of them about the headline if any is; what leans on a sentence comes behind it."""
    chosen: list[_Candidate] = []
    left = max_words
    while len(chosen) < max_sentences:
        fitting = [
            one
            for one in candidates
            if not any(_says_again(one, other) for other in chosen)
            and (not chosen or count_words(one.sentence.text) <= left)
            and _stands(one, chosen)
        ]
        if not fitting:
            break
        first = [one for one in fitting if one in about] if not chosen else []
        best = max(first or fitting, key=lambda one: scores[one] - _cost(one, chosen))
        behind = _antecedent(best, chosen)
        chosen.insert(len(chosen) if behind is None else behind + 1, best)
        left -= count_words(best.sentence.text)
    return chosen


def _cost(one: _Candidate, chosen: Sequence[_Candidate]) -> float:
    """What a sentence has to be better by than one that says something new."""
    if not chosen:
        return 0.0
    alike = _ALIKE * max(cosine(one.vector, other.vector) for other in chosen)
    if any(one.outlet == other.outlet for other in chosen):
        return alike + _SAME_OUTLET
    return alike + (_TOLD_AGAIN if one.place == 0 else 0.0)


def _in_order(chosen: Sequence[_Candidate]) -> list[_Candidate]:
    """The best first, then what stands early in its article before what stands late; what leans on a sentence behind it."""
    heads: list[list[_Candidate]] = []
    for one in chosen:
        if heads and _antecedent(one, heads[-1]) is not None:
            heads[-1].append(one)
        else:
            heads.append([one])
    best, rest = heads[:1], sorted(heads[1:], key=lambda some: some[0].place)
    return [one for some in (*best, *rest) for one in some]


def _says_again(one: _Candidate, other: _Candidate) -> bool:
    """Whether two sentences say the same, or one is little more than a part of the other."""
    shared = len(one.vector.keys() & other.vector.keys())
    is_part = shared > _SHARED_WORDS * min(len(one.vector), len(other.vector))
    numbers = numbers_in(one.sentence.text, one.article.language)
    is_numbered = not numbers.isdisjoint(numbers_in(other.sentence.text, other.article.language))
    return is_part or cosine(one.vector, other.vector) > (_REPEATED_WITH_NUMBER if is_numbered else _REPEATED)


def _stands(one: _Candidate, chosen: Sequence[_Candidate]) -> bool:
    """Whether a sentence can be understood: it leans on none, or on one that is told."""
    return not leans_on_another(one.sentence.text, one.article.language) or _antecedent(one, chosen) is not None


def _antecedent(one: _Candidate, chosen: Sequence[_Candidate]) -> int | None:
    """Where the sentence before it is told, if this one leans on it."""
    if not leans_on_another(one.sentence.text, one.article.language):
        return None
    before = (at for at, other in enumerate(chosen) if (other.article, other.number) == (one.article, one.number - 1))
    return next(before, None)


def _point(one: _Candidate, candidates: Sequence[_Candidate], articles: Sequence[Article]) -> Point:
    """A sentence with what the other outlets have of it."""
    nearest: dict[str, tuple[float, _Candidate]] = {}
    for other in candidates:
        likeness = cosine(one.vector, other.vector)
        if other.outlet != one.outlet and likeness > nearest.get(other.outlet, (0.0, other))[0]:
            nearest[other.outlet] = (likeness, other)
    also = [other for likeness, other in nearest.values() if likeness >= _REPORTED_TOO]
    return Point(
        one.citation,
        tuple(other.citation for other in also if not one.contradicts(other.sentence.text)),
        is_alone=not also and _is_alone(one, articles),
        differences=tuple(_differences(one, candidates, articles)),
    )


def _is_alone(one: _Candidate, articles: Sequence[Article]) -> bool:
    """Whether no other outlet says anything of the kind: said only of what is not news to all, and if all others are whole."""
    others = [article for article in articles if (article.source.outlet or article.id) != one.outlet]
    if not others or one.place == 0 or len(one.vector) < _FEWEST_TERMS:
        return False
    return all(
        not article.excerpt_only
        and count_words(article.text) >= _WHOLE
        and len(one.vector.keys() & _all_terms(article)) < _COVERED * len(one.vector)
        for article in others
    )


@lru_cache(_REMEMBERED)
def _all_terms(article: Article) -> frozenset[str]:
    return frozenset(terms_of(article.text, article.language))


def _differences(
    one: _Candidate, candidates: Sequence[_Candidate], articles: Sequence[Article]
) -> Iterator[Difference]:
    """The numbers of a sentence that other outlets give differently, one of each outlet at the most."""
    if not one.figures:
        return
    mine = _numbers_of(articles, one.outlet)
    for outlet in dict.fromkeys(other.outlet for other in candidates if other.outlet != one.outlet):
        theirs = _numbers_of(articles, outlet)
        own = [figure for figure in one.figures if figure.value not in theirs]
        found = [
            (likeness, nearest, figure, other)
            for other in candidates
            if other.outlet == outlet and (likeness := cosine(one.vector, other.vector)) >= _COMPARABLE
            if not any(
                agree(figure, its) and figure.unit == its.unit for figure in one.figures for its in other.figures
            )
            for figure in other.figures
            if figure.value not in mine and (nearest := nearest_in_value(figure, own))
            if same_count(nearest, figure, likeness) is not None
        ]
        if found:
            _, nearest, figure, other = max(found, key=lambda pair: pair[0])
            yield Difference(one.phrase(nearest.phrase), other.phrase(figure.phrase))


def _numbers_of(articles: Sequence[Article], outlet: str) -> set[float]:
    """All numbers that an outlet has, headline and all."""
    own = [article for article in articles if (article.source.outlet or article.id) == outlet]
    return {number for article in own for number in numbers_in(article.text, article.language)}

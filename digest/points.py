"""A story told in sentences of several outlets, each with what the other outlets have of it.

A sentence is worth telling if other outlets say it too, if it is like their headlines, and if it stands early in its own
article. Whatever is chosen is a sentence of one article, verbatim; likeness only decides which.
"""

import math
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest.edition import Difference, Point
from digest.figures import Figure, agree, find_figures, nearest_in_value, same_count
from digest.sentences import sentences_of
from digest.summarizers import choose, leans_on_another, presentable, rank
from digest.terms import Vector, cosine, vectors_of
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
_REPEATED = 0.35
_SHARED_WORDS = 0.6
# More alike than this, one outlet reports what the other does. Of 70 pairs of full articles that were read, four of five
# between .4 and .5 do, and all but one above it.
_REPORTED_TOO = 0.45
# Two sentences less alike than the first do not speak of the same number. Of what only one outlet has, no other has a
# sentence more like it than the second, or more of its words than the third; of a short sentence that says too little.
_COMPARABLE, _LIKE_IT, _COVERED = 0.25, 0.15, 0.4
_FEWEST_TERMS = 8
# Sentences to an article that are looked at: what tells the story is not further down.
_MOST_SENTENCES = 20
_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class _Candidate:
    """A sentence that may be told.

    Attributes:
        outlet: Number of its article.
        number: Of all sentences of the article.
        place: Among those of its article that may be told, from 0.
    """

    article: Article
    outlet: int
    number: int
    place: int
    sentence: Sentence
    vector: Vector

    @property
    def figures(self) -> list[Figure]:
        """The numbers in the sentence."""
        return _figures(self.sentence.text, self.article.language)

    @property
    def citation(self) -> Citation:
        return Citation(self.article, self.sentence.span)

    def phrase(self, span: Span) -> Citation:
        """A slice of the sentence."""
        start = self.sentence.span.start
        return Citation(self.article, Span(start + span.start, start + span.end))


def tell(
    articles: Sequence[Article],
    *,
    method: str = "default",
    max_sentences: int = 3,
    max_words: int = 90,
    known: Sequence[Article] = (),
) -> tuple[Point, ...]:
    """Choose the sentences that tell a story.

    Args:
        articles: Of the same language, no two with the same text: the one to be preferred first.
        method: How to rank sentences: one of `digest.summarizers.methods()`, or "default".
        max_sentences: How many at the most.
        max_words: How many words they may have together; one sentence is given even if it has more.
        known: What readers know already: nothing that is said there is told again.

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
        return tuple(Point(Citation(article, sentences[number].span)) for number in chosen)
    candidates, headlines, old = _candidates(articles, known)
    fresh = [one for one in candidates if not any(cosine(one.vector, seen) >= _REPORTED_TOO for seen in old)]
    if not fresh:
        return ()
    scores = _scores(fresh, candidates, headlines, method)
    chosen_ones = _in_order(_select(fresh, scores, max_sentences, max_words))
    return tuple(_point(one, candidates, headlines) for one in chosen_ones)


def _candidates(
    articles: Sequence[Article], known: Sequence[Article]
) -> tuple[list[_Candidate], list[Vector], list[Vector]]:
    """The sentences that may be told; and, as vectors, the headlines, and what is known."""
    found = [
        (article, outlet, number, place, sentences[number])
        for outlet, article in enumerate(articles)
        for sentences in (sentences_of(article),)
        for place, number in enumerate(presentable(sentences)[:_MOST_SENTENCES])
    ]
    headlines = [article.title.of(article.text) if article.title else "" for article in articles]
    old = [sentence.text for article in known for sentence in sentences_of(article)]
    language = articles[0].language
    vectors = vectors_of([*(sentence.text for *_, sentence in found), *headlines, *old], language)
    candidates = [_Candidate(*one, vector) for one, vector in zip(found, vectors[: len(found)], strict=True)]
    return candidates, vectors[len(found) : len(found) + len(articles)], vectors[len(found) + len(articles) :]


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
    standing: dict[str, list[tuple[int, int, float]]] = defaultdict(list)
    for number, other in enumerate(candidates):
        for term, weight in other.vector.items():
            standing[term].append((number, other.outlet, weight))
    found: list[float] = []
    for one in fresh:
        likeness: dict[tuple[int, int], float] = defaultdict(float)
        for term, weight in one.vector.items():
            for number, outlet, its in standing[term]:
                likeness[outlet, number] += weight * its
        nearest: dict[int, float] = {}
        for (outlet, _), alike in likeness.items():
            if outlet != one.outlet:
                nearest[outlet] = max(nearest.get(outlet, 0.0), alike)
        found.append(sum(nearest.values()))
    return found


@lru_cache(_REMEMBERED)
def _figures(text: str, language: str) -> list[Figure]:
    return find_figures(text, language)


def _select(
    candidates: Sequence[_Candidate], scores: dict[_Candidate, float], max_sentences: int, max_words: int
) -> list[_Candidate]:
    """The best ones that fit, each outlet's turn before any has a second one; what leans on a sentence comes behind it."""
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
        best = max(fitting, key=lambda one: scores[one] - _cost(one, chosen))
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
    """What stands early in its article before what stands late in its own; what leans on a sentence stays behind it."""
    heads: list[list[_Candidate]] = []
    for one in chosen:
        if heads and _antecedent(one, heads[-1]) is not None:
            heads[-1].append(one)
        else:
            heads.append([one])
    return [one for some in sorted(heads, key=lambda some: some[0].place) for one in some]


def _says_again(one: _Candidate, other: _Candidate) -> bool:
    """Whether two sentences say the same, or one is little more than a part of the other."""
    shared = len(one.vector.keys() & other.vector.keys())
    is_part = shared > _SHARED_WORDS * min(len(one.vector), len(other.vector))
    return is_part or cosine(one.vector, other.vector) > _REPEATED


def _stands(one: _Candidate, chosen: Sequence[_Candidate]) -> bool:
    """Whether a sentence can be understood: it leans on none, or on one that is told."""
    return not leans_on_another(one.sentence.text, one.article.language) or _antecedent(one, chosen) is not None


def _antecedent(one: _Candidate, chosen: Sequence[_Candidate]) -> int | None:
    """Where the sentence before it is told, if this one leans on it."""
    if not leans_on_another(one.sentence.text, one.article.language):
        return None
    before = (at for at, other in enumerate(chosen) if (other.outlet, other.number) == (one.outlet, one.number - 1))
    return next(before, None)


def _point(one: _Candidate, candidates: Sequence[_Candidate], headlines: Sequence[Vector]) -> Point:
    """A sentence with what the other outlets have of it."""
    others = [other for other in candidates if other.outlet != one.outlet]
    alike: dict[int, tuple[float, _Candidate]] = {}
    for other in others:
        likeness = cosine(one.vector, other.vector)
        if likeness > alike.get(other.outlet, (0.0, other))[0]:
            alike[other.outlet] = (likeness, other)
    return Point(
        one.citation,
        tuple(other.citation for likeness, other in alike.values() if likeness >= _REPORTED_TOO),
        is_alone=_is_alone(one, candidates, headlines),
        differences=tuple(_differences(one, candidates)),
    )


def _is_alone(one: _Candidate, candidates: Sequence[_Candidate], headlines: Sequence[Vector]) -> bool:
    """Whether no other outlet says anything of the kind."""
    others = [outlet for outlet in range(len(headlines)) if outlet != one.outlet]
    for outlet in others:
        theirs = [headlines[outlet], *(other.vector for other in candidates if other.outlet == outlet)]
        covered = sum(any(term in vector for vector in theirs) for term in one.vector)
        if covered >= _COVERED * len(one.vector) or any(cosine(one.vector, vector) >= _LIKE_IT for vector in theirs):
            return False
    return bool(others) and len(one.vector) >= _FEWEST_TERMS


def _differences(one: _Candidate, candidates: Sequence[_Candidate]) -> Iterator[Difference]:
    """The numbers of a sentence that other outlets give differently, one of each outlet at the most."""
    if not one.figures:
        return
    mine = [figure for other in candidates if other.outlet == one.outlet for figure in other.figures]
    for outlet in dict.fromkeys(other.outlet for other in candidates if other.outlet != one.outlet):
        theirs = [other for other in candidates if other.outlet == outlet]
        given = [figure for other in theirs for figure in other.figures]
        own_ones = [figure for figure in one.figures if not _is_among(figure, given)]
        found = [
            (likeness, own, figure, other, counted)
            for other in theirs
            if (likeness := cosine(one.vector, other.vector)) >= _COMPARABLE
            for figure in other.figures
            if not _is_among(figure, mine) and (own := nearest_in_value(figure, own_ones))
            if (counted := same_count(own, figure, likeness)) is not None
        ]
        if found:
            _, own, figure, other, counted = max(found, key=lambda pair: pair[0])
            yield Difference(one.phrase(own.upto(counted)), other.phrase(figure.upto(counted)))


def _is_among(figure: Figure, others: Sequence[Figure]) -> bool:
    """Whether a number is given among others, of the same thing."""
    return any(same_count(figure, other, 1.0) is not None and agree(figure, other) for other in others)

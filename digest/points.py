"""A story told in sentences of several outlets, each with what the other outlets have of it.

A sentence is worth telling if other outlets say it too, if it is like their headlines, and if it stands early in its own
article. Whatever is chosen is a sentence of one article, verbatim; likeness only decides which.
"""

import math
from collections.abc import Collection, Sequence

from digest.agreement import REPORTED_TOO, Candidate, outlet_of, point_of
from digest.analysis import Analyst
from digest.edition import Point
from digest.figures import numbers_in
from digest.summarizers import choose, leans_on_another, rank, told_span
from digest.terms import Rarity, Vector, cosine, vectors_of
from digest.types import Article, Citation
from digest.words import count_words

__all__ = ["tell", "with_news"]

# Swept on 700 stories of three outlets each, and confirmed on 307 others (docs/quality.md).
_POSITION, _SUPPORT, _HEADLINES = 0.3, 0.4, 0.3
_FADING = 1.5
# What a sentence has to be better by: one of an outlet that is there already; the first one of a further outlet, which
# tells what has been told; one as like those that are told as can be. All swept on the same stories.
_SAME_OUTLET, _TOLD_AGAIN, _ALIKE = 0.1, 0.3, 0.6
# Two sentences more alike than this say the same: one of them is enough.
_REPEATED, _REPEATED_WITH_NUMBER = 0.3, 0.2
_SHARED_WORDS = 0.6
# Of what is known, so many of the words are.
_KNOWN = 0.8
_MOST_TEXTS = 6
# Of a story that runs for long, the newest articles that readers were shown.
_MOST_KNOWN = 20
# As like the headline as this, a sentence is about what the story is about.
_ABOUT = 0.05
# Sentences to an article that are looked at: what tells the story is not further down.
_MOST_SENTENCES = 20


def tell(
    articles: Sequence[Article],
    *,
    method: str = "default",
    max_sentences: int = 3,
    max_words: int = 90,
    known: Sequence[Article] = (),
    rarity: Rarity | None = None,
    analyst: Analyst | None = None,
) -> tuple[Point, ...]:
    """Choose the sentences that tell a story.

    Args:
        articles: Of the same language, no two with the same text: the one to be preferred first. Sentences are of the first
            six; what only one outlet has is looked for in all of them.
        method: How to rank sentences: one of `digest.summarizers.methods()`, or "default".
        max_sentences: How many at the most.
        max_words: How many words they may have together; one sentence is given even if it has more.
        known: What readers know already: nothing that is said there is told again.
        rarity: How rare each word is among the articles of the day; None to go by the sentences of the story alone.
        analyst: Knows their sentences; None to find them out.

    Returns:
        The sentences in the order to be read; none if there is nothing but quotations, or nothing new.

    Raises:
        UnknownMethod: If there is no such method.
    """
    if not articles:
        return ()
    analyst = analyst or Analyst()
    if len(articles) == 1 and not known:
        (article,) = articles
        sentences = analyst.sentences_of(article)
        allowed = analyst.presentable_of(article, sentences)
        chosen = choose(sentences, article.language, method, max_sentences, max_words, allowed)
        return tuple(Point(Citation(article, told_span(sentences[number]))) for number in chosen)
    candidates, headlines = _candidates(articles[:_MOST_TEXTS], rarity, analyst)
    fresh = _unknown(candidates, known, rarity, analyst) if known else candidates
    if not fresh:
        return ()
    scores = _scores(fresh, candidates, headlines, method)
    about = {one for one in fresh if cosine(one.vector, headlines[0]) >= _ABOUT}
    told = _in_order(_select(fresh, about, scores, max_sentences, max_words))
    return tuple(point_of(one, candidates, articles) for one in told)


def _candidates(
    articles: Sequence[Article], rarity: Rarity | None, analyst: Analyst
) -> tuple[list[Candidate], list[Vector]]:
    """The sentences that may be told, and the headlines as vectors."""
    found = [
        (article, outlet_of(article), number, place, sentences[number])
        for article in articles
        for sentences in (analyst.sentences_of(article),)
        for place, number in enumerate(analyst.presentable_of(article, sentences)[:_MOST_SENTENCES])
    ]
    headlines = [article.title.of(article.text) if article.title else "" for article in articles]
    vectors = vectors_of([*(sentence.text for *_, sentence in found), *headlines], articles[0].language, rarity)
    candidates = [Candidate(*one, vector) for one, vector in zip(found, vectors[: len(found)], strict=True)]
    return candidates, vectors[len(found) :]


def _unknown(
    candidates: Sequence[Candidate], known: Sequence[Article], rarity: Rarity | None, analyst: Analyst
) -> list[Candidate]:
    """The sentences that say something new.

    Known is what has a sentence like it that has no other numbers and no other "not", and hardly a word that is not known.
    """
    old = [sentence.text for article in known[:_MOST_KNOWN] for sentence in analyst.sentences_of(article)]
    language = candidates[0].article.language if candidates else ""
    vectors = vectors_of([*(one.sentence.text for one in candidates), *old], language, rarity)
    mine, theirs = vectors[: len(candidates)], vectors[len(candidates) :]
    standing = _standing(theirs)
    fresh: list[Candidate] = []
    for one, vector in zip(candidates, mine, strict=True):
        alike = [old[number] for number, likeness in _likeness(vector, standing).items() if likeness >= REPORTED_TOO]
        is_covered = len(vector.keys() & standing.keys()) >= _KNOWN * len(vector)
        if not is_covered or not any(not one.contradicts(text) for text in alike):
            fresh.append(one)
    return fresh


def _scores(
    fresh: Sequence[Candidate], candidates: Sequence[Candidate], headlines: Sequence[Vector], method: str
) -> dict[Candidate, float]:
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


def _support(fresh: Sequence[Candidate], candidates: Sequence[Candidate]) -> list[float]:
    """How like each sentence its nearest ones in the other articles are, together.

    By the terms that two sentences share, term by term: most share none, and are never looked at.
    """
    standing = _standing([other.vector for other in candidates])
    found: list[float] = []
    for one in fresh:
        nearest: dict[str, float] = {}
        for number, likeness in _likeness(one.vector, standing).items():
            outlet = candidates[number].outlet
            if outlet != one.outlet:
                nearest[outlet] = max(nearest.get(outlet, 0.0), likeness)
        found.append(sum(nearest.values()))
    return found


def _standing(vectors: Sequence[Vector]) -> dict[str, list[tuple[int, float]]]:
    """In which vectors each term stands, by their numbers, and with what weight."""
    standing: dict[str, list[tuple[int, float]]] = {}
    for number, vector in enumerate(vectors):
        for term, weight in vector.items():
            standing.setdefault(term, []).append((number, weight))
    return standing


def _likeness(vector: Vector, standing: dict[str, list[tuple[int, float]]]) -> dict[int, float]:
    """How like a vector those are that share a term with it, by their numbers."""
    likeness: dict[int, float] = {}
    for term, weight in vector.items():
        for number, its in standing.get(term, ()):
            likeness[number] = likeness.get(number, 0.0) + weight * its
    return likeness


def with_news(
    articles: Sequence[Article], known: Sequence[Article], rarity: Rarity | None, analyst: Analyst
) -> list[Article]:
    """The articles that have a sentence to tell that says something new, in order."""
    candidates, _ = _candidates(articles, rarity, analyst)
    fresh = _unknown(candidates, known, rarity, analyst)
    new = {one.article for one in fresh if not leans_on_another(one.sentence.text, one.article.language)}
    return [article for article in articles if article in new]


def _select(
    candidates: Sequence[Candidate],
    about: Collection[Candidate],
    scores: dict[Candidate, float],
    max_sentences: int,
    max_words: int,
) -> list[Candidate]:
    """The best ones that fit, the first of them about the headline if any is; what leans on a sentence comes behind it."""
    chosen: list[Candidate] = []
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


def _cost(one: Candidate, chosen: Sequence[Candidate]) -> float:
    """What a sentence has to be better by than one that says something new."""
    if not chosen:
        return 0.0
    alike = _ALIKE * max(cosine(one.vector, other.vector) for other in chosen)
    if any(one.outlet == other.outlet for other in chosen):
        return alike + _SAME_OUTLET
    return alike + (_TOLD_AGAIN if one.place == 0 else 0.0)


def _in_order(chosen: Sequence[Candidate]) -> list[Candidate]:
    """The best first, then what stands early in its article before what stands late; what leans on a sentence behind it."""
    heads: list[list[Candidate]] = []
    for one in chosen:
        if heads and _antecedent(one, heads[-1]) is not None:
            heads[-1].append(one)
        else:
            heads.append([one])
    best, rest = heads[:1], sorted(heads[1:], key=lambda some: some[0].place)
    return [one for some in (*best, *rest) for one in some]


def _says_again(one: Candidate, other: Candidate) -> bool:
    """Whether two sentences say the same, or one is little more than a part of the other."""
    shared = len(one.vector.keys() & other.vector.keys())
    is_part = shared > _SHARED_WORDS * min(len(one.vector), len(other.vector))
    numbers = numbers_in(one.sentence.text, one.article.language)
    is_numbered = not numbers.isdisjoint(numbers_in(other.sentence.text, other.article.language))
    return is_part or cosine(one.vector, other.vector) > (_REPEATED_WITH_NUMBER if is_numbered else _REPEATED)


def _stands(one: Candidate, chosen: Sequence[Candidate]) -> bool:
    """Whether a sentence can be understood: it leans on none, or on one that is told."""
    return not leans_on_another(one.sentence.text, one.article.language) or _antecedent(one, chosen) is not None


def _antecedent(one: Candidate, chosen: Sequence[Candidate]) -> int | None:
    """Where the sentence before it is told, if this one leans on it."""
    if not leans_on_another(one.sentence.text, one.article.language):
        return None
    before = (at for at, other in enumerate(chosen) if (other.article, other.number) == (one.article, one.number - 1))
    return next(before, None)

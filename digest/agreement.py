"""What the outlets of a story have of one sentence: who reports it too, whether anybody does, and which numbers differ."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache

from digest.edition import Difference, Point
from digest.figures import Figure, agree, find_figures, nearest_in_value, numbers_in, same_count
from digest.summarizers import told_span
from digest.terms import Vector, cosine, is_negated, terms_of
from digest.types import Article, Citation, Sentence, Span
from digest.words import count_words

__all__ = ["REPORTED_TOO", "Candidate", "outlet_of", "point_of"]

REPORTED_TOO = 0.45
"""More alike than this, one sentence reports what the other does. Of 70 pairs of full articles that were read, four of five
between .4 and .5 do, and all but one above it."""

# Two sentences less alike than this do not speak of the same number.
_COMPARABLE = 0.3
# Of what only one outlet has, every other has less than this share of its words, and is itself of so many words at the least.
_COVERED, _WHOLE = 0.4, 150
_FEWEST_TERMS = 8
_REMEMBERED = 1_000


@dataclass(frozen=True, slots=True, eq=False)
class Candidate:
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
    def figures(self) -> tuple[Figure, ...]:
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
        """Whether a like sentence says "not" where this one does not, counts the same otherwise, or has no number in common."""
        language = self.article.language
        theirs = _figures(text, language)
        for figure in self.figures:
            comparable = [other for other in theirs if same_count(figure, other, 1.0)]
            if comparable and not any(agree(figure, other) for other in comparable):
                return True
        mine, its = numbers_in(self.sentence.text, language), numbers_in(text, language)
        return is_negated(self.sentence.text, language) != is_negated(text, language) or bool(
            mine and its and not mine & its
        )


def outlet_of(article: Article) -> str:
    """The name of an article's outlet; of one without, its id."""
    return article.source.outlet or article.id


def point_of(one: Candidate, candidates: Sequence[Candidate], articles: Sequence[Article]) -> Point:
    """A sentence with what the other outlets have of it."""
    nearest: dict[str, tuple[float, Candidate]] = {}
    for other in candidates:
        likeness = cosine(one.vector, other.vector)
        if other.outlet != one.outlet and likeness > nearest.get(other.outlet, (0.0, other))[0]:
            nearest[other.outlet] = (likeness, other)
    also = [other for likeness, other in nearest.values() if likeness >= REPORTED_TOO]
    return Point(
        one.citation,
        tuple(other.citation for other in also if not one.contradicts(other.sentence.text)),
        is_alone=not also and _is_alone(one, articles),
        differences=tuple(_differences(one, candidates, articles)),
    )


def _is_alone(one: Candidate, articles: Sequence[Article]) -> bool:
    """Whether no other outlet says anything of the kind: said only of what is not news to all, and if all others are whole."""
    others = [article for article in articles if outlet_of(article) != one.outlet]
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


def _differences(one: Candidate, candidates: Sequence[Candidate], articles: Sequence[Article]) -> Iterator[Difference]:
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
            if same_count(nearest, figure, likeness)
        ]
        if found:
            _, nearest, figure, other = max(found, key=lambda pair: pair[0])
            yield Difference(one.phrase(nearest.phrase), other.phrase(figure.phrase))


def _numbers_of(articles: Sequence[Article], outlet: str) -> set[float]:
    """All numbers that an outlet has, headline and all."""
    own = [article for article in articles if outlet_of(article) == outlet]
    return {number for article in own for number in numbers_in(article.text, article.language)}


@lru_cache(_REMEMBERED)
def _figures(text: str, language: str) -> tuple[Figure, ...]:
    return tuple(find_figures(text, language))

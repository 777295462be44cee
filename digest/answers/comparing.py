"""Comparisons: what two outlets say, or two people, each asked for by itself.

No yes or no is made of them: the best sentence for each is shown, side by side.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import pairwise

from digest.answers.evidence import article_scores
from digest.answers.index import Index
from digest.answers.questions import Asks, Question, mention_of, outlets_in, read_question, terms_of
from digest.answers.words import tokens_in

__all__ = ["by_all_words", "fused", "parts_of"]

# Where the parts of a comparison are joined.
_JOINTS = re.compile(
    r"(?:,|(?<![\s,]))\s++\b(?:while|whereas|and (?:does|did|is|was|do|has|have)|in contrast to|compared (?:to|with)|similar(?:ly)? to(?: how)?|"
    r"differently than|in the same way|as opposed to|than the|but)\b|[,;]\s+(?:and|which|with|before|after|or)\b",
    re.IGNORECASE,
)
# Each part is a question of its own.
_MOST_PARTS = 6
# What the other parts are about counts so much for a part.
_OTHERS = 0.2
# How slowly an article's place in a ranking loses worth (reciprocal-rank fusion, Cormack et al. 2009; swept 1 to 16).
_FADING, _DEEPEST = 4, 40
# What it adds to an article's score that the question names its outlet, or its day (swept 0 to 0.6).
_NAMED = 0.3
_TWO_PEOPLE = re.compile(r"^(?P<one>[^,]+?),? and (?P<other>[^,]+)$")


def parts_of(question: Question, index: Index) -> list[Question]:
    """What a comparison compares, each part with the outlet, the day or the person it names; nothing if it is none.

    "What do A and B say about X" has two parts of the same words; "does A say X, while B says Y" of different ones.
    """
    if question.asks is Asks.WHAT_SAID:
        return list(_by_people(question, index))
    clauses = list(dict.fromkeys(_clauses(question.text, index)))[:_MOST_PARTS]
    parts = [_part(text, question, index) for text in clauses]
    named = [part for part in parts if part.outlets or part.dates]
    if len(question.outlets) > 1 and any(all(term.weight < 1 for term in part.terms) for part in named):
        return [replace(question, outlets=frozenset({outlet})) for outlet in sorted(question.outlets)[:_MOST_PARTS]]
    return [part for part in parts if part.terms] if len(named) > 1 or (named and len(parts) > 1) else []


def _by_people(question: Question, index: Index) -> Iterator[Question]:
    """A question for each of two people that are named together."""
    match = _TWO_PEOPLE.match(question.speaker)
    if match and all(match[who].strip()[:1].isupper() for who in ("one", "other")):
        about = f" about {question.topic}" if question.topic else ""
        yield from (read_question(f"What did {match[who].strip()} say{about}?", index) for who in ("one", "other"))


def _part(text: str, question: Question, index: Index) -> Question:
    """A clause as a question; what the others are about counts a little."""
    part = read_question(text, index)
    own = {term.forms for term in part.terms}
    rest = [
        replace(term, rarity=term.rarity * _OTHERS, weight=_OTHERS) for term in question.terms if term.forms not in own
    ]
    return replace(part, terms=(*part.terms, *rest), asks=Asks.WHAT, speaker="", quoted="")


def _clauses(text: str, index: Index) -> Iterator[str]:
    """The clauses of a question, each with one outlet at the most."""
    mentions = list(_mentions(text, index))
    cuts = sorted({0, len(text), *(match.start() for match in _JOINTS.finditer(text))})
    for start, end in pairwise(cuts):
        inner = [place for place in mentions if start <= place < end]
        bounds = [start, *inner[1:], end]
        yield from (text[one:other] for one, other in pairwise(bounds))


def _mentions(text: str, index: Index) -> Iterator[int]:
    """Where outlets are named, the longest name of several at one place."""
    spans = sorted(
        (match.start(), -match.end())
        for name in outlets_in(text, index)
        for match in mention_of(name, index.outlets[name]).finditer(text)
    )
    end = 0
    for start, minus_end in spans:
        if start >= end:
            yield start
            end = -minus_end


def by_all_words(question: Question, index: Index, within: Sequence[int] | None) -> list[int]:
    """Articles by all words of a question, those of outlets among them; of outlets and days it names, the sooner."""
    scores = article_scores(terms_of(tokens_in(question.text), index, question.language, {}), index, within)

    def fitting(article: int) -> float:
        day = index.articles[article].published
        is_meant = (index.outlet_names[article] in question.outlets) + (
            day is not None and day.date() in question.dates
        )
        return scores[article] * (1 + _NAMED * is_meant)

    return sorted(scores, key=lambda article: (-fitting(article), article))


def fused(rankings: Sequence[tuple[float, Sequence[int]]]) -> list[int]:
    """One ranking of articles from several, each with its weight: what stands ahead in any of them comes early."""
    scores: dict[int, float] = {}
    for weight, ranking in rankings:
        for place, article in enumerate(ranking[:_DEEPEST]):
            scores[article] = scores.get(article, 0.0) + weight / (_FADING + place)
    return sorted(scores, key=lambda article: (-scores[article], article))

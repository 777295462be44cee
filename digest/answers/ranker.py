"""Which sentence answers a question best: a linear model over what speaks for each.

Learned listwise: the weights make the sentences that people marked as the answer likeliest among all that were looked at
(softmax; Cao et al. 2007). How they were fitted and on what: docs/answers.md.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from digest.answers.evidence import Evidence, Features
from digest.answers.index import Passage
from digest.answers.questions import Asks, Question
from digest.answers.weights import RANKERS
from digest.quotes.model import probabilities

__all__ = ["Ranked", "in_order", "ranker_of", "weighed"]


@dataclass(frozen=True, slots=True)
class Ranked:
    """The sentences that may answer a question, the best first.

    Attributes:
        question: As it was read.
        passages: The sentences.
        features: What speaks for each.
        shares: How likely each is the best one, if one of them is.
        articles: Numbers of articles, the one likeliest to have the answer first.
        evidence: All that was looked at.
    """

    question: Question
    passages: Sequence[Passage]
    features: Sequence[Features]
    shares: Sequence[float]
    articles: Sequence[int]
    evidence: Evidence


def in_order(evidence: Evidence) -> Ranked:
    """The sentences that were looked at, the best first."""
    index, candidates, rows = evidence.index, evidence.candidates, evidence.rows
    weights = RANKERS[ranker_of(evidence.question, has_meaning=bool(rows) and "meaning" in rows[0])]
    scores = [weighed(row, weights) for row in rows]
    order = sorted(range(len(rows)), key=lambda place: (-scores[place], place))
    shares = probabilities([scores[place] for place in order])
    passages = [index.passages[candidates.numbers[place]] for place in order]
    return Ranked(
        evidence.question,
        passages,
        [rows[place] for place in order],
        shares,
        _articles(passages, shares, candidates.articles),
        evidence,
    )


def weighed(row: Features, weights: Mapping[str, float]) -> float:
    """The sum of features, each times its weight; of those that a model has no weight for, nothing."""
    return sum(weights.get(name, 0.0) * value for name, value in row.items())


def ranker_of(question: Question, *, has_meaning: bool) -> str:
    """The name of the model that ranks for a question."""
    match question.asks:
        case Asks.WHO_SAID | Asks.WHAT_SAID:
            name = "speech"
        case _:
            name = "fact"
    return f"{name} by meaning" if has_meaning else name


def _articles(passages: Sequence[Passage], shares: Sequence[float], by_words: Mapping[int, float]) -> list[int]:
    """Articles by how likely the answer is one of their sentences; behind these, by their words."""
    likely: dict[int, float] = {}
    for passage, share in zip(passages, shares, strict=True):
        likely[passage.article] = likely.get(passage.article, 0.0) + share
    articles = likely.keys() | by_words.keys()
    return sorted(articles, key=lambda one: (-likely.get(one, 0.0), -by_words.get(one, 0.0), one))

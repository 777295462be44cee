"""Linear models over named features: a score is the sum of the weights of what is there."""

import math
from collections.abc import Iterable, Sequence
from functools import cache

from digest.quotes.weights import WEIGHTS

__all__ = ["probabilities", "score", "weights_of"]


@cache
def weights_of(model: str, language: str = "") -> dict[str, float]:
    """The weights of a model, by feature: those of all languages, and what a language adds to them."""
    weights: dict[str, float] = {}
    for table in (model, f"{model} {language}"):
        for line in WEIGHTS.get(table, "").strip().splitlines():
            feature, weight = line.rsplit(" ", 1)
            weights[feature] = weights.get(feature, 0.0) + float(weight)
    return weights


def score(model: str, features: Iterable[str], language: str = "") -> float:
    """The sum of the weights of some features; of those without one, nothing."""
    weights = weights_of(model, language)
    return sum(weights.get(feature, 0.0) for feature in features)


def probabilities(scores: Sequence[float]) -> list[float]:
    """Softmax: how likely each of several is, if one of them is right."""
    if not scores:
        return []
    most = max(scores)
    parts = [math.exp(score - most) for score in scores]
    whole = sum(parts)
    return [part / whole for part in parts]

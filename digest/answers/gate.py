"""Whether the sources say it: how sure the best sentence is the answer.

A logistic model over how much of the question was found, beside the question's own form. The confidence is the chance
that the sources answer it, were half of all questions answered by them. Which confidence is enough is set by how many of
the questions that the sources do not answer would be answered falsely: docs/answers.md.
"""

import math
from collections.abc import Mapping

from digest.answers.evidence import Features
from digest.answers.questions import Asks
from digest.answers.ranker import Ranked, weighed

__all__ = ["confidence", "gate_features", "gate_name"]

_BEST = 3
# Words and rarity of a question, made as large as the other features.
_MANY_WORDS, _MUCH_RARITY = 10, 20


def gate_name(ranked: Ranked, *, is_thread: bool) -> str:
    """The name of the model that tells whether a question is answered.

    Args:
        ranked: What was found.
        is_thread: Whether the question is asked of a few articles at hand; these are about what it is about.
    """
    name = "thread" if is_thread else "archive"
    return f"{name} by meaning" if ranked.features and "meaning" in ranked.features[0] else name


def confidence(weights: Mapping[str, float], features: Features) -> float:
    """The chance, 0 to 1, that the sources answer the question.

    Args:
        weights: Of a gate; "" is the bias.
        features: See `gate_features`.
    """
    return 1 / (1 + math.exp(-max(-30.0, min(30.0, weights[""] + weighed(features, weights)))))


def gate_features(ranked: Ranked) -> Features:
    """What tells whether a question is answered; nothing if nothing was found."""
    if not ranked.passages:
        return {}
    question, evidence, best = ranked.question, ranked.evidence, ranked.features[0]
    around = evidence.around(ranked.passages[0].article)
    place = ranked.passages[0].place
    first = ranked.passages[:_BEST]
    unknown = [term for term in question.terms if not evidence.is_known(term)]
    total = sum(term.rarity for term in question.terms)

    is_said = question.asks is Asks.WHAT_SAID

    def most(name: str) -> float:
        return max(row[name] for row in ranked.features)

    return {
        "coverage": best["coverage"],
        "coverage_near": evidence.covered(around.at(place - 1) | around.at(place) | around.at(place + 1)),
        "coverage_best_three": evidence.covered(frozenset(term for passage in first for term in passage.terms)),
        "coverage_article": best["coverage_article"],
        "most_coverage": most("coverage"),
        "most_pairs": most("pairs"),
        "most_bm25": most("bm25"),
        "names_article": best["names_article"],
        "others": best["others"],
        "related": best["related"],
        "alike": best["alike"],
        "fits": best["fits"],
        "share": ranked.shares[0],
        "share_best_three": sum(ranked.shares[:_BEST]),
        "unknown": sum(term.rarity for term in unknown) / (total or 1.0),
        "is_named": float(any(term.is_name for term in question.terms)),
        "words": len(question.terms) / _MANY_WORDS,
        "rarity": total / _MUCH_RARITY,
        "said_about": most("said_about") * is_said,
        "outlet_coverage": best["coverage"] * (question.asks is Asks.OUTLET_SAYS),
        **({"meaning": best["meaning"], "most_meaning": most("meaning")} if "meaning" in best else {}),
    }

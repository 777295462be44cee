"""Position, centrality and facts: the first sentences, unless one further down says much more of what the article says.

Position is what tells most on news, which is written to be cut; how like the other sentences one is (degree centrality,
Radev et al. 2004) and how many names and numbers it has decide between sentences that stand near each other.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence

from digest.terms import vectors_of
from digest.types import Sentence

__all__ = ["SUMMARIZERS"]

# Swept on 493 articles: .5 to 1, 2 to 5, 0 to .2 (docs/quality.md). With less position some sets gain and others lose.
_POSITION, _CENTRALITY, _FACTS = 0.85, 0.15, 0.1
_FADING = 3.0
_MOST_FACTS = 3
_FACT = re.compile(r"(?<=[\w,;:’'”\")] )[“\"'(]*[^\W\d_a-zà-ÿ][\w’'-]+|\d[\d.,:]*")


def salience(sentences: Sequence[Sentence], language: str) -> Sequence[int]:
    """By position, likeness to all others, and names and numbers."""
    vectors = vectors_of([sentence.text for sentence in sentences], language)
    total: Counter[str] = Counter()
    for vector in vectors:
        total.update(vector)
    degrees = [sum(weight * (total[term] - weight) for term, weight in vector.items()) for vector in vectors]
    most = max(degrees) or 1.0
    scores = [
        _POSITION * math.exp(-number / _FADING) + _CENTRALITY * degree / most + _FACTS * _count_facts(sentence.text)
        for number, (sentence, degree) in enumerate(zip(sentences, degrees, strict=True))
    ]
    return sorted(range(len(sentences)), key=lambda number: -scores[number])


def _count_facts(text: str) -> float:
    """How many names and numbers a sentence has behind its first word, as a share of three; 1 for more."""
    return min(_MOST_FACTS, sum(1 for _ in _FACT.finditer(text))) / _MOST_FACTS


SUMMARIZERS = {"salience": salience}

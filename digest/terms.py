"""What texts are compared by: their words without function words and endings, weighed by how rare they are (tf-idf)."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from sys import intern

from digest.languages import FUNCTION_WORDS

__all__ = ["WORD", "Rarity", "Vector", "cosine", "is_negated", "stem", "terms_of", "vectors_of", "weighed"]

Vector = dict[str, float]

WORD = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*")
_UNSPACED = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+")
_ENDINGS = ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s")
_NEWS_WORDS = frozenset(
    "said says say new mr mrs ms one two first last year years day days week time people told according also".split()
)
_NEGATIONS = {
    language: re.compile(rf"\b(?:{words})\b|n[’']t\b", re.IGNORECASE)
    for language, words in {
        "en": "not|no|never|nobody|none|neither|cannot|without|denie[sd]|refuse[sd]?",
        "de": "nicht|kein|keine|keinen|keiner|keinem|nie|niemals|niemand|ohne",
        "fr": "ne|n|jamais|aucune?|sans|non",
        "es": "no|nunca|jamás|ningún|ninguna|nadie|sin",
        "it": "non|mai|nessun|nessuno|nessuna|senza",
        "pt": "não|nunca|jamais|nenhum|nenhuma|ninguém|sem",
        "ru": "не|нет|никогда|никто|ни|без",
    }.items()
}
_STEM = 6
_LEAST_STEM = 3


def terms_of(text: str, language: str) -> Iterator[str]:
    """The words of a text that tell what it is about, in order; of scripts without spaces, pairs of characters.

    Interned: an index of thousands of articles has each word once.
    """
    ignored = FUNCTION_WORDS.get(language or "en", frozenset()) | _NEWS_WORDS
    for match in WORD.finditer(text):
        word = match[0].lower()
        if _UNSPACED.match(word):
            yield from (intern(word[at : at + 2]) for at in range(max(1, len(word) - 1)))
        elif len(word) > 1 and word not in ignored:
            yield intern(stem(word, language))


def stem(word: str, language: str) -> str:
    """A word in small letters without its ending: by rules in English, by its first letters in other languages."""
    word = word.removesuffix("’s").removesuffix("'s")
    if language not in {"", "en"}:
        return word[:_STEM]
    for ending in _ENDINGS if len(word) > _STEM - 1 else ("s",):
        if word.endswith(ending) and len(word) - len(ending) >= _LEAST_STEM and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending in {"ied", "ies"} else "")
    return word


class Rarity(dict[str, float]):
    """How rare each term is among so many texts: worked out when it is first asked for, as hundreds of texts ask for the same."""

    def __init__(self, counts: Counter[str], total: int) -> None:
        """Take how many of the texts have each term, and how many texts there are; neither may change from now on."""
        super().__init__()
        self._counts = counts
        self._total = total

    def __missing__(self, term: str) -> float:
        rarity = self[term] = math.log((1 + self._total) / (1 + self._counts[term])) + 1
        return rarity


def weighed(terms: Iterable[str], rarity: Rarity) -> Vector:
    """Terms weighed by how often they stand there and how rare they are (tf-idf, sublinear), of length 1.

    Args:
        terms: Of one text, as often as they stand in it.
        rarity: Of each, among all texts.
    """
    weights = {
        term: rarity[term] if times == 1 else (1 + math.log(times)) * rarity[term]
        for term, times in Counter(terms).items()
    }
    length = math.sqrt(sum([weight * weight for weight in weights.values()])) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def vectors_of(texts: Sequence[str], language: str, rarity: Rarity | None = None) -> list[Vector]:
    """Each text's terms, weighed by how rare they are; among these texts themselves, if that is not given."""
    terms = [list(terms_of(text, language)) for text in texts]
    if rarity is None:
        rarity = Rarity(Counter(term for some in terms for term in set(some)), len(texts))
    return [weighed(some, rarity) for some in terms]


def is_negated(text: str, language: str) -> bool:
    """Whether a sentence says "not" or "no" an odd number of times."""
    pattern = _NEGATIONS.get(language or "en")
    return bool(pattern and len(pattern.findall(text)) % 2)


def cosine(one: Vector, other: Vector) -> float:
    """How alike two vectors of length 1 are: 1 if the same, 0 if they have nothing in common."""
    if len(one) > len(other):
        one, other = other, one
    # Summed exactly, so that it is the same whichever comes first. A list, because it is asked for tens of thousands of pairs.
    return math.fsum([weight * other[term] for term, weight in one.items() if term in other])

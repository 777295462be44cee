"""sumy's methods, fed with our own sentences and words.

sumy's tokenizer is not used: it needs a download and loses offsets. Its traps are mended here. LexRank gives NaN where no
two sentences share a word; the graph methods and KL cost the square or the cube of the number of sentences, so that
beyond `MOST_SENTENCES` they choose among that many, picked beforehand at linear cost.

sumy and the stemmers it brings take most of a second of CPU to import, so they are loaded when a method is first used.
"""

from __future__ import annotations

import math
import warnings
from collections import Counter
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache, partial
from importlib import import_module
from typing import Any

from digest.languages import FUNCTION_WORDS
from digest.types import Sentence
from digest.words import split_words

__all__ = ["MOST_SENTENCES", "SUMMARIZERS", "rank"]

# Method -> module and class of sumy.
_CLASSES = {
    "kl": ("kl", "KLSummarizer"),
    "lexrank": ("lex_rank", "LexRankSummarizer"),
    "lsa": ("lsa", "LsaSummarizer"),
    "luhn": ("luhn", "LuhnSummarizer"),
    "reduction": ("reduction", "ReductionSummarizer"),
    "sumbasic": ("sum_basic", "SumBasicSummarizer"),
    "textrank": ("text_rank", "TextRankSummarizer"),
}
MOST_SENTENCES = {name: 60 if name == "kl" else 200 for name in _CLASSES}
"""How many sentences each method is given at the most: what it ranks in about a fifth of a second of CPU."""

_LANGUAGES = {
    "ar": "arabic", "cs": "czech", "da": "danish", "de": "german", "el": "greek", "en": "english", "es": "spanish",
    "fi": "finnish", "fr": "french", "he": "hebrew", "hu": "hungarian", "it": "italian", "ja": "japanese",
    "ko": "korean", "nl": "dutch", "no": "norwegian", "pt": "portuguese", "ro": "romanian", "ru": "russian",
    "sv": "swedish", "uk": "ukrainian", "zh": "chinese",
}  # fmt: skip
_WORDS_REMEMBERED = 50_000


@dataclass(frozen=True, slots=True, eq=False)
class _Sentence:
    """What sumy needs of a sentence. Compared by identity: sumy keeps ratings by sentence."""

    words: tuple[str, ...]
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class _Document:
    """What sumy needs of a document."""

    sentences: tuple[_Sentence, ...]

    @property
    def words(self) -> tuple[str, ...]:
        return tuple(word for sentence in self.sentences for word in sentence.words)


def rank(method: str, sentences: Sequence[Sentence], language: str) -> Sequence[int]:
    """Rank sentences by one of sumy's methods; the order of the article where the method has no number for them."""
    kept = _prefiltered(sentences, language, MOST_SENTENCES[method])
    document = _Document(tuple(_Sentence(tuple(split_words(sentences[i].text))) for i in kept))
    ranking: list[int] = []
    ratings: list[float] = []

    def remember(infos: Sequence[Any]) -> Sequence[Any]:
        """Stands in for the count of sentences: sumy hands it all of them, rated and sorted."""
        ranking.extend(kept[info.order] for info in infos)
        ratings.extend(float(info.rating) for info in infos)
        return infos

    import numpy as np

    with np.errstate(all="ignore"), warnings.catch_warnings(), suppress(ArithmeticError, np.linalg.LinAlgError):
        # Of fewer words than sentences, and of words that a stemmer leaves as they are: right, and nobody's concern.
        warnings.simplefilter("ignore")
        _summarizer(method, language)(document, remember)
    if len(ranking) < len(kept) or any(map(math.isnan, ratings)):
        return kept
    return ranking


def _prefiltered(sentences: Sequence[Sentence], language: str, most: int) -> list[int]:
    """Numbers of the sentences whose words the text uses most, in order; all of them if there are few enough.

    The first third is the beginning of the article: that is where news says what it is about.
    """
    if len(sentences) <= most:
        return list(range(len(sentences)))
    stop = _stop_words(language)
    words = [
        [word for text in split_words(sentence.text) if (word := text.lower()) not in stop] for sentence in sentences
    ]
    frequency = Counter(word for some in words for word in set(some))
    rating = [sum(frequency[word] for word in set(some)) / (len(some) + 1) for some in words]
    beginning = most // 3
    rest = sorted(range(beginning, len(sentences)), key=lambda number: -rating[number])
    return [*range(beginning), *sorted(rest[: most - beginning])]


@cache
def _summarizer(method: str, language: str) -> Callable[[_Document, object], object]:
    module, name = _CLASSES[method]
    summarizer: Any = getattr(import_module(f"sumy.summarizers.{module}"), name)(_stemmer(language))
    summarizer.stop_words = _stop_words(language)
    return summarizer  # type: ignore[no-any-return]


@cache
def _stemmer(language: str) -> Callable[[str], str]:
    from sumy.nlp.stemmers import Stemmer, null_stemmer

    try:
        stem = Stemmer(_LANGUAGES[language])
        stem("word")  # The one for Greek tells only when it is used that it needs another package.
    except (LookupError, ValueError):
        stem = null_stemmer
    return lru_cache(_WORDS_REMEMBERED)(stem)


@cache
def _stop_words(language: str) -> frozenset[str]:
    from sumy.utils import get_stop_words

    try:
        return frozenset(get_stop_words(_LANGUAGES[language]))
    except LookupError:
        return FUNCTION_WORDS.get(language, frozenset())


SUMMARIZERS = {name: partial(rank, name) for name in _CLASSES}

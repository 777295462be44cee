"""Summaries: which sentences of an article tell it.

A summarizer ranks sentences; it never writes one. Each file of this folder that has a table `SUMMARIZERS` (name ->
summarizer) adds its methods by being there. What all of them share is here: which sentences may stand in a summary,
that none is said twice, and the budget.
"""

from collections.abc import Iterable, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from digest.errors import UnknownMethod
from digest.furniture import is_full_sentence
from digest.marks import find_quoted
from digest.sentences import sentences_of
from digest.types import Article, Sentence, Span
from digest.words import count_words, split_words

__all__ = ["DEFAULT_METHOD", "Summarizer", "choose", "methods", "summarize"]

DEFAULT_METHOD = "lead"
"""What `method="default"` stands for: on news, every method that sumy has loses to the first sentences (docs/quality.md)."""

_SHORTEST = 5
_LONGEST = 60
# Two sentences that share this much of their words say the same.
_SAME = 0.7


class Summarizer(Protocol):
    """Ranks sentences."""

    def __call__(self, sentences: Sequence[Sentence], language: str) -> Sequence[int]:
        """Numbers of the given sentences, the one to keep first in front.

        Args:
            sentences: At least one, in order of the article, no two of the same words; only those that may be shown.
            language: ISO 639-1 code; empty if unknown.
        """


def summarize(
    article: Article, *, method: str = "default", max_sentences: int = 3, max_words: int = 90
) -> tuple[int, ...]:
    """Choose the sentences that tell an article.

    Args:
        article: Any article.
        method: One of `methods()`, or "default".
        max_sentences: How many at the most.
        max_words: How many words they may have together; one sentence is given even if it has more.

    Returns:
        Indexes of `sentences_of(article)`, ascending; none if the article has nothing but quotations without their speakers.

    Raises:
        UnknownMethod: If there is no such method.
    """
    return choose(sentences_of(article), article.language, method, max_sentences, max_words)


def choose(
    sentences: Sequence[Sentence], language: str, method: str, max_sentences: int, max_words: int
) -> tuple[int, ...]:
    """The same as `summarize`, of sentences already split."""
    summarizer = _summarizers().get(DEFAULT_METHOD if method == "default" else method)
    if summarizer is None:
        raise UnknownMethod(method, methods())
    allowed = _presentable(sentences)
    if not allowed or max_sentences < 1:
        return ()
    chosen: dict[int, frozenset[str]] = {}
    left = max_words
    for rank in summarizer([sentences[i] for i in allowed], language):
        sentence = sentences[allowed[rank]]
        words, length = _words(sentence), count_words(sentence.text)
        if chosen and (length > left or _is_repeat(words, chosen.values())):
            continue
        chosen[allowed[rank]] = words
        left -= length
        if len(chosen) == max_sentences:
            break
    return tuple(sorted(chosen))


def methods() -> tuple[str, ...]:
    """The names of all summarizers, sorted."""
    return tuple(sorted(_summarizers()))


@cache
def _summarizers() -> dict[str, Summarizer]:
    found: dict[str, Summarizer] = {}
    for module in iter_modules(__path__):
        found |= getattr(import_module(f"{__name__}.{module.name}"), "SUMMARIZERS", {})
    return found


def _presentable(sentences: Sequence[Sentence]) -> list[int]:
    """Numbers of the sentences that can stand in a summary, each once; if none can, of all that are not mere quotations."""
    told = [number for number, sentence in enumerate(sentences) if not _is_mere_quotation(sentence.text)]
    fit = [number for number in told if _is_fit(sentences[number].text)]
    first: dict[frozenset[str], int] = {}
    for number in fit or told:
        first.setdefault(_words(sentences[number]), number)
    return sorted(first.values())


def _is_fit(text: str) -> bool:
    """Whether it is a whole sentence, from its beginning on, of a length that a summary has room for."""
    is_begun = not text[:1].islower() or text[1:2].isupper()  # "iPhones sell well" begins where it begins.
    return is_begun and is_full_sentence(text) and _SHORTEST <= count_words(text) <= _LONGEST


def _is_mere_quotation(text: str) -> bool:
    """Whether it is a quotation without its speaker: in a summary it would stand there as the outlet's own words."""
    quoted = [passage.span for passage in find_quoted(text, [Span(0, len(text))])[0] if passage.depth == 0]
    return bool(quoted) and len(text) - sum(span.end - span.start for span in quoted) <= _SHORTEST


def _words(sentence: Sentence) -> frozenset[str]:
    return frozenset(word.casefold() for word in split_words(sentence.text))


def _is_repeat(words: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    return any(len(words & other) >= _SAME * len(words | other) for other in others)

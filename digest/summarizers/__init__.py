"""Summaries: which sentences of an article tell it.

A summarizer ranks sentences; it never writes one. Each file of this folder that has a table `SUMMARIZERS` (name ->
summarizer) adds its methods by being there. What all of them share is here: which sentences may stand in a summary,
that none is said twice, and the budget.
"""

import re
from collections.abc import Collection, Iterable, Sequence
from functools import cache
from importlib import import_module
from pkgutil import iter_modules
from typing import Protocol

from digest.errors import UnknownMethod
from digest.furniture import is_full_sentence, speaks_of_the_page
from digest.marks import find_quoted
from digest.sentences import sentences_of
from digest.types import Article, Sentence, Span
from digest.words import count_words, split_words

__all__ = [
    "DEFAULT_METHOD",
    "Summarizer",
    "choose",
    "leans_on_another",
    "methods",
    "presentable",
    "rank",
    "summarize",
    "told_span",
]

DEFAULT_METHOD = "salience"
"""What `method="default"` stands for: the first sentences, unless others say much more (docs/quality.md)."""

_SHORTEST = 5
_LONGEST = 60
# Two sentences that share this much of their words say the same.
_SAME = 0.5
# Words that a sentence begins with and that mean something only behind another one.
_LEANING = {
    "en": """he|she|they|it|this|that|these|those|his|her|their|its|him|them|but|and|or|nor|so|yet|also|however|meanwhile|moreover|
        furthermore|instead|otherwise|therefore|thus|still|nevertheless|nonetheless|then|such|both|another|others|the former|the latter|
        the two|the pair|in addition|for example|for instance|as a result|in other words|at the same time|earlier|later|elsewhere|similarly|
        besides|of course|after that|by then""",
    "de": """er|sie|es|dies|diese|dieser|dieses|seine?|seiner|ihre?|ihrer|aber|doch|und|auch|dennoch|jedoch|deshalb|dabei|dagegen|außerdem|
        zudem|allerdings|damit|dafür|danach""",
    "fr": "il|elle|ils|elles|cela|ceci|ce dernier|cette dernière|son|sa|ses|mais|et|cependant|pourtant|toutefois|aussi|ainsi|en outre",
    "es": "él|ella|ellos|ellas|esto|eso|este último|su|sus|pero|y|sin embargo|además|también|por ello|así",
    "it": "lui|lei|loro|questo|quello|quest'ultimo|suo|sua|ma|e|però|inoltre|tuttavia|anche|così",
    "pt": "ele|ela|eles|elas|isso|isto|este último|seu|sua|mas|e|porém|no entanto|além disso|também|assim",
    "ru": "он|она|они|это|его|её|их|но|и|а|однако|кроме того|также|при этом|поэтому",
}


def _split(words: str) -> list[str]:
    return [word.strip() for line in words.splitlines() for word in line.split("|") if word.strip()]


_LEANS = {
    # With a capital or without, but "IT workers" and "E.ON" lean on nothing.
    language: re.compile(
        rf"[“\"‘'«„]?(?:{'|'.join(f'(?:{w}|{w[0].upper()}{w[1:]})' for w in _split(words))})\b(?!\.\w)"
    )
    for language, words in _LEANING.items()
}
_MOST_LEANING = 2
# A quotation whose speaker is a pronoun: “Petrels smell,” he said.
_SPEAKERS = {
    "en": "he|she|they|said (?:he|she|they)|the [a-z]+ (?:said|says|added|told)|said the [a-z]+[.,]",
    "de": "(?:sagte|erklärte|betonte|so|meinte) (?:er|sie)",
    "fr": "(?:a-t-(?:il|elle)|dit-(?:il|elle)|t-(?:il|elle))",
    "es": "(?:dijo|afirmó|señaló|explicó) (?:él|ella)",
    "it": "(?:ha|disse) (?:lui|lei)",
    "pt": "(?:disse|afirmou) (?:ele|ela)",
    "ru": "(?:сказал|заявил|отметил) он|(?:сказала|заявила|отметила) она",
}
_SAID_BY_IT = {
    language: re.compile(rf"[”\"’»“],? (?:{words})\b", re.IGNORECASE) for language, words in _SPEAKERS.items()
}
# What is quoted, by every convention; what is left of the marks then is half of a quotation. Digits before marks are inches.
# Behind an opening mark that nothing closes is no other that anything does: each would be looked for to the end.
_PAIRS = re.compile(r"“[^“”„]*”|„[^„“”]*[“”]|«[^«»]*»|»[^«»]*«|”[^”]*”|``.*?''|(?P<stray>``).*|(?<!\d)\"[^\"]*\"|\d\"")
_MARK = re.compile(r"[“”„«»\"]|``")
_BEGINNING = re.compile(r"[\w“\"‘'«„»‹(\[¿¡$€£#@–—-]")
_AGENCY = r"\((?:AP|AFP|Reuters|REUTERS|dpa|DPA|UPI|EFE|ANSA|TASS|Xinhua|CNN|BBC|PTI|IANS|Bloomberg|Kyodo|PA|MNW)\)"
_DATELINE = re.compile(
    r"(?:[A-ZÀ-ÞА-Я][A-ZÀ-ÞА-Я.’'-]+(?:[ ,/]+(?:[A-ZÀ-Þ][\w.’'-]*|and|\d{1,2})){0,5}(?: \([A-Za-z]{2,12}\))?"
    rf"|[A-Z][a-z]+(?: [A-Z][a-z]+)?(?:, [A-Z][\w.]+)? {_AGENCY})"
    # A second dash would make it an aside: "NASA — America's space agency — has delayed".
    r"(?: ?[—–―] ?| [–-]{1,2} )(?=[“\"‘']?[A-ZÀ-ÞА-Я0-9])(?!.* [—–-] )"
)
_QUESTION = re.compile(r"[?？؟][\"”“’‘'»«›‹)\]」』]*$")


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
    sentences: Sequence[Sentence],
    language: str,
    method: str,
    max_sentences: int,
    max_words: int,
    allowed: Sequence[int] | None = None,
) -> tuple[int, ...]:
    """The same as `summarize`, of sentences already split; and where it is known, which of them are presentable."""
    allowed = presentable(sentences) if allowed is None else allowed
    ranked = [allowed[place] for place in rank([sentences[number] for number in allowed], language, method)]
    if not ranked or max_sentences < 1:
        return ()
    # Where every sentence leans on another there is nothing better than the first ones.
    return _fitting(sentences, ranked, language, max_sentences, max_words) or (ranked[0],)


def rank(sentences: Sequence[Sentence], language: str, method: str) -> Sequence[int]:
    """Numbers of the given sentences, the one to keep first in front, by a method.

    Raises:
        UnknownMethod: If there is no such method.
    """
    summarizer = _summarizers().get(DEFAULT_METHOD if method == "default" else method)
    if summarizer is None:
        raise UnknownMethod(method, methods())
    return summarizer(sentences, language) if sentences else ()


def leans_on_another(text: str, language: str) -> bool:
    """Whether a sentence means something only behind another: it begins with "He" or "But", or quotes a "he"."""
    known = language or "en"
    return known in _LEANS and bool(_LEANS[known].match(text) or _SAID_BY_IT[known].search(text))


def _fitting(
    sentences: Sequence[Sentence],
    ranked: Sequence[int],
    language: str,
    max_sentences: int,
    max_words: int,
) -> tuple[int, ...]:
    """The best of the ranked sentences that fit, each with the one it leans on."""
    usable = set(ranked)
    chosen: dict[int, frozenset[str]] = {}
    left = max_words
    for number in ranked:
        needed = [one for one in _with_its_antecedent(sentences, number, usable, language) if one not in chosen]
        words = {one: _words(sentences[one]) for one in needed}
        length = sum(count_words(sentences[one].text) for one in needed)
        is_too_much = (chosen or len(needed) > 1) and (length > left or len(chosen) + len(needed) > max_sentences)
        if not needed or is_too_much or any(_is_repeat(one, chosen.values()) for one in words.values()):
            continue
        chosen |= words
        left -= length
        if len(chosen) == max_sentences:
            break
    return tuple(sorted(chosen))


def _with_its_antecedent(
    sentences: Sequence[Sentence], number: int, usable: Collection[int], language: str
) -> Sequence[int]:
    """A sentence, and before it those it leans on ("He also said"); nothing if one of these can't be shown."""
    first = number
    while leans_on_another(sentences[first].text, language):
        first -= 1
        if first not in usable or number - first > _MOST_LEANING:
            return ()
    return range(first, number + 1)


def told_span(sentence: Sentence) -> Span:
    """Where a sentence begins behind a dateline ("WASHINGTON (AP) — "), up to its end."""
    dateline = _DATELINE.match(sentence.text)
    return Span(sentence.span.start + dateline.end(), sentence.span.end) if dateline else sentence.span


def methods() -> tuple[str, ...]:
    """The names of all summarizers, sorted."""
    return tuple(sorted(_summarizers()))


@cache
def _summarizers() -> dict[str, Summarizer]:
    found: dict[str, Summarizer] = {}
    for module in iter_modules(__path__):
        found |= getattr(import_module(f"{__name__}.{module.name}"), "SUMMARIZERS", {})
    return found


def presentable(sentences: Sequence[Sentence]) -> list[int]:
    """Numbers of the sentences that can stand in a summary, each once; if none can, of all that are not mere quotations."""
    told = [number for number, sentence in enumerate(sentences) if not _is_mere_quotation(sentence.text)]
    fit = [number for number in told if _is_fit(sentences[number].text)]
    first: dict[frozenset[str], int] = {}
    for number in fit or told:
        first.setdefault(_words(sentences[number]), number)
    return sorted(first.values())


def _is_fit(text: str) -> bool:
    """Whether it is a whole sentence of the article, no question, of a length that a summary has room for."""
    is_lower = text[:1].islower() and not text[1:2].isupper()  # "iPhones sell well" begins where it begins.
    is_begun = bool(_BEGINNING.match(text)) and not is_lower and not _is_open(text)
    is_statement = is_full_sentence(text) and not _QUESTION.search(text)
    return is_begun and is_statement and _SHORTEST <= count_words(text) <= _LONGEST and not speaks_of_the_page(text)


def _is_open(text: str) -> bool:
    """Whether a quotation begins in it and goes on behind it, or ends in it and began before."""
    return bool(_MARK.search(_PAIRS.sub(r"\g<stray>", text)))


def _is_mere_quotation(text: str) -> bool:
    """Whether it is a quotation without its speaker: in a summary it would stand there as the outlet's own words."""
    quoted = [passage.span for passage in find_quoted(text, [Span(0, len(text))])[0] if passage.depth == 0]
    return bool(quoted) and len(text) - sum(span.end - span.start for span in quoted) <= _SHORTEST


def _words(sentence: Sentence) -> frozenset[str]:
    return frozenset(word.casefold() for word in split_words(sentence.text))


def _is_repeat(words: frozenset[str], others: Iterable[frozenset[str]]) -> bool:
    return any(len(words & other) >= _SAME * len(words | other) for other in others)

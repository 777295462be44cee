"""What takes long to find out about an article, found out once and kept: its sentences, its quotations, what it is compared by.

An analysis holds numbers and words, and no text of its own to be shown: what comes of it is a slice of the article, as ever.
"""

import json
import sys
from array import array
from base64 import b64decode, b64encode
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from sys import intern
from typing import Any
from zlib import crc32

from digest.errors import BadAnalysis
from digest.likeness import Traits, traits_of
from digest.quotes import find_quotes
from digest.sentences import sentences_of
from digest.summarizers import presentable
from digest.types import Article, NamedBy, Quote, QuoteKind, Sentence, Span, Speaker

__all__ = ["ANALYSIS_VERSION", "Analysis", "Analyst", "Quotation", "analyse", "read_analysis", "write_analysis"]

ANALYSIS_VERSION = 1
"""Of what an analysis holds and how that is found: raised with every change of either, so that what was kept is found out anew."""

# Stands in no term: they are letters, digits, spaces and ’'.,&-.
_BETWEEN_TERMS = "|"


@dataclass(frozen=True, slots=True)
class Quotation:
    """A `Quote` without its article."""

    spans: tuple[Span, ...]
    speaker: Speaker
    kind: QuoteKind


@dataclass(frozen=True, slots=True)
class Analysis:
    """What was found out about one wording of an article. Ask an `Analyst` for what is in it.

    Attributes:
        layout: A hash of where its paragraphs stand and of its language: a text with another headline is another article.
        sentences: Of each, where it starts, where it ends and the number of its paragraph, all in one row: hundreds are read for
            one that is looked at.
        presentable: Numbers of the sentences that can stand in a summary.
        quotations: In order.
        traits: What it is compared by.
    """

    layout: int
    sentences: tuple[int, ...]
    presentable: tuple[int, ...]
    quotations: tuple[Quotation, ...]
    traits: Traits


def analyse(article: Article) -> Analysis:
    """Find out all that is kept of an article."""
    sentences = sentences_of(article)
    return Analysis(
        _layout(article),
        tuple(number for one in sentences for number in (one.span.start, one.span.end, one.paragraph)),
        tuple(presentable(sentences)),
        tuple(Quotation(quote.spans, quote.speaker, quote.kind) for quote in find_quotes(article)),
        traits_of(article),
    )


class Analyst:
    """Knows what is in articles: out of their analyses or, where there is none, by finding out what is asked."""

    def __init__(self, analyses: Mapping[str, Analysis] | None = None) -> None:
        """Take what is known, by the revisions of the articles; None if nothing is."""
        self._analyses = analyses or {}

    def sentences_of(self, article: Article) -> tuple[Sentence, ...]:
        """The sentences of its standfirst and body, in order."""
        known = self._analysis_of(article)
        if known is None:
            return sentences_of(article)
        numbers = iter(known.sentences)
        return tuple(
            Sentence(article.text[start:end], Span(start, end), paragraph)
            for start, end, paragraph in zip(numbers, numbers, numbers, strict=True)
        )

    def presentable_of(self, article: Article, sentences: Sequence[Sentence]) -> Sequence[int]:
        """Numbers of those of its sentences that can stand in a summary."""
        known = self._analysis_of(article)
        return presentable(sentences) if known is None else known.presentable

    def quotes_of(self, article: Article) -> tuple[Quote, ...]:
        """Its direct quotations, in order, as `find_quotes` finds them."""
        known = self._analysis_of(article)
        if known is None:
            return find_quotes(article)
        return tuple(Quote(article, one.spans, one.speaker, one.kind) for one in known.quotations)

    def traits_of(self, article: Article) -> Traits:
        """What it is compared by."""
        known = self._analysis_of(article)
        return traits_of(article) if known is None else known.traits

    def _analysis_of(self, article: Article) -> Analysis | None:
        """The analysis of an article; none of another article that has the same text."""
        known = self._analyses.get(article.revision)
        return known if known and known.layout == _layout(article) else None


def _layout(article: Article) -> int:
    paragraphs = (article.title, article.standfirst, *article.body)
    places = [(span.start, span.end) if span else None for span in paragraphs]
    return crc32(f"{article.language} {places}".encode())


def write_analysis(analysis: Analysis) -> str:
    """An analysis as JSON, to be kept."""
    traits = analysis.traits
    data = {
        "version": ANALYSIS_VERSION,
        "layout": analysis.layout,
        "sentences": analysis.sentences,
        "presentable": analysis.presentable,
        "quotations": [_written(quotation) for quotation in analysis.quotations],
        "terms": [_BETWEEN_TERMS.join(terms) for terms in traits.terms],
        "runs": b64encode(_turned(traits.runs).tobytes()).decode(),
    }
    return json.dumps(data, ensure_ascii=False, separators=(",", ":"))


def read_analysis(text: str) -> Analysis:
    """Read an analysis that was written by `write_analysis`.

    Raises:
        BadAnalysis: If it is of another version, or none at all: analyse the article anew.
    """
    try:
        data: dict[str, Any] = json.loads(text)
        version = data["version"]
        if version == ANALYSIS_VERSION:
            return _read(data)
    except (ValueError, TypeError, KeyError, AttributeError) as error:
        reason = f"can't be read ({type(error).__name__}: {error})"
        raise BadAnalysis(reason) from error
    reason = f"is of version {version}, and this is version {ANALYSIS_VERSION}"
    raise BadAnalysis(reason)


def _read(data: Mapping[str, Any]) -> Analysis:
    words, names, numbers, letters = map(_terms, data["terms"])
    runs = array("I", b64decode(data["runs"], validate=True))
    return Analysis(
        data["layout"],
        tuple(data["sentences"]),
        tuple(data["presentable"]),
        tuple(_quotation(*row) for row in data["quotations"]),
        Traits(words, names, numbers, letters, _turned(runs)),
    )


def _written(quotation: Quotation) -> list[Any]:
    speaker = quotation.speaker
    places = [number for span in quotation.spans for number in _ends(span)]
    mention, evidence = (_ends(span) if span else [] for span in (speaker.mention, speaker.evidence))
    return [
        places, quotation.kind, speaker.name, mention, speaker.named_by, speaker.role, evidence, speaker.confidence,
    ]  # fmt: skip


def _quotation(
    places: list[int],
    kind: str,
    name: str,
    mention: list[int],
    named_by: str,
    role: str,
    evidence: list[int],
    confidence: float,
) -> Quotation:
    speaker = Speaker(
        name,
        Span(*mention) if mention else None,
        NamedBy(named_by),
        role,
        Span(*evidence) if evidence else None,
        confidence,
    )
    return Quotation(tuple(_spans(places)), speaker, QuoteKind(kind))


def _spans(places: Iterable[int]) -> Iterable[Span]:
    numbers = iter(places)
    return (Span(start, end) for start, end in zip(numbers, numbers, strict=True))


def _ends(span: Span) -> tuple[int, int]:
    return span.start, span.end


def _terms(written: str) -> tuple[str, ...]:
    """Interned, as they are where they are found: thousands of articles have each once."""
    return tuple(map(intern, written.split(_BETWEEN_TERMS))) if written else ()


def _turned(runs: "array[int]") -> "array[int]":
    """Numbers between this machine's order of bytes and the one in which they are kept, the least byte first."""
    if sys.byteorder == "little":
        return runs
    turned = array("I", runs)
    turned.byteswap()
    return turned

"""Who said it: the quotations that a question about speech is answered by."""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from digest.answers.index import Index, Passage
from digest.answers.words import terms_in, tokens_in
from digest.names import Name, Who, names_in
from digest.types import NamedBy, Quote, Span, Speaker
from digest.verbs import reporting_verbs

__all__ = ["Said", "find_words", "introduced", "said_by", "speaker_of"]

# Between two words of a quotation, and within one with an apostrophe.
_BETWEEN = r"[\W_]+"
# How sure it is that "Ann Gray said" before words that are not quoted means her.
_REPORTED = 0.7
# Who asks who said some words is told who probably did, the sentence beside it.
_LIKELY = 0.25
_COURTESY = frozenset("mr mrs ms miss sir dr prof herr frau monsieur madam señor señora".split())
_NEAREST_WORDS = 2
# Fewer words are nobody's in particular; more places than this tell nothing new.
_FEWEST_WORDS, _MOST_PLACES = 2, 20
# Of a description, so many of the words asked for must be there.
_ENOUGH_OF_A_ROLE = 0.6


@dataclass(frozen=True, slots=True)
class Said:
    """Words found in an article.

    Attributes:
        article: Number of the article.
        span: Where they stand.
        passages: The sentences they stand in; words that only the headline has are not found.
        quote: The quotation they are in; None if they are in none.
    """

    article: int
    span: Span
    passages: tuple[Passage, ...]
    quote: Quote | None


def find_words(words: str, index: Index, articles: Iterable[int]) -> Iterator[Said]:
    """Where the words of a quotation stand, whatever marks and spaces stand between them."""
    tokens = re.findall(r"\w+", words)
    if len(tokens) < _FEWEST_WORDS:
        return
    found = 0
    pattern = re.compile(rf"(?<!\w){_BETWEEN.join(map(re.escape, tokens))}(?!\w)", re.IGNORECASE)
    for number in articles:
        for match in pattern.finditer(index.articles[number].text):
            span = Span(*match.span())
            if passages := [one for one in _passages(index, number) if one.sentence.span.overlaps(span)]:
                yield Said(number, span, tuple(passages), _quote_at(index, number, span))
                found += 1
                break
        if found == _MOST_PLACES:
            return


def _passages(index: Index, article: int) -> Sequence[Passage]:
    return index.passages[index.starts[article] : index.starts[article + 1]]


def _quote_at(index: Index, article: int, span: Span) -> Quote | None:
    quotes = index.quotes_of(article)
    return next((quote for quote in quotes if any(part.overlaps(span) for part in quote.spans)), None)


def _is_called(speaker: Speaker, asked: Sequence[str], language: str) -> float:
    """How well a speaker fits the name or description that is asked for, 0 to 1.

    Args:
        speaker: Of a quotation.
        asked: The words of the name or description, without endings.
        language: Of the article.
    """
    if not asked or not speaker.name:
        return 0.0
    name = list(terms_in(tokens_in(speaker.name), language))
    role = set(terms_in(tokens_in(speaker.role), language))
    if not name:
        return 0.0
    if set(asked) <= set(name) | role:
        return speaker.confidence
    if asked[-1] == name[-1]:  # "Gray" is Ann Gray, "John Gray" is not.
        return 0.0 if set(asked[:-1]) - set(name) - role - _COURTESY else speaker.confidence
    have = set(name) | role
    share = sum(term in have for term in asked) / len(asked)
    return speaker.confidence * share if share >= _ENOUGH_OF_A_ROLE and asked[-1] in have else 0.0


def said_by(name: str, index: Index, articles: Iterable[int]) -> Iterator[tuple[int, Quote, float]]:
    """The quotations of a speaker in those of some articles that name him or her, each with how sure it is theirs."""
    for number in articles:
        language = index.articles[number].language
        asked = tuple(terms_in(tokens_in(name), language))
        if asked and number in index.article_counts(asked[-1:]):
            for quote in index.quotes_of(number):
                if sure := _is_called(quote.speaker, asked, language):
                    yield number, quote, sure


def speaker_of(index: Index, said: Said) -> Speaker | None:
    """Who said some words: the quotation's speaker or, of words that are not quoted, whoever their sentence says said so."""
    if said.quote:
        return said.quote.speaker if said.quote.speaker.confidence >= _LIKELY else None
    article = index.articles[said.article]
    sentence = said.passages[0].sentence
    names = names_in(article.text, article.language)
    verbs = reporting_verbs(article.language)
    inside = [name for name in names if sentence.span.covers(name.span)]
    apart = [name for name in inside if not name.span.overlaps(said.span)]
    saying = [name for name in apart if _is_saying(article.text, sentence.span, name, said.span, verbs)]
    return _speaker(names, saying[-1], sentence.span, _REPORTED) if saying else None


def introduced(index: Index, passages: Iterable[Passage], surname: str) -> Speaker | None:
    """Somebody by the role that an article gives; None if it gives none."""
    for passage in passages:
        article = index.articles[passage.article]
        names = names_in(article.text, article.language)
        for name in names:
            if name.last == surname.casefold().removesuffix("'s").removesuffix("’s") and name.rank:
                return _speaker(names, name, passage.sentence.span, 1.0)
    return None


def _is_saying(text: str, sentence: Span, name: Name, words: Span, verbs: frozenset[str]) -> bool:
    """Whether a verb of saying stands right behind a name ("Ann Gray has said") or, behind the words, right before it."""
    behind = re.findall(r"\w+", text[name.span.end : sentence.end])[:_NEAREST_WORDS]
    if name.span.start < words.start:
        return any(word in verbs for word in behind) and not any(word[0].isupper() for word in behind)
    before = re.findall(r"\w+", text[sentence.start : name.span.start])[-1:]
    return any(word in verbs for word in (*behind[:1], *before))


def _speaker(names: Sequence[Name], name: Name, evidence: Span, sure: float) -> Speaker:
    by = NamedBy.NAME if name.is_full else NamedBy.SURNAME
    return Speaker(Who(names).fullest(name), name.span, by, name.rank, evidence, sure)

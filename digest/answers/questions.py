"""What a question asks for: who, when, how many; whose words; of which outlet; by which of its words it can be answered."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import pairwise

from digest.answers.index import Index
from digest.answers.words import terms_in, tokens_in
from digest.dates import find_date
from digest.languages import FUNCTION_WORDS

__all__ = [
    "Asks",
    "Question",
    "Term",
    "language_of",
    "mention_of",
    "outlets_in",
    "quotation_in",
    "read_question",
    "scope_of",
    "terms_of",
]


class Asks(StrEnum):
    """What a question asks for."""

    WHO = "who"
    WHEN = "when"
    WHERE = "where"
    HOW_MANY = "how many"
    WHY = "why"
    HOW = "how"
    WHAT = "what"
    WHETHER = "whether"
    WHO_IS = "who is"
    WHO_SAID = "who said"
    WHAT_SAID = "what was said"
    OUTLET_SAYS = "what an outlet says"


@dataclass(frozen=True, slots=True)
class Term:
    """A word that an answer should have.

    Attributes:
        word: As it is typed.
        forms: The same without its ending, in each language of the index.
        rarity: Its idf, the more the rarer, times its weight.
        weight: 1 for a word of the question itself, less for one carried over from the question before.
        is_name: Whether it is part of a name.
        respelled: The word of the articles that it is taken for, being in none of them; empty as a rule.
    """

    word: str
    forms: frozenset[str]
    rarity: float
    weight: float
    is_name: bool
    respelled: str = ""


@dataclass(frozen=True, slots=True)
class Question:
    """A question as it was read.

    Attributes:
        text: As it is asked.
        language: One of those of the articles.
        asks: What for.
        terms: What an answer should be about, each once, in order.
        pairs: Terms that stand beside each other.
        quoted: Words it quotes; empty if it quotes none.
        speaker: Whose words it asks for; empty if nobody's.
        topic: Words about what these should be; empty if about anything.
        outlets: The outlets it names, see `Index.outlet_names`.
        dates: The days it names, of articles.
        unknown_outlet: An outlet it asks about that the articles are not of; empty if there is none.
    """

    text: str
    language: str
    asks: Asks
    terms: tuple[Term, ...]
    pairs: frozenset[tuple[str, str]]
    quoted: str = ""
    speaker: str = ""
    topic: str = ""
    outlets: frozenset[str] = frozenset()
    dates: frozenset[date] = frozenset()
    unknown_outlet: str = ""


_KINDS = (
    (
        Asks.HOW_MANY,
        (
            r"\bhow (?:many|much|old|long|far|often|big|large|tall|high|fast|deep|heavy)\b|"
            r"\bwhat (?:number|percent|percentage|age|share|amount|price|sum)\b|\bwie ?viele?\b|\bcombien\b|\bcuánt[oa]s?\b|\bquant[iea]\b"
        ),
    ),
    (Asks.WHO, r"\b(?-i:(?!WHO\b))who(?:m|se|'s|’s)?\b|^\W*(?:wer|wem|wen|qui|quién|quiénes|chi|quem|кто)\b"),
    (Asks.WHEN, r"\bwhen\b|\bwhat (?:year|date|day|time|month)\b|^\W*(?:wann|quand|cuándo|quando|когда)\b"),
    (
        Asks.WHERE,
        r"\bwhere\b|\b(?:what|which) (?:city|country|state|place|town|province|region)\b|^\W*(?:wo|wohin|woher|où|dónde|dove|onde|где)\b",
    ),
    (
        Asks.WHY,
        r"\bwhy\b|\bwhat (?:caused|(?:is|was|were) the (?:reason|cause))\b|^\W*(?:warum|wieso|pourquoi|por qué|perché|почему)\b",
    ),
    (Asks.HOW, r"\bhow\b|^\W*(?:wie|comment|cómo|come|como|как)\b"),
    (Asks.WHETHER, r"^\W*(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should)\b"),
)
_PATTERNS = [(asks, re.compile(pattern, re.IGNORECASE)) for asks, pattern in _KINDS]
# A question is any text, and what stands in it may be blanks or points alone. So what is asked about ends with its last word, or it is one
# character: tried character by character, what does not fit takes minutes.
_WHO_IS = re.compile(
    r"^\W*(?:who(?:\s+(?:is|was|are)|'s|’s)|wer ist|qui est|quién es)\s++(?P<name>(?>[^?]*\w|[^?]))\W*$", re.IGNORECASE
)
# A name after "who is"; "who is the president of Georgia" asks for one.
_NO_NAME = re.compile(r"(?:the|a|an|der|die|das|le|la|el)\b|.*\b(?:of|who|that|by)\b", re.IGNORECASE)
_MOST_OF_A_NAME = 5
_QUOTED = re.compile(r"[\"“„«”]\s*+([^\"“”„«»]{3,})[\"”“»]|(?<!\w)[‘']([^‘’']{8,})[’'](?!\w)")
_SPEECH = (
    r"(?:sa(?:y|id|ys|ying)|th(?:ink|inks|ought)|claim(?:ed|s)?|tell|told|tweet(?:ed)?|announced?|explain(?:ed)?|comment(?:ed)?|argued?|stated?|"
    r"writ(?:e|ten)|wrote|report(?:ed|s)?|gesagt|sagte|sagt|erklärte|dit|dijo|dicho)"
)
# "Who said “...”", "Whose words are “...”"; in a long question that also quotes something, the words are but a part of it.
_WHO_SAID = re.compile(
    rf"^\W*(?:and |so |but )?(?:by )?(?:who|whom|whose|wer|qui|quién|chi|quem)\b|\b{_SPEECH}\W*$", re.IGNORECASE
)
_MOST_BEFORE_QUOTED = 8
# All of these stay on their line, so nothing is tried where words stand behind it.
_TO_THE_END = r"(?=.*+\W*+$)"
_WHAT_SAID = re.compile(
    rf"^\W*(?:and |so |but )?what (?:else )?(?:did|does|do|has|have|is|was) (?P<who>.+?) (?:been |had to )?{_SPEECH}\b(?:"
    r"(?: to [^?](?:[^?]*?[^?\s])??)?\s++(?:about|on|of|regarding|concerning)\s++(?P<topic>(?>.*\w|.))|(?: to (?>[^?]*\w|[^?]))?)\W*$|"
    rf"^\W*was (?:sagte|sagt|erklärte|hat) {_TO_THE_END}(?P<who_de>.+?)(?: (?:über|zu|zum|zur) (?P<topic_de>.+?))?(?: gesagt)?\W*$|"
    rf"^\W*(?:qu[’']a dit|que dit) {_TO_THE_END}(?P<who_fr>.+?)(?: (?:sur|de|à propos de) (?P<topic_fr>.+?))?\W*$|"
    rf"^\W*qué (?:dijo|dice|ha dicho) {_TO_THE_END}(?P<who_es>.+?)(?: (?:sobre|de|acerca de) (?P<topic_es>.+?))?\W*$",
    re.IGNORECASE,
)
_LANGUAGES = ("", "_de", "_fr", "_es")
# "What did the mayor say the money is for": what is asked about is behind the verb.
_SAID_THAT = re.compile(
    rf"^\W*(?:and |so |but )?what (?:else )?(?:did|does|do|has|have) (?P<who>.+?) {_SPEECH} (?P<rest>.+)$",
    re.IGNORECASE,
)
_PRONOUNS = frozenset("he she they it we you i".split())
_DAY = re.compile(
    r"\b(?:(?:January|February|March|April|May|June|July|August|September|October|November|December) \d{1,2},? \d{4}|\d{4}-\d\d-\d\d)"
)
_OF_ARTICLES = re.compile(r"\b(?:articles?|reports?|reported|published|stories|story|coverage)\b", re.IGNORECASE)


def read_question(text: str, index: Index, carried: Mapping[str, float] | None = None) -> Question:
    """Read a question.

    Args:
        text: As it is asked; without what it leaves to the question before.
        index: What is asked: it tells which outlets there are, and which words are names.
        carried: Words carried over from the question before, each with its weight.
    """
    language = language_of(text, index)
    asks, quoted, speaker, topic, unknown = _kind_of(text), "", "", "", ""
    outlets, work = outlets_in(text, index), text
    said = _what_said(text)
    if match := quotation_in(text):
        asks, quoted = Asks.WHO_SAID, (match[1] or match[2]).strip()
        work, outlets = quoted, outlets_in(text.replace(match[0], " "), index)
    elif said:
        speaker, topic = said
        asks, named = Asks.WHAT_SAID, outlets_in(speaker, index)
        work = f"{speaker} {topic}"
        if named or _calls_itself_outlet(text, speaker, index):
            asks, outlets, work = Asks.OUTLET_SAYS, named, topic or text
            unknown, speaker = "" if named else speaker, ""
    for outlet in sorted(outlets) if asks is not Asks.WHO_SAID else ():
        work = mention_of(outlet, index.outlets[outlet]).sub(" ", work)
    dates = _dates(text, index)
    if dates:
        work = _DAY.sub(" ", work)
    terms = terms_of(tokens_in(work), index, language, carried or {}, is_whole=work == text)
    pairs = frozenset(pairwise(terms_in(tokens_in(work), language)))
    return Question(text, language, asks, terms, pairs, quoted, speaker, topic, outlets, dates, unknown)


def language_of(text: str, index: Index) -> str:
    """The language of the articles that a text has most function words of; the commonest one, if none has any."""
    words = [word.lower() for word in tokens_in(text)]
    return max(index.languages, key=lambda one: sum(word in FUNCTION_WORDS.get(one, ()) for word in words))


def quotation_in(text: str) -> re.Match[str] | None:
    """The words of which is asked who said them; None if that is not asked."""
    match = _QUOTED.search(text)
    if match is None or len(text[: match.start()].split()) > _MOST_BEFORE_QUOTED:
        return None
    return match if _WHO_SAID.search(text[: match.start()]) else None


def _kind_of(text: str) -> Asks:
    """What a question that quotes nobody and names no speaker asks for."""
    match = _WHO_IS.match(text)
    if match and not _NO_NAME.match(match["name"]) and len(match["name"].split()) <= _MOST_OF_A_NAME:
        return Asks.WHO_IS
    # The first one in the question is what it asks: "When did the man who shot him die?"
    found = [
        (match.start(), place, asks)
        for place, (asks, pattern) in enumerate(_PATTERNS)
        if (match := pattern.search(text))
    ]
    return min(found)[2] if found else Asks.WHAT


def _what_said(text: str) -> tuple[str, str] | None:
    """Who is asked to have said something, and about what; None if that is not asked."""
    if match := _WHAT_SAID.match(text):
        for language in _LANGUAGES:
            if who := match[f"who{language}"]:
                return who, match[f"topic{language}"] or ""
    if match := _SAID_THAT.match(text):
        return match["who"], match["rest"].strip(" ?.!")
    return None


def _calls_itself_outlet(text: str, who: str, index: Index) -> bool:
    """Whether "what does Reuters say" asks for an outlet: nobody of that name is in the articles, and it is in the present."""
    is_present = re.match(r"^\W*what (?:does|do) ", text, re.IGNORECASE)
    tokens = tokens_in(who)
    is_name = bool(tokens) and all(token[0].isupper() for token in tokens if token.lower() != "the")
    known = any(map(index.has_word, tokens))
    return bool(is_present and is_name and not known and tokens[-1].lower() not in _PRONOUNS)


def outlets_in(text: str, index: Index) -> frozenset[str]:
    """The outlets of the index that a text names; "time" is none, "Time" and "the new york times" are."""
    folded = text.casefold()
    return frozenset(
        name for name, printed in index.outlets.items() if name in folded and mention_of(name, printed).search(text)
    )


def mention_of(name: str, printed: str) -> re.Pattern[str]:
    """What finds an outlet in a text: a name of one word as it is printed, a longer one in any letters.

    Args:
        name: Without "The", in small letters.
        printed: As it is printed.
    """
    words = printed[len(printed) - len(name) :]
    return re.compile(rf"(?<!\w){re.escape(words)}(?!\w)", re.IGNORECASE if re.search(r"\W", name) else 0)


def _dates(text: str, index: Index) -> frozenset[date]:
    """The days of articles that a question names."""
    if not _OF_ARTICLES.search(text):
        return frozenset()
    found = {day.date() for match in _DAY.findall(text) if (day := find_date(match))}
    return frozenset(found & {article.published.date() for article in index.articles if article.published})


def scope_of(question: Question, index: Index, within: Sequence[int] | None = None) -> Sequence[int] | None:
    """The articles that a question is asked of: those of the outlets and the days it names, if there are any.

    Args:
        question: As it was read.
        index: What is asked.
        within: Numbers of the articles at hand; None for all.

    Returns:
        Numbers of articles; None for all.
    """
    if not question.outlets and not question.dates:
        return within
    articles = range(len(index.articles)) if within is None else within
    of_outlets = [one for one in articles if not question.outlets or index.outlet_names[one] in question.outlets]
    of_days = [one for one in of_outlets if _day_of(index, one) in question.dates]
    return of_days or of_outlets


def _day_of(index: Index, article: int) -> date | None:
    published = index.articles[article].published
    return published.date() if published else None


def terms_of(
    tokens: Sequence[str], index: Index, language: str, carried: Mapping[str, float], *, is_whole: bool = True
) -> tuple[Term, ...]:
    """What an answer should be about: the words, each once, then those carried over, each with its weight.

    Args:
        tokens: Words as they are written.
        index: What is asked.
        language: Of the question.
        carried: Words carried over, each with its weight.
        is_whole: Whether the first word is the first of a sentence, and its capital says nothing.
    """
    found: dict[frozenset[str], Term] = {}
    for place, (token, given) in enumerate([*((token, 1.0) for token in tokens), *carried.items()]):
        forms = index.forms_of(token, language)
        respelled = ""
        is_name = token[0].isupper() and (place > 0 or not is_whole)
        if forms and is_name and not any(map(index.with_term, forms)):
            respelled = index.spelled_like(min(forms))
            forms |= {respelled} if respelled else set()
        if forms and forms not in found:
            weight = carried.get(token, given)
            rarity = weight * index.idf(respelled or min(forms, key=index.idf))
            is_name = is_name or any(map(index.is_name, forms))
            found[forms] = Term(token, forms, rarity, weight, is_name, index.as_written(respelled) if respelled else "")
    return tuple(found.values())

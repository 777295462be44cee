"""What a sentence has to offer to "who", "when", "where" and "how many"."""

import re
from collections.abc import Iterator, Sequence
from collections.abc import Set as AbstractSet

from digest.answers.questions import Asks, Term
from digest.answers.words import base_of, terms_in, tokens_in
from digest.types import Span

__all__ = ["is_counting", "is_introducing", "kinds_in", "names_somebody", "stands_before_verb"]

_MONTHS = (
    "jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?|"
    "januar|februar|märz|mai|juni|juli|oktober|dezember|janvier|février|mars|avril|juin|juillet|août|septembre|octobre|novembre|décembre|"
    "enero|febrero|marzo|abril|mayo|junio|julio|agosto|septiembre|octubre|noviembre|diciembre"
)
_DATE = re.compile(
    rf"\b(?:(?:{_MONTHS})\b\.?(?: \d{{1,2}})?|may \d|(?:1[5-9]|20)\d\d\b|(?:mon|tues|wednes|thurs|fri|satur|sun)day|yesterday|today|tonight|"
    r"(?:last|next|this) (?:week|month|year|summer|winter|spring|fall|autumn)|ago|years?|months?|weeks?|morning|afternoon|evening|night|noon|"
    r"a\.m|p\.m|(?:mon|diens|donners|frei|sams|sonn)tag|mittwoch|gestern|heute|uhr|jahren?|lundi|mardi|mercredi|jeudi|vendredi|samedi|dimanche|"
    r"hier|lunes|martes|miércoles|jueves|viernes|sábado|domingo|ayer|hoy|años?)\b",
    re.IGNORECASE,
)
_NUMBER = re.compile(
    r"\d[\d,.]*|\b(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|thirteen|fourteen|fifteen|sixteen|seventeen|eighteen|nineteen|"
    r"twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|dozens?|hundreds?|thousands?|millions?|billions?|half|third|quarter|percent|twice|"
    r"several|zwei|drei|vier|fünf|sechs|sieben|acht|neun|zehn|dutzend|hunderte?|tausende?|millionen|milliarden|hälfte|prozent|deux|trois|quatre|"
    r"cinq|sept|huit|neuf|dix|centaines?|milliers?|moitié|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|diez|cientos|miles|millones|mitad)\b",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?:1[5-9]|20)\d\d")
_WORD = r"[A-ZÀ-ÖØ-ÞА-ЯЁ][\w’'.-]*"
_NAME = re.compile(rf"\b{_WORD}(?: (?:of |the |de |von |van |bin |al-)?{_WORD})*")
# Before a name, what says who somebody is.
_TITLE = (
    r"(?:President|Prime Minister|Minister|Chancellor|Senator|Sen\.|Rep\.|Gov\.|Governor|Mayor|Judge|Justice|Secretary|Councill?or|Commissioner|"
    r"Director|Chairman|Chairwoman|Professor|Prof\.|General|Gen\.|Captain|Capt\.|Sheriff|King|Queen|Prince|Princess|Pope|Bishop|Coach|Spokesman|"
    r"Spokeswoman|Editor|Ambassador|Detective|Sergeant|Officer|Lord|Lady)"
)
_PERSON = re.compile(rf"\b{_WORD} (?:[A-Z]\. )?{_WORD}")
_PLACE = re.compile(
    r"\b(?:in|at|near|from|outside|inside|to|of|across|around|aus|nach|bei|à|en|au|dans|près de|cerca de) "
    rf"(?:(?:the|downtown|central|northern|southern|eastern|western|der|dem|la|le|los|las) )*{_WORD}(?:,? {_WORD})*"
)
_CAUSE = re.compile(
    r"\b(?:because|due to|after|since|so that|in order to|as a result|led to|over|for|caused|reason|blamed?|sparked|citing|weil|wegen|deshalb|"
    r"parce que|à cause|car|porque|debido|por)\b",
    re.IGNORECASE,
)
_SPEECH = re.compile(
    r"[\"“”„«»]|\b(?:said|says|say|told|tells|added|adds|according to|wrote|writes|tweeted|argued|argues|insisted|warned|noted|called|calls|"
    r"claimed|claims|stated|statement|asked|announced|described|suggested|explained|declared|urged|accused|believes?|thinks?|sagte|erklärte|dit|"
    r"déclaré|dijo|afirmó)\b",
    re.IGNORECASE,
)
_PATTERNS = {
    Asks.WHO: _NAME,
    Asks.WHO_IS: _NAME,
    Asks.WHEN: _DATE,
    Asks.WHERE: _PLACE,
    Asks.HOW_MANY: _NUMBER,
    Asks.WHY: _CAUSE,
    Asks.WHO_SAID: _SPEECH,
    Asks.WHAT_SAID: _SPEECH,
}
_NAMED = frozenset({Asks.WHO, Asks.WHO_IS, Asks.WHERE})
# How far behind a number what it counts may stand, in characters and words; how far before its verb a subject.
_BEHIND, _COUNTED_WORDS = 40, 4
_SUBJECT_REACH = 8


def kinds_in(text: str, asks: Asks, asked: AbstractSet[str]) -> list[Span]:
    """Where a sentence has what a question asks for: names, dates, places, numbers, reasons, reports of speech.

    Args:
        text: Of a sentence.
        asks: What for; of "what" and "how" nothing can be told.
        asked: The words of the question without endings: who asks for a name or number does not want the one that he gave.
    """
    pattern = _PATTERNS.get(asks)
    if pattern is None:
        return []
    found = [Span(*match.span()) for match in pattern.finditer(text)]
    if asks not in _NAMED and asks is not Asks.HOW_MANY:
        return found
    return [span for span in found if _is_new(span.of(text), asked, is_number=asks is Asks.HOW_MANY)]


def _is_new(words: str, asked: AbstractSet[str], *, is_number: bool) -> bool:
    if is_number:
        number = words.lower().replace(",", "").rstrip(".")
        return asked.isdisjoint({number, base_of(number, "en")}) and not _YEAR.fullmatch(number)
    terms = set(terms_in(tokens_in(words), "en"))
    return bool(terms - asked)


def is_counting(text: str, numbers: Sequence[Span], asked: AbstractSet[str]) -> bool:
    """Whether a number of a sentence counts what the question asks for."""
    return any(
        not asked.isdisjoint(terms_in(tokens_in(text[number.end : number.end + _BEHIND])[:_COUNTED_WORDS], "en"))
        for number in numbers
    )


def names_somebody(text: str, asked: AbstractSet[str]) -> bool:
    """Whether a sentence has a name of two words or more that is not in the question."""
    return any(asked.isdisjoint(terms_in(tokens_in(match[0]), "en")) for match in _PERSON.finditer(text))


def stands_before_verb(text: str, names: Sequence[Span], verbs: AbstractSet[str]) -> bool:
    """Whether a name stands a few words before a word that tells what was done."""
    places = list(_places(text))
    verb_places = [place for place, (_, term) in enumerate(places) if term in verbs]
    last = {max((place for place, (start, _) in enumerate(places) if start < name.end), default=0) for name in names}
    return any(0 < verb - name <= _SUBJECT_REACH for name in last for verb in verb_places)


def is_introducing(text: str, names: Sequence[Term]) -> bool:
    """Whether a sentence says who somebody is: "Ann Gray, the mayor", "Mayor Ann Gray"."""
    if not names:
        return False
    word = names[-1].word.removesuffix("'s").removesuffix("’s")
    last = re.escape(word[:1].upper() + word[1:])
    return bool(
        re.search(rf"\b{last},? (?:\(|(?:is|was|who|a|an|the|[a-z]+ of)\b)|{last}, [\w’'-]+ ", text)
        or re.search(rf"\b(?:{_TITLE}|[a-z]+(?:er|or|ist|man|woman|ent|ian)) (?:{_WORD} ){{0,2}}{last}\b", text)
    )


def _places(text: str) -> Iterator[tuple[int, str]]:
    """The words of a sentence with where they start, function words without a term."""
    at = 0
    for token in tokens_in(text):
        at = text.index(token, at)
        yield at, next(terms_in([token], "en"), "")
        at += len(token)

"""Numbers in sentences, with what they count: so that what two outlets count differently can be shown side by side.

Only what can be read with certainty is: a number with the word it counts, a sum of money, a share. Years, dates, hours,
ages and scores are none of these.
"""

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import islice

from digest.languages import FUNCTION_WORDS
from digest.terms import WORD, stem
from digest.types import Span

__all__ = ["Figure", "agree", "find_figures", "nearest_in_value", "numbers_in", "same_count"]


def _phrases(text: str) -> tuple[str, ...]:
    """What stands between the bars, on however many lines."""
    return tuple(part.strip() for part in text.split("|") if part.strip())


_HEDGES = {
    "en": """about|around|some|nearly|almost|roughly|approximately|an? estimated|more than|over|at least|as many as|up to|
        fewer than|less than|just over|just under|only""",
    "de": "etwa|rund|circa|ca\\.|knapp|fast|mehr als|über|mindestens|bis zu|weniger als|gut",
    "fr": "environ|quelque|près de|presque|plus de|au moins|jusqu[’']à|moins de",
    "es": "unos|unas|cerca de|casi|aproximadamente|alrededor de|más de|al menos|hasta|menos de",
    "it": "circa|quasi|oltre|più di|almeno|fino a|meno di",
    "pt": "cerca de|quase|aproximadamente|mais de|pelo menos|até|menos de",
    "ru": "около|почти|примерно|более|свыше|не менее|до|менее",
}
_AT_LEAST = _phrases(
    """more than|over|at least|as many as|just over|mehr als|über|mindestens|plus de|au moins|más de|al menos|oltre|più di|almeno|
    mais de|pelo menos|более|свыше|не менее"""
)
_AT_MOST = _phrases(
    """nearly|almost|up to|fewer than|less than|just under|knapp|fast|bis zu|weniger als|près de|presque|jusqu'à|moins de|casi|hasta|
    menos de|quasi|fino a|meno di|quase|até|почти|до|менее"""
)
_SCALES = {
    "hundred": 1e2, "hundert": 1e2,
    "thousand": 1e3, "tausend": 1e3, "mille": 1e3, "mil": 1e3, "mila": 1e3, "тысяч": 1e3, "тысячи": 1e3, "тыс": 1e3,
    "million": 1e6, "millions": 1e6, "millionen": 1e6, "mio": 1e6, "m": 1e6, "millones": 1e6, "millón": 1e6, "milioni": 1e6,
    "milione": 1e6, "milhões": 1e6, "milhão": 1e6, "миллионов": 1e6, "миллиона": 1e6, "миллион": 1e6, "млн": 1e6,
    "billion": 1e9, "billions": 1e9, "bn": 1e9, "milliarden": 1e9, "milliarde": 1e9, "mrd": 1e9, "milliard": 1e9, "milliards": 1e9,
    "miliardi": 1e9, "miliardo": 1e9, "bilhões": 1e9, "bilhão": 1e9, "миллиардов": 1e9, "миллиарда": 1e9, "миллиард": 1e9, "млрд": 1e9,
    "trillion": 1e12, "trillions": 1e12,
}  # fmt: skip
_WORDS = {
    "en": "two three four five six seven eight nine ten eleven twelve".split(),
    "de": "zwei drei vier fünf sechs sieben acht neun zehn elf zwölf".split(),
    "fr": "deux trois quatre cinq six sept huit neuf dix onze douze".split(),
    "es": "dos tres cuatro cinco seis siete ocho nueve diez once doce".split(),
    "it": "due tre quattro cinque sei sette otto nove dieci undici dodici".split(),
    "pt": "dois três quatro cinco seis sete oito nove dez onze doze".split(),
    "ru": "два три четыре пять шесть семь восемь девять десять одиннадцать двенадцать".split(),
}
# What a number written as a word is only the end of: "sixty two", "a hundred and five", "one in five".
_LARGER = re.compile(
    r"(?:[-–]|\b(?:and|in|of|y|e|et|und|и|twenty|thirty|forty|fifty|sixty|seventy|eighty|ninety|hundred|thousand|million|vingt|trente|quarante|"
    r"cinquante|soixante|cents?|mille|treinta|cuarenta|cincuenta|sesenta|setenta|ochenta|noventa|cien|ciento|mil|vinte|trinta|quarenta|"
    r"двадцать|тридцать|сорок|пятьдесят|шестьдесят|семьдесят|восемьдесят|девяносто|сто|двести|триста|тысяча|тысяч) ?)$",
    re.IGNORECASE,
)
_SHARES = frozenset(
    {"percent", "per cent", "prozent", "pour cent", "por ciento", "per cento", "por cento", "процентов"}
)
# What makes a number a date, an hour, an age, a place in a list.
_MONTHS = r"\b(?:jan|feb|fév|mar|mär|apr|avr|abr|may|mai|mag|jun|juin|giu|jul|juil|lug|aug|août|ago|sep|oct|okt|ott|out|nov|dec|dez|déc|dic|янв|фев|мар|апр|ма[йя]|июн|июл|авг|сен|окт|ноя|дек)[^\W\d]{0,7}\.?"
_NO_COUNT_BEFORE = re.compile(
    rf"(?:{_MONTHS}|\b(?:aged?|no\.?|number|nr\.?|nº|page|chapter|article|section|at|by|until|since|route|flight)) $",
    re.IGNORECASE,
)
_NO_COUNT_BEHIND = re.compile(
    rf"^(?:\.? (?:de )?{_MONTHS}(?!\w)|[-–](?:year|month|week|day|hour|minute|\d)|st\b|nd\b|rd\b|th\b|[:h]\d| ?(?:am|pm|a\.m|p\.m|uhr|o[’']clock)\b|°|/)",
    re.IGNORECASE,
)
_DIGITS = r"(?<![\w.,:/–−-])\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?!\d)|(?<![\w.,:/–−-])\d{1,3}(?:[.,’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?![\d])|(?<![\w.,:/–−-])\d+(?:[.,]\d+)?(?![\d])"
_CLAUSE = re.compile(r"(?: (?:[^\s.,;:!?()“”\"—–]|(?<=\d)[.,](?=\d))+){0,6}")
# The upper end of a range, a share of so many; a number that goes on in words.
_RANGE = re.compile(r"\d(?: ?[-–] ?| (?:and|to|or|in|of|out of|bis|und|oder|von|et|à|sur|y|a|o|de|e|или|до|из) )$")
_GOES_ON = re.compile(
    r" (?:(?:to|and|bis|à|a) \d|(?:two|three|four|five|six|seven|eight|nine|ten|eleven|twelve|hundred|thousand|million|billion|dozens?|score|"
    r"dutzend|douzaines?|docenas?)\b)",
    re.IGNORECASE,
)
_REMEMBERED = 1_000
_EARLIEST_YEAR, _LATEST_YEAR = 1500, 2100
# How many words behind a number may tell what is counted, and how many words around it tell what is said of it.
_MOST_COUNTED = 3
_AROUND = 6
# How far around a number is looked, in characters, and how many of a sentence are: a table in a sentence says nothing.
_FAR = 100
_LONGEST_NUMBER = 20
_MOST_FIGURES = 12
# "More than 600" is not another number than 640, nor is "nearly 500" than 484.
_HEDGED = 1.25
# "1.24 million" is nothing else than "1.2 million"; of a number of one digit that can't be said.
_LEAST_DIGITS = 2
# Who is counted does not tell what of: people marched, died, were hurt.
_ANYBODY = frozenset(
    """people person men women man woman children child other peopl mensch männer frauen kinder person gens personn hommes femmes enfant
    person hombre mujere niños person uomini donne bambin pessoa homens mulher crianç челове людей мужчин женщин детей""".split()
)
# Two sentences this alike say the same of whom they count.
_SAME_MATTER = 0.5
# Counts that differ by more, and sums or shares that do, are of other things as a rule (swept 1.5 to 3 on 1,057 stories, whose
# pairs were read).
_SAME_ORDER, _SAME_ORDER_OF_UNIT = 2.0, 1.5


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence and what it counts.

    Attributes:
        span: Where it stands in the sentence, with the "about" before it and the scale and unit behind it.
        value: The number.
        digits: How many of its digits count: 2 of "1,200,000".
        unit: "$", "percent" and the like; empty if words say what is counted.
        hedge: "about", "more than" and the like; empty if there is none.
        counted: The words behind it that may be what is counted, without their endings.
        around: The words near it, without their endings.
        clause_end: Where the next few words of the clause end.
    """

    span: Span
    value: float
    digits: int
    unit: str
    hedge: str
    counted: tuple[str, ...]
    around: frozenset[str]
    clause_end: int

    @property
    def phrase(self) -> Span:
        """The number with the next words of its clause: what it is a number of."""
        return Span(self.span.start, self.clause_end)


def find_figures(text: str, language: str) -> list[Figure]:
    """The numbers of a sentence that count something, in order; of very many, the first."""
    matches = islice(_pattern(language or "en").finditer(text), _MOST_FIGURES)
    return [figure for match in matches if (figure := _figure(match, text, language))]


@lru_cache(_REMEMBERED)
def numbers_in(text: str, language: str) -> frozenset[float]:
    """All numbers of a text, whatever they count; years, dates and hours among them."""
    found = (_read(match, language) for match in _pattern(language or "en").finditer(text))
    return frozenset(read[0] for read in found if read)


def same_count(one: Figure, other: Figure, likeness: float) -> bool:
    """Whether two figures count the same, as far as that is clear.

    Args:
        one: Of one sentence.
        other: Of another.
        likeness: Of the two sentences, 0 to 1.
    """
    shared = set(one.counted) & set(other.counted)
    if one.unit != other.unit or not (one.unit or shared):
        return False
    return likeness >= _SAME_MATTER or bool((one.around & other.around) - _ANYBODY - shared)


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same number, one rounds the other, or one is "more than" or "nearly" the other."""
    return one.value == other.value or _rounds(one, other) or _covers(one, other) or _covers(other, one)


def _rounds(one: Figure, other: Figure) -> bool:
    digits = min(one.digits, other.digits)
    largest = max(one.value, other.value)
    if digits < _LEAST_DIGITS or largest <= 0:
        return False
    step: float = 10.0 ** (math.floor(math.log10(largest)) - digits + 1)
    return abs(one.value - other.value) <= step / 2 * (1 + 1e-9)


def _covers(hedged: Figure, plain: Figure) -> bool:
    """Whether "more than 600" or "nearly 500" says no other number than 640 or 484."""
    low, high = hedged.value, plain.value
    if hedged.hedge in _AT_LEAST:
        return low <= high <= low * _HEDGED
    return hedged.hedge in _AT_MOST and high <= low <= high * _HEDGED


def nearest_in_value(figure: Figure, others: Sequence[Figure]) -> Figure | None:
    """Of the figures of the same unit, the one that comes nearest; None if all are of another order."""
    ratios = [(max(figure.value, other.value) / max(1e-9, min(figure.value, other.value)), other) for other in others]
    most = _SAME_ORDER_OF_UNIT if figure.unit else _SAME_ORDER
    near = [(ratio, other) for ratio, other in ratios if other.unit == figure.unit and ratio <= most]
    return min(near, key=lambda pair: pair[0])[1] if near else None


@cache
def _pattern(language: str) -> re.Pattern[str]:
    hedges = "|".join(_phrases(_HEDGES.get(language, "")))
    words = "|".join(_WORDS.get(language, []))
    number = f"{_DIGITS}|\\b(?:{words})\\b(?!-)" if words else _DIGITS
    hedge = rf"(?:\b(?P<hedge>{hedges})\s)?" if hedges else ""
    scales = "|".join(sorted(_SCALES, key=len, reverse=True))
    return re.compile(
        rf"{hedge}(?P<sign>(?:\b[A-Z]{{1,3}})?[$€£])?(?P<number>{number})(?:\s?(?P<scale>{scales})\b)?(?P<share>\s?%|\s(?:{'|'.join(_SHARES)})\b)?",
        re.IGNORECASE,
    )


def _figure(match: re.Match[str], text: str, language: str) -> Figure | None:
    """A number with what it counts; None if that is not clear."""
    before = text[max(0, match.start("number") - _FAR) : match.start("number")]
    behind = text[match.end() : match.end() + _FAR]
    read = _read(match, language)
    if read is None:
        return None
    value, digits = read
    is_plain = not match["sign"] and not match["share"] and not match["scale"]
    is_year = is_plain and match["number"].isdigit() and _EARLIEST_YEAR <= value <= _LATEST_YEAR
    is_part = not match["number"][0].isdigit() and _LARGER.search(before)
    if (
        is_part
        or _RANGE.search(before)
        or _GOES_ON.match(behind)
        or (is_plain and (is_year or _NO_COUNT_BEFORE.search(before) or _NO_COUNT_BEHIND.match(behind)))
    ):
        return None
    unit = "percent" if match["share"] else (match["sign"] or "").upper().removeprefix("US")
    counted = () if unit else tuple(_counted(behind, language))
    if not unit and not counted:
        return None
    words = [*WORD.findall(before)[-_AROUND:], *WORD.findall(behind)[:_AROUND]]
    around = frozenset(stem(word.lower(), language) for word in words if not _is_function_word(word, language))
    hedge = (match.groupdict().get("hedge") or "").lower().replace("’", "'")
    span = Span(match.start(), match.end())
    return Figure(span, value, digits, unit, hedge, counted, around, match.end() + _clause(behind))


def _read(match: re.Match[str], language: str) -> tuple[float, int] | None:
    """The number of a match, and how many of its digits count; None if it is none that can be read."""
    scale = (match["scale"] or "").lower().rstrip(".")
    found = _value(match["number"], language) if len(match["number"]) <= _LONGEST_NUMBER else None
    if found is None or (scale == "m" and not match["sign"]):
        return None
    return found[0] * _SCALES.get(scale, 1.0), found[1]


def _clause(behind: str) -> int:
    """Where the next few words of a clause end."""
    clause = _CLAUSE.match(behind)
    return clause.end() if clause else 0


def _counted(behind: str, language: str) -> Iterator[str]:
    """The first words behind a number, of the same clause, without their endings."""
    clause = re.match(r"(?: [^\W\d_][\w’'-]*)+", behind)
    for word in re.findall(r"[\w’'-]+", clause[0])[:_MOST_COUNTED] if clause else []:
        if _is_function_word(word, language):
            return
        yield stem(word.lower(), language)


def _is_function_word(word: str, language: str) -> bool:
    lowered = word.lower()
    return lowered in FUNCTION_WORDS.get(language or "en", frozenset()) and lowered not in _ANYBODY


def _value(digits: str, language: str) -> tuple[float, int] | None:
    """A number as it is written, and how many of its digits count; None if it is not one."""
    if not digits[0].isdigit():
        words = _WORDS[language or "en"]
        number = words.index(digits.lower()) + 2 if digits.lower() in words else 0
        return (float(number), len(str(number))) if number else None
    if language not in {"", "en"} and re.fullmatch(r"\d{1,3},\d{3}", digits):
        return None  # A thousand and more to some, a decimal to others.
    grouped = re.fullmatch(r"\d{1,3}(?:[.,’\u00a0\u202f ]\d{3})+", digits)
    if grouped and not (language in {"", "en"} and digits.count(".") == 1 and "," not in digits):
        plain = re.sub(r"\D", "", digits)
    else:
        whole, _, rest = digits.replace(",", ".").rpartition(".")
        plain = f"{re.sub(r'[^0-9]', '', whole)}.{rest}" if whole else rest
    counting = plain.replace(".", "").lstrip("0")
    return float(plain), max(1, len(counting.rstrip("0") if "." not in plain else counting))

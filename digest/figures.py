"""Numbers in sentences, with what they count: so that what two outlets count differently can be shown side by side.

Only what can be read with certainty is: a number with the word it counts, a sum of money, a share. Years, dates, hours,
ages and scores are none of these.
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from digest.languages import FUNCTION_WORDS
from digest.terms import WORD, stem
from digest.types import Span

__all__ = ["Figure", "agree", "find_figures", "nearest_in_value", "same_count"]

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
_SCALES = {
    "hundred": 1e2, "hundert": 1e2,
    "thousand": 1e3, "tausend": 1e3, "mille": 1e3, "mil": 1e3, "mila": 1e3, "тысяч": 1e3, "тысячи": 1e3, "тыс": 1e3,
    "million": 1e6, "millions": 1e6, "millionen": 1e6, "mio": 1e6, "m": 1e6, "mn": 1e6, "millones": 1e6, "millón": 1e6, "milioni": 1e6,
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
_SIGNS = {"$": "dollar", "€": "euro", "£": "pound", "%": "percent"}
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
_DIGITS = r"(?<![\w.,:/–-])\d{1,3}(?:[\u00a0\u202f ]\d{3})+(?!\d)|(?<![\w.,:/–-])\d{1,3}(?:[.,’\u00a0\u202f]\d{3})+(?:[.,]\d{1,2})?(?![\d])|(?<![\w.,:/–-])\d+(?:[.,]\d+)?(?![\d])"
_EARLIEST_YEAR, _LATEST_YEAR = 1500, 2100
# How many words behind a number may tell what is counted, and how many words around it tell what is said of it.
_MOST_COUNTED = 3
_AROUND = 6
# "1.24 million" is nothing else than "1.2 million"; of a number of one digit that can't be said.
_LEAST_DIGITS = 2
# Who is counted does not tell what of: people marched, died, were hurt.
_ANYBODY = frozenset(
    """people person men women man woman children child other peopl mensch männer frauen kinder person gens personn hommes femmes enfant
    person hombre mujere niños person uomini donne bambin pessoa homens mulher crianç челове людей мужчин женщин детей""".split()
)
# Two sentences this alike say the same of whom they count.
_SAME_MATTER = 0.5
# Counts that differ by more, and sums or shares that do, are of other things: of 12 pairs found in 1,057 stories within
# a factor of three, four were; these limits leave nine, three of them of other things.
_SAME_ORDER, _SAME_ORDER_OF_UNIT = 2.0, 1.5


@dataclass(frozen=True, slots=True)
class Figure:
    """A number in a sentence and what it counts.

    Attributes:
        span: Where it stands in the sentence, with the "about" before it and the scale and unit behind it.
        value: The number.
        digits: How many of its digits count: 2 of "1,200,000".
        unit: "dollar", "percent" and the like; empty if words say what is counted.
        counted: The words behind it that may be what is counted, without their endings, and where each ends.
        around: The words near it, without their endings.
    """

    span: Span
    value: float
    digits: int
    unit: str
    counted: tuple[tuple[str, int], ...]
    around: frozenset[str]

    def upto(self, word: str) -> Span:
        """Where it stands, up to and with one of the words that it counts."""
        return Span(self.span.start, dict(self.counted).get(word, self.span.end))


def find_figures(text: str, language: str) -> list[Figure]:
    """The numbers of a sentence that count something, in order."""
    found = (_figure(match, text, language) for match in _pattern(language or "en").finditer(text))
    return [figure for figure in found if figure]


def same_count(one: Figure, other: Figure, likeness: float) -> str | None:
    """What two figures both count: a word, or "" for money and shares; None if that is not clear.

    Args:
        one: Of one sentence.
        other: Of another.
        likeness: Of the two sentences, 0 to 1.
    """
    if one.unit != other.unit:
        return None
    shared = next((word for word, _ in one.counted if word in dict(other.counted)), "")
    if not one.unit and not shared:
        return None
    telling = (one.around & other.around) - _ANYBODY - {shared}
    return shared if telling or likeness >= _SAME_MATTER else None


def agree(one: Figure, other: Figure) -> bool:
    """Whether two figures are the same number, or one rounds the other."""
    if one.value == other.value:
        return True
    digits = min(one.digits, other.digits)
    return digits >= _LEAST_DIGITS and float(f"{one.value:.{digits}g}") == float(f"{other.value:.{digits}g}")


def nearest_in_value(figure: Figure, others: Sequence[Figure]) -> Figure | None:
    """Of the figures of the same unit, the one that comes nearest; None if all are of another order."""
    ratios = [(max(figure.value, other.value) / max(1e-9, min(figure.value, other.value)), other) for other in others]
    most = _SAME_ORDER_OF_UNIT if figure.unit else _SAME_ORDER
    near = [(ratio, other) for ratio, other in ratios if other.unit == figure.unit and ratio <= most]
    return min(near, key=lambda pair: pair[0])[1] if near else None


@cache
def _pattern(language: str) -> re.Pattern[str]:
    hedges = "|".join(part.strip() for part in _HEDGES.get(language, "").split("|") if part.strip())
    words = "|".join(_WORDS.get(language, []))
    number = f"{_DIGITS}|\\b(?:{words})\\b(?!-)" if words else _DIGITS
    hedge = rf"(?:\b(?P<hedge>{hedges})\s)?" if hedges else ""
    scales = "|".join(sorted(_SCALES, key=len, reverse=True))
    return re.compile(
        rf"{hedge}(?P<sign>[$€£])?(?P<number>{number})(?:\s?(?P<scale>{scales})\b)?(?P<share>\s?%|\s(?:{'|'.join(_SHARES)})\b)?",
        re.IGNORECASE,
    )


def _figure(match: re.Match[str], text: str, language: str) -> Figure | None:
    """A number with what it counts; None if that is not clear."""
    before, behind = text[: match.start("number")], text[match.end() :]
    value, digits = _value(match["number"], language)
    scale = _SCALES.get((match["scale"] or "").lower().rstrip("."), 1.0)
    is_plain = not match["sign"] and not match["share"] and not match["scale"]
    is_year = is_plain and match["number"].isdigit() and _EARLIEST_YEAR <= value <= _LATEST_YEAR
    if is_plain and (is_year or _NO_COUNT_BEFORE.search(before) or _NO_COUNT_BEHIND.match(behind)):
        return None
    unit = "percent" if match["share"] else _SIGNS.get(match["sign"] or "", "")
    counted = () if unit else tuple(_counted(behind, match.end(), language))
    if not unit and not counted:
        return None
    words = [*WORD.findall(before)[-_AROUND:], *WORD.findall(behind)[:_AROUND]]
    around = frozenset(stem(word.lower(), language) for word in words if not _is_function_word(word, language))
    return Figure(Span(match.start(), match.end()), value * scale, digits, unit, counted, around)


def _counted(behind: str, offset: int, language: str) -> Iterator[tuple[str, int]]:
    """The first words behind a number, of the same clause, and where each ends."""
    clause = re.match(r"(?: [^\W\d_][\w’'-]*)+", behind)
    words = list(re.finditer(r"[\w’'-]+", clause[0]))[:_MOST_COUNTED] if clause else []
    for word in words:
        if _is_function_word(word[0], language):
            return
        yield stem(word[0].lower(), language), offset + word.end()


def _is_function_word(word: str, language: str) -> bool:
    lowered = word.lower()
    return lowered in FUNCTION_WORDS.get(language or "en", frozenset()) and lowered not in _ANYBODY


def _value(digits: str, language: str) -> tuple[float, int]:
    """A number as it is written, and how many of its digits count."""
    if not digits[0].isdigit():
        number = _WORDS[language or "en"].index(digits.lower()) + 2
        return float(number), len(str(number))
    grouped = re.fullmatch(r"\d{1,3}(?:[.,’\u00a0\u202f ]\d{3})+", digits)
    if grouped and not (language in {"", "en"} and digits.count(".") == 1 and "," not in digits):
        plain = re.sub(r"\D", "", digits)
    else:
        parts = re.split(r"[.,](?=\d{1,3}$)", digits, maxsplit=1) if not digits.isdigit() else [digits]
        plain = ".".join([re.sub(r"\D", "", parts[0]), *parts[1:]])
    counting = plain.replace(".", "").lstrip("0")
    return float(plain), max(1, len(counting.rstrip("0") if "." not in plain else counting))

"""Names in a text, and which full name a short one stands for.

There is no list of known people, and one of first names only tells men from women: a name is a run of capitalised words that are not merely the first of
a sentence, and "Mr. Tokayev" is whoever the text calls by a longer name that ends in Tokayev.
"""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from digest.given_names import gender_of_given_name
from digest.languages import CALENDAR, FUNCTION_WORDS
from digest.types import Span
from digest.verbs import REPORTING_VERBS

__all__ = ["Name", "Who", "names_in"]

_MALE = frozenset(
    "mr mister sir lord king prince father brother herr monsieur m sr señor don signor councilman congressman chairman".split()
)
_FEMALE = frozenset(
    "mrs ms miss dame lady queen princess sister mother frau mme mlle sra señora srta doña signora councilwoman chairwoman".split()
)
_TITLES = _MALE | _FEMALE | frozenset(
    """mx dr prof professor rev reverend pastor bishop archbishop pope cardinal rabbi imam sen senator rep representative
    gov governor president vice prime first minister premier chancellor mayor judge justice gen general col colonel capt
    captain lt lieutenant maj major sgt sergeant cpl cmdr commander adm admiral chief sheriff officer detective inspector
    constable superintendent secretary commissioner councillor councilor alderman ambassador attorney coach chair speaker
    deputy spokesman spokeswoman spokesperson director prosecutor coroner nurse principal treasurer
    präsident präsidentin kanzler kanzlerin minister ministerin bürgermeister bürgermeisterin président présidente ministre
    presidente ministro ministra dott avv ing""".split()
)  # fmt: skip
_ABBREVIATED = frozenset(
    "mr mrs ms mx dr prof rev sen rep gov gen col capt lt maj sgt cpl cmdr adm insp det supt st mme mlle sra srta dott avv ing hr fr".split()
)
# What people do, printed before their names like a title.
_JOBS = frozenset(
    """ceo cfo mp mep pc insp det supt actor actress singer rapper designer columnist photographer astronaut headteacher deacon defender
    striker goalkeeper quarterback pitcher midfielder manager economist historian author novelist neighbour neighbor resident
    bundeskanzler bundeskanzlerin finanzminister finanzministerin außenminister außenministerin innenminister innenministerin
    verteidigungsminister ministerpräsident ministerpräsidentin bundespräsident richter richterin trainer trainerin ökonom ökonomin nachbar
    nachbarin sprecher sprecherin polizeisprecher polizeisprecherin oberbürgermeister oberbürgermeisterin oppositionsführer
    oppositionsführerin generalsekretär generalsekretärin fraktionschef fraktionschefin parteichef parteichefin""".split()
)
# These also end what stands before a name: "Judicial Watch President Tom Fitton".
_INNER_TITLES = (
    frozenset(
        """sen senator rep representative gov governor president chancellor mayor secretary director commissioner chairman chairwoman
    attorney general spokesman spokeswoman spokesperson speaker leader minister ambassador officer sheriff chief gen col
    capt captain lt sgt professor prof judge justice coach editor""".split()
    )
    | _JOBS
)
_COURTESY = frozenset(
    "mr mister mrs ms miss mx sir madam herr frau monsieur m mme mlle sr sra srta señor señora don doña signor signora".split()
)
_PARTICLES = frozenset(
    "de del della der den di da dos das du van von zu zum zur ter ten la le los al el bin ibn ben abu af av".split()
)
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii", "iv"})
# Words in the names of organisations: no pronoun "he" means one of them.
_BODIES = frozenset(
    """academy administration agency airlines airport alliance army assembly association authority bank board bureau
    campaign center centre chamber church city clinic club coalition college commission committee company congress corp
    corporation council county court department district embassy federation ferries force foundation fund government
    group hall hospital house inc industries initiative institute league ltd media ministry museum news observatory office
    organisation organization parliament party police radio railway republic school senate service services society state
    states team times tribunal trust union university utd""".split()
)
_SURNAMES = frozenset({"church", "hall", "house", "state"})
# The one title with small words in it.
_OFFICE = re.compile(
    r"\b(?:Secretary|Minister|Director|Commissioner) (?:of|for) (?:the )?(?:State|Defen[cs]e|Homeland Security|Treasury|Labor|Labour|"
    r"Commerce|Energy|Education|Justice|Health|Finance|Foreign Affairs|Transportation|Agriculture|Veterans Affairs|Interior|"
    r"National Intelligence) (?=[A-Z])"
)
_TOKEN = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*")
_POSSESSIVE = re.compile(r"[’'](?:s|S)?$")
_ELIDED = re.compile(r"[dl][’'][^\W\d_]")
# A headline whose words have capitals, as far as they are no short ones.
_LONG_WORD, _FEWEST_WORDS, _TITLE_CASE = 4, 4, 0.8
_LONGEST = 7
# More people of one surname than an article tells apart: a list of results, or a text made to be slow.
_MOST_NAMESAKES = 20


@dataclass(frozen=True, slots=True)
class Name:
    """A name where it stands.

    Attributes:
        span: With its titles, without a possessive s.
        core: Without the titles: "Tokayev" of "President Tokayev".
        titles: The titles as printed: "President"; empty if there are none.
    """

    span: Span
    core: str
    titles: str

    @property
    def core_start(self) -> int:
        """Where it starts without its titles."""
        return self.span.end - len(self.core)

    @property
    def last(self) -> str:
        """The surname, folded for comparison."""
        words = [word for word in self.core.split() if word.strip(".,").lower() not in _SUFFIXES]
        return words[-1].casefold() if words else ""

    @property
    def is_full(self) -> bool:
        """Whether it has more than one word besides its titles."""
        return " " in self.core

    @property
    def rank(self) -> str:
        """Its titles but for Mr., Ms. and the like at either end: "President", "Dr."; empty if there are none."""
        titles = self.titles.split()
        while titles and titles[0].strip(".").lower() in _COURTESY:
            titles = titles[1:]
        while titles and titles[-1].strip(".").lower() in _COURTESY:
            titles = titles[:-1]
        return " ".join(titles)

    @property
    def gender(self) -> str:
        """By its titles, else by its first names: "m", "f", or empty if neither says."""
        titles = {title.strip(".").lower() for title in self.titles.split()}
        if titles & _MALE | titles & _FEMALE:
            return "m" if titles & _MALE else "f"
        return next(filter(None, map(gender_of_given_name, self.core.split()[:-1])), "")

    @property
    def is_body(self) -> bool:
        """Whether one of its words says that it is an organisation."""
        words = {word.casefold() for word in self.core.split()}
        return bool(words & (_BODIES - _SURNAMES if self.gender else _BODIES))


class Who:
    """Which full name a short one stands for, in one text."""

    def __init__(self, names: Sequence[Name]) -> None:
        """Take all names of a text, in order."""
        self._by_last: dict[str, dict[str, int]] = {}
        self._by_first: dict[str, dict[str, int]] = {}
        self._genders: dict[str, set[str]] = {}
        for name in names:
            if name.gender:
                self._genders.setdefault(name.core, set()).add(name.gender)
            if name.is_full and not name.is_body:
                self._by_last.setdefault(name.last, {}).setdefault(name.core, name.span.start)
                self._by_first.setdefault(name.core.split()[0], {}).setdefault(name.core, name.span.start)

    def fullest(self, name: Name) -> str:
        """The fullest form that the text gives of a name.

        Returns:
            The full name whose surname it is (or first name, if it is nobody's surname); the name's own core if there
            is none, or if it could be two people's.
        """
        if name.is_full:
            return name.core
        namesakes = self._by_last.get(name.last, {})
        if len(namesakes) > _MOST_NAMESAKES:
            return name.core
        people = {core: first for core, first in namesakes.items() if not self._differ(name, core)}
        people = people or self._by_first.get(name.core, {})
        if len(people) > _MOST_NAMESAKES:
            return name.core
        earlier = [core for core, first in people.items() if first <= name.span.start] or list(people)
        return earlier[0] if len(earlier) == 1 else name.core

    def is_shared(self, name: Name) -> bool:
        """Whether several people of the text have this surname, so that nobody can tell which one it is."""
        if name.is_full:
            return False
        namesakes = self._by_last.get(name.last, {})
        return len(namesakes) > _MOST_NAMESAKES or sum(not self._differ(name, core) for core in namesakes) > 1

    def _differ(self, name: Name, core: str) -> bool:
        """Whether one is a Mr. and the other, wherever the text calls it by a title, is not."""
        genders = self._genders.get(core, set())
        return bool(name.gender) and bool(genders) and name.gender not in genders


def names_in(text: str, language: str = "") -> tuple[Name, ...]:
    """The names in a text, in order.

    Args:
        text: Any text.
        language: ISO 639-1 code; its function words are no names.
    """
    tokens = [Span(*match.span()) for match in _TOKEN.finditer(text)]
    words = [_POSSESSIVE.sub("", token.of(text)) for token in tokens]
    # What the text also writes in lower case is no name for being the first word of a sentence.
    common = {word for word in words if word.islower()} | FUNCTION_WORDS.get(language, frozenset())
    function = FUNCTION_WORDS.get(language, FUNCTION_WORDS["en"])
    found: list[Name] = []
    offices = {match.end(): match.start() for match in _OFFICE.finditer(text)}
    index = 0
    while index < len(tokens):
        length = 0
        if _begins(text, tokens[index], words[index], common, function):
            # Where every noun has a capital, "Sportchef von Bayer" is two things and "Ursula von der Leyen" one.
            particles = _PARTICLES if language != "de" or gender_of_given_name(words[index]) else frozenset[str]()
            length = _run(text, tokens[index : index + _LONGEST], words[index : index + _LONGEST], particles)
            length = _before_office(tokens[index : index + length], offices) or length
            if name := _name(text, tokens[index : index + length], words[index : index + length]):
                name = _with_office(text, name, offices)
                while found and found[-1].span.start > name.span.start:
                    found.pop()
                found.append(name)
        index += max(length, 1)
    return _without_first_words(text, _without_headline(text, found))


def _without_headline(text: str, found: Sequence[Name]) -> list[Name]:
    """Leave out what has capitals only as every word of a headline has: "President Biden Recognizes Armenian Genocide"."""
    head = text.partition("\n\n")[0]
    words = [word for word in head.split() if len(word) >= _LONG_WORD]
    if len(words) < _FEWEST_WORDS or sum(map(_is_capital, words)) < _TITLE_CASE * len(words):
        return list(found)
    known = {word for name in found if name.span.start >= len(head) for word in name.core.split()}
    return [name for name in found if name.span.start >= len(head) or known.issuperset(name.core.split())]


def _before_office(tokens: Sequence[Span], offices: dict[int, int]) -> int:
    """How many words of a run still belong to a title, "State" of "Secretary of State John Kerry"; 0 if none do."""
    return next((number for number, token in enumerate(tokens) if number and token.start in offices), 0)


def _with_office(text: str, name: Name, offices: dict[int, int]) -> Name:
    start = offices.get(name.span.start)
    if start is None:
        return name
    return Name(Span(start, name.span.end), name.core, text[start : name.core_start].strip())


def _without_first_words(text: str, found: Sequence[Name]) -> tuple[Name, ...]:
    """Leave out single words that are capitalised for beginning a sentence, as far as the text shows."""
    proven = {word for name in found if name.is_full or name.titles for word in name.core.split()}
    proven |= {name.core for name in found if not _starts_sentence(text, name.span.start)}
    return tuple(name for name in found if name.is_full or name.titles or name.core in proven)


def _begins(text: str, token: Span, word: str, common: set[str] | frozenset[str], function: frozenset[str]) -> bool:
    lower = word.casefold()
    if not _is_capital(word) or lower in CALENDAR:
        return False
    if lower in _TITLES | _JOBS:
        return True
    if lower in REPORTING_VERBS and _starts_sentence(text, token.start):
        return False
    if lower in function and not (len(word) == 1 and text[token.end : token.end + 1] == "."):
        return False
    return lower not in common or not _starts_sentence(text, token.start)


def _run(text: str, tokens: Sequence[Span], words: Sequence[str], particles: frozenset[str]) -> int:
    """How many of the tokens make one name, the first being part of it."""
    length = 1
    for index in range(1, len(tokens)):
        gap = text[tokens[index - 1].end : tokens[index].start].lstrip("’'")
        before, word = words[index - 1], words[index]
        is_abbreviated = len(before) == 1 or before.lower() in _ABBREVIATED
        # "Hale's council" is two names, "the Boat Owners' Association" is one.
        is_possessive = text[tokens[index - 1].end - 2 : tokens[index - 1].end] in {"'s", "’s"}
        if is_possessive or not (gap == " " or (gap == ". " and is_abbreviated)) or word.casefold() in CALENDAR:
            break
        if _is_capital(word):
            length = index + 1
        elif word not in particles:
            break
    return length


def _name(text: str, tokens: Sequence[Span], words: Sequence[str]) -> Name | None:
    titles = _titles(words)
    if titles == len(words):
        return None
    end = tokens[-1].start + len(words[-1])
    if words[-1].lower() in _SUFFIXES and text[end : end + 1] == ".":
        end += 1
    start = tokens[titles].start
    return Name(Span(tokens[0].start, end), text[start:end], text[tokens[0].start : start].strip())


def _titles(words: Sequence[str]) -> int:
    """How many of the words are titles: "President", "Texas Sen.", "White House Press Secretary"."""
    titles = 0
    while titles < len(words) and words[titles].casefold() in _TITLES | _JOBS:
        titles += 1
    inner = max((n for n, word in enumerate(words[:-1], 1) if word.casefold() in _INNER_TITLES), default=0)
    # "Fort General Hospital" is no general.
    is_body = any(word.casefold() in _BODIES for word in words[inner:])
    return titles if titles == len(words) or is_body else max(titles, inner)


def _is_capital(word: str) -> bool:
    return bool(word) and (word[0].isupper() or (bool(_ELIDED.match(word)) and word[2].isupper()))


def _starts_sentence(text: str, start: int) -> bool:
    before = text[max(0, start - 4) : start].rstrip(" \"“”‘’'«»„(")
    return not before or before[-1] in ".!?…:\n—–"

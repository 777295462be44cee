"""Who the mentions of an article are: which belong together, and what the article shows of each."""

import re
from collections import Counter
from collections.abc import Iterator

from digest.names import Who
from digest.quotes.grammar import is_person_noun
from digest.quotes.phrases import Phrase, Row
from digest.quotes.roles import extent

__all__ = ["People"]

_SUBJECT = re.compile(r"(?:,[^.:;¶Q]{0,40}?,|\([^()¶]{0,16}\))?[aX]*S")
_APPOSED = re.compile(r",(?:n?,)?d(?:i[dgnN]{1,4}){0,3}[,.¶]|,n[^.¶]{0,12},")
# "Theo Abernathy’s sister, Ann Gray, said": the description and the name are one person.
_APPOSITION = re.compile(r"(?=(d(?:i[dgn]{1,4}){0,3}a?,N)(?=[,.¶:QSX]))")
# "Ann Gray, a nurse on the island,"
_APPOSED_BEHIND = re.compile(r"N,(?:n?,)?d(?=(?:i[dgnN]{1,4}){0,3}[,.¶])")
# German nouns look like names: "Umweltminister der Republik, Jean-Louis Borloo, sagte".
_GERMAN_APPOSITION = re.compile(r"(?=([dN][dgnNi]{0,10},N)(?=[,.¶:QSX(]))")
_DEFINITE = frozenset({"the", "der", "die", "das"})
_WORDS_OF_THE_BODY = 2
_INDEFINITE = ("a ", "an ", "one ", "another ", "ein ", "eine ")
_WHO = frozenset({"who", "whom", "whose"})
_WOMEN = frozenset(
    "girl mother daughter sister wife aunt grandmother niece widow actress queen princess nun frau mutter tochter schwester".split()
)
_MEN = frozenset(
    "boy father son brother husband uncle grandfather nephew king prince monk mann vater sohn bruder".split()
)
# Longer than this, capitals are a headline or a dateline rather than a body's short name.
_ACRONYM = 3


class People:
    """The people and bodies that an article names.

    Attributes:
        person: For each phrase of the row, whom it means: a full name, else the description; empty if it is neither.
        times: How often each name stands in the row.
        places: Where.
        shared: Surnames of several people that nothing tells apart.
    """

    def __init__(self, text: str, row: Row, who: Who, language: str) -> None:
        """Go through the names of a row once."""
        self._row = row
        self._who = who
        self._text = text
        self._heads: dict[str, str] = {}
        self.person: list[str] = []
        self.times: Counter[str] = Counter()
        self._genders: dict[str, str] = {}
        self._speaks: set[str] = set()
        self._bodies: set[str] = set()
        self._placed: Counter[str] = Counter()
        self._described: set[str] = set()
        self.shared: set[str] = set()
        self.places: dict[str, list[int]] = {}
        for at, phrase in enumerate(row.phrases):
            self.person.append(self._enter(at, phrase))
        for match in (_GERMAN_APPOSITION if language == "de" else _APPOSITION).finditer(row.letters):
            if row.letters[match.start()] == "N" or is_person_noun(row.phrases[match.start()].word):
                self.person[match.start()] = self.person[match.end(1) - 1]
        for match in _APPOSED_BEHIND.finditer(row.letters):
            if is_person_noun(row.phrases[match.end() - 1].word):
                self.person[match.end() - 1] = self.person[match.start()]
        self._resolve_bodies()

    def _resolve_bodies(self) -> None:
        """Let "the society" stand for the one society that is named."""
        named: dict[str, set[str]] = {}
        for body in self._bodies:
            named.setdefault(body.rsplit(" ", 1)[-1].casefold(), set()).add(body)
        for at, phrase in enumerate(self._row.phrases):
            words = self.person[at].split()
            bodies = named.get(phrase.word, set()) if phrase.letter == "d" else set()
            if len(bodies) == 1 and len(words) == _WORDS_OF_THE_BODY and words[0].lower() in _DEFINITE:
                self.person[at] = next(iter(bodies))

    def _enter(self, at: int, phrase: Phrase) -> str:
        name = phrase.mention.name if phrase.mention else None
        if phrase.mention is None or phrase.letter in "pw":
            return ""
        if name is None:
            description = extent(self._text, self._row, at).of(self._text)
            self._heads.setdefault(description, phrase.word)
            return description
        full = self._who.fullest(name)
        letters = self._row.letters
        if full == name.core and self._who.is_shared(name):
            self.shared.add(full)
        self.times[full] += 1
        self.places.setdefault(full, []).append(at)
        if name.gender:
            self._genders.setdefault(full, name.gender)
        if name.is_body:
            self._bodies.add(full)
        before = self._row.letter(at - 1)
        if phrase.letter == "N" and (
            _SUBJECT.match(letters, at + 1) or (before == "S" and self._row.letter(at - 2) in "Q,¶.")
        ):
            self._speaks.add(full)
        if before == "i":
            self._placed[full] += 1
        if name.titles or _APPOSED.match(letters, at + 1):
            self._described.add(full)
        return full

    def gender(self, person: str) -> str:
        """Of a name, as its titles and first names show; of a description, as its noun shows."""
        if person in self.times:
            return self._genders.get(person, "")
        word = self._heads.get(person, "")
        if word in _WOMEN or word.endswith(("woman", "women")):
            return "f"
        return "m" if word in _MEN or word in {"man", "men"} or word.endswith(("sman", "eman")) else ""

    def is_human(self, at: int) -> bool:
        """Whether a description is, by its noun or a "who" behind it, of a human being."""
        phrases = self._row.phrases
        is_someone = at + 1 < len(phrases) and phrases[at + 1].word in _WHO
        return is_someone or is_person_noun(phrases[at].word)

    def is_new_and_told(self, at: int) -> bool:
        """Whether a description brings somebody in, and says whether a man or a woman: "a woman in the queue"."""
        person = self.person[at]
        return person.lower().startswith(_INDEFINITE) and bool(self.gender(person))

    def can_be_pronoun(self, at: int, person: str, gender: str) -> bool:
        """Whether a pronoun of a gender may stand for somebody."""
        if self.gender(person) not in {"", gender}:
            return False
        if person not in self.times:
            return self.is_human(at)
        is_place = self._placed[person] and person not in self._speaks and person not in self._described
        is_seen = " " in person or person in self._speaks or person in self._described or person in self._genders
        return person not in self._bodies and not is_place and is_seen

    def traits(self, at: int) -> Iterator[str]:
        """What the article shows of who is named, as features."""
        person = self.person[at]
        if person not in self.times:
            yield "human" if self.is_human(at) else "thing"
            return
        phrase = self._row.phrases[at]
        yield f"times {min(self.times[person].bit_length(), 4)}"
        yield f"words {min(person.count(' ') + 1, 3)}"
        if self._genders.get(person):
            yield "known gender"
        if person in self._bodies:
            yield "body"
        if person in self._speaks:
            yield "speaks"
        if person in self._described:
            yield "described"
        if self._placed[person] * 2 > self.times[person]:
            yield "mostly placed"
        if person.isupper() and len(person) > _ACRONYM:
            yield "capitals"
        if phrase.mention and phrase.mention.name and phrase.mention.name.titles:
            yield "title"

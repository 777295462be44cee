"""Whom "he" and "she" stand for."""

import re
from collections.abc import Iterable, Sequence
from itertools import islice

from digest.names import Name, Who
from digest.quotes.grammar import FINITE, WORD
from digest.quotes.mentions import Mention, Mentions
from digest.quotes.places import Places
from digest.types import NamedBy, Speaker
from digest.verbs import REPORTING_VERBS

__all__ = ["Antecedents"]

_GENDER = {
    **dict.fromkeys("he er il él lui egli ele он hij".split(), "m"),
    **dict.fromkeys("she sie elle ella lei ela она zij ze".split(), "f"),
}
_MAN = re.compile(
    r"\b(?:man|boy|father|son|brother|husband|uncle|grandfather|nephew|spokesman|policeman|fisherman|sir)\b",
    re.IGNORECASE,
)
_WOMAN = re.compile(
    r"\b(?:woman|girl|mother|daughter|sister|wife|aunt|grandmother|niece|spokeswoman|policewoman)\b", re.IGNORECASE
)
_HUMAN = re.compile(
    r"\bwho\b|\b(?:resident|parent|neighbou?r|official|worker|deckhand|member|witness|student|teacher|doctor|nurse|officer|leader|player|coach|"
    r"voter|driver|farmer|skipper|passenger|tourist|soldier|survivor|expert|analyst|critic|activist|lawyer|aide|source|reader|patient|"
    r"employee|customer|owner|volunteer|victim|protester|person|spokesperson)\b",
    re.IGNORECASE,
)
# Who replies is not the one who spoke last.
_REPLIES = frozenset("answered answers replied replies responded responds retorted retorts countered counters".split())
# An apposition behind a name: people have one, and places only "where" and the like.
_APPOSED = re.compile(r",\s(?:\d{1,3}\b|(?!where|which|and|but|in|on|at|as|or|after|while|when)[a-z])")
_PLACED = frozenset("in at from near to of around outside across through into towards toward between the".split())
_BESIDE = 20
# How far back a pronoun is looked up; a name eight sentences away is no longer "he".
_SENTENCES_BACK = 8
# A sentence is read as far as this for whom it is about, in characters.
_LONGEST_SENTENCE = 600


class Antecedents:
    """Finds the person a pronoun stands for, in one article."""

    def __init__(self, places: Places, names: Sequence[Name], who: Who, mentions: Mentions) -> None:
        """Take what is known of the article."""
        self._text = places.text
        self._places = places
        self._who = who
        self._mentions = mentions
        self._genders = {who.fullest(name): name.gender for name in names if name.gender}
        self._people = self._find_people(names)

    def antecedent(self, pronoun: Mention, spoken: Iterable[tuple[int, Speaker]]) -> tuple[str, str]:
        """Name and role of whom a pronoun stands for.

        Looked for sentence by sentence, from the nearest back: who spoke last in it, else its subject, else its first person.

        Args:
            pronoun: Where it stands.
            spoken: The quotations before it, the last ones first: where each begins, and its speaker.

        Returns:
            Both empty if it is nobody's or could be one of two.
        """
        gender = _GENDER.get(pronoun.span.of(self._text).lower())
        if gender is None:
            return "", ""
        number = self._places.number(pronoun.span.start)
        earlier = [one for one in islice(spoken, _SENTENCES_BACK) if one[1].name]
        verb = WORD.search(self._text, pronoun.span.end)
        excluded = earlier[0][1].name if earlier and verb and verb[0].lower() in _REPLIES else None
        for sentence in reversed(self._places.sentences[max(0, number - _SENTENCES_BACK) : number + 1]):
            start, end = sentence.span.start, min(sentence.span.end, pronoun.span.start)
            for at, speaker in earlier:
                if start <= at < end and speaker.name != excluded and self._fits(speaker, gender):
                    return speaker.name, speaker.role
            end = min(end, start + _LONGEST_SENTENCE)
            if start < end and (person := self._person(start, end, gender)) and person[0] != excluded:
                return person
        return "", ""

    def subject(self, start: int, end: int) -> Mention | None:
        """Who says something in a sentence, else who stands at its beginning."""
        if verb := next(self._places.verbs_of_saying(start, end), None):
            return self._mentions.ending_at(start, verb.start())
        finite = FINITE.search(self._text, start, end)
        return self._mentions.starting_at(start, finite.start() if finite else end)

    def _fits(self, speaker: Speaker, gender: str) -> bool:
        """Whether a pronoun of a gender may stand for somebody who has spoken."""
        if speaker.named_by is NamedBy.ROLE:
            return _may_be(speaker.name, gender)
        return self._genders.get(speaker.name, gender) == gender

    def _person(self, start: int, end: int, gender: str) -> tuple[str, str] | None:
        """Whom a sentence is about, if the pronoun can stand for it; empty if it could be one of two."""
        subject = self.subject(start, end)
        if subject and subject.named_by is NamedBy.ROLE and _may_be(subject.role, gender):
            return subject.role, subject.role
        names = [subject.name] if subject and subject.name else []
        names += [
            name for name in self._mentions.names_within(start, end) if not self._places.is_quoted(name.span.start)
        ]
        for name in names:
            full = self._who.fullest(name)
            if name.is_body or self._genders.get(full, gender) != gender:
                continue
            if full in self._people:
                return full, subject.role if subject and subject.name is name else name.rank
            if name.titles:
                return "", ""
        return None

    def _find_people(self, names: Sequence[Name]) -> frozenset[str]:
        """Full names that are people's.

        The text says so by a title, an age or an apposition, by letting them speak, or by never placing anything in,
        at or near them.
        """
        people: set[str] = set()
        placed: set[str] = set()
        for name in names:
            full = self._who.fullest(name)
            after = self._text[name.span.end : name.span.end + _BESIDE]
            before = WORD.findall(self._text[max(0, name.span.start - _BESIDE) : name.span.start].lower())[-1:]
            following = WORD.findall(after.lower())[:1]
            if name.titles or {*before, *following} & REPORTING_VERBS or _APPOSED.match(after):
                people.add(full)
            if set(before) & _PLACED:
                placed.add(full)
        unplaced = {name.core for name in names} - placed
        return frozenset(core for core in people | unplaced if " " in core)


def _may_be(description: str, gender: str) -> bool:
    """Whether a description is of a human being of this gender."""
    told = "m" if _MAN.search(description) else "f" if _WOMAN.search(description) else ""
    return told == gender if told else bool(_HUMAN.search(description))

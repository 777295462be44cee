"""Who said it: from the words around a quotation to its speaker.

Rules, surest first; each has the confidence that it earned on development data (docs/quality.md). What no rule reaches
stays without a speaker: a wrong name is the worst thing the digest can print.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.names import Who, names_in
from digest.quotes.grammar import FINITE, RELATIVES, WORD
from digest.quotes.mentions import Mention, Mentions
from digest.quotes.passages import Passage
from digest.sentences import sentences_of
from digest.types import Article, NamedBy, Sentence, Span, Speaker
from digest.verbs import REPORTING_PARTICIPLES, REPORTING_VERBS

__all__ = ["attribute"]

# Confidence of each way to find a speaker: its share of right ones on the development set.
_AFTER = {NamedBy.NAME: 0.95, NamedBy.SURNAME: 0.95, NamedBy.PRONOUN: 0.82, NamedBy.ROLE: 0.78}
_BEFORE = {NamedBy.NAME: 0.9, NamedBy.SURNAME: 0.9, NamedBy.PRONOUN: 0.7, NamedBy.ROLE: 0.55}
_PARTICIPLE = {NamedBy.NAME: 0.9, NamedBy.SURNAME: 0.9, NamedBy.PRONOUN: 0.7, NamedBy.ROLE: 0.78}
_ACCORDING = {NamedBy.NAME: 0.9, NamedBy.SURNAME: 0.8, NamedBy.PRONOUN: 0.7, NamedBy.ROLE: 0.9}
_COLON = {NamedBy.NAME: 0.85, NamedBy.SURNAME: 0.9, NamedBy.PRONOUN: 0.7, NamedBy.ROLE: 0.78}
_STANDING = {NamedBy.NAME: 0.8, NamedBy.SURNAME: 0.85, NamedBy.PRONOUN: 0.6, NamedBy.ROLE: 0.5}
_WITHIN = {NamedBy.NAME: 0.85, NamedBy.SURNAME: 0.65, NamedBy.PRONOUN: 0.5, NamedBy.ROLE: 0.5}

_ACCORDING_TO = re.compile(r"[\s,]*\b(?:according to|laut|selon|según|secondo|segundo)\s+", re.IGNORECASE)
_REPORTING = REPORTING_VERBS | REPORTING_PARTICIPLES
_GENDER = {"he": "m", "she": "f", "er": "m", "il": "m", "elle": "f", "él": "m", "ella": "f", "lui": "m", "lei": "f"}
_PLURAL = frozenset({"they", "we", "ils", "elles", "wir", "i", "ich"})
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
# An apposition behind a name: people have one, and places only "where" and the like.
_APPOSED = re.compile(r",\s(?:\d{1,3}\b|(?!where|which|and|but|in|on|at|as|or|after|while|when)[a-z])")
_PLACED = frozenset("in at from near to of around outside across through into towards toward between the".split())
_BESIDE = 20
# How far back a pronoun is looked up; a name eight sentences away is no longer "he".
_SENTENCES_BACK = 8


@dataclass(frozen=True, slots=True)
class _Found:
    mention: Mention
    confidence: float
    evidence: Span


def attribute(article: Article, passages: Sequence[Passage]) -> tuple[Speaker, ...]:
    """The speakers of an article's quotations, one each."""
    return tuple(_Attribution(article, passages).speakers())


class _Attribution:
    """Goes through the quotations of an article once, in order: who spoke before is who "he" may be."""

    def __init__(self, article: Article, passages: Sequence[Passage]) -> None:
        self.text = article.text
        self.passages = passages
        self.names = names_in(article.text, article.language)
        self.who = Who(self.names)
        self.people = self._people()
        self.mentions = Mentions(article.text, self.names, article.language)
        self.sentences = sentences_of(article)
        self.sentence_starts = [sentence.span.start for sentence in self.sentences]
        self.quoted = [span for passage in passages for span in passage.outer]
        self.quoted_starts = [span.start for span in self.quoted]
        self.quoted_ends = [span.end for span in self.quoted]
        self.spoken: list[Speaker] = []
        self.spoken_at: list[int] = []

    def speakers(self) -> list[Speaker]:
        for passage in self.passages:
            found = self._found(passage)
            self.spoken.append(self._speaker(found) if found else Speaker())
            self.spoken_at.append(passage.outer[0].start)
        return self.spoken

    def _found(self, passage: Passage) -> _Found | None:
        first, last = passage.outer[0], passage.outer[-1]
        after = self._after(first.end) or (self._after(last.end) if last is not first else None)
        return after or self._before(first.start) or self._standing(first.start)

    def _after(self, end: int) -> _Found | None:
        """From the words behind a closing mark: "he said", "said Anna Mare", "according to the police"."""
        sentence = self.sentences[self._number(end - 1)]
        following = bisect_left(self.quoted_starts, end)
        limit = min([sentence.span.end, *self.quoted_starts[following : following + 1]])
        if end >= limit:
            return None
        if according := _ACCORDING_TO.match(self.text, end, limit):
            mention = self.mentions.starting_at(according.end(), limit)
            return _Found(mention, _ACCORDING[mention.named_by], sentence.span) if mention else None
        for count, match in enumerate(WORD.finditer(self.text, end, limit)):
            if match[0].lower() not in REPORTING_VERBS:
                continue
            mention = (
                self.mentions.ending_at(end, match.start()) if count else self.mentions.starting_at(match.end(), limit)
            )
            if mention or count:
                return _Found(mention, _AFTER[mention.named_by], sentence.span) if mention else None
        return None

    def _before(self, start: int) -> _Found | None:
        """From the words of the sentence before an opening mark: "Mr. Putin has said", "She wrote:"."""
        sentence = self.sentences[self._number(start)]
        preceding = bisect_right(self.quoted_ends, start)
        begin = max([sentence.span.start, *self.quoted_ends[preceding - 1 : preceding]])
        if begin >= start:
            return None
        if according := _ACCORDING_TO.search(self.text, begin, start):
            mention = self.mentions.starting_at(according.end(), start)
            return _Found(mention, _ACCORDING[mention.named_by], sentence.span) if mention else None
        verbs = [match for match in WORD.finditer(self.text, begin, start) if match[0].lower() in _REPORTING]
        for match in reversed(verbs):
            if match[0].lower() in REPORTING_PARTICIPLES:
                subject = self._subject(sentence.span.start, match.start())
                return _Found(subject, _PARTICIPLE[subject.named_by], sentence.span) if subject else None
            if mention := self.mentions.ending_at(begin, match.start()):
                return _Found(mention, _BEFORE[mention.named_by], sentence.span)
        return self._from_subject(begin, start, sentence)

    def _from_subject(self, begin: int, start: int, sentence: Sentence) -> _Found | None:
        """By whom the sentence is about, where it says nothing of speaking: "She put it down to"."""
        verb = FINITE.search(self.text, begin, start)
        subject = self.mentions.starting_at(begin, verb.start() if verb else start)
        if not subject:
            return None
        if self.text[begin:start].rstrip().endswith(":"):
            return _Found(subject, _COLON[subject.named_by], sentence.span)
        is_opening = begin == sentence.span.start and subject.named_by is not NamedBy.ROLE
        return _Found(subject, _WITHIN[subject.named_by], sentence.span) if is_opening else None

    def _standing(self, start: int) -> _Found | None:
        """A quotation that is a sentence of its own: by who spoke in the sentence before, in the same paragraph."""
        number = self._number(start)
        sentence, before = self.sentences[number], self.sentences[max(0, number - 1)]
        if before is sentence or before.paragraph != sentence.paragraph or sentence.span.start != start:
            return None
        verb = next(self._verbs(before.span.start, before.span.end), None)
        mention = self.mentions.ending_at(before.span.start, verb.start()) if verb else None
        return _Found(mention, _STANDING[mention.named_by], before.span) if mention else None

    def _speaker(self, found: _Found) -> Speaker:
        mention = found.mention
        if mention.name:
            name, role = self.who.fullest(mention.name), mention.role
        elif mention.named_by is NamedBy.ROLE:
            name = role = mention.span.of(self.text)
        else:
            name, role = self._antecedent(mention)
        confidence = found.confidence if name else 0.0
        return Speaker(name, mention.span, mention.named_by, role, found.evidence, confidence)

    def _antecedent(self, pronoun: Mention) -> tuple[str, str]:
        """Name and role of whom a pronoun stands for: the subject, else the first person, of the nearest sentence."""
        word = pronoun.span.of(self.text).lower()
        if word in _PLURAL:
            return "", ""
        gender = _GENDER.get(word, "")
        number = self._number(pronoun.span.start)
        for sentence in reversed(self.sentences[max(0, number - _SENTENCES_BACK) : number + 1]):
            start, end = sentence.span.start, min(sentence.span.end, pronoun.span.start)
            spoke = self.spoken[bisect_left(self.spoken_at, start) : bisect_left(self.spoken_at, end)]
            if named := [speaker for speaker in spoke if speaker.name]:
                return named[-1].name, named[-1].role
            if start < end and (person := self._person(start, end, gender)):
                return person
        return "", ""

    def _person(self, start: int, end: int, gender: str) -> tuple[str, str] | None:
        """Whom a sentence is about, if the pronoun can stand for it; empty if it could be one of two."""
        subject = self._subject(start, end)
        if subject and subject.named_by is NamedBy.ROLE and _may_be(subject.role, gender):
            return subject.role, subject.role
        names = [subject.name] if subject and subject.name else []
        names += [name for name in self.mentions.names_within(start, end) if not self._is_quoted(name.span.start)]
        for name in names:
            if name.is_body or (gender and name.gender not in {gender, ""}):
                continue
            full = self.who.fullest(name)
            if full in self.people:
                return full, subject.role if subject and subject.name is name else name.rank
            if name.titles:
                return "", ""
        return None

    def _subject(self, start: int, end: int) -> Mention | None:
        """Who says something in a sentence, else who stands at its beginning."""
        if verb := next(self._verbs(start, end), None):
            return self.mentions.ending_at(start, verb.start())
        finite = FINITE.search(self.text, start, end)
        return self.mentions.starting_at(start, finite.start() if finite else end)

    def _verbs(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """The verbs of saying between two places: not within quotations, nor of "a man who asked"."""
        before = ""
        for match in WORD.finditer(self.text, start, end):
            word = match[0].lower()
            if word in REPORTING_VERBS and before not in RELATIVES and not self._is_quoted(match.start()):
                yield match
            before = word

    def _number(self, place: int) -> int:
        """Number of the sentence at a place of the text."""
        return max(0, bisect_right(self.sentence_starts, place) - 1)

    def _is_quoted(self, place: int) -> bool:
        number = bisect_right(self.quoted_starts, place) - 1
        return number >= 0 and place < self.quoted_ends[number]

    def _people(self) -> frozenset[str]:
        """Full names that are people's.

        The text says so by a title, an age or an apposition, by letting them speak, or by never placing anything in,
        at or near them.
        """
        people: set[str] = set()
        placed: set[str] = set()
        for name in self.names:
            full = self.who.fullest(name)
            after = self.text[name.span.end : name.span.end + _BESIDE]
            before = WORD.findall(self.text[max(0, name.span.start - _BESIDE) : name.span.start].lower())[-1:]
            following = WORD.findall(after.lower())[:1]
            if name.titles or {*before, *following} & REPORTING_VERBS or _APPOSED.match(after):
                people.add(full)
            if set(before) & _PLACED:
                placed.add(full)
        unplaced = {name.core for name in self.names} - placed
        return frozenset(core for core in people | unplaced if " " in core)


def _may_be(description: str, gender: str) -> bool:
    """Whether a description is of a human being of this gender."""
    told = "m" if _MAN.search(description) else "f" if _WOMAN.search(description) else ""
    return told == gender if told and gender else bool(told) or bool(_HUMAN.search(description))

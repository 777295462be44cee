"""Who said it: the mentions around a quotation, ranked; those of one person taken together.

A pronoun counts for whom it stands for, as likely as that is. The confidence of a speaker is the share of all that speaks
for this person.
"""

import re
from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.quotes.antecedents import antecedents_of
from digest.quotes.candidates import Candidate, candidates_of, setting_of
from digest.quotes.doubts import is_nobodys, is_ruled_out, is_said_by_two
from digest.quotes.features import Spoken, features_of, nobody_features
from digest.quotes.grammar import pronoun_gender
from digest.quotes.model import probabilities, score
from digest.quotes.passages import Passage
from digest.quotes.roles import extent, role_of
from digest.quotes.scene import Scene
from digest.types import NamedBy, Speaker
from digest.words import split_words

__all__ = ["attribute"]

# The confidence of a speaker whom the words forbid to name.
_UNCLEAR = 0.3
# Words that stand for somebody and say nothing of who it is.
_ANYBODY = frozenset(
    """some many both all two three several few most another other others one each any someone somebody everyone everybody
    nobody anyone first second former latter""".split()
)
# “We go.” ― Ann Gray, at the end of a paragraph: a signature leaves hardly any doubt.
_SIGNATURE = re.compile(r"[ \u00a0]*[―—–-]+[ \u00a0]*(?=[^\n]{2,80}(?:\n|$))")
_SIGNED = 0.95
_MOST_BEHIND_A_NAME = 4
# How many quotations back a pronoun can reach.
_MOST_SPOKEN = 12
# How many phrases back "who" can reach.
_WHO_REACH = 6
# A role is looked for at the first few places where somebody is named.
_MOST_PLACES = 6


def attribute(scene: Scene) -> tuple[Speaker, ...]:
    """The speakers of an article's quotations, one each."""
    return tuple(_Attribution(scene).speakers())


@dataclass(frozen=True, slots=True)
class _Choice:
    """Who is most likely to speak; `at` is where the row names them best."""

    person: str
    at: int
    probability: float


class _Attribution:
    """Goes through the quotations of an article once, in order: who spoke before is who "he" may be."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.article, self.row, self.people = scene.article, scene.row, scene.people
        self.spoken: list[Spoken] = []
        self._sentence_starts = [sentence.span.start for sentence in scene.sentences]

    def speakers(self) -> Iterator[Speaker]:
        for number, passage in enumerate(self.scene.passages):
            parts = self.scene.parts.get(number)
            choice = self._choose(passage, parts) if parts else None
            if parts:
                at, person = (choice.at, choice.person) if choice else (-1, "")
                self.spoken.append(Spoken(parts[-1], at, person))
            yield self._speaker(choice) if choice else Speaker()

    def _choose(self, passage: Passage, parts: Sequence[int]) -> _Choice | None:
        if signature := self._signature(passage):
            return signature
        quote = setting_of(self.article.text, self.row, parts, passage)
        candidates = [one for one in candidates_of(self.row, parts) if not is_ruled_out(self.row, one, quote)]
        previous = self.spoken[-1] if self.spoken else None
        scores = [
            score("speaker", features_of(self.row, one, quote, self.people, previous), self.article.language)
            for one in candidates
        ]
        scores.append(score("speaker", nobody_features(quote), self.article.language))
        likely = probabilities(scores)[:-1]
        shares: dict[str, float] = defaultdict(float)
        best: dict[str, tuple[float, int]] = {}
        for number, (candidate, probability) in enumerate(zip(candidates, likely, strict=True)):
            for person, share in self._who_is(candidate.at):
                shares[person] += probability * share
                best[person] = max(best.get(person, (0.0, -1)), (probability * share, number))
        if not shares:
            return None
        person = max(shares, key=lambda one: (shares[one], one))
        candidate = candidates[best[person][1]]
        if not person:
            return _Choice("", candidate.at, 0.0)
        share = shares[person] if self._is_clear(person, candidate, passage) else min(shares[person], _UNCLEAR)
        return _Choice(person, candidate.at, share)

    def _signature(self, passage: Passage) -> _Choice | None:
        """Who signed a quotation that begins its paragraph: “We go.” ― Ann Gray."""
        text, end = self.article.text, passage.outer[-1].end
        match = _SIGNATURE.match(text, end)
        is_whole = text[max(0, passage.outer[0].start - 1) : passage.outer[0].start] in {"", "\n"}
        if not match or not is_whole:
            return None
        at = self.row.at(match.end())
        mention = self.row.phrases[at].mention if at < len(self.row.phrases) else None
        if mention is None or mention.name is None or mention.span.start != match.end():
            return None
        # "― Ann Gray, Dorn" is a signature, "– Ann Gray has never said so" is not.
        if len(split_words(text[mention.span.end :].split("\n", 1)[0])) > _MOST_BEHIND_A_NAME:
            return None
        return _Choice(self.people.person[at], at, _SIGNED)

    def _is_clear(self, person: str, candidate: Candidate, passage: Passage) -> bool:
        """Whether nothing forbids to name who seems to speak."""
        return not (
            person.lower().removeprefix("the ") in _ANYBODY
            or (person in self.people.shared and self.row.letters[candidate.at] == "p")
            or is_nobodys(self.article.text, self.row, candidate, passage.kind)
            or is_said_by_two(self.row, candidate.at)
        )

    def _who_is(self, at: int) -> list[tuple[str, float]]:
        """Whom a mention stands for, and how likely."""
        phrase = self.row.phrases[at]
        if phrase.letter not in "pw":
            return [(self.people.person[at], 1.0)]
        return self._antecedents(at)

    def _antecedents(self, at: int) -> list[tuple[str, float]]:
        if pronoun_gender(self.row.phrases[at].word):
            recent = self.spoken[-_MOST_SPOKEN:]
            spoken = [(one.part, one.person) for one in recent if one.person and one.part < at]
            found = antecedents_of(self.row, at, self.people, spoken)
            likely = probabilities([score("antecedent", one.features, self.article.language) for one in found])
            return [(one.person, share) for one, share in zip(found, likely, strict=True)] or [("", 1.0)]
        if self.row.phrases[at].letter == "w":  # "Ann Gray, who said"
            before = (place for place in range(at - 1, max(-1, at - _WHO_REACH), -1) if self.row.letters[place] in "Nd")
            return [(self.people.person[place], 1.0) for place in before][:1] or [("", 1.0)]
        return [("", 1.0)]

    def _speaker(self, choice: _Choice) -> Speaker:
        mention = self.row.phrases[choice.at].mention
        if mention is None:
            return Speaker()
        text = self.article.text
        span = extent(text, self.row, choice.at) if mention.named_by is NamedBy.ROLE else mention.span
        role = choice.person if choice.person not in self.people.times else self._role(choice)
        evidence = self.scene.sentences[max(0, bisect_right(self._sentence_starts, span.start) - 1)].span
        return Speaker(choice.person, span, mention.named_by, role, evidence, choice.probability)

    def _role(self, choice: _Choice) -> str:
        """What is printed with the mention itself or, where that says nothing, where the person is first named."""
        places = [choice.at, *self.people.places.get(choice.person, ())]
        roles = (role_of(self.article.text, self.row, at) for at in places[:_MOST_PLACES])
        return next(filter(None, roles), "")

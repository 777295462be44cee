"""Whom "he" and "she" stand for: the people named before, ranked by what can be seen of them."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.quotes.grammar import pronoun_gender
from digest.quotes.people import People
from digest.quotes.phrases import Row

__all__ = ["Antecedent", "antecedents_of"]

# Who replies is not the one who spoke last.
_REPLIES = frozenset("answered answers replied replies responded responds retorted retorts countered counters".split())
_PARAGRAPHS_BACK = 6
_MOST_PHRASES_BACK = 400
_MOST_PEOPLE = 30
_MOST_PLACES = 3
_VERB_REACH = 60
_SUBJECT = re.compile(r"(?:,[^.:;¶Q]{0,40}?,|\([^()¶]{0,16}\)|[it][dNgn]+)?(?:[aX]*(?P<verb>[SVI])|a*X)")
# A new description that tells the pronoun's gender, "a woman in the queue", is taken for a name: the annotation that the
# weights were fitted on gives pronouns no descriptions.
_AS_GOOD_AS_A_NAME = ("letter N", "words 2", "times 1", "speaks", "known gender")
_LIST = re.compile(r"(?:,[dN])*,?c[dN]")


@dataclass(frozen=True, slots=True)
class Antecedent:
    """Somebody a pronoun can stand for.

    Attributes:
        person: As the article names them.
        features: What can be seen.
    """

    person: str
    features: tuple[str, ...]


def antecedents_of(row: Row, at: int, people: People, spoken: Sequence[tuple[int, str]]) -> list[Antecedent]:
    """The people whom a pronoun can stand for, the nearest first.

    Args:
        row: The article.
        at: Number of the pronoun in it.
        people: Who is who.
        spoken: For each quotation before, its number in the row and who said it, in order.
    """
    gender = pronoun_gender(row.phrases[at].word)
    last = spoken[-1][1] if spoken else ""
    replies = row.letter(at + 1) == "S" and row.phrases[at + 1].word in _REPLIES
    places = {
        person: where
        for person, where in _places(row, at, people).items()
        if people.can_be_pronoun(where[0], person, gender) and not (replies and person == last)
    }
    here = [person for person, where in places.items() if row.paragraph_of[where[0]] == row.paragraph_of[at]]
    found: list[Antecedent] = []
    recent = [person for _, person in spoken[-4:]]
    for rank, (person, where) in enumerate(places.items()):
        features = list(_seen(row, at, where, people))
        fits = "fits" if people.gender(person) == gender else "unknown"
        features += [f"gender {fits}", f"rank {min(rank, 5)}", f"rank {min(rank, 5)} {fits}"]
        if here:
            features.append("alone here" if here == [person] else "among others here" if person in here else "not here")
        if here and person == here[-1]:
            features.append("first here")
        if person == last:
            back = row.paragraph_of[at] - row.paragraph_of[spoken[-1][0]]
            between = row.sentence_of[at] - row.sentence_of[spoken[-1][0]]
            features += ["spoke last", f"spoke last {min(back, 4)}", f"spoke last sentences {min(between, 4)}"]
        elif person in recent:
            features.append("spoke before")
            if len(recent) > 1 and recent[-2] == person:
                features.append("spoke last but one")
        elif spoken:
            features.append("did not speak")
        found.append(Antecedent(person, tuple(features)))
    return found


def _places(row: Row, at: int, people: People) -> dict[str, list[int]]:
    """Where the people before a pronoun are mentioned, the last place first."""
    places: dict[str, list[int]] = {}
    paragraph = row.paragraph_of[at]
    for place in range(at - 1, max(-1, at - _MOST_PHRASES_BACK), -1):
        if paragraph - row.paragraph_of[place] > _PARAGRAPHS_BACK:
            break
        phrase = row.phrases[place]
        person = people.person[place]
        # "Ann Gray, a nurse,": the name's own place says more.
        is_alias = phrase.letter == "d" and person in people.times
        if not person or phrase.letter not in "Ngd" or is_alias:
            continue
        if person in places:
            if len(places[person]) < _MOST_PLACES:
                places[person].append(place)
        elif len(places) < _MOST_PEOPLE:
            places[person] = [place]
    return places


def _seen(row: Row, at: int, where: Sequence[int], people: People) -> Iterator[str]:
    roles: set[str] = set()
    for place in where:
        role = _role(row, place)
        paragraphs = min(row.paragraph_of[at] - row.paragraph_of[place], 4)
        sentences = min(row.sentence_of[at] - row.sentence_of[place], 4)
        roles |= {f"is {role}", f"is {role} paragraphs {paragraphs}", f"is {role} sentences {sentences}"}
    yield from sorted(roles)
    last = where[0]
    yield f"paragraphs {min(row.paragraph_of[at] - row.paragraph_of[last], 5)}"
    yield f"sentences {min(row.sentence_of[at] - row.sentence_of[last], 5)}"
    pronoun = "first" if row.letter(at - 1) in ".¶Q" else "within"
    yield f"pronoun {pronoun} {_role(row, last)} {min(row.sentence_of[at] - row.sentence_of[last], 2)}"
    if row.letters[last] == "d" and people.is_new_and_told(last):
        yield from _AS_GOOD_AS_A_NAME
        return
    yield f"letter {row.letters[last]}"
    yield from people.traits(last)


def _role(row: Row, place: int) -> str:
    """What a mention is in its sentence."""
    before = row.letter(place - 1)
    if row.letters[place] == "g":
        return "owner"
    if before == "S" and row.letter(place - 2) in "Q,¶.":
        return "speaker"
    # "His agent, Lionel d’Aubry, said": the verb is behind the comma, and the sentence begins with the description.
    is_set_off = before == "," and row.letter(place - 2) == "d" and row.letter(place + 1) == ","
    subject = _SUBJECT.match(row.letters, place + 1 + is_set_off, place + _VERB_REACH)
    if before in "itb":
        return "in phrase"
    if subject:
        first = row.letter(place - 3 if is_set_off else place - 1) in ".¶"
        return ("speaker" if subject["verb"] == "S" else "subject") + (" first" if first else "")
    if before in "SVI":
        return "object"
    if _LIST.match(row.letters, place + 1):
        return "list"
    return "apposition" if before == "," else "first" if before in ".¶" else "other"

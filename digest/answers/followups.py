"""Follow-up questions: what they leave to the thread, put back.

Rules first, where words say what is meant: "what else did he say", "and in Georgia?", "why?". Else the words of the
thread that the question is likely to mean are carried over, at less weight than its own.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from digest.answers.carrying import PERSON, carried_words, content_words
from digest.answers.questions import quotation_in
from digest.answers.types import Thread, Turn
from digest.answers.words import tokens_in
from digest.given_names import gender_of_given_name
from digest.languages import FUNCTION_WORDS
from digest.names import names_in
from digest.types import Citation, Speaker

__all__ = ["FollowUp", "follow_up", "next_thread", "person_in", "read_as"]

# What a carried word counts beside one of the question itself; where the question has none of its own, they make it up.
_CARRIED, _ALL_CARRIED = 0.3, 0.8
# What is exchanged is what is asked about.
_EXCHANGED = 3.0
_MORE = re.compile(
    r"^\W*(?:(?:and |so |but )?what else|anything else|more(?= about\b|\W*$)|tell me more|go on|was noch|quoi d[’']autre|qué más)\b",
    re.IGNORECASE,
)
_MORE_SAID = re.compile(r"\bsa(?:y|id)\b|^\W*(?:what else|anything else)\W*$", re.IGNORECASE)
_SWAP = re.compile(
    r"^\W*(?:(?:and|but|ok|okay|so)[, ]+)*(?:what about|how about|and|und|et|y)\s++(?:(?P<preposition>in|at|for|from|to|on|by|with|of|about)\s++)?(?P<new>(?>[^?]*\w|[^?]))\W*$",
    re.IGNORECASE,
)
_PREPOSITION = re.compile(r"\b(?:in|at|for|from|to|on|by|with|of|near)\s+(?:the\s+)?$", re.IGNORECASE)
_MOST_SWAPPED = 4
_BARE = re.compile(
    r"^\W*(?:and |but |so )?(?P<word>why|when|where|how|who|how many|how much|since when|warum|wann|wo|wer|pourquoi|quand|où|por qué|cuándo|dónde)"
    r"(?: (?:was|is|did|were|does|do|so|not|then|happened|that|this|it|he|she|they))*\W*$",
    re.IGNORECASE,
)
_WORDS_OF_QUESTIONS = re.compile(r"\b(?:who|when|where|why|how|what|which|whose|whom|many|much)\b", re.IGNORECASE)
_VERB = re.compile(
    r"\b(?:is|are|was|were|do|does|did|has|have|had|will|would|can|could|should|go|went|say|said|happen|happened|mean)\b",
    re.IGNORECASE,
)
_GENDERS = {"he": "m", "him": "m", "his": "m", "she": "f", "her": "f", "hers": "f"}
_POSSESSIVE = frozenset({"his", "hers"})
# What was carried over, behind a question.
_CARRIED_OVER = re.compile(r" \([^()]*\)$")
_NAMED = re.compile(r"(?<=\s)(?:\d[\d.,]*|[A-Z][\w’'.-]*(?:\s+[A-Z][\w’'.-]*)*)")
# "in Georgia", "how many Russians": a place, a people.
_NO_PERSON = re.compile(r"\b(?:in|to|from|at|of|into|near|many|the|which|what)\s+$", re.IGNORECASE)
_GROUP = re.compile(r"^[^ ]+(?:ans|ians|ese|s)$")
_MOST_TURNS, _MOST_SHOWN, _MOST_TOLD = 12, 60, 1_200
# Of what was answered by somebody else, in characters.
_MOST_READ = 6_000


@dataclass(frozen=True, slots=True)
class FollowUp:
    """A question with what it left to the thread.

    Attributes:
        text: As it is to be read: names in place of pronouns, a part exchanged.
        carried: Words of the thread that it means as well, each with its weight; and what was exchanged, which weighs more.
        is_more: Whether it asks for what was not shown yet.
    """

    text: str
    carried: Mapping[str, float] = field(default_factory=dict)
    is_more: bool = False

    @property
    def read_as(self) -> str:
        """The question in words, with what was carried over."""
        words = [word for word, weight in self.carried.items() if weight < 1]
        return f"{self.text} ({', '.join(words)})" if words else self.text


def follow_up(question: str, thread: Thread) -> FollowUp:
    """Read a question as part of a thread; the first one stands by itself."""
    if not thread.turns or not tokens_in(question) or quotation_in(question):
        return FollowUp(question)  # What somebody quotes is complete, "he" and all.
    last = thread.turns[-1]
    text = _with_person(question, thread)
    if _MORE.match(text):
        return _more(text, thread)
    if swapped := _swapped(text, _CARRIED_OVER.sub("", last.read_as)):
        new = _SWAP.match(text)
        return FollowUp(swapped, dict.fromkeys(content_words(new["new"]) if new else (), _EXCHANGED))
    if match := _BARE.match(text):
        words = [word for word in content_words(last.read_as) if not _WORDS_OF_QUESTIONS.fullmatch(word)]
        return _carrying(match["word"].capitalize() + "?" if not content_words(text) else text, words, _ALL_CARRIED)
    words = carried_words(text, thread.turns)
    if text == question and PERSON.search(text):  # "He", and who was spoken of is a woman.
        words = [word for word in words if word not in content_words(thread.speaker)]
    return _carrying(text, words, _CARRIED)


def _carrying(text: str, words: Sequence[str], weight: float) -> FollowUp:
    return FollowUp(text, dict.fromkeys(words, weight))


def _more(text: str, thread: Thread) -> FollowUp:
    """What else: of the same speaker, or to the same question, what was not shown."""
    last = thread.turns[-1]
    if thread.speaker and (_MORE_SAID.search(text) or _MORE_SAID.search(last.read_as)):
        read = f"What else did {thread.speaker} say?"
        about = re.search(r"\babout [^?]+", text)
        read = f"What else did {thread.speaker} say {about[0]}?" if about else read
        return FollowUp(read, is_more=True)
    if len(content_words(_MORE.sub("", text))) > 1:
        return _as_more(_carrying(text, carried_words(text, thread.turns), _CARRIED))
    return _as_more(FollowUp(last.read_as))


def _as_more(read: FollowUp) -> FollowUp:
    return FollowUp(read.text, read.carried, is_more=True)


def _with_person(question: str, thread: Thread) -> str:
    """The question with the name of whom it calls "he" or "she", if the thread has named somebody."""
    person = thread.speaker
    match = PERSON.search(question)
    if not person or not match or person.casefold() in question.casefold():
        return question
    if gender_of_given_name(person.split()[0]) not in {"", _GENDERS[match[0].casefold()]}:
        return question
    is_named = False

    def name(match: re.Match[str]) -> str:
        nonlocal is_named
        word = match[0].casefold()
        if is_named:  # Once is enough: "her husband" of the same woman stays.
            return match[0]
        is_named = True
        owns = word in _POSSESSIVE or (word == "her" and _followed_by_noun(question[match.end() :]))
        return f"{person}’s" if owns else person

    return PERSON.sub(name, question)


def _followed_by_noun(behind: str) -> bool:
    """Whether "her" owns what follows: "her boats", not "told her to go"."""
    match = re.match(r"\s+([a-z]\w*)", behind)
    return match is not None and match[1] not in FUNCTION_WORDS["en"]


def _swapped(text: str, before: str) -> str:
    """And in Georgia: the question before with this in place of what is of the same kind; empty if it can't be told."""
    match = _SWAP.match(text)
    if not match or _VERB.search(match["new"]) or len(match["new"].split()) > _MOST_SWAPPED:
        return ""
    new, preposition = match["new"].strip(), match["preposition"]
    if not (new[0].isupper() or new[0].isdigit()):
        return ""
    names = [one for one in _NAMED.finditer(before) if one[0].casefold() != new.casefold()]
    if preposition:  # "And in Georgia" is about a place: it takes the place of one, or is added.
        names = [one for one in names if _PREPOSITION.search(before[: one.start()])]
    if not names:
        return f"{before.rstrip(' ?.!')} {preposition} {new}?" if preposition else ""
    same = [
        one
        for one in names
        if preposition and before[: one.start()].rsplit(maxsplit=1)[-1].lower() == preposition.lower()
    ]
    chosen = (same or names)[-1:]
    old = chosen[0]
    ending = "’s" if old[0].endswith(("'s", "’s")) else ""
    return f"{before[: old.start()]}{new}{ending}{before[old.end() :]}"


def read_as(conversation: Sequence[tuple[str, str]]) -> list[str]:
    """How each question of a conversation is read.

    Args:
        conversation: Questions as they were typed, each with what was answered.
    """
    thread, found = Thread(), list[str]()
    for asked, told in conversation:
        read = follow_up(asked[:_MOST_TOLD], thread)
        found.append(read.read_as)
        turn = Turn(asked[:_MOST_TOLD], read.read_as, told[:_MOST_READ])
        thread = Thread((), (*thread.turns, turn)[-_MOST_TURNS:], person_in(read.text) or thread.speaker)
    return found


def next_thread(
    thread: Thread, asked: str, read_as: str, citations: Sequence[Citation], person: Speaker | str | None
) -> Thread:
    """The thread after a question.

    Args:
        thread: Before it.
        asked: The question as it was typed.
        read_as: As it was read.
        citations: What was shown.
        person: Who is spoken of now; None or empty if nobody is named, and the one before is still meant.
    """
    told = " ".join(citation.text for citation in citations)[:_MOST_TOLD]
    shown = [(one.article.id, one.span.start, one.span.end) for one in citations]
    speaker = person.name if isinstance(person, Speaker) else person
    return Thread(
        thread.articles,
        (*thread.turns, Turn(asked, read_as, told))[-_MOST_TURNS:],
        speaker or thread.speaker,
        (*thread.shown, *shown)[-_MOST_SHOWN:],
    )


def person_in(question: str) -> str:
    """The last person that a question names, as far as its words show; empty if it names none."""
    people = [
        name.core
        for name in names_in(question)
        if not name.is_body and not _NO_PERSON.search(question[: name.span.start]) and not _GROUP.search(name.core)
    ]
    return people[-1] if people else ""

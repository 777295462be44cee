"""Which words of a thread a follow-up question leaves out: a small logistic model over each word that came before.

"What foods boost it?" means serotonin, and depression: the words of the question before, of the first one, of the answer,
each the likelier the more speaks for it. How the weights were fitted: docs/answers.md.
"""

import math
import re
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from digest.answers.types import Turn
from digest.answers.weights import CARRYING
from digest.languages import FUNCTION_WORDS

__all__ = [
    "PERSON",
    "Setting",
    "carried_words",
    "carrying_features",
    "content_words",
    "is_general",
    "leftovers",
    "points_back",
]

PERSON = re.compile(r"\b(?:he|she|him|his|her|hers)\b", re.IGNORECASE)
_IT = re.compile(r"\b(?:it|its|itself)\b", re.IGNORECASE)
_THEY = re.compile(r"\b(?:they|them|their|theirs|these|those)\b", re.IGNORECASE)
_THAT = re.compile(r"\b(?:that|this|one|ones|there|such|both|either)\b", re.IGNORECASE)
_LEADING = re.compile(
    r"^\W*(?:and|but|or|so|what about|how about|what else|why|also|then|who else|where else|really|wow|ok|okay|no|interesting)\b",
    re.IGNORECASE,
)
_ONE = re.compile(r"\bone\b|\b(?:largest|biggest|smallest|best|most)\b", re.IGNORECASE)
_THE = re.compile(r"\bthe \w", re.IGNORECASE)
_BEHIND = re.compile(r"\b(?:of|in|about|for) (?:the |a |an )?([\w’'-]+(?: [\w’'-]+)?)")
_BETWEEN = re.compile(r"[^\W_]+(?:['’.-][^\W_]+)*|[.,?!;:()]")
_CLIPPED = re.compile(r"['’](?:ve|m|re|ll|d|t)$", re.IGNORECASE)
_ENDING = re.compile(r"(?:ies|es|s|ed|ing)$")
_INFLECTED = re.compile(r"(?:ed|ing)$")
_IGNORED = FUNCTION_WORDS["en"] | frozenset(
    "tell does did do is are was were what's how's it's that's i'd let's yes no ok okay thanks wow oh really".split()
)
# Words that say nothing of what a question is about.
_GENERAL = frozenset(
    """tell know describe explain give make makes made get got use used uses using like want need think interesting main other others different
    difference differences important common types type kind kinds example examples best good thing things way ways much many become became come
    went go going long really available related compare comparison people list name provide cost take happen happened work works year years first
    last new old effects effect cause causes history start started play role famous popular known information details talk sure please else cool
    say said called biggest largest smallest learn let about more some""".split()
)
_MOST_TIMES, _LONG, _MANY_TURNS, _MOST_NEW = 4, 4, 8, 3
# Less than this likely, a word is left out; of many, so many are carried (swept on conversations).
_LEAST, _MOST = 0.14, 5
# Of what was shown, a word without a capital counts if it stands there so often.
_REPEATED_IN_ANSWER = 2


def carried_words(question: str, turns: Sequence[Turn]) -> list[str]:
    """The words that a question leaves to the thread, the likeliest first.

    Args:
        question: As it was typed.
        turns: What was asked before, in order, with what was shown; at least one.
    """
    setting = Setting(question, turns)
    likely = {word: _probability(carrying_features(word, setting)) for word in leftovers(question, turns)}
    ranked = sorted(likely, key=lambda word: (-likely[word], word))
    return [word for word in ranked if likely[word] > _LEAST][:_MOST]


def is_general(word: str) -> bool:
    """Whether a word says nothing of what a question is about."""
    return word.casefold() in _GENERAL


def points_back(question: str) -> bool:
    """Whether a question says "it", "he", "that one" or begins with "and": it can't be read by itself."""
    return any(pattern.search(question) for pattern in (_IT, _THEY, PERSON, _THAT)) or bool(_LEADING.match(question))


def leftovers(question: str, turns: Sequence[Turn]) -> list[str]:
    """The words of a thread that a question could mean and does not have, each once, endings apart."""
    told = content_words(turns[-1].told)
    counts = Counter(word.casefold() for word in told)
    words = [word for turn in turns for word in content_words(turn.asked)]
    words += content_words(turns[-1].read_as)
    words += [word for word in told if counts[word.casefold()] >= _REPEATED_IN_ANSWER or word[0].isupper()]
    asked = {_bare(word) for word in _words(question)}
    found: dict[str, str] = {}
    for word in words:
        if _bare(word) not in asked:
            found.setdefault(_bare(word), word)
    return list(found.values())


def content_words(text: str) -> list[str]:
    """The words of a text that are no function words, as they are written."""
    words = (re.sub(r"['’]s$", "", word) for word in _words(text))
    return [word for word in words if len(word) > 1 and word.casefold() not in _IGNORED and not _CLIPPED.search(word)]


def _words(text: str) -> list[str]:
    return re.findall(r"[^\W_]+(?:['’.-][^\W_]+)*", text)


def _bare(word: str) -> str:
    return _ENDING.sub("", re.sub(r"['’]s$", "", word.casefold()))


@dataclass(frozen=True)
class Setting:
    """A follow-up question among those before it."""

    question: str
    turns: Sequence[Turn]

    @cached_property
    def asked(self) -> list[set[str]]:
        """The content words of each question before."""
        return [{word.casefold() for word in content_words(turn.asked)} for turn in self.turns]

    @cached_property
    def added(self) -> set[str]:
        """What the last question was read with besides its own words."""
        return {word.casefold() for word in content_words(self.turns[-1].read_as)} - self.asked[-1]

    @cached_property
    def times(self) -> Counter[str]:
        """In how many questions each word was."""
        return Counter(word for words in self.asked for word in words)

    @cached_property
    def capitals(self) -> set[str]:
        """The words written with a capital within a question."""
        return {word.casefold() for turn in self.turns for word in _words(turn.asked)[1:] if word[0].isupper()}

    @cached_property
    def told(self) -> Counter[str]:
        """The words of what was shown last."""
        return Counter(word.casefold() for word in content_words(self.turns[-1].told))

    @cached_property
    def told_first(self) -> set[str]:
        """The words of its first sentence."""
        first = re.split(r"(?<=[.!?]) ", self.turns[-1].told, maxsplit=1)[0]
        return {word.casefold() for word in content_words(first)}

    @cached_property
    def told_names(self) -> set[str]:
        """Its words with a capital."""
        return {word.casefold() for word in content_words(self.turns[-1].told) if word[0].isupper()}

    @cached_property
    def phrases(self) -> set[str]:
        """The words that stood beside another content word."""
        return {word for turn in self.turns for run in _runs(turn.asked) if len(run) > 1 for word in run}

    @cached_property
    def last_phrase(self) -> set[str]:
        """The last run of content words of the last question."""
        runs = _runs(self.turns[-1].asked)
        return set(runs[-1]) if runs else set()

    @cached_property
    def behind(self) -> set[str]:
        """The words of the last question behind "of", "in" and the like."""
        return {word.casefold() for match in _BEHIND.findall(self.turns[-1].asked) for word in _words(match)}

    @cached_property
    def has_pronoun(self) -> bool:
        """Whether it says "it", "they" or "he"."""
        return any(pattern.search(self.question) for pattern in (_IT, _THEY, PERSON))

    @cached_property
    def says_that(self) -> bool:
        """Whether it says "that", "one" or the like."""
        return bool(_THAT.search(self.question))

    @cached_property
    def is_leading_on(self) -> bool:
        """Whether it begins with "and", "what about" or the like."""
        return bool(_LEADING.match(self.question))

    @cached_property
    def own(self) -> list[str]:
        """Its words that say what it is about."""
        return [word for word in content_words(self.question) if word.casefold() not in _GENERAL]

    @cached_property
    def new(self) -> int:
        """How many of these were not in the thread."""
        before = {word.casefold() for turn in self.turns for word in _words(f"{turn.asked} {turn.read_as}")}
        return sum(word.casefold() not in before for word in self.own)

    @cached_property
    def news_before(self) -> int:
        """How many words the last question brought into the thread."""
        before = {word.casefold() for turn in self.turns[:-1] for word in _words(turn.asked)}
        words = content_words(self.turns[-1].asked)
        return sum(word.casefold() not in _GENERAL and word.casefold() not in before for word in words)

    @cached_property
    def stood_alone(self) -> bool:
        """Whether the last question had no pronoun at all."""
        asked = self.turns[-1].asked
        return not any(pattern.search(asked) for pattern in (_IT, _THEY, PERSON, _THAT))


def _runs(text: str) -> list[list[str]]:
    """Runs of content words."""
    found: list[list[str]] = [[]]
    for word in _BETWEEN.findall(text):
        bare = re.sub(r"['’]s$", "", word).casefold()
        if bare in _IGNORED or not bare[0].isalnum():
            found.append([])
        else:
            found[-1].append(bare)
    return [run for run in found if run]


def carrying_features(word: str, setting: Setting) -> dict[str, float]:
    """What speaks for it that a question means a word of its thread."""
    key, turns = word.casefold(), len(setting.turns)
    first, last, before = key in setting.asked[0], key in setting.asked[-1], turns > 1 and key in setting.asked[-2]
    mentioned = max((number for number, words in enumerate(setting.asked) if key in words), default=None)
    is_added, is_name, is_told = key in setting.added, key in setting.capitals, key in setting.told
    is_short = len(setting.own) <= 1
    has_name = bool(re.search(r"(?<=\s)[A-Z]", setting.question))
    stands_alone = not (setting.has_pronoun or setting.says_that or setting.is_leading_on)
    switch = min(_MOST_NEW, setting.new) / _MOST_NEW
    values = {
        "first": first,
        "last": last,
        "before_last": before,
        "added_before": is_added,
        "times": min(_MOST_TIMES, setting.times[key]) / _MOST_TIMES,
        "recent": 1 / (turns - mentioned) if mentioned is not None else 0.0,
        "name": is_name,
        "told": is_told,
        "told_times": min(_MOST_TIMES, setting.told[key]) / _MOST_TIMES,
        "told_first": key in setting.told_first,
        "told_name": key in setting.told_names,
        "general": key in _GENERAL,
        "inflected": bool(_INFLECTED.search(key)),
        "phrase": key in setting.phrases,
        "pronoun, first": setting.has_pronoun and first,
        "pronoun, last": setting.has_pronoun and last,
        "pronoun, told only": setting.has_pronoun and is_told and not last,
        "short, first": is_short and first,
        "short, last": is_short and last,
        "leading on, first": setting.is_leading_on and first,
        "leading on, last": setting.is_leading_on and last,
        "that, last": setting.says_that and last,
        "long": len(setting.own) >= _LONG,
        "has a name": has_name,
        "has a name, first": has_name and first,
        "stands alone, first": stands_alone and first,
        "last and told": last and is_told,
        "the": bool(_THE.search(setting.question)),
        "one, first": bool(_ONE.search(setting.question)) and first,
        "last phrase": last and key in setting.last_phrase,
        "behind of": last and key in setting.behind,
        "first, long ago": first * min(turns, _MANY_TURNS) / _MANY_TURNS,
        "first name": first and is_name,
        "added, much new since": is_added and setting.news_before > 1,
        "new": switch,
        "new, last": switch * last,
        "new, added": switch * is_added,
        "last, which stood alone": last and setting.stood_alone,
    }
    return {name: float(value) for name, value in values.items()}


def _probability(features: dict[str, float]) -> float:
    score = CARRYING[""] + sum(CARRYING.get(name, 0.0) * value for name, value in features.items())
    return 1 / (1 + math.exp(-score))

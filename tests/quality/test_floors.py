"""What was reached stays reached.

The figures stand in floors.json. A change that beats one raises it there in the same commit; none may be lowered, which
the last test sees to, as far as the history goes. Where less is better, the figure is negative.
"""

import json
import subprocess
from functools import cache
from pathlib import Path

import pytest

from digest import Band, Index, NamedBy, Speaker, Thread, answer, find_quotes, index_articles, read_article
from digest.sentences import split_sentences
from tests.quality.misleading import CASES as MISLEADING
from tests.quality.misleading import OPENING
from tests.quality.questions import ANSWERED, CONVERSATIONS, SAID, UNANSWERED
from tests.quality.seeds import Seed, all_seeds
from tests.quality.sentence_cases import CASES

REPOSITORY = Path(__file__).parents[2]
FLOORS_FILE = Path(__file__).with_name("floors.json")
FLOORS: dict[str, int] = json.loads(FLOORS_FILE.read_text(encoding="utf-8"))


def bodies_read_exactly() -> int:
    return sum(_body(seed) == seed.truth["body"] for seed in all_seeds())


def quotations_found() -> int:
    return sum(found is not None for _, found in _quotes())


def speakers_right() -> int:
    return sum(found == true["speaker"] for true, found in _quotes())


def speakers_wrong() -> int:
    return -sum(bool(found) and found != true["speaker"] for true, found in _quotes())


def hard_cases_right() -> int:
    right = 0
    for language, sentences in CASES:
        text = ("" if language in {"ja", "zh"} else " ").join(sentences)
        right += tuple(span.of(text) for span in split_sentences(text, language)) == sentences
    return right


def misleading_speakers_wrong() -> int:
    return -sum(bool(name) and name != right for right, name in _misleading())


def misleading_speakers_right() -> int:
    return sum(bool(name) and name == right for right, name in _misleading())


def questions_answered() -> int:
    return sum(any(words in one.text for one in answer(question, _index()).citations) for question, words in ANSWERED)


def questions_answered_falsely() -> int:
    return -sum(answer(question, _index()).band is Band.ANSWER for question in UNANSWERED)


def questions_of_speech_right() -> int:
    found = [(answer(question, _index()).speaker, name) for question, name in SAID]
    return sum(speaker is not None and speaker.name == name for speaker, name in found)


def follow_ups_answered() -> int:
    right = 0
    for questions, words in CONVERSATIONS:
        thread = Thread()
        for question in questions:
            found = answer(question, _index(), thread)
            thread = found.thread
            right += bool(words) and question == questions[-1] and any(words in one.text for one in found.citations)
    return right


@cache
def _index() -> Index:
    return index_articles(seed.article for seed in all_seeds())


@cache
def _misleading() -> list[tuple[str | None, str]]:
    """Of each quotation of the misleading sentences the right speaker, and who is named; a description is nobody's name."""
    pairs: list[tuple[str | None, str]] = []
    for text, speakers in MISLEADING:
        quotes = find_quotes(read_article(OPENING + text))
        for words, right in speakers.items():
            speaker = next((quote.speaker for quote in quotes if any(words in part for part in quote.texts)), Speaker())
            is_vague = right is None and speaker.named_by is NamedBy.ROLE
            pairs.append((right, speaker.name if speaker.is_known and not is_vague else ""))
    return pairs


def _body(seed: Seed) -> list[str]:
    return [span.of(seed.article.text) for span in seed.article.body]


def _quotes() -> list[tuple[dict[str, str], str | None]]:
    """Each true quotation and the speaker found for it; empty if none is named, None if the quotation was not found."""
    pairs: list[tuple[dict[str, str], str | None]] = []
    for seed in all_seeds():
        found = {quote.texts: quote.speaker for quote in find_quotes(seed.article)}
        for true in seed.truth["quotes"]:
            speaker = found.get(tuple(true["spans"]))
            pairs.append((true, None if speaker is None else speaker.name if speaker.is_known else ""))
    return pairs


MEASURES = {
    "seeds: bodies read exactly": bodies_read_exactly,
    "seeds: quotations found": quotations_found,
    "seeds: speakers right": speakers_right,
    "seeds: speakers wrong": speakers_wrong,
    "misleading: speakers right": misleading_speakers_right,
    "misleading: speakers wrong": misleading_speakers_wrong,
    "sentences: hard cases right": hard_cases_right,
    "questions: answered": questions_answered,
    "questions: answered falsely": questions_answered_falsely,
    "questions: who said it": questions_of_speech_right,
    "questions: follow-ups answered": follow_ups_answered,
}


@pytest.mark.parametrize("name", MEASURES)
def test_no_figure_falls_below_its_floor(name: str) -> None:
    assert MEASURES[name]() >= FLOORS[name]


def test_every_floor_is_measured() -> None:
    assert FLOORS.keys() == MEASURES.keys()


def test_no_floor_was_ever_higher() -> None:
    place = FLOORS_FILE.relative_to(REPOSITORY).as_posix()
    highest = dict(FLOORS)
    for commit in _git("log", "--format=%H", "--", place).split():
        for name, floor in json.loads(_git("show", f"{commit}:{place}")).items():
            highest[name] = max(floor, highest.get(name, floor))
    assert {name: floor for name, floor in FLOORS.items() if floor < highest[name]} == {}


def _git(*arguments: str) -> str:
    """What git says; nothing where there is no history."""
    command = ["git", "-C", str(REPOSITORY), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False).stdout

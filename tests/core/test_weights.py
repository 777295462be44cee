"""The weights are a table that a person can read, and know no person and no topic."""

import re

import pytest

from digest.quotes.grammar import classify_in
from digest.quotes.model import probabilities, score, weights_of
from digest.quotes.weights import WEIGHTS
from digest.verbs import REPORTING_PARTICIPLES, REPORTING_VERBS

# Features with a word of the language in them, and the classes of words that may stand there.
LEXICAL = {
    "quotation": re.compile(r"behind (?P<word>\S+)"),
    "speaker": re.compile(r"(?:word|said|pronoun) (?P<word>\S+)"),
    "antecedent": re.compile(r"(?!)"),
}
TABLES = sorted(WEIGHTS)


def test_there_are_a_few_thousand_of_them() -> None:
    assert sum(len(WEIGHTS[table].split("\n")) for table in TABLES) < 5_000


@pytest.mark.parametrize("table", TABLES)
def test_a_line_is_a_feature_and_a_weight(table: str) -> None:
    lines = WEIGHTS[table].strip().split("\n")
    pairs = [line.rsplit(" ", 1) for line in lines]
    assert [feature for feature, _ in pairs] == sorted({feature for feature, _ in pairs})
    assert all(0 < abs(float(weight)) < 10 for _, weight in pairs)


@pytest.mark.parametrize("table", TABLES)
def test_the_words_among_them_are_function_words_and_verbs_of_saying(table: str) -> None:
    classify = {language: classify_in(language) for language in ("en", "de")}
    for line in WEIGHTS[table].strip().split("\n"):
        match = LEXICAL[table.split(" ", 1)[0]].match(line)
        if match is None:
            continue
        word = match["word"]
        is_verb = word in REPORTING_VERBS | REPORTING_PARTICIPLES
        is_function_word = any(find(word) not in {"n", ""} for find in classify.values())
        assert is_verb or is_function_word, line


def test_what_a_language_adds_is_added() -> None:
    shared, german = weights_of("speaker"), weights_of("speaker", "de")
    assert german != shared
    assert weights_of("speaker", "fr") == shared
    assert score("speaker", ["place B0", "no such feature"]) == shared["place B0"]


def test_probabilities_of_all_candidates_are_one() -> None:
    assert sum(probabilities([1.0, 2.0, -700.0])) == pytest.approx(1)
    assert probabilities([]) == []

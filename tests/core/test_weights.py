"""The weights are a table that a person can read, and know no person and no topic."""

import re

import pytest

from digest.quotes.grammar import known_words
from digest.quotes.model import probabilities, score, weights_of
from digest.quotes.titles import quotation_features
from digest.quotes.weights import WEIGHTS
from digest.types import Span

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
    known = known_words("en").keys() | known_words("de").keys()
    words = [
        match["word"] for line in WEIGHTS[table].splitlines() if (match := LEXICAL[table.split(" ", 1)[0]].match(line))
    ]
    assert table == "antecedent" or words
    assert set(words) <= known


def test_no_word_of_a_topic_becomes_a_feature() -> None:
    """What only looks like a verb by its ending is no word that is looked up, and so is not named in a feature."""
    text = "The council voted “a very long day”."
    inside, outer = Span(19, 34), Span(18, 35)
    features = quotation_features(text, outer, inside, Span(0, len(text)), "en")
    assert not [feature for feature in features if "voted" in feature]


def test_what_a_language_adds_is_added() -> None:
    shared, german = weights_of("speaker"), weights_of("speaker", "de")
    assert german != shared
    assert weights_of("speaker", "fr") == shared
    assert score("speaker", ["place B0", "no such feature"]) == shared["place B0"]


def test_probabilities_of_all_candidates_are_one() -> None:
    assert sum(probabilities([1.0, 2.0, -700.0])) == pytest.approx(1)
    assert probabilities([]) == []

import pytest

from digest.words import count_words, split_words


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("It’s 3.5 metres high, isn't it?", ["It’s", "3.5", "metres", "high", "isn't", "it"]),
        ("The U.S. and the well-known J.R.", ["The", "U.S", "and", "the", "well-known", "J.R"]),
        ("今日は", ["今", "日", "は"]),
        ("— … !", []),
    ],
)
def test_words_are_split(text: str, words: list[str]) -> None:
    assert split_words(text) == words


@pytest.mark.parametrize(("text", "count"), [("", 0), ("The weir goes.", 3), ("今日は晴れ", 3), ("AI は", 2)])
def test_words_are_counted_for_budgets(text: str, count: int) -> None:
    assert count_words(text) == count

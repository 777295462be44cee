"""Words of a text: for counting, comparing and budgets."""

import re

__all__ = ["count_words", "leans", "split_words"]

# A word: letters and digits, with the apostrophes, hyphens, points and commas that stand within it ("3.5", "U.S",
# "don’t"). Scripts without spaces between words give single characters instead.
_UNSPACED = "\u0e00-\u0e7f\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff"
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+(?:[’'.,·-][^\W_{_UNSPACED}]+)*")
_UNSPACED_CHARACTER = re.compile(rf"[{_UNSPACED}]")
# Japanese and Chinese news run at about two characters to the English word they would be translated by.
_CHARACTERS_A_WORD = 2
_WHOSE = frozenset({"his", "her", "their", "its", "our", "my"})


def split_words(text: str) -> list[str]:
    """The words of a text in order, as they are written."""
    return _WORD.findall(text)


def count_words(text: str) -> int:
    """How many words a text has, for budgets: two characters of an unspaced script count as one."""
    words = len(_WORD.findall(text))
    unspaced = len(_UNSPACED_CHARACTER.findall(text))
    return words - unspaced + -(-unspaced // _CHARACTERS_A_WORD)


def leans(description: str) -> bool:
    """Whether a description says whose it is without saying who that is: "his father"."""
    return description.split(" ", 1)[0].lower() in _WHOSE

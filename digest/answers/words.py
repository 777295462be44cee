"""The words that questions and sentences are compared by."""

import re
from collections.abc import Iterable, Iterator
from sys import intern

from digest.languages import FUNCTION_WORDS
from digest.terms import stem

__all__ = ["base_of", "is_unspaced", "terms_in", "tokens_in"]

# Numbers keep what stands within them; of words joined by hyphens each counts.
_TOKEN = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+(?:[’'.&][^\W\d_]+)*")
_UNSPACED = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+")
# Shorter stems are left as they are: "die", "see".
_LEAST = 4


def tokens_in(text: str) -> list[str]:
    """The words and numbers of a text as they are written, in order."""
    return _TOKEN.findall(text)


def terms_in(tokens: Iterable[str], language: str) -> Iterator[str]:
    """Words without their endings, numbers without their commas; function words are left out.

    Of scripts without spaces, pairs of characters.
    """
    ignored = FUNCTION_WORDS.get(language or "en", frozenset())
    for token in tokens:
        word = token.lower().replace("’", "'")
        if word[0].isdigit():
            yield intern(word.replace(",", ""))
        elif _UNSPACED.match(word):
            yield from (intern(word[at : at + 2]) for at in range(max(1, len(word) - 1)))
        elif word not in ignored or (token.isupper() and len(token) > 1):  # "US" is no "us".
            yield intern(base_of(word, language))


def base_of(word: str, language: str) -> str:
    """A word in small letters without its ending, such that "price" and "prices", "stop" and "stopped" are the same."""
    base = stem(word, language).replace(".", "")
    if language not in {"", "en"}:
        return base
    if len(base) > _LEAST and base[-1] == base[-2] and base[-1] not in "aeiou":
        return base[:-1]
    return base[:-1] if len(base) >= _LEAST and base.endswith("e") else base


def is_unspaced(word: str) -> bool:
    """Whether a word is of a script without spaces between words."""
    return bool(_UNSPACED.match(word))

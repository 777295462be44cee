"""Characters beyond the first 65,536, which UTF-16 writes in two halves: joined where both are there, else left out."""

import re

__all__ = ["with_pairs", "without_halves"]

_HALF = re.compile("[\ud800-\udfff]")
# References to a high and a low half, in hexadecimal or decimal.
_PAIR = re.compile(
    r"&#(?:x(d[89ab][\da-f]{2})|(5(?:529[6-9]|5[3-9]\d{2}|6[0-2]\d{2}|63[01]\d)));"
    r"&#(?:x(d[c-f][\da-f]{2})|(5(?:63[2-9]\d|6[4-9]\d{2}|7[0-2]\d{2}|73[0-3]\d|734[0-3])));",
    re.IGNORECASE,
)


def with_pairs(text: str) -> str:
    """Markup in which characters written as two references, one for each of their halves in UTF-16, are those characters."""
    return _PAIR.sub(_joined, text) if "&#" in text else text


def without_halves(text: str) -> str:
    """A text without halves of characters, as scripts leave them that cut it: no text can be stored with them."""
    return text if text.isascii() else _HALF.sub("", text)


def _joined(pair: re.Match[str]) -> str:
    halves = "".join(chr(int(pair[n], 16) if pair[n] else int(pair[n + 1])) for n in (1, 3))
    return halves.encode("utf-16", "surrogatepass").decode("utf-16", "replace")

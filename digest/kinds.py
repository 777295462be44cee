"""What the parts of papers are called -> the kind of the pieces in them."""

import re

from digest.types import Kind

__all__ = ["kind_called"]

# The first that is found counts: a sponsored column is sponsored.
_CALLED = (
    (Kind.SPONSORED, re.compile(r"\b(?:sponsored?|advertorial|paid[ -](?:content|post)|partner[ -]content|branded[ -]content|anzeige)\b", re.IGNORECASE)),
    (Kind.LIVE, re.compile(r"\b(?:live[ -]?blog|live[ -]?updates?|liveticker|en direct)\b", re.IGNORECASE)),
    (Kind.GALLERY, re.compile(r"\b(?:gallery|galleries|slideshow|bildergalerie|fotostrecke|diaporama|fotogalería)\b", re.IGNORECASE)),
    (Kind.OPINION, re.compile(r"\b(?:opinions?|comment(?:ary|isfree)?|editorials?|columns?|op-?eds?|meinung|kommentare?|opinión|tribunes?)\b", re.IGNORECASE)),
)  # fmt: skip


def kind_called(words: str) -> Kind | None:
    """The kind that a label names: the part of the paper, a category, the line above a headline.

    Args:
        words: The label. Not a headline, which may be about a gallery or a columnist.

    Returns:
        None if it names none.
    """
    return next((kind for kind, pattern in _CALLED if pattern.search(words)), None)

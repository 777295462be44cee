"""Who could have said a quotation: the mentions around it."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from digest.quotes.passages import Passage
from digest.quotes.phrases import Row

__all__ = ["Candidate", "Setting", "candidates_of", "setting_of"]

_PARAGRAPHS_BACK = 2
_MOST_BEFORE = 22
_MOST_BEHIND = 10
_SENTENCES_AHEAD = 2
# How far the mentions of a paragraph without any are looked for, in phrases.
_REACH = 400
# "he said:", "he said,", "he said" right before a quotation.
_LEADING = re.compile(r"(?::|S|S,)$")
# Lengths of quotations in words: up to so many count as one class.
_LENGTHS = (2, 5, 12)


@dataclass(frozen=True, slots=True)
class Candidate:
    """A mention as the speaker of one quotation.

    Attributes:
        at: Its number in the row.
        side: "B" before the quotation, "M" in a gap of it, "A" after it.
        beside: The number in the row of the part of the quotation that it is nearest to.
        path: The letters between the two.
    """

    at: int
    side: str
    beside: int
    path: str


@dataclass(frozen=True, slots=True)
class Setting:
    """One quotation in its row.

    Attributes:
        parts: Numbers of its parts in the row.
        form: Whether it begins with a small letter ("l") or not ("u"), and the mark it ends with ("x" for none).
        before: The letter before it.
        after: The letter behind it.
        length: 0 for a word or two, up to 3 for more than a dozen.
        is_introduced: Whether a verb of saying or a colon leads up to it, and no comma leads on.
    """

    parts: tuple[int, ...]
    form: str
    before: str
    after: str
    length: int
    is_introduced: bool

    @property
    def is_alone(self) -> bool:
        """Whether it is a sentence of its own."""
        return self.before in ".¶Q" and self.after in ".¶Q"


def setting_of(text: str, row: Row, parts: Sequence[int], passage: Passage) -> Setting:
    """Look at a quotation.

    Args:
        text: The article's.
        row: Its phrases.
        parts: Where the quotation's parts stand in it.
        passage: The quotation.
    """
    words = passage.inside[0].of(text)
    start = words.lstrip("‘'[(…. ")[:1]
    end = passage.inside[-1].of(text)[-1:]
    outside = text[passage.outer[-1].end : passage.outer[-1].end + 1]
    if end not in ",.?!—-…":
        end = outside if outside and outside in ",." else "x"
    count = len(words.split())
    return Setting(
        parts=tuple(parts),
        form=("l" if start.islower() else "u") + end,
        before=row.letter(parts[0] - 1),
        after=row.letter(parts[-1] + 1),
        length=sum(count > most for most in _LENGTHS),
        is_introduced=end != "," and bool(_LEADING.search(row.letters, max(0, parts[0] - 2), parts[0])),
    )


def candidates_of(row: Row, parts: Sequence[int]) -> list[Candidate]:
    """The mentions that can be the speaker: in the quotation's paragraphs, two before, and a sentence or two behind."""
    found = list(_before(row, parts[0]))
    found.reverse()
    for part, following in zip(parts, (*parts[1:], None), strict=True):
        found.extend(_behind(row, part, following))
    return found


def _before(row: Row, first: int) -> Iterator[Candidate]:
    count = 0
    for at in range(first - 1, max(-1, first - _REACH), -1):
        if count >= _MOST_BEFORE or row.paragraph_of[first] - row.paragraph_of[at] > _PARAGRAPHS_BACK:
            return
        if row.phrases[at].mention:
            yield Candidate(at, "B", first, row.letters[at + 1 : first])
            count += 1


def _behind(row: Row, part: int, following: int | None) -> Iterator[Candidate]:
    side, stop = ("A", len(row.phrases)) if following is None else ("M", following)
    count = 0
    for at in range(part + 1, min(stop, part + _REACH)):
        ahead = row.paragraph_of[at] - row.paragraph_of[part]
        is_far = ahead > 0 and row.sentence_of[at] - row.sentence_of[part] > _SENTENCES_AHEAD
        if count >= _MOST_BEHIND or ahead > 1 or is_far:
            return
        if row.phrases[at].mention:
            yield Candidate(at, side, part, row.letters[part + 1 : at])
            count += 1

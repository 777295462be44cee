"""Which quoted passages are quotations, and which of them belong together.

A quotation is not everything in quotation marks: titles, mottos, nicknames and scare words are nobody's words. And it is
often more than one passage: cut by "she said", or opened again in each paragraph.
"""

import re
from dataclasses import dataclass

from digest.marks import find_quoted
from digest.quotes.titles import is_quotation
from digest.sentences import split_sentences
from digest.types import Article, QuoteKind, Span
from digest.verbs import reporting_verbs
from digest.words import split_words

__all__ = ["Passage", "find_passages"]

# "he said", "said Mr. Tokayev, who took power in 2019": what cuts a quotation is one sentence, and not a long one.
_LONGEST_CUT = 40
_LONG = 7
_ENDS_SPOKEN = re.compile(r"[,.!?…;—–-]$|[。！？、]$")
_CUT_OFF = frozenset(",!?…—–-")
_LEADS_ON = re.compile(r"[,:]\s*$")
_SECOND_CLAUSE = frozenset({"and", "but", "while", "und", "aber", "et", "mais", "y", "pero"})
_BEFORE_REST = frozenset(".,:;—–-")


@dataclass(frozen=True, slots=True)
class Passage:
    """A quotation: where its parts stand.

    Attributes:
        inside: Its parts without their marks, in order.
        outer: The same parts with their marks.
        paragraph: Number of the paragraph its last part stands in.
        kind: Statement or fragment.
        is_closed: Whether its last part is closed; if not, it goes on in the next paragraph.
    """

    inside: tuple[Span, ...]
    outer: tuple[Span, ...]
    paragraph: int
    kind: QuoteKind
    is_closed: bool


def find_passages(article: Article) -> tuple[list[Passage], list[Span]]:
    """The quotations of an article's body, and what else stands in quotation marks, both in order."""
    text = article.text
    found: list[Passage] = []
    others: list[Span] = []
    verbs = reporting_verbs(article.language)
    for number, quoted in enumerate(find_quoted(text, article.body)):
        for q in quoted:
            if q.depth or q.inside is None:
                continue
            part = Passage((q.inside,), (q.span,), number, _kind(q.inside.of(text)), q.is_closed)
            if found and _goes_on(text, found[-1], part, article.body[number], verbs):
                found[-1] = _joined(found[-1], part)
            elif is_quotation(text, q.span, q.inside, article.body[number], article.language):
                found.append(part)
            else:
                others.append(q.span)
    return found, others


def _kind(words: str) -> QuoteKind:
    starts = words.lstrip("‘'[(…. ")[:1]
    is_whole = not starts.islower() and (bool(_ENDS_SPOKEN.search(words)) or len(split_words(words)) >= _LONG)
    return QuoteKind.STATEMENT if is_whole else QuoteKind.FRAGMENT


def _joined(first: Passage, second: Passage) -> Passage:
    return Passage(
        first.inside + second.inside,
        first.outer + second.outer,
        second.paragraph,
        QuoteKind.STATEMENT,
        second.is_closed,
    )


def _goes_on(text: str, passage: Passage, part: Passage, paragraph: Span, verbs: frozenset[str]) -> bool:
    """Whether a quotation goes on in a passage: opened again in the next paragraph, or behind "she said"."""
    if not passage.is_closed:
        return part.paragraph == passage.paragraph + 1 and part.outer[0].start == paragraph.start
    return part.paragraph == passage.paragraph and _is_cut(text, passage.outer[-1].end, part.outer[0], verbs)


def _is_cut(text: str, start: int, following: Span, verbs: frozenset[str]) -> bool:
    """Whether what stands between a closing mark and the next passage only says who speaks: "," she said. "."""
    between = text[start : following.start]
    words = split_words(between)
    if not words or len(words) > _LONGEST_CUT or not any(word.lower() in verbs for word in words):
        return False
    last = text[start - 2 : start - 1]
    was_cut = last in _CUT_OFF or between.lstrip().startswith(",")
    if not was_cut or between.rstrip()[-1:] not in _BEFORE_REST or len(split_sentences(between)) > 1:
        return False
    # “It goes,” Ann Gray said, and Theo Beck said: “It stays.” “Does it?” Theo Beck answered: “It does.”
    count = sum(word.lower() in verbs for word in words)
    if _LEADS_ON.search(between) and (
        count > 1 or words[0].lower() in _SECOND_CLAUSE or (last != "," and between.rstrip().endswith(":"))
    ):
        return False
    # "It goes," said Ann Gray. "It stays," said Theo Beck: the second one has a speaker of its own.
    is_new = between.rstrip().endswith(".") and (
        text[following.end - 2] in _CUT_OFF or text.startswith(",", following.end)
    )
    return not (is_new and _is_reported(text, following.end, verbs))


def _is_reported(text: str, end: int, verbs: frozenset[str]) -> bool:
    """Whether "he said", "said Anna Mare" or the like follows."""
    following = text[end : end + 60].split("\n", 1)[0]
    return any(word.lower() in verbs for word in split_words(following)[:5])

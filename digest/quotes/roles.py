"""Which title or description an article prints beside a name, verbatim, and how far a description goes."""

import re

from digest.names import Name
from digest.quotes.grammar import is_person_noun
from digest.quotes.phrases import Phrase, Row
from digest.types import Span

__all__ = ["extent", "role_of"]

_LONGEST = 90
# "one man in the border city of Uralsk": what belongs to a noun phrase behind it, in the letters of a row.
_BELONGING = re.compile(r"(?:n?[it](?:o(?=[it])|[dgnNT]*[dNTn]))+")
# "ein Sprecher des Unternehmens"
_GENITIVE = re.compile(r"[dN](?:[it][dgN]*[dN])*")
_FORMER = re.compile(r"\b(?:[Ff]ormer|[Ll]ate|[Aa]cting|[Ii]nterim|[Oo]utgoing|ehemaliger?|früherer?)\s+$")
_LONGEST_WORD = 12
# "Another, Theo Platt, shrugged": no description of him.
_NOBODY = frozenset("nobody everybody anybody someone somebody everyone another other others".split())
_OWNERS = ("des ", "der ", "eines ", "einer ")
# "the man who beat Theo Abernathy said": up to the verb of saying.
_RELATIVE = re.compile(r"[wI][^.,:;¶Q]{2,10}?(?=[aX]*S)")
_OF = frozenset(
    "of in from for at with to inside behind near outside von vom aus im beim des der de del di du da".split()
)
# What follows "said a spokesman" without being part of who he is.
_TRAILING = re.compile(
    r"\s+(?:on (?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"in (?:a|an|his|her|their|the) (?:\w+ )?(?:statement|interview|letter|e-?mail|post|tweet|speech|report|article|memo|filing|debate)|"
    r"at (?:a|the) (?:\w+ )?(?:news |press )?(?:conference|briefing|meeting|hearing|rally|event)|with (?:a|an|the|his|her)|"
    r"in (?:\d{4}|january|february|march|april|may|june|july|august|september|october|november|december|response)|"
    r"at the time|for the)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
# ", 67, a retired loom fitter who sings bass,": an apposition, up to the next mark.
_ABBREVIATION = r"(?<=\b[A-Z])\.|(?<=\b[A-Z][a-z])\.|(?<=\b[A-Z][a-z][a-z])\."
_APPOSITION = re.compile(
    rf",(?:\s*\d{{1,3}},)?\s+((?:[^,;:.!?“”\"()\n]|,(?=\d)|{_ABBREVIATION})+?)\s*"
    r"(?=[,;:!?]|(?<!\b[A-Z])(?<!\b[A-Z][a-z])(?<!\b[A-Z][a-z][a-z])\.|$)"
)
_NOT_WITHIN = re.compile(r"\b(?:is|was|are|were|has|had|says?|said|who|which|that|and|but|when|where|while|as)\b")


def extent(text: str, row: Row, at: int) -> Span:
    """Where a description stands, with what belongs to it: "one man in the border city of Uralsk"."""
    phrase = row.phrases[at]
    match = _BELONGING.match(row.letters, at + 1, at + 9)
    if match is not None and not _OF.intersection(phrase.word for phrase in row.phrases[at + 1 : at + 3]):
        match = None
    if (
        match is None
        and (owner := _GENITIVE.match(row.letters, at + 1, at + 9))
        and text.startswith(_OWNERS, row.phrases[at + 1].start)
    ):
        match = owner
    relative = _RELATIVE.match(row.letters, match.end() if match else at + 1, at + 16)
    last = relative or match
    if last is None:
        return Span(phrase.start, phrase.end)
    end = row.phrases[last.end() - 1].end
    words = _TRAILING.sub("", text[phrase.start : end])
    return Span(phrase.start, phrase.start + max(len(words), phrase.end - phrase.start))


def role_of(text: str, row: Row, at: int) -> str:
    """The title or description printed with a name: "President", "a retired loom fitter"; empty if there is none."""
    phrase = row.phrases[at]
    name = phrase.mention.name if phrase.mention else None
    if name is None:
        return ""
    return _before(text, phrase, name) or _rank(text, name) or _set_off_before(text, row, at) or _behind(text, row, at)


def _rank(text: str, name: Name) -> str:
    """Its titles, with the "former" before them."""
    former = _FORMER.search(text, max(0, name.span.start - _LONGEST_WORD), name.span.start)
    return text[former.start() : name.core_start].strip() if former and name.rank else name.rank


def _before(text: str, phrase: Phrase, name: Name) -> str:
    """What the name's own noun phrase says: "the economist", "Dorn resident"."""
    words = text[phrase.start : name.core_start].strip()
    is_more = len(words.split()) > max(len(name.titles.split()), 1)
    return words if is_more and len(words) <= _LONGEST and not words.endswith(("’s", "'s")) else ""


def _set_off_before(text: str, row: Row, at: int) -> str:
    """What stands before the name and a comma: "the harbour master, Henrike Salter,"."""
    letters = row.letters
    if letters[at - 1 : at] != ",":
        return ""
    begin = max(0, at - 9)
    match = re.search(r"(?:^|[.,¶;:(QhcS\-])(d(?:i[dgn]*[dn])*a?),$", letters[begin:at])
    if match is None:
        return ""
    first = row.phrases[begin + match.start(1)]
    if first.word in _NOBODY:
        return ""
    words = text[first.start : row.phrases[at - 2].end]
    return words if len(words) <= _LONGEST else ""


def _behind(text: str, row: Row, at: int) -> str:
    """The apposition behind a name: "a retired loom fitter who sings bass", "secretary of the Dorn club"."""
    name_end = row.phrases[at].end
    match = _APPOSITION.match(text, name_end, name_end + 2 * _LONGEST)
    if match is None or len(match[1]) > _LONGEST:
        return ""
    first = row.at(match.start(1))
    if first >= len(row.phrases) or row.phrases[first].start != match.start(1):
        return ""
    head = row.phrases[first]
    if head.letter == "d" and "N" not in row.letters[at + 1 : first]:
        return match[1]
    is_office = head.letter == "n" and (is_person_noun(head.word) or row.phrases[first + 1].word in _OF)
    return match[1] if is_office and not _NOT_WITHIN.search(match[1]) else ""

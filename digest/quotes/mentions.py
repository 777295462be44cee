"""Whom the words beside a quotation speak of: a name, a pronoun or a description, and with which role."""

import re
from bisect import bisect_left
from collections.abc import Sequence
from dataclasses import dataclass

from digest.names import Name
from digest.quotes.grammar import ARTICLES, BETWEEN, DETERMINERS, FINITE, LINKS, PREPOSITIONS, PRONOUNS, RELATIVES, WORD
from digest.types import NamedBy, Span
from digest.verbs import REPORTING_VERBS

__all__ = ["Mention", "Mentions"]

# Where a subject can begin within a sentence: after the last of these.
_BOUNDARY = re.compile(
    r"(?:[,;:–—(]|\b(?:that|and|but|when|where|while|because|as|after|before|if|dass|und|aber|que|et|mais|y|pero)\b)\s+"
    r"(?![^,;:–—(]*[,;:–—(])",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:–—(“”]|\b(?:that|and|but)\b")
_STOP = re.compile(r"[,;:.!?()“”\"–—\n]")
_FOLLOWING = re.compile(r",\s+")
# What follows "said a spokesman" without being part of who he is.
_TRAILING = re.compile(
    r"\s+(?:on (?:mon|tues|wednes|thurs|fri|satur|sun)day|"
    r"in (?:a|an|his|her|their) (?:\w+ )?(?:statement|interview|letter|e-?mail|post|tweet|speech)|"
    r"at (?:a|the) (?:\w+ )?(?:news |press )?(?:conference|briefing|meeting|hearing)|to (?:reporters|journalists)|"
    r"after|before|when|while|as|because|yesterday|today|earlier|later|afterwards|this|last)\b.*$",
    re.IGNORECASE | re.DOTALL,
)
# ", 67, a retired loom fitter who sings bass": an apposition, up to the next mark that is not within a number.
_APPOSITION = re.compile(r",(?:\s*\d{1,3},)?\s+((?:[^,;:.!?“”\"()\n]|,(?=\d))+?)\s*(?=[,.;:!?]|$)")
# "secretary of the Dorn club", but not "lost to the mayor".
_OFFICE = re.compile(r"(?:[a-z-]+ ){1,3}(?:of|for|at)\b(?<!ed of)(?<!ed for)(?<!ed at)")
_ROLE_BEFORE = re.compile(r"(?:^\s*|[,;:–—“”]\s*|\band\s+)(\w[^,;:–—“”\".]{1,60}?)(,?)\s*$")
# "Concord resident Whit Symms": a name that only says what kind of person the next one is.
_PREMODIFIED = re.compile(r"\.?\s((?:[a-z][a-z-]+\s){0,6})(?=[^\W\d_])")
_NO_DESCRIPTION = (REPORTING_VERBS | PREPOSITIONS | LINKS | RELATIVES) - {"of", "and"}
_AGE = re.compile(r"\s*\d{1,3}\s*")
_NO_APPOSITION = frozenset({"and", "but", "he", "she"})
_LONGEST = 90
_LONGEST_BETWEEN = 20
_LONGEST_PRONOUN = 12
_MOST_APPOSITIONS = 4


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for a speaker.

    Attributes:
        span: Where they stand.
        named_by: What they are.
        name: The name among them, if there is one.
        role: The title or description printed with it, verbatim; empty if there is none.
    """

    span: Span
    named_by: NamedBy
    name: Name | None = None
    role: str = ""


class Mentions:
    """Finds the people whom a text mentions at a given place."""

    def __init__(self, text: str, names: Sequence[Name], language: str) -> None:
        """Take a text, all its names in order, and its language."""
        self._text = text
        # German writes every noun with a capital, so that "CDU-Politiker" looks like a name.
        self._names_stand_out = language != "de"
        self._names = names
        self._starts = [name.span.start for name in names]
        self._by_start = {name.span.start: name for name in names}
        self._by_end = {name.span.end: name for name in names}

    def names_within(self, start: int, end: int) -> Sequence[Name]:
        """The names that begin between two places."""
        return self._names[bisect_left(self._starts, start) : bisect_left(self._starts, end)]

    def name_starting_at(self, start: int) -> Name | None:
        """The name that begins at a place."""
        return self._by_start.get(start)

    def name_ending_at(self, end: int) -> Name | None:
        """The name that ends at a place."""
        return self._by_end.get(end)

    def starting_at(self, start: int, end: int) -> Mention | None:
        """Whom the words from `start` on speak of: "Desmond Quill, 67, a retired loom fitter", "one resident"."""
        start = self._skip(start, end, " ,–—-")
        first = WORD.match(self._text, start, end)
        if not first:
            return None
        if first[0].lower() in PRONOUNS:
            return Mention(Span(*first.span()), NamedBy.PRONOUN)
        name = self._by_start.get(start)
        if name and not self._is_possessive(name.span.end):
            return self._premodified(name, end) or self._named(name, name.rank or self._role_after(name, end))
        stop = _STOP.search(self._text, start, end)
        return self._described(start, stop.start() if stop else end, end)

    def ending_at(self, start: int, end: int) -> Mention | None:
        """The subject of the verb at `end`, in a sentence or clause that begins at `start`."""
        end = nearest = self._before_auxiliaries(start, end)
        for _ in range(_MOST_APPOSITIONS):
            name = self._by_end.get(end)
            if name and name.span.start >= start and not self._is_part(name, start):
                return self._named(name, self._role_around(name, start))
            word = re.compile(r"[^\W\d_]+$").search(self._text, max(start, end - _LONGEST_PRONOUN), end)
            if word and word[0].lower() in PRONOUNS:
                return Mention(Span(word.start(), end), NamedBy.PRONOUN)
            if word and word[0] == "who":
                end = self._strip(start, word.start(), " ,")
                continue
            comma = self._text.rfind(",", start, end)
            if comma < 0 or not self._is_apposition(comma + 1, end):
                break
            end = comma
        return self._description_before(start, nearest) or self._description_before(start, end)

    def _skip(self, start: int, end: int, characters: str) -> int:
        """`start` moved behind the given characters."""
        part = self._text[start:end]
        return start + len(part) - len(part.lstrip(characters))

    def _strip(self, start: int, end: int, characters: str) -> int:
        """`end` moved before the given characters."""
        return start + len(self._text[start:end].rstrip(characters))

    def _before_auxiliaries(self, start: int, end: int) -> int:
        """Where the subject ends, if "has also" and the like stand between it and its verb."""
        while True:
            stripped = self._strip(start, end, " ,–—")
            match = BETWEEN.search(self._text, max(start, stripped - _LONGEST_BETWEEN), stripped)
            if not match or match.start() <= start:
                return stripped
            end = match.start()

    def _is_part(self, name: Name, start: int) -> bool:
        """Whether a name only belongs to a description: "one man in the border city of Uralsk"."""
        before = _CLAUSE.split(self._text[start : name.span.start])[-1].split()
        is_description = bool(before) and (before[0][0].islower() or before[0].lower() in DETERMINERS)
        near = before if is_description else before[-2:]
        # In "Ann Gray, whom Tom Brill called" the name is the subject; in "the man who beat Tom Brill" it is not.
        return any(word.lower() in PREPOSITIONS for word in near) or not RELATIVES.isdisjoint(map(str.lower, near[:-1]))

    def _is_apposition(self, start: int, end: int) -> bool:
        """Whether what stands between two commas describes whoever stands before them."""
        between = self._text[start:end].strip()
        first = WORD.match(between)
        if first is None or first[0] in _NO_APPOSITION:
            return bool(_AGE.fullmatch(between))
        return first[0].islower() or first[0] in {"Jr", "Sr"}

    def _named(self, name: Name, role: str) -> Mention:
        return Mention(name.span, NamedBy.NAME if name.is_full else NamedBy.SURNAME, name, role)

    def _is_possessive(self, end: int) -> bool:
        """Whether a name only says whose somebody is: "Tom Brill’s lawyer"."""
        return self._text.startswith(("’s ", "'s ", "’ ", "' "), end)

    def _premodified(self, name: Name, limit: int) -> Mention | None:
        """The person whose place or party a name is: "Concord resident Whit Symms"."""
        match = _PREMODIFIED.match(self._text, name.span.end, limit) if self._names_stand_out else None
        person = self.name_starting_at(match.end()) if match else None
        if match is None or person is None or FINITE.search(match[0]):
            return None
        words = match[1].split()
        if not words:  # "U.S. Sen. Ann Gray"
            return self._named(person, person.rank) if person.titles else None
        is_phrase = {words[0], words[-1]}.isdisjoint(LINKS | PREPOSITIONS | DETERMINERS)
        if not is_phrase or not _NO_DESCRIPTION.isdisjoint(words):
            return None
        return self._named(person, self._text[name.span.start : person.core_start].strip())

    def _role_around(self, name: Name, start: int) -> str:
        """Title, or what is printed right before or behind a name: "the harbour master, Henrike Salter, said"."""
        if name.rank:
            return name.rank
        if match := _ROLE_BEFORE.search(self._text[start : name.span.start]):
            head = WORD.match(match[1])
            may_begin = head is not None and (head[0].lower() in DETERMINERS or (head[0].islower() and not match[2]))
            has_name = bool(self.names_within(start + match.start(1), name.span.start - 1))
            is_more = {word.lower() for word in match[1].split()} - DETERMINERS
            if may_begin and is_more and not has_name and not FINITE.search(match[1]):
                return match[1]
        is_closed = self._text.startswith(",", name.span.end)
        return self._role_after(name, name.span.end + _LONGEST) if is_closed else ""

    def _role_after(self, name: Name, limit: int) -> str:
        """The apposition behind a name: "a retired loom fitter who sings bass"."""
        match = _APPOSITION.match(self._text, name.span.end, limit)
        head = WORD.match(match[1]) if match else None
        if match is None or head is None or len(match[1]) > _LONGEST:
            return ""
        word = head[0].lower()
        is_role = word in DETERMINERS or (word not in REPORTING_VERBS | RELATIVES and _OFFICE.match(match[1]))
        return match[1] if is_role else ""

    def _description_before(self, start: int, end: int) -> Mention | None:
        boundaries = [match.end() for match in _BOUNDARY.finditer(self._text, start, end)]
        return self._described(self._skip(boundaries[-1] if boundaries else start, end, " ,"), end, end)

    def _described(self, start: int, stop: int, limit: int) -> Mention | None:
        """A description from `start` to `stop`, or the name at its end or in apposition behind it."""
        words = _TRAILING.sub("", self._text[start:stop]).rstrip(" ,")
        head = WORD.match(words)
        if head is None or len(words) > _LONGEST or head[0].lower() in RELATIVES:
            return None
        if inner := _inner_start(words):
            return self._described(start + inner, start + len(words), limit)
        span = Span(start, start + len(words))
        if named := self._name_at_end(span):
            return named
        owner = self._by_start.get(start)
        has_determiner = head[0].lower() in DETERMINERS or (owner is not None and self._is_possessive(owner.span.end))
        if not has_determiner and not head[0].islower():
            return None
        following = _FOLLOWING.match(self._text, span.end, limit)
        if following and (names := self.names_within(following.end(), following.end() + 1)):
            return self._named(names[0], words)
        return Mention(span, NamedBy.ROLE, None, words) if has_determiner or " " not in words else None

    def _name_at_end(self, description: Span) -> Mention | None:
        """The person a description ends with: "the economist Jared Bernstein", but not "a man from St. Corra"."""
        name = self._by_end.get(description.end)
        if not name or name.span.start <= description.start or not name.is_full:
            return None
        before = self._text[description.start : name.span.start].rstrip()
        last = before.rsplit(" ", 1)[-1].lower()
        is_part = last in PREPOSITIONS | DETERMINERS or last.endswith("ing")
        if is_part or not {*before.lower().split()}.isdisjoint(RELATIVES):
            return None
        return self._named(name, self._text[description.start : name.core_start].strip())


def _inner_start(words: str) -> int:
    """Where the subject of a clause starts that follows a noun without a comma: "a promise | the union"; else 0."""
    before = ""
    for number, match in enumerate(WORD.finditer(words)):
        is_linked = before.lower() in PREPOSITIONS | LINKS or before.endswith("ing")
        if number > 1 and match[0].lower() in ARTICLES and not is_linked:
            return match.start()
        before = match[0]
    return 0

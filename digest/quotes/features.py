"""What speaks for and against a mention being the speaker of a quotation.

A feature is a short string that a person can read; it is there or not. Their weights are in weights.py; docs/quotes.md
tells how to read them, and how they were fitted.
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass

from digest.quotes.candidates import Candidate, Setting
from digest.quotes.people import People
from digest.quotes.phrases import Row
from digest.types import NamedBy

__all__ = ["Spoken", "features_of", "nobody_features"]

# Whose verb it is: what can stand between a mention and its verb.
_VERB = re.compile(
    r"(?:[it][dNgno]++|w?\([^()¶]{0,16}\)|-[^-¶.]{1,30}-(?=a*[XSV])|,[^.:;¶Q]{0,40}?,(?=a*[XSV])|n|w[^.:;¶Q,]{1,20}?(?=S))*?"
    r"[aX]*(?P<verb>[SVGI])"
)
_VERB_REACH = 60
_RELATIVE = re.compile(r",?wX*a*S")
_PREPOSITIONAL = re.compile(r"[itb][dNgno]*[dNno]")
_AUXILIARY = re.compile(r"[aX]+(?=[SVGI])")
_SKIPPED = re.compile(r"[an]")
_MENTIONED = re.compile(r"[dNgpo]+")
# Paths longer than this keep their first three letters and their last three.
_LONGEST_PATH = 7
_KINDS = {NamedBy.NAME: "N", NamedBy.SURNAME: "N", NamedBy.PRONOUN: "p", NamedBy.ROLE: "d"}


@dataclass(frozen=True, slots=True)
class Spoken:
    """A quotation that came before.

    Attributes:
        part: The number of its last part in the row.
        at: Where the row names its speaker; -1 if nowhere.
        person: Who that is; empty if nobody knows.
    """

    part: int
    at: int
    person: str


@dataclass(frozen=True, slots=True)
class _View:
    """One candidate beside one quotation, with what several features ask for."""

    row: Row
    candidate: Candidate
    quote: Setting
    kind: str
    place: str
    near: str
    path: str
    relation: str
    verb: str
    verb_at: int
    is_inverted: bool


def nobody_features(quote: Setting) -> list[str]:
    """What speaks for nobody."""
    return [
        "nobody",
        f"nobody {quote.form}",
        f"nobody before {quote.before}",
        f"nobody length {quote.length}",
        f"nobody {quote.before}Q{quote.after}",
    ]


def features_of(row: Row, candidate: Candidate, quote: Setting, people: People, previous: Spoken | None) -> list[str]:
    """What can be seen of one candidate.

    Args:
        row: The article.
        candidate: The mention.
        quote: The quotation.
        people: Who is who.
        previous: The quotation before, if there is one.
    """
    view = _view(row, candidate, quote)
    found = [*_standing(view), *_around(view), *_between(view), *_of_quote(view), *_of_verb(view)]
    if row.letters[candidate.at] in "pw":
        found.append(f"pronoun {row.phrases[candidate.at].word}")
    found += people.traits(candidate.at)
    if previous:
        found += _continuing(view, people.person[candidate.at], previous)
    return found


def _view(row: Row, candidate: Candidate, quote: Setting) -> _View:
    at = candidate.at
    letters = row.letters
    mention = row.phrases[at].mention
    sentences = min(abs(row.sentence_of[candidate.beside] - row.sentence_of[at]), 3)
    paragraphs = min(abs(row.paragraph_of[candidate.beside] - row.paragraph_of[at]), 3)
    verb = _VERB.match(letters, at + 1, at + _VERB_REACH)
    inverted = _inverted(row, at)
    own = verb["verb"] if verb else ""
    return _View(
        row=row,
        candidate=candidate,
        quote=quote,
        kind=letters[at] if letters[at] in "wg" or mention is None else _KINDS[mention.named_by],
        place=f"{candidate.side}p{paragraphs}" if paragraphs else f"{candidate.side}{sentences}",
        near=f"{candidate.side}{sentences}",
        path=_shorten(candidate.path),
        relation=own + (f"<{inverted}" if inverted else "") + ("w" if _RELATIVE.match(letters, at + 1) else ""),
        verb=own,
        verb_at=verb.start("verb") if verb else -1,
        is_inverted=bool(inverted),
    )


def _inverted(row: Row, at: int) -> str:
    """The verb of saying right before a mention: "said Ann Gray"; small if a word stands between."""
    before = row.letter(at - 1)
    if before in "SG":
        return before
    return "s" if before in "oa" and row.letter(at - 2) == "S" else ""


def _shorten(path: str) -> str:
    """A path without what says nothing of who speaks."""
    short = _SKIPPED.sub("", _AUXILIARY.sub("", _PREPOSITIONAL.sub("", path)))
    short = _MENTIONED.sub("m", short)
    return short if len(short) <= _LONGEST_PATH else short[:3] + "~" + short[-3:]


def _standing(view: _View) -> Iterator[str]:
    """Where it stands, and how it is bound to a verb."""
    yield f"place {view.place}"
    yield f"kind {view.kind}"
    yield f"kind {view.kind} {view.place}"
    yield f"path {view.candidate.side} {view.path}"
    yield f"path {view.candidate.side} {view.path} then {view.relation}"
    yield f"relation {view.relation} {view.place}"
    yield f"relation {view.relation} {view.kind}"


def _around(view: _View) -> Iterator[str]:
    """What stands on either side of it."""
    at = view.candidate.at
    before = view.row.letter(at - 1)
    if before == "a" and at > 1:
        before = view.row.letter(at - 2)
    after = view.row.letter(at + 1)
    yield f"gap {before} {view.candidate.side}"
    yield f"gap {before} {view.relation} {view.near}"
    yield f"next {after}"
    yield f"next {after} {view.place}"


def _between(view: _View) -> Iterator[str]:
    """What stands between it and the quotation."""
    path, side = view.candidate.path, view.candidate.side
    rivals = min(sum(map(path.count, "Npd")), 4)
    yield f"rivals {side}{rivals}"
    yield f"rivals {view.place} {rivals} {view.relation}"
    yield f"says {side}{min(path.count('S') + path.count('G'), 3)}"
    yield f"quotes {side}{min(path.count('Q'), 3)}"


def _of_quote(view: _View) -> Iterator[str]:
    """What the quotation leads one to expect."""
    quote = view.quote
    yield f"form {quote.form} {view.place}"
    yield f"form {quote.form} {view.near} {view.relation}"
    yield f"between {quote.before}Q{quote.after} {view.near}"
    yield f"before {quote.before} {view.place} {view.relation}"
    yield f"after {quote.after} {view.place} {view.relation}"


def _of_verb(view: _View) -> Iterator[str]:
    """Which verb it is, and where that stands."""
    row, candidate = view.row, view.candidate
    if view.verb:
        yield f"verb {view.near} {_verb_path(view)}"
    if view.verb and view.verb in "SG":
        yield f"word {row.phrases[view.verb_at].word}"
        yield f"word {row.phrases[view.verb_at].word} {view.near}"
    if view.is_inverted:
        yield f"said {row.phrases[candidate.at - 1].word} {view.near}"


def _verb_path(view: _View) -> str:
    candidate = view.candidate
    if candidate.side != "B":
        return f"Q{view.path}m{view.verb}"
    if view.verb_at >= candidate.beside:
        return "over"
    return f"{view.verb}{_shorten(view.row.letters[view.verb_at + 1 : candidate.beside])}Q"


def _continuing(view: _View, person: str, previous: Spoken) -> Iterator[str]:
    """Whether it goes on with whoever spoke before."""
    paragraph_of = view.row.paragraph_of
    back = min(paragraph_of[view.quote.parts[0]] - paragraph_of[previous.part], 3)
    alone = "alone" if view.quote.is_alone else "within"
    if view.candidate.at == previous.at:
        yield "spoke"
        yield f"spoke {back} {alone}"
        yield f"spoke {back} {view.quote.form} {alone}"
        yield f"spoke {back} {view.place} {view.relation}"
    elif person and person == previous.person:
        yield f"same {back}"
        yield f"same {back} {alone}"
        yield f"same {view.place}"
    elif back == 0:
        yield "other here"
        yield f"other here {alone}"
        yield f"other here {view.quote.form}"

"""What rules a speaker out, whatever speaks for them.

These turns are too rare in newspapers to be learned from them, and each of them would print a wrong name: who is told does
not speak, who denies did not say it, and a letter says what its reader does not.
"""

import re

from digest.quotes.candidates import Candidate, Setting
from digest.quotes.phrases import Row
from digest.types import QuoteKind

__all__ = ["is_nobodys", "is_ruled_out", "is_said_by_two"]

# A participle behind a form of "be" is a passive; but whoever "was quoted as saying" said it.
_PASSIVE = re.compile(r"(?:,[^.:;¶Q]{0,40}?,|\([^()¶]{0,16}\)|[it][dNgn]+)?[aX]*X[aX]*S(?!ha?G)")
_BE = frozenset("is are was were be been being am".split())
# "a friend of Tom Brill said", "a sign on the door of Tom Brill said": who stands in the phrase does not speak.
_WITHIN = re.compile(r"d(?:[it][dgn]*[dn])*[it]g?$")
_OWNER_OF_SUBJECT = re.compile(r"d(?:[it][dgn]*[dn])*[aX]*S")
# "after the judge warned:": who stands right before the verb is its subject, and nobody before.
_SUBJECT = re.compile(r"[NdpT][aX]*S(?:[aon]|[it][dNgno]+)*[:,]?$")
_CONJUNCTIONS = frozenset("after before until since as".split())
# "“I can’t breathe,” Gorman said, according to Carr": Gorman said it.
_SAID_ALREADY = re.compile(r",?(?:[Ndp][aX]*S|S[aX]*[Ndp]).*@$")
# "The Courier quoted Tom Brill as saying": who is quoted speaks.
_QUOTED_AS = re.compile(r"([aX]*S)[Ndo](?:h?G|[:,]?Q)")
_QUOTING = frozenset("quoted quotes cited cites".split())
_QUOTED_SOMEBODY = re.compile(
    r"\b(?:quoted|quotes|cited|cites)\s+(?:him|her|them)\s+as\s+saying:?\s*$|\bquoting\s+[^\W\d_]", re.IGNORECASE
)
_WITHIN_RELATIVE = re.compile(r"d(?:[it][dgn]*[dn])*(?:w[XVSI][^.,¶Q]{0,6}|[VS]?i?I)$")
_WITHIN_SPEAKER = re.compile(r"[S@]d(?:[it][dgn]*[dn])*[it]g?$")
_VERB_BEHIND = re.compile(r"[aX]*[SX]")
_TWO_BEHIND = re.compile(r"(?:,n{0,2}[Nd]){0,4},?[an]?cn{0,2}[Nd](?:[aX,]|[it][dNgn]+)*(?:S|$|[.¶,Q])")
_TWO_BEFORE = re.compile(r"N(?:,[dn]+)?,?cn{0,2}$")
# He did not say it, or nobody knows whether he did; just before the verb.
_DENIED = re.compile(
    r"(?:\b(?:never|not|neither|nor|no one|nobody|denied|denies|denying|refused|refuses|refusing|declined|if|unless|whether|without|"
    r"imagined?|(?:should|could|would|might|must) have)\b|n[’']t\b|\bused to\b|^had\b|\bnicht\b|\bnie\b)(?:\s+\S+){0,3}\s*$",
    re.IGNORECASE,
)
_CLAUSE = re.compile(r"[,;:–—]|\band\b|\bbut\b|\bund\b|\baber\b")
# What says something without being anybody.
_WRITING = r"(?:tombstone|plaque|inscription|words?|text|letter|message|note|sign|shirt|t-shirt|banner|poster|placard|e-?mail|headline|slogan|graffiti|sticker|card)s?"
_WRITTEN = re.compile(
    rf"\b{_WRITING}\s+(?:(?:that|which)\s+)?(?:saying|reading|said|says|reads?)[:,]?\s*$|\b{_WRITING}:\s*$|"
    r"\b(?:stood|hung|was (?:written|painted|printed)):?\s*$",
    re.IGNORECASE,
)
_HEARD = re.compile(
    r"\b(?:heard|remember\w*|sang|sings|promise of|accused .{1,60} of)\b[^:]*(?::|saying:?|of)?\s*$", re.IGNORECASE
)
_UNTOLD = re.compile(r"a*[XV][aX]*d?[it]?")
_NO_SPEECH = frozenset(
    "faces faced got gets won wins wore lost received ran runs owns bought sold took built met".split()
)
_DENIED_BEHIND = re.compile(
    r"[^.;“\"\n]{0,40}?\b(?:never (?:said|told|says)|(?:did|does|has|had|would|could) not (?:say|said|tell)|didn[’']t say|"
    r"den(?:ied|ies) (?:saying|having)|(?:refused|declined) to say|(?:might|could|should) have said|imagin(?:ed|es) saying|"
    r"said neither)\b"
)
_WRITTEN_ON = re.compile(
    r",?\s+(?:stood|stand (?:auf|an|in)|hung|was (?:written|painted|printed)|read the (?:letter|sign|banner|note|message))\b"
)
# How far a verb behind a mention is looked for, in phrases, and a denial before a verb of saying, in characters.
_REACH = 60
_DENIED_BEFORE = 60
# "Never has Tom Brill said": how far before the name a sentence may begin, and how much of it is read, in characters.
_NEGATED_BEFORE = 12
_LONGEST = 400


def is_ruled_out(row: Row, candidate: Candidate, quote: Setting) -> bool:
    """Whether a mention cannot be the speaker of a quotation."""
    at = candidate.at
    letters = row.letters
    if candidate.side == "A" and quote.is_introduced and not candidate.path.startswith("b"):
        return True
    if candidate.side == "B" and quote.is_introduced and _is_before_subject(row, candidate):
        return True
    if candidate.side == "A" and ("Q" in candidate.path or _SAID_ALREADY.match(candidate.path)):
        return True
    if letters[at] == "g" and _OWNER_OF_SUBJECT.match(letters, at + 1):
        return True
    if (quoted := _QUOTED_AS.match(letters, at + 1)) and row.phrases[quoted.end(1) - 1].word in _QUOTING:
        return True
    passive = _PASSIVE.match(letters, at + 1, at + _REACH)
    if passive and _is_passive(row, at + 1, passive.end()):
        return True
    before = letters[max(0, at - 12) : at]
    if _WITHIN_SPEAKER.search(before):
        return True
    is_subject = letters[at] in "NdT" and bool(_VERB_BEHIND.match(letters, at + 1))
    return is_subject and bool(_WITHIN.search(before) or _WITHIN_RELATIVE.search(before))


def _is_before_subject(row: Row, candidate: Candidate) -> bool:
    match = _SUBJECT.search(row.letters, max(0, candidate.beside - 10), candidate.beside)
    if match is None or row.sentence_of[match.start()] != row.sentence_of[candidate.beside]:
        return False
    subject = match.start()
    is_within_phrase = row.letter(subject - 1) in "itb" and row.phrases[subject - 1].word not in _CONJUNCTIONS
    return candidate.at < subject and not is_within_phrase


def _is_passive(row: Row, start: int, end: int) -> bool:
    phrases = row.phrases[start:end]
    last = next((phrase.word for phrase in reversed(phrases[:-1]) if phrase.letter == "X"), "")
    return last in _BE and phrases[-1].word.endswith(("ed", "told", "ght"))


def is_said_by_two(row: Row, at: int) -> bool:
    """Whether two people say it: "Tom Brill and Ann Gray said"; which of the words are whose, nobody can tell."""
    letters = row.letters
    if letters[at] != "N":
        return False
    behind = _TWO_BEHIND.match(letters, at + 1, at + 12)
    # "said Ann Gray and nodded" is one, "Ann Gray and Tom Brill nodded" says nothing of who spoke.
    if behind and ("S" in behind[0] or row.letter(at - 1) == "S"):
        return True
    return bool(_TWO_BEFORE.search(letters, max(0, at - 6), at))


def is_nobodys(text: str, row: Row, candidate: Candidate, kind: QuoteKind) -> bool:
    """Whether the words around a quotation say that it is not a speaker's."""
    beside = candidate.beside
    sentence = row.phrases[row.sentence_start[row.sentence_of[beside]]].start
    start, end = row.phrases[beside].start, row.phrases[beside].end
    if (
        _WRITTEN_ON.match(text, end)
        or _DENIED_BEHIND.match(text, end)
        or _is_another_s(text[max(sentence, start - _LONGEST) : start])
    ):
        return True
    if candidate.side != "B" or row.sentence_of[candidate.at] != row.sentence_of[beside]:
        return False
    # "Tom Brill is “a very good boy”": a few words in the writer's sentence, and nothing of speaking.
    if kind is QuoteKind.FRAGMENT and _UNTOLD.fullmatch(candidate.path):
        verb = row.letters.rfind("V", candidate.at, beside)
        if verb < 0 or row.phrases[verb].word in _NO_SPEECH:
            return True
    return _is_denied(text, row, candidate.at, beside, sentence)


def _is_another_s(before: str) -> bool:
    return bool(_WRITTEN.search(before) or _HEARD.search(before) or _QUOTED_SOMEBODY.search(before))


def _is_denied(text: str, row: Row, at: int, beside: int, sentence: int) -> bool:
    verb = max(row.letters.rfind("S", at, beside), row.letters.rfind("G", at, beside))
    if verb < 0:
        return False
    place = row.phrases[verb].start
    begin = max(sentence, row.phrases[at].start - _NEGATED_BEFORE, place - _DENIED_BEFORE)
    return bool(_DENIED.search(_CLAUSE.split(text[begin:place])[-1].lstrip()))

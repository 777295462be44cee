"""Who said it: from the words around a quotation to its speaker.

Rules, surest first; each has the confidence that it earned on development data (docs/quality.md). What no rule reaches
stays without a speaker: a wrong name is the worst thing the digest can print.
"""

import re
from collections import deque
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass

from digest.names import Who, names_in
from digest.quotes.antecedents import Antecedents
from digest.quotes.grammar import FINITE, WORD
from digest.quotes.mentions import Mention, Mentions
from digest.quotes.passages import Passage
from digest.quotes.places import Places
from digest.types import Article, NamedBy, Sentence, Span, Speaker
from digest.verbs import REPORTING_PARTICIPLES, REPORTING_VERBS

__all__ = ["attribute"]

_Confidence = Mapping[NamedBy, float]
_REPORTING = REPORTING_VERBS | REPORTING_PARTICIPLES
# Confidence of each way to find a speaker: its share of right ones on the development set.
_AFTER = {NamedBy.NAME: 0.95, NamedBy.SURNAME: 0.95, NamedBy.PRONOUN: 0.82, NamedBy.ROLE: 0.78}
_BEFORE = {NamedBy.NAME: 0.9, NamedBy.SURNAME: 0.9, NamedBy.PRONOUN: 0.7, NamedBy.ROLE: 0.55}
_PARTICIPLE = {NamedBy.NAME: 0.9, NamedBy.SURNAME: 0.9, NamedBy.PRONOUN: 0.7, NamedBy.ROLE: 0.78}
_ACCORDING = {NamedBy.NAME: 0.9, NamedBy.SURNAME: 0.8, NamedBy.PRONOUN: 0.7, NamedBy.ROLE: 0.9}
_COLON = {NamedBy.NAME: 0.85, NamedBy.SURNAME: 0.9, NamedBy.PRONOUN: 0.7, NamedBy.ROLE: 0.78}
_STANDING = {NamedBy.NAME: 0.8, NamedBy.SURNAME: 0.85, NamedBy.PRONOUN: 0.6, NamedBy.ROLE: 0.5}
_WITHIN = {NamedBy.NAME: 0.7, NamedBy.SURNAME: 0.65, NamedBy.PRONOUN: 0.5, NamedBy.ROLE: 0.5}

_ACCORDING_TO = re.compile(r"[\s,]*\b(?:according to|laut|selon|según|secondo|segundo)\s+", re.IGNORECASE)
# What stands behind a mark and is about another matter: “It stays,” and Ann Gray said she was sorry.
_ANOTHER_CLAUSE = re.compile(
    r"[\s,;–—-]*\b(?:and|but|while|whereas|because|when|if|und|aber|während|et|mais|y|pero)\b", re.IGNORECASE
)
# Who is told or described does not speak; who does it stands behind "by".
_PASSIVE = re.compile(
    r"\b(?:was|were|is|are|been|being|be|got|gets)(?:\s+(?:also|once|often|later|then|\w+ly))?\s*$", re.IGNORECASE
)
_BY = re.compile(r"[^,;:.!?“”\"]{0,40}?\bby\s+", re.IGNORECASE)
# He did not say it, or nobody knows whether he did. Only just before the verb: "he did not wait and said".
_DENIED = re.compile(
    r"(?:\b(?:never|not|neither|nor|no one|nobody|denied|denies|denying|refused|refuses|refusing|declined|if|unless|whether|without|"
    r"(?:should|could|would|might|must) have)\b|n[’']t\b|^had\b)(?:\s+\S+){0,3}\s*$",
    re.IGNORECASE,
)
# "The Courier quoted Tom Brill as saying": who is quoted speaks.
_QUOTED_AS = re.compile(r"\b(?:quoted|quotes|cited|cites)\s+(?=\S[^,;:.]{1,60}\bas\s*$)")
_INFINITIVE = re.compile(r"(?<!\bon )(?<!\bcontinued )\bto\s+$", re.IGNORECASE)
# What says something without being anybody: a shirt, a letter.
_WRITING = r"(?:words?|text|letter|message|note|sign|shirt|t-shirt|banner|poster|placard|statement|e-?mail|headline|slogan|graffiti|sticker|card)s?"
_WRITTEN = re.compile(rf"\b{_WRITING}\s*$", re.IGNORECASE)
_WRITTEN_COLON = re.compile(rf"\b(?:{_WRITING}|(?:heard|remember\w*|sang|sings|chant\w*)\b[^:]*):\s*$", re.IGNORECASE)
_BOTH_BEFORE = re.compile(r"\w\s+(?:and|nor|or|und|et|y|e)\s+$")
_BOTH_AFTER = re.compile(r"\s+(?:and|und|et|y|e)\s+(?=[^\W\d_a-z])")
# How much of a sentence is looked at on either side of a quotation, in characters.
_LONGEST_FRAME = 400
_BEFORE_VERB = 60


@dataclass(frozen=True, slots=True)
class _Found:
    """What a rule says; without a mention, that nobody can be named."""

    mention: Mention | None = None
    confidence: float = 0.0
    evidence: Span | None = None


_NOBODY = _Found()


def attribute(article: Article, passages: Sequence[Passage]) -> tuple[Speaker, ...]:
    """The speakers of an article's quotations, one each."""
    return tuple(_Attribution(article, passages).speakers())


class _Attribution:
    """Goes through the quotations of an article once, in order: who spoke before is who "he" may be."""

    def __init__(self, article: Article, passages: Sequence[Passage]) -> None:
        names = names_in(article.text, article.language)
        self.text = article.text
        self.passages = passages
        self.who = Who(names)
        self.places = Places(article, passages)
        self.mentions = Mentions(article.text, names, article.language)
        self.antecedents = Antecedents(self.places, names, self.who, self.mentions)

    def speakers(self) -> list[Speaker]:
        spoken: deque[tuple[int, Speaker]] = deque()
        for passage in self.passages:
            speaker = self._speaker(self._found(passage), spoken)
            spoken.appendleft((passage.outer[0].start, speaker))
        return [speaker for _, speaker in reversed(spoken)]

    def _found(self, passage: Passage) -> _Found:
        """What the words around a quotation say; those it leads on to first, unless it is introduced right before."""
        first, last = passage.outer[0], passage.outer[-1]
        rules: list[Callable[[], _Found | None]] = [
            lambda: self._after(first.end),
            lambda: self._before(first.start, last.end),
        ]
        if last is not first:
            rules.insert(1, lambda: self._after(last.end))
        if self._is_introduced(first):
            rules.insert(0, rules.pop())
        said = [found for rule in rules if (found := rule())]
        return next((found for found in said if found.mention), said[0] if said else self._standing(first.start))

    def _is_introduced(self, mark: Span) -> bool:
        """Whether a verb of saying or a colon stands right before an opening mark, and no comma leads on behind."""
        words = self.text[max(0, mark.start - _BEFORE_VERB) : mark.start].rstrip()
        last = WORD.findall(words)[-1:]
        is_said = bool(last) and last[0].lower() in _REPORTING and words.rstrip(",").endswith(last[0])
        return self.text[mark.end - 2] != "," and (is_said or words.endswith(":"))

    def _after(self, end: int) -> _Found | None:
        """From the words behind a closing mark: "he said", "said Anna Mare", "according to the police"."""
        limit = self.places.frame_after(end, _LONGEST_FRAME)
        if end >= limit or _ANOTHER_CLAUSE.match(self.text, end, limit):
            return None
        evidence = self.places.sentence(end - 1).span
        if according := _ACCORDING_TO.match(self.text, end, limit):
            return _by(self.mentions.starting_at(according.end(), limit), _ACCORDING, evidence)
        for count, match in enumerate(WORD.finditer(self.text, end, limit)):
            if match[0].lower() not in REPORTING_VERBS:
                continue
            if count:
                return self._said(end, match, limit, evidence, _AFTER)
            if mention := self.mentions.starting_at(match.end(), limit):
                return _NOBODY if self._is_one_of_two(mention) else _by(mention, _AFTER, evidence)
        return None

    def _before(self, start: int, end: int) -> _Found | None:
        """From the words of the sentence before an opening mark: "Mr. Putin has said", "She wrote:"."""
        begin = self.places.frame_before(start, _LONGEST_FRAME)
        if begin >= start:
            return None
        sentence = self.places.sentence(start)
        verbs = [match for match in WORD.finditer(self.text, begin, start) if match[0].lower() in _REPORTING]
        according = _ACCORDING_TO.search(self.text, verbs[-1].end() if verbs else begin, start)
        if according:
            return _by(self.mentions.starting_at(according.end(), start), _ACCORDING, sentence.span)
        for match in reversed(verbs):
            if match[0].lower() in REPORTING_PARTICIPLES:
                return self._saying(sentence, match)
            if (
                agent := _BY.match(self.text, end, end + _BEFORE_VERB)
                if self._is_passive(begin, match.start())
                else None
            ):
                return _by(self.mentions.starting_at(agent.end(), end + _LONGEST_FRAME), _BEFORE, sentence.span)
            if found := self._said(begin, match, start, sentence.span, _BEFORE):
                return found
        return self._from_subject(begin, start, sentence)

    def _said(
        self, begin: int, verb: re.Match[str], limit: int, evidence: Span, confidence: _Confidence
    ) -> _Found | None:
        """By the subject of a verb of saying, in words that begin at `begin`; by its agent if it is a passive."""
        if self._is_denied(begin, verb.start()) or _INFINITIVE.search(self.text, begin, verb.start()):
            return _NOBODY
        if self._is_passive(begin, verb.start()):
            agent = _BY.match(self.text, verb.end(), limit)
            mention = self.mentions.starting_at(agent.end(), limit) if agent else None
            return _by(mention, confidence, evidence) or _NOBODY
        mention = self.mentions.ending_at(begin, verb.start())
        return _NOBODY if mention and self._is_one_of_two(mention) else _by(mention, confidence, evidence)

    def _saying(self, sentence: Sentence, participle: re.Match[str]) -> _Found | None:
        """By the subject of a sentence that goes on with "saying", unless it is somebody or something else that says it."""
        start = max(sentence.span.start, participle.start() - _LONGEST_FRAME)
        before = self.text[start : participle.start()]
        if _WRITTEN.search(before) or before.endswith(" of ") or self._is_denied(start, participle.start()):
            return _NOBODY
        if quoted := _QUOTED_AS.search(before):
            mention = self.mentions.starting_at(start + quoted.end(), start + before.rstrip().rindex("as"))
            is_named = mention is not None and mention.name is not None  # "him" could be anybody.
            return (_by(mention, _PARTICIPLE, sentence.span) if is_named else None) or _NOBODY
        subject = self.antecedents.subject(start, participle.start())
        is_another = self.mentions.name_ending_at(start + len(before.rstrip()))
        return _NOBODY if is_another else _by(subject, _PARTICIPLE, sentence.span)

    def _from_subject(self, begin: int, start: int, sentence: Sentence) -> _Found | None:
        """By whom the sentence is about, where it says nothing of speaking: "She put it down to"."""
        verb = FINITE.search(self.text, begin, start)
        subject = self.mentions.starting_at(begin, verb.start() if verb else start)
        if not subject:
            return None
        words = self.text[begin:start].rstrip()
        if words.endswith(":"):
            return _NOBODY if _WRITTEN_COLON.search(words) else _by(subject, _COLON, sentence.span)
        is_opening = begin == sentence.span.start and subject.named_by is not NamedBy.ROLE
        return _by(subject, _WITHIN, sentence.span) if is_opening else None

    def _standing(self, start: int) -> _Found:
        """A quotation that is a sentence of its own: by who spoke in the sentence before, in the same paragraph."""
        number = self.places.number(start)
        sentence, before = self.places.sentences[number], self.places.sentences[max(0, number - 1)]
        if before is sentence or before.paragraph != sentence.paragraph or sentence.span.start != start:
            return _NOBODY
        begin, end = before.span.start, min(before.span.end, before.span.start + _LONGEST_FRAME)
        verb = next(self.places.verbs_of_saying(begin, end), None)
        return (self._said(begin, verb, end, before.span, _STANDING) if verb else None) or _NOBODY

    def _is_denied(self, begin: int, verb: int) -> bool:
        clause = self.text[max(begin, verb - _BEFORE_VERB) : verb].rsplit(",", 1)[-1]
        return bool(_DENIED.search(clause.lstrip()))

    def _is_passive(self, begin: int, verb: int) -> bool:
        return bool(_PASSIVE.search(self.text, max(begin, verb - _BEFORE_VERB), verb))

    def _is_one_of_two(self, mention: Mention) -> bool:
        """Whether two people say it: "Tom Brill and Ann Gray said"; which of the words are whose, nobody can tell."""
        start, end = mention.span.start, mention.span.end
        both = _BOTH_BEFORE.search(self.text, max(0, start - _BEFORE_VERB), start)
        if both and self.mentions.name_ending_at(both.start() + 1):
            return True
        other = _BOTH_AFTER.match(self.text, end)
        name = self.mentions.name_starting_at(other.end()) if other else None
        if not name:
            return False
        follows = WORD.match(self.text, name.span.end + 1)
        return not follows or not (FINITE.fullmatch(follows[0]) or follows[0].lower() in REPORTING_VERBS)

    def _speaker(self, found: _Found, spoken: Iterable[tuple[int, Speaker]]) -> Speaker:
        mention = found.mention
        if mention is None:
            return Speaker()
        if mention.name:
            name, role = self.who.fullest(mention.name), mention.role
        elif mention.named_by is NamedBy.ROLE:
            name = role = mention.span.of(self.text)
        else:
            name, role = self.antecedents.antecedent(mention, spoken)
        confidence = found.confidence if name else 0.0
        return Speaker(name, mention.span, mention.named_by, role, found.evidence, confidence)


def _by(mention: Mention | None, confidence: _Confidence, evidence: Span) -> _Found | None:
    return _Found(mention, confidence[mention.named_by], evidence) if mention else None

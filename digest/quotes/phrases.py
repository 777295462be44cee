"""An article as rows of phrases, a letter each: who stands where, and next to which verb.

“It stays,” the mayor of Dorn, Ann Gray, said on Friday: becomes ``QdiN,N,Sin.`` What matters for who speaks (names, pronouns,
noun phrases, verbs, quotations, marks) is then a matter of patterns over letters.

=====  ==========================================  =====  =======================================
Q      a quotation                                 w      who, which
T      something else in quotation marks           X      auxiliary: has, would
N      a name                                      S      verb of saying; G "saying"
g      a name's genitive: "Gray’s"                 V      other finite verb; I other form in -ing
d      a noun phrase: "the mayor", "critics"       a      adverb
p      subject pronoun; o any other                n      another word
i      preposition; t "to"; b "by"; @ "according"  ,;:()- themselves
c      and, or; h that, because, when              .      end of a sentence; ¶ of a paragraph
=====  ==========================================  =====  =======================================
"""

import re
from bisect import bisect_left
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from digest.names import Name
from digest.quotes.grammar import classify_in, is_person_noun
from digest.types import Article, NamedBy, Sentence, Span

__all__ = ["Mention", "Phrase", "Row", "write_row"]

# French inverts with a hyphen: in "a-t-elle" and "dit-il" the pronoun is a word of its own.
_TOKEN = re.compile(r"(?<=-)(?:ils?|elles?)\b|[^\W_]+(?=-(?:t-)?(?:ils?|elles?)\b)|[^\W_]+(?:[’'.&-][^\W_]+)*|[^\w\s]")
_ACCORDING = re.compile(r"according to\b|laut\b|zufolge\b|selon\b|según\b|secondo\b|segundo\b", re.IGNORECASE)
_GENITIVE = re.compile(r"[’']s?\b|(?<=s)[’']")
# A noun phrase in the letters of its words: a determiner or genitive, and nouns, with what can stand before them. The
# name at its end is whom it describes; one within it is not.
_NOUN_PHRASE = re.compile(r"[Dg#](?:a?[VIG])?[nKT#N]{1,6}|[Dg]a?[VI]?(?=[.,;:SXwi])|DN|[^Dg#]|.")
# German writes its nouns with a capital: what follows them is a verb.
_GERMAN_NOUN_PHRASE = re.compile(r"[Dg#][an#]{0,4}[KTN]{1,3}(?:D[an]{0,2}[KN]{1,2}(?=[XS,]))?|D(?=[XS.,])|DN|[^Dg#]|.")
# Nouns without a determiner are a noun phrase if they are the subject of a verb.
_BARE = re.compile(
    r"(?:(?<=[.¶,;:(\-hcQT])|^)n{1,6}(?=(?:[it][dNngT]+)*[aX]*[SG])|"
    r"(?<=[.¶])n{1,6}(?=(?:[i][dNngT]+)*a*V)|(?<=QS)n{1,6}(?![nic]{0,5}N)|(?<=@)n{1,6}(?![nic]{0,5}N)"
)
_MODIFIER = re.compile(r"N(n{1,4})(?=N)")
_NO_NOUNS = frozenset("said says told tells asked added".split())


@dataclass(frozen=True, slots=True)
class Mention:
    """Words that stand for somebody.

    Attributes:
        span: Where they stand.
        named_by: What they are.
        name: The name among them, if there is one.
    """

    span: Span
    named_by: NamedBy
    name: Name | None = None


@dataclass(frozen=True, slots=True)
class Phrase:
    """A phrase of a row.

    Attributes:
        letter: What it is.
        start: Where it starts in the text.
        end: Where it ends.
        word: Its head in lower case: the verb, the pronoun, the last word of a noun phrase.
        mention: For N, g, d, p, w and T.
        passage: For Q, the number of the quotation.
    """

    letter: str
    start: int
    end: int
    word: str = ""
    mention: Mention | None = None
    passage: int = -1


class Row:
    """The phrases of an article's standfirst and body.

    Attributes:
        phrases: In order.
        letters: Their letters.
        starts: Where each one starts in the text.
        sentence_of: The number of each one's sentence.
        paragraph_of: The number of each one's paragraph.
        sentence_start: The number of the first phrase of each sentence.
    """

    def __init__(self, phrases: Sequence[Phrase]) -> None:
        """Take the phrases in order."""
        self.phrases = phrases
        self.letters = "".join(phrase.letter for phrase in phrases)
        self.starts = [phrase.start for phrase in phrases]
        self.sentence_of: list[int] = []
        self.paragraph_of: list[int] = []
        self.sentence_start: list[int] = []
        sentence = paragraph = 0
        for number, phrase in enumerate(phrases):
            if sentence == len(self.sentence_start):
                self.sentence_start.append(number)
            self.sentence_of.append(sentence)
            self.paragraph_of.append(paragraph)
            sentence += phrase.letter in ".¶"
            paragraph += phrase.letter == "¶"

    def letter(self, at: int) -> str:
        """The letter at a number; beyond the row, the end of a paragraph."""
        return self.letters[at] if 0 <= at < len(self.letters) else "¶"

    def at(self, place: int) -> int:
        """Number of the first phrase that starts at or behind a place of the text."""
        return bisect_left(self.starts, place)


@dataclass(frozen=True, slots=True)
class _Token:
    letter: str
    start: int
    end: int
    word: str
    name: Name | None = None
    passage: int = -1


def write_row(
    article: Article, sentences: Iterable[Sentence], names: Iterable[Name], quoted: Sequence[tuple[Span, int]]
) -> Row:
    """Write an article's standfirst and body as a row of phrases.

    Args:
        article: The article.
        sentences: Its sentences.
        names: All names of its text.
        quoted: Its passages in quotation marks, with their marks, in order, each with the number of its quotation;
            -1 for what is none.
    """
    tokens = _tokens(article, sentences, {name.span.start: name for name in names}, quoted)
    return Row(_phrases(tokens, german=article.language == "de"))


def _tokens(
    article: Article, sentences: Iterable[Sentence], names: dict[int, Name], quoted: Sequence[tuple[Span, int]]
) -> list[_Token]:
    text = article.text
    classify = classify_in(article.language)
    tokens: list[_Token] = []
    following = iter((*quoted, (Span(len(text), len(text) + 1), -1)))
    passage, number = next(following)
    at = 0
    before: Sentence | None = None
    for sentence in sentences:
        if before and sentence.span.start >= at:
            tokens.append(_end(before, sentence))
        before = sentence
        at = max(at, sentence.span.start)
        while at < sentence.span.end:
            while passage.end <= at:
                passage, number = next(following)
            if passage.start <= at:
                tokens.append(_Token("T" if number < 0 else "Q", passage.start, passage.end, "", None, number))
                at = passage.end
                continue
            stop = min(passage.start, sentence.span.end)
            match = _TOKEN.search(text, at, stop)
            if match is None:
                at = stop
                continue
            tokens.append(_token(text, match, names, classify))
            at = max(match.end(), tokens[-1].end)
    if before:
        tokens.append(_Token("¶", before.span.end, before.span.end, ""))
    return tokens


def _end(sentence: Sentence, following: Sentence) -> _Token:
    letter = "¶" if following.paragraph != sentence.paragraph else "."
    return _Token(letter, sentence.span.end, sentence.span.end, "")


def _token(text: str, match: re.Match[str], names: Mapping[int, Name], classify: Callable[[str], str]) -> _Token:
    start, end = match.span()
    if name := names.get(start):
        genitive = _GENITIVE.match(text, name.span.end)
        if genitive and text[genitive.end() : genitive.end() + 1] == " ":
            return _Token("g", start, genitive.end(), name.last, name)
        return _Token("N", start, name.span.end, name.last, name)
    if according := _ACCORDING.match(text, start):
        return _Token("@", start, according.end(), according[0].lower())
    word = match[0].lower()
    letter = classify(word)
    if letter == "n":
        letter = _noun(match[0])
    return _Token(letter, start, end, word)


def _noun(word: str) -> str:
    if not word[0].isalnum():
        return ""
    return "K" if word[0].isupper() else "#" if word[0].isdigit() else "n"


def _phrases(tokens: Sequence[_Token], *, german: bool) -> list[Phrase]:
    tokens = [token for token in tokens if token.letter]
    letters = "".join(map(_letter_within, tokens, ("", *(token.letter for token in tokens))))
    phrases: list[Phrase] = []
    for match in (_GERMAN_NOUN_PHRASE if german else _NOUN_PHRASE).finditer(letters):
        phrases.extend(_phrases_of(tokens[match.start() : match.end()], match[0], german=german))
    return _with_bare_nouns(_without_modifiers(phrases))


def _letter_within(token: _Token, before: str) -> str:
    """The letter of a word behind another: "his comments" are no verb."""
    is_noun = (
        token.letter == "S" and before in {"D", "g"} and not token.word.endswith("ed") and token.word not in _NO_NOUNS
    )
    return "n" if is_noun else token.letter


def _phrases_of(tokens: Sequence[_Token], letters: str, *, german: bool) -> Iterator[Phrase]:
    if letters[0] not in "Dg#":
        yield from map(_plain, tokens)
        return
    if letters[0] == "g":
        yield _plain(tokens[0])
    last = tokens[-1]
    is_noun = german and letters[0] == "D" and last.name is not None and not last.name.is_full
    if last.letter == "N" and len(tokens) > 1 and not is_noun:
        before = tokens[-2]
        if before.letter == "n" and not is_person_noun(before.word):
            yield _described(tokens[:-1])
            yield _plain(last)
        else:
            yield replace(_plain(last), start=tokens[0].start if letters[0] != "#" else last.start)
    elif letters == "#":
        yield _plain(last)
    elif letters == "D" and last.word == "her":  # "told her," and not "her lawyer"
        yield replace(_plain(last), letter="o")
    elif len(tokens) > 1 or letters == "D":
        yield _described(tokens)


def _described(tokens: Sequence[_Token]) -> Phrase:
    start, last = tokens[0].start, tokens[-1]
    return Phrase("d", start, last.end, last.word, Mention(Span(start, last.end), NamedBy.ROLE))


def _plain(token: _Token) -> Phrase:
    mention = None
    if token.name:
        mention = _named(token.name)
    elif token.letter == "T":
        mention = Mention(Span(token.start, token.end), NamedBy.ROLE)
    elif token.letter in "pw":
        mention = Mention(Span(token.start, token.end), NamedBy.PRONOUN)
    letter = "n" if token.letter in "K#" else token.letter
    return Phrase(letter, token.start, token.end, token.word, mention, token.passage)


def _named(name: Name) -> Mention:
    return Mention(name.span, NamedBy.NAME if name.is_full else NamedBy.SURNAME, name)


def _without_modifiers(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Make the first name of "Cruz spokesman Rick Tyler" a word like any other."""
    letters = "".join(phrase.letter for phrase in phrases)
    found = list(phrases)
    for match in _MODIFIER.finditer(letters):
        if is_person_noun(phrases[match.end() - 1].word):
            found[match.start()] = replace(phrases[match.start()], letter="n", mention=None)
            found[match.end()] = replace(phrases[match.end()], start=phrases[match.start()].start)
    return found


def _with_bare_nouns(phrases: Sequence[Phrase]) -> list[Phrase]:
    """Make one phrase of the nouns of "critics of the plan said"."""
    letters = "".join(phrase.letter for phrase in phrases)
    found: list[Phrase] = []
    done = 0
    for match in _BARE.finditer(letters):
        first, last = phrases[match.start()], phrases[match.end() - 1]
        found.extend(phrases[done : match.start()])
        found.append(Phrase("d", first.start, last.end, last.word, Mention(Span(first.start, last.end), NamedBy.ROLE)))
        done = match.end()
    found.extend(phrases[done:])
    return found

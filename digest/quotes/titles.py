"""What stands in quotation marks and is a quotation, or a title, a motto, a nickname, a word held at arm's length."""

import re
from collections.abc import Callable, Iterator

from digest.quotes.grammar import classify_in, known_words
from digest.quotes.model import score
from digest.types import Span

__all__ = ["is_quotation", "quotation_features"]

_WORD = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*|[^\w\s]")
_NAMING = frozenset(
    """so-called sogenannte sogenannten sogenannter entitled titled named nicknamed dubbed known called billed branded labeled
    dubbing titel betitelt genannt bekannt intitulé intitulée titulado titulada named heißt namens
    word words term terms phrase slogan motto headline title name nickname begriff wort worte parole motto schlagwort""".split()
)
_WORKS = frozenset(
    """song book novel memoir film movie documentary report album play poem show series program programme podcast column
    episode game ad video single musical article essay blog magazine newspaper exhibition campaign project group band
    hit sitcom comedy drama thriller host hosted starred aired radio television tv news
    buch film roman lied album serie stück zeitung magazin artikel ausstellung sendung show band gruppe partei verein
    unternehmen firma schiff projekt preis""".split()
)
_SMALL = frozenset(
    "a an and as at by for from in of on or the to with is der die das und la le et el y von zu im am".split()
)
_BEFORE, _AFTER = 60, 60
_NAMED = re.compile(
    r"\b(?:so-called|(?:en)?titled|nicknamed|known as|named|sogenannte\w*|so genannte\w*|betitelte?|namens|genannt|intitulée?s?|titulad[oa]|"
    r"intitolat[oa]|soi-disant|llamad[oa]s?|cosiddett[oaie]|chamad[oa]s?)\s*$",
    re.IGNORECASE,
)
# Japanese: 「…」と述べた.
_QUOTING_PARTICLE = "と"
_SHORT = 2
# Numbers of words that count as one class.
_SIZES = (0, 1, 2, 3, 4, 5, 6, 8, 12)
_LONG = 20
# "he shouted" behind a closing mark and a comma.
_SAID = re.compile(r",?[pKnD]{0,3}S")
# "he told “Fox and Friends”", "a banner read “Leave Our Water Alone”"
_NO_LEADS = frozenset("read reads reading called calls told tells tell".split())
_SPEAKS = frozenset("i we you my our us me i'm i’m we're we’re it's it’s don't don’t ich wir uns".split())


def is_quotation(text: str, outer: Span, inside: Span, paragraph: Span, language: str) -> bool:
    """Whether what stands in quotation marks is somebody's words."""
    if _NAMED.search(text, max(paragraph.start, outer.start - _BEFORE), outer.start):
        return False
    return score("quotation", quotation_features(text, outer, inside, paragraph, language), language) > 0


def quotation_features(text: str, outer: Span, inside: Span, paragraph: Span, language: str) -> list[str]:
    """What speaks for and against a passage being somebody's words."""
    return ["always", *_within(inside.of(text), language), *_around(text, outer, inside, paragraph, language)]


def _within(words: str, language: str) -> Iterator[str]:
    classify = classify_in(language)
    tokens = [match[0] for match in _WORD.finditer(words)]
    plain = [token for token in tokens if token[0].isalnum()]
    count = _count(words)
    size = next((size for size in _SIZES if count <= size), _LONG)
    yield f"words {size}"
    end = words[-1:] if words[-1:] in ",.?!;:—–-…" else "none"
    yield f"ends {end}"
    yield f"ends {end} words {min(size, 8)}"
    first = words.lstrip("‘'[(…. ")[:1]
    case = "lower" if first.islower() else "upper" if first.isupper() else "other"
    big = [token for token in plain if token.lower() not in _SMALL]
    titled = (
        count > 0 and bool(big) and all(not token[0].islower() for token in big) and any(t[0].isupper() for t in big)
    )
    shape = "title" if titled and count > 1 else case
    yield f"shape {shape}"
    yield f"shape {shape} words {size}"
    yield f"shape {shape} ends {end}"
    letters = {classify(token.lower()) for token in plain}
    yield from (f"has {letter}" for letter in sorted(letters & set("pXVSoh")))
    if any(token.lower() in _SPEAKS for token in plain):
        yield "speaks"
        yield f"speaks words {min(size, 8)}"
    if plain and classify(plain[0].lower()) != "n":
        yield f"begins {classify(plain[0].lower())} {shape}"
    if re.search(r"[“”‘\"]", words):
        yield "marks within"


def _around(text: str, outer: Span, inside: Span, paragraph: Span, language: str) -> Iterator[str]:
    classify = classify_in(language)
    before = [m[0] for m in _WORD.finditer(text, max(paragraph.start, outer.start - _BEFORE), outer.start)]
    after = [m[0] for m in _WORD.finditer(text, outer.end, min(paragraph.end, outer.end + _AFTER))]
    count = min(_count(inside.of(text)), 4)
    near = [_letter(word, classify) for word in reversed(before[-2:])] + ["¶"] * 2
    next_ = [_letter(word, classify) for word in after[:5]] + ["¶"] * 5
    is_particle = bool(after) and after[0].startswith(_QUOTING_PARTICLE)
    if is_particle:
        next_[0] = "S"
    yield f"before {near[0]}"
    yield f"before {near[1]}{near[0]}"
    yield f"before {near[0]} words {count}"
    yield f"after {next_[0]}"
    yield f"after {next_[0]}{next_[1]}"
    yield f"after {next_[0]} words {count}"
    yield f"between {near[0]}Q{next_[0]}"
    lower = [word.lower() for word in before[-6:]]
    said_before = any(classify(word) in "SG" for word in lower)
    leads = near[0] == "S" or (near[0] == ":" and said_before)
    is_said = (leads and before[-1].lower() not in _NO_LEADS) or (near[0] != "i" and bool(_SAID.match("".join(next_))))
    big = [word for word in inside.of(text).split() if word.lower() not in _SMALL]
    if count > _SHORT and not is_said and all(not word[0].islower() for word in big):
        yield "long title"
    if before and near[0] in "SGVXDiahcw" and before[-1].lower() in known_words(language):
        yield f"behind {before[-1].lower()}"
    if not _NAMING.isdisjoint(lower[-3:]):
        yield "named"
    if not _WORKS.isdisjoint(lower[-3:]):
        yield "work before"
    if after and not _WORKS.isdisjoint(word.lower() for word in after[:3]):
        yield "work behind"
    said_after = is_particle or any(classify(word.lower()) in "SG" for word in after[:6])
    yield f"said {'before' * said_before} {'behind' * said_after}"
    yield f"said {'before' * said_before} {'behind' * said_after} words {count}"
    if text[outer.end - 2 : outer.end - 1] == "," or text[outer.end : outer.end + 1] == ",":
        yield f"comma {'behind' * said_after}"


def _count(words: str) -> int:
    """How many words; of a script without spaces, a third of its characters."""
    return max(len(words.split()), len(words) // 3 if not words.isascii() and " " not in words else 0)


def _letter(word: str, classify: Callable[[str], str]) -> str:
    letter = classify(word.lower())
    if letter != "n":
        return letter
    if not word[0].isalnum():
        return word if word in ".?!\"“”’'" else "*"
    if word.endswith(("'s", "’s")):
        return "g"
    return "K" if word[0].isupper() else "#" if word[0].isdigit() else "n"

"""Sentences: where one ends and the next begins.

A rule splitter with exact offsets: it returns spans and never changes a character. It goes through the marks that can
end a sentence and asks of each what stands around it. Three decisions make it fit for news:

* A paragraph ends a sentence, always.
* There is no boundary within quotation marks or brackets. A quotation of several sentences stays with the words that
  say whose it is; cut apart, its middle would read as the outlet's own assertion.
* When in doubt there is no boundary: a sentence too long is dull, half a sentence is false.

Measured against libraries on a table of hard cases: docs/quality.md.
"""

import re
from collections.abc import Iterator, Sequence

from digest.languages import FUNCTION_WORDS
from digest.marks import Quoted, find_quoted
from digest.types import Article, Sentence, Span
from digest.verbs import REPORTING_VERBS

__all__ = ["sentences_of", "split_sentences"]

# Marks that can end a sentence, the closing marks after them, and the white space after those.
_OPENERS = "\"“„‟‘‚'«»‹›「『(\\[{¿¡"
_CLOSERS = "\"”“’'»«›‹」』)\\]}"
_MARKS = ".!?…‽؟۔।;\u037e"
# Without “, which in these scripts only opens.
_WIDE_CLOSERS = "\"”’'»›」』)\\]}）】"
# Possessive, and only from the first mark of a run: a line of a million points costs one pass.
_END = re.compile(
    rf"(?<![{_MARKS}])(?P<mark>[{_MARKS}]++)(?P<close>[{_CLOSERS}]*+(?:[ \u00a0\u202f]»)?)\s+"
    rf"|(?P<wide>[。！？｡]++)(?P<wide_close>[{_WIDE_CLOSERS}]*+)\s*"
    r"|\s(?=[•▪►●◦‣]\s)"
)
_NEXT_WORD = re.compile(rf"[{_OPENERS}–—-]*\s?(?P<word>[^\W_]+(?:[’'.-][^\W_]+)*)")
_LAST_TOKEN = re.compile(rf"[^\s{_OPENERS}/–—]*$")
# No abbreviation is longer; looking back no further keeps the cost linear.
_LONGEST_TOKEN = 20

# Before a name or a number; never the last word of a sentence.
_TITLES = frozenset(
    """mr mrs ms mx dr prof rev fr gen col lt maj capt cmdr cdr adm sgt cpl pvt sen rep reps sens gov pres atty hon
    ee κ κα messrs supt det insp cllr brig vs v cf e.g i.e viz ph.d mt ft lt.col maj.gen lt.gen brig.gen
    hr frl dipl.-ing ing mag bzw z.b d.h u.a i.d.r sog ca vgl inkl zzt z.zt o.ä s.o mio mrd nr
    mme mlle mm dra sra srta srs sres sr dña dn excmo av p.ej p.ex dott sig sigg ing avv on geom arch
    г гг ул им т.е т.д т.п др проф акад см стр млн млрд тыс руб коп""".split()
)
_COURTESY = frozenset({"mr", "mrs", "ms", "miss", "dr", "prof"})
# Often the last word of a sentence, as often not: what follows decides.
_COMMON = frozenset(
    """jr sr inc ltd co corp bros llc plc est st ave blvd rd dept univ assn approx bn mn ft oz lb al
    jan feb febr mar apr jun jul aug sep sept oct okt nov dec dez mon tue tues wed thu thur thurs fri sat sun
    ala ariz ark calif colo conn del fla ga ill ind kan kans ky la mass md mich minn miss mo mont neb nebr nev okla ont
    ore pa penn tenn tex va vt wash wis wyo que alta ee.uu uu evtl ggf max min std tel str""".split()
)
# An abbreviation only before a number: "No. 10", "Art. 5", "p. 3".
_NUMBERED = frozenset("no nos art arts fig figs vol vols p pp ch sec nr núm núms n.º abs rn bd § стр п ст".split())
# What may follow "5 p.m." within the sentence.
_CLOCK = re.compile(r"[ap]\.m", re.IGNORECASE)
_AFTER_CLOCK = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august
    september october november december jan feb mar apr jun jul aug sept oct nov dec eastern central mountain pacific
    atlantic est edt cst cdt mst mdt pst pdt et ct mt pt gmt utc bst cet cest ist jst aest aedt""".split()
)
_INITIALS = re.compile(r"(?:[^\W\d_]\.-?)+[^\W\d_]")
_ORDINAL_LANGUAGES = frozenset({"de", "da", "no", "fi", "cs", "hu", "pl", "tr"})
_ORDINAL = re.compile(r"\d{1,2}|[IVXLC]+")
_ENUMERATOR = re.compile(r"\(?(?:\d{1,3}|[a-zA-Z]|[ivx]{1,4})\)?")
_CAMEL = re.compile(r"[a-z][A-Z]")
# Japanese after a quotation: "so", "that".
_QUOTING = re.compile(r"と|って|など|との")
# Words that start sentences and nothing else: by these "He lives in the U.S. His wife" is told from "the U.S. Senate".
_MORE_STARTERS = frozenset(
    """according among another asked both critics despite earlier officials others police protesters several
    shares thousands hundreds dozens two three four five six seven eight nine ten today tomorrow yesterday witnesses""".split()
)
_NO_STARTERS = frozenset({"may", "will", "us", "last", "next", "no", "one"})
# "Who knows?” Mr. Tokayev said": after a question or an exclamation the words that say whose it was may follow.
_ATTRIBUTION = re.compile(
    r"(?:(?:[Hh]e|[Ss]he|[Tt]hey|I|[Ww]e)"
    r"|[^\W\d_a-zß-öø-ÿ][\w’'.-]*(?:\s+(?:[^\W\d_a-zß-öø-ÿ][\w’'.-]*|de|del|di|da|van|von|der|al|bin|la|le)){0,5}?)"
    r"\s+(?P<verb>[a-zß-öø-ÿ]+)"
)
_LONGEST_ATTRIBUTION = 80
# Longer single-quoted passages are more likely two apostrophes than a quotation.
_LONGEST_SINGLE = 600
_LONGEST_BRACKET = 400
_BRACKET = re.compile(r"\([^()\n]*\)|\[[^\[\]\n]*\]|（[^（）\n]*）")


def sentences_of(article: Article) -> tuple[Sentence, ...]:
    """The sentences of an article's standfirst and body, in order."""
    paragraphs = article.paragraphs
    return tuple(
        Sentence(span.of(article.text), span, number)
        for number, spans in enumerate(_split(article.text, paragraphs, article.language))
        for span in spans
    )


def split_sentences(text: str, language: str = "") -> tuple[Span, ...]:
    """The sentences of any text, a line being a paragraph.

    Args:
        text: Any text.
        language: ISO 639-1 code; settles a few abbreviations and ordinals.

    Returns:
        Spans in order, each starting and ending with something other than white space.
    """
    lines = [Span(match.start(), match.end()) for match in re.finditer(r"\S[^\n\r\u2028\u2029]*", text)]
    return tuple(span for spans in _split(text, lines, language) for span in spans)


def _split(text: str, paragraphs: Sequence[Span], language: str) -> Iterator[list[Span]]:
    for paragraph, quoted in zip(paragraphs, find_quoted(text, paragraphs), strict=True):
        yield list(_sentences(text, paragraph, _wholes(text, paragraph, quoted), language))


def _wholes(text: str, paragraph: Span, quoted: Sequence[Quoted]) -> list[Span]:
    """Passages that are not cut, in order and apart: quotations, and what stands in brackets."""
    spans = [q.span for q in quoted if q.depth == 0 and _is_whole(text, q)]
    spans += [
        Span(*match.span())
        for match in _BRACKET.finditer(text, paragraph.start, paragraph.end)
        if match.end() - match.start() <= _LONGEST_BRACKET
    ]
    spans.sort()
    merged: list[Span] = []
    for span in spans:
        if merged and span.start < merged[-1].end:
            merged[-1] = Span(merged[-1].start, max(span.end, merged[-1].end))
        else:
            merged.append(span)
    return merged


def _is_whole(text: str, quoted: Quoted) -> bool:
    single = text[quoted.span.start] in "‘'`"
    return not single or quoted.span.end - quoted.span.start <= _LONGEST_SINGLE


def _sentences(text: str, paragraph: Span, wholes: Sequence[Span], language: str) -> Iterator[Span]:
    start = paragraph.start
    ahead = iter(wholes)
    whole = next(ahead, None)
    for match in _END.finditer(text, paragraph.start, paragraph.end):
        end = _end_of(match)
        while whole and whole.end < end:
            whole = next(ahead, None)
        if whole and whole.start < end < whole.end:
            continue
        if whole and whole.end == end and match["wide"] and (whole.start <= start or _QUOTING.match(text, match.end())):
            # 「はい。」と述べた and “好。”他说: what follows a quotation that starts the sentence says whose it is.
            continue
        if _is_boundary(text, start, match, paragraph.end, language):
            yield Span(start, end)
            start = match.end()
    last = len(text[start : paragraph.end].rstrip()) + start
    if start < last:
        yield Span(start, last)


def _end_of(match: re.Match[str]) -> int:
    """Where the sentence ends if this is its end: after the closing marks, before the white space."""
    if match["wide"]:
        return match.end("wide_close")
    return match.end("close") if match["mark"] else match.start()


def _is_boundary(text: str, start: int, match: re.Match[str], limit: int, language: str) -> bool:
    if match.end() >= limit:
        return False
    if match["wide"]:
        return True
    if not match["mark"]:
        return match.start() > start
    mark, close = match["mark"], match["close"]
    if set(mark) <= {";", "\u037e"} and language != "el":
        return False
    following = _NEXT_WORD.match(text, match.end(), min(limit, match.end() + 60))
    word = following["word"] if following else ""
    first = (word or text[match.end()])[0]
    if first.islower() and not _CAMEL.match(word):
        return False
    if mark[-1] in "!?…" or mark == "...":
        return not (close and _is_attribution(text, match.end(), limit))
    if mark == "." and not close:
        token = _last_token(text, start, match.start())
        return _ends_after(token, word, first, starts=start + len(token) == match.start(), language=language)
    return True


def _last_token(text: str, start: int, end: int) -> str:
    match = _LAST_TOKEN.search(text, max(start, end - _LONGEST_TOKEN), end)
    return match[0] if match else ""


def _is_attribution(text: str, start: int, limit: int) -> bool:
    """Whether "Mr. Tokayev said" or the like stands at `start`."""
    match = _ATTRIBUTION.match(text, start, min(limit, start + _LONGEST_ATTRIBUTION))
    return match is not None and match["verb"] in REPORTING_VERBS


def _ends_after(token: str, word: str, first: str, *, starts: bool, language: str) -> bool:
    """Whether a point after `token` ends the sentence when `word` follows it."""
    bare = token.lower()
    if starts and _ENUMERATOR.fullmatch(token):
        return False
    if bare in _NUMBERED:
        return not first.isdigit()
    if bare in _TITLES:
        return False
    if _CLOCK.fullmatch(bare):
        return word.lower() not in _AFTER_CLOCK
    is_initial = len(token) == 1 and token.isalpha()
    if is_initial and (token.islower() or len(word) == 1):
        return len(word) != 1  # "z. B.", "d. h.", "J. R. Halloran"; but "vitamin c. The"
    if is_initial or _INITIALS.fullmatch(token):
        return not word or _starts_sentences(word, language)
    if bare in _COMMON:
        if word.lower() in _COURTESY:
            return True  # "Fergus Ilves Jr. Ms. Marchbank"
        return not first.isdigit() and (not first.isupper() or _starts_sentences(word, language))
    if language in _ORDINAL_LANGUAGES and _ORDINAL.fullmatch(token):
        return _starts_sentences(word, language)
    return True


def _starts_sentences(word: str, language: str) -> bool:
    lower = word.lower()
    if lower in _NO_STARTERS:
        return False
    return lower in FUNCTION_WORDS.get(language, FUNCTION_WORDS["en"]) or lower in _MORE_STARTERS

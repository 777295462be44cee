"""Who said what in a story: the quotations of its outlets, those with the same words taken together."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from difflib import SequenceMatcher
from itertools import combinations

from digest.analysis import Analyst
from digest.edition import StoryQuote
from digest.quotes import pick_quotes
from digest.types import Article, NamedBy, Quote, Span, Speaker
from digest.words import split_words

__all__ = ["quotes_of_story"]

# Of how many articles the quotations are looked at: finding them is most of what a digest costs.
_MOST_ARTICLES = 3
# Two quotations that share this much of the longer one's words, in order, are one; from this many words on, chance is out. One
# that is a part of another is it if it is so much of it, or its beginning.
_SAME = 0.7
_FEWEST_WORDS = 5
_GOOD_PART = 0.4
# Another wording that is longer is not shown.
_LONGEST_VARIANT = 60
_SAME_NAME = 0.8
_SUFFIXES = frozenset({"jr", "sr", "ii", "iii"})
_NO = frozenset("not no never nobody none nicht kein keine nie pas jamais nunca non mai não не нет".split())


@dataclass(slots=True, eq=False)
class _Saying:
    """One quotation, as several outlets have it: the first is the one that is shown."""

    quotes: list[Quote]
    words: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def is_disputed(self) -> bool:
        """Whether outlets give it to different people."""
        known = [quote.speaker for quote in self.quotes if quote.speaker.is_known]
        return any(not _is_one_person(one, other) for one, other in combinations(known, 2))

    def has(self, words: tuple[str, ...]) -> bool:
        """Whether some words are these, or nearly."""
        return any(_is_same(words, mine) for mine in self.words)

    def is_among(self, shown: Sequence[tuple[Article, Span]]) -> bool:
        """Whether one of its outlets' wordings is shown already."""
        return any(
            quote.article == article and span.overlaps(part)
            for quote in self.quotes
            for part in quote.spans
            for article, span in shown
        )

    def as_said_by(self, quote: Quote) -> StoryQuote:
        """The quotation as one outlet has it, with what the others have of it."""
        mine = self.words[self.quotes.index(quote)]
        also: list[Quote] = []
        variants: list[Quote] = []
        shown: list[tuple[str, ...]] = []
        for other, words in zip(self.quotes, self.words, strict=True):
            if other is quote:
                continue
            if _is_part(words, mine) or _is_part(mine, words):
                also.append(other)
            elif _is_same(words, mine) and len(words) <= _LONGEST_VARIANT and words not in shown:
                variants.append(other)
                shown.append(words)
        return StoryQuote(quote, tuple(also), tuple(variants))

    def takes(self, quote: Quote, words: tuple[str, ...]) -> bool:
        """Whether a quotation of another outlet is this one, in the same words or nearly."""
        return all(other.article != quote.article for other in self.quotes) and self.has(words)


def quotes_of_story(
    articles: Sequence[Article],
    shown: Sequence[tuple[Article, Span]],
    count: int,
    *,
    known: Sequence[Article] = (),
    analyst: Analyst | None = None,
) -> tuple[StoryQuote, ...]:
    """The quotations of a story that a reader wants.

    What several outlets carry comes first, then what the first article has, then speakers whom only the others quote.
    Where outlets give the same words to different people, nobody can tell whose they are, and they are left out.

    Args:
        articles: The story's, the one it is told from first, no two with the same text.
        shown: What is shown already: sentences of its summary.
        count: How many at the most.
        known: What readers know already: nothing that is said there is quoted again.
        analyst: Knows their quotations; None to find them out.
    """
    if count < 1:
        return ()
    analyst = analyst or Analyst()
    told = articles[:_MOST_ARTICLES]
    old = [words for article in known for quote in analyst.quotes_of(article) if (words := _words(quote))]
    sayings = [
        saying
        for saying in _sayings(quote for article in told for quote in analyst.quotes_of(article))
        if not saying.is_disputed and not saying.is_among(shown) and not any(saying.has(words) for words in old)
    ]
    picked: list[tuple[Quote, _Saying]] = []
    for quote, saying in _in_order(told, sayings, count):
        is_repeat = any(saying is other for _, other in picked)
        is_heard = any(_is_one_person(quote.speaker, other.speaker) for other, _ in picked)
        if not is_repeat and (not is_heard or quote.article == articles[0]):
            picked.append((quote, saying))
    return tuple(saying.as_said_by(quote) for quote, saying in picked[:count])


def _in_order(articles: Sequence[Article], sayings: Sequence[_Saying], count: int) -> Iterator[tuple[Quote, _Saying]]:
    """The quotations worth showing, those first that several outlets carry, the same in each as `pick_quotes` has them."""
    for is_carried in (True, False):
        for article in articles:
            fit = {
                quote: saying
                for saying in sayings
                if (len(saying.quotes) > 1) is is_carried
                for quote in saying.quotes
                if quote.article == article
            }
            yield from ((quote, fit[quote]) for quote in pick_quotes(tuple(fit), article, count))


def _sayings(quotes: Iterable[Quote]) -> list[_Saying]:
    sayings: list[_Saying] = []
    for quote in quotes:
        words = _words(quote)
        saying = next((saying for saying in sayings if saying.takes(quote, words)), None)
        if saying is None:
            sayings.append(_Saying([quote], [words]))
        else:
            saying.quotes.append(quote)
            saying.words.append(words)
    return sayings


def _is_one_person(one: Speaker, other: Speaker) -> bool:
    """Whether two outlets can mean one person: a description fits anybody, a surname everybody of that name, "J." a John."""
    if NamedBy.ROLE in {one.named_by, other.named_by} and not (_is_name(one) and _is_name(other)):
        return True
    mine, its = _name(one), _name(other)
    if SequenceMatcher(None, mine[-1], its[-1]).ratio() < _SAME_NAME:
        return False
    return len(mine) == 1 or len(its) == 1 or mine[0].startswith(its[0]) or its[0].startswith(mine[0])


def _is_name(speaker: Speaker) -> bool:
    return bool(speaker.name) and speaker.name != speaker.role


def _name(speaker: Speaker) -> list[str]:
    words = [word.strip(".,").casefold() for word in speaker.name.split()]
    return [word for word in words if word not in _SUFFIXES] or [speaker.name]


def _words(quote: Quote) -> tuple[str, ...]:
    return tuple(word.casefold() for text in quote.texts for word in split_words(text))


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    """Whether most words of the longer stand in the shorter, in their order; or the shorter is a good part of the longer."""
    shorter, longer = sorted((one, other), key=len)
    few, many = set(shorter), set(longer)
    if len(shorter) < _FEWEST_WORDS or _is_denied(few) != _is_denied(many):
        return False
    if few <= many and _is_part(shorter, longer):
        return len(shorter) >= _GOOD_PART * len(longer) or longer[: len(shorter)] == shorter
    if len(few & many) < _SAME * len(many):
        return False
    blocks = SequenceMatcher(None, shorter, longer, autojunk=False).get_matching_blocks()
    return sum(block.size for block in blocks) >= _SAME * len(longer)


def _is_denied(words: set[str]) -> bool:
    return not _NO.isdisjoint(words) or any(word.endswith(("n’t", "n't")) for word in words)


def _is_part(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether some words stand within others, in a row."""
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))

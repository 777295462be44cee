"""Who said what in a story: the quotations of its outlets, those with the same words taken together."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field

from digest.edition import StoryQuote
from digest.quotes import find_quotes, pick_quotes
from digest.types import Article, Quote, Span
from digest.words import split_words

__all__ = ["quotes_of_story"]

# Of how many articles the quotations are looked at.
_MOST_ARTICLES = 6
# Two quotations that share this much of the shorter one's words are one; from this many words on, chance is out.
_SAME = 0.7
_FEWEST_WORDS = 5


@dataclass(slots=True, eq=False)
class _Saying:
    """One quotation, as several outlets have it: the first is the one that is shown."""

    quotes: list[Quote]
    words: list[tuple[str, ...]] = field(default_factory=list)

    @property
    def is_disputed(self) -> bool:
        """Whether outlets give it to different people."""
        return len({_surname(quote) for quote in self.quotes if quote.speaker.is_known}) > 1

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
        for other, words in zip(self.quotes, self.words, strict=True):
            if other is not quote:
                (also if _is_part(words, mine) or _is_part(mine, words) else variants).append(other)
        return StoryQuote(quote, tuple(also), tuple(variants))

    def takes(self, quote: Quote, words: tuple[str, ...]) -> bool:
        """Whether a quotation of another outlet is this one, in the same words or nearly."""
        if any(other.article == quote.article for other in self.quotes):
            return False
        return any(_is_same(words, other) for other in self.words)


def quotes_of_story(
    articles: Sequence[Article], shown: Sequence[tuple[Article, Span]], count: int
) -> tuple[StoryQuote, ...]:
    """The quotations of a story that a reader wants.

    What several outlets carry comes first, then what the first article has, then speakers whom only the others quote.
    Where outlets give the same words to different people, nobody can tell whose they are, and they are left out.

    Args:
        articles: The story's, the one it is told from first, no two with the same text.
        shown: What is shown already: sentences of its summary.
        count: How many at the most.
    """
    if count < 1:
        return ()
    told = articles[:_MOST_ARTICLES]
    sayings = [saying for saying in _sayings(told) if not saying.is_disputed and not saying.is_among(shown)]
    picked: list[tuple[Quote, _Saying]] = []
    for quote, saying in _in_order(told, sayings, count):
        heard = {_surname(other) for other, _ in picked}
        is_repeat = any(saying is other for _, other in picked)
        if not is_repeat and (_surname(quote) not in heard or quote.article == articles[0]):
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


def _sayings(articles: Sequence[Article]) -> list[_Saying]:
    sayings: list[_Saying] = []
    for quote in (quote for article in articles for quote in find_quotes(article)):
        words = tuple(word.casefold() for text in quote.texts for word in split_words(text))
        saying = next((saying for saying in sayings if saying.takes(quote, words)), None)
        if saying is None:
            sayings.append(_Saying([quote], [words]))
        else:
            saying.quotes.append(quote)
            saying.words.append(words)
    return sayings


def _is_same(one: tuple[str, ...], other: tuple[str, ...]) -> bool:
    shorter = min(len(one), len(other))
    return shorter >= _FEWEST_WORDS and len(set(one) & set(other)) >= _SAME * len(
        set(one if len(one) == shorter else other)
    )


def _is_part(part: tuple[str, ...], whole: tuple[str, ...]) -> bool:
    """Whether some words stand within others, in a row."""
    return any(whole[at : at + len(part)] == part for at in range(len(whole) - len(part) + 1))


def _surname(quote: Quote) -> str:
    return quote.speaker.name.rsplit(" ", 1)[-1].casefold()

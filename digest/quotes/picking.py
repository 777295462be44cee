"""Which of an article's quotations a reader wants."""

from collections import Counter
from collections.abc import Iterable, Sequence

from digest.types import Article, NamedBy, Quote, QuoteKind, Span
from digest.words import count_words, leans, split_words

__all__ = ["pick_quotes"]

# A quotation shorter than this says little by itself, and a few words within a sentence even less; a longer one is not read.
_SHORTEST = 5
_SHORTEST_FRAGMENT = 8
_LONGEST = 60
# Who is named this often is one of those an article is about.
_OFTEN = 3


def pick_quotes(
    quotes: Sequence[Quote], article: Article, count: int, *, shown: Iterable[Span] = ()
) -> tuple[Quote, ...]:
    """The quotations that a reader wants.

    Only of known speakers; several speakers before one of them twice, statements before fragments, people with a name
    before others, those the article is about first, and nothing that is shown already.

    Args:
        quotes: All of the article's.
        article: What they are from.
        count: How many to pick at the most.
        shown: What of the article is shown already, its summary for one.

    Returns:
        Some of the quotes, in their order.
    """
    seen = tuple(shown)
    fit = [quote for quote in quotes if _is_worth_showing(quote, seen)]
    if not fit:
        return ()
    words = Counter(word.casefold() for word in split_words(article.text))
    headline = (
        {word.casefold() for word in split_words(article.title.of(article.text))} if article.title else set[str]()
    )
    times: Counter[str] = Counter()
    ranked: list[tuple[int, bool, bool, int, int]] = []
    for number, quote in enumerate(fit):
        name = quote.speaker.name
        surname = name.split()[-1].casefold()
        matters = (surname in headline) + (words[surname] >= _OFTEN)
        is_unnamed = quote.speaker.named_by is NamedBy.ROLE and quote.speaker.role == name
        ranked.append((times[name], quote.kind is QuoteKind.FRAGMENT, is_unnamed, -matters, number))
        times[name] += 1
    return tuple(fit[number] for number in sorted(number for *_, number in sorted(ranked)[: max(count, 0)]))


def _is_worth_showing(quote: Quote, shown: Sequence[Span]) -> bool:
    length = sum(map(count_words, quote.texts))
    is_shown = any(span.overlaps(other) for span in quote.spans for other in shown)
    # "his father said": whose father, nobody can tell where the quotation stands alone.
    is_told_apart = quote.speaker.is_known and not leans(quote.speaker.name)
    shortest = _SHORTEST_FRAGMENT if quote.kind is QuoteKind.FRAGMENT else _SHORTEST
    return is_told_apart and shortest <= length <= _LONGEST and not is_shown

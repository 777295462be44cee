"""Quotations: what was said, who said it, and which of it is worth showing."""

from collections.abc import Iterable, Sequence

from digest.quotes.attribution import attribute
from digest.quotes.passages import find_passages
from digest.types import Article, Quote, QuoteKind, Span
from digest.words import count_words

__all__ = ["find_quotes", "pick_quotes"]

# A quotation shorter than this says little by itself; a longer one is not read.
_SHORTEST = 5
_LONGEST = 60
# "his father said": whose father, nobody can tell where the quotation stands alone.
_WHOSE = frozenset({"his", "her", "their", "its", "our", "my"})


def find_quotes(article: Article) -> tuple[Quote, ...]:
    """The direct quotations of an article's body, in order, each with its speaker.

    Titles, mottos and single words held at arm's length are not among them.
    """
    passages = find_passages(article)
    speakers = attribute(article, passages) if passages else ()
    return tuple(
        Quote(article, passage.inside, speaker, passage.kind)
        for passage, speaker in zip(passages, speakers, strict=True)
    )


def pick_quotes(quotes: Sequence[Quote], shown: Iterable[Span], count: int) -> tuple[Quote, ...]:
    """The quotations that a reader wants.

    Only of known speakers; several speakers before one of them twice, statements before fragments, and nothing that the
    summary says already.

    Args:
        quotes: Of one article.
        shown: What of that article is shown already.
        count: How many to pick at the most.

    Returns:
        Some of the quotes, in their order.
    """
    seen = tuple(shown)
    fit = [quote for quote in quotes if _is_worth_showing(quote, seen)]
    times: dict[str, int] = {}
    ranked: list[tuple[int, bool, int]] = []
    for number, quote in enumerate(fit):
        before = times.get(quote.speaker.name, 0)
        times[quote.speaker.name] = before + 1
        ranked.append((before, quote.kind is QuoteKind.FRAGMENT, number))
    return tuple(fit[number] for number in sorted(number for *_, number in sorted(ranked)[:count]))


def _is_worth_showing(quote: Quote, shown: Sequence[Span]) -> bool:
    length = sum(map(count_words, quote.texts))
    is_shown = any(span.overlaps(other) for span in quote.spans for other in shown)
    is_told_apart = quote.speaker.is_known and quote.speaker.name.split()[0].lower() not in _WHOSE
    return is_told_apart and _SHORTEST <= length <= _LONGEST and not is_shown

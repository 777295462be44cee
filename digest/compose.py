"""Articles -> Digest: which of them make it, in which order, and what is shown of each."""

import math
from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from urllib.parse import urlsplit

from digest.quotes import find_quotes, pick_quotes
from digest.sentences import sentences_of
from digest.stories import StoryGroup, group_stories
from digest.summarizers import choose
from digest.types import Article, Citation, Digest, Kind, Length, Quote, Skipped, SkipReason, Span, Story, Window

__all__ = ["make_digest"]


@dataclass(frozen=True, slots=True)
class _Budget:
    """What a length gives room for.

    Attributes:
        stories: How many; None for all of them.
        sentences: To a story's summary, at the most.
        words: To a story's summary, at the most.
        quotes: To a story, at the most.
    """

    stories: int | None
    sentences: int
    words: int
    quotes: int


# Five to eight stories is what a digest in chat holds; 90 words is what people read of one (docs/quality.md).
_BUDGETS = {
    Length.BRIEF: _Budget(stories=5, sentences=1, words=40, quotes=1),
    Length.STANDARD: _Budget(stories=8, sentences=3, words=90, quotes=2),
    Length.FULL: _Budget(stories=None, sentences=3, words=90, quotes=3),
}
_NEVER = datetime.min.replace(tzinfo=UTC)
# Twice as many outlets count as much as being this much newer.
_A_DOUBLING = timedelta(hours=6)
# In how many further articles of a story speakers are looked for.
_MOST_QUOTED = 6


def make_digest(
    articles: Iterable[Article],
    *,
    now: datetime,
    window: Window | None = None,
    length: Length = Length.STANDARD,
    method: str = "default",
    shown: Collection[str] = (),
    most: int | None = None,
) -> Digest:
    """Make a digest: articles grouped into stories, the newest and most widely reported first.

    Args:
        articles: In any order. The same article twice counts once; undated ones come last.
        now: Aware; when the digest is made.
        window: Leave out what is dated outside it; undated articles are kept.
        length: How many stories, and how much of each.
        method: How to summarize; one of `digest.summarizers.methods()`, or "default".
        most: How many stories at the most, whatever the length; as many as it gives room for if not given.
        shown: Ids of articles to leave out because its readers have seen them.

    Returns:
        The stories, and under `skipped` every article that is not among them, with the reason.

    Raises:
        UnknownMethod: If there is no such method.
    """
    budget = _BUDGETS[length]
    skipped: list[Skipped] = []
    fresh: dict[str, Article] = {}
    for article in articles:
        if article.id in fresh:
            skipped.append(_skipped(article, "the same article once more", SkipReason.REPEATED))
        elif why := _outside(article, window):
            skipped.append(_skipped(article, why, SkipReason.OUTSIDE))
        elif article.id in shown:
            skipped.append(_skipped(article, "shown here before", SkipReason.SHOWN))
        else:
            fresh[article.id] = article
    groups = sorted(group_stories(fresh.values()).stories, key=_rank, reverse=True)
    told = groups[: min(budget.stories or len(groups), len(groups) if most is None else most)]
    why = f"more than the {len(told)} stories of a {length} digest"
    left = (article for group in groups[len(told) :] for article in group.articles)
    skipped += [_skipped(article, why, SkipReason.NO_ROOM) for article in left]
    return Digest(tuple(_story(group, budget, method) for group in told), tuple(skipped), now, window)


def _rank(group: StoryGroup) -> datetime:
    """When a story's newest article appeared, and later for each doubling of the outlets that report on their own."""
    newest = max((article.published for article in group.articles if article.published), default=_NEVER)
    return newest if newest is _NEVER else newest + _A_DOUBLING * math.log2(group.independent)


def _outside(article: Article, window: Window | None) -> str:
    """Why an article is not in the window; empty if it is, or is undated."""
    if window is None or article.published is None or window.start <= article.published < window.end:
        return ""
    return "older than this digest covers" if article.published < window.start else "newer than this digest covers"


def _skipped(article: Article, why: str, reason: SkipReason) -> Skipped:
    return Skipped(_headline(article).text, why, article.url, reason)


def _headline(article: Article) -> Citation:
    """The headline or, without one, what comes first."""
    sentences = sentences_of(article)
    return Citation(article, article.title or (sentences[0].span if sentences else article.paragraphs[0]))


def _story(group: StoryGroup, budget: _Budget, method: str) -> Story:
    """Tell a story from the newest of its articles that is whole and news; the others give their quotations and names."""
    main = min(group.articles, key=lambda article: (article.excerpt_only, article.kind is not Kind.NEWS))
    articles = (main, *(article for article in group.articles if article is not main))
    sentences = sentences_of(main)
    headline = _headline(main)
    chosen = choose(sentences, main.language, method, budget.sentences, budget.words)
    summary = [sentences[index].span for index in chosen if sentences[index].span != headline.span]
    return Story(
        id=group.id,
        articles=articles,
        headline=headline,
        summary=tuple(Citation(main, span) for span in summary),
        quotes=_quotes(articles, summary, budget.quotes),
        outlets=tuple(dict.fromkeys(filter(None, map(_outlet, articles)))) or ("",),
        independent=group.independent,
    )


def _quotes(articles: Sequence[Article], shown: Sequence[Span], count: int) -> tuple[Quote, ...]:
    """The quotations of a story: those of the article it is told from, then those of speakers whom only others quote."""
    main, *others = articles
    found = list(pick_quotes(find_quotes(main), main, count, shown=shown))
    for article in others[:_MOST_QUOTED]:
        if len(found) >= count:
            break
        heard = {_surname(quote) for quote in found}
        new = (quote for quote in pick_quotes(find_quotes(article), article, count) if _surname(quote) not in heard)
        found += list(new)[: count - len(found)]
    return tuple(found)


def _surname(quote: Quote) -> str:
    return quote.speaker.name.rsplit(" ", 1)[-1].casefold()


def _outlet(article: Article) -> str:
    """The outlet's name, else its host, else nothing that can be said."""
    return article.source.outlet or (urlsplit(article.url).hostname or "").removeprefix("www.")

"""Articles -> Digest: which of them make it, in which order, and what is shown of each."""

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from digest.quotes import find_quotes, pick_quotes
from digest.sentences import sentences_of
from digest.summarizers import choose
from digest.types import Article, Citation, Digest, Length, Skipped, SkipReason, Story, Window

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
    """Make a digest: the newest articles first, a story of each.

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
    # Sorting is stable: what came first among articles of one time stays first.
    newest = sorted(fresh.values(), key=lambda article: article.published or _NEVER, reverse=True)
    told = newest[: min(budget.stories or len(newest), len(newest) if most is None else most)]
    why = f"more than the {len(told)} stories of a {length} digest"
    skipped += [_skipped(article, why, SkipReason.NO_ROOM) for article in newest[len(told) :]]
    stories = tuple(_story(article, budget, method) for article in told)
    return Digest(stories, tuple(skipped), now, window)


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


def _story(article: Article, budget: _Budget, method: str) -> Story:
    sentences = sentences_of(article)
    headline = _headline(article)
    chosen = choose(sentences, article.language, method, budget.sentences, budget.words)
    summary = [sentences[index].span for index in chosen if sentences[index].span != headline.span]
    return Story(
        id=article.id,
        articles=(article,),
        headline=headline,
        summary=tuple(Citation(article, span) for span in summary),
        quotes=pick_quotes(find_quotes(article), article, budget.quotes, shown=summary),
        outlets=(_outlet(article),),
        independent=1,
    )


def _outlet(article: Article) -> str:
    """The outlet's name, else its host, else nothing that can be said."""
    return article.source.outlet or (urlsplit(article.url).hostname or "").removeprefix("www.")

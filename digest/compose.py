"""Articles -> Digest: which of them make it, in which order, and what is shown of each."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from urllib.parse import urlsplit

from digest.analysis import Analysis, Analyst
from digest.edition import (
    Digest,
    Length,
    Point,
    Preferences,
    Skipped,
    SkipReason,
    Story,
    StoryQuote,
    Style,
    Window,
)
from digest.errors import UnknownMethod
from digest.filters import first_match
from digest.meanings import Embed
from digest.points import tell, with_news
from digest.ranking import News, Ranked, ranked
from digest.stories import StoryGroup, group_stories, voices_of
from digest.story_quotes import quotes_of_story
from digest.summarizers import methods
from digest.terms import Rarity, cosine, vectors_of
from digest.types import Article, Citation, Kind

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
# Of so many headlines, one is most like the others.
_FEWEST_HEADLINES = 2
# Topics stand above stories where there are this many stories, and of this many topics two or more.
_ENOUGH_STORIES = 6
_ENOUGH_TOPICS = 2


def make_digest(
    articles: Iterable[Article],
    *,
    now: datetime,
    window: Window | None = None,
    length: Length = Length.STANDARD,
    style: Style = Style.SUMMARY,
    method: str = "default",
    shown: Collection[str] = (),
    earlier: Iterable[Article] = (),
    preferences: Preferences | None = None,
    most: int | None = None,
    embed: Embed | None = None,
    analyses: Mapping[str, Analysis] | None = None,
) -> Digest:
    """Make a digest: articles grouped into stories, the newest and most widely reported first.

    Args:
        articles: In any order. The same article twice counts once; undated ones come last.
        now: Aware; when the digest is made.
        window: Leave out what is dated outside it; undated articles are kept.
        length: How many stories, and how much of each.
        style: How they are told; headlines alone have neither summary nor quotations.
        method: How to summarize; one of `digest.summarizers.methods()`, or "default".
        shown: Ids of articles to leave out because its readers have seen them.
        earlier: Articles that its readers have seen: what is told of their stories is only what is new since.
        preferences: What its readers want more of and what none of; None for nothing in particular.
        most: How many stories at the most, whatever the length; as many as it gives room for if not given.
        embed: Tells what texts mean, so that stories are found by more than their words; None for words alone.
        analyses: What is known of articles, by their revisions, see `analyse`; of others, what is needed is found out. The
            digest is the same with them and without.

    Returns:
        The stories, and under `skipped` every article that is not among them, with the reason.

    Raises:
        UnknownMethod: If there is no such method.
        ValueError: If the time of an article has no zone.
    """
    if method != "default" and method not in methods():
        raise UnknownMethod(method, methods())
    budget = _BUDGETS[length]
    wishes = preferences or Preferences()
    analyst = Analyst(analyses)
    sorting = _Sorting(window, {article.id: article for article in earlier}, frozenset(shown), wishes)
    for article in articles:
        sorting.take(article)
    index = group_stories([*sorting.earlier.values(), *sorting.fresh.values()], embed=embed, analyses=analyses)
    groups = index.stories
    rarity = index.rarity
    news = [one for group in groups if (one := sorting.news_of(group, rarity, analyst))]
    room = min(budget.stories or len(news), len(news) if most is None else most)
    told = ranked(news, now, wishes, room)
    ids = {one.news.id for one in told}
    for article in (article for one in news if one.id not in ids for article in one.articles):
        sorting.skip(article, f"more than the {room} stories of a {length} digest", SkipReason.NO_ROOM)
    topics = _topics(told)
    stories = tuple(_story(one, budget, style, method, rarity, analyst) for _, some in topics for one in some)
    headings = tuple((topic, len(some)) for topic, some in topics) if len(topics) > 1 else ()
    story_of = {article.id: group.id for group in groups for article in group.articles}
    skipped = tuple(_skipped(*skip, story_of.get(skip[0].id, ""), analyst) for skip in sorting.skipped)
    return Digest(stories, skipped, now, window, style, headings)


class _Sorting:
    """What is given, parted into what is new, what was there before, and what is left out."""

    def __init__(
        self, window: Window | None, earlier: dict[str, Article], shown: frozenset[str], wishes: Preferences
    ) -> None:
        self.earlier = earlier
        self.fresh: dict[str, Article] = {}
        self.skipped: list[tuple[Article, str, SkipReason]] = []
        self._window = window
        self._wishes = wishes
        self._shown = shown | earlier.keys()
        self._given: set[str] = set()

    def skip(self, article: Article, why: str, reason: SkipReason) -> None:
        """Leave an article out."""
        self.skipped.append((article, why, reason))

    def take(self, article: Article) -> None:
        """Take an article in; what its readers have seen, and what is older, is kept to tell its story by.

        Raises:
            ValueError: If its time has no zone.
        """
        if article.published and article.published.tzinfo is None:
            message = f"the time of article {article.id} has no zone; give one, as in datetime(..., tzinfo=UTC)"
            raise ValueError(message)
        why, is_older = _outside(article, self._window)
        if article.id in self._given:
            self.skip(article, "the same article once more", SkipReason.REPEATED)
        elif article.id in self._shown:
            self.skip(article, "shown here before", SkipReason.SHOWN)
            self.earlier.setdefault(article.id, article)
        elif filtered := self._filtered(article):
            self.skip(article, filtered, SkipReason.FILTERED)
        elif why:
            self.skip(article, why, SkipReason.OUTSIDE)
            if is_older:
                self.earlier[article.id] = article
        else:
            self.fresh[article.id] = article
        self._given.add(article.id)

    def _filtered(self, article: Article) -> str:
        """Why the readers' filters leave an article out; empty if they don't."""
        if hidden := first_match(self._wishes.hidden, article):
            return f"hidden here by the filter “{hidden.text}”"
        if self._wishes.only and not first_match(self._wishes.only, article):
            return "not about what alone is wanted here"
        return ""

    def news_of(self, group: StoryGroup, rarity: Rarity, analyst: Analyst) -> News | None:
        """What is new of a story; None if nothing is. Of one that was shown, the texts that say something new."""
        shown = tuple(one for one in group.articles if one.id in self._shown and one.id in self.earlier)
        fresh = [new for some in group.prints if (new := tuple(one for one in some if one.id in self.fresh))]
        best = {min(new, key=_worth): new for new in fresh}
        news = list(best) if not shown or not best else with_news(list(best), shown, rarity, analyst)
        for article in (article for one, new in best.items() if one not in news for article in new):
            self.skip(article, "nothing new since its story was shown here", SkipReason.SHOWN)
        prints = [best[one] for one in news]
        earlier = tuple(article for article in group.articles if article.id in self.earlier)
        return News(group.id, tuple(prints), earlier, shown) if prints else None


def _outside(article: Article, window: Window | None) -> tuple[str, bool]:
    """Why an article is not in the window, and whether it is older; no reason if it is in it, or is undated."""
    if window is None or article.published is None or window.start <= article.published < window.end:
        return "", False
    is_older = article.published < window.start
    return f"{'older' if is_older else 'newer'} than this digest covers", is_older


def _topics(told: Sequence[Ranked]) -> list[tuple[str, list[Ranked]]]:
    """Stories by topic, in the order of the first of each; one nameless group if there are too few of them."""
    times = Counter(one.topic.casefold() for one in told if one.topic)
    shared = {topic for topic, count in times.items() if count > 1}
    if len(told) < _ENOUGH_STORIES or len(shared) < _ENOUGH_TOPICS:
        return [("", list(told))]
    groups: dict[str, tuple[str, list[Ranked]]] = {}
    for one in told:
        is_dated = any(article.published for article in one.news.articles)
        key = one.topic.casefold() if is_dated and one.topic.casefold() in shared else ""
        groups.setdefault(key, (one.topic if key else "", []))[1].append(one)
    return list(groups.values())


def _skipped(article: Article, why: str, reason: SkipReason, story: str, analyst: Analyst) -> Skipped:
    # The page's own address: the one that a feed gave may have a key in it.
    url = article.canonical_url or article.url
    return Skipped(_headline(article, analyst).text, why, url, reason, story, _outlet(article))


def _headline(article: Article, analyst: Analyst) -> Citation:
    """The headline or, without one, what comes first."""
    if article.title:
        return Citation(article, article.title)
    sentences = analyst.sentences_of(article)
    return Citation(article, sentences[0].span if sentences else article.paragraphs[0])


def _texts(news: News, rarity: Rarity) -> list[Article]:
    """One article of each text, first the one that gives the headline; news before opinion and advertising, whole before excerpts.

    Of three and more such, the headline most like the others has it; of fewer, the newest. Opinion and advertising tell a
    story only where there is nothing else.
    """
    found = sorted(_newest_first(min(articles, key=_worth) for articles in news.prints), key=_worth)
    told = [article for article in found if article.kind is found[0].kind]
    best = [article for article in told if _worth(article) == _worth(told[0])]
    if len(best) > _FEWEST_HEADLINES:
        titles = [article.title.of(article.text) if article.title else "" for article in best]
        vectors = vectors_of(titles, best[0].language, rarity)
        likeness = [sum(cosine(one, other) for other in vectors if other is not one) for one in vectors]
        main = best[max(range(len(best)), key=lambda number: likeness[number])]
        told = [main, *(article for article in told if article is not main)]
    return told


def _newest_first(articles: Iterable[Article]) -> list[Article]:
    return sorted(articles, key=lambda article: article.published or _NEVER, reverse=True)


def _worth(article: Article) -> tuple[bool, bool]:
    return article.kind is not Kind.NEWS, article.excerpt_only


def _story(place: Ranked, budget: _Budget, style: Style, method: str, rarity: Rarity, analyst: Analyst) -> Story:
    """Tell a story: from one outlet by its best sentences, from several by those that they share."""
    news = place.news
    texts = _texts(news, rarity)
    headline = _headline(texts[0], analyst)
    articles = (texts[0], *(article for article in _newest_first(news.articles) if article is not texts[0]))
    points: tuple[Point, ...] = ()
    quotes: tuple[StoryQuote, ...] = ()
    if style is not Style.HEADLINES:
        points = tell(
            texts,
            method=method,
            max_sentences=budget.sentences,
            max_words=budget.words,
            known=news.shown,
            rarity=rarity,
            analyst=analyst,
        )
        # Of an update, what is new is told even where it is the headline for want of another.
        points = tuple(point for point in points if news.shown or point.citation != headline)
        shown = [(point.citation.article, point.citation.span) for point in points]
        quotes = quotes_of_story(texts, shown, budget.quotes, known=news.shown, analyst=analyst)
    return Story(
        id=news.id,
        articles=articles,
        headline=headline,
        summary=points,
        quotes=quotes,
        outlets=tuple(dict.fromkeys(filter(None, map(_outlet, articles)))) or ("",),
        independent=len(voices_of(news.prints)),
        topic=place.topic,
        earlier=news.earlier,
        is_update=bool(news.shown),
        why=place.why,
    )


def _outlet(article: Article) -> str:
    """The outlet's name, else its host, else nothing that can be said."""
    return article.source.outlet or (urlsplit(article.url).hostname or "").removeprefix("www.")

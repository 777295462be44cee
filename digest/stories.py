"""Which articles tell the same story, and which are the same text printed twice.

Each article is compared with the few that share its rarer words (likeness.py), so that ten thousand cost about ten times
what a thousand do. They are joined to stories by the mean of the probabilities of all pairs (average linkage, Sokal &
Michener 1958); reprints are found by their smallest hashes first (MinHash, Broder 1997) and count as one text.
"""

import heapq
import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from itertools import islice
from typing import Any

from digest.analysis import Analysis, Analyst
from digest.likeness import (
    MEANING_WEIGHTS,
    MOST_DAYS,
    PAIR_WEIGHTS,
    Likeness,
    day_of,
    is_reprint,
    likenesses,
    look_at,
    may_be_one,
    probability,
)
from digest.meanings import Embed, Meanings, meaning_text
from digest.terms import Rarity, cosine
from digest.types import Article

__all__ = ["StoryGroup", "StoryIndex", "group_stories", "pairs_of", "voices_of"]

# The least mean probability of a story's pairs, and what counts as none at all; swept .3 to .7 on three sets.
_TOGETHER = 0.3
_NOTHING = 0.02
# With how many others an article is compared, and in how many a word may stand to lead to them.
_MOST_NEIGHBOURS = 40
_COMMON = 100
_MOST_IN_MEANING = 10
# How many of a text's hashes lead to its reprints, and how many texts are looked at.
_SKETCH = 24
_MOST_TEXTS = 5


@dataclass(frozen=True, slots=True)
class StoryGroup:
    """The articles of one story.

    Attributes:
        id: Stable name: the id of the first of its articles that was known.
        articles: Newest first; undated ones last.
        prints: The same articles by text: those of one tuple print the same words.
        independent: How many of the texts are of outlets of their own: reprints, and papers of one publisher, count once.
    """

    id: str
    articles: tuple[Article, ...]
    prints: tuple[tuple[Article, ...], ...]
    independent: int


class StoryIndex:
    """Articles and the stories they tell. `group_stories` makes one and adds to it."""

    def __init__(self, embed: Embed | None = None) -> None:
        """Begin without any; with what tells what texts mean, if there is a model."""
        self._embed = embed
        self._meanings = Meanings()
        self._entries: dict[str, Likeness] = {}
        self._postings: dict[str, dict[str, float]] = defaultdict(dict)
        self._counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
        self._story_of: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._texts: Counter[str] = Counter()
        self._same_text: dict[str, str] = {}
        self._order: dict[str, int] = {}
        self._sketches: dict[int, str] = {}

    def __len__(self) -> int:
        """How many articles there are."""
        return len(self._entries)

    @property
    def stories(self) -> tuple[StoryGroup, ...]:
        """All stories, in the order in which they were first known."""
        return tuple(self._group(story) for story in self._members)

    @property
    def rarity(self) -> Rarity:
        """How rare each word is among the articles that are there now."""
        return Rarity(self._counts[0], len(self))

    def story_of(self, article: Article) -> StoryGroup:
        """The story of an article.

        Raises:
            KeyError: If it is not in the index.
        """
        return self._group(self._story_of[article.id])

    def _group(self, story: str) -> StoryGroup:
        articles = [self._entries[one].article for one in self._members[story]]
        newest = sorted(articles, key=_newness, reverse=True)
        prints: dict[str, list[Article]] = {}
        for article in newest:
            prints.setdefault(self._text_of(article.id), []).append(article)
        return StoryGroup(story, tuple(newest), tuple(map(tuple, prints.values())), len(voices_of(prints.values())))

    def _text_of(self, article: str) -> str:
        text = self._same_text.get(article, article)
        return text if text in self._entries else article

    def add(self, articles: Iterable[Article], analyst: Analyst | None = None) -> None:
        """Join articles to the stories that are there, or to new ones; by what is known of them, if anything is."""
        new = [article for article in _once(articles) if article.id not in self._entries]
        pairs = self._enter(new, analyst or Analyst())
        weights = MEANING_WEIGHTS if self._embed else PAIR_WEIGHTS
        links = [(one, other, probability(likenesses(one, other, words), weights)) for one, other, words in pairs]
        self._join([article.id for article in new], links)

    def _enter(self, new: Sequence[Article], analyst: Analyst) -> list[tuple[Likeness, Likeness, float]]:
        """Take articles in, and pair each with those it is compared with; with how alike the words of the two are."""
        seen = [analyst.traits_of(article) for article in new]
        for traits in seen:
            for count, terms in zip(self._counts, traits.terms, strict=True):
                count.update(set(terms))
        total = len(self._entries) + len(new)
        rarities = [Rarity(count, total) for count in self._counts]
        meanings = self._embedded(new)
        pairs: list[tuple[Likeness, Likeness, float]] = []
        for article, traits in zip(new, seen, strict=True):
            entry = look_at(article, traits, rarities)
            entry.meaning = meanings.get(article.id)
            self._entries[article.id] = entry
            self._order[article.id] = len(self._order)
            if text := self._printed_before(entry):
                self._same_text[article.id] = text
                continue
            pairs += [(entry, other, words) for other, words in self._neighbours(entry)]
            for word, weight in entry.words.items():
                self._postings[word][article.id] = weight
        return pairs

    def _embedded(self, new: Sequence[Article]) -> dict[str, Any]:
        """What new articles mean, if there is a model."""
        if not self._embed or not new:
            return {}
        ids, vectors = [article.id for article in new], self._embed([meaning_text(article) for article in new])
        self._meanings.add(ids, vectors)
        return dict(zip(ids, vectors, strict=True))

    def forget(self, before: datetime) -> None:
        """Drop the stories whose newest article is older."""
        day = before.timestamp() / 86_400
        old = [story for story in self._members if self._newest(story) < day]
        for story in old:
            del self._texts[story]
            for article in self._members.pop(story):
                self._leave(article)
        if old:
            self._meanings.forget(self._meanings.ids - self._entries.keys())
            self._sketches = {run: text for run, text in self._sketches.items() if text in self._entries}
            kept = {
                word: {article: weight for article, weight in found.items() if article in self._entries}
                for word, found in self._postings.items()
            }
            self._postings = defaultdict(dict, {word: found for word, found in kept.items() if found})

    def _leave(self, article: str) -> None:
        entry = self._entries.pop(article)
        del self._story_of[article]
        self._same_text.pop(article, None)
        # How rare a word is goes by the articles that are left.
        for count, vector in zip(self._counts, entry.vectors, strict=True):
            count.subtract(vector.keys())

    def _newest(self, story: str) -> float:
        days = [day for one in self._members[story] if (day := self._entries[one].day) is not None]
        return max(days, default=math.inf)

    def _neighbours(self, entry: Likeness) -> list[tuple[Likeness, float]]:
        """The articles whose words are most like an article's, of its language and its days; and how alike these are."""
        shared: dict[str, float] = defaultdict(float)
        for word, weight in entry.words.items():
            found = self._postings.get(word)
            if found and len(found) <= _COMMON:
                for other, its in found.items():
                    shared[other] += weight * its
        nearby = (self._entries[other] for other in _greatest(shared, _MOST_NEIGHBOURS * 2))
        fit = list(islice((one for one in nearby if may_be_one(entry, one)), _MOST_NEIGHBOURS))
        fit += [one for one in self._near_in_meaning(entry) if one not in fit and may_be_one(entry, one)]
        alike = [(one, cosine(entry.words, one.words)) for one in fit]
        for one, likeness in alike:
            entry.meet(likeness)
            one.meet(likeness)
        return alike

    def _near_in_meaning(self, entry: Likeness) -> list[Likeness]:
        """The articles that mean most nearly the same and were there before, if there is a model."""
        if entry.meaning is None:
            return []
        found = self._meanings.nearest(entry.meaning, _MOST_IN_MEANING + 1)
        nearest = [pair for pair in found if pair[0] != entry.article.id][:_MOST_IN_MEANING]
        entry.tenth_in_meaning = nearest[-1][1] if len(nearest) == _MOST_IN_MEANING else 0.0
        known = [other for other, _ in nearest if other in self._entries and other not in self._same_text]
        return [self._entries[other] for other in known]

    def _printed_before(self, entry: Likeness) -> str:
        """The article whose text an article reprints; empty if it is its own. Found by its smallest hashes (MinHash)."""
        sketch = entry.runs[:_SKETCH]
        shared = Counter(self._sketches[run] for run in sketch if run in self._sketches)
        for text, _ in shared.most_common(_MOST_TEXTS):
            earlier = self._entries.get(text)
            if earlier and may_be_one(entry, earlier) and is_reprint(entry, earlier):
                return text
        for run in sketch:
            self._sketches[run] = entry.article.id
        return ""

    def _join(self, new: Sequence[str], links: Iterable[tuple[Likeness, Likeness, float]]) -> None:
        """Average linkage: the two most alike are joined until none are alike enough; two known stories never are."""
        known = set(self._members)
        for article in new:
            self._begin(article)
        sums: dict[str, dict[str, float]] = defaultdict(dict)
        for one, other, share in links:
            a, b = self._story_of[one.article.id], self._story_of[other.article.id]
            if share > _NOTHING and a != b:
                sums[a][b] = sums[b][a] = sums[a].get(b, 0.0) + share
        means = ((self._mean(a, b, sums), a, b) for a in sums for b in sums[a] if a < b)
        heap = [(-mean, a, b) for mean, a, b in means if mean >= _TOGETHER]
        heapq.heapify(heap)
        while heap:
            negative, a, b = heapq.heappop(heap)
            is_stale = a not in self._members or b not in self._members or -negative != self._mean(a, b, sums)
            if is_stale or (a in known and b in known):
                continue
            # The story that was known first keeps its id.
            kept, gone = (a, b) if self._order[a] < self._order[b] else (b, a)
            self._merge(kept, gone, sums)
            for near in sums[kept]:
                first, second = sorted((kept, near))
                if (mean := self._mean(first, second, sums)) >= _TOGETHER:
                    heapq.heappush(heap, (-mean, first, second))

    def _begin(self, article: str) -> None:
        """A story of its own for a new text; a reprint is of the story of its text."""
        text = self._text_of(article)
        story = self._story_of.get(text, article)
        self._story_of[article] = story
        self._members.setdefault(story, []).append(article)
        self._texts[story] += text == article

    def _mean(self, a: str, b: str, sums: dict[str, dict[str, float]]) -> float:
        return sums[a].get(b, 0.0) / max(1, self._texts[a] * self._texts[b])

    def _merge(self, kept: str, gone: str, sums: dict[str, dict[str, float]]) -> None:
        for article in self._members[gone]:
            self._story_of[article] = kept
        self._members[kept] += self._members.pop(gone)
        self._texts[kept] += self._texts.pop(gone)
        for other, total in sums.pop(gone).items():
            del sums[other][gone]
            if other != kept:
                sums[kept][other] = sums[other][kept] = sums[kept].get(other, 0.0) + total


def group_stories(
    articles: Iterable[Article],
    known: StoryIndex | None = None,
    now: datetime | None = None,
    embed: Embed | None = None,
    analyses: Mapping[str, Analysis] | None = None,
) -> StoryIndex:
    """Find out which articles tell the same story.

    Args:
        articles: Any, in any order; those that are known already change nothing.
        known: Stories to join them to; it is added to, and returned. None to begin anew.
        now: Aware; stories that ended more than ten days before are forgotten. None to forget none.
        embed: Tells what texts mean, where stories are begun anew; None for words alone.
        analyses: What is known of articles, by their revisions; of others, what is needed is found out.

    Returns:
        All stories. A story keeps its id whatever joins it later.
    """
    index = StoryIndex(embed) if known is None else known
    index.add(articles, Analyst(analyses))
    if now is not None:
        index.forget(now - timedelta(days=MOST_DAYS))
    return index


def pairs_of(
    articles: Iterable[Article], known: StoryIndex | None = None
) -> list[tuple[Article, Article, dict[str, float]]]:
    """The pairs in which articles are compared, with their likenesses: what the weights are fitted on.

    Args:
        articles: None of which is known yet.
        known: An index that they enter, and that is of no other use afterwards; None for an empty one.
    """
    index = StoryIndex() if known is None else known
    pairs = index._enter(_once(articles), Analyst())  # noqa: SLF001 - its own module
    return [(one.article, other.article, likenesses(one, other, words)) for one, other, words in pairs]


def voices_of(prints: Iterable[Sequence[Article]]) -> list[tuple[Article, ...]]:
    """Texts that are one voice, taken together: reprints of one text, and what one publisher or one outlet prints."""
    groups: list[tuple[set[str], tuple[Article, ...]]] = []
    for articles in prints:
        owners = {owner for article in articles for owner in (article.source.publisher, article.source.outlet) if owner}
        owners = owners or {articles[0].id}
        joined = [group for group in groups if group[0] & owners]
        groups = [group for group in groups if not group[0] & owners]
        together = (
            owners.union(*(theirs for theirs, _ in joined)),
            (*(a for _, some in joined for a in some), *articles),
        )
        groups.append(together)
    return [articles for _, articles in groups]


def _greatest(values: Mapping[str, float], count: int) -> list[str]:
    """The names of the greatest values, the greatest first; of equal ones, the later name first."""
    if len(values) > count:
        # Most are let go by their value alone, which is quicker than to put all in order.
        least = sorted(values.values())[-count]
        values = {name: value for name, value in values.items() if value >= least}
    best = [(value, name) for name, value in values.items()]
    return [name for _, name in sorted(best, reverse=True)[:count]]


def _once(articles: Iterable[Article]) -> list[Article]:
    return list({article.id: article for article in articles}.values())


def _newness(article: Article) -> float:
    day = day_of(article)
    return -math.inf if day is None else day

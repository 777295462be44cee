"""Which articles tell the same story, and which are the same text printed twice.

Two articles are compared by what they say (words, weighed by how rare they are), whom and which numbers they name, how
their headlines are spelled, and how far apart they appeared; ten fitted weights make a probability of it. Articles are
joined to stories by the mean of the probabilities of all pairs (average linkage, Sokal & Michener 1958). An article is
compared only with the few that share its rarer words, so that ten thousand cost ten times what a thousand do.
"""

import heapq
import math
import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from zlib import crc32

from digest.languages import FUNCTION_WORDS
from digest.types import Article

__all__ = ["PAIR_WEIGHTS", "StoryGroup", "StoryIndex", "group_stories", "pairs_of"]

PAIR_WEIGHTS = {
    "always": -2.56,
    "words": 5.86,
    "names": 4.87,
    "numbers": 2.56,
    "headline letters": 6.85,
    "headline letters, no text": 5.70,
    "words beyond neighbours": 6.18,
    "days": -1.95,
    "dated": 2.10,
    "both have text": -1.65,
}
"""What each likeness of two articles adds to the log-odds that they tell one story; fitted by tests/quality/fit_stories.py.

"both have text" was .11 by the fit, and lowered: headlines alone share so few words that the threshold has to be low for
them, and texts need it higher (swept 0 to -1.8 together with the threshold).
"""

# The least mean probability of a story's pairs, and what counts as none at all; swept .3 to .7 on three sets.
_TOGETHER = 0.3
_NOTHING = 0.02
# Articles this far apart are never of one story.
_MOST_DAYS = 10
# How much of an article tells what it is about, in characters; the headline counts twice.
_READ = 1_500
_READ_FOR_NAMES = 1_200
_READ_FOR_NUMBERS = 800
_HAS_TEXT = 200
# With how many others an article is compared, and how common a word may be to lead to them.
_MOST_NEIGHBOURS = 40
_COMMON = 0.1
_LEAST_COMMON = 60
_TENTH = 10
# Two texts that share this much of their runs of three words are one text (Broder 1997).
_REPRINT = 0.5
_RUN = 3
# Headlines of one outlet that are less alike than this are of different stories.
_SAME_HEADLINE = 0.5
# How many of a text's hashes lead to its reprints, and how many texts are looked at.
_SKETCH = 24
_MOST_TEXTS = 5
_LETTERS = 4
_STEM = 6

_WORD = re.compile(r"[^\W_]+(?:[’'.&-][^\W_]+)*")
_UNSPACED = re.compile(r"[\u3041-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af\u0e00-\u0e7f]+")
_NUMBER = re.compile(r"\b\d[\d,.]*\b")
_CAPITALISED = re.compile(r"\b[^\W\d_a-zà-ÿ][\w’'.-]+")
_ENDINGS = ("ingly", "edly", "ings", "ing", "ied", "ies", "ed", "es", "ly", "s")
_NEWS_WORDS = frozenset(
    "said says say new mr mrs ms one two first last year years day days week time people told according also".split()
)

_CALENDAR = frozenset(
    """monday tuesday wednesday thursday friday saturday sunday january february march april may june july august september october
    november december montag dienstag mittwoch donnerstag freitag samstag sonntag""".split()
)
_Vector = dict[str, float]
_Contents = tuple[list[str], list[str], list[str], list[str]]


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

    @property
    def outlets(self) -> tuple[str, ...]:
        """Names of the outlets, each once, in order of the articles."""
        return tuple(dict.fromkeys(article.source.outlet for article in self.articles if article.source.outlet))


@dataclass(slots=True)
class _Entry:
    """What is compared of an article; `near` are its greatest likenesses to others, as a heap."""

    article: Article
    words: _Vector
    names: _Vector
    numbers: _Vector
    letters: _Vector
    runs: frozenset[int]
    day: float | None
    has_text: bool
    near: list[float] = field(default_factory=list)

    @property
    def tenth(self) -> float:
        return self.near[0] if len(self.near) == _TENTH else 0.0


class StoryIndex:
    """Articles and the stories they tell. `group_stories` makes one and adds to it."""

    def __init__(self) -> None:
        """Begin without any."""
        self._entries: dict[str, _Entry] = {}
        self._postings: dict[str, list[tuple[str, float]]] = defaultdict(list)
        self._counts: tuple[Counter[str], ...] = (Counter(), Counter(), Counter(), Counter())
        self._story_of: dict[str, str] = {}
        self._members: dict[str, list[str]] = {}
        self._texts: Counter[str] = Counter()
        self._same_text: dict[str, str] = {}
        self._sketches: dict[int, str] = {}

    def __len__(self) -> int:
        """How many articles there are."""
        return len(self._entries)

    @property
    def stories(self) -> tuple[StoryGroup, ...]:
        """All stories, in the order in which they were first known."""
        return tuple(self._group(story) for story in self._members)

    def story_of(self, article: Article) -> StoryGroup:
        """The story of an article.

        Raises:
            KeyError: If it is not in the index.
        """
        return self._group(self._story_of[article.id])

    def _group(self, story: str) -> StoryGroup:
        articles = [self._entries[one].article for one in self._members[story]]
        newest = sorted(articles, key=lambda article: _day(article) or -math.inf, reverse=True)
        prints: dict[str, list[Article]] = {}
        for article in newest:
            prints.setdefault(self._text_of(article.id), []).append(article)
        return StoryGroup(story, tuple(newest), tuple(map(tuple, prints.values())), _independent(prints.values()))

    def _text_of(self, article: str) -> str:
        text = self._same_text.get(article, article)
        return text if text in self._entries else article

    def add(self, articles: Iterable[Article]) -> None:
        """Join articles to the stories that are there, or to new ones."""
        new = [article for article in _once(articles) if article.id not in self._entries]
        pairs = self._enter(new)
        links = [(one, other, _probability(_likenesses(one, other))) for one, other in pairs]
        self._join([article.id for article in new], links)

    def _enter(self, new: Sequence[Article]) -> list[tuple[_Entry, _Entry]]:
        """Take articles in, and pair each with those it is compared with."""
        seen = [_contents(article) for article in new]
        for contents in seen:
            for count, terms in zip(self._counts, contents, strict=True):
                count.update(set(terms))
        total = len(self._entries) + len(new)
        pairs: list[tuple[_Entry, _Entry]] = []
        for article, contents in zip(new, seen, strict=True):
            entry = _entry(article, contents, self._counts, total)
            self._entries[article.id] = entry
            if text := self._printed_before(entry):
                self._same_text[article.id] = text
                continue
            pairs += [(entry, other) for other in self._neighbours(entry, total)]
            for word, weight in entry.words.items():
                self._postings[word].append((article.id, weight))
        return pairs

    def forget(self, before: datetime) -> None:
        """Drop the stories whose newest article is older."""
        day = before.timestamp() / 86_400
        old = [story for story in self._members if self._newest(story) < day]
        for story in old:
            del self._texts[story]
            for article in self._members.pop(story):
                del self._entries[article], self._story_of[article]
                self._same_text.pop(article, None)
        if old:
            for word, found in list(self._postings.items()):
                kept = [pair for pair in found if pair[0] in self._entries]
                if kept:
                    self._postings[word] = kept
                else:
                    del self._postings[word]

    def _newest(self, story: str) -> float:
        days = [day for one in self._members[story] if (day := self._entries[one].day) is not None]
        return max(days, default=math.inf)

    def _neighbours(self, entry: _Entry, total: int) -> list[_Entry]:
        """The articles whose words are most like an article's, of its language and its days."""
        most = max(_LEAST_COMMON, int(_COMMON * total))
        shared: dict[str, float] = defaultdict(float)
        for word, weight in entry.words.items():
            found = self._postings.get(word, ())
            if len(found) <= most:
                for other, its in found:
                    shared[other] += weight * its
        best = heapq.nlargest(_MOST_NEIGHBOURS * 2, shared.items(), key=lambda pair: (pair[1], pair[0]))
        nearby = [self._entries[other] for other, _ in best]
        fit = [one for one in nearby if _may_be_one(entry, one)][:_MOST_NEIGHBOURS]
        for one in fit:
            likeness = _dot(entry.words, one.words)
            for nearest in (entry.near, one.near):
                (heapq.heappush if len(nearest) < _TENTH else heapq.heappushpop)(nearest, likeness)
        return fit

    def _printed_before(self, entry: _Entry) -> str:
        """The article whose text an article reprints; empty if it is its own. Found by its smallest hashes (MinHash)."""
        sketch = heapq.nsmallest(_SKETCH, entry.runs)
        shared = Counter(self._sketches[run] for run in sketch if run in self._sketches)
        for text, _ in shared.most_common(_MOST_TEXTS):
            earlier = self._entries.get(text)
            if earlier and _may_be_one(entry, earlier) and _jaccard(entry.runs, earlier.runs) >= _REPRINT:
                return text
        for run in sketch:
            self._sketches[run] = entry.article.id
        return ""

    def _join(self, new: Sequence[str], links: Iterable[tuple[_Entry, _Entry, float]]) -> None:
        """Average linkage: the two most alike are joined until none are alike enough; two known stories never are."""
        known = set(self._members)
        for article in new:
            self._begin(article)
        sums: dict[str, dict[str, float]] = defaultdict(dict)
        for one, other, probability in links:
            a, b = self._story_of[one.article.id], self._story_of[other.article.id]
            if probability > _NOTHING and a != b:
                sums[a][b] = sums[b][a] = sums[a].get(b, 0.0) + probability
        heap = [(-self._mean(a, b, sums), a, b) for a in sums for b in sums[a] if a < b]
        heapq.heapify(heap)
        while heap:
            negative, a, b = heapq.heappop(heap)
            if -negative < _TOGETHER:
                return
            is_stale = a not in self._members or b not in self._members or -negative != self._mean(a, b, sums)
            if is_stale or (a in known and b in known):
                continue
            kept, gone = (b, a) if b in known else (a, b)
            self._merge(kept, gone, sums)
            for near in sums[kept]:
                first, second = sorted((kept, near))
                heapq.heappush(heap, (-self._mean(first, second, sums), first, second))

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
    articles: Iterable[Article], known: StoryIndex | None = None, now: datetime | None = None
) -> StoryIndex:
    """Find out which articles tell the same story.

    Args:
        articles: Any, in any order; those that are known already change nothing.
        known: Stories to join them to; it is added to, and returned. None to begin anew.
        now: Aware; stories that ended more than ten days before are forgotten. None to forget none.

    Returns:
        All stories. A story keeps its id whatever joins it later.
    """
    index = StoryIndex() if known is None else known
    index.add(articles)
    if now is not None:
        index.forget(now - timedelta(days=_MOST_DAYS))
    return index


def pairs_of(articles: Iterable[Article]) -> list[tuple[Article, Article, dict[str, float]]]:
    """The pairs of articles that are compared, with their likenesses: what the weights are fitted on."""
    pairs = StoryIndex()._enter(_once(articles))  # noqa: SLF001 - its own module
    return [(one.article, other.article, _likenesses(one, other)) for one, other in pairs]


def _likenesses(one: _Entry, other: _Entry) -> dict[str, float]:
    """How alike two articles are, by the names of `PAIR_WEIGHTS`."""
    words = _dot(one.words, other.words)
    letters = _dot(one.letters, other.letters)
    has_text = float(one.has_text and other.has_text)
    is_dated = one.day is not None and other.day is not None
    return {
        "always": 1.0,
        "words": words,
        "names": _dot(one.names, other.names),
        "numbers": _dot(one.numbers, other.numbers),
        "headline letters": letters,
        "headline letters, no text": letters * (1 - has_text),
        "words beyond neighbours": words - (one.tenth + other.tenth) / 2,
        "days": abs(one.day - other.day) if one.day is not None and other.day is not None else 0.0,
        "dated": float(is_dated),
        "both have text": has_text,
    }


def _entry(article: Article, contents: _Contents, counts: Sequence[Counter[str]], total: int) -> _Entry:
    words, names, numbers, letters = (
        _vector(terms, count, total) for terms, count in zip(contents, counts, strict=True)
    )
    has_text = len(article.text) > _HAS_TEXT
    return _Entry(article, words, names, numbers, letters, _runs(article), _day(article), has_text)


def _probability(alike: dict[str, float]) -> float:
    odds = sum(PAIR_WEIGHTS[name] * value for name, value in alike.items())
    return 1 / (1 + math.exp(-max(-50.0, min(50.0, odds))))


def _may_be_one(one: _Entry, other: _Entry) -> bool:
    languages = {one.article.language, other.article.language} - {""}
    is_near = one.day is None or other.day is None or abs(one.day - other.day) <= _MOST_DAYS
    return (
        one is not other
        and len(languages) <= 1
        and is_near
        and _names_the_same(one, other)
        and not _is_series(one, other)
    )


def _names_the_same(one: _Entry, other: _Entry) -> bool:
    """Whether two texts share a name or a number; among a few articles their common words look rare."""
    if _is_headline(one.article) or _is_headline(other.article) or not one.names or not other.names:
        return True
    return not (one.names.keys().isdisjoint(other.names) and one.numbers.keys().isdisjoint(other.numbers))


def _is_headline(article: Article) -> bool:
    """Whether there is nothing of an article but one line."""
    return "\n" not in article.text


def _is_series(one: _Entry, other: _Entry) -> bool:
    """Whether one outlet puts the same words under headlines of their own: episodes, releases, columns."""
    outlets = {one.article.source.outlet, other.article.source.outlet}
    is_unlike = len(outlets) == 1 and outlets != {""} and _dot(one.letters, other.letters) < _SAME_HEADLINE
    return is_unlike and _jaccard(one.runs, other.runs) >= _REPRINT


def _independent(prints: Iterable[Sequence[Article]]) -> int:
    """How many texts are left if those of one publisher, or one outlet, are taken together."""
    groups: list[set[str]] = []
    for articles in prints:
        owners = {article.source.publisher or article.source.outlet or article.id for article in articles}
        joined = [group for group in groups if group & owners]
        groups = [group for group in groups if not group & owners]
        groups.append(owners.union(*joined))
    return len(groups)


def _once(articles: Iterable[Article]) -> list[Article]:
    return list({article.id: article for article in articles}.values())


def _day(article: Article) -> float | None:
    return article.published.timestamp() / 86_400 if article.published else None


def _contents(article: Article) -> _Contents:
    """Words, names, numbers, and letters of the headline."""
    title = article.title.of(article.text) if article.title else ""
    body = "\n".join(span.of(article.text) for span in article.paragraphs)
    title = title or body[:_READ_FOR_NUMBERS].split("\n", 1)[0]
    lead = f"{title}. {title}. {body[:_READ]}"
    return (
        list(_terms(lead, article.language)),
        list(_names(f"{title}. {body[:_READ_FOR_NAMES]}", article.language)),
        _NUMBER.findall(f"{title} {body[:_READ_FOR_NUMBERS]}"),
        _letters(title),
    )


def _terms(text: str, language: str) -> Iterator[str]:
    ignored = FUNCTION_WORDS.get(language or "en", frozenset()) | _NEWS_WORDS
    for match in _WORD.finditer(text):
        word = match[0].lower()
        if _UNSPACED.match(word):
            yield from (word[at : at + 2] for at in range(max(1, len(word) - 1)))
        elif len(word) > 1 and word not in ignored:
            yield _stem(word, language)


def _stem(word: str, language: str) -> str:
    """A word without its ending: by rules in English, by its first letters in other languages."""
    word = word.removesuffix("’s").removesuffix("'s")
    if language not in {"", "en"}:
        return word[:_STEM]
    for ending in _ENDINGS if len(word) > _STEM - 1 else ("s",):
        if word.endswith(ending) and len(word) - len(ending) >= _RUN and not word.endswith("ss"):
            return word[: -len(ending)] + ("y" if ending in {"ied", "ies"} else "")
    return word


def _names(text: str, language: str) -> Iterator[str]:
    ignored = FUNCTION_WORDS.get(language or "en", frozenset()) | _CALENDAR
    for match in _CAPITALISED.finditer(text):
        word = match[0].strip(".'’-").lower()
        if len(word) >= _RUN and word not in ignored:
            yield _stem(word, language)


def _letters(title: str) -> list[str]:
    padded = f" {' '.join(_WORD.findall(title.lower()))} "
    return [padded[at : at + _LETTERS] for at in range(max(0, len(padded) - _LETTERS + 1))]


def _vector(terms: Sequence[str], counts: Counter[str], total: int) -> _Vector:
    """Terms weighed by how often they stand there and how rare they are (tf-idf, sublinear), of length 1."""
    weights = {
        term: (1 + math.log(times)) * (math.log((1 + total) / (1 + counts[term])) + 1)
        for term, times in Counter(terms).items()
    }
    length = math.sqrt(sum(weight * weight for weight in weights.values())) or 1.0
    return {term: weight / length for term, weight in weights.items()}


def _dot(one: _Vector, other: _Vector) -> float:
    small, large = (one, other) if len(one) <= len(other) else (other, one)
    return sum(weight * large[term] for term, weight in small.items() if term in large)


def _runs(article: Article) -> frozenset[int]:
    told = " ".join(span.of(article.text) for span in article.paragraphs) or article.text
    words = _WORD.findall(told.lower())
    return frozenset(crc32(" ".join(words[at : at + _RUN]).encode()) for at in range(len(words) - _RUN + 1))


def _jaccard(one: frozenset[int], other: frozenset[int]) -> float:
    both = len(one & other)
    return both / (len(one) + len(other) - both) if both else 0.0

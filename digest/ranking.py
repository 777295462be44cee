"""Which stories come first, and why: new ones, widely reported ones, and those their readers care for; not all of one topic."""

import math
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from digest.edition import Preferences
from digest.stories import voices_of
from digest.types import Article

__all__ = ["News", "Ranked", "ranked"]

# Twice as many outlets count as much as being this much newer; what readers asked for comes before a day's other news. Hours.
_A_DOUBLING = 6.0
_AN_INTEREST = 48.0
_MOST_INTERESTS = 2
# Within a day, age counts half: what several outlets tell at night is still the news of the morning.
_DAY, _FADING = 24.0, 0.5
# What a story is set back by for each one of its topic that stands before it, in hours.
_SAME_TOPIC = 3.0
_HOUR = 3600.0
_UNSPACED = re.compile(r"[\u0e00-\u0e7f\u3041-\u30ff\u3400-\u9fff]")
# How much of an article is searched for interests: headline and first sentences, in characters.
_READ = 600
# What content systems file under when nobody chose anything.
_NO_TOPIC = frozenset(
    {"uncategorized", "uncategorised", "news", "latest", "latest news", "home", "top stories", "featured", "all"}
)
_LONGEST_TOPIC = 40


@dataclass(frozen=True, slots=True, eq=False)
class News:
    """What is new of a story.

    Attributes:
        id: The story's.
        prints: Articles by text, each tuple the same words: newest first.
        earlier: What was there before, newest first.
        shown: What of that its readers have seen.
    """

    id: str
    prints: tuple[tuple[Article, ...], ...]
    earlier: tuple[Article, ...] = ()
    shown: tuple[Article, ...] = ()

    @property
    def articles(self) -> tuple[Article, ...]:
        """All that are new, text by text."""
        return tuple(article for articles in self.prints for article in articles)


@dataclass(frozen=True, slots=True)
class Ranked:
    """A story in its place.

    Attributes:
        news: The story.
        topic: What its outlets file it under, as most of them write it; empty if they don't.
        why: Why it stands where it stands, in words.
    """

    news: News
    topic: str
    why: tuple[str, ...]


def ranked(stories: Iterable[News], now: datetime, preferences: Preferences, most: int | None) -> list[Ranked]:
    """The stories that come first, best first.

    Args:
        stories: Any.
        now: Aware.
        preferences: What readers want more of.
        most: How many at the most; None for all.
    """
    waiting: dict[str, list[tuple[tuple[bool, float], News, str, list[str]]]] = defaultdict(list)
    for news in stories:
        score, why = _score(news, now, preferences)
        topic = _topic(news.articles)
        waiting[topic.casefold()].append((score, news, topic, why))
    queues = {topic: deque(sorted(some, key=lambda entry: entry[0], reverse=True)) for topic, some in waiting.items()}
    told: Counter[str] = Counter()
    chosen: list[Ranked] = []
    while queues and (most is None or len(chosen) < most):
        topic = max(queues, key=lambda topic: _set_back(queues[topic][0][0], told[topic] if topic else 0))
        _, news, name, why = queues[topic].popleft()
        if topic and told[topic]:
            why.append(f"set back {_hours(told[topic] * _SAME_TOPIC)}: {told[topic]} of “{name}” before it")
        chosen.append(Ranked(news, name, tuple(why)))
        told[topic] += 1
        if not queues[topic]:
            del queues[topic]
    return chosen


def _set_back(score: tuple[bool, float], times: int) -> tuple[bool, float]:
    return score[0], score[1] - times * _SAME_TOPIC


def _score(news: News, now: datetime, preferences: Preferences) -> tuple[tuple[bool, float], list[str]]:
    """How early a story comes, dated before undated ones, in hours; and why, in words."""
    dates = [article.published for article in news.articles if article.published]
    # A date to come is a calendar's, or a clock that is wrong.
    age = max(0.0, (now - max(dates)).total_seconds() / _HOUR) if dates else 0.0
    why = [f"{_hours(age)} old" if age else "just out"] if dates else ["undated"]
    voices = voices_of(news.prints)
    why.append(f"{len(voices)} independent outlets" if len(voices) > 1 else "1 outlet")
    weights = {article.source.outlet: preferences.weights.get(article.source.outlet, 1.0) for article in news.articles}
    why += [f"{outlet} counts {weight:g} times here" for outlet, weight in weights.items() if weight != 1]
    found = [one for one in preferences.interests if _mentions(news.articles, one)][:_MOST_INTERESTS]
    why += [f"about “{interest}”" for interest in found]
    weight = sum(max(weights[article.source.outlet] for article in articles) for articles in voices)
    faded = min(age, _DAY) * _FADING + max(0.0, age - _DAY)
    return (bool(dates), _A_DOUBLING * math.log2(weight) + _AN_INTEREST * len(found) - faded), why


def _mentions(articles: Sequence[Article], interest: str) -> bool:
    pattern = _word(interest)
    return any(pattern.search(article.text[:_READ].replace("’", "'")) for article in articles)


@cache
def _word(interest: str) -> re.Pattern[str]:
    """An interest as a word of its own; in scripts without spaces, anywhere."""
    words = r"\s+".join(map(re.escape, interest.replace("’", "'").split()))
    return re.compile(words if _UNSPACED.search(interest) else rf"(?<!\w){words}(?!\w)", re.IGNORECASE)


def _topic(articles: Sequence[Article]) -> str:
    """What most of the articles are filed under, as most of those write it."""
    sections = [" ".join(article.section.split()) for article in articles]
    names = [name for name in sections if 0 < len(name) <= _LONGEST_TOPIC and name.casefold() not in _NO_TOPIC]
    if not names:
        return ""
    (commonest, _), *_ = Counter(name.casefold() for name in names).most_common(1)
    (written, _), *_ = Counter(name for name in names if name.casefold() == commonest).most_common(1)
    return written


def _hours(hours: float) -> str:
    if hours < 1:
        return f"{max(1, round(hours * 60))} min"
    return f"{round(hours)} h" if hours < 48 else f"{round(hours / 24)} days"  # noqa: PLR2004 - two days

"""A world of feeds for a simulated day: what each gives at which instant, always the same of the same seed.

An outlet is a host of its own, and has some feeds. How often one has something new lies between once in some days and several times an
hour; half a day more comes than in the other. Most feeds give excerpts, whose pages have 15 to 20 kB. Articles are of paragraphs of the
sample articles, half of which quote somebody, and of sentences of seldom words; no two are the same.
"""

import random
from bisect import bisect_right
from dataclasses import dataclass
from datetime import UTC, datetime
from email.utils import format_datetime
from enum import StrEnum
from functools import cached_property
from html import escape
from itertools import accumulate
from math import cos, exp, pi

from tests.quality.seeds import all_seeds

__all__ = ["Answering", "Feed", "World"]

DAY_S = 24 * 60 * 60.0
# So far back go the entries that feeds list when a day begins.
_BEFORE_S = 30 * DAY_S
_USUAL_A_DAY, _SPREAD, _MOST_A_DAY = 4.0, 1.4, 150.0
# By how much more comes around noon, UTC, than the mean, and less around midnight.
_NOON = 0.6
_FEWEST_LISTED, _MOST_LISTED = 8, 20
_EXCERPTS, _WITHOUT_VALIDATORS = 0.6, 0.15
_SHARES = {"missing": 0.01, "broken": 0.01, "limited": 0.005, "slow": 0.01, "silent": 0.002}
_WORDS, _SELDOM = 20_000, 12
_CHARACTERS, _FEWEST_CHARACTERS, _MOST_CHARACTERS = 2_800, 800, 9_000


class Answering(StrEnum):
    """How a feed's host answers."""

    WELL = "well"
    MISSING = "missing"
    """404."""
    BROKEN = "broken"
    """500."""
    LIMITED = "limited"
    """429: in an hour and a half."""
    SLOW = "slow"
    """In five seconds."""
    SILENT = "silent"
    """Not at all."""


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed.

    Attributes:
        number: Its number in the world.
        host: Of its outlet.
        how: How it answers.
        is_excerpt: Whether the articles stand on their pages only.
        has_validators: Whether it can be asked for what has changed.
        per_day: How many new entries it has in a day, on average.
        listed: How many entries it lists.
    """

    number: int
    host: str
    how: Answering = Answering.WELL
    is_excerpt: bool = False
    has_validators: bool = True
    per_day: float = 0.0
    listed: int = _FEWEST_LISTED


@dataclass(frozen=True)
class World:
    """All feeds.

    Attributes:
        seed: Of everything in it.
        count: How many feeds there are.
        hosts: Of how many outlets.
        start: When the day begins, aware.
        kind: "mixed"; or one kind of feeds alone: "quiet" (never anything new), "same" (likewise, and says so with all it has), "whole" and
            "excerpts" (an entry every hour), "failing".
    """

    seed: int
    count: int
    hosts: int
    start: datetime
    kind: str = "mixed"

    @cached_property
    def feeds(self) -> list[Feed]:
        draw = random.Random(self.seed)  # noqa: S311 - nothing secret, and likewise below
        return [self._feed(number, draw) for number in range(self.count)]

    def _feed(self, number: int, draw: random.Random) -> Feed:
        # Some outlets have many: those that give a feed to whoever wants one.
        host = f"outlet{int(self.hosts * draw.random() ** 1.5)}.example"
        luck, how = draw.random(), Answering.WELL
        for name, share in _SHARES.items():
            if 0 <= luck < share:
                how = Answering(name)
            luck -= share
        per_day = min(_USUAL_A_DAY * exp(draw.gauss(0, _SPREAD)), _MOST_A_DAY)
        is_excerpt, has_validators = draw.random() < _EXCERPTS, draw.random() >= _WITHOUT_VALIDATORS
        listed = draw.randint(_FEWEST_LISTED, _MOST_LISTED)
        match self.kind:
            case "mixed":
                return Feed(number, host, how, is_excerpt, has_validators, per_day, listed)
            case "failing":
                return Feed(number, host, Answering.BROKEN, listed=listed)
            case "quiet" | "same":
                return Feed(number, host, has_validators=self.kind == "quiet", listed=listed)
            case _:
                return Feed(number, host, is_excerpt=self.kind == "excerpts", per_day=24.0, listed=listed)

    def address(self, number: int) -> str:
        """Of a feed."""
        return f"http://{self.feeds[number].host}/{number}/feed"

    def last_asked(self, number: int) -> float:
        """When a feed was read before the day begins, in seconds since the epoch: within the hour before it."""
        return self.start.timestamp() - 3600 * random.Random(f"{self.seed} {number}").random()  # noqa: S311

    def entries(self, number: int, days: float) -> list[float]:
        """When its entries come, in seconds since the epoch, in order: those of before the day, and of so many days from then on."""
        feed, begin = self.feeds[number], self.start.timestamp()
        draw = random.Random(f"{self.seed} entries {number}")  # noqa: S311
        if self.kind in {"whole", "excerpts"}:
            shift = draw.random() * 3600
            return [begin + shift + 3600 * hour for hour in range(-feed.listed, int(days * 24) + 1)]
        # At least what is listed, however long that takes.
        at, times = begin, list[float]()
        while at > begin - _BEFORE_S and len(times) < feed.listed:
            at -= draw.expovariate(max(feed.per_day, 0.2) / DAY_S)
            times.append(at)
        times.reverse()
        at = begin
        while feed.per_day and (at := at + draw.expovariate(feed.per_day * (1 + _NOON) / DAY_S)) < begin + days * DAY_S:
            if draw.random() * (1 + _NOON) < _busy(at):
                times.append(at)
        return times

    def etag(self, number: int, there: int) -> str:
        """What a feed is known by while so many of its entries are there."""
        return f'"{self.seed}-{number}-{there}"'

    def document(self, number: int, times: list[float], now: float) -> bytes:
        """A feed as it is at an instant."""
        feed = self.feeds[number]
        there = bisect_right(times, now)
        items = (self._item(feed, one, times[one]) for one in reversed(range(max(0, there - feed.listed), there)))
        head = f"<title>Outlet {number}</title><link>http://{feed.host}/{number}/</link><description>News</description>"
        space = 'xmlns:content="http://purl.org/rss/1.0/modules/content/"'
        return f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0" {space}><channel>{head}{"".join(items)}</channel></rss>'.encode()

    def _item(self, feed: Feed, entry: int, at: float) -> str:
        title, paragraphs = self._text(feed.number, entry)
        link = f"/{feed.number}/{entry}"
        date = format_datetime(datetime.fromtimestamp(at, UTC))
        if feed.is_excerpt:
            text = f"<description>{paragraphs[0][:200]}</description>"
        else:
            whole = "".join(f"&lt;p&gt;{paragraph}&lt;/p&gt;" for paragraph in paragraphs)
            text = f"<description>{paragraphs[0][:200]}</description><content:encoded>{whole}</content:encoded>"
        return f"<item><title>{title}</title><link>{link}</link><guid isPermaLink='false'>{feed.host}{link}</guid><pubDate>{date}</pubDate>{text}</item>"

    def page(self, number: int, entry: int, at: float) -> bytes:
        """The page of an entry."""
        title, paragraphs = self._text(number, entry)
        date = datetime.fromtimestamp(at, UTC).isoformat()
        text = "".join(f"<p>{paragraph}</p>\n" for paragraph in paragraphs)
        head = f"<title>{title} | Outlet {number}</title><meta property='og:title' content='{title}'><meta property='article:published_time' content='{date}'>"
        return (
            f"<!doctype html><html lang='en'><head><meta charset='utf-8'>{head}{self._head}</head><body>{self._navigation}"
            f"<main><article><h1>{title}</h1><time datetime='{date}'>{date[:10]}</time>{text}</article>{self._aside}</main>{self._foot}</body></html>"
        ).encode()

    def _text(self, number: int, entry: int) -> tuple[str, list[str]]:
        """Headline and paragraphs of an entry, as they stand in HTML."""
        draw = random.Random(hash((self.seed, number, entry)))  # noqa: S311
        words, weights = self._words
        seldom = draw.choices(words, cum_weights=weights, k=3 * _SELDOM)
        size = min(max(_CHARACTERS * exp(draw.gauss(0, 0.5)), _FEWEST_CHARACTERS), _MOST_CHARACTERS)
        known, body = self._paragraphs, [f"{' '.join(seldom[:_SELDOM]).capitalize()}, report {number} {entry}."]
        while size > 0:
            body.append(draw.choice(known))
            size -= len(body[-1])
        body.append(f"{' '.join(seldom[_SELDOM:]).capitalize()}.")
        return f"{' '.join(seldom[:5]).capitalize()} in Dorn {number}-{entry}", body

    @cached_property
    def _paragraphs(self) -> list[str]:
        return [escape(paragraph) for seed in all_seeds() for paragraph in seed.truth["body"]]

    @cached_property
    def _words(self) -> tuple[list[str], list[float]]:
        return [f"w{number}x" for number in range(_WORDS)], [*accumulate(1 / rank for rank in range(1, _WORDS + 1))]

    @cached_property
    def _head(self) -> str:
        return (
            "<script>"
            + "window.dataLayer=window.dataLayer||[];" * 120
            + "</script><style>"
            + ".a{margin:0}" * 200
            + "</style>"
        )

    @cached_property
    def _navigation(self) -> str:
        links = "".join(
            f"<li><a href='/section/{number}' class='nav-link'>Section {number}</a></li>" for number in range(40)
        )
        return f"<header><nav><ul>{links}</ul></nav></header>"

    @cached_property
    def _aside(self) -> str:
        links = "".join(
            f"<li><a href='/story/{number}'><img src='/i/{number}.jpg' alt=''>More of the day, number {number}</a></li>"
            for number in range(25)
        )
        return f"<aside><h2>Read more</h2><ul>{links}</ul></aside>"

    @cached_property
    def _foot(self) -> str:
        return "<footer><p>Subscribe to our newsletter. All rights reserved.</p></footer>"


def _busy(at: float) -> float:
    """How much more comes at an instant than the mean."""
    return 1 - _NOON * cos(2 * pi * (at % DAY_S) / DAY_S)

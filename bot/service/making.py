"""Digests of what is stored, made in a thread; what did not change is made once."""

import asyncio
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from contextlib import nullcontext
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from bot.service.places import Settings
from bot.service.turns import Turns
from bot.store import Scope, Store
from bot.threads import in_thread
from digest import (
    ANALYSIS_VERSION,
    Analysis,
    Article,
    Digest,
    Embed,
    Filter,
    Length,
    Preferences,
    Style,
    Window,
    make_digest,
    read_analysis,
)

__all__ = ["Making", "Stock", "Wish"]

# Some clocks are wrong: so far ahead of ours an article may be dated.
_AHEAD = timedelta(hours=12)
# So many articles of a place are looked at, the newest.
_MOST_ARTICLES = 1_000
# Digests that are made at a time; more would only slow each other, and the answers to everybody else.
_MOST_AT_ONCE = 2
# Of the longest digest: more is a flood in a channel, and nobody reads it.
_MOST_STORIES = 25
# For so long a digest is of now; and so many are kept.
_FRESH = timedelta(minutes=10)
_MOST_KEPT = 64


@dataclass(frozen=True, slots=True)
class Stock:
    """Articles, and what is known of each by its revision."""

    articles: tuple[Article, ...] = ()
    analyses: Mapping[str, Analysis] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Wish:
    """What a digest is to be like.

    Attributes:
        length: How much.
        style: How it tells a story.
        method: How it summarizes.
        about: Words and names whose stories come earlier.
        hidden: What is never shown.
        alone: What alone is shown; everything if there is none.
        span: How far back it goes; None for all there is.
    """

    length: Length = Length.STANDARD
    style: Style = Style.SUMMARY
    method: str = "default"
    about: tuple[str, ...] = ()
    hidden: tuple[Filter, ...] = ()
    alone: tuple[Filter, ...] = ()
    span: timedelta | None = None

    @staticmethod
    def of(settings: Settings, length: Length, style: Style | None = None, span: timedelta | None = None) -> "Wish":
        """What a place wants of every digest."""
        return Wish(
            length,
            style or Style(settings.style),
            settings.method,
            settings.about,
            settings.hidden,
            settings.alone,
            span,
        )


@dataclass(frozen=True, slots=True)
class _Kept:
    """A digest that was made, and of which articles."""

    digest: Digest
    revisions: tuple[str, ...]


class Making:
    """Makes digests."""

    def __init__(self, store: Store, embed: Embed | None = None) -> None:
        """Take where the articles are, and what tells what texts mean, if there is a model."""
        self._store = store
        self._embed = embed
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)
        self._patience = asyncio.Semaphore(_MOST_AT_ONCE - 1)
        self._turns = Turns()
        self._kept: OrderedDict[tuple[Scope, Wish], _Kept] = OrderedDict()

    async def stock(self, scope: Scope, limit: int = _MOST_ARTICLES) -> Stock:
        """The newest articles of a scope."""
        return await self.known(await self._store.articles.newest(limit, scope))

    async def known(self, articles: Iterable[Article]) -> Stock:
        """Articles with what is known of them."""
        found = tuple(articles)
        written = await self._store.analyses.get([one.revision for one in found], ANALYSIS_VERSION)
        return Stock(found, await in_thread(_read, written))

    async def recent(self, feeds: frozenset[str], wish: Wish, now: datetime) -> Digest:
        """A digest of what feeds gave lately; the same as before, if nothing has changed since.

        Args:
            feeds: Their URLs.
            wish: Its span says how far back it goes.
            now: Aware.
        """
        # By the day, so that it is the same scope a minute later; what is too old is left out by its own date.
        day = now.replace(hour=0, minute=0, second=0, microsecond=0)
        scope = Scope(feeds=feeds, since=day - (wish.span or timedelta(days=7)) - timedelta(days=1))
        # Who asks for the same at the same moment waits for it, and does not have it made again.
        async with self._turns.of((scope, wish)):
            revisions = await self._store.articles.revisions(_MOST_ARTICLES, scope)
            kept = self._kept.get((scope, wish))
            if kept and kept.revisions == revisions and abs(now - kept.digest.made_at) < _FRESH:
                self._kept.move_to_end((scope, wish))
                return kept.digest
            digest = await self.digest(await self.stock(scope), wish, now)
            self._kept[scope, wish] = _Kept(digest, revisions)
            if len(self._kept) > _MOST_KEPT:
                self._kept.popitem(last=False)
            return digest

    async def digest(
        self,
        stock: Stock,
        wish: Wish,
        now: datetime,
        *,
        shown: Collection[str] = (),
        earlier: Stock = Stock(),
        most: int = _MOST_STORIES,
        is_patient: bool = False,
    ) -> Digest:
        """A digest, made in a thread; however many ask, few are made at a time.

        Args:
            stock: What it is made of.
            wish: What it is to be like.
            now: Aware.
            shown: Ids of articles that its readers have seen.
            earlier: Articles that they have seen, of which a story may go on.
            most: How many stories at the most.
            is_patient: Whether nobody waits for it, as with what comes by itself: there is always room for who does.
        """
        window = Window(now - wish.span, now + _AHEAD) if wish.span else None
        async with self._patience if is_patient else nullcontext(), self._slots:
            return await in_thread(
                make_digest,
                stock.articles,
                now=now,
                window=window,
                length=wish.length,
                style=wish.style,
                method=wish.method,
                shown=shown,
                earlier=earlier.articles,
                preferences=Preferences(wish.about, hidden=wish.hidden, only=wish.alone),
                most=most,
                embed=self._embed,
                analyses={**earlier.analyses, **stock.analyses},
            )


def _read(written: Mapping[str, str]) -> dict[str, Analysis]:
    return {revision: read_analysis(text) for revision, text in written.items() if text}

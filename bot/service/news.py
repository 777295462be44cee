"""What is new for a place: a digest of what it was not shown before, made once for all places for which it is the same."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.ports import nobody
from bot.problems import Problem
from bot.service.desk import Desk, Trouble
from bot.service.fresh import news_for
from bot.service.making import Making, Wish
from bot.service.places import Settings
from bot.service.sharing import Shared
from bot.store import Given, Scope
from bot.subscriptions import Subscription, dues_between
from digest import Article, Digest, Length

__all__ = ["REMEMBERED", "SCHEDULED", "News"]

REMEMBERED = timedelta(days=7)
"""So long a story that was shown may come back with what is new; and no news is older."""

SCHEDULED = timedelta(hours=36)
"""So far back is looked at least: a feed may list an article hours after its date, and what was shown is known."""

# Of what feeds gave lately, so many articles are looked at.
_MOST_GIVEN = 1_000
# What feeds gave is as good as new for so long; they are not read more often.
_LIVES = timedelta(minutes=1)
# A digest that was made for another place.
_DIGEST_LIVES = timedelta(minutes=10)
# Of each edition that is being made (`bot.deliveries.editions`), as many as there are wishes of its places.
_MOST_KEPT = 32


@dataclass(frozen=True, slots=True)
class _Lately:
    """What some feeds gave from an instant on.

    Attributes:
        since: The instant.
        given: Which feed gave which article, and when.
        revisions: The wordings that count.
        first_read: When each feed was read for the first time, by URL.
    """

    since: datetime
    given: tuple[Given, ...]
    revisions: tuple[str, ...]
    first_read: Mapping[str, datetime | None]


class News:
    """Finds out what is new."""

    def __init__(self, desk: Desk, making: Making) -> None:
        """Take what it works with."""
        self._desk = desk
        self._making = making
        self._refreshed: Shared[Mapping[str, Problem]] = Shared(_LIVES, _MOST_KEPT)
        self._lately: Shared[_Lately] = Shared(_LIVES, _MOST_KEPT)
        self._digests: Shared[Digest] = Shared(_DIGEST_LIVES, _MOST_KEPT)

    async def digest(self, settings: Settings, length: Length) -> tuple[Digest, tuple[Trouble, ...]]:
        """A digest of what a place was not shown before, and what is wrong with its sources."""
        problems = await self._refreshed.get(
            settings.feeds, self._desk.clock(), lambda: self._desk.refresh(settings, nobody)
        )
        now, store, place = self._desk.clock(), self._desk.store, settings.place
        # Not since what was asked for in between, which may have been about one thing alone.
        last = await store.last_message(place, is_delivery=True)
        since = min(now - SCHEDULED, _slot_before(settings.subscription, now), last[1] if last else now)
        lately = await self._of_feeds(settings.feeds, max(since, now - REMEMBERED), now)
        given = {one.article for one in lately.given}
        shown = (await store.shown(place)) & given
        earlier = await store.shown_revisions(place, now - REMEMBERED)
        wish = Wish.of(settings, length)
        # All that the digest hangs on: where all of it is the same, so is the digest.
        key = (settings.feeds, wish, lately.since, lately.revisions, _began(settings, lately), shown, earlier)
        digest = await self._digests.get(key, now, lambda: self._made(settings, wish, lately, shown, now))
        return digest, await self._desk.troubles(settings, problems)

    async def articles(self, settings: Settings, since: datetime, now: datetime) -> tuple[Article, ...]:
        """What came from an instant on that may be news in a place, whether it was shown there or not."""
        return await self._articles(settings, await self._look(settings.feeds, since), now)

    async def _made(
        self, settings: Settings, wish: Wish, lately: _Lately, shown: frozenset[str], now: datetime
    ) -> Digest:
        earlier = await self._desk.store.shown_since(settings.place, now - REMEMBERED)
        news = await self._articles(settings, lately, now)
        return await self._making.digest(
            await self._making.known(news),
            wish,
            now,
            shown=shown,
            earlier=await self._making.known(earlier),
            is_patient=True,
        )

    async def _articles(self, settings: Settings, lately: _Lately, now: datetime) -> tuple[Article, ...]:
        scope = Scope(feeds=settings.feeds, since=lately.since)
        articles = await self._desk.store.articles.newest(_MOST_GIVEN, scope)
        return news_for(settings.read, lately.first_read, lately.given, articles, now - REMEMBERED)

    async def _of_feeds(self, feeds: frozenset[str], since: datetime, now: datetime) -> _Lately:
        # By the hour, so that it is the same for places that were shown something at nearly the same time.
        hour = since.replace(minute=0, second=0, microsecond=0)
        return await self._lately.get((feeds, hour), now, lambda: self._look(feeds, hour))

    async def _look(self, feeds: frozenset[str], since: datetime) -> _Lately:
        store = self._desk.store
        return _Lately(
            since,
            await store.articles.given(feeds, since, _MOST_GIVEN),
            await store.articles.revisions(_MOST_GIVEN, Scope(feeds=feeds, since=since)),
            {source.feed: source.first_read for source in await store.sources.of(feeds)},
        )


def _began(settings: Settings, lately: _Lately) -> frozenset[tuple[str, datetime]]:
    """Since when a place reads its feeds, of those that gave something before that which may not be news there."""
    return frozenset((one.feed, one.added_at) for one in settings.read if one.added_at >= lately.since)


def _slot_before(subscription: Subscription | None, now: datetime) -> datetime:
    """The slot before the one that is due, as far back as anything is remembered: there may have been nothing to post then."""
    if subscription is None:
        return now
    dues = dues_between(subscription, now - REMEMBERED, now)
    return dues[-2].at if len(dues) > 1 else now - REMEMBERED

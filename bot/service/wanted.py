"""The digest that somebody asks for: what they want of it, and what comes of it out of what is stored."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from bot.service.making import Making, Wish
from bot.service.places import Settings
from bot.store import Scope, Store
from bot.typed import read_since
from digest import Digest, Length, Style

__all__ = ["DAY", "Wanted", "length_of", "span_of"]

DAY = timedelta(days=1)
"""So far back somebody wants to see who doesn't say how far."""

_WEEK = timedelta(days=7)
# Nobody keeps more, and before the first year there is no calendar to reckon in.
_LONGEST = timedelta(days=100 * 365)
# Of the articles that have some words, the best.
_MOST_FOUND = 200


@dataclass(frozen=True, slots=True)
class Wanted:
    """What somebody wants of a digest.

    Attributes:
        settings: Of the place; with one source alone, if that is what it is to be of.
        about: What it is to be about; empty for anything.
        length: How much of it.
        style: How it tells a story.
        options: As they were chosen, and those that hold where nothing was; by these it is told from another.
    """

    settings: Settings
    about: str
    length: Length
    style: Style
    options: Mapping[str, str]

    @staticmethod
    def of(settings: Settings, options: Mapping[str, str]) -> "Wanted":
        """What somebody wants who has chosen some options in a place."""
        about, since = (" ".join(options.get(name, "").split()) for name in ("about", "since"))
        length, style = length_of(options), Style(options.get("style", settings.style))
        chosen = {"about": about, "since": since, "length": length.value, "style": style.value}
        source = settings.source_named(about) if about else None
        if source and not source.is_paused:
            settings, about = replace(settings, sources=(source,)), ""
        return Wanted(settings, about, length, style, {name: value for name, value in chosen.items() if value})

    async def digest(self, store: Store, making: Making, now: datetime) -> tuple[Digest, timedelta]:
        """What there is, and how far back it was looked: the last day or, if it has nothing, the last week.

        Raises:
            RequestError: If it can't be told from when on they want it.
        """
        wanted = span_of(self.options, now.astimezone(ZoneInfo(self.settings.zone)))
        span = wanted or DAY
        digest = await self._of(span, store, making, now)
        if not digest.stories and not wanted:
            span = _WEEK
            digest = await self._of(span, store, making, now)
        return digest, span

    async def _of(self, span: timedelta, store: Store, making: Making, now: datetime) -> Digest:
        wish = Wish.of(self.settings, self.length, self.style, span)
        if not self.about:
            return await making.recent(self.settings.feeds, wish, now)
        scope = Scope(feeds=self.settings.feeds, since=now - span - DAY)
        revisions = await store.articles.search(self.about, _MOST_FOUND, scope)
        return await making.digest(await making.known(await store.articles.get(revisions, scope)), wish, now)


def span_of(options: Mapping[str, str], now: datetime) -> timedelta | None:
    """How far back somebody wants to see, by a local time; None if they don't say.

    Raises:
        RequestError: If it can't be told.
    """
    since = options.get("since")
    return min(now - read_since(since, now), _LONGEST) if since else None


def length_of(options: Mapping[str, str]) -> Length:
    """How much somebody wants to see."""
    return Length(options.get("length", Length.STANDARD))

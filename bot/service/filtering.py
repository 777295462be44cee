"""What a place hides, and what alone it shows."""

from datetime import timedelta

from bot.errors import RequestError
from bot.messages import Entry, Heading, Listing, Message, Note, Paragraph, Request, Visibility
from bot.ports import Tell
from bot.service.desk import Desk
from bot.service.places import filters
from bot.store import Scope
from bot.story_blocks import headline_of, outlet_of
from bot.threads import in_thread
from digest import Article, Filter

__all__ = ["Filtering"]

_HIDE, _ONLY = "hide", "only"
_WORDS = {_HIDE: "never shown", _ONLY: "alone shown"}
# Of a place; more would take long to read, and no one would know why something is missing.
_MOST_FILTERS = 50
_WEEK = timedelta(days=7)
_MOST_TESTED, _MOST_SHOWN = 1_000, 8


class Filtering:
    """Manages filters."""

    def __init__(self, desk: Desk) -> None:
        """Take what it works with."""
        self._desk = desk

    async def filter_list(self, request: Request, _: Tell) -> Message:
        """The filters of a place."""
        settings = await self._desk.places.of(request.place)
        entries = [
            Entry(text, _WORDS[kind])
            for kind, texts in ((_HIDE, settings.hide), (_ONLY, settings.only))
            for text in texts
        ]
        if not entries:
            note = Note("/filter add football hides it; /filter add kind:only climate shows nothing else.")
            return Message((Paragraph("Nothing is hidden here."), note), Visibility.PRIVATE)
        return Message((Heading("Filters here", level=1), Listing(tuple(entries))), Visibility.PRIVATE)

    async def filter_add(self, request: Request, _: Tell) -> Message:
        """Add a filter."""
        settings = await self._desk.places.of(request.place)
        kind, wanted = _named(request)
        texts = settings.only if kind == _ONLY else settings.hide
        if wanted.text in texts:
            message = f"“{wanted.text}” is {_WORDS[kind]} here already."
            raise RequestError(message)
        if len(texts) >= _MOST_FILTERS:
            message = f"There are {_MOST_FILTERS} filters here, which is the most; /filter remove takes one away."
            raise RequestError(message)
        await self._desk.places.change(request.place, self._desk.clock(), **{kind: [*texts, wanted.text]})
        return Message((Paragraph(f"“{wanted.text}” is {_WORDS[kind]} here from now on."),), Visibility.PRIVATE)

    async def filter_remove(self, request: Request, _: Tell) -> Message:
        """Take a filter away."""
        settings = await self._desk.places.of(request.place)
        named = " ".join(request.options["filter"].casefold().split())
        for kind, texts in ((_HIDE, settings.hide), (_ONLY, settings.only)):
            left = [text for text in texts if text.casefold() != named]
            if len(left) < len(texts):
                await self._desk.places.change(request.place, self._desk.clock(), **{kind: left})
                return Message((Paragraph(f"“{named}” is no filter here any more."),), Visibility.PRIVATE)
        known = ", ".join(f"“{text}”" for text in (*settings.hide, *settings.only))
        message = f"There is no filter “{named[:60]}” here; there {'are ' + known if known else 'are none'}."
        raise RequestError(message)

    async def filter_test(self, request: Request, _: Tell) -> Message:
        """What a filter would have hidden of the last week, or left."""
        settings = await self._desk.settings(request.place)
        kind, wanted = _named(request)
        scope = Scope(feeds=settings.feeds, since=self._desk.clock() - _WEEK)
        articles = await self._desk.store.articles.newest(_MOST_TESTED, scope)
        found = await in_thread(_matching, wanted, articles)
        told = "would have been hidden" if kind == _HIDE else "would have been left"
        entries = tuple(Entry(headline_of(one), outlet_of(one), is_printed=True) for one in found[:_MOST_SHOWN])
        words = Paragraph(f"{len(found)} of {len(articles)} articles of the last week {told} by “{wanted.text}”.")
        return Message((words, Listing(entries)) if entries else (words,), Visibility.PRIVATE)


def _named(request: Request) -> tuple[str, Filter]:
    """The kind of filter, and the filter.

    Raises:
        RequestError: If it can't be used.
    """
    (wanted,) = filters([request.options["filter"]])
    return request.options.get("kind", _HIDE), wanted


def _matching(wanted: Filter, articles: tuple[Article, ...]) -> list[Article]:
    return [article for article in articles if wanted.matches(article)]

"""Who said what: in a digest, or of a speaker, about something, in an outlet."""

from collections.abc import Iterable, Sequence

from bot.commands import visibility
from bot.errors import RequestError
from bot.messages import Message, Request
from bot.plain import plain
from bot.ports import Tell
from bot.render import quotes_message
from bot.service.desk import Desk
from bot.service.making import Making, Stock
from bot.store import Scope
from bot.threads import in_thread
from digest import Analyst, Article, Quote, pick_quotes, split_words

__all__ = ["Quoting"]

# Quotations of an article, when they are asked for.
_OF_AN_ARTICLE = 5
# Of what is looked for, so many articles are read and so many quotations shown.
_MOST_FOUND, _MOST_SHOWN = 60, 12
# Of what was looked for in vain, so many characters are repeated.
_LONGEST = 60

_Said = tuple[tuple[Article, tuple[Quote, ...]], ...]


class Quoting:
    """Finds quotations."""

    def __init__(self, desk: Desk, making: Making) -> None:
        """Take what it works with."""
        self._desk = desk
        self._making = making

    async def quotes(self, request: Request, _: Tell) -> Message:
        """Who said what in the digest that is meant, else in the last one here; or what was looked for."""
        wanted = {name: request.options.get(name, "").strip() for name in ("by", "about", "outlet")}
        if any(wanted.values()):
            said = await self._looked_for(request, **wanted)
        else:
            articles = await self._desk.cited(await self._desk.message_of(request))
            said = await in_thread(_picked, await self._making.known(articles))
        return quotes_message(said, visibility(request.command, request.options))

    async def _looked_for(self, request: Request, by: str, about: str, outlet: str) -> _Said:
        settings = await self._desk.settings(request.place)
        scope = Scope(feeds=settings.feeds)
        words = " ".join(filter(None, (by, about)))
        store = self._desk.store.articles
        if words:
            articles: Sequence[Article] = await store.get(await store.search(words, _MOST_FOUND, scope), scope)
        else:
            articles = await store.newest(_MOST_FOUND * 5, scope)
        of_outlet = [one for one in articles if outlet.casefold() in one.source.outlet.casefold()]
        said = await in_thread(_matching, await self._making.known(of_outlet), by, about)
        if not said:
            what = ", ".join(
                f"{name} “{plain(value, _LONGEST)}”"
                for name, value in (("by", by), ("about", about), ("in", outlet))
                if value
            )
            message = f"The sources here have no quotation {what} whose speaker is clear."
            raise RequestError(message)
        return said


def _picked(stock: Stock) -> _Said:
    """Articles, each with the quotations worth showing; those without any left out."""
    analyst = Analyst(stock.analyses)
    picked = ((one, pick_quotes(analyst.quotes_of(one), one, _OF_AN_ARTICLE)) for one in stock.articles)
    return tuple((article, quotes) for article, quotes in picked if quotes)


def _matching(stock: Stock, by: str, about: str) -> _Said:
    """The quotations of a speaker, in paragraphs that have some words; the newest articles first, up to a number of them."""
    analyst, left = Analyst(stock.analyses), _MOST_SHOWN
    found: list[tuple[Article, tuple[Quote, ...]]] = []
    for article in sorted(
        stock.articles, key=lambda one: one.published.timestamp() if one.published else 0.0, reverse=True
    ):
        known = [
            quote
            for quote in analyst.quotes_of(article)
            if quote.speaker.is_known and _is_by(quote, by) and _is_about(quote, about)
        ]
        quotes = tuple(known[:left]) if by else pick_quotes(known, article, min(left, _OF_AN_ARTICLE))
        if quotes:
            found.append((article, quotes))
            left -= len(quotes)
        if left <= 0:
            break
    return tuple(found)


def _is_by(quote: Quote, by: str) -> bool:
    """Whether a speaker has all the words of a name, or of a description."""
    speaker = _folded([quote.speaker.name, quote.speaker.role])
    return _folded([by]) <= speaker


def _is_about(quote: Quote, about: str) -> bool:
    """Whether the paragraph of a quotation, or its article's headline, has one of the words."""
    if not about:
        return True
    article = quote.article
    near = [span.of(article.text) for span in article.paragraphs if span.overlaps(quote.spans[0])]
    title = [article.title.of(article.text)] if article.title else []
    return not _folded([about]).isdisjoint(_folded([*near, *title]))


def _folded(texts: Iterable[str]) -> frozenset[str]:
    return frozenset(word.casefold() for text in texts for word in split_words(text))

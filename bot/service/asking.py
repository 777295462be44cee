"""Questions about the news, and their follow-ups: answered from what a message cites, then from all that is stored."""

from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256

from pydantic import TypeAdapter

from bot.answer_blocks import answer_message
from bot.commands import visibility
from bot.errors import RequestError
from bot.messages import Message, Request, Visibility
from bot.ports import Tell, nobody
from bot.service.desk import NO_SOURCES, Desk
from bot.service.links import links_in, read_pages
from bot.service.making import Making, Stock
from bot.service.places import Settings
from bot.store import Scope
from bot.threads import in_thread
from digest import Answer, Article, Band, Embed, Index, Thread, answer, index_articles

__all__ = ["Asking"]

# Where there is no digest to ask about, the newest; and of an archive, those that have the question's words.
_MOST_NEWEST, _MOST_FOUND = 150, 40
# Indexes of messages that somebody asked about lately: some megabytes each.
_MOST_KEPT = 8
# The thread of questions that are about no message.
_NO_MESSAGE = "-"
_BEYOND = "Not in this digest, but in what these sources printed before."
_THREAD = TypeAdapter(Thread)


@dataclass(frozen=True, slots=True)
class _Scope:
    """What a question is asked of.

    Attributes:
        key: Of the thread it belongs to.
        stock: Articles.
        is_message: Whether they are those that a message cites.
        is_all: Whether it is asked of nothing beyond them.
        notes: What is to be said of them first, each a sentence.
    """

    key: str
    stock: Stock
    is_message: bool = False
    is_all: bool = False
    notes: tuple[str, ...] = ()


class Asking:
    """Answers questions."""

    def __init__(self, desk: Desk, making: Making) -> None:
        """Take what it works with."""
        self._desk = desk
        self._making = making
        self._indexes: OrderedDict[tuple[str, ...], Index] = OrderedDict()

    async def ask(self, request: Request, tell: Tell) -> Message:
        """Answer a question in the sources' own sentences, or say that they don't say."""
        settings = await self._desk.places.of(request.place)
        scope = await self._scope(request, settings, tell)
        found, thread = await self._found(request, scope)
        is_beyond = False
        if (
            found.band is not Band.ANSWER
            and not scope.is_all
            and (wider := await self._wider(found, thread, scope, settings))
        ):
            found, is_beyond = wider, scope.is_message
        return await self._told(request, scope, found, [_BEYOND] if is_beyond else [])

    async def sure(self, request: Request) -> Message | None:
        """The answer to a question, as `ask`, if the message that is meant has a sure one; else None, and nothing of it is remembered."""
        scope = await self._scope(request, await self._desk.places.of(request.place), nobody)
        found, _ = await self._found(request, scope)
        return await self._told(request, scope, found) if found.band is Band.ANSWER else None

    async def _found(self, request: Request, scope: _Scope) -> tuple[Answer, Thread]:
        """What a scope says to a question, and the thread in which it was asked."""
        thread = await self._thread(request, _own(request, scope), scope.key)
        index = await self._index(scope.stock)
        return await in_thread(answer, request.options["question"].strip(), index, thread), thread

    async def _told(self, request: Request, scope: _Scope, found: Answer, notes: Sequence[str] = ()) -> Message:
        """An answer as a message, its thread written down."""
        written = _THREAD.dump_json(found.thread).decode()
        await self._desk.store.threads.set(request.place, _own(request, scope), written, self._desk.clock())
        seen_by = visibility(request.command, request.options)
        return answer_message(found, seen_by, note=" ".join((*scope.notes, *notes)))

    async def _scope(self, request: Request, settings: Settings, tell: Tell) -> _Scope:
        """What a message cites: the one that is meant, else the last one here; else the newest of this place.

        About a message of somebody else, it is what is behind its links.
        """
        if "links" in request.options and not await self._is_ours(request):
            return await self._linked(request, tell)
        if request.options.get("message"):
            # Who presses a button below a digest is told nothing of another one.
            message = await self._desk.message_of(request)
            articles = await self._desk.cited(message)
        else:
            message = await self._message(request)
            articles = await self._desk.store.cited(message) if message else ()
        if articles:
            return _Scope(message, await self._making.known(articles), is_message=True)
        stock = await self._making.stock(Scope(feeds=settings.feeds), _MOST_NEWEST) if settings.feeds else Stock()
        if not stock.articles:
            message = (
                "Nothing has been read here yet; /digest reads this place's sources." if settings.feeds else NO_SOURCES
            )
            raise RequestError(message)
        return _Scope(_NO_MESSAGE, stock)

    async def _is_ours(self, request: Request) -> bool:
        """Whether it is a message of ours that is meant."""
        if request.options.get("message"):
            return True
        return request.reply_to is not None and bool(await self._desk.of_ref(request.reply_to))

    async def _linked(self, request: Request, tell: Tell) -> _Scope:
        """The pages behind the links of somebody's message.

        Raises:
            RequestError: If there are none, or none can be read.
        """
        words = request.options["links"]
        links = links_in(words)
        if not links:
            message = "That message is none of my digests and has no link to a page, so there is nothing to ask it."
            raise RequestError(message)
        pages = await read_pages(self._desk, request.place, words, tell)
        # The same links again are asked what was not asked of them before.
        key = f"links {sha256(' '.join(links).encode()).hexdigest()}"
        return _Scope(key, await self._making.known(pages.articles), is_all=True, notes=pages.notes)

    async def _message(self, request: Request) -> str:
        """The message of ours that is meant; empty if there is none."""
        try:
            return await self._desk.message_of(request)
        except RequestError:
            return ""

    async def _thread(self, request: Request, *keys: str) -> Thread:
        """The first thread that there is: of who asked for themselves their own, else that of all."""
        for key in dict.fromkeys(keys):
            if written := await self._desk.store.threads.get(request.place, key):
                return _THREAD.validate_json(written)
        return Thread()

    async def _wider(self, found: Answer, thread: Thread, scope: _Scope, settings: Settings) -> Answer | None:
        """The answer of all that the sources of a place printed, if it is a sure one."""
        if not settings.feeds or not found.question.strip():
            return None
        printed, store = Scope(feeds=settings.feeds), self._desk.store.articles
        revisions = await store.search(found.read_as, _MOST_FOUND, printed)
        known = {article.revision for article in scope.stock.articles}
        articles = await store.get([one for one in revisions if one not in known], printed)
        if not articles:
            return None
        index = await _indexed(await self._making.known(articles), self._desk.embed)
        # It knows none of the articles that the thread is about.
        wider = await in_thread(answer, found.question, index, Thread((), thread.turns, thread.speaker, thread.shown))
        return wider if wider.band is Band.ANSWER else None

    async def _index(self, stock: Stock) -> Index:
        key = _key(stock.articles)
        if key not in self._indexes:
            self._indexes[key] = await _indexed(stock, self._desk.embed)
            if len(self._indexes) > _MOST_KEPT:
                self._indexes.popitem(last=False)
        self._indexes.move_to_end(key)
        return self._indexes[key]


def _own(request: Request, scope: _Scope) -> str:
    """The key of the thread that a question goes on with: of who asks for themselves, their own."""
    is_private = visibility(request.command, request.options) is Visibility.PRIVATE
    return f"{scope.key}:{request.person.id}" if is_private else scope.key


async def _indexed(stock: Stock, embed: Embed | None) -> Index:
    return await in_thread(index_articles, stock.articles, embed=embed, analyses=stock.analyses)


def _key(articles: Sequence[Article]) -> tuple[str, ...]:
    return tuple(article.revision for article in articles)

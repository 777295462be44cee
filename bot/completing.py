"""The pages of what feeds give only excerpts of: each is fetched once, and again only if what went wrong may pass."""

import asyncio
from collections import OrderedDict
from collections.abc import Sequence

from bot.entries import PAGES_PATIENCE_S, whole_articles
from bot.fetch import Fetcher, Purpose
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task
from bot.workers import Reader
from digest import Article, with_id

__all__ = ["Completer"]

# By then, nobody is waiting for the article any more.
_MOST_TRIES = 3
# Of the pages that are to be tried again: more than a day brings. Beyond, the oldest stay excerpts.
_MOST_UNREAD = 5_000
# Of the pages that were read just now, and may not be kept yet when another feed wants them: more than are read at once.
_MOST_READ = 50


class Completer:
    """Completes excerpts."""

    def __init__(self, fetcher: Fetcher, reader: Reader, *, patience_s: float = PAGES_PATIENCE_S) -> None:
        """Take what it works with.

        Args:
            fetcher: Open.
            reader: Open.
            patience_s: How long to wait for the pages of one feed, in seconds.
        """
        self._fetcher = fetcher
        self._reader = reader
        self._patience_s = patience_s
        self._tries: OrderedDict[str, int] = OrderedDict()
        self._in_hand: dict[str, asyncio.Future[Read | Problem]] = {}
        self._just_read: OrderedDict[str, Read] = OrderedDict()

    def is_unread(self, article: Article) -> bool:
        """Whether the page of an article could not be read and may be the next time."""
        return article.id in self._tries

    async def complete(self, excerpts: Sequence[Article]) -> dict[str, Article]:
        """Read the pages of excerpts.

        Args:
            excerpts: Of one feed, each with the URL of its page; those that matter most first.

        Returns:
            By their ids, those that could be read: what a page calls itself, it is the article that the feed gave.
        """
        known = {excerpt.id: excerpt for excerpt in excerpts}
        found = await whole_articles(list(known.values()), self._read_page, patience_s=self._patience_s)
        whole: dict[str, Article] = {}
        for id_, outcome in zip(known, found, strict=True):
            tries = self._tries.pop(id_, 0) + 1
            if isinstance(outcome, Article):
                whole[id_] = with_id(outcome, id_)
            elif not outcome.permanent and tries < _MOST_TRIES:
                self._try_again(id_, tries)
        return whole

    def _try_again(self, id_: str, tries: int) -> None:
        self._tries[id_] = tries
        if len(self._tries) > _MOST_UNREAD:
            self._tries.popitem(last=False)

    async def _read_page(self, article: Article) -> Read | Problem:
        """The page of an article; who has it in another feed at the same time shares it."""
        if article.id in self._just_read:
            return self._just_read[article.id]
        if article.id in self._in_hand:
            return await asyncio.shield(self._in_hand[article.id])
        reading = self._in_hand[article.id] = asyncio.get_running_loop().create_future()
        outcome: Read | Problem = Problem(article.url, ProblemKind.TIMEOUT, "not read in time")
        try:
            outcome = await self._fetched(article)
        finally:
            del self._in_hand[article.id]
            reading.set_result(outcome)
            self._remember(article.id, outcome)
        return outcome

    def _remember(self, id_: str, outcome: Read | Problem) -> None:
        if isinstance(outcome, Read):
            self._just_read[id_] = outcome
        if len(self._just_read) > _MOST_READ:
            self._just_read.popitem(last=False)

    async def _fetched(self, article: Article) -> Read | Problem:
        fetched = await self._fetcher.get(article.url, purpose=Purpose.PAGE)
        if isinstance(fetched, Problem):
            return fetched
        return await self._reader.read(
            Task(article.url, fetched.body, fetched.url, fetched.content_type, article.source)
        )

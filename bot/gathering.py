"""Sources in, articles out: feeds, lists of feeds, pages and files, each read as far as it can be."""

import asyncio
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from pathlib import PurePath
from urllib.parse import urlsplit

from bot.addresses import without_credentials
from bot.fetch import Purpose
from bot.inputs import STANDARD_INPUT, Inputs, is_url
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task
from bot.workers import Reader
from digest import Article, Feed, Skipped, Source

__all__ = ["Gathered", "Gatherer", "Progress", "Recent", "together"]

# Of a list, its first feeds: more than people follow, and few enough to be read in one go.
_MOST_OF_A_LIST = 200
# What is got hold of and not read yet is held in memory; and some of it waits for its turn at a host.
_MOST_AT_ONCE = 16
# Of one feed, whose pages are mostly at one host: more would only wait there, with the turn of other hosts taken.
_MOST_OF_A_FEED = 2
# A host that wants long pauses, or is slow, gives the first pages of a feed; what is not there by then stays an excerpt.
_PAGES_PATIENCE_S = 30.0
# News is not older than this when it is asked for; more often, no host is bothered.
_FRESH = timedelta(minutes=10)
# A digest without one source is better than a digest that nobody waits for any more.
_PATIENCE_S = 45.0

Progress = Callable[[int, int, str], None]
"""Called with how many inputs are done, how many there are, and the one just done."""


@dataclass(frozen=True, slots=True)
class Gathered:
    """What sources gave.

    Attributes:
        articles: In the order of the sources; of a feed, the newest first.
        skipped: What of it was left out.
        problems: Of the sources that gave nothing.
    """

    articles: tuple[Article, ...] = ()
    skipped: tuple[Skipped, ...] = ()
    problems: tuple[Problem, ...] = ()


class Gatherer:
    """Gathers articles."""

    def __init__(self, inputs: Inputs, reader: Reader, *, patience_s: float = _PAGES_PATIENCE_S) -> None:
        """Take what it works with.

        Args:
            inputs: Gets hold of files and URLs.
            reader: Open.
            patience_s: How long to wait for the pages of a feed that has only excerpts, in seconds.
        """
        self._inputs = inputs
        self._reader = reader
        self._patience_s = patience_s
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)

    async def gather(self, names: Sequence[str], progress: Progress | None = None) -> Gathered:
        """Gather the articles of files and URLs.

        Args:
            names: Paths, URLs of pages, feeds and lists of feeds, or "-".
            progress: Told of each of them that is done; nobody if not given.
        """
        done = 0

        async def one(name: str) -> Gathered:
            nonlocal done
            gathered = await self._gather(without_credentials(name))
            done += 1
            if progress:
                progress(done, len(names), name)
            return gathered

        return together(await asyncio.gather(*map(one, names)))

    async def _gather(self, name: str, *, is_listed: bool = False) -> Gathered:
        """Read one input, and what it leads to."""
        read = await self._read(name)
        if isinstance(read, Problem):
            return Gathered(problems=(read,))
        if read.lists and is_listed:  # A list may name itself.
            words = "a list of feeds within a list, which is not followed; name it on its own"
            return Gathered(problems=(Problem(name, ProblemKind.NOT_A_FEED, words),))
        if read.lists:
            return await self._gather_list(name, read.lists)
        if read.feed:
            return await self._gather_feed(name, read.feed, read)
        return Gathered(tuple(_with_outlet(article, name) for article in read.articles))

    async def _read(self, name: str, purpose: Purpose = Purpose.EITHER, source: Source | None = None) -> Read | Problem:
        async with self._slots:
            loaded = await self._inputs.load(name, purpose)
            if isinstance(loaded, Problem):
                return loaded
            # With the slot still taken: what waits to be read is held in memory.
            return await self._reader.read(Task(name, loaded.body, loaded.url, loaded.content_type, source))

    async def _gather_list(self, name: str, sources: Sequence[Source]) -> Gathered:
        """The feeds of a list; those that fail are left out by name, and if all do, the list is a problem."""
        first = sources[:_MOST_OF_A_LIST]
        parts = await asyncio.gather(*(self._gather(source.feed, is_listed=True) for source in first))
        failed = [(source, part.problems[0]) for source, part in zip(first, parts, strict=True) if part.problems]
        skipped = [Skipped(source.outlet or source.feed, problem.words, source.feed) for source, problem in failed]
        if more := len(sources) - len(first):
            skipped.append(Skipped(f"{more} more feeds of {name}", f"of a list, the first {_MOST_OF_A_LIST} are read"))
        problems: tuple[Problem, ...] = ()
        if len(failed) == len(parts):
            # One that may pass, if there is any: then trying again may help.
            kind = min((problem for _, problem in failed), key=lambda problem: problem.permanent).kind
            problems = (Problem(name, kind, "a list of feeds, none of which can be read"),)
        gathered = together(parts)
        return Gathered(gathered.articles, (*gathered.skipped, *skipped), problems)

    async def _gather_feed(self, name: str, feed: Feed, read: Read) -> Gathered:
        """The newest entries of a feed, each with its whole text where the feed is on the web and its page can be read.

        A feed from a file stays as it is: reading a file opens no connection.
        """
        if not read.articles and not read.skipped:
            empty = Skipped(feed.source.outlet or name, "a feed without entries", feed.source.feed)
            return Gathered(skipped=(empty,))
        articles = await self._whole_articles(read.articles) if is_url(name) else read.articles
        return Gathered(tuple(_with_outlet(article, name) for article in articles), read.skipped)

    async def _whole_articles(self, articles: Sequence[Article]) -> list[Article]:
        """Articles, each as `_whole` gives it; those that are not there in time as they were."""
        turns = asyncio.Semaphore(_MOST_OF_A_FEED)
        tasks = [asyncio.create_task(self._whole(article, turns)) for article in articles]
        try:
            if tasks:
                await asyncio.wait(tasks, timeout=self._patience_s)
            return [task.result() if task.done() else article for task, article in zip(tasks, articles, strict=True)]
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)

    async def _whole(self, article: Article, turns: asyncio.Semaphore) -> Article:
        """An article whose feed gives only an excerpt, read from its page; the excerpt if that can't be done."""
        if not article.excerpt_only or not article.url:
            return article
        async with turns:
            read = await self._read(article.url, Purpose.PAGE, article.source)
        if isinstance(read, Problem) or not read.articles:
            return article
        whole = read.articles[0]
        return replace(whole, published=whole.published or article.published, authors=whole.authors or article.authors)


def _with_outlet(article: Article, name: str) -> Article:
    """An article that does not say where it is from is from the host or the file it was read from."""
    if article.source.outlet:
        return article
    # Of an address, only the host: behind it may stand a key that is nobody's business.
    host = (urlsplit(article.url or (name if is_url(name) else "")).hostname or "").removeprefix("www.")
    file = "standard input" if name == STANDARD_INPUT else PurePath(name).name
    return replace(article, source=replace(article.source, outlet=host or file))


def together(parts: Iterable[Gathered]) -> Gathered:
    """What several sources gave, as one."""
    known = tuple(parts)
    return Gathered(
        tuple(article for part in known for article in part.articles),
        tuple(skipped for part in known for skipped in part.skipped),
        tuple(problem for part in known for problem in part.problems),
    )


class Recent:
    """Gathers each source anew only after a while; who asks in between shares what there is."""

    def __init__(self, gatherer: Gatherer, clock: Callable[[], datetime], *, patience_s: float = _PATIENCE_S) -> None:
        """Take who gathers, what tells the time, aware, and how long anybody waits for a source, in seconds."""
        self._gatherer = gatherer
        self._clock = clock
        self._patience_s = patience_s
        self._known: dict[str, tuple[datetime, asyncio.Task[Gathered]]] = {}

    async def gather(self, names: Sequence[str]) -> Gathered:
        """Gather the articles of sources; what takes too long is a problem now, and is there for whoever asks next."""
        tasks = [self._task(name) for name in names]
        if tasks:
            await asyncio.wait(tasks, timeout=self._patience_s)
        return together(
            task.result() if task.done() else Gathered(problems=(self._too_slow(name),))
            for name, task in zip(names, tasks, strict=True)
        )

    def _too_slow(self, name: str) -> Problem:
        words = f"not read within {self._patience_s:g} seconds; it may be there next time"
        return Problem(without_credentials(name), ProblemKind.TIMEOUT, words)

    def _task(self, name: str) -> asyncio.Task[Gathered]:
        now = self._clock()
        at, task = self._known.get(name, (now, None))
        is_usable = task is not None and (not task.done() or (abs(now - at) < _FRESH and _is_fine(task)))
        if task is None or not is_usable:
            task = asyncio.create_task(self._gatherer.gather([name]))
            self._known[name] = (now, task)
        return task


def _is_fine(task: asyncio.Task[Gathered]) -> bool:
    """Whether a task that is done gave something; what failed may be tried again."""
    return not task.cancelled() and task.exception() is None and not task.result().problems

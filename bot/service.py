"""What the bot does, whatever the platform: inputs in, a digest out."""

import asyncio
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from pathlib import PurePath
from urllib.parse import urlsplit

from bot.inputs import STANDARD_INPUT, Inputs, is_url
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Reader, Task
from bot.threads import in_thread
from digest import Article, Digest, Feed, Length, Skipped, Source, make_digest

__all__ = ["Progress", "Service"]

# Of a list, its first feeds: more than people follow, and few enough to be read in one go.
_MOST_OF_A_LIST = 200
_MOST_AT_ONCE = 8

Progress = Callable[[int, int, str], None]
"""Called with how many inputs are done, how many there are, and the one just done."""


@dataclass(slots=True)
class _Gathered:
    """What one input gave."""

    articles: list[Article] = field(default_factory=list)
    skipped: list[Skipped] = field(default_factory=list)
    problem: Problem | None = None


class Service:
    """Makes digests."""

    def __init__(self, inputs: Inputs, reader: Reader, clock: Callable[[], datetime]) -> None:
        """Take what it works with.

        Args:
            inputs: Gets hold of files and URLs.
            reader: Open.
            clock: Gives the time, aware.
        """
        self._inputs = inputs
        self._reader = reader
        self._clock = clock
        self._slots = asyncio.Semaphore(_MOST_AT_ONCE)

    async def digest(
        self, names: Sequence[str], *, length: Length, method: str, progress: Progress | None = None
    ) -> tuple[Digest, tuple[Problem, ...]]:
        """Make a digest of files and URLs.

        Args:
            names: Paths, URLs of pages, feeds and lists of feeds, or "-".
            length: How much to show.
            method: How to summarize.
            progress: Told of each input that is done; nobody if not given.

        Returns:
            The digest, and what was wrong with those of the names that gave nothing; the digest says so too.

        Raises:
            UnknownMethod: If there is no such method.
        """
        done = 0

        async def one(name: str) -> _Gathered:
            nonlocal done
            gathered = await self._gather(name)
            done += 1
            if progress:
                progress(done, len(names), name)
            return gathered

        parts = await asyncio.gather(*map(one, names))
        articles = [article for part in parts for article in part.articles]
        digest = await in_thread(make_digest, articles, now=self._clock(), length=length, method=method)
        problems = tuple(part.problem for part in parts if part.problem)
        skipped = [one for part in parts for one in part.skipped]
        return replace(digest, skipped=(*digest.skipped, *skipped, *map(_as_skipped, problems))), problems

    async def _gather(self, name: str, *, is_listed: bool = False) -> _Gathered:
        """Read one input, and what it leads to."""
        read = await self._read(name)
        if isinstance(read, Problem):
            return _Gathered(problem=read)
        if read.lists and is_listed:  # A list may name itself.
            words = "a list of feeds within a list, which is not followed; name it on its own"
            return _Gathered(problem=Problem(name, ProblemKind.NOT_A_FEED, words))
        if read.lists:
            return await self._gather_list(name, read.lists)
        if read.feed:
            return await self._gather_feed(name, read.feed, read)
        return _Gathered([_with_outlet(article, name) for article in read.articles])

    async def _read(self, name: str, source: Source | None = None) -> Read | Problem:
        async with self._slots:
            loaded = await self._inputs.load(name)
            if isinstance(loaded, Problem):
                return loaded
            # With the slot still taken: what waits to be read is held in memory.
            return await self._reader.read(Task(name, loaded.body, loaded.url, loaded.content_type, source))

    async def _gather_list(self, name: str, sources: Sequence[Source]) -> _Gathered:
        """The feeds of a list; those that fail are left out by name, and if all do, the list is a problem."""
        first = sources[:_MOST_OF_A_LIST]
        parts = await asyncio.gather(*(self._gather(source.feed, is_listed=True) for source in first))
        problems = [(source, part.problem) for source, part in zip(first, parts, strict=True) if part.problem]
        skipped = [one for part in parts for one in part.skipped]
        skipped += [Skipped(source.outlet or source.feed, problem.words, source.feed) for source, problem in problems]
        if more := len(sources) - len(first):
            skipped.append(Skipped(f"{more} more feeds of {name}", f"of a list, the first {_MOST_OF_A_LIST} are read"))
        gathered = _Gathered([article for part in parts for article in part.articles], skipped)
        if len(problems) == len(parts):
            # One that may pass, if there is any: then trying again may help.
            kind = min((problem for _, problem in problems), key=lambda problem: problem.permanent).kind
            gathered.problem = Problem(name, kind, "a list of feeds, none of which can be read")
        return gathered

    async def _gather_feed(self, name: str, feed: Feed, read: Read) -> _Gathered:
        """The newest entries of a feed, each with its whole text where the feed is on the web and its page can be read.

        A feed from a file stays as it is: reading a file opens no connection.
        """
        if not read.articles and not read.skipped:
            return _Gathered(skipped=[Skipped(feed.source.outlet or name, "a feed without entries", feed.source.feed)])
        articles = await asyncio.gather(*map(self._whole, read.articles)) if is_url(name) else read.articles
        return _Gathered([_with_outlet(article, name) for article in articles], list(read.skipped))

    async def _whole(self, article: Article) -> Article:
        """An article whose feed gives only an excerpt, read from its page; the excerpt if that can't be done."""
        if not article.excerpt_only or not article.url:
            return article
        read = await self._read(article.url, article.source)
        if isinstance(read, Problem) or not read.articles:
            return article
        whole = read.articles[0]
        return replace(whole, published=whole.published or article.published, authors=whole.authors or article.authors)


def _with_outlet(article: Article, name: str) -> Article:
    """An article that does not say where it is from is from the host or the file it was read from."""
    if article.source.outlet:
        return article
    host = (urlsplit(article.url).hostname or "").removeprefix("www.")
    file = "standard input" if name == STANDARD_INPUT else PurePath(name).name
    return replace(article, source=replace(article.source, outlet=host or file))


def _as_skipped(problem: Problem) -> Skipped:
    return Skipped(problem.source, problem.words, problem.source if is_url(problem.source) else "")

"""Sources in, articles out: feeds, lists of feeds, pages and files, each read as far as it can be."""

import asyncio
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from urllib.parse import urlsplit

from bot.addresses import without_credentials
from bot.entries import PAGES_PATIENCE_S, whole_articles, with_outlet
from bot.fetch import Purpose
from bot.inputs import STANDARD_INPUT, Inputs, is_url
from bot.problems import Problem, ProblemKind
from bot.progress import Progress
from bot.reading import Read, Task
from bot.workers import Reader
from digest import Article, Feed, Skipped, Source

__all__ = ["Gathered", "Gatherer", "together"]

# Of a list, its first feeds: more than people follow, and few enough to be read in one go.
_MOST_OF_A_LIST = 200
# What is got hold of and not read yet is held in memory; and some of it waits for its turn at a host.
_MOST_AT_ONCE = 16


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

    def __init__(self, inputs: Inputs, reader: Reader, *, patience_s: float = PAGES_PATIENCE_S) -> None:
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
        return Gathered(tuple(with_outlet(article, _place_of(name)) for article in read.articles))

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
        return Gathered(tuple(with_outlet(article, _place_of(name)) for article in articles), read.skipped)

    async def _whole_articles(self, articles: Sequence[Article]) -> list[Article]:
        """Articles, each in whole where its page can be read in time, else as it was."""
        excerpts = [article for article in articles if article.excerpt_only and article.url]
        found = await whole_articles(excerpts, self._read_page, patience_s=self._patience_s)
        whole = {id(excerpt): one for excerpt, one in zip(excerpts, found, strict=True) if isinstance(one, Article)}
        return [whole.get(id(article), article) for article in articles]

    async def _read_page(self, article: Article) -> Read | Problem:
        return await self._read(article.url, Purpose.PAGE, article.source)


def _place_of(name: str) -> str:
    """Where something is from that does not say it: a host, standard input, or a file by its name without the folder."""
    if is_url(name):
        return (urlsplit(name).hostname or "").removeprefix("www.")
    return "standard input" if name == STANDARD_INPUT else PurePath(name).name


def together(parts: Iterable[Gathered]) -> Gathered:
    """What several sources gave, as one."""
    known = tuple(parts)
    return Gathered(
        tuple(article for part in known for article in part.articles),
        tuple(skipped for part in known for skipped in part.skipped),
        tuple(problem for part in known for problem in part.problems),
    )

"""Reads a feed anew: asks for what has changed, completes what is new, and keeps it with when to ask again."""

import logging
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from urllib.parse import urlsplit

from bot.addresses import without_credentials
from bot.completing import Completer
from bot.entries import with_outlet
from bot.errors import StoreError
from bot.fetch import Fetcher, NotModified, Purpose, Validators
from bot.masking import shown_address, shown_words
from bot.politeness import Clock
from bot.problems import Problem, ProblemKind
from bot.reading import Read, Task, Wanted
from bot.rhythm import Wishes, is_due_in_full, next_reading
from bot.store import UNDATED, Known, Outcome, Store, StoredSource
from bot.workers import Reader
from digest import Article, Feed, Source

__all__ = ["Refresher"]

_LOG = logging.getLogger(__name__)
# Of a feed, its newest entries: what a busy one brings in a day.
_MOST_ENTRIES = 100
# Of the pages of one feed at a time: what a host gives in the time that there is for them.
_MOST_PAGES = 20
# When a feed is read for the first time, nobody reads its old articles; they are there so that they are not new later on.
_FIRST_PAGES, _FIRST_DAYS = 10, timedelta(days=1)


@dataclass(frozen=True, slots=True)
class _Answer:
    """What came of asking for a feed.

    Attributes:
        validators: To ask next time for what has changed.
        moved_to: Where it is now; empty if it is where it was.
        max_age: For how long it is fresh; None if the server does not say.
        read: What is in it; None if nothing has changed.
        feed: What it says of itself, likewise.
    """

    validators: Validators
    moved_to: str
    max_age: timedelta | None
    read: Read | None = None
    feed: Feed | None = None


class Refresher:
    """Reads feeds."""

    def __init__(
        self, fetcher: Fetcher, reader: Reader, store: Store, clock: Clock, *, pages_patience_s: float
    ) -> None:
        """Take what it works with: all of it open.

        Args:
            fetcher: Fetches feeds and pages.
            reader: Reads them.
            store: Where articles and feeds are kept.
            clock: The time, aware.
            pages_patience_s: How long to wait for the pages of a feed, in seconds.
        """
        self._fetcher = fetcher
        self._reader = reader
        self._store = store
        self._clock = clock
        self._completer = Completer(fetcher, reader, patience_s=pages_patience_s)

    async def refresh(self, source: StoredSource) -> Problem | None:
        """Read a feed and keep what came of it.

        Returns:
            Why it could not be read; None if it could.

        Raises:
            StoreError: If nothing can be kept.
        """
        try:
            answer = await self._ask(source)
            if isinstance(answer, Problem):
                return await self._fail(source, answer)
            await self._keep(source, answer)
        except Exception as error:
            if isinstance(error, StoreError) and not error.is_of_data:
                if error.permanent:
                    await self._put_off(source)
                raise  # It is not the feed's.
            words = "could not be read, and the log says why"
            problem = await self._fail(source, Problem(source.feed, ProblemKind.UNPARSABLE, words))
            _log_crash(source, error)
            return problem
        return None

    async def _ask(self, source: StoredSource) -> _Answer | Problem:
        """Ask for a feed where it moved to and, if it is not there for good, where it was."""
        known = None if is_due_in_full(source.full_at, self._clock()) else source.validators
        address = source.moved_to or source.feed
        answer = await self._get(source, address, known)
        if isinstance(answer, Problem) and answer.permanent and address != source.feed:
            at_home = await self._get(source, source.feed, None)
            if isinstance(at_home, _Answer):
                return replace(at_home, moved_to=at_home.moved_to or source.feed)
        return answer

    async def _get(self, source: StoredSource, address: str, known: Validators | None) -> _Answer | Problem:
        fetched = await self._fetcher.get(address, known=known, purpose=Purpose.FEED)
        if isinstance(fetched, Problem):
            return fetched
        if isinstance(fetched, NotModified):
            return _Answer(fetched.validators, fetched.moved_to, fetched.max_age)
        told = Source(source.outlet or source.title, source.feed, source.site)
        # Of one that could not be read it is not known any more what was odd about it.
        marks = frozenset() if source.health.problem else await self._store.readings.marks(source.feed, source.full_at)
        task = Task(
            source.feed, fetched.body, fetched.url, fetched.content_type, told, Wanted.FEEDS, _MOST_ENTRIES, marks
        )
        read = await self._reader.read(task)
        if isinstance(read, Read) and read.feed:
            return _Answer(fetched.validators, fetched.moved_to, fetched.max_age, read, read.feed)
        # Where a feed is gone, many hosts lead to their home page, and say that it is for good.
        self._fetcher.forget_move(address)
        return _not_a_feed(read)

    async def _keep(self, source: StoredSource, answer: _Answer) -> None:
        now = self._clock()
        read, feed = answer.read, answer.feed
        articles = await self._news(source, read, now) if read else []
        listed = self._listed(read) if read else {}
        wishes = Wishes(feed.ttl, feed.skip_hours, feed.skip_days) if feed else source.wishes
        outcome = Outcome(
            now,
            next_reading(source.feed, now, wishes=wishes, max_age=answer.max_age),
            is_full=read is not None,
            # What is not whole yet is there again only if the whole feed is.
            validators=answer.validators if not read or self._is_complete(read) else Validators(),
            moved_to=answer.moved_to,
            site=feed.source.site if feed else "",
            title=feed.source.outlet if feed else "",
            note=_note(source, read) if read else source.note,
            wishes=wishes,
        )
        new = await self._store.readings.keep(source.feed, articles, listed, outcome)
        _log_reading(source, outcome, new)

    async def _news(self, source: StoredSource, read: Read, now: datetime) -> list[Article]:
        """The articles of a feed that say something else than what is known of them, in whole where that can be had."""
        host = (urlsplit(source.feed).hostname or "").removeprefix("www.")
        articles = [with_outlet(article, host) for article in read.articles]
        known = await self._store.readings.known(source.feed, [article.id for article in articles])
        # What others had read at the same address. At another, there may have been a key in it.
        pages = {one.id: known.pages[one.id] for one in articles if _has_page(one, known)}
        unread = [article for article in articles if article.id not in pages and self._is_unread(article, known)]
        pages |= await self._completer.complete(
            _first_wanted(unread, now) if source.first_read is None else unread[:_MOST_PAGES]
        )
        return [
            _as_given(pages[article.id], article) if article.id in pages else article
            for article in articles
            if article.id in pages or _says_more(article, known)
        ]

    def _listed(self, read: Read) -> dict[str, str]:
        """The ids of all articles that a feed lists, and the marks of those that need not be read again while they say the same."""
        unread = {article.id for article in read.articles if self._completer.is_unread(article)}
        marks = {article.id: "" if article.id in unread else read.marks[article.id] for article in read.articles}
        return {**dict.fromkeys(read.older, ""), **read.unchanged, **marks}

    def _is_unread(self, article: Article, known: Known) -> bool:
        """Whether an article is an excerpt whose page is to be read: it is new, or could not be read before."""
        is_excerpt = article.excerpt_only and bool(article.url)
        return is_excerpt and (article.id not in known.given or self._completer.is_unread(article))

    def _is_complete(self, read: Read) -> bool:
        return not any(map(self._completer.is_unread, read.articles))

    async def _put_off(self, source: StoredSource) -> None:
        """Read a feed later of which something in the store is broken: else it would be the first that is due, each time, and no other read."""
        now = self._clock()
        is_due = source.health.last_tried is None or source.is_due(now)
        following = next_reading(source.feed, now, wishes=source.wishes) if is_due else source.next_reading
        with suppress(StoreError):  # Then it is not only this feed's.
            await self._store.sources.put_off(source.feed, now, following)

    async def _fail(self, source: StoredSource, found: Problem) -> Problem:
        """Write down that a feed could not be read."""
        now = self._clock()
        problem = replace(found, source=without_credentials(source.feed))
        # Whoever asks for it sooner than planned makes it wait no longer.
        is_early = source.health.problem and source.next_reading and now < source.next_reading
        if is_early and problem.kind is not ProblemKind.GONE:
            return problem
        failures = source.health.failures + 1
        following = next_reading(source.feed, now, problem=problem, failures=failures, wishes=source.wishes)
        await self._store.sources.was_tried(source.feed, Outcome(now, following, problem))
        _log_failure(source, problem)
        return problem


def _has_page(article: Article, known: Known) -> bool:
    page = known.pages.get(article.id)
    return page is not None and article.excerpt_only and page.url == article.url


def _first_wanted(unread: Sequence[Article], now: datetime) -> list[Article]:
    """Of the excerpts of a feed that is read for the first time, those whose pages are read."""
    since = now - _FIRST_DAYS
    return [article for article in unread if article.published and article.published >= since][:_FIRST_PAGES]


def _says_more(article: Article, known: Known) -> bool:
    """Whether an article is to be kept: what was read of its page is better than its feed's excerpt."""
    before = known.given.get(article.id)
    if before is None:
        return True
    if article.revision == before.revision:
        return False
    return not article.excerpt_only or (before.excerpt_only and not before.origins)


def _as_given(whole: Article, excerpt: Article) -> Article:
    """What was read of a page, as an article of the feed that led to it."""
    return replace(whole, url=excerpt.url, source=excerpt.source, first_seen=None)


def _not_a_feed(read: Read | Problem) -> Problem:
    if isinstance(read, Problem) and read.kind is not ProblemKind.NO_ARTICLE_TEXT:
        return read
    what = "a list of feeds" if isinstance(read, Read) and read.lists else "a page"
    return Problem("", ProblemKind.NOT_A_FEED, f"{what}, not a feed; check the address")


def _note(source: StoredSource, read: Read) -> str:
    is_undated = bool(read.articles) and not any(article.published for article in read.articles)
    if read.unchanged:
        # Of these, it was said when they were read.
        is_undated = source.note == UNDATED and (is_undated or not read.articles)
    return UNDATED if is_undated else ""


def _named(source: StoredSource) -> dict[str, str]:
    """How a feed is called in the log."""
    return {"feed": shown_address(source.feed), "outlet": source.outlet or source.title}


def _log_reading(source: StoredSource, outcome: Outcome, new: int) -> None:
    named = _named(source)
    if source.health.problem:
        _LOG.info("a feed can be read again", extra=named)
    if outcome.moved_to and outcome.moved_to != (source.moved_to or source.feed):
        _LOG.info("a feed has moved for good", extra=named | {"to": shown_address(outcome.moved_to)})
    what = "read a feed" if outcome.is_full else "a feed has not changed"
    _LOG.debug(what, extra=named | {"new_articles": str(new), "next": str(outcome.next_reading)})


def _log_failure(source: StoredSource, problem: Problem) -> None:
    named = _named(source) | {"problem": problem.kind.value}
    if problem.kind is ProblemKind.GONE:
        _LOG.info("a feed is gone for good, and is not asked for any more", extra=named)
    elif source.health.problem is None:
        _LOG.info("a feed can't be read: %s", shown_words(problem.words), extra=named)
    else:
        _LOG.debug("a feed still can't be read: %s", shown_words(problem.words), extra=named)


def _log_crash(source: StoredSource, error: Exception) -> None:
    """Say what went wrong on our side: once, until the feed can be read again."""
    before = source.health.problem
    if before and before.kind is ProblemKind.UNPARSABLE:
        return
    # Its words may have the feed's address in them, and the database's errors the words of its articles.
    words = shown_words(f"{type(error).__name__}: {error}")
    trace = None if isinstance(error, StoreError) else RuntimeError(words).with_traceback(error.__traceback__)
    _LOG.error("a feed could not be read or kept: %s", words, extra=_named(source), exc_info=trace)

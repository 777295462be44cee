"""What the bot does, whatever the platform."""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.commands import command_named, visibility
from bot.errors import RequestError, SourcesError
from bot.gathering import Gathered, Gatherer, Progress, Recent
from bot.inputs import is_url
from bot.messages import Message, MessageRef, Place, Request, Visibility
from bot.problems import Problem
from bot.render import (
    edition_message,
    edition_title,
    help_message,
    nothing_words,
    on_demand_title,
    quotes_message,
)
from bot.store import Store
from bot.subscriptions import Due, Subscription, next_due
from bot.threads import in_thread
from digest import (
    Article,
    BadFilter,
    Digest,
    Embed,
    Filter,
    Length,
    NoModel,
    Preferences,
    Quote,
    Skipped,
    Style,
    Window,
    find_quotes,
    load_embedder,
    make_digest,
    pick_quotes,
    read_filter,
)

__all__ = ["Service", "Settings", "digest_of", "embedder", "filters", "quotes_of"]

_LOG = logging.getLogger(__name__)

# What somebody who asks wants to see.
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
# A feed may list an article hours after its date; what was shown is known, so that looking further back repeats nothing.
_SCHEDULED = timedelta(hours=36)
# So long a story that was shown may come back with what is new.
_REMEMBERED = timedelta(days=7)
# Some clocks are wrong.
_AHEAD = timedelta(hours=12)
# Of the longest digest: more is a flood in a channel, and nobody reads it.
_MOST_STORIES = 25
# Digests that are made at a time; more would only slow each other, and the answers to everybody else.
_MOST_AT_ONCE = 2
# Quotations of an article, when they are asked for.
_QUOTES = 5
# Of a message's id: room is left for the number of a part (Discord takes 25 characters to tell a message twice sent).
_ID_LENGTH = 16
# What somebody is told when it is not their fault, and what they can tell whoever can mend it.
_SORRY = "Something went wrong on my side. Whoever runs me finds it in the log as error {}."
_ERROR_LENGTH = 8


@dataclass(frozen=True, slots=True)
class Settings:
    """What holds in a place.

    Attributes:
        sources: URLs by name.
        zone: Time zone its readers live by, an IANA name.
        subscription: The digest that comes by itself; None if none does.
        style: How digests tell a story: one of `digest.Style`.
        method: How digests summarize.
        about: Words and names whose stories come earlier.
        hidden: What is never shown.
        only: What alone is shown; everything if there is none.
    """

    sources: Mapping[str, str]
    zone: str
    subscription: Subscription | None = None
    style: str = Style.SUMMARY
    method: str = "default"
    about: tuple[str, ...] = ()
    hidden: tuple[Filter, ...] = ()
    only: tuple[Filter, ...] = ()


@dataclass(frozen=True, slots=True)
class _Seen:
    """What the readers of a place were shown.

    Attributes:
        ids: Of all articles.
        articles: Those of the last days, which a story may go on from.
    """

    ids: Collection[str] = ()
    articles: tuple[Article, ...] = ()


class Service:
    """Answers requests, and makes the digests that come by themselves: `bot.ports.Handler` and `bot.deliveries.Editor`."""

    def __init__(
        self,
        sources: Recent,
        store: Store,
        settings_of: Callable[[Place], Settings],
        clock: Callable[[], datetime],
        embed: Embed | None = None,
    ) -> None:
        """Take what it works with.

        Args:
            sources: Where articles come from.
            store: Where they are kept.
            settings_of: What holds where.
            clock: The time, aware.
            embed: What tells what texts mean; None for words alone.
        """
        self._embed = embed
        self._sources = sources
        self._store = store
        self._settings_of = settings_of
        self._clock = clock
        self._making = asyncio.Semaphore(_MOST_AT_ONCE)

    async def answer(self, request: Request) -> Message:
        """See `bot.ports.Handler.answer`."""
        if command_named(request.command) is None:
            message = f"there is no command {request.command!r}"
            raise RequestError(message)
        method: Callable[[Request], Awaitable[Message]] = getattr(self, request.command)
        try:
            return await method(request)
        except RequestError:
            raise
        except Exception:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            number = uuid4().hex[:_ERROR_LENGTH]
            _LOG.exception("/%s failed", request.command, extra={"error": number})
            raise RequestError(_SORRY.format(number)) from None

    async def digest(self, request: Request) -> Message:
        """The news of a place's sources."""
        settings = self._settings_of(request.place)
        length = _length(request.options.get("length", Length.STANDARD))
        gathered = await self._gather(settings.sources)
        now = self._clock()
        settings = replace(settings, style=_style(request.options.get("style", settings.style)))
        digest = await self._of_the_day(gathered, now, length, settings)
        if not digest.stories:
            raise RequestError(nothing_words(tuple(settings.sources), gathered.problems, _WEEK))
        seen_by = visibility(request.command, request.options)
        title = on_demand_title(now.astimezone(ZoneInfo(settings.zone)), settings.zone)
        return await self._edited(digest, gathered, request.place, title, settings.subscription, seen_by)

    async def quotes(self, request: Request) -> Message:
        """Who said what in a digest: in the one whose button was pressed, else in the last one."""
        about = request.options.get("about")
        articles = await (self._store.cited(about) if about else self._store.last_cited(request.place))
        if not articles:
            message = "There is no digest here yet to quote from; /digest makes one."
            raise RequestError(message)
        said = await in_thread(_quotes_of, articles)
        return quotes_message(said, visibility(request.command, request.options))

    async def help(self, request: Request) -> Message:
        """What the bot does, and for this place in particular."""
        settings = self._settings_of(request.place)
        return help_message(tuple(settings.sources), settings.subscription)

    async def edition(self, subscription: Subscription, due: Due) -> Message | None:
        """See `bot.deliveries.Editor.edition`.

        Raises:
            SourcesError: If there is nothing new, and some source could not be read.
        """
        gathered = await self._gather(subscription.sources)
        now = self._clock()
        seen = _Seen(
            await self._store.shown(subscription.place),
            await self._store.shown_since(subscription.place, now - _REMEMBERED),
        )
        settings = self._settings_of(subscription.place)
        digest = await self._made(gathered, now, _SCHEDULED, Length(subscription.length), settings, seen)
        if not digest.stories and gathered.problems:
            is_permanent = all(problem.permanent for problem in gathered.problems)
            raise SourcesError(nothing_words((), gathered.problems, _SCHEDULED), permanent=is_permanent)
        if not digest.stories:
            return None
        title = edition_title(subscription, due)
        return await self._edited(
            digest,
            gathered,
            subscription.place,
            title,
            subscription,
            Visibility.PUBLIC,
            delivery=(subscription.id, due),
        )

    async def _gather(self, sources: Mapping[str, str]) -> Gathered:
        """The articles of sources; what is wrong with one is said of its name."""
        gathered = await self._sources.gather(tuple(sources.values()))
        names = {url: name for name, url in sources.items()}
        problems = tuple(replace(one, source=names.get(one.source, one.source)) for one in gathered.problems)
        return replace(gathered, problems=problems)

    async def posted(self, message: Message, refs: Sequence[MessageRef]) -> None:
        """See `bot.ports.Handler.posted`."""
        if message.id:
            await self._store.posted(message.id, refs)

    async def not_posted(self, message: Message) -> None:
        """See `bot.ports.Handler.not_posted`."""
        if message.id:
            await self._store.not_posted(message.id)

    async def _of_the_day(self, gathered: Gathered, now: datetime, length: Length, settings: Settings) -> Digest:
        """The news of a day; of a week, if there is none of a day."""
        digest = await self._made(gathered, now, _DAY, length, settings)
        return digest if digest.stories else await self._made(gathered, now, _WEEK, length, settings)

    async def _made(
        self,
        gathered: Gathered,
        now: datetime,
        span: timedelta,
        length: Length,
        settings: Settings,
        seen: _Seen | None = None,
    ) -> Digest:
        """A digest of the last so and so long, made in a thread; however many ask, few are made at a time."""
        seen = seen or _Seen()
        async with self._making:
            return await in_thread(
                make_digest,
                gathered.articles,
                now=now,
                window=Window(now - span, now + _AHEAD),
                length=length,
                style=Style(settings.style),
                method=settings.method,
                shown=seen.ids,
                earlier=seen.articles,
                preferences=Preferences(settings.about, hidden=settings.hidden, only=settings.only),
                most=_MOST_STORIES,
                embed=self._embed,
            )

    async def _edited(
        self,
        digest: Digest,
        gathered: Gathered,
        place: Place,
        title: str,
        subscription: Subscription | None,
        seen_by: Visibility,
        *,
        delivery: tuple[str, Due] | None = None,
    ) -> Message:
        """A digest as a message, written down as about to be posted."""
        following = next_due(subscription, digest.made_at) if subscription else None
        message = edition_message(
            digest,
            title,
            id_=_delivery_id(*delivery) if delivery else uuid4().hex[:_ID_LENGTH],
            seen_by=seen_by,
            problems=gathered.problems,
            next_at=following.at if following else None,
        )
        articles = [article for story in digest.stories for article in story.articles]
        is_public = seen_by is Visibility.PUBLIC
        await self._store.record(message.id, place, articles, digest.made_at, is_public=is_public, delivery=delivery)
        return message


async def digest_of(
    gatherer: Gatherer,
    names: Sequence[str],
    *,
    now: datetime,
    length: Length = Length.STANDARD,
    style: Style = Style.SUMMARY,
    method: str = "default",
    since: datetime | None = None,
    preferences: Preferences | None = None,
    embed: Embed | None = None,
    progress: Progress | None = None,
) -> tuple[Digest, tuple[Problem, ...]]:
    """Make a digest of files and URLs.

    Args:
        gatherer: Gets hold of them.
        names: Paths, URLs of pages, feeds and lists of feeds, or "-".
        now: Aware.
        length: How much to show.
        style: How to tell the stories.
        method: How to summarize.
        since: From when on, aware; None for all there is. What is undated is kept.
        preferences: What is wanted more of.
        embed: Tells what texts mean; None for words alone.
        progress: Told of each of them that is done; nobody if not given.

    Returns:
        The digest, and what was wrong with those of the names that gave nothing; the digest says so too.

    Raises:
        UnknownMethod: If there is no such method.
    """
    gathered = await gatherer.gather(names, progress)
    window = Window(since, now + _AHEAD) if since else None
    digest = await in_thread(
        make_digest,
        gathered.articles,
        now=now,
        window=window,
        length=length,
        style=style,
        method=method,
        preferences=preferences,
        embed=embed,
    )
    skipped = (*digest.skipped, *gathered.skipped, *map(_as_skipped, gathered.problems))
    return replace(digest, skipped=skipped), gathered.problems


async def quotes_of(
    gatherer: Gatherer, names: Sequence[str], *, progress: Progress | None = None
) -> tuple[tuple[tuple[Article, tuple[Quote, ...]], ...], tuple[Problem, ...]]:
    """Find all quotations of files and URLs, whether their speaker is clear or not.

    Args:
        gatherer: Gets hold of them.
        names: Paths, URLs of pages, feeds and lists of feeds, or "-".
        progress: Told of each of them that is done; nobody if not given.

    Returns:
        Each article with its quotations, those without any left out; and what was wrong with names that gave nothing.
    """
    gathered = await gatherer.gather(names, progress)
    found = [(article, await in_thread(find_quotes, article)) for article in gathered.articles]
    return tuple(pair for pair in found if pair[1]), gathered.problems


def filters(typed: Iterable[str]) -> tuple[Filter, ...]:
    """Filters as somebody typed them.

    Raises:
        RequestError: If one can't be used, in words.
    """
    try:
        return tuple(read_filter(one) for one in typed)
    except BadFilter as error:
        raise RequestError(str(error)) from error


def embedder(folder: str) -> Embed:
    """What tells what texts mean: the model of a folder or, if none is named, of the extra "semantic".

    Raises:
        RequestError: If it is not there.
    """
    try:
        return load_embedder(folder)
    except NoModel as error:
        raise RequestError(str(error)) from error


def _length(name: str) -> Length:
    try:
        return Length(name)
    except ValueError:
        message = f"a digest can't be {name}; it is {', '.join(Length)}"
        raise RequestError(message) from None


def _style(name: str) -> Style:
    try:
        return Style(name)
    except ValueError:
        message = f"a digest can't be told as {name}; it is told as {', '.join(Style)}"
        raise RequestError(message) from None


def _delivery_id(subscription: str, due: Due) -> str:
    """The id of a scheduled digest's message: the same however often it is tried, so that a platform can tell."""
    return sha256("\n".join((subscription, *due.key)).encode()).hexdigest()[:_ID_LENGTH]


def _quotes_of(articles: Iterable[Article]) -> tuple[tuple[Article, tuple[Quote, ...]], ...]:
    """Articles, each with the quotations worth showing; those without any left out."""
    picked = ((article, pick_quotes(find_quotes(article), article, _QUOTES)) for article in articles)
    return tuple((article, quotes) for article, quotes in picked if quotes)


def _as_skipped(problem: Problem) -> Skipped:
    return Skipped(problem.source, problem.words, problem.source if is_url(problem.source) else "")

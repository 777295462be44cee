"""The news of a place: asked for, come by itself, or one story of it."""

from collections import OrderedDict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.commands import visibility
from bot.errors import RequestError, SourcesError
from bot.messages import Message, Place, Request, Visibility
from bot.ports import Nothing, Tell
from bot.render import edition_message, edition_title, nothing_words, on_demand_title, silence_message, story_message
from bot.service.desk import Desk, Trouble
from bot.service.making import Making, Wish
from bot.service.news import SCHEDULED, News
from bot.service.places import Settings
from bot.service.receipts import ToldStory, read_receipt, receipt_of, write_receipt
from bot.store import Scope
from bot.subscriptions import Due, Subscription, next_due
from bot.typed import read_since
from bot.written import write_message
from digest import Article, Digest, Length, Style

__all__ = ["Digests", "Posting"]

# What somebody who asks wants to see.
_DAY, _WEEK = timedelta(days=1), timedelta(days=7)
# Nobody keeps more, and before the first year there is no calendar to reckon in.
_LONGEST = timedelta(days=100 * 365)
# So long there may be nothing to tell before that is told.
_SILENCE = timedelta(days=7)
# Of the articles that have some words, the best.
_MOST_FOUND = 200
# Of a message's id: room is left for the number of a part (Discord takes 25 characters to tell a message twice sent).
_ID_LENGTH = 16
# Of the number of a story; Python refuses to read thousands of them.
_MOST_DIGITS = 9
# Messages that were made and may still be posted.
_MOST_TELLING = 500


@dataclass(frozen=True, slots=True)
class Posting:
    """Where and how a digest is to be shown.

    Attributes:
        place: Where.
        title: What stands above it.
        seen_by: Who sees it.
        delivery: The subscription and its slot, where it comes by itself.
    """

    place: Place
    title: str
    seen_by: Visibility
    delivery: tuple[str, Due] | None = None


class Digests:
    """Makes the digests of places, and writes down what each cites and why."""

    def __init__(self, desk: Desk, making: Making, news: News) -> None:
        """Take what it works with."""
        self._desk = desk
        self._making = making
        self._news = news
        self._telling: OrderedDict[str, tuple[Place, dict[str, str]]] = OrderedDict()

    async def digest(self, request: Request, tell: Tell) -> Message:
        """The news of a place's sources, or of one of them, or about something."""
        settings, about = _of_one_source(await self._desk.settings(request.place), request.options.get("about", ""))
        length, style = _length(request.options), Style(request.options.get("style", settings.style))
        tell(f"Looking through {len(settings.read)} source{'' if len(settings.read) == 1 else 's'}")
        problems = await self._desk.refresh(settings, tell)
        now = self._desk.clock()
        zone = ZoneInfo(settings.zone)
        wanted = _span(request.options, now.astimezone(zone))
        spans = [wanted] if wanted else [_DAY, _WEEK]
        digest: Digest | None = None
        for span in spans:
            wish = Wish.of(settings, length, style, span)
            digest = await (
                self._about(about, settings, wish, now) if about else self._making.recent(settings.feeds, wish, now)
            )
            if digest.stories:
                break
        troubles = await self._desk.troubles(settings, problems)
        assert digest is not None  # noqa: S101 - there is a span
        if not digest.stories:
            raise RequestError(nothing_words(_names(settings), _failures(troubles), spans[-1], about))
        posting = Posting(
            request.place,
            on_demand_title(now.astimezone(zone), settings.zone, about),
            visibility(request.command, request.options),
        )
        return await self.edited(digest, settings, troubles, posting)

    async def catch_up(self, request: Request, tell: Tell) -> Message:
        """What somebody missed in a place, for them alone; in the last day, if they don't say since when."""
        settings = await self._desk.settings(request.place)
        problems = await self._desk.refresh(settings, tell)
        now = self._desk.clock()
        zone = ZoneInfo(settings.zone)
        span = _span(request.options, now.astimezone(zone)) or _DAY
        digest = await self._making.recent(settings.feeds, Wish.of(settings, _length(request.options), None, span), now)
        troubles = await self._desk.troubles(settings, problems)
        if not digest.stories:
            raise RequestError(nothing_words(_names(settings), _failures(troubles), span))
        local = (now - span).astimezone(zone)
        title = f"Catch-up · since {local:%a} {local.day} {local:%b}, {local:%H:%M}"
        return await self.edited(digest, settings, troubles, Posting(request.place, title, Visibility.PRIVATE))

    async def story(self, request: Request, _: Tell) -> Message:
        """All there is of one story of a digest."""
        settings = await self._desk.places.of(request.place)
        about = await self._desk.message_of(request)
        told = await self.told_story(about, request.options["story"])
        articles = await self._desk.store.articles.get(told.revisions)
        if not articles:
            message = "The articles of that story are not kept any more, or were taken down."
            raise RequestError(message)
        now = self._desk.clock()
        wish = replace(Wish.of(settings, Length.FULL, Style.SUMMARY), hidden=(), alone=())
        digest = await self._making.digest(await self._making.known(articles), wish, now, most=1)
        seen_by = visibility(request.command, request.options)
        shown = story_message(digest, articles, id_=_new_id(), seen_by=seen_by)
        # So that the next story can be asked for by its number, and why it is there.
        receipt = await self._desk.store.receipt(about) or ""
        is_public = seen_by is Visibility.PUBLIC
        await self._desk.store.record(
            shown.id, request.place, articles, digest.made_at, is_public=is_public, receipt=receipt
        )
        return shown

    async def told_story(self, message: str, words: str) -> ToldStory:
        """The story of a digest, by the id of its message, that somebody names by its number or by words of its headline.

        Raises:
            RequestError: If there is none.
        """
        written = await self._desk.store.receipt(message)
        stories = read_receipt(written).stories if written else ()
        wanted = words.strip().removeprefix("#").rstrip(".")
        if wanted.isdecimal() and len(wanted) <= _MOST_DIGITS and 0 < int(wanted) <= len(stories):
            return stories[int(wanted) - 1]
        folded = set(wanted.casefold().split())
        found = [one for one in stories if folded and folded <= set(one.headline.casefold().split())]
        if not found or wanted.isdecimal():
            count = f"it has stories 1 to {len(stories)}" if stories else "it has no stories by number"
            message = f"There is no story “{wanted[:60]}” in the last digest here; {count}."
            raise RequestError(message)
        return found[0]

    async def edition(self, subscription: Subscription, due: Due) -> Message | Nothing:
        """See `bot.deliveries.Editor.edition`.

        Raises:
            SourcesError: If there is nothing new, and some source could not be read.
        """
        settings = replace(await self._desk.places.of(subscription.place), subscription=subscription)
        digest, troubles = await self._news.digest(settings, Length(subscription.length))
        passing = [one for one in troubles if not one.is_lasting]
        if not digest.stories and (passing or 0 < len(troubles) == len(settings.read)):
            # What may pass soon is worth another try this morning.
            words = nothing_words(_names(settings), _failures(troubles), SCHEDULED)
            raise SourcesError(words, permanent=not passing)
        posting = Posting(
            subscription.place, edition_title(subscription, due), Visibility.PUBLIC, (subscription.id, due)
        )
        if digest.stories:
            return await self.edited(digest, settings, troubles, posting)
        return await self._silence(digest, settings, troubles, posting) or Nothing(write_receipt(receipt_of(digest)))

    async def _silence(
        self, digest: Digest, settings: Settings, troubles: Sequence[Trouble], posting: Posting
    ) -> Message | None:
        """What is said once when there was nothing to tell for days; None if it is not time, or was said."""
        assert posting.delivery  # noqa: S101 - only what comes by itself can be missed
        id_, due = posting.delivery
        stored = await self._desk.store.subscriptions.get(id_)
        if not stored or not stored.silent_since or stored.was_silence_told or due.at - stored.silent_since < _SILENCE:
            return None
        since = stored.silent_since.astimezone(ZoneInfo(settings.zone))
        failures = _failures(troubles)
        message = silence_message(posting.title, since, _names(settings), failures, id_=_delivery_id(id_, due))
        await self._record(message, posting.place, (), digest, posting.delivery)
        return message

    async def edited(
        self, digest: Digest, settings: Settings, troubles: Sequence[Trouble], posting: Posting
    ) -> Message:
        """A digest as a message, written down as about to be posted."""
        # It may have been made minutes ago, for somebody else; the last message of a place is the one that was shown last.
        digest = replace(digest, made_at=self._desk.clock())
        # What comes by itself is made a little before its hour.
        slot = max(digest.made_at, posting.delivery[1].at) if posting.delivery else digest.made_at
        following = next_due(settings.subscription, slot) if settings.subscription else None
        message = edition_message(
            digest,
            posting.title,
            id_=_delivery_id(*posting.delivery) if posting.delivery else _new_id(),
            seen_by=posting.seen_by,
            failures=_failures(one for one in troubles if not one.was_told),
            next_at=following.at if following and not settings.is_paused else None,
        )
        articles = [article for story in digest.stories for article in story.articles]
        await self._record(message, posting.place, articles, digest, posting.delivery)
        # A digest may be of one source: what is known of the others stays.
        others = {feed: key for feed, key in settings.told.items() if feed not in settings.feeds}
        told = others | {one.feed: one.key for one in troubles if one.is_lasting}
        if told != settings.told and posting.seen_by is Visibility.PUBLIC:
            self._telling[message.id] = settings.place, told
            if len(self._telling) > _MOST_TELLING:
                self._telling.popitem(last=False)
        return message

    async def told(self, message: str) -> None:
        """Take note that a message is there to be seen: its readers know what is wrong with their sources."""
        if message in self._telling:
            place, told = self._telling.pop(message)
            await self._desk.places.change(place, self._desk.clock(), told=told)

    async def _record(
        self,
        message: Message,
        place: Place,
        articles: Sequence[Article],
        digest: Digest,
        delivery: tuple[str, Due] | None = None,
    ) -> None:
        is_public = message.visibility is Visibility.PUBLIC
        await self._desk.store.record(
            message.id,
            place,
            articles,
            digest.made_at,
            is_public=is_public,
            delivery=delivery,
            data=write_message(message) if delivery else "",
            receipt=write_receipt(receipt_of(digest)),
        )

    async def _about(self, about: str, settings: Settings, wish: Wish, now: datetime) -> Digest:
        """A digest of the articles that have some words."""
        scope = Scope(feeds=settings.feeds, since=now - (wish.span or _WEEK) - _DAY)
        revisions = await self._desk.store.articles.search(about, _MOST_FOUND, scope)
        articles = await self._desk.store.articles.get(revisions, scope)
        return await self._making.digest(await self._making.known(articles), wish, now)


def _of_one_source(settings: Settings, about: str) -> tuple[Settings, str]:
    """The settings with one source alone, if that is what is named; else as they are, with the words."""
    source = settings.source_named(about) if about else None
    return (replace(settings, sources=(source,)), "") if source and not source.is_paused else (settings, about)


def _names(settings: Settings) -> list[str]:
    return [source.name for source in settings.read]


def _failures(troubles: Iterable[Trouble]) -> list[str]:
    return [one.sentence for one in troubles]


def _span(options: Mapping[str, str], now: datetime) -> timedelta | None:
    """How far back somebody wants to see, by a local time; None if they don't say."""
    since = options.get("since")
    return min(now - read_since(since, now), _LONGEST) if since else None


def _length(options: Mapping[str, str]) -> Length:
    return Length(options.get("length", Length.STANDARD))


def _new_id() -> str:
    return uuid4().hex[:_ID_LENGTH]


def _delivery_id(subscription: str, due: Due) -> str:
    """The id of a scheduled digest's message: the same however often it is tried, so that a platform can tell."""
    return sha256("\n".join((subscription, *due.key)).encode()).hexdigest()[:_ID_LENGTH]

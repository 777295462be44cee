"""The news of a place: asked for, come by itself, or one story of it."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from hashlib import sha256
from uuid import uuid4
from zoneinfo import ZoneInfo

from bot.commands import visibility
from bot.errors import RequestError, SourcesError
from bot.messages import Known, Manner, Message, Note, Place, Request, Visibility
from bot.ports import Nothing, Tell
from bot.render import (
    city_of,
    edition_message,
    edition_title,
    nothing_words,
    on_demand_title,
    silence_message,
    story_message,
)
from bot.service.desk import Desk, Trouble
from bot.service.making import Making, Wish
from bot.service.news import SCHEDULED, News
from bot.service.places import Settings
from bot.service.profiles import profile_zone
from bot.service.receipts import Receipt, ToldStory, read_receipt, receipt_of, write_receipt
from bot.service.wanted import DAY, Wanted, length_of, span_of
from bot.subscriptions import Due, Subscription, next_due
from bot.written import write_message
from digest import Article, Digest, Length, Style

__all__ = ["Digests", "Posting"]

# So long there may be nothing to tell before that is told.
_SILENCE = timedelta(days=7)
# Of a message's id: room is left for the number of a part (Discord takes 25 characters to tell a message twice sent).
_ID_LENGTH = 16
# Of the number of a story; Python refuses to read thousands of them.
_MOST_DIGITS = 9


@dataclass(frozen=True, slots=True)
class Posting:
    """Where and how a digest is to be shown.

    Attributes:
        place: Where.
        title: What stands above it.
        seen_by: Who sees it.
        delivery: The subscription and its slot, where it comes by itself.
        asked: With which options of /digest it was asked for, or could be; None if it was not.
        notes: What else is to be said of how it came about, each a sentence.
    """

    place: Place
    title: str
    seen_by: Visibility
    delivery: tuple[str, Due] | None = None
    asked: Mapping[str, str] | None = None
    notes: tuple[str, ...] = ()


class Digests:
    """Makes the digests of places, and writes down what each cites and why."""

    def __init__(self, desk: Desk, making: Making, news: News) -> None:
        """Take what it works with."""
        self._desk = desk
        self._making = making
        self._news = news

    async def digest(self, request: Request, tell: Tell) -> Message:
        """The news of a place's sources, or of one of them, or about something."""
        wanted = Wanted.of(await self._desk.settings(request.place), request.options)
        settings = wanted.settings
        tell(f"Looking through {len(settings.read)} source{'' if len(settings.read) == 1 else 's'}")
        problems = await self._desk.refresh(settings, tell)
        now = self._desk.clock()
        digest, span = await wanted.digest(self._desk.store, self._making, now)
        troubles = await self._desk.troubles(settings, problems)
        if not digest.stories:
            raise RequestError(
                nothing_words(
                    _names(settings), _failures(troubles), span, wanted.about, is_own=bool(request.place.person)
                )
            )
        posting = Posting(
            request.place,
            on_demand_title(now.astimezone(ZoneInfo(settings.zone)), settings.zone, wanted.about),
            visibility(request.command, request.options),
            asked=wanted.options,
        )
        return await self.edited(digest, settings, troubles, posting)

    async def catch_up(self, request: Request, tell: Tell) -> Message:
        """What somebody missed in a place, for them alone; in the last day, if they don't say since when."""
        settings = await self._desk.settings(request.place)
        problems = await self._desk.refresh(settings, tell)
        now = self._desk.clock()
        profiled = profile_zone(settings, request.person)
        zone = ZoneInfo(profiled or settings.zone)
        span = span_of(request.options, now.astimezone(zone)) or DAY
        digest = await self._making.recent(
            settings.feeds, Wish.of(settings, length_of(request.options), None, span), now
        )
        troubles = await self._desk.troubles(settings, problems)
        if not digest.stories:
            raise RequestError(
                nothing_words(_names(settings), _failures(troubles), span, is_own=bool(request.place.person))
            )
        local = (now - span).astimezone(zone)
        # By hours that are not those of the place, it says whose.
        whose = f" {city_of(profiled)}, as your profile has it" if profiled else ""
        title = f"Catch-up · since {local:%a} {local.day} {local:%b}, {local:%H:%M}{whose}"
        asked = {name: value for name, value in request.options.items() if name == "since"}
        posting = Posting(request.place, title, Visibility.PRIVATE, asked=asked)
        caught_up = await self.edited(digest, settings, troubles, posting)
        return replace(caught_up, manner=Manner(is_direct=True))

    async def story(self, request: Request, _: Tell) -> Message:
        """All there is of one story of a digest."""
        settings = await self._desk.places.of(request.place)
        about = await self._desk.message_of(request)
        told = await self.told_story(about, request.options["story"])
        articles = await self._desk.of_story(about, told.revisions)
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
        message = silence_message(
            posting.title,
            since,
            _names(settings),
            failures,
            id_=_delivery_id(id_, due),
            is_own=bool(posting.place.person),
        )
        # It is no digest: nobody is called to it, and there is nothing in it to talk about.
        message = replace(message, manner=Manner(is_silent=settings.manner.is_silent))
        await self._record(message, posting, (), digest.made_at, receipt_of(digest))
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
        # A digest may be of one source: what is known of the others stays.
        others = {feed: key for feed, key in settings.told.items() if feed not in settings.feeds}
        told = others | {one.feed: one.key for one in troubles if one.is_lasting}
        is_news = told != settings.told and posting.seen_by is Visibility.PUBLIC
        message = replace(
            message,
            blocks=(*message.blocks, *map(Note, posting.notes)),
            manner=_manner(settings, posting),
            known=Known(settings.place, told) if is_news else None,
        )
        articles = [article for story in digest.stories for article in story.articles]
        receipt = replace(receipt_of(digest), asked=posting.asked, troubles=(*_failures(troubles), *posting.notes))
        await self._record(message, posting, articles, digest.made_at, receipt)
        return message

    async def told(self, message: Message) -> None:
        """Take note that a message is there to be seen: its readers know what is wrong with their sources."""
        if known := message.known:
            await self._desk.places.change(known.place, self._desk.clock(), told=known.troubles)

    async def _record(
        self, message: Message, posting: Posting, articles: Sequence[Article], made_at: datetime, receipt: Receipt
    ) -> None:
        await self._desk.store.record(
            message.id,
            posting.place,
            articles,
            made_at,
            is_public=message.visibility is Visibility.PUBLIC,
            delivery=posting.delivery,
            data=write_message(message) if posting.delivery else "",
            receipt=write_receipt(receipt),
        )


def _manner(settings: Settings, posting: Posting) -> Manner:
    """How a digest is posted; who is called, and all the rest that was chosen, is of what comes by itself alone."""
    if posting.seen_by is Visibility.PRIVATE:
        return Manner()
    has_thread = settings.manner.has_thread and not posting.place.thread
    return replace(settings.manner if posting.delivery else Manner(), has_thread=has_thread)


def _names(settings: Settings) -> list[str]:
    return [source.name for source in settings.read]


def _failures(troubles: Iterable[Trouble]) -> list[str]:
    return [one.sentence for one in troubles]


def _new_id() -> str:
    return uuid4().hex[:_ID_LENGTH]


def _delivery_id(subscription: str, due: Due) -> str:
    """The id of a scheduled digest's message: the same however often it is tried, so that a platform can tell."""
    return sha256("\n".join((subscription, *due.key)).encode()).hexdigest()[:_ID_LENGTH]

"""The digests that come by themselves to a place: when, paused, ended; what became of the last ones; and the next one as it would be now."""

from collections.abc import Collection, Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from itertools import islice

from bot.errors import RequestError
from bot.messages import (
    Actions,
    Block,
    Button,
    Entry,
    Heading,
    Listing,
    Manner,
    Message,
    Note,
    Paragraph,
    Request,
    Visibility,
)
from bot.ports import Tell
from bot.render import edition_title, failures_words
from bot.service.desk import Desk
from bot.service.digests import Digests, Posting
from bot.service.hours import days_words, hours_words, moment_words, read_days, read_quiet_hours, read_times, read_zone
from bot.service.manners import manner_words, read_manner
from bot.service.news import News
from bot.service.outcomes import anew_words, ended_words, outcome_words
from bot.service.places import Settings, subscription_id
from bot.service.profiles import profile_zone
from bot.subscriptions import Subscription, coming
from digest import Length

__all__ = ["TAKEN_OVER", "Scheduling"]

TAKEN_OVER = "It comes with the sources of this channel; from now on that one has a list of its own."
"""What is said where a channel gets the sources of the one in which somebody asks."""

_MOST_SHOWN = 5
_RESUME = Button("Resume", "schedule resume")
# No two zones are further apart.
_ZONES_APART = timedelta(hours=26)
# Of what became of the last ones.
_LOGGED = timedelta(days=14)
_MOST_LOGGED = 15


class Scheduling:
    """Manages the digests that come by themselves."""

    def __init__(self, desk: Desk, news: News, digests: Digests) -> None:
        """Take what it works with."""
        self._desk = desk
        self._news = news
        self._digests = digests

    async def schedule_show(self, request: Request, _: Tell) -> Message:
        """When digests come by themselves, and when the next ones do."""
        settings = await self._desk.places.of(request.place)
        return await self._shown(settings)

    async def schedule_set(self, request: Request, _: Tell) -> Message:
        """Let a digest come by itself."""
        was_taken = await self._desk.places.take_over(request.place, request.asked_in, self._desk.clock())
        # What they follow has its sources elsewhere.
        if not (request.place.person and await self._desk.store.follows.of_person(request.place)):
            await self._desk.settings(request.place)
        return await self.let_come(request, TAKEN_OVER if was_taken else "")

    async def let_come(self, request: Request, said: str = "") -> Message:
        """Let a digest come by itself, whether there are sources or not.

        Args:
            request: With the options of /schedule set.
            said: What is to be said beside it.

        Raises:
            RequestError: If something can't be as it was typed.
        """
        settings = await self._desk.places.of(request.place)
        now = self._desk.clock()
        profiled = "" if request.options.get("zone") else profile_zone(settings, request.person)
        zone = read_zone(request.options["zone"]) if request.options.get("zone") else profiled or settings.zone
        before, typed = settings.subscription or settings.ended, request.options.get("quiet", "")
        subscription = Subscription(
            subscription_id(settings.place),
            settings.place,
            read_times(request.options["times"]),
            zone,
            request.options.get("length", Length.BRIEF),
            read_days(request.options.get("days", "daily")),
            # Like the zone, they stay until something else is said.
            read_quiet_hours(typed) if typed else before.quiet if before else None,
            read_manner(request.options, settings.place, before.manner if before else Manner()),
        )
        _refuse_quiet(subscription)
        await self._desk.places.subscribe(subscription, request.person.id, now)
        if zone != settings.zone:
            await self._desk.places.change(settings.place, now, zone=zone)
        hours = (
            f"{hours_words(subscription.slots)} {zone}, as your profile has it; zone:London, or any other city, changes it."
            if profiled
            else ""
        )
        return await self._shown(await self._desk.places.of(request.place), (said, hours), "Set, but")

    async def schedule_log(self, request: Request, _: Tell) -> Message:
        """What became of the last digests, the newest first."""
        settings = await self._desk.places.of(request.place)
        now = self._desk.clock().astimezone(settings.hours)
        found = await self._desk.places.deliveries(settings, now - _LOGGED)
        last = found[::-1][:_MOST_LOGGED]
        if not last:
            words = "Nothing was due here in the last two weeks; /schedule show tells what comes."
            return Message((Paragraph(words),), Visibility.PRIVATE)
        posts = await self._desk.store.post_counts([one.message for one in last])
        entries = tuple(
            Entry(moment_words(one.due.at.astimezone(now.tzinfo)), outcome_words(one, now, posts.get(one.message, 0)))
            for one in last
        )
        note = Note("/why with a day says more of one: when:today, or when:“yesterday 07:00”.")
        return Message((Heading("The last digests", level=1), Listing(entries), note), Visibility.PRIVATE)

    async def schedule_preview(self, request: Request, tell: Tell) -> Message:
        """The next digest as it would be now; nothing in it counts as shown."""
        settings = await self._desk.settings(request.place)
        tell("Making the digest as it would be now")
        length = Length(settings.subscription.length) if settings.subscription else Length.BRIEF
        digest, troubles = await self._news.digest(settings, length)
        due = next(coming(settings.subscription, self._desk.clock()), None) if settings.subscription else None
        if not digest.stories:
            failed = f" {failures_words([one.sentence for one in troubles])}." if troubles else ""
            message = f"There is nothing new to tell just now: the next digest would not come. What was shown here is not shown again.{failed}"
            raise RequestError(message)
        title = f"Preview · {edition_title(settings.subscription, due)}" if settings.subscription and due else "Preview"
        return await self._digests.edited(
            digest, settings, troubles, Posting(request.asked_in or request.place, title, Visibility.PRIVATE)
        )

    async def schedule_pause(self, request: Request, _: Tell) -> Message:
        """No digests by themselves for now."""
        settings = _scheduled(await self._desk.places.of(request.place))
        await self._pause(settings, request, is_paused=True)
        blocks = (Paragraph("No digest comes by itself until /schedule resume."), Actions((_RESUME,)))
        return Message(blocks, Visibility.PRIVATE)

    async def schedule_resume(self, request: Request, _: Tell) -> Message:
        """Digests by themselves again."""
        settings = _scheduled(await self._desk.places.of(request.place))
        await self._pause(settings, request, is_paused=False)
        return await self._shown(await self._desk.places.of(request.place))

    async def schedule_remove(self, request: Request, _: Tell) -> Message:
        """No digests by themselves any more."""
        settings = await self._desk.places.of(request.place)
        if settings.ended:
            # It is at its end already; from now on that is wanted.
            settings = replace(settings, subscription=settings.ended, problem="")
            await self._desk.places.subscribe(self._own(settings), request.person.id, self._desk.clock())
        settings = _scheduled(settings)
        await self._pause(settings, request, is_paused=False)
        await self._desk.store.subscriptions.end(subscription_id(settings.place), self._desk.clock())
        words = "No digest comes by itself any more; /schedule set 07:00 begins anew."
        return Message((Paragraph(words),), Visibility.PRIVATE)

    async def _pause(self, settings: Settings, request: Request, *, is_paused: bool) -> None:
        """Write down what config.toml may have said until now, and pause it or not."""
        own, now = self._own(settings), self._desk.clock()
        if await self._desk.store.subscriptions.get(own.id) is None:
            await self._desk.places.subscribe(own, request.person.id, now)
        await self._desk.places.pause(own, now, is_paused=is_paused)

    @staticmethod
    def _own(settings: Settings) -> Subscription:
        """The digest of a place as one that was set there."""
        assert settings.subscription  # noqa: S101 - who calls has asked
        return replace(settings.subscription, id=subscription_id(settings.place), place=settings.place)

    async def _shown(
        self, settings: Settings, said: Sequence[str] = (), but: str = "As it is, it can’t come"
    ) -> Message:
        """When digests come, after what else is to be said; `but` leads over to what keeps them from being posted."""
        now = self._desk.clock()
        # Where the zone was moved west, a slot of today may have come already, and comes once.
        known = await self._desk.places.deliveries(settings, now - _ZONES_APART)
        came = frozenset(one.due.key for one in known if one.settled_at)
        obstacle = await self._desk.obstacle(settings)
        called = self._desk.called(settings.place, settings.manner.role)
        before = map(Paragraph, filter(None, (*said, f"{but}: {obstacle}" if obstacle else "")))
        return Message(
            (Heading("Schedule", level=1), *before, *_blocks(settings, now, came, called)), Visibility.PRIVATE
        )


def _scheduled(settings: Settings) -> Settings:
    """The settings of a place to which a digest comes.

    Raises:
        RequestError: If none does.
    """
    if settings.problem:
        message = f"{ended_words(settings)} {anew_words(settings)}"
        raise RequestError(message)
    if not settings.subscription or not settings.subscription.slots:
        message = "No digest comes by itself here; /schedule set 07:00 lets one come every morning."
        raise RequestError(message)
    return settings


def _refuse_quiet(subscription: Subscription) -> None:
    """Refuse hours at which nothing is to come.

    Raises:
        RequestError: Naming them and the quiet hours.
    """
    quiet = subscription.quiet
    within = [slot for slot in subscription.slots if quiet and slot in quiet]
    if within:
        are = "is" if len(within) == 1 else "are"
        message = f"{hours_words(within)} {are} within the quiet hours, {quiet}: name another hour, or other quiet hours like quiet:22:00-06:30, or quiet:none."
        raise RequestError(message)


def _blocks(settings: Settings, now: datetime, came: Collection[tuple[str, str]], called: str) -> tuple[Block, ...]:
    """When digests come, and when the next ones do, but for slots that came already; `called` is the name of their role."""
    subscription = settings.subscription
    if settings.problem:
        was = f"Until then {_words(settings.ended, 'came')}" if settings.ended else ""
        return tuple(map(Paragraph, filter(None, (ended_words(settings), was, anew_words(settings)))))
    if not subscription or not subscription.slots:
        note = Note("/schedule set 07:00 lets one come every morning; days:weekdays and zone:Europe/Berlin say more.")
        return Paragraph("No digest comes by itself here."), note
    words = _words(subscription, "comes")
    quiet = f"Quiet hours: {subscription.quiet}; what is late waits until they end." if subscription.quiet else ""
    said = filter(None, (words[0].upper() + words[1:], quiet, manner_words(subscription.manner, called)))
    blocks = [Paragraph(one) for one in said]
    if settings.is_paused:
        return *blocks, Paragraph("It is paused; /schedule resume goes on."), Actions((_RESUME,))
    dues = islice((due for due in coming(subscription, now) if due.key not in came), _MOST_SHOWN)
    entries = tuple(Entry(moment_words(due.at.astimezone(settings.hours))) for due in dues)
    return *blocks, Listing(entries), Note("/schedule log tells what became of the last ones.")


def _words(subscription: Subscription, comes: str) -> str:
    hours = hours_words(subscription.slots)
    return f"a {subscription.length} digest {comes} {days_words(subscription.days)} at {hours}, {subscription.zone}."

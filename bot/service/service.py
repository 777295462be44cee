"""What the bot does, whatever the platform."""

import logging
from collections.abc import Awaitable, Callable, Iterator, Sequence
from contextlib import nullcontext
from dataclasses import replace
from datetime import timedelta
from math import ceil
from time import monotonic
from typing import TypeVar
from uuid import uuid4

from bot.commands import COMMANDS, Command, command_named
from bot.errors import PullquoteError, RequestError, StoreError
from bot.messages import Message, MessageRef, Person, Place, Request, Suggestion
from bot.monitoring import Ending
from bot.plain import plain
from bot.ports import Installations, Leases, Leaving, Nothing, Tell, nobody
from bot.service.allowance import Allowance
from bot.service.asking import Asking
from bot.service.desk import Desk
from bot.service.digests import Digests
from bot.service.elsewhere import about_channel, of_channel
from bot.service.explaining import Explaining
from bot.service.filtering import Filtering
from bot.service.following import Following
from bot.service.keeping import Keeping
from bot.service.making import Making
from bot.service.news import News
from bot.service.overhearing import Overheard, overheard
from bot.service.overview import Overview
from bot.service.quoting import Quoting
from bot.service.reading import Reading
from bot.service.repeats import Repeats
from bot.service.scheduling import Scheduling
from bot.service.sourcing import Sourcing
from bot.service.starting import Starting
from bot.service.suggesting import Suggesting
from bot.service.unasked import Unasked
from bot.subscriptions import Due, Subscription
from bot.typed import usage

__all__ = ["Service"]

_LOG = logging.getLogger(__name__)

_HOUR = timedelta(hours=1)
# Commands that cost more than a look into the store.
_DIGESTS = frozenset({"digest", "read", "catch-up", "schedule preview", "setup"})
_QUESTIONS = frozenset({"ask"})
_FETCHING = frozenset({"setup", "sources add", "sources import", "sources test"})
# What somebody is told when it is not their fault, and what they can tell whoever can mend it.
_SORRY = "Something went wrong on my side. Whoever runs me finds it in the log as error {}."
_STORE = "I can't get at what I know just now; ask again in a minute. Whoever runs me finds it in the log as error {}."
_ERROR_LENGTH = 8
# Of what somebody typed that is none of the choices, so many characters are repeated.
_LONGEST_VALUE = 40

_T = TypeVar("_T")
_Answer = Callable[[Request, Tell], Awaitable[Message]]


class Service:
    """Answers requests, and makes the digests that come by themselves: `bot.ports.Handler` and `bot.deliveries.Editor`."""

    def __init__(self, desk: Desk) -> None:
        """Take what it works with."""
        making = Making(desk.store, desk.embed)
        self._desk = desk
        news = News(desk, making)
        self._digests = Digests(desk, making, news)
        self._repeats = Repeats(desk, making)
        self._suggesting = Suggesting(desk)
        self._unasked = Unasked(desk)
        self._overview = Overview(desk)
        self._asking = Asking(desk, making)
        self._following = Following(desk, making, news, self._digests)
        sourcing, scheduling = Sourcing(desk), Scheduling(desk, news, self._digests)
        rooms = (
            self._digests,
            self._asking,
            Quoting(desk, making),
            Reading(desk, making, self._digests),
            Explaining(desk),
            self._following,
            sourcing,
            Filtering(desk),
            scheduling,
            Keeping(desk),
            Starting(desk, sourcing, scheduling),
        )
        self._answers = {command.name: _method(rooms, command) for command in COMMANDS}
        limits = desk.limits
        self._cooldown = Allowance(1, timedelta(seconds=limits.cooldown_s))
        self._digests_of_place = Allowance(limits.digests_per_hour, _HOUR)
        self._questions_of_place = Allowance(limits.questions_per_hour, _HOUR)
        self._names_of_place = Allowance(limits.questions_per_hour, _HOUR)
        self._questions_of_person = Allowance(limits.questions_per_person_per_hour, _HOUR)

    async def answer(self, request: Request, tell: Tell = nobody) -> Message:
        """See `bot.ports.Handler.answer`."""
        command = command_named(request.command)
        if command is None:
            message = f"there is no command {request.command!r}"
            raise RequestError(message)
        began, ending = monotonic(), Ending.FAILED
        request = replace(request, options={name: _whole(value) for name, value in request.options.items()})
        try:
            request = about_channel(request, command)
            self._refuse(request, command)
            answer = await self._there_already(request, command)
            if answer is None:
                self._count(request, command)
                # What fetches takes its turn when it has.
                takes_turn = command.is_managing and command.name not in _FETCHING
                async with self._desk.places.turn(request.place) if takes_turn else nullcontext():
                    answer = await self._answers[command.name](request, tell)
                answer = of_channel(request, answer, self._desk.called(request.place))
            ending = Ending.ANSWERED
        except RequestError:
            ending = Ending.REFUSED
            raise
        except Exception as error:  # noqa: BLE001 - whatever it is, who asked gets words, and the log the trace
            failed = _sorry(f"/{command.name}", error)
            raise failed from None
        finally:
            self._desk.metrics.answered(command.name, ending, monotonic() - began)
        return answer

    async def edition(self, subscription: Subscription, due: Due) -> Message | Nothing:
        """See `bot.deliveries.Editor.edition`."""
        is_of_follows = subscription.place.person and await self._following.follows(subscription.place)
        room = self._following if is_of_follows else self._digests
        return await room.edition(subscription, due)

    async def delivered(self, message: Message) -> None:
        """See `bot.deliveries.Editor.delivered`."""
        await self._digests.told(message)

    async def posted(self, message: Message, refs: Sequence[MessageRef]) -> None:
        """See `bot.ports.Handler.posted`."""
        if message.id:
            await self._desk.store.posted(message.id, refs)
            await self._digests.told(message)

    async def not_posted(self, message: Message) -> None:
        """See `bot.ports.Handler.not_posted`."""
        if message.id:
            await self._desk.store.not_posted(message.id)

    async def suggest(self, request: Request, option: str) -> Sequence[Suggestion]:
        """See `bot.ports.Handler.suggest`."""
        return await self._suggesting.suggest(request, option)

    @property
    def installations(self) -> Installations:
        """See `bot.ports.Handler.installations`."""
        return self._desk.store.installations

    @property
    def leases(self) -> Leases:
        """See `bot.ports.Handler.leases`."""
        return self._desk.store.leases

    async def is_new(self, platform: str, id_: str) -> bool:
        """See `bot.ports.Handler.is_new`; where that can't be looked up, it may be answered twice rather than never."""
        return await _or_nothing(self._desk.store.heard.first(platform, id_, self._desk.clock())) is not False

    async def overview(self, person: Person, places: Sequence[Place]) -> Message:
        """See `bot.ports.Handler.overview`."""
        try:
            return await self._overview.overview(person, places)
        except Exception as error:  # noqa: BLE001 - as in `answer`
            failed = _sorry("the overview", error)
            raise failed from None

    async def heard(self, request: Request) -> Message | None:
        """See `bot.ports.Handler.heard`."""
        said = request.options.get("question", "").strip()
        return await _or_nothing(self._overheard(request, said) if said else self._unasked.heard(request))

    async def joined(self, place: Place, *, is_invited: bool = False) -> Message | None:
        """See `bot.ports.Handler.joined`."""
        return await _or_nothing(self._unasked.joined(place, is_invited=is_invited))

    async def left(self, place: Place, called: str = "", how: Leaving = Leaving.GONE) -> None:
        """See `bot.ports.Handler.left`."""
        await _or_nothing(self._unasked.left(place, called, how))

    async def _overheard(self, request: Request, said: str) -> Message | None:
        """The answer to what somebody wrote beside a message of ours, if it is a question or has a sure answer; None if it is neither.

        That it can't be answered, be it that it was asked too often, nobody is told who did not ask us.
        """
        kind = overheard(said)
        if kind is Overheard.TALK or not await self._unasked.is_about_news(request):
            return None
        request = replace(request, command="ask")
        try:
            if kind is Overheard.QUESTION:
                return await self.answer(request)
            place = f"{request.place.platform}:{request.place.channel}"
            if self._names_of_place.wait(place, self._desk.clock()):
                return None
            return await self._asking.sure(replace(request, options={"question": _whole(said)}))
        except RequestError:
            return None
        except Exception as error:  # noqa: BLE001 - whatever it is, nobody asked, and the log has it
            _sorry("what was overheard", error)
            return None

    async def _there_already(self, request: Request, command: Command) -> Message | None:
        """The way to an answer that is there already, which counts for nobody; None if there is none."""
        return await self._repeats.pointer(request) if command.name == "digest" else None

    def _refuse(self, request: Request, command: Command) -> None:
        """Refuse what somebody may not ask for, or what nobody can.

        Raises:
            RequestError: In words.
        """
        if command.is_managing and not (request.person.may_manage or request.place.person):
            message = f"Only {self._desk.managers(request.place)} can change that; ask one of them."
            raise RequestError(message)
        for option in command.options:
            if option.is_required and not request.options.get(option.name, "").strip():
                message = f"/{command.name} needs more: {usage(command)}"
                raise RequestError(message)
            value = request.options.get(option.name)
            if option.choices and value is not None and value not in option.choices:
                message = (
                    f"“{plain(value, _LONGEST_VALUE)}” is no {option.name}; there are {', '.join(option.choices)}."
                )
                raise RequestError(message)

    def _count(self, request: Request, command: Command) -> None:
        """Count how often somebody asks for what costs something.

        Raises:
            RequestError: If that is too often.
        """
        person, place = (
            f"{request.place.platform}:{request.person.id}",
            f"{request.place.platform}:{request.place.channel}",
        )
        now = self._desk.clock()
        is_costly = command.name in _DIGESTS | _QUESTIONS | _FETCHING
        if is_costly and not request.person.may_manage and self._cooldown.wait(person, now):
            message = "One thing after the other, please: ask again in a moment."
            raise RequestError(message)
        whose = "you have had your digests" if request.place.person else "this channel has had its digests"
        for allowance, who, what in self._measures(command, person, place, whose):
            if wait := allowance.wait(who, now):
                message = f"For this hour {what}; ask again in {ceil(wait.total_seconds() / 60)} min."
                raise RequestError(message)

    def _measures(self, command: Command, person: str, place: str, had: str) -> Iterator[tuple[Allowance, str, str]]:
        """What a command is measured by: who asked how often, and what they are told if it is too often."""
        if command.name in _DIGESTS:
            yield self._digests_of_place, place, had
        if command.name in _QUESTIONS:
            yield self._questions_of_person, person, "you have asked your questions"
            yield self._questions_of_place, place, "this channel has asked its questions"


async def _or_nothing(work: Awaitable[_T]) -> _T | None:
    """What comes of something that nobody waits for; nothing if the store can't be used, which the log then has."""
    try:
        return await work
    except StoreError as error:
        _LOG.error("%s", error)
        return None


def _method(rooms: Sequence[object], command: Command) -> _Answer:
    """What answers a command: the method of its name, in the one room that has it."""
    name = command.name.replace(" ", "_").replace("-", "_")
    found: Sequence[_Answer] = [getattr(room, name) for room in rooms if hasattr(room, name)]
    (answer,) = found
    return answer


def _whole(text: str) -> str:
    """A text without NUL and without halves of characters, which no database keeps and no platform shows."""
    return text.replace("\x00", "").encode("utf-8", "replace").decode()


def _sorry(what: str, error: Exception) -> RequestError:
    """The words for who asked, of an error that is not their fault; it stands in the log by its number."""
    number = uuid4().hex[:_ERROR_LENGTH]
    # Of what we raise ourselves, the words say all there is.
    trace = None if isinstance(error, PullquoteError) else error
    _LOG.error("%s failed: %s", what, error, extra={"error": number}, exc_info=trace)
    return RequestError((_STORE if isinstance(error, StoreError) else _SORRY).format(number))

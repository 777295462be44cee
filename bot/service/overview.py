"""How the bot is, for somebody who looks at it and asks for nothing: what comes next where, what they follow, what holds, and how to begin."""

import asyncio
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.commands import command_named
from bot.messages import (
    Actions,
    Block,
    Button,
    Divider,
    Entry,
    Heading,
    Listing,
    Message,
    Note,
    Paragraph,
    Person,
    Place,
    Visibility,
)
from bot.render import TAGLINE
from bot.service.desk import Desk, Trouble
from bot.service.hours import days_words, hours_words
from bot.service.outcomes import ended_words, next_words
from bot.service.places import Settings
from bot.service.profiles import as_profiled
from bot.store import Follow
from bot.subscriptions import next_due

__all__ = ["Overview"]

# In full: a home of Slack has 100 blocks (https://docs.slack.dev/surfaces/app-home), and nobody reads more.
_MOST_SHOWN = 10
_MOST_TROUBLES = 3
_MOST_FOLLOWED = 10
# What the forms of its buttons ask for.
_SCHEDULE = ("times", "days", "zone", "quiet")
_SETTINGS = ("zone", "style", "method", "about", "threads")
_END_SCHEDULE = "No digest comes by itself any more, until a schedule is set anew. Remove it?"
_END_SOURCE = "Its articles come no longer. Which source it is, you say next."


@dataclass(frozen=True, slots=True)
class _Seen:
    """A place as it is shown.

    Attributes:
        settings: What holds there.
        called: What people call it.
        troubles: What is wrong with its sources.
        obstacle: What keeps its digests from being posted, as a sentence; empty if nothing does.
        can_change: Whether who looks may change it.
    """

    settings: Settings
    called: str
    troubles: tuple[Trouble, ...]
    obstacle: str
    can_change: bool


class Overview:
    """Shows how the bot is. No source is read for it and no digest made."""

    def __init__(self, desk: Desk) -> None:
        """Take what it works with."""
        self._desk = desk

    async def overview(self, person: Person, places: Sequence[Place]) -> Message:
        """See `bot.ports.Handler.overview`."""
        now = self._desk.clock()
        home = next((place for place in places if place.person), None)
        channels = await self._set_up([place for place in places if not place.person])
        # The platform is asked of each whether the bot can post there.
        looks = [self._seen(place, can_change=person.may_manage) for place in channels[:_MOST_SHOWN]]
        seen = [*await asyncio.gather(*looks)]
        seen.sort(key=lambda one: _order(one, now))
        own = await self._own(home, person) if home else None
        followed = await self._desk.store.follows.of_person(home) if home else ()
        is_own = bool(own and (followed or own.settings.is_own or own.settings.subscription))
        parts = [_channel(one, now) for one in seen]
        parts += [[_more(len(channels) - len(seen))]] if len(channels) > len(seen) else []
        parts += [_for_oneself(own, followed, now)] if own and is_own else []
        is_any = bool(seen) or is_own
        parts.append(_steps(person, own, is_first=not is_any))
        title = "What comes next" if is_any else "Pullquote"
        return Message((Heading(title, level=1), *_divided(parts)), Visibility.PRIVATE)

    async def _set_up(self, places: Sequence[Place]) -> list[Place]:
        """Those of some channels in which there is something of ours, the next digests first."""
        found: list[Place] = []
        for platform, workspace in dict.fromkeys((place.platform, place.workspace) for place in places):
            by_id = {one.channel: one for one in places if (one.platform, one.workspace) == (platform, workspace)}
            ids = await self._desk.store.places.set_up(platform, workspace)
            found += [by_id[id_] for id_ in ids if id_ in by_id]
        return found

    async def _seen(self, place: Place, *, can_change: bool) -> _Seen:
        settings = await self._desk.places.of(place)
        troubles, obstacle = await self._desk.troubles(settings, {}), await self._desk.obstacle(settings)
        # What it is called may be known only from when it was looked at.
        return _Seen(settings, self._desk.called(place), troubles, obstacle, can_change)

    async def _own(self, home: Place, person: Person) -> _Seen:
        """The direct messages of who looks, which are theirs to change."""
        settings = as_profiled(await self._desk.places.of(home), person)
        return _Seen(settings, "Your direct messages", await self._desk.troubles(settings, {}), "", can_change=True)


def _order(one: _Seen, now: datetime) -> tuple[bool, datetime, str]:
    """What comes next comes first; where nothing does, by name."""
    subscription = None if one.settings.is_paused else one.settings.subscription
    due = next_due(subscription, now) if subscription else None
    return due is None, due.at if due else now, one.called


def _channel(one: _Seen, now: datetime) -> list[Block]:
    """A channel: when a digest comes, how its sources are, what holds, and what can be done about it."""
    blocks: list[Block] = [Heading(one.called), *_comes(one, now), *_sources(one), Note(_holds(one.settings))]
    return [*blocks, *_actions(_buttons(one))]


def _comes(one: _Seen, now: datetime, *, is_followed: bool = False) -> Iterator[Block]:
    """When a digest comes, or why none does; the way out is a button, for those who may go it. What is followed has its sources elsewhere."""
    settings = one.settings
    subscription = settings.subscription
    if settings.problem or not (subscription and subscription.slots):
        yield Paragraph(ended_words(settings) if settings.problem else "No digest comes by itself.")
    elif settings.is_paused:
        yield Paragraph("Digests by themselves are paused.")
    elif not settings.read and not is_followed:
        yield Paragraph("A digest comes once there is a source.")
    else:
        yield Paragraph(next_words(settings, now))
        if one.obstacle:
            yield Paragraph(f"As it is, it can’t come: {one.obstacle}")


def _sources(one: _Seen) -> Iterator[Block]:
    """How many sources there are, and what is wrong with them."""
    settings, troubles = one.settings, one.troubles
    paused = len(settings.sources) - len(settings.read)
    if not settings.sources:
        yield Paragraph("No sources yet.")
        return
    fine = f"Sources: {len(settings.read) - len(troubles)} of {len(settings.read)} fine"
    yield Paragraph(f"{fine}, {paused} paused." if paused else f"{fine}.")
    if troubles:
        yield Listing(tuple(Entry(trouble.name, trouble.words) for trouble in troubles[:_MOST_TROUBLES]))
    if more := len(troubles[_MOST_TROUBLES:]):
        yield Note(f"and {more} more; {'Health' if one.can_change else '/health, asked there,'} has them all")


def _buttons(one: _Seen) -> Iterator[Button]:
    """What can be done about a place; of another one than their own, only those who manage it may ask from elsewhere."""
    if not one.can_change:
        return
    settings, here = one.settings, _here(one)
    subscription = settings.subscription
    if settings.read:
        yield Button("Preview", "schedule preview", here)
    if settings.sources:
        yield Button("Sources", "sources list", here)
    if one.troubles or settings.problem:
        yield Button("Health", "health", here)
    yield Button("Add a source", "sources add", here, asks=("source",))
    # What the form does not ask for stays as it was.
    length = {"length": subscription.length} if subscription else {}
    yield Button("Schedule", "schedule set", {**here, **length}, asks=_SCHEDULE)
    yield Button("Settings", "settings set", here, asks=_SETTINGS)
    if subscription and settings.is_paused:
        yield Button("Resume", "schedule resume", here)
    elif subscription:
        yield Button("Pause", "schedule pause", here)
    if subscription or settings.problem:
        yield Button("Remove schedule", "schedule remove", here, confirm=_END_SCHEDULE)
    if settings.sources:
        yield Button("Remove a source", "sources remove", here, asks=("source",), confirm=_END_SOURCE)


def _here(one: _Seen) -> dict[str, str]:
    """The options that make a button one of a place; where it is pressed, in direct messages, needs none."""
    place = one.settings.place
    return {} if place.person else {"channel": place.channel}


def _for_oneself(own: _Seen, followed: Sequence[Follow], now: datetime) -> list[Block]:
    """What somebody follows, and when that or the news of their own sources comes to them."""
    blocks: list[Block] = [
        Heading("What you follow" if followed else own.called),
        *_comes(own, now, is_followed=bool(followed)),
    ]
    if followed:
        blocks.append(Listing(tuple(Entry(one.words, one.kind) for one in followed[:_MOST_FOLLOWED])))
        more = len(followed[_MOST_FOLLOWED:])
        blocks += [Note(f"and {more} more; /follow has them all")] if more else []
    if own.settings.is_own or not followed:
        blocks += _sources(own)
    blocks.append(Note(_holds(own.settings)))
    unfollow = [Button("Unfollow", "unfollow", asks=("what",))] if followed else []
    return [*blocks, *_actions([*unfollow, *_buttons(own)])]


def _holds(settings: Settings) -> str:
    """What holds in a place, in short: how its digests are, and by whose hours they come."""
    one = settings.subscription
    comes = f"A {one.length} digest, {days_words(one.days)} at {hours_words(one.slots)}" if one and one.slots else ""
    about = f"{', '.join(settings.about[:_MOST_TROUBLES])} first" if settings.about else ""
    filters = len(settings.hide) + len(settings.only)
    filtered = ("1 filter" if filters == 1 else f"{filters} filters") if filters else ""
    threads = "a thread with each digest" if settings.manner.has_thread else ""
    said = (comes, one.zone if one else settings.zone, settings.style, about, filtered, threads)
    return " · ".join(filter(None, said))


def _more(count: int) -> Note:
    channels = "1 more channel has" if count == 1 else f"{count} more channels have"
    return Note(f"{channels} something set up; /schedule show, asked there, tells when a digest comes.")


def _steps(person: Person, own: _Seen | None, *, is_first: bool) -> list[Block]:
    """How to begin, or to go on."""
    command = command_named("setup")
    options = command.options if command else ()
    # Who manages nothing sets up what comes to themselves.
    asks = tuple(option.name for option in options if person.may_manage or option.name != "channel")
    whose = "digest" if person.may_manage else "digest of your own"
    buttons = [Button(f"Set up a first {whose}" if is_first else f"Set up another {whose}", "setup", asks=asks)]
    if own and own.settings.read:
        buttons.append(Button("Follow a topic", "follow", asks=("what",)))
    buttons.append(Button("What I can do", "help"))
    if not is_first:
        return [*_actions(buttons)]
    how = (
        "Choose a source and an hour, and a digest comes to a channel every day."
        if person.may_manage
        else "Choose a source and an hour, and a digest comes to you every day, as a direct message. For a channel, those who manage it do the same."
    )
    note = Note(
        "In a channel that has sources, /digest shows the news at once, and /follow with a topic brings you what is new of it."
    )
    return [Paragraph(TAGLINE), Heading("First steps"), Paragraph(how), *_actions(buttons), note]


def _actions(buttons: Iterable[Button]) -> tuple[Actions, ...]:
    """Buttons, if there are any."""
    found = tuple(buttons)
    return (Actions(found),) if found else ()


def _divided(parts: Sequence[Sequence[Block]]) -> list[Block]:
    """Parts with a line between each two."""
    blocks: list[Block] = []
    for part in parts:
        blocks += [Divider(), *part] if blocks else part
    return blocks

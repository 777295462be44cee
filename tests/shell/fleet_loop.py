"""A fleet whose processes are killed and cut off, and whose database is restarted, again and again: how soon it goes on, and what is there in the end."""

import asyncio
from collections import Counter
from collections.abc import Awaitable, Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from itertools import chain, islice, pairwise, repeat
from pathlib import Path
from random import Random
from time import monotonic

from sqlalchemy import func, select

from bot.store import DeliveryState
from bot.store import tables as t
from digest import ANALYSIS_VERSION
from tests.shell.fleet import ROLES, Fleet, Member, fleet
from tests.shell.fleet_member import told_of
from tests.shell.fleet_platform import Platform, Shown
from tests.shell.postgres import Server
from tests.shell.tenures import outside, overlaps, tenures

__all__ = ["KINDS", "Blow", "Totals", "strike_again_and_again"]

_MACHINE, _DATABASE = "machine", "database"
KINDS = (
    *(f"{how} {what}" for how in ("kill", "cut") for what in (*ROLES, _MACHINE)),
    *(f"{how} {_DATABASE}" for how in ("cut", "restart")),
)
"""A machine has one process of each role; a database that is cut is so from all of them."""

_LOOK_S = 0.05
_PATIENCE_S = 150.0
_NEVER = float("inf")
# A cut lasts for longer than any lease does.
_CUT_S = (50.0, 70.0)
# So often the one is struck that acts, or is in the middle of something.
_AMID = 0.85
_AMID_WITHIN_S = 20.0
_MOST_ARTICLES = 10_000
_SLOWEST = 3
_States = Mapping[str, tuple[str, datetime | None]]


@dataclass(frozen=True)
class Blow:
    """What was done to the fleet, and how it took it.

    Attributes:
        kind: One of `KINDS`.
        amid: Whether it struck in the middle of something: a planner that acted, a reading, a post.
        seconds: How long it took until each thing went on, in seconds.
    """

    kind: str
    amid: bool
    seconds: Mapping[str, float]

    @property
    def takeover_s(self) -> float:
        """How long it took until all of it was taken over, in seconds. That the platforms make trouble again is not of it."""
        return max((taken for what, taken in self.seconds.items() if what not in {"back", "settled"}), default=0.0)


@dataclass(frozen=True)
class Totals:
    """What is there in the end, and what is wrong with it.

    Attributes:
        slots: How many digests were due.
        posts: How many posts there are.
        readings: How often a source was due.
        articles: How many news there were.
        wrong: What does not hold that has to, and how often.
        counts: What the platforms were asked.
        took_s: Of all digests, in how many seconds from being due half of them were there, and 95 of 100.
        slowest_s: The channels of the slowest, and how long these took.
    """

    slots: int
    posts: int
    readings: int
    articles: int
    wrong: Mapping[str, int]
    counts: Mapping[str, int]
    took_s: tuple[float, float]
    slowest_s: Mapping[str, float]


class _Loop:
    def __init__(self, it: Fleet, chance: Random) -> None:
        self._fleet, self._work, self._chance = it, it.work, chance
        self.died: list[str] = []

    async def begin(self) -> None:
        """Wait until all of it goes on."""
        platforms = self._work.platforms.values()
        await _until(lambda: _all_of(platform.posts for platform in platforms))

    async def strike(self, kind: str) -> Blow:
        """Do something to the fleet, and wait until it has come over it."""
        how, _, what = kind.partition(" ")
        victims, amid = await self._victims(what)
        began = monotonic()
        match how:
            case "kill":
                await asyncio.gather(*map(self._fleet.kill, victims))
                seconds = await self._killed(victims, await self._takeover(what, began))
            case "cut":
                for member in victims:
                    member.way.cut()
                seconds = await self._cut(what, victims, began)
            case _:
                takeover = await self._takeover(what, began)
                await self._fleet.crash_database()
                seconds = await _all(takeover)
        self.died += self._fleet.gone()
        return Blow(kind, amid, seconds)

    async def _killed(self, victims: Sequence[Member], takeover: Sequence["_Wait"]) -> dict[str, float]:
        is_soon = self._chance.random() < 1 / 2
        if is_soon:
            await asyncio.gather(*map(self._fleet.start, victims))
        seconds = await _all(takeover)
        if not is_soon:
            await asyncio.gather(*map(self._fleet.start, victims))
        return seconds | await self._back(victims)

    async def _cut(self, what: str, victims: Sequence[Member], began: float) -> dict[str, float]:
        async def mend() -> dict[str, float]:
            await asyncio.sleep(self._chance.uniform(*_CUT_S))
            is_late = self._chance.random() < 1 / 2
            for member in victims:
                member.way.mend(is_late=is_late)
            return await self._back(victims)

        if what == _DATABASE:
            # There is nobody who could take over.
            back = await mend()
            seconds = await _all(await self._takeover(what, monotonic()))
        else:
            seconds, back = await asyncio.gather(_all(await self._takeover(what, began)), mend())
        self._fleet.troubles += [(member.name, began, monotonic()) for member in victims]
        return seconds | back

    async def _back(self, victims: Sequence[Member]) -> dict[str, float]:
        now = datetime.now(UTC)
        return await _all([_Wait("back", monotonic(), partial(self._is_back, one, now)) for one in victims])

    async def _victims(self, what: str) -> tuple[Sequence[Member], bool]:
        """Whom to strike, and whether they are about something."""
        await asyncio.sleep(self._chance.uniform(0.5, 4))
        if what == _DATABASE:
            return self._fleet.members, True
        member, amid = await self._victim(self._chance.choice(ROLES) if what == _MACHINE else what)
        ours = [one for one in self._fleet.members if one.number == member.number]
        return ours if what == _MACHINE else [member], amid

    async def _victim(self, role: str) -> tuple[Member, bool]:
        ours = [member for member in self._fleet.members if member.role == role]
        platform = self._chance.choice(sorted(self._work.platforms))
        holders = {"planner": "planner", "bot": f"drain:{platform}:token-of-{platform}"}
        member = self._fleet.holder(holders[role]) if role in holders else None
        if member not in ours or self._chance.random() > _AMID:
            member = self._chance.choice(ours)
        assert member is not None
        if role == "planner":
            return member, member is self._fleet.holder("planner")
        busy = [one.under_way for one in self._work.platforms.values()] if role == "bot" else [self._work.web.under_way]
        name = member.name
        with suppress(TimeoutError):
            async with asyncio.timeout(_AMID_WITHIN_S):
                await _until(lambda: _any_of(one[name] for one in busy))
        return member, any(one[name] for one in busy)

    async def _sending(self) -> _States:
        """The digests that somebody sees to just now, and how far they have come."""
        now = datetime.now(UTC)
        states = await self._work.states([slot.channel for slot in self._work.slots[-200:]])
        held = {DeliveryState.SENDING, DeliveryState.PREPARING}
        return {channel: (state, at) for channel, (state, at) in states.items() if state in held and at and at > now}

    async def _takeover(self, what: str, began: float) -> list["_Wait"]:
        """What has to go on when something is gone."""
        channels, jobs = await self._sending(), await self._work.doing()
        roles = [what] if what in ROLES else ROLES
        return [wait for role in roles for wait in self._of_role(role, began, channels, jobs)]

    def _of_role(self, role: str, began: float, channels: _States, jobs: frozenset[int]) -> list["_Wait"]:
        match role:
            case "planner":
                analysed = _Wait("articles", began, lambda: self._has_analysed(began))
                return [_Wait("sources", began, lambda: self._has_asked(began)), analysed]
            case "worker":
                return [_Wait("jobs", began, lambda: self._are_done(jobs))]
            case _:
                made = [one for one, (state, _) in channels.items() if state == DeliveryState.PREPARING]
                held = {one: at for one, (state, at) in channels.items() if state == DeliveryState.SENDING}
                sent = list(held)
                waits = [_Wait("made", began, lambda: self._are_beyond(made, DeliveryState.PREPARING))]
                waits.append(_Wait("settled", began, lambda: self._are_beyond(sent, DeliveryState.SENDING)))
                waits.append(_Wait("looked up", began, lambda: self._are_taken(sent, held)))
                platforms = self._work.platforms.values()
                return waits + [_Wait("new", began, partial(self._has_shown, one, began)) for one in platforms]

    async def _has_asked(self, since: float) -> bool:
        """Whether a source was read that was due since an instant."""
        dues = [due for outlet in self._work.web.outlets.values() for due in outlet.dues]
        return any(due.at > since and due.asked for due in dues)

    async def _has_analysed(self, since: float) -> bool:
        """Wait for a source that was due since an instant, and for all articles to be analysed that are not then."""
        await _until(lambda: self._has_asked(since))
        lacked = await self._lacking()

        async def is_done() -> bool:
            return not lacked & await self._lacking()

        await _until(is_done)
        return True

    async def _lacking(self) -> frozenset[str]:
        work = self._work
        return frozenset(await work.surely(lambda: work.store.analyses.lacking(ANALYSIS_VERSION, _MOST_ARTICLES)))

    async def _are_done(self, jobs: frozenset[int]) -> bool:
        return not jobs & await self._work.there()

    async def _are_beyond(self, channels: Sequence[str], state: DeliveryState) -> bool:
        states = await self._work.states(channels)
        return all(states[one][0] != state for one in channels)

    async def _are_taken(self, channels: Sequence[str], held: Mapping[str, datetime | None]) -> bool:
        """Whether somebody sees to digests that others held."""
        states = await self._work.states(channels)
        return all(states[one][1] != held[one] for one in channels)

    async def _has_shown(self, platform: Platform, since: float) -> bool:
        """Whether something was posted that was due since an instant."""
        due = {slot.channel for slot in self._work.slots if slot.at > since}
        return any(post.channel in due for post in platform.posts[-500:])

    async def _is_back(self, member: Member, since: datetime) -> bool:
        """Whether a process has said since an instant that it is there."""
        assert member.process
        its = select(func.max(t.processes.c.seen)).where(t.processes.c.pid == member.process.pid)
        seen = await self._work.read(lambda c: c.execute(its).scalar())
        return seen is not None and seen > since

    async def _is_finished(self) -> bool:
        return not await self._work.unfinished()

    async def end(self) -> dict[str, int]:
        """Let all come to its end. What does not."""
        await self._work.rest()
        with suppress(TimeoutError):
            async with asyncio.timeout(2 * _PATIENCE_S):
                await _until(self._is_finished)
        return await self._work.unfinished()


async def _until(is_there: Callable[[], Awaitable[bool]]) -> None:
    """Wait until something is there."""
    while not await is_there():  # noqa: ASYNC110 - what is looked at tells nobody
        await asyncio.sleep(_LOOK_S)


async def _all_of(those: Iterable[object]) -> bool:
    return all(those)


async def _any_of(those: Iterable[object]) -> bool:
    return any(those)


@dataclass(frozen=True)
class _Wait:
    """Something that has to come.

    Attributes:
        what: What.
        began: Since when it is waited for.
        is_there: Whether it has come.
    """

    what: str
    began: float
    is_there: Callable[[], Awaitable[bool]]

    async def seconds(self) -> float:
        """How long it took; infinite, if it did not come for a long time."""
        try:
            async with asyncio.timeout(_PATIENCE_S):
                await _until(self.is_there)
        except TimeoutError:
            return _NEVER
        return monotonic() - self.began


async def _all(waits: Sequence[_Wait]) -> dict[str, float]:
    """How long each took, the longest of those that are called alike."""
    taken = await asyncio.gather(*(wait.seconds() for wait in waits))
    found: dict[str, float] = {}
    for wait, seconds in zip(waits, taken, strict=True):
        found[wait.what] = max(found.get(wait.what, 0.0), seconds)
    return found


async def strike_again_and_again(
    server: Server,
    url: str,
    folder: Path,
    blows: int,
    *,
    seed: int = 0,
    kinds: Sequence[str] = KINDS,
    tell: Callable[[Blow], object] = lambda _: None,
) -> tuple[list[Blow], Totals, list[str]]:
    """Strike a fleet so often, and count what is there in the end.

    Args:
        server: That of the database.
        url: Of an empty database.
        folder: An empty one.
        blows: How often.
        seed: Of all that is drawn.
        kinds: What is done to it: each as often as the others, in any order.
        tell: Called with what came of each.

    Returns:
        What was done, what there is in the end, and what the processes said that ended by themselves.
    """
    chance = Random(seed)  # noqa: S311 - no secrets
    done: list[Blow] = []
    async with fleet(server, url, folder, chance) as it:
        loop = _Loop(it, chance)
        await loop.begin()
        for kind in _drawn(kinds, blows, chance):
            done.append(await loop.strike(kind))
            tell(done[-1])
        left = await loop.end()
        totals = await _totals(it, left)
        return done, totals, loop.died


def _drawn(kinds: Sequence[str], count: int, chance: Random) -> Iterator[str]:
    """Each as often as the others."""
    rounds = (chance.sample(kinds, len(kinds)) for _ in repeat(None))
    yield from islice(chain.from_iterable(rounds), count)


async def _totals(it: Fleet, left: Mapping[str, int]) -> Totals:
    work, told = it.work, it.folder / "told"
    states = await work.states([slot.channel for slot in work.slots])
    posts = [post for platform in work.platforms.values() for post in platform.posts]
    articles = await work.surely(work.store.articles.count)
    published = sum(outlet.published for outlet in work.web.outlets.values())
    wrong = Counter({f"left: {what}": count for what, count in left.items()})
    wrong["slots without an edition"] = sum(state != DeliveryState.POSTED for state, _ in states.values())
    wrong["slots never planned"] = len(work.slots) - len(states)
    wrong["articles that are not there"] = published - articles
    wrong += Counter(dict(_wrong_posts([slot.channel for slot in work.slots], posts)))
    for name, platform in work.platforms.items():
        found = tenures(told_of(told, f"drain:{name}:token-of-{name}"))
        wrong["posted at the same time"] += overlaps(found)
        wrong["posted out of turn"] += outside(found, platform.sent)
    wrong["planned at the same time"] = overlaps(tenures(told_of(told, "planner")))
    wrong += Counter(dict(_wrong_readings(it)))
    waits = _waits(it, posts)
    took = sorted(waits.values())
    return Totals(
        slots=len(work.slots),
        posts=len(posts),
        readings=sum(len(outlet.dues) for outlet in work.web.outlets.values()),
        articles=published,
        wrong={what: count for what, count in wrong.items() if count},
        counts=dict(sum((platform.counts for platform in work.platforms.values()), Counter())),
        took_s=(took[len(took) // 2], took[int(len(took) * 0.95)]) if took else (0.0, 0.0),
        slowest_s=dict(sorted(waits.items(), key=lambda one: -one[1])[:_SLOWEST]),
    )


def _wrong_posts(channels: Iterable[str], posts: Sequence[Shown]) -> Iterator[tuple[str, int]]:
    of_channel: dict[str, list[Shown]] = {channel: [] for channel in channels}
    for post in posts:
        of_channel[post.channel].append(post)
    numbers = [[post.number for post in found] for found in of_channel.values()]
    of = posts[0].of if posts else 0
    yield "posts lost", sum(of - len(set(found)) for found in numbers)
    yield "posts there twice", sum(len(found) - len(set(found)) for found in numbers)
    yield "digests in another order", sum(found != sorted(found) for found in numbers)


def _wrong_readings(it: Fleet) -> Iterator[tuple[str, int]]:
    """Sources that nobody read, and those that were read again though whoever had asked was well."""
    outlets = [outlet.dues for outlet in it.work.web.outlets.values()]
    never, again = 0, 0
    for dues in outlets:
        for before, due in pairwise([None, *dues]):
            assert due
            if not due.asked:
                # Who was not well may have asked for what was due before, and say only now what came of it.
                asked = before.asked if before else []
                never += due.kept is None or not any(_was_unwell(it, one, at, due.kept) for one, at in asked)
            for (program, asked_at), (_, following) in pairwise(due.asked):
                again += not _was_unwell(it, program, asked_at, following)
    yield "sources never read", never
    yield "sources read twice", again


def _was_unwell(it: Fleet, program: str, since: float, until: float) -> bool:
    """Whether a program was in trouble at some time between two instants."""
    return any(name in {program, ""} and began <= until and since <= ended for name, began, ended in it.troubles)


def _waits(it: Fleet, posts: Sequence[Shown]) -> dict[str, float]:
    """How long each digest took from being due to being there, in seconds, by its channel."""
    last = {post.channel: post.at for post in posts}
    return {slot.channel: round(last[slot.channel] - slot.at, 1) for slot in it.work.slots if slot.channel in last}

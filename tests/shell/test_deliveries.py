import asyncio
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path
from uuid import uuid4

import pytest

from bot.deliveries import Deliveries
from bot.errors import PostError, SourcesError
from bot.messages import Message, MessageRef, Paragraph, Place
from bot.ports import Handler
from bot.store import Store
from bot.subscriptions import Due, Subscription

START = datetime(2026, 11, 23, 12, tzinfo=UTC)


def subscription(channel: str, zone: str = "Europe/Berlin", *slots: str) -> Subscription:
    hours = tuple(map(time.fromisoformat, slots or ("07:00",)))
    return Subscription(channel, Place("pigeon", channel=channel), hours, zone)


class Editor:
    """Makes a digest for each slot, numbered; none where it is told so."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self.is_quiet = False
        self.is_cut_off = False

    async def edition(self, subscription: Subscription, due: Due) -> Message | None:
        if self.is_cut_off:
            message = "no source can be read"
            raise SourcesError(message, permanent=False)
        if self.is_quiet:
            return None
        id_ = uuid4().hex
        await self._store.record(id_, subscription.place, [], due.at, is_public=True, delivery=(subscription.id, due))
        return Message((Paragraph(f"{due.day} {due.slot:%H:%M}"),), id=id_)

    async def posted(self, message: Message, refs: Sequence[MessageRef]) -> None:
        await self._store.posted(message.id, refs)

    async def not_posted(self, message: Message) -> None:
        await self._store.not_posted(message.id)


class Pigeon:
    """A platform that keeps what is posted, and fails when it is told to."""

    platform = "pigeon"

    def __init__(self) -> None:
        self.posts: list[tuple[str, str]] = []
        self.failures: list[PostError | BaseException] = []

    async def run(self, handler: Handler) -> None:
        raise NotImplementedError

    async def post(self, place: Place, message: Message) -> Sequence[MessageRef]:
        if self.failures:
            raise self.failures.pop(0)
        (block,) = message.blocks
        assert isinstance(block, Paragraph)
        self.posts.append((place.channel, block.text))
        return [MessageRef(place, str(len(self.posts)))]


class Office:
    """Deliveries that are looked after at the times a test says, with a restart before each if it says so."""

    def __init__(self, path: Path, *subscriptions: Subscription) -> None:
        self._path = path
        self._subscriptions = subscriptions
        self.pigeon = Pigeon()
        self.is_quiet = False
        self.is_cut_off = False

    async def subscriptions(self) -> Sequence[Subscription]:
        return self._subscriptions

    def look(self, *times: datetime) -> list[datetime | None]:
        """When it wants to look again, after having looked at each of the times."""

        async def run() -> list[datetime | None]:
            async with Store(self._path) as store:
                editor = Editor(store)
                editor.is_quiet, editor.is_cut_off = self.is_quiet, self.is_cut_off
                deliveries = Deliveries(editor, store, {"pigeon": self.pigeon}, self.subscriptions)
                return [await deliveries.deliver(now) for now in times]

        return asyncio.run(run())


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pullquote.db"


def at(text: str) -> datetime:
    return datetime.fromisoformat(text).replace(tzinfo=UTC)


def test_a_week_over_a_change_of_clocks_brings_each_local_morning_once(path: Path) -> None:
    office = Office(path, subscription("berlin"), subscription("new-york", "America/New_York", "07:00", "18:30"))
    start = at("2026-10-22T13:00")
    # A look every seven minutes, and a restart every day.
    for day in range(14):
        office.look(*(start + timedelta(days=day, minutes=7 * number) for number in range(206)))
    posts = office.pigeon.posts
    assert len(posts) == len(set(posts))
    assert sorted(text for channel, text in posts if channel == "berlin") == [
        f"{(start + timedelta(days=day)):%Y-%m-%d} 07:00" for day in range(1, 15)
    ]
    assert len([text for channel, text in posts if channel == "new-york"]) == 28


def test_nothing_is_due_before_the_first_slot_after_a_subscription_began(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    assert office.look(START, at("2026-11-24T05:59")) == [at("2026-11-24T06:00")] * 2
    assert office.pigeon.posts == []
    assert office.look(at("2026-11-24T06:00")) == [at("2026-11-25T06:00")]
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_a_slot_that_was_slept_through_is_made_up_for_once(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.look(at("2026-11-24T09:10"), at("2026-11-24T09:11"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_of_several_slots_that_were_slept_through_the_last_is_made_up_for(path: Path) -> None:
    office = Office(path, subscription("berlin", "Europe/Berlin", "07:00", "09:00", "11:00"))
    office.look(START)
    office.look(at("2026-11-24T10:30"), at("2026-11-24T10:31"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 11:00")]


def test_a_morning_is_not_made_up_for_in_the_evening(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.look(at("2026-11-24T18:01"))
    assert office.pigeon.posts == []


def test_nothing_new_is_nothing_posted_and_not_tried_again(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.is_quiet = True
    office.look(at("2026-11-24T06:00"))
    office.is_quiet = False
    office.look(at("2026-11-24T06:02"))
    assert office.pigeon.posts == []


def test_a_platform_in_trouble_is_tried_again(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.pigeon.failures = [PostError("it rains", permanent=False)]
    assert office.look(at("2026-11-24T06:00")) == [at("2026-11-24T06:02")]
    office.look(at("2026-11-24T06:02"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_sources_that_can_not_be_read_are_tried_again(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.is_cut_off = True
    assert office.look(at("2026-11-24T06:00")) == [at("2026-11-24T06:02")]
    office.is_cut_off = False
    office.look(at("2026-11-24T06:02"))
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_a_channel_that_is_gone_is_not_tried_again_and_stops_nobody_else(path: Path) -> None:
    office = Office(path, subscription("berlin"), subscription("dorn"))
    office.look(START)
    office.pigeon.failures = [PostError("no such channel", permanent=True)]
    assert office.look(at("2026-11-24T06:00"), at("2026-11-24T06:02")) == [at("2026-11-25T06:00")] * 2
    assert len(office.pigeon.posts) == 1


def test_a_digest_of_which_a_part_is_there_is_not_posted_again(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    part = (MessageRef(Place("pigeon", channel="berlin"), "1"),)
    office.pigeon.failures = [PostError("it rains", permanent=False, posted=part)]
    office.look(at("2026-11-24T06:00"), at("2026-11-24T06:02"))
    assert office.pigeon.posts == []


def test_what_may_have_been_posted_when_the_program_died_is_not_posted_again(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.pigeon.failures = [asyncio.CancelledError()]
    with pytest.raises(asyncio.CancelledError):
        office.look(at("2026-11-24T06:00"))
    office.look(at("2026-11-24T06:02"))
    assert office.pigeon.posts == []


def test_what_may_be_there_all_the_same_is_not_posted_again(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.pigeon.failures = [PostError("it fell from the sky", permanent=False, is_unknown=True)]
    office.look(at("2026-11-24T06:00"), at("2026-11-24T06:02"))
    assert office.pigeon.posts == []


def test_two_processes_on_one_database_post_once(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)

    async def run() -> None:
        async with Store(path) as first, Store(path) as second:
            both = [
                Deliveries(Editor(store), store, {"pigeon": office.pigeon}, office.subscriptions)
                for store in (first, second)
            ]
            await asyncio.gather(*(deliveries.deliver(at("2026-11-24T06:00")) for deliveries in both))

    asyncio.run(run())
    assert office.pigeon.posts == [("berlin", "2026-11-24 07:00")]


def test_the_longer_something_is_out_of_order_the_less_often_it_is_tried(path: Path) -> None:
    office = Office(path, subscription("berlin"))
    office.look(START)
    office.is_cut_off = True
    assert office.look(at("2026-11-24T06:00"), at("2026-11-24T06:02"), at("2026-11-24T07:00")) == [
        at("2026-11-24T06:02"),
        at("2026-11-24T06:04"),
        at("2026-11-24T07:30"),
    ]

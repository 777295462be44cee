"""A week in the life of a bot: real service, store and deliveries; only the paper and the platform are of this test."""

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import UTC, datetime, time, timedelta
from pathlib import Path

from bot.deliveries import Deliveries
from bot.fetch import Fetcher
from bot.gathering import Gathered, Gatherer, Recent
from bot.inputs import Inputs
from bot.messages import Heading, Message, MessageRef, Place
from bot.ports import Handler
from bot.service import Service, Settings
from bot.store import Store
from bot.subscriptions import Subscription
from bot.workers import Reader
from digest import Article, Source, read_article

# The clocks of Berlin go back on 25 October, those of New York on 1 November.
START = datetime(2026, 10, 22, 13, tzinfo=UTC)
DAYS = 13
EVERY = timedelta(hours=8)


def paper() -> tuple[Article, ...]:
    """An article every eight hours."""
    return tuple(
        read_article(
            f"Story {number} to go\n\nThe council of Dorn voted on matter number {number} after a long evening in the hall.",
            url=f"https://mail.example/{number}",
            source=Source("Dorn Mail"),
            published=START + number * EVERY,
        )
        for number in range(-6, DAYS * 3)
    )


class Newsstand(Recent):
    """Has what the last two days brought, as a feed has."""

    def __init__(self, gatherer: Gatherer, now: list[datetime]) -> None:
        super().__init__(gatherer, lambda: now[0])
        self._now = now
        self._paper = paper()

    async def gather(self, names: Sequence[str]) -> Gathered:
        assert names == ("https://mail.example/feed",)
        newest = self._now[0]
        fresh = (one for one in self._paper if one.published and newest - timedelta(days=2) < one.published <= newest)
        return Gathered(tuple(fresh))


class Board:
    """A platform where everything that was posted can be counted."""

    platform = "board"

    def __init__(self) -> None:
        self.titles: list[tuple[str, str]] = []
        self.stories: list[tuple[str, str]] = []

    async def run(self, handler: Handler) -> None:
        raise NotImplementedError

    async def post(self, place: Place, message: Message) -> Sequence[MessageRef]:
        title, *stories = [block.text for block in message.blocks if isinstance(block, Heading)]
        self.titles.append((place.channel, title))
        self.stories += [(place.channel, story.split(" · ")[1]) for story in stories]
        return [MessageRef(place, str(len(self.titles)))]


def test_two_places_in_two_zones_get_each_morning_once_and_no_article_twice(tmp_path: Path) -> None:
    board = Board()
    now = [START]
    feed = {"mail": "https://mail.example/feed"}
    places = [
        Subscription("b", Place("board", channel="berlin"), feed, (time(7),), "Europe/Berlin"),
        Subscription("n", Place("board", channel="new-york"), feed, (time(7),), "America/New_York"),
    ]

    async def day(number: int) -> None:
        """A look every half hour; the program is started anew each day."""
        async with Fetcher() as fetcher, Reader() as reader, Store(tmp_path / "pullquote.db") as store:
            newsstand = Newsstand(Gatherer(Inputs(fetcher), reader), now)
            service = Service(newsstand, store, lambda _: Settings(feed, "UTC"), lambda: now[0])
            deliveries = Deliveries(service, store, {"board": board}, places)
            for half_hour in range(48):
                now[0] = START + timedelta(days=number, minutes=30 * half_hour)
                await deliveries.deliver(now[0])

    for number in range(DAYS):
        asyncio.run(day(number))
    mornings = [
        f"{START + timedelta(days=number):%a} {(START + timedelta(days=number)).day}" for number in range(1, DAYS + 1)
    ]
    for place, city in (("berlin", "Berlin"), ("new-york", "New York")):
        titles = [title for channel, title in board.titles if channel == place]
        assert [title.split(" · ")[1].rsplit(" ", 1)[0][:6].strip() for title in titles] == mornings
        assert all(title.endswith(f"07:00 {city}") for title in titles)
        told = Counter(story for channel, story in board.stories if channel == place)
        assert set(told.values()) == {1}
        assert len(told) >= DAYS * 3 - 3

"""What comes of reading a feed, as the store keeps it."""

from collections.abc import Awaitable, Callable, Collection, Sequence
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.errors import StoreError
from bot.store import Known, Outcome, Store
from digest import Article, Source, read_article
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
COURIER, POST = "https://courier.example/feed", "https://post.example/feed"
URL = "https://courier.example/weir"


def article(text: str = "The weir goes.", url: str = URL, published: datetime | None = None) -> Article:
    told = f"Dorn votes on its weir\n\n{text}"
    return read_article(told, url=url, source=Source("The Courier"), published=published)


WEIR = article()
WALL = article("The wall stays.", "https://courier.example/wall")
PAGE = replace(article("The weir goes. The mayor is sorry."), origins=(("title", "h1"),))


def reading(
    feed: str, articles: Sequence[Article], listed: Collection[str] = (), at: datetime = NOW
) -> Callable[[Store], Awaitable[int]]:
    outcome = Outcome(at, at + HOUR, title="The Courier")
    ids = {one.id for one in articles} | set(listed)
    return lambda store: store.readings.keep(feed, articles, ids, outcome)


def known(feed: str, *ids: str) -> Callable[[Store], Awaitable[Known]]:
    return lambda store: store.readings.known(feed, ids)


def added(feed: str) -> Callable[[Store], Awaitable[None]]:
    return lambda store: store.sources.add(feed, NOW)


def last_new(feed: str) -> Callable[[Store], Awaitable[datetime | None]]:
    async def look(store: Store) -> datetime | None:
        source = await store.sources.get(feed)
        assert source
        return source.health.last_new

    return look


def test_what_a_feed_gave_is_known_of_it_and_of_no_other(where: Path | str) -> None:
    _, nothing, _, here, elsewhere = kept(
        where,
        added(COURIER),
        known(COURIER, WEIR.id),
        reading(COURIER, [WEIR], ["older"]),
        known(COURIER, WEIR.id, WALL.id, "older"),
        known(POST, WEIR.id),
    )
    assert nothing == elsewhere == Known({}, {})
    assert here == Known({WEIR.id: WEIR, "older": None}, {})


def test_what_was_read_of_a_page_is_known_of_every_feed_that_lists_it(where: Path | str) -> None:
    *_, here, elsewhere = kept(
        where,
        added(COURIER),
        reading(COURIER, [WEIR]),
        reading(COURIER, [PAGE], at=NOW + HOUR),
        known(COURIER, WEIR.id),
        known(POST, WEIR.id),
    )
    assert here == Known({WEIR.id: PAGE}, {})
    assert elsewhere == Known({}, {WEIR.id: PAGE})


def test_what_a_feed_lists_first_is_new_even_if_another_gave_it_before(where: Path | str) -> None:
    *_, first, again, other, at_courier, at_post = kept(
        where,
        added(COURIER),
        added(POST),
        reading(COURIER, [WEIR], ["older"]),
        reading(COURIER, [], [WEIR.id, "older"], NOW + HOUR),
        reading(POST, [WEIR], ["older", "other"], NOW + 2 * HOUR),
        last_new(COURIER),
        last_new(POST),
    )
    assert (first, again, other) == (2, 0, 3)
    assert (at_courier, at_post) == (NOW, NOW + 2 * HOUR)


def test_what_a_feed_lists_still_is_not_taken_out_and_what_it_does_not_is(where: Path | str) -> None:
    *_, pruned, left, faults = kept(
        where,
        added(COURIER),
        reading(COURIER, [WEIR, WALL], ["older"]),
        reading(COURIER, [], [WEIR.id], NOW + 20 * DAY),
        lambda store: store.prune(NOW + 40 * DAY),
        known(COURIER, WEIR.id, WALL.id, "older"),
        lambda store: store.check(),
    )
    assert pruned.articles == 1
    assert left == Known({WEIR.id: WEIR, WALL.id: None, "older": None}, {})
    assert faults == ()


def test_an_edited_entry_is_known_as_it_is_now(where: Path | str) -> None:
    edited = article("The weir stays.")
    *_, now, count = kept(
        where,
        added(COURIER),
        reading(COURIER, [WEIR]),
        reading(COURIER, [edited], at=NOW + HOUR),
        known(COURIER, WEIR.id),
        lambda store: store.articles.count(),
    )
    assert (now, count) == (Known({WEIR.id: edited}, {}), 1)


def test_of_a_reading_that_cannot_be_kept_nothing_is(where: Path | str) -> None:
    async def fail(store: Store) -> None:
        # What no table takes.
        broken = replace(WALL, language=None)  # type: ignore[arg-type]
        with pytest.raises(StoreError):
            await store.readings.keep(COURIER, [WEIR, broken], {WEIR.id, WALL.id}, Outcome(NOW, NOW + HOUR))

    *_, articles, source = kept(
        where,
        added(COURIER),
        fail,
        lambda store: store.articles.newest(9),
        lambda store: store.sources.get(COURIER),
    )
    assert articles == ()
    assert source.health.last_tried is None


def test_a_feed_that_nobody_has_any_more_leaves_only_its_articles(where: Path | str) -> None:
    *_, new, source, articles = kept(
        where,
        reading(COURIER, [WEIR]),
        lambda store: store.sources.get(COURIER),
        lambda store: store.articles.newest(9),
    )
    assert (new, source, articles) == (1, None, (WEIR,))


@pytest.mark.parametrize(
    ("days", "usual"),
    [
        ([1, 2, 3, 4, 5], DAY),
        ([1, 8, 15, 22, 22, 22], 7 * DAY),
        ([1, 2, 8, 9, 15, 16], DAY),
        ([1, 2, 4, 6, 28], 2 * DAY),
        ([1, 1, 1, 2, 3], None),
        ([], None),
    ],
)
def test_how_often_a_feed_has_something_new_is_told_by_its_days(
    where: Path | str, days: list[int], usual: timedelta | None
) -> None:
    articles = [
        article(f"It goes {n}.", f"{URL}/{n}", datetime(2026, 9, day, 6, tzinfo=UTC)) for n, day in enumerate(days)
    ]
    *_, pause, other = kept(
        where,
        added(COURIER),
        reading(COURIER, articles),
        lambda store: store.readings.pause(COURIER),
        lambda store: store.readings.pause(POST),
    )
    assert (pause, other) == (usual, None)


def test_where_articles_are_not_dated_the_days_count_on_which_they_came(where: Path | str) -> None:
    *_, pause = kept(
        where,
        added(COURIER),
        *(reading(COURIER, [article(f"{n}.", f"{URL}/{n}")], at=NOW + 3 * n * DAY) for n in range(4)),
        lambda store: store.readings.pause(COURIER),
    )
    assert pause == 3 * DAY

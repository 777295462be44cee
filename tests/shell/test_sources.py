import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.headers import Validators
from bot.messages import Place
from bot.problems import Problem, ProblemKind
from bot.store import Health, Outcome, PlaceSource, Store, StoredPlace, StoredSource
from bot.store.sources import site_of
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
HOUR = timedelta(hours=1)
COURIER, POST = "https://courier.example/feed", "https://post.example/feed"
NEWS, TALK, DIRECT = Place("slack", "T1", "C1"), Place("slack", "T1", "C2"), Place("discord", "", "17")
GONE = Problem(COURIER, ProblemKind.FORBIDDEN, "the host lets no program read it")


def reads(place: Place, feed: str, name: str = "courier") -> Callable[[Store], Awaitable[None]]:
    return lambda store: store.places.add_source(place, PlaceSource(feed, name, "U1", NOW))


def tried(feed: str, outcome: Outcome) -> Callable[[Store], Awaitable[None]]:
    return lambda store: store.sources.was_tried(feed, outcome)


def due(at: datetime) -> Callable[[Store], Awaitable[list[str]]]:
    async def look(store: Store) -> list[str]:
        return [source.feed for source in await store.sources.due(at, 9)]

    return look


def test_a_feed_is_known_once_and_as_it_was_first_added(where: Path | str) -> None:
    *_, courier, every = kept(
        where,
        lambda store: store.sources.add(COURIER, NOW, outlet="The Marenna Courier"),
        lambda store: store.sources.add(COURIER, NOW, outlet="Somebody else"),
        lambda store: store.sources.get(COURIER),
        lambda store: store.sources.all(),
    )
    assert courier == StoredSource(COURIER, outlet="The Marenna Courier")
    assert every == (courier,)
    assert kept(where, lambda store: store.sources.get(POST)) == [None]


def test_the_health_of_a_feed_is_what_came_of_reading_it(where: Path | str) -> None:
    validators = Validators('"v1"', "Tue, 24 Nov 2026 06:00:00 GMT")
    read = Outcome(NOW, NOW + HOUR, has_new=True, is_full=True, validators=validators, title="The Courier")
    *_, well, _, _, ill, _, again = kept(
        where,
        lambda store: store.sources.add(COURIER, NOW, site="https://courier.example/"),
        tried(COURIER, read),
        lambda store: store.sources.get(COURIER),
        tried(COURIER, Outcome(NOW + HOUR, NOW + 7 * HOUR, GONE)),
        tried(COURIER, Outcome(NOW + 7 * HOUR, None, GONE)),
        lambda store: store.sources.get(COURIER),
        tried(COURIER, Outcome(NOW + 8 * HOUR, NOW + 9 * HOUR, moved_to=POST)),
        lambda store: store.sources.get(COURIER),
    )
    site = "https://courier.example/"
    assert well == StoredSource(
        COURIER, site, "", "The Courier", validators, "", Health(NOW, NOW, NOW), NOW + HOUR, NOW, NOW
    )
    assert ill == StoredSource(
        COURIER, site, "", "The Courier", validators, "", Health(NOW + 7 * HOUR, NOW, NOW, 2, GONE), None, NOW, NOW
    )
    assert again == StoredSource(
        COURIER,
        site,
        "",
        "The Courier",
        Validators(),
        POST,
        Health(NOW + 8 * HOUR, NOW + 8 * HOUR, NOW),
        NOW + 9 * HOUR,
        NOW,
        NOW,
    )


def test_when_a_feed_could_first_be_read_stays_known(where: Path | str) -> None:
    *_, never, _, first, _, _, still = kept(
        where,
        lambda store: store.sources.add(COURIER, NOW),
        tried(COURIER, Outcome(NOW, NOW + HOUR, GONE)),
        lambda store: store.sources.get(COURIER),
        tried(COURIER, Outcome(NOW + HOUR, NOW + 2 * HOUR)),
        lambda store: store.sources.get(COURIER),
        tried(COURIER, Outcome(NOW + 2 * HOUR, NOW + 3 * HOUR, GONE)),
        tried(COURIER, Outcome(NOW + 3 * HOUR, NOW + 4 * HOUR)),
        lambda store: store.sources.get(COURIER),
    )
    assert (never.first_read, first.first_read, still.first_read) == (None, NOW + HOUR, NOW + HOUR)


def test_a_feed_is_due_when_its_time_has_come_and_some_place_reads_it(where: Path | str) -> None:
    *_, new, waiting, later, none, following = kept(
        where,
        reads(NEWS, COURIER),
        reads(TALK, POST),
        lambda store: store.sources.add("https://nobody.example/feed", NOW),
        tried(COURIER, Outcome(NOW, NOW + HOUR)),
        due(NOW),
        due(NOW + HOUR / 2),
        due(NOW + HOUR),
        tried(POST, Outcome(NOW, None, GONE)),
        lambda store: store.sources.next_due(),
    )
    assert (new, waiting, later) == ([POST], [POST], [POST, COURIER])
    assert (none, following) == (None, NOW + HOUR)
    assert kept(where, due(NOW), due(NOW + HOUR)) == [[], [COURIER]]


def test_what_is_due_can_be_asked_for_beside_the_sites_of_some_feeds(where: Path | str) -> None:
    others = [
        "HTTPS://POST.example/feed",
        "http://post.example/feed",
        "https://courier.example/feed",
        "https://post.example",
        "https://post.example.org/feed",
        "https://post.example:8443/feed",
        "https://ann:s3cret@post.example/feed",
        "https://xpost.example/feed",
        "news:post",
    ]
    here = ["https://post.example/", POST, "https://post.example/a/b?c=/"]

    async def look(store: Store, *beside: str) -> list[str]:
        return [source.feed for source in await store.sources.due(NOW, 99, {site_of(feed) for feed in beside})]

    *_, everything, beside, beside_several, beside_none = kept(
        where,
        *(reads(NEWS, feed) for feed in (*others, *here)),
        look,
        lambda store: look(store, POST),
        lambda store: look(store, POST, others[0], others[1], others[5]),
        lambda store: look(store, others[3], "news:post", ""),
    )
    assert sorted(everything) == sorted(beside_none) == sorted([*others, *here])
    assert sorted(beside) == sorted(others)
    assert sorted(beside_several) == sorted([others[2], *others[3:5], *others[6:]])


def test_a_feed_that_is_paused_everywhere_or_whose_places_were_left_is_not_read(where: Path | str) -> None:
    *_, both, _, one, _, none, back, _, again = kept(
        where,
        reads(NEWS, COURIER),
        reads(TALK, POST),
        due(NOW),
        lambda store: store.places.pause_source(NEWS, COURIER, is_paused=True),
        due(NOW),
        lambda store: store.presence.left(TALK, NOW, "it is gone", lambda _: None),
        due(NOW),
        lambda store: store.places.reading(POST),
        lambda store: store.places.join(TALK, NOW + HOUR),
        due(NOW),
    )
    assert (both, one, none, back, again) == ([COURIER, POST], [POST], [], (), [POST])


def test_a_feed_that_no_place_has_is_forgotten(where: Path | str) -> None:
    *_, was_there, was_not, forgotten, left = kept(
        where,
        reads(NEWS, COURIER),
        reads(NEWS, POST),
        lambda store: store.places.remove_source(NEWS, COURIER),
        lambda store: store.places.remove_source(NEWS, COURIER),
        lambda store: store.sources.forget_unused(),
        lambda store: store.sources.all(),
    )
    assert (was_there, was_not, forgotten) == (True, False, 1)
    assert left == (StoredSource(POST),)


def test_what_is_set_in_a_place_holds_there_and_outlasts_its_leaving(where: Path | str) -> None:
    settings = {"zone": "Europe/Berlin", "about": ["Dorn", "Straße"]}
    *_, here, _, left, there, _, back = kept(
        where,
        lambda store: store.places.join(DIRECT, NOW),
        lambda store: store.places.change(NEWS, settings, NOW),
        lambda store: store.places.get(Place("slack", "T1", "C1", "thread")),
        lambda store: store.presence.left(NEWS, NOW + HOUR, "it is gone", lambda _: None),
        lambda store: store.places.get(NEWS),
        lambda store: store.places.all(),
        lambda store: store.places.join(NEWS, NOW + 2 * HOUR),
        lambda store: store.places.get(NEWS),
    )
    assert here == back == StoredPlace(NEWS, settings, NOW)
    assert left == StoredPlace(NEWS, settings, NOW, NOW + HOUR)
    assert there == (StoredPlace(DIRECT, {}, NOW),)
    assert kept(where, lambda store: store.places.get(TALK)) == [None]


def test_what_is_set_at_the_same_moment_from_two_sides_is_all_kept(where: Path | str) -> None:
    names = [f"setting {number}" for number in range(20)]

    async def run() -> list[object]:
        async with Store(where) as one, Store(where) as other:
            await one.places.change(NEWS, {"zone": "Europe/Berlin", "style": "bullets"}, NOW)
            await asyncio.gather(
                one.places.change(NEWS, {"zone": None}, NOW),
                *((one, other)[at % 2].places.change(NEWS, {name: at}, NOW) for at, name in enumerate(names)),
            )
            stored = await other.places.get(NEWS)
            return [stored.settings if stored else None]

    assert asyncio.run(run()) == [{"style": "bullets"} | {name: at for at, name in enumerate(names)}]


def test_the_feeds_of_a_place_are_its_own_under_its_own_names(where: Path | str) -> None:
    *_, paused, not_there, news, talk, readers = kept(
        where,
        reads(NEWS, COURIER),
        lambda store: store.places.add_source(NEWS, PlaceSource(POST, "post", "", NOW + HOUR)),
        reads(TALK, COURIER, "weirs"),
        reads(NEWS, COURIER, "the paper"),
        lambda store: store.places.pause_source(NEWS, POST, is_paused=True),
        lambda store: store.places.pause_source(TALK, POST, is_paused=True),
        lambda store: store.places.sources(NEWS),
        lambda store: store.places.sources(TALK),
        lambda store: store.places.reading(COURIER),
    )
    assert (paused, not_there) == (True, False)
    assert news == (
        PlaceSource(COURIER, "the paper", "U1", NOW),
        PlaceSource(POST, "post", "", NOW + HOUR, is_paused=True),
    )
    assert talk == (PlaceSource(COURIER, "weirs", "U1", NOW),)
    assert set(readers) == {NEWS, TALK}

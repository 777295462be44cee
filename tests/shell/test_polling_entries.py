"""What is kept of the feeds that are read: which entries, how far they are completed, and what counts as new."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from aiohttp import web

from bot.store import UNDATED, Scope, TakedownKind
from digest import Source, read_article
from tests.shell.loopback import Answer, forever
from tests.shell.polled import FEED, NOW, Feed, Polled, entry, page, poll

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
OTHER = "http://post.example/other"
WHOLE = "<p>The council of Dorn votes on Friday.</p>"


@pytest.fixture
def where(anywhere: Path | str) -> Path | str:
    return anywhere


def test_an_excerpt_is_completed_once_however_often_its_feed_is_read(where: Path | str) -> None:
    asked: list[str] = []
    feed = Feed([entry("Weir to go")])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        for hour in range(4):
            await bot.run_for(HOUR)
            feed.entries.append(entry(f"Wall {hour}", whole=WHOLE))
        weir = (await bot.articles())["Weir to go"]
        assert (weir.excerpt_only, len(weir.body), weir.source.outlet) == (False, 3, "The Courier")
        assert weir.first_seen == NOW

    poll(where, {"/feed": feed, "/weir-to-go": page("Weir to go", asked)}, steps)
    assert asked == ["/weir-to-go"]
    assert len(feed.asked) > 3


def test_a_page_that_is_not_for_programs_is_asked_once_and_the_excerpt_stays(where: Path | str) -> None:
    asked: list[str] = []
    feed = Feed([entry("Weir to go"), entry("Wall to stay")])
    answers: dict[str, Answer | bytes | Feed] = {
        "/feed": feed,
        "/weir-to-go": page("Weir to go", asked, 403),
        "/wall-to-stay": page("Wall to stay", asked),
        "/robots.txt": b"User-agent: *\nDisallow: /wall",
    }

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        for hour in range(3):
            await bot.run_for(HOUR)
            feed.entries.append(entry(f"Pond {hour}", whole=WHOLE))
        articles = await bot.articles()
        assert [articles[title].excerpt_only for title in ("Weir to go", "Wall to stay")] == [True, True]

    poll(where, answers, steps)
    assert asked == ["/weir-to-go"]


def test_a_page_that_is_not_there_for_a_while_is_asked_again_a_few_times(where: Path | str) -> None:
    asked: list[str] = []
    feed = Feed([entry("Weir to go"), entry("Wall to stay")])
    statuses = iter([503, 200])

    async def weir(request: web.Request) -> web.StreamResponse:
        return await page("Weir to go", asked, next(statuses))(request)

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(6 * HOUR)
        articles = await bot.articles()
        assert [articles[title].excerpt_only for title in ("Weir to go", "Wall to stay")] == [False, True]

    poll(where, {"/feed": feed, "/weir-to-go": weir, "/wall-to-stay": page("Wall to stay", asked, 503)}, steps)
    assert (asked.count("/weir-to-go"), asked.count("/wall-to-stay")) == (2, 3)
    # As long as something may still be completed, all of the feed is asked for.
    assert [bool(etag) for etag in feed.asked] == [False] * 3 + [True] * 4


def test_pages_that_do_not_come_in_time_are_asked_again_when_the_feed_is(where: Path | str) -> None:
    asked: list[str] = []
    feed = Feed([entry("Weir to go")])

    async def weir(request: web.Request) -> web.StreamResponse:
        asked.append(request.path)
        return await forever(request)

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for(5 * HOUR)
        assert (await bot.articles())["Weir to go"].excerpt_only

    poll(where, {"/feed": feed, "/weir-to-go": weir}, steps, pages_patience_s=0.05)
    assert len(asked) == 3
    assert [bool(etag) for etag in feed.asked] == [False] * 3 + [True] * 3


def test_what_is_read_of_a_page_is_the_article_that_the_feed_gave_whatever_the_page_calls_itself(
    where: Path | str,
) -> None:
    statuses = iter([503, 200])

    async def weir(request: web.Request) -> web.StreamResponse:
        response = await page("Weir to go", None, next(statuses))(request)
        assert isinstance(response, web.Response)
        head = "<link rel='canonical' href='https://courier.example/elsewhere'></head>"
        response.text = (response.text or "").replace("</head>", head)
        return response

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        excerpt = (await bot.articles())["Weir to go"]
        await bot.run_for(HOUR)
        whole = (await bot.articles())["Weir to go"]
        assert (excerpt.excerpt_only, whole.excerpt_only) == (True, False)
        assert (whole.id, whole.canonical_url) == (excerpt.id, "https://courier.example/elsewhere")
        assert await bot.store.articles.count() == 1
        assert (await bot.source()).health.last_new == NOW

    poll(where, {"/feed": Feed([entry("Weir to go")]), "/weir-to-go": weir}, steps)


def test_when_a_feed_is_read_first_only_the_pages_of_the_last_day_are_read_and_all_entries_kept(
    where: Path | str,
) -> None:
    asked: list[str] = []
    today = [entry(f"Today {n}", at=NOW - n * HOUR) for n in range(12)]
    before = [entry(f"Before {n}", at=NOW - (25 + n) * HOUR) for n in range(12)]
    feed = Feed([*today, *before, entry("Undated", at=None)])
    pages = {f"/{day}-{n}": page(f"{day.title()} {n}", asked) for day in ("today", "before") for n in range(12)}

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        articles = await bot.articles()
        assert len(articles) == 25
        whole = {title for title, one in articles.items() if not one.excerpt_only}
        assert whole == {f"Today {n}" for n in range(10)}
        feed.entries.append(entry("Pond to fill", at=NOW - 3 * DAY))
        await bot.run_for(2 * HOUR)

    poll(where, {"/feed": feed, **pages, "/pond-to-fill": page("Pond to fill", asked)}, steps)
    assert sorted(asked[:-1]) == sorted(f"/today-{n}" for n in range(10))
    assert asked[-1] == "/pond-to-fill"


def test_what_was_there_when_a_feed_was_read_first_is_never_new(where: Path | str) -> None:
    feed = Feed([entry(f"Story {n}", at=NOW - n * HOUR, whole=WHOLE) for n in range(130)])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        assert len(await bot.articles()) == 100
        del feed.entries[:60]
        await bot.run_for(HOUR)
        source = await bot.source()
        assert (source.health.last_read, source.health.last_new) == (NOW + HOUR, NOW)

    poll(where, {"/feed": feed}, steps)


def test_an_entry_that_is_edited_is_the_same_article_in_its_last_wording(where: Path | str) -> None:
    feed = Feed([entry("Weir to go", whole=WHOLE)])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        texts: list[str] = []
        for whole in (WHOLE, WHOLE.replace("Friday", "Monday"), WHOLE):
            feed.entries[:] = [entry("Weir to go", whole=whole)]
            await bot.run_for(HOUR)
            (article,) = (await bot.articles()).values()
            texts.append(article.text)
        assert ["Monday" in text for text in texts] == [False, True, False]
        assert (await bot.source()).health.last_new == NOW

    poll(where, {"/feed": feed}, steps)


def test_an_excerpt_that_is_edited_does_not_take_the_place_of_the_whole_article(where: Path | str) -> None:
    asked: list[str] = []
    feed = Feed([entry("Weir to go"), entry("Wall to stay", link="/gone")])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        feed.entries[:] = [entry("Weir to go", text="It stays."), entry("Wall to stay", link="/gone", text="It stays.")]
        await bot.run_for(HOUR)
        articles = await bot.articles()
        assert not articles["Weir to go"].excerpt_only
        assert articles["Wall to stay"].text.endswith("It stays.")

    poll(where, {"/feed": feed, "/weir-to-go": page("Weir to go", asked)}, steps)
    assert asked == ["/weir-to-go"]


def test_what_was_taken_down_is_not_kept_and_its_page_not_asked_again_and_again(where: Path | str) -> None:
    asked: list[str] = []
    feed = Feed([entry("Weir to go"), entry("Wall to stay", whole=WHOLE)])

    async def steps(bot: Polled) -> None:
        await bot.store.take_down(TakedownKind.URL, bot.at("http://courier.example/weir-to-go"), NOW)
        await bot.follow(FEED)
        for hour in range(3):
            await bot.run_for(HOUR)
            feed.entries.append(entry(f"Pond {hour}", whole=WHOLE))
        assert "Weir to go" not in await bot.articles()

    poll(where, {"/feed": feed, "/weir-to-go": page("Weir to go", asked)}, steps)
    assert len(asked) == 1


def test_a_feed_of_whole_articles_opens_no_page(where: Path | str) -> None:
    asked: list[str] = []

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        assert not (await bot.articles())["Weir to go"].excerpt_only

    feed = Feed([entry("Weir to go", whole=WHOLE)])
    poll(where, {"/feed": feed, "/weir-to-go": page("Weir to go", asked)}, steps)
    assert asked == []


@pytest.mark.parametrize("together", [True, False])
def test_a_page_that_two_feeds_list_is_asked_once(where: Path | str, *, together: bool) -> None:
    asked: list[str] = []
    one, other = Feed(), Feed()
    link = ["http://courier.example/weir"]

    async def steps(bot: Polled) -> None:
        one.entries = other.entries = [entry("Weir to go", link=bot.at(link[0]))]
        await bot.follow(FEED)
        if not together:
            await bot.run_for()
        await bot.follow(OTHER)
        await bot.run_for(HOUR)
        (seen,) = await bot.store.articles.newest(9, Scope(frozenset({bot.at(OTHER)})))
        assert (seen.excerpt_only, seen.source.feed) == (False, bot.at(OTHER))
        for feed in (FEED, OTHER):
            assert (await bot.source(feed)).health.last_new == NOW

    poll(where, {"/feed": one, "/other": other, "/weir": page("Weir to go", asked)}, steps)
    assert asked == ["/weir"]


def test_what_was_read_with_a_key_in_the_address_is_not_taken_for_the_page(where: Path | str) -> None:
    asked: list[str] = []
    feed = Feed()

    async def steps(bot: Polled) -> None:
        public = bot.at("http://courier.example/weir")
        paid = read_article(
            "Weir to go\n\nWho pays reads all of this.", url=public, source=Source("The Courier", "paid")
        )
        read = replace(paid, url=f"{public}?key=s3cr3t", origins=(("title", "h1"),))
        await bot.store.articles.keep([read], NOW)
        feed.entries.append(entry("Weir to go", link=public))
        await bot.follow(FEED)
        await bot.run_for()
        (article,) = await bot.store.articles.newest(9, Scope(frozenset({bot.at(FEED)})))
        assert (article.id, len(article.body)) == (read.id, 3)
        assert "pays" not in article.text

    poll(where, {"/feed": feed, "/weir": page("Weir to go", asked)}, steps)
    assert asked == ["/weir"]


def test_an_entry_without_a_page_stays_the_same_article_when_its_feed_moves(where: Path | str) -> None:
    entries = [entry("Weir to go", link=None)]
    feed, new = Feed(entries), Feed(entries)

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        feed.statuses.append(301)
        feed.headers["Location"] = "/new"
        await bot.run_for(HOUR)
        source = await bot.source()
        assert (source.moved_to, source.health.last_new) == (bot.at(FEED).replace("/feed", "/new"), NOW)
        assert await bot.store.articles.count() == 1

    poll(where, {"/feed": feed, "/new": new}, steps)


def test_an_article_without_an_outlet_is_from_the_host_of_its_feed(where: Path | str) -> None:
    async def steps(bot: Polled) -> None:
        await bot.follow("http://www.courier.example/feed")
        await bot.run_for()
        (article,) = (await bot.articles()).values()
        assert article.source.outlet == "courier.example"

    poll(where, {"/feed": Feed([entry("Weir to go", link=None)], head="")}, steps)


def test_an_entry_is_read_again_only_if_it_says_something_else(where: Path) -> None:
    feed = Feed([entry("Weir to go", whole=WHOLE), entry("Wall to stay", whole=WHOLE)])

    async def steps(bot: Polled) -> None:
        async def marks() -> frozenset[str]:
            return await bot.store.readings.marks(bot.at(FEED), (await bot.source()).full_at)

        await bot.follow(FEED)
        await bot.run_for()
        first = await marks()
        feed.entries.append(entry("Pond to come", whole=WHOLE))
        await bot.run_for(HOUR)
        second = await marks()
        assert (len(first), len(second)) == (2, 3)
        assert first < second
        feed.entries[0] = entry("Weir to go", whole="<p>The council of Dorn voted on Friday.</p>")
        await bot.run_for(HOUR)
        third = await marks()
        assert (len(third), len(third & second)) == (3, 2)
        assert "voted on Friday" in (await bot.articles())["Weir to go"].text

    poll(where, {"/feed": feed}, steps)


def test_what_was_taken_out_or_is_not_whole_yet_is_read_again_though_its_entry_says_the_same(where: Path) -> None:
    feed = Feed([entry("Weir to go", whole=WHOLE), entry("Wall to stay")])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        source = await bot.source()
        assert len(await bot.store.readings.marks(bot.at(FEED), source.full_at)) == 1
        await bot.store.takedowns.add(TakedownKind.PERSON, "council of Dorn", NOW)
        assert await bot.store.readings.marks(bot.at(FEED), source.full_at) == frozenset()
        await bot.store.takedowns.lift(TakedownKind.PERSON, "council of Dorn")
        feed.entries.append(entry("Pond to come", whole="<p>Ducks are expected.</p>"))
        await bot.run_for(HOUR)
        assert {"Weir to go", "Wall to stay", "Pond to come"} <= set(await bot.articles())

    poll(where, {"/feed": feed, "/wall-to-stay": page("Wall to stay", status=503)}, steps)


def test_a_feed_that_dates_nothing_is_known_as_such_whatever_of_it_is_new(where: Path) -> None:
    feed = Feed([entry("Weir to go", at=None, whole=WHOLE)])

    async def steps(bot: Polled) -> None:
        await bot.follow(FEED)
        await bot.run_for()
        assert (await bot.source()).note == UNDATED
        feed.head = "<title>The Courier of Dorn</title>"
        await bot.run_for(HOUR)
        assert (await bot.source()).note == UNDATED
        feed.entries.append(entry("Pond to come", whole=WHOLE))
        await bot.run_for(HOUR)
        assert (await bot.source()).note == ""

    poll(where, {"/feed": feed}, steps)

"""Which wording of an article a place sees: never one that its own feeds did not give."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.messages import Place
from bot.store import Given, Scope, Store
from digest import Article, Source, read_article
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(days=1)
PUBLIC, PAID, THIRD = (f"https://{name}.example/feed" for name in ("public", "paid", "third"))
NEWS = Place("slack", "T1", "C1")
URL = "https://courier.example/weir"


def wording(text: str, feed: str, outlet: str = "The Marenna Courier", url: str = URL) -> Article:
    return read_article(f"Dorn votes on its weir\n\n{text}", url=url, source=Source(outlet, feed))


OPEN = replace(wording("The council of Dorn votes on Friday.", PUBLIC), excerpt_only=True)
WHOLE = wording("The council of Dorn votes on Friday. The mayor has secretly promised a bridge.", PAID, "For Ann Gray")


def keep(*articles: Article, at: datetime = NOW) -> Callable[[Store], Awaitable[frozenset[str]]]:
    return lambda store: store.articles.keep(articles, at)


def newest(*feeds: str, **more: object) -> Callable[[Store], Awaitable[list[str]]]:
    async def look(store: Store) -> list[str]:
        scope = Scope(frozenset(feeds), **more)  # type: ignore[arg-type]
        found = await store.articles.newest(9, scope)
        assert await store.articles.count(scope) == len(found)
        return [one.revision for one in found]

    return look


def find(words: str, *feeds: str) -> Callable[[Store], Awaitable[tuple[str, ...]]]:
    return lambda store: store.articles.search(words, 9, Scope(frozenset(feeds)))


def test_what_a_paid_feed_gave_is_never_seen_through_another(where: Path | str) -> None:
    public = Scope(frozenset({PUBLIC}))
    for first, second in ((OPEN, WHOLE), (WHOLE, OPEN)):
        *_, seen, found, both, nothing, hidden, count, faults = kept(
            where,
            keep(first),
            keep(second, at=NOW + DAY),
            newest(PUBLIC),
            find("weir", PUBLIC),
            lambda store: store.articles.get([WHOLE.revision, OPEN.revision], public),
            find("secretly promised", PUBLIC),
            find("bridge", PUBLIC, THIRD),
            lambda store: store.articles.count(public),
            lambda store: store.check(),
        )
        assert (seen, found, both, faults) == ([OPEN.revision], (OPEN.revision,), (OPEN,), ())
        assert (nothing, hidden, count) == ((), (), 1)
        paid, words = kept(where, newest(PAID), find("secretly promised", PAID))
        assert (paid, words) == ([WHOLE.revision], (WHOLE.revision,))


def test_what_only_a_paid_feed_lists_is_not_there_for_others(where: Path | str) -> None:
    _, seen, found, count = kept(
        where,
        keep(WHOLE),
        newest(PUBLIC),
        find("weir", PUBLIC),
        lambda store: store.articles.count(Scope(frozenset({PUBLIC}))),
    )
    assert (seen, found, count) == ([], (), 0)


def test_what_only_somebody_s_page_said_is_not_there_for_feeds(where: Path | str) -> None:
    page = replace(WHOLE, source=Source("The Marenna Courier"))
    _, _, seen, found, anywhere = kept(
        where,
        keep(OPEN),
        keep(page, at=NOW + DAY),
        newest(PUBLIC),
        find("bridge", PUBLIC),
        lambda store: store.articles.search("bridge", 9),
    )
    assert (seen, found, anywhere) == ([OPEN.revision], (), (WHOLE.revision,))


def test_the_outlet_and_the_address_are_those_of_the_feed_that_is_read(where: Path | str) -> None:
    keyed = read_article(OPEN.text, url=f"{URL}?key=s3cret", source=Source("For Ann Gray", PAID))
    paid = replace(keyed, id=OPEN.id, revision=OPEN.revision, canonical_url=URL)
    _, _, _, public, gotten, cited = kept(
        where,
        keep(paid),
        keep(OPEN, at=NOW + DAY),
        lambda store: store.record("m1", NEWS, [OPEN], NOW + DAY, is_public=True),
        lambda store: store.articles.newest(9, Scope(frozenset({PUBLIC}))),
        lambda store: store.articles.get([OPEN.revision], Scope(frozenset({PUBLIC}))),
        lambda store: store.cited("m1"),
    )
    for (one,) in (public, gotten, cited):
        assert (one.source, one.url, one.canonical_url) == (OPEN.source, URL, URL)
        assert one.first_seen == NOW + DAY
    ((own,),) = kept(where, lambda store: store.articles.newest(9, Scope(frozenset({PAID}))))
    assert (own.source.outlet, own.url, own.first_seen) == ("For Ann Gray", f"{URL}?key=s3cret", NOW)


def test_of_several_wordings_more_than_an_excerpt_counts_then_the_one_read_last(where: Path | str) -> None:
    third = wording("The council of Dorn votes on Friday, and the mill stays.", THIRD)
    _, _, whole, words, _, last, found, _, again = kept(
        where,
        keep(WHOLE),
        keep(OPEN, at=NOW + DAY),
        newest(PUBLIC, PAID),
        find("council", PUBLIC, PAID),
        keep(third, at=NOW + 2 * DAY),
        newest(PUBLIC, PAID, THIRD),
        find("council", PUBLIC, PAID, THIRD),
        keep(WHOLE, at=NOW + 3 * DAY),
        newest(PUBLIC, PAID, THIRD),
    )
    assert (whole, words) == ([WHOLE.revision], (WHOLE.revision,))
    assert (last, found, again) == ([third.revision], (third.revision,), [WHOLE.revision])


def test_an_article_comes_to_a_place_when_the_first_of_its_feeds_gives_it(where: Path | str) -> None:
    *_, late, early, both, until, found, not_found, before = kept(
        where,
        keep(WHOLE),
        keep(OPEN, at=NOW + 2 * DAY),
        newest(PUBLIC, since=NOW + DAY),
        newest(PAID, since=NOW + DAY),
        newest(PUBLIC, PAID, since=NOW + DAY),
        newest(PUBLIC, PAID, until=NOW + DAY),
        lambda store: store.articles.search("weir", 9, Scope(frozenset({PUBLIC}), since=NOW + DAY)),
        lambda store: store.articles.search("weir", 9, Scope(frozenset({PUBLIC, PAID}), since=NOW + DAY)),
        lambda store: store.articles.search("weir", 9, Scope(frozenset({PUBLIC, PAID}), until=NOW + DAY)),
    )
    assert before == (WHOLE.revision,)
    assert (late, early, both, until) == ([OPEN.revision], [], [], [WHOLE.revision])
    assert (found, not_found) == ((OPEN.revision,), ())


def test_an_article_that_came_in_time_is_found_in_a_wording_that_came_later(where: Path | str) -> None:
    until = Scope(frozenset({PUBLIC, PAID}), until=NOW + DAY)
    _, _, seen, found = kept(
        where,
        keep(OPEN),
        keep(WHOLE, at=NOW + 2 * DAY),
        newest(PUBLIC, PAID, until=NOW + DAY),
        lambda store: store.articles.search("mayor", 9, until),
    )
    assert (seen, found) == ([WHOLE.revision], (WHOLE.revision,))


def test_articles_are_told_apart_by_the_outlet_that_a_feed_names(where: Path | str) -> None:
    post = wording("The council of Dorn may vote.", PUBLIC, "The Post", "https://post.example/weir")
    courier = frozenset({"The Marenna Courier"})
    _, seen, none, found, anywhere = kept(
        where,
        keep(OPEN, post, WHOLE),
        newest(PUBLIC, outlets=courier),
        newest(PAID, outlets=courier),
        lambda store: store.articles.search("council", 9, Scope(frozenset({PUBLIC, PAID}), outlets=courier)),
        lambda store: store.articles.newest(9, Scope(outlets=frozenset({"The Post"}))),
    )
    assert (seen, none, found) == ([OPEN.revision], [], (OPEN.revision,))
    assert anywhere == (post,)


def test_what_two_outlets_print_alike_is_an_article_of_each(where: Path | str) -> None:
    post = wording("The council of Dorn votes on Friday.", THIRD, "The Post", "https://post.example/weir")
    _, (ours,), (theirs,), count = kept(
        where,
        keep(OPEN, post),
        lambda store: store.articles.newest(9, Scope(frozenset({PUBLIC}))),
        lambda store: store.articles.newest(9, Scope(frozenset({THIRD}))),
        lambda store: store.articles.count(),
    )
    assert ours.text == theirs.text
    assert (ours.source.outlet, theirs.source.outlet, theirs.url) == ("The Marenna Courier", "The Post", post.url)
    assert count == 2


def test_to_cite_an_older_wording_does_not_bring_it_back(where: Path | str) -> None:
    rewritten = wording("The council of Dorn has voted.", PUBLIC)
    *_, seen, found, cited, faults = kept(
        where,
        keep(OPEN),
        keep(rewritten, at=NOW + DAY),
        lambda store: store.record("m1", NEWS, [OPEN], NOW + 2 * DAY, is_public=True),
        newest(PUBLIC),
        find("friday", PUBLIC),
        lambda store: store.cited("m1"),
        lambda store: store.check(),
    )
    assert (seen, found, cited, faults) == ([rewritten.revision], (), (OPEN,), ())


def test_what_was_pruned_is_not_there_through_any_feed(where: Path | str) -> None:
    _, _, _, left, count, _, again = kept(
        where,
        keep(WHOLE),
        keep(OPEN, at=NOW + 20 * DAY),
        lambda store: store.prune(NOW + 40 * DAY),
        newest(PUBLIC, PAID),
        lambda store: store.articles.count(Scope(frozenset({PAID}))),
        keep(WHOLE, at=NOW + 41 * DAY),
        newest(PUBLIC, PAID, since=NOW + DAY),
    )
    assert (left, count) == ([OPEN.revision], 0)
    assert again == []


def test_what_feeds_gave_is_told_newest_first_and_when_each_first_gave_it(where: Path | str) -> None:
    rewritten = wording("The council of Dorn has voted.", PUBLIC)
    post = wording("The Post has it too.", PUBLIC, "The Post", "https://post.example/weir")
    *_, given, few, later = kept(
        where,
        keep(WHOLE),
        keep(OPEN, at=NOW + DAY),
        keep(rewritten, post, at=NOW + 2 * DAY),
        lambda store: store.articles.given([PUBLIC, PAID, THIRD], NOW, 9),
        lambda store: store.articles.given([PUBLIC, PAID], NOW, 1),
        lambda store: store.articles.given([PUBLIC, PAID], NOW + 2 * DAY, 9),
    )
    newest = Given(post.id, PUBLIC, NOW + 2 * DAY)
    assert given == (newest, (OPEN.id, PUBLIC, NOW + DAY), (OPEN.id, PAID, NOW))
    assert (few, later) == ((newest,), (newest,))

import asyncio
from collections.abc import Awaitable, Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from hypothesis import example, given, settings
from hypothesis import strategies as st

from bot.messages import Place
from bot.store import Pruned, Scope, Store
from digest import Article, Source, read_article
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(days=1)
COURIER, POST = "https://courier.example/feed", "https://post.example/feed"
NEWS = Place("slack", "T1", "C1")


def article(name: str, text: str, feed: str = COURIER) -> Article:
    return read_article(text, url=f"https://mail.example/{name}", source=Source("The Marenna Courier", feed))


WEIR = article("weir", "Dorn votes on its weir\n\nThe council of Dorn voted on Wednesday to remove the old weir.")
WEIR_AGAIN = article("weir", "Dorn votes on its weir\n\nThe council of Dorn voted on Wednesday to keep the old mill.")
WALL = article("wall", "A wall falls\n\nThe harbour wall of Marenna fell in the night. A weir upstream held.", POST)
CAFE = article("café", "Café Zoë schließt\n\nDas Café am Markt von Dorn schließt im Winter, sagte die Wirtin.", POST)
TOKYO = article("tokyo", "東京都の新しい公園\n\n東京都は水曜日に新しい公園を開いた。公園には池がある。", POST)


def keep(*articles: Article, at: datetime = NOW, feed: str = "") -> Callable[[Store], Awaitable[frozenset[str]]]:
    return lambda store: store.articles.keep(articles, at, feed=feed)


def find(words: str, *feeds: str, limit: int = 9) -> Callable[[Store], Awaitable[tuple[str, ...]]]:
    scope = Scope(frozenset(feeds) if feeds else None)
    return lambda store: store.articles.search(words, limit, scope)


def newest(scope: Scope = Scope()) -> Callable[[Store], Awaitable[tuple[Article, ...]]]:  # noqa: B008 - it is frozen
    return lambda store: store.articles.newest(9, scope)


def test_what_was_read_is_found_by_its_words_best_first(where: Path | str) -> None:
    _, *found = kept(where, keep(WALL, WEIR), find("weir"), find("WEIR council"), find("harbour"), find("bridge"))
    assert found == [
        (WEIR.revision, WALL.revision),
        (WEIR.revision, WALL.revision),
        (WALL.revision,),
        (),
    ]


def test_a_question_is_found_by_the_words_that_tell_something(where: Path | str) -> None:
    _, question, only_function_words = kept(where, keep(WALL, WEIR, TOKYO), find("who voted on it?"), find("of the"))
    assert question == (WEIR.revision,)
    assert set(only_function_words) == {WEIR.revision, WALL.revision}


def test_accents_case_and_scripts_without_spaces_hide_nothing(where: Path | str) -> None:
    _, *found = kept(where, keep(CAFE, TOKYO), find("CAFE ZOE"), find("cafe\u0301"), find("SCHLIESST"), find("公園"))
    assert found == [(CAFE.revision,)] * 3 + [(TOKYO.revision,)]


def test_no_place_finds_what_its_feeds_did_not_give(where: Path | str) -> None:
    _, _, courier, post, both, none = kept(
        where,
        keep(WALL, WEIR),
        keep(WEIR, feed=POST),
        find("weir", COURIER),
        find("weir", POST),
        find("weir", COURIER, POST),
        lambda store: store.articles.search("weir", 9, Scope(frozenset())),
    )
    assert (courier, set(post), set(both), none) == (
        (WEIR.revision,),
        {WEIR.revision, WALL.revision},
        {WEIR.revision, WALL.revision},
        (),
    )


def test_a_new_wording_takes_the_place_of_the_old_and_both_are_kept(where: Path | str) -> None:
    _, _, taken_back, new, current, both, back, again = kept(
        where,
        keep(WEIR),
        keep(WEIR_AGAIN, at=NOW + DAY),
        find("remove"),
        find("mill"),
        newest(),
        lambda store: store.articles.get([WEIR_AGAIN.revision, "nothing", WEIR.revision]),
        keep(WEIR, at=NOW + 2 * DAY),
        find("remove mill"),
    )
    assert (taken_back, new) == ((), (WEIR_AGAIN.revision,))
    assert current == (WEIR_AGAIN,)
    assert both == (WEIR_AGAIN, WEIR)
    assert back == frozenset()
    assert again == (WEIR.revision,)


def test_of_two_wordings_read_at_once_the_last_counts(where: Path | str) -> None:
    new, found, faults = kept(where, keep(WEIR, WEIR_AGAIN, WEIR_AGAIN), find("weir"), lambda store: store.check())
    assert new == {WEIR.id}
    assert found == (WEIR_AGAIN.revision,)
    assert faults == ()


def test_wordings_that_are_kept_at_once_make_one_article(where: Path | str) -> None:
    wordings = [article("weir", f"Dorn votes on its weir\n\nThe council voted {number} times.") for number in range(8)]

    async def keep_all(store: Store) -> list[frozenset[str]]:
        return await asyncio.gather(*(store.articles.keep([one, WALL], NOW) for one in wordings))

    new, current, found, faults = kept(where, keep_all, newest(), find("weir"), lambda store: store.check())
    assert sorted(map(len, new)) == [0] * 7 + [2]
    assert sorted(one.id for one in current) == sorted({WEIR.id, WALL.id})
    assert (len(found), faults) == (2, ())


def test_only_what_no_feed_had_given_before_is_new_and_it_keeps_its_time(where: Path | str) -> None:
    first, second, articles = kept(where, keep(WEIR), keep(WEIR_AGAIN, WALL, at=NOW + DAY), newest(Scope(since=NOW)))
    assert (first, second) == ({WEIR.id}, {WALL.id})
    assert [(one.id, one.first_seen) for one in articles] == [(WALL.id, NOW + DAY), (WEIR.id, NOW)]


def test_what_is_old_goes_unless_a_message_cites_it(where: Path | str) -> None:
    later = NOW + 31 * DAY
    *_, young, pruned, again, cited, left, found, faults = kept(
        where,
        keep(WALL, WEIR),
        lambda store: store.record("m1", NEWS, [WEIR], NOW, is_public=True),
        lambda store: store.record("m2", NEWS, [WALL], NOW, is_public=True),
        lambda store: store.not_posted("m2"),
        keep(CAFE, at=later - DAY),
        lambda store: store.prune(NOW + DAY),
        lambda store: store.prune(later),
        lambda store: store.prune(later),
        lambda store: store.cited("m1"),
        newest(),
        find("weir"),
        lambda store: store.check(),
    )
    assert young == again == Pruned()
    assert pruned == Pruned(articles=1, messages=1)
    assert (cited, set(left), found, faults) == ((WEIR,), {WEIR, CAFE}, (WEIR.revision,), ())


def test_what_was_pruned_is_not_new_when_an_old_feed_lists_it_again(where: Path | str) -> None:
    _, pruned, again, articles, much_later, new = kept(
        where,
        keep(WEIR),
        lambda store: store.prune(NOW + 40 * DAY),
        keep(WEIR, at=NOW + 41 * DAY),
        newest(),
        lambda store: store.prune(NOW + 500 * DAY),
        keep(WEIR, at=NOW + 501 * DAY),
    )
    assert pruned == Pruned(articles=1)
    assert (again, articles[0].first_seen) == (frozenset(), NOW)
    assert much_later == Pruned(articles=1, remembered=1)
    assert new == {WEIR.id}


def test_more_is_kept_found_and_pruned_than_goes_into_one_statement(where: Path | str) -> None:
    many = [
        article(f"n{number}", f"Story number {number}\n\nDorn counts its weirs: {number}.") for number in range(1_100)
    ]
    new, found, count, pruned, left = kept(
        where,
        keep(*many),
        find("1099"),
        lambda store: store.articles.count(Scope(frozenset({COURIER}))),
        lambda store: store.prune(NOW + 31 * DAY),
        lambda store: store.articles.count(),
    )
    assert (len(new), found, count) == (1_100, (many[-1].revision,), 1_100)
    assert (pruned.articles, left) == (1_100, 0)


def test_nothing_that_somebody_looks_for_is_read_as_a_command(where: Path | str) -> None:
    kept(where, keep(WALL, WEIR, TOKYO))
    with asyncio.Runner() as runner:
        store = Store(where)
        runner.run(store.__aenter__())

        @settings(max_examples=60)
        @given(st.text(max_size=80))
        @example('weir* OR NEAR(council, 2) NOT "wall')
        @example("title: weir) & !('")
        @example("'; DROP TABLE articles; --")
        @example("weir\0council \ud800 \\ %s :asked ½ ² ﷽")
        @example("w" * 5_000)
        @example(" ".join(f"word{number}" for number in range(2_000)))
        def nothing_breaks(words: str) -> None:
            assert found_by(words) <= {WALL.revision, WEIR.revision, TOKYO.revision}
            assert found_by(" ".join(f"{words} weir".split()[-5:])) >= {WEIR.revision}

        def found_by(words: str) -> set[str]:
            return set(runner.run(store.articles.search(words, 9, Scope())))

        try:
            nothing_breaks()
        finally:
            runner.run(store.__aexit__(None, None, None))


def test_words_that_no_database_takes_as_they_are_are_kept_all_the_same(where: Path | str) -> None:
    long_word = article("long", f"A long word\n\nDorn has {'w' * 9_000} and {'ö' * 3_000} in it, and a weir. " * 30)
    odd = article("odd", "An odd feed\n\nThe council of Dorn met on Friday.", feed="https://odd.example/\0\ud800")
    _, found, odd_one, faults = kept(
        where, keep(long_word, odd), find("weir"), find("friday"), lambda store: store.check()
    )
    assert (found, odd_one, faults) == ((long_word.revision,), (odd.revision,), ())

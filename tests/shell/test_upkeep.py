import asyncio
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect
from typing import Any

import pytest
from sqlalchemy import Connection, Engine, create_engine, event, text

from bot.errors import StoreError
from bot.messages import Place
from bot.store import DeliveryState, Pruned, Scope, Store, StoredSubscription, upkeep
from bot.store.database import Database
from digest import read_article
from tests.shell.postgres import PASSWORD, Server
from tests.shell.stores import kept, planned, states

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(days=1)
NEWS = Place("slack", "T1", "C1")
WEIR, WALL, MILL = (
    read_article(f"{name}\n\nThe council of Dorn voted on Wednesday.", url=f"https://mail.example/{name}")
    for name in ("A weir", "A wall", "A mill")
)


def changed(where: Path | str, statement: str, name: str = "") -> None:
    """Change a database behind the store's back."""
    engine = create_engine(Database(where).url)
    with engine.begin() as connection:
        connection.execute(text(statement), {"name": name} if name else {})
    engine.dispose()


def test_a_backup_is_the_whole_store_at_one_instant_while_it_is_written(tmp_path: Path) -> None:
    copy = tmp_path / "backup.db"

    async def work() -> None:
        async with Store(tmp_path / "pullquote.db") as store:
            await store.record("m1", NEWS, [WEIR], NOW, is_public=True)
            writing = [store.record(f"m{number}", NEWS, [WALL], NOW, is_public=True) for number in range(2, 60)]
            await asyncio.gather(store.back_up(copy), *writing)

    asyncio.run(work())
    assert sorted(path.name for path in tmp_path.glob("*backup*")) == ["backup.db"]
    cited, faults = kept(copy, lambda store: store.cited("m1"), lambda store: store.check())
    assert (cited, faults) == ((WEIR,), ())


def test_a_backup_that_can_not_be_made_leaves_nothing_and_takes_nothing(tmp_path: Path) -> None:
    path, there = tmp_path / "pullquote.db", tmp_path / "there.db"
    there.write_text("mine", encoding="utf-8")
    with pytest.raises(StoreError, match=r"there\.db is there already; name a file that is not"):
        kept(path, lambda store: store.back_up(there))
    assert there.read_text(encoding="utf-8") == "mine"
    with pytest.raises(StoreError, match="check that its folder is there"):
        kept(path, lambda store: store.back_up(tmp_path / "nowhere" / "backup.db"))
    assert {one.name.partition(".db")[0] for one in tmp_path.iterdir()} == {"pullquote", "there"}


def test_a_backup_of_postgresql_is_left_to_its_own_program(postgres: Server, tmp_path: Path) -> None:
    with postgres.database() as url, pytest.raises(StoreError, match="pg_dump --format=custom") as caught:
        kept(url, lambda store: store.back_up(tmp_path / "backup"))
    assert PASSWORD not in str(caught.value)


def test_what_became_of_slots_that_are_long_past_is_pruned_and_what_waits_is_not(where: Path | str) -> None:
    async def settle(store: Store) -> None:
        now, until = NOW - 20 * DAY, NOW - 19 * DAY
        (one,) = await store.ledger.take("slack", DeliveryState.PREPARING, now, until, 9)
        await store.ledger.settle(one, DeliveryState.EMPTY, now)

    *_, pruned, left = kept(
        where,
        planned(NOW - 20 * DAY),
        settle,
        planned(NOW - DAY),
        lambda store: store.prune(NOW, 10 * DAY),
        states(NOW - 50 * DAY),
    )
    assert (pruned, list(left.values())) == (Pruned(deliveries=1), [DeliveryState.PREPARING])


@contextmanager
def _explained() -> Iterator[list[str]]:
    """How PostgreSQL goes about each statement."""
    ways: list[str] = []

    def explain(_: Connection, cursor: Any, statement: str, parameters: Any, *__: object) -> None:
        if statement.startswith(("SELECT", "DELETE", "UPDATE")):
            cursor.execute(f"EXPLAIN {statement}", parameters)
            ways.append("\n".join(line for (line,) in cursor.fetchall()))

    event.listen(Engine, "before_cursor_execute", explain)
    try:
        yield ways
    finally:
        event.remove(Engine, "before_cursor_execute", explain)


def test_pruning_goes_through_no_table_for_each_row_of_another(postgres: Server) -> None:
    async def prune(store: Store) -> list[str]:
        with _explained() as ways:
            await store.prune(NOW + 500 * DAY)
        return ways

    with postgres.database() as url:
        *_, ways, left = kept(
            url,
            lambda store: store.articles.keep([WEIR, WALL], NOW),
            lambda store: store.record("m1", NEWS, [WALL], NOW, is_public=True),
            prune,
            lambda store: store.articles.newest(9),
        )
    assert left == (WALL,)
    of_articles = [way for way in ways if "articles" in way]
    assert any("Anti Join" in way for way in of_articles)
    assert [way for way in of_articles if "SubPlan" in way] == []


def test_what_is_pruned_is_all_of_it_however_much_that_is(where: Path | str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(upkeep, "_LOOKED_AT", 4)
    monkeypatch.setattr(upkeep, "_AT_ONCE", 3)
    many = [read_article(f"Weir {n}\n\nThe council of Dorn voted.", url=f"https://mail.example/{n}") for n in range(9)]
    *_, pruned, left = kept(
        where,
        lambda store: store.articles.keep([*many, WALL], NOW),
        lambda store: store.record("m1", NEWS, [WALL], NOW, is_public=True),
        lambda store: store.prune(NOW + 40 * DAY),
        lambda store: store.articles.newest(99),
    )
    assert (pruned, left) == (Pruned(articles=9), (WALL,))


def test_a_sound_store_has_no_faults(where: Path | str) -> None:
    assert kept(where, lambda store: store.articles.keep([WEIR, WALL], NOW), lambda store: store.check())[-1] == ()


def test_articles_that_the_index_lacks_or_has_wrongly_are_told(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    kept(path, lambda store: store.articles.keep([WEIR, WALL], NOW))
    with closing(connect(path)) as other:
        other.execute("UPDATE articles SET is_current = 0 WHERE article = ?", (WEIR.id,))
        other.execute("DELETE FROM article_words WHERE rowid = 2")
        other.commit()
    ((faults),) = kept(path, lambda store: store.check())
    assert [fault.partition(";")[0] for fault in faults] == [
        "the index of words lacks 1 articles",
        "the index of words has 1 articles that are not there or not to be found",
    ]


def test_rows_that_name_what_is_not_there_and_a_damaged_index_are_told(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    kept(path, lambda store: store.record("m1", NEWS, [WEIR, WALL], NOW, is_public=True))
    with closing(connect(path)) as other:
        other.execute("DELETE FROM messages")
        other.execute("UPDATE article_words_content SET c0 = 'other words'")
        other.commit()
    ((faults),) = kept(path, lambda store: store.check())
    assert faults[0] == "the table cites has 2 rows that name what is not there"
    assert faults[1].startswith("the index of words is damaged")


def test_an_index_that_is_out_of_step_is_put_right(where: Path | str) -> None:
    kept(where, lambda store: store.articles.keep([WEIR, WALL, MILL], NOW))
    changed(where, "UPDATE articles SET is_current = false WHERE article = :name", WEIR.id)
    changed(where, "DELETE FROM article_index WHERE revision = :name", WALL.revision)
    before, done, after, found, again = kept(
        where,
        lambda store: store.check(),
        lambda store: store.repair(),
        lambda store: store.check(),
        lambda store: store.articles.search("council", 9),
        lambda store: store.repair(),
    )
    assert len(before) == 2
    assert [one.partition(",")[0] for one in done] == ["the index of words has taken in 1 articles"]
    assert (after, set(found), again) == ((), {WALL.revision, MILL.revision}, ())


def test_an_index_that_contradicts_itself_is_made_anew(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    kept(path, lambda store: store.articles.keep([WEIR, WALL], NOW))
    changed(path, "UPDATE article_words_content SET c0 = 'other words'")
    done, faults, found = kept(
        path, lambda store: store.repair(), lambda store: store.check(), lambda store: store.articles.search("weir", 9)
    )
    assert (done, faults, found) == (("the index of words was made anew",), (), (WEIR.revision,))


def test_of_several_current_wordings_the_one_read_last_stays(where: Path | str) -> None:
    again = read_article("A weir\n\nThe council of Dorn has voted.", url=WEIR.url)
    kept(where, lambda store: store.articles.keep([WEIR], NOW), lambda store: store.articles.keep([again], NOW + DAY))
    changed(where, "UPDATE articles SET is_current = true")
    before, done, after, left = kept(
        where,
        lambda store: store.check(),
        lambda store: store.repair(),
        lambda store: store.check(),
        lambda store: store.articles.newest(9),
    )
    assert any("1 articles have several current wordings" in fault for fault in before)
    assert "1 articles have one current wording again" in done
    assert (after, left) == ((), (again,))


def test_settings_that_can_not_be_read_are_told(where: Path | str) -> None:
    subscription = StoredSubscription("s", NEWS, {"zone": "UTC"}, NOW)
    kept(where, lambda store: store.places.change(NEWS, {}, NOW), lambda store: store.subscriptions.put(subscription))
    changed(where, "UPDATE places SET settings = '{'")
    changed(where, "UPDATE subscriptions SET settings = '[1]'")
    ((faults),) = kept(where, lambda store: store.check())
    assert [fault.partition(";")[0] for fault in faults] == [
        "what is set in 1 places can't be read",
        "what is set in 1 subscriptions can't be read",
    ]


def test_room_that_nothing_is_in_is_told_and_given_back(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    many = [read_article(f"Weir {n}\n\n" + "The council of Dorn voted. " * 99, url=f"https://mail.example/{n}") for n in range(99)]  # fmt: skip
    *_, none, _, free, given_back, left, found = kept(
        path,
        lambda store: store.articles.keep([*many, WALL], NOW),
        lambda store: store.record("m1", NEWS, [WALL], NOW, is_public=True),
        lambda store: store.free_bytes(),
        lambda store: store.prune(NOW + 40 * DAY),
        lambda store: store.free_bytes(),
        lambda store: store.compact(),
        lambda store: store.free_bytes(),
        lambda store: store.cited("m1"),
    )
    assert none < 50_000 < free == given_back
    assert (left, found) == (0, (WALL,))
    assert path.stat().st_size < free


def test_postgresql_sees_to_its_room_by_itself(postgres: Server) -> None:
    with postgres.database() as url:
        assert kept(url, lambda store: store.free_bytes(), lambda store: store.compact()) == [0, 0]


def test_a_file_that_was_used_knows_how_to_be_asked(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    feeds = Scope(frozenset({"https://mail.example/feed"}))
    kept(path, lambda store: store.articles.keep([WEIR], NOW), lambda store: store.articles.search("weir", 9, feeds))
    with closing(connect(path)) as other:
        assert other.execute("SELECT count(*) FROM sqlite_stat1 ").fetchone()[0] > 0

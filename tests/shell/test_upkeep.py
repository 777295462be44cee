import asyncio
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from sqlite3 import connect

import pytest

from bot.errors import StoreError
from bot.messages import Place
from bot.store import DeliveryState, Pruned, Store
from bot.subscriptions import Due
from digest import read_article
from tests.shell.postgres import PASSWORD, Server
from tests.shell.stores import kept

NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
DAY = timedelta(days=1)
NEWS = Place("slack", "T1", "C1")
WEIR, WALL = (
    read_article(f"{name}\n\nThe council of Dorn voted on Wednesday.", url=f"https://mail.example/{name}")
    for name in ("A weir", "A wall")
)


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


def test_what_became_of_slots_that_are_long_past_is_pruned(where: Path | str) -> None:
    old, new = (Due(at, at.date(), at.time()) for at in (NOW - 40 * DAY, NOW - DAY))
    *_, pruned, left = kept(
        where,
        lambda store: store.since("s", NOW - 50 * DAY),
        lambda store: store.settle("s", old, DeliveryState.POSTED),
        lambda store: store.settle("s", new, DeliveryState.POSTED),
        lambda store: store.prune(NOW),
        lambda store: store.deliveries("s"),
    )
    assert (pruned, left) == (Pruned(deliveries=1), {new.key: DeliveryState.POSTED})


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
    assert faults == (
        "the index of words lacks 1 articles",
        "the index of words has 1 articles that are not there or not current",
    )


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

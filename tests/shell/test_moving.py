"""Everything from one database to another, whole or not at all, between real SQLite files and a real PostgreSQL."""

import asyncio
import resource
import shutil
import signal
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack, closing
from datetime import UTC, datetime
from pathlib import Path
from select import select
from typing import Any

import psycopg
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Column, Integer, MetaData, String, Table, text

from bot import keepalive
from bot.errors import StoreError
from bot.store import Store
from bot.store import tables as t
from bot.store.comparing import Compared, Progress, Stage, bare_tables
from bot.store.database import Database, connected
from bot.store.moving import compare, continue_numbers, move
from bot.store.schema import VERSIONS, version_of
from digest import read_article
from tests.shell.moved import counts, fill, rows_of
from tests.shell.postgres import PASSWORD, Server
from tests.shell.stores import kept
from tests.shell.test_migrations import made

Where = Path | str
SUBSCRIPTIONS = [{"id": "s", "since": "2026-11-01T06:00:00+00:00"}]


def silent(_: Progress) -> None:
    pass


def different(compared: tuple[Compared, ...]) -> dict[str, str]:
    return {one.name: one.difference for one in compared if one.difference}


def do(where: Where, *statements: str) -> None:
    with connected(where, is_alone=True) as connection, connection.begin():
        for statement in statements:
            connection.execute(text(statement))


@pytest.fixture
def url(postgres: Server, made_database: str) -> Iterator[str]:
    """A database of PostgreSQL's with nothing in its tables."""
    with postgres.database(like=made_database) as url:
        yield url


@pytest.fixture(params=["to PostgreSQL", "to a file"])
def ways(
    request: pytest.FixtureRequest, database_file: Path, made_file: Path, url: str, tmp_path: Path
) -> tuple[Where, Where]:
    """What is moved, all its tables filled, and where to."""
    if request.param == "to a file":
        fill(url)
        return url, Path(shutil.copyfile(made_file, tmp_path / "new.db"))
    fill(database_file)
    return database_file, url


def test_every_table_is_moved_with_all_its_rows_and_values_and_back(ways: tuple[Where, Where], tmp_path: Path) -> None:
    source, target = ways
    compared = move(source, target, silent)
    there = counts(source)
    assert all(there[table.name] for table in t.metadata.sorted_tables if table.name not in t.OF_A_RUN)
    assert there == counts(target)
    for table in t.metadata.sorted_tables:
        assert rows_of(source, table) == rows_of(target, table)
    assert {one.name for one in compared} == {table.name for table in bare_tables()} | {"the index of words"}
    assert different(compared) == {}
    # The way back, where there is no file yet, gives the same digests.
    assert move(target, tmp_path / "back.db", silent) == compared
    assert len({one.digest for one in compared}) == len(compared)


def test_every_table_has_a_key_and_goes_or_is_of_a_run() -> None:
    assert all(len(table.primary_key.columns) for table in t.metadata.sorted_tables)
    assert {table.name for table in bare_tables()} == set(t.metadata.tables) - t.OF_A_RUN


def test_a_server_has_the_same_tables_and_indexes_as_any_other(database_file: Path, url: str) -> None:
    def made() -> set[tuple[Any, ...]]:
        with connected(url, is_alone=True) as connection, connection.begin():
            indexes = connection.execute(text("SELECT tablename, indexdef FROM pg_indexes WHERE schemaname = 'public'"))
            return {tuple(row) for row in indexes}

    was = made()
    move(database_file, url, silent)
    assert made() == was
    assert any("gin" in row[1] for row in was)


def test_what_is_moved_is_found_and_what_comes_later_too(ways: tuple[Where, Where]) -> None:
    source, target = ways
    move(source, target, silent)

    async def look() -> list[tuple[str, ...]]:
        async with Store(target) as store:
            await store.articles.keep([read_article("The pier of Dorn is open.", title="A pier")], datetime.now(UTC))
            assert await store.check() == ()
            return [await store.articles.search(words, 5) for words in ("aaaaabweir", "pier")]

    assert all(len(found) == 1 for found in asyncio.run(look()))


def test_an_article_of_the_file_is_the_same_article_afterwards(database_file: Path, url: str) -> None:
    article = read_article(
        "The council of Dorn voted.\n\nIt was late.", title="Council votes", url="https://mail.example/1"
    )
    kept(database_file, lambda store: store.articles.keep([article], datetime.now(UTC)))
    move(database_file, url, silent)
    ((was,), (is_now,)) = (kept(where, lambda store: store.articles.newest(1))[0] for where in (database_file, url))
    assert was == is_now
    assert is_now.text == article.text


@settings(max_examples=3, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(texts=st.lists(st.text(), min_size=1, max_size=40))
def test_any_text_comes_out_equal_there_and_back(
    texts: list[str], postgres: Server, made_database: str, made_file: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    folder = tmp_path_factory.mktemp("odd")
    shutil.copyfile(made_file, folder / "odd.db")
    shutil.copyfile(made_file, folder / "back.db")
    fill(folder / "odd.db", texts, as_it_is=True)
    with postgres.database(like=made_database) as url:
        there = move(folder / "odd.db", url, silent)
        assert move(url, folder / "back.db", silent) == there
    for table in bare_tables():
        was = {tuple(_plain(value) for value in row) for row in rows_of(folder / "odd.db", table)}
        assert was == rows_of(folder / "back.db", table)


def _plain(value: Any) -> Any:
    return value.replace("\0", "") if isinstance(value, str) else value


def test_a_zero_byte_which_postgresql_refuses_is_left_out_and_keys_with_one_stay_in_order(
    database_file: Path, url: str
) -> None:
    # With its zero byte the first sorts before the second; without, behind it.
    fill(database_file, ["a\0z", "ab", "a\0c"], as_it_is=True)
    compared = move(database_file, url, silent)
    assert {one.rows for one in compared} == {3}
    assert different(compare(url, database_file, silent)) == {}


def test_letters_that_only_one_of_the_databases_knows_are_no_difference(database_file: Path, url: str) -> None:
    # Vowels of New Tai Lue, which SQLite takes for spaces; the word is the longest of its headline.
    fill(database_file, ["\u19b0" * 15])
    assert different(move(database_file, url, silent)) == {}


def test_a_target_that_has_rows_is_left_alone_and_what_is_there_is_named(ways: tuple[Where, Where]) -> None:
    source, target = ways
    fill(target, ["other"])
    was = counts(target)
    with pytest.raises(StoreError, match=r"already \(.*articles: 1.*\); name one that is empty") as caught:
        move(source, target, silent)
    assert PASSWORD not in str(caught.value)
    assert counts(target) == was


def test_a_target_of_another_program_is_left_alone(database_file: Path, postgres: Server) -> None:
    with postgres.database() as url:
        do(url, "CREATE TABLE sales (id integer)")
        with pytest.raises(StoreError, match=r"another program's \(it has sales\)"):
            move(database_file, url, silent)


def test_a_target_that_can_not_hold_every_character_is_refused(database_file: Path, postgres: Server) -> None:
    postgres.run("CREATE DATABASE latin TEMPLATE template0 ENCODING 'LATIN1' LOCALE 'C'")
    try:
        with pytest.raises(StoreError, match="createdb --template=template0 --encoding=UTF8"):
            move(database_file, postgres.url("latin"), silent)
    finally:
        postgres.run("DROP DATABASE latin")


def test_an_empty_database_without_tables_gets_them(database_file: Path, postgres: Server) -> None:
    fill(database_file)
    with postgres.database() as url:
        move(database_file, url, silent)
        assert kept(url, lambda store: store.check()) == [()]


def test_nothing_is_moved_onto_itself(where: Where, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with pytest.raises(StoreError, match="is the database that is to be moved"):
        move(where, where, silent)
    # By another name.
    with pytest.raises(StoreError, match="is the one that is to be moved"):
        move(url, f"{url}&application_name=other", silent, patience_s=0)
    monkeypatch.chdir(tmp_path)
    with pytest.raises(StoreError, match="is the database that is to be moved"):
        move(tmp_path / "pullquote.db", "pullquote.db", silent)


def test_a_bot_that_runs_and_does_nothing_is_noticed_on_either_side(ways: tuple[Where, Where]) -> None:
    source, target = ways
    for where in ways:

        async def attempt(running: Where = where) -> None:
            async with Store(running):
                await asyncio.to_thread(move, source, target, silent, patience_s=0.05)

        with pytest.raises(
            StoreError, match=r"another process keeps it locked|is in use: 1 other connections"
        ) as caught:
            asyncio.run(attempt())
        assert "top" in str(caught.value)
    assert different(move(source, target, silent)) == {}


def form(where: Where) -> str:
    """In which form a database is."""
    with connected(where, is_alone=False) as connection, connection.begin():
        return version_of(connection)


@pytest.fixture(params=["a file", "PostgreSQL"])
def before(request: pytest.FixtureRequest, postgres: Server, tmp_path: Path) -> Iterator[Where]:
    """A database in the form that the version before left it in."""
    with ExitStack() as stack:
        where: Where = tmp_path / "before.db"
        if request.param == "PostgreSQL":
            where = stack.enter_context(postgres.database())
        made(where, VERSIONS[-2], {"subscriptions": SUBSCRIPTIONS})
        if isinstance(where, Path):
            with closing(sqlite3.connect(where)) as left:
                left.execute("PRAGMA journal_mode = WAL")
        yield where


def test_a_database_of_before_is_moved_and_brought_up_to_date(before: Where, url: str) -> None:
    compared = move(before, url, silent)
    assert {one.name: one.rows for one in compared}["subscriptions"] == len(SUBSCRIPTIONS)
    assert form(before) == form(url) == VERSIONS[-1]


def test_a_database_of_before_on_which_a_bot_runs_is_left_in_its_form(
    before: Where, database_file: Path, tmp_path: Path
) -> None:
    with connected(before, is_alone=False) as bot, bot.begin():
        assert version_of(bot) == VERSIONS[-2]
        bot.commit()
        for target in (database_file, tmp_path / "new.db"):
            with pytest.raises(StoreError, match=r"another process keeps it locked|is in use: 1 other connections"):
                move(before, target, silent, patience_s=0.05)
    assert form(before) == VERSIONS[-2]
    assert not (tmp_path / "new.db").exists()


def test_a_database_of_before_is_left_in_its_form_where_the_target_is_refused(before: Where, url: str) -> None:
    fill(url, ["other"])
    with pytest.raises(StoreError, match="name one that is empty"):
        move(before, url, silent)
    assert form(before) == VERSIONS[-2]


@pytest.mark.parametrize("has", ["CREATE TABLE songs (title)", "a backup"])
def test_a_file_that_is_refused_stays_as_it_is_byte_by_byte(has: str, database_file: Path, tmp_path: Path) -> None:
    other = tmp_path / "other.db"
    if has == "a backup":
        fill(database_file)
        kept(database_file, lambda store: store.back_up(other))
    else:
        with closing(sqlite3.connect(other)) as connection:
            connection.execute(has)
    was = other.read_bytes()
    with pytest.raises(StoreError, match=r"name another one|name one that is empty"):
        move(database_file, other, silent)
    assert other.read_bytes() == was
    assert [one.name for one in tmp_path.glob("other*")] == ["other.db"]


def test_a_server_whose_tables_are_being_written_is_noticed(url: str, tmp_path: Path) -> None:
    with connected(url, is_alone=True) as other, other.begin():
        other.execute(t.heard.delete())
        with pytest.raises(StoreError, match="another process keeps it locked"):
            move(url, tmp_path / "new.db", silent, patience_s=0.05)


def test_nobody_writes_to_the_source_meanwhile(ways: tuple[Where, Where]) -> None:
    source, target = ways
    said: list[str] = []

    async def write() -> None:
        if not isinstance(source, Path):
            database = Database(f"{source}&options=-c%20lock_timeout%3D50")
        else:
            database = Database(source, patience_s=0.05)
        try:
            await database.write(lambda connection: connection.execute(t.heard.delete()))
        finally:
            await database.close()

    def attempt(progress: Progress) -> None:
        if progress.table == "heard" and progress.stage is Stage.COPYING and not said:
            with pytest.raises(StoreError, match="another process keeps it locked") as caught:
                asyncio.run(write())
            said.append(str(caught.value))

    assert different(move(source, target, attempt)) == {}
    assert len(said) == 1


def test_a_row_that_changes_on_the_way_rolls_everything_back_and_is_named(database_file: Path, url: str) -> None:
    fill(database_file)
    do(url, "CREATE FUNCTION spoil() RETURNS trigger AS $$ BEGIN NEW.note = 'spoilt'; RETURN NEW; END $$ LANGUAGE plpgsql",
       "CREATE TRIGGER spoil BEFORE INSERT ON sources FOR EACH ROW EXECUTE FUNCTION spoil()")  # fmt: skip
    with pytest.raises(
        StoreError,
        match=r"sources is not the same .*: note of feed '.*' is '.*note\d' in the source and 'spoilt' in the target",
    ):
        move(database_file, url, silent)
    assert not any(counts(url).values())
    do(url, "DROP TRIGGER spoil ON sources")
    assert different(move(database_file, url, silent)) == {}


def test_a_row_that_is_lost_on_the_way_rolls_everything_back_and_is_named(url: str, tmp_path: Path) -> None:
    fill(url)
    new = tmp_path / "new.db"
    kept(new)
    do(
        new,
        "CREATE TRIGGER lose AFTER INSERT ON follows WHEN NEW.id LIKE '%id1' BEGIN DELETE FROM follows WHERE id = NEW.id; END",
    )
    with pytest.raises(
        StoreError, match=r"follows is not the same .*: id 'the weir of Dorn id1' is only in the source"
    ):
        move(url, new, silent)
    assert not any(counts(new).values())


def test_a_value_that_the_target_does_not_take_rolls_everything_back_and_is_named(
    database_file: Path, url: str
) -> None:
    fill(database_file)
    do(database_file, "UPDATE sources SET failures = 99999999999")
    with pytest.raises(StoreError, match=r"the table sources can't be written; nothing was moved: .*out of range"):
        move(database_file, url, silent)
    assert not any(counts(url).values())


def test_what_differs_later_is_named_and_nothing_else(ways: tuple[Where, Where]) -> None:
    source, target = ways
    move(source, target, silent)
    do(target,
       "UPDATE places SET settings = 'x' WHERE channel = (SELECT min(channel) FROM places)",
       "DELETE FROM heard WHERE id LIKE '%id2'",
       "INSERT INTO takedowns VALUES ('a', 'b', '2026', '')",
       "UPDATE messages SET is_public = NOT is_public WHERE id LIKE '%id2'")  # fmt: skip
    found = different(compare(source, target, silent))
    assert set(found) == {"places", "heard", "takedowns", "messages"}
    assert found["places"].startswith("settings of platform")
    assert found["heard"].endswith("is only in the source")
    assert found["takedowns"] == "kind 'a', what 'b' is only in the target"
    assert found["messages"].endswith("is False in the source and True in the target")


def test_an_index_of_words_that_lacks_an_article_is_noticed(ways: tuple[Where, Where], tmp_path: Path) -> None:
    source, target = ways
    move(source, target, silent)
    do(target, "DELETE FROM article_index WHERE number = (SELECT min(number) FROM article_index)")
    assert set(different(compare(source, target, silent))) == {"the index of words"}
    with pytest.raises(StoreError, match="pullquote db repair"):
        move(target, tmp_path / "third.db", silent)


def test_what_can_not_be_compared_is_said_in_words(database_file: Path, tmp_path: Path, postgres: Server) -> None:
    with pytest.raises(StoreError, match=r"new\.db: there is no database there"):
        compare(database_file, tmp_path / "new.db", silent)
    with pytest.raises(StoreError, match=r"new\.db: there is no database there"):
        move(tmp_path / "new.db", database_file, silent)
    with postgres.database() as url, pytest.raises(StoreError, match="its form is not known"):
        compare(database_file, url, silent)
    assert not (tmp_path / "new.db").exists()


def test_others_may_work_with_databases_that_are_compared(ways: tuple[Where, Where]) -> None:
    source, target = ways
    moved = move(source, target, silent)

    async def look() -> tuple[Compared, ...]:
        async with Store(source), Store(target):
            return await asyncio.to_thread(compare, source, target, silent)

    assert asyncio.run(look()) == moved


def test_a_side_that_waits_for_the_other_is_not_cut_off_by_our_own_limits(
    ways: tuple[Where, Where], postgres: Server, monkeypatch: pytest.MonkeyPatch
) -> None:
    moved = move(*ways, silent)
    monkeypatch.setattr(keepalive, "SERVER", "SET idle_in_transaction_session_timeout = 300")
    waited: list[Progress] = []

    def wait(progress: Progress) -> None:
        """Wait, once, until the server has ended another transaction that stood still for as long."""
        if not waited:
            with closing(psycopg.connect(postgres.url("postgres"))) as other:
                other.execute(keepalive.SERVER.encode())
                select([other], [], [])
        waited.append(progress)

    assert compare(*ways, wait) == moved
    assert waited


def test_it_says_how_far_it_has_come(ways: tuple[Where, Where]) -> None:
    heard: list[Progress] = []
    move(*ways, heard.append)
    for stage, tables in ((Stage.COPYING, {one.name for one in bare_tables()}), (Stage.INDEXING, {"articles"}),
                          (Stage.COMPARING, {one.name for one in bare_tables()})):  # fmt: skip
        ends = {one.table: (one.done, one.total) for one in heard if one.stage is stage}
        assert ends == dict.fromkeys(tables, (5, 5))


def test_numbers_go_on_behind_those_that_came(url: str) -> None:
    do(url, "CREATE TABLE numbered (id SERIAL PRIMARY KEY, words VARCHAR)", "INSERT INTO numbered VALUES (7, 'seven')")
    numbered = Table("numbered", MetaData(), Column("id", Integer, primary_key=True), Column("words", String))
    with connected(url, is_alone=True) as connection, connection.begin():
        continue_numbers(connection, numbered)
        assert connection.execute(text("INSERT INTO numbered (words) VALUES ('eight') RETURNING id")).scalar() == 8


_DYING = """
import os, signal, sys
from bot.store.moving import move

def die(progress):
    if progress.stage.name == sys.argv[3] and progress.done:
        os.kill(os.getpid(), getattr(signal, sys.argv[4]))

move(sys.argv[1], sys.argv[2], die)
"""


def test_one_that_is_killed_leaves_nothing_and_is_done_again(ways: tuple[Where, Where]) -> None:
    source, target = ways
    stage = "COPYING" if isinstance(target, Path) else "COMPARING"
    command = [sys.executable, "-c", _DYING, str(source), str(target), stage, "SIGKILL"]
    assert subprocess.run(command, check=False).returncode == -signal.SIGKILL
    # It would refuse if there were anything.
    assert different(move(source, target, silent)) == {}
    assert counts(source) == counts(target)


def test_one_that_is_interrupted_leaves_not_even_a_file(url: str, tmp_path: Path) -> None:
    fill(url)
    command = [sys.executable, "-c", _DYING, url, str(tmp_path / "new.db"), "INDEXING", "SIGINT"]
    done = subprocess.run(command, check=False, capture_output=True)
    assert b"KeyboardInterrupt" in done.stderr
    assert list(tmp_path.glob("new*")) == []
    assert counts(url)["articles"] == 5


# The driver can't close what it reads through a connection that is gone, and warns of that.
@pytest.mark.filterwarnings("ignore:.*was deleted while still open:ResourceWarning")
def test_a_server_that_goes_away_in_the_middle_leaves_nothing(ways: tuple[Where, Where], postgres: Server) -> None:
    source, target = ways
    name = str(source if isinstance(target, Path) else target).partition("@/")[2].partition("?")[0]

    def cut(progress: Progress) -> None:
        if progress.stage is Stage.COPYING and progress.table == "messages":
            postgres.run(f"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'")  # noqa: S608

    with pytest.raises(StoreError, match=r"the server is being stopped|the server can't be reached"):
        move(source, target, cut)
    assert not any(counts(target).values())
    assert different(move(source, target, silent)) == {}


def test_a_disk_that_is_full_leaves_nothing(url: str, tmp_path: Path) -> None:
    fill(url, [f"some words {number} " * 20 for number in range(150)])
    new = tmp_path / "new.db"
    program = "import sys; from bot.store.moving import move; move(sys.argv[1], sys.argv[2], lambda _: None)"

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (400_000, 400_000))

    done = subprocess.run([sys.executable, "-c", program, url, str(new)], preexec_fn=limit, check=False,
                          capture_output=True, text=True)  # fmt: skip
    assert "its disk" in done.stderr
    assert list(tmp_path.glob("new*")) == []
    assert different(move(url, new, silent)) == {}

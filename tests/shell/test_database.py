import asyncio
import os
import pwd
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, text

import bot.store
from bot.errors import StoreError
from bot.store import Store
from bot.store.database import Database
from bot.store.schema import VERSIONS
from bot.store.tables import metadata
from tests.shell.databases import COUNT, SUBSCRIBE, done, execute, failure, scalar
from tests.shell.postgres import Server


@contextmanager
def unprivileged() -> Iterator[None]:
    """Files' rights hold for everybody but root."""
    if os.geteuid():
        yield
        return
    os.seteuid(pwd.getpwnam("nobody").pw_uid)
    try:
        yield
    finally:
        os.seteuid(0)


def test_a_transaction_that_fails_leaves_everything_as_it_was(where: Path | str) -> None:
    def write(connection: Connection) -> None:
        connection.execute(text(SUBSCRIBE))
        connection.execute(text(SUBSCRIBE))

    assert "can't be used" in str(failure(where, lambda database: database.write(write)))
    assert done(where, scalar(COUNT)) == [0]


def test_what_is_no_database_is_said_in_words(tmp_path: Path) -> None:
    other = tmp_path / "notes.txt"
    words = "Not a database at all, and long enough to be read as one. " * 20
    other.write_text(words, encoding="utf-8")
    error = failure(other)
    assert "notes.txt can't be used: the file is not a database" in str(error)
    assert "name another file" in str(error)
    assert error.permanent
    assert other.read_text(encoding="utf-8") == words


def test_a_folder_that_is_not_there_is_said_in_words(tmp_path: Path) -> None:
    error = failure(tmp_path / "nowhere" / "p.db")
    assert "the file can't be opened" in str(error)
    assert "check that its folder is there" in str(error)


def test_a_damaged_file_is_said_in_words_and_not_touched(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    done(path, execute(SUBSCRIBE))
    good = path.read_bytes()
    path.write_bytes(good[:100] + b"\xff" * (len(good) - 100))
    damaged = path.read_bytes()
    assert "the file is damaged" in str(error := failure(path))
    assert "put the last backup in its place" in str(error)
    assert path.read_bytes() == damaged


def test_a_full_disk_is_said_in_words_and_takes_nothing(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    fill = "INSERT INTO subscriptions (id, since) VALUES (hex(zeroblob(1000000)), 'x')"
    # SQLite says the same where a file may not grow as where the disk has no room for it.
    error = failure(path, execute(SUBSCRIBE), execute("PRAGMA max_page_count = 10"), execute(fill))
    assert "its disk is full" in str(error)
    assert "make room; what was stored is unharmed" in str(error)
    assert not error.permanent
    assert done(path, scalar(COUNT), execute(fill), scalar(COUNT)) == [1, 1, 2]


def test_a_file_that_may_not_be_written_is_said_in_words() -> None:
    with TemporaryDirectory(dir="/tmp") as folder:
        path = Path(folder) / "pullquote.db"
        done(path, execute(SUBSCRIBE))
        path.chmod(0o444)
        # The files beside it can be made; it can't be written all the same.
        Path(folder).chmod(0o777)
        with unprivileged():
            error = failure(path, execute("DELETE FROM subscriptions"))
        assert "it may not be written" in str(error)
        assert "the right to write the file and its folder" in str(error)
        Path(folder).chmod(0o555)
        with unprivileged():
            error = failure(path, execute("DELETE FROM subscriptions"))
        assert "may write in it" in str(error) or "it may not be written" in str(error)
        Path(folder).chmod(0o755)
        path.chmod(0o644)
        assert done(path, scalar(COUNT)) == [1]


def test_a_file_that_another_process_keeps_locked_is_said_in_words_and_can_still_be_read(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    done(path, execute(SUBSCRIBE))
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        error = failure(path, execute("DELETE FROM subscriptions"), patience_s=0.05)
        assert "another process keeps it locked" in str(error)
        assert not error.permanent

        async def look() -> object:
            database = Database(path, patience_s=0.05)
            try:
                return await scalar(COUNT)(database)
            finally:
                await database.close()

        assert asyncio.run(look()) == 1


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="make postgresql installs it"):
        Store("postgresql://bot@127.0.0.1/news")


@pytest.mark.parametrize("url", ["mysql://bot:hush@db/news", "postgresql://bot:hush@db:port/news", "sqlite://", "://"])
def test_an_address_of_no_database_we_know_is_refused_in_words(url: str) -> None:
    with pytest.raises(StoreError, match="postgresql://user:password@host/name") as caught:
        Store(url)
    assert "hush" not in str(caught.value)


def test_a_database_of_a_newer_version_is_refused_and_left_alone(where: Path | str) -> None:
    done(where, execute(SUBSCRIBE), execute("UPDATE alembic_version SET version_num = '9999'"))
    error = failure(where)
    assert "is of a newer version of Pullquote" in str(error)
    assert "install that version again" in str(error)
    with pytest.raises(StoreError, match="9999"):
        done(where)


def test_another_program_s_database_is_refused_and_left_alone(tmp_path: Path) -> None:
    path = tmp_path / "music.db"
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE songs (title)")
    assert "is another program's (it has songs)" in str(failure(path))
    with closing(sqlite3.connect(path)) as other:
        assert other.execute("SELECT name FROM sqlite_master").fetchall() == [("songs",)]


def test_a_new_file_that_another_is_just_making_is_waited_for(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"

    async def run(other: sqlite3.Connection) -> tuple[str, ...]:
        other.execute("BEGIN IMMEDIATE")
        asyncio.get_running_loop().call_later(0.1, other.execute, "COMMIT")
        async with Store(path) as store:
            return await store.check()

    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        assert asyncio.run(run(other)) == ()


def test_a_new_file_that_another_keeps_for_itself_is_not_waited_for_for_ever(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    with closing(sqlite3.connect(path, isolation_level=None)) as other:
        other.execute("BEGIN IMMEDIATE")
        assert "another process keeps it locked" in str(failure(path, patience_s=0.1))


_OPEN = """
import asyncio, sys
from bot.store import Store

async def main():
    async with Store(sys.argv[1]) as store:
        print(await store.check())

print("ready", flush=True)
sys.stdin.readline()
asyncio.run(main())
"""


def test_processes_that_open_a_new_database_at_once_make_it_once(empty: Path | str) -> None:
    command = [sys.executable, "-c", _OPEN, str(empty)]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    started = [subprocess.Popen(command, text=True, **pipes) for _ in range(4)]  # type: ignore[call-overload]
    for process in started:
        assert process.stdout.readline() == "ready\n"
    for process in started:
        process.stdin.write("\n")
        process.stdin.flush()
    assert [process.communicate() for process in started] == [("()\n", "")] * 4


def test_the_steps_are_those_that_are_known_and_lead_to_the_tables_of_the_code(empty: Path | str) -> None:
    folder = Path(bot.store.__file__).parent / "migrations"
    config = Config()
    config.set_main_option("script_location", str(folder))
    steps = ScriptDirectory.from_config(config)
    assert tuple(step.revision for step in reversed(list(steps.walk_revisions()))) == VERSIONS

    def differences(connection: Connection) -> list[object]:
        def is_ours(_: object, name: str | None, kind: str, *__: object) -> bool:
            # The index of words is each database's own.
            return kind != "table" or not str(name).startswith("article_")

        context = MigrationContext.configure(connection, opts={"include_object": is_ours, "compare_type": True})
        return list(compare_metadata(context, metadata))

    assert done(empty, lambda database: database.read(differences)) == [[]]


_TABLES_OF_0_1 = """
CREATE TABLE articles (revision VARCHAR NOT NULL, article VARCHAR NOT NULL, data TEXT NOT NULL, PRIMARY KEY (revision));
CREATE TABLE messages (id VARCHAR NOT NULL, platform VARCHAR NOT NULL, channel VARCHAR NOT NULL, at VARCHAR NOT NULL,
  state VARCHAR NOT NULL, is_public BOOLEAN NOT NULL, is_delivery BOOLEAN NOT NULL, PRIMARY KEY (id));
CREATE INDEX messages_by_place ON messages (platform, channel, at);
CREATE TABLE subscriptions (id VARCHAR NOT NULL, since VARCHAR NOT NULL, PRIMARY KEY (id));
CREATE TABLE cites (message VARCHAR NOT NULL, position INTEGER NOT NULL, revision VARCHAR NOT NULL,
  PRIMARY KEY (message, position), FOREIGN KEY(message) REFERENCES messages (id),
  FOREIGN KEY(revision) REFERENCES articles (revision));
CREATE TABLE refs (platform VARCHAR NOT NULL, channel VARCHAR NOT NULL, id VARCHAR NOT NULL, message VARCHAR NOT NULL,
  PRIMARY KEY (platform, channel, id), FOREIGN KEY(message) REFERENCES messages (id));
CREATE TABLE deliveries (subscription VARCHAR NOT NULL, day VARCHAR NOT NULL, slot VARCHAR NOT NULL, at VARCHAR NOT NULL,
  state VARCHAR NOT NULL, problem VARCHAR NOT NULL, PRIMARY KEY (subscription, day, slot),
  FOREIGN KEY(subscription) REFERENCES subscriptions (id));
"""


def test_a_file_of_version_0_1_which_says_no_version_is_taken_over(tmp_path: Path) -> None:
    path = tmp_path / "pullquote.db"
    with closing(sqlite3.connect(path)) as old:
        old.executescript(_TABLES_OF_0_1)
        old.execute("INSERT INTO subscriptions VALUES ('s', '2026-11-01T06:00:00+00:00')")
        old.commit()
    version = "SELECT version_num FROM alembic_version"
    assert done(path, scalar(COUNT), scalar(version)) == [1, VERSIONS[-1]]


def test_what_nobody_goes_on_with_gives_up_its_locks_on_postgresql(postgres: Server, made_database: str) -> None:
    with postgres.database(like=made_database) as url:
        assert done(url, scalar("SHOW idle_in_transaction_session_timeout")) == ["20s"]


def test_a_connection_that_the_server_has_ended_is_replaced(postgres: Server) -> None:
    async def run(url: str) -> None:
        database = Database(url, sure_s=0)
        await database.open()
        (pid,) = await database.read(
            lambda connection: tuple(connection.execute(text("SELECT pg_backend_pid()")).one())
        )
        postgres.ask(f"SELECT pg_terminate_backend({pid}, 5000)")
        (other,) = await database.write(
            lambda connection: tuple(connection.execute(text("SELECT pg_backend_pid()")).one())
        )
        assert other != pid
        await database.close()

    with postgres.database() as url:
        asyncio.run(run(url))

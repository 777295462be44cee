"""`pullquote db`: what keeps the database fit, as a person types it."""

import asyncio
import os
import sqlite3
import subprocess
import sys
from contextlib import closing, suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.messages import MessageRef, Place
from bot.store import Store, TakedownKind
from digest import Article, read_article
from tests.shell.postgres import Server
from tests.shell.stores import kept

_CONFIG = """
database = "{folder}/pullquote.db"
[sources]
mail = "https://mail.example/feed"
[discord]
"""

BRIDGE = read_article("The council of Dorn voted to close the bridge for two years.", url="https://mail.example/1")


@pytest.fixture
def config(tmp_path: Path) -> str:
    path = tmp_path / "config.toml"
    path.write_text(_CONFIG.format(folder=tmp_path), encoding="utf-8")
    return str(path)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "pullquote.db"

    asyncio.run(keep(path, BRIDGE))
    return path


async def keep(path: Path | str, article: Article) -> None:
    async with Store(path) as store:
        await store.articles.keep([article], datetime.now(UTC) - timedelta(days=12))


async def cite(path: Path, place: Place) -> None:
    async with Store(path) as store:
        await store.record("m1", place, [BRIDGE], datetime.now(UTC), is_public=True)
        await store.posted("m1", [MessageRef(place, "17")])


def at_terminal(command: list[str], typed: bytes) -> bytes:
    """What a program shows at a terminal where this is typed."""
    ours, its = os.openpty()
    with subprocess.Popen(command, stdin=its, stdout=its, stderr=its) as process:
        os.close(its)
        os.write(ours, typed)
        seen = b""
        # Linux says that the other end was closed by an error.
        with suppress(OSError):
            while part := os.read(ours, 1_000):
                seen += part
        process.wait()
    os.close(ours)
    return seen


def test_a_backup_is_a_database_of_its_own_and_overwrites_nothing(
    config: str, database: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    copy = tmp_path / "copy.db"
    assert main(["db", "backup", str(copy), "--config", config]) == 0
    assert "copy.db is written" in capsys.readouterr().out
    with closing(sqlite3.connect(copy)) as connection, closing(sqlite3.connect(database)) as other:
        count = "SELECT count(*) FROM articles"
        assert connection.execute(count).fetchone() == other.execute(count).fetchone() == (1,)
    assert main(["db", "backup", str(copy), "--config", config]) == 1
    assert "is there already" in capsys.readouterr().err


def test_what_is_old_is_taken_out_by_the_days_that_are_given_or_configured(
    config: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert database.exists()
    assert main(["db", "prune", "--config", config]) == 0
    assert capsys.readouterr().out.startswith("0 articles")
    assert main(["db", "prune", "--days", "7", "--config", config]) == 0
    assert capsys.readouterr().out.startswith("1 articles")
    assert main(["db", "prune", "--days", "0", "--config", config]) == 1
    assert "would take out what is new" in capsys.readouterr().err


def test_what_is_old_is_old_by_the_database_s_clock(
    config: str,
    postgres: Server,
    made_database: str,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with postgres.database(like=made_database) as url:
        earlier = postgres.with_clock(url, "-10 days")
        asyncio.run(keep(earlier, BRIDGE))
        monkeypatch.setenv("DATABASE_URL", earlier)
        assert main(["db", "prune", "--days", "7", "--config", config]) == 0
        assert main(["db", "prune", "--days", "1", "--config", config]) == 0
    assert [line[:10] for line in capsys.readouterr().out.splitlines()] == ["0 articles", "1 articles"]


def test_a_sound_database_is_said_to_be_and_a_damaged_one_is_not(
    config: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "check", "--config", config]) == 0
    assert capsys.readouterr().out == "sound\n"
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM article_index")
        connection.commit()
    assert main(["db", "check", "--config", config]) == 1
    assert "the index of words" in capsys.readouterr().out


def test_an_index_out_of_step_is_put_right(config: str, database: Path, capsys: pytest.CaptureFixture[str]) -> None:
    with closing(sqlite3.connect(database)) as connection:
        connection.execute("DELETE FROM article_index")
        connection.commit()
    assert main(["db", "repair", "--config", config]) == 0
    assert capsys.readouterr().out == "the index of words has taken in 1 articles, and let go of 1\n"
    assert main(["db", "check", "--config", config]) == 0
    assert main(["db", "repair", "--config", config]) == 0
    assert capsys.readouterr().out == "sound\nnothing had to be put right\n"


def test_the_room_that_was_freed_is_told_and_given_back(
    config: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    text = "Weir\n\n" + "The council of Dorn voted. " * 20_000
    asyncio.run(keep(database, read_article(text, url="https://mail.example/2")))
    size = database.stat().st_size
    assert main(["db", "prune", "--days", "7", "--config", config]) == 0
    assert "MB of the file are free for what comes; --compact gives them back" in capsys.readouterr().out
    assert main(["db", "prune", "--compact", "--config", config]) == 0
    assert "MB given back to the disk" in capsys.readouterr().out
    assert database.stat().st_size < size / 2
    assert main(["db", "prune", "--compact", "--config", config]) == 0
    assert capsys.readouterr().out.count("\n") == 1


def test_a_takedown_says_what_it_took_and_where_it_still_stands(
    config: str, database: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    place = Place("slack", "T1", "C1", "1.1")
    asyncio.run(cite(database, place))
    why = ["--reason", "a court of Dorn"]
    assert main(["db", "takedown", "host", "mail.example", "--yes", *why, "--config", config]) == 0
    assert capsys.readouterr().out == (
        "1 articles taken out; none of them is kept again\n"
        "1 messages in chat still show something of them:\n"
        "  slack: workspace T1, channel C1, thread 1.1, message 17\n"
    )
    assert main(["db", "takedown", "--list", "--config", config]) == 0
    assert capsys.readouterr().out.endswith("  host mail.example  (a court of Dorn)\n")
    assert main(["db", "takedown", "host", "www.mail.example", "--lift", "--config", config]) == 0
    assert main(["db", "takedown", "--list", "--config", config]) == 0
    assert capsys.readouterr().out.endswith("nothing was taken down\n")
    assert main(["db", "takedown", "host", "mail.example", "--lift", "--config", config]) == 1
    assert "was not taken down" in capsys.readouterr().err


def test_a_takedown_is_written_down_by_the_database_s_clock(
    config: str, postgres: Server, made_database: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    with postgres.database(like=made_database) as url:
        later = postgres.with_clock(url, "2 days")
        monkeypatch.setenv("DATABASE_URL", later)
        assert main(["db", "takedown", "host", "mail.example", "--yes", "--config", config]) == 0
        (((taken),),) = kept(later, lambda store: store.takedowns.all())
        assert taken.at > datetime.now(UTC) + timedelta(days=1)


def test_a_takedown_asks_first_and_takes_nothing_where_nobody_says_yes(config: str, database: Path) -> None:
    command = [sys.executable, "-m", "bot", "db", "takedown", "person", "council of Dorn", "--config", config]
    piped = subprocess.run(command, input="y\n", capture_output=True, text=True, check=False)
    assert piped.returncode == 1
    assert "there is nobody here to be asked; say --yes" in piped.stderr
    for typed, said in ((b"n\n", b"nothing was taken down"), (b"y\n", b"1 articles taken out")):
        seen = at_terminal(command, typed)
        assert b"1 articles go for good, 0 messages in chat cite them. Go on? [y/N]" in seen
        assert said in seen
    assert kept(database, lambda store: store.articles.count()) == [0]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ([], "name what is to be taken down"),
        (["host"], "name what is to be taken down"),
        (["host", "com", "--yes"], "'com' is no host that could be taken down; write one like mail.example"),
    ],
)
def test_a_takedown_of_nothing_is_refused_in_words(
    config: str, database: Path, typed: list[str], said: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert database.exists()
    assert main(["db", "takedown", *typed, "--config", config]) == 1
    assert said in capsys.readouterr().err


def test_the_help_names_all_that_can_be_taken_down(capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit):
        main(["db", "takedown", "--help"])
    assert ", ".join(TakedownKind) in capsys.readouterr().out


def test_a_database_that_is_not_there_is_not_made(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "check", "--config", config]) == 1
    assert "there is no database yet" in capsys.readouterr().err
    assert not (tmp_path / "pullquote.db").exists()

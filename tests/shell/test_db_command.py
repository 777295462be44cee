"""`pullquote db`: what keeps the database fit, as a person types it."""

import asyncio
import sqlite3
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from bot.__main__ import main
from bot.store import Store
from digest import read_article

_CONFIG = """
database = "{folder}/pullquote.db"
[sources]
mail = "https://mail.example/feed"
[discord]
"""


@pytest.fixture
def config(tmp_path: Path) -> str:
    path = tmp_path / "config.toml"
    path.write_text(_CONFIG.format(folder=tmp_path), encoding="utf-8")
    return str(path)


@pytest.fixture
def database(tmp_path: Path) -> Path:
    path = tmp_path / "pullquote.db"

    async def make() -> None:
        async with Store(path) as store:
            old = datetime.now(UTC) - timedelta(days=12)
            article = read_article(
                "The council of Dorn voted to close the bridge for two years.", url="https://mail.example/1"
            )
            await store.articles.keep([article], old)

    asyncio.run(make())
    return path


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


def test_a_database_that_is_not_there_is_not_made(
    config: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "check", "--config", config]) == 1
    assert "there is no database yet" in capsys.readouterr().err
    assert not (tmp_path / "pullquote.db").exists()

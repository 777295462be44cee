"""`pullquote db move`: what it says, and how it ends."""

from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest

from bot.__main__ import main
from tests.shell.moved import counts, fill
from tests.shell.postgres import PASSWORD, Server


@pytest.fixture
def url(postgres: Server, made_database: str) -> Iterator[str]:
    """A database of PostgreSQL's with nothing in its tables."""
    with postgres.database(like=made_database) as url:
        yield url


@pytest.fixture
def config(database_file: Path, tmp_path: Path) -> str:
    path = tmp_path / "config.toml"
    path.write_text(
        f'database = "{database_file}"\n[sources]\nmail = "https://mail.example/feed"\n[discord]\n', encoding="utf-8"
    )
    return str(path)


def test_the_command_moves_and_says_what_to_do_next_without_the_password(
    config: str, database_file: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(database_file)
    monkeypatch.setenv("TARGET_DATABASE_URL", url)
    assert main(["db", "move", "--config", config]) == 0
    shown = capsys.readouterr()
    assert "articles: 5 the same, " in shown.out
    assert "the index of words: the same is found for 5 words" in shown.out
    assert "next: set DATABASE_URL in the environment" in shown.out
    assert f"{database_file} is left as it is" in shown.out
    assert main(["db", "move", "--check", "--config", config]) == 0
    with psycopg.connect(url, autocommit=True) as connection:
        connection.execute("DELETE FROM heard")
    assert main(["db", "move", "--check", "--config", config]) == 1
    shown = capsys.readouterr()
    assert "the same in both" in shown.out
    assert "heard: differs: platform" in shown.out
    assert main(["db", "move", "--config", config]) == 1
    assert "name one that is empty" in (last := capsys.readouterr()).err
    assert PASSWORD not in shown.out + shown.err + last.out + last.err


def test_the_command_moves_back_into_a_file(
    config: str, url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(url)
    monkeypatch.setenv("DATABASE_URL", url)
    assert main(["db", "move", str(tmp_path / "back.db"), "--config", config]) == 0
    shown = capsys.readouterr().out
    assert "back.db" in shown
    assert "take DATABASE_URL out of the environment" in shown
    assert counts(url) == counts(tmp_path / "back.db")


def test_the_command_says_what_is_missing(
    config: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["db", "move", "--config", config]) == 1
    assert "name the database to move to" in capsys.readouterr().err
    monkeypatch.setenv("TARGET_DATABASE_URL_FILE", str(tmp_path / "nowhere"))
    assert main(["db", "move", "--config", config]) == 1
    assert "TARGET_DATABASE_URL_FILE names" in capsys.readouterr().err


def test_the_command_says_from_where_to_where_and_moves_nothing_onto_itself(
    config: str, database_file: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(database_file)
    monkeypatch.setenv("TARGET_DATABASE_URL", url)
    monkeypatch.setenv("DATABASE_URL", url)
    for command in (["db", "move"], ["db", "move", "--check"]):
        assert main([*command, "--config", config]) == 1
        assert "is the database that is to be moved, as DATABASE_URL names it; take" in (
            shown := capsys.readouterr().err
        )
        assert PASSWORD not in shown
    monkeypatch.setenv("DATABASE_URL", "")
    assert main(["db", "move", "--config", config]) == 0
    first = capsys.readouterr().err.splitlines()[0]
    assert first.startswith(f"pullquote: from {database_file} to ")
    assert PASSWORD not in first
    assert main(["db", "move", str(database_file), "--config", config]) == 1
    assert "is the database that is to be moved; name another one" in capsys.readouterr().err


def test_the_command_says_that_there_was_nothing_to_move(
    config: str, database_file: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATABASE_URL", url)
    new = database_file.with_name("new.db")
    assert main(["db", "move", str(new), "--config", config]) == 0
    shown = capsys.readouterr().out
    assert "so nothing was moved; if that is not the database that you mean, see which one DATABASE_URL names" in shown
    assert "everything is moved" not in shown


def test_it_tells_how_fast_it_is_where_it_takes_long(
    config: str, database_file: Path, url: str, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    fill(database_file)
    monkeypatch.setattr("bot.cli.move._TOLD_EVERY_S", 0.0)
    assert main(["db", "move", url, "--config", config]) == 0
    said = capsys.readouterr().err
    assert "articles: 5 of 5 copied, " in said
    assert "articles: 5 of 5 taken into the index of words, " in said
    assert "refs: 5 of 5 compared, " in said

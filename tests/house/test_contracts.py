"""Who may import whom: the contracts of pyproject.toml hold, and each breach of them is caught."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

REPOSITORY = Path(__file__).parents[2]


def lint(folder: Path) -> "subprocess.CompletedProcess[str]":
    command = [str(Path(sys.executable).with_name("lint-imports")), "--no-cache"]
    return subprocess.run(
        command,
        cwd=folder,
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
        env={"PYTHONPATH": str(folder), "PYTHONUTF8": "1"},
    )


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A copy of the sources, to plant something in."""
    for package in ("bot", "digest"):
        shutil.copytree(REPOSITORY / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(REPOSITORY / "pyproject.toml", tmp_path)
    return tmp_path


def test_the_contracts_hold(copy: Path) -> None:
    done = lint(copy)
    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("digest/words.py", "import sqlite3", "the core is pure: no disk, no network, no clock, no chat BROKEN"),
        (
            "digest/summarizers/lead.py",
            "import pathlib",
            "the core is pure: no disk, no network, no clock, no chat BROKEN",
        ),
        ("digest/words.py", "import bot.messages", "the core never imports the shell BROKEN"),
        ("digest/types.py", "from digest.words import count_words", "digest: what may import what BROKEN"),
        ("bot/adapters/terminal.py", "import digest", "adapters see messages, never articles BROKEN"),
        ("bot/adapters/terminal.py", "import bot.service", "adapters see messages, never articles BROKEN"),
        ("bot/messages.py", "import bot.render", "bot: what may import what BROKEN"),
        ("bot/fetch.py", "import digest", "only these of the shell know the core BROKEN"),
    ],
)
def test_a_wrong_import_is_caught(copy: Path, file: str, line: str, contract: str) -> None:
    with (copy / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    done = lint(copy)
    assert done.returncode == 1
    assert contract in done.stdout


def test_adapters_may_not_import_each_other(copy: Path) -> None:
    (copy / "bot/adapters/other.py").write_text("import bot.adapters.terminal\n", encoding="utf-8")
    done = lint(copy)
    assert done.returncode == 1
    assert "adapters do not import each other BROKEN" in done.stdout


@pytest.mark.parametrize("file", ["digest/newcomer.py", "bot/newcomer.py"])
def test_a_new_file_has_to_be_given_its_place(copy: Path, file: str) -> None:
    (copy / file).write_text("", encoding="utf-8")
    done = lint(copy)
    assert done.returncode == 1
    assert "newcomer" in done.stdout

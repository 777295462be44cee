"""pullquote try --html, as a person types it."""

import os
import subprocess
import sys
from importlib.metadata import version
from pathlib import Path

import pytest

from bot.__main__ import main
from tests.quality.seeds import SEEDS
from tests.shell.pages import read_page

FERRY = str(SEEDS / "articles" / "ferry-sallowbay.txt")


def test_a_page_is_written_and_where_is_said(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "digest.html"
    assert main(["try", "--html", str(path)]) == 0
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("", f"pullquote: {path} is written, {path.stat().st_size / 1e3:,.0f} kB\n")
    page = read_page(path.read_text(encoding="utf-8"))
    assert len(page.all("article")) == 8
    assert f"Made with Pullquote {version('pullquote')}." in page.one("footer").text


@pytest.mark.parametrize("encoding", ["utf-8", "ascii"])
def test_standard_output_is_the_same_page_whatever_its_encoding(encoding: str) -> None:
    command = [sys.executable, "-m", "bot", "digest", "--html", "-", FERRY]
    environment = os.environ | {"PYTHONIOENCODING": encoding}
    done = subprocess.run(command, capture_output=True, check=True, env=environment)
    assert done.stderr == b""
    page = read_page(done.stdout.decode("utf-8"))
    assert page.one("article").one("h2").text == "Passengers taken off Hale ferry aground in fog"
    assert "“We could hear her horn before we could see her”" in page.one("main").text


def test_no_conversation_follows(tmp_path: Path) -> None:
    command = [sys.executable, "-m", "bot", "try", "--html", str(tmp_path / "digest.html"), FERRY]
    question = "How many passengers were on the ferry?\n"
    done = subprocess.run(command, input=question, capture_output=True, text=True, check=True)
    assert done.stdout == ""


def test_why_is_said_on_the_page_as_well(tmp_path: Path) -> None:
    path = tmp_path / "digest.html"
    assert main(["digest", "--html", str(path), "--why", FERRY]) == 0
    assert read_page(path.read_text(encoding="utf-8")).one("p", "note").text.startswith("Why here: ")


def test_what_could_not_be_read_is_on_the_page_and_told(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    path = tmp_path / "digest.html"
    assert main(["digest", "--html", str(path), "no-such.txt"]) == 1
    assert capsys.readouterr().err.startswith(f"pullquote: {path} is written")
    page = read_page(path.read_text(encoding="utf-8"))
    assert page.one("main").text.strip() == "No stories: there was nothing to read."
    assert "no-such.txt: no such file" in page.one("body").text


def test_a_place_that_cannot_be_written_is_told_before_anything_is_read(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    path = tmp_path / "none" / "digest.html"
    assert main(["digest", "--html", str(path), "no-such.txt"]) == 1
    assert capsys.readouterr().err == (
        f"pullquote: {path}: there is no folder {tmp_path / 'none'}; make it, or name another\n"
    )


@pytest.mark.parametrize("other", ["--json", "--plain"])
def test_a_page_is_one_form_of_several(other: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["try", "--html", "-", other])
    assert stopped.value.code == 2
    assert "not allowed with argument" in capsys.readouterr().err


def test_a_file_whose_name_is_no_text_is_named_all_the_same(tmp_path: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (tmp_path / name).write_text(
        "Weir to go\n\nThe council voted on Wednesday to remove the old weir.", encoding="utf-8"
    )
    path = tmp_path / "digest.html"
    assert main(["digest", "--html", str(path), str(tmp_path / name)]) == 0
    assert "caf?.txt" in read_page(path.read_text(encoding="utf-8")).one("article").text

import io
import json
import subprocess
import sys
from pathlib import Path

import pytest

from digest.__main__ import main

TEXT = (
    "Weir to go\n\nThe council voted on Wednesday to remove the old weir. It was built in 1874 for three mills.\n\n"
    "“We are all very fond of it,” said Henrike Salter. “It goes.”\n\n“Somebody pays in the end,” they said."
)


@pytest.fixture
def article(tmp_path: Path) -> str:
    path = tmp_path / "weir.txt"
    path.write_text(TEXT, encoding="utf-8")
    return str(path)


def test_quotes_prints_who_said_what(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", article]) == 0
    assert capsys.readouterr().out == (
        "“We are all very fond of it,” “It goes.”\n    — Henrike Salter\n"
        "“Somebody pays in the end,”\n    — nobody that the article makes clear\n"
    )


def test_quotes_can_be_had_as_json(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", "--json", article]) == 0
    first, _ = json.loads(capsys.readouterr().out)
    assert [span["text"] for span in first["spans"]] == ["We are all very fond of it,", "It goes."]


def test_summarize_prints_sentences(article: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["summarize", "--max-sentences", "1", "--method", "lexrank", article]) == 0
    assert len(capsys.readouterr().out.splitlines()) == 1


def test_standard_input_is_read_where_no_file_is_named() -> None:
    done = subprocess.run(
        [sys.executable, "-m", "digest", "summarize", "--json"], input=TEXT.encode(), capture_output=True, check=True
    )
    assert json.loads(done.stdout)[0] == "The council voted on Wednesday to remove the old weir."


def test_articles_are_taken_a_line_each_and_quotes_given_by_their_place_in_the_text(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": "a", "text": TEXT}) + "\n\n", encoding="utf-8")
    assert main(["quotes", "--jsonl", str(source), str(target)]) == 0
    row = json.loads(target.read_text(encoding="utf-8"))
    first, second = row["quotes"]
    assert row["id"] == "a"
    assert [TEXT[start:end] for start, end in first["spans"]] == ["We are all very fond of it,", "It goes."]
    assert (
        TEXT[first["speaker_start"] : first["speaker_end"]]
        == first["speaker_text"]
        == first["speaker_name"]
        == "Henrike Salter"
    )
    assert (second["speaker_text"], second["speaker_name"], second["confidence"]) == ("they", None, 0.0)


def test_summaries_are_given_a_line_each(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    source.write_text(json.dumps({"id": 7, "title": "Weir to go", "text": TEXT}), encoding="utf-8")
    assert main(["summarize", "--max-sentences", "2", "--jsonl", str(source), str(target)]) == 0
    row = json.loads(target.read_text(encoding="utf-8"))
    assert row["id"] == 7
    assert len(row["summary"]) == 2


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("no-such.txt", None, "No such file"),
        ("paper.pdf", b"%PDF-1.7", "binary, not an article"),
        ("empty.txt", b"", "empty, not an article"),
        ("feed.xml", b"<rss><channel/></rss>", "feed, not an article"),
        ("bare.html", b"<html><body></body></html>", "no article text on it"),
    ],
)
def test_what_is_no_article_is_refused_in_words(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], name: str, content: bytes | None, words: str
) -> None:
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    assert main(["quotes", str(path)]) == 1
    assert words in capsys.readouterr().err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("no json", "line 1: not JSON"),
        ("[" * 100_000, "line 1: not JSON"),
        ('["a"]', "line 1: needs an object with id and text"),
        ('{"id": 1, "text": null}', "line 1: needs an object with id and text"),
    ],
)
def test_a_line_that_is_no_article_is_named(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], line: str, words: str
) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(line, encoding="utf-8")
    assert main(["quotes", "--jsonl", str(source), str(tmp_path / "out.jsonl")]) == 1
    assert words in capsys.readouterr().err


def test_a_page_is_read_from_standard_input(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    html = "<html><body><article><h1>Weir</h1>" + f"<p>{TEXT}</p>" * 2 + "</article></body></html>"
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(html.encode())))
    assert main(["summarize", "-"]) == 0
    assert "The council voted" in capsys.readouterr().out


def test_an_article_that_cannot_be_read_is_named_and_the_others_are_done(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [{"id": 1, "text": ""}, {"id": 2, "text": TEXT}, {"id": 3, "text": "a \ud800 b"}]
    source.write_text("\ufeff" + "\n".join(json.dumps(row) for row in rows), encoding="utf-8")
    assert main(["quotes", "--jsonl", str(source), str(target)]) == 1
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [(row["id"], len(row["quotes"])) for row in found] == [(1, 0), (2, 2), (3, 0)]
    assert "line 1: empty" in capsys.readouterr().err


@pytest.mark.parametrize("command", ["quotes", "summarize", "stories"])
def test_what_is_read_is_never_written_over(command: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": 1, "text": TEXT}), encoding="utf-8")
    assert main([command, "--jsonl", str(source), str(source)]) == 1
    assert "name another file" in capsys.readouterr().err
    assert json.loads(source.read_text(encoding="utf-8"))["id"] == 1


def test_stories_groups_lines_and_files(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [
        {"id": "a", "title": "Weir to go", "text": TEXT, "published": "2026-11-20T09:00:00Z", "source": "Post"},
        {"id": "b", "title": "Weir to go", "text": TEXT, "published": "2026-11-20", "source": "Courier"},
        {"id": "c", "title": "Ferry aground off Hale", "text": "", "published": "some day"},
    ]
    source.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert main(["stories", "--jsonl", str(source), str(target)]) == 0
    found = [json.loads(line) for line in target.read_text(encoding="utf-8").splitlines()]
    assert [row["story"] for row in found] == ["a", "a", "c"]
    paths = []
    for number, text in enumerate(
        (TEXT, "Ferry aground\n\nThe Astrid ran aground in fog off Hale on Tuesday, with 200 aboard.")
    ):
        paths.append(tmp_path / f"{number}.txt")
        paths[-1].write_text(text, encoding="utf-8")
    assert main(["stories", *map(str, paths)]) == 0
    assert capsys.readouterr().out == "* Weir to go\n* Ferry aground\n"


def test_a_story_of_several_outlets_is_summarized_in_sentences_as_they_were_given(tmp_path: Path) -> None:
    source, target = tmp_path / "in.jsonl", tmp_path / "out.jsonl"
    rows = [
        {"title": "Weir", "text": TEXT, "source": "Post"},
        {"text": "Sea trout of the  Kessel can reach the upper river by June of next year."},
        {"text": " "},
    ]
    source.write_text(
        json.dumps({"id": "a", "articles": rows}) + "\n" + json.dumps({"id": "b", "articles": []}), encoding="utf-8"
    )
    assert main(["summarize", "--jsonl", str(source), str(target)]) == 0
    one, other = map(json.loads, target.read_text(encoding="utf-8").splitlines())
    assert "The council voted on Wednesday to remove the old weir." in one["summary"]
    assert "Sea trout of the Kessel can reach the upper river by June of next year." in one["summary"]
    assert other["summary"] == []


def test_quotes_are_of_one_article_a_line(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    source = tmp_path / "in.jsonl"
    source.write_text(json.dumps({"id": "a", "articles": []}), encoding="utf-8")
    assert main(["quotes", "--jsonl", str(source), str(tmp_path / "out.jsonl")]) == 1
    assert "line 1: needs an object with id and text\n" in capsys.readouterr().err

"""pullquote quotes, as a person types it."""

import json

import pytest

from bot.__main__ import main
from tests.quality.seeds import SEEDS

FERRY = str(SEEDS / "articles" / "ferry-sallowbay.txt")


def test_every_quotation_is_printed_with_speaker_role_and_outlet(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", "--plain", FERRY]) == 0
    out = capsys.readouterr().out
    assert "Passengers taken off Hale ferry aground in fog" in out
    assert "— The lifeboat’s coxswain, Eamon Teague" in out
    assert "Sallow Bay Radio" in out


def test_the_sample_articles_are_quoted_where_nothing_is_named(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes"]) == 0
    assert capsys.readouterr().out.count("Every quotation is verbatim.") == 1


def test_as_json_each_quotation_has_its_place(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", "--json", FERRY]) == 0
    data = json.loads(capsys.readouterr().out)
    texts = {article["id"]: article["text"] for article in data["articles"]}
    spans = [span for quote in data["quotes"] for span in quote["spans"]]
    assert spans
    assert all(texts[span["article"]][span["start"] : span["end"]] == span["text"] for span in spans)


def test_what_cannot_be_read_is_named_and_the_rest_is_quoted(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["quotes", FERRY, "nowhere.txt"]) == 1
    shown = capsys.readouterr()
    assert "Eamon Teague" in shown.out
    assert "nowhere.txt: no such file" in shown.err


def test_a_speaker_whom_the_article_does_not_make_clear_is_nobody(
    capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("said") / "weir.txt"
    path.write_text(
        "Weir to go\n\nThe council voted to remove it.\n\n“Somebody pays in the end,” they said.", encoding="utf-8"
    )
    assert main(["quotes", str(path)]) == 0
    assert "— nobody that the article makes clear" in capsys.readouterr().out


def test_an_article_that_quotes_nobody_says_so(
    capsys: pytest.CaptureFixture[str], tmp_path_factory: pytest.TempPathFactory
) -> None:
    path = tmp_path_factory.mktemp("plain") / "weir.txt"
    path.write_text("Weir to go\n\nThe council of Dorn voted to remove it. Work begins in June.", encoding="utf-8")
    assert main(["quotes", str(path)]) == 0
    assert "Nobody is quoted by name" in capsys.readouterr().out

"""Fitting, on examples made for it: what tells the right candidate is found, and what does not weighs nothing."""

import json
from pathlib import Path

import pytest

from tests.quality.fit_quotes import Group, learn, main

RIGHT_SPEAKS = [Group((("speaks", "noise"), ("stands",)), (True, False))] * 20 + [
    Group((("speaks",), ("stands", "noise")), (True, False))
] * 20


def test_what_tells_who_is_right_is_learned() -> None:
    table = learn("speaker", RIGHT_SPEAKS, {})
    assert table["speaks"] > 1
    assert table["stands"] < -1
    assert abs(table.get("noise", 0.0)) < 0.05


def test_what_another_table_knows_already_is_not_learned_again() -> None:
    assert learn("speaker", RIGHT_SPEAKS, {"speaks": 12.0}) == {}


def test_each_article_is_predicted_by_weights_fitted_without_it(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """A dozen made articles are too few to learn from, and enough to go all the way."""
    for language, said in (("en", "said"), ("de", "sagte")):
        with (tmp_path / f"dev_{language}.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(_annotated(number, language, said)) + "\n" for number in range(12))
    (tmp_path / "out").mkdir()
    assert main([str(tmp_path), "--folds", "2", str(tmp_path / "out")]) == 0
    lines = (tmp_path / "out" / "dev_en.jsonl").read_text(encoding="utf-8").splitlines()
    assert {json.loads(line)["id"] for line in lines} == {f"en{number}" for number in range(12)}
    assert "fold 2 of 2" in capsys.readouterr().out


def _annotated(number: int, language: str, said: str) -> dict[str, object]:
    quoted, name = "We are fond of it,", f"Theo Abernathy{'abcdefghijkl'[number]}"
    text = f"The council met at Dorn.\n\n“{quoted}” {said} {name}. “It stays there,” he {said}.\n\nNobody else spoke."
    start, speaker = text.index(quoted), text.index(name)
    second, he = text.index("It stays"), text.index("he said" if said == "said" else "he sagte")
    return {
        "id": f"{language}{number}",
        "lang": language,
        "text": text,
        "quotes": [
            {"start": start, "end": start + len(quoted), "speaker_text": name, "speaker_start": speaker,
             "speaker_end": speaker + len(name), "speaker_name": name, "speaker_kind": "named", "optional": False},
            {"start": second, "end": second + len("It stays there,"), "speaker_text": "he", "speaker_start": he,
             "speaker_end": he + 2, "speaker_name": None, "speaker_name_silver": name, "speaker_kind": "pronoun",
             "optional": False},
        ],
    }  # fmt: skip


def test_wrong_usage_says_how_it_is_used(capsys: pytest.CaptureFixture[str]) -> None:
    assert main([]) == 2
    assert "FOLDER" in capsys.readouterr().err

"""Fitting, on examples made for it: what tells the right candidate is found, and what does not weighs nothing."""

import json
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import pytest

from digest.quotes.weights import WEIGHTS
from tests.quality.fit_quotes import main, predict_by_folds
from tests.quality.fitting import Group, Setup, Table, learn

SETUP = Setup(kept=100, seen=4, penalty=2.0)
RIGHT_SPEAKS = [Group((("speaks", "noise"), ("stands",)), (True, False))] * 20 + [
    Group((("speaks",), ("stands", "noise")), (True, False))
] * 20


def test_what_tells_who_is_right_is_learned() -> None:
    table = learn(SETUP, RIGHT_SPEAKS, {})
    assert table["speaks"] > 1
    assert table["stands"] < -1
    assert abs(table.get("noise", 0.0)) < 0.05


def test_what_another_table_knows_already_is_not_learned_again() -> None:
    assert learn(SETUP, RIGHT_SPEAKS, {"speaks": 12.0}) == {}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A dozen made articles in each language: too few to learn from, and enough to go all the way."""
    for language, said in (("en", "said"), ("de", "sagte")):
        with (tmp_path / f"dev_{language}.jsonl").open("w", encoding="utf-8") as out:
            out.writelines(json.dumps(_annotated(number, language, said)) + "\n" for number in range(12))
    return tmp_path


def test_each_article_is_predicted_by_weights_fitted_without_it(folder: Path) -> None:
    fitted_on: list[set[str]] = []

    def fit(english: Sequence[dict[str, Any]], german: Sequence[dict[str, Any]]) -> dict[str, Table]:
        """Everything in quotation marks is a quotation of whoever stands before it; what it was fitted on shows in how sure it is."""
        fitted_on.append({one["id"] for one in (*english, *german)})
        return {"quotation": {"always": 1.0}, "speaker": {"kind N": float(len(fitted_on))}}

    before = dict(WEIGHTS)
    (folder / "out").mkdir()
    predict_by_folds(folder, 3, folder / "out", fit)
    assert before == WEIGHTS
    for name in ("dev_en.jsonl", "dev_de.jsonl"):
        rows = [json.loads(line) for line in (folder / "out" / name).read_text(encoding="utf-8").splitlines()]
        sure = {row["id"]: round(row["quotes"][0]["confidence"], 6) for row in rows}
        assert len(sure) == 12
        by_fold = [{one for one in sure if one not in ids} for ids in fitted_on]
        assert sorted(one for ids in by_fold for one in ids) == sorted(sure)
        assert all(len({sure[one] for one in ids}) <= 1 for ids in by_fold)
        assert len(set(sure.values())) == sum(bool(ids) for ids in by_fold)


def test_fitting_and_predicting_goes_all_the_way(folder: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(folder), "--folds", "2", str(folder / "made")]) == 0
    lines = (folder / "made" / "dev_en.jsonl").read_text(encoding="utf-8").splitlines()
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

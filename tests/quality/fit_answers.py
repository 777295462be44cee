"""Fit the weights by which questions are answered, on questions and articles that are not part of the project.

    python -m tests.quality.fit_answers FOLDER [--semantic] [--check]

FOLDER holds sets of questions, each a folder with corpus.jsonl and queries.jsonl: newsqa (news questions) and quotes (who
said what). Prints the tables of `digest.answers.weights`; with --check, what a fit on four fifths of the questions gives
on the rest. Rankers are fitted by softmax regression (gradient descent), gates by logistic regression (Newton's method).
"""

import json
import sys
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digest import Embed, load_embedder
from digest.answers import weights
from digest.answers.evidence import Evidence, gather
from digest.answers.gate import gate_features, gate_name
from digest.answers.index import Passage, index_articles, meanings_near
from digest.answers.questions import Asks, read_question, scope_of
from digest.answers.ranker import Ranked, in_order, ranker_of, weighed
from digest.rows import article_of
from digest.words import split_words

__all__ = ["main"]

Array = NDArray[np.float64]

_SETS = ("newsqa", "quotes")
_PENALTY, _GATE_PENALTY = 3.0, 10.0
_STEPS = 250
_FOLDS = 5
# Features that no question of these sets can teach: set by hand, in points. docs/answers.md says why.
_SET_BY_HAND = {"fact": {"introduced": 1.5}, "speech": {"said_by": 1.0}}
_NOT_OF = {
    "fact": frozenset({"said_by", "said_about", "topic", "topic_near", "introduced", "quotation"}),
    "speech": frozenset({"related", "alike", "introduced", "said_by", "fits_when", "fits_where", "fits_how_many", "counted", "somebody", "subject"}),
}  # fmt: skip
# The share of unanswerable questions that may be answered, and shown the closest sentence of.
_FALSE_ANSWERS, _FALSE_CLOSEST = 0.10, 0.35


@dataclass(frozen=True, slots=True)
class Case:
    """A question of a set."""

    evidence: tuple[tuple[str, str], ...]
    fold: int
    is_thread: bool
    found: Evidence

    def ranked(self) -> Ranked:
        """What the rankers, as they are now, make of it."""
        return in_order(self.found)

    def is_right(self, passage: Passage) -> bool:
        """Whether a sentence is among those that people marked."""
        article = self.found.index.articles[passage.article].id
        return any(article == one and _says(passage.sentence.text, text) for one, text in self.evidence)


def main(arguments: list[str]) -> int:
    """Fit and print; returns the exit code."""
    folders = [argument for argument in arguments if not argument.startswith("--")]
    if len(folders) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    embed = load_embedder() if "--semantic" in arguments else None
    for name in ("fact", "speech"):
        weights.RANKERS.setdefault(f"{name} by meaning", {})
    cases = [case for name in _SETS for case in _cases(Path(folders[0]) / name, embed)]
    if "--check" in arguments:
        _check(cases)
        return 0
    rankers = _rankers(cases)
    weights.RANKERS.update(rankers)
    gates = _gates([case.ranked() for case in cases], cases)
    print(f"RANKERS = {json.dumps(rankers, indent=4)}\nGATES = {json.dumps(gates, indent=4)}")
    return 0


def _check(cases: Sequence[Case]) -> None:
    """Fit on four folds, look at the fifth; prints each model's figures."""
    found: dict[str, list[tuple[float, float]]] = {}
    places: dict[str, list[int]] = {}
    for fold in range(_FOLDS):
        seen, unseen = [one for one in cases if one.fold != fold], [one for one in cases if one.fold == fold]
        weights.RANKERS.update(_rankers(seen))
        gates = _gates([case.ranked() for case in seen], seen)
        for case in unseen:
            ranked = case.ranked()
            name = gate_name(ranked, is_thread=case.is_thread)
            features = gate_features(ranked)
            confidence = gates[name][0][""] + weighed(features, gates[name][0]) if features else -99.0
            found.setdefault(name, []).append((confidence, float(bool(case.evidence))))
            if case.evidence:
                rights = [place for place, passage in enumerate(ranked.passages[:10]) if case.is_right(passage)]
                key = f"{ranker_of(ranked.question, has_meaning=False)} {name}"
                places.setdefault(key, []).append(rights[0] if rights else 99)
    for name, pairs in found.items():
        if len({one for _, one in pairs}) < 2:
            continue
        confidences, right = np.array([one for one, _ in pairs]), np.array([one for _, one in pairs])
        print(
            f"{name}: {len(pairs)} questions, AUROC {_auroc(confidences, right):.3f}, answered at 10 % false answers "
            f"{float((confidences[right == 1] > _bound(confidences[right == 0], _FALSE_ANSWERS)).mean()):.3f}"
        )
    for name, first in places.items():
        at = np.array(first)
        print(
            f"{name}: {len(at)}, hits@1 {(at == 0).mean():.3f}, MRR {np.where(at < 10, 1 / (1 + at), 0).mean():.3f}, hits@4 {(at < 4).mean():.3f}"
        )


def _cases(folder: Path, embed: Embed | None) -> Iterable[Case]:
    index = index_articles(map(article_of, _lines(folder / "corpus.jsonl")), embed=embed)
    for row in _lines(folder / "queries.jsonl"):
        within = tuple(number for one in row.get("scope") or () if (number := index.number_of(one)) is not None)
        evidence = tuple((str(one["doc_id"]), str(one["text"])) for one in row["evidence"])
        by = evidence[0][0] if evidence else str(row["id"])
        fold = int(md5(by.encode(), usedforsecurity=False).hexdigest(), 16) % _FOLDS
        question = read_question(str(row["question"]), index)
        articles = scope_of(question, index, within or None)
        found = Evidence(question, index, gather(question, index, articles), meanings_near(index, question.text))
        yield Case(evidence, fold, bool(within), found)


def _lines(path: Path) -> Iterable[Mapping[str, Any]]:
    with path.open(encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def _says(sentence: str, marked: str) -> bool:
    """Whether one of two texts has the other, or 0.7 of the shorter one's words."""
    one, other = ([word.lower() for word in split_words(text)] for text in (sentence, marked))
    shorter = min(len(one), len(other))
    if " ".join(one) in " ".join(other) or " ".join(other) in " ".join(one):
        return shorter > 0
    return shorter > 3 and len(set(one) & set(other)) >= 0.7 * len(set(one if len(one) <= len(other) else other))


def _rankers(cases: Sequence[Case]) -> dict[str, dict[str, float]]:
    groups: dict[str, list[tuple[Ranked, Array]]] = {}
    for case in cases:
        ranked = case.ranked()
        right = np.array([float(case.is_right(passage)) for passage in ranked.passages])
        if right.any() and ranked.question.asks is not Asks.WHO_SAID:
            name = ranker_of(ranked.question, has_meaning="meaning" in ranked.features[0])
            groups.setdefault(name, []).append((ranked, right))
    return {name: _fitted_ranker(name.split(" ")[0], group) for name, group in groups.items()}


def _fitted_ranker(name: str, group: Sequence[tuple[Ranked, Array]]) -> dict[str, float]:
    names = [feature for feature in group[0][0].features[0] if feature not in _NOT_OF[name]]
    rows = np.array([[row[one] for one in names] for ranked, _ in group for row in ranked.features])
    of = np.repeat(np.arange(len(group)), [len(right) for _, right in group])
    fitted = _softmax_regression(rows, np.concatenate([right for _, right in group]), of)
    found = {one: round(float(weight), 2) for one, weight in zip(names, fitted, strict=True)}
    return {one: weight for one, weight in found.items() if weight} | _SET_BY_HAND.get(name, {})


def _softmax_regression(rows: Array, right: Array, of: NDArray[np.int64]) -> Array:
    """Weights that make the right ones of each group likeliest; Adam (Kingma & Ba 2015) on standardised columns."""
    spread = rows.std(0) + 1e-6
    columns, groups = (rows - rows.mean(0)) / spread, int(of[-1]) + 1
    point, first, second = np.zeros(rows.shape[1]), np.zeros(rows.shape[1]), np.zeros(rows.shape[1])
    for step in range(1, _STEPS + 1):
        scores = columns @ point
        most = np.full(groups, -np.inf)
        np.maximum.at(most, of, scores)
        parts = np.exp(scores - most[of])
        whole, good = np.bincount(of, parts, groups), np.bincount(of, parts * right, groups)
        slope = columns.T @ (parts / whole[of] - parts * right / np.maximum(good[of], 1e-12)) / groups
        slope += _PENALTY * point / groups
        first, second = 0.9 * first + 0.1 * slope, 0.999 * second + 0.001 * slope**2
        point -= 0.05 * (first / (1 - 0.9**step)) / (np.sqrt(second / (1 - 0.999**step)) + 1e-8)
    fitted: Array = point / spread
    return fitted


def _gates(found: Sequence[Ranked], cases: Sequence[Case]) -> dict[str, tuple[dict[str, float], float, float]]:
    groups: dict[str, list[tuple[dict[str, float], float]]] = {}
    for ranked, case in zip(found, cases, strict=True):
        features = gate_features(ranked)
        if features and ranked.question.asks is not Asks.WHO_SAID:
            groups.setdefault(gate_name(ranked, is_thread=case.is_thread), []).append(
                (features, float(bool(case.evidence)))
            )
    return {name: _fitted_gate(group) for name, group in groups.items()}


def _fitted_gate(group: Sequence[tuple[dict[str, float], float]]) -> tuple[dict[str, float], float, float]:
    """The weights of a gate, with the bias as "", and the confidences at which its bands begin."""
    names = list(group[0][0])
    rows, right = np.array([[row[one] for one in names] for row, _ in group]), np.array([one for _, one in group])
    spread = rows.std(0) + 1e-6
    fitted = _logistic_regression((rows - rows.mean(0)) / spread, right)
    slopes = fitted[1:] / spread
    by_name = {"": round(float(fitted[0] - slopes @ rows.mean(0)), 2)}
    by_name |= {one: round(float(weight), 2) for one, weight in zip(names, slopes, strict=True) if abs(weight) >= 0.005}
    confidence = 1 / (1 + np.exp(-(by_name[""] + rows @ np.array([by_name.get(one, 0.0) for one in names]))))
    bounds = [_bound(confidence[right == 0], share) for share in (_FALSE_ANSWERS, _FALSE_CLOSEST)]
    return by_name, round(bounds[0], 3), round(bounds[1], 3)


def _logistic_regression(rows: Array, right: Array) -> Array:
    """Bias and weights; both classes count the same."""
    columns = np.c_[np.ones(len(rows)), rows]
    weight = np.where(right == 1, len(right) / 2 / right.sum(), len(right) / 2 / (len(right) - right.sum()))
    penalty = np.eye(columns.shape[1]) * _GATE_PENALTY
    penalty[0, 0] = 1e-6
    point = np.zeros(columns.shape[1])
    for _ in range(40):
        guess = 1 / (1 + np.exp(-np.clip(columns @ point, -30, 30)))
        bend = (columns * (weight * guess * (1 - guess))[:, None]).T @ columns + penalty
        point = point - np.linalg.solve(bend, columns.T @ (weight * (guess - right)) + penalty @ point)
    return point


def _bound(negatives: Array, share: float) -> float:
    """The confidence that so large a share of some questions is above."""
    return float(np.sort(negatives)[::-1][int(share * len(negatives))])


def _auroc(confidences: Array, right: Array) -> float:
    pairs = confidences[right == 1][:, None] - confidences[right == 0][None, :]
    return float((pairs > 0).mean() + (pairs == 0).mean() / 2)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

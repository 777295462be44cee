"""Fit the weights by which two articles are told to be of one story, on articles that are not part of the project.

    python -m tests.quality.fit_stories FOLDER [--semantic]

FOLDER holds sets of articles, each a file of lines {"id", "title", "text", "date", "source", "story"}. Logistic
regression by Newton's method over the pairs that `digest.stories` compares; every set counts the same, and within a set
pairs of one story as much as all the others. Prints the weights, to be put into PAIR_WEIGHTS or, with the model of the
extra "semantic", MEANING_WEIGHTS.
"""

import json
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from digest import Embed, StoryIndex, load_embedder
from digest.likeness import MEANING_WEIGHTS, PAIR_WEIGHTS
from digest.stories import pairs_of
from tests.quality.entries import article_of

__all__ = ["main"]

_SETS = ("ecbplus", "allsides", "uci_headlines")
_PENALTY = 1.0
_ROUNDS = 50


def main(arguments: list[str]) -> int:
    """Fit and print; returns the exit code."""
    embed = load_embedder() if "--semantic" in arguments else None
    names = tuple(MEANING_WEIGHTS if embed else PAIR_WEIGHTS)
    arguments = [argument for argument in arguments if argument != "--semantic"]
    if len(arguments) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    rows: list[list[float]] = []
    right: list[float] = []
    weight: list[float] = []
    for name in _SETS:
        found, same = _pairs(Path(arguments[0]) / f"{name}.jsonl", names, embed)
        share = sum(same)
        rows += found
        right += same
        weight += [0.5 / share if yes else 0.5 / (len(same) - share) for yes in same]
    fitted = fit(np.array(rows), np.array(right), np.array(weight) * len(weight) / sum(weight))
    print(json.dumps(dict(zip(names, (round(float(one), 2) for one in fitted), strict=True)), indent=4))
    return 0


def _pairs(path: Path, names: Sequence[str], embed: Embed | None) -> tuple[list[list[float]], list[float]]:
    with path.open(encoding="utf-8") as lines:
        items = [json.loads(line) for line in lines]
    articles = [article_of(item) for item in items]
    story = {article.id: item["story"] for article, item in zip(articles, items, strict=True)}
    pairs = pairs_of(articles, StoryIndex(embed))
    rows = [[alike[name] for name in names] for _, _, alike in pairs]
    return rows, [float(story[one.id] == story[other.id]) for one, other, _ in pairs]


def fit(
    rows: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    right: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
    weight: "np.ndarray[tuple[int, ...], np.dtype[np.float64]]",
) -> "np.ndarray[tuple[int, ...], np.dtype[np.float64]]":
    """The weights of a logistic regression with an L2 penalty on all but the first column."""
    point = np.zeros(rows.shape[1])
    penalty = np.full(rows.shape[1], _PENALTY)
    penalty[0] = 1e-6
    for _ in range(_ROUNDS):
        guess = 1 / (1 + np.exp(-np.clip(rows @ point, -30, 30)))
        slope = rows.T @ (weight * (guess - right)) + penalty * point
        bend = (rows * (weight * guess * (1 - guess))[:, None]).T @ rows + np.diag(penalty)
        point = point - np.linalg.solve(bend, slope)
    return point


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

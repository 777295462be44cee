"""Fit the weights by which words of a thread are carried into a follow-up question, on conversations that are not part of the project.

    python -m tests.quality.fit_followups CONVERSATIONS [--check]

CONVERSATIONS has lines {"id", "turns": [{"raw", "resolved", "response"}]}: questions, the same as somebody wrote them out,
and what was answered. Prints CARRYING of `digest.answers.weights`; with --check, how many of the needed words a fit on four
fifths of the conversations carries into the rest. Logistic regression; what earlier questions of a conversation were read
as comes from people in the first round, and from the model itself in the later ones.
"""

import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from hashlib import md5
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from digest.answers.carrying import Setting, carried_words, carrying_features, content_words, leftovers
from digest.answers.types import Turn
from digest.answers.weights import CARRYING

__all__ = ["main"]

Array = NDArray[np.float64]
Conversation = Mapping[str, Any]

_PENALTY = 3.0
_ROUNDS, _STEPS, _FOLDS = 4, 30, 5


def main(arguments: list[str]) -> int:
    """Fit and print; returns the exit code."""
    paths = [argument for argument in arguments if not argument.startswith("--")]
    if len(paths) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    with Path(paths[0]).open(encoding="utf-8") as lines:
        conversations = [json.loads(line) for line in lines]
    if "--check" in arguments:
        _check(conversations)
    else:
        print(f"CARRYING = {json.dumps(_fitted(conversations), indent=4)}")
    return 0


def _check(conversations: Sequence[Conversation]) -> None:
    shares: list[float] = []
    added = right = 0
    for fold in range(_FOLDS):
        _use(_fitted([one for one in conversations if _fold(one) != fold]))
        for one in conversations:
            for question, turns, needed in _questions(one, by_model=True) if _fold(one) == fold else ():
                carried = {word.casefold() for word in carried_words(question, turns)}
                added, right = added + len(carried), right + len(carried & needed)
                shares += [len(carried & needed) / len(needed)] if needed else []
    print(f"needed words carried: {np.mean(shares):.3f}; of those carried, needed: {right / max(1, added):.3f}")


def _fold(conversation: Conversation) -> int:
    return int(md5(str(conversation["id"]).encode(), usedforsecurity=False).hexdigest(), 16) % _FOLDS


def _use(weights: Mapping[str, float]) -> None:
    CARRYING.clear()
    CARRYING.update(weights)


def _fitted(conversations: Sequence[Conversation]) -> dict[str, float]:
    rows: list[dict[str, float]] = []
    right: list[float] = []
    weights: dict[str, float] = {}
    for number in range(_ROUNDS):
        _use(weights)
        for conversation in conversations:
            for question, turns, needed in _questions(conversation, by_model=number > 0):
                setting = Setting(question, turns)
                for word in leftovers(question, turns):
                    rows.append(carrying_features(word, setting))
                    right.append(float(word.casefold() in needed))
        weights = _regression(rows, np.array(right))
    return weights


def _questions(conversation: Conversation, *, by_model: bool) -> Iterator[tuple[str, Sequence[Turn], set[str]]]:
    """Every question but the first, what came before it, and the words it needs from there."""
    turns: list[Turn] = []
    for turn in conversation["turns"]:
        asked, written_out = str(turn["raw"]), str(turn["resolved"])
        read_as = asked
        if turns:
            needed = {word.casefold() for word in content_words(written_out)} - {
                word.casefold() for word in content_words(asked)
            }
            yield asked, tuple(turns), needed
            read_as = " ".join([asked, *carried_words(asked, turns)]) if by_model else written_out
        turns.append(Turn(asked, read_as, str(turn.get("response") or "")))


def _regression(rows: Sequence[Mapping[str, float]], right: Array) -> dict[str, float]:
    names = list(rows[0])
    table = np.array([[row[name] for name in names] for row in rows])
    mean, spread = table.mean(0), table.std(0) + 1e-6
    columns = np.c_[np.ones(len(table)), (table - mean) / spread]
    penalty = np.eye(columns.shape[1]) * _PENALTY
    penalty[0, 0] = 1e-6
    point = np.zeros(columns.shape[1])
    for _ in range(_STEPS):
        guess = 1 / (1 + np.exp(-np.clip(columns @ point, -30, 30)))
        bend = (columns * (guess * (1 - guess))[:, None]).T @ columns + penalty
        point = point - np.linalg.solve(bend, columns.T @ (guess - right) + penalty @ point)
    slopes = point[1:] / spread
    return {"": round(float(point[0] - slopes @ mean), 2)} | {
        name: round(float(slope), 2) for name, slope in zip(names, slopes, strict=True)
    }


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Linear models over named features, fitted: which of several candidates is right.

A softmax over the candidates of each group, L2-penalised, by L-BFGS; only the features that weigh most are kept, and fitted
again.
"""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

__all__ = ["Group", "Setup", "Table", "learn"]

Array = NDArray[np.float64]
Table = dict[str, float]

# A probability below this counts as this: its logarithm has to be a number.
_LEAST = 1e-12


@dataclass(frozen=True, slots=True)
class Setup:
    """How a model is fitted.

    Attributes:
        kept: How many weights it keeps.
        seen: The least number of times a feature must be seen.
        penalty: On the squares of the weights.
    """

    kept: int
    seen: int
    penalty: float


@dataclass(frozen=True, slots=True)
class Group:
    """Candidates of which one is right: the features of each, which are, and how much the group counts."""

    features: Sequence[Sequence[str]]
    right: Sequence[bool]
    weight: float = 1.0


@dataclass(frozen=True, slots=True)
class _Data:
    """Rows of features: `columns[starts[row] : starts[row + 1]]`; each row in a group, right or not."""

    columns: NDArray[np.int64]
    starts: NDArray[np.int64]
    group: NDArray[np.int64]
    right: Array
    offset: Array
    weight: Array
    width: int


def learn(setup: Setup, groups: Sequence[Group], base: Table) -> Table:
    """The weights that make what is right likeliest, on top of those of another table."""
    seen = Counter(feature for group in groups for row in group.features for feature in set(row))
    vocabulary = sorted(feature for feature, count in seen.items() if count >= setup.seen)
    penalty = setup.penalty
    fitted = _minimize(_data(groups, vocabulary, base), penalty)
    weight = {feature: abs(w) * seen[feature] ** 0.5 for feature, w in zip(vocabulary, fitted, strict=True)}
    kept = sorted(sorted(weight, key=lambda feature: (-weight[feature], feature))[: setup.kept])
    again = _minimize(_data(groups, kept, base), penalty)
    return {feature: round(float(w), 2) for feature, w in zip(kept, again, strict=True) if abs(w) >= 0.01}


def _data(groups: Sequence[Group], vocabulary: Sequence[str], base: Table) -> _Data:
    column = {feature: number for number, feature in enumerate(vocabulary)}
    columns: list[int] = []
    starts = [0]
    group_of: list[int] = []
    right: list[float] = []
    offset: list[float] = []
    weight = np.array([group.weight for group in groups])
    for number, group in enumerate(groups):
        for row, is_right in zip(group.features, group.right, strict=True):
            columns.extend(sorted({column[feature] for feature in row if feature in column}))
            starts.append(len(columns))
            group_of.append(number)
            right.append(float(is_right))
            offset.append(sum(base.get(feature, 0.0) for feature in row))
    return _Data(
        np.array(columns),
        np.array(starts),
        np.array(group_of),
        np.array(right),
        np.array(offset),
        weight,
        len(vocabulary),
    )


def _minimize(data: _Data, penalty: float, steps: int = 120, memory: int = 8) -> Array:
    """L-BFGS with a backtracking line search (Nocedal & Wright, Numerical Optimization, algorithm 7.4)."""
    point = np.zeros(data.width)
    value, slope = _loss(data, point, penalty)
    history: list[tuple[Array, Array]] = []
    for _ in range(steps):
        direction = -_times_inverse_hessian(slope, history)
        step = 1.0
        while True:
            candidate = point + step * direction
            new_value, new_slope = _loss(data, candidate, penalty)
            if new_value <= value + 1e-4 * step * float(slope @ direction) or step < 1e-8:
                break
            step /= 2
        moved, bent = candidate - point, new_slope - slope
        if float(moved @ bent) > 1e-10:
            history = [*history[-memory + 1 :], (moved, bent)]
        if new_value >= value:
            return point
        if value - new_value < 1e-6 * abs(value):
            return candidate
        point, value, slope = candidate, new_value, new_slope
    return point


def _times_inverse_hessian(slope: Array, history: Sequence[tuple[Array, Array]]) -> Array:
    result = slope.copy()
    factors: list[float] = []
    for moved, bent in reversed(history):
        factor = float(moved @ result) / float(moved @ bent)
        factors.append(factor)
        result -= factor * bent
    if history:
        moved, bent = history[-1]
        result *= float(moved @ bent) / float(bent @ bent)
    for (moved, bent), factor in zip(history, reversed(factors), strict=True):
        result += moved * (factor - float(bent @ result) / float(moved @ bent))
    return result


def _loss(data: _Data, point: Array, penalty: float) -> tuple[float, Array]:
    """Negative log-likelihood of the right ones within their groups, and its gradient."""
    sums = np.concatenate(([0.0], np.cumsum(point[data.columns])))
    scores = sums[data.starts[1:]] - sums[data.starts[:-1]] + data.offset
    groups = int(data.group[-1]) + 1
    most = np.full(groups, -np.inf)
    np.maximum.at(most, data.group, scores)
    parts = np.exp(scores - most[data.group])
    whole = np.bincount(data.group, parts, groups)
    good = np.maximum(np.bincount(data.group, parts * data.right, groups), _LEAST)
    pull = (parts / whole[data.group] - parts * data.right / good[data.group]) * data.weight[data.group]
    lengths = np.diff(data.starts)
    slope = np.bincount(data.columns, np.repeat(pull, lengths), data.width)
    value = -float(((np.log(good) - np.log(whole)) * data.weight).sum()) + penalty * float(point @ point) / 2
    return value, slope + penalty * point

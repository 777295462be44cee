"""Fit the weights by which an article's lines are told from what surrounds them, on texts that are not part of the project.

    python -m tests.quality.fit_reading FOLDER [--check]

FOLDER holds gold.jsonl: texts with what was copied along ("text", its lines parted by blank lines), which of the lines are
the article ("labels") and where it is from ("domain"). Letters to readers (`tests.quality.letters`) and pieces of other
articles are put behind, before and between the paragraphs of the clean ones as well. Prints digest/body_weights.py; with
--check, what a fit on the outlets of four folds gives on those of the fifth: the F1 of 4-grams of the body, and the share of
its words that is lost. Logistic regression with an L2 penalty.
"""

import json
import math
import sys
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from hashlib import md5
from pathlib import Path
from random import Random
from statistics import mean
from typing import Any

from digest.body import best_body
from digest.furniture import furniture_reason, stop_reason
from digest.line_features import LineFeatures
from digest.outline import likely_headline
from digest.paragraphs import read_paragraphs
from digest.words import split_words
from tests.quality.fitting import Group, Setup, Table, learn
from tests.quality.letters import HOOKS, LETTERS

__all__ = ["main"]

_SETUP = Setup(kept=300, seen=25, penalty=1.0)
_FOLDS = 5
# A page is nearly all furniture, and pieces of other articles are rarer in what people paste than in these texts.
_WEIGHTS = {"page": 0.3, "foreign": 0.5}
# Losing a line of the article is worse than keeping one that is not of it, except where somebody has asked to be paid.
_LEANING = {"any line": 1.5, "behind a stop": -1.0}
_TWO_LETTERS = 0.3
_HEAD = '''"""The weights of `digest.body`, written by tests/quality/fit_reading.py; docs/reading.md tells how to read them.

A line a feature and its weight.
"""

__all__ = ["WEIGHTS"]
'''
_TAIL = """WEIGHTS = {
    feature: float(weight) for feature, weight in (line.rsplit(" ", 1) for line in _TABLE.strip().splitlines())
}
"""


@dataclass(frozen=True, slots=True)
class Text:
    """A text of which is known which lines are the article."""

    kind: str
    domain: str
    lines: tuple[str, ...]
    labels: tuple[bool, ...]

    @property
    def fold(self) -> int:
        """Which fold its outlet belongs to."""
        return _fold(self.domain)


@dataclass(frozen=True, slots=True)
class Seen:
    """A text and the features of its lines."""

    text: Text
    features: tuple[tuple[str, ...], ...]
    is_furniture: tuple[bool, ...]


def main(arguments: list[str]) -> int:
    """Fit and print; returns the exit code."""
    folders = [argument for argument in arguments if not argument.startswith("--")]
    if len(folders) != 1:
        print(__doc__, file=sys.stderr)
        return 2
    seen = [_seen(text) for text in _texts(Path(folders[0]) / "gold.jsonl")]
    if "--check" in arguments:
        _check(seen)
    else:
        print(_source(fit(seen)), end="")
    return 0


def fit(texts: Sequence[Seen]) -> Table:
    """The weights that tell the lines of some texts best."""
    groups = [
        Group((features, ()), (is_body, not is_body), _weight(seen.text.kind, line))
        for seen in texts
        for features, line, is_body in zip(seen.features, seen.text.lines, seen.text.labels, strict=True)
    ]
    table = learn(_SETUP, groups, {})
    for feature, leaning in _LEANING.items():
        table[feature] = round(table.get(feature, 0.0) + leaning, 2)
    return table


def _weight(kind: str, line: str) -> float:
    return math.sqrt(len(split_words(line)) + 5) / 6 * _WEIGHTS.get(kind, 1.0)


def _check(texts: Sequence[Seen]) -> None:
    results: dict[str, list[tuple[float, float, float]]] = defaultdict(list)
    for fold in range(_FOLDS):
        table = fit([seen for seen in texts if seen.text.fold != fold])
        for seen in texts:
            if seen.text.fold == fold:
                results[seen.text.kind].append(_compared(seen.text, _body(seen, table)))
    for kind, rows in sorted(results.items()):
        precision, recall, lost = (mean(column) for column in zip(*rows, strict=True))
        print(f"{kind:16} F1 {2 * precision * recall / (precision + recall):.4f}  lost {lost:.4f}")


def _body(seen: Seen, table: Mapping[str, float]) -> list[int]:
    scores = [sum(table.get(feature, 0.0) for feature in features) for features in seen.features]
    lengths = [len(split_words(line)) for line in seen.text.lines]
    return best_body(scores, lengths, is_out=seen.is_furniture.__getitem__)


def _compared(text: Text, kept: Sequence[int]) -> tuple[float, float, float]:
    """Precision and recall of 4-grams, and the share of the body's words that is lost."""
    gold = [line for line, is_body in zip(text.lines, text.labels, strict=True) if is_body]
    found = [text.lines[number] for number in kept]
    wanted, given = _grams(gold), _grams(found)
    same = (wanted & given).total()
    words, left = Counter(split_words(" ".join(gold))), Counter(split_words(" ".join(found)))
    lost = 1 - (words & left).total() / max(1, words.total())
    return same / max(1, given.total()), same / max(1, wanted.total()), lost


def _grams(lines: Sequence[str]) -> Counter[tuple[str, ...]]:
    words = split_words(" ".join(lines))
    return Counter(tuple(words[start : start + 4]) for start in range(max(1, len(words) - 3)))


def _seen(text: Text) -> Seen:
    furniture = [furniture_reason(line) for line in text.lines]
    stops = [stop_reason(line) for line in text.lines]
    whole = LineFeatures(text.lines, furniture, stops, likely_headline(text.lines, furniture, stops))
    features = tuple(tuple(whole.features(number)) for number in range(len(text.lines)))
    return Seen(text, features, tuple(reason is not None for reason in furniture))


def _texts(path: Path) -> Iterator[Text]:
    with path.open(encoding="utf-8") as lines:
        rows: list[dict[str, Any]] = [json.loads(line) for line in lines]
    for row in rows:
        yield _text(row["kind"], row["domain"], row["text"].split("\n\n"), row["labels"])
    clean = [row for row in rows if row["kind"] == "clean" and len(row["labels"]) >= 4]
    chance = Random(7)  # noqa: S311 - the same texts each time
    for row in clean:
        yield _with_letter(row, "behind", chance)
        yield _with_letter(row, chance.choice(("before", "between", "between")), chance)
        yield _shortened(row, chance)
        near = [other for other in clean if _is_foreign(row, other)]
        if near:
            yield _with_foreign(row, chance.choice(near), chance)


def _is_foreign(row: Mapping[str, Any], other: Mapping[str, Any]) -> bool:
    """Whether another article is of another outlet, of the same language, and of the same fold, as the letters are."""
    is_other = row["domain"] != other["domain"] and row["lang"] == other["lang"]
    return is_other and _fold(row["domain"]) == _fold(other["domain"])


def _with_letter(row: Mapping[str, Any], place: str, chance: Random) -> Text:
    """A clean article with a letter of its fold, or two, behind it, before it or within it."""
    block = [*_some(HOOKS, 0.7, chance), *_letter(row, chance), *_some(HOOKS, 0.7, chance)]
    if chance.random() < _TWO_LETTERS:
        block = [*block, *_letter(row, chance), *_some(HOOKS, 0.7, chance)]
    head, lines = _head(row), row["text"].split("\n\n")
    if place == "before":
        parts = [(block, 0), (head, 0), (lines, 1)]
    elif place == "behind":
        parts = [(head, 0), (lines, 1), (block, 0)]
    else:
        at = chance.randint(1, len(lines) - 1)
        parts = [(head, 0), (lines[:at], 1), (block, 0), (lines[at:], 1)]
    return _joined(f"letter {place}", row["domain"], parts)


def _shortened(row: Mapping[str, Any], chance: Random) -> Text:
    """The first few paragraphs of a clean article, with an appeal behind it, before it or not at all."""
    lines = row["text"].split("\n\n")[: chance.randint(1, 6)]
    letter = _letter(row, chance)
    appeal = [*_some(HOOKS, 0.8, chance), *letter[: chance.randint(0, 3)]]
    place = chance.choice(("behind", "behind", "before", "nowhere"))
    parts = [(appeal, 0) if place == "before" else ((), 0), (_head(row), 0), (lines, 1)]
    return _joined("short", row["domain"], [*parts, (appeal, 0) if place == "behind" else ((), 0)])


def _letter(row: Mapping[str, Any], chance: Random) -> Sequence[str]:
    """A letter of the fold of an article."""
    return chance.choice([one for number, one in enumerate(LETTERS) if number % _FOLDS == _fold(row["domain"])])


def _with_foreign(row: Mapping[str, Any], other: Mapping[str, Any], chance: Random) -> Text:
    """A clean article and behind it a piece of another."""
    others = other["text"].split("\n\n")
    start = chance.randint(0, max(0, len(others) - 3))
    piece = others[start : start + chance.randint(3, 7)]
    block = [*_some(HOOKS, 0.8, chance), *piece, *_some(HOOKS, 0.7, chance)]
    return _joined("foreign", row["domain"], [(_head(row), 0), (row["text"].split("\n\n"), 1), (block, 0)])


def _head(row: Mapping[str, Any]) -> list[str]:
    return [row["title"]] if row.get("title") else []


def _some(lines: Sequence[str], share: float, chance: Random) -> list[str]:
    return [chance.choice(lines)] if chance.random() < share else []


def _joined(kind: str, domain: str, parts: Sequence[tuple[Sequence[str], int]]) -> Text:
    lines = [line for part, _ in parts for line in part]
    return _text(kind, domain, lines, [label for part, label in parts for _ in part])


def _text(kind: str, domain: str, lines: Sequence[str], labels: Sequence[int]) -> Text:
    read = [
        (" ".join(paragraph.text for paragraph in read_paragraphs(line)), label)
        for line, label in zip(lines, labels, strict=True)
    ]
    whole = [(line, bool(label)) for line, label in read if line]
    return Text(kind, domain, tuple(line for line, _ in whole), tuple(label for _, label in whole))


def _fold(domain: str) -> int:
    return int(md5(domain.encode(), usedforsecurity=False).hexdigest(), 16) % _FOLDS


def _source(table: Table) -> str:
    lines = "".join(f"{feature} {weight}\n" for feature, weight in sorted(table.items()))
    return f'{_HEAD}\n_TABLE = """\n{lines}"""\n\n{_TAIL}'


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""How many speakers are named at which confidence, and how many of these rightly: the table of docs/quality.md.

    python -m tests.quality.shown EVALUATOR GOLD PREDICTED

EVALUATOR is the quotes_eval.py that scores the same two files; it decides which mention and which person is right.
"""

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib.util import module_from_spec, spec_from_file_location
from typing import Any

__all__ = ["main"]

_THRESHOLDS = (0.01, 0.5, 0.52, 0.55, 0.58)
_SAME_SPAN = 0.8


@dataclass(frozen=True, slots=True)
class _Guess:
    """The speaker of a part of a quotation that is one."""

    confidence: float
    is_named: bool
    is_person_right: bool
    is_mention_right: bool


def main(arguments: list[str]) -> int:
    """Print the table; returns the exit code."""
    if len(arguments) != 3:
        print("usage: python -m tests.quality.shown EVALUATOR GOLD PREDICTED", file=sys.stderr)
        return 2
    evaluator = _load(arguments[0])
    guesses = list(_guesses(evaluator, evaluator.load(arguments[1]), evaluator.load(arguments[2])))
    if not guesses:
        print(f"{arguments[2]}: no quotation of {arguments[1]} in it", file=sys.stderr)
        return 1
    for threshold in _THRESHOLDS:
        named = [guess for guess in guesses if guess.is_named and guess.confidence >= threshold]
        mention = sum(guess.is_mention_right for guess in named) / max(1, len(named))
        person = sum(guess.is_person_right for guess in named) / max(1, len(named))
        print(f"{threshold:.2f}: share {len(named) / len(guesses):.3f}, mention {mention:.3f}, person {person:.3f}")
    return 0


def _load(path: str) -> Any:
    spec = spec_from_file_location("quotes_eval", path)
    if spec is None or spec.loader is None:
        message = f"{path}: not a Python file"
        raise ImportError(message)
    module = module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def _guesses(evaluator: Any, gold: Any, predicted: Any) -> Iterator[_Guess]:
    for name, article in gold.items():
        marked = [(evaluator.trim(article["text"], quote["start"], quote["end"]), quote) for quote in article["quotes"]]
        parts = [(quote, span) for quote in predicted[name]["quotes"] for span in quote["spans"]]
        for quote, (start, end) in parts:
            found = evaluator.trim(article["text"], start, end)
            same = [(evaluator.iou(found, span), number) for number, (span, _) in enumerate(marked)]
            best, number = max(same, default=(0.0, 0))
            if best >= _SAME_SPAN:
                right = marked[number][1]
                is_person_right = bool(evaluator.linked_ok({**right}, quote))
                is_mention_right = bool(evaluator.mention_ok(right, quote)[1])
                yield _Guess(quote["confidence"], bool(quote.get("speaker_name")), is_person_right, is_mention_right)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

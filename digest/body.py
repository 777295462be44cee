"""Which lines of a text are the article: a linear model over what each line looks like, then the best run of lines.

A letter that asks for a subscription is good prose and quotes people; a list of other stories is headlines and dates. Their
wording (`digest.furniture`) tells some of it. The rest is told by how a line looks, by what stands around it, and by the
words it shares with the text's prose (`digest.line_features`). Features and weights are in docs/reading.md;
tests/quality/fit_reading.py wrote the weights.
"""

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import pairwise

from digest.body_weights import WEIGHTS
from digest.line_features import PROSE, LineFeatures
from digest.types import DropReason

__all__ = ["best_body", "find_body", "line_score"]

_FEW_LINES = 6
# A break within the article costs as much as about two short sentences; below this score a line is left out of it for free.
_BREAK = 5.0
_SURELY_NOT = -3.0
# Furniture that is copied along with an article alone.
_OF_ARTICLES = frozenset({DropReason.BYLINE, DropReason.CAPTION, DropReason.CREDIT, DropReason.DATE})
# Where nothing on the page is furniture by its wording, a sentence has this much in its favour.
_BARE = 1.0


def find_body(text: LineFeatures) -> list[int]:
    """Numbers of the lines that look most like an article, in order.

    A text of a few lines that nobody asks to be paid for is all article but for what is known to be furniture.
    """
    is_out = [reason is not None for reason in text.furniture]
    if len(text.lines) < _FEW_LINES and not any(text.stops):
        return [number for number in range(len(text.lines)) if not is_out[number] and number != text.headline]
    is_bare = _is_bare(text)
    favour = _BARE if is_bare else 0.0
    scores = [line_score(text.features(number)) + favour * text.ends[number] for number in range(len(text.lines))]
    lengths = [len(words) for words in text.words]
    kept = set(best_body(scores, lengths, is_out=is_out.__getitem__))
    for part in _behind_stops(text):
        long = [number for number in part if text.counts[number] >= PROSE and not is_out[number]]
        # What somebody says who wants to be paid hangs together: half of it is not the article's.
        if 2 * sum(number in kept for number in long) <= len(long):
            kept.difference_update(part)
    if kept and not any(text.stops):
        # Where nobody asks to be paid, prose within the article that only sounds so is its own.
        within = range(min(kept), max(kept))
        kept.update(
            number
            for number in within
            if scores[number] > _SURELY_NOT and (text.prose[number] or (is_bare and not is_out[number]))
        )
    return sorted(kept)


def line_score(features: Iterable[str]) -> float:
    """By how much a line looks like part of an article; below 0 it does not."""
    return sum(WEIGHTS.get(feature, 0.0) for feature in features)


def best_body(scores: Sequence[float], lengths: Sequence[int], *, is_out: Callable[[int], bool]) -> list[int]:
    """The run of lines that is worth most as an article, with breaks where that is worth more.

    A line is worth its score times the square root of its length; a break costs `_BREAK`. Found by Viterbi's algorithm over
    four states: before the article, in it, in a break, behind it.

    Args:
        scores: Of each line.
        lengths: Likewise, in words.
        is_out: Whether a line is known not to be of the article; such a line neither costs nor counts.

    Returns:
        Numbers of the lines, in order; empty if none is worth anything.
    """
    skipped = [is_out(number) or score < _SURELY_NOT for number, score in enumerate(scores)]
    before, within, broken, behind = 0.0, -math.inf, -math.inf, -math.inf
    steps: list[tuple[int, int, int]] = []
    for score, length, is_skipped in zip(scores, lengths, skipped, strict=True):
        gain = 0.0 if is_skipped else score * math.sqrt(length + 1)
        enter, from_enter = max((before, 0), (within, 1), (broken, 2))
        pause, from_pause = max((within - _BREAK, 1), (broken, 2))
        leave, from_leave = max((within, 1), (behind, 3))
        within, broken, behind = enter + gain, pause, leave
        steps.append((from_enter, from_pause, from_leave))
    if max(within, behind) <= 0:
        return []
    state = 1 if within > behind else 3
    kept: list[int] = []
    for number in range(len(scores) - 1, -1, -1):
        if state == 1 and not skipped[number]:
            kept.append(number)
        state = steps[number][state - 1] if state else 0
    return kept[::-1]


def _is_bare(text: LineFeatures) -> bool:
    """Whether a text is an article without its page: nothing below its first prose is furniture by its wording."""
    first = text.prose.index(True) if any(text.prose) else 0
    return not any(text.stops) and not any(reason and reason not in _OF_ARTICLES for reason in text.furniture[first:])


def _behind_stops(text: LineFeatures) -> Iterator[range]:
    """The lines between each line that ends an article and the next."""
    stops = [number for number, is_stop in enumerate(text.stops) if is_stop]
    for before, after in pairwise([*stops, len(text.lines)]):
        yield range(before + 1, after)

"""What is true of each line of a text: how it looks, how it is worded, what stands around it, which words it shares.

These are the features of `digest.body`; docs/reading.md tells how to read them.
"""

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from functools import cached_property
from itertools import pairwise

from digest.addressed import CREDIT, CUE, IMPERATIVES, PERSON, TOLD, WE, YOU
from digest.dates import is_date_line
from digest.furniture import is_caption, is_full_sentence, note_reason
from digest.languages import FUNCTION_WORDS, guess_language
from digest.types import DropReason
from digest.words import count_words

__all__ = ["PROSE", "LineFeatures"]

_WORD = re.compile(r"[^\W_]+(?:[’'][^\W_]+)*")
_QUOTATION = re.compile(r"[“„«\"][^“”„«»\"]*[”“»\"]?")
_SIGNS = {
    "site": re.compile(r"https?://|www\.|@\w|\.(?:com|org|net|de|co\.uk)\b", re.IGNORECASE),
    "marks": re.compile(r"[|»›•·→▶★]|^[^\w\"“”„«‘'(¿¡—–-]"),
    "cut off": re.compile(r"(?:…|\.\.\.)\W*$"),
    "colon": re.compile(r":$"),
    "question": re.compile(r"\?$"),
}
_QUOTED = re.compile(r"[\"“”„«»「」]")

# A line of this many words that ends as a sentence does, and is no furniture, is prose; from fewer it is a sentence.
PROSE = 12
_SENTENCE = 6
_SHORTEST_SENTENCE = 4
_LONG = 8
_LONGEST_LABEL = 4
_SIZES = (1, 2, 4, 7, 11, 17, 29, 59)
# From these sizes on a line counts as long, and its words as enough to be compared.
_LONG_SIZE = 4
_MOST_CUED = 5
_SHARES = (0, 0.1, 0.2, 0.35, 0.5, 0.7)
# Words of this length and more carry what a text is about; names are at least a letter shorter.
_CONTENT = 4
_NAME = 3
# Prose that stands this near does not count for the words a line shares: what was put in among a text resembles itself.
_BESIDE = 2
_NEVER = 99


class LineFeatures:
    """The lines of a text, and what can be told of each.

    Attributes:
        lines: The text's.
        furniture: Of each, what it is by its own wording.
        headline: Number of the line that is the headline, as far as is known.
        counts: Words of each.
        ends: Whether it ends as a sentence does.
        prose: Whether it is a sentence of some length and no furniture.
        stops: Whether it ends an article by its wording, where it stands.
    """

    def __init__(
        self,
        lines: Sequence[str],
        furniture: Sequence[DropReason | None],
        stops: Sequence[DropReason | None],
        headline: int | None = None,
    ) -> None:
        """Look at the lines.

        Args:
            lines: A paragraph each; none empty.
            furniture: Of each, what it is by its own wording.
            stops: Of each, why it ends an article by its wording, if it does.
            headline: Number of the line that is the headline, as far as is known.
        """
        self.lines = lines
        self.furniture = furniture
        self.headline = headline
        words = [_WORD.findall(line) for line in lines]
        self.words = words
        self._lower = [[word.lower() for word in of_line] for of_line in words]
        self.counts = [count_words(line) for line in lines]
        self.ends = [is_full_sentence(line) for line in lines]
        self._cues = [len(CUE.findall(line)) for line in lines]
        self.prose = [
            count >= PROSE and ends and reason is None
            for count, ends, reason in zip(self.counts, self.ends, furniture, strict=True)
        ]
        self.stops = self._find_stops(stops)
        self._kinds = [self._kind(number) for number in range(len(lines))]
        self._you = [sum(word in YOU for word in of_line) for of_line in self._lower]
        self._we = [sum(word in WE for word in of_line) for of_line in self._lower]
        self._again = Counter(lines)
        self._find_shared_words()
        self._find_places()
        self._find_parts()

    def features(self, number: int) -> Iterator[str]:
        """What is true of a line, by name; docs/reading.md explains them."""
        yield "any line"
        yield from self._by_itself(number)
        yield from self._by_wording(number)
        yield from self._by_shared_words(number)
        yield from self._by_place(number)
        yield from self._by_neighbours(number)

    @cached_property
    def _function_words(self) -> frozenset[str]:
        prose = " ".join(line for line, is_prose in zip(self.lines, self.prose, strict=True) if is_prose)
        language = guess_language(prose or " ".join(self.lines))
        return FUNCTION_WORDS.get(language) or frozenset().union(*FUNCTION_WORDS.values())

    def _find_stops(self, stops: Sequence[DropReason | None]) -> list[bool]:
        """Which lines end an article by their wording: not what stands between its headline and its first prose."""
        above = self.headline
        under = (
            () if above is None else range(above, self.prose.index(True, above) if any(self.prose[above:]) else above)
        )
        return [number not in under and reason is not None for number, reason in enumerate(stops)]

    def _kind(self, number: int) -> str:
        if self.stops[number]:
            return "stop"
        if self.furniture[number]:
            return "furniture"
        if note_reason(self.lines[number]):
            return "note"
        if self.prose[number]:
            return "prose with cue" if self._cues[number] else "prose"
        if self.ends[number] and self.counts[number] >= _SHORTEST_SENTENCE:
            return "sentence"
        return "label" if self.counts[number] <= _LONGEST_LABEL else "title"

    def _find_shared_words(self) -> None:
        common = self._function_words
        self._content = [
            frozenset(word for word in of_line if len(word) >= _CONTENT and word not in common)
            for of_line in self._lower
        ]
        self._names = [
            frozenset(word for word in of_line[1:] if len(word) >= _NAME and word[0].isupper())
            for of_line in self.words
        ]
        # What is printed again and again does not speak for itself.
        told = {self.lines[number]: number for number, is_prose in enumerate(self.prose) if is_prose}.values()
        self._in_prose = Counter(word for number in told for word in self._content[number])
        self._named = Counter(word for number in told for word in self._names[number])
        self._title = frozenset() if self.headline is None else self._content[self.headline]

    def _find_places(self) -> None:
        count = len(self.lines)
        self._before: list[int] = []
        seen = 0
        for is_prose in self.prose:
            self._before.append(seen)
            seen += is_prose
        self._all_prose = seen
        self._since_stop = self._distances(range(count))
        self._until_stop = self._distances(range(count - 1, -1, -1))
        self._runs = [0] * count
        edges = [-1, *(number for number in range(count) if self._ends_run(number)), count]
        for before, after in pairwise(edges):
            for number in range(before + 1, after):
                self._runs[number] = after - before - 1
        self._headings: list[str] = []
        heading = ""
        for number, reason in enumerate(self.furniture):
            self._headings.append(heading)
            if reason:
                heading = str(reason)
            elif self.ends[number] and self.counts[number] >= _LONG:
                heading = ""

    def _find_parts(self) -> None:
        """Part the text at the lines that end articles and at the headline; tell each part from all the others."""
        edges = [number for number in range(len(self.lines)) if self.stops[number] or number == self.headline]
        self._parts = [""] * len(self.lines)
        self._oddness = [""] * len(self.lines)
        self._ties = [""] * len(self.lines)
        parts = [range(a + 1, b) for a, b in pairwise([-1, *edges, len(self.lines)])]
        long = [[n for n in part if self.counts[n] >= PROSE and not self.furniture[n]] for part in parts]
        speaking = [sum(bool(PERSON.search(_QUOTATION.sub(" ", self.lines[n]))) for n in numbers) for numbers in long]
        names = [Counter(name for n in numbers for name in self._names[n]) for numbers in long]
        whole = sum(names, Counter[str]())
        total, spoken = sum(map(len, long)), sum(speaking)
        most = max(map(len, long), default=0)
        for part, numbers, speaks, own in zip(parts, long, speaking, names, strict=True):
            if not len(part):
                continue
            after = "after stop" if part.start and self.stops[part.start - 1] else "at start"
            before = "before stop" if part.stop < len(self.lines) and self.stops[part.stop] else "at end"
            size = _step(len(numbers), (0, 1, 3, 7))
            rest = total - len(numbers)
            share = _share(speaks, len(numbers), (0, 0.25, 0.5, 0.75))
            others = _share(spoken - speaks, rest, (0, 0.1, 0.3, 0.6)) if rest > 1 else "none"
            tied = sum(count for name, count in own.items() if whole[name] > count)
            tie = _share(tied, own.total(), (0, 0.1, 0.25, 0.5)) if rest > 1 and own else "none"
            for n in part:
                self._parts[n] = (
                    f"part {after}, {before}, size {size}, {'largest' if len(numbers) == most else 'other'}"
                )
                self._oddness[n] = f"part speaks {share}, others {others}"
                self._ties[n] = f"part tied {tie}, {'largest' if len(numbers) == most else 'other'}, {after}"

    def _ends_run(self, number: int) -> bool:
        """Whether a run of titles and labels ends at a line."""
        return self.stops[number] or (self.ends[number] and self.counts[number] >= _SENTENCE)

    def _distances(self, numbers: range) -> list[int]:
        """How many long lines lie between each line and the last that ends an article, going through them in an order."""
        distances = [_NEVER] * len(self.lines)
        since = _NEVER
        for number in numbers:
            distances[number] = since
            if self.stops[number]:
                since = 0
            elif self.counts[number] >= PROSE:
                since = min(_NEVER, since + 1)
        return distances

    def _by_itself(self, number: int) -> Iterator[str]:
        line, words = self.lines[number], self.words[number]
        size = _step(self.counts[number], _SIZES)
        length = self._length(number)
        yield f"size {size}, {'a sentence' if self.ends[number] else 'no sentence'}"
        yield f"kind {self._kinds[number]}"
        common = sum(word in self._function_words for word in self._lower[number])
        yield f"function words {_share(common, len(words), (0, 0.1, 0.2, 0.3, 0.4, 0.5))}, {length}"
        yield f"capitals {_share(sum(word[0].isupper() for word in words), len(words))}, {length}"
        yield f"digits {_share(sum(map(str.isdigit, line)), len(line), (0, 0.03, 0.1, 0.2))}"
        yield from (name for name, pattern in _SIGNS.items() if pattern.search(line))
        if line.isupper():
            yield "upper case"
        if self._again[line] > 1:
            yield "printed twice"
        if is_date_line(line):
            yield "date"

    def _by_wording(self, number: int) -> Iterator[str]:
        line, words = self.lines[number], self._lower[number]
        cues, you, we = self._cues[number], self._you[number], self._we[number]
        is_short = _step(self.counts[number], _SIZES) < _MOST_CUED
        yield f"cues {min(cues, 4)}, {'short' if is_short else 'long'}"
        yield f"you {_share(you, len(words), (0, 0.03, 0.06, 0.1))}"
        yield f"we {_share(we, len(words), (0, 0.03, 0.06, 0.1))}"
        if cues and (you or we):
            yield f"addressed, cues {min(cues, 3)}"
        if words and words[0] in IMPERATIVES:
            yield "imperative"
        is_told = TOLD.search(line)
        if _QUOTED.search(line):
            yield "quoted and told" if is_told else "quoted"
        elif is_told:
            yield "told"
        if credit := CREDIT.search(line):
            yield f"credit {'behind' if credit.start() > len(line) / 2 else 'before'}, {self._length(number)}"
        if is_caption(line, at_credit=False):
            yield "posed"
        elif is_caption(line, at_credit=True):
            yield "shown"

    def _by_shared_words(self, number: int) -> Iterator[str]:
        length = self._length(number)
        content, names = self._content[number], self._names[number]
        shared = self._far(number, content, self._in_prose, self._content)
        much = _step(self._all_prose, (2, 5, 10))
        yield f"shared words {_share(shared, len(content), (0, 0.1, 0.2, 0.3, 0.45, 0.6))}, {length}, prose {much}"
        if names:
            known = self._far(number, names, self._named, self._names)
            yield f"shared names {_share(known, len(names), (0, 0.25, 0.5, 0.75))}, {length}"
        else:
            yield f"no names, {length}"
        if self.headline not in {None, number}:
            yield f"of the headline {min(len(content & self._title), 3)}, {length}"
        if (since := self._since_stop[number]) < _NEVER:
            yield f"shared words {_share(shared, len(content), (0, 0.15, 0.3, 0.5))} since stop {_step(since, (0, 2, 5))}"

    def _far(self, number: int, bag: frozenset[str], counts: Mapping[str, int], own: Sequence[frozenset[str]]) -> int:
        """How many words of a line are also in prose that does not stand beside it."""
        beside = [other for other in self._around(number, _BESIDE, itself=True) if self.prose[other]]
        return sum(counts.get(word, 0) > sum(word in own[other] for other in beside) for word in bag)

    def _by_place(self, number: int) -> Iterator[str]:
        before = self._before[number]
        after = self._all_prose - before - self.prose[number]
        is_long = self._length(number) == "long"
        other = "prose" if self.prose[number] else "other"
        if self.headline not in {None, number}:
            yield "above the headline" if number < (self.headline or 0) else "below the headline"
        yield f"prose before {_step(before, (0, 1, 2, 4, 8))}"
        yield f"prose after {_step(after, (0, 1, 2, 4, 8))}"
        yield f"prose before {min(before, 2)} and after {min(after, 2)}, {'long' if is_long else 'short'}"
        yield f"since stop {_step(self._since_stop[number], (0, 1, 2, 4, 8, 98))}, {other}"
        yield f"until stop {_step(self._until_stop[number], (0, 1, 2, 4, 8, 98))}, {other}"
        if self._since_stop[number] < _NEVER:
            yield "behind a stop"
        if self._parts[number]:
            length = self._length(number)
            yield f"{self._parts[number]}, {length}"
            yield f"{self._oddness[number]}, {length}"
            yield f"{self._ties[number]}, {length}"
        yield f"run {_step(self._runs[number], (0, 1, 2, 4, 8))}, {self._kinds[number]}"
        size = _step(self.counts[number], _SIZES)
        yield f"under {self._headings[number] or 'nothing'}, {'short' if size <= _LONG_SIZE else 'long'}"

    def _by_neighbours(self, number: int) -> Iterator[str]:
        own = self._kinds[number]
        for distance in (-2, -1, 1, 2):
            place = number + distance
            kind = self._kinds[place] if 0 <= place < len(self.lines) else "edge"
            yield f"at {distance:+} {kind}"
            if abs(distance) == 1:
                yield f"{own}, at {distance:+} {kind}"
        prose = "prose" if self.prose[number] else "other"
        back, ahead = range(max(0, number - 5), number), range(number + 1, min(len(self.lines), number + 6))
        for name, numbers in (("behind", back), ("ahead", ahead)):
            yield f"furniture {name} {_step(_count(self.furniture, numbers), (0, 1, 2))}, {prose}"
        behind, before = _count(self.prose, back), _count(self.prose, ahead)
        yield f"prose ahead {_step(before, (0, 1, 2, 3))}, behind {_step(behind, (0, 1, 2, 3))}"
        around = self._around(number, 4)
        yield f"prose around {_step(_count(self.prose, around), (0, 1, 3, 5))}, {prose}"
        yield f"cues around {_step(_count(self._cues, around), (0, 1, 2, 4))}"
        addressed = sum(
            bool(self._you[other] or self._we[other]) and self.counts[other] >= _SHORTEST_SENTENCE for other in around
        )
        yield f"addressed around {_step(addressed, (0, 1, 2, 4))}"

    def _around(self, number: int, distance: int, *, itself: bool = False) -> list[int]:
        numbers = range(max(0, number - distance), min(len(self.lines), number + distance + 1))
        return [other for other in numbers if itself or other != number]

    def _length(self, number: int) -> str:
        return "long" if _step(self.counts[number], _SIZES) >= _LONG_SIZE else "short"


def _count(values: Sequence[object], numbers: Sequence[int]) -> int:
    return sum(bool(values[number]) for number in numbers)


def _step(number: float, steps: Sequence[float]) -> int:
    """How many steps a number is above."""
    return sum(number > step for step in steps)


def _share(part: float, whole: float, steps: Sequence[float] = _SHARES) -> int:
    return _step(part / whole if whole else 0.0, steps)

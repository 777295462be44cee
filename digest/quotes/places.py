"""Where things stand in an article: its sentences, its quotations, and the verbs of saying outside of these."""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence

from digest.quotes.grammar import RELATIVES, WORD
from digest.quotes.passages import Passage
from digest.sentences import sentences_of
from digest.types import Article, Sentence
from digest.verbs import REPORTING_VERBS

__all__ = ["Places"]


class Places:
    """Looks places up in an article, each in logarithmic time."""

    def __init__(self, article: Article, passages: Sequence[Passage]) -> None:
        """Take an article and its quotations, in order."""
        self.text = article.text
        self.sentences = sentences_of(article)
        self._sentence_starts = [sentence.span.start for sentence in self.sentences]
        quoted = [span for passage in passages for span in passage.outer]
        self._quoted_starts = [span.start for span in quoted]
        self._quoted_ends = [span.end for span in quoted]

    def number(self, place: int) -> int:
        """Number of the sentence at a place of the text."""
        return max(0, bisect_right(self._sentence_starts, place) - 1)

    def sentence(self, place: int) -> Sentence:
        """The sentence at a place of the text."""
        return self.sentences[self.number(place)]

    def is_quoted(self, place: int) -> bool:
        """Whether a place is within a quotation."""
        number = bisect_right(self._quoted_starts, place) - 1
        return number >= 0 and place < self._quoted_ends[number]

    def frame_after(self, end: int, longest: int) -> int:
        """Where the words behind a quotation end that may say whose it is: with the sentence, or at the next quotation."""
        following = bisect_left(self._quoted_starts, end)
        ends = [self.sentence(end - 1).span.end, end + longest, *self._quoted_starts[following : following + 1]]
        return min(ends)

    def frame_before(self, start: int, longest: int) -> int:
        """Where the words before a quotation begin that may say whose it is: with the sentence, or at the last quotation."""
        preceding = bisect_right(self._quoted_ends, start)
        begins = [self.sentence(start).span.start, start - longest, *self._quoted_ends[preceding - 1 : preceding]]
        return max(begins)

    def verbs_of_saying(self, start: int, end: int) -> Iterator[re.Match[str]]:
        """The verbs of saying between two places: not within quotations, nor of "a man who asked"."""
        before = ""
        for match in WORD.finditer(self.text, start, end):
            word = match[0].lower()
            if word in REPORTING_VERBS and before not in RELATIVES and not self.is_quoted(match.start()):
                yield match
            before = word

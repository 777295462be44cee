"""Paragraphs -> what each of them is: headline, body, or a kind of furniture.

A text copied from a page brings along what surrounded the article: by-line, captions, share bars, lists of other
stories, and the letter that asks for a subscription, which is good prose and quotes people. Single lines are told by
their wording (`digest.furniture`); here it is where they stand that decides.
"""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from digest.body import find_body
from digest.bylines import is_name_shaped, names_in
from digest.dates import find_date, is_date_line
from digest.furniture import (
    furniture_reason,
    is_caption,
    is_full_sentence,
    is_truncation,
    note_reason,
    stop_reason,
)
from digest.kinds import kind_called
from digest.line_features import PROSE, LineFeatures
from digest.mail import part_mail_head
from digest.paragraphs import Paragraph
from digest.sentences import split_sentences
from digest.types import DropReason, Kind
from digest.words import count_words, split_words

__all__ = ["Outline", "folded", "likely_headline", "outline"]

# A headline is looked for among the first paragraphs; what a page prints above it is short.
_HEADLINE_WITHIN = 12
# The longest of a thousand articles copied with their whole pages has 1,400 lines. In a book or a list, lines are told by their wording alone.
_MOST_LINES = 1_500
_LONGEST_HEADLINE = 22
_LONGEST_TWO_PART_HEADLINE = 16
_LONGEST_HEADLINE_OVER_BYLINE = 35
_LONGEST_KICKER = 2
# "Opinion", "Guest column".
_LONGEST_KIND = 2
_SHORTEST_REPEATED_HEADLINE = 4
_LONGEST_LABEL = 9
_LONGEST_LISTED = 16
_LONGEST_CRUMB = 4
_CONTENT = 5
_MOST_CRUMBS = 3
_LONGEST_STANDFIRST = 60
# With less than this left, while more was cut than kept, the rules have not understood the text.
_LEAST_BODY = 25
_MOST_CAPTION_SENTENCES = 2

_LONGEST_NAME = 5
_OWNED = re.compile(r"(?:©|\(c\)|copyright)", re.IGNORECASE)
_YEARS = re.compile(r"(?:19|20)\d\d(?:\s?[-–]\s?(?:19|20)?\d\d)?")
_LONGEST_OWNER = 60
# Figures, teams, ingredients: a list that belongs to the article, unlike a menu.
_LISTED = re.compile(r"^[•*–-]|\w:\s?\S|^\d+[.)]|:$")
# Headlines end in question marks, and now and then in quotation marks, but not so.
_ENDS_SENTENCE = re.compile(r"[.。;:,；：，][\"”’»)\]]*$")
_NO_WORD = re.compile(r"\W+")
# What stands between a standfirst and the body.
_UNDER_STANDFIRST = frozenset({DropReason.BYLINE, DropReason.CAPTION, DropReason.CREDIT, DropReason.DATE})
# Where the date of an article is printed; that of a caption is the picture's.
_MAY_BE_DATED = frozenset(
    {DropReason.BYLINE, DropReason.DATE, DropReason.MAIL, DropReason.NAVIGATION, DropReason.UNLIKELY}
)
# Furniture beyond doubt, even where little else is.
_PLAIN = frozenset(
    {
        DropReason.ADVERTISEMENT,
        DropReason.BYLINE,
        DropReason.COOKIES,
        DropReason.COPYRIGHT,
        DropReason.DATE,
        DropReason.HEADLINE,
        DropReason.MAIL,
        DropReason.SHARE,
    }
)


@dataclass(slots=True)
class Outline:
    """What the paragraphs of a text are.

    Attributes:
        paragraphs: All of them, in order; the subject of a mail stands apart from the word that announces it.
        reasons: For each why it is dropped; None for the headline, the standfirst and the body.
        headline: Number of the paragraph that is the headline; None if there is none among them.
        has_standfirst: Whether the first paragraph kept sums the article up rather than beginning it.
        kind: News unless a label says otherwise.
        authors: Names from the by-line.
        published: From the date line; aware.
        owner: The outlet that a copyright line names.
        is_truncated: Whether a line says that there is more behind it.
    """

    paragraphs: Sequence[Paragraph]
    reasons: list[DropReason | None]
    headline: int | None = None
    has_standfirst: bool = False
    kind: Kind = Kind.NEWS
    authors: list[str] = field(default_factory=list)
    published: datetime | None = None
    owner: str = ""
    is_truncated: bool = False

    def kept(self) -> list[int]:
        """Numbers of the paragraphs that are standfirst or body."""
        return [i for i, reason in enumerate(self.reasons) if reason is None and i != self.headline]

    def words(self, indexes: Iterable[int]) -> int:
        """How many words some of the paragraphs have."""
        return sum(count_words(self.paragraphs[i].text) for i in indexes)


def outline(paragraphs: Sequence[Paragraph], title: str = "") -> Outline:
    """Tell what each paragraph is.

    Args:
        paragraphs: A text's, in order.
        title: The headline, if it is known; else it is looked for.
    """
    return _Reader(paragraphs).read(title)


def likely_headline(
    lines: Sequence[str], furniture: Sequence[DropReason | None], stops: Sequence[DropReason | None]
) -> int | None:
    """Number of the line that looks like the headline: the first that is no furniture, if it is no sentence."""
    first = lines[:_HEADLINE_WITHIN]
    open_ = (i for i in range(len(first)) if furniture[i] is None and stops[i] is None)
    index = next(open_, None)
    if index is None or len(first) == index + 1:
        return None
    # "Elections" stands above a headline; under one stands who wrote it, whatever the headline looks like.
    below = next((later for later in range(index + 1, len(first)) if furniture[later] is None), None)
    if below and count_words(first[index]) <= _LONGEST_KICKER and _is_over_byline(first, furniture, below):
        index = below
    if not _is_headline(first[index]) and not _is_over_byline(first, furniture, index):
        return None
    # The title of a page comes first and carries the outlet's name: "Headline | Outlet", then "Headline" again.
    again = (
        later
        for later in range(index + 1, len(first))
        if count_words(first[later]) >= _SHORTEST_REPEATED_HEADLINE and first[index].startswith(first[later])
    )
    return next(again, index)


def _is_over_byline(lines: Sequence[str], furniture: Sequence[DropReason | None], index: int) -> bool:
    """Whether a line of a headline's length stands right above a by-line."""
    is_over = index + 1 < len(lines) and furniture[index + 1] is DropReason.BYLINE
    return is_over and count_words(lines[index]) <= _LONGEST_HEADLINE_OVER_BYLINE


def folded(line: str) -> str:
    """A line as it is compared: words only, in one case."""
    return _NO_WORD.sub(" ", line).strip().casefold()


class _Reader:
    """Goes through the paragraphs once, from the headline down."""

    def __init__(self, paragraphs: Sequence[Paragraph]) -> None:
        self.mail = part_mail_head(paragraphs)
        self.lines = [paragraph.text for paragraph in self.mail.paragraphs]
        self.furniture = [
            DropReason.MAIL if index < self.mail.length else furniture_reason(line)
            for index, line in enumerate(self.lines)
        ]
        self.stops = [stop_reason(line) for line in self.lines]
        self.result = Outline(self.mail.paragraphs, [None] * len(self.lines))
        self.prose = 0
        self.body: Sequence[int] = ()
        self.doubted: set[int] = set()
        self.in_verse = False

    def read(self, title: str) -> Outline:
        self._find_headline(title)
        self._label()
        self._take_back()
        self.result.has_standfirst = self._has_standfirst()
        return self.result

    def _find_body(self, headline: int | None) -> None:
        """Find the lines that look most like an article under a headline."""
        if len(self.lines) > _MOST_LINES:
            self.body = [index for index, reason in enumerate(self.furniture) if reason is None and index != headline]
        else:
            self.body = find_body(LineFeatures(self.lines, self.furniture, self.stops, headline))

    def _find_headline(self, title: str) -> None:
        """Find the headline, and drop what stands above it."""
        index = _matching(self.lines[:_HEADLINE_WITHIN], title) if title else self.mail.subject
        if index is None and not title:
            index = likely_headline(self.lines, self.furniture, self.stops)
            self._find_body(index)
            above = self._headline_above()
            if above is not None and (index is None or not self._is_near(index)):
                index = above
                self._find_body(index)
        else:
            self._find_body(index)
        self.result.headline = index
        for above in range(index or 0):
            if self.furniture[above] is DropReason.MAIL:
                self._note(self.lines[above], DropReason.MAIL)
            if _is_opinion_label(self.lines[above]):
                self.result.kind = Kind.OPINION
            self.result.reasons[above] = self.furniture[above] or DropReason.NAVIGATION

    def _is_near(self, headline: int) -> bool:
        """Whether the body begins soon below a headline."""
        return not self.body or headline < self.body[0] <= headline + _HEADLINE_WITHIN

    def _headline_above(self) -> int | None:
        """Number of the line above the body that looks most like its headline, if another one than the first does."""
        start = self.body[0] if self.body else 0
        above = range(max(0, start - _HEADLINE_WITHIN), min(start + 1, len(self.lines) - 1))
        titles = [
            i for i in above if self.furniture[i] is None and self.stops[i] is None and _is_headline(self.lines[i])
        ]
        words = {i: _content(self.lines[i]) for i in titles}
        told = frozenset().union(*(_content(self.lines[i]) for i in self.body))
        return max(titles, key=lambda i: (len(words[i] & told), i), default=None)

    def _label(self) -> None:
        """Say of each paragraph under the headline why it is dropped, if it is."""
        result = self.result
        headline = "" if result.headline is None else folded(self.lines[result.headline])
        body = frozenset(self.body)
        listing: DropReason | None = None
        last: DropReason | None = None
        for index in range(0 if result.headline is None else result.headline + 1, len(self.lines)):
            line = self.lines[index]
            is_again = bool(headline) and folded(line) == headline
            reason = DropReason.HEADLINE if is_again else self.stops[index] or self._reason(index, listing)
            if reason is None and index not in body:
                reason = note_reason(line) or last or DropReason.UNLIKELY
                self.doubted.add(index)
            if reason:
                result.reasons[index] = reason
                result.is_truncated |= is_truncation(line)
                self._note(line, reason)
            last = self.stops[index] or (last if reason else None)
            goes_on = _is_list_heading(line, reason) or (listing and reason is listing)
            listing = reason if self.prose and goes_on else None
            self.prose += reason is None and is_full_sentence(line) and count_words(line) >= PROSE
        self._drop_trailing_notes()
        self._drop_trailing_labels()

    def _reason(self, index: int, listing: DropReason | None) -> DropReason | None:
        line = self.lines[index]
        if self.result.headline is not None and self.prose <= 1 and _is_opinion_label(line):
            self.result.kind = Kind.OPINION
            return DropReason.NAVIGATION
        if reason := self.furniture[index]:
            return reason
        if is_date_line(line):
            return DropReason.DATE
        if listing and count_words(line) <= _LONGEST_LISTED and line[-1] not in ".。":
            return listing
        if self._is_caption(index):
            return DropReason.CAPTION
        if self._in_head(index) and not is_full_sentence(line):
            if _is_name(line):
                return DropReason.BYLINE
            # "Dear Minister," and the first line of a poem end so; what follows them is no label either.
            self.in_verse |= line[-1] in ",，"
            if not self.prose and count_words(line) <= _LONGEST_LABEL and not self.in_verse:
                return DropReason.NAVIGATION
        return None

    def _in_head(self, index: int) -> bool:
        """Whether a paragraph stands between headline and body."""
        if self.result.headline is None:
            return False
        # A standfirst of two sentences looks like the beginning of the body; what follows tells.
        return not self.prose or (self.prose == 1 and self._is_head_line(index + 1))

    def _is_head_line(self, index: int) -> bool:
        if index >= len(self.lines):
            return False
        line = self.lines[index]
        is_label = self.furniture[index] is DropReason.BYLINE or _is_opinion_label(line)
        return bool(is_label) or is_date_line(line)

    def _is_caption(self, index: int) -> bool:
        at_credit = DropReason.CREDIT in self.furniture[max(0, index - 1) : index + 2]
        line = self.lines[index]
        if not at_credit and self.prose > 1:
            return False
        return is_caption(line, at_credit=at_credit) and len(split_sentences(line)) <= _MOST_CAPTION_SENTENCES

    def _note(self, line: str, reason: DropReason) -> None:
        """Take from a dropped line what it says about the article."""
        result, in_head = self.result, self.prose <= 1
        if reason is DropReason.BYLINE and in_head and not result.authors:
            result.authors.extend(name for name in names_in(line) if is_name_shaped(name))
        if reason is DropReason.COPYRIGHT and not result.owner:
            result.owner = _owner(line)
        if in_head and reason in _MAY_BE_DATED and result.published is None:
            result.published = find_date(line)

    def _drop_trailing_notes(self) -> None:
        """Drop what is said of the article and its authors behind it."""
        for index in reversed(self.result.kept()):
            reason = note_reason(self.lines[index])
            if reason is None and is_full_sentence(self.lines[index]):
                return
            if reason:
                self.result.reasons[index] = reason

    def _drop_trailing_labels(self) -> None:
        """Drop a few words behind the last sentence: menus that no rule knows. A list has more of them, or says what is in it."""
        kept = self.result.kept()
        last = next((i for i in reversed(kept) if is_full_sentence(self.lines[i])), None)
        trailing = [i for i in kept if last is not None and i > last]
        is_menu = all(
            count_words(self.lines[i]) <= _LONGEST_CRUMB and not _LISTED.search(self.lines[i]) for i in trailing
        )
        if is_menu and len(trailing) <= _MOST_CRUMBS:
            for index in trailing:
                self.result.reasons[index] = DropReason.NAVIGATION

    def _take_back(self) -> None:
        """Keep what only looks like something else, and then everything but the plainest furniture, if next to nothing is left."""
        reasons = self.result.reasons
        for some in (self.doubted, range(len(reasons))):
            doubtful = [i for i in some if reasons[i] and reasons[i] not in _PLAIN]
            kept = self.result.words(self.result.kept())
            is_stub = self.result.is_truncated and kept
            if kept < _LEAST_BODY and not is_stub and self.result.words(doubtful) > kept:
                for index in doubtful:
                    reasons[index] = None

    def _has_standfirst(self) -> bool:
        """Whether furniture parts the first paragraph from the rest: by-line and picture stand under a standfirst."""
        kept, headline = self.result.kept(), self.result.headline
        if headline is None or len(kept) <= 1:
            return False
        parted = _UNDER_STANDFIRST.intersection(self.result.reasons[kept[0] + 1 : kept[1]])
        above = self.result.reasons[headline + 1 : kept[0]]
        is_short = count_words(self.lines[kept[0]]) <= _LONGEST_STANDFIRST
        return bool(parted) and DropReason.BYLINE not in above and is_short


def _matching(first: Sequence[str], title: str) -> int | None:
    wanted = folded(title)
    return next((i for i, line in enumerate(first) if folded(line) == wanted), None)


def _content(line: str) -> frozenset[str]:
    """The longer words of a line, in one case."""
    return frozenset(word.casefold() for word in split_words(line) if len(word) >= _CONTENT)


def _is_headline(line: str) -> bool:
    most = _LONGEST_HEADLINE if len(split_sentences(line)) == 1 else _LONGEST_TWO_PART_HEADLINE
    return count_words(line) <= most and not _ENDS_SENTENCE.search(line)


def _is_list_heading(line: str, reason: DropReason | None) -> bool:
    """Whether the lines that follow belong to this one: "Related stories", but not "Read more: Five floods"."""
    return reason is DropReason.RELATED and ":" not in line[:-1] and count_words(line) <= _LONGEST_LABEL


def _is_name(line: str) -> bool:
    """Whether a line is somebody's name and nothing else."""
    words = line.split()
    if not 1 < len(words) <= _LONGEST_NAME or line.isupper():
        return False
    return is_name_shaped(line) and all(word[-1] not in ":," for word in words)


def _owner(line: str) -> str:
    """The outlet that a copyright line names: "© 2026 The Dorn Mail. All rights reserved."."""
    parts = _OWNED.split(line, maxsplit=1)
    if len(parts) == 1:
        return ""
    owner = re.split(r"[.,;|©]", _YEARS.sub("", parts[1]).strip(" .,–—-"))[0].strip()
    # "© R. Vane/Courier" is a photographer and his agency.
    is_credit = len(owner) == 1 or "/" in line
    return owner if len(owner) <= _LONGEST_OWNER and owner[:1].isalpha() and not is_credit else ""


def _is_opinion_label(line: str) -> bool:
    """Whether a line is a label that calls what stands under it an opinion."""
    return count_words(line) <= _LONGEST_KIND and kind_called(line) is Kind.OPINION

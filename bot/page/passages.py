"""Where something that is shown stands in its article: the paragraphs around it, verbatim."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, time

from bot.page.elements import Html, element, joined, link
from bot.story_blocks import link_to
from digest import Article, Citation, Quote, Span

__all__ = ["Passage", "day", "of_article", "outlet_link", "passage_figure"]

# So much is shown before what is marked and as much behind it, in characters: a longer paragraph is a whole article without any.
_MOST_CONTEXT = 900
# Where it is cut, it is between words, if there are spaces.
_LONGEST_WORD = 40
# Paragraphs that say less than this beside what is marked tell nothing of where it stands, so those around them are shown too.
_LEAST_CONTEXT = 80
_CUT = element("span", "[…]", class_="cut")


@dataclass(frozen=True, slots=True)
class Passage:
    """Slices of an article to be shown where they stand.

    Attributes:
        article: The article.
        spans: The slices, in order.
        speaker: The words beside them that name who speaks; None if none do.
    """

    article: Article
    spans: tuple[Span, ...]
    speaker: Span | None = None

    @classmethod
    def of(cls, cited: Citation | Quote) -> Passage:
        """Where a sentence or a quotation stands."""
        if isinstance(cited, Quote):
            return cls(cited.article, cited.spans, cited.speaker.mention)
        return cls(cited.article, (cited.span,))


def passage_figure(passage: Passage) -> Html:
    """The paragraphs of a passage with its slices marked, and which article they are of."""
    article = passage.article
    title = element("cite", article.title.of(article.text), **of_article(article)) if article.title else None
    said_of = (outlet_link(article), title, day(article.published) if article.published else None)
    return element(
        "figure",
        element("blockquote", *_paragraphs(passage), **of_article(article)),
        element("figcaption", joined((one for one in said_of if one), " · ")),
        class_="passage",
        dir="ltr",
    )


def of_article(article: Article) -> dict[str, str]:
    """The attributes of an element that holds text of an article; a language that isn't known is not taken for the page's."""
    return {"lang": article.language, "dir": "auto"}


def outlet_link(article: Article) -> Html:
    """An article by the name of its outlet."""
    to = link_to(article)
    return link(to.url, element("bdi", to.text))


def day(moment: datetime, words: str = "") -> Html:
    """A day, for people and for programs; they are told the time as well, if it is known."""
    is_day = moment.timetz() == time(tzinfo=UTC)
    written = moment.date().isoformat() if is_day else moment.isoformat(timespec="seconds")
    return element("time", words or f"{moment.day} {moment:%b %Y}", datetime=written)


def _paragraphs(passage: Passage) -> Iterator[Html]:
    text = passage.article.text
    marks = _marks(passage)
    first, last = marks[0][0].start, max(span.end for span, _ in marks)
    whole = _around(passage.article, first, last)
    start, end = _from(text, whole[0].start, first), _until(text, last, whole[-1].end)
    for paragraph in whole:
        shown = Span(max(paragraph.start, start), min(paragraph.end, end))
        before = (_CUT, " ") if shown.start > paragraph.start else ()
        after = (" ", _CUT) if shown.end < paragraph.end else ()
        yield element("p", *before, *_marked(text, shown, marks), *after)


def _marks(passage: Passage) -> list[tuple[Span, str]]:
    """What is marked and by which element, in order."""
    speaker = passage.speaker
    marks = [(span, "mark") for span in passage.spans]
    return sorted([*marks, (speaker, "b")] if speaker else marks)


def _around(article: Article, first: int, last: int) -> Sequence[Span]:
    """The paragraphs from one character to another, and one more on each side if there is little else in them."""
    known = article.paragraphs
    at = [number for number, one in enumerate(known) if one.start < last and first < one.end]
    if not at:  # A headline.
        return [Span(first, last)]
    more = 1 if known[at[-1]].end - known[at[0]].start - (last - first) < _LEAST_CONTEXT else 0
    return known[max(0, at[0] - more) : at[-1] + 1 + more]


def _from(text: str, start: int, first: int) -> int:
    """Where to begin before what is marked: with a word, if not at the start."""
    at = first - _MOST_CONTEXT
    return start if at <= start else text.find(" ", at, at + _LONGEST_WORD) + 1 or at


def _until(text: str, last: int, end: int) -> int:
    """Where to end behind it likewise."""
    at = last + _MOST_CONTEXT
    if at >= end:
        return end
    space = text.rfind(" ", at - _LONGEST_WORD, at)
    return at if space < 0 else space


def _marked(text: str, shown: Span, marks: Sequence[tuple[Span, str]]) -> Iterator[Html | str]:
    """A part of a text with what is marked in it."""
    at = shown.start
    for span, name in marks:
        start, end = max(span.start, at), min(span.end, shown.end)
        if start < end:
            yield text[at:start]
            yield element(name, text[start:end])
            at = end
    yield text[at : shown.end]

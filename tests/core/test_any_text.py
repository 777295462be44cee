"""Whatever the text: nothing raises, and everything that is shown is in it."""

from datetime import UTC, datetime
from itertools import pairwise

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from digest import (
    Analyst,
    Article,
    Length,
    NoArticleText,
    analyse,
    find_quotes,
    make_digest,
    methods,
    read_analysis,
    read_article,
    sentences_of,
    write_analysis,
)

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)

# Text that looks like news to the rules: their words and marks, thrown together.
PIECES = st.sampled_from(
    [
        "“", "”", "‘", "’", '"', "'", "«", "»", "„", "「", "」", ".", ",", "?", "!", "…", ":", ";", "—", "(", ")", " ", " ", " ", "\n", "\n\n",
        "Theo Abernathy", "Mr. Mare", "he", "she", "said", "told the Courier", "the mayor", "according to", "who", "a man who asked",
        "Dorn", "U.S.", "Sept. 28", "No. 4", "We are fond of it", "the weir goes", "It was built in 1874", "Dear reader", "By Ann Gray",
        "Subscribe to continue", "Read more: weir", "Photo: X", "2026-11-17", "© Mail 2026", "は言った。", "\u200b", "\u202e", "\x00", "\t", "🛶",
    ]
)  # fmt: skip
NEWS = st.lists(PIECES, max_size=60).map(" ".join)
TEXTS = st.one_of(st.text(max_size=400), NEWS)


def article(text: str, title: str = "") -> Article | None:
    try:
        return read_article(text, title=title)
    except NoArticleText:
        return None


def raw_words(text: str) -> str:
    """A text without white space and without what reading leaves out as invisible."""
    return "".join(character for character in text if not character.isspace() and character.isprintable())


@given(TEXTS, st.text(max_size=60))
@example("“" * 50, "")
@example("a.\n" * 50, "")
def test_an_article_is_made_of_its_text(text: str, title: str) -> None:
    read = article(text, title)
    if read is None:
        return
    assert all(paragraph.of(read.text).strip() for paragraph in read.paragraphs)
    for paragraph in read.body:
        places = read.raw_span(paragraph)
        assert raw_words("".join(place.of(text) for place in places)) == raw_words(paragraph.of(read.text))
    spans = [*(span for span in [read.title, read.standfirst] if span), *read.body]
    assert "\n\n".join(span.of(read.text) for span in spans) == read.text
    assert all(cut.span.of(text).strip() for cut in read.dropped)


@given(TEXTS)
def test_every_quotation_is_a_slice_in_order_and_apart(text: str) -> None:
    read = article(text)
    if read is None:
        return
    spans = [span for quote in find_quotes(read) for span in quote.spans]
    assert all(before.end <= after.start for before, after in pairwise(spans))
    for quote in find_quotes(read):
        assert all(part and part in read.text for part in quote.texts)
        assert quote.speaker.name in read.text
        assert quote.speaker.role in read.text
        assert not quote.speaker.mention or quote.speaker.mention.of(read.text)
        assert 0 <= quote.speaker.confidence <= 1


@given(TEXTS, st.text(max_size=60))
def test_what_is_kept_of_an_article_says_the_same(text: str, title: str) -> None:
    read = article(text, title)
    if read is None:
        return
    analysis = analyse(read)
    assert read_analysis(write_analysis(analysis)) == analysis
    analyst = Analyst({read.revision: analysis})
    assert (analyst.sentences_of(read), analyst.quotes_of(read)) == (sentences_of(read), find_quotes(read))


@given(st.lists(TEXTS, max_size=4), st.sampled_from(Length), st.sampled_from(methods()))
def test_all_that_a_digest_shows_is_a_slice_of_its_article(texts: list[str], length: Length, method: str) -> None:
    articles = [read for text in texts if (read := article(text))]
    digest = make_digest(articles, now=NOW, length=length, method=method)
    assert sum(len(story.articles) for story in digest.stories) + len(digest.skipped) == len(articles)
    for story in digest.stories:
        shown = [story.headline, *(point.citation for point in story.summary)]
        assert all(one.text and one.article in story.articles and one.text in one.article.text for one in shown)
        quoted = [(said.quote.article, text) for said in story.quotes for text in said.quote.texts]
        assert all(article in story.articles and text and text in article.text for article, text in quoted)
        for point in story.summary:
            # Of one that begins with a place, "DORN – ", that is left out.
            spans = [sentence.span for sentence in sentences_of(point.citation.article)]
            cited = point.citation.span
            assert any(span.start <= cited.start and span.end == cited.end for span in spans)


@pytest.mark.parametrize(
    "text",
    [
        "“" * 100_000,
        "word " * 50_000,
        "Anna Mare " * 10_000,
        "“Yes,” said Anna Mare. " * 3_000,
        "Anna Mare said he said. " * 3_000,
        "a\n" * 20_000,
        "." * 100_000,
        ("Weir to go\n\n" + "By Ann Gray\n\n" * 5_000),
    ],
    ids=lambda text: f"{text[:12]!r}",
)
def test_long_and_monotonous_texts_come_to_an_end(text: str) -> None:
    read = article(text)
    assert read is None or make_digest([read], now=NOW).stories

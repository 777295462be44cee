import pytest

from digest import Citation, Span, read_article
from digest.types import Piece


def test_a_span_is_half_open() -> None:
    assert Span(2, 4).of("abcdef") == "cd"


@pytest.mark.parametrize(("start", "end"), [(3, 3), (4, 3), (-1, 2)])
def test_a_span_is_neither_empty_nor_backwards_nor_before_the_text(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="not a span"):
        Span(start, end)


@pytest.mark.parametrize(
    ("other", "covers", "overlaps"),
    [(Span(2, 6), True, True), (Span(3, 4), True, True), (Span(5, 9), False, True), (Span(6, 9), False, False)],
)
def test_spans_cover_and_overlap(other: Span, *, covers: bool, overlaps: bool) -> None:
    assert Span(2, 6).covers(other) is covers
    assert Span(2, 6).overlaps(other) is overlaps


def test_a_citation_is_a_slice_of_its_article() -> None:
    article = read_article("Headline\n\nThe weir goes. The pond stays.")
    assert Citation(article, Span(10, 24)).text == "The weir goes."


def test_a_citation_cannot_be_made_of_characters_the_article_does_not_have() -> None:
    article = read_article("The weir goes.")
    with pytest.raises(ValueError, match="ends at 14"):
        Citation(article, Span(10, 15))


def test_articles_are_the_same_by_id_and_revision() -> None:
    one = read_article("The weir goes.", url="https://courier.example/weir")
    again = read_article("The weir goes.", url="https://courier.example/weir", language="en")
    changed = read_article("The weir stays.", url="https://courier.example/weir")
    assert one == again
    assert len({one, again, changed}) == 2
    assert (one.id, one.revision != changed.revision) == (changed.id, True)


def test_raw_span_leads_back_over_folded_white_space_and_invisible_characters() -> None:
    raw = "The   weir\tgo\u00ades.  It is\u200b old."
    article = read_article(raw)
    assert article.text == "The weir goes. It is old."
    (place,) = article.raw_span(Span(0, 14))
    assert place.of(raw) == "The   weir\tgo\u00ades."


def test_raw_span_of_two_paragraphs_with_something_cut_between_them_is_two_spans() -> None:
    raw = "Weir goes\n\nThe weir goes for good in May.\n\nAdvertisement\n\nThe pond stays for another year."
    article = read_article(raw)
    whole = Span(article.body[0].start, article.body[-1].end)
    assert [place.of(raw) for place in article.raw_span(whole)] == [
        "The weir goes for good in May.",
        "The pond stays for another year.",
    ]


def test_a_headline_that_came_beside_the_text_stands_nowhere_in_it() -> None:
    article = read_article("The weir goes.", title="Weir to go")
    assert article.title is not None
    assert article.raw_span(article.title) == ()


def test_a_folded_space_alone_stands_nowhere() -> None:
    article = read_article("a  b")
    assert article.pieces == (Piece(0, 0, 1), Piece(2, 3, 1))
    assert article.raw_span(Span(1, 2)) == ()

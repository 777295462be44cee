"""Where something stands in its article."""

import pytest

from bot.page.passages import Passage, passage_figure
from digest import Article, Citation, Span, read_article
from tests.shell.pages import Node, read_page


def figure_of(passage: Passage) -> Node:
    return read_page(passage_figure(passage).markup)


def test_a_passage_that_is_little_more_than_a_sentence_comes_with_what_stands_around_it() -> None:
    text = "Weir\n\nOne thing came first.\n\nThe weir goes for good.\n\nAnother came behind.\n\nThe end came last."
    article = read_article(text)
    sentence = Citation(article, article.paragraphs[1])
    figure = figure_of(Passage.of(sentence))
    assert [one.text for one in figure.all("p")] == [
        "One thing came first.",
        "The weir goes for good.",
        "Another came behind.",
    ]
    assert figure.one("mark").text == "The weir goes for good."


def test_a_headline_is_its_own_passage() -> None:
    article = read_article("Weir\n\nThe weir goes for good.")
    assert article.title
    figure = figure_of(Passage(article, (article.title,)))
    assert [one.text for one in figure.all("p")] == ["Weir"]


@pytest.mark.parametrize("between", [" ", ""], ids=["words", "no spaces"])
def test_of_a_paragraph_without_end_as_much_is_shown_as_anybody_reads(between: str) -> None:
    text = between.join(["word"] * 5_000 + ["HERE"] + ["word"] * 5_000)
    start = text.index("HERE")
    article = Article("a", "r", text, body=(Span(0, len(text)),))
    figure = figure_of(Passage(article, (Span(start, start + 4),)))
    shown = figure.one("p").text
    assert len(shown) < 2_000
    assert figure.one("mark").text == "HERE"
    assert [one.text for one in figure.all("span", "cut")] == ["[…]", "[…]"]
    assert shown.removeprefix("[…] ").removesuffix(" […]") in text
    assert between == "" or set(shown.split()) == {"[…]", "word", "HERE"}


@pytest.mark.parametrize("before", ["word " * 400, "詞" * 2_000], ids=["words", "no spaces"])
def test_of_what_stands_around_a_short_paragraph_the_nearest_is_shown(before: str) -> None:
    article = read_article(f"Weir\n\n{before.strip()}.\n\nThe weir goes.\n\n{before.strip()}.")
    _, sentence, _ = article.paragraphs
    first, own, last = figure_of(Passage(article, (sentence,))).all("p")
    assert own.text == "The weir goes."
    assert first.text.startswith("[…] ")
    assert last.text.endswith(" […]")
    assert all(850 < len(one.text) < 910 for one in (first, last))
    assert all(one.text.strip("[…] ") in article.text for one in (first, last))

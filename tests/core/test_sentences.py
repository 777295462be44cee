from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from digest import read_article, sentences_of
from digest.sentences import split_sentences


def split(text: str, language: str = "en") -> list[str]:
    return [span.of(text) for span in split_sentences(text, language)]


def test_a_line_break_always_ends_a_sentence() -> None:
    assert split("The weir goes\nThe pond stays") == ["The weir goes", "The pond stays"]


def test_nothing_has_no_sentences() -> None:
    assert split(" \n\t\n") == []


def test_a_quotation_left_open_does_not_swallow_the_paragraph() -> None:
    assert split("“Stray. The weir goes. The pond stays.") == ["“Stray.", "The weir goes.", "The pond stays."]


def test_a_quotation_that_goes_on_in_the_next_paragraph_stays_whole() -> None:
    assert split("“I know the wall. The bolts are gone.\n“I’m sorry,” he said. He left.") == [
        "“I know the wall. The bolts are gone.",
        "“I’m sorry,” he said.",
        "He left.",
    ]


def test_the_language_settles_ordinals() -> None:
    text = "Es war am 3. Oktober. Danach nichts."
    assert split(text, "de") == ["Es war am 3. Oktober.", "Danach nichts."]
    assert split(text, "en") == ["Es war am 3.", "Oktober.", "Danach nichts."]


def test_the_sentences_of_an_article_are_those_of_standfirst_and_body_not_of_the_headline() -> None:
    article = read_article("Weir to go\n\nThe wall comes out.\n\nBy Ann Gray\n\nThe weir goes. The pond stays.")
    assert [(s.text, s.paragraph) for s in sentences_of(article)] == [
        ("The wall comes out.", 0),
        ("The weir goes.", 1),
        ("The pond stays.", 1),
    ]


PROSE = st.text(st.sampled_from('Aab .!?…"“”‘’«»()\n,;:。」「1-—\u00a0U.S.Mr'), max_size=200)


@given(st.one_of(st.text(max_size=300), PROSE), st.sampled_from(["", "en", "de", "ja", "el"]))
def test_sentences_are_in_order_apart_and_trimmed_and_hold_all_there_is(text: str, language: str) -> None:
    spans = split_sentences(text, language)
    assert all(a.end <= b.start for a, b in pairwise(spans))
    assert all(span.of(text) == span.of(text).strip() for span in spans)
    rest = "".join(
        text[a:b] for a, b in zip([0, *(s.end for s in spans)], [*(s.start for s in spans), len(text)], strict=True)
    )
    assert not rest.strip()

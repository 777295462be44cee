"""Whatever the question and the articles: nothing raises, and only slices of the articles asked are shown."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import Article, NoArticleText, Source, Thread, answer, index_articles, read_article

PIECES = st.sampled_from(
    [
        "who", "what", "when", "where", "why", "how many", "did", "say", "said", "about", "and", "in", "else", "he", "she", "it", "that", "?", "“", "”", '"',
        "'", "(", ")", "[", "\\", "*", "Theo Abernathy", "Dorn", "weir", "1874", "the Dorn Post", "mud", "2026-11-18", "article", "report", "while",
        "what else", "what about", "Reuters", "😀", "\u202e", "\x00", "weiß", "水", "und", "qué dijo", "more", "NATO", "thirty", "https://x.example",
    ]
)  # fmt: skip
QUESTIONS = st.one_of(st.text(max_size=200), st.lists(PIECES, max_size=14).map(" ".join))
TEXT = """Dorn votes to take out the weir

The council of Dorn voted 7-4 to remove the weir, which was built in 1874. Theo Abernathy said it was time.

“Six jars of mud is not a survey,” said Wilma Drury, who voted against. “It is gone,” she added.
"""


def read(text: str, number: int) -> Article | None:
    try:
        return read_article(text, source=Source("Dorn Post" if number else ""), url=f"https://{number}.example/")
    except NoArticleText:
        return None


@given(
    questions=st.lists(QUESTIONS, min_size=1, max_size=4),
    texts=st.lists(st.one_of(st.just(TEXT), st.text(max_size=300)), max_size=3),
    in_thread=st.booleans(),
)
def test_only_slices_of_the_articles_asked_are_shown(
    *, questions: list[str], texts: list[str], in_thread: bool
) -> None:
    articles = [one for number, text in enumerate(texts) if (one := read(text, number))]
    index = index_articles(articles)
    thread = Thread(articles=tuple(one.id for one in articles[:1])) if in_thread else Thread()
    allowed = set(articles[:1]) if thread.articles else set(articles)
    for question in questions:
        found = answer(question, index, thread)
        assert found.question == question
        assert {one.article for one in (*found.citations, *found.ranking)} <= allowed
        assert all(one.text and one.text in one.article.text for one in (*found.citations, *found.ranking))
        assert bool(found.citations) == (found.band != "dont_say")
        assert 0 <= found.confidence <= 1
        assert all(0 <= count <= found.looked_at.articles for _, count in found.looked_at.mentions)
        thread = found.thread


@pytest.mark.parametrize(
    "question",
    ["", " ", "?", "😀😀", "a" * 10_000, "who said " * 2_000, "“" * 5_000, "(" * 5_000, "\\" * 1_000, "what did " + "x " * 3_000 + "say about y?", "Dorn " * 2_000],
    ids=lambda question: f"{question[:12]!r}",
)  # fmt: skip
def test_a_question_of_any_length_comes_to_an_end(question: str) -> None:
    index = index_articles([one for one in [read(TEXT, 1)] if one])
    found = answer(question, index)
    assert answer("What else?", index, found.thread).question == "What else?"


@pytest.mark.parametrize(
    "question",
    [
        "who is" + " " * 1_980 + "?a",
        "and" + " " * 1_980 + "?a",
        "and  ?",
        "who said “" + " " * 1_980 + "a",
        "what did a" + " say to" * 60 + " on" * 200 + " " * 900 + "b\nc",
        "what did a" + " say to" * 90 + "!" * 1_300 + "?a",
        "was sagte a" + " zu" * 300 + "!" * 1_000 + "a\nb",
        "que dit a" + " de" * 330 + "!" * 980 + "a\nb",
    ],
    ids=lambda question: f"{question[:12]!r}",
)
def test_a_question_of_hardly_any_words_is_read_at_once(question: str) -> None:
    index = index_articles([one for one in [read(TEXT, 1)] if one])
    found = answer("What did Anna Mare say?", index)
    assert answer(question, index, found.thread).question == question


def test_a_thread_of_many_turns_stays_small() -> None:
    index = index_articles([one for one in [read(TEXT, 1)] if one])
    thread = Thread()
    for number in range(80):
        thread = answer(f"What did Wilma Drury say about mud in {number}?", index, thread).thread
    assert len(thread.turns) <= 12
    assert len(thread.shown) <= 60

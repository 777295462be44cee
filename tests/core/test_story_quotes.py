from datetime import UTC, datetime

from digest import Article, Source, StoryQuote, read_article
from digest.story_quotes import quotes_of_story
from digest.types import Span

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


def article(outlet: str, text: str) -> Article:
    return read_article(
        text, title=f"{outlet} on the ferry", url=f"https://{outlet.lower()}.example/1", source=Source(outlet)
    )


POST = article(
    "Post",
    "“Nobody was ever in danger on the Hale ferry,” said Henrike Salter, the harbour master.\n\n"
    "“The wind was kind to us and the sea was flat,” said Ann Gray.\n\n“We sang for five hours in the dark,” said Theo Beck.",
)
COURIER = article(
    "Courier",
    "“The wind was kind and the sea was flat, thank God,” said Ann Gray, who was on board.\n\n"
    "“I heard a groan from under the floor of the boat,” said Desmond Quill.",
)
RADIO = article(
    "Radio",
    "Salter spoke at noon. “Nobody was ever in danger on the Hale ferry, and nobody is now,” said Henrike Salter.",
)


def said(*articles: Article, count: int = 9) -> list[tuple[str, str]]:
    return [(one.quote.speaker.name, one.quote.article.source.outlet) for one in quotes_of_story(articles, (), count)]


def test_what_several_outlets_carry_comes_first_then_the_first_outlet_then_new_speakers() -> None:
    assert said(POST, COURIER, RADIO) == [
        ("Henrike Salter", "Post"),
        ("Ann Gray", "Post"),
        ("Theo Beck", "Post"),
        ("Desmond Quill", "Courier"),
    ]
    assert len(said(POST, COURIER, count=1)) == 1
    assert said(POST, COURIER, count=0) == []


def test_the_same_words_are_one_quotation_and_other_words_are_kept_beside_it() -> None:
    salter, gray, *_ = quotes_of_story((POST, COURIER, RADIO), (), 9)
    assert [quote.article.source.outlet for quote in salter.also] == ["Radio"]
    assert salter.variants == ()
    assert [quote.texts for quote in gray.variants] == [("The wind was kind and the sea was flat, thank God,",)]
    assert gray.also == ()


def test_words_given_to_two_people_are_nobodys() -> None:
    other = article("Mail", "“We sang for five hours in the dark,” said Carla Dunn.")
    assert "Theo Beck" not in [name for name, _ in said(POST, other)]
    assert "Carla Dunn" not in [name for name, _ in said(POST, other)]


def test_what_the_summary_has_is_not_quoted_again_from_another_outlet() -> None:
    start = COURIER.text.index("“The wind")
    shown = ((COURIER, Span(start, start + 50)),)
    assert "Ann Gray" not in [one.quote.speaker.name for one in quotes_of_story((POST, COURIER), shown, 9)]


def two(one: str, other: str) -> list[StoryQuote]:
    return list(quotes_of_story((article("Post", one), article("Courier", other)), (), 9))


def test_words_that_only_look_alike_are_two_quotations() -> None:
    for one, other in [
        (
            "“I am going to resign from the council today,” said Ann Gray.",
            "“I am not going to resign from the council today,” said Ann Gray.",
        ),
        (
            "“We have to do it for them and for all,” said Ann Gray.",
            "“What we heard from them is that they have nothing, and it is up to us to do something for all who live in the valley,” said Theo Beck.",
        ),
        (
            "“We will close the school in Hale,” said Ann Gray.",
            "“Nobody in this council or in this town has ever, in all of these years, said that we will close the school in Hale,” said Ann Gray.",
        ),
    ]:
        assert all(not said.also and not said.variants for said in two(one, other))


def test_a_description_or_another_spelling_is_no_other_person() -> None:
    words = "“The wind was kind to us and the sea was flat,” said"
    for one, other in [
        ("Robert Gray Jr.", "Robert Gray"),
        ("Zelensky", "Zelenskyy"),
        ("the harbour master", "Henrike Salter"),
    ]:
        found = two(f"{words} {one}.", f"{words} {other}.")
        assert [len(said.also) for said in found] == [1]
    for one, other in [("Donald Trench", "Eric Trench"), ("John Salter", "Jane Salter")]:
        assert two(f"{words} {one}.", f"{words} {other}.") == []


def test_what_readers_know_is_not_quoted_again() -> None:
    again = article("Herald", "“Nobody was ever in danger on the Hale ferry,” said Henrike Salter again on Monday.")
    assert quotes_of_story((again,), (), 9, known=(POST,)) == ()


def test_another_wording_is_shown_once_and_not_at_any_length() -> None:
    long_one = f"“The wind was kind to us and the sea was flat, {'and so on ' * 30}” said Ann Gray."
    same = "“The wind was kind to us and the sea was so flat,” said Ann Gray."
    articles = [
        article("Post", "“The wind was kind to us and the sea was flat,” said Ann Gray."),
        article("A", same),
        article("B", same),
    ]
    (said,) = quotes_of_story([*articles, article("C", long_one)], (), 1)
    assert len(said.variants) == 1

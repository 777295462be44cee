from datetime import UTC, datetime

from digest import Article, Source, read_article
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

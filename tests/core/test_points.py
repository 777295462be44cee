from dataclasses import replace
from datetime import UTC, datetime

import pytest

from digest import Article, Source, read_article
from digest.figures import agree, find_figures, same_count
from digest.points import tell

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


def article(outlet: str, title: str, text: str) -> Article:
    return read_article(
        text, title=title, url=f"https://{outlet.lower()}.example/1", source=Source(outlet), language="en"
    )


POST = article(
    "Post",
    "Dorn marches against the weir",
    "About 100,000 people marched through Dorn on Sunday against the plan to remove the Kessel weir.\n\n"
    "The bakery by the bridge sold eleven hundred of its famous poppy seed buns before noon, more than in a whole summer week.",
)
COURIER = article(
    "Courier",
    "Thousands march for the Kessel weir",
    "Some 98,000 people marched through Dorn on Sunday to keep the Kessel weir where it is.\n\n"
    "The council votes on the plan on Wednesday evening.\n\n“That is all I know.” He said nothing more about it that day.",
)


def told(*articles: Article, max_sentences: int = 3, max_words: int = 90) -> list[tuple[str, str]]:
    return [
        (one.citation.article.source.outlet, one.citation.text)
        for one in tell(articles, max_sentences=max_sentences, max_words=max_words)
    ]


def test_a_story_is_told_in_sentences_of_several_outlets_the_shared_one_once() -> None:
    assert told(POST, COURIER) == [
        ("Post", "About 100,000 people marched through Dorn on Sunday against the plan to remove the Kessel weir."),
        ("Courier", "The council votes on the plan on Wednesday evening."),
        (
            "Post",
            "The bakery by the bridge sold eleven hundred of its famous poppy seed buns before noon, more than in a whole summer week.",
        ),
    ]


LONG = " ".join(f"The river board has no opinion on stone number {number} of the old wall yet." for number in range(12))


def test_who_else_reports_it_is_known_and_what_only_one_has() -> None:
    herald = article("Herald", "Dorn marches", f"{POST.text}\n\nA vote follows on Wednesday evening.")
    long_one = article("Courier", "Thousands march for the Kessel weir", f"{COURIER.text}\n\n{LONG}")
    points = {point.citation.text.split()[1]: point for point in tell((POST, herald))}
    assert [citation.article for citation in points["100,000"].also] == [herald]
    alone = {point.citation.text.split()[1]: point.is_alone for point in tell((POST, long_one), max_sentences=9)}
    assert alone["bakery"]
    assert not alone["100,000"]
    # Of an excerpt, or of a text that is not much longer, nobody knows what it leaves out.
    for short in (COURIER, replace(long_one, excerpt_only=True)):
        assert not any(point.is_alone for point in tell((POST, short), max_sentences=9))


def test_numbers_that_differ_stand_side_by_side_as_they_are_printed() -> None:
    march, *_ = tell((POST, COURIER))
    (difference,) = march.differences
    assert difference.own.text == "About 100,000 people marched through Dorn on Sunday"
    assert difference.other.text == "Some 98,000 people marched through Dorn on Sunday"
    assert difference.other.article == COURIER
    # Who has another number does not report the same.
    assert march.also == ()


def test_who_says_the_contrary_does_not_say_it_too() -> None:
    will = "The supreme court of Dorn will hear the appeal of the mayor against the removal of the Kessel weir."
    one, other = article("Post", "Court", will), article("Courier", "Court", will.replace("will hear", "will not hear"))
    assert all(point.also == () for point in tell((one, other), max_sentences=9))


def test_what_an_outlet_gives_too_is_no_difference() -> None:
    both = article(
        "Mail", "March", f"{COURIER.text}\n\nThe organisers spoke of 100,000 people who marched through Dorn."
    )
    march, *_ = tell((POST, both))
    assert march.differences == ()


def test_one_outlet_alone_is_told_without_marks() -> None:
    (first, *_) = tell((POST,))
    assert (first.also, first.is_alone, first.differences) == ((), False, ())


def test_a_sentence_that_leans_on_one_that_is_not_told_stays_out() -> None:
    assert "He said nothing more about it that day." not in [text for _, text in told(POST, COURIER, max_sentences=9)]


def test_a_story_keeps_to_its_words() -> None:
    assert sum(len(text.split()) for _, text in told(POST, COURIER, max_words=20)) <= 20
    assert len(told(POST, COURIER, max_sentences=1)) == 1


def test_of_a_story_that_is_known_only_what_is_new_is_told() -> None:
    later = article(
        "Herald",
        "Kessel weir stays",
        "About 100,000 people marched through Dorn on Sunday against the plan to remove the Kessel weir.\n\n"
        "The council withdrew its plan on Monday night by eight votes to three.",
    )
    assert [one.citation.text for one in tell((later,), known=(POST,))] == [
        "The council withdrew its plan on Monday night by eight votes to three."
    ]
    assert tell((POST,), known=(POST, COURIER)) == ()


@pytest.mark.parametrize("method", ["lexrank", "kl", "lead"])
def test_every_method_tells_a_story(method: str) -> None:
    assert {one.citation.article for one in tell((POST, COURIER), method=method)} <= {POST, COURIER}
    assert tell((POST, COURIER), method=method)


# Numbers and what they count.


@pytest.mark.parametrize(
    ("text", "language", "figures"),
    [
        ("About 100,000 people marched.", "en", [("About 100,000", 100_000)]),
        ("At least twelve people died in the fire.", "en", [("At least twelve", 12)]),
        ("It costs $1.2 million or 5 percent more.", "en", [("$1.2 million", 1_200_000), ("5 percent", 5)]),
        (
            "Rund 98.000 Menschen und 1,5 Millionen Euro.",
            "de",
            [("Rund 98.000", 98_000), ("1,5 Millionen", 1_500_000)],
        ),
        ("Environ 12 000 manifestants ont défilé.", "fr", [("Environ 12 000", 12_000)]),
        ("Около 100 000 человек вышли на улицы.", "ru", [("Около 100 000", 100_000)]),
        ("They met on 3 May 2024 at 10 pm, aged 45, on page 12.", "en", []),
        ("A 45-year-old won 3-2 in 1874 at No. 4 quay.", "en", []),
        ("Twenty-two people and a hundred and five people and sixty two people, one in five people.", "en", []),
        ("soixante-dix personnes, vingt-deux personnes", "fr", []),
        ("двадцать пять человек, treinta y cinco personas", "ru", []),
        ("With sıx people on board and ſix more people, −5 percent, 5 m people", "en", []),
        ("Two thousand three hundred people, two dozen people, between 10 and 15 people, 3 in 10 people", "en", []),
        (f"Some {'9' * 400} people marched.", "en", []),
        ("1,234 Millionen Euro", "de", []),
        ("It cost 4.8125 percent of A$18 million.", "en", [("4.8125 percent", 4.8125), ("A$18 million", 18_000_000)]),
        ("", "en", []),
    ],
)
def test_a_number_is_read_with_what_it_counts(text: str, language: str, figures: list[tuple[str, float]]) -> None:
    found = find_figures(text, language)
    read = [(one.span.of(text), one.value) for one in found]
    assert read == figures


def test_a_number_and_its_rounding_agree_and_other_things_are_not_compared() -> None:
    (exact,) = find_figures("The repair costs $1.24 million in all.", "en")
    (rounded,) = find_figures("The repair costs $1.2 million in all.", "en")
    (more,) = find_figures("The repair costs $1.5 million in all.", "en")
    (jobs,) = find_figures("The repair brings 1,500 jobs to the town.", "en")
    assert agree(exact, rounded)
    assert not agree(exact, more)
    assert same_count(exact, more, 0.0)
    assert not same_count(exact, jobs, 1.0)


@pytest.mark.parametrize(
    ("one", "other", "is_same"),
    [
        ("$1.25 billion", "$1.3 billion", True),
        ("12.5 percent", "13 percent", True),
        ("nearly $500 billion", "$484 billion", True),
        ("more than 600 points", "640 points", True),
        ("about 100,000 people", "98,000 people", False),
        ("at least 12 people", "22 people", False),
        ("two people", "three people", False),
    ],
)
def test_what_a_hedge_covers_is_no_other_number(one: str, other: str, *, is_same: bool) -> None:
    (first,), (second,) = find_figures(one, "en"), find_figures(other, "en")
    assert agree(first, second) is is_same
    assert agree(second, first) is is_same


def test_a_table_in_a_sentence_costs_nothing_to_speak_of() -> None:
    assert len(find_figures(" ".join(f"{number} geese" for number in range(3, 50_000)), "en")) <= 12


def test_a_sentence_is_told_without_its_dateline() -> None:
    one = article(
        "Post", "Weir", "DORN, Nov. 18 (MNW) - The council of Dorn voted on Wednesday to remove the old Kessel weir."
    )
    (point,) = tell((one,))
    assert point.citation.text == "The council of Dorn voted on Wednesday to remove the old Kessel weir."


def test_the_words_behind_a_number_do_not_end_within_another() -> None:
    text = "The bank cut its rate to 4.5 percent from 4.75 percent on Monday."
    first, _ = find_figures(text, "en")
    assert first.phrase.of(text) == "4.5 percent from 4.75 percent on Monday"


def test_another_toll_is_news_whatever_the_date() -> None:
    said = "A fire in a block of flats in Leeds on 17 November killed {} people, the police said."
    before, after = (article(name, "Fire", said.format(toll)) for name, toll in (("Post", 12), ("Courier", 15)))
    assert [point.citation.article for point in tell((after,), known=(before,))] == [after]
    assert all(point.also == () for point in tell((before, after)))

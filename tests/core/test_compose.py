from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest import Article, Length, SkipReason, Source, UnknownMethod, Window, make_digest, read_article

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)


def article(number: int, *, days_ago: int | None = 0, text: str = "") -> Article:
    body = text or (
        f"Story number {number} begins with this sentence here. It goes on with another sentence of some length. "
        "A third one says what happens next in the town. A fourth one is more than anybody needs.\n\n"
        "“We are all very fond of it,” said Ann Gray, the mayor. “Nobody has told me what it costs,” said Theo Beck."
    )
    published = None if days_ago is None else NOW - timedelta(days=days_ago)
    return read_article(
        body, title=f"Story {number}", url=f"https://mail.example/{number}", source=Source("Mail"), published=published
    )


def test_a_story_is_told_in_the_articles_own_words() -> None:
    digest = make_digest([article(1)], now=NOW)
    (story,) = digest.stories
    assert story.headline.text == "Story 1"
    assert [citation.text for citation in story.summary] == [
        "Story number 1 begins with this sentence here.",
        "It goes on with another sentence of some length.",
        "A third one says what happens next in the town.",
    ]
    assert [(quote.texts, quote.speaker.name) for quote in story.quotes] == [
        (("We are all very fond of it,",), "Ann Gray"),
        (("Nobody has told me what it costs,",), "Theo Beck"),
    ]
    assert (story.outlets, story.independent) == (("Mail",), 1)
    assert digest.made_at == NOW


def test_the_newest_comes_first_and_the_undated_last() -> None:
    digest = make_digest([article(1, days_ago=None), article(2, days_ago=3), article(3, days_ago=1)], now=NOW)
    assert [story.headline.text for story in digest.stories] == ["Story 3", "Story 2", "Story 1"]


@pytest.mark.parametrize(
    ("length", "stories", "sentences", "quotes"),
    [(Length.BRIEF, 5, 1, 1), (Length.STANDARD, 8, 3, 2), (Length.FULL, 12, 3, 2)],
)
def test_a_length_gives_room_for_so_much(length: Length, stories: int, sentences: int, quotes: int) -> None:
    digest = make_digest([article(number) for number in range(12)], now=NOW, length=length)
    assert len(digest.stories) == stories
    assert all(len(story.summary) == sentences and len(story.quotes) == quotes for story in digest.stories)
    assert len(digest.skipped) == 12 - stories
    assert {skipped.why for skipped in digest.skipped} <= {f"more than the {stories} stories of a {length} digest"}


def test_every_article_is_told_or_left_out_with_a_reason() -> None:
    window = Window(NOW - timedelta(days=1), NOW)
    digest = make_digest(
        [article(1, days_ago=1), article(1, days_ago=1), article(2, days_ago=2), article(3, days_ago=-1)],
        now=NOW,
        window=window,
    )
    assert [story.headline.text for story in digest.stories] == ["Story 1"]
    assert [(skipped.what, skipped.why) for skipped in digest.skipped] == [
        ("Story 1", "the same article once more"),
        ("Story 2", "older than this digest covers"),
        ("Story 3", "newer than this digest covers"),
    ]


def test_an_undated_article_is_in_every_window() -> None:
    assert make_digest([article(1, days_ago=None)], now=NOW, window=Window(NOW - timedelta(1), NOW)).stories


def test_without_a_headline_the_first_sentence_stands_for_it_and_is_not_said_twice() -> None:
    plain = read_article(
        "The weir goes next year for good. The pond stays for another year or so. The wall is cracked on one side."
    )
    (story,) = make_digest([plain], now=NOW).stories
    assert story.headline.text == "The weir goes next year for good."
    assert story.headline.span not in [citation.span for citation in story.summary]


def test_an_article_of_a_headline_alone_is_a_story_without_a_summary() -> None:
    (story,) = make_digest([read_article("", title="Weir to go")], now=NOW).stories
    assert (story.headline.text, story.summary, story.quotes) == ("Weir to go", (), ())


def test_no_articles_make_an_empty_digest() -> None:
    digest = make_digest([], now=NOW)
    assert (digest.stories, digest.skipped) == ((), ())


def test_an_outlet_without_a_name_goes_by_its_host() -> None:
    nameless = replace(article(1), source=Source(""), url="https://www.mail.example/1")
    (story,) = make_digest([nameless], now=NOW).stories
    assert story.outlets == ("mail.example",)


def test_the_method_of_summarising_can_be_chosen() -> None:
    with pytest.raises(UnknownMethod):
        make_digest([article(1)], now=NOW, method="best")
    assert make_digest([article(1)], now=NOW, method="lexrank").stories


def test_a_window_ends_before_its_end() -> None:
    digest = make_digest([article(1)], now=NOW, window=Window(NOW - timedelta(days=1), NOW))
    assert [skipped.why for skipped in digest.skipped] == ["newer than this digest covers"]


def test_a_story_has_the_name_of_its_article_and_what_is_left_out_its_address() -> None:
    told, again = article(1), article(1)
    digest = make_digest([told, again], now=NOW)
    assert digest.stories[0].id == told.id
    assert [skipped.url for skipped in digest.skipped] == ["https://mail.example/1"]


def test_a_summary_has_room_for_so_many_words() -> None:
    long = " ".join(f"A {' '.join(f'{letter}{n}' for n in range(40))}." for letter in "bcd")
    (story,) = make_digest([article(1, text=long)], now=NOW).stories
    assert len(story.summary) == 2


def test_what_the_summary_quotes_is_not_quoted_again() -> None:
    text = "“We are all very fond of it,” said Ann Gray, the mayor. “Nobody has told me what it costs,” said Theo Beck."
    (story,) = make_digest([article(1, text=text)], now=NOW, length=Length.BRIEF).stories
    assert [citation.text for citation in story.summary] == ["“We are all very fond of it,” said Ann Gray, the mayor."]
    assert [quote.texts for quote in story.quotes] == [("Nobody has told me what it costs,",)]


def test_what_its_readers_have_seen_is_left_out_and_each_reason_is_of_a_kind() -> None:
    articles = [article(number, days_ago=number) for number in range(9)]
    window = Window(NOW - timedelta(days=7), NOW + timedelta(days=1))
    shown = frozenset({articles[0].id})
    digest = make_digest([*articles, articles[1]], now=NOW, window=window, length=Length.BRIEF, shown=shown)
    assert [story.headline.text for story in digest.stories] == [f"Story {number}" for number in range(1, 6)]
    assert [(skipped.what, skipped.reason) for skipped in digest.skipped] == [
        ("Story 0", SkipReason.SHOWN),
        ("Story 8", SkipReason.OUTSIDE),
        ("Story 1", SkipReason.REPEATED),
        ("Story 6", SkipReason.NO_ROOM),
        ("Story 7", SkipReason.NO_ROOM),
    ]


WEIR = (
    "The council of Dorn voted seven to four on Wednesday to remove the old weir at Kessel Mill, built in 1874.\n\n"
    "The Dorn Mill Heritage Society had asked for 2.4 million crowns to keep it. It was turned down.\n\n"
    "The work begins in June and ends before the autumn floods. “We are all very fond of it,” said Ann Gray."
)
WEIR_AGAIN = (
    "Kessel weir, which has held the Dorn since 1874, will be taken out next summer, councillors in Dorn decided.\n\n"
    "Keeping it would have cost 2.4 million crowns. “It was never in my budget,” said Theo Beck, the mayor of Dorn."
)


def told_by(outlet: str, title: str, text: str, hours: int = 0, **more: object) -> Article:
    read = read_article(
        text,
        title=title,
        url=f"https://{outlet.lower()}.example/weir",
        source=Source(outlet),
        published=NOW - timedelta(hours=hours),
    )
    return replace(read, **more)  # type: ignore[arg-type]


def test_what_several_outlets_tell_is_one_story_with_the_speakers_of_each() -> None:
    post = told_by("Post", "Dorn votes to take out Kessel weir", WEIR, hours=1)
    courier = told_by("Courier", "Kessel weir to be removed after Dorn vote", WEIR_AGAIN, hours=2)
    (story,) = make_digest([post, courier], now=NOW).stories
    assert (story.outlets, story.independent) == (("Post", "Courier"), 2)
    assert story.headline.text == "Dorn votes to take out Kessel weir"
    assert [(quote.speaker.name, quote.article.source.outlet) for quote in story.quotes] == [
        ("Ann Gray", "Post"),
        ("Theo Beck", "Courier"),
    ]
    assert {citation.article for citation in story.summary} == {post}


def test_a_story_is_told_from_an_article_that_is_whole() -> None:
    excerpt = told_by("Post", "Dorn votes to take out Kessel weir", WEIR, excerpt_only=True)
    whole = told_by("Courier", "Kessel weir to be removed after Dorn vote", WEIR_AGAIN, hours=5)
    (story,) = make_digest([excerpt, whole], now=NOW).stories
    assert story.headline.text == "Kessel weir to be removed after Dorn vote"
    assert [article.source.outlet for article in story.articles] == ["Courier", "Post"]


def test_what_more_outlets_report_on_their_own_comes_before_what_is_a_little_newer() -> None:
    articles = [
        told_by("Post", "Dorn votes to take out Kessel weir", WEIR, hours=4),
        told_by("Courier", "Kessel weir to be removed after Dorn vote", WEIR_AGAIN, hours=5),
        told_by("Radio", "Ferry aground off Hale", "The Astrid ran aground in fog off Hale with 200 aboard.", hours=1),
    ]
    assert [len(story.articles) for story in make_digest(articles, now=NOW).stories] == [2, 1]
    reprinted = [articles[0], told_by("Gazette", "Dorn votes to take out Kessel weir", WEIR, hours=4), articles[2]]
    assert [len(story.articles) for story in make_digest(reprinted, now=NOW).stories] == [1, 2]

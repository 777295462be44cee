from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from digest import Article, Kind, Length, SkipReason, Source, Style, UnknownMethod, Window, make_digest, read_article

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
    assert [point.citation.text for point in story.summary] == [
        "Story number 1 begins with this sentence here.",
        "It goes on with another sentence of some length.",
        "A third one says what happens next in the town.",
    ]
    assert [(said.quote.texts, said.quote.speaker.name) for said in story.quotes] == [
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
    assert story.headline.span not in [point.citation.span for point in story.summary]


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
    assert [point.citation.text for point in story.summary] == [
        "“We are all very fond of it,” said Ann Gray, the mayor."
    ]
    assert [said.quote.texts for said in story.quotes] == [("Nobody has told me what it costs,",)]


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
    assert [(said.quote.speaker.name, said.quote.article.source.outlet) for said in story.quotes] == [
        ("Ann Gray", "Post"),
        ("Theo Beck", "Courier"),
    ]
    assert [point.citation.article.source.outlet for point in story.summary][:2] == ["Courier", "Post"]
    assert len(story.summary) == 3


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


# What comes back only with what is new.

LATER = (
    "The province stopped the removal of the Kessel weir in Dorn on Sunday until a court has decided on the mud behind it.\n\n"
    "The council of Dorn voted seven to four on Wednesday to remove the old weir at Kessel Mill, built in 1874."
)


def test_a_story_that_was_shown_comes_back_with_what_is_new_since() -> None:
    post = told_by("Post", "Dorn votes to take out Kessel weir", WEIR, hours=30)
    later = told_by("Courier", "Province stops Dorn vote on Kessel weir", LATER, hours=1)
    (story,) = make_digest([later], now=NOW, earlier=[post]).stories
    assert story.is_update
    assert story.earlier == (post,)
    assert story.articles == (later,)
    assert [point.citation.text for point in story.summary] == [
        "The province stopped the removal of the Kessel weir in Dorn on Sunday until a court has decided on the mud behind it."
    ]


def test_what_says_nothing_new_stays_out_and_is_said_so() -> None:
    post = told_by("Post", "Dorn votes to take out Kessel weir", WEIR, hours=30)
    reprint = told_by("Courier", "Kessel weir to go, Dorn votes", WEIR, hours=1)
    again = told_by("Mail", "Dorn votes to take out the Kessel weir", f"{WEIR.split('“', maxsplit=1)[0]}", hours=1)
    digest = make_digest([reprint, again], now=NOW, earlier=[post])
    assert digest.stories == ()
    assert {skipped.reason for skipped in digest.skipped} == {SkipReason.SHOWN}
    assert {skipped.why for skipped in digest.skipped} <= {
        "the same text as one shown here before",
        "nothing new since its story was shown here",
    }


@pytest.mark.parametrize(
    ("before", "after"),
    [
        (
            "The supreme court of Dorn will not hear the appeal of the mayor, Theo Beck, against the removal of the Kessel weir.",
            "The supreme court of Dorn will hear the appeal of the mayor, Theo Beck, against the removal of the Kessel weir.",
        ),
        (
            "Twelve people were killed when the Kessel weir burst above Dorn on Tuesday morning, Theo Beck said.",
            "At least 240 people were killed when the Kessel weir burst above Dorn on Tuesday morning, Theo Beck said.",
        ),
    ],
)
def test_another_number_and_a_reversal_are_news(before: str, after: str) -> None:
    rest = "\n\nThe weir was built in 1874 by the Kessel family, which ran a mill there until 1951."
    old = told_by("Post", "Kessel weir in Dorn", f"{before}{rest}", hours=30)
    new = told_by("Courier", "The Kessel weir of Dorn", f"{after}{rest}", hours=1)
    (story,) = make_digest([new], now=NOW, earlier=[old]).stories
    assert [point.citation.text for point in story.summary] == [after]


def test_an_update_does_not_quote_what_was_quoted() -> None:
    said = "“We are all very fond of it and we will miss it,” said Ann Gray."
    old = told_by("Post", "Dorn votes to take out Kessel weir", f"{WEIR}\n\n{said}", hours=30)
    new = told_by("Courier", "Province stops Dorn vote on Kessel weir", f"{LATER}\n\n{said}", hours=1)
    (story,) = make_digest([new], now=NOW, earlier=[old]).stories
    assert story.quotes == ()


def test_of_three_headlines_the_one_most_like_the_others_stands_above() -> None:
    titles = (
        "A choir sings in the fog",
        "Dorn votes to take out Kessel weir",
        "Kessel weir to be taken out, Dorn votes",
    )
    (story,) = make_digest(
        [
            told_by("A", titles[0], WEIR, 1),
            told_by("B", titles[1], WEIR_AGAIN, 2),
            told_by("C", titles[2], f"{LATER}\n\n{WEIR_AGAIN}", 3),
        ],
        now=NOW,
    ).stories
    assert story.headline.text in titles[1:]


def test_a_story_keeps_its_id_whatever_is_given_behind_it() -> None:
    articles = [
        told_by("B", "Dorn votes to take out Kessel weir", WEIR, 1),
        told_by("A", "Kessel weir to be removed after Dorn vote", WEIR_AGAIN, 2),
        told_by("C", "Dorn vote on Kessel weir", f"{WEIR_AGAIN}\n\nNobody was there to see it.", 3),
    ]
    ids = {make_digest(articles[:count], now=NOW).stories[0].id for count in (1, 2, 3)}
    assert len(ids) == 1


def test_news_in_an_excerpt_goes_before_an_opinion() -> None:
    opinion = told_by("Post", "Why the Kessel weir in Dorn must go", WEIR, 1, kind=Kind.OPINION)
    news = told_by("Courier", "Kessel weir to be removed after Dorn vote", WEIR_AGAIN, 2, excerpt_only=True)
    (story,) = make_digest([opinion, news], now=NOW).stories
    assert story.articles[0] == news
    assert {point.citation.article for point in story.summary} == {news}


def test_an_unknown_method_is_an_error_even_of_nothing() -> None:
    with pytest.raises(UnknownMethod):
        make_digest([], now=NOW, method="best")


def test_older_articles_of_a_story_tell_since_when_it_runs() -> None:
    old = told_by("Post", "Dorn votes to take out Kessel weir", WEIR, hours=60)
    later = told_by("Courier", "Province stops Dorn vote on Kessel weir", LATER, hours=1)
    digest = make_digest([old, later], now=NOW, window=Window(NOW - timedelta(days=1), NOW))
    (story,) = digest.stories
    assert not story.is_update
    assert (story.articles, story.earlier) == ((later,), (old,))
    assert [(skipped.reason, skipped.story, skipped.outlet) for skipped in digest.skipped] == [
        (SkipReason.OUTSIDE, story.id, "Post")
    ]


def test_headlines_alone_have_neither_summary_nor_quotes() -> None:
    (story,) = make_digest([article(1)], now=NOW, style=Style.HEADLINES).stories
    assert (story.headline.text, story.summary, story.quotes) == ("Story 1", (), ())


def test_topics_stand_together_where_there_are_enough_stories() -> None:
    topics = ("Sport", "Town", "sport", "", "Town", "Sea", "Sport")
    articles = [replace(article(number), section=topic) for number, topic in enumerate(topics)]
    digest = make_digest(articles, now=NOW)
    assert digest.topics == (("Sport", 3), ("Town", 2), ("", 2))
    assert [story.topic for story in digest.stories] == ["Sport", "sport", "Sport", "Town", "Town", "", "Sea"]
    assert make_digest(articles[:5], now=NOW).topics == ()


def test_excerpts_without_a_quotation_make_a_digest_too() -> None:
    notes = [
        replace(
            read_article(
                f"Version {number} of the program mends {number + 2} faults and reads its settings twice as fast as before.",
                title=f"Release {number}",
                url=f"https://forge.example/{number}",
                source=Source("Forge"),
            ),
            excerpt_only=number % 10 < 7,
        )
        for number in range(20)
    ]
    digest = make_digest(notes, now=NOW)
    assert digest.stories
    assert all(story.summary and not story.quotes for story in digest.stories)
    assert sum(len(story.articles) for story in digest.stories) + len(digest.skipped) == 20


def test_a_hundred_copies_are_one_story_of_one_voice() -> None:
    copies = [told_by(f"Paper{number}", "Dorn votes to take out Kessel weir", WEIR) for number in range(100)]
    (story,) = make_digest(copies, now=NOW).stories
    assert (len(story.articles), len(story.outlets), story.independent) == (100, 100, 1)
    assert all(point.also == () and not point.is_alone for point in story.summary)


@pytest.mark.parametrize(
    "text", ["One sentence of no great length.", "One sentence of no great length. Another one follows it."]
)
def test_a_sentence_or_two_make_a_digest(text: str) -> None:
    (story,) = make_digest([told_by("Post", "Weir", text)], now=NOW).stories
    assert text.startswith(" ".join(point.citation.text for point in story.summary))
    assert story.summary


def test_a_time_without_a_zone_is_an_error_that_says_so() -> None:
    naive = replace(article(1), published=NOW.replace(tzinfo=None))
    with pytest.raises(ValueError, match="has no zone"):
        make_digest([naive], now=NOW)


def test_a_story_that_runs_for_long_is_an_update_at_no_great_cost_and_never_an_empty_one() -> None:
    old = [
        told_by(f"P{n}", f"Dorn votes on Kessel weir, day {n}", f"{WEIR}\n\nDay {n} has passed.", hours=30)
        for n in range(30)
    ]
    new = told_by("Courier", "", LATER.split("\n", maxsplit=1)[0], hours=1)
    (story,) = make_digest([new], now=NOW, earlier=old).stories
    assert (story.is_update, len(story.earlier)) == (True, 30)
    assert [point.citation.article for point in story.summary] == [new]

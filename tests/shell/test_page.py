"""A digest as a page."""

import re
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from functools import cache
from itertools import pairwise

import pytest

from bot.page import digest_page
from digest import Article, Digest, Kind, Length, Skipped, Source, Style, make_digest, read_article
from tests.quality.seeds import SEEDS
from tests.shell.pages import Node, read_page

NOW = datetime(2026, 11, 23, 7, tzinfo=UTC)
BODY = (
    "The council voted on Wednesday to remove the old weir. It was built in 1874 for three mills, and it leaks.\n\n"
    "It has driven none since 1991, and nobody has found another use for it. Anglers are against it all the same.\n\n"
    "“We are all very fond of it,” said Capt. Henrike Salter, the harbour master. “But it is time that it goes.”\n\n"
    "Work begins in May."
)
POST = "About 100,000 people marched through Dorn on Sunday against the plan to remove the Kessel weir."
COURIER = (
    "Some 98,000 people marched through Dorn on Sunday to keep the Kessel weir where it is.\n\n"
    "“We are all very fond of the old weir,” said Ann Gray."
)
HERALD = f"A long day began at dawn.\n\n{POST}\n\n“We are all so very fond of the old weir,” said Ann Gray."


def written(text: str = BODY, *, title: str = "Weir to go", outlet: str = "Dorn Mail", url: str = "") -> Article:
    return read_article(text, title=title, url=url, source=Source(outlet), published=NOW - timedelta(hours=2))


def page_of(digest: Digest, *, why: bool = False) -> Node:
    return read_page(digest_page(digest, "1.2.3", why=why))


ARTICLE = written(url="https://mail.example/weir")


def of_one(article: Article = ARTICLE) -> Digest:
    return make_digest([article], now=NOW)


@cache
def of_several() -> Digest:
    texts = {"Post": POST, "Courier": COURIER, "Herald": HERALD}
    articles = [
        written(text, title="Dorn marches for its weir", outlet=outlet, url=f"https://{outlet.lower()}.example/1")
        for outlet, text in texts.items()
    ]
    return make_digest(articles, now=NOW, length=Length.BRIEF)


@cache
def of_samples() -> Digest:
    articles = [read_article(path.read_text(encoding="utf-8")) for path in sorted((SEEDS / "articles").glob("*.txt"))]
    return make_digest(articles, now=NOW, length=Length.FULL)


def test_a_story_is_headline_summary_quotation_and_sources_in_this_order() -> None:
    story = page_of(of_one()).one("article")
    assert story.one("h2").text == "Weir to go"
    assert [one.text for one in story.all("p", "sentence")] == [
        "The council voted on Wednesday to remove the old weir.",
        "It was built in 1874 for three mills, and it leaks.",
        "It has driven none since 1991, and nobody has found another use for it.",
    ]
    said = story.one("div", "said").all("figure")[0]
    assert said.one("blockquote").text.strip() == "“We are all very fond of it” “But it is time that it goes.”"
    assert said.one("figcaption").text == "— Capt. Henrike Salter"
    assert story.one("p", "facts").text == "1 23 Nov 2026 · 1 source"
    (source,) = story.one("section", "sources").all("li")
    assert source.text.split("\n")[0] == "Dorn Mail23 Nov 2026Weir to go"
    order = [one.attributes.get("class") for one in story.nodes]
    assert [one for one in order if one in {"facts", "summary", "quotes", "sources"}] == [
        "facts",
        "summary",
        "quotes",
        "sources",
    ]


def test_what_a_page_is_of_and_when_it_was_made_stands_above() -> None:
    made_at = datetime(2026, 11, 23, 7, 5, tzinfo=timezone(timedelta(hours=1), "CET"))
    dated = of_one()
    (story,) = dated.stories
    older = replace(story.articles[0], id="older", published=datetime(2026, 11, 9, tzinfo=UTC), source=Source("Post"))
    both = replace(story, articles=(*story.articles, older))
    page = page_of(replace(dated, stories=(both,), made_at=made_at, skipped=(Skipped("a.txt", "empty"),)))
    head = page.one("header", "masthead")
    assert head.one("h1").text == "Pullquote Monday 23 November 2026"
    assert [one.text for one in head.all("p")] == [
        "1 story from 2 articles, 9 Nov 2026 to 23 Nov 2026. 1 left out. Made at 07:05 CET.",
        "Told by Dorn Mail, Post.",
    ]
    assert [one.attributes["datetime"] for one in head.all("time")] == [
        "2026-11-23",
        "2026-11-09",
        "2026-11-23T05:00:00+00:00",
        "2026-11-23T07:05+01:00",
    ]
    assert page.one("title").text == "Pullquote · Mon 23 Nov 2026"
    assert page.one("footer").text.split("\n")[1] == "Made with Pullquote 1.2.3."


def test_many_outlets_are_counted() -> None:
    (story,) = of_one().stories
    articles = tuple(replace(story.articles[0], id=str(n), source=Source(f"Mail {n}")) for n in range(10))
    page = page_of(replace(of_one(), stories=(replace(story, articles=articles),)))
    assert "Mail 6, Mail 7 and 2 others." in page.one("header", "masthead").text


def test_every_sentence_that_is_shown_is_in_its_article_and_every_passage_verbatim() -> None:
    digest = of_samples()
    texts = [article.text for story in digest.stories for article in story.articles]
    page = page_of(digest)
    shown = [one.text for one in page.all("p", "sentence")]
    assert len(shown) > 10
    marked = [one.text for one in page.all("mark")]
    assert set(shown) < set(marked)
    for passage in page.all("figure", "passage"):
        paragraphs = [one.text for one in passage.one("blockquote").all("p")]
        assert any("\n\n".join(paragraphs) in text for text in texts), paragraphs
        assert passage.all("mark")


def test_a_passage_marks_what_is_quoted_and_who_is_said_to_say_it() -> None:
    said = page_of(of_one()).one("div", "said").one("figure", "passage")
    assert [one.text for one in said.all("mark")] == ["We are all very fond of it,", "But it is time that it goes."]
    assert said.one("b").text == "Capt. Henrike Salter"
    assert [one.text for one in said.all("p")] == BODY.split("\n\n")[1:]
    assert said.one("figcaption").text == "Dorn Mail · Weir to go · 23 Nov 2026"


def test_of_several_outlets_each_has_its_passage_and_who_else_reports_it_is_linked() -> None:
    story = page_of(of_several()).one("article")
    told = story.one("div", "point")
    assert told.one("p", "from").text == "Post, also Herald"
    assert [one.attributes["href"] for one in told.one("p", "from").all("a")] == [
        "https://post.example/1",
        "https://herald.example/1",
    ]
    assert len(told.all("figure", "passage")) == 2
    numbers = story.one("section", "numbers")
    assert [one.all("p")[0].text for one in numbers.all("div", "given")] == [
        "“About 100,000 people marched through Dorn on Sunday”",
        "“Some 98,000 people marched through Dorn on Sunday”",
    ]
    assert [one.text for one in numbers.all("p", "from")] == ["Post", "Courier"]
    assert len(numbers.all("figure", "passage")) == 2
    variant = story.one("div", "variant")
    assert variant.all("figcaption")[0].text == "as Courier words it"
    assert variant.one("figure", "passage").one("mark").text == "We are all very fond of the old weir,"


def test_who_else_quotes_the_same_words_is_linked_and_has_its_passage() -> None:
    digest = of_one()
    (story,) = digest.stories
    (said,) = story.quotes
    other = replace(said.quote, article=replace(ARTICLE, id="other", source=Source("Post")))
    page = page_of(replace(digest, stories=(replace(story, quotes=(replace(said, also=(other,)),)),)))
    shown = page.one("div", "said")
    assert shown.one("p", "from").text == "Dorn Mail, also Post"
    assert [one.one("figcaption").text.split(" · ")[0] for one in shown.all("figure", "passage")] == [
        "Dorn Mail",
        "Post",
    ]


def test_a_day_is_named_once_however_often_something_was_printed_on_it() -> None:
    (story,) = of_one().stories
    later = replace(ARTICLE, id="later", published=NOW - timedelta(hours=1))
    page = page_of(replace(of_one(), stories=(replace(story, articles=(*story.articles, later)),)))
    assert page.one("header", "masthead").all("p")[0].text == (
        "1 story from 2 articles, 23 Nov 2026. Made at 07:00 UTC."
    )


def test_what_only_one_outlet_has_is_said() -> None:
    digest = of_several()
    (story,) = digest.stories
    alone = replace(story.summary[0], also=(), is_alone=True)
    page = page_of(replace(digest, stories=(replace(story, summary=(alone,)),)))
    assert page.one("div", "point").one("p", "from").text == "only Post"


def test_badges_topic_and_how_many_report_on_their_own_stand_above_the_headline() -> None:
    digest = of_one(replace(ARTICLE, kind=Kind.OPINION, excerpt_only=True))
    (story,) = digest.stories
    older = replace(story.articles[0], id="older", published=NOW - timedelta(days=5), source=Source("Post"))
    changed = replace(
        story,
        is_update=True,
        topic="Town",
        outlets=("Dorn Mail", "Post"),
        articles=(*story.articles, older),
        independent=1,
    )
    page = page_of(replace(digest, stories=(changed,)))
    facts = page.one("p", "facts")
    assert [one.text for one in facts.all("span", "badge")] == ["excerpt only", "opinion", "update"]
    assert facts.all("span")[1].text == "Town · 23 Nov 2026 · since 18 Nov · 2 sources, 1 independent"
    source = page.one("section", "sources").all("li")[0]
    assert source.one("span", "when").text == "23 Nov 2026 · opinion · excerpt only"


def test_topics_that_stand_together_have_a_heading_and_are_not_named_again() -> None:
    digest = of_one()
    (story,) = digest.stories
    town = replace(story, topic="Town")
    page = page_of(replace(digest, stories=(story, town, town, town), topics=(("", 1), ("town", 2), ("", 1))))
    headings = [(one.tag, one.text) for one in page.one("main").nodes if re.fullmatch("h[1-6]", one.tag)]
    assert [one for one in headings if one[1] not in {"Sources", "Who said what"}] == [
        ("h2", "Weir to go"),
        ("h2", "town"),
        ("h3", "Weir to go"),
        ("h3", "Weir to go"),
        ("h2", "Other news"),
        ("h3", "Weir to go"),
    ]
    assert ["Town" in one.text for one in page.all("p", "facts")] == [False, False, False, True]


@pytest.mark.parametrize("style", Style)
def test_headings_leave_no_level_out_and_every_label_is_there(style: Style) -> None:
    digest = replace(of_samples(), style=style)
    for whole in (digest, replace(digest, topics=(("Town", 2), ("", len(digest.stories) - 2)))):
        page = page_of(whole)
        levels = [int(one.tag[1]) for one in page.nodes if re.fullmatch("h[1-6]", one.tag)]
        assert levels[0] == 1
        assert levels.count(1) == 1
        assert all(after <= before + 1 for before, after in pairwise(levels))
        ids = [one.attributes["id"] for one in page.nodes if "id" in one.attributes]
        assert len(ids) == len(set(ids))
        labels = [one.attributes["aria-labelledby"] for one in page.nodes if "aria-labelledby" in one.attributes]
        own = [one.attributes["href"] or "" for one in page.all("a") if "rel" not in one.attributes]
        assert {*labels, *(href.removeprefix("#") for href in own)} <= set(ids)


def test_a_page_has_one_of_each_landmark_and_a_way_past_the_contents() -> None:
    page = page_of(of_samples())
    for landmark in ("main", "nav", "footer"):
        page.one(landmark)
    assert page.one("html").attributes["lang"] == "en"
    first = next(one for one in page.one("body").nodes if one.tag == "a")
    assert first.attributes["href"] == "#stories"
    assert page.one("main").attributes["id"] == "stories"


def test_contents_are_listed_where_there_are_more_than_a_few_stories() -> None:
    digest = of_one()
    assert page_of(replace(digest, stories=digest.stories * 3)).all("nav") == []
    contents = page_of(replace(digest, stories=digest.stories * 4)).one("nav")
    assert [one.text for one in contents.all("a")] == ["Weir to go"] * 4
    assert contents.all("a")[3].attributes["href"] == "#story-4"


def test_bullets_are_a_list_and_headlines_stand_alone() -> None:
    bullets = page_of(replace(of_one(), style=Style.BULLETS))
    assert len(bullets.one("ul", "summary").all("li")) == 3
    headlines = page_of(make_digest([written()], now=NOW, style=Style.HEADLINES))
    assert (headlines.all("*", "summary"), headlines.all("section", "quotes")) == ([], [])
    assert [one.text for one in headlines.one("section", "sources").all("cite")] == ["Weir to go"]


def test_why_a_story_stands_where_it_stands_is_said_if_it_is_asked_for() -> None:
    assert page_of(of_one(), why=True).one("p", "note").text.startswith("Why here: ")
    assert page_of(of_one()).all("p", "note") == []


def test_what_was_left_out_is_named_by_reason_with_where_to_read_it() -> None:
    skipped = (
        *(Skipped(f"Story {number}", "too old", f"https://x.example/{number}") for number in range(6)),
        Skipped("a.txt", "empty"),
    )
    page = page_of(replace(of_one(), skipped=skipped))
    (left,) = [one for one in page.all("section") if one.attributes.get("id") == "left-out"]
    assert [one.text for one in left.all("li")] == [
        "Story 0; Story 1; Story 2; Story 3 and 2 more: too old",
        "a.txt: empty",
    ]
    assert [one.attributes["href"] for one in left.all("a")] == [f"https://x.example/{n}" for n in range(4)]


def test_a_digest_without_stories_is_a_page_that_says_so() -> None:
    page = page_of(make_digest([], now=NOW))
    assert page.one("main").text.strip() == "No stories: there was nothing to read."
    assert page.one("header", "masthead").all("p")[0].text == "Made at 07:00 UTC."


@pytest.mark.parametrize("language", ["de", "ar", ""])
def test_what_is_of_an_article_is_marked_with_its_language_and_finds_its_own_direction(language: str) -> None:
    page = page_of(of_one(replace(ARTICLE, language=language)))
    story = page.one("article")
    for one in (story.one("h2"), story.all("p", "sentence")[0], story.all("blockquote")[0], story.all("cite")[0]):
        assert one.attributes["lang"] == language
    assert story.one("h2").attributes["dir"] == "auto"
    assert {one.attributes["dir"] for one in (*story.all("div", "point"), *story.all("div", "said"))} == {"auto"}
    assert all(one.attributes["dir"] == "auto" for one in story.all("blockquote") if "dir" in one.attributes)


@pytest.mark.parametrize(
    ("published", "told"),
    [
        (datetime(2026, 11, 17, tzinfo=UTC), "2026-11-17"),
        (datetime(2026, 11, 17, 6, 30, tzinfo=UTC), "2026-11-17T06:30:00+00:00"),
        (datetime(2026, 11, 17, tzinfo=timezone(timedelta(hours=1))), "2026-11-17T00:00:00+01:00"),
    ],
)
def test_a_date_is_told_to_programs_as_exactly_as_it_is_known(published: datetime, told: str) -> None:
    story = page_of(of_one(replace(ARTICLE, published=published))).one("article")
    assert {one.attributes["datetime"] for one in story.all("time")} == {told}
    assert {one.text for one in story.all("time")} == {"17 Nov 2026"}


def test_what_is_undated_and_without_a_headline_is_shown_all_the_same() -> None:
    story = page_of(of_one(replace(ARTICLE, published=None, title=None))).one("article")
    assert story.all("time") == []
    assert story.all("cite") == []
    assert story.one("h2").text == "The council voted on Wednesday to remove the old weir."

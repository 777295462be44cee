from datetime import UTC, datetime

import pytest

from digest import DropReason, Kind, NoArticleText, Source, TooLong, read_article
from tests.core.read_texts import BODY, body, dropped


def test_the_parts_of_an_article_are_told_apart() -> None:
    raw = (
        "Weir to go\n\nThe wall comes out in spring.\n\nBy Ann Gray and J. P. Lund, town reporters\n\n"
        f"Thursday 19 November 2026\n\n{BODY}\n\n© 2026 The Dorn Mail. All rights reserved."
    )
    article = read_article(raw)
    assert article.title is not None
    assert article.title.of(article.text) == "Weir to go"
    assert article.standfirst is not None
    assert article.standfirst.of(article.text) == "The wall comes out in spring."
    assert body(article) == BODY
    assert article.authors == ("Ann Gray", "J. P. Lund")
    assert article.published == datetime(2026, 11, 19, tzinfo=UTC)
    assert article.source == Source("The Dorn Mail")
    assert article.language == "en"
    assert article.text == f"Weir to go\n\nThe wall comes out in spring.\n\n{BODY}"


def test_what_is_given_beats_what_is_found() -> None:
    article = read_article(
        f"Weir to go\n\n19 November 2026\n\n{BODY}\n\n© Dorn Mail",
        title="Another headline",
        url="https://mail.example/weir",
        source=Source("Mail"),
        published=datetime(2026, 1, 1, tzinfo=UTC),
        language="de-AT",
    )
    assert article.text.startswith("Another headline\n\n")
    assert (article.source.outlet, article.url, article.language) == ("Mail", "https://mail.example/weir", "de")
    assert article.published == datetime(2026, 1, 1, tzinfo=UTC)


def test_a_given_headline_is_found_again_in_the_text() -> None:
    raw = f"Home\n\nWEIR TO GO\n\n{BODY}\n\nWeir to go"
    article = read_article(raw, title="Weir to go")
    assert article.title is not None
    assert [place.of(raw) for place in article.raw_span(article.title)] == ["WEIR TO GO"]
    assert dropped(article, raw) == {"Home": DropReason.NAVIGATION, "Weir to go": DropReason.HEADLINE}


def test_a_given_standfirst_is_kept_once() -> None:
    printed = read_article(f"The wall comes out.\n\n{BODY}", title="Weir to go", standfirst="The wall comes out.")
    beside = read_article(BODY, title="Weir to go", standfirst="The wall comes out.")
    assert printed.text == beside.text == f"Weir to go\n\nThe wall comes out.\n\n{BODY}"
    assert printed.standfirst == beside.standfirst is not None


def test_prose_without_a_headline_has_none() -> None:
    article = read_article(BODY)
    assert article.title is None
    assert body(article) == BODY


def test_a_page_title_with_the_outlet_in_it_gives_way_to_the_headline_below() -> None:
    article = read_article(f"The old weir is to go | Dorn Mail\n\nMenu\n\nThe old weir is to go\n\n{BODY}")
    assert article.text.startswith("The old weir is to go\n\nThe council")


@pytest.mark.parametrize(
    "headline",
    ["« Nous ne lâcherons rien » : les soignants en grève", "Weir, pond or park? Dorn decides", "SPORT: Weir to go"],
)
def test_a_headline_with_marks_in_it_is_found(headline: str) -> None:
    article = read_article(f"{headline}\n\n{BODY}")
    assert article.title is not None
    assert article.title.of(article.text) == headline


def test_a_column_is_an_opinion() -> None:
    article = read_article(
        f"The bill\n\nThe strike was fair. The bill was not.\n\nHester Lind\n22 November 2026\nOpinion\n\n{BODY}"
    )
    assert article.kind is Kind.OPINION
    assert article.authors == ("Hester Lind",)
    assert article.standfirst is not None


@pytest.mark.parametrize("text", ["", " \n\t ", "\u200b\x00"])
def test_nothing_to_read_is_an_error_that_says_so(text: str) -> None:
    with pytest.raises(NoArticleText, match="empty"):
        read_article(text)


def test_a_headline_alone_is_an_article_without_a_body() -> None:
    article = read_article("", title="Weir to go")
    assert (article.text, article.body) == ("Weir to go", ())


def test_the_id_is_of_the_url_and_the_revision_of_the_text_in_this_article() -> None:
    one, again = (read_article(BODY, url="https://mail.example/weir") for _ in range(2))
    other = read_article(BODY, url="https://mail.example/other")
    changed = read_article(BODY.replace("weir", "mill"), url="https://mail.example/weir")
    assert one == again
    assert (one.id, one.revision != changed.revision) == (changed.id, True)
    assert one.id != other.id
    assert one.revision != other.revision


@pytest.mark.parametrize(
    ("above", "title"),
    [
        ("Home\n\nMenu\n\nSearch\n\nLog in\n\nWeather\n\nWeir to go", "Weir to go"),
        ("Weir to go after all\n\nWeir", "Weir to go after all"),
        ("The weir goes" + " and goes" * 20, None),
        ("The council of Dorn has voted once more on the old weir. This time it will go" + " and go" * 3, None),
        ("What the council of Dorn decided on Wednesday:", None),
    ],
    ids=["below a menu", "of which a word comes again", "too long", "two sentences", "that only announces"],
)
def test_a_headline_is_told_from_what_stands_around_it(above: str, title: str | None) -> None:
    article = read_article(f"{above}\n\n{BODY}")
    assert (article.title.of(article.text) if article.title else None) == title


def test_a_single_line_is_an_article_without_a_headline() -> None:
    article = read_article("Weir to go for good")
    assert article.title is None
    assert body(article) == "Weir to go for good"


def test_a_long_article_is_no_excerpt_whatever_is_asked_for_behind_it() -> None:
    long = "\n\n".join([BODY] * 6)
    assert not read_article(f"Weir to go\n\n{long}\n\nSubscribe to continue reading").excerpt_only


def test_a_label_says_what_kind_an_article_is_above_it_and_not_in_its_middle() -> None:
    assert read_article(f"Opinion\n\nWeir to go\n\n{BODY}").kind is Kind.OPINION
    assert read_article(f"Weir to go\n\n{BODY}\n\nOpinion\n\n{BODY}").kind is Kind.NEWS


@pytest.mark.parametrize(
    ("head", "tail", "authors"),
    [
        ("By Ann Gray\n\nAnn Gray", "", ("Ann Gray",)),
        ("By AFP", "", ("AFP",)),
        ("DORN MAIL", "", ()),
        ("", "By Theo Beck", ()),
    ],
    ids=["named twice", "an agency", "a label in capitals", "of another story"],
)
def test_authors_are_those_of_the_by_line_under_the_headline(head: str, tail: str, authors: tuple[str, ...]) -> None:
    assert read_article(f"Weir to go\n\n{head}\n\n{BODY}\n\n{tail}").authors == authors


@pytest.mark.parametrize(
    ("head", "tail"),
    [("Josef Mare stands beside the weir on 3 May 2020.", ""), ("", "Updated 3 May 2020")],
    ids=["a picture's", "of another story"],
)
def test_a_date_that_is_not_the_articles_does_not_date_it(head: str, tail: str) -> None:
    assert read_article(f"Weir to go\n\n{head}\n\n{BODY}\n\n{tail}").published is None


@pytest.mark.parametrize(
    "above",
    [
        "By Ann Gray\n\nThe council voted on Wednesday, and the pond will be lowered in May.",
        "The council voted on Wednesday." + " It goes in the spring of next year." * 7,
    ],
    ids=["below a by-line", "too long"],
)
def test_a_first_paragraph_above_a_picture_is_no_standfirst_if_it_is_the_body(above: str) -> None:
    assert read_article(f"Weir to go\n\n{above}\n\nPhoto: L. Rask\n\n{BODY}").standfirst is None


def test_an_article_may_be_as_long_as_the_limit_and_its_headline_no_longer() -> None:
    assert len(read_article("a" * 1_000_000).text) == 1_000_000
    with pytest.raises(TooLong):
        read_article(BODY, title="a" * 1_000_001)
    with pytest.raises(TooLong):
        read_article(BODY, standfirst="a" * 1_000_001)

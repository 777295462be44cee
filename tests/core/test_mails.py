"""Mails that were saved as text."""

from datetime import datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest import DropReason, NoArticleText, read_article

MAIL = """From: Ann Gray <ann@dorn.example>
To: Theo Abernathy <theo@dorn.example>
Subject:  Re: The weir
Date: Tue, 3 Nov 2026 21:14:00 +0100
MIME-Version: 1.0
Content-Type: text/plain; charset=utf-8

The council will remove the old weir, and nobody will be asked again.
Objections can be filed until the end of the year.
"""


def test_the_head_of_a_mail_gives_the_headline_and_the_date() -> None:
    article = read_article(MAIL)
    assert article.text == (
        "Re: The weir\n\nThe council will remove the old weir, and nobody will be asked again.\n\n"
        "Objections can be filed until the end of the year."
    )
    assert article.title
    assert [place.of(MAIL) for place in article.raw_span(article.title)] == ["Re: The weir"]
    assert article.published == datetime(2026, 11, 3, 21, 14, tzinfo=timezone(timedelta(hours=1)))
    assert [cut.span.of(MAIL).split(":")[0] for cut in article.dropped if cut.reason is DropReason.MAIL] == [
        "From", "To", "Subject", "Date", "MIME-Version", "Content-Type",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("head", "title"),
    [
        ("Von: Ann Gray\nGesendet: Dienstag\nAn: Theo\nBetreff: Das Wehr.\n\n", "Das Wehr."),
        ("De: Ann Gray\nObjet: Le barrage\n", "Le barrage"),
        ("Subject: The weir\nFrom: Ann Gray\n\n", "The weir"),
        ("From: Ann Gray\nDate: 2026-11-03\n\n", None),
        ("From: Ann Gray\nSubject:\n\n", None),
    ],
)
def test_a_mail_may_be_in_other_languages_and_have_no_subject(head: str, title: str | None) -> None:
    body = "The council will remove the old weir, and nobody will be asked again."
    article = read_article(head + body)
    assert (article.title.of(article.text) if article.title else None) == title
    assert [span.of(article.text) for span in article.body] == [body]


@pytest.mark.parametrize(
    "text",
    [
        "Subject: the weir of Dorn\n\nThe council voted on Wednesday to remove it.\n\nFrom: the council of Dorn.",
        "From: a village of three mills to a town with a pond, in a hundred years and a day.",
        "Weir to go\n\nFrom: Ann Gray\nSubject: The weir\n\nThe council voted on Wednesday.",
    ],
)
def test_a_single_line_like_one_of_a_mail_or_one_further_down_makes_no_mail(text: str) -> None:
    assert DropReason.MAIL not in {cut.reason for cut in read_article(text).dropped}


def test_a_headline_that_is_known_better_stands_in_place_of_the_subject() -> None:
    article = read_article(MAIL, title="Letter about the weir")
    assert "Re: The weir" not in article.text


@given(
    st.lists(
        st.sampled_from(["Subject: ", "From: ", "Date: 2026-11-03", "\u200b", " ", "a", "Ann \t Gray", "\n", "\n\n"]),
        max_size=20,
    ).map("".join)
)
def test_all_of_a_mail_is_kept_or_dropped_with_its_place(text: str) -> None:
    try:
        article = read_article(text)
    except NoArticleText:
        return
    for span in (article.title, *article.paragraphs):
        if span:
            raw = " ".join(place.of(text) for place in article.raw_span(span)).replace("\u200b", "")
            assert raw.split() == span.of(article.text).split()


def test_what_mail_programs_tell_each_other_alone_is_no_mail() -> None:
    text = "Received: by the council\nMIME-Version: 1.0\n\nThe council voted on Wednesday to remove the old weir."
    assert DropReason.MAIL not in {cut.reason for cut in read_article(text).dropped}

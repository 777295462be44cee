import re
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from digest.dates import find_date, is_date_line

DAY = datetime(2026, 11, 17, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-17",
        "Tuesday 17 November 2026",
        "November 17, 2026",
        "Nov. 17, 2026",
        "17th of November 2026",
        "Published on Tue, Nov 17th, 2026",
        "17. November 2026",
        "17.11.2026",
        "17/11/2026",
        "11/17/2026",
        "le 17 novembre 2026",
        "17 de noviembre de 2026",
        "17 novembre 2026",
        "17 de novembro de 2026",
        "2026年11月17日",
    ],
)
def test_a_date_is_found_however_it_is_printed(text: str) -> None:
    assert find_date(text) == DAY


@pytest.mark.parametrize("text", ["3 maj 2026", "3. mai 2026", "3 Mai 2026", "May 3, 2026", "3 mag 2026"])
def test_the_third_of_may_is_one_in_every_language(text: str) -> None:
    assert find_date(text) == datetime(2026, 5, 3, tzinfo=UTC)


def test_a_long_s_is_an_s_and_a_dotless_i_is_no_i() -> None:
    assert find_date("1 Auguſt 2026, 10:00 ceſt") == datetime(2026, 8, 1, 10, tzinfo=timezone(timedelta(hours=2)))
    assert find_date("1 JUNİ 2026") is None


# Dates with some of their letters and digits replaced by others that case, or a script, makes equal to them.
LOOKALIKES = str.maketrans(
    {
        letter: f"[{letter}{letter.upper()}{others}]"
        for letter, others in {"s": "ſ", "i": "İı", "k": "\u212a", "1": "١१１"}.items()
    }
)
DATES = [
    "1 august 2026, 11:11 cest",
    "juni 11, 2026 1 p.m. est",
    "11. oktober 2026 bst",
    "2026-11-11T11:11:11Z",
    "11/21/2011",
    "2026年11月1日",
]


@given(
    st.sampled_from(DATES).flatmap(lambda date: st.from_regex(re.escape(date).translate(LOOKALIKES), fullmatch=True))
)
def test_what_looks_like_a_date_is_one_or_none(text: str) -> None:
    found = find_date(text)
    assert found is None or found.utcoffset() is not None
    is_date_line(text)


@given(st.text(alphabet="0123456789 .,:/-+年月日TZJANUMRSIKſİıéäſapm", max_size=40))
def test_no_text_is_too_odd_to_look_for_a_date_in(text: str) -> None:
    found = find_date(text)
    assert found is None or found.utcoffset() is not None


@pytest.mark.parametrize(
    ("text", "time"),
    [
        ("2026-11-17T18:40:00+01:00", DAY.replace(hour=18, minute=40, tzinfo=timezone(timedelta(hours=1)))),
        ("2026-11-17T18:40Z", DAY.replace(hour=18, minute=40)),
        ("17 November 2026, 6.40 p.m.", DAY.replace(hour=18, minute=40)),
        ("Nov. 17, 2026 at 12:05 a.m. EST", DAY.replace(hour=0, minute=5, tzinfo=timezone(timedelta(hours=-5)))),
        (
            "17 November 2026, 06:15 -0330",
            DAY.replace(hour=6, minute=15, tzinfo=timezone(-timedelta(hours=3, minutes=30))),
        ),
    ],
)
def test_a_time_counts_with_its_zone_and_as_utc_without(text: str, time: datetime) -> None:
    found = find_date(text)
    assert found == time
    assert found.utcoffset() == time.utcoffset()


@pytest.mark.parametrize(
    "text", ["", "3/4/2026", "31 February 2026", "in 2026", "17 November", "9.9.99", "13/13/2026", "1/17/11/2026"]
)
def test_what_is_not_clearly_a_date_is_none(text: str) -> None:
    assert find_date(text) is None


@pytest.mark.parametrize(
    ("line", "is_date"),
    [
        ("Published Tuesday 17 November 2026, 6.40 p.m.", True),
        ("Last updated on 2026-11-17 at 18:40 UTC", True),
        ("The weir was built on 17 November 1874.", False),
        ("Tuesday", False),
    ],
)
def test_a_date_line_says_nothing_else(line: str, *, is_date: bool) -> None:
    assert is_date_line(line) is is_date

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.headers import Validators, is_page, max_age, retry_after, validators

NOW = datetime(2026, 11, 2, 6, 30, tzinfo=UTC)
# A server whose clock is ten minutes ahead of ours.
THEIRS = "Mon, 02 Nov 2026 06:40:00 GMT"
HOUR = timedelta(hours=1)


@pytest.mark.parametrize(
    ("headers", "wait"),
    [
        ({}, None),
        ({"Retry-After": "120"}, timedelta(seconds=120)),
        ({"Retry-After": " 0 "}, timedelta(0)),
        ({"Retry-After": "864000"}, timedelta(days=1)),
        ({"Retry-After": "9" * 5_000}, None),
        ({"Retry-After": "-1"}, None),
        ({"Retry-After": "1.5"}, None),
        ({"Retry-After": "²"}, None),
        ({"Retry-After": "soon"}, None),
        ({"Retry-After": "Mon, 02 Nov 2026 07:30:00 GMT"}, HOUR),
        ({"Retry-After": "Mon, 02 Nov 2026 07:40:00 GMT", "Date": THEIRS}, HOUR),
        ({"Retry-After": "Monday, 02-Nov-26 07:30:00 GMT"}, HOUR),
        ({"Retry-After": "Sun, 01 Nov 2026 07:30:00 GMT"}, timedelta(0)),
        ({"Retry-After": "Fri, 31 Dec 9999 23:59:59 GMT"}, timedelta(days=1)),
        ({"Retry-After": "Mon, 99 Nov 2026 07:30:00 GMT"}, None),
    ],
)
def test_until_when_a_host_wants_to_be_left_alone(headers: dict[str, str], wait: timedelta | None) -> None:
    assert retry_after(headers, NOW) == (None if wait is None else NOW + wait)


@pytest.mark.parametrize(
    ("headers", "age"),
    [
        ({}, None),
        ({"Cache-Control": "public, max-age=3600"}, HOUR),
        ({"Cache-Control": "MAX-AGE = 3600"}, HOUR),
        ({"Cache-Control": 'max-age="3600"'}, HOUR),
        ({"Cache-Control": "s-maxage=60, max-age=3600", "Expires": THEIRS}, HOUR),
        ({"Cache-Control": "s-maxage=60"}, None),
        ({"Cache-Control": "max-age=0"}, timedelta(0)),
        ({"Cache-Control": "max-age=-1"}, None),
        ({"Cache-Control": "max-age=999999999999999999"}, timedelta(days=365)),
        ({"Cache-Control": "max-age=" + "9" * 5_000}, None),
        ({"Cache-Control": "no-cache, max-age=3600"}, None),
        ({"Cache-Control": "no-store"}, None),
        ({"Expires": "Mon, 02 Nov 2026 07:30:00 GMT"}, HOUR),
        ({"Expires": "Mon, 02 Nov 2026 07:40:00 GMT", "Date": THEIRS}, HOUR),
        ({"Expires": "Mon, 02 Nov 2020 07:40:00 GMT"}, timedelta(0)),
        ({"Expires": "0"}, None),
        ({"Expires": "-1"}, None),
    ],
)
def test_for_how_long_something_is_fresh(headers: dict[str, str], age: timedelta | None) -> None:
    assert max_age(headers, NOW) == age


@given(
    st.dictionaries(
        st.sampled_from(["Retry-After", "Date", "Expires", "Cache-Control", "ETag"]),
        st.text() | st.from_regex(r"(Mon, )?\d{1,2} [A-Z][a-z]{2} \d{1,5} \d\d:\d\d(:\d\d)? ?([+-]\d{4}|GMT|)"),
    )
)
def test_whatever_a_server_writes_makes_sense_or_is_not_there(headers: dict[str, str]) -> None:
    until, age = retry_after(headers, NOW), max_age(headers, NOW)
    assert until is None or NOW <= until <= NOW + timedelta(days=1)
    assert age is None or timedelta(0) <= age <= timedelta(days=365)
    assert len(validators(headers).etag) <= 1_024


def test_validators_are_sent_back_as_they_came() -> None:
    headers = {"ETag": 'W/"weir-1"', "Last-Modified": "Mon, 02 Nov 2026 06:00:00 GMT"}
    assert validators(headers).conditions() == {
        "If-None-Match": 'W/"weir-1"',
        "If-Modified-Since": "Mon, 02 Nov 2026 06:00:00 GMT",
    }
    assert Validators().conditions() == {}


@pytest.mark.parametrize("etag", ['"a"\r\nX-Evil: 1', '"\x00"', '"' + "x" * 2_000 + '"'])
def test_what_can_not_be_sent_back_is_not_kept(etag: str) -> None:
    assert validators({"ETag": etag}) == Validators()


@pytest.mark.parametrize(
    ("content_type", "page"),
    [
        ("text/html; charset=utf-8", True),
        ("application/xhtml+xml", True),
        ("text/plain", True),
        ("", True),
        ("application/rss+xml; charset=utf-8", False),
        ("application/atom+xml", False),
        ("Application/RDF+XML", False),
        ("text/xml", False),
        ("application/xml", False),
        ("text/x-opml+xml", False),
        ("application/feed+json", False),
        ("application/json", False),
    ],
)
def test_a_page_is_what_is_no_feed_and_no_data(content_type: str, *, page: bool) -> None:
    assert is_page(content_type) == page

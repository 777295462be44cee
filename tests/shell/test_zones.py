"""Time zones as people type them."""

from zoneinfo import available_timezones

import pytest

from bot.errors import RequestError
from bot.service.hours import read_zone, zones_like


@pytest.mark.parametrize(
    ("typed", "zone"),
    [
        ("Europe/Berlin", "Europe/Berlin"),
        (" europe/berlin ", "Europe/Berlin"),
        ("Berlin", "Europe/Berlin"),
        ("new york", "America/New_York"),
        ("São Paulo", "America/Sao_Paulo"),
        ("port au prince", "America/Port-au-Prince"),
        ("St. John's", "America/St_Johns"),
        ("utc", "UTC"),
    ],
)
def test_a_zone_may_be_typed_by_its_name_or_its_city(typed: str, zone: str) -> None:
    assert read_zone(typed) == zone


def test_every_zone_is_read_by_its_own_name() -> None:
    names = available_timezones() - {"Factory", "localtime", "posixrules"}
    assert {name: read_zone(name) for name in names} == {name: name for name in names}


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ("Louisville", "several called “Louisville”: America/Kentucky/Louisville, America/Louisville; name one"),
        ("Sydne", "No time zone is called “Sydne”; is it one of Australia/Sydney?"),
        (
            "Atlantis",
            "No time zone is called “Atlantis”; write one like Europe/Berlin or America/New_York, or its city.",
        ),
        ("", "No time zone is called “”; write one"),
        ("/", "is it one of "),
        ("x" * 10_000, "write one like"),
    ],
)
def test_a_zone_that_is_none_or_several_is_told_with_what_may_be_meant(typed: str, words: str) -> None:
    with pytest.raises(RequestError) as error:
        read_zone(typed)
    assert words in str(error.value)
    assert len(str(error.value)) < 300


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("new y", "America/New_York"),
        ("york", "America/New_York"),
        ("são", "America/Sao_Paulo"),
        ("BERL", "Europe/Berlin"),
    ],
)
def test_what_begins_with_what_is_typed_comes_first(typed: str, first: str) -> None:
    assert zones_like(typed, 25)[0] == first


def test_of_a_region_the_well_known_come_first_and_of_nothing_they_alone() -> None:
    assert zones_like("europe", 4) == ("Europe/Berlin", "Europe/Istanbul", "Europe/London", "Europe/Madrid")
    assert set(zones_like("", 25)) <= available_timezones()
    assert zones_like("qqq", 25) == ()

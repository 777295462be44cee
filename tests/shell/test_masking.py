"""What of an address is shown, and what never is. The keys are made up, in the forms that are about."""

import random
import string
from base64 import urlsafe_b64encode
from uuid import UUID

import pytest

from bot.masking import shown_address, shown_words

SEED = random.Random(7)  # noqa: S311 - keys that open nothing


@pytest.mark.parametrize(
    ("address", "shown"),
    [
        (
            "https://www.patreon.com/rss/dornpod?auth=kD3vQ-x81nRw_Zf0Ya7uLs&show=512",
            "https://www.patreon.com/rss/dornpod?auth=[hidden]&show=512",
        ),
        (
            "https://weir.substack.com/feed/private/8f3a9c12-77aa-4b1c-9d2e-1f2e3d4c5b6a.rss",
            "https://weir.substack.com/feed/private/[hidden].rss",
        ),
        (
            "https://api.weir.example/feed/podcast/4411/private/8f3a9c.rss",
            "https://api.weir.example/feed/podcast/4411/private/[hidden].rss",
        ),
        (
            "https://dorn.example/headlines/full_text?key=7d1f09ab33",
            "https://dorn.example/headlines/full_text?key=[hidden]",
        ),
        (
            "https://git.example/ines.private.atom?token=AB3XQ7LM&sort=new",
            "https://git.example/ines.private.atom?token=[hidden]&sort=new",
        ),
        (
            "https://git.example/dashboard.atom?feed_token=gl-x1Y2z3W4v5U6",
            "https://git.example/dashboard.atom?feed_token=[hidden]",
        ),
        (
            "https://forum.example/.rss?feed=4be1c0ffee9d27a6b8e51d30f7a2c94411d0e7aa&user=ines",
            "https://forum.example/.rss?feed=[hidden]&user=ines",
        ),
        (
            "https://calendar.example/ical/ines%40dorn.example/private-0c5e91d7a8b34f62/basic.ics",
            "https://calendar.example/ical/[hidden]/[hidden]/basic.ics",
        ),
        (
            "https://pins.example/rss/secret:1a9f3c5d7e2b4a6c8d0e/u:ines/",
            "https://pins.example/rss/[hidden]/u:ines/",
        ),
        (
            "https://access.weir.example/rss/eyJzaG93IjoiZG9ybiJ9.kR4t9ZbQ1xM7c",
            "https://access.weir.example/rss/[hidden]",
        ),
        ("https://ines:s3cr3t@dorn.example/feed#top", "https://[hidden]@dorn.example/feed"),
        ("https://ines@dorn.example/feed", "https://[hidden]@dorn.example/feed"),
        ("https://dorn.example/feed?reader=ines%40mail.example", "https://dorn.example/feed?reader=[hidden]"),
        ("https://dorn.example/feed?3f9a1c7e5b2d", "https://dorn.example/feed?[hidden]"),
        ("https://dorn.example/feed?page=1;api_key=news;x=2", "https://dorn.example/feed?page=1;api_key=[hidden];x=2"),
        ("https://alerts.example/feeds/04417719385520116392/881", "https://alerts.example/feeds/[hidden]/881"),
    ],
)
def test_what_lets_a_reader_in_is_hidden(address: str, shown: str) -> None:
    assert shown_address(address) == shown


@pytest.mark.parametrize(
    "address",
    [
        "https://courier.example/rss/news/world",
        "https://courier.example/?feed=rss2",
        "https://courier.example/index.php?option=com_content&view=featured&format=feed&type=rss",
        "https://courier.example/feed?format=xml&edition=int&max-results=25",
        "https://courier.example/2026/11/24/rss.xml",
        "https://courier.example/feed/20261124T063000Z/atom.xml",
        "https://courier.example/rss?from=2026-11-24&to=20261124&category=12345678",
        "https://rss.courier.example/~r/courier/topNews",
        "https://blogs.example/feeds/2187300664019284417/posts/default",
        "https://video.example/feeds/videos.xml?channel_id=UCx9_T2aQv7LkWz5Rm3yPd1g",
        "https://courier.example/rss/BBCNewsWorldService2026.xml",
        "https://courier.example/wdr-nachtschicht-2026/rechtsschutz2024.rss",
        "https://courier.example/top-10-news-4-u-in-2-minutes/feed/",
        "https://feeds.podcasts.example/GLT1412515089",
        "https://courier.example/%E6%96%B0%E9%97%BB/feed",
        "https://courier.example/feed?author=ines&keyword=weir&design=new",
        "https://courier.example/rss/private/news",
        "https://social.example/@ines.rss?by=@carla",
        "not an address",
        "",
    ],
)
def test_an_address_that_is_there_for_everybody_is_shown_as_it_is(address: str) -> None:
    assert shown_address(address) == address


def _letters(alphabet: str, count: int) -> str:
    return "".join(SEED.choices(alphabet, k=count))


@pytest.mark.parametrize(
    ("keys", "least"),
    [
        ([SEED.randbytes(16).hex() for _ in range(500)], 1.0),
        ([SEED.randbytes(10).hex() for _ in range(500)], 1.0),
        ([str(UUID(bytes=SEED.randbytes(16))) for _ in range(500)], 1.0),
        ([urlsafe_b64encode(SEED.randbytes(24)).decode() for _ in range(500)], 0.99),
        ([_letters(string.ascii_letters + string.digits, 24) for _ in range(500)], 0.99),
        ([_letters(string.ascii_lowercase + string.digits, 20) for _ in range(500)], 0.95),
    ],
    ids=["32 hex", "20 hex", "uuid", "base64", "base62", "base36"],
)
def test_keys_are_told_by_their_looks_alone(keys: list[str], least: float) -> None:
    hidden = [key for key in keys if key not in shown_address(f"https://courier.example/feeds/{key}.xml")]
    assert len(hidden) >= least * len(keys)


def test_an_address_that_cannot_be_read_is_not_shown() -> None:
    assert shown_address("https://[2001:db8::1/feed?key=s3cr3t") == "[hidden]"


def test_what_is_shown_is_one_line_and_not_too_long() -> None:
    shown = shown_address("https://courier.example/a\u202eb/" + "news/" * 200)
    assert "\u202e" not in shown
    assert len(shown) == 300


def test_addresses_within_words_are_hidden_too() -> None:
    words = "'https://dorn.example/feed?auth=s3cr3t' (from http://ines:pw@dorn.example/x) is not a feed"
    shown = "'https://dorn.example/feed?auth=[hidden]' (from http://[hidden]@dorn.example/x) is not a feed"
    assert shown_words(words) == shown

"""Two weeks in the life of a bot: everything is real but the paper, the platform and the clock."""

from collections import Counter
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from aiohttp import web

from tests.shell.chat import NEWS, OTHER, Chat, feed
from tests.shell.test_chat_digest import stories

# The clocks of Berlin go back on 25 October, those of New York on 1 November.
START = datetime(2026, 10, 22, 13, tzinfo=UTC)
DAYS = 13
EVERY = timedelta(hours=8)
_ITEMS = (b"<item>", b"</item>")


def paper(now: datetime) -> bytes:
    """A feed with what the last two days brought: an article every eight hours, and none that is still to come."""
    items = []
    for number in range(-6, DAYS * 3):
        at = START + number * EVERY
        if now - timedelta(days=2) < at <= now:
            one = feed(f"matter{number + 6}").replace(b"23 Nov 2026 18:00:00", f"{at:%d %b %Y %H:%M:%S}".encode())
            items.append(one[one.index(_ITEMS[0]) : one.index(_ITEMS[1]) + len(_ITEMS[1])])
    whole = feed("x")
    return whole[: whole.index(_ITEMS[0])] + b"".join(items) + b"</channel></rss>"


def test_two_places_in_two_zones_get_each_morning_once_and_no_article_twice(begins: Callable[..., Chat]) -> None:
    chat = begins(sources={"mail": "mail"}, now=START - timedelta(hours=1))

    async def answer(_: web.Request) -> web.Response:
        return web.Response(body=paper(chat.now), content_type="text/xml")

    chat.web["mail"] = answer
    chat.types("/schedule set 07:00 zone:Europe/Berlin", at=NEWS)
    chat.types("/schedule set 07:00 zone:America/New_York", at=OTHER)
    shown: dict[str, list[str]] = {NEWS.channel: [], OTHER.channel: []}
    told: dict[str, Counter[str]] = {NEWS.channel: Counter(), OTHER.channel: Counter()}
    for half_hour in range(DAYS * 48):
        if half_hour % 48 == 0:
            chat.restart()
        for one in chat.comes(START + timedelta(minutes=30 * half_hour)):
            assert one.ref
            shown[one.ref.place.channel].append(one.headings[0])
            told[one.ref.place.channel].update(stories(one))
    mornings = [START + timedelta(days=number) for number in range(1, DAYS + 1)]
    for channel, city in ((NEWS.channel, "Berlin"), (OTHER.channel, "New York")):
        assert shown[channel] == [f"Morning brief · {day:%a} {day.day} {day:%b}, 07:00 {city}" for day in mornings]
        assert set(told[channel].values()) == {1}
        assert len(told[channel]) >= DAYS * 3 - 3

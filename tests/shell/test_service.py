"""What people get in chat for what they ask, whatever the platform."""

import asyncio
import sqlite3
from collections.abc import Awaitable, Callable
from contextlib import closing
from datetime import UTC, date, datetime, time, timedelta
from pathlib import Path
from typing import TypeVar
from uuid import uuid4

import pytest
from aiohttp import web

from bot.commands import COMMANDS
from bot.errors import RequestError, SourcesError
from bot.fetch import Fetcher
from bot.gathering import Gatherer, Recent
from bot.inputs import Inputs
from bot.messages import (
    Actions,
    Button,
    Heading,
    Message,
    MessageRef,
    Note,
    Person,
    Place,
    Request,
    Saying,
    Summary,
    Visibility,
)
from bot.service import Service, Settings
from bot.store import DeliveryState, Store
from bot.subscriptions import Due, Subscription
from bot.workers import Reader
from tests.shell.loopback import Answer, serve

T = TypeVar("T")
NOW = datetime(2026, 11, 24, 6, tzinfo=UTC)
NEWS = Place("slack", "T1", "C1")
BODY = (
    "<p>The council of Dorn voted on Wednesday to remove the old weir, and it will cost {n} crowns.</p>"
    "<p>“We are all of us fond of the old weir,” said Ann Gray, the warden. “But it has to go in spring.”</p>"
)


def feed(*titles: str, day: str = "23") -> web.Response:
    items = "".join(
        f"<item><title>{title}</title><link>https://mail.example/{title.split()[0]}</link><pubDate>{day} Nov 2026 18:00:00 GMT</pubDate>"
        f"<description><![CDATA[{BODY.format(n=number)}]]></description>"
        f"<content:encoded><![CDATA[{BODY.format(n=number)}]]></content:encoded></item>"
        for number, title in enumerate(titles, 1)
    )
    text = f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Dorn Mail</title>{items}</channel></rss>'
    return web.Response(body=text.encode(), content_type="text/xml")


class Desk:
    """A service over sources on this machine; opened anew for each step, as after a restart."""

    def __init__(self, path: Path, sources: dict[str, Answer | web.Response | bytes]) -> None:
        self._path = path
        self._sources = sources
        self.now = NOW
        self.due = Due(NOW, date(2026, 11, 24), time(7))

    def does(self, step: Callable[[Service, Subscription], Awaitable[T]]) -> T:
        async def run() -> T:
            answers = {f"/{name}": answer for name, answer in self._sources.items()}
            async with (
                serve(answers) as address,
                Fetcher(allow_loopback=True, pause_s=0) as fetcher,
                Reader(timeout_s=60) as reader,
                Store(self._path) as store,
            ):
                urls = {name: f"{address}/{name}" for name in self._sources}
                subscription = Subscription("s", NEWS, urls, (time(7),), "Europe/Berlin")
                settings = Settings(urls, "Europe/Berlin", subscription)
                await store.since(subscription.id, self.now)
                await store.settle(subscription.id, self.due, DeliveryState.PREPARING)
                recent = Recent(Gatherer(Inputs(fetcher), reader), lambda: self.now)
                return await step(Service(recent, store, lambda _: settings, lambda: self.now), subscription)

        return asyncio.run(run())

    def asks(self, command: str, **options: str) -> Message:
        request = Request("r", command, NEWS, Person("U1"), self.now, options)

        async def ask(service: Service, _: Subscription) -> Message:
            message = await service.answer(request)
            await service.posted(message, [MessageRef(NEWS, uuid4().hex)])
            return message

        return self.does(ask)

    def morning(self) -> Message | None:
        return self.does(lambda service, subscription: service.edition(subscription, self.due))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "pullquote.db"


def headings(message: Message | None) -> list[str]:
    return [block.text for block in message.blocks if isinstance(block, Heading)] if message else []


def footer(message: Message) -> str:
    block = message.blocks[-1]
    assert isinstance(block, Note)
    return block.text


def buttons(message: Message) -> list[Button]:
    return [button for block in message.blocks if isinstance(block, Actions) for button in block.buttons]


def test_every_command_is_answered(path: Path) -> None:
    desk = Desk(path, {"mail": feed("Weir to go")})
    desk.asks("digest")
    for command in COMMANDS:
        assert desk.asks(command.name).blocks


def test_digest_gives_the_news_of_the_sources_with_a_footer_that_is_honest(path: Path) -> None:
    titles = [f"{name} to go" for name in ("Weir", "Wall", "Pier", "Mast", "Dyke", "Lock", "Gate")]
    desk = Desk(path, {"mail": feed(*titles), "post": web.Response(status=403)})
    message = desk.asks("digest", length="brief")
    assert message.visibility is Visibility.PUBLIC
    assert headings(message) == [
        "Digest · Tue 24 Nov, 07:00 Berlin",
        *(f"{n} · {t}" for n, t in enumerate(titles[:5], 1)),
    ]
    assert footer(message) == (
        "7 read · 2 more stories from 1 source left out · one source failed: post is not for programs to read (403 Forbidden); "
        "save the page in a browser and give the file · next in 24 h"
    )
    assert [(button.label, button.command) for button in buttons(message)] == [
        ("Who said what", "quotes"),
        ("More", "digest"),
    ]


def test_only_me_is_for_one_person_and_shows_the_place_nothing(path: Path) -> None:
    desk = Desk(path, {"mail": feed("Weir to go")})
    assert desk.asks("digest", visibility="only-me").visibility is Visibility.PRIVATE
    assert headings(desk.morning())[1:] == ["1 · Weir to go"]


def test_the_news_of_a_week_is_better_than_none(path: Path) -> None:
    desk = Desk(path, {"mail": feed("Weir to go", day="19")})
    assert headings(desk.asks("digest"))[1:] == ["1 · Weir to go"]


def test_no_news_is_said_in_words(path: Path) -> None:
    old = Desk(path, {"mail": feed("Weir to go", day="01")})
    with pytest.raises(RequestError, match=r"no news of the last 7 days in this channel's sources \(mail\)"):
        old.asks("digest")
    dead = Desk(path, {"mail": web.Response(status=404)})
    with pytest.raises(RequestError, match=r"no news to show: one source failed: mail is not there \(404 Not Found\)"):
        dead.asks("digest")


def test_quotes_tells_who_said_what_in_the_last_digest(path: Path) -> None:
    desk = Desk(path, {"mail": feed("Weir to go")})
    with pytest.raises(RequestError, match="no digest here yet"):
        desk.asks("quotes")
    desk.asks("digest")
    message = desk.asks("quotes")
    assert message.visibility is Visibility.PRIVATE
    (saying,) = [block for block in message.blocks if isinstance(block, Saying)]
    assert saying == Saying(
        ("We are all of us fond of the old weir", "But it has to go in spring."), "Ann Gray, the warden"
    )


def test_a_button_tells_who_said_what_in_its_own_digest_even_after_a_restart(path: Path) -> None:
    desk = Desk(path, {"mail": feed("Weir to go")})
    (button, *_) = buttons(desk.asks("digest", visibility="only-me"))
    assert headings(desk.asks(button.command, **button.options)) == ["Who said what", "Weir to go"]


def test_help_tells_the_commands_the_sources_and_the_hour(path: Path) -> None:
    message = Desk(path, {"mail": feed()}).asks("help")
    assert message.visibility is Visibility.PRIVATE
    text = str(message)
    assert all(command.help in text for command in COMMANDS)
    assert "Sources here: mail." in text
    assert "at 07:00 (Berlin)" in text


def test_a_morning_brings_what_the_place_was_not_shown_before(path: Path) -> None:
    sources: dict[str, Answer | web.Response | bytes] = {"mail": feed("Weir to go")}
    desk = Desk(path, sources)
    first = desk.morning()
    assert headings(first) == ["Morning brief · Tue 24 Nov, 07:00 Berlin", "1 · Weir to go"]
    assert desk.morning() is None
    sources["mail"] = feed("Weir to go", "Wall to go")
    assert headings(desk.morning())[1:] == ["1 · Wall to go"]


def test_what_could_not_be_posted_comes_again(path: Path) -> None:
    desk = Desk(path, {"mail": feed("Weir to go")})
    message = desk.morning()
    assert message
    desk.does(lambda service, _: service.not_posted(message))
    again = desk.morning()
    assert again
    desk.does(lambda service, _: service.posted(again, [MessageRef(NEWS, "1")]))
    assert desk.morning() is None


def test_a_morning_on_which_nothing_can_be_read_is_to_be_tried_again(path: Path) -> None:
    with pytest.raises(SourcesError) as raised:
        Desk(path, {"mail": web.Response(status=503)}).morning()
    assert not raised.value.permanent


def test_a_late_entry_is_still_news_and_an_old_one_is_not(path: Path) -> None:
    desk = Desk(path, {"mail": feed("Weir to go", day="23")})
    desk.now = NOW + timedelta(hours=20)
    assert headings(desk.morning())[1:] == ["1 · Weir to go"]
    desk = Desk(path.with_name("other.db"), {"mail": feed("Weir to go", day="21")})
    assert desk.morning() is None


def test_a_command_that_does_not_exist_is_refused_in_words(path: Path) -> None:
    with pytest.raises(RequestError, match="no command 'posted'"):
        Desk(path, {"mail": feed()}).asks("posted")


def test_what_is_nobodys_fault_who_asks_is_told_with_the_number_it_has_in_the_log(
    path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    desk = Desk(path, {"mail": feed("Weir to go")})

    async def ask_of_a_broken_store(service: Service, _: Subscription) -> Message:
        with closing(sqlite3.connect(path)) as other:
            other.execute("DROP TABLE cites")
        return await service.answer(Request("r", "quotes", NEWS, Person("U1"), desk.now))

    with pytest.raises(RequestError, match=r"in the log as error [0-9a-f]{8}") as told:
        desk.does(ask_of_a_broken_store)
    assert "database" not in str(told.value)
    [record] = [one for one in caplog.records if one.exc_info]
    assert vars(record)["error"] in str(told.value)


def test_what_somebody_asked_for_and_nobody_saw_is_news_in_the_morning(path: Path) -> None:
    desk = Desk(path, {"mail": feed("Weir to go")})
    request = Request("r", "digest", NEWS, Person("U1"), desk.now)
    desk.does(lambda service, _: service.answer(request))  # The program ends before it is shown.
    assert headings(desk.morning())[1:] == ["1 · Weir to go"]


def test_a_scheduled_digest_has_the_same_id_however_often_it_is_tried(path: Path) -> None:
    desk = Desk(path, {"mail": feed("Weir to go")})
    first = desk.morning()
    assert first
    desk.does(lambda service, _: service.not_posted(first))
    again = desk.morning()
    assert again
    assert again.id == first.id


def test_a_morning_without_news_of_a_source_in_trouble_is_to_be_tried_again(path: Path) -> None:
    desk = Desk(path, {"mail": web.Response(status=503), "post": feed("Weir to go", day="01")})
    with pytest.raises(SourcesError) as raised:
        desk.morning()
    assert not raised.value.permanent
    gone = Desk(path, {"mail": web.Response(status=410), "post": feed("Weir to go", day="01")})
    with pytest.raises(SourcesError) as raised:
        gone.morning()
    assert raised.value.permanent


def test_no_digest_is_a_flood(path: Path) -> None:
    names = (
        "amber birch cedar dahlia iris fennel garnet hazel indigo jasper kestrel laurel maple nettle ochre pewter quartz russet "
        "saffron thistle onyx violet walnut xenon yarrow zinnia bronze cobalt denim flint gravel heron ivory juniper lichen mulberry"
    ).split()
    feeds = {f"mail{n}": feed(*(f"{name} goes" for name in names[n * 18 : n * 18 + 18])) for n in range(2)}
    message = Desk(path, {**feeds}).asks("digest", length="full")
    assert len(headings(message)) == 26
    assert "11 more stories from 1 source left out" in footer(message)
    with pytest.raises(RequestError, match="a digest can't be huge; it is brief, standard, full"):
        Desk(path, {**feeds}).asks("digest", length="huge")


def test_an_address_of_a_feed_stands_under_no_story(path: Path) -> None:
    nameless = feed("Weir to go")
    assert isinstance(nameless.body, bytes)
    body = nameless.body.replace(b"<title>Dorn Mail</title>", b"").replace(
        b"<link>https://mail.example/Weir</link>", b""
    )
    message = Desk(path, {"secret": web.Response(body=body, content_type="text/xml")}).asks("digest")
    assert "secret" not in str(message)


def page(headline: str, *sentences: str, path: str = "weir") -> web.Response:
    text = "".join(f"<p>{sentence}</p>" for sentence in sentences)
    body = (
        f'<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><title>Dorn Mail</title><item>'
        f"<title>{headline}</title><link>https://mail.example/{path}</link><pubDate>23 Nov 2026 18:00:00 GMT</pubDate>"
        f"<content:encoded><![CDATA[{text}]]></content:encoded></item></channel></rss>"
    )
    return web.Response(body=body.encode(), content_type="text/xml")


VOTE = "The council of Dorn voted seven to four on Sunday to remove the old weir at Kessel Mill."
MUD = "Engineers have to clear the mud behind the weir before any work can begin on it."
STOP = "The province stopped the removal of the Kessel weir in Dorn on Monday until a court has decided."


def test_a_story_that_was_shown_comes_back_with_what_is_new(path: Path) -> None:
    first = Desk(path, {"mail": page("Dorn votes to remove Kessel weir", VOTE, MUD)})
    assert headings(first.asks("digest")) == [
        "Digest · Tue 24 Nov, 07:00 Berlin",
        "1 · Dorn votes to remove Kessel weir",
    ]
    later = Desk(path, {"mail": page("Province stops Dorn on Kessel weir", STOP, VOTE, path="stop")})
    message = later.morning()
    assert message is not None
    heading = next(block for block in message.blocks if isinstance(block, Heading) and block.level > 1)
    assert heading.badges == ("update",)
    (summary,) = (block for block in message.blocks if isinstance(block, Summary))
    assert [told.text for told in summary.sentences] == [STOP]
    again = Desk(path, {"mail": page("Dorn voted to remove the Kessel weir", VOTE, path="again")})
    assert again.morning() is None


def test_a_style_holds_for_a_place_and_can_be_chosen(path: Path) -> None:
    desk = Desk(path, {"mail": page("Dorn votes to remove Kessel weir", VOTE, MUD)})
    (summary,) = (block for block in desk.asks("digest", style="bullets").blocks if isinstance(block, Summary))
    assert summary.is_list
    assert not [block for block in desk.asks("digest", style="headlines").blocks if isinstance(block, Summary)]
    with pytest.raises(RequestError, match="can't be told as poem; it is told as summary, bullets, headlines"):
        desk.asks("digest", style="poem")

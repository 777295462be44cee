"""What is suggested while somebody types."""

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from bot.commands import COMMANDS
from bot.messages import Person, Place, Request, Suggestion
from bot.service import Desk
from tests.shell.analysed import analyse_all
from tests.shell.chat import ANN, BOB, NEWS, OTHER, Chat, Shown, feed, story
from tests.shell.test_chat_asking import PIER, WEIR, told
from tests.shell.test_chat_digest import channel

Begins = Callable[..., Chat]


async def analyse(desk: Desk) -> int:
    return await analyse_all(desk.store)


@pytest.fixture
def filled(begins: Begins) -> Chat:
    """A chat in which of two stories one was shown, with something of everything that can be suggested."""
    chat = begins(sources={"mail": "mail", "post": "post"})
    weir = story("Dorn votes to remove Kessel weir", *WEIR, path="weir").replace(
        "<pubDate>", "<category>Council</category><category>Politics</category><pubDate>"
    )
    chat.web["mail"] = channel(weir)
    chat.web["post"] = channel(story("Pier of Sallow to open", *PIER, path="p", outlet="Dorn Post"), outlet="Dorn Post")
    chat.types("/digest only-me")
    chat.does(analyse)
    chat.types("/digest mail")
    chat.types("/follow river", BOB)
    chat.types("/filter add volcano")
    chat.types("/filter add kind:only elect*")
    chat.types("/sources pause post")
    return chat


def suggested(
    chat: Chat,
    command: str,
    option: str,
    typed: str = "",
    by: Person = BOB,
    at: Place = NEWS,
    kind: str = "topic",
    reply_to: Shown | None = None,
) -> Sequence[Suggestion]:
    """What is suggested to somebody who has typed so much."""
    about = reply_to.ref if reply_to else None
    request = Request("s1", command, at, by, chat.now, {option: typed, "kind": kind}, about)
    return chat.does(lambda _: chat.service.suggest(request, option))


def labels(chat: Chat, command: str, option: str, typed: str = "", kind: str = "topic") -> list[str]:
    """How that is shown."""
    return [one.label for one in suggested(chat, command, option, typed, kind=kind)]


def test_for_every_option_that_says_so_something_is_suggested_within_what_platforms_take(filled: Chat) -> None:
    options = [(command.name, one.name) for command in COMMANDS for one in command.options if one.is_suggested]
    for command, option in options:
        found = suggested(filled, command, option)
        assert found, (command, option)
        assert len(found) <= 25
        assert all(0 < len(one.label) <= 100 and 0 < len(one.value) <= 100 for one in found)
    assert len(options) >= 16


def test_of_speakers_those_of_the_last_digest_come_first(filled: Chat) -> None:
    filled.types("/sources resume post")
    assert labels(filled, "quotes", "by") == [
        "Ann Gray, the warden of the river",
        "Otto Brandt",
        "Mara Lindqvist, the mayor of Sallow",
    ]
    assert [one.value for one in suggested(filled, "quotes", "by", "lind")] == ["Mara Lindqvist"]
    assert [one.value for one in suggested(filled, "quotes", "by", "mayor")] == ["Mara Lindqvist"]
    assert labels(filled, "follow", "what", "brandt", kind="person") == ["Otto Brandt"]
    assert "Lindqvist" in filled.types("/quotes by:Mara Lindqvist").text


def test_nothing_is_suggested_of_what_a_place_does_not_read(begins: Begins) -> None:
    chat = begins()
    chat.web["mail"] = channel(story("Dorn votes to remove Kessel weir", *WEIR, path="weir"))
    chat.types(f"/sources add {chat.url('mail')}", at=OTHER)
    chat.types("/digest", at=OTHER)
    chat.does(analyse)
    assert suggested(chat, "quotes", "by", "gray", at=OTHER)
    for command, option in (("quotes", "by"), ("quotes", "outlet"), ("story", "story"), ("digest", "about")):
        assert suggested(chat, command, option) == []
    assert suggested(chat, "unfollow", "what") == []


def test_stories_are_suggested_by_number_with_their_headlines(filled: Chat) -> None:
    weir = Suggestion("1 · Dorn votes to remove Kessel weir", "1")
    for command, option in (("story", "story"), ("why", "what"), ("follow", "what")):
        assert suggested(filled, command, option) == [weir]
        assert suggested(filled, command, option, "WEIR kess") == [weir]
        assert suggested(filled, command, option, "2") == []


def test_in_the_thread_of_a_digest_its_stories_are_suggested_as_they_are_asked_for(begins: Begins) -> None:
    chat, thread = told(begins), replace(NEWS, thread="t1")
    first = chat.types("/digest mail")
    for title in ("Kessel weir", "Pier of Sallow"):
        digest = first if "weir" in title else chat.types("/digest post", at=thread)
        (shown,) = suggested(chat, "story", "story", at=thread, reply_to=digest)
        assert title in shown.label
        assert title in chat.types("/story 1", at=thread, reply_to=digest).text
    (shown,) = suggested(chat, "story", "story", at=thread, reply_to=first)
    assert "Kessel weir" in shown.label


def test_what_holds_in_a_place_is_suggested_where_it_can_be_changed(filled: Chat) -> None:
    assert labels(filled, "sources remove", "source") == ["mail", "post"]
    assert labels(filled, "sources pause", "source") == ["mail"]
    assert labels(filled, "sources resume", "source") == ["post"]
    assert labels(filled, "quotes", "outlet") == ["Dorn Mail"]
    assert suggested(filled, "filter remove", "filter") == [
        Suggestion("volcano · never shown", "volcano"),
        Suggestion("elect* · alone shown", "elect*"),
    ]
    assert suggested(filled, "unfollow", "what", "riv") == [Suggestion("river · topic", "river")]
    assert suggested(filled, "unfollow", "what", by=Person("3", "Cid")) == []


def test_a_digest_is_suggested_of_sources_and_of_topics_of_which_there_is_something(filled: Chat) -> None:
    filled.types("/settings set about:mill,court")
    assert labels(filled, "digest", "about") == ["mail", "mill", "court", "Council"]


def test_packs_are_suggested_with_what_is_in_them_and_nothing_for_an_address(begins: Begins) -> None:
    chat = begins()
    (science,) = suggested(chat, "sources add", "source", "sci")[:1]
    assert science.value == "science"
    assert science.label.startswith("science · Nature, NASA")
    assert "german" in [one.value for one in suggested(chat, "sources add", "source", "spiegel")]
    assert suggested(chat, "sources add", "source", "https://example.org") == []
    assert suggested(chat, "sources add", "source", "europe.example") == []


def test_zones_are_suggested_by_city_with_the_hour_there(begins: Begins) -> None:
    chat = begins()
    for command in ("settings set", "schedule set"):
        assert suggested(chat, command, "zone", "new y")[0] == Suggestion(
            "America/New_York · 01:00", "America/New_York"
        )
        assert suggested(chat, command, "zone")[0].value == "Europe/Berlin"
        assert len(suggested(chat, command, "zone", "a")) == 25


def stands(chat: Chat, command: str, option: str, by: Person = BOB, at: Place = NEWS, **known: str) -> list[str]:
    """What stands in a field of a form until somebody changes it; and with which options its button opened it."""
    request = Request("s1", command, at, by, chat.now, known)
    return [one.value for one in chat.does(lambda _: chat.service.suggest(request, option))]


def test_what_holds_stands_in_forms_until_it_is_changed(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    tokyo = replace(BOB, zone="Asia/Tokyo")
    for option, first in {"times": ["07:00"], "days": ["daily"], "zone": [], "quiet": []}.items():
        assert stands(chat, "schedule set", option) == first
    for command in ("schedule set", "setup", "settings set"):
        assert stands(chat, command, "zone") == []
        assert stands(chat, command, "zone", replace(BOB, zone="Asia/Atlantis")) == []
        assert stands(chat, command, "zone", tokyo) == ["Asia/Tokyo"]
        assert suggested(chat, command, "zone", by=tokyo)[0].value == "Asia/Tokyo"
    assert [stands(chat, "settings set", one) for one in ("style", "method", "about", "threads")] == [
        ["summary"],
        ["default"],
        [],
        ["no"],
    ]
    chat.types("/schedule set 08:00 18:30 days:weekdays zone:london quiet:22:00-06:30")
    chat.asks("settings set", {"style": "bullets", "about": "weir,sea trout", "threads": "yes"})
    held = {"times": "08:00, 18:30", "days": "weekdays", "zone": "Europe/London", "quiet": "22:00-06:30"}
    assert {one: stands(chat, "schedule set", one, tokyo) for one in held} == {one: [held[one]] for one in held}
    assert stands(chat, "setup", "time") == ["08:00, 18:30"]
    assert [stands(chat, "settings set", one) for one in ("zone", "style", "about", "threads")] == [
        ["Europe/London"],
        ["bullets"],
        ["weir, sea trout"],
        ["yes"],
    ]
    before = chat.types("/schedule show").text
    assert before.splitlines()[2:] == chat.asks("schedule set", held).text.splitlines()[2:]
    # What does not fit into a field is left as it is.
    chat.types(f"/settings set about:{'weir,' * 30}")
    assert stands(chat, "settings set", "about") == []


def test_every_option_that_says_so_has_something_that_stands_in_it(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.types("/schedule set 08:00 quiet:22:00-06:30")
    chat.types("/settings set about:weir")
    options = [(command.name, one.name) for command in COMMANDS for one in command.options if one.is_prefilled]
    for command, option in options:
        assert len(stands(chat, command, option)) == 1, (command, option)
    assert len(options) >= 11


def test_about_another_channel_those_who_manage_it_are_told_what_could_stand_there_and_nobody_else(
    begins: Begins,
) -> None:
    chat = begins()
    chat.web["mail"] = feed("Weir to go")
    chat.types(f"/sources add {chat.url('mail')} name:weirs", at=OTHER)
    chat.types("/schedule set 09:00", at=OTHER)
    home = Place.of_person("pigeon", "T1", ANN.id)
    for at in (NEWS, home):
        assert stands(chat, "schedule set", "times", ANN, at, channel="other") == ["09:00"]
        assert stands(chat, "schedule set", "times", ANN, at) == ["07:00"]
        assert stands(chat, "sources remove", "source", ANN, at, channel="other") == ["weirs"]
        assert stands(chat, "sources remove", "source", ANN, at, channel="#other") == []
        assert stands(chat, "sources remove", "source", BOB, at, channel="other") == []


def test_hours_and_days_are_suggested_as_they_begin(begins: Begins) -> None:
    chat = begins()
    for option, typed, first in (
        ("times", "", ["07:00", "08:00", "07:00 18:30"]),
        ("times", "7", ["07:00", "07:00 18:30", "07:00 12:30 18:30"]),
        ("times", "07:00 1", ["07:00 18:30", "07:00 12:30 18:30", "01:00 07:00"]),
        ("times", "6pm, 5:45 am", ["05:45 18:00"]),
        ("times", "noon", []),
        ("days", "", ["daily", "weekdays", "weekends"]),
        ("days", "Week", ["weekdays", "weekends"]),
        ("days", "fri-sun", ["fri,sat,sun"]),
        ("days", "x", []),
    ):
        found = [one.value for one in suggested(chat, "schedule set", option, typed)]
        assert found[:3] == first, typed


def test_commands_are_suggested_for_help(begins: Begins) -> None:
    chat = begins()
    assert [one.value for one in suggested(chat, "help", "command", "cat")] == ["catch-up"]
    assert suggested(chat, "help", "command", "opml")[0].value == "sources import"


def test_whatever_was_typed_nothing_breaks(filled: Chat) -> None:
    odd = ("\x00\ud800", "x" * 10_000, "%_'\"\\", "9" * 5_000, "🜁 ☃", "*")
    for command, option in [(one.name, each.name) for one in COMMANDS for each in one.options if each.is_suggested]:
        assert all(suggested(filled, command, option, typed) in ([], ()) or typed == "*" for typed in odd)
    assert suggested(filled, "volcano", "x") == ()
    assert suggested(filled, "digest", "volcano") == ()
    filled.close()
    assert suggested(filled, "story", "story") == ()
    filled.open()


def test_what_is_long_is_cut_in_its_label_and_left_out_as_a_value(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed("Weir to go " + "T" * 300)
    chat.types("/digest")
    chat.types(f"/filter add {'weir ' * 40}")
    chat.types("/filter add wall")
    ((label, value),) = [(one.label, one.value) for one in suggested(chat, "story", "story")]
    assert (len(label), value) == (100, "1")
    assert labels(chat, "filter remove", "filter") == ["wall · never shown"]

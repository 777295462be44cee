"""From an invited bot to its first digest in one command."""

from collections.abc import Callable
from datetime import timedelta
from urllib.parse import urlsplit

from bot.commands import command_named
from bot.messages import Place, Request
from bot.service.packs import packs
from tests.shell.chat import ANN, BOB, NEWS, NOW, OTHER, Chat, feed
from tests.shell.test_chat_digest import stories
from tests.shell.test_chat_managing import site

Begins = Callable[..., Chat]
HOUR = timedelta(hours=1)
DIRECT = Place.of_person("pigeon", "T1", BOB.id)


def test_one_command_adds_a_source_sets_the_hours_and_shows_what_will_come(begins: Begins) -> None:
    chat = begins(now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go", "Wall to stay", "Pier to open")
    shown = chat.types(f"/setup {chat.url('mail')} 08:30 zone:helsinki")
    assert shown.is_private
    assert shown.headings[:4] == [
        "Setup",
        "1 source added",
        "Schedule",
        "Preview · Morning brief · Tue 24 Nov, 08:30 Helsinki",
    ]
    assert "A brief digest comes every day at 08:30, Europe/Helsinki." in shown.text
    assert "Tue 24 Nov, 08:30" in shown.text
    assert "And 2 more stories." in shown.text
    assert "/schedule set 07:00 brings it" not in shown.text
    assert shown.buttons == ["Preview", "Add another source"]
    first, *_ = stories(chat.presses("Preview", on=shown))
    assert f"1 · {first}" in shown.headings
    (came,) = chat.comes(NOW + HOUR / 2)
    assert len(stories(came)) == 3


def test_the_whole_preview_is_shown_where_it_is_one_story(begins: Begins) -> None:
    chat = begins(now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go")
    shown = chat.types(f"/setup {chat.url('mail')}")
    assert "every day at 07:00, Europe/Berlin" in shown.text
    assert shown.buttons == ["Add another source"]
    assert "Weirson" in chat.types("/quotes", reply_to=shown).text


def test_what_goes_wrong_with_one_step_undoes_and_hides_nothing_of_the_others(begins: Begins) -> None:
    chat = begins()
    chat.web["many"], chat.web["mail"], chat.web["post"] = (
        site("mail", "post"),
        feed("Weir to go"),
        feed("Pier to open"),
    )
    several = chat.types(f"/setup {chat.url('many')} time:09:00")
    assert "has 2 feeds. Which one?" in several.text
    assert "every day at 09:00" in several.text
    assert "1 source added" in chat.presses("Post", on=several).text
    wrong = chat.types(f"/setup {chat.url('mail')} time:25:00")
    assert "Not set: “25:00” is no hour of the day" in wrong.text
    assert "1 source added" in wrong.text
    assert "1 · " in wrong.text
    gone = chat.types(f"/setup {chat.url('gone')} time:10:00")
    assert "404" in gone.text
    assert "every day at 10:00" in gone.text
    assert "That source is here already." in chat.types(f"/setup {chat.url('mail')}").text
    chat.types("/digest")
    chat.comes(chat.now + 48 * HOUR)
    assert "There is nothing new to tell just now" in chat.types("/setup 11:00").text


def test_a_place_that_has_sources_needs_an_hour_alone_and_keeps_what_was_chosen(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed("Weir to go")
    assert "A brief digest comes every day at 09:00" in chat.types("/setup time:9am").text
    chat.types("/schedule set 08:00 days:weekdays length:full")
    assert "A full digest comes on weekdays at 08:00, Asia/Tokyo." in chat.types("/setup zone:tokyo").text
    assert "A full digest comes on weekdays at 08:00, Asia/Tokyo." in chat.types(f"/setup {chat.url('mail')}").text


def test_a_setup_of_nothing_says_how_it_is_typed_and_one_without_sources_what_is_missing(begins: Begins) -> None:
    chat = begins()
    assert "/setup science time:07:00, or /setup https://example.org" in chat.types("/setup").text
    assert "/setup science" in chat.asks("setup", {"source": " ", "time": ""}).text
    assert "No digest comes by itself here." in chat.types("/schedule show").text
    shown = chat.types("/setup time:07:00").text
    assert "every day at 07:00" in shown
    assert "Nothing can come yet, as there are no sources here." in shown
    assert "Only those who manage this channel can change that" in chat.types("/setup science", BOB).text
    assert "Only those who manage a channel can ask" in chat.types("/setup science channel:other", BOB).text
    assert "/setup [pack:business|" in chat.types("/help setup", BOB).text


def test_the_starter_packs_that_can_be_chosen_are_those_that_there_are() -> None:
    command = command_named("setup")
    assert command
    (pack,) = [option for option in command.options if option.name == "pack"]
    assert list(pack.choices) == sorted(packs())


def test_a_pack_and_a_source_of_ones_own_are_added_in_one_go_and_what_can_not_be_read_of_it_is_said(
    begins: Begins,
) -> None:
    # Of the addresses in a pack none is asked: whoever runs this bot does not allow them.
    chat = begins(blocked=tuple({urlsplit(one.feed).hostname or "" for one in packs()["science"]}))
    chat.web["mail"] = feed("Weir to go")
    shown = chat.asks("setup", {"pack": "science", "source": chat.url("mail")})
    assert "may not be added" in shown.text
    assert "1 source added" in shown.text
    assert "1 · Weir to go" in shown.headings


def test_the_hours_that_hold_are_suggested_first_and_setting_them_again_changes_nothing(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed("Weir to go")
    request = Request("r", "setup", NEWS, ANN, chat.now, {})

    def first() -> str:
        return chat.does(lambda _: chat.service.suggest(request, "time"))[0].value

    assert first() == "07:00"
    chat.types("/schedule set 09:00 days:weekdays silent:yes")
    assert first() == "09:00"
    shown = chat.types("/setup time:09:00")
    assert "on weekdays at 09:00" in shown.text
    assert "without a sound" in shown.text
    assert "The next one comes Tue 24 Nov, 09:00." in shown.text


def test_another_channel_is_set_up_and_its_buttons_are_about_that_one(begins: Begins) -> None:
    chat = begins()
    chat.web["many"], chat.web["mail"], chat.web["post"] = (
        site("mail", "post"),
        feed("Weir to go"),
        feed("Pier to open"),
    )
    chat.pigeons.obstacles[OTHER.channel] = "I may not write there; grant me Send Messages."
    shown = chat.types(f"/setup {chat.url('many')} channel:other")
    assert "Set, but: I may not write there; grant me Send Messages." in shown.text
    assert "1 source added" in chat.presses("Mail", on=shown).text
    assert "1 source here" in chat.types("/sources list", at=OTHER).text
    assert "No sources yet." in chat.types("/sources list", at=NEWS).text
    chat.types(f"/sources add {chat.url('post')}", at=NEWS)
    taken = chat.types("/setup channel:third")
    assert "It comes with the sources of this channel" in taken.text
    assert "1 · Pier to open" in taken.headings


def test_somebody_sets_their_direct_messages_up(begins: Begins) -> None:
    chat = begins(now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go")
    assert "every day at 07:00" in chat.types(f"/setup {chat.url('mail')} 07:00", BOB, DIRECT).text
    assert "Only those" not in chat.types("/settings set threads:yes", BOB, DIRECT).text
    (came,) = chat.comes(NOW)
    assert came.ref
    assert came.message
    assert (came.ref.place, stories(came), came.message.manner.has_thread) == (DIRECT, ["Weir to go"], False)
    assert "nobody else to call" in chat.types("/schedule set 07:00 role:55", BOB, DIRECT).text

"""Whose hours count where nobody said: those of the profile of who asks, and the answer says so."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from bot.config import read_config
from bot.messages import Manner, MessageRef, Person, Place, Request
from bot.opening import ConfiguredPlaces
from tests.shell.chat import ANN, BOB, NEWS, OTHER, Chat, feed
from tests.shell.test_chat_digest import stories

Begins = Callable[..., Chat]
HOUR = timedelta(hours=1)
ANN_OF_TOKYO, BOB_OF_TOKYO = (replace(one, workspace="T1", zone="Asia/Tokyo") for one in (ANN, BOB))
DIRECT = Place.of_person("pigeon", "T1", BOB.id)
PROFILED = "07:00 Asia/Tokyo, as your profile has it; zone:London, or any other city, changes it."


@pytest.fixture
def small(begins: Begins) -> Chat:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed("Weir to go")
    return chat


def test_a_first_schedule_goes_by_the_profile_of_who_sets_it_and_says_so(small: Chat) -> None:
    shown = small.types("/schedule set 07:00", ANN_OF_TOKYO).text
    assert PROFILED in shown
    assert "every day at 07:00, Asia/Tokyo" in shown
    assert "Nobody has set" not in small.types("/settings show", ANN_OF_TOKYO).text
    # From now on it is the place's own, whoever asks.
    london = replace(ANN, zone="Europe/London")
    for typed in ("/schedule set 08:00", "/schedule remove", "/schedule set 09:00", "/setup time:10:00"):
        assert "profile" not in small.types(typed, london).text
    assert "every day at 10:00, Asia/Tokyo" in small.types("/schedule show").text


def test_what_was_said_of_a_zone_stays(small: Chat) -> None:
    assert "profile" not in small.types("/schedule set 07:00 zone:london", ANN_OF_TOKYO).text
    small.types("/settings set zone:london", at=OTHER)
    assert "every day at 07:00, Europe/London" in small.types("/schedule set 07:00", ANN_OF_TOKYO, OTHER).text
    small.types("/schedule set 07:00", at=replace(NEWS, channel="third"))
    assert "Europe/Berlin" in small.types("/schedule set 08:00", ANN_OF_TOKYO, replace(NEWS, channel="third")).text


def test_setting_up_goes_by_the_profile_as_well(begins: Begins) -> None:
    chat = begins()
    chat.web["mail"] = feed("Weir to go")
    shown = chat.types(f"/setup {chat.url('mail')} 07:00", ANN_OF_TOKYO).text
    assert PROFILED in shown
    assert "every day at 07:00, Asia/Tokyo" in shown
    typed = chat.types(f"/setup {chat.url('mail')} 07:00 zone:madrid", ANN_OF_TOKYO, OTHER).text
    assert "profile" not in typed
    assert "Europe/Madrid" in typed


@pytest.mark.parametrize(
    "zone", ["", "Asia/Atlantis", "europe", "../etc/passwd", "localtime", "x" * 5_000, "asia/tokyo"]
)
def test_a_zone_of_a_profile_that_is_none_is_left_out_of_account(small: Chat, zone: str) -> None:
    shown = small.types("/schedule set 07:00", replace(ANN, zone=zone)).text
    assert "profile" not in shown
    assert "Europe/Berlin" in shown


def test_settings_say_what_the_profile_has_and_how_it_is_taken(small: Chat) -> None:
    shown = small.types("/settings show", ANN_OF_TOKYO).text
    assert "zone  Europe/Berlin" in shown
    assert "/settings set zone:Asia/Tokyo lets all here do so" in shown
    assert "/settings set zone:Asia/Tokyo" in small.types("/settings set style:bullets", ANN_OF_TOKYO).text
    assert "profile" not in small.types("/settings show", BOB_OF_TOKYO).text
    own = small.types("/settings show", BOB_OF_TOKYO, DIRECT).text
    assert "zone  Asia/Tokyo" in own
    assert "The zone is that of your profile" in own
    small.types("/settings set zone:london", BOB_OF_TOKYO, DIRECT)
    assert "profile" not in small.types("/settings show", BOB_OF_TOKYO, DIRECT).text
    assert "Nobody has set" in small.types("/settings show", ANN_OF_TOKYO).text


def test_what_is_followed_comes_by_the_hours_of_the_profile(small: Chat) -> None:
    shown = small.types("/follow weir", BOB_OF_TOKYO).text
    assert "at 08:00 (Asia/Tokyo, as your profile has it)" in shown
    assert "/schedule set 08:00 zone:London, typed in your direct messages with me" in shown
    assert "zone  Asia/Tokyo" in small.types("/settings show", BOB, DIRECT).text
    assert "profile" not in small.types("/follow pier", replace(BOB_OF_TOKYO, zone="Europe/London")).text
    small.types("/unfollow weir", BOB_OF_TOKYO)
    small.types("/unfollow pier", BOB_OF_TOKYO)
    assert "at 08:00 (Asia/Tokyo)" in small.types("/follow wall", replace(BOB_OF_TOKYO, zone="Europe/London")).text
    # Without a profile, by those of the place where it was asked.
    small.types("/settings set zone:london")
    assert "at 08:00 (Europe/London)" in small.types("/follow weir", Person("3", "Cid", workspace="T1")).text


def test_what_somebody_missed_is_told_in_their_hours_and_is_sent_to_them_alone(small: Chat) -> None:
    shown = small.types("/catch-up 24h", BOB_OF_TOKYO)
    assert shown.headings[0] == "Catch-up · since Mon 23 Nov, 15:00 Tokyo, as your profile has it"
    assert shown.is_private
    assert shown.message
    assert shown.message.manner == Manner(is_direct=True)
    assert small.types("/catch-up 24h", BOB).headings[0] == "Catch-up · since Mon 23 Nov, 07:00"
    small.types("/settings set zone:london")
    assert small.types("/catch-up 24h", BOB_OF_TOKYO).headings[0] == "Catch-up · since Mon 23 Nov, 06:00"


def test_what_somebody_follows_is_shown_to_them_alone_and_an_answer_where_they_asked(small: Chat) -> None:
    for typed, is_direct in (("/follow", True), ("/follow weir", False), ("/follow", True), ("/unfollow weir", False)):
        shown = small.types(typed, BOB_OF_TOKYO)
        assert shown.is_private
        assert shown.message
        assert shown.message.manner.is_direct is is_direct


def test_what_was_sent_to_somebody_alone_they_ask_about_where_it_stands(small: Chat) -> None:
    small.web["mail"] = feed(
        *(
            f"{word} to go"
            for word in (
                "Weir",
                "Wall",
                "Pier",
                "Mill",
                "Quay",
                "Lock",
                "Ford",
                "Dyke",
                "Dock",
                "Tower",
                "Gate",
                "Barn",
                "Oven",
            )
        )
    )
    message = small.types("/catch-up 24h length:brief", BOB_OF_TOKYO, is_shown=False).message
    assert message
    small.does(lambda _: small.service.posted(message, [MessageRef(DIRECT, "d1")]))
    (first, *_) = stories(small.types("/catch-up 24h length:brief", BOB_OF_TOKYO))
    thing = first.split()[0]
    about = {"message": message.id}
    assert f"{thing}son" in small.asks("quotes", about, BOB_OF_TOKYO, DIRECT).text
    here = small.asks("why", about, BOB_OF_TOKYO)
    there = small.asks("why", about, BOB_OF_TOKYO, DIRECT)
    # What there was no room for would be made of other sources there.
    assert here.buttons == ["The rest"]
    assert there.buttons == []
    assert there.headings == here.headings
    assert "not of this channel" in small.asks("quotes", about, ANN_OF_TOKYO, OTHER).text
    request = Request("r", "quotes", DIRECT, BOB_OF_TOKYO, small.now, {}, MessageRef(DIRECT, "d1"))
    assert small.does(lambda _: small.service.answer(request)).blocks


def test_config_toml_gives_a_place_a_zone_of_its_own_or_none(tmp_path: Path) -> None:
    written = tmp_path / "config.toml"
    written.write_text(
        'zone = "Europe/Berlin"\n[discord]\n'
        '[[places]]\nplatform = "discord"\nchannel = "1"\nzone = "Asia/Tokyo"\n'
        '[[places]]\nplatform = "discord"\nchannel = "2"\n'
    )
    configured = ConfiguredPlaces(read_config(written, {"DISCORD_TOKEN": "token"}))
    assert [configured.of(Place("discord", "9", channel)).has_zone for channel in ("1", "2", "3")] == [
        True,
        False,
        False,
    ]

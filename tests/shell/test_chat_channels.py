"""What those who manage a server let come to its other channels, and how it is posted there."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.errors import PostError
from bot.messages import Manner, Place, Visibility
from bot.subscriptions import Subscription
from tests.shell.chat import ANN, BOB, NEWS, NOW, OTHER, Chat, Shown, feed
from tests.shell.test_chat_digest import stories

Begins = Callable[..., Chat]
HOUR = timedelta(hours=1)
DIRECT = Place.of_person("pigeon", "T1", ANN.id)


def manner(shown: Shown) -> Manner:
    assert shown.message
    return shown.message.manner


def test_a_digest_is_let_come_to_another_channel_with_the_sources_of_this_one(begins: Begins) -> None:
    chat = begins(now=NOW - HOUR)
    chat.web["mail"], chat.web["post"] = feed("Weir to go", day="24", hour="04"), feed("Pier to open")
    assert "There are no sources here yet" in chat.types("/schedule set 07:00 channel:other").text
    chat.types(f"/sources add {chat.url('mail')}")
    shown = chat.types("/schedule set 07:00 channel:other", at=replace(NEWS, thread="9.1"))
    assert "It comes with the sources of this channel" in shown.text
    assert "A brief digest comes every day at 07:00" in chat.types("/schedule show", BOB, OTHER).text
    assert "No digest comes by itself here." in chat.types("/schedule show").text
    chat.types(f"/sources add {chat.url('post')}")
    assert "sources of this channel" not in chat.types("/schedule set 07:00 channel:other").text
    (came,) = chat.comes(NOW)
    assert came.ref
    assert (came.ref.place, stories(came)) == (OTHER, ["Weir to go"])


def test_another_channel_is_asked_about_by_those_who_manage_the_server_and_nobody_else(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go")
    for command in (
        "schedule set 07:00 channel:other",
        "schedule preview channel:other",
        "sources add science channel:other",
    ):
        assert "Only those who manage a channel can" in chat.types(f"/{command}", BOB).text, command
    for channel in ("#other", "x" * 10_000):
        shown = chat.types(f"/schedule set 07:00 channel:{channel}").text
        assert "is no channel that I know" in shown
        assert len(shown) < 200
    nowhere = Place.of_person("pigeon", "", ANN.id)
    assert "There are no other channels here" in chat.types("/schedule set 07:00 channel:other", at=nowhere).text
    assert "Only those who manage a channel can" in chat.types("/schedule set 07:00 channel:other", BOB, DIRECT).text
    assert "No digest comes by itself here." in chat.types("/schedule show", at=OTHER).text
    preview = chat.types("/schedule preview channel:other", at=NEWS)
    assert stories(preview) == ["Weir to go"]
    assert "Weirson" in chat.presses("Who said what", on=preview).text


def test_from_their_direct_messages_those_who_manage_ask_about_a_channel_and_the_answer_names_it(
    begins: Begins,
) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.web["mail"], chat.web["post"] = feed("Weir to go"), feed("Pier to open")
    # Sources that somebody has for themselves are no channel's.
    chat.types(f"/sources add {chat.url('post')}", at=DIRECT)
    assert "sources of this channel" not in chat.types("/schedule set 07:00 channel:other", at=DIRECT).text
    for typed, words in {
        "/schedule show": "Schedule · channel other",
        "/sources list": "1 source here · channel other",
        "/settings show": "Settings · channel other",
        "/settings set style:bullets": "Settings · channel other",
        "/health": "Sources: 1 of 1 fine · channel other",
        "/schedule pause": "channel other: No digest comes by itself until /schedule resume.",
        "/schedule resume": "every day at 07:00",
        "/schedule remove": "channel other: No digest comes by itself any more",
        "/sources remove mail": "channel other: mail is no longer a source here.",
    }.items():
        assert "Only those who manage a channel can" in chat.types(f"{typed} channel:other", BOB, DIRECT).text, typed
        assert words in chat.types(f"{typed} channel:other", at=DIRECT).text, typed
    assert "No sources yet." in chat.types("/sources list", at=OTHER).text
    assert "style  bullets" in chat.types("/settings show", at=OTHER).text
    assert "style  summary" in chat.types("/settings show", at=DIRECT).text


def test_how_a_digest_is_posted_is_chosen_shown_kept_and_given_up(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.web["mail"] = feed("Weir to go")
    words = "It is posted without a sound, on to those who follow this channel, with a call to role 55."
    assert words in chat.types("/schedule set 06:30 silent:yes publish:yes role:55").text
    chat.restart()
    assert words in chat.types("/schedule set 07:00").text
    chat.types("/settings set threads:yes")
    assert "threads  one with each digest" in chat.types("/settings show", BOB).text
    (came,) = chat.comes(NOW)
    assert manner(came) == Manner(is_silent=True, is_published=True, has_thread=True, role="55")
    # Whoever asks calls nobody; and what one person alone sees can't be talked about.
    assert manner(chat.types("/digest")) == Manner(has_thread=True)
    assert manner(chat.types("/digest", at=replace(NEWS, thread="9.1"))) == Manner()
    assert manner(chat.types("/digest visibility:only-me")) == Manner()
    assert "with a call" not in chat.types("/schedule set 07:00 role:none publish:no").text
    assert "It is posted without a sound." in chat.types("/schedule show").text


def test_nobody_is_called_who_did_not_choose_to_be(chat: Chat) -> None:
    for role in ("T1", "@everyone", "here", "@Readers", "<!channel>"):
        assert "or role:none" in chat.asks("schedule set", {"times": "07:00", "role": role}).text, role
    assert "No digest comes by itself here." in chat.types("/schedule show").text


def test_the_notice_of_a_silence_calls_nobody(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"}, now=NOW - HOUR)
    chat.types("/schedule set 07:00 role:55 silent:yes publish:yes")
    chat.web["mail"] = feed("Weir to go")
    came = [shown for day in range(9) for shown in chat.comes(NOW + timedelta(days=day))]
    assert [manner(shown).role for shown in came] == ["55", ""]
    assert manner(came[1]) == Manner(is_silent=True)
    assert came[1].message
    assert came[1].message.visibility is Visibility.PUBLIC


def test_what_keeps_a_digest_from_being_posted_is_said_and_it_is_set_all_the_same(chat: Chat) -> None:
    words = "I may not write there; grant me Send Messages."
    chat.pigeons.obstacles["other"] = words
    shown = chat.types("/schedule set 07:00 channel:other").text
    assert f"Set, but: {words}" in shown
    assert "A brief digest comes every day at 07:00" in shown
    for command in ("schedule show", "health"):
        assert f"As it is, it can’t come: {words}" in chat.types(f"/{command}", BOB, OTHER).text
        assert words not in chat.types(f"/{command}", BOB, NEWS).text
    # Nobody may know, and what was set is set.
    chat.pigeons.obstacles["other"] = PostError("no answer", permanent=False)
    shown = chat.types("/schedule set 08:00 channel:other").text
    assert "every day at 08:00" in shown
    assert "Set, but" not in shown


@pytest.mark.parametrize(
    "chosen",
    [{"silent": "yes"}, {"publish": 1}, {"role": 55}, {"role": "@everyone"}, {"role": "<@&5>"}],
    ids=["a word", "a number", "a role as a number", "everyone", "a mention"],
)
def test_a_manner_that_can_not_be_read_is_none(chosen: dict[str, object]) -> None:
    kept = Subscription("s", NEWS, (), "UTC", manner=Manner(is_silent=True, role="55"))
    assert Subscription.of_settings("s", NEWS, kept.settings) == kept
    with pytest.raises(ValueError, match=r"manner|no such role"):
        Subscription.of_settings("s", NEWS, {**kept.settings, **chosen})


def test_a_list_of_feeds_is_imported_as_a_file_or_by_its_address(begins: Begins) -> None:
    chat = begins()
    chat.web["mail"] = feed("Weir to go")
    listed = f'<opml version="2.0"><body><outline text="Mail" xmlUrl="{chat.url("mail")}"/></body></opml>'
    assert "or give the list as a file" in chat.types("/sources import").text
    assert "The file is no OPML list of feeds" in chat.asks("sources import", {"document": "Dear all"}).text
    assert "1 source added" in chat.asks("sources import", {"document": listed}).text
    assert "Only those who manage" in chat.asks("sources import", {"document": listed}, BOB).text

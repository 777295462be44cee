"""What belongs to one place, or to one person, is found by nobody else."""

from collections.abc import Callable
from datetime import timedelta

import pytest

from bot.messages import Person, Place
from tests.shell.chat import ANN, BOB, NEWS, OTHER, Chat, feed
from tests.shell.test_chat_asking import told
from tests.shell.test_chat_digest import stories

Begins = Callable[..., Chat]
SECRET = "q8Zr3vKp0TxY6bWn"  # noqa: S105 - of a feed that is not there
ABOUT_A_MESSAGE = {
    "ask": {"question": "What was the old weir?"},
    "quotes": {},
    "story": {"story": "1"},
    "why": {},
    "follow": {"what": "1"},
}


def two_places(begins: Begins) -> Chat:
    """A chat in two channels, each with a source of its own."""
    chat = begins()
    chat.web["mail"], chat.web["post"] = feed("Weir to go"), feed("Pier to open", outlet="Dorn Post")
    chat.types(f"/sources add {chat.url('mail')}", at=NEWS)
    chat.types(f"/sources add {chat.url('post')}", at=OTHER)
    return chat


@pytest.mark.parametrize("command", ABOUT_A_MESSAGE)
@pytest.mark.parametrize("is_reply", [True, False])
def test_a_message_of_one_channel_can_t_be_asked_about_from_another(
    begins: Begins, command: str, *, is_reply: bool
) -> None:
    chat = two_places(begins)
    digest = chat.types("/digest", at=NEWS)
    assert digest.message
    options = ABOUT_A_MESSAGE[command] | ({} if is_reply else {"message": digest.message.id})
    shown = chat.asks(command, options, BOB, OTHER, digest if is_reply else None)
    assert "weir to go" not in shown.text.lower()
    assert "Dorn Mail" not in shown.text


def test_a_digest_of_a_channel_can_be_asked_about_in_its_threads_but_not_the_other_way_round(begins: Begins) -> None:
    chat = two_places(begins)
    thread = Place(NEWS.platform, NEWS.workspace, NEWS.channel, "thread")
    digest, within = chat.types("/digest"), chat.types("/digest", at=thread)
    assert "Weirson" in chat.types("/quotes", BOB, thread, digest).text
    assert "Weirson" in chat.types("/quotes", BOB, thread, within).text
    assert "not of this channel" in chat.types("/quotes", BOB, NEWS, within).text


def test_what_came_as_a_direct_message_can_be_asked_about_there(begins: Begins) -> None:
    chat = two_places(begins)
    chat.types("/follow lake", BOB)
    chat.web["mail"] = feed("Lake to rise", day="24", hour="07")
    chat.comes()
    (came,) = chat.comes(chat.now + timedelta(days=1, hours=2))
    assert came.message
    direct = Place(NEWS.platform, "", "D1")
    assert "Lakeson" in chat.asks("quotes", {"message": came.message.id}, BOB, direct).text
    assert "Lakeson" not in chat.asks("quotes", {"message": came.message.id}, ANN, direct).text


def test_a_key_in_an_address_is_exported_to_those_who_manage_the_channel_alone(begins: Begins) -> None:
    chat = begins()
    chat.web["mail"] = feed("Weir to go")
    chat.types(f"/sources add {chat.url('mail')}?auth={SECRET}")
    assert SECRET in chat.types("/sources export").text
    shown = chat.types("/sources export", BOB).text
    assert SECRET not in shown
    assert "1 source left out: there is a key in the address." in shown


def test_a_key_that_whoever_runs_the_bot_has_is_exported_to_no_channel(begins: Begins) -> None:
    chat = begins(sources={"mail": f"mail?auth={SECRET}", "post": "post"})
    chat.web["mail"], chat.web["post"] = feed("Weir to go"), feed("Pier to open", outlet="Dorn Post")
    assert SECRET not in chat.types("/sources export").text
    chat.types("/sources pause post")
    assert SECRET not in chat.types("/sources export").text
    assert SECRET in chat.types("/sources export", Person("", may_manage=True)).text


def test_what_somebody_asked_for_themselves_no_one_else_leans_on(begins: Begins) -> None:
    chat = told(begins)
    chat.types("/ask What did Ann Gray say? visibility:only-me", ANN)
    assert "Gray" not in chat.types("/ask What else did she say?", BOB).text
    assert "Gray" in chat.types("/ask What else did she say? visibility:only-me", ANN).text


def test_who_asks_for_themselves_leans_on_what_all_have_seen(begins: Begins) -> None:
    chat = told(begins)
    chat.types("/ask What did Ann Gray say?", ANN)
    assert "Gray" in chat.types("/ask What else did she say? visibility:only-me", BOB).text


def test_stories_are_asked_for_one_after_the_other_wherever_the_last_was_shown(chat: Chat) -> None:
    first, second = stories(chat.types("/digest"))[:2]
    shown = chat.types("/story 1 visibility:public")
    assert first in shown.text
    assert chat.types("/story 2").headings[0] == second
    assert second in chat.types("/story 2", reply_to=shown).text
    assert second in chat.types("/why 2").text

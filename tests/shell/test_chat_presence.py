"""Workspaces and channels that the bot comes to, leaves and comes back to; and what it says there that nobody asked for."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.errors import PostError
from bot.messages import Message, MessageRef, Paragraph, Person, Place, Request
from bot.ports import Leaving
from bot.store import Database
from tests.shell.chat import ANN, BOB, NEWS, NOW, OTHER, Chat, Shown, feed
from tests.shell.test_chat_digest import stories

Begins = Callable[..., Chat]
HOUR, DAY = timedelta(hours=1), timedelta(days=1)
SERVER = Place("pigeon", "T1")
FAR = Place("pigeon", "T2", "far")
DIRECT = Place.of_person("pigeon", "T1", BOB.id)


def scheduled(begins: Begins, *places: Place, slots: tuple[str, ...] = ()) -> Chat:
    """A chat in which a digest comes to some channels at 07:00."""
    chat = begins(now=NOW - HOUR, sources={"mail": "mail"}, slots=slots)
    chat.web["mail"] = feed("Weir to go")
    for place in places:
        chat.types("/schedule set 07:00", at=place)
    return chat


def leaves(chat: Chat, place: Place) -> None:
    chat.does(lambda _: chat.service.left(place))


def joins(chat: Chat, place: Place = NEWS) -> Message | None:
    return chat.does(lambda _: chat.service.joined(place))


def came_to(shown: list[Shown]) -> list[str]:
    return sorted(one.ref.place.channel for one in shown if one.ref)


def invited(chat: Chat, place: Place = NEWS) -> list[str]:
    """What is said to who has just taken the bot into a channel."""
    message = chat.does(lambda _: chat.service.joined(place, is_invited=True))
    assert message
    return [block.text for block in message.blocks if isinstance(block, Paragraph)]


def test_who_takes_the_bot_into_a_channel_is_told_what_comes_there_or_how_to_begin(begins: Begins) -> None:
    chat = scheduled(begins, NEWS)
    assert invited(chat) == ["The next one comes: Tue 24 Nov, 07:00 (Europe/Berlin)."]
    assert joins(chat) is None
    assert "/setup" in invited(chat, OTHER)[-1]
    chat.pigeons.failures = [PostError("the bot is not in news", permanent=True)]
    chat.comes(NOW)
    (said,) = invited(chat)
    assert "nothing comes by itself here any more: the bot is not in news." in said
    assert "/schedule set 07:00 lets it come again." in said


def test_nothing_comes_to_a_server_that_was_left_and_nobody_is_told(begins: Begins) -> None:
    chat = scheduled(begins, NEWS, OTHER, FAR)
    leaves(chat, SERVER)
    leaves(chat, SERVER)
    assert came_to(chat.comes(NOW)) == ["far"]
    assert came_to(chat.comes(NOW + HOUR)) == []
    shown = chat.types("/schedule show").text
    assert "nothing comes by itself here any more: the bot was removed." in shown
    assert "/schedule set 07:00 lets it come again." in shown


def test_a_digest_that_was_made_for_a_server_that_is_left_does_not_come(begins: Begins) -> None:
    chat = scheduled(begins, NEWS)
    assert chat.comes(NOW - timedelta(minutes=5)) == []
    leaves(chat, SERVER)
    assert chat.comes(NOW) == []


def test_what_ended_as_the_bot_left_goes_on_when_it_is_back_within_a_month(begins: Begins) -> None:
    chat = scheduled(begins, NEWS, OTHER, replace(NEWS, channel="paused"), replace(NEWS, channel="ended"))
    chat.types("/schedule pause", at=replace(NEWS, channel="paused"))
    chat.types("/schedule remove", at=replace(NEWS, channel="ended"))
    chat.types("/settings set style:bullets")
    leaves(chat, OTHER)
    chat.now = NOW
    leaves(chat, SERVER)
    chat.restart()
    chat.now = NOW + 20 * DAY
    chat.does(lambda desk: desk.store.prune(chat.now))
    assert joins(chat) is None
    assert joins(chat) is None
    # From now on, and nothing is made up for.
    assert came_to(chat.comes(NOW + 20 * DAY)) == []
    chat.web["mail"] = feed("Pier to open", day="14").replace(b"Nov", b"Dec")
    assert came_to(chat.comes(NOW + 21 * DAY)) == ["news"]
    assert "style  bullets" in chat.types("/settings show").text
    assert "It is paused" in chat.types("/schedule show", at=replace(NEWS, channel="paused")).text
    assert "the channel was deleted" in chat.types("/schedule show", at=OTHER).text


def test_what_was_left_for_longer_than_a_month_is_forgotten_and_what_was_posted_is_not(begins: Begins) -> None:
    chat = scheduled(begins, FAR)
    assert joins(chat) is not None
    chat.web["post"] = feed("Pier to open", outlet="Dorn Post")
    assert "1 source added" in chat.types(f"/sources add {chat.url('post')} name:weirs", at=OTHER).text
    digest = chat.types("/digest", at=OTHER)
    for place in (NEWS, DIRECT):
        chat.types("/schedule set 07:00", at=place)
    chat.types("/follow weirs", replace(BOB, workspace="T1"), OTHER)
    chat.comes(NOW)
    leaves(chat, SERVER)
    chat.now = NOW + 31 * DAY
    # Three channels, one of them a person's, and the server itself.
    assert chat.does(lambda desk: desk.store.prune(chat.now)).places == 4
    assert chat.does(lambda desk: desk.store.check()) == ()
    assert chat.does(lambda desk: desk.store.follows.all()) == ()
    assert "weirs" not in chat.types("/sources list", at=OTHER).text
    for place in (NEWS, DIRECT):
        assert "No digest comes by itself here." in chat.types("/schedule show", BOB, place).text
    assert "Weirson" in chat.types("/quotes", at=OTHER, reply_to=digest).text
    assert "every day at 07:00" in chat.types("/schedule show", at=FAR).text


@pytest.mark.parametrize("is_pruned", [True, False])
def test_how_to_begin_is_said_once_and_again_where_all_was_forgotten(begins: Begins, *, is_pruned: bool) -> None:
    chat = begins()
    welcome = joins(chat)
    assert welcome is not None
    assert all(word in str(welcome) for word in ("/setup", "/digest", "/help", "Whoever manages things here"))
    assert joins(chat, OTHER) is None
    chat.restart()
    assert joins(chat) is None
    assert joins(chat, DIRECT) is None
    assert joins(chat, FAR) is not None
    leaves(chat, SERVER)
    chat.now += 31 * DAY
    if is_pruned:
        chat.does(lambda desk: desk.store.prune(chat.now))
    assert joins(chat) is not None


def test_a_server_in_which_something_was_set_needs_no_welcome(begins: Begins) -> None:
    chat = scheduled(begins, OTHER)
    assert joins(chat) is None
    assert joins(chat, Place("pigeon", "", "@2")) is None
    leaves(chat, Place("pigeon"))
    assert came_to(chat.comes(NOW)) == ["other"]


def test_the_owner_of_a_digest_is_told_that_its_channel_was_deleted(begins: Begins) -> None:
    chat = scheduled(begins, NEWS, OTHER)
    leaves(chat, NEWS)
    leaves(chat, NEWS)
    notice, digest = sorted(chat.comes(NOW), key=lambda shown: shown.ref.place.channel if shown.ref else "")
    assert came_to([notice, digest]) == [f"@{ANN.id}", "other"]
    assert "to channel news at 07:00 (Europe/Berlin) can’t be posted there: the channel was deleted." in notice.text
    assert "/setup lets one come to another channel." in notice.text
    assert came_to(chat.comes(NOW + HOUR)) == []
    # It was a mistake, and it is there again.
    assert joins(chat) is None
    assert "every day at 07:00" in chat.types("/schedule show").text


@pytest.mark.parametrize(
    ("how", "problem"),
    [(Leaving.REMOVED, "the bot was removed from the channel."), (Leaving.ARCHIVED, "the channel was archived.")],
)
def test_the_owner_of_a_digest_is_told_that_its_channel_is_closed_to_it_and_it_goes_on_if_the_bot_is_back(
    begins: Begins, how: Leaving, problem: str
) -> None:
    chat = scheduled(begins, NEWS, OTHER)
    chat.does(lambda _: chat.service.left(NEWS, "#news", how))
    notice, digest = sorted(chat.comes(NOW), key=lambda shown: shown.ref.place.channel if shown.ref else "")
    assert came_to([notice, digest]) == [f"@{ANN.id}", "other"]
    assert f"to #news at 07:00 (Europe/Berlin) can’t be posted there: {problem}" in notice.text
    assert "If I am taken in there again within 30 days, it goes on by itself." in notice.text
    assert f"any more: {problem}" in chat.types("/schedule show").text
    assert joins(chat) is None
    chat.web["mail"] = feed("Pier to open", day="24", hour="07")
    assert "news" in came_to(chat.comes(NOW + DAY))


@pytest.mark.parametrize("place", [NEWS, replace(NEWS, channel="forum", thread="news"), SERVER])
def test_what_config_toml_names_without_its_server_ends_too_until_the_next_start(begins: Begins, place: Place) -> None:
    chat = scheduled(begins, slots=("07:00",))
    chat.types("/digest", at=NEWS, by=BOB)
    leaves(chat, place)
    assert chat.comes(NOW) == []
    chat.restart()
    chat.web["mail"] = feed("Pier to open", day="24", hour="07")
    (came,) = chat.comes(NOW + DAY)
    assert stories(came) == ["Pier to open"]


def test_another_server_s_digest_of_config_toml_is_left_alone(begins: Begins) -> None:
    chat = scheduled(begins, slots=("07:00",))
    chat.types("/settings set style:bullets", at=FAR)
    leaves(chat, replace(FAR, channel=""))
    assert came_to(chat.comes(NOW)) == ["news"]


def lose(connection: Connection) -> None:
    """Let two tables be there no longer."""
    for table in ("places", "threads"):
        connection.execute(text(f"ALTER TABLE {table} RENAME TO lost_{table}"))


def hears(chat: Chat, beside: Shown, at: Place = NEWS, by: Person = BOB) -> Message | None:
    request = Request("r", "", at, by, chat.now, reply_to=beside.ref)
    return chat.does(lambda _: chat.service.heard(request))


def test_who_writes_beside_a_digest_is_told_once_how_to_ask(chat: Chat) -> None:
    digest, thread = chat.types("/digest"), replace(NEWS, thread="9.1")
    nudge = hears(chat, digest)
    assert nudge is not None
    assert "press Ask, or begin with a mention of me; I can’t read other messages." in str(nudge)
    assert hears(chat, digest, by=ANN) is None
    chat.restart()
    assert hears(chat, digest) is None
    assert hears(chat, digest, thread) is not None
    assert hears(chat, digest, thread) is None
    # Of another digest once more; but not of what cites nothing, nor of what is not ours.
    assert hears(chat, chat.types("/digest")) is not None
    assert hears(chat, chat.types("/sources list")) is None
    assert hears(chat, replace(digest, ref=MessageRef(NEWS, "somebody else's"))) is None
    assert hears(chat, replace(digest, ref=None)) is None


def test_where_people_talk_it_is_looked_up_now_and_then_whether_it_is_beside_a_digest(chat: Chat) -> None:
    digest, ref = chat.types("/digest"), MessageRef(NEWS, "m2")
    beside, id_ = replace(digest, ref=ref), digest.message.id if digest.message else ""
    assert hears(chat, beside) is None
    chat.does(lambda desk: desk.store.posted(id_, [ref]))
    assert hears(chat, beside) is None
    chat.now += timedelta(minutes=10)
    assert hears(chat, beside) is not None
    assert hears(chat, beside) is None


def test_what_nobody_asked_for_fails_in_the_log_alone(
    chat: Chat, anywhere: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    digest = chat.types("/digest")
    database = Database(anywhere)
    chat.does(lambda _: database.write(lose))
    chat.does(lambda _: database.close())
    assert hears(chat, digest) is None
    assert joins(chat) is None
    leaves(chat, SERVER)
    assert len([one for one in caplog.records if one.name == "bot.service.service"]) == 3

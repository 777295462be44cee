"""What somebody sees who looks at the bot and asks for nothing."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.commands import command_named
from bot.errors import RequestError
from bot.messages import Actions, Button, Divider, Entry, Heading, Listing, Message, Note, Paragraph, Person, Place
from bot.store import Database
from tests.shell.chat import ANN, NEWS, NOW, OTHER, Chat, Shown, feed

Begins = Callable[..., Chat]
HOUR = timedelta(hours=1)
BOB = Person("2", "Bob", workspace="T1")
THIRD = replace(NEWS, channel="third")
BOBS = Place.of_person("pigeon", "T1", BOB.id)
ALL = (NEWS, OTHER, THIRD)


def looks(chat: Chat, by: Person = ANN, places: Sequence[Place] = ALL) -> Message:
    home = Place.of_person("pigeon", "T1", by.id)
    return chat.does(lambda _: chat.service.overview(by, [home, *places]))


def headings(message: Message) -> list[str]:
    return [block.text for block in message.blocks if isinstance(block, Heading)]


def words(message: Message) -> str:
    return "\n".join(block.text for block in message.blocks if isinstance(block, Paragraph | Note))


def entries(message: Message) -> list[Entry]:
    return [entry for block in message.blocks if isinstance(block, Listing) for entry in block.entries]


def buttons(message: Message, under: str) -> list[Button]:
    """The buttons of the part below a heading."""
    parts = [part for part in message.sections() if under in [one.text for one in part if isinstance(one, Heading)]]
    return [button for block in parts[0] if isinstance(block, Actions) for button in block.buttons]


def presses(chat: Chat, message: Message, under: str, label: str, by: Person = ANN, **asked: str) -> Shown:
    """What is shown to somebody who presses a button of what they look at."""
    (button,) = [one for one in buttons(message, under) if one.label == label]
    assert set(asked) <= set(button.asks)
    return chat.asks(button.command, {**button.options, **asked}, by, Place.of_person("pigeon", "T1", by.id))


@pytest.fixture
def busy(begins: Begins) -> Chat:
    """A chat with a digest in two channels, one of which has a source that can't be read."""
    chat = begins(now=NOW - HOUR)
    chat.web["mail"], chat.web["post"] = feed("Weir to go"), feed("Pier to open", outlet="Dorn Post")
    chat.types(f"/sources add {chat.url('mail')} name:Mail")
    chat.types("/schedule set 09:00 days:weekdays length:full quiet:22:00-06:30 zone:Tokyo")
    for name in ("mail", "post"):
        chat.types(f"/sources add {chat.url(name)} name:{name.title()}", at=OTHER)
    chat.types("/schedule set 08:30", at=OTHER)
    chat.types("/sources pause post", at=OTHER)
    del chat.web["mail"]
    chat.now += 2 * HOUR
    chat.types("/digest")
    return chat


def test_what_comes_next_comes_first_with_its_sources_and_what_is_wrong_with_them(busy: Chat) -> None:
    shown = looks(busy)
    assert headings(shown) == ["What comes next", "channel other", "channel news"]
    said = words(shown)
    assert "The next one comes: Tue 24 Nov, 08:30 (Europe/Berlin)." in said
    assert "A brief digest, every day at 08:30 · Europe/Berlin · summary" in said
    assert "The next one comes: Wed 25 Nov, 09:00 (Asia/Tokyo)." in said
    assert "A full digest, on weekdays at 09:00 · Asia/Tokyo · summary" in said
    assert "Sources: 0 of 1 fine, 1 paused." in said
    (wrong, *_) = entries(shown)
    assert wrong.name == "Mail"
    assert "404" in wrong.text
    assert not any(
        isinstance(pair[0], Divider) and isinstance(pair[1], Divider)
        for pair in zip(shown.blocks, shown.blocks[1:], strict=False)
    )


def test_its_buttons_do_what_they_say_in_the_channel_they_stand_below(busy: Chat) -> None:
    shown, there = looks(busy), "channel other"
    labels = [
        "Preview",
        "Sources",
        "Health",
        "Add a source",
        "Schedule",
        "Settings",
        "Pause",
        "Remove schedule",
        "Remove a source",
    ]
    assert [one.label for one in buttons(shown, there)] == labels
    assert "2 sources here · channel other" in presses(busy, shown, there, "Sources").text
    assert "Sources: 0 of 1 fine · channel other" in presses(busy, shown, there, "Health").text
    assert "It is paused" not in busy.types("/schedule show", at=OTHER).text
    presses(busy, shown, there, "Pause")
    paused = looks(busy)
    assert headings(paused)[1:3] == ["channel news", "channel other"]
    assert "Digests by themselves are paused." in words(paused)
    assert "at 08:30" in presses(busy, paused, there, "Resume").text
    assert (
        "1 source added · channel other"
        in presses(busy, shown, there, "Add a source", source=busy.url("post") + "?again").text
    )
    assert "Mail is no longer a source here." in presses(busy, shown, there, "Remove a source", source="mail").text
    assert (
        "A full digest comes on weekdays at 10:00, Asia/Tokyo."
        in presses(busy, shown, "channel news", "Schedule", times="10:00", days="weekdays").text
    )
    assert "Quiet hours: 22:00-06:30" in busy.types("/schedule show").text
    assert "style  bullets" in presses(busy, shown, "channel news", "Settings", style="bullets").text
    presses(busy, shown, there, "Remove schedule")
    assert "No digest comes by itself here." in busy.types("/schedule show", at=OTHER).text
    assert headings(looks(busy))[1:3] == ["channel news", "channel other"]


def test_what_can_not_be_undone_is_asked_about_first_and_nothing_else(busy: Chat) -> None:
    shown = looks(busy)
    asked = {one.label for block in shown.blocks if isinstance(block, Actions) for one in block.buttons if one.confirm}
    assert asked == {"Remove schedule", "Remove a source"}


def test_every_button_is_of_a_command_that_there_is_and_asks_for_options_that_it_has(busy: Chat) -> None:
    for message in (looks(busy), looks(busy, BOB), looks(busy, BOB, ())):
        for button in [one for block in message.blocks if isinstance(block, Actions) for one in block.buttons]:
            command = command_named(button.command)
            assert command
            assert {*button.options, *button.asks} <= {option.name for option in command.options}
            assert not {*button.options} & {*button.asks}


def test_who_manages_nothing_sees_how_it_is_and_changes_what_is_their_own(busy: Chat) -> None:
    shown = looks(busy, BOB)
    assert headings(shown)[:3] == ["What comes next", "channel other", "channel news"]
    assert buttons(shown, "channel other") == []
    labels = [one.label for block in shown.blocks if isinstance(block, Actions) for one in block.buttons]
    assert labels == ["Set up another digest of your own", "What I can do"]
    (set_up,) = [one for block in shown.blocks if isinstance(block, Actions) for one in block.buttons][:1]
    assert "channel" not in set_up.asks
    shown = looks(busy, ANN)
    (set_up,) = (
        [one for one in shown.blocks[-1].buttons if one.command == "setup"]
        if isinstance(shown.blocks[-1], Actions)
        else []
    )
    assert set_up.asks == ("pack", "source", "channel", "time", "zone")


def test_channels_that_they_can_not_see_and_those_with_nothing_of_ours_are_left_out(busy: Chat) -> None:
    busy.types("/settings set style:bullets", at=THIRD)
    assert "third" not in str(looks(busy))
    assert "channel other" not in str(looks(busy, places=(NEWS,)))
    assert headings(looks(busy, places=()))[0] == "Pullquote"
    elsewhere = [replace(place, workspace="T2") for place in ALL]
    assert headings(looks(busy, places=elsewhere))[0] == "Pullquote"


def test_where_there_is_nothing_yet_it_says_how_to_begin(begins: Begins) -> None:
    chat = begins()
    shown = looks(chat)
    assert headings(shown) == ["Pullquote", "First steps"]
    assert [one.label for one in buttons(shown, "First steps")] == ["Set up a first digest", "What I can do"]
    assert [one.label for one in buttons(looks(chat, BOB), "First steps")] == [
        "Set up a first digest of your own",
        "What I can do",
    ]
    assert "/digest" in presses(chat, shown, "First steps", "What I can do").text
    chat.web["mail"] = feed("Weir to go")
    mine = presses(
        chat,
        looks(chat, BOB),
        "First steps",
        "Set up a first digest of your own",
        BOB,
        source=chat.url("mail"),
        time="08:00",
    )
    assert "every day at 08:00" in mine.text
    there = presses(chat, shown, "First steps", "Set up a first digest", source=chat.url("mail"), channel="third")
    assert "Setup · channel third" in there.text
    assert headings(looks(chat))[:2] == ["What comes next", "channel third"]
    assert chat.does(lambda _: chat.service.overview(ANN, ())).blocks[0] == Heading("Pullquote", level=1)


def test_what_they_follow_is_shown_with_when_it_comes_and_is_theirs_to_change(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed("Weir to go")
    first = looks(chat, BOB)
    assert "You follow “weir”" in presses(chat, first, "First steps", "Follow a topic", BOB, what="weir").text
    for number in range(12):
        chat.types(f"/follow topic{number}", BOB, BOBS)
    shown = looks(chat, BOB)
    assert headings(shown) == ["What comes next", "What you follow"]
    assert "The next one comes: Tue 24 Nov, 08:00 (Europe/Berlin)." in words(shown)
    assert "and 3 more; /follow has them all" in words(shown)
    assert "No longer" not in words(shown)
    assert "You no longer follow “weir”." in presses(chat, shown, "What you follow", "Unfollow", BOB, what="weir").text
    assert "at 09:30" in presses(chat, shown, "What you follow", "Schedule", BOB, times="09:30").text
    assert "style  bullets" in presses(chat, shown, "What you follow", "Settings", BOB, style="bullets").text
    assert "weir" not in str(looks(chat, ANN))


def test_of_their_own_sources_somebody_sees_how_they_are(begins: Begins) -> None:
    chat = begins()
    chat.web["mail"] = feed("Weir to go")
    chat.types(f"/setup {chat.url('mail')} time:09:00", BOB, BOBS)
    shown = looks(chat, BOB)
    assert headings(shown)[:2] == ["What comes next", "Your direct messages"]
    assert "Sources: 1 of 1 fine." in words(shown)
    assert "Follow a topic" in [
        one.label for block in shown.blocks if isinstance(block, Actions) for one in block.buttons
    ]


def test_a_digest_that_came_to_its_end_is_told_with_the_way_out(busy: Chat) -> None:
    busy.does(lambda _: busy.service.left(OTHER))
    shown = looks(busy)
    assert "nothing comes by itself here any more: the channel was deleted." in words(shown)
    assert {"Health", "Schedule", "Remove schedule"} <= {one.label for one in buttons(shown, "channel other")}
    presses(busy, shown, "channel other", "Remove schedule")
    assert "deleted" not in words(looks(busy))


def test_of_many_channels_the_next_ten_are_shown_in_full_and_the_others_counted(begins: Begins) -> None:
    chat = begins(sources={"mail": "mail"})
    chat.web["mail"] = feed("Weir to go")
    places = [replace(NEWS, channel=f"c{number:02}") for number in range(14)]
    for number, place in enumerate(places):
        chat.types(f"/schedule set {23 - number:02}:00", at=place)
    chat.comes()
    shown = looks(chat, places=[NEWS, *places])
    assert headings(shown)[1:11] == [f"channel c{number:02}" for number in range(13, 3, -1)]
    assert "4 more channels have something set up" in words(shown)
    assert len(shown.blocks) <= 100


def test_a_digest_of_config_toml_which_names_no_workspace_is_shown_in_its_channel(begins: Begins) -> None:
    shown = looks(begins(sources={"mail": "mail"}, slots=("09:00",)))
    assert headings(shown)[:2] == ["What comes next", "channel news"]
    assert "The next one comes: Tue 24 Nov, 09:00 (Europe/Berlin)." in words(shown)


def test_nothing_is_fetched_for_it(busy: Chat) -> None:
    before = busy.does(lambda desk: desk.store.sources.of({busy.url("mail"), busy.url("post")}))
    busy.now += 9 * HOUR
    looks(busy)
    assert busy.does(lambda desk: desk.store.sources.of({busy.url("mail"), busy.url("post")})) == before


def test_that_nothing_can_be_known_just_now_is_said_in_words(chat: Chat, anywhere: Path | str) -> None:
    def lose(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE place_sources RENAME TO lost_place_sources"))

    database = Database(anywhere)
    chat.does(lambda _: database.write(lose))
    chat.does(lambda _: database.close())
    with pytest.raises(RequestError, match="I can't get at what I know just now"):
        looks(chat)


def test_what_keeps_a_digest_from_coming_is_told_with_what_to_do_about_it(busy: Chat) -> None:
    busy.pigeons.obstacles[OTHER.channel] = "I am not in other; invite me."
    said = words(looks(busy))
    assert said.count("As it is, it can’t come: I am not in other; invite me.") == 1
    presses(busy, looks(busy), "channel other", "Pause")
    assert "can’t come" not in words(looks(busy))


def test_where_there_is_a_schedule_and_no_source_no_hour_is_promised(begins: Begins) -> None:
    chat = begins()
    chat.web["none"] = b"<html><body>Nothing but words</body></html>"
    chat.types(f"/setup {chat.url('none')} time:09:00")
    assert "A digest comes once there is a source." in words(looks(chat))
    assert "Tue 24 Nov" not in words(looks(chat))

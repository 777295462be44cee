"""Questions, who said what, and what persons follow."""

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta

from bot.messages import Place
from bot.store import TakedownKind
from tests.shell.chat import ANN, BOB, NEWS, NOW, OTHER, Chat, feed, story
from tests.shell.test_chat_digest import STOP, channel, stories

Begins = Callable[..., Chat]
WEIR = (
    "The council of Dorn voted seven to four on Sunday to remove the old weir at Kessel Mill.",
    "“We are all of us fond of the old weir,” said Ann Gray, the warden of the river. “But it has to go in spring.”",
    "Taking it out will cost 2.8 million crowns, the council said, of which the province pays three quarters.",
    "Otto Brandt, who owns the mill, said: “I shall go to court before anybody lays a hand on it.”",
)
PIER = (
    "The old pier of Sallow opens to walkers again on Friday after nine years of repair.",
    "“Nobody believed in it but the children,” said Mara Lindqvist, the mayor of Sallow.",
)


def told(begins: Begins) -> Chat:
    """A chat in which two stories were shown."""
    chat = begins(sources={"mail": "mail", "post": "post"})
    chat.web["mail"] = channel(story("Dorn votes to remove Kessel weir", *WEIR, path="weir"))
    chat.web["post"] = channel(
        story("Pier of Sallow to open", *PIER, path="pier", outlet="Dorn Post"), outlet="Dorn Post"
    )
    chat.types("/digest")
    return chat


def test_a_question_is_answered_in_the_sources_own_sentences(begins: Begins) -> None:
    chat = told(begins)
    shown = chat.types("/ask Who said “I shall go to court”?")
    assert not shown.is_private
    assert "Otto Brandt" in shown.text
    assert "2.8 million crowns" in chat.types("/ask How much will taking out the weir cost?").text
    assert chat.types("/ask visibility:only-me Who is the mayor of Sallow?", BOB).is_private


def test_what_the_sources_do_not_say_is_said_so(begins: Begins) -> None:
    shown = told(begins).types("/ask When was the volcano of Reykholt last seen in eruption?")
    assert "The sources don’t say." in shown.text
    assert "none mentions Reykholt" in shown.text


def test_a_follow_up_leans_on_what_came_before_also_after_a_restart(begins: Begins) -> None:
    chat = told(begins)
    chat.types("/ask What did Ann Gray say about the weir?")
    chat.restart()
    shown = chat.types("/ask What else did she say?")
    assert "Read as: " in shown.text
    assert "Ann Gray" in shown.text


def test_threads_of_two_channels_and_of_two_digests_never_mix(begins: Begins) -> None:
    chat = told(begins)
    first = chat.types("/digest mail")
    second = chat.types("/digest post")
    chat.types("/ask What did Ann Gray say?", reply_to=first)
    shown = chat.types("/ask What else did she say?", reply_to=second)
    assert "Ann Gray" not in shown.text
    chat.types("/digest", at=OTHER)
    assert "Ann Gray" not in chat.types("/ask And what else did she say?", at=OTHER).text


def test_a_reply_is_asked_of_the_message_it_replies_to(begins: Begins) -> None:
    chat = told(begins)
    first = chat.types("/digest post")
    chat.types("/digest mail")
    assert (
        "Mara Lindqvist" in chat.types("/ask Who said “Nobody believed in it but the children”?", reply_to=first).text
    )


def test_in_a_thread_who_replies_to_an_answer_goes_on_about_the_digest_that_it_began_with(begins: Begins) -> None:
    chat = told(begins)
    digest = chat.types("/digest mail")
    chat.now += timedelta(minutes=1)
    chat.types("/digest post")
    assert digest.ref
    thread = replace(NEWS, thread=digest.ref.id)
    answer = chat.types("/ask What did Ann Gray say about the weir?", at=thread, reply_to=digest)
    shown = chat.types("/ask What else did she say?", at=thread, reply_to=answer)
    assert "Read as: " in shown.text
    assert "Ann Gray" in shown.text
    assert "Lindqvist" not in chat.types("/quotes", at=thread, reply_to=answer).text


def test_who_asks_about_a_digest_that_was_taken_down_is_told_nothing_of_another(begins: Begins) -> None:
    chat = told(begins)
    digest = chat.types("/digest mail")
    chat.does(lambda desk: desk.store.take_down(TakedownKind.PERSON, "Ann Gray", NOW))
    shown = chat.presses("Ask", BOB, digest, question="Who said “Nobody believed in it but the children”?")
    assert "What that digest showed was taken down" in shown.text
    assert "Mara Lindqvist" not in shown.text


def test_who_asks_about_a_digest_of_another_channel_is_told_nothing_of_this_one(begins: Begins) -> None:
    chat = told(begins)
    digest = chat.types("/digest mail", at=OTHER)
    assert digest.message
    question = {"question": "Who is the mayor of Sallow?", "message": digest.message.id}
    assert "That message is not of this channel" in chat.asks("ask", question).text


def test_what_is_not_in_the_digest_may_be_in_what_the_sources_printed_before(begins: Begins) -> None:
    chat = told(begins)
    chat.now += timedelta(minutes=1)
    chat.types("/digest post")
    shown = chat.types("/ask Who said “I shall go to court before anybody lays a hand on it”?")
    assert "Not in this digest, but in what these sources printed before." in shown.text
    assert "Otto Brandt" in shown.text


def test_before_there_is_a_digest_the_newest_is_asked(begins: Begins) -> None:
    chat = told(begins)
    assert "Otto Brandt" in chat.types("/ask Who said “I shall go to court”?", at=OTHER).text


def test_where_nothing_was_read_yet_a_question_is_told_what_to_do_first(begins: Begins) -> None:
    assert "Nothing has been read here yet" in begins(sources={"mail": "mail"}).types("/ask Who said so?").text


def test_quotes_are_those_of_the_last_digest_or_what_is_looked_for(begins: Begins) -> None:
    chat = told(begins)
    shown = chat.types("/quotes", BOB)
    assert shown.is_private
    assert "— Ann Gray, the warden of the river" in shown.text
    by = chat.types("/quotes by:lindqvist")
    assert "Nobody believed in it" in by.text
    assert "Gray" not in by.text
    assert "Otto Brandt" in chat.types("/quotes court").text
    outlet = chat.types('/quotes outlet:"Dorn Post"')
    assert "Lindqvist" in outlet.text
    assert "Brandt" not in outlet.text
    assert "have no quotation by “Nobody”" in chat.types("/quotes by:Nobody").text
    assert "There is no digest here yet" in chat.types("/quotes", at=OTHER).text


# What persons follow.


def test_what_is_new_of_a_topic_comes_as_a_direct_message_and_only_once(begins: Begins) -> None:
    chat = told(begins)
    shown = chat.types("/follow weir", BOB)
    assert shown.is_private
    assert "You follow “weir”: what is new comes as a direct message at 08:00 (Europe/Berlin)" in shown.text
    assert "weir  topic" in chat.types("/follow", BOB).text
    assert "You follow nothing yet" in chat.types("/follow", ANN).text
    chat.comes(NOW)
    assert chat.comes(NOW + timedelta(hours=1)) == []
    chat.web["mail"] = channel(
        story("Province stops removal of weir", STOP, path="stop", day="24"),
        story(
            "Mast to fall", "The old mast of Dornbury has to come down before the winter storms.", path="mast", day="24"
        ),
    )
    chat.now = NOW + timedelta(hours=2)
    (came,) = chat.comes(NOW + timedelta(days=1, hours=1))
    assert stories(came) == ["Province stops removal of weir"]
    assert chat.pigeons.posted[-1][0].person == BOB.id
    assert chat.comes(NOW + timedelta(days=2, hours=1)) == []


def test_a_story_is_followed_by_its_number_and_a_person_by_name(begins: Begins) -> None:
    chat = told(begins)
    digest = chat.types("/digest")
    number = 1 + stories(digest).index("Dorn votes to remove Kessel weir")
    assert "You follow “Dorn votes to remove Kessel weir”" in chat.types(f"/follow {number}", BOB).text
    chat.types("/follow kind:person Mara Lindqvist", BOB)
    chat.comes(NOW)
    chat.comes(NOW + timedelta(hours=1))
    chat.web["mail"] = channel(story("Province stops Dorn on Kessel weir", STOP, WEIR[0], path="stop", day="24"))
    chat.web["post"] = feed(
        "Bench to move",
        outlet="Dorn Post",
        day="24",
        body="<p>The bench moves.</p><p>It was Mara Lindqvist who asked for it in the council.</p>",
    )
    (came,) = chat.comes(NOW + timedelta(days=1, hours=1))
    assert sorted(stories(came)) == ["Bench to move", "Province stops Dorn on Kessel weir"]


def test_what_is_followed_can_be_ended(begins: Begins) -> None:
    chat = told(begins)
    chat.types("/follow weir", BOB)
    assert "You follow “weir” already." in chat.types("/follow Weir", BOB).text
    assert "You don't follow “pier”; you follow “weir”." in chat.types("/unfollow pier", BOB).text
    assert "You no longer follow “weir”." in chat.types("/unfollow weir", BOB).text
    assert "would match nearly everything" in chat.types("/follow e*", BOB).text
    assert "name it in at most 90 characters" in chat.types(f"/follow {'weir ' * 20}", BOB).text
    chat.web["mail"] = channel(story("Province stops removal of weir", STOP, path="stop", day="24"))
    chat.comes(NOW)
    assert chat.comes(NOW + timedelta(days=1, hours=1)) == []
    assert chat.does(lambda desk: desk.store.shown(NEWS))


def test_in_direct_messages_everybody_says_when_what_they_follow_comes(begins: Begins) -> None:
    chat = told(begins)
    mine = Place.of_person("pigeon", "", BOB.id)
    chat.types("/follow weir", BOB)
    assert "at 18:30" in chat.types("/schedule set 18:30", BOB, at=mine).text
    chat.comes(NOW)
    chat.web["mail"] = channel(story("Province stops removal of weir", STOP, path="stop"))
    assert chat.comes(NOW + timedelta(hours=1)) == []
    (came,) = chat.comes(NOW + timedelta(hours=11, minutes=30))
    assert came.headings[0].startswith("Evening news of what you follow · Tue 24 Nov, 18:30")


def test_who_follows_nothing_may_have_a_digest_in_direct_messages(begins: Begins) -> None:
    chat = told(begins)
    mine = Place.of_person("pigeon", "", BOB.id)
    chat.types("/schedule set 08:00", BOB, at=mine)
    chat.comes(NOW)
    (came,) = chat.comes(NOW + timedelta(hours=1))
    assert len(stories(came)) == 2
    assert chat.pigeons.posted[-1][0].person == BOB.id

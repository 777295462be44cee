"""What people write below a digest where the bot can read it: questions are answered without its name, and their talk is left alone."""

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import Connection, text

from bot.config import LimitsConfig
from bot.messages import Message, MessageRef, Note, Paragraph, Person, Place, Request, Visibility
from bot.ports import Terms
from bot.store import Database
from tests.shell.chat import BOB, NEWS, OTHER, Chat, Shown, feed
from tests.shell.test_chat_asking import told

Begins = Callable[..., Chat]
THREAD = replace(NEWS, thread="t1")


def hears(chat: Chat, said: str, beside: Shown, at: Place = THREAD, by: Person = BOB) -> Message | None:
    """What the bot says to what somebody wrote beside a message."""
    request = Request("r", "", at, by, chat.now, {"question": said}, beside.ref)
    return chat.does(lambda _: chat.service.heard(request))


def test_a_question_below_a_digest_is_answered_for_all_to_see_and_a_follow_up_leans_on_it(begins: Begins) -> None:
    chat = told(begins)
    digest = chat.types("/digest mail")
    answer = hears(chat, "who said “I shall go to court”", digest)
    assert answer
    assert answer.visibility is Visibility.PUBLIC
    assert "Otto Brandt" in str(answer)
    assert "2.8 million crowns" in str(hears(chat, "how much will taking out the weir cost?", digest))
    assert "The sources don’t say." in str(hears(chat, "And in Georgia?", digest))
    assert hears(chat, "What did Ann Gray say about the weir", digest)
    assert "Ann Gray" in str(hears(chat, "what else did she say", digest))


@pytest.mark.parametrize(
    "said",
    ["I think the weir is ugly", "Does anybody want lunch?", "great, thanks", "The old weir goes in spring.", " "],
)
def test_what_people_say_to_each_other_is_left_alone(begins: Begins, said: str) -> None:
    chat = told(begins)
    digest = chat.types("/digest mail")
    # Who can be read is not told how to ask, where there is nothing to read neither.
    assert (hears(chat, said, digest) is None) is bool(said.strip())


def test_what_is_only_named_is_answered_if_that_is_sure(begins: Begins) -> None:
    chat = told(begins)
    digest = chat.types("/digest mail")
    assert "Otto Brandt" in str(hears(chat, "Otto Brandt", digest))
    assert hears(chat, "Angela Merkel", digest) is None
    # Of what was not answered nothing is remembered.
    assert "Otto Brandt" not in str(hears(chat, "what else did she say", chat.types("/digest post")))


def test_nothing_is_said_beside_what_is_none_of_ours_or_shows_no_news(begins: Begins) -> None:
    chat = told(begins)
    digest, question = chat.types("/digest mail"), "who said “I shall go to court”?"
    for beside in (chat.types("/sources list"), replace(digest, ref=MessageRef(NEWS, "x")), replace(digest, ref=None)):
        assert hears(chat, question, beside) is None
    # In the thread of a digest, whose id is the digest's, a reply to whatever stands there is about the digest.
    assert digest.ref
    in_thread = replace(NEWS, thread=digest.ref.id)
    assert hears(chat, question, replace(digest, ref=MessageRef(in_thread, "x")), in_thread)
    assert hears(chat, question, digest, OTHER) is None


def test_who_did_not_ask_is_not_told_that_they_asked_too_often(begins: Begins) -> None:
    limits = LimitsConfig(cooldown_s=0, questions_per_hour=2, questions_per_person_per_hour=2)
    chat = begins(sources={"mail": "mail"}, limits=limits)
    chat.web["mail"] = feed("Weir to go")
    digest = chat.types("/digest")
    assert [hears(chat, "who said it?", digest) is None for _ in range(4)] == [False, False, True, True]
    sure = [hears(chat, "Weirson Weirson", digest, by=Person(str(one), "")) for one in range(4)]
    assert sure[2:] == [None, None]


def test_what_goes_wrong_with_what_nobody_asked_stands_in_the_log_alone(
    begins: Begins, anywhere: Path | str, caplog: pytest.LogCaptureFixture
) -> None:
    def lose(connection: Connection) -> None:
        connection.execute(text("ALTER TABLE threads RENAME TO lost_threads"))

    chat = told(begins)
    digest = chat.types("/digest mail")
    database = Database(anywhere)
    chat.does(lambda _: database.write(lose))
    chat.does(lambda _: database.close())
    assert hears(chat, "who said it?", digest) is None
    assert hears(chat, "Otto Brandt", digest) is None
    assert [one.name for one in caplog.records if one.levelname == "ERROR"] == ["bot.service.service"] * 2


def test_where_it_has_to_be_named_health_says_so_beforehand(begins: Begins) -> None:
    words = (
        "A question below a digest has to name me, as I can’t read other messages here; the button Ask does without."
    )
    chat = begins(terms=Terms(per_second=1_000, has_history=True, needs_mention=True))
    assert words in said(chat.types("/health"))
    assert words not in said(chat.types("/health", at=Place.of_person("pigeon", "T1", BOB.id)))
    chat = begins()
    assert words not in said(chat.types("/health"))


def said(shown: Shown) -> list[str]:
    blocks = shown.message.blocks if shown.message else ()
    return [block.text for block in blocks if isinstance(block, Paragraph | Note)]

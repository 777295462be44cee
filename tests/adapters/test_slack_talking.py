"""What people on Slack write, and what happens around the bot there: answered once, and only where it is meant."""

import pytest

from bot.adapters.slack.typed import line_meant
from bot.errors import RequestError
from bot.messages import Heading, Message, MessageRef, Paragraph, Place
from bot.typed import read_line
from tests.adapters.harness import Answering
from tests.adapters.slack_office import Office, in_an_office
from tests.adapters.slack_people import Done
from tests.adapters.test_contract import SINCE

NEWS = Message((Heading("The weir", level=1), Paragraph("It goes.")), id="m1")
SAID = Message((Paragraph("Henrike Salter said it."),), id="m2")


def answering(**answers: Message | RequestError | Exception) -> Answering:
    return Answering({"digest": NEWS, "help": NEWS, "ask": SAID, **answers})


async def posted(office: Office) -> str:
    """The ts of a digest that came to the channel."""
    place = Place("slack", office.team.id, office.news.id)
    ref = await office.adapter.post(place, office.adapter.lay_out(NEWS)[0], "m1-0")
    return ref.id


async def answered(office: Office, done: Done) -> list[tuple[str, str]]:
    """In which threads the bot answered, and with what, when it has heard all."""
    await office.sees(done, "Salter")
    return [(one.get("thread_ts", ""), one["text"]) for one in done.messages]


def test_who_names_the_bot_is_answered_in_a_thread() -> None:
    async def walk(office: Office) -> tuple[str, str, bool]:
        done = office.people.writes(office.bob, office.news, f"{office.team.bot.mention} who said that &amp; why?")
        ((thread, _),) = await answered(office, done)
        root = next(one for one in office.news.messages.values() if one.get("user") == office.bob.id)
        return thread, root["ts"], done.is_private

    handler = answering()
    thread, root, is_private = in_an_office(handler, walk)
    assert thread == root
    assert not is_private
    (request,) = handler.requests
    assert (request.command, request.reply_to, request.place.thread) == ("ask", None, root)
    assert "who said that" in request.options["question"]
    assert handler.unheard == []


def test_who_names_the_bot_and_asks_nothing_is_told_how() -> None:
    async def walk(office: Office) -> bool:
        done = office.people.writes(office.bob, office.news, office.team.bot.mention)
        await office.sees(done, "/digest help has all I can do")
        return done.is_private

    handler = answering()
    assert in_an_office(handler, walk)
    assert handler.requests == []


@pytest.mark.parametrize(
    ("words", "typed"),
    [
        ("help", "/digest help"),
        ("digest", "/digest in the channel"),
        ("/digest setup science", "/digest setup"),
        ("follow sea trout", "/digest follow"),
        ("schedule set 07:00", "/digest schedule set"),
    ],
)
def test_who_names_the_bot_with_a_command_is_told_where_that_is_typed(words: str, typed: str) -> None:
    async def walk(office: Office) -> tuple[str, bool]:
        done = office.people.writes(office.bob, office.news, f"{office.team.bot.mention} {words}")
        await office.sees(done, "asks a question")
        return done.text, done.is_private

    handler = answering()
    text, is_private = in_an_office(handler, walk)
    assert f"type {typed}" in text
    assert is_private
    assert handler.requests == []


@pytest.mark.parametrize(
    ("typed", "line"),
    [
        ("sources add science", "/sources add science"),
        ("digest sources list", "/sources list"),
        ("/digest sources list", "/sources list"),
        ("Setup science 07:00", "/Setup science 07:00"),
        ("digest weir", "/digest weir"),
        ("/digest weir", "/digest weir"),
        ("follow sea trout", "/follow sea trout"),
        ("help", "help"),
        ("why when:yesterday", "/why when:yesterday"),
        ("digest of the week?", "digest of the week?"),
        ("follow up: who said that?", "follow up: who said that?"),
        ("sources say what?", "sources say what?"),
        ("why was it removed?", "why was it removed?"),
        ("", ""),
    ],
)
def test_a_line_to_the_bot_alone_is_a_command_without_a_slash_as_well(typed: str, line: str) -> None:
    assert line_meant(typed) == line


def test_who_says_hello_in_direct_messages_is_told_what_to_ask_and_naming_the_bot_there_changes_nothing() -> None:
    async def walk(office: Office) -> list[str]:
        direct = office.slack.world.direct(office.bob)
        told = []
        for text in (
            "Hello!",
            "hi there :wave:",
            "Thank you so much",
            "Guten Morgen",
            f"{office.team.bot.mention} help",
        ):
            done = office.people.writes(office.bob, direct, text)
            await office.sees(done, "It goes." if "help" in text else "Ask me something")
            told.append(done.text)
        return told

    handler = answering()
    assert len(in_an_office(handler, walk)) == 5
    assert [request.command for request in handler.requests] == ["help"]


def test_in_direct_messages_what_is_to_be_typed_is_said_to_have_no_slash() -> None:
    async def walk(office: Office) -> list[str]:
        direct = office.slack.world.direct(office.bob)
        helped = office.people.writes(office.bob, direct, "sources list")
        await office.sees(helped, "No sources yet")
        refused = office.people.writes(office.bob, direct, "quotes")
        await office.sees(refused, "There is no digest")
        news = office.people.writes(office.bob, direct, "digest weir")
        await office.sees(news, "It goes.")
        return [helped.text, refused.text, news.text]

    handler = answering(quotes=RequestError("There is no digest here yet; /digest makes one."))
    handler.answers |= {"sources list": Message((Paragraph("No sources yet; /sources add science begins it."),))}
    *told, news = in_an_office(handler, walk)
    assert all("leave the slash out here" in text for text in told)
    assert "/digest sources add science begins it." in told[0]
    assert "slash" not in news


def test_in_the_thread_of_a_digest_nobody_need_name_the_bot() -> None:
    async def walk(office: Office) -> tuple[list[tuple[str, str]], str]:
        ts = await posted(office)
        return await answered(office, office.people.writes(office.bob, office.news, "Who said that?", ts)), ts

    handler = answering()
    handler.nudge = SAID
    found, ts = in_an_office(handler, walk)
    assert [thread for thread, _ in found] == [ts]
    (request,) = handler.unheard
    assert request.options["question"] == "Who said that?"
    assert request.reply_to == MessageRef(Place("slack", request.place.workspace, request.place.channel), ts)
    assert [id_ for id_, _ in handler.shown] == ["m2"]


def test_what_is_said_elsewhere_or_to_others_is_not_for_the_bot() -> None:
    async def walk(office: Office) -> int:
        ts = await posted(office)
        own = office.people.writes(office.ann, office.news, "Lunch?")
        root = next(one for one in office.news.messages.values() if one.get("user") == office.ann.id)
        office.people.writes(office.bob, office.news, "At one.", root["ts"])
        office.people.writes(office.bob, office.news, f"{office.ann.mention} look at that", ts)
        office.people.writes(office.bob, office.news, "joined", ts, subtype="channel_join")
        office.people.writes(office.bob, office.news, "   ", ts)
        del own
        await office.slack.settled()
        last = office.people.writes(office.bob, office.news, f"{office.team.bot.mention} who?")
        await office.sees(last, "Salter")
        return len(office.handler.requests)

    handler = answering()
    assert in_an_office(handler, walk) == 1
    assert handler.unheard == []


def test_where_the_bot_has_nothing_to_say_it_says_nothing() -> None:
    async def walk(office: Office) -> int:
        ts = await posted(office)
        office.people.writes(office.bob, office.news, "Well, well.", ts)
        last = office.people.writes(office.bob, office.news, f"{office.team.bot.mention} who?")
        await office.sees(last, "Salter")
        return len([one for one in office.news.messages.values() if one.get("thread_ts") == ts and "bot_id" in one])

    handler = answering()
    assert in_an_office(handler, walk) <= 1
    assert len(handler.unheard) == 1


def test_a_direct_message_is_a_question_or_a_command_and_answered_in_its_thread() -> None:
    async def walk(office: Office) -> list[str]:
        direct = office.slack.world.direct(office.bob)
        threads = []
        for text in ("Who said that?", "help", "/digest help"):
            done = office.people.writes(office.bob, direct, text)
            await office.sees(done, "Salter" if "?" in text else "It goes.")
            threads.append(done.messages[0]["thread_ts"])
        roots = [one["ts"] for one in direct.messages.values() if one.get("user") == office.bob.id]
        assert threads == roots
        return threads

    handler = answering()
    threads = in_an_office(handler, walk)
    assert [request.command for request in handler.requests][:2] == ["ask", "help"]
    assert {request.place.person for request in handler.requests} == {handler.requests[0].person.id}
    assert handler.requests[0].place.thread == threads[0]
    assert handler.requests[1].place.thread == ""


def test_a_question_below_a_digest_in_direct_messages_is_about_that() -> None:
    async def walk(office: Office) -> tuple[str, str]:
        place = Place.of_person("slack", office.team.id, office.bob.id)
        ref = await office.adapter.post(place, office.adapter.lay_out(NEWS)[0], "m1-0")
        direct = office.slack.world.direct(office.bob)
        await office.sees(office.people.writes(office.bob, direct, "Who said that?", ref.id), "Salter")
        reply = office.handler.requests[-1].reply_to
        return str(reply), str(MessageRef(place, ref.id))

    reply, ref = in_an_office(answering(), walk)
    assert reply == ref


def test_an_event_that_is_told_again_is_answered_once() -> None:
    async def walk(office: Office) -> int:
        done = office.people.writes(office.bob, office.news, f"{office.team.bot.mention} who?")
        await office.sees(done, "Salter")
        assert done.envelope
        office.slack.events.send(done.envelope.payload)
        await office.slack.settled()
        other = office.people.writes(office.bob, office.news, f"{office.team.bot.mention} and why?")
        await office.sees(other, "Salter")
        return len(office.handler.requests)

    assert in_an_office(answering(), walk) == 2


def test_errors_reach_only_who_wrote() -> None:
    async def walk(office: Office) -> list[bool]:
        done = office.people.writes(office.bob, office.news, f"{office.team.bot.mention} who?")
        await office.sees(done, "Not now")
        return [done.is_private]

    assert in_an_office(answering(ask=RequestError("Not now.")), walk) == [True]


def test_the_bot_says_how_to_begin_where_it_is_taken_in_and_hears_where_it_has_to_leave() -> None:
    async def walk(office: Office) -> tuple[str, list[str]]:
        other = office.slack.world.channel(office.team, "other", bot=False)
        done = office.people.invites_bot(office.ann, other)
        await office.sees(done, "It goes.")
        office.people.removes_bot(office.ann, other)
        office.people.archives(office.ann, office.news)
        await office.slack.until(lambda: len(office.handler.leaves) == 2 or None)
        return other.id, [other.id, office.news.id]

    handler = answering()
    handler.welcome = NEWS
    other, left = in_an_office(handler, walk)
    assert [place.channel for place in handler.joins] == [other]
    assert sorted(place.channel for place in handler.leaves) == sorted(left)


def test_who_leaves_a_channel_takes_nothing_along_but_the_bot_does() -> None:
    async def walk(office: Office) -> list[str]:
        for person in (office.bob, office.team.bot):
            event = {"type": "member_left_channel", "user": person.id, "channel": office.news.id, "channel_type": "C"}
            office.slack.events.tell(office.team, event)
        await office.slack.until(lambda: office.handler.leaves or None)
        return [place.channel for place in office.handler.leaves] + [office.news.id]

    left, news = in_an_office(answering(), walk)
    assert left == news


def test_who_opens_the_conversation_sees_what_to_ask() -> None:
    async def walk(office: Office) -> list[str]:
        await office.people.opens_home(office.bob, "messages")
        await office.slack.until(lambda: office.calls("assistant.threads.setSuggestedPrompts") or None)
        (call,) = office.calls("assistant.threads.setSuggestedPrompts")
        return [prompt["message"] for prompt in call["prompts"]]

    asked = in_an_office(answering(), walk)
    assert 0 < len(asked) <= 4
    assert all(read_line(words)[0] != "ask" for words in asked)


def test_all_parts_behind_the_first_stand_in_its_thread() -> None:
    book = Message(tuple(Paragraph("It goes on. " * 400) for _ in range(4)), id="m4")

    async def walk(office: Office) -> list[str]:
        place = Place("slack", office.team.id, office.news.id)
        first = None
        for number, part in enumerate(office.adapter.lay_out(book)):
            ref = await office.adapter.post(place, part, f"m4-{number}", first)
            first = first or ref
        return [f"{one['ts']} in {one['thread_ts']}" for one in office.news.messages.values()]

    first, *others = in_an_office(answering(), walk)
    ts = first.partition(" ")[0]
    assert others
    assert all(one.endswith(f"in {ts}") for one in (first, *others))


def test_what_is_there_is_found_in_the_channel_and_in_the_thread() -> None:
    book = Message(tuple(Paragraph("It goes on. " * 400) for _ in range(4)), id="m4")

    async def walk(office: Office) -> bool:
        place = Place("slack", office.team.id, office.news.id)
        refs, first = {}, None
        for number, part in enumerate(office.adapter.lay_out(book)):
            refs[f"m4-{number}"] = ref = await office.adapter.post(place, part, f"m4-{number}", first)
            first = first or ref
        keys = [*refs, "m4-99"]
        behind = dict(list(refs.items())[1:])
        found = await office.adapter.reconcile(place, keys, SINCE)
        found_behind = await office.adapter.reconcile(place, keys[1:], SINCE, first)
        return found == refs and found_behind == behind

    assert in_an_office(answering(), walk)

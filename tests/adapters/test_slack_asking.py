"""What people on Slack do by the command, buttons, forms and the menu of a message, and what they then see."""

import asyncio

import pytest

from bot.errors import RequestError
from bot.messages import Actions, Button, Heading, Manner, Message, MessageRef, Paragraph, Place, Request, Suggestion
from bot.ports import Tell, nobody
from tests.adapters.harness import Answering
from tests.adapters.slack_office import Office, in_an_office
from tests.adapters.slack_world import Channel

NEWS = Message((Heading("The weir", level=1), Paragraph("It goes.")), id="m1")
ASK = Button("Ask", "ask", {"message": "m1"}, asks=("question",))
QUOTES = Button("Who said what", "quotes", {"message": "m1", "visibility": "only-me"})
WITH_BUTTONS = Message((*NEWS.blocks, Actions((ASK, QUOTES))), id="m1")


def answering(**answers: Message | RequestError | Exception) -> Answering:
    return Answering({"digest": WITH_BUTTONS, "help": NEWS, **answers})


class Slow(Answering):
    """Answers when it is let."""

    def __init__(self) -> None:
        super().__init__({"digest": NEWS, "help": NEWS})
        self.may = asyncio.Event()

    async def answer(self, request: Request, tell: Tell = nobody) -> Message:
        tell("Reading 2 of 9")
        await self.may.wait()
        return await super().answer(request, tell)


def test_a_digest_is_there_for_all_and_what_else_is_asked_only_for_who_asked() -> None:
    async def walk(office: Office) -> tuple[bool, bool, list[str]]:
        digest = await office.sees(await office.people.types(office.bob, office.news, "/digest"), "It goes.")
        help_ = await office.sees(await office.people.types(office.bob, office.news, "/digest help"), "It goes.")
        return digest.is_private, help_.is_private, [one["text"] for one in office.news.messages.values()]

    handler = answering()
    is_digest_private, is_help_private, texts = in_an_office(handler, walk)
    assert (is_digest_private, is_help_private) == (False, True)
    assert len(texts) == 1
    ((id_, refs), _) = handler.shown
    assert (id_, [ref.place.channel for ref in refs]) == ("m1", [handler.requests[0].place.channel])


def test_who_asks_is_known_with_their_zone_and_whether_they_administer_the_workspace() -> None:
    async def walk(office: Office) -> None:
        for person in (office.ann, office.bob):
            await office.sees(await office.people.types(person, office.news, "/digest help"), "It goes.")

    handler = answering()
    in_an_office(handler, walk)
    ann, bob = (request.person for request in handler.requests)
    assert (ann.may_manage, ann.zone) == (True, "Europe/Berlin")
    assert (bob.may_manage, bob.zone, bob.workspace) == (False, "America/New_York", handler.requests[1].place.workspace)


def test_without_users_read_only_those_on_the_list_may_change_anything() -> None:
    async def walk(office: Office) -> list[bool]:
        office.team.scopes = "chat:write,commands"
        for person in (office.ann, office.bob):
            await office.sees(await office.people.types(person, office.news, "/digest help"), "It goes.")
        return [request.person.may_manage for request in office.handler.requests]

    assert in_an_office(answering(), walk) == [False, False]

    async def walk_as_listed(office: Office) -> list[bool]:
        office.team.scopes = "chat:write,commands"
        await office.sees(await office.people.types(office.bob, office.news, "/digest help"), "It goes.")
        return [request.person.may_manage for request in office.handler.requests]

    office = Office(answering())
    assert in_an_office(answering(), walk_as_listed, managers=(office.bob.id,)) == [True]


def test_how_far_it_has_come_is_said_to_who_waits() -> None:
    async def walk(office: Office) -> str:
        done = await office.people.types(office.bob, office.news, "/digest")
        await office.sees(done, "Reading 2 of 9")
        is_private = done.is_private
        assert isinstance(office.handler, Slow)
        office.handler.may.set()
        await office.sees(done, "It goes.")
        assert is_private
        return done.text

    assert in_an_office(Slow(), walk).index("Reading") == 0


def test_where_the_bot_is_no_member_the_command_is_answered_all_the_same() -> None:
    async def walk(office: Office) -> bool:
        office.news.members.remove(office.team.bot)
        done = await office.sees(await office.people.types(office.bob, office.news, "/digest"), "It goes.")
        return done.is_private

    assert in_an_office(answering(), walk) is False


def test_ask_opens_a_form_and_is_answered_in_it() -> None:
    async def walk(office: Office) -> tuple[str, int]:
        digest = await office.sees(await office.people.types(office.ann, office.news, "/digest"), "It goes.")
        pressed = await office.people.presses(office.bob, digest.messages[0], "Ask")
        form = await office.form(pressed)
        sent = await office.people.submits(office.bob, form, {"question": "Who said that?"})
        await office.slack.until(lambda: "It goes." in str(sent.view) or None)
        return str(sent.view["title"]) if sent.view else "", len(office.news.messages)

    handler = answering()
    title, count = in_an_office(handler, walk)
    assert "Ask" in title
    assert count == 1
    request = handler.requests[-1]
    assert (request.command, dict(request.options)) == (
        "ask",
        {"message": "m1", "question": "Who said that?", "visibility": "only-me"},
    )
    assert request.place.channel == handler.requests[0].place.channel


def test_an_answer_that_takes_longer_stands_in_the_form_when_it_is_there() -> None:
    async def walk(office: Office) -> list[str]:
        done = await office.people.types(office.bob, office.news, "/digest ask")
        form = await office.form(done)
        assert isinstance(office.handler, Slow)
        sent = await office.people.submits(office.bob, form, {"question": "Why?"})
        waiting = str(sent.view)
        await office.slack.until(lambda: "Reading 2 of 9" in str(sent.view) or None)
        office.handler.may.set()
        await office.slack.until(lambda: "It goes." in str(sent.view) or None)
        return [waiting, str(sent.envelope.heard_s < 2 if sent.envelope else "")]

    waiting, is_quick = in_an_office(Slow(), walk)
    assert "One moment" in waiting
    assert is_quick == "True"


def test_who_has_closed_the_form_gets_the_answer_directly() -> None:
    async def walk(office: Office) -> list[str]:
        form = await office.form(await office.people.types(office.bob, office.news, "/digest ask"))
        assert isinstance(office.handler, Slow)
        sent = await office.people.submits(office.bob, form, {"question": "Why?"})
        assert sent.view
        await office.people.closes(office.bob, sent.view)
        office.handler.may.set()
        direct = office.slack.world.direct(office.bob)
        await office.slack.until(lambda: direct.messages or None)
        return [one["text"] for one in direct.messages.values()]

    assert in_an_office(Slow(), walk)


def test_what_can_t_be_as_it_was_filled_in_is_said_beside_the_field() -> None:
    async def walk(office: Office) -> tuple[str, bool]:
        form = await office.form(await office.people.types(office.ann, office.news, "/digest schedule set"))
        sent = await office.people.submits(office.ann, form, {"times": "soon"})
        return str(sent.envelope.answer if sent.envelope else ""), form in office.ann.views

    handler = answering(**{"schedule set": RequestError("“soon” is no hour; /schedule set 07:00 is")})
    answer, is_open = in_an_office(handler, walk)
    assert "“soon” is no hour; /digest schedule set 07:00 is" in answer
    assert is_open


def test_who_may_change_nothing_fills_nothing_in() -> None:
    async def walk(office: Office) -> bool:
        done = await office.people.types(office.bob, office.news, "/digest setup")
        await office.sees(done, "Only those")
        return done.view is None and done.is_private

    assert in_an_office(answering(setup=RequestError("Only those who manage this")), walk)


def test_the_form_of_a_command_has_what_was_typed_and_what_holds() -> None:
    async def walk(office: Office) -> str:
        done = await office.people.types(office.ann, office.news, "/digest schedule set zone:Lisbon")
        return str(await office.form(done))

    handler = answering()
    handler.suggestions = [Suggestion("07:00", "07:00")]
    form = in_an_office(handler, walk)
    assert "'value': 'Lisbon'" in form
    assert "'initial_value': '07:00'" in form


def test_a_channel_that_who_asks_can_t_see_is_none() -> None:
    async def walk(office: Office) -> list[str]:
        world = office.slack.world
        secret = world.channel(office.team, "secret", [office.ann], private=True)
        open_ = world.channel(office.team, "open")
        asked = []
        for person, channel in ((office.ann, secret), (office.bob, secret), (office.bob, open_)):
            text = f"/digest sources add science channel:#{channel.name}"
            done = await office.people.types(person, office.news, text)
            await office.sees(done, "It goes.")
            asked.append("seen" if office.handler.requests[-1].options["channel"] == channel.id else "unseen")
        return asked

    assert in_an_office(answering(), walk) == ["seen", "unseen", "seen"]


def test_what_can_only_be_chosen_is_offered_while_it_is_typed() -> None:
    async def walk(office: Office) -> list[str]:
        form = await office.form(await office.people.types(office.ann, office.news, "/digest sources remove"))
        return await office.people.completes(office.ann, form, "Source", "ma")

    handler = answering()
    handler.suggestions = [Suggestion("Dorn Mail", "Dorn Mail"), Suggestion("", "none"), Suggestion("Mast", "x" * 200)]
    assert in_an_office(handler, walk) == ["Dorn Mail"]
    request, option = handler.suggested[-1]
    assert (request.command, option, dict(request.options)) == ("sources remove", "source", {"source": "ma"})


def test_digest_this_passes_on_what_a_message_links_to_and_ask_about_this_asks_first() -> None:
    async def walk(office: Office) -> tuple[Request, Request, str]:
        written = office.people.writes(office.ann, office.news, "Look: https://dorn.example/weir?a=1&b=2")
        message = next(one for one in office.news.messages.values() if one.get("user") == office.ann.id)
        del written
        done = await office.people.uses_shortcut(office.bob, "pullquote:read", message)
        await office.sees(done, "It goes.")
        asked = await office.people.uses_shortcut(office.bob, "pullquote:ask", message)
        form = await office.form(asked)
        sent = await office.people.submits(office.bob, form, {"question": "Why?"})
        await office.slack.until(lambda: "It goes." in str(sent.view) or None)
        read, ask = office.handler.requests
        return read, ask, message["ts"]

    read, ask, ts = in_an_office(answering(), walk)
    assert read.command == "read"
    assert dict(read.options) == {"links": "https://dorn.example/weir?a=1&b=2", "visibility": "only-me"}
    assert read.reply_to == MessageRef(read.place, ts)
    assert (ask.command, ask.options["question"], ask.options["links"]) == ("ask", "Why?", read.options["links"])
    assert ask.reply_to == read.reply_to


def test_what_is_for_one_person_directly_comes_as_a_direct_message() -> None:
    async def walk(office: Office) -> tuple[str, int]:
        done = await office.people.types(office.bob, office.news, "/digest catch-up")
        await office.sees(done, "I have written to you directly.")
        direct = office.slack.world.direct(office.bob)
        return str(list(direct.messages.values())), len(office.news.messages)

    missed = Message((Paragraph("What you missed."),), id="m3", manner=Manner(is_direct=True))
    handler = answering(**{"catch-up": missed})
    text, count = in_an_office(handler, walk)
    assert "What you missed." in text
    assert count == 0
    ((_, refs),) = handler.shown
    assert [ref.place.person for ref in refs] == [handler.requests[0].person.id]


def test_a_button_in_an_answer_for_one_person_is_answered_too() -> None:
    async def walk(office: Office) -> list[str]:
        done = await office.sees(await office.people.types(office.bob, office.news, "/digest only-me"), "It goes.")
        pressed = await office.people.presses(office.bob, done.messages[0], "Who said what")
        await office.sees(pressed, "It goes.")
        return [request.command for request in office.handler.requests]

    assert in_an_office(answering(), walk) == ["digest", "quotes"]


@pytest.mark.parametrize("pick", ["sources list", "help"])
def test_a_press_in_the_home_is_answered_in_a_modal(pick: str) -> None:
    button = Button("Look", pick, {"channel": "C404"} if pick == "sources list" else {})

    async def walk(office: Office) -> str:
        opened = await office.people.opens_home(office.ann)
        await office.slack.until(lambda: office.ann.home)
        assert office.ann.home
        await office.people.presses(office.ann, office.ann.home, "Look")
        await office.slack.until(lambda: (office.ann.views and "It goes." in str(office.ann.views[-1])) or None)
        del opened
        return str(office.handler.requests[-1].options)

    handler = Answering({"help": Message((*NEWS.blocks, Actions((button,)))), "digest": NEWS})
    options = in_an_office(handler, walk)
    assert ("#C404" in options) is (pick == "sources list")
    ((person, places), *_) = handler.looks
    assert person.may_manage
    assert next(place.channel for place in places).startswith("@")
    assert len(places) == 2


def test_a_home_shows_what_came_of_what_was_done_in_it() -> None:
    form = Button("Add", "sources add", asks=("source",))

    async def walk(office: Office) -> int:
        await office.people.opens_home(office.ann)
        await office.slack.until(lambda: office.ann.home)
        assert office.ann.home
        pressed = await office.people.presses(office.ann, office.ann.home, "Add")
        sent = await office.people.submits(office.ann, await office.form(pressed), {"source": "science"})
        del sent
        await office.slack.until(lambda: len(office.calls("views.publish")) > 1 or None)
        return len(office.handler.looks)

    handler = Answering({"help": Message((*NEWS.blocks, Actions((form,)))), "digest": NEWS})
    assert in_an_office(handler, walk) == 2


def test_a_digest_asked_for_between_two_people_appears_there() -> None:
    async def walk(office: Office) -> tuple[bool, Place]:
        between = Channel("D77", "", office.team, is_private=True, person=office.ann, members=[office.ann, office.bob])
        office.slack.world.channels[between.id] = between
        office.team.channels.append(between)
        done = await office.people.types(office.bob, between, "/digest")
        await office.sees(done, "It goes.")
        return done.is_private, office.handler.requests[-1].place

    is_private, place = in_an_office(answering(), walk)
    assert not is_private
    assert place.person

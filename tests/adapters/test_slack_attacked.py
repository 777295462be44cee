"""Slack slow, broken, refusing, or asked by somebody who means no good: who asked gets words in time, and sees nothing that is not theirs."""

import asyncio
from collections.abc import Sequence
from urllib.parse import urlencode

import pytest
from slack_bolt.async_app import AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.app import listen
from bot.adapters.slack.channels import Channels
from bot.adapters.slack.finishing import UnderWay
from bot.adapters.slack.people import People
from bot.adapters.slack.typed import command_meant, is_greeting, line_meant, links_in, meant
from bot.adapters.slack.workspaces import OneWorkspace, Workspace
from bot.errors import PostError, RequestError
from bot.messages import Actions, Button, Heading, Message, Paragraph, Person, Place, Request, Suggestion
from bot.ports import Tell, nobody
from tests.adapters.harness import Answering, on
from tests.adapters.harness_slack import SlackPlatform, platform
from tests.adapters.slack_limits import Failure
from tests.adapters.slack_office import Office, in_an_office

NEWS = Message((Heading("The weir", level=1), Paragraph("It goes.")), id="m1")
REMOVE = Button("Remove", "sources remove", {"source": "a"}, confirm="Remove it?")
RENAME = Button("Zone", "settings set", {}, asks=("zone", "style"))
SOURCES = Message((Paragraph("Sources here"), Actions((REMOVE, RENAME))))
TROUBLE = Failure(503)
NO_MANAGER = "Only those who manage this channel can change that; ask one of them."


def answering(**answers: Message | RequestError | Exception) -> Answering:
    return Answering({"digest": NEWS, "help": NEWS, "sources list": SOURCES, **answers})


class Slow(Answering):
    """Answers when it is let."""

    def __init__(self, **answers: Message | RequestError | Exception) -> None:
        super().__init__({"digest": NEWS, "help": NEWS, "ask": NEWS, **answers})
        self.may = asyncio.Event()

    async def answer(self, request: Request, tell: Tell = nobody) -> Message:
        tell("Reading 2 of 9")
        await self.may.wait()
        return await super().answer(request, tell)


def slow_of(office: Office) -> Slow:
    assert isinstance(office.handler, Slow)
    return office.handler


async def in_direct_messages(office: Office, words: str) -> bool:
    """Whether bob is written to with some words, as soon as he is."""
    direct = office.slack.world.direct(office.bob)
    await office.slack.until(lambda: words in str(direct.messages) or None)
    return True


LONG = [
    "hi" + ":+:" * 13_000 + "x",
    "<a|" * 13_000,
    "a:" * 20_000,
    'a:"' * 13_000,
    "digest " * 6_000,
    " " * 40_000 + "x",
    "hi" + " there" * 6_000 + "x",
    "thanks" + "!" * 40_000 + "x",
]


@pytest.mark.parametrize("text", LONG, ids=lambda text: text[:9].strip())
def test_what_somebody_writes_is_read_at_once_whatever_it_is(text: str) -> None:
    assert not is_greeting(text)
    assert all(isinstance(read(text), str) for read in (meant, line_meant, command_meant))
    assert len(links_in({"text": text}, 2_000)) <= 2_000


def test_a_greeting_may_be_shouted_with_emoji() -> None:
    assert all(map(is_greeting, ("hi!", "Hello there :wave::skin-tone-2: :+1:", ":tada: thanks a lot :heart:")))
    assert not any(map(is_greeting, ("hi, who said that?", ":tada:", "")))


def test_who_may_not_press_a_button_in_a_modal_is_told_so_there() -> None:
    async def walk(office: Office) -> str:
        form = await office.form(await office.people.types(office.bob, office.news, "/digest ask"))
        sent = await office.people.submits(office.bob, form, {"question": "Which sources?"})
        await office.sees(sent, "Sources here")
        assert sent.view
        pressed = await office.people.presses(office.bob, sent.view, "Zone")
        await office.sees(pressed, "Only those who manage")
        return pressed.text

    assert "Only those" in in_an_office(answering(ask=SOURCES, **{"settings set": RequestError(NO_MANAGER)}), walk)


def test_who_asks_by_a_direct_message_about_a_channel_that_they_can_t_see_asks_about_none() -> None:
    async def walk(office: Office) -> Sequence[str]:
        secret = office.slack.world.channel(office.team, "secret", [office.bob], private=True)
        direct = office.slack.world.direct(office.ann)
        for text in (f"/sources list channel:{secret.id}", f"/sources list channel:#{office.news.name}"):
            await office.sees(office.people.writes(office.ann, direct, text), "Sources here")
        return [request.options["channel"] for request in office.handler.requests] + [secret.id, office.news.id]

    found = in_an_office(answering(), walk)
    assert found[0] == f"#{found[2]}"
    assert found[1] == found[3]


def test_a_form_is_acknowledged_in_time_while_slack_does_not_say_who_sent_it() -> None:
    async def walk(office: Office) -> str:
        # What Slack could not tell is asked anew.
        office.slack.limits.fail("users.info", TROUBLE)
        form = await office.form(await office.people.types(office.bob, office.news, "/digest ask"))
        office.slack.limits.fail("users.info", Failure(503, is_held=True))
        try:
            sent = await office.people.submits(office.bob, form, {"question": "Why?"})
            assert sent.heard_s
        finally:
            office.slack.web.let_go()
        await office.sees(sent, "It goes.")
        return sent.failure

    assert in_an_office(answering(), walk) == ""


def test_a_list_is_offered_in_time_while_slack_does_not_say_who_opened_it() -> None:
    async def walk(office: Office) -> Sequence[str]:
        office.slack.limits.fail("users.info", TROUBLE)
        form = await office.form(await office.people.types(office.bob, office.news, "/digest unfollow"))
        office.slack.limits.fail("users.info", Failure(503, is_held=True))
        try:
            return await office.people.completes(office.bob, form, "What", "Ber")
        finally:
            office.slack.web.let_go()

    handler = answering()
    handler.suggestions = [Suggestion("Berlin", "Europe/Berlin")]
    assert in_an_office(handler, walk) == []


class Together(Answering):
    """Suggests something when it was asked for all fields of a form."""

    def __init__(self) -> None:
        super().__init__({"help": NEWS})
        self.fields: set[str] = set()
        self.all_asked = asyncio.Event()

    async def suggest(self, request: Request, option: str) -> Sequence[Suggestion]:
        self.fields.add(option)
        if self.fields == {"zone", "style", "method", "about", "threads"}:
            self.all_asked.set()
        await self.all_asked.wait()
        return [Suggestion("bullets", "bullets")]


def test_what_stands_in_the_fields_of_a_form_is_found_out_at_once() -> None:
    async def walk(office: Office) -> str:
        return str(await office.form(await office.people.types(office.ann, office.news, "/digest settings set")))

    assert in_an_office(Together(), walk).count("'value': 'bullets'") > 1


@pytest.mark.parametrize(
    "failure", [TROUBLE, Failure(0), Failure(200, "expired_trigger_id"), Failure(200, "missing_scope")]
)
def test_who_is_shown_no_form_gets_words(failure: Failure) -> None:
    async def walk(office: Office) -> bool:
        office.slack.limits.fail("views.open", failure)
        done = await office.people.types(office.bob, office.news, "/digest ask")
        await office.slack.until(lambda: done.messages or None)
        return done.is_private

    assert in_an_office(answering(), walk)


@pytest.mark.parametrize("label", ["Zone", "Help"])
def test_who_is_shown_no_form_from_the_home_of_the_app_is_written_to(label: str) -> None:
    async def walk(office: Office) -> bool:
        await office.people.opens_home(office.bob)
        home = await office.slack.until(lambda: office.bob.home)
        office.slack.limits.fail("views.open", TROUBLE)
        await office.people.presses(office.bob, home, label)
        return await in_direct_messages(office, "try again")

    home = Message((Paragraph("Home"), Actions((RENAME, Button("Help", "help")))))
    assert in_an_office(answering(help=home), walk)


def test_an_answer_that_its_address_takes_no_more_is_shown_to_who_asked_all_the_same() -> None:
    async def walk(office: Office) -> bool:
        done = await office.people.types(office.bob, office.news, "/digest help")
        assert done.cause
        done.cause.answers = 5
        slow_of(office).may.set()
        await office.sees(done, "It goes.")
        return done.is_private

    assert in_an_office(Slow(), walk)


def test_words_that_their_address_takes_no_more_are_written_to_who_asked_where_the_bot_is_in_no_channel() -> None:
    async def walk(office: Office) -> bool:
        office.news.members.remove(office.team.bot)
        done = await office.people.types(office.bob, office.news, "/digest help")
        assert done.cause
        done.cause.answers = 5
        slow_of(office).may.set()
        return await in_direct_messages(office, "no such thing")

    assert in_an_office(Slow(help=RequestError("there is no such thing")), walk)


@pytest.mark.parametrize("failure", [TROUBLE, Failure(0), Failure(200, "invalid_arguments")])
def test_an_answer_that_a_modal_does_not_take_is_written_to_who_asked(failure: Failure) -> None:
    async def walk(office: Office) -> bool:
        form = await office.form(await office.people.types(office.bob, office.news, "/digest ask"))
        sent = await office.people.submits(office.bob, form, {"question": "Why?"})
        await office.sees(sent, "Reading 2 of 9")
        office.slack.limits.fail("views.update", failure, 9)
        slow_of(office).may.set()
        return await in_direct_messages(office, "weir")

    assert in_an_office(Slow(), walk)


def test_an_answer_does_not_wait_for_a_word_on_how_far_it_has_come() -> None:
    async def walk(office: Office) -> bool:
        office.slack.limits.fail("assistant.threads.setStatus", Failure(429, retry_after_s=600))
        done = office.people.writes(office.bob, office.news, f"{office.team.bot.mention} why?")
        await office.slack.until(lambda: office.calls("assistant.threads.setStatus") or None)
        slow_of(office).may.set()
        await office.slack.until(lambda: "weir" in str(done.messages) or None)
        return True

    assert in_an_office(Slow(), walk)


class Lost(Answering):
    """Has no overview."""

    async def overview(self, person: Person, places: Sequence[Place]) -> Message:
        words = "The database can't be used just now."
        raise RequestError(words)


def test_why_there_is_nothing_to_see_stands_in_the_home_of_the_app() -> None:
    async def walk(office: Office) -> str:
        await office.people.opens_home(office.bob)
        return str(await office.slack.until(lambda: office.bob.home))

    assert "can't be used just now" in in_an_office(Lost({"help": NEWS}), walk)


@pytest.mark.parametrize("code", ["restricted_action", "is_archived", "msg_blocks_too_long"])
def test_an_answer_for_all_that_may_not_be_posted_is_shown_to_who_asked(code: str) -> None:
    async def walk(office: Office) -> bool:
        office.slack.limits.fail("chat.postMessage", Failure(200, code))
        done = await office.sees(await office.people.types(office.bob, office.news, "/digest"), "It goes.")
        return done.is_private

    handler = answering()
    assert in_an_office(handler, walk)
    assert handler.shown == [("m1", ())]


def test_who_gets_only_the_beginning_of_an_answer_is_told_so() -> None:
    async def walk(office: Office) -> str:
        office.slack.limits.let_through("chat.postMessage")
        office.slack.limits.fail("chat.postMessage", Failure(200, "fatal_error"), 9)
        done = await office.sees(await office.people.types(office.bob, office.news, "/digest"), "could not be shown")
        return done.text

    long = Message(tuple(Paragraph(f"{number} " * 300) for number in range(40)), id="m1")
    assert "The rest" in in_an_office(answering(digest=long), walk)


def test_a_mention_is_answered_once_also_with_a_file_and_when_it_is_corrected() -> None:
    async def walk(office: Office) -> list[str]:
        bot = office.team.bot.mention
        for text, more in ((f"{bot} {bot} who?", {}), (f"{bot} see that?", {"subtype": "file_share"})):
            await office.sees(office.people.writes(office.bob, office.news, text, **more), "It goes.")
        asked = next(one for one in office.news.messages.values() if "who?" in one["text"])
        edited = {**asked, "type": "app_mention", "channel": office.news.id, "text": f"<@{office.team.bot.id}> whom?"}
        office.slack.events.tell(office.team, {**edited, "edited": {"user": office.bob.id, "ts": "1.1"}})
        await office.slack.settled()
        await office.sees(office.people.writes(office.bob, office.news, f"{bot} when?"), "It goes.")
        return [request.options["question"] for request in office.handler.requests]

    assert in_an_office(answering(), walk) == ["who?", "see that?", "when?"]


def test_an_answer_for_one_person_is_sent_once_when_the_connection_breaks_off_behind_it() -> None:
    async def ask(started: SlackPlatform) -> list[str]:
        started.api.breaks_off = True
        await started.sends("help")
        return [method for method, _ in started.api.calls]

    calls = on(platform, answering(), ask)
    assert calls.count("response_url") == 2
    assert calls.count("chat.postMessage") == 2


class NoWorkspaces(OneWorkspace):
    """Knows none."""

    async def of(self, team: str) -> Workspace:
        words = f"what is kept of {team} can't be used"
        raise PostError(words, permanent=True)


def test_who_asks_where_nothing_is_known_of_the_workspace_gets_words() -> None:
    async def ask(started: SlackPlatform) -> list[tuple[str, str]]:
        app = AsyncApp(client=AsyncWebClient(base_url="http://127.0.0.1:9/api/"), signing_secret="s", authorize=granted)  # noqa: S106 - of nobody
        people = People(())
        listen(app, answering(), NoWorkspaces(), people, Channels(people))
        asked = {"command": "/digest", "text": "", "team_id": "T1", "channel_id": "C1", "user_id": "U1"}
        asked["response_url"] = f"{started.api.address}/api/response_url"
        under_way = UnderWay(app)
        response = await app.async_dispatch(AsyncBoltRequest(body=urlencode(asked), mode="socket_mode"))
        await under_way.finish()
        return [(str(response.status), body["text"]) for _, body in started.api.calls]

    ((status, words),) = on(platform, answering(), ask)
    assert (status, words) == ("200", "Something went wrong on my side. Whoever runs me finds the reason in the log.")


async def granted() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token="xoxb-1", bot_user_id="U0", bot_id="B0")  # noqa: S106 - of nobody


@pytest.mark.parametrize("failure", [TROUBLE, Failure(429), Failure(0)])
def test_who_manages_a_channel_is_not_told_that_they_don_t_because_slack_is_in_trouble(failure: Failure) -> None:
    async def walk(office: Office) -> tuple[bool, bool]:
        office.slack.limits.fail("users.info", failure, 9)
        for text in ("/digest sources remove a", "/digest setup"):
            done = await office.sees(await office.people.types(office.ann, office.news, text), "try again in a moment")
            assert done.is_private
        nobody_asked = not office.handler.requests
        office.slack.limits.failures.clear()
        await office.form(await office.people.types(office.ann, office.news, "/digest setup"))
        done = await office.people.types(office.bob, office.news, "/digest sources remove a")
        await office.sees(done, "Only those who manage")
        return nobody_asked, office.handler.requests[0].person.may_manage

    assert in_an_office(answering(**{"sources remove": RequestError(NO_MANAGER)}), walk) == (True, False)


def test_what_is_asked_beside_a_digest_and_shown_in_the_channel_too_is_heard() -> None:
    async def walk(office: Office) -> int:
        place = Place("slack", office.team.id, office.news.id)
        ref = await office.adapter.post(place, office.adapter.lay_out(NEWS)[0], "m1-0")
        said = {"type": "message", "subtype": "thread_broadcast", "text": "Who said that?", "user": office.bob.id}
        for user, number in ((office.team.bot.id, 1), (office.ann.id, 2)):
            where = {"channel": office.news.id, "channel_type": "channel", "ts": f"1800000000.00000{number}"}
            root = {"thread_ts": ref.id, "root": {"ts": ref.id, "user": user}}
            office.slack.events.tell(office.team, {**said, **where, **root}, "message.channels")
        await office.slack.until(lambda: len(office.slack.posts(office.news)) > 1 or None)
        await office.slack.settled()
        return len(office.handler.unheard)

    handler = answering()
    handler.nudge = NEWS
    assert in_an_office(handler, walk) == 1

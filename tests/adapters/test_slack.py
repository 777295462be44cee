"""What only Slack has: its signatures, its errors, channels the bot is not in."""

import asyncio
import time

import pytest
from aiohttp import web

from bot.adapters.slack import SlackAdapter
from bot.errors import PlatformError, PostError
from bot.messages import Message, Paragraph, Request
from bot.ports import Tell, nobody
from tests.adapters.harness import Answering, on
from tests.adapters.harness_slack import SlackPlatform, platform
from tests.adapters.test_contract import DIGEST

LONG = Message(tuple(Paragraph("It goes. " * 600) for _ in range(5)), id="m2")


def answering() -> Answering:
    return Answering({"digest": DIGEST, "quotes": DIGEST, "help": DIGEST})


def refusal(error: str, **more: str) -> web.Response:
    return web.json_response({"ok": False, "error": error, **more})


@pytest.mark.parametrize(
    ("text", "command", "options"),
    [
        ("", "digest", {}),
        ("now", "digest", {}),
        ("now brief", "digest", {"length": "brief"}),
        ("Full Only-Me", "digest", {"length": "full", "visibility": "only-me"}),
        ("quotes", "quotes", {}),
        ("quotes public", "quotes", {"visibility": "public"}),
        ("help", "help", {}),
    ],
)
def test_the_words_behind_the_command_choose(text: str, command: str, options: dict[str, str]) -> None:
    handler = answering()
    on(platform, handler, lambda started: started.sends(text))
    (request,) = handler.requests
    assert (request.command, request.options) == (command, options)


def test_a_command_that_nobody_knows_is_answered_with_the_one_that_may_be_meant() -> None:
    handler = answering()
    (shown,) = on(platform, handler, lambda started: started.sends("qoutes <!channel>"))
    assert shown.is_private
    assert "I don't know the command “qoutes”; did you mean quotes?" in shown.text
    assert handler.requests == []


@pytest.mark.parametrize(
    ("secret", "age_s"), [("another secret", 0.0), ("a signing secret", 301.0), ("a signing secret", -301.0)]
)
def test_a_request_that_is_not_signed_by_slack_now_is_refused(secret: str, age_s: float) -> None:
    handler = answering()
    body = {"command": "/digest", "text": "", "team_id": "T1", "channel_id": "C1", "user_id": "U1"}
    status = on(platform, handler, lambda started: started.dispatch(body, secret=secret, at=time.time() - age_s))
    assert status == 401
    assert handler.requests == []


def test_where_the_bot_is_no_member_the_answer_still_appears() -> None:
    handler = answering()

    async def ask(started: SlackPlatform) -> list[str]:
        started.api.answers["chat.postMessage"] = [refusal("not_in_channel")]
        await started.types("digest", {})
        return [body.get("response_type", "") for method, body in started.api.calls if method == "response_url"]

    assert on(platform, handler, ask) == ["in_channel"]
    assert [id_ for id_, _ in handler.shown] == ["m1"]


def test_nothing_unfurls_and_what_notifies_is_text() -> None:
    async def post(started: SlackPlatform) -> list[dict[str, object]]:
        await started.posts(LONG)
        return [body for method, body in started.api.calls if method == "chat.postMessage"]

    bodies = on(platform, answering(), post)
    assert len(bodies) > 1
    for body in bodies:
        assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)
        assert body["text"]


@pytest.mark.parametrize(
    ("answer", "words", "permanent"),
    [
        (refusal("not_in_channel"), "type /invite @Pullquote there", True),
        (refusal("is_archived"), "channel C1 is archived", True),
        (refusal("missing_scope", needed="chat:write"), "lacks the scope chat:write", True),
        (refusal("token_revoked"), "SLACK_BOT_TOKEN", True),
        (refusal("something_new"), "Slack refuses the message (something_new)", True),
        (refusal("internal_error"), "Slack is in trouble (internal_error)", False),
        (refusal("ratelimited"), "Slack is in trouble (ratelimited)", False),
        (web.Response(status=503, text="busy"), "Slack is in trouble", False),
    ],
)
def test_a_post_that_fails_says_what_to_do_and_whether_it_is_for_good(
    answer: web.Response,
    words: str,
    permanent: bool,  # noqa: FBT001 - of a table
) -> None:
    async def post(started: SlackPlatform) -> PostError:
        started.api.answers["chat.postMessage"] = [web.json_response({"ok": True, "ts": "1.0"}), answer]
        with pytest.raises(PostError) as raised:
            await started.adapter.post(started.place, LONG)
        return raised.value

    error = on(platform, answering(), post)
    assert words in str(error)
    assert error.permanent is permanent
    assert [ref.id for ref in error.posted] == ["1.0"]


def test_being_asked_to_wait_is_waiting_and_posting() -> None:
    async def post(started: SlackPlatform) -> int:
        wait = web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": "0"})
        started.api.answers["chat.postMessage"] = [wait]
        return len(await started.adapter.post(started.place, DIGEST))

    assert on(platform, answering(), post) == 1


@pytest.mark.parametrize(
    ("method", "error", "words"),
    [
        ("auth.test", "invalid_auth", "into SLACK_BOT_TOKEN and the app token"),
        ("apps.connections.open", "missing_scope", "connections:write"),
        ("apps.connections.open", "invalid_auth", "SLACK_APP_TOKEN"),
    ],
)
def test_a_wrong_token_or_a_missing_scope_says_what_to_do(method: str, error: str, words: str) -> None:
    async def run(started: SlackPlatform) -> str:
        started.api.answers[method] = [refusal(error)] * 9
        with pytest.raises(PlatformError) as raised:
            await asyncio.wait_for(started.adapter.run(answering()), 60)
        return str(raised.value)

    assert words in on(platform, answering(), run)


def test_a_slack_in_trouble_is_worth_another_try() -> None:
    async def run(started: SlackPlatform) -> PlatformError:
        started.api.answers["auth.test"] = [web.Response(status=503, text="busy")]
        with pytest.raises(PlatformError, match="Slack is in trouble") as raised:
            await started.adapter.run(answering())
        return raised.value

    assert not on(platform, answering(), run).permanent


def test_a_slack_that_is_not_there_is_said_in_words() -> None:
    adapter = SlackAdapter("xoxb-1", "xapp-1", api_base_url="http://127.0.0.1:9/api/")
    with pytest.raises(PlatformError, match="Slack can't be reached") as raised:
        asyncio.run(adapter.run(answering()))
    assert not raised.value.permanent


def test_what_takes_long_is_acknowledged_at_once() -> None:
    released = asyncio.Event()

    class Slow(Answering):
        async def answer(self, request: Request, tell: Tell = nobody) -> Message:
            await released.wait()
            return await super().answer(request, tell)

    async def ask(started: SlackPlatform) -> tuple[int, int]:
        status = await started.dispatch(
            {"command": "/digest", "text": "", "team_id": "T1", "channel_id": "C1", "user_id": "U1"}, wait=False
        )
        calls = len(started.api.calls)
        released.set()
        return status, calls

    assert on(platform, Slow({"digest": DIGEST}), ask) == (200, 1)


@pytest.mark.parametrize(
    ("answer", "is_unknown"),
    [
        (refusal("internal_error"), True),
        (web.Response(status=504, text="late"), True),
        (refusal("ratelimited"), False),
        (refusal("is_archived"), False),
    ],
)
def test_a_post_that_may_be_there_all_the_same_is_sent_once(answer: web.Response, is_unknown: bool) -> None:  # noqa: FBT001 - of a table
    async def post(started: SlackPlatform) -> tuple[bool, int]:
        started.api.answers["chat.postMessage"] = [answer]
        with pytest.raises(PostError) as raised:
            await started.adapter.post(started.place, DIGEST)
        return raised.value.is_unknown, len([1 for method, _ in started.api.calls if method == "chat.postMessage"])

    assert on(platform, answering(), post) == (is_unknown, 1)


def test_a_connection_that_breaks_off_behind_a_post_does_not_send_it_again() -> None:
    async def post(started: SlackPlatform) -> tuple[bool, int]:
        started.api.breaks_off = True
        with pytest.raises(PostError) as raised:
            await started.adapter.post(started.place, DIGEST)
        return raised.value.is_unknown, len([1 for method, _ in started.api.calls if method == "chat.postMessage"])

    assert on(platform, answering(), post) == (True, 1)


def test_an_answer_that_slack_takes_no_more_was_not_shown() -> None:
    handler = answering()

    async def ask(started: SlackPlatform) -> None:
        started.api.answers["response_url"] = [web.Response(status=404, text="used_url")]
        await started.types("help", {})

    on(platform, handler, ask)
    assert (handler.shown, handler.not_shown) == ([], ["m1"])


def test_of_an_answer_for_one_person_no_more_is_sent_than_slack_takes() -> None:
    handler = Answering({"digest": Message(tuple(Paragraph("It goes. " * 600) for _ in range(30)), id="m2")})
    shown = on(platform, handler, lambda started: started.types("digest", {"visibility": "only-me"}))
    assert len(shown) == 5
    assert shown[-1].text == "There is more than fits here; ask for less, or for all of the channel to see."

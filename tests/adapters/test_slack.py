"""What only Slack has: its signatures, its errors, channels the bot is not in."""

import asyncio
import time
from datetime import UTC, datetime
from typing import Any

import pytest
from aiohttp import web

from bot.adapters.slack import SlackAdapter
from bot.errors import PlatformError, PostError
from bot.messages import Message, Paragraph, Place, Request
from bot.ports import Tell, nobody
from tests.adapters.harness import Answering, comes, on, traits_of
from tests.adapters.harness_slack import SlackPlatform, platform, settings
from tests.adapters.test_contract import DIGEST, SINCE

LONG = Message(tuple(Paragraph("It goes. " * 600) for _ in range(5)), id="m2")


def answering() -> Answering:
    return Answering({"digest": DIGEST, "quotes": DIGEST, "help": DIGEST})


def refusal(error: str, **more: str) -> web.Response:
    return web.json_response({"ok": False, "error": error, **more})


def busy(seconds: str) -> web.Response:
    """What Slack answers who asks too often."""
    return web.json_response({"ok": False, "error": "ratelimited"}, status=429, headers={"Retry-After": seconds})


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
    assert "I don't know the command “qoutes”; did you mean /digest quotes?" in shown.text
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
        await comes(started, LONG)
        return [body for method, body in started.api.calls if method == "chat.postMessage"]

    bodies = on(platform, answering(), post)
    assert len(bodies) > 1
    for body in bodies:
        assert (body["unfurl_links"], body["unfurl_media"]) == (False, False)
        assert body["text"]


@pytest.mark.parametrize(
    ("answer", "words", "traits"),
    [
        (refusal("not_in_channel"), "type /invite @pullquote there", ["permanent"]),
        (refusal("is_archived"), "#news is archived", ["permanent"]),
        (refusal("missing_scope", needed="chat:write"), "lacks the scope chat:write", ["permanent"]),
        (refusal("token_revoked"), "SLACK_BOT_TOKEN", ["permanent", "everywhere"]),
        (refusal("something_new"), "Slack refuses the message (something_new)", ["permanent"]),
        (refusal("internal_error"), "Slack is in trouble (internal_error)", ["unknown"]),
        (refusal("ratelimited"), "Slack asks to wait", ["everywhere"]),
        (busy("30"), "Slack asks to wait", ["after 30.0", "everywhere"]),
        (busy("soon"), "Slack asks to wait", ["everywhere"]),
        (busy("inf"), "Slack asks to wait", ["everywhere"]),
        (busy("-5"), "Slack asks to wait", ["everywhere"]),
        (
            web.Response(status=429, text="busy", headers={"Retry-After": "5"}),
            "asks to wait",
            ["after 5.0", "everywhere"],
        ),
        (web.Response(status=503, text="busy"), "Slack is in trouble", ["unknown"]),
        (web.Response(status=504, text="<html>", content_type="text/html"), "Slack is in trouble", ["unknown"]),
        (web.Response(status=502, text="{", content_type="application/json"), "Slack is in trouble", ["unknown"]),
        (web.Response(text="a page of a proxy"), "Slack is in trouble", ["unknown"]),
        (web.json_response("a page of a proxy"), "Slack is in trouble", ["unknown"]),
        (web.Response(body=b"\xff\xfe{", content_type="application/json"), "Slack is in trouble", ["unknown"]),
        (web.json_response({"ok": True}), "Slack is in trouble", ["unknown"]),
    ],
)
def test_a_post_that_fails_says_what_to_do_and_whether_it_is_there(
    answer: web.Response, words: str, traits: list[str]
) -> None:
    async def post(started: SlackPlatform) -> tuple[PostError, int]:
        started.api.answers["chat.postMessage"] = [answer]
        with pytest.raises(PostError) as raised:
            await comes(started, LONG)
        return raised.value, len(calls_of(started, "chat.postMessage"))

    error, count = on(platform, answering(), post)
    assert words in str(error)
    assert traits_of(error) == traits
    assert count == 1


def calls_of(started: SlackPlatform, method: str) -> list[dict[str, Any]]:
    """The bodies of the calls of a method, the oldest first."""
    return [body for called, body in started.api.calls if called == method]


def test_a_connection_that_breaks_off_behind_a_post_does_not_send_it_again() -> None:
    async def post(started: SlackPlatform) -> tuple[list[str], int]:
        started.api.breaks_off = True
        with pytest.raises(PostError) as raised:
            await comes(started, DIGEST)
        return traits_of(raised.value), len(calls_of(started, "chat.postMessage"))

    assert on(platform, answering(), post) == (["unknown"], 1)


def test_where_no_connection_was_made_nothing_was_posted() -> None:
    async def post(started: SlackPlatform) -> PostError:
        await started.goes_away()
        with pytest.raises(PostError, match="Slack is in trouble") as raised:
            await comes(started, DIGEST)
        return raised.value

    assert traits_of(on(platform, answering(), post)) == []


def test_being_asked_to_wait_is_waiting_and_answering() -> None:
    async def ask(started: SlackPlatform) -> int:
        started.api.answers["chat.postMessage"] = [busy("0")]
        await started.types("digest", {})
        return len(await started.seen())

    assert on(platform, answering(), ask) == 1


def test_an_answer_of_which_a_part_is_there_is_not_begun_anew() -> None:
    handler = Answering({"digest": LONG})

    async def ask(started: SlackPlatform) -> list[str]:
        started.api.answers["chat.postMessage"] = [web.json_response({"ok": True, "ts": "1.0"}), refusal("is_archived")]
        await started.types("digest", {})
        return [call["text"] for call in calls_of(started, "response_url")]

    (words,) = on(platform, handler, ask)
    assert words.startswith("The rest of that could not be shown.")
    assert [(id_, [ref.id for ref in refs]) for id_, refs in handler.shown] == [("m2", ["1.0"])]


def test_an_answer_bears_no_key() -> None:
    async def ask(started: SlackPlatform) -> list[bool]:
        await started.types("digest", {})
        return ["metadata" in body for body in calls_of(started, "chat.postMessage")]

    assert on(platform, answering(), ask) == [False]


@pytest.mark.parametrize(
    ("scopes", "has_history"),
    [
        ("chat:write,channels:history,groups:history,im:history,im:write", True),
        ("im:write, im:history, groups:history, channels:history", True),
        ("chat:write,channels:history,groups:history,im:history", False),
        ("chat:write,commands", False),
        ("", False),
    ],
)
def test_there_is_a_history_where_the_app_may_read_all_it_posts_in(scopes: str, *, has_history: bool) -> None:
    async def run(started: SlackPlatform) -> bool:
        started.api.scopes = scopes
        started.api.answers["apps.connections.open"] = [refusal("missing_scope")]
        with pytest.raises(PlatformError):
            await started.adapter.run(answering())
        return started.adapter.terms.has_history

    assert on(platform, answering(), run) is has_history


def test_before_slack_has_said_what_the_app_may_do_it_is_asked() -> None:
    async def look_up(started: SlackPlatform) -> tuple[bool, PostError]:
        started.api.answers["conversations.history"] = [refusal("missing_scope", needed="channels:history")]
        with pytest.raises(PostError, match="lacks the scope channels:history") as raised:
            await started.adapter.reconcile(started.place, ["m1-0"], SINCE)
        return started.adapter.terms.has_history, raised.value

    has_history, error = on(platform, answering(), look_up)
    assert has_history
    assert traits_of(error) == ["permanent"]


@pytest.mark.parametrize(
    "place",
    [Place("slack", "T1", "C1"), Place("slack", "T1", "C1", "1700000000.000100"), Place.of_person("slack", "T1", "U1")],
    ids=["channel", "thread", "person"],
)
def test_parts_are_found_on_whichever_page_of_whichever_place_they_are(place: Place) -> None:
    async def look_up(started: SlackPlatform) -> tuple[bool, bool]:
        started.api.most_at_once = 2
        refs = {}
        for number, part in enumerate(started.adapter.lay_out(LONG)):
            await started.says("It goes.")
            refs[f"m2-{number}"] = await started.adapter.post(place, part, f"m2-{number}")
        found = await started.adapter.reconcile(place, [*refs, "m2-9"], SINCE)
        elsewhere = await started.adapter.reconcile(Place("slack", "T1", "C2"), list(refs), SINCE)
        return found == refs, elsewhere == {}

    assert on(platform, answering(), look_up) == (True, True)


def test_what_was_posted_before_is_not_read() -> None:
    async def look_up(started: SlackPlatform) -> list[str]:
        before = await comes(started, LONG, "m1")
        since = datetime.fromtimestamp(float(started.api.history["C1", ""][-1]["ts"]), UTC)
        refs = await comes(started, DIGEST, "m2")
        return list(await started.adapter.reconcile(started.place, [*before, *refs], since))

    assert on(platform, answering(), look_up) == ["m2-0"]


def test_a_history_that_is_too_long_is_no_proof_that_nothing_was_posted() -> None:
    async def look_up(started: SlackPlatform) -> tuple[PostError, int]:
        started.api.most_at_once = 1
        for number in range(20):
            await started.says(f"{number}")
        with pytest.raises(PostError, match="too much was written in channel C1") as raised:
            await started.adapter.reconcile(started.place, ["m1-0"], SINCE)
        return raised.value, len(calls_of(started, "conversations.history"))

    error, count = on(platform, answering(), look_up)
    assert traits_of(error) == ["permanent"]
    assert count == 10


def test_a_history_that_slack_does_not_show_now_is_asked_for_later() -> None:
    async def look_up(started: SlackPlatform) -> list[list[str]]:
        said = []
        for answer in (busy("60"), web.Response(status=503, text="busy")):
            started.api.answers["conversations.history"] = [answer]
            with pytest.raises(PostError) as raised:
                await started.adapter.reconcile(started.place, ["m1-0"], SINCE)
            said.append([trait for trait in traits_of(raised.value) if trait != "unknown"])
        return said

    assert on(platform, answering(), look_up) == [["after 60.0", "everywhere"], []]


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
    adapter = SlackAdapter(settings("http://127.0.0.1:9/api/"))
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
        said = len(started.api.posted(0))
        released.set()
        return status, said

    assert on(platform, Slow({"digest": DIGEST}), ask) == (200, 0)


def test_an_answer_that_slack_takes_no_more_was_not_shown() -> None:
    handler = answering()

    async def ask(started: SlackPlatform) -> None:
        started.api.answers["response_url"] = [web.Response(status=404, text="used_url") for _ in range(2)]
        started.api.answers["chat.postEphemeral"] = [refusal("channel_not_found") for _ in range(2)]
        started.api.answers["chat.postMessage"] = [refusal("messages_tab_disabled") for _ in range(2)]
        await started.types("help", {})

    on(platform, handler, ask)
    assert (handler.shown, handler.not_shown) == ([], ["m1"])


def test_of_an_answer_for_one_person_no_more_is_sent_than_slack_takes() -> None:
    handler = Answering({"digest": Message(tuple(Paragraph("It goes. " * 600) for _ in range(30)), id="m2")})
    shown = on(platform, handler, lambda started: started.types("digest", {"visibility": "only-me"}))
    assert len(shown) == 3
    assert shown[-1].text == "There is more than fits here; ask for less, or for all of the channel to see."

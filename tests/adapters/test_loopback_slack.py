"""The Slack of the tests is what slack_sdk and slack-bolt take for Slack: what is proved on it rests on that."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from datetime import UTC, datetime, timedelta
from typing import Any, TypeVar

import aiohttp
import pytest
from aiohttp import web
from slack_bolt.adapter.socket_mode.async_handler import AsyncSocketModeHandler
from slack_bolt.async_app import AsyncApp
from slack_sdk.errors import SlackApiError
from slack_sdk.web.async_client import AsyncWebClient

from tests.adapters.loopback_slack import LoopbackSlack
from tests.adapters.slack_installing import CLIENT_ID, CLIENT_SECRET, SIGNING_SECRET
from tests.adapters.slack_limits import Failure
from tests.adapters.slack_requests import signed
from tests.adapters.slack_world import Channel, Json, Member, Team
from tests.shell.loopback import serving

T = TypeVar("T")
MODAL: Json = {
    "type": "modal",
    "callback_id": "ask",
    "title": {"type": "plain_text", "text": "Ask"},
    "submit": {"type": "plain_text", "text": "Send"},
    "private_metadata": "about the weir",
    "blocks": [
        {
            "type": "input",
            "block_id": "question",
            "label": {"type": "plain_text", "text": "Question"},
            "element": {"type": "plain_text_input", "action_id": "words"},
        }
    ],
}
BUTTON: Json = {
    "type": "actions",
    "elements": [
        {"type": "button", "action_id": "ask", "value": "weir", "text": {"type": "plain_text", "text": "Ask"}}
    ],
}


class Clock:
    def __init__(self) -> None:
        self.now = datetime(2026, 11, 24, 6, tzinfo=UTC)

    def __call__(self) -> datetime:
        return self.now


class Town:
    """A workspace with a channel, ann who owns it, and any bot."""

    def __init__(self) -> None:
        self.clock = Clock()
        self.slack = LoopbackSlack(self.clock)
        self.team: Team = self.slack.world.team()
        self.ann: Member = self.slack.world.member(self.team, "ann", is_owner=True)
        self.bob: Member = self.slack.world.member(self.team, "bob", "America/New_York")
        self.news: Channel = self.slack.world.channel(self.team, "news")
        self.client: AsyncWebClient
        self.app: AsyncApp
        self.heard: list[Json] = []

    @asynccontextmanager
    async def open(self) -> AsyncIterator["Town"]:
        async with self.slack.open() as address:
            self.client = AsyncWebClient(self.team.token, base_url=f"{address}/api/", retry_handlers=[])
            self.app = AsyncApp(client=self.client, signing_secret=SIGNING_SECRET)
            for kind in self.slack.events.subscribed:
                self.app.event(kind.partition(".")[0])(self._hear)
            yield self

    async def _hear(self, body: Json) -> None:
        self.heard.append(body)
        self.slack.world.watch.ring()

    @asynccontextmanager
    async def connected(self) -> AsyncIterator[AsyncSocketModeHandler]:
        handler = AsyncSocketModeHandler(self.app, self.slack.installing.app_token, ping_interval=0.1)
        await handler.connect_async()  # type: ignore[no-untyped-call] # bolt leaves it without types
        try:
            await self.slack.until(lambda: self.slack.sockets.connected)
            yield handler
        finally:
            await handler.close_async()  # type: ignore[no-untyped-call] # likewise

    async def post(self, **given: Any) -> str:
        return str((await self.client.chat_postMessage(channel=self.news.id, **{"text": "Weir to go", **given}))["ts"])


def on(step: Callable[[Town], Awaitable[T]], town: Town | None = None) -> T:
    """What a step gives in a town."""

    async def run() -> T:
        async with (town or Town()).open() as opened:
            return await step(opened)

    return asyncio.run(run())


async def refused(call: Awaitable[Any]) -> Json:
    """What Slack says when it refuses."""
    with pytest.raises(SlackApiError) as raised:
        await call
    data = raised.value.response.data
    assert isinstance(data, dict)
    return data


def test_a_message_stands_in_its_channel_and_a_reply_in_its_thread() -> None:
    async def step(town: Town) -> tuple[list[str], list[str], str]:
        first = await town.post(text="Weir to go")
        await town.post(text="More of it", thread_ts=first)
        second = await town.post(text="Bridge to come")
        history = await town.client.conversations_history(channel=town.news.id)
        thread = await town.client.conversations_replies(channel=town.news.id, ts=first)
        link = await town.client.chat_getPermalink(channel=town.news.id, message_ts=second)
        return (
            [one["text"] for one in history["messages"]],
            [one["text"] for one in thread["messages"]],
            link["permalink"],
        )

    history, thread, link = on(step)
    assert history == ["Bridge to come", "Weir to go"]
    assert thread == ["Weir to go", "More of it"]
    assert link.startswith("https://dorn.slack.com/archives/C")


def test_what_a_message_was_posted_with_is_told_only_to_who_asks_for_it() -> None:
    metadata = {"event_type": "delivery", "event_payload": {"key": "m1-0"}}

    async def step(town: Town) -> list[Any]:
        await town.post(metadata=metadata)
        plain = await town.client.conversations_history(channel=town.news.id)
        whole = await town.client.conversations_history(channel=town.news.id, include_all_metadata=True)
        return [answer["messages"][0].get("metadata") for answer in (plain, whole)]

    assert on(step) == [None, metadata]


def test_a_history_is_read_page_by_page_since_an_instant() -> None:
    async def step(town: Town) -> tuple[list[str], list[str]]:
        stamps = [await town.post(text=str(number)) for number in range(5)]
        found, cursor = [], ""
        while True:
            page = await town.client.conversations_history(
                channel=town.news.id, oldest=stamps[0], limit=2, cursor=cursor or None
            )
            found += [one["text"] for one in page["messages"]]
            cursor = page["response_metadata"]["next_cursor"]
            if not cursor:
                return found, stamps

    found, stamps = on(step)
    assert found == ["4", "3", "2", "1"]
    assert stamps == sorted(set(stamps))


@pytest.mark.parametrize(
    ("channel", "error"),
    [
        ("nowhere", "channel_not_found"),
        ("apart", "not_in_channel"),
        ("secret", "channel_not_found"),
        ("old", "is_archived"),
    ],
)
def test_where_the_bot_may_not_write_slack_says_why(channel: str, error: str) -> None:
    async def step(town: Town) -> Json:
        world = town.slack.world
        there = {
            "apart": world.channel(town.team, "apart", bot=False),
            "secret": world.channel(town.team, "secret", private=True, bot=False),
            "old": world.channel(town.team, "old"),
        }
        town.slack.people.archives(town.ann, there["old"])
        id_ = there[channel].id if channel in there else "C404"
        return await refused(town.client.chat_postMessage(channel=id_, text="Weir to go"))

    assert on(step)["error"] == error


def test_a_scope_that_is_missing_is_named_with_those_that_are_there() -> None:
    async def step(town: Town) -> tuple[Json, str]:
        town.team.scopes = "chat:write,channels:history"
        said = await refused(town.client.users_info(user=town.ann.id))
        return said, (await town.client.auth_test()).headers["x-oauth-scopes"]

    said, scopes = on(step)
    assert said == {
        "ok": False,
        "error": "missing_scope",
        "needed": "users:read",
        "provided": "chat:write,channels:history",
    }
    assert scopes == "chat:write,channels:history"


def test_people_are_told_with_their_zone_and_their_rights() -> None:
    async def step(town: Town) -> list[Json]:
        return [(await town.client.users_info(user=one.id))["user"] for one in (town.ann, town.bob)]

    ann, bob = on(step)
    assert (ann["tz"], ann["is_owner"], ann["is_admin"]) == ("Europe/Berlin", True, True)
    assert (bob["tz"], bob["tz_offset"], bob["is_admin"]) == ("America/New_York", -5 * 3600, False)


@pytest.mark.parametrize(
    ("blocks", "error"),
    [
        ([{"type": "divider"}] * 51, "invalid_blocks"),
        ([{"type": "nonsense"}], "invalid_blocks"),
        ([{"type": "header", "text": {"type": "plain_text", "text": "x" * 151}}], "invalid_blocks"),
        ([{"type": "context", "elements": [{"type": "plain_text", "text": ""}]}], "invalid_blocks"),
        ([{**BUTTON, "elements": BUTTON["elements"] * 2}], "invalid_blocks"),
        (
            [
                {
                    "type": "actions",
                    "elements": [
                        {"type": "button", "action_id": "a", "text": {"type": "plain_text", "text": "x" * 76}}
                    ],
                }
            ],
            "invalid_blocks",
        ),
        (
            [
                {
                    "type": "rich_text",
                    "elements": [{"type": "rich_text_section", "elements": [{"type": "link", "url": "javascript:1"}]}],
                }
            ],
            "invalid_blocks",
        ),
        ([{"type": "section", "text": {"type": "plain_text", "text": "x" * 2_900}}] * 5, "msg_blocks_too_long"),
        ([], "no_text"),
    ],
)
def test_blocks_over_a_limit_are_refused(blocks: list[Json], error: str) -> None:
    async def step(town: Town) -> Json:
        # As slack_sdk sends it, but without its advice.
        return await refused(town.client.api_call("chat.postMessage", json={"channel": town.news.id, "blocks": blocks}))

    assert on(step)["error"] == error


def test_a_command_is_heard_and_answered_to_who_asked_alone() -> None:
    async def step(town: Town) -> None:
        @town.app.command("/digest")
        async def digest(ack: Any, respond: Any, body: Json) -> None:
            await ack()
            await respond(text=body["text"])

        async with town.connected():
            done = await town.slack.people.types(
                town.ann, town.news, "/digest ask <who> & @bob #news https://example.org/?a=1&b=2"
            )
            await town.slack.until(lambda: done.text)
            assert done.is_private
            assert town.news.messages == {}
            assert done.heard_s < 60
            assert done.messages[0]["text"] == (
                f"ask &lt;who&gt; &amp; <@{town.bob.id}> <#{town.news.id}|news> <https://example.org/?a=1&amp;b=2>"
            )

    on(step)


def test_an_address_takes_five_answers_and_none_after_half_an_hour() -> None:
    async def step(town: Town) -> list[int]:
        urls: list[str] = []

        @town.app.command("/digest")
        async def digest(ack: Any, body: Json) -> None:
            await ack("Reading …")
            urls.append(body["response_url"])

        async with town.connected(), aiohttp.ClientSession() as session:
            done = await town.slack.people.types(town.ann, town.news, "/digest")
            assert done.text == "Reading …"
            statuses = []
            for _ in range(6):
                async with session.post(urls[0], json={"text": "Weir", "response_type": "in_channel"}) as answer:
                    statuses.append(answer.status)
            assert len(town.news.messages) == 5
            await town.slack.people.types(town.ann, town.news, "/digest")
            town.clock.now += timedelta(minutes=31)
            async with session.post(urls[1], json={"text": "Weir"}) as answer:
                return [*statuses, answer.status]

    assert on(step) == [200] * 5 + [404] * 2


def test_a_button_opens_a_modal_once_and_within_three_seconds_and_it_is_filled_in_and_sent() -> None:
    async def step(town: Town) -> tuple[list[str], Json]:
        errors: list[str] = []
        sent: list[Json] = []

        @town.app.action("ask")
        async def ask(ack: Any, body: Json) -> None:
            await ack()
            if errors:
                town.clock.now += timedelta(seconds=4)
                errors.append(
                    (await refused(town.client.views_open(trigger_id=body["trigger_id"], view=MODAL)))["error"]
                )
            else:
                await town.client.views_open(trigger_id=body["trigger_id"], view=MODAL)
                errors.append(
                    (await refused(town.client.views_open(trigger_id=body["trigger_id"], view=MODAL)))["error"]
                )
            town.slack.world.watch.ring()

        @town.app.view("ask")
        async def submit(ack: Any, body: Json) -> None:
            sent.append(body)
            await ack()

        async with town.connected():
            ts = await town.post(blocks=[BUTTON])
            pressed = await town.slack.people.presses(town.ann, town.news.messages[ts], "Ask")
            view = await town.slack.until(lambda: pressed.view)
            await town.slack.until(lambda: errors)
            with pytest.raises(AssertionError, match="required"):
                await town.slack.people.submits(town.ann, view)
            await town.slack.people.submits(town.ann, view, {"Question": "When?"})
            assert town.ann.views == []
            await town.slack.people.presses(town.ann, town.news.messages[ts], "Ask")
            await town.slack.until(lambda: len(errors) == 2)
            return errors, sent[0]

    errors, sent = on(step)
    assert errors == ["exchanged_trigger_id", "expired_trigger_id"]
    assert sent["view"]["state"]["values"]["question"]["words"]["value"] == "When?"
    assert sent["view"]["private_metadata"] == "about the weir"


def test_a_modal_that_was_sent_shows_what_is_wrong_or_another_one() -> None:
    async def step(town: Town) -> tuple[Json, str]:
        @town.app.shortcut("ask_about")
        async def ask(ack: Any, body: Json) -> None:
            await ack()
            await town.client.views_open(trigger_id=body["trigger_id"], view=MODAL)

        @town.app.view("ask")
        async def submit(ack: Any, body: Json) -> None:
            if body["view"]["state"]["values"]["question"]["words"]["value"] == "?":
                await ack(response_action="errors", errors={"question": "Say more"})
            else:
                await ack(response_action="update", view={**MODAL, "title": {"type": "plain_text", "text": "Working"}})

        async with town.connected():
            ts = await town.post()
            done = await town.slack.people.uses_shortcut(town.ann, "ask_about", town.news.messages[ts])
            view = await town.slack.until(lambda: done.view)
            await town.slack.people.submits(town.ann, view, {"question": "?"})
            errors = dict(view["errors"])
            await town.slack.people.submits(town.ann, view, {"question": "When was it?"})
            assert done.view
            updated = done.view["title"]["text"]
            stale = await refused(town.client.views_update(view_id=view["id"], hash="old", view=MODAL))
            assert stale["error"] == "hash_conflict"
            return errors, updated

    assert on(step) == ({"question": "Say more"}, "Working")


def test_an_app_home_is_shown_to_whom_it_was_published_for() -> None:
    async def step(town: Town) -> None:
        async with town.connected():
            await town.slack.people.opens_home(town.ann)
            await town.slack.until(lambda: town.heard)
            view = {"type": "home", "blocks": [{"type": "divider"}]}
            await town.client.views_publish(user_id=town.ann.id, view=view)
            assert town.ann.home
            assert town.bob.home is None
            await town.slack.people.opens_home(town.ann)
            await town.slack.until(lambda: len(town.heard) == 2)
            assert [one["event"].get("view", {}).get("id") for one in town.heard] == [None, town.ann.home["id"]]

    on(step)


def test_what_is_written_is_told_where_the_bot_is_and_may_read() -> None:
    async def step(town: Town) -> list[tuple[str, str, str]]:
        apart = town.slack.world.channel(town.team, "apart", bot=False)
        secret = town.slack.world.channel(town.team, "secret", private=True)
        town.team.scopes = town.team.scopes.replace("groups:history,", "")
        people = town.slack.people
        async with town.connected():
            people.writes(town.ann, apart, "Nobody hears it")
            people.writes(town.ann, secret, "Nor this")
            named = people.writes(town.ann, town.news, "@pullquote when?")
            people.writes(town.bob, town.news, "Indeed", thread_ts=next(iter(town.news.messages)))
            people.writes(town.ann, town.slack.world.direct(town.ann), "And where?")
            await town.slack.settled()
            await town.slack.until(lambda: len(town.heard) == 4)
            assert named.envelope
            assert named.envelope.payload["event"]["type"] == "app_mention"
            return sorted(
                (one["event"]["type"], one["event"].get("channel_type", ""), one["event"].get("parent_user_id", ""))
                for one in town.heard
            )

    town = Town()
    assert on(step, town) == [
        ("app_mention", "", ""),
        ("message", "channel", ""),
        ("message", "channel", town.ann.id),
        ("message", "im", ""),
    ]


def test_each_event_is_got_by_one_of_several_sockets() -> None:
    async def step(town: Town) -> list[int]:
        async with town.connected(), town.connected():
            await town.slack.until(lambda: len(town.slack.sockets.connected) == 2)
            for number in range(6):
                town.slack.people.writes(town.ann, town.news, str(number))
            await town.slack.settled()
            return [one.heard for one in town.slack.sockets.opened]

    assert on(step) == [3, 3]


def test_a_socket_that_is_cut_or_refreshed_is_opened_anew_and_nothing_is_lost() -> None:
    async def step(town: Town) -> tuple[int, list[str]]:
        sockets, people = town.slack.sockets, town.slack.people
        async with town.connected():
            sockets.cut()
            people.writes(town.ann, town.news, "while nobody was there")
            await town.slack.settled()
            await sockets.refresh()
            people.writes(town.ann, town.news, "after it")
            await town.slack.settled()
            return len(sockets.opened), [one["event"]["text"] for one in town.heard]

    opened, heard = on(step)
    assert opened == 3
    assert heard == ["while nobody was there", "after it"]


def test_an_event_that_is_not_acknowledged_is_sent_again_to_another_socket() -> None:
    async def step(town: Town) -> tuple[int, list[Any]]:
        envelopes: list[Json] = []
        opened = await town.client.apps_connections_open(app_token=town.slack.installing.app_token)
        async with aiohttp.ClientSession() as session, session.ws_connect(opened["url"]) as deaf:
            assert (await deaf.receive_json())["type"] == "hello"
            done = town.slack.people.writes(town.ann, town.news, "Weir")
            envelopes.append(await deaf.receive_json())
        async with town.connected():
            await town.slack.settled()
        assert done.envelope
        return len(done.envelope.sent_at), [envelopes[0]["retry_attempt"], len(town.heard)]

    assert on(step) == (2, [0, 1])


def test_a_command_that_nobody_hears_fails_for_who_typed_it() -> None:
    async def step(town: Town) -> str:
        return (await town.slack.people.types(town.ann, town.news, "/digest")).failure

    assert on(step) == "dispatch_failed"


def test_a_ticket_opens_one_socket_and_another_token_none() -> None:
    async def step(town: Town) -> tuple[int, list[str]]:
        opened = await town.client.apps_connections_open(app_token=town.slack.installing.app_token)
        async with aiohttp.ClientSession() as session:
            async with session.ws_connect(opened["url"]):
                pass
            with pytest.raises(aiohttp.WSServerHandshakeError) as raised:
                await session.ws_connect(opened["url"])
        errors = [
            (await refused(town.client.apps_connections_open(app_token=token)))["error"]
            for token in ("xapp-2", "xoxb-2")
        ]
        return raised.value.status, errors

    assert on(step) == (403, ["invalid_auth", "not_allowed_token_type"])


def test_signed_requests_are_taken_by_bolt_and_others_are_not() -> None:
    async def step(town: Town) -> list[int]:
        @town.app.command("/digest")
        async def digest(ack: Any) -> None:
            await ack("Reading …")

        async with serving(town.app.web_app("/slack/events")) as address:
            requests = town.slack.listen_at(f"{address}/slack/events")
            done = await town.slack.people.types(town.ann, town.news, "/digest")
            assert done.text == "Reading …"
            town.slack.people.writes(town.ann, town.news, "Weir")
            await town.slack.settled()
            await town.slack.until(lambda: town.heard)
            assert await requests.verify() == "3eZbrw1a"
            form = {"Content-Type": "application/x-www-form-urlencoded"}
            body, late = "command=%2Fdigest", datetime.now(UTC).timestamp() - 301
            tried = [{}, signed(body, "another"), signed(body, SIGNING_SECRET, late), signed(body, SIGNING_SECRET)]
            return [(await requests.post(body, {**form, **headers}))[0] for headers in tried]

    assert on(step) == [401, 401, 401, 200]


def test_a_request_that_is_not_answered_with_200_is_sent_again_and_says_so() -> None:
    async def step(town: Town) -> list[tuple[str | None, str | None]]:
        came: list[web.Request] = []

        async def answer(request: web.Request) -> web.Response:
            came.append(request)
            return web.Response(status=500 if len(came) == 1 else 200)

        app = web.Application()
        app.router.add_post("/slack/events", answer)
        async with serving(app) as address:
            town.slack.listen_at(f"{address}/slack/events")
            town.slack.people.writes(town.ann, town.news, "Weir")
            await town.slack.settled()
        return [(one.headers.get("X-Slack-Retry-Num"), one.headers.get("X-Slack-Retry-Reason")) for one in came]

    assert on(step) == [(None, None), ("1", "http_error")]


def test_a_method_fails_as_a_test_says() -> None:
    async def step(town: Town) -> tuple[list[int], list[str]]:
        town.slack.limits.fail("chat.postMessage", Failure(429, retry_after_s=2))
        town.slack.limits.fail("chat.postMessage", Failure(503))
        town.slack.limits.fail("chat.postMessage", Failure(200, "fatal_error"), channel=town.news.id)
        statuses = []
        for _ in range(3):
            with pytest.raises(SlackApiError) as raised:
                await town.post()
            statuses.append(raised.value.response.status_code)
        town.slack.limits.fail("chat.postMessage", Failure(is_carried_out=True))
        with pytest.raises((aiohttp.ClientError, SlackApiError)):
            await town.post(text="kept all the same")
        return statuses, [one["text"] for one in town.news.messages.values()]

    assert on(step) == ([200, 429, 503], ["kept all the same"])


def test_a_channel_takes_a_message_a_second_and_a_few_at_once() -> None:
    async def step(town: Town) -> tuple[int, str | None]:
        town.slack.limits.are_enforced = True
        for _ in range(1 + int(town.slack.limits.burst)):
            await town.post()
        with pytest.raises(SlackApiError) as raised:
            await town.post()
        town.clock.now += timedelta(seconds=1)
        await town.post()
        return len(town.news.messages), raised.value.response.headers.get("Retry-After")

    assert on(step) == (5, "1")


@pytest.mark.filterwarnings("ignore:BasicAuth is deprecated:DeprecationWarning")  # Of slack_sdk.
def test_a_code_is_exchanged_once_for_a_token_and_the_old_one_is_revoked_or_uninstalled() -> None:
    async def step(town: Town) -> tuple[str, list[str], list[str]]:
        team, installing = town.team, town.slack.installing
        page = f"https://slack.com/oauth/v2/authorize?client_id={CLIENT_ID}&scope=chat:write&state=s&redirect_uri=https://b.example/r"
        back = installing.approves(town.ann, page)
        assert back.startswith("https://b.example/r?code=")
        assert back.endswith("&state=s")
        exchange = {
            "client_id": CLIENT_ID,
            "client_secret": CLIENT_SECRET,
            "code": back.partition("code=")[2].partition("&")[0],
            "redirect_uri": "https://b.example/r",
        }
        answer = await town.client.oauth_v2_access(**exchange)
        again = await refused(town.client.oauth_v2_access(**exchange))
        client = AsyncWebClient(answer["access_token"], base_url=town.client.base_url)
        assert (await client.auth_test())["team_id"] == team.id
        async with town.connected():
            installing.uninstalls(team)
            await town.slack.until(lambda: len(town.heard) == 2)
        gone = await refused(client.auth_test())
        unknown = await refused(AsyncWebClient("xoxb-none", base_url=town.client.base_url).auth_test())
        return (
            answer["scope"],
            [again["error"], gone["error"], unknown["error"]],
            sorted(one["event"]["type"] for one in town.heard),
        )

    scope, errors, told = on(step)
    assert scope == "chat:write"
    assert errors == ["invalid_code", "account_inactive", "invalid_auth"]
    assert told == ["app_uninstalled", "tokens_revoked"]


def test_suggested_prompts_and_what_the_bot_is_doing_stand_in_a_conversation() -> None:
    async def step(town: Town) -> tuple[str, list[str], str]:
        direct = town.slack.world.direct(town.ann)
        ts = town.slack.people.writes(town.ann, direct, "When?")
        thread = next(iter(direct.messages))
        await town.client.assistant_threads_setStatus(channel_id=direct.id, thread_ts=thread, status="is reading")
        during = direct.statuses[thread]
        await town.client.assistant_threads_setSuggestedPrompts(
            channel_id=direct.id, prompts=[{"title": "A digest", "message": "digest"}]
        )
        await town.client.chat_postMessage(channel=town.ann.id, thread_ts=thread, text="In spring.")
        assert [one["text"] for one in ts.messages] == ["In spring."]
        return during, [one["title"] for one in direct.prompts["prompts"]], direct.statuses.get(thread, "")

    assert on(step) == ("is reading", ["A digest"], "")


def test_the_channels_of_somebody_are_those_the_bot_knows_of() -> None:
    async def step(town: Town) -> list[str]:
        town.slack.world.channel(town.team, "open", [town.ann], bot=False)
        town.slack.world.channel(town.team, "ours", [town.ann], private=True)
        town.slack.world.channel(town.team, "theirs", [town.ann], private=True, bot=False)
        town.slack.world.channel(town.team, "others", [town.bob])
        answer = await town.client.users_conversations(user=town.ann.id, types="public_channel,private_channel")
        return [one["name"] for one in answer["channels"]]

    assert on(step) == ["news", "open", "ours"]

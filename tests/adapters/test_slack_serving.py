"""Slack's requests over HTTP: what is signed is answered, and nothing else is looked into."""

import asyncio
import hashlib
import hmac
import json
import logging
import socket
import time
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping, Sequence
from contextlib import asynccontextmanager, suppress
from typing import Any, TypeVar
from urllib.parse import urlencode

import aiohttp
import pytest
from pydantic import SecretStr
from slack_bolt.async_app import AsyncAck, AsyncApp, AsyncBoltRequest
from slack_bolt.authorization import AuthorizeResult
from slack_sdk.web.async_client import AsyncWebClient

from bot.adapters.slack.finishing import UnderWay
from bot.adapters.slack.serving import listening, serve
from bot.config import SlackConfig
from bot.errors import PlatformError

T = TypeVar("T")
SECRET = "a signing secret"  # noqa: S105 - of a Slack that is not there
OTHER = "another signing secret"
TOKEN = "xoxb-of-nobody"  # noqa: S105 - likewise
SETTINGS = SlackConfig(mode="http", signing_secret=SecretStr(SECRET))
FORM = "application/x-www-form-urlencoded"


async def authorize() -> AuthorizeResult:
    return AuthorizeResult(enterprise_id=None, team_id="T1", bot_token=TOKEN, bot_user_id="U0", bot_id="B0")


class Bot:
    """An app that keeps what it is asked, and takes as long as a test lets it."""

    def __init__(self) -> None:
        client = AsyncWebClient(base_url="http://127.0.0.1:9/api/")
        self.app = AsyncApp(client=client, signing_secret=SECRET, authorize=authorize)
        self.asked: list[str] = []
        self.done: list[str] = []
        self.may_end = asyncio.Event()
        self.may_end.set()
        self.app.command("/digest")(self.on_command)
        self.app.event("app_mention")(self.on_mention)

    async def on_command(self, ack: AsyncAck, body: Mapping[str, Any]) -> None:
        self.asked.append(body["text"])
        await ack("heard")
        await self.may_end.wait()
        self.done.append(body["text"])

    async def on_mention(self, event: Mapping[str, Any]) -> None:
        self.asked.append(event["text"])
        await self.may_end.wait()
        self.done.append(event["text"])


def signed(body: bytes, content: str, at: str = "", secret: str = SECRET) -> dict[str, str]:
    at = at or str(int(time.time()))
    signature = hmac.new(secret.encode(), b"v0:" + at.encode() + b":" + body, hashlib.sha256).hexdigest()
    return {"Content-Type": content, "X-Slack-Request-Timestamp": at, "X-Slack-Signature": f"v0={signature}"}


def command(text: str) -> bytes:
    return urlencode({"command": "/digest", "text": text, "team_id": "T1", "user_id": "U1", "channel_id": "C1"}).encode()  # fmt: skip


def mention(text: str) -> bytes:
    event = {"type": "app_mention", "user": "U1", "text": text, "channel": "C1", "ts": "1.1"}
    return json.dumps({"type": "event_callback", "team_id": "T1", "event_id": "Ev1", "event": event}).encode()


async def fine() -> str:
    return ""


class Http:
    """Somebody who sends requests."""

    def __init__(self, session: aiohttp.ClientSession, address: str) -> None:
        self._session = session
        self._address = address

    async def posts(
        self, body: bytes, headers: Mapping[str, str] | None = None, content: str = FORM, path: str = "/slack/events"
    ) -> tuple[int, str]:
        given = signed(body, content) if headers is None else headers
        async with self._session.post(f"{self._address}{path}", data=body, headers=given) as answer:
            return answer.status, await answer.text()

    async def gets(self, path: str) -> tuple[int, str]:
        async with self._session.get(f"{self._address}{path}") as answer:
            return answer.status, await answer.text()


@asynccontextmanager
async def served(bot: Bot, look: Callable[[], Awaitable[str]] = fine) -> AsyncIterator[Http]:
    async with listening(bot.app, SETTINGS, look, port=0) as address, aiohttp.ClientSession() as session:
        yield Http(session, address)


def on_http(step: Callable[[Http, Bot], Awaitable[T]]) -> T:
    """What a step gives, with a bot that is served; afterwards it is stopped."""

    async def run() -> T:
        bot = Bot()
        async with served(bot) as http:
            return await step(http, bot)

    return asyncio.run(run())


def test_what_slack_signs_is_answered() -> None:
    async def ask(http: Http, bot: Bot) -> tuple[tuple[int, str], tuple[int, str], list[str]]:
        answers = (
            await http.posts(command("news of today")),
            await http.posts(mention("<@U0> hi"), content="application/json"),
        )
        return *answers, bot.asked

    commanded, mentioned, asked = on_http(ask)
    assert (commanded, mentioned[0], asked) == ((200, "heard"), 200, ["news of today", "<@U0> hi"])


@pytest.mark.parametrize(
    "text", ["what about the payload of the rocket", "payload", "payload=1&x", "%70ayload", "ssl_check=1"]
)
def test_a_command_may_have_any_word_in_it(text: str) -> None:
    async def ask(http: Http, bot: Bot) -> tuple[tuple[int, str], list[str]]:
        return await http.posts(command(text)), bot.asked

    assert on_http(ask) == ((200, "heard"), [text])


def _now(seconds: float = 0.0) -> str:
    """A stamp of so many seconds from now, when it is asked for."""
    return str(int(time.time() + seconds))


@pytest.mark.parametrize(
    "made",
    [
        lambda: {"Content-Type": FORM},
        lambda: signed(command("hi"), FORM, secret=OTHER),
        lambda: signed(command("hi"), FORM, at=_now(-301)),
        lambda: signed(command("hi"), FORM, at=_now(600)),
        lambda: signed(command("hi"), FORM, at="soon"),
        lambda: signed(command("hi"), FORM, at="9" * 5000),
        lambda: signed(command("bye"), FORM),
        lambda: {**signed(command("hi"), FORM), "X-Slack-Signature": "v0=ä"},
        lambda: {**signed(command("hi"), FORM), "X-Slack-Signature": ""},
    ],
    ids=["bare", "secret", "stale", "early", "no time", "endless", "other body", "no text", "no signature"],
)
def test_what_slack_did_not_sign_just_now_is_refused_and_leaves_no_trace(
    made: Callable[[], dict[str, str]], caplog: pytest.LogCaptureFixture
) -> None:
    async def ask(http: Http, bot: Bot) -> tuple[tuple[int, str], list[str]]:
        return await http.posts(command("hi"), made()), bot.asked

    with caplog.at_level(logging.INFO):
        assert on_http(ask) == ((401, ""), [])
    # Nothing of it is told, and of what does not say that it is Slack's, nothing at all.
    assert len(caplog.records) == ("X-Slack-Signature" in made())
    assert all("whose signature is not Slack's" in record.getMessage() for record in caplog.records)


def test_of_requests_that_slack_did_not_sign_the_log_has_one_an_hour(caplog: pytest.LogCaptureFixture) -> None:
    async def ask(http: Http, _: Bot) -> list[int]:
        return [(await http.posts(command("hi"), signed(command("hi"), FORM, secret=OTHER)))[0] for _ in range(9)]

    assert on_http(ask) == [401] * 9
    assert len(caplog.records) == 1
    assert "SLACK_SIGNING_SECRET" in caplog.text


@pytest.mark.parametrize("body", [b"{", b"[1]", b"\xff\xfe", b'{"type": ', b"payload=%7B", b'"text"', b"payload=[]"])
def test_what_can_not_be_read_is_refused_signed_or_not(body: bytes, caplog: pytest.LogCaptureFixture) -> None:
    async def ask(http: Http, _: Bot) -> list[int]:
        content = "application/json" if not body.startswith(b"payload") else FORM
        unsigned = {"Content-Type": content}
        return [(await http.posts(body, content=content))[0], (await http.posts(body, unsigned))[0]]

    # What is no text can't be signed by Slack either.
    status = 401 if body == b"\xff\xfe" else 400
    assert on_http(ask) == [status, 401]
    assert not any(record.exc_info for record in caplog.records)


def test_a_request_that_is_too_long_is_not_read() -> None:
    async def ask(http: Http, bot: Bot) -> tuple[int, list[str]]:
        return (await http.posts(command("a" * 1_000_001)))[0], bot.asked

    assert on_http(ask) == (413, [])


def test_a_look_at_the_certificate_needs_no_signature() -> None:
    async def ask(http: Http, bot: Bot) -> tuple[int, list[str]]:
        status, _ = await http.posts(b"ssl_check=1&token=abc", {"Content-Type": FORM})
        return status, bot.asked

    assert on_http(ask) == (200, [])


def test_nobody_is_kept_busy_by_what_is_no_look_at_the_certificate() -> None:
    async def ask(http: Http, _: Bot) -> int:
        return (await http.posts(b"ssl_check=1&" + b"a=b&" * 1_000, {"Content-Type": FORM}))[0]

    assert on_http(ask) == 401


def test_the_address_is_confirmed_to_slack() -> None:
    async def ask(http: Http, _: Bot) -> tuple[int, str]:
        body = json.dumps({"type": "url_verification", "challenge": "abc", "token": "x"}).encode()
        return await http.posts(body, content="application/json")

    status, text = on_http(ask)
    assert (status, json.loads(text)) == (200, {"challenge": "abc"})


@pytest.mark.parametrize(
    "path", ["/", "/slack", "/slack/install", "/slack/oauth_redirect?code=1", "/metrics", "/slack/events/x"]
)
def test_nothing_else_is_there(path: str) -> None:
    async def ask(http: Http, _: Bot) -> int:
        return (await http.gets(path))[0]

    assert on_http(ask) == 404


def test_programs_see_whether_all_is_well() -> None:
    wrong = ["", "the database can't be used"]

    async def look() -> str:
        return wrong.pop(0)

    async def run() -> list[tuple[int, str]]:
        async with served(Bot(), look) as http:
            return [await http.gets("/healthz") for _ in range(2)]

    fine, failing = asyncio.run(run())
    assert (fine[0], json.loads(fine[1])) == (200, {"status": "ok"})
    assert (failing[0], json.loads(failing[1])) == (503, {"status": "failing", "slack": "the database can't be used"})


def test_what_was_acknowledged_is_finished_before_the_bot_stops() -> None:
    async def run() -> tuple[list[str], list[str]]:
        bot = Bot()
        bot.may_end.clear()
        async with served(bot) as http:
            await http.posts(command("one"))
            await http.posts(mention("two"), content="application/json")
            before = [*bot.done]
            asyncio.get_running_loop().call_later(0.01, bot.may_end.set)
        return before, sorted(bot.done)

    assert asyncio.run(run()) == ([], ["one", "two"])


async def told(bot: Bot, text: str) -> None:
    """Let bolt have an event, and go on at once."""
    body = mention(text)
    headers: dict[str, str | Sequence[str]] = {**signed(body, "application/json")}
    assert (await bot.app.async_dispatch(AsyncBoltRequest(body=body.decode(), headers=headers))).status == 200


def test_what_was_told_in_the_last_moment_is_finished_too() -> None:
    async def run() -> list[str]:
        bot = Bot()
        under_way = UnderWay(bot.app)
        await told(bot, "one")
        await under_way.finish()
        return bot.done

    assert asyncio.run(run()) == ["one"]


def test_what_takes_too_long_is_ended_and_said(caplog: pytest.LogCaptureFixture) -> None:
    async def run() -> tuple[list[str], list[str], int]:
        bot = Bot()
        under_way = UnderWay(bot.app)
        bot.may_end.clear()
        await told(bot, "one")
        await under_way.finish(patience_s=0.0)
        return bot.asked, bot.done, len(asyncio.all_tasks())

    assert asyncio.run(run()) == (["one"], [], 1)
    assert caplog.messages == ["1 answers were not finished when the bot stopped"]


def test_the_bot_listens_until_it_is_cancelled_and_then_no_more() -> None:
    async def run() -> str:
        with socket.create_server(("127.0.0.1", 0)) as free:
            port = free.getsockname()[1]
        settings = SETTINGS.model_copy(update={"port": port})
        running = asyncio.create_task(serve(Bot().app, settings))
        async with aiohttp.ClientSession() as session:
            http = Http(session, f"http://127.0.0.1:{port}")
            while not running.done():
                with suppress(aiohttp.ClientConnectorError):
                    assert (await http.gets("/healthz"))[0] == 200
                    break
                await asyncio.sleep(0)
            running.cancel()
            with suppress(asyncio.CancelledError):
                await running
            with pytest.raises(aiohttp.ClientConnectorError):
                await http.gets("/healthz")
        return "stopped"

    assert asyncio.run(run()) == "stopped"


@pytest.mark.parametrize(
    ("host", "words"),
    [
        ("127.0.0.1", r"port \d+ is taken by another program; choose another with port under \[slack\]"),
        ("192.0.2.1", r"192\.0\.2\.1 is not an address of this machine; 127\.0\.0\.1 is"),
        ("nowhere.invalid", r"there is no address called nowhere\.invalid"),
    ],
)
def test_an_address_that_can_not_be_used_is_told_in_words(host: str, words: str) -> None:
    async def run(port: int) -> None:
        await serve(Bot().app, SETTINGS.model_copy(update={"host": host, "port": port}))

    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(PlatformError, match=words) as caught:
        asyncio.run(run(taken.getsockname()[1]))
    assert caught.value.permanent

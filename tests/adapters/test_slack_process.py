"""`pullquote run` itself, on a Slack of this machine: over Socket Mode and once over HTTP, with what goes wrong with both."""

import asyncio
import socket
from collections.abc import Awaitable, Callable, Iterator
from contextlib import AsyncExitStack
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from pathlib import Path
from time import time
from typing import TypeVar

import pytest
from aiohttp import web

from bot.messages import Place
from bot.store import Store, StoredSubscription
from bot.subscriptions import Subscription
from tests.adapters.loopback_program import Program
from tests.adapters.loopback_slack import LoopbackSlack
from tests.adapters.slack_installing import SIGNING_SECRET
from tests.adapters.slack_limits import Failure
from tests.adapters.slack_people import Done
from tests.adapters.slack_requests import Requests, signed
from tests.adapters.slack_text import message_text, view_text
from tests.adapters.slack_world import Channel, Member, Team
from tests.adapters.test_discord_process import QUOTED, VOTED, feed
from tests.shell.loopback import serve_any

T = TypeVar("T")
CONFIG = '[sources]\nmail = "{web}/mail"\n[slack]\napi_base_url = "{slack}/api/"\n{more}[limits]\ncooldown_s = 0\n'
AT_ONCE = 10


@dataclass
class Town:
    """A workspace with people, channels and the bot.

    Attributes:
        runner: Of the loop in which Slack is played.
        slack: It.
        team: The workspace.
        news: A channel in which people ask.
        morning: One in which a digest was due a few minutes ago.
        ann: Who administers the workspace.
        under_way: What was asked for at once, while the one feed did not answer.
        early: What of that was answered when something else that was asked for after it had been answered.
    """

    runner: asyncio.Runner
    slack: LoopbackSlack
    team: Team
    news: Channel
    morning: Channel
    ann: Member
    under_way: list[Done] = field(default_factory=list)
    early: list[Done] = field(default_factory=list)

    def sees(self, step: Callable[[], Awaitable[T]]) -> T:
        """What a step gives."""

        async def run() -> T:
            return await step()

        return self.runner.run(run())

    async def types(self, text: str, words: str, channel: Channel | None = None) -> Done:
        """What somebody is answered who types a command, as soon as these words are in it."""
        done = await self.slack.people.types(self.ann, channel or self.news, text)
        assert not done.failure
        await self.slack.until(lambda: words in done.text)
        return done

    async def digest(self) -> Done:
        """A digest, in a channel that had none before."""
        return await self.types("/digest", "Weir to go", self.slack.world.channel(self.team, "another"))

    def said_in(self, channel: Channel) -> list[str]:
        """What the bot has written in a channel and its threads."""
        return [message_text(one) for one in channel.messages.values() if one.get("bot_id")]


async def _let_come(folder: Path, channel: Channel) -> None:
    """Let a digest have been due in a channel two minutes ago."""
    at = datetime.now(UTC).replace(second=0, microsecond=0) - timedelta(minutes=2)
    place = Place("slack", channel.team.id, channel.id)
    chosen = Subscription("morning", place, (at.time(),), "UTC")
    async with Store(folder / "pullquote.db") as store:
        began = at - timedelta(seconds=1)
        await store.subscriptions.put(StoredSubscription(chosen.id, place, chosen.settings, began))


@pytest.fixture(scope="module")
def town(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Town]:
    """A town in which the bot was just started, and was asked for more at once than it could answer yet."""
    folder = tmp_path_factory.mktemp("slack")
    slack, is_there = LoopbackSlack(), asyncio.Event()
    team = slack.world.team()
    ann = slack.world.member(team, "ann", is_admin=True)
    news, morning = slack.world.channel(team, "news"), slack.world.channel(team, "morning")
    slack.limits.fail("chat.postMessage", Failure(429, retry_after_s=1), channel=morning.id)

    async def mail(_: web.Request) -> web.Response:
        await is_there.wait()
        return web.Response(body=feed(), content_type="text/xml")

    async def begin(stack: AsyncExitStack, town: Town) -> None:
        await _let_come(folder, morning)
        address = await stack.enter_async_context(slack.open())
        pages = await stack.enter_async_context(serve_any({"mail": mail}))
        config = CONFIG.format(web=pages, slack=address, more="")
        await stack.enter_async_context(Program.started(slack, address, folder, config))
        await slack.until(lambda: slack.sockets.connected)
        for number in range(AT_ONCE):
            channel = slack.world.channel(team, f"channel-{number}")
            town.under_way.append(await slack.people.types(ann, channel, "/digest"))
        await town.types("/digest help", "/digest ask")
        town.early = [one for one in town.under_way if VOTED in one.text]
        is_there.set()

    with asyncio.Runner() as runner:
        stack, town = AsyncExitStack(), Town(runner, slack, team, news, morning, ann)
        try:
            runner.run(begin(stack, town))
            yield town
        finally:
            # Who still waits for the feed is let go, however far it has come.
            is_there.set()
            runner.run(stack.aclose())


def test_what_is_asked_while_ten_digests_are_being_made_is_answered_before_any_of_them_is_done(town: Town) -> None:
    async def answered() -> None:
        await town.slack.until(lambda: all(VOTED in one.text for one in town.under_way))

    assert town.early == []
    town.sees(answered)
    assert len(town.under_way) == AT_ONCE
    assert not any(one.failure for one in town.under_way)


def test_a_digest_is_posted_for_all_in_the_sentences_of_its_sources(town: Town) -> None:
    done = town.sees(town.digest)
    assert VOTED in done.text
    assert QUOTED in done.text
    assert done.channel
    assert VOTED in "".join(town.said_in(done.channel))
    assert {"Ask", "Who said what"} <= set(done.labels)


def test_a_button_of_a_digest_is_answered_to_who_presses_it_alone(town: Town) -> None:
    async def press() -> Done:
        digest = await town.digest()
        pressed = await town.slack.people.presses(town.ann, digest.messages[-1], "Who said what")
        await town.slack.until(lambda: "Henrike Salter" in pressed.text)
        return pressed

    pressed = town.sees(press)
    assert "We never loved it" in pressed.text
    assert pressed.is_private


def test_a_question_is_asked_in_the_form_behind_a_button_and_answered_in_its_place(town: Town) -> None:
    async def ask() -> None:
        digest = await town.digest()
        pressed = await town.slack.people.presses(town.ann, digest.messages[-1], "Ask")
        view = await town.slack.until(lambda: pressed.view)
        sent = await town.slack.people.submits(town.ann, view, {"Question": "How did the council vote on the weir?"})
        await town.slack.until(lambda: VOTED in sent.text)
        assert sent.messages == []
        assert sent.view
        assert VOTED in view_text(sent.view)

    town.sees(ask)


def test_who_names_the_bot_in_the_thread_of_a_digest_is_answered_there_once(town: Town) -> None:
    async def ask() -> tuple[Done, str]:
        digest = await town.digest()
        assert digest.channel
        thread = digest.messages[-1]["ts"]
        words = "@pullquote How did the council vote on the weir?"
        asked = town.slack.people.writes(town.ann, digest.channel, words, thread_ts=thread)
        await town.slack.until(lambda: VOTED in asked.text)
        # What it was told again, it answers no more.
        assert asked.envelope
        again = town.slack.events.send(asked.envelope.payload)
        await town.slack.until(lambda: again.is_over)
        await town.types("/digest help", "/digest ask")
        return asked, thread

    asked, thread = town.sees(ask)
    (answer,) = asked.messages[:1]
    assert answer["thread_ts"] == thread
    assert [VOTED in message_text(one) for one in asked.messages].count(True) == 1


def test_in_direct_messages_the_bot_is_asked_without_naming_it(town: Town) -> None:
    async def ask() -> None:
        asked = town.slack.people.writes(town.ann, town.slack.world.direct(town.ann), "help")
        await town.slack.until(lambda: "/digest" in asked.text)

    town.sees(ask)


def test_a_scheduled_digest_is_posted_once_though_slack_asks_to_wait(town: Town) -> None:
    async def posted() -> None:
        await town.slack.until(lambda: town.morning.messages)
        await town.types("/digest schedule show", "comes", town.morning)

    town.sees(posted)
    first, second = town.slack.posts(town.morning)
    assert (first.status, second.status) == (429, 200)
    assert second.at - first.at >= 1
    (message,) = town.morning.messages.values()
    assert VOTED in message_text(message)


@pytest.mark.parametrize("failure", [Failure(503), Failure(500, "fatal_error"), Failure(200, "internal_error")])
def test_who_asks_while_slack_is_in_trouble_is_told_so_alone(town: Town, failure: Failure) -> None:
    async def ask() -> Done:
        channel = town.slack.world.channel(town.team, "troubled")
        town.slack.limits.fail("chat.postMessage", failure, channel=channel.id)
        return await town.types("/digest", "on my side", channel)

    done = town.sees(ask)
    assert done.is_private


@pytest.mark.parametrize("lacks", ["the scope", "the bot"])
def test_where_the_bot_may_not_post_a_command_is_answered_all_the_same(town: Town, lacks: str) -> None:
    async def ask() -> Done:
        channel = town.slack.world.channel(town.team, "closed", bot=lacks != "the bot")
        granted = town.team.scopes
        town.team.scopes = granted.replace("chat:write,", "") if lacks == "the scope" else granted
        try:
            return await town.types("/digest", "Weir to go", channel)
        finally:
            town.team.scopes = granted

    done = town.sees(ask)
    assert not done.private
    assert VOTED in done.text


def test_a_socket_that_is_cut_is_opened_anew_and_what_was_written_meanwhile_is_answered(town: Town) -> None:
    async def cut() -> None:
        opened = len(town.slack.sockets.opened)
        town.slack.sockets.cut()
        asked = town.slack.people.writes(town.ann, town.news, "@pullquote How did the council vote on the weir?")
        await town.slack.until(lambda: VOTED in asked.text)
        assert len(town.slack.sockets.opened) > opened
        await town.types("/digest help", "/digest ask")

    town.sees(cut)


@pytest.mark.parametrize("reason", ["refresh_requested", "warning"])
def test_a_socket_that_slack_wants_anew_is_opened_anew_and_nobody_asks_in_vain(town: Town, reason: str) -> None:
    async def ask() -> None:
        opened = len(town.slack.sockets.opened)
        if reason == "warning":
            await town.slack.sockets.warn()
        else:
            await town.slack.sockets.refresh()
        await town.slack.until(lambda: len(town.slack.sockets.opened) > opened)
        await town.slack.until(lambda: town.slack.sockets.connected)
        await town.types("/digest help", "/digest ask")

    town.sees(ask)


def free_port() -> int:
    """A port that nothing listens at."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        port: int = server.getsockname()[1]
        return port


def test_over_http_only_what_slack_has_signed_just_now_is_taken_and_the_program_stops_when_it_is_told(
    tmp_path: Path,
) -> None:
    slack, port = LoopbackSlack(), free_port()
    team = slack.world.team()
    ann = slack.world.member(team, "ann", is_admin=True)
    news = slack.world.channel(team, "news")

    async def forged(requests: Requests) -> list[int]:
        form = {"Content-Type": "application/x-www-form-urlencoded"}
        body = "command=%2Fdigest&text=help"
        stale, ahead = (signed(body, SIGNING_SECRET, time() + apart) for apart in (-301, 301))
        good = signed(body, SIGNING_SECRET)
        tried = [
            {},
            signed(body, "another"),
            stale,
            ahead,
            {**good, "X-Slack-Signature": "v0="},
            signed("x", SIGNING_SECRET),
        ]
        return [(await requests.post(body, {**form, **headers}))[0] for headers in tried]

    async def run() -> tuple[int, str, list[int]]:
        async with slack.open() as address, serve_any({"mail": feed()}) as pages:
            more = f'mode = "http"\nport = {port}\n'
            config = CONFIG.format(web=pages, slack=address, more=more)
            requests = slack.listen_at(f"http://127.0.0.1:{port}/slack/events")
            # How fast it is heard is measured elsewhere.
            requests.patience_s = 60
            async with Program.started(slack, address, tmp_path, config) as program:
                await slack.until(lambda: any(one.method == "auth.test" for one in slack.arrivals))
                await is_listening(port)
                done = await slack.people.types(ann, news, "/digest")
                await slack.until(lambda: VOTED in done.text)
                asked = slack.people.writes(ann, news, "@pullquote How did the council vote on the weir?")
                await slack.until(lambda: VOTED in asked.text)
                assert await requests.verify() == "3eZbrw1a"
                statuses = await forged(requests)
                return await program.stopped(), program.said, statuses

    code, said, statuses = asyncio.run(run())
    assert statuses == [401] * 6
    assert slack.sockets.opened == []
    assert code == 0
    assert "stopped" in said
    assert "Traceback" not in said


async def is_listening(port: int) -> None:
    """Wait until something listens at a port; not for ever, if the program is gone."""
    async with asyncio.timeout(60):
        while True:
            try:
                _, writer = await asyncio.open_connection("127.0.0.1", port)
            except OSError:
                await asyncio.sleep(0.02)
            else:
                writer.close()
                return


@pytest.mark.parametrize("wrong", ["bot", "app"])
def test_tokens_that_are_refused_end_the_program_in_words(tmp_path: Path, wrong: str) -> None:
    slack = LoopbackSlack()
    team = slack.world.team(is_installed=wrong != "bot")
    if wrong == "app":
        slack.installing.app_token = "another"  # noqa: S105 - of a Slack that is not there

    async def run() -> tuple[int, str]:
        async with slack.open() as address:
            config = f'[slack]\napi_base_url = "{address}/api/"\n'
            async with Program.started(slack, address, tmp_path, config) as program:
                return await program.ended(), program.said

    code, said = asyncio.run(run())
    assert code == 1
    assert "copy the bot token (xoxb-) into SLACK_BOT_TOKEN" in said
    assert team.token not in said
    assert "Traceback" not in said

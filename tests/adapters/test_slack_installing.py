"""Many workspaces install the bot on Slack: who may, what is kept of it and how, and what happens when they remove it."""

import asyncio
import json
import logging
import os
import sys
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, TypeVar

import pytest
from pydantic import SecretStr

from bot.adapters.slack import SlackAdapter
from bot.adapters.slack.installing import app_for_many
from bot.adapters.slack.manifest import SCOPES
from bot.adapters.slack.oauth import COOKIE
from bot.adapters.slack.sealing import Sealing, UnreadableError
from bot.errors import PlatformError, PostError, StoreError
from bot.messages import Message, Paragraph, Place
from tests.adapters.harness import Answering, Kept
from tests.adapters.slack_workspaces import KEYS, Browser, Installed, Page, Team, installed, settings_of, state_of
from tests.adapters.test_slack_serving import signed

T = TypeVar("T")
ONE, TWO = Team("T1", "xoxb-token-of-one"), Team("T2", "xoxb-token-of-two")
HELP = Message((Paragraph("help"),))


def answering(welcome: Message | None = None) -> Answering:
    return Answering({"help": HELP}, welcome=welcome)


def on(step: Callable[[Installed], Awaitable[T]], handler: Answering | None = None) -> T:
    """What a step gives where many workspaces may install the bot."""

    async def run() -> T:
        async with installed(handler or answering()) as bot:
            return await step(bot)

    return asyncio.run(run())


async def with_one(bot: Installed) -> Page:
    bot.slack.grants("c1", ONE)
    return await bot.browser().installs("c1")


async def tells(bot: Installed, event: Mapping[str, Any], team: str = "T1", at: float | None = None) -> int:
    """What is answered to an event of Slack's."""
    told = {"type": "event_callback", "team_id": team, "event_id": "Ev1", "event": event}
    body = json.dumps({**told, "event_time": int(bot.clock() + 3600 if at is None else at)}).encode()
    headers = signed(body, "application/json")
    async with bot.session.post(f"{bot.address}/slack/events", data=body, headers=headers) as answer:
        return answer.status


async def until(holds: Callable[[], bool]) -> None:
    """Let all go on until something holds, which bolt tells nobody."""
    for _ in range(100_000):
        if holds():
            return
        await asyncio.sleep(0)
    pytest.fail("it never came to hold")


def refused(error: PostError) -> tuple[bool, str]:
    return error.permanent, str(error)


async def refusal(bot: Installed, team: str, many: Any = None) -> tuple[bool, str]:
    with pytest.raises(PostError) as caught:
        await (many or bot.many).of(team)
    return refused(caught.value)


def test_a_workspace_that_installs_the_bot_has_it_and_its_token_is_nowhere_to_be_read() -> None:
    async def step(bot: Installed) -> tuple[Page, Any, str, list[Place]]:
        page = await with_one(bot)
        return page, await bot.many.of("T1"), str(bot.handler.installations.rows), bot.handler.joins

    page, workspace, kept, joins = on(step)
    assert page.status == 200
    assert "It is in the workspace &lt;b&gt;Team&lt;/b&gt; T1 now." in page.text
    assert "type /invite @pullquote, and then /digest setup" in page.text
    assert (workspace.id, workspace.name, workspace.url) == ("T1", "<b>Team</b> T1", "https://t1.slack.example/")
    assert (workspace.user, workspace.user_name) == ("UT1", "pullquote")
    assert workspace.scopes == {"chat:write", "commands", "im:history"}
    assert workspace.answering.token == workspace.delivering.token == ONE.token
    assert (ONE.token in kept, "Team" in kept, "slack.example" in kept) == (False, False, False)
    assert joins == [Place("slack", "T1", "@U1")]


def test_who_installs_it_is_sent_to_slack_with_all_that_it_asks_for() -> None:
    async def step(bot: Installed) -> tuple[str, Page]:
        page = await bot.browser().opens("/slack/install")
        return await bot.browser().begins("/slack/install?team=T0123"), page

    url, page = on(step)
    assert url.startswith("https://slack.com/oauth/v2/authorize?client_id=1.2&scope=")
    assert url.partition("scope=")[2].partition("&")[0].replace("%3A", ":").split("%2C") == [*SCOPES]
    assert "redirect_uri=https%3A%2F%2Fbot.example%2Fslack%2Foauth_redirect&" in url
    assert url.endswith("&team=T0123")
    cookie = page.headers["Set-Cookie"]
    assert cookie.startswith(f"{COOKIE}=")
    assert all(one in cookie for one in ("Secure", "HttpOnly", "Path=/", "SameSite=Lax", "Max-Age=600"))
    assert "Domain" not in cookie
    assert (page.headers["Referrer-Policy"], page.headers["Cache-Control"]) == ("no-referrer", "no-store")


def test_what_stands_in_an_address_gets_into_no_page() -> None:
    evil = "%22%3E%3Cscript%3Ealert(1)%3C/script%3E"

    async def step(bot: Installed) -> list[Page]:
        browser = bot.browser()
        return [
            await browser.opens(f"/slack/install?team={evil}"),
            await browser.opens(f"/slack/oauth_redirect?error={evil}"),
            await browser.opens(f"/slack/oauth_redirect?error={'a' * 4000}"),
            await browser.opens(f"/slack/oauth_redirect?code={evil}&state={evil}"),
        ]

    pages = on(step)
    assert not any("<script" in page.text or "alert(1)&team" in page.text for page in pages)
    assert all(
        len(page.text) < 4_000 and "default-src 'none'" in page.headers["Content-Security-Policy"] for page in pages
    )
    assert "&quot;&gt;&lt;script&gt;" in pages[1].text


@pytest.mark.parametrize(
    ("query", "status", "words"),
    [
        ("error=access_denied", 200, "You did not allow it, so nothing was installed."),
        ("error=unknown", 200, "Slack says “unknown”. Begin anew."),
        ("", 400, "begun in another browser"),
        ("code=c1", 400, "begun in another browser"),
        ("code=c1&state=", 400, "begun in another browser"),
    ],
)
def test_an_installation_that_comes_to_nothing_says_why_and_how_to_begin_anew(
    query: str, status: int, words: str
) -> None:
    async def step(bot: Installed) -> tuple[Page, int]:
        bot.slack.grants("c1", ONE)
        return await bot.browser().opens(f"/slack/oauth_redirect?{query}"), len(bot.slack.calls)

    page, calls = on(step)
    assert (page.status, calls) == (status, 0)
    assert words in page.text
    assert '<a href="https://bot.example/slack/install"' in page.text


async def attempt(bot: Installed, change: Callable[[Installed, Browser, str], str]) -> tuple[Page, int]:
    """What is shown to somebody who comes back with another state or other cookies, and what Slack was asked."""
    bot.slack.grants("c1", ONE)
    browser = bot.browser()
    state = change(bot, browser, state_of(await browser.begins()))
    return await browser.opens(f"/slack/oauth_redirect?code=c1&state={state}"), len(bot.slack.calls)


def without_cookie(_: Installed, browser: Browser, state: str) -> str:
    browser.cookies.clear()
    return state


def another_state(_: Installed, __: Browser, state: str) -> str:
    return f"{'B' if state[20] == 'A' else 'A'}".join((state[:20], state[21:]))


def forged(_: Installed, browser: Browser, __: str) -> str:
    state = Sealing(KEYS[1]).seal("install:mine")
    browser.cookies[COOKIE] = state
    return state


def changed_in_both(bot: Installed, browser: Browser, state: str) -> str:
    browser.cookies[COOKIE] = another_state(bot, browser, state)
    return browser.cookies[COOKIE]


def something_else_of_ours(_: Installed, browser: Browser, __: str) -> str:
    browser.cookies[COOKIE] = Sealing(KEYS[0]).seal('{"team": "T1"}')
    return browser.cookies[COOKIE]


def too_late(bot: Installed, _: Browser, state: str) -> str:
    bot.clock.now += 601
    return state


def nonsense(_: Installed, browser: Browser, __: str) -> str:
    browser.cookies[COOKIE] = "~~~"
    return "~~~"


@pytest.mark.parametrize(
    ("change", "status"),
    [
        (without_cookie, 400),
        (another_state, 400),
        (forged, 401),
        (changed_in_both, 401),
        (something_else_of_ours, 401),
        (too_late, 401),
        (nonsense, 401),
    ],
)
def test_who_did_not_begin_here_just_now_installs_nothing(
    change: Callable[[Installed, Browser, str], str], status: int
) -> None:
    page, calls = on(lambda bot: attempt(bot, change))
    assert (page.status, calls) == (status, 0)
    assert "Begin anew" in page.text


def test_a_state_is_good_once() -> None:
    async def step(bot: Installed) -> tuple[Page, Page, int]:
        bot.slack.grants("c1", ONE)
        bot.slack.grants("c2", TWO)
        browser = bot.browser()
        slack = await browser.begins()
        cookies = dict(browser.cookies)
        first = await browser.comes_back(slack, "c1")
        assert COOKIE not in browser.cookies
        browser.cookies |= cookies
        return first, await browser.comes_back(slack, "c2"), len(bot.handler.installations.rows)

    first, second, kept = on(step)
    assert (first.status, second.status, kept) == (200, 401, 1)
    assert "This page was used already" in second.text


@pytest.mark.parametrize(
    ("team", "words", "is_revoked"),
    [
        (Team("T1", "t", more={"is_enterprise_install": True, "team": None}), "one workspace at a time", True),
        (Team("T1", "t", more={"team": None}), "one workspace at a time", True),
        (Team("T1", "t", more={"token_type": "user"}), "no token for the bot", False),
        (Team("T1", "t", more={"access_token": ""}), "no token for the bot", False),
        (Team("T1", "t", more={"team": {"id": "T9", "name": "Other"}}), "did not confirm the installation", False),
        (Team("T1", "t", more={"team": ["T1"]}), "did not confirm the installation", False),
        (Team("T1", "t", more={"authed_user": None}), "did not confirm the installation", False),
        (Team("T1", "t", more={"scope": 5}), "did not confirm the installation", False),
        (Team("T1", "t", more={"expires_in": "soon"}), "did not confirm the installation", False),
    ],
)
def test_what_slack_may_not_give_is_not_kept(team: Team, words: str, is_revoked: bool) -> None:  # noqa: FBT001 - a row
    async def step(bot: Installed) -> tuple[Page, dict[Any, str], bool]:
        bot.slack.grants("c1", team)
        page = await bot.browser().installs("c1")
        return page, bot.handler.installations.rows, team.token not in bot.slack.tokens

    page, kept, revoked = on(step)
    assert words in page.text
    assert (kept, revoked) == ({}, is_revoked)


def test_a_code_that_slack_does_not_know_and_a_slack_that_does_not_answer_are_told_apart(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def step(bot: Installed) -> list[Page]:
        pages = [await bot.browser().installs("s3cret-code")]
        bot.slack.breaks_off = True
        return [*pages, await bot.browser().installs("s3cret-code")]

    unknown, unanswered = on(step)
    assert (unknown.status, unanswered.status) == (401, 502)
    assert "Slack did not confirm the installation" in unknown.text
    assert "Slack can’t be reached just now" in unanswered.text
    assert "s3cret-code" not in caplog.text


class Broken(Kept):
    """A database that can't be used."""

    async def get(self, platform: str, workspace: str) -> str | None:
        raise StoreError(self.words, permanent=False)

    async def put(self, platform: str, workspace: str, data: str) -> None:
        raise StoreError(self.words, permanent=False)

    async def workspaces(self, platform: str) -> list[str]:
        raise StoreError(self.words, permanent=False)

    words = "the database is away"


def test_a_database_that_is_away_is_told_to_whoever_installs_posts_or_looks() -> None:
    async def step(bot: Installed) -> tuple[Page, tuple[bool, str], Page, int]:
        with pytest.raises(PlatformError, match="the database is away") as caught:
            await bot.many.look()
        assert not caught.value.permanent
        page = await with_one(bot)
        status = await tells(bot, {"type": "app_mention", "user": "U1", "text": "hi", "channel": "C1", "ts": "1.1"})
        return page, await refusal(bot, "T1"), await bot.browser().opens("/healthz"), status

    handler = answering()
    handler.installations = Broken()
    page, told, health, status = on(step, handler)
    assert page.status == 503
    assert "could not be kept" in page.text
    assert told == (False, "the database is away")
    assert (health.status, json.loads(health.text)["slack"]) == (503, "the database is away")
    # Slack tells it again.
    assert status == 500


def test_a_workspace_that_did_not_install_it_is_told_how() -> None:
    permanent, words = on(lambda bot: refusal(bot, "T9"))
    assert permanent
    assert (
        words
        == "the workspace T9 has not installed the bot, or has removed it; somebody there open https://bot.example/slack/install"
    )


def test_a_place_that_names_no_workspace_is_in_the_only_one() -> None:
    async def step(bot: Installed) -> tuple[tuple[bool, str], str, tuple[bool, str]]:
        none = await refusal(bot, "")
        await with_one(bot)
        only = (await bot.many.of("")).id
        bot.slack.grants("c2", TWO)
        await bot.browser().installs("c2")
        return none, only, await refusal(bot, "")

    none, only, several = on(step)
    assert none == (True, "no workspace has installed the bot; open https://bot.example/slack/install")
    assert only == "T1"
    assert several[0]
    assert "config.toml does not say which of many workspaces" in several[1]


def test_what_another_process_was_told_holds_here_too() -> None:
    async def step(bot: Installed) -> tuple[list[str | None], tuple[bool, str], bool]:
        await with_one(bot)
        _, other = bot.another()
        before = await other.of("T1")
        same = before is await other.of("T1")
        bot.slack.grants("c2", Team("T1", "xoxb-another"))
        await bot.browser().installs("c2")
        tokens = [before.answering.token, (await other.of("T1")).delivering.token]
        await bot.many.forget("T1")
        return tokens, await refusal(bot, "T1", other), same

    tokens, told, is_cached = on(step)
    assert tokens == [ONE.token, "xoxb-another"]
    assert told[0]
    assert is_cached


def test_the_scopes_are_those_that_all_workspaces_have_granted() -> None:
    async def step(bot: Installed) -> list[Any]:
        nobody = bot.many.scopes
        await with_one(bot)
        bot.slack.grants("c2", Team("T2", "t2", "chat:write,commands,users:read"))
        await bot.browser().installs("c2")
        _, other = bot.another()
        unknown = other.scopes
        await other.look()
        return [nobody, bot.many.scopes, unknown, other.scopes]

    both = {"chat:write", "commands"}
    assert on(step) == [None, both, None, both]


def test_tokens_are_read_with_any_key_and_go_under_the_newest_one() -> None:
    async def step(bot: Installed) -> tuple[tuple[bool, str], str, list[bool], str]:
        await with_one(bot)
        _, wrong = bot.another(token_key=SecretStr(KEYS[1]))
        await wrong.look()
        told = await refusal(bot, "T1", wrong)
        _, both = bot.another(token_key=SecretStr(f"{KEYS[1]},{KEYS[0]}"))
        read = (await both.of("T1")).answering.token or ""
        newest = Sealing(KEYS[1])
        is_newest = [newest.is_newest(bot.handler.installations.rows["slack", "T1"])]
        await both.look()
        is_newest.append(newest.is_newest(bot.handler.installations.rows["slack", "T1"]))
        return told, read, is_newest, (await wrong.of("T1")).answering.token or ""

    told, read, is_newest, afterwards = on(step)
    assert told[0]
    assert "T1 can't be decrypted with SLACK_TOKEN_KEY; add the key it was encrypted with behind a comma" in told[1]
    assert (read, is_newest, afterwards) == (ONE.token, [False, True], ONE.token)


@pytest.mark.parametrize(
    ("kept", "words"),
    [
        ("", "can't be decrypted"),
        ("xoxb-plain", "can't be decrypted"),
        ("ü" * 99, "can't be decrypted"),
        (Sealing(KEYS[0]).seal("[]"), "can't be used"),
        (Sealing(KEYS[0]).seal("{"), "can't be used"),
        (Sealing(KEYS[0]).seal('{"team": "T1"}'), "can't be used"),
    ],
    ids=["nothing", "no secret", "no text", "a list", "no JSON", "half"],
)
def test_what_is_no_installation_is_told_in_words(kept: str, words: str, caplog: pytest.LogCaptureFixture) -> None:
    async def step(bot: Installed) -> tuple[bool, str]:
        bot.handler.installations.rows["slack", "T1"] = kept
        await bot.many.look()
        return await refusal(bot, "T1")

    with caplog.at_level(logging.ERROR):
        permanent, told = on(step)
    assert permanent
    assert f"T1 {words}" in told
    assert [f"T1 {words}" in record.getMessage() for record in caplog.records] == [True]
    assert caplog.records[0].exc_info is None


def test_the_token_of_another_workspace_is_not_used() -> None:
    async def step(bot: Installed) -> tuple[bool, str]:
        await with_one(bot)
        rows = bot.handler.installations.rows
        rows["slack", "T2"] = rows["slack", "T1"]
        return await refusal(bot, "T2")

    permanent, words = on(step)
    assert permanent
    assert "what is kept of the workspace T2 is another one's" in words


UNINSTALLED = {"type": "app_uninstalled"}
REVOKED = {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["UT1"]}}


@pytest.mark.parametrize("event", [UNINSTALLED, REVOKED])
def test_a_workspace_that_removes_the_bot_is_left_and_its_token_forgotten(event: Mapping[str, Any]) -> None:
    async def step(bot: Installed) -> tuple[int, list[Place], dict[Any, str], tuple[bool, str], str]:
        await with_one(bot)
        bot.slack.grants("c2", TWO)
        await bot.browser().installs("c2")
        bot.slack.revokes("T1")
        status = await tells(bot, event)
        await until(lambda: ("slack", "T1") not in bot.handler.installations.rows)
        rows = bot.handler.installations.rows
        return status, bot.handler.leaves, rows, await refusal(bot, "T1"), (await bot.many.of("T2")).id

    status, leaves, rows, told, other = on(step)
    assert (status, leaves, list(rows), told[0], other) == (200, [Place("slack", "T1")], [("slack", "T2")], True, "T2")


def test_the_token_of_a_person_that_is_revoked_is_none_of_ours() -> None:
    async def step(bot: Installed) -> tuple[list[Place], str]:
        await with_one(bot)
        await tells(bot, {"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}})
        await tells(bot, {"type": "tokens_revoked"})
        return bot.handler.leaves, (await bot.many.of("T1")).id

    async def run() -> tuple[list[Place], str]:
        async with installed(answering()) as bot:
            found = await step(bot)
        return found[0], found[1]

    # When it has stopped, all that was told is seen to.
    assert asyncio.run(run()) == ([], "T1")


@pytest.mark.parametrize(("is_revoked", "is_left"), [(False, False), (True, True)])
def test_a_removal_that_slack_tells_late_is_none_of_a_workspace_that_is_back(is_revoked: bool, is_left: bool) -> None:  # noqa: FBT001 - a row
    async def run() -> tuple[list[Place], bool]:
        handler = answering()
        async with installed(handler) as bot:
            await with_one(bot)
            if is_revoked:
                bot.slack.revokes("T1")
            await tells(bot, UNINSTALLED, at=bot.clock() - 1800)
        return handler.leaves, ("slack", "T1") in handler.installations.rows

    assert asyncio.run(run()) == ([Place("slack", "T1")] if is_left else [], not is_left)


def test_a_workspace_that_removes_the_bot_in_the_middle_of_a_post_is_left_all_the_same() -> None:
    async def step(bot: Installed) -> tuple[str, str, bool]:
        await with_one(bot)
        workspace = await bot.many.of("T1")
        bot.slack.revokes("T1")
        await tells(bot, UNINSTALLED)
        await until(lambda: bool(bot.handler.leaves))
        with pytest.raises(Exception, match="token_revoked") as caught:
            await workspace.delivering.chat_postMessage(channel="C1", text="news")
        return type(caught.value).__name__, (await refusal(bot, "T1"))[1], bot.many.scopes is None

    name, words, is_forgotten = on(step)
    assert name == "SlackApiError"
    assert "has not installed the bot, or has removed it" in words
    assert is_forgotten


def test_an_installation_that_can_not_be_read_is_removed_when_the_workspace_removes_the_bot() -> None:
    async def step(bot: Installed) -> list[Place]:
        bot.handler.installations.rows["slack", "T1"] = "nonsense"
        await tells(bot, UNINSTALLED)
        await until(lambda: not bot.handler.installations.rows)
        return bot.handler.leaves

    assert on(step) == [Place("slack", "T1")]


def expiring(seconds: int, number: int = 1) -> dict[str, Any]:
    return {
        "access_token": f"xoxe.xoxb-{number}",
        "token_type": "bot",
        "refresh_token": f"xoxe-{number}",
        "expires_in": seconds,
    }


async def with_expiring(bot: Installed) -> None:
    bot.slack.grants("c1", Team("T1", "xoxe.xoxb-1", more=expiring(43_200)))
    assert (await bot.browser().installs("c1")).status == 200


def test_a_token_that_expires_is_renewed_once_for_all_who_ask() -> None:
    async def step(bot: Installed) -> tuple[int, set[str | None], int, str | None]:
        await with_expiring(bot)
        await bot.many.of("T1")
        before = bot.slack.count("oauth.v2.access")
        bot.slack.renewals["xoxe-1"] = {"ok": True, **expiring(43_200, 2)}
        bot.clock.now += 43_200 - 3_600
        found = await asyncio.gather(*(bot.many.of("T1") for _ in range(9)))
        _, other = bot.another()
        tokens = {one.answering.token for one in found}
        return before, tokens, bot.slack.count("oauth.v2.access"), (await other.of("T1")).delivering.token

    assert on(step) == (1, {"xoxe.xoxb-2"}, 2, "xoxe.xoxb-2")


def test_nobody_waits_for_another_token_while_the_one_there_is_is_good() -> None:
    async def step(bot: Installed) -> tuple[list[str | None], int, str | None]:
        await with_expiring(bot)
        bot.slack.renewals["xoxe-1"] = {"ok": True, **expiring(43_200, 2)}
        bot.clock.now += 43_200 - 3_600
        bot.slack.may_answer.clear()
        asked = [asyncio.create_task(bot.many.of("T1")) for _ in range(3)]
        # Who goes away while it is renewed breaks nothing off.
        await until(lambda: bot.slack.count("oauth.v2.access") == 2)
        asked.pop().cancel()
        found = [(await one).answering.token for one in asked]
        bot.slack.may_answer.set()
        await until(lambda: "xoxe-1" not in bot.slack.renewals)
        await until(lambda: not bot.many._renewing)  # noqa: SLF001 - nothing of it is to be seen from outside
        return found, bot.slack.count("oauth.v2.access"), (await bot.many.of("T1")).answering.token

    assert on(step) == (["xoxe.xoxb-1", "xoxe.xoxb-1"], 2, "xoxe.xoxb-2")


def test_slack_is_not_asked_for_another_token_again_and_again() -> None:
    async def step(bot: Installed) -> list[int]:
        await with_expiring(bot)
        bot.clock.now += 43_200 - 3_600
        counts = []
        for pause_s in (0, 1, 60):
            bot.clock.now += pause_s
            await bot.many.of("T1")
            counts.append(bot.slack.count("oauth.v2.access"))
        return counts

    assert on(step) == [2, 2, 3]


def test_a_token_that_is_not_renewed_serves_until_it_has_expired() -> None:
    async def step(bot: Installed) -> tuple[str | None, tuple[bool, str], tuple[bool, str]]:
        await with_expiring(bot)
        bot.clock.now += 43_200 - 3_600
        still = (await bot.many.of("T1")).answering.token
        bot.clock.now += 3_601
        refused = await refusal(bot, "T1")
        bot.slack.breaks_off = True
        return still, refused, await refusal(bot, "T1")

    still, refused, unanswered = on(step)
    assert still == "xoxe.xoxb-1"
    assert refused[0]
    assert (
        "the token of the workspace T1 could not be renewed (invalid_refresh_token); let somebody there open"
        in refused[1]
    )
    assert not unanswered[0]


def test_a_token_that_another_process_has_renewed_meanwhile_is_taken() -> None:
    async def step(bot: Installed) -> str | None:
        await with_expiring(bot)
        _, other = bot.another()
        bot.slack.renewals["xoxe-1"] = {"ok": True, **expiring(43_200, 2)}
        bot.clock.now += 43_200 - 3_600
        known = await bot.many._read("T1")  # noqa: SLF001 - as it was a moment before
        await other.of("T1")
        return (await bot.many._as_it_is(known, RuntimeError())).workspace.answering.token  # noqa: SLF001

    assert on(step) == "xoxe.xoxb-2"


def test_what_a_workspace_says_is_answered_with_its_own_token() -> None:
    heard: list[tuple[str, str, str]] = []

    async def listen(client: Any, context: Any, event: Mapping[str, Any]) -> None:
        heard.append((client.token, context.bot_user_id, event["text"]))

    async def step(bot: Installed) -> tuple[int, int]:
        bot.app.event("app_mention")(listen)
        await with_one(bot)
        bot.slack.grants("c2", TWO)
        await bot.browser().installs("c2")
        before = len(bot.slack.calls)
        event = {"type": "app_mention", "user": "U1", "channel": "C1", "ts": "1.1"}
        for team in ("T1", "T2", "T9"):
            await tells(bot, {**event, "text": f"hi from {team}"}, team)
        # What the bot itself has written is not for it.
        await tells(bot, {**event, "user": "UT1", "text": "of myself"})
        await until(lambda: len(heard) == 2)
        return len(bot.slack.calls) - before, len(heard)

    assert on(step) == (0, 2)
    assert sorted(heard) == [(ONE.token, "UT1", "hi from T1"), (TWO.token, "UT2", "hi from T2")]


def test_who_has_installed_it_is_greeted_where_somebody_can() -> None:
    greeted: list[tuple[Place, Message]] = []

    async def greet(place: Place, message: Message) -> None:
        greeted.append((place, message))
        words = "the bot may not write there"
        raise PostError(words, permanent=True)

    async def step(bot: Installed) -> Page:
        bot.many.greet = greet
        return await with_one(bot)

    assert on(step, answering(HELP)).status == 200
    assert greeted == [(Place("slack", "T1", "@U1"), HELP)]


@pytest.mark.parametrize("missing", ["client_id", "client_secret", "signing_secret", "token_key", "public_url"])
def test_what_many_workspaces_need_is_said(missing: str) -> None:
    settings = settings_of("http://127.0.0.1:9").model_copy(update={missing: None})
    with pytest.raises(PlatformError, match="many workspaces need client_id and public_url"):
        app_for_many(settings, answering())


ENVIRONMENT = {
    "SLACK_BOT_TOKEN": "xoxb-of-the-environment",
    "SLACK_CLIENT_ID": "3.4",
    "SLACK_CLIENT_SECRET": "another",
    "SLACK_SIGNING_SECRET": "another",
    "SLACK_USER_SCOPES": "admin",
}


@pytest.mark.parametrize("is_many", [False, True])
def test_bolt_takes_nothing_from_the_environment_and_says_nothing_of_it(
    is_many: bool,  # noqa: FBT001 - a row
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
) -> None:
    for name, value in ENVIRONMENT.items():
        monkeypatch.setenv(name, value)
    settings = settings_of("http://127.0.0.1:9")
    one = {"bot_token": SecretStr("xoxb-given"), "client_id": None, "signing_secret": None, "client_secret": None}
    app = SlackAdapter(settings if is_many else settings.model_copy(update=one)).connect(answering())
    assert app.client.token is None
    assert app.oauth_flow is None or (app.oauth_flow.client_id, app.oauth_flow.settings.user_scopes) == ("1.2", [])
    assert (app.oauth_flow is not None) is is_many
    assert caplog.records == []
    assert os.environ.items() >= ENVIRONMENT.items()


def test_a_package_that_is_not_there_is_told_with_how_to_get_it(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "cryptography.fernet", None)
    with pytest.raises(PlatformError, match="make workspaces installs it"):
        SlackAdapter(settings_of("http://127.0.0.1:9")).connect(answering())


def test_a_key_that_is_none_is_told_without_showing_it() -> None:
    with pytest.raises(PlatformError, match="a key is 32 bytes in base64") as caught:
        Sealing("s3cret")
    assert "s3cret" not in str(caught.value)


def test_a_text_that_was_sealed_is_read_again_by_whoever_has_the_key_in_time() -> None:
    at = [1_000_000.0]
    sealing = Sealing(f"{KEYS[0]},{KEYS[1]}", lambda: at[0])
    sealed = sealing.seal("ü\n")
    assert sealed.replace("-", "").replace("_", "").isalnum()
    assert Sealing(f"{KEYS[2]},{KEYS[0]}").read(sealed) == "ü\n"
    at[0] += 10
    assert sealing.read(sealed, 10) == "ü\n"
    at[0] += 1
    with pytest.raises(UnreadableError):
        sealing.read(sealed, 10)
    with pytest.raises(UnreadableError):
        Sealing(KEYS[1]).read(sealed)

"""`pullquote run` itself, which many workspaces install: what one of them does is nothing to the others, and their tokens outlive it."""

import asyncio
from collections.abc import Mapping
from contextlib import AsyncExitStack
from pathlib import Path
from urllib.parse import urlsplit

import aiohttp

from tests.adapters.loopback_program import Program
from tests.adapters.loopback_slack import LoopbackSlack
from tests.adapters.slack_installing import CLIENT_ID
from tests.adapters.slack_text import message_text
from tests.adapters.slack_workspaces import KEYS, Browser, Page
from tests.adapters.slack_world import Channel, Member
from tests.adapters.test_discord_process import VOTED, feed
from tests.adapters.test_slack_process import free_port
from tests.shell.loopback import serve_any

CONFIG = """[sources]
mail = "{web}/mail"
[slack]
api_base_url = "{slack}/api/"
mode = "http"
port = {port}
client_id = "{client_id}"
public_url = "https://bot.example"
[limits]
cooldown_s = 0
"""


class SlackOfMany(LoopbackSlack):
    """A Slack whose workspaces install the bot, which keeps their tokens under a key."""

    key = KEYS[0]

    @property
    def secrets(self) -> Mapping[str, str]:
        """What the program finds in its environment: no token."""
        known = super().secrets
        return {"SLACK_TOKEN_KEY": self.key, **{name: known[name] for name in known if not name.endswith("_TOKEN")}}


class Town:
    """Two workspaces with somebody in each, and the program."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self.slack = SlackOfMany()
        self.address, self.pages = "", ""
        self.session: aiohttp.ClientSession
        self.ann, self.ben = (self._somebody(*names) for names in (("Dorn", "ann"), ("Marenna", "ben")))

    def _somebody(self, workspace: str, name: str) -> Member:
        team = self.slack.world.team(workspace, is_installed=False)
        return self.slack.world.member(team, name, is_admin=True)

    async def starts(self, stack: AsyncExitStack) -> Program:
        """Start the program, and wait until it listens."""
        places = {"web": self.pages, "slack": self.address, "port": self.port, "client_id": CLIENT_ID}
        config = CONFIG.format(**places)
        program = await stack.enter_async_context(Program.started(self.slack, self.address, self.folder, config))
        while not self.slack.world.watch.over:
            try:
                async with self.session.get(f"http://127.0.0.1:{self.port}/healthz") as answer:
                    assert answer.status == 200
                    break
            except aiohttp.ClientConnectorError:
                await asyncio.sleep(0.02)
        return program

    async def installs(self, person: Member) -> Page:
        """What somebody's browser shows at the end."""
        browser = Browser(self.session, f"http://127.0.0.1:{self.port}")
        back = urlsplit(self.slack.installing.approves(person, await browser.begins()))
        assert f"{back.scheme}://{back.netloc}{back.path}" == "https://bot.example/slack/oauth_redirect"
        return await browser.opens(f"{back.path}?{back.query}")

    async def asks(self, person: Member) -> Channel:
        """Somebody asks for the news in a new channel of their workspace, and gets it; the channel."""
        channel = self.slack.world.channel(person.workspace, f"news-{len(self.slack.world.channels)}")
        done = await self.slack.people.types(person, channel, "/digest")
        await self.slack.until(lambda: VOTED in done.text)
        return channel

    async def is_told(self, person: Member, words: str) -> None:
        """Wait until the bot has written something to somebody directly."""
        told = self.slack.world.direct(person).messages
        await self.slack.until(lambda: [one for one in told.values() if words in message_text(one)] or None)


async def lived(town: Town, stack: AsyncExitStack) -> list[str]:
    """Workspaces come and go, and the program stops and starts; what it said each time."""
    slack, said = town.slack, []
    slack.listen_at(f"http://127.0.0.1:{town.port}/slack/events")
    program = await town.starts(stack)
    for person in (town.ann, town.ben):
        page = await town.installs(person)
        assert (page.status, "Pullquote is installed" in page.text) == (200, True)
        await town.is_told(person, "Pullquote is here")
        await town.asks(person)
    assert await program.stopped() == 0
    said.append(program.said)

    kept = b"".join(path.read_bytes() for path in town.folder.glob("pullquote.db*"))
    assert town.ann.workspace.id.encode() in kept
    assert b"xoxb-" not in kept

    # Another key before the old one, and then that alone.
    for keys in (f"{KEYS[1]},{KEYS[0]}", KEYS[1]):
        slack.key = keys
        program = await town.starts(stack)
        for person in (town.ann, town.ben):
            await town.asks(person)
        if keys != KEYS[1]:
            assert await program.stopped() == 0
            said.append(program.said)

    slack.installing.uninstalls(town.ann.workspace)
    await slack.settled()
    await town.asks(town.ben)
    while "has removed the bot" not in program.said:
        assert not slack.world.watch.over
        await asyncio.sleep(0.02)
    assert (await town.installs(town.ann)).status == 200
    await town.asks(town.ann)
    await town.asks(town.ben)
    assert await program.stopped() == 0
    return [*said, program.said]


def test_workspaces_come_and_go_and_none_of_their_tokens_is_lost_or_to_be_read(tmp_path: Path) -> None:
    async def run() -> list[str]:
        town = Town(tmp_path)
        async with AsyncExitStack() as stack:
            town.address = await stack.enter_async_context(town.slack.open())
            town.pages = await stack.enter_async_context(serve_any({"mail": feed()}))
            town.session = await stack.enter_async_context(aiohttp.ClientSession())
            return await lived(town, stack)

    said = asyncio.run(run())
    assert [text.count("Traceback") for text in said] == [0, 0, 0]
    assert not any("xoxb-" in text or key in text for text in said for key in KEYS)
